# SPDX-License-Identifier: MulanPSL-2.0
"""The file of a case: everything in its order in one PDF whose index tells the pages, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.domain.service import AttachmentKind
from inspector_app.law.case_file import FILE_NAME, load_case_words
from inspector_app.ledgers import inspections as rows
from inspector_app.locations import bundled
from inspector_app.operations import attachments, case_file, documents, inspection_moves
from inspector_app.workspace import Workspace
from tests.helpers.case_day import CaseDay
from tests.helpers.clock import Clock
from tests.helpers.makers import an_inspection
from tests.helpers.pictures import photo

K = DocumentKind


@pytest.fixture
def day(ws: Workspace, clock: Clock, tmp_path: Path) -> CaseDay:
    """A case with an approval, a record, a voided order, an order with its scan, a measure, a licence, a recording."""
    made = CaseDay(ws, clock, tmp_path)
    made.begin()
    made.task()
    made.issue(K.INSPECTION_APPROVAL)
    made.complete()
    made.issue(K.INSPECTION_RECORD)
    wrong = made.issue(K.RECTIFICATION_ORDER)
    documents.void_document(ws, wrong.id, "期限写错")
    order = made.issue(K.RECTIFICATION_ORDER)
    made.issue(K.ONSITE_MEASURE, measures=("suspend_business",))
    attach(made, "scan.pdf", a_scan(2), AttachmentKind.SIGNED_SCAN, order)
    attach(made, "licence.jpg", photo(), AttachmentKind.LICENCE, title="营业执照")
    attach(made, "sound.mp3", b"ID3" + bytes(300), AttachmentKind.RECORDING, title="现场录音")
    return made


def attach(
    day: CaseDay, name: str, data: bytes, kind: AttachmentKind, of: OfficialDocument | None = None, title: str = ""
) -> None:
    path = day.folder / name
    path.write_bytes(data)
    day.clock.move(minutes=1)
    target = of.id if of else ""
    attachments.attach_file(day.ws, day.inspection.id, path, kind, title, document_id=target)


def a_scan(pages: int) -> bytes:
    import io

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for n in range(pages):
        canvas.setFillColorRGB(0.9 - 0.3 * n, 0.2, 0.2)
        canvas.rect(50, 50, 495, 742, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pages_of(pdf: bytes | Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def picture(pdf: bytes | Path, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        made: Image.Image = document[page].render(scale=1).to_pil().convert("L")
        return made
    finally:
        document.close()


def manifest_of(folder: Path) -> Any:
    return json.loads((folder / case_file.MANIFEST).read_text(encoding="utf-8"))


def test_the_bound_file_has_everything_in_its_order(day: CaseDay, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = case_file.export_case(
        day.ws, day.inspection.id, tmp_path / "out", lambda done, total: told.append((done, total)), retention="长期"
    )
    assert made.pdf.name == "案卷.pdf" and made.folder == tmp_path / "out"
    manifest = manifest_of(made.folder)
    names = [piece["name"] for piece in manifest["pieces"]]
    assert names == [
        "责令限期整改指令书", "责令限期整改指令书（签字盖章件）", "现场处理措施决定书",  # decisions first
        "行政检查审批表", "现场检查记录", "营业执照", "现场录音",  # then by time
    ]  # fmt: skip
    pages = pages_of(made.pdf)
    assert len(pages) == made.pages == manifest["pages"]
    assert all(text.endswith(str(n)) for n, text in enumerate(pages, start=1)), "numbered through, at the lower right"
    assert "行政执法案卷" in pages[0] and "长期" in pages[0] and f"7件，{made.pages}页" in pages[0]
    assert "清河县第1化工有限公司2026年11月20日安全生产行政检查案卷" in pages[0]
    assert "卷内目录" in pages[1] and "作废文书不入卷：（清河）应急责改〔2026〕1号" in pages[1]
    for piece in manifest["pieces"]:
        if piece["name"] == "现场录音":
            assert "bound_pages" not in piece
            continue
        first, last = piece["bound_pages"]
        assert (f"{first}-{last}" if last > first else str(first)) in pages[1], "as the index tells"
        title = piece["name"].replace("（签字盖章件）", "")
        assert title in pages[first - 1]
        assert pages[first - 1].count(piece["number"]) >= bool(piece["number"])
    assert told[0][0] == 1 and told[-1][0] == told[-1][1] - 1
    assert [d["number"] for d in manifest["void"]] == ["（清河）应急责改〔2026〕1号"]


def test_a_frozen_document_is_bound_as_it_is(day: CaseDay, tmp_path: Path) -> None:
    made = case_file.export_case(day.ws, day.inspection.id, tmp_path / "out")
    order = day.issued[K.RECTIFICATION_ORDER]
    first, last = next(p["bound_pages"] for p in manifest_of(made.folder)["pieces"] if p["number"] == order.number)
    frozen = documents.document_pdf(day.ws, order.id)
    assert last - first + 1 == order.pages
    for n in range(order.pages):
        own, bound = picture(frozen, n), picture(made.pdf, first - 1 + n)
        differs = ImageChops.difference(own, bound).getbbox()
        assert differs is not None, "the page number was added"
        left, top, _, _ = differs
        assert left > 500 and top > 780, "and nothing but the page number"
    scan = picture(made.pdf, last)  # the signed scan follows its print
    assert 90 < scan.getpixel((300, 400)) < 120, "the red of the scan's first page"  # type: ignore[operator]


def test_the_folder_names_every_file_with_its_hashes(day: CaseDay, tmp_path: Path) -> None:
    made = case_file.export_case(day.ws, day.inspection.id, tmp_path / "deep" / "out")
    manifest = manifest_of(made.folder)
    listed = {file["path"]: file for file in manifest["files"]}
    there = {p.relative_to(made.folder).as_posix() for p in made.folder.rglob("*") if p.is_file()}
    assert there == {*listed, "manifest.json"} and made.files == len(listed)
    for path, file in listed.items():
        data = (made.folder / path).read_bytes()
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
        assert file["sm3"] == hashlib.new("sm3", data).hexdigest()
    kinds = [file["kind"] for file in manifest["files"]]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "attachment": 2, "bound": 1, "document": 5, "photo": 3, "scan": 1,
    }  # fmt: skip
    scan = next(file for file in manifest["files"] if file["kind"] == "scan")
    assert (scan["of"], scan["pages"]) == (day.issued[K.RECTIFICATION_ORDER].number, 2)
    void = next(file for file in manifest["files"] if file.get("state") == "void")
    assert void["path"].startswith("作废文书/") and void["void_reason"] == "期限写错"
    photos = [file for file in manifest["files"] if file["kind"] == "photo"]
    assert [p["finding"] for p in photos] == [1, 2, 3]
    assert made.sha256 == listed["案卷.pdf"]["sha256"]


def test_only_a_new_or_empty_folder_is_taken(day: CaseDay, tmp_path: Path) -> None:
    full, empty, file = tmp_path / "full", tmp_path / "empty", tmp_path / "file"
    full.mkdir()
    empty.mkdir()
    (full / "other.txt").write_text("x", encoding="utf-8")
    file.write_text("x", encoding="utf-8")
    for target, code in ((full, ProblemCode.FOLDER_NOT_EMPTY), (file, ProblemCode.FOLDER_NOT_WRITABLE)):
        with pytest.raises(Refused) as refused:
            case_file.export_case(day.ws, day.inspection.id, target)
        assert [p.code for p in refused.value.problems] == [code]
    assert [p.name for p in full.iterdir()] == ["other.txt"]
    case_file.export_case(day.ws, day.inspection.id, empty)
    assert (empty / "案卷.pdf").is_file()
    with pytest.raises(Refused) as refused:
        case_file.export_case(day.ws, "nobody", tmp_path / "new")
    assert [p.code for p in refused.value.problems] == [ProblemCode.NOT_FOUND]


def test_lost_files_are_all_named_and_nothing_is_left_behind(day: CaseDay, tmp_path: Path) -> None:
    found = rows.view(day.ws, day.inspection.id)
    lost = day.ws.files.path(found.photos[0].sha256)
    changed = day.ws.files.path(day.issued[K.INSPECTION_RECORD].sha256)
    lost.unlink()
    changed.chmod(0o644)
    changed.write_bytes(b"%PDF-changed")
    target = tmp_path / "targets" / "out"
    target.parent.mkdir()
    with pytest.raises(Refused) as refused:
        case_file.export_case(day.ws, day.inspection.id, target)
    assert {p.code for p in refused.value.problems} == {ProblemCode.PHOTO_MISSING, ProblemCode.FILE_CHANGED}
    assert list(target.parent.iterdir()) == []


def test_a_broken_off_export_leaves_nothing(day: CaseDay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "targets" / "out"
    target.parent.mkdir()

    def fails(done: int, total: int) -> None:
        if done == total - 2:  # among the files
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        case_file.export_case(day.ws, day.inspection.id, target, fails)
    assert list(target.parent.iterdir()) == []


def test_long_indexes_still_tell_the_right_pages(day: CaseDay, tmp_path: Path) -> None:
    for n in range(45):
        attach(day, f"paper{n}.pdf", a_scan(1) + b"\n%" + str(n).encode(), AttachmentKind.OTHER, title=f"第{n}号材料")
    made = case_file.export_case(day.ws, day.inspection.id, tmp_path / "out")
    pages, manifest = pages_of(made.pdf), manifest_of(made.folder)
    assert "卷内目录（续）" in pages[2], "the index takes several pages"
    last = manifest["pieces"][-1]
    assert last["name"] == "第44号材料" and last["bound_pages"] == [made.pages, made.pages]
    assert "第44号材料" in pages[-1]


def test_rare_characters_are_shown_not_refused(ws: Workspace, clock: Clock, tmp_path: Path) -> None:
    day = CaseDay(ws, clock, tmp_path)
    day.begin()
    attach(day, "x.jpg", photo(), AttachmentKind.OTHER, title="证明\u202e材料\U0002ffff")
    made = case_file.export_case(ws, day.inspection.id, tmp_path / "out")
    index = pages_of(made.pdf)[1]
    assert "证明〔U+202E〕材料〔U+2FFFF〕" in index


def test_the_export_shows_the_review_and_closing_asks_for_it(day: CaseDay, tmp_path: Path) -> None:
    made = case_file.export_case(day.ws, day.inspection.id, tmp_path / "out")
    blocks = [r for r in made.review.results if r.problem.severity is Severity.BLOCK and r.is_open]
    assert blocks, "the record was not signed, the order not served"
    shown = manifest_of(made.folder)["review"]
    assert shown["clean"] is False and {r["rule"] for r in shown["open"]} >= {b.rule.id for b in blocks}
    with pytest.raises(Refused) as refused:
        case_file.close_case(day.ws, day.inspection.id)
    assert {p.fields.get("rule") for p in refused.value.problems} == {b.rule.id for b in blocks}
    assert rows.view(day.ws, day.inspection.id).inspection.state is InspectionState.FINISHED


def test_a_visit_that_was_called_off_is_closed(unit: Workspace) -> None:
    visit = an_inspection(unit)
    with pytest.raises(Refused):
        case_file.close_case(unit, visit.id)
    assert rows.view(unit, visit.id).inspection.state is InspectionState.OPEN
    inspection_moves.terminate(unit, visit.id, "企业已搬迁")
    assert case_file.close_case(unit, visit.id).value.state is InspectionState.FILED
    assert inspection_moves.visits_this_year(unit, visit.enterprise_id, 2026).count == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [('{pages}页"\njoin', '{leaves}页"\njoin'), ('title = "卷内目录"', ""), ('mark = "FM"', 'mark = "X"')],
)
def test_faulty_words_are_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (bundled("forms") / "law" / FILE_NAME).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE_NAME).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused):
        load_case_words(tmp_path)
