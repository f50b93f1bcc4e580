# SPDX-License-Identifier: MulanPSL-2.0
"""Photos: the original kept by hash before anything else, what is said about it apart from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.finding import Finding
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.markup import Mark, MarkKind, dump_marks
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import inspections as rows
from inspector_app.operations import findings, photos, undo
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pictures import photo


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit)


@pytest.fixture
def finding(unit: Workspace, visit: Inspection) -> Finding:
    return a_finding(unit, visit)


def source(n: int = 0, name: str = "") -> photos.PhotoSource:
    """Another photo for each n: bytes after the picture's end are part of the original."""
    return photos.PhotoSource(name=name or f"{n}.jpg", data=photo() + bytes([n]))


def add(ws: Workspace, visit: Inspection, *sources: photos.PhotoSource, to: str | None = None) -> photos.AddedPhotos:
    return photos.add_photos(ws, visit.id, sources, to).value


def test_original_is_kept_byte_for_byte(unit: Workspace, visit: Inspection, finding: Finding, tmp_path: Path) -> None:
    path = tmp_path / "现场 照片.jpg"
    path.write_bytes(photo())
    added = add(unit, visit, photos.PhotoSource(name=path.name, path=path), to=finding.id)
    kept = added.photos[0]
    assert unit.files.read(kept.sha256) == path.read_bytes()
    assert (kept.file_name, kept.finding_id, kept.bytes) == (path.name, finding.id, path.stat().st_size)
    assert photos.original_is_intact(unit, kept)


def test_broken_ones_are_named_and_the_others_kept(unit: Workspace, visit: Inspection, tmp_path: Path) -> None:
    added = add(
        unit, visit, source(1), photos.PhotoSource(name="坏.jpg", data=b"\xff\xd8\xff broken"),
        photos.PhotoSource(name="无.jpg", path=tmp_path / "无.jpg"),
        photos.PhotoSource(name="文.pdf", data=b"%PDF-1.4"),
        photos.PhotoSource(name="夹.jpg", path=tmp_path), source(2), source(1, "again.jpg"),
    )  # fmt: skip
    assert len(added.photos) == 2
    assert [(p.where, p.code) for p in added.problems] == [
        ("坏.jpg", ProblemCode.PHOTO_BROKEN),
        ("无.jpg", ProblemCode.FILE_MISSING),
        ("文.pdf", ProblemCode.PHOTO_FORMAT),
        ("夹.jpg", ProblemCode.FILE_UNREADABLE),
        ("again.jpg", ProblemCode.PHOTO_DUPLICATE),
    ]


def test_what_is_said_stays_apart_from_the_original(unit: Workspace, visit: Inspection, finding: Finding) -> None:
    kept = add(unit, visit, source(), to=finding.id).photos[0]
    before = unit.files.read(kept.sha256)
    marks = dump_marks(
        (Mark(kind=MarkKind.BOX, x1=0.1, y1=0.1, x2=0.5, y2=0.5, colour="#ff0000", width=0.01, text=""),)
    )
    photos.amend_photo(unit, kept.id, caption="报警器", rotation=90, marks=marks, taker="李慧敏")
    shown = rows.view(unit, visit.id).photos[0]
    assert (shown.caption, shown.rotation, shown.marks, shown.taker) == ("报警器", 90, marks, "李慧敏")
    assert unit.files.read(kept.sha256) == before
    assert photos.print_copy(unit, shown) != photos.print_copy(unit, kept)
    undo.undo_last(unit)
    assert rows.view(unit, visit.id).photos[0].rotation == 0


@pytest.mark.parametrize("change", [{"rotation": 45}, {"marks": "{"}, {"marks": "[1]"}, {"caption": "长" * 1001}])
def test_nonsense_about_a_photo_is_refused(unit: Workspace, visit: Inspection, change: dict[str, object]) -> None:
    kept = add(unit, visit, source()).photos[0]
    with pytest.raises(Refused):
        photos.amend_photo(unit, kept.id, **change)  # type: ignore[arg-type]


def test_tray_order_and_assignment(unit: Workspace, visit: Inspection, finding: Finding) -> None:
    tray = add(unit, visit, source(1), source(2), source(3)).photos
    for kept in tray:
        photos.assign_photo(unit, kept.id, finding.id)
    photos.arrange_photos(unit, finding.id, [tray[2].id, tray[0].id])
    assert [p.id for p in rows.view(unit, visit.id).photos] == [tray[2].id, tray[0].id, tray[1].id]
    photos.assign_photo(unit, tray[0].id, None)
    assert rows.view(unit, visit.id).photos[-1].finding_id is None


def test_photos_go_only_to_live_findings_of_their_inspection(
    unit: Workspace, visit: Inspection, finding: Finding
) -> None:
    kept = add(unit, visit, source()).photos[0]
    findings.withdraw_finding(unit, finding.id, "误录")
    for target, code in (("nothing", ProblemCode.NOT_FOUND), (finding.id, ProblemCode.FINDING_WITHDRAWN)):
        with pytest.raises(Refused) as refused:
            photos.assign_photo(unit, kept.id, target)
        assert refused.value.problems[0].code is code


def test_removed_photo_needs_a_reason_and_its_original_stays(unit: Workspace, visit: Inspection) -> None:
    kept = add(unit, visit, source()).photos[0]
    with pytest.raises(Refused) as refused:
        photos.remove_photo(unit, kept.id, " ")
    assert refused.value.problems[0].code is ProblemCode.REASON_MISSING
    photos.remove_photo(unit, kept.id, "拍到无关人员")
    assert rows.view(unit, visit.id).photos == ()
    assert photos.original_is_intact(unit, kept)
    assert add(unit, visit, source()).photos, "it may be added again"


def test_thumbnail_comes_from_the_cache_and_a_lost_cache_is_no_loss(unit: Workspace, visit: Inspection) -> None:
    kept = add(unit, visit, source()).photos[0]
    first = photos.thumbnail(unit, kept)
    assert first.startswith(b"\xff\xd8")
    cached = list((unit.folder / "cache").glob("*.jpg"))
    assert len(cached) == 1
    cached[0].unlink()
    assert photos.thumbnail(unit, kept) == first
