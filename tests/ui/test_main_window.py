# SPDX-License-Identifier: MulanPSL-2.0
"""The frame: first screen, navigation, undo, bottom line, coming back after a crash, size on a small laptop."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.unit import Role
from inspector_app.operations import enterprises, findings
from inspector_app.ui import theme
from inspector_app.ui.jobs import Report
from inspector_app.ui.widgets.keys_help import KeysHelp
from inspector_app.wording import op_name, sentence, tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_frame import Frame, settle

Open = Callable[[Workspace], Frame]


@pytest.fixture
def open_frame(qapp: QApplication) -> Iterator[Open]:
    """Open windows that are closed at the end."""
    theme.apply_theme(qapp, "light", 1.0)
    opened: list[Frame] = []

    def begin(ws: Workspace) -> Frame:
        opened.append(Frame(ws))
        return opened[-1]

    yield begin
    for frame in opened:
        frame.close()


def test_first_screen_is_today_when_the_organ_is_set(unit: Workspace, open_frame: Open) -> None:
    frame = open_frame(unit)
    assert frame.window.place == "today"
    assert frame.window.rail.buttons["today"].isChecked()
    assert frame.window.head.title.text() == tr("Today")


def test_first_screen_is_settings_when_there_is_no_organ(ws: Workspace, open_frame: Open) -> None:
    frame = open_frame(ws)
    assert frame.window.place == "settings"
    assert frame.settings().screen.organ.welcome.isVisible()


def test_screens_are_made_when_they_are_first_wanted(unit: Workspace, open_frame: Open) -> None:
    frame = open_frame(unit)
    assert set(frame.window.screens) == {"today"}
    frame.go("ledger")
    assert set(frame.window.screens) == {"today", "ledger"}


@pytest.mark.parametrize("place", ["today", "enterprises", "inspection", "documents", "ledger", "settings"])
def test_every_button_of_the_rail_leads_somewhere(unit: Workspace, open_frame: Open, place: str) -> None:
    frame = open_frame(unit)
    frame.window.rail.buttons[place].click()
    settle(frame.jobs)
    assert frame.window.place == place
    assert frame.window.stack.currentWidget() is frame.window.screens[place]


def test_arrow_keys_move_along_the_rail(unit: Workspace, open_frame: Open) -> None:
    frame = open_frame(unit)
    buttons = frame.window.rail.buttons
    frame.activate()
    buttons["today"].setFocus()
    QTest.keyClick(buttons["today"], Qt.Key.Key_Down)
    assert frame.window.rail.focusWidget() is buttons["enterprises"]
    QTest.keyClick(buttons["enterprises"], Qt.Key.Key_Up)
    assert frame.window.rail.focusWidget() is buttons["today"]


def test_undo_names_what_it_takes_back_and_says_so(unit: Workspace, open_frame: Open) -> None:
    an_enterprise(unit, 1, name="清河县恒源化工厂")
    frame = open_frame(unit)
    assert tr("Register enterprise") in frame.window.foot.undo.text()
    page = frame.enterprises()
    assert page.names() == ["清河县恒源化工厂"]
    frame.window.undo_action.trigger()
    page.settle()
    assert page.names() == []
    assert frame.window.band.words.text() == tr("Taken back: {what}", what=tr("Register enterprise"))


def test_undo_with_nothing_to_take_back_says_so_in_the_page(ws: Workspace, open_frame: Open) -> None:
    frame = open_frame(ws)
    frame.window.undo_action.trigger()
    settle(frame.jobs)
    assert frame.window.band.words.text() == sentence(Problem(code=ProblemCode.NOTHING_TO_UNDO))
    assert frame.ask.shown == []


def test_bottom_line_is_truthful(unit: Workspace, open_frame: Open) -> None:
    frame = open_frame(unit)
    foot = frame.window.foot
    assert foot.backup.text() == tr("No backup yet")
    assert foot.handover.text() == word(Role.ALONE)  # a stand-alone unit hands nothing over
    assert foot.user.text() == tr("No user chosen")
    assert "09:05" in foot.clock.text()
    an_enterprise(unit)
    frame.window.refresh_foot()
    settle(frame.jobs)
    assert op_name(Op.REGISTER_ENTERPRISE) in foot.undo.text()


@pytest.mark.parametrize(("part", "shown"), [("user", "officers"), ("backup", "backup"), ("storage", "data")])
def test_parts_of_the_bottom_line_lead_to_where_they_are_dealt_with(
    unit: Workspace, open_frame: Open, part: str, shown: str
) -> None:
    frame = open_frame(unit)
    getattr(frame.window.foot, part).click()
    settle(frame.jobs)
    assert frame.window.place == "settings"
    assert frame.settings().screen.list.current_id() == shown


def test_after_a_crash_the_way_back_is_offered_and_leads_to_the_item(unit: Workspace, open_frame: Open) -> None:
    visit = an_inspection(unit)
    for key, value in (("clean_exit", "0"), ("inspection", visit.id), ("item", "HZ-LIC-02")):
        unit.put_session_value(key, value)
    frame = open_frame(unit)
    band = frame.today().screen.band
    assert band.isVisible()
    assert "HZ-LIC-02" in band.words.text()
    band.action.click()
    settle(frame.jobs)
    assert frame.window.place == "inspection"
    assert frame.window.current_inspection == visit.id


def test_after_a_good_end_nothing_is_asked(unit: Workspace, open_frame: Open) -> None:
    visit = an_inspection(unit)
    unit.put_session_value("inspection", visit.id)
    frame = open_frame(unit)
    frame.close()
    assert unit.session_value("clean_exit") == "1"
    assert unit.session_value("window")
    again = open_frame(unit)
    assert not again.today().screen.band.isVisible()


def test_while_it_runs_the_exit_is_not_clean(unit: Workspace, open_frame: Open) -> None:
    open_frame(unit)
    assert unit.session_value("clean_exit") == "0"


def test_fault_is_one_calm_line_and_the_window_goes_on(unit: Workspace, open_frame: Open) -> None:
    frame = open_frame(unit)

    def broken() -> int:
        raise ValueError("x")

    frame.jobs.run_read(frame.window, broken, then=lambda _never: None)
    settle(frame.jobs)
    assert frame.window.band.isVisible()
    assert "ValueError" not in frame.window.band.words.text()
    assert frame.faults
    frame.faults.clear()
    frame.go("ledger")
    assert frame.window.place == "ledger"


def test_closing_while_slow_work_runs_asks_first(unit: Workspace, open_frame: Open) -> None:
    frame = open_frame(unit)
    frame.ask.yes = False

    def work(report: Report) -> int:
        while True:
            report(0, 0)

    frame.jobs.run_slow(frame.window, work, then=lambda _never: None, title="x")
    event = QCloseEvent()
    frame.window.closeEvent(event)
    assert not event.isAccepted()
    assert frame.ask.asked == [tr("Work is still running")]
    frame.ask.yes = True
    frame.jobs.cancel_slow()
    settle(frame.jobs)


def test_keys_of_the_screen_are_shown(unit: Workspace, open_frame: Open) -> None:
    frame = open_frame(unit)
    frame.window.keys_action.trigger()
    dialog = frame.window.findChild(KeysHelp)
    assert dialog is not None
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"N", "F1", "Ctrl+Z"} <= set(texts)
    dialog.close()


def test_every_screen_names_its_keys(unit: Workspace, open_frame: Open) -> None:
    frame = open_frame(unit)
    for name in ("today", "enterprises", "inspection", "documents", "ledger", "settings"):
        keys = frame.go(name).keys()  # type: ignore[attr-defined]
        assert keys
        assert all(key and what for key, what in keys)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_window_fits_a_small_laptop(unit: Workspace, qapp: QApplication, open_frame: Open, scale: float) -> None:
    theme.apply_theme(qapp, "light", scale)
    an_inspection(unit)
    frame = open_frame(unit)
    for name in ("today", "enterprises", "ledger", "settings"):
        frame.go(name)
        least = frame.window.minimumSizeHint()
        assert least.width() <= 1366, name
        assert least.height() <= 768, name
    theme.apply_theme(qapp, "light", 1.0)


def test_refused_opening_says_why_and_offers_to_try_again(ws: Workspace, open_frame: Open) -> None:
    frame = open_frame(ws)
    frame.window.detach()
    problem = Problem(code=ProblemCode.WORKSPACE_DAMAGED, fields={"path": "x", "detail": ""})
    frame.window.show_refused((problem,))
    assert frame.window.opening.detail.text() == sentence(problem)
    assert frame.window.stack.currentWidget() is frame.window.opening


def test_read_only_data_is_announced(unit: Workspace, open_frame: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = Problem(code=ProblemCode.WORKSPACE_NEWER, fields={"path": "x", "found": "9", "known": "1"})
    monkeypatch.setattr(type(unit), "read_only", property(lambda _ws: newer))
    frame = open_frame(unit)
    assert frame.window.band.words.text() == sentence(newer)
    monkeypatch.undo()


def test_a_finding_leads_to_its_item(unit: Workspace, clock: Clock, open_frame: Open) -> None:
    visit = an_inspection(unit)
    finding = a_finding(unit, visit, item_code="HZ-LIC-01")
    frame = open_frame(unit)
    frame.ledger().screen.table.row_chosen.emit(finding.id)
    settle(frame.jobs)
    assert frame.window.place == "inspection"
    assert frame.window.current_inspection == visit.id


def test_what_is_written_elsewhere_reaches_every_screen(unit: Workspace, open_frame: Open) -> None:
    visit = an_inspection(unit)
    frame = open_frame(unit)
    ledger = frame.ledger()
    assert ledger.cells(2) == []

    def write() -> object:
        return a_finding(unit, visit)

    frame.jobs.run_read(frame.window, write, then=lambda _done: None)
    settle(frame.jobs)
    draft = findings.draft_from_item(unit.catalogue.pack("hazmat").items[0], unit.today())  # type: ignore[union-attr]
    frame.jobs.run_write(frame.window, lambda: findings.record_finding(unit, visit.id, draft))
    ledger.settle()
    assert len(ledger.cells(2)) == 2
    frame.jobs.run_write(
        frame.window, lambda: enterprises.register_enterprise(unit, enterprises.EnterpriseDraft(name="甲"))
    )
    assert "甲" in frame.enterprises().names()
