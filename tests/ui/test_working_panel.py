# SPDX-License-Identifier: MulanPSL-2.0
"""The calculation inside an item, by keyboard: live result, what is missing, drafts, and what is told to be kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.equipment import EquipmentDraft
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.working import working_in
from inspector_app.operations import workings
from inspector_app.operations.equipment import keep_equipment
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.working_dates import DatesForm
from inspector_app.ui.widgets.working_hazmat import HazmatForm, SubstanceRow
from inspector_app.ui.widgets.working_panel import WorkingPanel
from inspector_app.ui.widgets.working_quota import QuotaForm
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_inspection
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_frame import settle, type_text

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


class Page:
    """The panel as a person uses it."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Answers, visit: Inspection, bot: QtBot) -> None:
        self.ws, self.jobs, self.visit = ws, jobs, visit
        self.told: list[tuple[str, str]] = []
        self.panel = WorkingPanel(ws, jobs, ask)
        self.panel.edited.connect(lambda code, value: self.told.append((code, value)))
        bot.addWidget(self.panel)
        self.panel.resize(420, 700)
        self.panel.show()
        self.panel.show_inspection(visit.id)
        settle(jobs)

    def item(self, code: str) -> ChecklistItem:
        return next(i for i in self.ws.frozen_items(self.visit.packs) if i.code == code)

    def open(self, code: str, value: str = "", *, read_only: bool = False) -> Page:
        self.panel.show_item(self.item(code), value, read_only)
        settle(self.jobs)
        return self

    def type(self, where: QWidget, text: str, key: Qt.Key = ENTER) -> None:
        where.setFocus()
        type_text(where, text)
        QTest.keyClick(where, key)
        settle(self.jobs)

    @property
    def hazmat(self) -> HazmatForm:
        assert isinstance(self.panel.form, HazmatForm)
        return self.panel.form

    @property
    def substances(self) -> list[SubstanceRow]:
        return self.hazmat.units[0].rows

    def kept(self) -> Any:
        return working_in(self.told[-1][1])


