# SPDX-License-Identifier: MulanPSL-2.0
"""The year's plan of supervision (年度监督检查计划, handbook 7.3): made, filled with units, approved, kept by versions.

A draft is changed freely. An approved plan is changed only by `plan_changes.change_plan`, with reason and approval;
a new version is made beside it and takes its place when it is approved in turn.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnit, PlanUnitState, YearPlan
from inspector_app.operations.plan_changes import PlanChangeDraft, change_plan
from inspector_app.operations.plan_rows import (
    PlanUnitDraft,
    day_problems,
    missing,
    plan_in,
    text_problems,
    unit_in,
    unit_problems,
)
from inspector_app.storage import enterprises, plan_rows
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import list_records, put_record
from inspector_app.workspace import Step, Workspace

__all__ = [
    "PlanChangeDraft", "PlanUnitDraft", "YearPlanDraft", "amend_plan", "approve_plan", "change_plan", "make_plan",
    "make_plan_in", "new_version", "plan_problems", "put_units", "put_units_in", "remove_units",
]  # fmt: skip

MOST_DAYS = 100_000_000
NUMBERS = ("officers", "statutory_days", "other_days", "idle_days")
YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlanDraft:
    """What a person says of a plan: the workday figures and its texts (指导思想, 任务, 措施 by name)."""

    year: int
    title: str = ""
    officers: int = 0  # 执法人员数
    statutory_days: int = 0  # 国家法定工作日 of one officer
    other_days: int = 0  # 其他执法工作日, of all
    idle_days: int = 0  # 非执法工作日, of all
    texts: Mapping[str, str] = field(default_factory=dict)


def make_plan(ws: Workspace, draft: YearPlanDraft) -> Done[YearPlan]:
    """Begin the plan of a year. Refuses PLAN_DRAFT_EXISTS, and an approved plan's year: that one gets a new version.

    Refuses VALUE_NOT_ALLOWED for figures out of range.
    """
    with ws.operation(Op.MAKE_PLAN) as step:
        plan = make_plan_in(step, draft)
    return Done(value=plan, changes=step.changes)


def make_plan_in(step: Step, draft: YearPlanDraft) -> YearPlan:
    """Begin the plan of a year inside an open operation."""
    known = list_records(step.db, YearPlan, "year = ?", [draft.year], order="version")
    refuse([*_draft_problems(draft), *_begun(known)])
    plan = YearPlan(
        id=step.new_id(), year=draft.year, version=known[-1].version + 1 if known else 1, made_at=step.now,
        **_values(draft),  # type: ignore[arg-type]
    )  # fmt: skip
    put_record(step.db, plan)
    return plan


def _begun(known: Sequence[YearPlan]) -> list[Problem]:
    """A year has one draft at most, and beside an approved plan only a new version of it."""
    return [
        Problem(
            code=ProblemCode.PLAN_DRAFT_EXISTS, where=f"plan:{plan.id}",
            fields={"year": str(plan.year), "version": str(plan.version)},
        )
        for plan in known
        if plan.state is not PlanState.REPLACED
    ][-1:]  # fmt: skip


def new_version(ws: Workspace, plan_id: str) -> Done[YearPlan]:
    """Begin a new version of an approved plan with all its units; the approved one counts until the new one is.

    Units that were visited keep their visit, units that were taken out are left behind. Refuses PLAN_STATE,
    PLAN_DRAFT_EXISTS.
    """
    with ws.operation(Op.MAKE_PLAN) as step:
        before = plan_in(step.db, plan_id, PlanState.APPROVED)
        known = list_records(step.db, YearPlan, "year = ?", [before.year], order="version")
        refuse(_begun([plan for plan in known if plan.state is PlanState.DRAFT]))
        made = dataclasses.replace(
            before, id=step.new_id(), version=known[-1].version + 1, state=PlanState.DRAFT, approved_by="",
            approval_no="", approved_on=None, filed_with="", filed_on=None, made_at=step.now,
        )  # fmt: skip
        put_record(step.db, made)
        for unit in list_records(step.db, PlanUnit, "plan_id = ?", [before.id]):
            if unit.state is not PlanUnitState.CANCELLED:
                put_record(step.db, dataclasses.replace(unit, id=step.new_id(), plan_id=made.id))
    return Done(value=made, changes=step.changes)


def amend_plan(ws: Workspace, plan_id: str, draft: YearPlanDraft) -> Done[YearPlan]:
    """Change figures and texts of a draft. Refuses PLAN_STATE for an approved plan: it is changed with approval."""
    with ws.operation(Op.AMEND_PLAN) as step:
        before = plan_in(step.db, plan_id, PlanState.DRAFT)
        refuse(_draft_problems(dataclasses.replace(draft, year=before.year)))
        after = dataclasses.replace(before, **_values(draft))  # type: ignore[arg-type]
        put_record(step.db, after)
    return Done(value=after, changes=step.changes)


def _values(draft: YearPlanDraft) -> dict[str, object]:
    said = {texts.cleaned(name): texts.cleaned(text) for name, text in draft.texts.items()}
    return {
        **{name: getattr(draft, name) for name in NUMBERS}, "title": texts.cleaned(draft.title),
        "texts": {name: text for name, text in said.items() if name and text},
    }  # fmt: skip


def _draft_problems(draft: YearPlanDraft) -> Iterator[Problem]:
    if draft.year not in YEARS:
        allowed = f"{YEARS.start}-{YEARS.stop - 1}"
        fields = {"field": "year", "found": str(draft.year), "allowed": allowed}
        yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="year", fields=fields)
    for name in NUMBERS:
        most = 366 if name == "statutory_days" else MOST_DAYS
        if not 0 <= getattr(draft, name) <= most:
            fields = {"field": name, "found": str(getattr(draft, name)), "allowed": f"0-{most}"}
            yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=name, fields=fields)
    yield from texts.problems_of(draft.title, "title")
    for name, text in draft.texts.items():
        yield from texts.problems_of(name, "texts")
        yield from texts.problems_of(text, "texts", limit=texts.LONG_LIMIT)


# Units ----------------------------------------------------------------------------------------------------------


def put_units(ws: Workspace, plan_id: str, units: Sequence[PlanUnitDraft]) -> Done[tuple[PlanUnit, ...]]:
    """Put units into a draft, new ones or (by their id) changed ones; all or none.

    Refuses PLAN_STATE, NOT_FOUND, VALUE_NOT_ALLOWED for a month or workdays out of range, and PLAN_UNIT_TWICE for
    a second entry of one enterprise in one month.
    """
    with ws.operation(Op.AMEND_PLAN) as step:
        made = put_units_in(step, plan_id, units)
    return Done(value=made, changes=step.changes)


def put_units_in(step: Step, plan_id: str, units: Sequence[PlanUnitDraft]) -> tuple[PlanUnit, ...]:
    """Put units into a draft inside an open operation."""
    plan = plan_in(step.db, plan_id, PlanState.DRAFT)
    known = plan_rows.months_of(step.db, plan.id)
    main = enterprises.shown(step.db)
    found: list[Problem] = []
    made: list[PlanUnit] = []
    for n, draft in enumerate(units, start=1):
        before = unit_in(step.db, draft.id, plan.id) if draft.id else None
        draft = dataclasses.replace(draft, enterprise_id=main.get(draft.enterprise_id, draft.enterprise_id))
        found += unit_problems(step.db, draft, f"units[{n}]")
        unit = draft.unit(before.id if before else step.new_id(), plan.id, before)
        twin = known.setdefault((unit.enterprise_id, unit.month), unit.id)
        if twin != unit.id:
            found.append(_twin(step.db, unit, f"units[{n}]"))
        made.append(unit)
    refuse(found)
    for unit in made:
        put_record(step.db, unit)
    return tuple(made)


def _twin(db: Database, unit: PlanUnit, where: str) -> Problem:
    entry = enterprises.get_entry(db, unit.enterprise_id)
    fields = {"name": entry.name if entry else "", "month": str(unit.month)}
    return Problem(code=ProblemCode.PLAN_UNIT_TWICE, where=where, fields=fields)


def remove_units(ws: Workspace, plan_id: str, unit_ids: Sequence[str]) -> Done[int]:
    """Take units out of a draft again. Refuses PLAN_STATE, NOT_FOUND, PLAN_UNIT_STATE for a visited one."""
    with ws.operation(Op.AMEND_PLAN) as step:
        plan = plan_in(step.db, plan_id, PlanState.DRAFT)
        units = [unit_in(step.db, unit_id, plan.id) for unit_id in dict.fromkeys(unit_ids)]
        fields = {"state": PlanUnitState.DONE.value, "act": "remove"}
        refuse(
            Problem(code=ProblemCode.PLAN_UNIT_STATE, where=f"plan_unit:{unit.id}", fields=fields)
            for unit in units
            if unit.inspection_id
        )
        plan_rows.delete_units(step.db, [unit.id for unit in units])
    return Done(value=len(units), changes=step.changes)


# Approval ---------------------------------------------------------------------------------------------------------


def plan_problems(ws: Workspace, plan_id: str) -> tuple[Problem, ...]:
    """Say what stands in the way of a draft's approval, and as warnings what should be looked at."""
    with ws.reader() as db:
        return tuple(_approval_problems(db, plan_in(db, plan_id)))


