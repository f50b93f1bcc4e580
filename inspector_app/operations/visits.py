# SPDX-License-Identifier: MulanPSL-2.0
"""What several verbs need of an open inspection: finding it, refusing when it is finished, an answer's row."""

from __future__ import annotations

import dataclasses

from inspector_app.domain import texts
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import (
    INSPECTION_LIFE,
    Answer,
    AnswerResult,
    Inspection,
    InspectionState,
    InspectionVerb,
    Participant,
    PersonRole,
)
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.storage import documents, inspections
from inspector_app.workspace import Step, Workspace

# They say what is planned, not what was: on the day the person on site is still to be named.
BEFORE_THE_VISIT = (DocumentKind.INSPECTION_APPROVAL, DocumentKind.INSPECTION_NOTICE, DocumentKind.INSPECTION_PLAN)
AUTHORS = (PersonRole.OFFICER, PersonRole.EXPERT)


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


def author_of(ws: Workspace, inspection: Inspection, name: str | None) -> Participant | None:
    """Give who answers: an officer or expert of the visit by name, else who is at the computer, else nobody known.

    Refuses VALUE_NOT_ALLOWED for a name that is neither: the unit's own people and witnesses do not answer.
    """
    answering = [p for p in inspection.people if p.role in AUTHORS]
    wanted = texts.cleaned(ws.actor if name is None else name)
    found = next((p for p in answering if p.name == wanted), None)
    if found is None and name is not None:
        allowed = "、".join(dict.fromkeys(p.name for p in answering))
        fields = {"field": "author", "found": wanted[:80], "allowed": allowed}
        raise Refused([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="author", fields=fields)])
    return found


def put_answer_in(
    step: Step,
    inspection_id: str,
    item_code: str,
    result: AnswerResult,
    remark: str | None = None,
    *,
    spot_id: str = "",
    value: str | None = None,
    label: str = "",
    author: Participant | None = None,
) -> Answer:
    """Keep an answer inside an open operation, without looking at findings; `None` keeps what was there."""
    known = inspections.get_answer(step.db, inspection_id, item_code, spot_id)
    known = known or Answer(
        inspection_id=inspection_id, item_code=item_code, result=AnswerResult.NOT_CHECKED, spot_id=spot_id
    )
    answer = dataclasses.replace(known, result=result, answered_at=step.now)
    if remark is not None:
        answer = dataclasses.replace(answer, remark=texts.cleaned(remark))
    if value is not None:
        answer = dataclasses.replace(answer, value=value, label=label)
    if author is not None:
        answer = dataclasses.replace(answer, author=author.name, author_role=author.role)
    refuse(texts.problems_of(answer.remark, "remark", where=item_code, limit=texts.LONG_LIMIT))
    inspections.put_answer(step.db, answer)
    return answer
