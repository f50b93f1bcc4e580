# SPDX-License-Identifier: MulanPSL-2.0
"""The phrase library: learned from findings, proposed only when a person has published it, bound to today's law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.phrase import PhraseDraft, PhraseState
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import phrases as ledger
from inspector_app.operations import findings
from inspector_app.operations import phrases as verbs
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.kept_packs import AQF, LAPSED
from tests.helpers.makers import a_unit
from tests.helpers.phrases import ITEM, written

WORDS = "{place}的{number}阀门漏气"
TEMPLATE = "〔部位〕的〔设备编号〕阀门漏气"


def learned(ws: Workspace, count: int = 3, days: tuple[int, ...] = (10, 20, 30)) -> None:
    for n in range(count):
        place = f"{n}号车间"
        text = WORDS.format(place=place, number=f"V-{n}01")
        written(ws, n, text, place, deadline=ws.today() + timedelta(days=days[n % len(days)]))


def proposed(ws: Workspace, on: date = date(2026, 11, 20), item: str = ITEM) -> list[str]:
    known = ledger.item_of(ws, item)
    assert known is not None
    return [proposal.draft.description for proposal in ledger.proposals(ws, known, on)]


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[ProblemCode]:
    return {problem.code for problem in refused.value.problems}


def test_a_candidate_is_learned_and_proposed_to_nobody(unit: Workspace) -> None:
    learned(unit)
    (line,) = ledger.candidates(unit)
    assert (line.learned.draft.text, line.learned.count) == (TEMPLATE, 3)
    assert line.learned.draft.deadline_days == 20
    known = ledger.item_of(unit, ITEM)
    assert known is not None and line.check == known.check
    assert proposed(unit) == []
    assert ledger.lines(unit) == ()


def test_what_a_person_publishes_is_proposed_with_todays_basis(unit: Workspace) -> None:
    learned(unit)
    (line,) = ledger.candidates(unit)
    stale = replace(AQF, name="旧名", effective_from=None)
    draft = replace(line.learned.draft, clauses=(stale,))
    phrase = verbs.publish_phrase(unit, draft, "王建国", learned_from=line.learned.finding_ids).value
    assert (phrase.person, phrase.at, phrase.state) == ("王建国", unit.now(), PhraseState.PUBLISHED)
    assert phrase.learned_from == line.learned.finding_ids
    assert ledger.candidates(unit) == ()
    known = ledger.item_of(unit, ITEM)
    assert known is not None
    (proposal,) = ledger.proposals(unit, known, date(2026, 11, 20))
    law = unit.catalogue.laws["AQF"]
    (clause,) = proposal.draft.clauses
    assert (clause.name, clause.effective_from, clause.clause) == (law.name, law.effective_from, AQF.clause)
    assert (proposal.draft.deadline, proposal.uses) == (date(2026, 12, 10), 3)
    assert (proposal.lapsed, proposal.draft.order_basis) == ((), known.order_basis)


def test_a_lapsed_basis_is_named(unit: Workspace) -> None:
    draft = PhraseDraft(item_code=ITEM, text="无证", clauses=(AQF, LAPSED))
    verbs.publish_phrase(unit, draft, "王建国")
    known = ledger.item_of(unit, ITEM)
    assert known is not None
    (now,) = ledger.proposals(unit, known, date(2026, 11, 20))
    (then,) = ledger.proposals(unit, known, date(2026, 1, 31))
    assert [clause.law for clause in now.lapsed] == ["D15"]
    assert now.lapsed[0].name == unit.catalogue.laws["D15"].name
    assert then.lapsed == ()


def test_what_the_phrase_leaves_open_comes_from_the_item(unit: Workspace) -> None:
    verbs.publish_phrase(unit, PhraseDraft(item_code=ITEM, text="无证"), "王建国")
    known = ledger.item_of(unit, ITEM)
    assert known is not None and known.deadline_days is not None
    (proposal,) = ledger.proposals(unit, known, date(2026, 11, 20))
    assert proposal.draft.measure == known.measure
    assert proposal.draft.clauses == known.basis
    assert proposal.draft.deadline == date(2026, 11, 20) + timedelta(days=known.deadline_days)


def test_a_dropped_candidate_is_not_learned_again(unit: Workspace) -> None:
    learned(unit)
    (line,) = ledger.candidates(unit)
    dropped = verbs.drop_phrase(unit, line.learned.draft, "李慧敏", "说法不准").value
    assert (dropped.state, dropped.person, dropped.note) == (PhraseState.DROPPED, "李慧敏", "说法不准")
    written(unit, 8, WORDS.format(place="锅炉房", number="V-801"), "锅炉房")
    assert ledger.candidates(unit) == ()
    assert proposed(unit) == []
    undo_last(unit)
    undo_last(unit)  # the finding, then the decision
    undo_last(unit)
    undo_last(unit)
    assert len(ledger.candidates(unit)) == 1


def test_a_published_phrase_is_dropped_and_published_again(unit: Workspace) -> None:
    phrase = verbs.publish_phrase(unit, PhraseDraft(item_code=ITEM, text="无证"), "王建国").value
    verbs.drop_phrase(unit, phrase, "李慧敏")
    assert proposed(unit) == []
    verbs.publish_phrase(unit, phrase, "王建国")
    assert proposed(unit) == ["无证"]
    assert [line.phrase.person for line in ledger.lines(unit, PhraseState.PUBLISHED)] == ["王建国"]


def test_a_better_wording_takes_the_place_of_the_other(unit: Workspace) -> None:
    first = verbs.publish_phrase(unit, PhraseDraft(item_code=ITEM, text="无证"), "王建国").value
    verbs.publish_phrase(unit, PhraseDraft(item_code=ITEM, text="未取得许可证"), "李慧敏", replaces=first)
    assert proposed(unit) == ["未取得许可证"]
    states = {line.phrase.text: line.phrase.state for line in ledger.lines(unit)}
    assert states == {"无证": PhraseState.DROPPED, "未取得许可证": PhraseState.PUBLISHED}


def test_a_rewritten_candidate_is_not_learned_again(unit: Workspace) -> None:
    learned(unit)
    (line,) = ledger.candidates(unit)
    better = replace(line.learned.draft, text="〔部位〕阀门密封失效")
    made = verbs.publish_phrase(
        unit, better, "王建国", learned_from=line.learned.finding_ids, replaces=line.learned.draft
    ).value
    assert made.learned_from == line.learned.finding_ids
    assert ledger.candidates(unit) == ()
    assert proposed(unit) == ["〔部位〕阀门密封失效"]


def test_changing_only_the_measure_drops_nothing(unit: Workspace) -> None:
    first = verbs.publish_phrase(unit, PhraseDraft(item_code=ITEM, text="无证", measure="办证"), "王建国").value
    verbs.publish_phrase(unit, replace(first, measure="立即办证"), "李慧敏", replaces=first)
    (line,) = ledger.lines(unit)
    assert (line.phrase.state, line.phrase.measure) == (PhraseState.PUBLISHED, "立即办证")


@pytest.mark.parametrize(
    ("changes", "person", "code"),
    [
        ({"text": "  "}, "王建国", ProblemCode.VALUE_MISSING),
        ({"text": "〔部位无证"}, "王建国", ProblemCode.PACK_SLOT_BROKEN),
        ({"measure": "改〔〔x〕"}, "王建国", ProblemCode.PACK_SLOT_BROKEN),
        ({"item_code": "NO-1"}, "王建国", ProblemCode.ITEM_UNKNOWN),
        ({"deadline_days": 0}, "王建国", ProblemCode.PACK_DAYS_MISMATCH),
        ({"deadline_class": DeadlineClass.STOP, "deadline_days": 3}, "王建国", ProblemCode.PACK_DAYS_MISMATCH),
        ({}, "   ", ProblemCode.VALUE_MISSING),
        ({"text": "长" * 20_001}, "王建国", ProblemCode.TEXT_TOO_LONG),
    ],
)
def test_what_is_not_published(unit: Workspace, changes: dict[str, object], person: str, code: ProblemCode) -> None:
    draft = replace(PhraseDraft(item_code=ITEM, text="无证"), **changes)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        verbs.publish_phrase(unit, draft, person)
    assert code in codes(refused)
    assert ledger.lines(unit) == ()


def test_nothing_is_decided_without_a_name(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        verbs.drop_phrase(unit, PhraseDraft(item_code=ITEM, text="无证"), "")
    assert codes(refused) == {ProblemCode.VALUE_MISSING}


def test_the_same_wording_has_the_same_id_on_two_laptops(unit: Workspace, tmp_path: Path) -> None:
    other = create_workspace(tmp_path / "other", clock=Clock())
    a_unit(other, name="另一个局", short_name="另")
    texts = ("未取得许可证", " 未取得\n许可证 ")
    with_break = [verbs.publish_phrase(ws, PhraseDraft(item_code=ITEM, text=text), "某人").value.id
                  for ws, text in ((unit, "未取得 许可证"), (other, texts[1]))]  # fmt: skip
    assert with_break[0] == with_break[1]
    other.close()


def test_the_most_used_phrase_stands_first(unit: Workspace) -> None:
    verbs.publish_phrase(unit, PhraseDraft(item_code=ITEM, text="甲说法"), "王建国")
    verbs.publish_phrase(unit, PhraseDraft(item_code=ITEM, text="乙〔部位〕说法"), "王建国")
    first = written(unit, 1, "乙灶间说法")
    written(unit, 2, "乙后厨说法")
    assert proposed(unit) == ["乙〔部位〕说法", "甲说法"]
    assert [line.uses for line in ledger.lines(unit)] == [2, 0]
    findings.withdraw_finding(unit, first.id, "看错")
    assert [line.uses for line in ledger.lines(unit)] == [1, 0]


def test_phrases_belong_to_their_item(unit: Workspace) -> None:
    verbs.publish_phrase(unit, PhraseDraft(item_code=ITEM, text="无证"), "王建国")
    assert proposed(unit, item="HZ-LIC-02") == []
    assert ledger.lines(unit, item_code="HZ-LIC-02") == ()
    assert ledger.candidates(unit, "HZ-LIC-02") == ()


def test_a_basis_is_named_by_its_laws_key(unit: Workspace) -> None:
    known = ledger.item_of(unit, ITEM)
    assert known is not None
    basis = known.basis[0]
    assert ledger.clause_of(unit, basis.law, basis.clause) == basis
    assert ledger.clause_of(unit, "NO", "第一条") is None
    unread = ledger.clause_of(unit, basis.law, "第九千条")
    assert unread is not None and not unread.may_be_printed
