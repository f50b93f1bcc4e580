# SPDX-License-Identifier: MulanPSL-2.0
"""Role by place and by primary act, through the window: open, or closed with words; nothing is ever half done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.domain.account import AccountRole, Act
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui.main_window.places import places
from inspector_app.ui.main_window.rights import PRIMARY, place_refusal, primary_refusal
from inspector_app.ui.models.ledger_verbs import RIGHTS
from inspector_app.ui.screens.settings_screen import ASKS, SettingsScreen
from inspector_app.ui.screens.statistics_screen import StatisticsScreen
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.wording import sentence, word
from inspector_app.workspace.permission_table import permissions
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_protection import Guarded, Program

NAMES = tuple(place.name for place in places())


@pytest.fixture
def guarded(guarded: Guarded) -> Guarded:
    """Protected data with an enterprise, and an inspection with a finding."""
    ws = guarded.open()
    a_finding(ws, an_inspection(ws, an_enterprise(ws)))
    ws.close()
    return guarded


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


# The acts of these places by the name of their part, and what the table of permissions must give for them.
PARTS: dict[str, dict[str, Op | Act]] = {
    "ledger": {"tools.export": Act.EXPORT},
    "statistics": {
        "pages.numbers.export": Act.EXPORT, "pages.reports.copy": Act.EXPORT, "pages.reports.as_pdf": Act.EXPORT,
        "pages.reports.as_xlsx": Act.EXPORT,
    },
    "planning": {
        "plan.first": Op.MAKE_PLAN, "plan.new.act": Op.MAKE_PLAN, "plan.head.take": Op.AMEND_PLAN,
        "plan.head.texts": Op.AMEND_PLAN, "plan.head.amend": Op.CHANGE_PLAN, "plan.head.version": Op.MAKE_PLAN,
        "plan.head.begin": Op.MAKE_PLAN, "plan.head.print": Act.PRINT, "plan.head.save": Act.EXPORT,
        "plan.side.approve.act": Op.APPROVE_PLAN, "plan.side.change.act": Op.CHANGE_PLAN,
        "plan.side.detail.start": Op.START_INSPECTION, "plan.side.detail.edit": Op.AMEND_PLAN,
        "plan.side.detail.remove": Op.AMEND_PLAN, "draw.first": Op.FREEZE_DRAW, "draw.new": Op.FREEZE_DRAW,
        "draw.steps.freeze": Op.FREEZE_DRAW, "draw.steps.seed.send": Op.MAKE_DRAW,
        "draw.steps.result.replace": Op.REPLACE_PICK, "draw.steps.result.officer": Op.REPLACE_PICK,
        "draw.steps.result.publish": Op.PUBLISH_DRAW, "draw.steps.result.start": Op.START_INSPECTION,
        "draw.steps.after.print": Act.PRINT, "draw.steps.after.save": Act.EXPORT,
        "draw.steps.after.record": Act.EXPORT, "draw.steps.after.publish": Op.PUBLISH_DRAW,
        "draw.steps.after.void": Op.VOID_DRAW,
    },
    "handoff": {
        "pages.unit.joining.join": Act.JOIN_OFFICE, "pages.unit.joining.request": Act.JOIN_OFFICE,
        "pages.unit.founding.found": Act.RUN_OFFICE, "pages.unit.give_back": Op.RETURN_NUMBERS,
    },
}  # fmt: skip
MASKS = ("ledger:export.masking", "statistics:pages.numbers.masking", "statistics:pages.reports.masking",
         "planning:plan.head.masking", "planning:draw.steps.after.masking", "today:due_card.masking")  # fmt: skip


def part_of(screen: object, path: str) -> QWidget | QAction:
    found = screen
    if isinstance(screen, StatisticsScreen):  # its pages are made when they are first looked at
        screen.show_tab(path.split(".")[1])
    for name in path.split("."):
        found = found[name] if isinstance(found, dict) else getattr(found, name)
    assert isinstance(found, QWidget | QAction)
    return found


def is_open(part: QWidget | QAction) -> bool:
    """Whether the part itself is open, wherever it lies."""
    return part.isEnabled() if isinstance(part, QAction) else part.isEnabledTo(part.parentWidget())


def words_for(role: AccountRole, what: Op | Act) -> str:
    return sentence(Problem(code=ProblemCode.NOT_PERMITTED, fields={"role": role.value, "act": what.value}))


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


def test_every_act_is_grey_where_the_table_has_it_not_whatever_its_page_wants(
    program: Program, role: AccountRole
) -> None:
    for place, parts in PARTS.items():
        if not program.window.go(place):
            assert not may(role, permissions().places[place])
            continue
        program.settle()
        for path, what in parts.items():
            part = part_of(program.window.screens[place], path)
            part.setEnabled(False)
            part.setEnabled(True)
            part.setToolTip("…")
            assert is_open(part) is may(role, what), (place, path)
            assert (part.toolTip() == "…") is may(role, what), (place, path)
            if not may(role, what):
                assert part.toolTip() == words_for(role, what)
                assert word(role) in part.toolTip()


def test_verbs_of_the_ledger_are_grey_by_the_table(program: Program, role: AccountRole) -> None:
    if not program.window.go("ledger"):
        return
    program.settle()
    tools = getattr(program.window.screens["ledger"], "tools")  # noqa: B009
    tools.fill_acts(has_acts=True, chosen=2)
    shown = tools.acts.menu().actions()[: len(RIGHTS)]
    assert [act.isEnabled() for act in shown] == [may(role, what) for what in RIGHTS.values()]
    for act, what in zip(shown, RIGHTS.values(), strict=True):
        if not may(role, what):
            assert act.toolTip() == words_for(role, what)


def test_who_may_not_read_whole_cannot_choose_it(program: Program, role: AccountRole) -> None:
    for where in MASKS:
        place, path = where.split(":")
        if not program.window.go(place):
            continue
        program.settle()
        choice = part_of(program.window.screens[place], path)
        assert isinstance(choice, MaskChoice)
        assert choice.isChecked()
        assert is_open(choice) is may(role, Act.READ_WHOLE), where
        if not may(role, Act.READ_WHOLE):
            assert choice.toolTip() == words_for(role, Act.READ_WHOLE)
        else:
            choice.setChecked(False)
            assert choice.take() is False
            assert choice.take() is True, "an old tick does not let the next file out whole"


def test_primary_acts_of_the_pages_follow_what_is_shown(program: Program, role: AccountRole) -> None:
    for place in ("planning", "handoff"):
        if not program.window.go(place):
            continue
        program.settle()
        screen = program.window.screens[place]
        tabs = getattr(screen, "tabs")  # noqa: B009
        for n in range(tabs.count()):
            tabs.setCurrentIndex(n)
            program.settle()
            program.window.show_heading()
            action = getattr(screen, "primary_action")  # noqa: B009
            what = getattr(screen, "primary_right")()  # noqa: B009
            if action.isVisible() and not may(role, what):
                assert not program.window.head.primary.isEnabled(), (place, n)
                assert program.window.head.primary.toolTip() == words_for(role, what)
            elif action.isVisible():
                assert program.window.head.primary.isEnabled() is action.isEnabled(), (place, n)


def test_settings_list_only_parts_for_the_role(program: Program, role: AccountRole) -> None:
    program.window.go("settings")
    program.settle()
    screen = program.window.screens["settings"]
    assert isinstance(screen, SettingsScreen)
    listed = {row.id for row in screen.list.rows.rows}
    for part in screen.pages:
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
