# SPDX-License-Identifier: MulanPSL-2.0
"""The special equipment of an enterprise: keeping a piece, removing it with a reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.equipment import Equipment, EquipmentDraft, cleaned, problems_of
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage import enterprises, equipment
from inspector_app.workspace import Step, Workspace

DRAFT_FIELDS = tuple(f.name for f in dataclasses.fields(EquipmentDraft))


def keep_equipment(
    ws: Workspace, enterprise_id: str, draft: EquipmentDraft, *, equipment_id: str = ""
) -> Done[Equipment]:
    """Put a piece on the list, or change the one with that id. Refuses all faults of the draft at once.

    Refuses NOT_FOUND, EQUIPMENT_DUPLICATE (the code or registration of another piece of the enterprise), TIME_ORDER.
    """
    with ws.operation(Op.KEEP_EQUIPMENT) as step:
        kept = keep_equipment_in(step, enterprise_id, draft, equipment_id=equipment_id)
    return Done(value=kept, changes=step.changes)


def keep_equipment_in(step: Step, enterprise_id: str, draft: EquipmentDraft, *, equipment_id: str = "") -> Equipment:
    """Keep a piece inside an open operation."""
    if enterprises.get_enterprise(step.db, enterprise_id) is None:
        refuse([_not_found("enterprise", enterprise_id)])
    known = equipment.get_equipment(step.db, equipment_id) if equipment_id else None
    owners = enterprises.entries_of(step.db, enterprise_id)
    gone = known is None or known.enterprise_id not in owners or bool(known.removed_reason)
    if equipment_id and gone:
        refuse([_not_found("equipment", equipment_id)])
    draft = cleaned(draft)
    others = [e for e in equipment.list_equipment(step.db, enterprise_id) if e.id != equipment_id]
    refuse((*problems_of(draft, step.now.date()), *twin_problems(draft, others)))
    values: dict[str, Any] = {name: getattr(draft, name) for name in DRAFT_FIELDS}
    owner = known.enterprise_id if known is not None else enterprise_id
    made = Equipment(id=equipment_id or step.new_id(), enterprise_id=owner, **values)
    equipment.put_equipment(step.db, made)
    return made


def twin_problems(draft: EquipmentDraft, others: Iterable[EquipmentDraft]) -> tuple[Problem, ...]:
    """Say where another piece bears the same code or registration."""
    for name in ("code", "registration"):
        value = getattr(draft, name)
        twin = next((e for e in others if value and getattr(e, name) == value), None)
        if twin is not None:
            fields = {"name": twin.name, "code": value}
            return (Problem(code=ProblemCode.EQUIPMENT_DUPLICATE, where=name, fields=fields),)
    return ()


def remove_equipment(ws: Workspace, equipment_id: str, reason: str) -> Done[Equipment]:
    """Take a piece off the list; it is kept with the reason. Refuses NOT_FOUND and REASON_MISSING."""
    with ws.operation(Op.REMOVE_EQUIPMENT) as step:
        gone = remove_equipment_in(step, equipment_id, reason)
    return Done(value=gone, changes=step.changes)


def remove_equipment_in(step: Step, equipment_id: str, reason: str) -> Equipment:
    """Take a piece off the list inside an open operation."""
    known = equipment.get_equipment(step.db, equipment_id)
    if known is None or known.removed_reason:
        refuse([_not_found("equipment", equipment_id)])
        raise AssertionError
    reason = texts.cleaned(reason)
    problems = list(texts.problems_of(reason, "removed_reason", limit=texts.LONG_LIMIT))
    if not reason:
        fields = {"act": Op.REMOVE_EQUIPMENT.value}
        problems.append(Problem(code=ProblemCode.REASON_MISSING, where="removed_reason", fields=fields))
    refuse(problems)
    gone = dataclasses.replace(known, removed_reason=reason)
    equipment.put_equipment(step.db, gone)
    return gone


def _not_found(kind: str, name: str) -> Problem:
    return Problem(code=ProblemCode.NOT_FOUND, where=kind, fields={"kind": kind, "id": name[:80]})
