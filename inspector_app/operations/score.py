# SPDX-License-Identifier: MulanPSL-2.0
"""Leave a whole table out of a score (缺项) and take it in again: one act instead of one for each of its items."""

from __future__ import annotations

from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.jgj59 import read_facts
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.domain.site_score import scoring_pack
from inspector_app.operations.visits import author_of, inspection_in, put_answer_in, refuse_finished
from inspector_app.storage import inspections
from inspector_app.workspace import Step, Workspace


def leave_out_table(ws: Workspace, inspection_id: str, table: str) -> Done[int]:
    """Mark every item of a table 不适用; gives how many changed. `table` is its name or number (表B.5).

    Refuses SCORE_TABLE_BEGUN where an item of it is checked, SCORE_TABLE_UNKNOWN, SCORE_NONE, INSPECTION_FINISHED.
    """
    with ws.operation(Op.ANSWER_ITEM) as step:
        changed = _set_all(ws, step, inspection_id, table, AnswerResult.NOT_APPLICABLE)
    return Done(value=changed, changes=step.changes)


def take_in_table(ws: Workspace, inspection_id: str, table: str) -> Done[int]:
    """Put every 不适用 of a table back to 未查; gives how many changed. Refuses as `leave_out_table` does."""
    with ws.operation(Op.ANSWER_ITEM) as step:
        changed = _set_all(ws, step, inspection_id, table, AnswerResult.NOT_CHECKED)
    return Done(value=changed, changes=step.changes)


def _set_all(ws: Workspace, step: Step, inspection_id: str, table: str, result: AnswerResult) -> int:
    inspection = inspection_in(step, inspection_id)
    refuse_finished(inspection)
    items = _items_of(ws, step, inspection_id, table)
    answers = inspections.list_answers(step.db, inspection_id)
    now = {i.code: answers[i.code].result if i.code in answers else AnswerResult.NOT_CHECKED for i in items}
    free = (AnswerResult.NOT_CHECKED, AnswerResult.NOT_APPLICABLE)
    begun = [code for code, known in now.items() if known not in free]
    if begun:
        fields = {"table": items[0].section, "count": str(len(begun)), "item": begun[0]}
        refuse([Problem(code=ProblemCode.SCORE_TABLE_BEGUN, where=f"item:{begun[0]}", fields=fields)])
    changed = [code for code, known in now.items() if known is not result]
    author = author_of(ws, inspection, None)
    for code in changed:
        put_answer_in(step, inspection_id, code, result, value="", author=author)
    return len(changed)


def _items_of(ws: Workspace, step: Step, inspection_id: str, table: str) -> list[ChecklistItem]:
    pack = scoring_pack(ws.frozen_packs(inspection_in(step, inspection_id).packs))
    if pack is None:
        refuse([Problem(code=ProblemCode.SCORE_NONE, where="packs")])
        raise AssertionError
    reading = read_facts(pack.data)
    tables = reading.facts.tables if reading is not None and reading.facts is not None else ()
    names = {name: fact.name for fact in tables for name in (fact.no, fact.name)}
    found = [item for item in pack.items if item.section == names.get(table)]
    if not found:
        refuse([Problem(code=ProblemCode.SCORE_TABLE_UNKNOWN, where="table", fields={"table": table[:80]})])
    return found
