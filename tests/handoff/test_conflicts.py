# SPDX-License-Identifier: MulanPSL-2.0
"""Two laptops say different things of one thing: both values stay, a person decides, the decision travels."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.conflict import Choice, ConflictKind
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import Refused
from inspector_app.handoff import leases
from inspector_app.handoff.conflicts import count_open, find_conflict, list_conflicts
from inspector_app.handoff.settling import settle
from inspector_app.ledgers import enterprises as register
from inspector_app.ledgers import findings as finding_ledger
from inspector_app.operations import document_drafts, documents, enterprises, inspections, undo
from inspector_app.wording import sentence
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.differing import ORDER, RECORD, all_alike, amended, codes, mended, the
from tests.helpers.makers import a_code, a_finding, a_unit, an_enterprise, an_inspection, an_order
from tests.helpers.unit import exchange


def test_an_enterprise_amended_on_both_laptops_is_shown_with_names_laptops_and_times(
    left: Workspace, right: Workspace, clock: Clock
) -> None:
    known = an_enterprise(left, 1, name="清河县恒源化工有限公司")
    exchange(left, right)
    amended(left, known, address="清河县工业园区东路1号", phone="13900000001")
    clock.move(minutes=10)
    amended(right, known, address="清河县工业园区西路9号", note="门卫电话见备注")
    all_alike(left, right)
    seen = the(right)
    assert (seen.id, seen.kind) == (f"enterprises:{known.id}:address", ConflictKind.FIELD)
    assert (seen.thing, seen.label) == ("清河县恒源化工有限公司", "地址")
    assert [s.text for s in seen.sides] == ["清河县工业园区东路1号", "清河县工业园区西路9号"]
    assert [(s.person, s.device_name) for s in seen.sides] == [("王建国", "一组电脑"), ("李慧敏", "二组电脑")]
    assert [s.at.strftime("%H:%M") for s in seen.sides if s.at] == ["09:05", "09:15"]
    assert sum(s.is_shown for s in seen.sides) == 1
    merged = register.enterprise(left, known.id)
    assert (merged.phone, merged.note) == ("13900000001", "门卫电话见备注"), "different fields merge by themselves"


def test_a_choice_travels_and_clears_the_conflict_everywhere(
    office: Workspace, left: Workspace, right: Workspace
) -> None:
    known = an_enterprise(left)
    exchange(left, right)
    amended(left, known, name="清河县第一化工股份有限公司")
    amended(right, known, name="清河县第一精细化工有限公司")
    all_alike(left, right, office)
    seen = the(office)  # the initials follow the name and are no second question
    taken = seen.sides[1]
    settle(office, seen.id, "right", reason="以营业执照为准", person="周科长")
    assert list_conflicts(office) == ()
    all_alike(office, left, right)
    assert list_conflicts(left) == () == list_conflicts(right)
    for ws in (office, left, right):
        kept = register.enterprise(ws, known.id)
        assert kept.name == taken.value
        assert kept.initials == enterprises.initials_of(kept.name)
        assert ws.check().is_well


def test_another_value_is_checked_like_an_ordinary_edit(left: Workspace, right: Workspace) -> None:
    known = an_enterprise(left, 1, credit_code="")
    exchange(left, right)
    amended(left, known, credit_code=a_code(5))
    amended(right, known, credit_code=a_code(6))
    all_alike(left, right)
    with pytest.raises(Refused) as refused:
        settle(left, the(left).id, Choice.OTHER, a_code(7)[:-1] + "0" if a_code(7)[-1] != "0" else a_code(7)[:-1] + "1")
    assert codes(refused) == ["credit_code_check_digit"]
    assert count_open(left) == 1, "nothing was written"
    settle(left, the(left).id, Choice.OTHER, a_code(7))
    all_alike(left, right)
    assert register.enterprise(right, known.id).credit_code == a_code(7)


@pytest.mark.parametrize(
    ("field", "values", "bad", "code"),
    [
        ("deadline", (date(2026, 12, 1), date(2026, 12, 2)), "2026-13-01", "date_wrong"),
        ("description", ("围堰破损约1米，未修复", "围堰破损约2米，未修复"), "坏" * 20_001, "text_too_long"),
    ],
)
def test_other_values_of_a_finding_are_typed_by_their_column(
    left: Workspace, right: Workspace, field: str, values: tuple[Any, Any], bad: str, code: str
) -> None:
    known = a_finding(left, an_inspection(left))
    exchange(left, right)
    mended(left, known, **{field: values[0]})
    mended(right, known, **{field: values[1]})
    all_alike(left, right)
    with pytest.raises(Refused) as refused:
        settle(left, the(left).id, Choice.OTHER, bad)
    assert codes(refused) == [code]
    good = "2026-12-05" if field == "deadline" else "围堰破损约1.5米，未修复"
    settle(left, the(left).id, Choice.OTHER, good)
    all_alike(left, right)
    row = finding_ledger.finding(right, known.id)
    assert row is not None and str(getattr(row.finding, field)) == good


def test_two_who_settle_differently_at_once_make_a_new_conflict_and_two_who_agree_do_not(
    left: Workspace, right: Workspace
) -> None:
    known = an_enterprise(left)
    exchange(left, right)
    amended(left, known, phone="13900000001")
    amended(right, known, phone="13900000002")
    all_alike(left, right)
    settle(left, the(left).id, "1")
    settle(right, the(right).id, "2")
    all_alike(left, right)
    again = the(left)
    assert [s.how.value for s in again.sides] == ["settle", "settle"]
    taken = again.sides[0].value
    settle(left, again.id, "left")
    settle(right, again.id, "left")
    all_alike(left, right)
    assert list_conflicts(left) == ()
    assert register.enterprise(right, known.id).phone == taken


def test_what_an_issued_order_fixed_stays_as_it_is_on_paper(
    office: Workspace, left: Workspace, right: Workspace, clock: Clock
) -> None:
    visit = an_inspection(left)
    known = a_finding(left, visit, place="甲类仓库东侧")
    clock.move(hours=1)
    inspections.finish_inspection(left, visit.id)
    for word in (RECORD, ORDER):
        leases.lease(office, left.device, word.value, 5)
    all_alike(office, left, right)
    order = an_order(left, visit.id)
    mended(right, known, place="甲类仓库西侧")
    all_alike(left, right)
    seen = the(right)
    assert (seen.is_frozen, seen.frozen_by, seen.label) == (True, order.number, "部位")
    issued = next(n for n, s in enumerate(seen.sides, start=1) if s.is_shown)
    assert seen.sides[issued - 1].text == "甲类仓库东侧"
    assert seen.choices == (str(issued),)
    for choice, value in ((str(3 - issued), None), (Choice.OTHER.value, "别处")):
        with pytest.raises(Refused) as refused:
            settle(right, seen.id, choice, value)
        assert codes(refused) == ["conflict_frozen"]
        assert refused.value.problems[0].fields["number"] == order.number
    settle(right, seen.id, str(issued), reason="另行出具文书")
    all_alike(left, right)
    assert list_conflicts(left) == ()
    row = finding_ledger.finding(left, known.id)
    assert row is not None and row.finding.place == "甲类仓库东侧"


def test_nothing_is_issued_while_what_it_prints_is_said_differently(
    office: Workspace, left: Workspace, right: Workspace, clock: Clock
) -> None:
    owner = an_enterprise(left)
    visit = an_inspection(left, owner)
    known = a_finding(left, visit)
    clock.move(hours=1)
    inspections.finish_inspection(left, visit.id)
    leases.lease(office, left.device, RECORD.value, 5)
    all_alike(office, left, right)
    for ws, where in ((left, "南"), (right, "北")):
        mended(ws, known, place=f"甲类仓库{where}侧")
        amended(ws, owner, address=f"清河县工业园区{where}路", district=f"{where}区")
    all_alike(left, right)
    with pytest.raises(Refused) as refused:
        documents.issue_document(left, visit.id, RECORD)
    found = [p for p in refused.value.problems if p.code.value == "conflict_open"]
    assert {(p.where.split(":")[0], p.fields["field"]) for p in found} == {
        ("finding", "place"),
        ("enterprise", "address"),
    }
    assert any("1. 可燃气体报警器" in sentence(p) and "（检查场所（部位））" in sentence(p) for p in found)
    for conflict in list_conflicts(left):
        if conflict.field in ("place", "address"):
            settle(left, conflict.id, "left")
    documents.issue_document(left, visit.id, RECORD)
    assert [c.field for c in list_conflicts(left)] == ["district"], "what no paper prints may wait"


def test_an_answer_given_on_both_laptops_is_one_question_with_who_answered(left: Workspace, right: Workspace) -> None:
    visit = an_inspection(left)
    exchange(left, right)
    code = next(iter(left.frozen_items(visit.packs))).code
    inspections.answer_item(left, visit.id, code, AnswerResult.COMPLIANT)
    inspections.answer_item(right, visit.id, code, AnswerResult.NOT_APPLICABLE)
    all_alike(left, right)
    seen = the(left)
    assert seen.label == "检查结果" and code in seen.thing
    assert {s.text for s in seen.sides} == {"符合", "不适用"}
    settle(left, seen.id, "1")
    all_alike(left, right)
    assert list_conflicts(right) == ()


def test_the_same_answer_on_both_laptops_is_no_question(left: Workspace, right: Workspace, clock: Clock) -> None:
    visit = an_inspection(left)
    exchange(left, right)
    code = next(iter(left.frozen_items(visit.packs))).code
    for ws in (left, right):
        clock.move(minutes=3)
        inspections.answer_item(ws, visit.id, code, AnswerResult.COMPLIANT)
    all_alike(left, right)
    assert [c.field for c in list_conflicts(left)] in ([], ["author"])


def test_a_draft_filled_in_on_both_laptops_merges_by_field(left: Workspace, right: Workspace) -> None:
    visit = an_inspection(left)
    kind = DocumentKind.INSPECTION_APPROVAL
    document_drafts.fill_document(left, visit.id, kind, fields={"basis": "年度监督检查计划"})
    exchange(left, right)
    names = [s.name for s in document_drafts.form_fields(left, kind) if s.type.value in ("text", "long")][:2]
    assert len(names) == 2
    document_drafts.fill_document(left, visit.id, kind, fields={names[0]: "甲"})
    document_drafts.fill_document(right, visit.id, kind, fields={names[1]: "乙"})
    all_alike(left, right)
    assert list_conflicts(left) == (), "different fields of a form are no conflict"
    document_drafts.fill_document(left, visit.id, kind, fields={names[0]: "丙"})
    document_drafts.fill_document(right, visit.id, kind, fields={names[0]: "丁"})
    all_alike(left, right)
    seen = the(left)
    label = next(s.label for s in document_drafts.form_fields(left, kind) if s.name == names[0])
    assert (seen.field, seen.label) == (f"fields/{names[0]}", label)
    settle(right, seen.id, Choice.OTHER, "丙丁")
    all_alike(left, right)
    page = document_drafts.draft_page(left, visit.id, kind)
    assert (page.values[names[0]], page.values[names[1]]) == ("丙丁", "乙")


def test_an_enterprise_that_was_taken_back_stays_where_it_was_inspected(left: Workspace, right: Workspace) -> None:
    known = an_enterprise(left)
    exchange(left, right)
    with left.operation(undo.Op.UNDO) as step:  # as an undo does that ran before the hand-over
        step.db.conn.execute("DELETE FROM enterprises WHERE id = ?", (known.id,))
    visit = an_inspection(right, known)
    all_alike(left, right)
    assert register.enterprise(left, known.id).name == known.name
    assert [r.id for r in register.history(left, known.id).inspections] == [visit.id]


@pytest.mark.parametrize("choice", ["keep", "delete"])
def test_what_one_deleted_and_another_changed_is_kept_or_deleted_by_a_person(
    left: Workspace, right: Workspace, choice: str
) -> None:
    known = an_enterprise(left)
    exchange(left, right)
    with left.operation(undo.Op.UNDO) as step:
        step.db.conn.execute("DELETE FROM enterprises WHERE id = ?", (known.id,))
    amended(right, known, phone="13900000009")
    all_alike(left, right)
    seen = the(left)
    assert (seen.kind, seen.choices) == (ConflictKind.DELETED, ("keep", "delete"))
    assert {s.text for s in seen.sides} == {"已删除", "电话：13900000009"}
    with pytest.raises(Refused) as refused:
        settle(left, seen.id, "left")
    assert codes(refused) == ["conflict_choice"]
    settle(left, seen.id, choice)
    all_alike(left, right)
    assert list_conflicts(right) == ()
    assert register.count(right) == (1 if choice == "keep" else 0)


def test_what_others_refer_to_is_not_deleted(left: Workspace, right: Workspace) -> None:
    known = an_enterprise(left)
    exchange(left, right)
    with left.operation(undo.Op.UNDO) as step:
        step.db.conn.execute("DELETE FROM enterprises WHERE id = ?", (known.id,))
    amended(right, known, phone="13900000009")
    an_inspection(right, known)
    all_alike(left, right)
    with pytest.raises(Refused) as refused:
        settle(left, the(left).id, "delete")
    assert codes(refused) == ["conflict_choice"]
    settle(left, the(left).id, "keep")
    all_alike(left, right)
    assert list_conflicts(left) == ()


def test_one_number_on_two_papers_is_explained_or_one_is_voided(tmp_path: Path, clock: Clock) -> None:
    both = []
    for n in (1, 2):  # two units that were apart when they issued
        ws = create_workspace(tmp_path / str(n), clock=clock)
        a_unit(ws) if n == 1 else None
        ws.actor = ("王建国", "李慧敏")[n - 1]
        both.append(ws)
    one, two = both
    exchange(one, two)
    papers = []
    for n, ws in enumerate(both, start=1):
        visit = an_inspection(ws, an_enterprise(ws, n))
        clock.move(hours=1)
        inspections.finish_inspection(ws, visit.id)
        papers.append(documents.issue_document(ws, visit.id, RECORD).value)
        clock.move(minutes=5)
    assert papers[0].number == papers[1].number
    all_alike(one, two)
    seen = next(c for c in list_conflicts(one) if c.kind is ConflictKind.NUMBER)
    assert (seen.id, seen.choices) == (f"number:{papers[0].number}", ("explain",))
    assert [s.person for s in seen.sides] == ["王建国", "李慧敏"]
    assert [c.texts for c in seen.cells if c.differs] == [("清河县第1化工有限公司", "清河县第2化工有限公司")]
    with pytest.raises(Refused) as refused:
        settle(one, seen.id, "explain")
    assert codes(refused) == ["reason_missing"]
    settle(one, seen.id, "explain", reason="并网前两组各自编号，均已送达")
    all_alike(one, two)
    told = find_conflict(two, seen.id)
    assert told is not None and (told.explanation, told.is_open) == ("并网前两组各自编号，均已送达", False)
    documents.void_document(two, papers[1].id, "重号")
    assert find_conflict(two, seen.id) is None
    for ws in both:
        ws.close()


def test_a_choice_made_on_an_old_picture_is_refused(left: Workspace, right: Workspace, office: Workspace) -> None:
    known = an_enterprise(left)
    all_alike(office, left, right)
    amended(left, known, phone="13900000001")
    amended(right, known, phone="13900000002")
    exchange(left, right)
    seen = the(left)
    amended(office, known, phone="13900000003")
    exchange(office, left)
    with pytest.raises(Refused) as refused:
        settle(left, seen.id, "2", seen=[side.operation for side in seen.sides])
    assert codes(refused) == ["changed_meanwhile"]
    assert len(the(left).sides) == 3


def test_an_unknown_conflict_and_an_unknown_choice_are_refused(left: Workspace, right: Workspace) -> None:
    known = an_enterprise(left)
    exchange(left, right)
    amended(left, known, phone="13900000001")
    amended(right, known, phone="13900000002")
    exchange(left, right)
    for name, choice, code in (
        ("enterprises:x:phone", "left", "conflict_unknown"),
        (the(left).id, "3", "conflict_choice"),
    ):
        with pytest.raises(Refused) as refused:
            settle(left, name, choice)
        assert codes(refused) == [code]


def test_names_with_the_same_initials_keep_their_initials_right(left: Workspace, right: Workspace) -> None:
    known = an_enterprise(left, 1, name="清河甲化工厂")
    exchange(left, right)
    amended(left, known, name="清河恒元化工厂")
    amended(right, known, name="清河恒源化工厂")
    all_alike(left, right)
    settle(left, the(left).id, Choice.OTHER, "清河宏达化工厂")
    all_alike(left, right)
    assert [r.enterprise.id for r in register.find_enterprises(right, "qhhdhgc")] == [known.id]
