# SPDX-License-Identifier: MulanPSL-2.0
"""Personal data: masked in what is given out unless it is asked for and allowed, and on screen by role."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from inspector_app.domain.account import AccountRole, EventKind
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff.readable import make_readable
from inspector_app.ledgers import enterprises as register
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.ledgers import ledger
from inspector_app.ledgers.ledger_export import export_ledger
from inspector_app.operations import documents, inspections, photos, protection
from inspector_app.operations.enterprise_export import export_enterprises
from inspector_app.operations.enterprise_import import import_enterprises, preview_import
from inspector_app.operations.import_rows import RowAct
from inspector_app.operations.masked_copies import masked_pdf, save_masked
from inspector_app.operations.security_journal import events
from inspector_app.workspace import Workspace, open_workspace
from inspector_app.workspace.protection import unlock_folder
from tests.helpers.clock import Clock
from tests.helpers.makers import OFFICERS, a_finding, an_enterprise, an_inspection, people
from tests.helpers.pictures import photo

PHONE, MASKED_PHONE = "13912345678", "139****5678"
ID_NO, MASKED_ID = "11010519491231002X", "110105********002X"
PASSWORD = "铁砧 与 灯塔 七十二 号"
RECORD = DocumentKind.INSPECTION_RECORD
REGISTER = LedgerQuery(ledger=LedgerName.ENTERPRISES)


@pytest.fixture
def plant(unit: Workspace) -> Enterprise:
    return an_enterprise(unit, phone=PHONE, note=f"联系人身份证{ID_NO}，电话{PHONE}")


@pytest.fixture
def paper(unit: Workspace, plant: Enterprise, clock: Clock) -> OfficialDocument:
    """An issued record whose finding names a person's number."""
    present = Participant(role=PersonRole.ACCOMPANYING, name="钱进", title="安全总监", phone=PHONE)
    visit = an_inspection(unit, plant, people=(*people()[:2], present))
    finding = a_finding(unit, visit, description=f"操作工（身份证{ID_NO}）无证上岗")
    photos.add_photos(unit, visit.id, [photos.PhotoSource(name="a.jpg", data=photo())], finding.id)
    clock.move(hours=1)
    inspections.finish_inspection(unit, visit.id)
    return documents.issue_document(unit, visit.id, RECORD).value


