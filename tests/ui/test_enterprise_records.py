# SPDX-License-Identifier: MulanPSL-2.0
"""企业 → 证照与记录: kinds with what wants attention; adding, amending, removing by keys; self-reports from a file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_records import (
    CreditListing,
    CreditListKind,
    HazardLevel,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    TriageClass,
)
from inspector_app.ledgers.enterprise_records import records
from inspector_app.operations.enterprise_records import keep_record
from inspector_app.ui.widgets.enterprise_detail import RECORDS
from inspector_app.ui.widgets.enterprise_record_form import EnterpriseRecordForm
from inspector_app.ui.widgets.enterprise_records import EnterpriseRecordsPanel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise
from tests.helpers.pages_frame import EnterprisesPage, Frame, titles, type_text


@pytest.fixture
def place(unit: Workspace, place: Enterprise) -> Enterprise:
    today = unit.today()
    for record in (
        Licence(id="", enterprise_id=place.id, kind="经营许可证", number="1", expires_on=today - timedelta(days=400)),
        Licence(id="", enterprise_id=place.id, kind="经营许可证", number="2", expires_on=today + timedelta(days=400)),
        Licence(id="", enterprise_id=place.id, kind="安全生产许可证", expires_on=today - timedelta(days=3)),
        Insurance(id="", enterprise_id=place.id, insurer="保险公司", ends_on=today + timedelta(days=20)),
        MajorHazard(id="", enterprise_id=place.id, name="甲醇罐区", level=HazardLevel.ONE),
    ):
        keep_record(unit, record)
    return place


@pytest.fixture
def page(frame: Frame) -> EnterprisesPage:
    page = frame.enterprises()
    page.screen.detail.tabs.setCurrentIndex(RECORDS)
    page.settle()
    return page


def panel_of(page: EnterprisesPage, kind: RecordKind = RecordKind.LICENCE) -> EnterpriseRecordsPanel:
    panel = page.screen.detail.records
    panel.show_kind(kind)
    page.settle()
    panel.list.setFocus()
    return panel


def type_in(form: EnterpriseRecordForm, **values: str) -> None:
    for name, text in values.items():
        edit = form.fields[name].edit
        edit.setFocus()
        edit.clear()  # type: ignore[union-attr]
        type_text(edit, text)


def chips(panel: EnterpriseRecordsPanel) -> list[tuple[str, str]]:
    return [(row.chip, row.chip_role) for row in panel.list.rows.rows]


def test_what_ran_out_is_told_and_what_was_renewed_is_not(page: EnterprisesPage) -> None:
    panel = panel_of(page)
    told = dict(zip(((r.title, r.detail) for r in panel.list.rows.rows), chips(panel), strict=True))
    assert told == {
        ("经营许可证", "2"): (tr("Still valid"), "ok"),
        ("安全生产许可证", "—"): (tr("Ran out {count} days ago", count=3), "bad"),
        ("经营许可证", "1"): (tr("Renewed"), "muted"),
    }
    kinds = {row.id: (row.side, row.icon_role) for row in panel.kinds.rows.rows}
    assert kinds["licences"] == ("3", "bad")
    assert kinds["insurances"] == ("1", "warn")
    assert kinds["credit_listings"] == ("", "muted")
    shown = page.screen.detail.chips.words()
    assert tr("{kind}: {state}", kind=tr("Licences"), state=tr("Ran out {count} days ago", count=3)) in shown
    assert tr("{kind}: {state}", kind=tr("Major hazard sources"), state=word(HazardLevel.ONE)) in shown
    assert page.screen.detail.tabs.tabToolTip(RECORDS) == tr("{count} kinds of records to see to", count=3)


def test_a_licence_is_added_by_keys(page: EnterprisesPage, unit: Workspace, place: Enterprise) -> None:
    panel = panel_of(page)
    page.press(Qt.Key.Key_Insert, panel.list)
    assert page.screen.stack.currentWidget() is page.screen.detail  # not a new enterprise
    form = panel.form()
    assert panel.stack.currentWidget() is form
    type_in(form, kind="消防验收意见书", number="消验〔2026〕3号", expires_on="2027.3.5")
    form.keep.click()
    page.settle()
    made = next(one for one in records(unit, place.id).licences if one.kind == "消防验收意见书")
    assert (made.number, made.expires_on) == ("消验〔2026〕3号", date(2027, 3, 5))
    assert panel.stack.currentWidget() is panel.shown
    assert panel.list.current_id() == made.id


def test_faults_stand_below_their_fields_and_nothing_is_kept(page: EnterprisesPage, unit: Workspace) -> None:
    panel = panel_of(page)
    page.press(Qt.Key.Key_Insert, panel.list)
    form = panel.form()
    type_in(form, expires_on="明年")
    form.keep.click()
    assert form.fields["expires_on"].words.text() == tr("Write the day as 2026-11-21")
    type_in(form, expires_on="2025-01-01", issued_on="2026-01-01")
    form.keep.click()
    page.settle()
    assert form.fields["kind"].words.isVisible()
    assert form.fields["expires_on"].words.isVisible()
    assert len(panel.records) == 3
    page.press(Qt.Key.Key_Escape, form.fields["kind"].edit)
    assert panel.stack.currentWidget() is panel.shown


def test_what_was_typed_waits_while_something_else_is_looked_at(page: EnterprisesPage) -> None:
    panel = panel_of(page)
    page.press(Qt.Key.Key_Insert, panel.list)
    type_in(panel.form(), kind="半个许可证")
    panel.show_kind(RecordKind.INSURANCE)
    panel.show_kind(RecordKind.LICENCE)
    panel.add()
    assert panel.form().fields["kind"].text() == "半个许可证"
    panel.leave_form()
    panel.add()
    assert panel.form().fields["kind"].text() == ""


def test_enter_amends_and_undo_takes_it_back(page: EnterprisesPage, frame: Frame) -> None:
    panel = panel_of(page, RecordKind.MAJOR_HAZARD)
    page.press(Qt.Key.Key_Return, panel.list)
    form = panel.form()
    assert (form.fields["name"].text(), form.fields["level"].text()) == ("甲醇罐区", "1")
    type_in(form, person="王主任")
    form.keep.click()
    page.settle()
    assert "王主任" in panel.list.rows.rows[0].detail
    frame.window.undo()
    page.settle()
    assert "王主任" not in panel.list.rows.rows[0].detail


def test_removing_asks_for_the_reason(page: EnterprisesPage, frame: Frame, unit: Workspace, place: Enterprise) -> None:
    panel = panel_of(page, RecordKind.INSURANCE)
    frame.ask.words = None
    page.press(Qt.Key.Key_Delete, panel.list)
    assert len(records(unit, place.id).insurances) == 1
    frame.ask.words = "录错了"
    page.press(Qt.Key.Key_Delete, panel.list)
    assert records(unit, place.id).insurances == ()
    assert panel.rows.currentWidget() is panel.nothing


def test_a_listing_marks_the_enterprise_until_it_is_lifted(
    page: EnterprisesPage, unit: Workspace, place: Enterprise
) -> None:
    today = unit.today()
    listing = CreditListing(
        id="", enterprise_id=place.id, kind=CreditListKind.JOINT, basis="瞒报", organ="局", listed_on=today
    )
    kept = keep_record(unit, listing).value
    page.screen.refresh()
    page.settle()
    assert word(CreditListKind.JOINT) in page.screen.detail.chips.words()
    panel = panel_of(page, RecordKind.LISTING)
    page.press(Qt.Key.Key_Return, panel.list)
    type_in(panel.form(), delisted_on=today.isoformat())
    panel.form().keep.click()
    page.settle()
    assert panel.form().fields["delist_reason"].words.isVisible()  # a day needs its reason
    type_in(panel.form(), delist_reason="已纠正")
    panel.form().keep.click()
    page.settle()
    assert records(unit, place.id).listings[0].id == kept.id
    assert records(unit, place.id).listings[0].delist_reason == "已纠正"


def test_self_reports_of_a_file_are_shown_first_and_the_good_ones_taken(
    page: EnterprisesPage, frame: Frame, unit: Workspace, place: Enterprise, tmp_path: Path
) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(
        "企业名称,自查周期,开始日期,结束日期,隐患描述,隐患部位\n"
        f"{place.name},每周,2026-11-02,2026-11-08,灭火器过期,仓库\n"
        f"{place.name},每周,2026-11-02,2026-11-08,通道堵塞,车间\n"
        "没有这家,每周,2026-11-02,2026-11-08,无隐患,\n",
        encoding="utf-8",
    )
    frame.ask.files = [path]
    panel = panel_of(page, RecordKind.SELF_REPORT)
    panel.reports_button.click()
    page.settle()
    importing = page.screen.reports
    assert page.screen.stack.currentWidget() is importing
    assert importing.only_bad.isChecked()
    assert [importing.model.cells(n)[0] for n in range(importing.model.rowCount())] == ["4"]
    assert "没有这家" in importing.model.cells(0)[5]
    importing.take.click()
    page.settle()
    (report,) = records(unit, place.id).self_reports
    assert (report.found, report.rectified) == (2, 0)
    assert page.screen.stack.currentWidget() is page.screen.detail
    assert page.screen.band.property("band") == "warn"  # one was left out
    panel.show_kind(RecordKind.SELF_REPORT)
    page.settle()
    assert chips(panel) == [(tr("{count} not rectified", count=2), "warn")]
    assert "灭火器过期" in panel.more.text() and "通道堵塞" in panel.more.text()


def test_a_file_that_is_no_report_is_told_in_the_page(page: EnterprisesPage, frame: Frame, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    frame.ask.files = [path]
    page.screen.choose_reports()
    page.settle()
    assert page.screen.reports.problems.count() > 1
    assert not page.screen.reports.take.isEnabled()
    page.screen.reports.cancel.click()
    assert page.screen.stack.currentWidget() is page.screen.detail
    assert frame.ask.shown == []


def test_a_triage_is_classed_and_its_sheet_saved(
    page: EnterprisesPage, frame: Frame, unit: Workspace, place: Enterprise, tmp_path: Path
) -> None:
    panel = panel_of(page, RecordKind.TRIAGE)
    panel.add()
    form = panel.form()
    form.fields["triage"].put(TriageClass.RECTIFY.value)
    type_in(form, assessed_on="2026-11-10", conclusion="布局不合规", measures="三个月内搬迁罐区", deadline="2026-11-15")
    form.keep.click()
    page.settle()
    (made,) = records(unit, place.id).triages
    assert (made.triage, made.measures) == (TriageClass.RECTIFY, "三个月内搬迁罐区")
    assert chips(panel) == [(tr("{count} days overdue", count=5), "bad")]
    frame.ask.target = tmp_path / "sheet.xlsx"
    panel.sheet_button.click()
    page.settle()
    cells = [cell for row in load_workbook(frame.ask.target).worksheets[0].iter_rows(values_only=True) for cell in row]
    assert "三个月内搬迁罐区" in cells
    frame.ask.target = tmp_path / "lists.xlsx"
    page.screen.warnings.lists_wanted.emit()
    page.settle()
    assert page.screen.band.words.text() == tr("{count} rows written: {path}", count=1, path=str(frame.ask.target))


def test_another_enterprise_has_its_own_records(page: EnterprisesPage, unit: Workspace) -> None:
    other = an_enterprise(unit, 2, name="清河县第二建筑工程公司")
    keep_record(unit, Licence(id="", enterprise_id=other.id, kind="资质证书"))
    page.press(Qt.Key.Key_Insert, panel_of(page).list)
    page.search("建筑")
    panel = page.screen.detail.records
    assert titles(panel.list) == ["资质证书"]
    assert panel.stack.currentWidget() is panel.shown
    assert chips(panel) == [("", "muted")]
    page.press(Qt.Key.Key_Insert, panel.list)
    type_in(panel.form(), kind="另一证书")
    panel.form().keep.click()
    page.settle()
    assert {one.kind for one in records(unit, other.id).licences} == {"资质证书", "另一证书"}
