# SPDX-License-Identifier: MulanPSL-2.0
"""今日: the office's tasks as a card: begun from there, gone on with, given back with the reason."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from inspector_app.domain.document import DocumentKind as K
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import ProblemCode
from inspector_app.domain.unit import Task, TaskKind, TaskState
from inspector_app.ledgers import inspections, tasks
from inspector_app.operations.tasks import TaskDraft, assign_task
from inspector_app.storage import organs
from inspector_app.ui import theme
from inspector_app.ui.screens.enterprises_screen import EnterprisesScreen
from inspector_app.ui.screens.reinspection_screen import ReinspectionScreen
from inspector_app.ui.widgets.start_inspection import StartPanel
from inspector_app.ui.widgets.task_card import TaskCard
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.case_day import CaseDay
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.pages_frame import FakeAsk, Frame, TodayPage, settle
from tests.helpers.unit import a_laptop, an_office, exchange


class Unit:
    """An office, and a laptop with its window."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.clock, self.folder = clock, folder
        self.office = an_office(folder / "office", clock)
        self.plant = an_enterprise(self.office, 2)
        self.laptop = a_laptop(folder / "laptop", self.office, "执法一组")
        self.ask = FakeAsk()
        self.frame = Frame(self.laptop, self.ask)

    def a_served_order(self) -> OfficialDocument:
        """Let the office inspect, order and serve."""
        case = CaseDay.__new__(CaseDay)
        case.ws, case.clock, case.folder, case.findings, case.issued = self.office, self.clock, self.folder, [], {}
        case.enterprise = an_enterprise(self.office)
        case.begin()
        case.complete()
        case.issue(K.INSPECTION_RECORD)
        case.serve(case.issue(K.RECTIFICATION_ORDER))
        return case.issued[K.RECTIFICATION_ORDER]

    def assign(self, **changes: Any) -> Task:
        values: dict[str, Any] = {
            "kind": TaskKind.INSPECTION, "device": self.laptop.device, "enterprise_id": self.plant.id,
            "packs": ("metallurgy",),
        }  # fmt: skip
        made = assign_task(self.office, TaskDraft(**{**values, **changes})).value
        exchange(self.office, self.laptop)
        return made

    def officers(self) -> tuple[str, ...]:
        with self.office.reader() as db:
            return tuple(o.id for o in organs.list_officers(db))

    def card(self) -> TaskCard:
        page = self.today()
        page.screen.refresh()
        page.settle()
        return page.screen.task_card

    def today(self) -> TodayPage:
        return self.frame.today()

    def settle(self) -> None:
        settle(self.frame.jobs)

    def state(self, task: Task) -> TaskState:
        return tasks.task(self.laptop, task.id).task.state

    def panel(self) -> StartPanel:
        assert self.frame.window.place == "enterprises"
        screen = self.frame.window.screens["enterprises"]
        assert isinstance(screen, EnterprisesScreen)
        assert screen.stack.currentWidget() is screen.start
        return screen.start


@pytest.fixture
def unit(qapp: QApplication, tmp_path: Path, clock: Clock) -> Iterator[Unit]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Unit(tmp_path, clock)
    yield made
    made.frame.close()
    made.laptop.close()
    made.office.close()


def test_without_tasks_there_is_no_card(unit: Unit) -> None:
    assert not unit.card().isVisible()


def test_a_card_says_what_is_asked_until_when_and_what_enter_does(unit: Unit) -> None:
    order, due = unit.a_served_order(), unit.office.today()
    unit.assign(due_on=due + timedelta(days=9), note="重点看\n除尘系统", officers=unit.officers())
    unit.assign(kind=TaskKind.REINSPECTION, document_id=order.id, due_on=due)
    unit.clock.move(days=1)
    card = unit.card()
    assert card.isVisible()
    late, visit = card.list.rows.rows
    assert (late.title, late.chip, late.chip_role, late.action) == (
        "清河县第1化工有限公司", tr("{count} days overdue", count=1), "bad", tr("Re-inspect"),
    )  # fmt: skip
    assert order.number in late.detail
    assert (visit.chip_role, visit.action) == ("muted", tr("Start"))
    assert "王建国、李慧敏" in visit.detail
    assert "重点看 除尘系统" in visit.detail
    assert card.note.text() == tr("{count}, {late} late", count=2, late=1)


