# SPDX-License-Identifier: MulanPSL-2.0
"""What the verbs of the year's plan share: a unit's draft, finding plan and unit, what is wrong with their values."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnit, YearPlan
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import get_record

MOST_WORKDAYS = 10_000  # tenths of a day for one visit: 1,000 days
MOST_ENTRIES = 100  # checklists or officers of one unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUnitDraft:
    """What a person says of one unit of a plan; with an id it changes that one. `workdays` in tenths of a day."""

    enterprise_id: str
    kind: PlanKind
    month: int
    reason: str = ""  # 重点条件
    items: tuple[str, ...] = ()  # packs
    officers: tuple[str, ...] = ()  # names
    workdays: int = 0
    note: str = ""
    id: str = ""

    def unit(self, unit_id: str, plan_id: str, before: PlanUnit | None = None) -> PlanUnit:
        """Give the unit as it is kept; what became of it stays."""
        values = {
            "enterprise_id": self.enterprise_id, "kind": self.kind, "month": self.month,
            "reason": texts.cleaned(self.reason), "items": tuple(map(texts.cleaned, self.items)),
            "officers": tuple(map(texts.cleaned, self.officers)), "workdays": self.workdays,
            "note": texts.cleaned(self.note),
        }  # fmt: skip
        if before is not None:
            return dataclasses.replace(before, **values)  # type: ignore[arg-type]
        return PlanUnit(id=unit_id, plan_id=plan_id, **values)  # type: ignore[arg-type]


def plan_in(db: Database, plan_id: str, *states: PlanState) -> YearPlan:
    """Give a plan, in one of some states if any are named. Refuses NOT_FOUND, PLAN_STATE."""
    found = get_record(db, YearPlan, plan_id)
    if found is None:
        raise Refused([not_found("plan", plan_id)])
    if states and found.state not in states:
        fields = {"title": found.title or str(found.year), "state": found.state.value}
        raise Refused([Problem(code=ProblemCode.PLAN_STATE, where=f"plan:{plan_id}", fields=fields)])
    return found


def unit_in(db: Database, unit_id: str, plan_id: str = "") -> PlanUnit:
    """Give a unit, of one plan if it is named. Refuses NOT_FOUND."""
    found = get_record(db, PlanUnit, unit_id)
    if found is None or (plan_id and found.plan_id != plan_id):
        raise Refused([not_found("plan_unit", unit_id)])
    return found


def unit_problems(db: Database, draft: PlanUnitDraft, where: str) -> Iterator[Problem]:
    """Say what is wrong with a unit's values."""
    if enterprises.get_entry(db, draft.enterprise_id) is None:
        yield dataclasses.replace(not_found("enterprise", draft.enterprise_id), where=where)
    for name, value, least, most in (("month", draft.month, 1, 12), ("workdays", draft.workdays, 0, MOST_WORKDAYS)):
        if not least <= value <= most:
            fields = {"field": name, "found": str(value), "allowed": f"{least}-{most}"}
            yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=where, fields=fields)
    for name in ("reason", "note"):
        yield from texts.problems_of(getattr(draft, name), name, where=where, limit=texts.LONG_LIMIT)
    for name, entries in (("items", draft.items), ("officers", draft.officers)):
        if len(entries) > MOST_ENTRIES:
            fields = {"field": name, "found": str(len(entries)), "allowed": f"0-{MOST_ENTRIES}"}
            yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=where, fields=fields)
        for entry in entries:
            yield from texts.problems_of(entry, name, where=where)


def text_problems(values: Mapping[str, str]) -> Iterator[Problem]:
    """Say what is wrong with short texts, and with reasons as long ones."""
    for name, text in values.items():
        limit = texts.LONG_LIMIT if name in ("reason", "text") else texts.NAME_LIMIT
        yield from texts.problems_of(text, name, limit=limit)


def day_problems(earlier: date, later: date, where: str) -> list[Problem]:
    """Say that one day may not lie after another."""
    if earlier <= later:
        return []
    fields = {"earlier": earlier.isoformat(), "later": later.isoformat()}
    return [Problem(code=ProblemCode.TIME_ORDER, where=where, fields=fields)]


def missing(name: str) -> Problem:
    """Say that a value is missing."""
    return Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})


def not_found(kind: str, name: str) -> Problem:
    """Say that there is no such thing."""
    return Problem(code=ProblemCode.NOT_FOUND, where=kind, fields={"kind": kind, "id": name[:80]})
