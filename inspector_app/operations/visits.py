# SPDX-License-Identifier: MulanPSL-2.0
"""What several verbs need of an open inspection: finding it, refusing when it is finished, an answer's row."""

from __future__ import annotations

from inspector_app.domain import texts
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import (
    INSPECTION_LIFE,
    Answer,
    AnswerResult,
    Inspection,
    InspectionState,
    InspectionVerb,
)
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage import documents, inspections
from inspector_app.workspace import Step

# They say what is planned, not what was: on the day the person on site is still to be named.
BEFORE_THE_VISIT = (DocumentKind.INSPECTION_APPROVAL, DocumentKind.INSPECTION_NOTICE, DocumentKind.INSPECTION_PLAN)


def inspection_in(step: Step, inspection_id: str) -> Inspection:
    """Give an inspection, or refuse NOT_FOUND."""
    inspection = inspections.get_inspection(step.db, inspection_id)
    if inspection is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "inspection", "id": inspection_id[:80]})])
        raise AssertionError
    return inspection


def refuse_finished(inspection: Inspection) -> None:
    """Refuse to change what was seen when the visit is over (INSPECTION_FINISHED) or not begun (STATE_FORBIDS)."""
    if inspection.state.is_over or inspection.state is InspectionState.TERMINATED:
        refuse([Problem(code=ProblemCode.INSPECTION_FINISHED, fields={"id": inspection.id})])
    INSPECTION_LIFE.after(inspection.state, InspectionVerb.FINISH)


def refuse_documented(step: Step, inspection_id: str) -> None:
    """Refuse to change what a valid document says of the visit; papers before the visit do not stand in the way."""
    for document in documents.list_documents(step.db, inspection_id):
        if document.is_valid and document.kind not in BEFORE_THE_VISIT:
            fields = {"kind": document.kind.value, "number": document.number}
            refuse([Problem(code=ProblemCode.DOCUMENT_EXISTS, where=f"document:{document.id}", fields=fields)])


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
