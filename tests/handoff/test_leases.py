# SPDX-License-Identifier: MulanPSL-2.0
"""Numbers from the office: who gets which, what comes back, what is lost, what a unit keeps that joins later."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.numbering import NumberBlock
from inspector_app.domain.organ import SerialMode
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.domain.problems import Refused
from inspector_app.domain.unit import BlockState
from inspector_app.handoff import devices, enrolment, leases
from inspector_app.ledgers import organs as ledger
from inspector_app.operations import documents, inspections, number_register, numbers
from inspector_app.operations.review import review as case_review
from inspector_app.storage import documents as stored
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit, an_enterprise, an_inspection
from tests.helpers.unit import a_laptop, an_office, exchange

RECORD, ORDER, INTERVIEW = (
    DocumentKind.INSPECTION_RECORD,
    DocumentKind.RECTIFICATION_ORDER,
    DocumentKind.INTERVIEW_RECORD,
)


class Unit:
    """An office and two laptops that know each other."""

    def __init__(self, root: Path, clock: Clock, **organ: object) -> None:
        self.root, self.clock = root, clock
        self.office = an_office(root / "office", clock, **organ)
        self.one = a_laptop(root / "one", self.office, "一中队", holder="王建国")
        self.two = a_laptop(root / "two", self.office, "二中队")

    def lease(self, device: str, count: int, kind: DocumentKind | str = RECORD) -> NumberBlock:
        made = leases.lease(self.office, device, kind, count).value
        self.meet()
        return made[0]

    def meet(self) -> None:
        for laptop in (self.one, self.two):
            exchange(self.office, laptop)
        exchange(self.office, self.one)

    def close(self) -> None:
        for ws in (self.office, self.one, self.two):
            ws.close()


@pytest.fixture
def trio(tmp_path: Path, clock: Clock) -> Iterator[Unit]:
    made = Unit(tmp_path, clock)
    yield made
    made.close()


def a_visit(ws: Workspace, clock: Clock, n: int = 1) -> str:
    visit = an_inspection(ws, an_enterprise(ws, n))
    clock.move(hours=2)
    inspections.finish_inspection(ws, visit.id)
    return visit.id


def issue(ws: Workspace, visit: str, kind: DocumentKind = RECORD) -> OfficialDocument:
    return documents.issue_document(ws, visit, kind, reasons={"*": "测试"}).value


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[P]:
    return [problem.code for problem in refused.value.problems]


def test_a_laptop_of_an_office_has_no_numbers_of_its_own(trio: Unit) -> None:
    visit = a_visit(trio.one, trio.clock)
    with pytest.raises(Refused) as refused:
        issue(trio.one, visit)
    assert codes(refused) == [P.LEASE_MISSING]
    assert refused.value.problems[0].fields["word"] == "应急检记"
    with pytest.raises(Refused) as refused:
        numbers.add_block(trio.one, numbers.BlockDraft(word="应急检记", year=2026, first=1, last=9))
    assert codes(refused) == [P.NUMBERS_OF_OFFICE]
    trio.lease("一中队", 10)
    assert issue(trio.one, visit).number == "（清河）应急检记〔2026〕1号"


def test_each_laptop_numbers_from_its_own_range(trio: Unit) -> None:
    one, two = trio.lease("一中队", 2), trio.lease("二中队", 30)
    assert [(b.first, b.last, b.state) for b in (one, two)] == [(1, 2, BlockState.LEASED), (3, 32, BlockState.LEASED)]
    assert (one.device, one.incarnation) == (trio.one.device, trio.one.incarnation)
    first = [issue(trio.one, a_visit(trio.one, trio.clock, n)).serial for n in (1, 2)]
    assert first == [1, 2]
    assert issue(trio.two, a_visit(trio.two, trio.clock, 3)).serial == 3
    third = a_visit(trio.one, trio.clock, 4)
    with pytest.raises(Refused) as refused:
        issue(trio.one, third)
    assert codes(refused) == [P.LEASE_MISSING]
    assert trio.lease("王建国", 5).first == 33
    assert issue(trio.one, third).serial == 33
    trio.meet()
    assert trio.office.digest() == trio.one.digest()
    assert trio.one.check().is_well


def test_the_office_leases_to_itself_in_the_same_operation(trio: Unit) -> None:
    trio.lease("一中队", 7)
    made = issue(trio.office, a_visit(trio.office, trio.clock))
    assert made.serial == 8
    own = [entry for entry in leases.leases(trio.office, device=trio.office.device) if entry.block.word == made.word]
    assert [(entry.block.first, entry.block.last, entry.used, entry.open) for entry in own] == [(8, 107, 1, 99)]
    assert trio.lease("二中队", 3).first == 108


def test_all_kinds_get_numbers_and_words_that_two_forms_share_get_them_once(trio: Unit) -> None:
    made = leases.lease(trio.office, "一中队", leases.ALL, 20).value
    words = [block.word for block in made]
    assert len(words) == len(set(words))
    assert {"应急检记", "应急责改", "询问笔录", "隐告"} <= set(words)
    assert {(block.first, block.last) for block in made} == {(1, 20)}


def test_numbered_by_case_all_words_share_a_range(tmp_path: Path, clock: Clock) -> None:
    trio = Unit(tmp_path, clock, serial_mode=SerialMode.PER_CASE)
    made = leases.lease(trio.office, "一中队", RECORD, 10).value
    assert {(b.first, b.last) for b in made} == {(1, 10)}
    assert {"应急检记", "应急责改", "应急复查"} <= {b.word for b in made}
    assert "询问笔录" not in {b.word for b in made}
    trio.meet()
    assert trio.lease("二中队", 10, ORDER).first == 11, "one range for every word"
    visits = [a_visit(trio.one, clock, n) for n in (1, 2)]
    assert [issue(trio.one, visit).serial for visit in visits] == [1, 2]
    assert issue(trio.two, a_visit(trio.two, clock, 3)).serial == 11
    trio.meet()
    assert issue(trio.office, a_visit(trio.office, clock, 4)).serial == 21
    assert numbers.gaps(trio.office, 2026) == ()
    trio.close()


def test_a_lease_is_refused_with_every_reason(trio: Unit) -> None:
    for count, kind, year, expected in (
        (0, RECORD, 2026, [P.LEASE_COUNT]),
        (5001, "nonsense", 1900, [P.VALUE_NOT_ALLOWED, P.LEASE_COUNT, P.VALUE_NOT_ALLOWED]),
    ):
        with pytest.raises(Refused) as refused:
            leases.lease(trio.office, "一中队", kind, count, year)
        assert codes(refused) == expected
    with pytest.raises(Refused) as refused:
        leases.lease(trio.office, "三中队", RECORD, 5)
    assert codes(refused) == [P.DEVICE_UNKNOWN]
    with pytest.raises(Refused) as refused:
        leases.lease(trio.one, "一中队", RECORD, 5)
    assert codes(refused) == [P.NOT_OFFICE]
    leases.lease(trio.office, "一中队", RECORD, 5000)
    for _ in range(18):
        leases.lease(trio.office, "一中队", RECORD, 5000)
    with pytest.raises(Refused) as refused:
        leases.lease(trio.office, "一中队", RECORD, 5000)
    assert codes(refused) == [P.NUMBERS_USED_UP]
    assert leases.leases(trio.office)[-1].block.last == 95_000, "nothing was kept of what was refused"


def test_what_is_given_back_may_be_given_to_another(trio: Unit) -> None:
    trio.lease("一中队", 10)
    trio.lease("二中队", 10)
    issue(trio.one, a_visit(trio.one, trio.clock))
    given = leases.return_own(trio.one).value
    assert [(b.first, b.last, b.state) for b in given] == [(1, 1, BlockState.RETURNED)]
    assert trio.lease("二中队", 9).first == 21, "the office does not know of it yet, and gave out what it was sure of"
    trio.meet()
    assert (trio.lease("二中队", 9).first, trio.lease("二中队", 9).first) == (2, 30)
    with pytest.raises(Refused) as refused:
        issue(trio.one, a_visit(trio.one, trio.clock, 2))
    assert codes(refused) == [P.LEASE_MISSING]
    with pytest.raises(Refused) as refused:
        leases.return_own(trio.one)
    assert codes(refused) == [P.LEASE_MISSING]


def test_a_block_that_was_not_used_at_all_comes_back_whole(trio: Unit) -> None:
    trio.lease("一中队", 10)
    leases.return_own(trio.one)
    trio.meet()
    assert leases.leases(trio.office) == ()
    assert trio.lease("二中队", 4).first == 1
    assert trio.office.check().is_well


def test_a_lost_laptops_numbers_are_void_and_explained(trio: Unit) -> None:
    trio.lease("一中队", 5)
    trio.lease("二中队", 5)
    issue(trio.one, a_visit(trio.one, trio.clock))
    trio.meet()
    devices.revoke(trio.office, "一中队", "电脑被盗，已报案")
    gaps = numbers.gaps(trio.office, 2026)
    assert [(g.serial, g.reason) for g in gaps] == [(n, "电脑被盗，已报案") for n in (2, 3, 4, 5)]
    assert trio.lease("二中队", 5).first == 11, "void numbers are given to nobody"
    devices.restore(trio.office, "一中队")
    assert [e.block.state for e in leases.leases(trio.office, device=trio.one.device)] == [BlockState.VOID]


def test_given_out_and_not_used_is_no_gap(trio: Unit) -> None:
    trio.lease("一中队", 10)
    trio.lease("二中队", 10)
    visit = a_visit(trio.two, trio.clock)
    issue(trio.two, visit)
    trio.meet()
    assert numbers.gaps(trio.office, 2026) == numbers.gaps(trio.one, 2026) == ()
    assert [(e.device_name, e.used, e.open) for e in leases.leases(trio.office)] == [
        ("一中队", 0, 10),
        ("二中队", 1, 9),
    ]
    assert "R34" not in {found.rule.id for found in case_review.review(trio.two, visit).results}
    text = text_of(number_register.number_register(trio.office, 2026).pdf)
    assert "未使用的号：1至10号（已发放：一中队）、12至20号（已发放：二中队）" in text
    leases.return_own(trio.one)
    trio.meet()
    assert "1至10号（已交回，未再发放）" in text_of(number_register.number_register(trio.office, 2026).pdf)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def test_a_copied_folder_has_none_of_the_numbers(trio: Unit) -> None:
    trio.lease("一中队", 10)
    visits = [a_visit(trio.one, trio.clock, n) for n in (1, 2)]
    trio.one.close()
    shutil.copytree(trio.root / "one", trio.root / "copy")
    trio.one = open_workspace(trio.root / "one", clock=trio.clock)
    copy = open_workspace(trio.root / "copy", clock=trio.clock)
    assert (copy.device, copy.incarnation == trio.one.incarnation) == (trio.one.device, False)
    with pytest.raises(Refused) as refused:
        issue(copy, visits[0])
    assert codes(refused) == [P.LEASE_MISSING]
    assert issue(trio.one, visits[0]).serial == 1
    an_enterprise(copy, 9)
    exchange(copy, trio.office)
    newest = leases.lease(trio.office, "一中队", RECORD, 5).value[0]
    assert (newest.first, newest.incarnation) == (11, copy.incarnation)
    exchange(trio.office, copy)
    assert issue(copy, visits[1]).serial == 11
    stale = [e.is_stale for e in leases.leases(trio.office) if e.block.state is BlockState.LEASED]
    assert stale == [True, False]
    made = leases.void_blocks_of(trio.office, "一中队", "从备份恢复", only_stale=True).value
    assert [(b.first, b.last) for b in made] == [(1, 10)]
    copy.close()


def test_a_laptop_enrolled_again_after_a_restore_gets_numbers_for_its_new_life(trio: Unit) -> None:
    trio.one.close()
    shutil.copytree(trio.root / "one", trio.root / "copy")
    trio.one = open_workspace(trio.root / "copy", clock=trio.clock)
    enrolment.enrol_workspace(trio.office, trio.one)
    trio.lease("一中队", 3)
    assert issue(trio.one, a_visit(trio.one, trio.clock)).serial == 1


def test_a_copy_of_the_office_gives_out_nothing_until_a_person_says_so(trio: Unit) -> None:
    trio.lease("一中队", 5)
    trio.office.close()
    shutil.copytree(trio.root / "office", trio.root / "office-2")
    second = open_workspace(trio.root / "office-2", clock=trio.clock)
    trio.office = open_workspace(trio.root / "office", clock=trio.clock)
    with pytest.raises(Refused) as refused:
        leases.lease(second, "一中队", RECORD, 5)
    assert codes(refused) == [P.OFFICE_SET_BACK]
    visit = a_visit(second, trio.clock)
    with pytest.raises(Refused) as refused:
        issue(second, visit)
    assert codes(refused) == [P.OFFICE_SET_BACK]
    assert leases.lease(trio.office, "一中队", RECORD, 5).value[0].first == 6
    leases.resume(second)
    exchange(trio.office, second)
    assert leases.lease(second, "二中队", RECORD, 5).value[0].first == 11
    second.close()


def test_a_unit_that_joins_later_keeps_everything_it_issued(tmp_path: Path, clock: Clock) -> None:
    office = an_office(tmp_path / "office", clock)
    laptop = create_workspace(tmp_path / "laptop", clock=clock)
    a_unit(laptop)
    visits = [a_visit(laptop, clock, n) for n in (1, 2, 3)]
    before = [issue(laptop, visit) for visit in visits[:2]]
    pdfs = [documents.document_pdf(laptop, d.id) for d in before]
    documents.void_document(laptop, before[1].id, "写错")
    enrolment.enrol_workspace(office, laptop, name="老单位")
    exchange(office, laptop)
    with laptop.reader() as db:
        after = [stored.get_document(db, d.id) for d in before]
    assert after[0] == before[0]
    assert after[1] is not None
    assert (after[1].number, after[1].sha256, after[1].content) == (
        before[1].number, before[1].sha256, before[1].content,
    )  # fmt: skip
    assert [documents.document_pdf(laptop, d.id) for d in before] == pdfs
    assert [documents.document_pdf(office, d.id) for d in before] == pdfs
    with pytest.raises(Refused) as refused:
        issue(laptop, visits[2])
    assert codes(refused) == [P.LEASE_MISSING]
    block = leases.lease(office, "老单位", RECORD, 5).value[0]
    assert (block.first, block.last) == (3, 7)
    exchange(office, laptop)
    assert issue(laptop, visits[2]).serial == 3
    exchange(office, laptop)
    assert numbers.gaps(office, 2026) == ()
    assert [(b.word, b.first, b.last, b.state) for b in numbers.number_blocks(laptop) if b.device == laptop.device] == [
        ("应急检记", 1, 2, BlockState.USED), ("应急检记", 3, 7, BlockState.LEASED),
    ]  # fmt: skip
    assert laptop.check().is_well
    assert office.check().is_well
    for ws in (office, laptop):
        ws.close()


def test_numbers_of_a_unit_that_has_not_handed_over_yet_are_not_given_to_others(tmp_path: Path, clock: Clock) -> None:
    office = an_office(tmp_path / "office", clock)
    laptop = create_workspace(tmp_path / "laptop", clock=clock)
    a_unit(laptop)
    for n in (1, 2):
        issue(laptop, a_visit(laptop, clock, n))
    enrolment.enrol(office, enrolment.make_request(laptop, name="老单位"))
    assert leases.lease(office, office.device, RECORD, 5).value[0].first == 3
    assert numbers.gaps(office, 2026) == (), "its papers have not come yet"
    for ws in (office, laptop):
        ws.close()


def test_an_office_goes_on_where_it_numbered_alone(tmp_path: Path, clock: Clock) -> None:
    unit = create_workspace(tmp_path / "unit", clock=clock)
    a_unit(unit)
    visits = [a_visit(unit, clock, n) for n in (1, 2)]
    first = issue(unit, visits[0])
    enrolment.init_office(unit)
    assert [(b.first, b.last, b.state) for b in numbers.number_blocks(unit)] == [(1, 1, BlockState.USED)]
    assert (first.serial, issue(unit, visits[1]).serial) == (1, 2)
    assert numbers.gaps(unit, 2026) == ()
    unit.close()


def test_the_same_number_is_refused_on_one_laptop_though_the_tables_would_keep_both(trio: Unit) -> None:
    trio.lease("一中队", 5)
    visits = [a_visit(trio.one, trio.clock, n) for n in (1, 2)]
    first = issue(trio.one, visits[0])
    with trio.one.operation(documents.Op.ISSUE_DOCUMENT) as step:
        step.db.conn.execute(
            "INSERT INTO documents SELECT 'twin', inspection_id, kind, state, '（清河）应急检记〔2026〕2号',"
            " '旧字', year, 9, form_id, form_version, form_sha256, issued_on, issued_at, content, content_sha256,"
            " sha256, sm3, pages, bytes, copies_printed, void_reason, voided_at, refers_to, fields, reinspection_id,"
            " seal"
            " FROM documents WHERE id = ?",
            (first.id,),
        )
    with pytest.raises(Refused) as refused:
        issue(trio.one, visits[1])
    assert codes(refused) == [P.NUMBER_TAKEN]


def test_the_next_number_is_that_of_this_laptops_own_lease(trio: Unit) -> None:
    trio.lease("一中队", 4)
    trio.lease("二中队", 4)
    shown = {state.first: state.next for state in ledger.number_state(trio.two)}
    assert shown == {1: None, 5: 5}
    issue(trio.two, a_visit(trio.two, trio.clock))
    assert {state.first: (state.next, state.used) for state in ledger.number_state(trio.two)} == {
        1: (None, 0),
        5: (6, 1),
    }


def test_a_copy_of_a_stand_alone_unit_is_warned_and_a_copy_of_a_member_needs_no_warning(
    tmp_path: Path, clock: Clock, trio: Unit
) -> None:
    alone = create_workspace(tmp_path / "alone", clock=clock)
    a_unit(alone)
    assert leases.copy_warnings(alone) == ()
    alone.close()
    shutil.copytree(tmp_path / "alone", tmp_path / "twin")
    twin = open_workspace(tmp_path / "twin", clock=clock)
    assert [p.code for p in leases.copy_warnings(twin)] == [P.COPY_OF_WORKSPACE]
    assert issue(twin, a_visit(twin, clock)).serial == 1, "it goes on working"
    twin.close()
    shutil.copytree(trio.root / "one", trio.root / "copy")
    copy = open_workspace(trio.root / "copy", clock=clock)
    assert leases.copy_warnings(copy) == ()
    copy.close()
