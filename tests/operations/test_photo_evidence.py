# SPDX-License-Identifier: MulanPSL-2.0
"""Photos as evidence: how they came, what is said when an original is gone, the page that proves one."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from inspector_app.domain.account import EventKind
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import Finding, Photo
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.photo_evidence import OriginalState, PhotoOrigin
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.operations import case_file, documents, inspections, photo_evidence, photo_exports, photos
from inspector_app.operations.photos import PhotoSource
from inspector_app.operations.security_journal import events
from inspector_app.storage import findings as rows
from inspector_app.storage import outbox
from inspector_app.storage.file_store import sm3
from inspector_app.storage.rows import instant_out
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pictures import corners, photo

RECORD = DocumentKind.INSPECTION_RECORD


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[ProblemCode]:
    return {problem.code for problem in refused.value.problems}


def squeezed(pdf: bytes) -> str:
    """The text of a PDF without spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    finally:
        document.close()
    return "".join(text.split())


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit)


@pytest.fixture
def finding(unit: Workspace, visit: Inspection) -> Finding:
    return a_finding(unit, visit)


def shot(ws: Workspace, finding: Finding, clock: Clock, *, time: str = "2026:11:20 09:10:00", **more: object) -> Photo:
    """A photo that was put in ten minutes after the visit began."""
    data = photo(corners(640, 480), make="HUAWEI", model="LIO-AN00", time=time)
    source = PhotoSource(name="IMG_0001.jpg", data=data, **more)  # type: ignore[arg-type]
    clock.move(minutes=10)
    added = photos.add_photos(ws, finding.inspection_id, [source], finding.id, "王建国").value
    assert added.problems == ()
    return added.photos[0]