@pytest.fixture
def page(qapp: QApplication, unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> Page:
    visit = an_inspection(unit, pack_ids=("hazmat", "fireworks", "special_equipment"))
    return Page(unit, jobs, ask, visit, qtbot)


def fill_ammonia(page: Page) -> None:
    page.type(page.hazmat.persons, "12")
    page.type(page.hazmat.units[0].name, "罐区")
    first = page.substances[0]
    page.type(first.name, "氨")
    page.type(first.q, "１２")  # full-width digits of an input method


def test_r_is_typed_with_keys_alone_and_shown_while_typing(page: Page) -> None:
    page.open("HZ-MHI-01")
    fill_ammonia(page)
    assert page.panel.result.text() == "罐区：S＝1.2，R＝2.4，四级重大危险源"
    assert "R＝α×Σ(β×q/Q)＝2.4，R<10，四级重大危险源" in page.panel.lines.text()
    assert page.panel.doubt.text == tr("to be verified")
    assert page.told[-1][0] == "HZ-MHI-01"
    assert page.kept().result == page.panel.result.text()
    row = page.substances[0]
    type_text(row.q, "0")  # not left yet: shown, not kept
    assert page.panel.result.text().startswith("罐区：S＝12，")
    assert page.kept().result.startswith("罐区：S＝1.2，")


def test_enter_behind_the_last_cell_begins_another_substance(page: Page) -> None:
    page.open("HZ-MHI-01")
    fill_ammonia(page)
    page.type(page.substances[0].limit, "")
    assert len(page.substances) == 2
    assert QApplication.focusWidget() is page.substances[1].name
    QTest.keyClick(page.substances[1].name, ENTER)
    QTest.keyClick(page.substances[1].q, ENTER)
    QTest.keyClick(page.substances[1].limit, ENTER)
    assert len(page.substances) == 2  # behind an empty one none is begun


def test_a_substance_that_the_table_does_not_hold_asks_for_its_sources(page: Page) -> None:
    page.open("HZ-MHI-01")
    fill_ammonia(page)
    first = page.substances[0]
    assert not first.limit_source.isVisible() and first.limit.placeholderText() == tr("Q: {limit}", limit="10")
    page.type(first.limit, "")
    second = page.substances[1]
    page.type(second.name, "甲醇")
    assert second.limit_source.isVisible()
    page.type(second.q, "400")
    assert page.panel.result.text() == ""
    assert "“罐区，甲醇”：临界量Q：表中没有，请填写并注明依据" in page.panel.missing.text()
    page.type(second.limit, "500")
    page.type(second.limit_source, "GB 18218-2018 表1")
    assert "“罐区，甲醇”：校正系数β：未填" in page.panel.missing.text()
    second.category.setCurrentIndex(second.category.findData("W5.1"))
    assert page.panel.result.text() == "罐区：S＝2，R＝3.6，四级重大危险源"
    assert "危险性类别的校正系数β（GB 18218-2018 表4）" in page.kept().unverified


def test_own_critical_quantities_are_offered(page: Page, unit: Workspace) -> None:
    text = "名称,临界量,依据,β,β依据\n甲醇,500,GB 18218-2018 表1,1.5,GB 18218-2018 表4\n"
    (unit.folder / "thresholds.csv").write_text(text, encoding="utf-8")
    page.panel.show_inspection("")
    page.panel.show_inspection(page.visit.id)
    settle(page.jobs)
    page.open("HZ-MHI-01")
    page.type(page.substances[0].name, "甲醇")
    row = page.substances[0]
    assert (row.limit.value(), row.limit_source.value(), row.beta.value()) == ("500", "GB 18218-2018 表1", "1.5")


def test_what_is_half_typed_is_told_as_a_draft_and_comes_back(page: Page) -> None:
    page.open("HZ-MHI-01")
    page.type(page.hazmat.units[0].name, "罐区")
    assert page.kept().is_draft and page.kept().inputs == {"units": [{"name": "罐区"}]}
    value = page.told[-1][1]
    page.open("HZ-LIC-01")
    assert not page.panel.isVisible()
    page.open("HZ-MHI-01", value)
    assert page.hazmat.units[0].name.text() == "罐区"
    count = len(page.told)
    page.hazmat.units[0].name.clear()
    page.type(page.hazmat.units[0].name, "")
    assert page.told[count:] == [("HZ-MHI-01", "")]


def test_what_is_kept_is_shown_again_and_saving_it_disturbs_nobody(page: Page, unit: Workspace) -> None:
    inputs: dict[str, Any] = {
        "persons": "0",
        "units": [
            {
                "name": "罐区", "declared": "三级",
                "substances": [{"name": "氨", "q": "12"}, {"name": "氟", "q": "1", "beta": "4", "beta_source": "新表"}],
            },
            {"name": "库", "substances": [{"name": "光气", "q": "0.1"}]},
        ],
    }  # fmt: skip
    kept = workings.keep_working(
        unit, page.visit.id, "HZ-MHI-01", workings.work_out(unit, page.visit.id, "HZ-MHI-01", inputs)
    )
    page.open("HZ-MHI-01", kept.value.answer.value)
    assert page.hazmat.inputs() == inputs
    assert page.panel.verdict.text == tr("speaks for noncompliant")
    assert page.told == []
    row = page.substances[1]
    row.q.setFocus()
    type_text(row.q, "5")
    page.open("HZ-MHI-01", kept.value.answer.value)  # the answer was saved meanwhile
    assert row.q.text() == "15" and page.substances[1] is row
    page.open("HZ-MHI-01", "")  # undone
    assert page.hazmat.inputs() == {}


def test_what_was_told_is_not_lost_while_it_is_being_kept(page: Page) -> None:
    page.open("HZ-MHI-01")
    fill_ammonia(page)
    page.open("HZ-MHI-01", "")  # something else was read again, the calculation is still under way
    assert page.panel.result.text().startswith("罐区：S＝1.2")
    page.open("HZ-MHI-01", page.told[-1][1])  # kept now
    page.open("HZ-MHI-01", page.told[-2][1])  # and undone
    assert page.substances[0].q.text() == ""


def test_units_are_added_and_taken_away(page: Page) -> None:
    page.open("HZ-MHI-01")
    fill_ammonia(page)
    QTest.keyClick(page.hazmat.add, Qt.Key.Key_Space)
    assert len(page.hazmat.units) == 2
    page.type(page.hazmat.units[1].name, "库")
    assert "“库”：物质：未填" in page.panel.missing.text()
    page.hazmat.units[1].remove.click()
    assert page.panel.result.text().startswith("罐区")
    assert len(page.hazmat.inputs()["units"]) == 1  # type: ignore[arg-type]


def test_nothing_may_be_changed_when_the_visit_is_over(page: Page, unit: Workspace) -> None:
    inputs = {"units": [{"name": "罐区", "substances": [{"name": "氨", "q": "1"}]}]}
    kept = workings.keep_working(
        unit, page.visit.id, "HZ-MHI-01", workings.work_out(unit, page.visit.id, "HZ-MHI-01", inputs)
    )
    page.open("HZ-MHI-01", kept.value.answer.value, read_only=True)
    row = page.substances[0]
    page.type(row.q, "99")
    assert row.q.text() == "1" and page.told == []
    assert not page.hazmat.add.isVisible() and not row.remove.isVisible()
    assert page.panel.result.text() == "罐区：S＝0.1，不构成重大危险源"


def test_the_working_may_be_folded(page: Page) -> None:
    page.open("HZ-MHI-01")
    fill_ammonia(page)
    assert page.panel.lines.isVisible()
    page.panel.more.click()
    assert not page.panel.lines.isVisible() and page.panel.result.isVisible()


def test_workshop_limits_by_keys(page: Page) -> None:
    page.open("FW-OPR-04")
    form = page.panel.form
    assert isinstance(form, QuotaForm)
    block = form.places[0]
    assert not block.kind.isVisible()
    assert [block.rule.itemData(n) for n in range(block.rule.count())] == ["", "5.7.1.1-1", "5.7.1.1-2", "5.7.1.1-3"]
    page.type(block.place, "12号工房")
    block.rule.setCurrentIndex(1)
    assert block.limits["amount"].placeholderText() == tr("standard: {limit}", limit="5")
    page.type(block.counts["persons"], "2")
    page.type(block.counts["amount"], "5")
    assert page.panel.result.text() == "核对1处，超限1处：12号工房超人员"
    assert page.panel.verdict.text == tr("speaks for noncompliant")
    assert page.kept().fails is True
    page.open("FW-OPR-04", page.told[-1][1])
    page.type(block.source, "")
    assert len(form.places) == 2 and QApplication.focusWidget() is form.places[1].place


def test_a_store_counts_in_its_own_units(page: Page) -> None:
    page.open("FW-OPR-02")
    form = page.panel.form
    assert isinstance(form, QuotaForm)
    block = form.places[0]
    assert block.kind.isVisible() and set(block.counts) == {"amount"}
    block.kind.setCurrentIndex(block.kind.findData("store"))
    unit = block.units["amount"]
    unit.setCurrentIndex(unit.findData("箱"))
    page.type(block.place, "成品库")
    page.type(block.counts["amount"], "120")
    page.type(block.limits["amount"], "100")
    page.type(block.source, "设计文件")
    assert page.panel.result.text() == "核对1处，超限1处：成品库超药量"
    value = page.told[-1][1]
    page.open("FW-RET-06")
    page.open("FW-OPR-02", value)
    assert page.panel.result.text() == "核对1处，超限1处：成品库超药量"


def test_the_list_is_taken_into_the_record_by_a_button(page: Page, unit: Workspace) -> None:
    place = page.visit.enterprise_id
    keep_equipment(unit, place, EquipmentDraft(category="锅炉", name="1号锅炉", inspected_on=date(2025, 10, 8)))
    page.open("SE-INS-01")
    form = page.panel.form
    assert isinstance(form, DatesForm)
    assert page.panel.result.text().startswith("核对1台：超期1")
    assert page.told == [] and form.state.text() == tr("Not in the record yet.")
    form.take.setFocus()
    QTest.keyClick(form.take, Qt.Key.Key_Space)
    assert page.kept().fails is True
    assert form.state.text() == tr("The record holds the list as it is.") and not form.take.isEnabled()
    page.jobs.run_write(page.panel, lambda: keep_equipment(unit, place, EquipmentDraft(category="叉车", name="叉车")))
    settle(page.jobs)
    assert form.state.text() == tr("The list has changed since it was taken into the record.")
    assert page.panel.result.text().startswith("核对2台")
    assert len(page.told) == 1


def test_an_empty_list_says_so(page: Page) -> None:
    page.open("SE-LFT-01")
    form = page.panel.form
    assert isinstance(form, DatesForm)
    assert form.panel.nothing.isVisible() and not form.take.isEnabled()
    assert page.panel.result.text() == ""
