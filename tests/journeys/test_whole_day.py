# SPDX-License-Identifier: MulanPSL-2.0
"""A whole day through the window: find, tick 20 items, 6 findings, 12 photos, finish, issue both documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import EnterpriseDraft
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.inspection import AnswerResult, InspectionState
from inspector_app.ledgers import inspections as rows
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.operations import documents, enterprises
from inspector_app.ui.screens.documents_screen import DocumentsScreen
from inspector_app.ui.widgets.photo_strip import PhotoStrip
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_code, an_enterprise
from tests.helpers.pages_documents import files_mime
from tests.helpers.pages_frame import Frame, settle, type_text
from tests.helpers.pages_inspection import InspectionPage
from tests.helpers.pictures import photo

GATE = (DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER)
WORDS = (
    "1号反应釜压力表2024年3月到期未检定",
    "可燃气体报警器GD-03现场无读数，10<x and y>20",
    "<b>甲类仓库</b>东侧 & 西侧混存氧化剂",
    "操作工𠮷㛃、䶮某、𬭚某未持证上岗",
    "装卸区静电接地夹断开",
    "应急照明灯2盏不亮",
)


@pytest.fixture
def frame(unit: Workspace, qapp: QApplication) -> Iterator[Frame]:
    for n in range(1, 30):
        an_enterprise(unit, n)
    draft = EnterpriseDraft(
        name="清河县安泰精细化工厂", credit_code=a_code(99), industry="危险化学品", address="清河县工业园9号",
        person_in_charge="孙立", phone="13800000001",
    )  # fmt: skip
    enterprises.register_enterprise(unit, draft)
    made = Frame(unit)
    made.activate()
    yield made
    made.close()


def make_photos(folder: Path) -> list[Path]:
    """Twelve photos that differ in their last byte."""
    made = []
    for n in range(12):
        path = folder / f"IMG_{n:04d}.jpg"
        path.write_bytes(photo() + bytes([n]))
        made.append(path)
    return made


def begin(frame: Frame) -> InspectionPage:
    """From 今日 to the checklist: N, a few letters, Enter, Enter."""
    page = frame.today().start()
    assert page.search("qhxat") == ["清河县安泰精细化工厂"]
    page.enter()
    assert sum(page.officers().values()) == 2
    assert {"common", "hazmat"} <= page.packs()
    start = page.screen.start
    page.press("钱进", start.accompanying.edit)
    page.press("甲类仓库和装置区", start.place.edit)
    start.start.setFocus()
    QTest.keyClick(frame.window.focusWidget(), Qt.Key.Key_Return)
    settle(frame.jobs)
    return InspectionPage(frame.window.ws, frame=frame)  # type: ignore[arg-type]


def shown(ws: Workspace) -> InspectionView:
    return rows.view(ws, rows.rows(ws)[0].id)


def tick(page: InspectionPage) -> None:
    """Twenty items: fourteen by one key each, six 不符合 whose wording is put right."""
    page.answer(*"11113111111131")
    for words in WORDS:
        page.answer("2")
        page.key(Qt.Key.Key_Return, page.items)
        page.replace(page.editor.place, "厂区")
        page.replace(page.editor.description, words)
        page.replace(page.editor.measure, "立即整改")
        page.screen.flush()
        page.settle()
        page.key(Qt.Key.Key_Escape)
        page.key(Qt.Key.Key_Down, page.items)


def add_photos(page: InspectionPage, paths: list[Path], qtbot: QtBot) -> None:
    """Two photos to each finding, by pasting files."""
    ws = page.ws
    for n, finding in enumerate(shown(ws).live_findings):
        page.go_to(str(finding.item_code))
        strip = next(s for s in page.screen.findChildren(PhotoStrip) if s.isVisible())
        QApplication.clipboard().setMimeData(files_mime(paths[2 * n : 2 * n + 2]))
        QTest.keyClick(strip.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda want=2 * n + 2: len(shown(ws).photos) == want, timeout=20_000)
        page.settle()


def finish(frame: Frame, page: InspectionPage, clock: Clock) -> None:
    clock.move(hours=2)
    for _ in range(2):
        QTest.keyClick(page.screen, Qt.Key.Key_F9)
        page.settle()
    assert shown(page.ws).inspection.state is InspectionState.FINISHED
    QTest.keyClick(page.screen, Qt.Key.Key_F9)
    settle(frame.jobs)


def issue(frame: Frame, qtbot: QtBot) -> None:
    """Issue what the screen offers, one document after the other."""
    screen, ws = frame.window.screens["documents"], frame.window.ws
    assert isinstance(screen, DocumentsScreen)
    assert ws is not None
    for number, kind in enumerate(GATE, start=1):
        assert screen.desk.list.choose(f"draft:{kind}")
        wait_for_pages(frame, screen, qtbot)
        give_reasons(frame, screen, qtbot)
        screen.primary_action.trigger()
        qtbot.waitUntil(lambda want=number: len(shown(ws).documents) == want, timeout=30_000)
        settle(frame.jobs)


def wait_for_pages(frame: Frame, screen: DocumentsScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not frame.jobs.is_busy and screen.desk.is_settled, timeout=30_000)


def give_reasons(frame: Frame, screen: DocumentsScreen, qtbot: QtBot) -> None:
    """Say why each warning of the rules is passed."""
    verdict = screen.desk.verdict
    while screen.desk.draft is not None and screen.desk.draft.unexplained:
        left = len(screen.desk.draft.unexplained)
        verdict.explain_next()
        type_text(verdict.reason.edit, "以现场情况为准")
        QTest.keyClick(verdict.reason.edit, Qt.Key.Key_Return)
        wait_for_pages(frame, screen, qtbot)
        assert screen.desk.draft is not None
        assert len(screen.desk.draft.unexplained) < left


def text_of(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range() for page in opened).split())


def test_from_the_gate_to_a_printed_order(frame: Frame, tmp_path: Path, clock: Clock, qtbot: QtBot) -> None:
    page = begin(frame)
    ws = page.ws
    tick(page)
    view = shown(ws)
    assert sum(a.result is not AnswerResult.NOT_CHECKED for a in view.answers.values()) == 20
    assert [f.description for f in view.live_findings] == list(WORDS)
    add_photos(page, make_photos(tmp_path), qtbot)
    finish(frame, page, clock)
    issue(frame, qtbot)
    view = shown(ws)
    assert {d.kind for d in view.documents} == set(GATE)
    assert {f.status for f in view.live_findings} == {FindingStatus.ORDERED}
    before = {d.id: documents.document_pdf(ws, d.id) for d in view.documents}
    for pdf in before.values():
        text = text_of(pdf)
        for words in WORDS:
            assert "".join(words.split()) in text
    frame.close()
    ws.close()
    again = open_workspace(ws.folder)
    try:
        assert {key: documents.document_pdf(again, key) for key in before} == before
        assert again.check().is_well
    finally:
        again.close()