def _approval_problems(db: Database, plan: YearPlan) -> Iterator[Problem]:
    """The units must fit into the days that are left for visits."""
    units = list_records(db, PlanUnit, "plan_id = ? AND state <> ?", [plan.id, PlanUnitState.CANCELLED.value])
    if not units:
        yield Problem(code=ProblemCode.PLAN_EMPTY, where="units", fields={"title": plan.title or str(plan.year)})
    if plan.visit_days <= 0:
        yield Problem(code=ProblemCode.PLAN_WORKDAYS, where="idle_days", fields={"days": str(plan.visit_days)})
    planned = sum(unit.workdays for unit in units)
    if planned > plan.visit_days * 10 > 0:
        fields = {"planned": f"{planned / 10:g}", "days": str(plan.visit_days)}
        yield Problem(code=ProblemCode.PLAN_OVER_WORKDAYS, where="units", fields=fields)
    without = sum(unit.kind is PlanKind.KEY and not unit.reason for unit in units)
    if without:
        fields = {"count": str(without)}
        yield Problem(code=ProblemCode.PLAN_NO_REASON, where="units", fields=fields, severity=Severity.WARN)
    visits = Counter(unit.enterprise_id for unit in units)
    for name, cap in plan_rows.caps(db):
        if visits[name] > cap:
            entry = enterprises.get_entry(db, name)
            fields = {"name": entry.name if entry else name, "count": str(visits[name]), "cap": str(cap)}
            yield Problem(code=ProblemCode.PLAN_OVER_CAP, where="units", fields=fields, severity=Severity.WARN)


