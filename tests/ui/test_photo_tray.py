# SPDX-License-Identifier: MulanPSL-2.0
"""The tray: a folder of photos by the time they were taken, given to findings by digit, drag or menu."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.domain.finding import Finding
from inspector_app.domain.inspection import Inspection
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import findings, photos
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.photo_tray import PhotoTray
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_documents import Answers, PhotoPage, decode_here
from tests.helpers.pictures import corners, photo

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit)


@pytest.fixture
def two(unit: Workspace, visit: Inspection) -> tuple[Finding, Finding]:
    return a_finding(unit, visit), a_finding(unit, visit, place="装卸区", description="接地线断开")


@pytest.fixture
def page(
    unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection, two: tuple[Finding, Finding]
) -> PhotoPage:
    decode_here(unit)
    made = PhotoPage(PhotoTray(unit, jobs, ask), jobs, qtbot)
    assert isinstance(made.part, PhotoTray)
    made.part.set_inspection(visit.id)
    made.settle()
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five photos whose names are in another order than their times."""
    made = tmp_path / "DCIM"
    made.mkdir()
    for n in range(5):
        data = photo(corners(320 + n, 240), time=f"2026:11:20 09:{50 - n}:00")
        (made / f"IMG_{n}.jpg").write_bytes(data)
    return made


def owners(ws: Workspace, visit: Inspection) -> dict[str, str | None]:
    return {p.file_name: p.finding_id for p in inspection_rows.view(ws, visit.id).photos}


def test_a_folder_lies_in_the_tray_by_the_time_it_was_taken(page: PhotoPage, folder: Path) -> None:
    page.drop_files([folder])
    assert page.names == [f"IMG_{n}.jpg" for n in (4, 3, 2, 1, 0)]


def test_a_digit_gives_the_chosen_photos_to_that_finding(
    page: PhotoPage, folder: Path, unit: Workspace, visit: Inspection, two: tuple[Finding, Finding], qtbot: QtBot
) -> None:
    page.drop_files([folder])
    page.click(0)
    page.click(1, CONTROL)
    assert isinstance(page.part, PhotoTray)
    with qtbot.waitSignal(page.part.photos_assigned):
        page.press(Qt.Key.Key_2)
    assert page.names == ["IMG_2.jpg", "IMG_1.jpg", "IMG_0.jpg"]
    found = owners(unit, visit)
    assert {found["IMG_4.jpg"], found["IMG_3.jpg"]} == {two[1].id}
    page.press(Qt.Key.Key_1)  # the cursor stands on the next photo already
    assert owners(unit, visit)["IMG_2.jpg"] == two[0].id


def test_a_digit_without_a_finding_says_so_and_keeps_the_photos(page: PhotoPage, folder: Path) -> None:
    page.drop_files([folder])
    page.click(0)
    page.press(Qt.Key.Key_9)
    assert len(page.photos) == 5
    assert page.band() == tr("There is no finding {number} in this inspection.", number=9)


def test_a_struck_out_finding_takes_no_photos(
    page: PhotoPage, folder: Path, unit: Workspace, two: tuple[Finding, Finding]
) -> None:
    findings.withdraw_finding(unit, two[0].id, "误录")
    page.drop_files([folder])
    assert isinstance(page.part, PhotoTray)
    page.part.reload()
    page.settle()
    page.click(0)
    page.press(Qt.Key.Key_1)
    assert len(page.photos) == 5


def test_the_menu_gives_to_findings_beyond_nine(
    page: PhotoPage, folder: Path, unit: Workspace, visit: Inspection
) -> None:
    for n in range(10):
        a_finding(unit, visit, place=f"第{n}处")
    page.drop_files([folder])
    page.click(0)
    assert isinstance(page.part, PhotoTray)
    page.part.menu.aboutToShow.emit()
    actions = page.part.menu.actions()
    assert len(actions) == 12
    actions[11].trigger()
    page.settle()
    assert len(page.photos) == 4
    assert owners(unit, visit)["IMG_4.jpg"] is not None


def test_photos_of_a_finding_come_back_by_a_drag(
    page: PhotoPage, folder: Path, unit: Workspace, visit: Inspection, two: tuple[Finding, Finding]
) -> None:
    source = photos.PhotoSource(name="IMG_0.jpg", path=folder / "IMG_0.jpg")
    [added] = photos.add_photos(unit, visit.id, [source], finding_id=two[0].id).value.photos
    page.drop_photos([added.id], 0)
    assert page.names == ["IMG_0.jpg"]
    assert owners(unit, visit) == {"IMG_0.jpg": None}


def test_many_photos_go_in_batches_and_can_be_stopped(
    page: PhotoPage, folder: Path, unit: Workspace, visit: Inspection
) -> None:
    for n in range(5, 13):
        data = photo(corners(320 + n, 240), time=f"2026:11:20 09:{50 - n}:00")
        (folder / f"IMG_{n:02d}.jpg").write_bytes(data)
    page.part.intake.add_paths(sorted(folder.iterdir()))
    assert page.part.model.waiting == 13
    page.part.intake.stop()
    page.settle()
    assert page.part.model.waiting == 0
    assert len(page.photos) == len(owners(unit, visit)) == 4  # the batch under way is finished, the rest dropped