def test_enter_prepares_the_inspection_with_the_office_s_choice_and_starting_links_it(unit: Unit) -> None:
    task = unit.assign(officers=unit.officers(), note="重点看除尘系统")
    unit.card().list.setFocus()
    unit.today().press(Qt.Key.Key_Return, on=unit.card().list)
    unit.settle()
    panel = unit.panel()
    assert panel.enterprise is not None
    assert panel.enterprise.id == unit.plant.id
    assert panel.packs.chosen() == ("metallurgy",)
    assert [box.isChecked() for box in panel.officers.boxes.values()] == [True, True]
    assert "重点看除尘系统" in panel.asked.text()
    assert unit.state(task) is TaskState.ASSIGNED  # nothing happens by looking
    panel.packs.boxes["common"].setChecked(True)
    panel.start.click()
    unit.settle()
    row = tasks.task(unit.laptop, task.id)
    assert row.task.state is TaskState.STARTED
    visit = inspections.view(unit.laptop, row.task.done_id).inspection
    assert {ref.id for ref in visit.packs} == {"metallurgy", "common"}
    assert unit.frame.window.place == "inspection"
    assert not unit.card().isVisible()  # it stands among the unfinished inspections now
    assert unit.today().unfinished() == [unit.plant.name]


def test_a_task_that_was_planned_stays_on_the_card_and_leads_to_its_plan(unit: Unit) -> None:
    task = unit.assign()
    unit.card()._on_row(task.id)
    unit.settle()
    unit.panel().plan.click()
    unit.settle()
    card = unit.card()
    (row,) = card.list.rows.rows
    assert tasks.task(unit.laptop, task.id).inspection_state is InspectionState.PLANNED
    assert row.action == tr("Continue")
    card._on_row(task.id)
    unit.settle()
    assert unit.frame.window.place == "inspection"


def test_starting_elsewhere_after_a_task_was_looked_at_does_not_take_the_task(unit: Unit) -> None:
    task = unit.assign(officers=unit.officers())
    unit.card()._on_row(task.id)
    unit.settle()
    panel = unit.panel()
    panel.left.emit()
    screen = unit.frame.window.screens["enterprises"]
    assert isinstance(screen, EnterprisesScreen)
    screen.start_here()
    unit.settle()
    assert not panel.asked.isVisible()
    panel.start.click()
    unit.settle()
    assert unit.state(task) is TaskState.ASSIGNED


def test_a_reinspection_leads_to_its_order(unit: Unit) -> None:
    task = unit.assign(kind=TaskKind.REINSPECTION, document_id=unit.a_served_order().id, enterprise_id="", packs=())
    unit.card()._on_row(task.id)
    unit.settle()
    assert unit.frame.window.place == "reinspection"
    assert isinstance(unit.frame.window.screens["reinspection"], ReinspectionScreen)
    assert unit.state(task) is TaskState.STARTED
    (row,) = unit.card().list.rows.rows
    assert row.action == tr("Continue")


def test_returning_asks_for_the_reason_and_says_what_follows(unit: Unit) -> None:
    task = unit.assign()
    card = unit.card()
    unit.ask.words = None
    card.return_button.click()
    unit.settle()
    assert unit.state(task) is TaskState.ASSIGNED  # the question was left
    unit.ask.words = " "
    card.return_button.click()
    unit.settle()
    assert [p.code for p in unit.ask.shown] == [ProblemCode.REASON_MISSING]
    unit.ask.words = "车辆故障"
    card.return_button.click()
    unit.settle()
    assert unit.plant.name in unit.ask.asked[-1]
    assert unit.state(task) is TaskState.RETURNED
    assert not card.isVisible()
    assert unit.plant.name in unit.today().screen.band.words.text()


def test_the_card_fits_a_small_laptop_with_large_letters(unit: Unit, qapp: QApplication) -> None:
    for n in range(3, 8):
        unit.assign(enterprise_id=an_enterprise(unit.office, n).id)
    theme.apply_theme(qapp, "light", 1.5)
    unit.frame.window.resize(QSize(1366, 768))
    screen = unit.today().screen
    card = unit.card()
    cards = (card, screen.open_card, screen.due_card)
    for above, below in itertools.pairwise(cards):
        assert above.geometry().bottom() < below.geometry().top()
    assert cards[-1].geometry().bottom() <= screen.height()
    assert card.list.viewport().height() >= card.list.sizeHintForRow(0)
    theme.apply_theme(qapp, "light", 1.0)


def test_the_task_of_another_laptop_is_not_shown(unit: Unit) -> None:
    other: Workspace = a_laptop(unit.office.folder.parent / "other", unit.office, "执法二组")
    unit.assign(device=other.device)
    other.close()
    assert not unit.card().isVisible()
