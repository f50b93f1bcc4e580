# SPDX-License-Identifier: MulanPSL-2.0
"""A calculation inside the item that it belongs to: made by the item's own pack, kept with its working."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.calculators import calculate, of_item
from inspector_app.domain.change import Done, Op
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, PersonRole
from inspector_app.domain.json_fields import kind_of, parse_json
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.working import Working, working_out
from inspector_app.operations import inspections as inspection_verbs
from inspector_app.operations.files import read_small_file
from inspector_app.operations.visits import inspection_in, refuse_finished
from inspector_app.storage import inspections
from inspector_app.workspace import Step, Workspace

LIMIT = 500_000  # characters of a kept calculation
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
    `author` is a person of the visit; None leaves who answered before. Refuses NOT_FOUND, ITEM_UNKNOWN,
    VALUE_NOT_ALLOWED (another calculator), CALCULATION_INPUT, CALCULATION_ROW, INSPECTION_FINISHED.
    """
    with ws.operation(Op.ANSWER_ITEM) as step:
        kept = keep_working_in(ws, step, inspection_id, item_code, working, author)
    return Done(value=kept, changes=step.changes)


def keep_working_in(
    ws: Workspace, step: Step, inspection_id: str, item_code: str, working: Working | None, author: str | None = None
) -> KeptWorking:
    """Keep a calculation inside an open operation."""
    inspection = inspection_in(step, inspection_id)
    refuse_finished(inspection)
    calculator, data = _calculator(ws, inspection, item_code)
    made = Working(calculator=calculator, inputs={})
    if working is not None:
        if working.calculator != calculator:
            fields = {"field": "calculator", "found": working.calculator[:60], "allowed": calculator}
            refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=item_code, fields=fields)])
        draft = Working(calculator=calculator, inputs=working.inputs)
        made = draft if working.is_draft else calculate(calculator, working.inputs, data)
    value = working_out(made) if working is not None else ""
    refuse(texts.problems_of(value, "value", where=item_code, limit=LIMIT))
    known = inspections.get_answer(step.db, inspection_id, item_code)
    if _is_only_calculated(ws, inspection, item_code):
        answered = inspection_verbs.answer_item_in(ws, step, inspection_id, item_code, _result(made, value))
        known = dataclasses.replace(known or answered.answer, result=answered.answer.result)
    none = Answer(inspection_id=inspection_id, item_code=item_code, result=AnswerResult.NOT_CHECKED)
    answer = dataclasses.replace(known or none, value=value, label=made.result, answered_at=step.now)
    answer = _signed(answer, inspection, author)
    inspections.put_answer(step.db, answer)
    proposes = AnswerResult.NONCOMPLIANT if made.fails else None
    return KeptWorking(answer=answer, working=made, proposes=proposes)


def _calculator(ws: Workspace, inspection: Inspection, item_code: str) -> tuple[str, Mapping[str, object]]:
    found = of_item(ws.frozen_packs(inspection.packs), item_code)
    if found is None:
        raise Refused([Problem(code=ProblemCode.ITEM_UNKNOWN, where=item_code, fields={"item": item_code[:80]})])
    return found


def _is_only_calculated(ws: Workspace, inspection: Inspection, item_code: str) -> bool:
    items = (i for i in ws.frozen_items(inspection.packs, (item_code,)) if i.code == item_code)
    return any(item.answer.kind is AnswerKind.WORKING for item in items)


def _result(working: Working, value: str) -> AnswerResult:
    """Say what a calculation means for an item that nobody ticks."""
    if not value or working.is_draft:
        return AnswerResult.NOT_CHECKED
    if working.fails is None:
        return AnswerResult.RECORDED
    return AnswerResult.NONCOMPLIANT if working.fails else AnswerResult.COMPLIANT


def _signed(answer: Answer, inspection: Inspection, author: str | None) -> Answer:
    """Put the name of who calculated; a name that is not of the visit has no role."""
    if author is None:
        return answer
    name = texts.cleaned(author)
    roles = (p.role for p in inspection.people if p.name == name)
    role = next((r for r in roles if r in (PersonRole.OFFICER, PersonRole.EXPERT)), None)
    return dataclasses.replace(answer, author=name, author_role=role)
