# SPDX-License-Identifier: MulanPSL-2.0
"""Role by place and by primary act, through the window: open, or closed with words; nothing is ever half done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from inspector_app.domain.account import AccountRole, Act
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui.main_window.places import places
from inspector_app.ui.main_window.rights import PRIMARY, place_refusal, primary_refusal
from inspector_app.ui.screens.settings_screen import ASKS, SettingsScreen
from inspector_app.wording import sentence, word
from inspector_app.workspace.permission_table import permissions
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_protection import Guarded, Program, a_guarded_folder, cheap_passwords

NAMES = tuple(place.name for place in places())


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guarded:
    """Protected data with an enterprise, and an inspection with a finding."""
    cheap_passwords(monkeypatch)
    made = a_guarded_folder(tmp_path / "data")
    ws = made.open()
    a_finding(ws, an_inspection(ws, an_enterprise(ws)))
    ws.close()
    return made


@pytest.fixture(params=list(AccountRole))
def role(request: pytest.FixtureRequest) -> AccountRole:
    assert isinstance(request.param, AccountRole)
    return request.param


@pytest.fixture
def program(qapp: QApplication, guarded: Guarded, role: AccountRole) -> Iterator[Program]:
    """The program with a person of this role logged in."""
    made = Program(qapp, guarded.folder)
    made.log_in(guarded.people[role], guarded.password(role))
    yield made
    made.close()


def may(role: AccountRole, what: Op | Act) -> bool:
    return permissions().may(role, what)


def test_every_place_is_open_or_closed_as_the_table_says(program: Program, role: AccountRole) -> None:
    for place in NAMES:
        allowed = may(role, permissions().places[place])
        before = program.window.place
        button = program.window.rail.buttons[place]
        assert button.isEnabled() is allowed, place
        assert program.window.go(place) is allowed, place
        program.settle()
        if allowed:
            assert program.window.place == place
        else:
            assert program.window.place == before
            assert place not in program.window.screens
            said = place_refusal(program.ws, place)
            assert word(role) in said
            assert button.toolTip() == said == program.window.band.words.text()
    assert program.session.jobs.wait_idle()
    assert not program.ask.shown, "a place that is open shows no refusal"


def test_the_first_place_is_one_that_is_open(program: Program, role: AccountRole) -> None:
    expected = "today" if may(role, permissions().places["today"]) else "settings"
    assert program.window.place == expected


def test_primary_acts_that_a_role_may_not_do_change_nothing(program: Program, role: AccountRole) -> None:
    before = program.ws.digest()
    for place in NAMES:
        if not program.window.go(place):
            continue
        program.settle()
        action = getattr(program.window.screens[place], "primary_action", None)
        what = PRIMARY.get(place)
        if what is None or not isinstance(action, QAction):
            continue
        program.window.show_heading()
        if not may(role, what):
            assert not program.window.head.primary.isEnabled(), place
            assert program.window.head.primary.toolTip() == primary_refusal(program.ws, place)
            action.trigger()  # its key is still there
            program.settle()
    if not may(role, Op.START_INSPECTION):
        assert program.ws.digest() == before


def test_settings_list_only_parts_for_the_role(program: Program, role: AccountRole) -> None:
    program.window.go("settings")
    program.settle()
    screen = program.window.screens["settings"]
    assert isinstance(screen, SettingsScreen)
    listed = {row.id for row in screen.list.rows.rows}
    for part in screen.panels:
        allowed = part not in ASKS or may(role, ASKS[part])
        assert (part in listed) is allowed, part
        screen.show_part(part)
        program.settle()
        assert (screen.list.current_id() == part) is allowed, part
    assert not program.ask.shown


def test_ways_to_closed_places_say_why_and_stay(program: Program, role: AccountRole) -> None:
    window = program.window
    ways = {
        "inspection": lambda: window.open_inspection("none"),
        "documents": lambda: window.open_documents("none"),
        "enterprises": window.start_inspection,
        "handoff": lambda: window.open_handoff("send"),
        "reinspection": lambda: window.open_reinspection("none"),
    }
    for place, way in ways.items():
        if may(role, permissions().places[place]):
            continue
        way()
        program.settle()
        assert window.place == "settings" or window.place == "today"
        assert place not in window.screens
        assert window.band.words.text() == place_refusal(program.ws, place)


def test_the_bottom_line_shows_only_what_the_role_may_see(program: Program, role: AccountRole) -> None:
    foot = program.window.foot
    program.window.refresh_foot()
    program.settle()
    assert foot.user.text() == program.ws.actor
    assert foot.lock.isVisible()
    assert foot.handover.isVisible() is may(role, Act.MAKE_BUNDLE)
    assert foot.undo.isHidden() or may(role, Op.UNDO)


def test_undo_is_refused_in_words(program: Program, role: AccountRole) -> None:
    if may(role, Op.UNDO):
        pytest.skip("this role may take back")
    before = program.ws.digest()
    program.window.undo()
    program.settle()
    said = sentence(Problem(code=ProblemCode.NOT_PERMITTED, fields={"role": role.value, "act": Op.UNDO.value}))
    assert program.window.band.words.text() == said
    assert program.ws.digest() == before
