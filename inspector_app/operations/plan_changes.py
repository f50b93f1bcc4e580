# SPDX-License-Identifier: MulanPSL-2.0
"""Changes of an approved plan: each with reason and approval, each kept as it was approved (handbook 7.3)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.domain.year_plan import PlanChange, PlanState, PlanUnit, PlanUnitState, PlanVerb, YearPlan
from inspector_app.operations.plan_rows import (
    PlanUnitDraft,
    missing,
    plan_in,
    text_problems,
    unit_in,
    unit_problems,
)
from inspector_app.storage import enterprises, plan_rows
from inspector_app.storage.record_rows import put_record
from inspector_app.workspace import Step, Workspace

DAYS = ("statutory_days", "other_days", "idle_days", "officers")
FROM = {
    PlanVerb.CANCEL: (PlanUnitState.PENDING, PlanUnitState.POSTPONED),
    PlanVerb.POSTPONE: (PlanUnitState.PENDING, PlanUnitState.POSTPONED),
    PlanVerb.RESTORE: (PlanUnitState.CANCELLED, PlanUnitState.POSTPONED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChangeDraft:
    """What is changed: a unit added (`unit`), taken out, put off to `month`, put back, or other workday figures."""

    verb: PlanVerb
    reason: str
    approver: str
    approval_no: str = ""
    plan_unit_id: str = ""
    month: int = 0
    unit: PlanUnitDraft | None = None
    days: tuple[tuple[str, int], ...] = ()  # figure by name, for WORKDAYS
    text: str = ""


def change_plan(ws: Workspace, plan_id: str, draft: PlanChangeDraft) -> Done[PlanChange]:
    """Change an approved plan. Refuses PLAN_STATE for a draft (amend it), REASON_MISSING, VALUE_MISSING (approver).

    Refuses PLAN_UNIT_STATE for a unit that was visited or is already so, PLAN_UNIT_TWICE, VALUE_NOT_ALLOWED.
    """
    with ws.operation(Op.CHANGE_PLAN) as step:
        plan = plan_in(step.db, plan_id, PlanState.APPROVED)
        draft = texts.with_cleaned(draft, ("reason", "approver", "approval_no", "text"))
        refuse(_problems(draft))
        unit_id, said = _changed(step, plan, draft)
        change = PlanChange(
            id=step.new_id(), plan_id=plan.id, ordinal=plan_rows.next_change(step.db, plan.id), at=step.now,
            verb=draft.verb, plan_unit_id=unit_id, text="；".join(part for part in (said, draft.text) if part),
            reason=draft.reason, approver=draft.approver, approval_no=draft.approval_no,
        )  # fmt: skip
        put_record(step.db, change)
    return Done(value=change, changes=step.changes)


def _problems(draft: PlanChangeDraft) -> Iterator[Problem]:
    if not draft.reason:
        fields = {"act": Op.CHANGE_PLAN.value}
        yield Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=fields)
    if not draft.approver:
        yield missing("approver")
    if draft.verb is PlanVerb.ADD and draft.unit is None:
        yield missing("unit")
    if draft.verb in FROM and not draft.plan_unit_id:
        yield missing("unit")
    if draft.verb is PlanVerb.WORKDAYS and not draft.days:
        yield missing("statutory_days")
    values = {name: getattr(draft, name) for name in ("reason", "approver", "approval_no", "text")}
    yield from text_problems(values)


def _changed(step: Step, plan: YearPlan, draft: PlanChangeDraft) -> tuple[str, str]:
    """Do it; give the unit that it is about and what was there before and is there now."""
    if draft.verb is PlanVerb.WORKDAYS:
        return "", _workdays(step, plan, draft)
    if draft.verb is PlanVerb.ADD:
        assert draft.unit is not None
        return _added(step, plan, draft.unit)
    unit = unit_in(step.db, draft.plan_unit_id, plan.id)
    if unit.state not in FROM[draft.verb] or unit.inspection_id:
        fields = {"state": unit.state.value, "act": draft.verb.value}
        refuse([Problem(code=ProblemCode.PLAN_UNIT_STATE, where=f"plan_unit:{unit.id}", fields=fields)])
    if draft.verb is PlanVerb.POSTPONE:
        return unit.id, _postponed(step, unit, draft)
    if unit.state is PlanUnitState.CANCELLED:
        _refuse_twin(step, plan.id, unit.enterprise_id, unit.month)
    state = PlanUnitState.CANCELLED if draft.verb is PlanVerb.CANCEL else PlanUnitState.PENDING
    reason = draft.reason if state is PlanUnitState.CANCELLED else ""
    put_record(step.db, dataclasses.replace(unit, state=state, state_reason=reason))
    return unit.id, ""


def _postponed(step: Step, unit: PlanUnit, draft: PlanChangeDraft) -> str:
    if not unit.month < draft.month <= 12:
        fields = {"field": "month", "found": str(draft.month), "allowed": f"{unit.month + 1}-12"}
        refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="month", fields=fields)])
    _refuse_twin(step, unit.plan_id, unit.enterprise_id, draft.month)
    after = dataclasses.replace(
        unit, month=draft.month, state=PlanUnitState.POSTPONED, state_reason=draft.reason
    )  # fmt: skip
    put_record(step.db, after)
    return f"{unit.month}→{draft.month}"


def _added(step: Step, plan: YearPlan, draft: PlanUnitDraft) -> tuple[str, str]:
    draft = dataclasses.replace(draft, enterprise_id=enterprises.shown_id(step.db, draft.enterprise_id))
    refuse(unit_problems(step.db, draft, "unit"))
    _refuse_twin(step, plan.id, draft.enterprise_id, draft.month)
    unit = draft.unit(step.new_id(), plan.id)
    put_record(step.db, unit)
    return unit.id, ""


def _refuse_twin(step: Step, plan_id: str, enterprise_id: str, month: int) -> None:
    if (enterprise_id, month) in plan_rows.months_of(step.db, plan_id, enterprise_id):
        entry = enterprises.get_entry(step.db, enterprise_id)
        fields = {"name": entry.name if entry else "", "month": str(month)}
        refuse([Problem(code=ProblemCode.PLAN_UNIT_TWICE, where="month", fields=fields)])


def _workdays(step: Step, plan: YearPlan, draft: PlanChangeDraft) -> str:
    """Give other workday figures; something must be left for visits."""
    wrong = [name for name, number in draft.days if name not in DAYS or number < 0]
    if wrong:
        fields = {"field": wrong[0], "found": wrong[0], "allowed": ", ".join(DAYS)}
        refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=wrong[0], fields=fields)])
    after = dataclasses.replace(plan, **dict(draft.days))  # type: ignore[arg-type]
    if after.visit_days <= 0:
        refuse([Problem(code=ProblemCode.PLAN_WORKDAYS, where="idle_days", fields={"days": str(after.visit_days)})])
    put_record(step.db, after)
    return f"{plan.visit_days}→{after.visit_days}"
