# SPDX-License-Identifier: MulanPSL-2.0
"""Photos of a finding: every way in, broken ones named, order, turning, captions, removing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from inspector_app.domain.finding import Finding
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.markup import Mark, MarkKind, dump_marks, read_marks
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import photos
from inspector_app.storage import findings
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.photo_model import MIME, OriginalState
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_documents import Answers, StripPage, decode_here
from tests.helpers.pictures import corners, photo

ALT = Qt.KeyboardModifier.AltModifier


WHOLE = (OriginalState.INTACT, OriginalState.TIME_FAR)  # the clock of these tests stands still


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit)


@pytest.fixture
def finding(unit: Workspace, visit: Inspection) -> Finding:
    return a_finding(unit, visit)


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection, finding: Finding) -> StripPage:
    decode_here(unit)
    made = StripPage(unit, jobs, ask, qtbot)
    made.show(visit, finding)
    return made


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three photos, taken one minute after the other."""
    folder = tmp_path / "DCIM"
    folder.mkdir()
    paths = []
    for n in range(3):
        path = folder / f"IMG_{n}.jpg"
        path.write_bytes(photo(corners(320 + n, 240), time=f"2026:11:20 09:1{n}:00", model=f"Phone {n}"))
        paths.append(path)
    return paths


def stored(ws: Workspace, inspection: Inspection) -> list[str]:
    live = [p for p in inspection_rows.view(ws, inspection.id).photos if not p.removed_reason]
    return [p.file_name for p in sorted(live, key=lambda p: p.ordinal)]


def test_files_are_added_by_the_dialog_and_stay_after_reading_again(
    page: StripPage, ask: Answers, unit: Workspace, visit: Inspection, files: list[Path]
) -> None:
    ask.files.append(files)
    page.push(page.part.add_button)
    assert page.names == ["IMG_0.jpg", "IMG_1.jpg", "IMG_2.jpg"]
    assert stored(unit, visit) == page.names
    assert all(page.part.model.state(p.id) in WHOLE for p in page.photos)


def test_pictures_come_from_the_decoding_process(
    unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection, finding: Finding, files: list[Path]
) -> None:
    made = StripPage(unit, jobs, ask, qtbot)
    made.show(visit, finding)
    made.drop_files(files[:2])
    assert len(made.photos) == 2
    assert all(made.part.model.state(p.id) in WHOLE for p in made.photos)


def test_a_placeholder_stands_before_anything_is_read(page: StripPage, files: list[Path]) -> None:
    page.part.intake.add_paths(files)
    assert page.part.model.waiting == 3
    assert page.part.model.rowCount() == 3
    page.settle()
    assert page.part.model.waiting == 0
    assert len(page.photos) == 3


def test_every_picture_becomes_visible_from_the_pool(page: StripPage, files: list[Path]) -> None:
    page.drop_files(files)
    for shown in page.photos:
        picture = page.part.model.picture(shown)
        assert picture is not None
        assert picture.width() > 0


def test_files_dropped_from_outside_are_added(page: StripPage, files: list[Path]) -> None:
    page.drop_files(files[:2])
    assert page.names == ["IMG_0.jpg", "IMG_1.jpg"]


def test_a_folder_adds_its_pictures_and_says_what_was_passed_over(
    page: StripPage, ask: Answers, files: list[Path]
) -> None:
    folder = files[0].parent
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    ask.folders.append(folder)
    page.push(page.part.folder_button)
    assert page.names == ["IMG_0.jpg", "IMG_1.jpg", "IMG_2.jpg"]
    assert page.band() == tr(
        "{count} photos found in “{folder}”; {others} other files were passed over.",
        count=3, folder="DCIM", others=1,
    )  # fmt: skip


def test_a_pasted_picture_is_kept_without_loss(page: StripPage, unit: Workspace) -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("#3366cc"))
    page.paste_image(image)
    [kept] = page.photos
    assert (kept.width, kept.height, kept.format) == (64, 48, "PNG")
    assert photos.original_is_intact(unit, kept)


def test_pasted_files_are_added(page: StripPage, files: list[Path]) -> None:
    page.paste_files(files[1:])
    assert page.names == ["IMG_1.jpg", "IMG_2.jpg"]


