# SPDX-License-Identifier: MulanPSL-2.0
"""Photos as the answer of an item that asks for them: the photos are the answer, its row only counts them."""

from __future__ import annotations

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.finding import Photo
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.visits import author_of, put_answer_in, refuse_finished
from inspector_app.storage import findings
from inspector_app.workspace import Step, Workspace

LABEL = "照片{count}张"  # kept in the answer: the record's own language is Chinese


def refuse_other_item(ws: Workspace, inspection: Inspection, item_code: str, finding_id: str | None) -> None:
    """Refuse what cannot be: an item that asks for no photos, one of a finished visit, a finding besides."""
    refuse_finished(inspection)
    item = next((i for i in ws.frozen_items(inspection.packs) if i.code == item_code), None)
    if item is None or item.answer.kind is not AnswerKind.PHOTO or finding_id is not None:
        refuse([Problem(code=ProblemCode.ITEM_UNKNOWN, where=item_code, fields={"item": item_code[:80]})])


def photos_of(step: Step, inspection_id: str, item_code: str) -> tuple[Photo, ...]:
    """Give the photos that answer an item, in their order."""
    shown = (p for p in findings.list_photos(step.db, inspection_id) if p.item_code == item_code and not p.finding_id)
    return tuple(sorted(shown, key=lambda photo: photo.ordinal))


def answer_by_photos_in(ws: Workspace, step: Step, inspection: Inspection, item_code: str) -> Answer:
    """Keep in the item's answer how many photos there are; without one it is open again."""
    count = len(photos_of(step, inspection.id, item_code))
    return put_answer_in(
        step,
        inspection.id,
        item_code,
        AnswerResult.RECORDED if count else AnswerResult.NOT_CHECKED,
        value=str(count) if count else "",
        label=LABEL.format(count=count) if count else "",
        author=author_of(ws, inspection, None),
    )
