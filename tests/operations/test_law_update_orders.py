# SPDX-License-Identifier: MulanPSL-2.0
"""A lapse that a law update tells of blocks orders of inspections begun before it: decision 12, the day of the act."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import Clause, Verified
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import Finding
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.operations import documents, undo
from inspector_app.operations.document_facts import gather
from inspector_app.operations.findings import draft_from_item
from inspector_app.operations.law_updates import apply_update
from inspector_app.operations.review.issue import issue_problems
from inspector_app.operations.review.review import review
from inspector_app.wording import sentence
from inspector_app.workspace import Workspace
from tests.helpers.cases import MadeCase, clean_case, finish, found, planned
from tests.helpers.clock import Clock, believe
from tests.helpers.law_updates import a_clause, a_lapse, an_update

ORDER = DocumentKind.RECTIFICATION_ORDER
CITED = "第三十六条第二款"
LAST_DAY, DAY_AFTER = date(2026, 12, 10), date(2026, 12, 11)


@pytest.fixture
def case(unit: Workspace, clock: Clock, tmp_path: Path) -> MadeCase:
    """A visit with one finding that rests on 安全生产法36(2), finished; then some weeks go by."""
    made = planned(unit, clock, tmp_path / "files")
    clauses = (unit.catalogue.library.clause("AQF", CITED, Verified.V),)
    found(made, clauses=clauses)
    finish(made)
    clock.move(days=30)
    return made


def learn(case: MadeCase, *entries: str) -> None:
    apply_update(case.ws, an_update(*entries), "update.toml", "王建国")


def at_gate(case: MadeCase, on: date, rule: str = "R19") -> list[Problem]:
    with case.ws.reader() as db:
        gathered = gather(case.ws, db, case.inspection.id, ORDER, on)
        return [p for p in issue_problems(case.ws, db, gathered, confirm=False) if p.fields.get("rule") == rule]


def test_before_the_update_nothing_is_said(case: MadeCase) -> None:
    assert at_gate(case, DAY_AFTER) == []


@pytest.mark.parametrize("place", [CITED, "第三十六条", ""])
def test_a_lapse_blocks_from_the_day_after_and_not_before(case: MadeCase, place: str) -> None:
    """The finding keeps the clause of its day, in force without end; the library of today says otherwise."""
    learn(case, a_lapse("AQF", place, effective_to=LAST_DAY.isoformat(), checked_on="2026-12-12"))
    (kept,) = [c for f in case.findings for c in f.clauses]
    assert kept.effective_to is None
    assert at_gate(case, LAST_DAY) == []
    (problem,) = at_gate(case, DAY_AFTER)
    assert (problem.code, problem.severity) == (ProblemCode.BASIS_NOT_IN_FORCE, Severity.BLOCK)
    said = sentence(problem)
    assert "已于2026-12-10后失效" in said
    assert "法规库2026-12-12核对后载明" in said, "why it blocks although the checklist says nothing"


def test_the_order_itself_is_refused_and_goes_out_when_the_update_is_taken_back(case: MadeCase) -> None:
    learn(case, a_lapse("AQF", CITED, effective_to=LAST_DAY.isoformat()))
    with pytest.raises(Refused) as refused:
        documents.issue_document(case.ws, case.inspection.id, ORDER)
    assert ProblemCode.BASIS_NOT_IN_FORCE in {p.code for p in refused.value.problems}
    assert undo.undo_last(case.ws).value is Op.APPLY_LAW_UPDATE
    case.clock.move(days=-30)  # else the deadlines of the findings have passed
    believe(case.ws)
    assert documents.issue_document(case.ws, case.inspection.id, ORDER).value.number


def test_the_successor_is_named_to_the_clause(case: MadeCase) -> None:
    instead = "{ law = 'HCL', clause = '第三十七条第一款' }"
    learn(case, a_lapse("AQF", CITED, effective_to=LAST_DAY.isoformat(), superseded_by=instead))
    (problem,) = at_gate(case, DAY_AFTER)
    assert "由“《中华人民共和国危险化学品安全法》第三十七条第一款”取代" in sentence(problem)


def test_another_clause_of_the_law_does_not_block(case: MadeCase) -> None:
    learn(case, a_lapse("AQF", "第三十六条第三款", effective_to=LAST_DAY.isoformat()))
    assert at_gate(case, DAY_AFTER) == []


def test_a_first_day_learned_later_blocks_an_order_of_before(case: MadeCase) -> None:
    learn(case, a_clause("AQF", CITED, effective_from="2026-12-11"))
    (problem,) = at_gate(case, LAST_DAY, "R16")
    assert problem.code is ProblemCode.BASIS_NOT_IN_FORCE
    assert at_gate(case, DAY_AFTER, "R16") == []


def test_what_the_finding_kept_still_counts_where_the_library_has_forgotten_it(
    unit: Workspace, clock: Clock, tmp_path: Path
) -> None:
    kept = Clause(
        law="AQF", name="中华人民共和国安全生产法", clause=CITED, verified=Verified.V, effective_to=date(2026, 11, 1)
    )
    made = planned(unit, clock, tmp_path / "files")
    found(made, clauses=(kept,))
    finish(made)
    (problem,) = at_gate(made, unit.today())
    assert "核对后载明" not in sentence(problem), "the finding knew it itself"


@pytest.mark.parametrize("name", ["《安全生产法》第36条第2款", "《中华人民共和国安全生产法》第三十六条第（二）款"])
def test_a_typed_basis_is_blocked_too(unit: Workspace, clock: Clock, tmp_path: Path, name: str) -> None:
    made = planned(unit, clock, tmp_path / "files")
    found(made, clauses=(Clause(law="", name=name, confirmed_by="填写人"),))
    finish(made)
    clock.move(days=30)
    assert at_gate(made, DAY_AFTER) == []
    learn(made, a_lapse("AQF", CITED, effective_to=LAST_DAY.isoformat()))
    assert [p.code for p in at_gate(made, DAY_AFTER)] == [ProblemCode.BASIS_NOT_IN_FORCE]


def test_a_lapse_before_the_day_of_an_issued_order_is_found_by_the_review(
    unit: Workspace, clock: Clock, tmp_path: Path
) -> None:
    made = clean_case(unit, clock, tmp_path / "files")
    clock.move(days=60)
    assert "R19" not in {r.rule.id for r in review(unit, made.inspection.id).results}
    issued = made.papers[ORDER].issued_on
    learn(made, a_lapse("AQF", CITED, effective_to=issued.isoformat()))
    assert "R19" not in {r.rule.id for r in review(unit, made.inspection.id).results}, "the last day is in force"
    undo.undo_last(unit)
    learn(made, a_lapse("AQF", CITED, effective_to="2026-11-01"))
    assert "R19" in {r.rule.id for r in review(unit, made.inspection.id).results}


# What the order itself rests on ---------------------------------------------------------------------------


def with_order_basis(case: MadeCase) -> Finding:
    """A second finding, filled in from an item with its own basis of the order."""
    pack = case.ws.catalogue.pack("common")
    assert pack is not None
    item = next(i for i in pack.items if i.code == "CM-RSK-08")
    draft = draft_from_item(item, case.ws.today())
    assert [c.clause for c in draft.order_basis] == ["第六十五条第一款第二项"]
    return found(case, place="乙类仓库", description="安全设备未检测", order_basis=draft.order_basis)


def test_a_lapsed_basis_of_the_order_is_left_out_and_told(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    made = planned(unit, clock, tmp_path / "files")
    with_order_basis(made)
    finish(made)
    clock.move(days=30)

    def printed(on: date) -> list[str]:
        with unit.reader() as db:
            facts = gather(unit, db, made.inspection.id, ORDER, on).facts
        return [c.clause for line in facts.lines for c in line.order_basis]

    assert printed(DAY_AFTER) == ["第六十五条第一款第二项"]
    learn(made, a_lapse("AQF", "第六十五条第一款第二项", effective_to=LAST_DAY.isoformat()))
    assert printed(LAST_DAY) == ["第六十五条第一款第二项"]
    assert at_gate(made, LAST_DAY) == []
    assert printed(DAY_AFTER) == []
    (problem,) = at_gate(made, DAY_AFTER)
    assert problem.severity is Severity.WARN
    assert "责令依据" in sentence(problem) and "本次不印" in sentence(problem)


def test_no_penalty_is_filled_in_where_the_item_has_none(unit: Workspace) -> None:
    pack = unit.catalogue.pack("common")
    assert pack is not None
    bare = next(i for i in pack.items if i.basis and not i.penalty)
    full = next(i for i in pack.items if i.penalty)
    assert draft_from_item(bare, unit.today()).penalty == ()
    assert draft_from_item(full, unit.today()).penalty == full.penalty
