# SPDX-License-Identifier: MulanPSL-2.0
"""Photos and documents as a person uses them: page objects with real keys, clicks and drags, and scripted answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.checklist import Clause, DeadlineClass, Verified
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.finding import Finding, Photo
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.markup import MarkKind
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import inspections, photos
from inspector_app.photos.worker import PhotoWorker
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.photo_model import pack_ids
from inspector_app.ui.widgets.photo_strip import PhotoStrip
from inspector_app.ui.widgets.photo_tray import PhotoTray
from inspector_app.ui.widgets.photo_view import PhotoView
from inspector_app.ui.widgets.photo_viewer import PhotoViewer
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, a_finding, an_inspection
from tests.helpers.pages_frame import type_text
from tests.helpers.pictures import photo

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
BOTH = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction


@dataclass
class Answers:
    """Answers questions from lists and keeps what was asked; a question without an answer is a "no"."""

    yes: bool = True
    texts: list[str | None] = field(default_factory=list)
    files: list[list[Path]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    targets: list[Path] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def confirm(self, title: str, text: str, action: str) -> bool:
        self.asked.append((title, text))
        return self.yes

    def text(self, title: str, label: str, *, multiline: bool = False, initial: str = "") -> str | None:
        self.asked.append((title, label))
        return self.texts.pop(0) if self.texts else None

    def secret(self, title: str, label: str, people: Sequence[tuple[str, str]] = ()) -> tuple[str, str] | None:
        self.asked.append((title, label))
        return None

    def number(self, title: str, label: str, initial: int, least: int, most: int) -> int | None:
        return None

    def open_files(self, title: str, filters: str) -> list[Path]:
        return self.files.pop(0) if self.files else []

    def folder(self, title: str) -> Path | None:
        return self.folders.pop(0) if self.folders else None

    def save_file(self, title: str, name: str, filters: str) -> Path | None:
        self.asked.append((title, name))
        return self.targets.pop(0) if self.targets else None

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        self.problems.extend(problems)


DOUBTFUL = Clause(law="GB", name="某标准", clause="5.1", verified=Verified.M)


def a_finished_visit(ws: Workspace, clock: Clock) -> Inspection:
    """A finished inspection with three findings: one with a photo, one half verified, one without a deadline."""
    decode_here(ws)
    made = an_inspection(ws)
    first = a_finding(ws, made)
    photos.add_photos(ws, made.id, [photos.PhotoSource(name="1.jpg", data=photo())], finding_id=first.id)
    a_finding(
        ws, made, place="装卸区", description="鹤管静电接地线断开", measure="恢复接地",
        deadline_class=DeadlineClass.WITHIN_DAYS, deadline=date(2026, 12, 5), clauses=(CLAUSE, DOUBTFUL),
    )  # fmt: skip
    a_finding(
        ws, made, place="配电室", description="通道堆放纸箱", measure="清理通道",
        deadline_class=DeadlineClass.WITHIN_DAYS, deadline=None,
    )  # fmt: skip
    clock.move(hours=2)
    return inspections.finish_inspection(ws, made.id).value


def issued(ws: Workspace, visit: Inspection, kind: DocumentKind) -> list[OfficialDocument]:
    """Give the documents of a kind, newest first."""
    return [row.document for row in document_rows.rows(ws, visit.id) if row.document.kind is kind]


def decode_here(ws: Workspace) -> None:
    """Decode pictures without the child process, which takes half a second to start for each test."""
    ws.__dict__["photo_worker"] = PhotoWorker(in_process=True)


def drop(view: PhotoView, mime: QMimeData, at: QPoint) -> None:
    """Let something fall on a list, as the desktop does it: enter, move, drop."""
    target = view.viewport()
    for event in (
        QDragEnterEvent(at, BOTH, mime, LEFT, NONE),
        QDragMoveEvent(at, BOTH, mime, LEFT, NONE),
        QDropEvent(QPointF(at), BOTH, mime, LEFT, NONE),
    ):
        QApplication.sendEvent(target, event)


def files_mime(paths: Sequence[Path]) -> QMimeData:
    """What a file manager drags."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


