# SPDX-License-Identifier: MulanPSL-2.0
"""设置 → 检查表: versions, use, import by button and by drag, export, comparison, statistics, removal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.pack_diff import DiffKind
from inspector_app.ledgers import packs as ledger
from inspector_app.operations.inspections import answer_item
from inspector_app.operations.pack_import import export_pack, pack_in_file
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.pack_compare import ShownKind
from inspector_app.ui.widgets.pack_marks import marked
from inspector_app.ui.widgets.pack_panel import PackPanel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.kept_packs import PACK, bring, version_one, version_two, workbook
from tests.helpers.makers import an_inspection
from tests.helpers.pages_frame import FakeAsk, settle, titles


class PackPage:
    """The panel as one works it."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: FakeAsk) -> None:
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.panel = PackPanel(ws, jobs, ask)
        jobs.changed.connect(self.panel.on_changed)
        self.panel.resize(1000, 650)
        self.panel.show()
        self.panel.refresh()
        self.settle()

    def settle(self) -> None:
        settle(self.jobs)

    def choose(self, pack_id: str) -> None:
        assert self.panel.packs.list.show_row(pack_id)
        self.settle()

    def press(self, button) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def versions(self) -> list[str]:
        return [shown.line.version for shown in self.panel.detail.model.rows]

    def cells(self) -> list[tuple[str, ...]]:
        model = self.panel.detail.model
        return [model.cells(n) for n in range(model.rowCount())]

    def drop(self, *paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.panel, QDragEnterEvent(QPoint(50, 50), copy, data, left, none))
        QApplication.sendEvent(self.panel, QDropEvent(QPointF(50, 50), copy, data, left, none))
        self.settle()

    def diffs(self) -> list[tuple[str, str]]:
        return [(str(item.kind), item.code) for item in self.panel.compare.model.rows]


@pytest.fixture
def ask() -> FakeAsk:
    return FakeAsk()


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: FakeAsk) -> Iterator[PackPage]:
    made = PackPage(unit, jobs, ask)
    yield made
    made.panel.close()
    made.settle()
    made.panel.deleteLater()
    QApplication.processEvents()
    assert not ask.shown


def test_the_bundled_checklists_are_listed_and_searched(page: PackPage) -> None:
    panel = page.panel
    assert len(titles(panel.packs.list)) == 12
    QTest.keyClicks(panel.packs.search, "metal")
    page.settle()
    assert titles(panel.packs.list) == ["冶金"]
    assert panel.packs.note.text() == "1/12"
    assert panel.detail.title.text() == "冶金"
    panel.packs.search.setText("没有这样的")
    page.settle()
    assert titles(panel.packs.list) == []
    assert page.versions() == []
    assert not panel.detail.export.isVisible()


def test_a_workbook_is_imported_and_chosen(page: PackPage, tmp_path: Path) -> None:
    page.ask.files = [workbook(page.ws, version_one(), tmp_path / "食堂.xlsx")]
    page.press(page.panel.import_button)
    panel = page.panel
    assert panel.packs.list.current_id() == PACK
    assert panel.band.isVisible() and "3" in panel.band.words.text()
    assert page.versions() == ["2026.1"]
    ((version, items, source, used, sha256, state),) = page.cells()
    line = ledger.versions(page.ws, PACK)[0]
    assert (version, items, used, state) == ("2026.1", "3", "—", tr("Usable"))
    assert "食堂.xlsx" in source
    assert line.sha256.startswith(sha256) and len(sha256) == 10
    page.press(panel.detail.copy)
    assert QGuiApplication.clipboard().text() == line.sha256


def test_two_files_are_dragged_onto_the_panel(page: PackPage, tmp_path: Path) -> None:
    paths = [workbook(page.ws, pack, tmp_path / f"{pack.version}.xlsx") for pack in (version_one(), version_two())]
    page.drop(*paths)
    page.choose(PACK)
    assert page.versions() == ["2026.2", "2026.1"]
    shown = page.panel.detail.current()
    assert shown is not None and shown.line.version == "2026.2"
    assert page.cells()[1][-1] == tr("older")
    assert page.panel.import_button.isEnabled()