def test_a_broken_file_is_named_and_the_others_are_kept(page: StripPage, files: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(files[0].read_bytes()[:400])
    page.drop_files([files[0], broken, files[1]])
    assert page.names == ["IMG_0.jpg", "IMG_1.jpg"]
    assert "broken.jpg" in page.band()
    assert page.part.model.waiting == 0


def test_the_same_photo_twice_is_named_and_kept_once(page: StripPage, files: list[Path]) -> None:
    page.drop_files(files[:1])
    page.drop_files(files[:1])
    assert page.names == ["IMG_0.jpg"]
    assert "IMG_0.jpg" in page.band()


def test_a_missing_file_is_named(page: StripPage, tmp_path: Path) -> None:
    page.part.intake.add_paths([tmp_path / "gone.jpg"])
    page.settle()
    assert page.names == []
    assert "gone.jpg" in page.band()


def test_dragging_changes_the_order_for_good(
    page: StripPage, unit: Workspace, visit: Inspection, files: list[Path]
) -> None:
    page.drop_files(files)
    page.drop_photos([page.photos[2].id], 0)
    assert page.names == ["IMG_2.jpg", "IMG_0.jpg", "IMG_1.jpg"]
    page.drop_photos([page.photos[0].id], 3)
    assert page.names == ["IMG_0.jpg", "IMG_1.jpg", "IMG_2.jpg"]
    assert stored(unit, visit) == page.names


def test_alt_and_arrows_change_the_order(
    page: StripPage, unit: Workspace, visit: Inspection, files: list[Path]
) -> None:
    page.drop_files(files)
    page.click(0)
    page.press(Qt.Key.Key_Right, ALT)
    assert page.names == ["IMG_1.jpg", "IMG_0.jpg", "IMG_2.jpg"]
    page.press(Qt.Key.Key_Left, ALT)
    page.press(Qt.Key.Key_Left, ALT)  # at the edge nothing happens
    assert page.names == ["IMG_0.jpg", "IMG_1.jpg", "IMG_2.jpg"]
    assert stored(unit, visit) == page.names


def test_r_turns_the_photo_with_its_marks(page: StripPage, unit: Workspace, files: list[Path]) -> None:
    page.drop_files(files[:1])
    mark = Mark(kind=MarkKind.BOX, x1=0.1, y1=0.2, x2=0.3, y2=0.4)
    photos.amend_photo(unit, page.photos[0].id, marks=dump_marks([mark]))
    page.reload()
    page.click(0)
    page.press(Qt.Key.Key_R)
    [turned] = page.photos
    assert turned.rotation == 90
    [after] = read_marks(turned.marks)
    assert (after.x1, after.y1, after.x2, after.y2) == pytest.approx((0.8, 0.1, 0.6, 0.3))
    picture = page.part.model.picture(turned)
    assert picture is not None
    assert picture.height() > picture.width()
    for _ in range(3):
        page.press(Qt.Key.Key_R)
    assert page.photos[0].rotation == 0
    [back] = read_marks(page.photos[0].marks)
    assert (back.x1, back.y1, back.x2, back.y2) == pytest.approx((0.1, 0.2, 0.3, 0.4))


def test_a_caption_is_typed_in_place(page: StripPage, unit: Workspace, visit: Inspection, files: list[Path]) -> None:
    page.drop_files(files[:1])
    page.click(0)
    page.type_caption("显示屏无读数")
    assert page.photos[0].caption == "显示屏无读数"
    assert inspection_rows.view(unit, visit.id).photos[0].caption == "显示屏无读数"


def test_delete_asks_why_and_keeps_the_original(
    page: StripPage, ask: Answers, unit: Workspace, files: list[Path]
) -> None:
    page.drop_files(files[:2])
    removed = page.photos[0]
    page.click(0)
    page.press(Qt.Key.Key_Delete)
    assert len(page.photos) == 2  # no reason, no removal
    ask.texts.append("模糊")
    page.press(Qt.Key.Key_Delete)
    assert page.names == ["IMG_1.jpg"]
    with unit.reader() as db:
        gone = findings.get_photo(db, removed.id)
    assert gone is not None
    assert gone.removed_reason == "模糊"
    assert photos.original_is_intact(unit, gone)


def test_a_lost_original_is_said_on_its_card(page: StripPage, unit: Workspace, files: list[Path]) -> None:
    page.drop_files(files[:1])
    shown = page.photos[0]
    original = unit.files.path(shown.sha256)
    original.chmod(0o644)
    original.write_bytes(b"something else")
    page.part.model.clear()
    page.reload()
    page.part.grab()
    page.settle()
    assert page.part.model.state(shown.id) is OriginalState.CHANGED
    words = page.part.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "IMG_0.jpg" in words


def test_photos_of_another_finding_are_taken_over_by_a_drag(
    page: StripPage, unit: Workspace, visit: Inspection, files: list[Path]
) -> None:
    other = a_finding(unit, visit, place="装卸区", description="另一处")
    added = photos.add_photos(
        unit, visit.id, [photos.PhotoSource(name="IMG_0.jpg", path=files[0])], finding_id=other.id
    ).value.photos
    page.drop_photos([added[0].id], 0)
    page.reload()
    assert page.names == ["IMG_0.jpg"]


def test_a_drag_carries_the_ids_of_the_chosen_photos(page: StripPage, files: list[Path]) -> None:
    page.drop_files(files)
    page.click(0)
    page.click(1, Qt.KeyboardModifier.ControlModifier)
    mime = page.part.model.mimeData(page.view.selectionModel().selectedIndexes())
    assert mime.hasFormat(MIME)
    for shown in page.photos[:2]:
        assert shown.id in bytes(mime.data(MIME).data()).decode()


def test_photos_added_while_another_finding_is_shown_still_go_where_they_were_meant(
    page: StripPage, unit: Workspace, visit: Inspection, finding: Finding, files: list[Path]
) -> None:
    other = a_finding(unit, visit, place="装卸区", description="另一处")
    page.part.intake.add_paths(files[:1])
    page.show(visit, other)
    assert page.names == []
    [kept] = inspection_rows.view(unit, visit.id).photos
    assert kept.finding_id == finding.id


def test_a_refused_act_says_why(page: StripPage, unit: Workspace, visit: Inspection, files: list[Path]) -> None:
    page.drop_files(files[:1])
    photos.remove_photo(unit, page.photos[0].id, "重复")
    page.click(0)
    page.press(Qt.Key.Key_R)
    assert page.band()
    assert page.names == []
