# SPDX-License-Identifier: MulanPSL-2.0
"""Under a large photo: whether the original stands, and the papers for others; a lost one gives none."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.photo_evidence import PhotoOrigin
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import photos
from inspector_app.ui.jobs import Jobs
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_documents import Answers, StripPage, ViewerPage, decode_here
from tests.helpers.pictures import corners, photo


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit)


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection) -> StripPage:
    decode_here(unit)
    finding = a_finding(unit, visit)
    sources = [
        photos.PhotoSource(name="near.jpg", data=photo(corners(640, 480), time="2026:11:20 09:05:00")),
        photos.PhotoSource(
            name="far.jpg", data=photo(corners(641, 480), time="2026:11:20 07:00:00"), origin=PhotoOrigin.CARD
        ),
    ]
    photos.add_photos(unit, visit.id, sources, finding_id=finding.id)
    made = StripPage(unit, jobs, ask, qtbot)
    made.show(visit, finding)
    return made


def opened(page: StripPage, name: str) -> ViewerPage:
    """Open the photo of that name."""
    page.click(next(n for n, p in enumerate(page.photos) if p.file_name == name))
    viewer = page.open_viewer()
    page.settle()
    return viewer


def test_a_good_photo_gives_its_page_and_its_copy(page: StripPage, ask: Answers, tmp_path: Path) -> None:
    proof = opened(page, "near.jpg").viewer.proof
    assert proof.state.text() == tr("The original is as it was taken in.")
    ask.targets += [tmp_path / "页.pdf", tmp_path / "副本.jpg"]
    proof.page_button.click()
    page.settle()
    assert (tmp_path / "页.pdf").read_bytes().startswith(b"%PDF")
    assert str(tmp_path / "页.pdf") in proof.state.text()
    proof.copy_button.click()
    page.settle()
    assert (tmp_path / "副本.jpg").read_bytes().startswith(b"\xff\xd8")


def test_a_time_far_from_the_visit_is_said_and_still_printed(page: StripPage, unit: Workspace) -> None:
    proof = opened(page, "far.jpg").viewer.proof
    assert "125" in proof.state.text()
    assert proof.page_button.isEnabled()
    assert word(PhotoOrigin.CARD) in proof.kept.text()


@pytest.mark.spoils
def test_a_changed_original_gives_nothing(
    page: StripPage, unit: Workspace, visit: Inspection, ask: Answers, tmp_path: Path
) -> None:
    shown = next(p for p in inspection_rows.view(unit, visit.id).photos if p.file_name == "near.jpg")
    path = unit.files.path(shown.sha256)
    path.chmod(0o644)
    path.write_bytes(b"something else")
    proof = opened(page, "near.jpg").viewer.proof
    assert "near.jpg" in proof.state.text()
    assert not proof.page_button.isEnabled()
    assert not proof.copy_button.isEnabled()


def test_who_stops_at_the_file_dialog_writes_nothing(page: StripPage, tmp_path: Path) -> None:
    proof = opened(page, "near.jpg").viewer.proof
    proof.page_button.click()
    page.settle()
    assert list(tmp_path.glob("*.pdf")) == []