def approve_plan(
    ws: Workspace, plan_id: str, *, approved_by: str, approval_no: str = "", approved_on: date | None = None,
    filed_with: str = "", filed_on: date | None = None,
) -> Done[YearPlan]:  # fmt: skip
    """Note that a plan was approved (by the government, and filed with the level above); it takes the old one's place.

    Refuses PLAN_STATE, VALUE_MISSING, PLAN_EMPTY, PLAN_WORKDAYS, PLAN_OVER_WORKDAYS, TIME_ORDER.
    """
    values = {"approved_by": approved_by, "approval_no": approval_no, "filed_with": filed_with}
    values = {name: texts.cleaned(text) for name, text in values.items()}
    with ws.operation(Op.APPROVE_PLAN) as step:
        plan = plan_in(step.db, plan_id, PlanState.DRAFT)
        on = approved_on or step.now.date()
        found = [*text_problems(values), *_approval_problems(step.db, plan)]
        found += [] if values["approved_by"] else [missing("approved_by")]
        found += day_problems(on, step.now.date(), "approved_on")
        if filed_on is not None:
            found += [*day_problems(on, filed_on, "filed_on"), *day_problems(filed_on, step.now.date(), "filed_on")]
        refuse(found)
        for other in list_records(
            step.db, YearPlan, "year = ? AND state = ?", [plan.year, PlanState.APPROVED.value]
        ):  # fmt: skip
            put_record(step.db, dataclasses.replace(other, state=PlanState.REPLACED))
        after = dataclasses.replace(
            plan, state=PlanState.APPROVED, approved_by=values["approved_by"], approval_no=values["approval_no"],
            approved_on=on, filed_with=values["filed_with"], filed_on=filed_on,
        )  # fmt: skip
        put_record(step.db, after)
        _take_over_visits(step, after)
    return Done(value=after, changes=step.changes)


def _take_over_visits(step: Step, plan: YearPlan) -> None:
    """Visits that were begun while the new version was a draft count for its units."""
    for unit_id, inspection_id, state in plan_rows.visits_since(step.db, plan.id, plan.year):
        unit = unit_in(step.db, unit_id, plan.id)
        put_record(step.db, dataclasses.replace(unit, inspection_id=inspection_id, state=PlanUnitState(state)))
