# SPDX-License-Identifier: MulanPSL-2.0
"""Document numbers: unique, from 1 each year, without gaps, voids never used again; blocks, cases, explained gaps."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.numbering import NumberBlock
from inspector_app.domain.organ import Organ, SerialMode
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import documents, inspections, numbers
from inspector_app.storage import documents as stored
from inspector_app.storage import organs as organ_rows
from inspector_app.workspace import Step, Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, a_unit, an_enterprise, an_inspection

RECORD, ORDER, MEASURE = (
    DocumentKind.INSPECTION_RECORD,
    DocumentKind.RECTIFICATION_ORDER,
    DocumentKind.ONSITE_MEASURE,
)
INTERVIEW = DocumentKind.INTERVIEW_RECORD  # an inner register
CASES = 4


class TakenBack(Exception):
    """Ends an operation without keeping anything."""


@contextmanager
def tried(ws: Workspace) -> Iterator[Step]:
    """Work inside one operation and keep nothing of it."""
    with pytest.raises(TakenBack), ws.operation(Op.ISSUE_DOCUMENT) as step:
        yield step
        raise TakenBack


def with_mode(step: Step, mode: SerialMode) -> Organ:
    organ = organ_rows.get_organ(step.db)
    assert organ is not None
    changed = dataclasses.replace(organ, serial_mode=mode)
    organ_rows.put_organ(step.db, changed)
    return changed


def issue(ws: Workspace, step: Step, organ: Organ, case: str, kind: DocumentKind, on: date) -> OfficialDocument:
    """Take a number and keep a document with it, without drawing it."""
    word, serial, number = numbers.next_number_in(ws, step, organ, ws.form(kind), case, on)
    step.now += timedelta(seconds=1)
    document = OfficialDocument(
        id=step.new_id(), inspection_id=case, kind=kind, state=DocumentState.ISSUED, number=number, word=word,
        year=on.year, serial=serial, form_id="f", form_version="1", form_sha256="", issued_on=on, issued_at=step.now,
        content="{}", content_sha256="", sha256="", sm3="", pages=1, bytes=1,
    )  # fmt: skip
    stored.put_document(step.db, document)
    return document


def void(step: Step, document: OfficialDocument) -> None:
    gone = dataclasses.replace(document, state=DocumentState.VOID, void_reason="写错", voided_at=step.now)
    stored.amend_document(step.db, gone)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, tuple[str, ...]]]:
    """A workspace with some inspections; every test takes back what it did."""
    ws = create_workspace(tmp_path_factory.mktemp("numbers") / "ws", clock=Clock())
    a_unit(ws)
    where = an_enterprise(ws)
    yield ws, tuple(an_inspection(ws, where).id for _ in range(CASES))
    ws.close()


ACTS = st.lists(
    st.tuples(
        st.integers(0, CASES - 1), st.sampled_from([RECORD, ORDER, MEASURE, INTERVIEW]), st.integers(2025, 2027),
        st.booleans(),
    ),
    max_size=30,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(acts=ACTS)
def test_each_form_counts_from_one_each_year_without_gaps(
    cases: tuple[Workspace, tuple[str, ...]], acts: list[tuple[int, DocumentKind, int, bool]]
) -> None:
    ws, ids = cases
    taken: dict[tuple[str, int], list[int]] = defaultdict(list)
    with tried(ws) as step:
        organ = with_mode(step, SerialMode.PER_FORM)
        for case, kind, year, is_void in acts:
            made = issue(ws, step, organ, ids[case], kind, date(year, 3, 5))
            taken[(made.word, year)].append(made.serial)
            if is_void:
                void(step, made)
        for year in (2025, 2026, 2027):
            assert numbers.gaps_in(ws, step.db, year) == ()
    for serials in taken.values():
        assert serials == list(range(1, len(serials) + 1)), "in the order of issue, void ones spent"


@settings(deadline=None, max_examples=60)
@given(acts=ACTS)
def test_the_papers_of_a_case_share_a_serial(
    cases: tuple[Workspace, tuple[str, ...]], acts: list[tuple[int, DocumentKind, int, bool]]
) -> None:
    ws, ids = cases
    made: list[tuple[OfficialDocument, int]] = []
    with tried(ws) as step:
        organ = with_mode(step, SerialMode.PER_CASE)
        for case, kind, year, is_void in acts:
            before = [d for d, c in made if c == case and d.year == year and d.kind is not INTERVIEW]
            everywhere = {d.serial for d, _ in made if d.year == year and d.kind is not INTERVIEW}
            document = issue(ws, step, organ, ids[case], kind, date(year, 3, 5))
            if kind is INTERVIEW:
                assert document.serial == 1 + sum(d.kind is INTERVIEW and d.year == year for d, _ in made)
            elif {d.serial for d in before} - {d.serial for d, _ in made if (d.kind, d.year) == (kind, year)}:
                assert document.serial in {d.serial for d in before}, "a serial of its own case was free"
            else:
                assert document.serial not in everywhere, "a new serial is new for every word"
            made.append((document, case))
            if is_void:
                void(step, document)
        for year in (2025, 2026, 2027):
            assert numbers.gaps_in(ws, step.db, year) == ()
    keys = [(d.word, d.year, d.serial) for d, _ in made]
    assert len(set(keys)) == len(keys)
    assert len({d.number for d, _ in made}) == len(made)


def test_a_case_keeps_the_serial_of_its_newest_valid_paper(cases: tuple[Workspace, tuple[str, ...]]) -> None:
    ws, (one, two, *_) = cases
    on = date(2026, 11, 20)
    with tried(ws) as step:
        organ = with_mode(step, SerialMode.PER_CASE)
        wrong = issue(ws, step, organ, one, RECORD, on)
        void(step, wrong)
        other = issue(ws, step, organ, two, RECORD, on)
        again = issue(ws, step, organ, one, RECORD, on)
        assert (wrong.serial, other.serial, again.serial) == (1, 2, 3)
        assert issue(ws, step, organ, one, ORDER, on).serial == 3, "that of the valid record, not of the void one"
        assert issue(ws, step, organ, one, ORDER, on).number == "（清河）应急责改〔2026〕1号", (
            "still free for this word"
        )
        assert issue(ws, step, organ, one, ORDER, on).serial == 4, "a third order of the case needs a new one"
        assert issue(ws, step, organ, one, ORDER, date(2027, 1, 4)).serial == 1


def test_inner_registers_bear_their_own_word(cases: tuple[Workspace, tuple[str, ...]]) -> None:
    ws, (one, *_) = cases
    with tried(ws) as step:
        organ = with_mode(step, SerialMode.PER_CASE)
        issue(ws, step, organ, one, RECORD, date(2026, 11, 20))
        made = [issue(ws, step, organ, one, INTERVIEW, date(2026, 11, 20)) for _ in range(2)]
    assert [(d.word, d.number) for d in made] == [("询问笔录", "询问笔录2026-1"), ("询问笔录", "询问笔录2026-2")]


def test_issued_documents_follow_the_organs_mode(unit: Workspace, clock: Clock) -> None:
    a_unit_per_case(unit)
    first, second = (an_inspection(unit, an_enterprise(unit, n)) for n in (1, 2))
    a_finding(unit, second)
    clock.move(hours=2)
    for visit in (first, second):
        inspections.finish_inspection(unit, visit.id)
        documents.issue_document(unit, visit.id, RECORD, reasons={"*": "测试"})
    order = documents.issue_document(unit, second.id, ORDER, reasons={"*": "测试"}).value
    assert order.number == "（清河）应急责改〔2026〕2号", "as its record, though it is the year's first order"
    assert numbers.gaps(unit, 2026) == ()


def a_unit_per_case(ws: Workspace) -> None:
    with ws.operation(Op.SET_ORGAN) as step:
        with_mode(step, SerialMode.PER_CASE)


def put_blocks(step: Step, ws: Workspace, *spans: tuple[int, int], device: str = "") -> None:
    for first, last in spans:
        block = NumberBlock(
            id=step.new_id(), word="应急责改", year=2026, first=first, last=last, device=device or ws.device
        )
        organ_rows.put_block(step.db, block)


def test_numbers_come_from_this_laptops_blocks_and_end_with_them(cases: tuple[Workspace, tuple[str, ...]]) -> None:
    ws, (one, *_) = cases
    on = date(2026, 11, 20)
    with tried(ws) as step:
        organ = with_mode(step, SerialMode.PER_FORM)
        put_blocks(step, ws, (11, 12), (31, 31))
        put_blocks(step, ws, (13, 30), device="another")
        assert [issue(ws, step, organ, one, ORDER, on).serial for _ in range(3)] == [11, 12, 31]
        with pytest.raises(Refused) as refused:
            issue(ws, step, organ, one, ORDER, on)
        assert [p.code for p in refused.value.problems] == [ProblemCode.NUMBERS_USED_UP]
        assert numbers.gaps_in(ws, step.db, 2026) == (), "what other laptops own is no gap here"


def test_a_laptop_without_a_block_does_not_take_what_others_have(cases: tuple[Workspace, tuple[str, ...]]) -> None:
    ws, (one, *_) = cases
    with tried(ws) as step:
        organ = with_mode(step, SerialMode.PER_FORM)
        put_blocks(step, ws, (1, 50), device="another")
        with pytest.raises(Refused) as refused:
            issue(ws, step, organ, one, ORDER, date(2026, 11, 20))
        assert [p.code for p in refused.value.problems] == [ProblemCode.NUMBERS_USED_UP]
        assert issue(ws, step, organ, one, RECORD, date(2026, 11, 20)).serial == 1, "nobody has that word"


def block(first: int, last: int, **changes: object) -> numbers.BlockDraft:
    draft = numbers.BlockDraft(word="应急责改", year=2026, first=first, last=last)
    return dataclasses.replace(draft, **changes)  # type: ignore[arg-type]


def test_blocks_do_not_overlap(unit: Workspace) -> None:
    made = numbers.add_block(unit, block(1, 50)).value
    assert (made.device, made.first, made.last) == (unit.device, 1, 50)
    for first, last in ((50, 60), (1, 1), (20, 30), (1, 99)):
        with pytest.raises(Refused) as refused:
            numbers.add_block(unit, block(first, last, device="another"))
        assert [p.code for p in refused.value.problems] == [ProblemCode.NUMBER_BLOCK_OVERLAPS]
        assert refused.value.problems[0].fields["first"] == "1"
    numbers.add_block(unit, block(51, 60))
    numbers.add_block(unit, block(1, 50, year=2027))
    numbers.add_block(unit, block(1, 50, word="应急检记"))
    assert [(b.word, b.first) for b in numbers.number_blocks(unit, 2026)] == [
        ("应急检记", 1), ("应急责改", 1), ("应急责改", 51),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        numbers.add_block(unit, block(9, 3, word=" ", year=1))
    assert {p.where for p in refused.value.problems} == {"word", "year", "last"}


def issued_orders(ws: Workspace, clock: Clock, count: int) -> list[OfficialDocument]:
    visit = an_inspection(ws)
    clock.move(hours=2)
    inspections.finish_inspection(ws, visit.id)
    with ws.operation(Op.ISSUE_DOCUMENT) as step:
        organ = organ_rows.get_organ(step.db)
        assert organ is not None
        return [issue(ws, step, organ, visit.id, ORDER, ws.today()) for _ in range(count)]


def test_an_office_takes_over_where_a_unit_numbered_alone(unit: Workspace, clock: Clock) -> None:
    issued_orders(unit, clock, 2)
    with pytest.raises(Refused) as refused:
        numbers.add_block(unit, block(2, 60))
    assert [p.code for p in refused.value.problems] == [ProblemCode.NUMBER_BLOCK_OVERLAPS]
    numbers.add_block(unit, block(101, 150))
    assert [(b.first, b.last) for b in numbers.number_blocks(unit) if b.word == "应急责改"] == [(1, 2), (101, 150)]
    with tried(unit) as step:
        organ = organ_rows.get_organ(step.db)
        assert organ is not None
        case = stored.with_number(step.db, "（清河）应急责改〔2026〕1号")
        assert case is not None
        assert issue(unit, step, organ, case.inspection_id, ORDER, unit.today()).serial == 101


def test_a_gap_is_explained_and_never_given_out(unit: Workspace, clock: Clock) -> None:
    first = issued_orders(unit, clock, 1)[0]
    with unit.operation(Op.ISSUE_DOCUMENT) as step:  # as if the laptop had numbered by case before
        late = dataclasses.replace(first, id=step.new_id(), serial=4, number="（清河）应急责改〔2026〕4号")
        stored.put_document(step.db, late)
    assert [(g.word, g.serial, g.reason) for g in numbers.gaps(unit, 2026)] == [
        ("应急责改", 2, ""), ("应急责改", 3, ""),
    ]  # fmt: skip
    assert numbers.gaps(unit, 2025) == ()
    for word, year, serial in (("应急责改", 2026, 1), ("应急责改", 2026, 5), ("应急责改", 2025, 2), ("别", 2026, 2)):
        with pytest.raises(Refused) as refused:
            numbers.explain_gap(unit, word, year, serial, "纸质文书占用")
        assert [p.code for p in refused.value.problems] == [ProblemCode.NUMBER_NOT_A_GAP]
    with pytest.raises(Refused) as refused:
        numbers.explain_gap(unit, "应急责改", 2026, 2, "  ")
    assert [p.code for p in refused.value.problems] == [ProblemCode.REASON_MISSING]
    numbers.explain_gap(unit, "应急责改", 2026, 2, "电脑故障，用纸质文书")
    numbers.explain_gap(unit, "应急责改", 2026, 2, "电脑故障，用纸质文书，存档于2026年第3卷")
    assert [(g.serial, g.reason) for g in numbers.gaps(unit, 2026)] == [
        (2, "电脑故障，用纸质文书，存档于2026年第3卷"), (3, ""),
    ]  # fmt: skip
    with tried(unit) as step:
        organ = organ_rows.get_organ(step.db)
        assert organ is not None
        assert [issue(unit, step, organ, first.inspection_id, ORDER, unit.today()).serial for _ in range(2)] == [3, 5]


def test_a_number_that_stands_on_another_paper_is_refused(unit: Workspace, clock: Clock) -> None:
    first = issued_orders(unit, clock, 1)[0]
    with unit.operation(Op.ISSUE_DOCUMENT) as step:
        twin = dataclasses.replace(first, id=step.new_id(), word="旧字", serial=9, number="（清河）应急责改〔2026〕2号")
        stored.put_document(step.db, twin)
    with pytest.raises(Refused) as refused, unit.operation(Op.ISSUE_DOCUMENT) as step:
        organ = organ_rows.get_organ(step.db)
        assert organ is not None
        issue(unit, step, organ, first.inspection_id, ORDER, unit.today())
    assert [p.code for p in refused.value.problems] == [ProblemCode.NUMBER_TAKEN]