def text_in(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[ProblemCode]:
    return {problem.code for problem in refused.value.problems}


def all_text(path: Path) -> str:
    """Every text of a file that was given out."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return text_in(path.read_bytes()) if path.suffix == ".pdf" else path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json", ".pdf"])
def test_a_ledger_is_masked_unless_whole_is_asked_for(
    unit: Workspace, plant: Enterprise, tmp_path: Path, suffix: str
) -> None:
    columns = ["name", "phone", "note", "credit_code"]
    masked, whole = tmp_path / f"masked{suffix}", tmp_path / f"whole{suffix}"
    export_ledger(unit, REGISTER, masked, columns)
    export_ledger(unit, REGISTER, whole, columns, whole=True)
    said = all_text(masked)
    assert MASKED_PHONE in said
    assert MASKED_ID in said
    assert PHONE not in said
    assert ID_NO not in said
    assert plant.credit_code in said, "a unit's code is no personal data"
    assert {PHONE, ID_NO} <= {part for part in (PHONE, ID_NO) if part in all_text(whole)}


def test_the_register_goes_out_masked_and_comes_back_without_harm(
    unit: Workspace, plant: Enterprise, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    export_enterprises(unit, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = "\n".join(",".join(row) for row in csv.reader(file))
    assert MASKED_PHONE in text
    assert PHONE not in text
    preview = preview_import(unit, path)
    assert [row.act for row in preview.rows] == [RowAct.SAME]
    import_enterprises(unit, preview)
    assert register.enterprise(unit, plant.id) == plant


def test_a_readable_copy_is_masked_and_says_so(unit: Workspace, paper: OfficialDocument, tmp_path: Path) -> None:
    made = make_readable(unit, tmp_path)
    assert made.path is not None
    text = "\n".join(p.read_text(encoding="utf-8-sig") for p in [*made.path.glob("*.csv"), *made.path.glob("*.txt")])
    assert MASKED_PHONE in text
    assert MASKED_ID in text
    assert PHONE not in text
    assert ID_NO not in text
    whole = make_readable(unit, tmp_path, whole=True)
    assert whole.path is not None
    assert PHONE in "".join(p.read_text(encoding="utf-8-sig") for p in whole.path.glob("*.csv"))


def test_what_is_given_out_is_noted_with_count_and_hash(unit: Workspace, plant: Enterprise, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    export_ledger(unit, REGISTER, path, whole=True)
    (event,) = events(unit, (EventKind.EXPORTED,))
    assert event.detail == f"count=1 files=1 sha256={hashlib.sha256(path.read_bytes()).hexdigest()} whole"
    assert plant.name not in event.subject + event.detail


def test_a_masked_copy_hides_the_numbers_and_says_that_it_is_a_copy(
    unit: Workspace, paper: OfficialDocument, tmp_path: Path
) -> None:
    whole, masked = text_in(documents.document_pdf(unit, paper.id)), text_in(masked_pdf(unit, paper))
    assert ID_NO in whole
    assert ID_NO not in masked
    assert MASKED_ID in masked
    assert "副本（个人信息已遮盖，原件存卷）" in masked
    assert paper.number in masked
    save_masked(unit, paper.number, tmp_path / "copy.pdf")
    assert ID_NO not in text_in((tmp_path / "copy.pdf").read_bytes())
    assert ID_NO in text_in(documents.document_pdf(unit, paper.id)), "the issued one stays whole"


@pytest.mark.spoils
def test_an_issued_paper_is_not_printed_while_an_original_is_gone(unit: Workspace, paper: OfficialDocument) -> None:
    documents.record_print(unit, paper.id, 1)
    shown = inspection_ledger.view(unit, paper.inspection_id).photos[0]
    unit.files.path(shown.sha256).unlink()
    with pytest.raises(Refused) as refused:
        documents.record_print(unit, paper.id, 1)
    assert codes(refused) == {ProblemCode.PHOTO_MISSING}
    assert documents.document_pdf(unit, paper.id).startswith(b"%PDF"), "its frozen bytes can still be looked at"


@pytest.fixture
def reader(unit: Workspace, paper: OfficialDocument, clock: Clock) -> Iterator[Workspace]:
    """The same data, opened by somebody who may only read."""
    from inspector_app.operations.accounts import AccountDraft, add_account

    protection.protect(unit, OFFICERS[0][0], PASSWORD, certificate_no=OFFICERS[0][1])
    add_account(unit, AccountDraft(name="只读人", role=AccountRole.READER), "纸鸢 过 了 九重 山")
    unit.close()
    opened = open_workspace(unit.folder, login=unlock_folder(unit.folder, "只读人", "纸鸢 过 了 九重 山"), clock=clock)
    yield opened
    opened.close()


def test_a_reader_sees_numbers_masked_everywhere_and_gives_nothing_out(
    reader: Workspace, plant: Enterprise, paper: OfficialDocument, tmp_path: Path
) -> None:
    assert register.enterprise(reader, plant.id).phone == MASKED_PHONE
    assert MASKED_ID in register.enterprise(reader, plant.id).note
    view = inspection_ledger.view(reader, paper.inspection_id)
    assert [p.phone for p in view.inspection.people if p.phone] == [MASKED_PHONE]
    assert MASKED_ID in view.findings[0].description
    (row,) = ledger.page(reader, REGISTER, 0, 10, ["phone", "credit_code"])
    assert row.cells == (MASKED_PHONE, plant.credit_code)
    assert ID_NO not in text_in(documents.document_pdf(reader, paper.id))
    for act in (
        lambda: export_ledger(reader, REGISTER, tmp_path / "a.csv"),
        lambda: export_enterprises(reader, tmp_path / "b.csv"),
        lambda: make_readable(reader, tmp_path),
        lambda: save_masked(reader, paper.id, tmp_path / "c.pdf"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == {ProblemCode.NOT_PERMITTED}
    assert list(tmp_path.glob("*.csv")) == []