class PhotoPage:
    """A strip or a tray on the screen."""

    def __init__(self, part: PhotoStrip | PhotoTray, jobs: Jobs, qtbot: QtBot) -> None:
        self.part, self.jobs, self.bot = part, jobs, qtbot
        qtbot.addWidget(part)
        part.resize(900, 420)
        part.show()
        qtbot.waitExposed(part)

    @property
    def view(self) -> PhotoView:
        return self.part.view

    @property
    def photos(self) -> tuple[Photo, ...]:
        return self.part.model.photos

    @property
    def names(self) -> list[str]:
        return [photo.file_name for photo in self.photos]

    def settle(self) -> None:
        assert self.jobs.wait_idle(20_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view, key, modifier)
        self.settle()

    def click(self, row: int, modifier: Qt.KeyboardModifier = NONE) -> None:
        index = self.part.model.index(row)
        self.view.scrollTo(index)
        QTest.mouseClick(self.view.viewport(), LEFT, modifier, self.view.visualRect(index).center())

    def push(self, button: QWidget) -> None:
        QTest.mouseClick(button, LEFT)
        self.settle()

    def paste_image(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def paste_files(self, paths: Sequence[Path]) -> None:
        QGuiApplication.clipboard().setMimeData(files_mime(paths))
        self.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def drop_files(self, paths: Sequence[Path]) -> None:
        drop(self.view, files_mime(paths), self.view.viewport().rect().center())
        self.settle()

    def drop_photos(self, photo_ids: Sequence[str], before_row: int) -> None:
        """Let photos fall on the left part of a card, or behind the last one."""
        index = self.part.model.index(min(before_row, max(0, len(self.photos) - 1)))
        rect = self.view.visualRect(index)
        at = rect.center() + QPoint(-20 if before_row < len(self.photos) else 20, 0)
        drop(self.view, pack_ids(photo_ids), at)
        self.settle()

    def type_caption(self, words: str) -> None:
        QTest.keyClick(self.view, Qt.Key.Key_F2)
        line = self.view.findChild(QLineEdit)
        assert line is not None
        line.selectAll()
        type_text(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.bot.waitUntil(lambda: self.view.findChild(QLineEdit) is None)
        self.settle()

    def band(self) -> str:
        return self.part.band.words.text() if self.part.band.isVisible() else ""


class StripPage(PhotoPage):
    """The strip of a finding, kept up to date by its screen as the inspection screen does it."""

    part: PhotoStrip

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> None:
        super().__init__(PhotoStrip(ws, jobs, ask), jobs, qtbot)
        self.ws = ws
        self.inspection_id = ""
        self.part.photos_changed.connect(self.reload)

    def show(self, inspection: Inspection, finding: Finding) -> None:
        self.inspection_id = inspection.id
        self.part.set_finding(inspection.id, finding.id)
        self.reload()
        self.settle()

    def reload(self) -> None:
        self.part.refresh(inspection_rows.view(self.ws, self.inspection_id).photos)

    def open_viewer(self) -> ViewerPage:
        QTest.keyClick(self.view, Qt.Key.Key_Space)
        viewer = self.part.viewer
        assert viewer is not None
        self.settle()
        return ViewerPage(viewer, self.jobs, self.bot)


class ViewerPage:
    """A photo large."""

    def __init__(self, viewer: PhotoViewer, jobs: Jobs, qtbot: QtBot) -> None:
        self.viewer, self.jobs, self.bot = viewer, jobs, qtbot
        qtbot.waitExposed(viewer)

    @property
    def marks(self) -> list[MarkKind]:
        return [mark.kind for mark in self.viewer.scene.marks]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.viewer.view, key, modifier)

    def take(self, kind: MarkKind | None) -> None:
        QTest.mouseClick(self.viewer.tools.tools[kind], LEFT)

    def drag(self, first: tuple[float, float], second: tuple[float, float]) -> None:
        """Draw or carry between two places, given as parts of the picture."""
        viewport = self.viewer.view.viewport()
        a, b = self._point(first), self._point(second)
        QTest.mousePress(viewport, LEFT, NONE, a)
        QTest.mouseMove(viewport, (a + b) / 2)
        QTest.mouseMove(viewport, b)
        QTest.mouseRelease(viewport, LEFT, NONE, b)

    def write(self, at: tuple[float, float], words: str) -> None:
        self.take(MarkKind.TEXT)
        QTest.mouseClick(self.viewer.view.viewport(), LEFT, NONE, self._point(at))
        line = self.viewer.view.line
        assert line.isVisible()
        type_text(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def close(self) -> None:
        QTest.keyClick(self.viewer.view, Qt.Key.Key_Escape)
        if self.viewer.isVisible():
            QTest.keyClick(self.viewer.view, Qt.Key.Key_Escape)
        assert self.jobs.wait_idle(20_000)

    def _point(self, place: tuple[float, float]) -> QPoint:
        size = self.viewer.scene.picture_size
        return self.viewer.view.mapFromScene(QPointF(place[0] * size.width(), place[1] * size.height()))