def test_a_faulty_file_says_everything_and_stops_the_rest(page: PackPage, tmp_path: Path) -> None:
    bad = tmp_path / "坏.csv"
    bad.write_text("survey\n,type,name,label\n,text,a,一\n,select_one none,b,二\n,text,a,三\n", encoding="utf-8")
    good = workbook(page.ws, version_one(), tmp_path / "好.xlsx")
    page.drop(bad, good)
    panel = page.panel
    assert panel.stack.currentWidget() is panel.result
    assert panel.result.problems.count() >= 2
    assert "坏.csv" in panel.result.card.title.text()
    assert ledger.versions(page.ws, PACK) == ()
    page.press(panel.result.copy)
    assert len(QGuiApplication.clipboard().text().splitlines()) == panel.result.problems.count()
    QTest.keyClick(panel.result, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    page.press(panel.result.back)
    assert panel.stack.currentWidget() is panel.main
    assert panel.import_button.isEnabled()


def test_what_an_imported_form_cannot_show_is_listed(page: PackPage, tmp_path: Path) -> None:
    form = tmp_path / "问卷.csv"
    form.write_text(
        "survey\n,type,name,label\n,text,a,单位名称\n,audio,b,录音\nsettings\n,form_title,form_id,version\n,问卷,wj,1.1\n",
        encoding="utf-8",
    )
    page.drop(form)
    result = page.panel.result
    assert page.panel.stack.currentWidget() is result
    assert [(row.title, row.detail) for row in result.parts.rows.rows] == [
        ("audio 录音", "工作表“survey”第 3 行“type”列")
    ]
    kept = [line for line in ledger.lines(page.ws) if line.is_kept]
    assert [(line.title, line.source_format) for line in kept] == [("问卷", "xlsform")]


def test_the_same_content_again_changes_nothing(page: PackPage, tmp_path: Path) -> None:
    path = workbook(page.ws, version_one(), tmp_path / "食堂.xlsx")
    page.drop(path)
    page.drop(path)
    assert page.versions() == ["2026.1"]
    assert page.panel.band.words.text() == tr(
        "“{title}” version {version} was there already with the same content; nothing was changed.",
        title="食堂用气检查表", version="2026.1",
    )  # fmt: skip


def test_a_version_is_exported_and_comes_back_equal(page: PackPage, tmp_path: Path) -> None:
    page.choose("metallurgy")
    page.ask.target = tmp_path / "冶金.xlsx"
    page.press(page.panel.detail.export)
    assert page.ask.asked[-1] == "冶金 2026.11.1.xlsx"
    assert pack_in_file(page.ws, tmp_path / "冶金.xlsx") == page.ws.catalogue.pack("metallurgy")
    assert "冶金.xlsx" in page.panel.band.words.text()
    page.ask.target = tmp_path / "none" / "冶金.xlsx"
    page.press(page.panel.detail.export)
    assert page.panel.band.property("band") == "bad"


def test_a_checklist_is_switched_off_for_the_unit(page: PackPage) -> None:
    page.choose("hazmat")
    assert page.panel.detail.used.isChecked()
    page.press(page.panel.detail.used)
    assert "hazmat" not in ledger.enabled_ids(page.ws)
    row = next(r for r in page.panel.packs.list.rows.rows if r.id == "hazmat")
    assert row.chip == tr("Switched off")
    assert page.cells()[0][-1] == tr("Switched off")
    page.press(page.panel.detail.used)
    assert "hazmat" in ledger.enabled_ids(page.ws)
    assert page.panel.detail.used.isChecked()


def test_a_version_in_use_cannot_be_removed_and_an_unused_one_can(page: PackPage) -> None:
    bring(page.ws, version_one())
    an_inspection(page.ws, pack_ids=(PACK,))
    bring(page.ws, version_two())
    page.panel.refresh()
    page.settle()
    page.choose(PACK)
    detail = page.panel.detail
    detail.table.selectRow(1)
    page.settle()
    assert not detail.remove.isEnabled()
    assert "1" in detail.remove.toolTip()
    assert page.cells()[1][3] == tr("{count}, {open} open", count=1, open=1)
    detail.table.selectRow(0)
    page.settle()
    page.ask.words = "录错了"
    page.press(detail.remove)
    assert page.versions() == ["2026.1"]
    assert page.panel.band.isVisible()
    page.choose("common")
    assert not detail.remove.isVisible()


def test_removal_is_not_done_without_an_answer(page: PackPage) -> None:
    bring(page.ws, version_one())
    page.panel.refresh()
    page.settle()
    page.choose(PACK)
    page.ask.words = None
    page.press(page.panel.detail.remove)
    assert page.versions() == ["2026.1"]


def test_two_versions_are_compared(page: PackPage) -> None:
    bring(page.ws, version_one())
    bring(page.ws, version_two())
    page.panel.refresh()
    page.settle()
    page.choose(PACK)
    page.press(page.panel.detail.compare)
    compare = page.panel.compare
    assert (compare.old.currentText()[:6], compare.new.currentText()[:6]) == ("2026.1", "2026.2")
    assert page.diffs() == [("changed", ""), ("added", "CT-04"), ("changed", "CT-01"), ("removed", "CT-03")]
    compare.table.selectRow(2)
    text = compare.page.fields.text()
    assert "<s>" in text and "<u>" in text and "查得更细"[1:] in text
    page.press(compare.kinds.buttons[ShownKind.REMOVED])
    assert page.diffs() == [("removed", "CT-03")]
    compare.old.setCurrentIndex(0)
    compare.old.activated.emit(0)
    page.settle()
    assert compare.same.isVisible()
    assert page.diffs() == []
    page.press(compare.back)
    assert page.panel.stack.currentWidget() is page.panel.main


def test_a_version_is_compared_with_a_file_that_is_not_kept(page: PackPage, tmp_path: Path) -> None:
    page.choose("metallurgy")
    pack = page.ws.catalogue.pack("metallurgy")
    assert pack is not None
    path = tmp_path / "冶金.xlsx"
    path.write_bytes(export_pack(page.ws, pack))
    page.press(page.panel.detail.compare)
    page.ask.files = [path]
    page.press(page.panel.compare.file_button)
    assert page.panel.compare.same.isVisible()
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"none")
    page.drop(broken)
    compare = page.panel.compare
    assert compare.band.isVisible() and not compare.same.isVisible()
    assert len(ledger.versions(page.ws, "metallurgy")) == 1


