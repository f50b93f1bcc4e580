# SPDX-License-Identifier: MulanPSL-2.0
"""Issuing: one transaction, numbers from the block, frozen bytes, and what the law refuses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.checklist import Clause, DeadlineClass, Verified
from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.finding import FindingDraft, FindingStatus, Grade
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.numbering import NumberBlock, next_serial
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import findings as finding_rows
from inspector_app.ledgers import inspections as rows
from inspector_app.operations import document_drafts, documents, findings, forms, inspections, organs, photos, undo
from inspector_app.storage.driver import DatabaseError
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.after_issue import MAJOR_CLAUSE
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, a_finding, a_unit, an_inspection, an_order
from tests.helpers.pictures import photo

RECORD, ORDER = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER


@pytest.fixture
def visit(unit: Workspace, clock: Clock) -> Inspection:
    """A finished inspection with two findings."""
    made = an_inspection(unit)
    a_finding(unit, made)
    a_finding(
        unit, made, place="装卸区", description="鹤管静电接地线断开", measure="恢复接地",
        deadline_class=DeadlineClass.WITHIN_DAYS, deadline=date(2026, 12, 5),
    )  # fmt: skip
    clock.move(hours=2)
    return inspections.finish_inspection(unit, made.id).value


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[ProblemCode]:
    return {p.code for p in refused.value.problems if p.severity is Severity.BLOCK}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_issued_record_and_order_are_numbered_frozen_and_readable(unit: Workspace, visit: Inspection) -> None:
    record = documents.issue_document(unit, visit.id, RECORD).value
    order = an_order(unit, visit.id)
    assert (record.number, order.number) == ("（清河）应急检记〔2026〕1号", "（清河）应急责改〔2026〕1号")
    for document in (record, order):
        pdf = documents.document_pdf(unit, document.id)
        assert hashlib.sha256(pdf).hexdigest() == document.sha256
        text = squeezed(text_of(pdf))
        assert document.number in text
        assert f"第1页共{document.pages}页" in text
        for finding in rows.view(unit, visit.id).live_findings:
            assert squeezed(finding.description) in text
    assert "清河县人民政府" in squeezed(text_of(documents.document_pdf(unit, order.id)))
    assert "行政复议" not in text_of(documents.document_pdf(unit, record.id)), "no remedy on a record"
    assert {f.status for f in rows.view(unit, visit.id).findings} == {FindingStatus.ORDERED}
    assert unit.check().is_well


def test_issued_bytes_survive_reopening_and_amending(unit: Workspace, visit: Inspection) -> None:
    order = an_order(unit, visit.id)
    before = documents.document_pdf(unit, order.id)
    organs.set_organ(unit, organs.OrganDraft(name="改名的机关", short_name="改"))
    unit.close()
    again = open_workspace(unit.folder)
    try:
        assert documents.document_pdf(again, order.number) == before
    finally:
        again.close()


def test_a_draft_takes_no_number_and_says_so(unit: Workspace, visit: Inspection) -> None:
    documents.issue_document(unit, visit.id, RECORD)
    preview = documents.preview_document(unit, visit.id, ORDER)
    assert "草稿" in text_of(preview.pdf)
    assert [row.document.kind for row in document_rows.rows(unit)] == [RECORD]
    assert not [p for p in preview.problems if p.severity is Severity.BLOCK]
    assert an_order(unit, visit.id).serial == 1


def test_an_unfinished_inspection_has_no_documents(unit: Workspace) -> None:
    made = an_inspection(unit)
    a_finding(unit, made)
    with pytest.raises(Refused) as refused:
        documents.issue_document(unit, made.id, RECORD)
    assert ProblemCode.INSPECTION_NOT_FINISHED in codes(refused)
    assert organ_numbers(unit) == []


def organ_numbers(ws: Workspace) -> list[int]:
    return [row.document.serial for row in document_rows.rows(ws)]


def test_a_second_record_is_refused_and_a_void_number_is_never_used_again(unit: Workspace, visit: Inspection) -> None:
    first = documents.issue_document(unit, visit.id, RECORD).value
    with pytest.raises(Refused) as refused:
        documents.issue_document(unit, visit.id, RECORD)
    assert codes(refused) == {ProblemCode.DOCUMENT_EXISTS}
    with pytest.raises(Refused) as refused:
        documents.void_document(unit, first.id, "  ")
    assert codes(refused) == {ProblemCode.REASON_MISSING}
    void = documents.void_document(unit, first.id, "检查时间写错").value
    assert (void.state, void.void_reason, void.number) == (DocumentState.VOID, "检查时间写错", first.number)
    assert documents.issue_document(unit, visit.id, RECORD).value.serial == 2
    with pytest.raises(Refused) as refused:
        documents.void_document(unit, first.id, "再次")
    assert codes(refused) == {ProblemCode.DOCUMENT_VOID}
    assert documents.document_pdf(unit, first.id), "a void document can still be read"


def test_a_record_under_a_valid_order_is_not_voided(unit: Workspace, visit: Inspection) -> None:
    record = documents.issue_document(unit, visit.id, RECORD).value
    order = an_order(unit, visit.id)
    with pytest.raises(Refused) as refused:
        documents.void_document(unit, record.id, "x")
    assert codes(refused) == {ProblemCode.DOCUMENT_EXISTS}
    documents.void_document(unit, order.id, "期限写错")
    assert {f.status for f in rows.view(unit, visit.id).findings} == {FindingStatus.RECORDED}, "free for a new order"
    assert an_order(unit, visit.id).serial == 2


def test_an_ordered_finding_is_frozen(unit: Workspace, visit: Inspection) -> None:
    order = an_order(unit, visit.id)
    finding = rows.view(unit, visit.id).live_findings[0]
    same = FindingDraft(**{n: getattr(finding, n) for n in findings.DRAFT_FIELDS})
    for work in (
        lambda: findings.amend_finding(unit, finding.id, replace(same, description="别的")),
        lambda: findings.withdraw_finding(unit, finding.id, "x"),
    ):
        with pytest.raises(Refused) as refused:
            work()
        assert codes(refused) == {ProblemCode.FINDING_FROZEN}
        assert refused.value.problems[0].fields["number"] == order.number


def test_after_the_record_only_deadline_measure_and_basis_may_change(unit: Workspace, visit: Inspection) -> None:
    documents.issue_document(unit, visit.id, RECORD)
    finding = rows.view(unit, visit.id).live_findings[1]
    same = FindingDraft(**{n: getattr(finding, n) for n in findings.DRAFT_FIELDS})
    assert findings.amend_finding(unit, finding.id, replace(same, deadline=date(2026, 12, 9))).value.deadline
    with pytest.raises(Refused) as refused:
        findings.amend_finding(unit, finding.id, replace(same, place="别处"))
    assert codes(refused) == {ProblemCode.FINDING_FROZEN}


def test_the_database_itself_refuses_to_change_an_issued_document(unit: Workspace, visit: Inspection) -> None:
    an_order(unit, visit.id)
    conn = unit._opened.writer.conn
    for statement in (
        "UPDATE documents SET number = 'x'",
        "UPDATE documents SET content = '{}'",
        "DELETE FROM documents",
        "UPDATE document_lines SET deadline = '2030-01-01'",
    ):
        with pytest.raises(DatabaseError, match="never"):
            conn.execute(statement)


def test_what_left_on_paper_is_not_undone(unit: Workspace, visit: Inspection) -> None:
    an_order(unit, visit.id)
    assert undo.next_undo(unit) is None
    with pytest.raises(Refused) as refused:
        undo.undo_last(unit)
    assert codes(refused) == {ProblemCode.UNDO_BARRIER}


def change(ws: Workspace, visit: Inspection, **values: object) -> None:
    finding = rows.view(ws, visit.id).live_findings[1]
    same = FindingDraft(**{n: getattr(finding, n) for n in findings.DRAFT_FIELDS})
    findings.amend_finding(ws, finding.id, replace(same, **values))  # type: ignore[arg-type]


UNSURE = Clause(law="X", name="某标准", clause="3.1", verified=Verified.M)
GONE = replace(CLAUSE, effective_to=date(2026, 1, 31))
NOT_YET = replace(CLAUSE, effective_from=date(2027, 1, 1))

BAD: list[tuple[dict[str, object], ProblemCode]] = [
    ({"deadline": date(2026, 11, 20)}, ProblemCode.DEADLINE_NOT_AFTER_ISSUE),  # handbook T15
    ({"deadline": date(2026, 11, 1)}, ProblemCode.DEADLINE_NOT_AFTER_ISSUE),
    ({"deadline": None}, ProblemCode.DEADLINE_MISSING),
    ({"description": "〔设备〕无防护罩"}, ProblemCode.FINDING_SLOT_OPEN),
    ({"description": ""}, ProblemCode.FINDING_NO_DESCRIPTION),
    ({"clauses": ()}, ProblemCode.FINDING_NO_BASIS),
    ({"clauses": (UNSURE,)}, ProblemCode.BASIS_UNVERIFIED),
    ({"clauses": (GONE,)}, ProblemCode.BASIS_NOT_IN_FORCE),  # handbook T8
    ({"clauses": (NOT_YET,)}, ProblemCode.BASIS_NOT_IN_FORCE),
    ({"description": "缺字\U000323af"}, ProblemCode.GLYPH_MISSING),
]


@pytest.mark.parametrize(("values", "code"), BAD)
def test_a_bad_line_is_refused_before_a_number_is_used(
    unit: Workspace, visit: Inspection, values: dict[str, object], code: ProblemCode
) -> None:
    change(unit, visit, **values)
    with pytest.raises(Refused) as refused:
        documents.issue_document(unit, visit.id, ORDER)
    assert code in codes(refused)
    assert code in {p.code for p in documents.preview_document(unit, visit.id, ORDER).problems}
    assert organ_numbers(unit) == []
    assert {f.status for f in rows.view(unit, visit.id).findings} == {FindingStatus.RECORDED}


def test_an_unverified_clause_is_left_out_unless_a_person_confirms_it(unit: Workspace, visit: Inspection) -> None:
    change(unit, visit, clauses=(CLAUSE, UNSURE))
    first = an_order(unit, visit.id)
    assert "某标准" not in text_of(documents.document_pdf(unit, first.id))
    documents.void_document(unit, first.id, "补依据")
    finding = rows.view(unit, visit.id).live_findings[1]
    findings.confirm_clause(unit, finding.id, 1, "王建国")
    second = an_order(unit, visit.id)
    assert "某标准" in text_of(documents.document_pdf(unit, second.id))


def test_a_clause_may_still_be_confirmed_after_the_record(unit: Workspace, visit: Inspection) -> None:
    change(unit, visit, clauses=(UNSURE,))
    documents.issue_document(unit, visit.id, RECORD)
    finding = rows.view(unit, visit.id).live_findings[1]
    assert findings.confirm_clause(unit, finding.id, 0, "王建国").value.clauses[0].may_be_printed
    an_order(unit, visit.id)
    with pytest.raises(Refused) as refused:
        findings.confirm_clause(unit, finding.id, 0, "李慧敏")
    assert codes(refused) == {ProblemCode.FINDING_FROZEN}


def test_findings_left_out_wait_for_another_order(unit: Workspace, visit: Inspection) -> None:
    first, second = rows.view(unit, visit.id).live_findings
    document_drafts.choose_findings(unit, visit.id, ORDER, [first.id])
    assert document_drafts.chosen_ids(unit, visit.id, ORDER) == (first.id,)
    an_order(unit, visit.id)
    document_drafts.choose_findings(unit, visit.id, ORDER, [second.id])
    an_order(unit, visit.id)
    numbers = {r.finding.id: r.document_number for r in finding_rows.rows(unit)}
    assert numbers == {first.id: "（清河）应急责改〔2026〕1号", second.id: "（清河）应急责改〔2026〕2号"}
    with pytest.raises(Refused) as refused:
        documents.issue_document(unit, visit.id, ORDER)
    assert ProblemCode.DOCUMENT_EXISTS in codes(refused)


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ({"court": ""}, ProblemCode.ORGAN_INCOMPLETE),
        ({"review_organ": ""}, ProblemCode.ORGAN_INCOMPLETE),
        ({"enforcement_power": "none"}, ProblemCode.ORGAN_WITHOUT_POWER),
    ],
)
def test_an_organ_that_may_not_issue_is_refused(
    unit: Workspace, visit: Inspection, profile: dict[str, str], code: ProblemCode
) -> None:
    values = {"name": "清河县应急管理局", "short_name": "清河", "review_organ": "某政府", "court": "某法院", **profile}
    from inspector_app.domain.organ import EnforcementPower

    power = EnforcementPower(values.pop("enforcement_power", "full"))
    organs.set_organ(unit, organs.OrganDraft(**values, enforcement_power=power))
    with pytest.raises(Refused) as refused:
        documents.issue_document(unit, visit.id, ORDER)
    assert code in codes(refused)


def test_the_year_of_the_number_is_the_year_of_issue(unit: Workspace, visit: Inspection, clock: Clock) -> None:
    documents.issue_document(unit, visit.id, RECORD)
    clock.move(days=60)
    change(unit, visit, deadline=date(2027, 3, 1))
    order = an_order(unit, visit.id)
    assert order.number == "（清河）应急责改〔2027〕1号"
    assert order.issued_on == date(2027, 1, 19)


def test_dates_of_issue_before_the_inspection_or_after_today_are_refused(unit: Workspace, visit: Inspection) -> None:
    for on, code in (
        (date(2026, 11, 19), ProblemCode.ISSUE_DATE_BEFORE_INSPECTION),
        (date(2026, 11, 21), ProblemCode.ISSUE_DATE_IN_FUTURE),
    ):
        with pytest.raises(Refused) as refused:
            documents.issue_document(unit, visit.id, RECORD, issued_on=on)
        assert code in codes(refused)


def test_photos_are_printed_and_a_lost_original_is_named(unit: Workspace, clock: Clock) -> None:
    made = an_inspection(unit)
    finding = a_finding(unit, made)
    data = photo()
    added = photos.add_photos(unit, made.id, [photos.PhotoSource(name="a.jpg", data=data)], finding.id).value
    assert added.problems == ()
    clock.move(hours=1)
    inspections.finish_inspection(unit, made.id)
    path = unit.files.path(added.photos[0].sha256)
    path.rename(path.with_suffix(".away"))
    with pytest.raises(Refused) as refused:
        documents.issue_document(unit, made.id, RECORD)
    assert codes(refused) == {ProblemCode.PHOTO_MISSING}
    path.with_suffix(".away").rename(path)
    record = documents.issue_document(unit, made.id, RECORD).value
    text = squeezed(text_of(documents.document_pdf(unit, record.id)))
    assert added.photos[0].sha256[:8] in text
    assert "拍摄人＿＿＿＿＿＿" in text, "nobody said who took it, so nobody is named"
    with pytest.raises(Refused) as refused:
        photos.remove_photo(unit, added.photos[0].id, "x")
    assert codes(refused) == {ProblemCode.FINDING_FROZEN}


def test_a_date_set_for_an_immediate_finding_is_printed(unit: Workspace, visit: Inspection) -> None:
    change(unit, visit, deadline_class=DeadlineClass.IMMEDIATE, deadline=date(2026, 12, 5))
    order = an_order(unit, visit.id)
    text = squeezed(text_of(documents.document_pdf(unit, order.id)))
    assert "第1项问题立即整改" in text
    assert "第2项问题于2026年12月5日前整改完毕" in text


def test_a_changed_pdf_is_never_shown(unit: Workspace, visit: Inspection) -> None:
    order = an_order(unit, visit.id)
    path = unit.files.path(order.sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"%PDF-1", b"%PDF-2"))
    with pytest.raises(Refused) as refused:
        documents.document_pdf(unit, order.id)
    assert codes(refused) == {ProblemCode.FILE_CHANGED}
    assert unit.check().files == (order.sha256,)


def test_a_major_finding_is_marked(unit: Workspace, visit: Inspection) -> None:
    change(unit, visit, grade=Grade.MAJOR, clauses=(CLAUSE, MAJOR_CLAUSE))
    finding = rows.view(unit, visit.id).live_findings[1]
    photos.add_photos(unit, visit.id, [photos.PhotoSource(name="a.jpg", data=photo())], finding.id)
    order = an_order(unit, visit.id)
    assert "重大事故隐患" in text_of(documents.document_pdf(unit, order.id))


def test_demo_organ_is_marked_on_every_page(ws: Workspace, clock: Clock) -> None:
    a_unit(ws, is_demo=True)
    made = an_inspection(ws)
    for n in range(15):
        a_finding(ws, made, place=f"{n}号罐")
    clock.move(hours=1)
    inspections.finish_inspection(ws, made.id)
    order = an_order(ws, made.id)
    pages = pypdfium2.PdfDocument(documents.document_pdf(ws, order.id))
    assert len(pages) > 1
    assert all("演示" in page.get_textpage().get_text_range() for page in pages)


@given(used=st.sets(st.integers(1, 40)), starts=st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9)), max_size=3))
def test_next_serial_is_the_smallest_unused_of_the_blocks(used: set[int], starts: list[tuple[int, int]]) -> None:
    blocks = [
        NumberBlock(id=str(n), word="w", year=2026, first=a, last=a + b, device="d") for n, (a, b) in enumerate(starts)
    ]
    free = sorted({s for b in blocks for s in range(b.first, b.last + 1)} - used)
    assert next_serial(blocks, used) == (free[0] if free else None)


def test_names_of_files_are_safe(unit: Workspace, visit: Inspection) -> None:
    order = an_order(unit, visit.id)
    name: Callable[[str], str] = lambda n: documents.file_name(order, n)  # noqa: E731
    assert name("甲公司") == "（清河）应急责改〔2026〕1号_甲公司_20261120.pdf"
    assert "/" not in name("a/b\\c:d")
    assert len(name("长" * 200).encode()) < 210


def test_an_issued_document_keeps_the_form_it_was_made_with(unit: Workspace, visit: Inspection) -> None:
    documents.issue_document(unit, visit.id, RECORD)
    own = forms.copy_form(unit, ORDER)
    text = own.read_text(encoding="utf-8")
    own.write_text(
        text.replace('version = "', 'version = "清河.', 1).replace("经查，你单位", "经现场检查，你单位"), "utf-8"
    )
    order = documents.issue_document(unit, visit.id, ORDER).value
    before = documents.document_pdf(unit, order.id)
    assert order.form_version.startswith("清河.") and "经现场检查，你单位" in squeezed(text_of(before))
    own.unlink()
    assert documents.document_pdf(unit, order.id) == before
    kept = document_rows.find(unit, order.number)
    assert kept is not None and (kept.document.form_version, kept.document.form_sha256) == (
        order.form_version,
        order.form_sha256,
    )
