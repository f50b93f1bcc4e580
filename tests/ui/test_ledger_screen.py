# SPDX-License-Identifier: MulanPSL-2.0
"""台账: search, filters, lights, count, order, columns, saved filters, copying, exports, the detail."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from inspector_app.domain.finding import FindingDraft, Grade
from inspector_app.domain.ledger import Colour, LedgerName
from inspector_app.ledgers import findings as finding_rows
from inspector_app.operations import findings
from inspector_app.operations.finding_acts import assign_findings
from inspector_app.ui import theme
from inspector_app.ui.models.ledger_window import PAGE
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_frame import Frame, LedgerPage
from tests.helpers.pages_ledger import chip_words, choose, press, show, some_findings, two_findings


@pytest.fixture
def frame(qapp: QApplication, unit: Workspace) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Frame(unit)
    yield made
    made.close()


@pytest.fixture
def page(frame: Frame, unit: Workspace) -> LedgerPage:
    two_findings(unit)
    return frame.ledger()


def entries(count: int) -> str:
    return tr("{count} entries in all", count=f"{count:,}")


def test_rows_and_count_agree(page: LedgerPage) -> None:
    assert sorted(page.cells("description")) == ["报警器被关闭", "通道堵塞"]
    assert page.screen.count.text() == entries(2)


def test_search_narrows_rows_and_count(page: LedgerPage) -> None:
    page.screen.search.setText("堵塞")
    page.settle()
    assert page.cells("description") == ["通道堵塞"]
    assert page.screen.count.text() == entries(1)


def test_nothing_found_offers_to_show_all(page: LedgerPage) -> None:
    page.screen.search.setText("没有这回事")
    page.settle()
    assert page.screen.stack.currentWidget() is page.screen.empty
    page.screen.empty.show_all.click()
    page.settle()
    assert len(page.cells("description")) == 2
    assert page.screen.search.text() == ""


def test_an_empty_ledger_says_where_its_rows_come_from(frame: Frame) -> None:
    page = frame.ledger()
    assert page.screen.stack.currentWidget() is page.screen.empty
    assert page.screen.empty.text.text() == tr("No finding here yet")
    assert not page.screen.empty.show_all.isVisible()


def test_a_quick_filter_narrows(page: LedgerPage) -> None:
    box = page.screen.bar.boxes["status"]
    box.setCurrentIndex(box.findData("ordered"))
    page.settle()
    assert page.cells("description") == []
    box.setCurrentIndex(box.findData("recorded"))
    page.settle()
    assert len(page.cells("description")) == 2


def test_every_other_filter_has_a_chip_that_lets_go_of_it(page: LedgerPage) -> None:
    show(page, grade="major", to="2030-01-01")
    assert page.cells("description") == ["通道堵塞"]
    assert any(word(Grade.MAJOR) in words for words in chip_words(page))
    page.screen.chips.chips["grade"].click()
    page.settle()
    assert len(page.cells("description")) == 2
    assert list(page.screen.query.filters) == ["to"]


def test_a_day_is_filtered_by_when_it_is_whole(page: LedgerPage, unit: Workspace) -> None:
    press(page, Qt.Key.Key_F)
    line = page.screen.side.filters.inputs["from"]
    line.setText("20")  # type: ignore[union-attr]
    page.settle()
    assert line.property("faulty") is True and "from" not in page.screen.query.filters
    line.setText("2035-1-2")  # type: ignore[union-attr]
    page.settle()
    assert page.screen.query.filters["from"] == "2035-01-02"
    assert page.screen.count.text() == entries(0)


def test_lights_are_counted_and_one_of_them_narrows(page: LedgerPage, unit: Workspace, qtbot: QtBot) -> None:
    tally = page.screen.tools.tally
    qtbot.waitUntil(lambda: "2" in tally.buttons[Colour.GREY].text())
    tally.buttons[Colour.RED].click()
    page.settle()
    assert page.cells("description") == []
    qtbot.waitUntil(lambda: "2" in tally.buttons[Colour.GREY].text())  # the others stay countable
    tally.buttons[Colour.RED].click()
    page.settle()
    assert page.cells("colour") == [word(Colour.GREY)] * 2


def test_what_is_behind_a_figure_is_shown(page: LedgerPage) -> None:
    page.screen.search.setText("报警器")
    show(page, grade="major")
    assert page.screen.search.text() == ""
    assert page.cells("description") == ["通道堵塞"]
    show(page, LedgerName.INSPECTIONS)
    assert page.screen.heading().whom == word(LedgerName.INSPECTIONS)
    assert page.screen.count.text() == entries(1)


def test_a_query_that_the_ledger_does_not_know_is_refused_in_words(page: LedgerPage) -> None:
    show(page, nonsense="1")
    assert page.screen.stack.currentWidget() is page.screen.empty
    assert "nonsense" in page.screen.empty.detail.text()
    page.screen.empty.show_all.click()
    page.settle()
    assert len(page.cells("description")) == 2


def test_a_ledger_that_cannot_be_read_says_so_and_is_read_again(
    page: LedgerPage, unit: Workspace, frame: Frame
) -> None:
    def rename(before: str, after: str) -> None:
        with unit.books() as db:
            db.conn.execute(f"ALTER TABLE {before} RENAME TO {after}")

    rename("finding_facts", "elsewhere")
    show(page, grade="major")
    assert page.screen.empty.text.text() == tr("The ledger could not be read")
    assert page.screen.count.text() == ""
    assert "OperationalError" in frame.faults.pop()
    rename("elsewhere", "finding_facts")
    page.screen.empty.again.click()
    page.settle()
    assert page.cells("description") == ["通道堵塞"]


def test_who_was_given_a_finding_can_be_filtered_by(page: LedgerPage, unit: Workspace) -> None:
    first = page.screen.model.id_at(0)
    page.jobs.run_write(page.screen, lambda: assign_findings(unit, [first], person="孙主任"))
    page.settle()
    box = page.screen.side.filters.inputs["assignee"]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("孙主任"))
    page.settle()
    assert [page.screen.model.id_at(n) for n in range(page.screen.model.count)] == [first]


def test_only_columns_that_sort_fast_are_sorted_by(page: LedgerPage, unit: Workspace) -> None:
    head, keys = page.screen.table.horizontalHeader(), [c.key for c in page.screen.table.columns]
    head.setSortIndicator(keys.index("grade"), Qt.SortOrder.AscendingOrder)
    page.settle()
    assert page.screen.query.sort == "grade"
    assert page.cells("grade") == [word(Grade.GENERAL), word(Grade.MAJOR)]
    head.setSortIndicator(keys.index("description"), Qt.SortOrder.AscendingOrder)
    page.settle()
    assert page.screen.query.sort == "grade"
    assert head.sortIndicatorSection() == keys.index("grade")
    assert page.screen.band.isVisible()


def test_columns_and_their_order_are_kept_for_each_ledger(page: LedgerPage, frame: Frame, unit: Workspace) -> None:
    press(page, Qt.Key.Key_C)
    chooser = page.screen.side.columns
    chooser.list.setCurrentRow(chooser.ticked().index("place"))
    chooser.move_current(-1)
    chooser.list.item(chooser.ticked().index("photos")).setCheckState(Qt.CheckState.Unchecked)
    page.settle()
    shown = [c.key for c in page.screen.table.columns]
    assert shown.index("place") < shown.index("description") and "photos" not in shown
    assert page.cells("place") and set(page.cells("place")) == {"罐区", "仓库"}
    show(page, LedgerName.DOCUMENTS)
    assert "place" not in [c.key for c in page.screen.table.columns]
    frame.close()
    again = Frame(unit)
    assert [c.key for c in again.ledger().screen.table.columns] == shown
    again.close()


def test_the_last_column_stays(page: LedgerPage) -> None:
    chooser = page.screen.side.columns
    for key in chooser.ticked():
        chooser.list.item(chooser.ticked().index(key)).setCheckState(Qt.CheckState.Unchecked)
    page.settle()
    assert len(page.screen.table.columns) == 1


def test_a_filter_is_saved_opened_and_removed(page: LedgerPage, frame: Frame) -> None:
    frame.ask.words = "重大的"
    show(page, grade="major")
    page.screen.keep_view()
    page.settle()
    show(page)
    page.screen.views.open("重大的")
    page.settle()
    assert page.cells("description") == ["通道堵塞"]
    page.screen.views.drop("重大的")
    page.settle()
    assert [a.text() for a in page.screen.tools.views.menu().actions() if "重大的" in a.text()] == []


def test_chosen_rows_are_copied_as_text(page: LedgerPage, qapp: QApplication) -> None:
    page.screen.table.selectAll()
    press(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = qapp.clipboard().text().split("\n")
    assert len(lines) == 3  # the titles stand above
    assert "通道堵塞" in lines[1] + lines[2]


def test_rows_that_are_not_at_hand_are_read_to_be_copied(frame: Frame, unit: Workspace, qapp: QApplication) -> None:
    some_findings(unit, PAGE + 20)
    page = frame.ledger()
    page.screen.table.selectAll()
    assert page.screen.model.row(PAGE + 19) is None
    page.screen.copy()
    page.settle()
    lines = qapp.clipboard().text().split("\n")
    assert len(lines) == 1 + PAGE + 20
    assert sum("处通道堵塞" in line for line in lines) == PAGE + 20


def test_rows_come_when_the_thumb_is_drawn_to_the_end(frame: Frame, unit: Workspace) -> None:
    made = some_findings(unit, PAGE + 60)
    page = frame.ledger()
    table, model = page.screen.table, page.screen.model
    assert model.row(PAGE + 59) is None
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    page.settle()
    table.grab()
    page.settle()
    last = model.row(PAGE + 59)
    assert last is not None and last.id == made[0].id
    assert len({model.id_at(n) for n in range(PAGE + 60)}) == PAGE + 60


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".pdf"])
def test_the_count_shown_is_the_count_exported(page: LedgerPage, frame: Frame, tmp_path: Path, suffix: str) -> None:
    show(page, grade="general")
    frame.ask.target = tmp_path / f"台账{suffix}"
    page.screen.export_as(suffix)
    page.settle()
    assert page.screen.export.band.words.text() == tr("{count} rows are in {name}.", count="1", name=f"台账{suffix}")
    assert frame.ask.target.stat().st_size > 0
    if suffix == ".csv":
        with frame.ask.target.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if "报警器被关闭" in row]
        assert len(rows) == 1
        assert len(rows[0]) == len(page.screen.table.columns)


def test_a_name_without_its_ending_gets_it(page: LedgerPage, frame: Frame, tmp_path: Path) -> None:
    frame.ask.target = tmp_path / "台账"
    page.screen.export_as(".csv")
    page.settle()
    assert (tmp_path / "台账.csv").is_file()


def test_a_stopped_export_leaves_no_file(page: LedgerPage, frame: Frame, tmp_path: Path) -> None:
    frame.ask.target = tmp_path / "台账.csv"
    page.screen.export_as(".csv")
    page.screen.export.cancel()
    page.settle()
    assert list(tmp_path.glob("台账*")) == []
    assert page.screen.export.band.words.text() == tr("The export was stopped; no file was left.")
    assert not page.screen.export.running.isVisible()


def test_a_folder_that_takes_no_file_is_told(page: LedgerPage, frame: Frame, tmp_path: Path) -> None:
    frame.ask.target = tmp_path / "fort" / "台账.csv"
    page.screen.export_as(".csv")
    page.settle()
    assert page.screen.export.band.isVisible() and page.screen.export.band.property("band") == "bad"


def test_enter_opens_the_inspection_at_the_item(frame: Frame, unit: Workspace) -> None:
    visit = an_inspection(unit)
    a_finding(unit, visit, item_code="HZ-LIC-01")
    page = frame.ledger()
    opened: list[tuple[str, str]] = []
    page.screen.inspection_chosen.disconnect()
    page.screen.inspection_chosen.connect(lambda *where: opened.append(where))
    choose(page, 0)
    press(page, Qt.Key.Key_Return)
    assert opened == [(visit.id, "HZ-LIC-01")]


def test_a_row_without_an_inspection_opens_its_enterprise(frame: Frame, unit: Workspace) -> None:
    unit_ = an_enterprise(unit)
    page = frame.ledger()
    show(page, LedgerName.ENTERPRISES)
    wanted: list[tuple[str, str]] = []
    page.screen.enterprise_wanted.connect(lambda *where: wanted.append(where))
    choose(page, 0)
    press(page, Qt.Key.Key_Return)
    assert wanted[0][0] == unit_.id


def test_the_detail_says_what_was_done(page: LedgerPage, unit: Workspace, qtbot: QtBot) -> None:
    first = page.screen.model.id_at(0)
    assign_findings(unit, [first], person="孙主任", text="请三日内报结果")
    choose(page, 0)
    press(page, Qt.Key.Key_D)
    detail = page.screen.side.detail
    qtbot.waitUntil(lambda: detail.page is not None)
    assert detail.words.text() == page.cells("description")[0]
    said = [one.text() for one in detail.past.findChildren(QLabel)]
    assert any("孙主任" in words and "请三日内报结果" in words for words in said)
    assert detail.supervision.isHidden()
    press(page, Qt.Key.Key_D)
    assert not page.screen.side.isVisible()


def test_what_changes_elsewhere_comes_in_and_nothing_moves(page: LedgerPage, unit: Workspace, frame: Frame) -> None:
    choose(page, 1)
    before = page.screen.model.id_at(1)
    found = finding_rows.finding(unit, before)
    assert found is not None
    draft = FindingDraft(description="改后的描述", place=found.finding.place, grade=found.finding.grade)
    frame.jobs.run_write(page.screen, lambda: findings.amend_finding(unit, before, draft))
    page.settle()
    assert page.cells("description")[1] == "改后的描述"
    assert page.screen.table.chosen_ranges() == [(1, 1)]


def test_rows_that_moved_are_no_longer_chosen(page: LedgerPage, unit: Workspace, frame: Frame) -> None:
    choose(page, 0)
    visit = finding_rows.rows(unit)[0].finding.inspection_id
    draft = FindingDraft(description="新的一条", place="门口")
    frame.jobs.run_write(page.screen, lambda: findings.record_finding(unit, visit, draft))
    page.settle()
    assert page.screen.count.text() == entries(3)
    assert page.screen.table.chosen_ranges() == []


def test_the_keys_of_the_ledger_are_listed(page: LedgerPage) -> None:
    told = page.screen.keys()
    listed = " ".join(pair[0] for pair in told)
    for keys in ("/", "Enter", "Ctrl+E", "Ctrl+A", "D"):
        assert keys in listed


def test_a_choice_that_was_not_read_again_is_let_go_of(frame: Frame, unit: Workspace) -> None:
    made = some_findings(unit, PAGE + 60)
    page = frame.ledger()
    page.screen.table.selectAll()
    frame.jobs.run_write(page.screen, lambda: assign_findings(unit, [made[0].id], person="孙主任"))
    page.settle()
    assert page.screen.table.chosen_count() == 0


def test_a_column_that_is_dragged_stays_where_it_was_put(page: LedgerPage) -> None:
    before = [c.key for c in page.screen.table.columns]
    page.screen.table.horizontalHeader().moveSection(before.index("place"), 1)
    page.settle()
    assert [c.key for c in page.screen.table.columns][1] == "place"
    assert set(page.cells("place")) == {"罐区", "仓库"}
    assert page.screen.side.columns.ticked()[1] == "place"


def test_only_a_width_that_a_person_drew_is_kept(page: LedgerPage, qtbot: QtBot) -> None:
    page.screen.side.columns.reset.emit()
    page.settle()
    keys = [c.key for c in page.screen.table.columns]
    page.screen.table.setColumnWidth(keys.index("place"), 333)
    qtbot.waitUntil(lambda: bool(page.screen.shown_columns.choice.widths))
    assert page.screen.shown_columns.choice.widths == {"place": 333}
    show(page, LedgerName.DOCUMENTS)
    show(page)
    assert page.screen.table.columnWidth(keys.index("place")) == 333