def test_statistics_bridge_the_versions(page: PackPage) -> None:
    bring(page.ws, version_one())
    first = an_inspection(page.ws, pack_ids=(PACK,))
    answer_item(page.ws, first.id, "CT-03", AnswerResult.NONCOMPLIANT)
    bring(page.ws, version_two())
    page.panel.refresh()
    page.settle()
    page.choose(PACK)
    page.press(page.panel.detail.statistics)
    figures = page.panel.figures
    rows = [figures.model.cells(n) for n in range(figures.model.rowCount())]
    assert [row[0] for row in rows] == ["CT-04", "CT-01", "CT-02", "CT-03"]
    assert rows[3][2:] == ("0", "1", "0", "0", "0", "1", "2026.1")
    QTest.keyClicks(figures.search, "CT-03")
    assert figures.model.rowCount() == 1
    page.press(figures.back)
    page.choose("common")
    page.press(page.panel.detail.statistics)
    assert figures.nothing.isVisible()


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("限期15日", "限期7日", ["15"], ["7"]), ("查什么", "查得更细", ["什么"], ["得更细"]),
        ("", "新的", [], ["新的"]), ("<b>", "<i>", ["b"], ["i"]), ("同", "同", [], []),
    ],
)  # fmt: skip
def test_what_went_and_came_is_marked(jobs: Jobs, old: str, new: str, gone: list[str], come: list[str]) -> None:
    left, right = marked(old, new)
    assert left.count("<s>") == len(gone) and right.count("<u>") == len(come)
    assert all(f"<s>{text}</s>" in left for text in gone)
    assert all(f"<u>{text}</u>" in right for text in come)
    assert "<b>" not in left.replace("<b><u>", "")


def test_every_kind_of_difference_can_be_shown_alone() -> None:
    assert {kind.value for kind in ShownKind} == {"all", *(kind.value for kind in DiffKind)}
