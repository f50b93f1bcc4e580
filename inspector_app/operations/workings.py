# SPDX-License-Identifier: MulanPSL-2.0
"""A calculation inside the item that it belongs to: made by the item's own pack, kept with its working."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.answer_values import MOST_JSON, judge
from inspector_app.domain.calculators import calculate, of_item
from inspector_app.domain.change import Done, Op
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection
from inspector_app.domain.json_fields import kind_of, parse_json
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.working import Working, working_out
from inspector_app.operations.answering import asked_in, keep_in, refuse_not_asked
from inspector_app.operations.files import read_small_file
from inspector_app.operations.visits import author_of, put_answer_in
from inspector_app.storage import inspections
from inspector_app.workspace import Step, Workspace

FILE_LIMIT = 1_000_000
PACKS = {"hazmat_r": "hazmat", "fireworks_quota": "fireworks", "equipment_dates": "special_equipment"}
"""The checklist whose newest version has the tables of a calculator that no inspection asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWorking:
    """The answer that holds the calculation, and what it proposes to a person who ticks the item."""

    answer: Answer
    working: Working
    proposes: AnswerResult | None


def read_inputs(path: Path) -> Mapping[str, object]:
    """Read what goes into a calculation from a JSON file. Refuses FILE_*, SYNTAX_WRONG and VALUE_WRONG_TYPE."""
    value, faults = parse_json(read_small_file(path, FILE_LIMIT), path.name)
    refuse(faults)
    if not isinstance(value, dict):
        fields = {"field": "inputs", "expected": "object", "found": kind_of(value)}
        raise Refused([Problem(code=ProblemCode.VALUE_WRONG_TYPE, where=path.name, fields=fields)])
    return value


def work_out_alone(ws: Workspace, calculator: str, inputs: Mapping[str, object]) -> Working:
    """Calculate with the newest checklist, outside any inspection. Refuses PACK_UNKNOWN and what `work_out` does."""
    pack = ws.catalogue.pack(PACKS.get(calculator, ""))
    if pack is None:
        fields = {"pack": PACKS.get(calculator, calculator)[:80]}
        raise Refused([Problem(code=ProblemCode.PACK_UNKNOWN, where="packs", fields=fields)])
    return calculate(calculator, inputs, pack.data)


def work_out(ws: Workspace, inspection_id: str, item_code: str, inputs: Mapping[str, object]) -> Working:
    """Calculate with the tables of the checklist that the inspection began with; nothing is kept.

    Refuses NOT_FOUND, ITEM_UNKNOWN, CALCULATION_INPUT, CALCULATION_ROW.
    """
    with ws.reader() as db:
        inspection = inspections.get_inspection(db, inspection_id)
    if inspection is None:
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "inspection", "id": inspection_id[:80]})])
    calculator, data = _calculator(ws, inspection, item_code)
    return calculate(calculator, inputs, data)


def keep_working(
    ws: Workspace, inspection_id: str, item_code: str, working: Working | None, author: str | None = None
) -> Done[KeptWorking]:
    """Keep a calculation in its item, or take it out (None). The tick stays what it is: a person gives it.

    What is kept is worked out anew from the inputs, so that result and lines are those of the item's own checklist;
    a draft (inputs alone) is kept as it is. An item that is nothing but a calculation gets its result from it.
    `author` is an officer or expert of the visit; None is who is at the computer. Refuses NOT_FOUND, ITEM_UNKNOWN,
    VALUE_NOT_ALLOWED (another calculator or person), ANSWER_NOT_ASKED, ANSWER_AT_PLACES, CALCULATION_INPUT,
    CALCULATION_ROW, INSPECTION_FINISHED.
    """
    with ws.operation(Op.ANSWER_ITEM) as step:
        kept = keep_working_in(ws, step, inspection_id, item_code, working, author)
    return Done(value=kept, changes=step.changes)


def keep_working_in(
    ws: Workspace, step: Step, inspection_id: str, item_code: str, working: Working | None, author: str | None = None
) -> KeptWorking:
    """Keep a calculation inside an open operation."""
    asked = asked_in(ws, step, inspection_id, item_code, "")
    refuse_not_asked(ws, step, asked)
    calculator, data = _calculator(ws, asked.inspection, item_code)
    made = Working(calculator=calculator, inputs={})
    if working is not None:
        if working.calculator != calculator:
            fields = {"field": "calculator", "found": working.calculator[:60], "allowed": calculator}
            refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=item_code, fields=fields)])
        draft = Working(calculator=calculator, inputs=working.inputs)
        made = draft if working.is_draft else calculate(calculator, working.inputs, data)
    value = working_out(made) if working is not None else ""
    refuse(texts.problems_of(value, "value", where=item_code, limit=MOST_JSON))
    person = author_of(ws, asked.inspection, author)
    if asked.item.is_tick:
        known = inspections.get_answer(step.db, inspection_id, item_code)
        result = known.result if known else AnswerResult.NOT_CHECKED
        answer = put_answer_in(step, inspection_id, item_code, result, value=value, label=made.result, author=person)
    else:
        result = judge(asked.item, value)
        answer = keep_in(ws, step, asked, result, value=value, author=person).answer
    proposes = AnswerResult.NONCOMPLIANT if made.fails else None
    return KeptWorking(answer=answer, working=made, proposes=proposes)


def _calculator(ws: Workspace, inspection: Inspection, item_code: str) -> tuple[str, Mapping[str, object]]:
    found = of_item(ws.frozen_packs(inspection.packs), item_code)
    if found is None:
        raise Refused([Problem(code=ProblemCode.ITEM_UNKNOWN, where=item_code, fields={"item": item_code[:80]})])
    return found
