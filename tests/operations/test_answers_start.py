# SPDX-License-Identifier: MulanPSL-2.0
"""Where answers begin and end: defaults, triggers, computed values that are kept, packs that do not fit together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.change import Op
from inspector_app.domain.inspection import AnswerResult, InspectionState, InspectionTask, TaskSource
from inspector_app.domain.problems import ProblemCode, Refused, blocking
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import answers, inspections, undo
from inspector_app.operations.inspection_moves import PlanDraft, approve, begin, plan_inspection, set_task, submit
from inspector_app.operations.pack_manager import choose_pack
from inspector_app.operations.photos import PhotoSource, add_photos
from inspector_app.storage import findings as finding_rows
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.items import failing, item, keep, pack_of, visit
from tests.helpers.makers import an_enterprise, an_inspection, people
from tests.helpers.pictures import photo

K, R = AnswerKind, AnswerResult


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[ProblemCode]:
    return [p.code for p in refused.value.problems]


def test_defaults_are_proposed_when_the_inspection_starts(unit: Workspace) -> None:
    inspection = visit(
        unit, item("A", K.TEXT, default="东区"), failing("B", K.NUMBER, limit_most="4", default="9"),
        item("C", K.DATE, default="today()"), item("D", K.NUMBER, default="多"), failing("E", default="compliant"),
    )  # fmt: skip
    view = ledger.view(unit, inspection.id)
    assert {c: (a.value, a.result) for c, a in view.answers.items()} == {
        "A": ("东区", R.RECORDED),
        "B": ("9", R.NOT_CHECKED),  # a person has to confirm what can fail
        "C": (inspection.started_at.date().isoformat(), R.RECORDED),
    }
    assert view.live_findings == () and all(a.author == "" for a in view.answers.values())
    assert answers.answer_value(unit, inspection.id, "B", "9").value.finding is not None


def test_a_planned_visit_gets_its_defaults_when_it_begins(unit: Workspace) -> None:
    keep(unit, pack_of([item("A", K.TEXT, default="东区")]))
    plan = PlanDraft(enterprise_id=an_enterprise(unit).id, pack_ids=("own",), planned_at=unit.now(), people=people())
    planned = plan_inspection(unit, plan).value
    assert ledger.view(unit, planned.id).answers == {}
    set_task(unit, planned.id, InspectionTask(source=TaskSource.PLAN))
    submit(unit, planned.id)
    approve(unit, planned.id, "局长")
    assert begin(unit, planned.id).value.state is InspectionState.OPEN
    assert ledger.view(unit, planned.id).answers["A"].value == "东区"


def test_computed_values_are_frozen_when_the_inspection_ends(unit: Workspace, clock: Clock) -> None:
    inspection = visit(
        unit, item("A", K.NUMBER), item("B", K.COMPUTED, calculation="${A} * 2", unit="人"),
        item("C", K.COMPUTED, calculation="today()"), item("D", K.TEXT, relevant="${C} = today()"),
        item("R", K.ENTRIES), item("Ra", K.NUMBER, parent="R"),
        item("Rb", K.COMPUTED, parent="R", calculation="${Ra} + 1"),
    )  # fmt: skip
    answers.answer_value(unit, inspection.id, "A", "21")
    entry = answers.add_spot(unit, inspection.id, "R").value
    answers.answer_value(unit, inspection.id, "Ra", "1", spot_id=entry.id)
    assert "B" not in ledger.view(unit, inspection.id).answers
    clock.move(minutes=30)
    inspections.finish_inspection(unit, inspection.id)
    day = unit.today().isoformat()
    clock.move(days=400)
    view = ledger.view(unit, inspection.id)
    assert (view.answers["B"].value, view.answers["B"].label) == ("42", "42人")
    assert view.spot_answers[("Rb", entry.id)].value == "2"
    assert view.live.value("C") == view.answers["C"].value == day and not view.live.is_hidden("D")
    undo.undo_last(unit)
    assert "B" not in ledger.view(unit, inspection.id).answers


def test_a_trigger_keeps_what_it_computes(unit: Workspace) -> None:
    inspection = visit(
        unit, item("A", K.NUMBER), item("B", K.COMPUTED, calculation="${A} * 2", trigger="${A}"),
        item("C", K.TEXT, calculation="concat('第', ${A}, '次')", trigger="${A}"),
    )  # fmt: skip
    answers.answer_value(unit, inspection.id, "A", "2")
    view = ledger.view(unit, inspection.id)
    assert (view.answers["B"].value, view.answers["C"].value) == ("4", "第2次")
    assert answers.answer_value(unit, inspection.id, "C", "自己写的").value.answer.value == "自己写的"
    with pytest.raises(Refused):
        answers.answer_value(unit, inspection.id, "B", "5")


def test_packs_whose_codes_collide_or_that_are_switched_off_do_not_start(unit: Workspace) -> None:
    keep(unit, pack_of([failing("A"), failing("B")], "one"))
    keep(unit, pack_of([failing("A", finding="另一种说法"), failing("B")], "two"))
    keep(unit, pack_of([failing("A"), failing("D")], "three"))
    with pytest.raises(Refused) as refused:
        an_inspection(unit, pack_ids=("one", "two"))
    assert codes(refused) == [ProblemCode.PACK_CODES_COLLIDE] and refused.value.problems[0].fields["code"] == "A"
    an_inspection(unit, an_enterprise(unit, 2), pack_ids=("one", "three"))  # one and the same item is no collision
    choose_pack(unit, "one", is_enabled=False)
    with pytest.raises(Refused) as refused:
        an_inspection(unit, an_enterprise(unit, 3), pack_ids=("one",))
    assert codes(refused) == [ProblemCode.PACK_DISABLED]


def test_items_that_ask_for_photos_count_by_their_photos(unit: Workspace) -> None:
    inspection = visit(unit, item("A", K.PHOTO, required="true()"))
    assert [p.code for p in blocking(ledger.gaps(unit, inspection.id))] == [ProblemCode.ANSWER_REQUIRED]
    made = add_photos(unit, inspection.id, [PhotoSource(name="a.jpg", data=photo())]).value.photos[0]
    with unit.operation(Op.AMEND_PHOTO) as step:
        finding_rows.put_photo(step.db, replace(made, item_code="A"))
    view = ledger.view(unit, inspection.id)
    assert view.result("A") is R.RECORDED and blocking(ledger.gaps(unit, inspection.id)) == ()
    assert ledger.rows(unit)[0].checked == 1
