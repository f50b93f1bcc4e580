# SPDX-License-Identifier: MulanPSL-2.0
"""What several verbs need of an open inspection: finding it, refusing when it is finished, an answer's row."""

from __future__ import annotations

from inspector_app.domain import texts
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, InspectionState
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage import inspections
from inspector_app.workspace import Step


def inspection_in(step: Step, inspection_id: str) -> Inspection:
    """Give an inspection, or refuse NOT_FOUND."""
    inspection = inspections.get_inspection(step.db, inspection_id)
    if inspection is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "inspection", "id": inspection_id[:80]})])
        raise AssertionError
    return inspection


def refuse_finished(inspection: Inspection) -> None:
    """Refuse to change an inspection that is finished."""
    if inspection.state is InspectionState.FINISHED:
        refuse([Problem(code=ProblemCode.INSPECTION_FINISHED, fields={"id": inspection.id})])


def put_answer_in(
    step: Step, inspection_id: str, item_code: str, result: AnswerResult, remark: str | None = None
) -> Answer:
    """Keep an answer inside an open operation, without looking at findings; `None` keeps the remark."""
    known = inspections.get_answer(step.db, inspection_id, item_code)
    kept = (known.remark if known else "") if remark is None else texts.cleaned(remark)
    refuse(texts.problems_of(kept, "remark", where=item_code, limit=texts.LONG_LIMIT))
    answer = Answer(inspection_id=inspection_id, item_code=item_code, result=result, remark=kept, answered_at=step.now)
    inspections.put_answer(step.db, answer)
    return answer
