# SPDX-License-Identifier: MulanPSL-2.0
"""A photo large: marks drawn, undone, moved, saved apart from the original; the whole by keyboard too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.change import Op
from inspector_app.domain.finding import Photo
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.markup import Mark, MarkKind, read_marks
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import photos
from inspector_app.storage import findings
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.mark_item import moved, paint_mark, turned
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_documents import Answers, StripPage, ViewerPage, decode_here
from tests.helpers.pictures import corners, photo

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit)


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection, tmp_path: Path) -> StripPage:
    decode_here(unit)
    finding = a_finding(unit, visit)
    sources = []
    for n in range(2):
        data = photo(corners(640 + n, 480), time=f"2026:11:20 09:1{n}:00")
        sources.append(photos.PhotoSource(name=f"IMG_{n}.jpg", data=data))
    photos.add_photos(unit, visit.id, sources, finding_id=finding.id)
    made = StripPage(unit, jobs, ask, qtbot)
    made.show(visit, finding)
    made.click(0)
    return made


@pytest.fixture
def viewer(page: StripPage) -> ViewerPage:
    return page.open_viewer()


def kept(ws: Workspace, visit: Inspection, number: int = 0) -> Photo:
    return inspection_rows.view(ws, visit.id).photos[number]


def test_an_arrow_a_box_and_a_circle_are_drawn_and_saved_at_closing(
    viewer: ViewerPage, unit: Workspace, visit: Inspection
) -> None:
    before = kept(unit, visit)
    for kind, first, second in (
        (MarkKind.ARROW, (0.2, 0.2), (0.5, 0.5)),
        (MarkKind.BOX, (0.6, 0.1), (0.8, 0.4)),
        (MarkKind.CIRCLE, (0.1, 0.6), (0.4, 0.9)),
    ):
        viewer.take(kind)
        viewer.drag(first, second)
    assert viewer.marks == [MarkKind.ARROW, MarkKind.BOX, MarkKind.CIRCLE]
    viewer.close()
    after = kept(unit, visit)
    marks = read_marks(after.marks)
    assert [m.kind for m in marks] == [MarkKind.ARROW, MarkKind.BOX, MarkKind.CIRCLE]
    assert (marks[0].x1, marks[0].y2) == pytest.approx((0.2, 0.5), abs=0.01)
    assert after.sha256 == before.sha256
    assert photos.original_is_intact(unit, after)


def test_text_is_written_where_it_was_clicked(viewer: ViewerPage, unit: Workspace, visit: Inspection) -> None:
    viewer.write((0.3, 0.4), "接地线断开处")
    viewer.close()
    [mark] = read_marks(kept(unit, visit).marks)
    assert (mark.kind, mark.text) == (MarkKind.TEXT, "接地线断开处")
    assert (mark.x1, mark.y1) == pytest.approx((0.3, 0.4), abs=0.01)


def test_steps_are_taken_back_and_done_again(viewer: ViewerPage) -> None:
    viewer.take(MarkKind.BOX)
    viewer.drag((0.1, 0.1), (0.3, 0.3))
    viewer.drag((0.5, 0.5), (0.7, 0.7))
    viewer.press(KEY.Key_Z, CONTROL)
    assert len(viewer.marks) == 1
    viewer.press(KEY.Key_Z, CONTROL)
    assert viewer.marks == []
    viewer.press(KEY.Key_Z, CONTROL)  # nothing is left to take back
    viewer.press(KEY.Key_Y, CONTROL)
    viewer.press(KEY.Key_Z, CONTROL | SHIFT)
    assert len(viewer.marks) == 2
    viewer.press(KEY.Key_Z, CONTROL)
    viewer.drag((0.2, 0.6), (0.4, 0.8))  # a new step forgets what was taken back
    viewer.press(KEY.Key_Y, CONTROL)
    assert len(viewer.marks) == 2


def test_undone_marks_are_saved_as_no_marks(viewer: ViewerPage, unit: Workspace, visit: Inspection) -> None:
    viewer.take(MarkKind.BOX)
    viewer.drag((0.1, 0.1), (0.3, 0.3))
    viewer.viewer.save()
    viewer.press(KEY.Key_Z, CONTROL)
    viewer.close()
    assert kept(unit, visit).marks == ""


def test_a_mark_is_chosen_moved_and_reshaped_with_the_mouse(viewer: ViewerPage) -> None:
    viewer.take(MarkKind.BOX)
    viewer.drag((0.2, 0.2), (0.4, 0.4))
    viewer.take(None)
    viewer.drag((0.3, 0.3), (0.5, 0.5))  # carried by its middle
    [mark] = viewer.viewer.scene.marks
    assert (mark.x1, mark.y1, mark.x2, mark.y2) == pytest.approx((0.4, 0.4, 0.6, 0.6), abs=0.01)
    viewer.drag((0.6, 0.6), (0.9, 0.8))  # pulled at its second corner
    [mark] = viewer.viewer.scene.marks
    assert (mark.x1, mark.y1, mark.x2, mark.y2) == pytest.approx((0.4, 0.4, 0.9, 0.8), abs=0.01)


def test_everything_is_done_by_keyboard(viewer: ViewerPage, unit: Workspace, visit: Inspection) -> None:
    viewer.press(KEY.Key_C)
    viewer.press(KEY.Key_Return)
    assert viewer.marks == [MarkKind.CIRCLE]
    viewer.press(KEY.Key_Escape)
    viewer.press(KEY.Key_M)
    start = viewer.viewer.scene.marks[0]
    viewer.press(KEY.Key_Right)
    viewer.press(KEY.Key_Down, SHIFT)
    viewer.press(KEY.Key_K)
    viewer.press(KEY.Key_L)
    end = viewer.viewer.scene.marks[0]
    assert (end.x1, end.y1) == pytest.approx((start.x1 + 0.01, start.y1))
    assert end.y2 == pytest.approx(start.y2 + 0.01)
    assert (end.colour, end.width) != (start.colour, start.width)
    viewer.press(KEY.Key_Delete)
    assert viewer.marks == []
    viewer.press(KEY.Key_Escape)
    assert not viewer.viewer.isVisible()
    viewer.close()
    assert kept(unit, visit).marks == ""


def test_keyboard_text_is_typed_in_the_middle(viewer: ViewerPage) -> None:
    viewer.press(KEY.Key_T)
    viewer.press(KEY.Key_Return)
    line = viewer.viewer.view.line
    assert line.isVisible()
    QTest.keyClicks(line, "GD-03")
    QTest.keyClick(line, KEY.Key_Return)
    assert [m.text for m in viewer.viewer.scene.marks] == ["GD-03"]


def test_escape_puts_an_open_text_away_without_a_mark(viewer: ViewerPage) -> None:
    viewer.press(KEY.Key_T)
    viewer.press(KEY.Key_Return)
    line = viewer.viewer.view.line
    QTest.keyClicks(line, "x")
    QTest.keyClick(line, KEY.Key_Escape)
    assert viewer.marks == []
    assert viewer.viewer.isVisible()


def test_a_slip_of_the_hand_draws_nothing(viewer: ViewerPage) -> None:
    viewer.take(MarkKind.ARROW)
    viewer.drag((0.5, 0.5), (0.505, 0.505))
    assert viewer.marks == []
    assert not viewer.viewer.scene.can_undo


def test_marks_are_saved_after_a_pause_without_closing(
    viewer: ViewerPage, unit: Workspace, visit: Inspection, qtbot: QtBot
) -> None:
    viewer.take(MarkKind.BOX)
    viewer.drag((0.1, 0.1), (0.3, 0.3))
    qtbot.waitUntil(lambda: bool(kept(unit, visit).marks), timeout=5_000)


def test_turning_turns_picture_and_marks_and_keeps_them(viewer: ViewerPage, unit: Workspace, visit: Inspection) -> None:
    viewer.take(MarkKind.BOX)
    viewer.drag((0.1, 0.2), (0.3, 0.4))
    viewer.press(KEY.Key_R)
    assert viewer.jobs.wait_idle()
    after = kept(unit, visit)
    assert after.rotation == 90
    size = viewer.viewer.scene.picture_size
    assert size.height() > size.width()
    [mark] = viewer.viewer.scene.marks
    assert (mark.x1, mark.y1) == pytest.approx((0.8, 0.1), abs=0.01)
    viewer.close()
    assert read_marks(kept(unit, visit).marks) == (mark,)


def test_arrows_go_to_the_next_photo_and_save_the_first(viewer: ViewerPage, unit: Workspace, visit: Inspection) -> None:
    viewer.take(MarkKind.BOX)
    viewer.drag((0.1, 0.1), (0.3, 0.3))
    viewer.press(KEY.Key_Escape)
    viewer.press(KEY.Key_Right)
    assert viewer.viewer.photo_id == kept(unit, visit, 1).id
    assert viewer.marks == []
    viewer.press(KEY.Key_Right)  # there is no third
    viewer.press(KEY.Key_Left)
    assert viewer.jobs.wait_idle()
    assert viewer.marks == [MarkKind.BOX]


def test_zoom_by_keys_and_back_to_the_whole(viewer: ViewerPage) -> None:
    view = viewer.viewer.view
    whole = view.zoom
    viewer.press(KEY.Key_Plus)
    assert view.zoom > whole
    viewer.press(KEY.Key_1)
    assert view.zoom == pytest.approx(1.0)
    viewer.press(KEY.Key_0)
    assert view.zoom == pytest.approx(whole)


def test_a_caption_typed_in_the_viewer_is_saved(viewer: ViewerPage, unit: Workspace, visit: Inspection) -> None:
    viewer.press(KEY.Key_F2)
    caption = viewer.viewer.caption
    QTest.keyClicks(caption, "GD-03 off")
    QTest.keyClick(caption, KEY.Key_Return)
    assert viewer.viewer.isVisible()
    viewer.close()
    assert kept(unit, visit).caption == "GD-03 off"


@pytest.mark.spoils
def test_marks_that_cannot_be_read_are_not_thrown_away(page: StripPage, unit: Workspace, visit: Inspection) -> None:
    strange = '{"marks":[],"version":99}'
    with unit.operation(Op.AMEND_PHOTO) as step:
        findings.put_photo(step.db, replace(kept(unit, visit), marks=strange))
    page.reload()
    opened = page.open_viewer()
    opened.close()
    assert kept(unit, visit).marks == strange


def test_quarter_turns_and_moves_are_exact() -> None:
    mark = Mark(kind=MarkKind.ARROW, x1=0.1, y1=0.2, x2=0.9, y2=0.4)
    assert turned(turned(turned(turned(mark)))) == mark
    assert moved(mark, 0.5, -0.5) == Mark(kind=MarkKind.ARROW, x1=0.2, y1=0.0, x2=1.0, y2=0.2)


@pytest.mark.parametrize("kind", MarkKind)
def test_marks_are_painted_in_their_colour(qapp: QApplication, kind: MarkKind) -> None:
    theme.apply_theme(qapp, "light", 1.0)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    painter = QPainter(image)
    paint_mark(painter, Mark(kind=kind, x1=0.2, y1=0.2, x2=0.8, y2=0.8, width=0.02, text="断"), QSizeF(image.size()))
    painter.end()
    reds = sum(
        image.pixelColor(x, y).red() > 180 and image.pixelColor(x, y).green() < 80
        for x in range(0, 400, 2)
        for y in range(0, 300, 2)
    )
    assert reds > 50
