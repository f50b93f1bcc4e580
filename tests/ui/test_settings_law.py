# SPDX-License-Identifier: MulanPSL-2.0
"""设置: forms with their parts, number blocks and gaps, holidays, periods: what an organ may see and set of the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.organ import Organ
from inspector_app.ledgers import organs
from inspector_app.operations import documents, forms, inspections, numbers
from inspector_app.ui import theme
from inspector_app.ui.widgets.dates import full_day
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.law import a_holiday_file
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_frame import Frame, Opened, SettingsPage, titles

RECORD = DocumentKind.INSPECTION_RECORD


@pytest.fixture
def frame(qapp: QApplication, unit: Workspace) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    unit.put_session_value("actor", "王建国")
    made = Frame(unit)
    yield made
    made.close()


@pytest.fixture
def page(frame: Frame) -> SettingsPage:
    return frame.settings()


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    made = Opened()
    yield made
    made.close()


def _organ(ws: Workspace) -> Organ:
    organ = organs.organ(ws)
    assert organ is not None
    return organ


def form_cells(page: SettingsPage, name: str) -> tuple[str, ...]:
    model = page.screen.forms.model
    return next(model.cells(n) for n in range(model.rowCount()) if model.cells(n)[0] == name)


def a_record(ws: Workspace, clock: Clock, n: int = 1) -> OfficialDocument:
    visit = an_inspection(ws, an_enterprise(ws, n))
    a_finding(ws, visit)
    clock.move(hours=1)
    inspections.finish_inspection(ws, visit.id)
    return documents.issue_document(ws, visit.id, RECORD).value


# ---- forms -------------------------------------------------------------------------------------------------


def test_forms_of_this_organ_are_listed_with_version_and_open_parts(page: SettingsPage, unit: Workspace) -> None:
    page.part("forms")
    panel = page.screen.forms
    organ_kinds = {kind for kind in DocumentKind if unit.law.documents.of(kind).is_for(_organ(unit))}
    assert {entry.kind for entry in panel.model.rows} == organ_kinds
    entry = next(e for e in forms.list_forms(unit) if e.kind is RECORD)
    expected = (entry.name, tr("program"), entry.version, str(len(entry.open_parts)), tr("Usable"))
    assert form_cells(page, entry.name) == expected
    panel.all_button.click()
    assert panel.model.rowCount() == len(DocumentKind) > len(organ_kinds)


def test_click_opens_a_form_and_a_part_is_confirmed_by_name_with_the_time(
    page: SettingsPage, frame: Frame, unit: Workspace
) -> None:
    page.part("forms")
    panel = page.screen.forms
    row = next(n for n in range(panel.model.rowCount()) if panel.model.id_at(n) == RECORD)
    place = panel.table.visualRect(panel.model.index(row, 0)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    page.settle()
    assert panel.stack.currentWidget() is panel.page
    first = panel.page.parts.rows.rows[0]
    assert (first.chip, first.action) == (tr("To be verified"), tr("Confirm"))
    before = form_cells(page, panel.page.title.text())[3]
    frame.ask.takes_initial = True  # the person at this laptop is proposed
    page.press(Qt.Key.Key_Return, panel.page.parts)
    assert frame.ask.asked == [tr("Confirm “{part}”", part=first.title)]
    assert forms.confirmed_parts(unit, unit.form(RECORD)) == {first.title: "王建国"}
    shown = next(r for r in panel.page.parts.rows.rows if r.title == first.title and r.chip == tr("Confirmed"))
    assert shown.side == f"王建国 {full_day(unit.today())}"
    assert shown.action == ""
    assert form_cells(page, panel.page.title.text())[3] == str(int(before) - 1)


def test_without_a_name_nothing_is_confirmed(page: SettingsPage, frame: Frame, unit: Workspace) -> None:
    page.part("forms")
    page.screen.forms.open_form(RECORD)
    page.settle()
    frame.ask.words = None
    page.press(Qt.Key.Key_Return, page.screen.forms.page.parts)
    assert forms.confirmed_parts(unit, unit.form(RECORD)) == {}


def test_copy_is_the_organs_own_and_its_folder_opens(page: SettingsPage, unit: Workspace, opened: Opened) -> None:
    page.part("forms")
    panel = page.screen.forms
    panel.open_form(RECORD)
    page.settle()
    panel.page.copy_button.click()
    page.settle()
    path = unit.folder / "forms" / "inspection_record.toml"
    assert path.is_file()
    assert str(path) in panel.page.band.words.text()
    assert opened.paths == [str(path.parent)]
    assert panel.page.chip.text == tr("own")
    assert not panel.page.copy_button.isVisible()
    QTest.mouseClick(panel.page.back_button, Qt.MouseButton.LeftButton)
    assert form_cells(page, panel.page.title.text())[1] == tr("own")


def test_faulty_own_form_is_listed_with_its_faults(page: SettingsPage, unit: Workspace) -> None:
    path = forms.copy_form(unit, DocumentKind.CONSTRUCTION_ORDER)  # of another department: shown all the same
    path.write_text(path.read_text(encoding="utf-8").replace("version", "versio", 1), encoding="utf-8")
    page.part("forms")
    panel = page.screen.forms
    entry = next(e for e in panel.model.rows if e.kind is DocumentKind.CONSTRUCTION_ORDER)
    assert form_cells(page, entry.name)[4] == tr("{count} faults", count=len(entry.problems))
    panel.open_form(DocumentKind.CONSTRUCTION_ORDER)
    page.settle()
    assert panel.page.problems.count() == len(entry.problems) > 1
    assert panel.page.faults.isVisible()
    assert not panel.page.card.isVisible()


def test_a_form_file_is_checked_without_being_used(
    page: SettingsPage, frame: Frame, unit: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("id = 'mine'\nversio = '1'\n", encoding="utf-8")
    frame.ask.files = [path]
    page.part("forms")
    panel = page.screen.forms
    panel.check_button.click()
    page.settle()
    assert panel.stack.currentWidget() is panel.result
    _form, problems = forms.check_form(path)
    assert panel.result.problems.count() == len(problems) > 1
    assert panel.result.verdict.property("tone") == "bad"
    panel.result.close_button.click()
    assert panel.stack.currentWidget() is panel.table_page
    assert not (unit.folder / "forms").exists()


# ---- numbers -----------------------------------------------------------------------------------------------


def test_block_is_added_and_used_from_its_first_number(page: SettingsPage, unit: Workspace, clock: Clock) -> None:
    page.part("numbers")
    panel = page.screen.numbers
    assert panel.nothing.isVisible()
    panel.add_button.click()
    page.settle()
    word = numbers.word_of(_organ(unit), unit.form(RECORD))
    panel.form.words.setCurrentIndex(panel.form.words.findData(word))
    panel.form.first.edit.setText("41")
    panel.form.last.edit.setText("60")
    panel.form.keep.click()
    page.settle()
    assert [(b.word, b.year, b.first, b.last) for b in numbers.number_blocks(unit)] == [(word, 2026, 41, 60)]
    assert panel.model.cells(0)[2:6] == ("41–60", "0", "0", "41")
    assert not panel.form.isVisible()
    assert a_record(unit, clock).serial == 41
    panel.refresh()
    page.settle()
    assert panel.model.cells(0)[2:6] == ("41–60", "1", "0", "42")


def test_wrong_block_is_said_below_its_fields(page: SettingsPage, unit: Workspace) -> None:
    page.part("numbers")
    form = page.screen.numbers.form
    page.screen.numbers.add_button.click()
    page.settle()
    form.first.edit.setText("x")
    form.keep.click()
    assert form.first.words.text() == form.last.words.text() == tr("Write a whole number")
    form.first.edit.setText("9")
    form.last.edit.setText("3")
    form.keep.click()
    page.settle()
    assert form.last.words.text()
    assert form.isVisible()
    assert numbers.number_blocks(unit) == ()


def test_gap_is_listed_and_explained(page: SettingsPage, frame: Frame, unit: Workspace, clock: Clock) -> None:
    word = numbers.word_of(_organ(unit), unit.form(RECORD))
    numbers.add_block(unit, numbers.BlockDraft(word=word, year=2026, first=1, last=1))
    numbers.add_block(unit, numbers.BlockDraft(word=word, year=2026, first=3, last=9))
    for n in range(2):
        a_record(unit, clock, n + 1)
    numbers.add_block(unit, numbers.BlockDraft(word=word, year=2026, first=2, last=2))
    page.part("numbers")
    panel = page.screen.numbers
    assert titles(panel.gap_list) == [f"{word} 2"]
    assert panel.gap_card.note.text() == tr("{count} without an explanation", count=1)
    frame.ask.words = "纸质文书登记时跳过"
    panel.gap_list.step(1)
    page.press(Qt.Key.Key_Return, panel.gap_list)
    assert [g.reason for g in numbers.gaps(unit, 2026)] == ["纸质文书登记时跳过"]
    assert panel.gap_list.rows.rows[0].chip == tr("Explained")
    assert panel.gap_card.note.text() == ""


def test_register_is_written_where_the_person_says(
    page: SettingsPage, frame: Frame, unit: Workspace, clock: Clock, tmp_path: Path
) -> None:
    a_record(unit, clock)
    page.part("numbers")
    frame.ask.target = tmp_path / "登记簿.pdf"
    page.screen.numbers.register_button.click()
    page.settle()
    assert frame.ask.target.read_bytes().startswith(b"%PDF")
    assert str(frame.ask.target) in page.screen.numbers.band.words.text()


# ---- holidays and periods ----------------------------------------------------------------------------------


def test_next_year_is_missing_calmly_until_its_notice_is_imported(
    page: SettingsPage, frame: Frame, unit: Workspace, tmp_path: Path
) -> None:
    page.part("holidays")
    panel = page.screen.holidays
    rows = {r.id: r for r in panel.list.rows.rows}
    assert rows["2026"].chip == tr("Verified")
    assert rows["2026"].side == tr("{off} days off, {worked} worked instead", off=33, worked=6)
    assert (rows["2027"].chip, rows["2027"].chip_role) == (tr("by weekends"), "muted")
    assert "2027" in panel.coming.text()
    path = tmp_path / "2027.json"
    path.write_text(a_holiday_file(2027), encoding="utf-8")
    frame.ask.files = [path]
    panel.import_button.click()
    page.settle()
    rows = {r.id: r for r in panel.list.rows.rows}
    assert rows["2027"].detail.startswith(tr("own"))
    assert rows["2027"].chip == tr("To be verified")
    assert not panel.coming.isVisible()
    assert (unit.folder / "holidays" / "2027.json").is_file()


def test_faulty_notice_is_not_taken_and_says_every_fault(
    page: SettingsPage, frame: Frame, unit: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "2027.json"
    path.write_text('{"year": 2028, "days": [{"date": "x", "isOffDay": 1, "name": ""}]}', encoding="utf-8")
    frame.ask.files = [path]
    page.part("holidays")
    panel = page.screen.holidays
    panel.import_button.click()
    page.settle()
    assert panel.faults.isVisible()
    assert panel.problems.count() > 2
    assert not (unit.folder / "holidays" / "2027.json").exists()
    assert {r.id: r.chip for r in panel.list.rows.rows}["2027"] == tr("by weekends")


def test_period_is_counted_with_its_reasons_and_says_when_it_is_provisional(page: SettingsPage) -> None:
    page.part("holidays")
    check = page.screen.holidays.check
    check.choose("evidence.preserve_decision")
    page.settle()
    assert full_day(date(2026, 12, 1)) in check.result.text()
    assert not check.chip.isVisible()
    check.day.edit.clear()
    page.press("2026-12-28", check.day.edit)
    assert full_day(date(2027, 1, 6)) in check.result.text()  # weekends only: New Year's day is not known
    assert check.chip.text == tr("by weekends, provisional")
    assert "2027" in check.why.text()


def test_period_in_hours_asks_for_a_time(page: SettingsPage) -> None:
    page.part("holidays")
    check = page.screen.holidays.check
    check.choose("seize.urgent_report")
    page.settle()
    assert check.time.isVisible()
    assert not check.day.isVisible()
    assert "09:05" in check.result.text()


def test_periods_are_listed_with_marks_and_where_own_values_go(page: SettingsPage, unit: Workspace) -> None:
    page.part("periods")
    panel = page.screen.periods
    by_key = {p.key: n for n, p in enumerate(panel.model.rows)}
    cells = panel.model.cells(by_key["em.reinspect"])
    assert cells[4:] == (tr("To be verified"), tr("may be set"))
    panel.table.setCurrentIndex(panel.model.index(by_key["em.reinspect"], 0))
    assert panel.below.note.text() == "em.reinspect"
    assert str(unit.folder / "forms" / "law" / "periods.toml") in panel.where.text()
    assert panel.where.isVisible()
    panel.table.setCurrentIndex(panel.model.index(by_key["seize.period"], 0))
    assert not panel.where.isVisible()


def test_own_period_is_named_as_such_and_a_faulty_file_is_said(page: SettingsPage, unit: Workspace) -> None:
    path = unit.folder / "forms" / "law" / "periods.toml"
    path.parent.mkdir(parents=True)
    row = '[[period]]\nkey = "em.reinspect"\nlength = 7\nunit = "W"\nbasis = "本局规定"\nmark = "V"\n'
    path.write_text(f"format = 1\n{row}", encoding="utf-8")
    page.part("periods")
    panel = page.screen.periods
    own = next(n for n, p in enumerate(panel.model.rows) if p.key == "em.reinspect")
    assert panel.model.cells(own)[5] == tr("set by this organ")
    path.write_text(f"format = 1\n{row}surprise = 1\n", encoding="utf-8")
    panel.refresh()
    page.settle()
    assert panel.problems.isVisible()
    assert panel.problems.count() >= 1
    assert not panel.table.isVisible()