def spoil(ws: Workspace, shown: Photo) -> None:
    path = ws.files.path(shown.sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def test_what_is_kept_of_a_photo(unit: Workspace, finding: Finding, clock: Clock) -> None:
    with unit.books() as db:
        outbox.put_clock(db, unit.device, 42, instant_out(unit.now()) or "")
    unit.actor = "李慧敏"
    shown = shot(unit, finding, clock, origin=PhotoOrigin.CARD)
    assert (shown.added_by, shown.source, shown.clock_offset, shown.taker) == ("李慧敏", "card", 42, "王建国")
    original = unit.files.read(shown.sha256)
    assert hashlib.sha256(original).hexdigest() == shown.sha256
    assert sm3(original) == shown.sm3


def test_an_offset_that_nobody_told_is_unknown(unit: Workspace, finding: Finding, clock: Clock) -> None:
    assert shot(unit, finding, clock).clock_offset is None


def test_nothing_of_it_changes_with_the_caption(unit: Workspace, finding: Finding, clock: Clock) -> None:
    before = shot(unit, finding, clock, origin=PhotoOrigin.DRAG)
    unit.actor = "另一人"
    after = photos.amend_photo(unit, before.id, caption="报警器", rotation=90).value
    for name in ("added_by", "source", "clock_offset", "added_at", "sha256", "sm3"):
        assert getattr(after, name) == getattr(before, name)


@pytest.mark.spoils
@pytest.mark.parametrize(
    ("lose", "state", "code"),
    [
        (spoil, OriginalState.CHANGED, ProblemCode.PHOTO_CHANGED),
        (lambda ws, p: ws.files.path(p.sha256).unlink(), OriginalState.MISSING, ProblemCode.PHOTO_MISSING),
    ],
)
def test_an_original_that_is_not_what_it_was_is_named_everywhere(
    unit: Workspace, finding: Finding, clock: Clock, tmp_path: Path, lose: object, state: OriginalState,
    code: ProblemCode,
) -> None:  # fmt: skip
    shown = shot(unit, finding, clock)
    clock.move(minutes=5)
    inspections.finish_inspection(unit, finding.inspection_id)
    photos.thumbnail(unit, shown)
    lose(unit, shown)  # type: ignore[operator]
    assert photos.original_state(unit, shown) is state
    assert [p.code for p in photo_evidence.photo_problems_of(unit, shown.id)] == [code]
    named = [p for p in documents.document_problems(unit, finding.inspection_id, RECORD) if p.code is code]
    assert [(p.where, p.severity, p.fields["name"]) for p in named] == [
        (f"photo:{shown.id}", Severity.BLOCK, "IMG_0001.jpg")
    ]
    for act in (
        lambda: documents.issue_document(unit, finding.inspection_id, RECORD),
        lambda: photo_evidence.evidence_pdf(unit, finding.inspection_id),
        lambda: photo_evidence.stamped_copy(unit, shown.id),
        lambda: photos.print_copy(unit, shown),
        lambda: photos.view(unit, shown),
        lambda: case_file.export_case(unit, finding.inspection_id, tmp_path / "case"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert code in codes(refused)
    with pytest.raises(Refused):
        photo_exports.save_evidence(unit, tmp_path / "e.pdf", finding.inspection_id)
    assert not (tmp_path / "e.pdf").exists()


@pytest.mark.parametrize(("time", "minutes"), [("2026:11:20 09:00:00", 0), ("2026:11:20 08:59:00", 6), ("", 0)])
def test_a_time_far_from_the_visit_is_flagged(
    unit: Workspace, finding: Finding, clock: Clock, time: str, minutes: int
) -> None:
    """The visit began at 09:05; five minutes are near enough (handbook 10)."""
    shown = shot(unit, finding, clock, time=time)
    found = photo_evidence.photo_problems_of(unit, shown.id)
    assert [(p.code, p.severity) for p in found] == ([(ProblemCode.PHOTO_TIME_FAR, Severity.WARN)] if minutes else [])
    if minutes:
        assert found[0].fields["minutes"] == str(minutes)


def test_the_page_holds_everything_that_another_needs(unit: Workspace, finding: Finding, clock: Clock) -> None:
    shown = shot(unit, finding, clock, origin=PhotoOrigin.CAMERA)
    made = photo_evidence.evidence_pdf(unit, finding.inspection_id)
    text = squeezed(made.pdf)
    for part in (
        "照片证据页", finding.description, "王建国", "IMG_0001.jpg", shown.sha256, shown.sm3, "2026-11-2009:10:00",
        "HUAWEILIO-AN00", "JPEG", str(shown.bytes), "本机摄像头", "未知", "不替代原始文件", "甲类仓库东侧",
    ):  # fmt: skip
        assert "".join(part.split()) in text, part
    assert made.pages == 1
    assert photo_evidence.evidence_pdf(unit, finding.inspection_id).pdf == made.pdf, "the same bytes every time"


def test_pages_of_a_finding_or_of_one_photo(unit: Workspace, visit: Inspection, finding: Finding, clock: Clock) -> None:
    mine = shot(unit, finding, clock)
    other = a_finding(unit, visit, place="罐区")
    data = photo(corners(500, 400))
    theirs = photos.add_photos(unit, visit.id, [PhotoSource(name="b.jpg", data=data)], other.id).value.photos[0]
    every = photo_evidence.evidence_pdf(unit, visit.id)
    assert [r.photo.id for r in every.photos] == [mine.id, theirs.id]
    assert [r.number for r in every.photos] == ["1-1", "2-1"]
    assert [r.photo.id for r in photo_evidence.evidence_pdf(unit, visit.id, finding_id=other.id).photos] == [theirs.id]
    assert [r.photo.id for r in photo_evidence.evidence_pdf(unit, visit.id, photo_ids=[mine.id]).photos] == [mine.id]
    with pytest.raises(Refused) as refused:
        photo_evidence.evidence_pdf(unit, visit.id, photo_ids=["nobody"])
    assert codes(refused) == {ProblemCode.NOT_FOUND}


def test_a_stamp_is_on_the_copy_only(unit: Workspace, finding: Finding, clock: Clock) -> None:
    shown = shot(unit, finding, clock)
    before = unit.files.read(shown.sha256)
    plain = Image.open(io.BytesIO(photos.print_copy(unit, shown))).convert("L")
    stamped = Image.open(io.BytesIO(photo_evidence.stamped_copy(unit, shown.id))).convert("L")
    box = ImageChops.difference(plain, stamped).point(lambda v: 255 * (v > 60)).getbbox()
    assert box is not None
    assert box[1] > plain.height * 0.7, "the stamp lies along the lower edge"
    assert unit.files.read(shown.sha256) == before
    with unit.reader() as db:
        assert rows.get_photo(db, shown.id) == shown


def test_what_is_given_out_is_noted_without_its_content(
    unit: Workspace, finding: Finding, clock: Clock, tmp_path: Path
) -> None:
    shown = shot(unit, finding, clock)
    page, copy = tmp_path / "page.pdf", tmp_path / "copy.jpg"
    photo_exports.save_evidence(unit, page, finding.inspection_id)
    photo_exports.save_stamped(unit, copy, shown.id)
    found = {event.subject: event for event in events(unit, (EventKind.EXPORTED,))}
    for name, path in (("photo_evidence", page), ("photo_copy", copy)):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in found[name].detail
        assert "count=1" in found[name].detail
        assert "王建国" not in found[name].detail
