# SPDX-License-Identifier: MulanPSL-2.0
"""The lists of a draw before they are frozen: who is on them, who cannot be drawn and why, how many of each stratum."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.change import Op
from inspector_app.domain.draw_conditions import (
    REST,
    Avoidance,
    DrawConditions,
    Exclusion,
    ObjectExclusion,
    ObjectFilter,
    ObjectRow,
    StratumRule,
    quotas_of,
    stratum_of,
)
from inspector_app.domain.draw_lists import ListedObject, ListedOfficer
from inspector_app.domain.enterprise_profile import EnterpriseState
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.storage import draw_bases, enterprises, organs
from inspector_app.storage.driver import Database

LEAST_OFFICERS, MOST_OFFICERS = 2, 10  # for each unit: 行政处罚法42, handbook 7.2
SKIPPED = (Exclusion.VISITED, Exclusion.CAPPED, Exclusion.DRAWN, Exclusion.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawDraft:
    """What a person says of a draw before its lists are frozen.

    `wanted` is divided among the strata by weight, unless each says its own number or percentage. `officers` are
    ids; none means every active one. `operator` and `supervisor` are a name, a certificate number or an id; they
    cannot be drawn. `skipped` are the exclusions that the program applies by itself.
    """

    name: str
    wanted: int = 0
    per_unit: int = LEAST_OFFICERS
    place: str = ""
    operator: str = ""
    supervisor: str = ""
    objects: ObjectFilter = field(default_factory=ObjectFilter)
    officers: tuple[str, ...] = ()
    officers_note: str = ""  # how these officers were chosen, in words
    strata: tuple[StratumRule, ...] = ()
    exclusions: tuple[ObjectExclusion, ...] = ()
    avoidances: tuple[Avoidance, ...] = ()
    skipped: tuple[Exclusion, ...] = SKIPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumSize:
    """One stratum: how many can be drawn of it, how many are."""

    name: str
    drawable: int
    quota: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawBase:
    """The lists as they would be frozen now, and everything that stands in the way."""

    objects: tuple[ListedObject, ...]
    officers: tuple[ListedOfficer, ...]
    strata: tuple[StratumSize, ...]
    excluded_objects: Mapping[Exclusion, int]
    excluded_officers: Mapping[Exclusion, int]
    conditions: DrawConditions
    operator_ids: tuple[str, ...]
    supervisor_ids: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def drawable(self) -> int:
        """How many units can be drawn."""
        return sum(stratum.drawable for stratum in self.strata)

    @property
    def quota(self) -> int:
        """How many units are drawn."""
        return sum(stratum.quota for stratum in self.strata)


def cleaned(draft: DrawDraft) -> DrawDraft:
    """Give a draft as it is kept."""
    draft = texts.with_cleaned(draft, ("name", "place", "operator", "supervisor", "officers_note"))
    return dataclasses.replace(
        draft,
        strata=tuple(texts.with_cleaned(rule, ("name",)) for rule in draft.strata),
        exclusions=tuple(texts.with_cleaned(one, ("reason",)) for one in draft.exclusions),
        avoidances=tuple(texts.with_cleaned(one, ("reason",)) for one in draft.avoidances),
    )


def base_in(db: Database, draft: DrawDraft, today: date) -> DrawBase:
    """Make the lists of a cleaned draft as the register stands."""
    draft = _resolved(db, draft)
    named = {one.enterprise_id: one.reason for one in draft.exclusions}
    objects = tuple(
        _listed(row, draft, named) for row in draw_bases.object_rows(db, today.year) if draft.objects.fits(row)
    )
    everybody = organs.list_officers(db)
    operators, supervisors = (_persons(name, everybody) for name in (draft.operator, draft.supervisor))
    officers = tuple(_officers(everybody, draft, operators, supervisors, today))
    sizes = Counter(row.stratum for row in objects if not row.excluded)
    quotas = quotas_of(draft.strata, draft.wanted, sizes)
    conditions = DrawConditions(
        year=today.year, objects=draft.objects, officers=draft.officers_note, strata=draft.strata,
        skipped=draft.skipped, exclusions=draft.exclusions, avoidances=draft.avoidances, wanted=draft.wanted,
        quotas=quotas,
    )  # fmt: skip
    made = DrawBase(
        objects=objects, officers=officers, conditions=conditions,
        strata=tuple(StratumSize(name=name, drawable=sizes[name], quota=quota) for name, quota in quotas),
        excluded_objects=Counter(Exclusion(row.excluded) for row in objects if row.excluded),
        excluded_officers=Counter(Exclusion(row.excluded) for row in officers if row.excluded),
        operator_ids=operators, supervisor_ids=supervisors, problems=(),
    )  # fmt: skip
    return dataclasses.replace(made, problems=tuple(_problems(db, draft, made)))


def _resolved(db: Database, draft: DrawDraft) -> DrawDraft:
    """Name the entry that is shown where a merged one was named."""
    return dataclasses.replace(
        draft,
        exclusions=tuple(
            dataclasses.replace(one, enterprise_id=enterprises.shown_id(db, one.enterprise_id))
            for one in draft.exclusions
        ),
        avoidances=tuple(
            dataclasses.replace(a, enterprise_id=enterprises.shown_id(db, a.enterprise_id)) if a.enterprise_id else a
            for a in draft.avoidances
        ),
    )


def _listed(row: ObjectRow, draft: DrawDraft, named: Mapping[str, str]) -> ListedObject:
    excluded, reason = _exclusion(row, draft.skipped, named)
    return ListedObject(
        id=row.id, name=row.name, credit_code=row.credit_code, district=row.district,
        stratum=stratum_of(row, draft.strata), excluded=excluded, reason=reason,
    )  # fmt: skip


def _exclusion(row: ObjectRow, skipped: Sequence[Exclusion], named: Mapping[str, str]) -> tuple[str, str]:
    """Give why a unit cannot be drawn, with the reason; empty words where it can."""
    if row.id in named:
        return Exclusion.NAMED.value, named[row.id]
    if Exclusion.SUSPENDED in skipped and row.state == EnterpriseState.SUSPENDED:
        return Exclusion.SUSPENDED.value, ""
    if Exclusion.CAPPED in skipped and row.cap is not None and row.visits >= row.cap:
        return Exclusion.CAPPED.value, f"{row.visits}/{row.cap}"
    if Exclusion.VISITED in skipped and row.visits:
        return Exclusion.VISITED.value, row.last_visit
    if Exclusion.DRAWN in skipped and row.drawn_by:
        return Exclusion.DRAWN.value, row.drawn_by
    return "", ""


def _persons(name: str, everybody: Sequence[Officer]) -> tuple[str, ...]:
    """Give the officers whom a name means: by id or certificate one, by name all who bear it."""
    exact = tuple(o.id for o in everybody if name and name in (o.id, o.certificate_no))
    return exact or tuple(o.id for o in everybody if name and o.name == name)


def person_named(db: Database, name: str) -> str:
    """Give how a person is called on papers: the name of the officer whose id or number was given."""
    return next((o.name for o in organs.list_officers(db) if name in (o.id, o.certificate_no)), name)


def _officers(
    everybody: Sequence[Officer], draft: DrawDraft, operators: Sequence[str], supervisors: Sequence[str], today: date
) -> Iterator[ListedOfficer]:
    avoiding = {a.officer_id: a.reason for a in draft.avoidances if not a.enterprise_id}
    wanted = frozenset(draft.officers)
    for officer in everybody:
        if not officer.is_active or (wanted and officer.id not in wanted):
            continue
        excluded, reason = "", ""
        if officer.id in operators:
            excluded = Exclusion.OPERATOR.value
        elif officer.id in supervisors:
            excluded = Exclusion.SUPERVISOR.value
        elif officer.id in avoiding:
            excluded, reason = Exclusion.AVOIDS.value, avoiding[officer.id]
        elif not officer.is_valid(today):
            excluded, reason = Exclusion.EXPIRED.value, officer.valid_to.isoformat() if officer.valid_to else ""
        yield ListedOfficer(
            id=officer.id, name=officer.name, certificate_no=officer.certificate_no, unit=officer.unit,
            excluded=excluded, reason=reason,
        )  # fmt: skip


# What stands in the way ---------------------------------------------------------------------------------------


def _problems(db: Database, draft: DrawDraft, base: DrawBase) -> Iterator[Problem]:
    yield from _text_problems(draft)
    yield from _strata_problems(draft)
    yield from _reference_problems(db, draft, base)
    if (draft.operator and draft.operator == draft.supervisor) or set(base.operator_ids) & set(base.supervisor_ids):
        yield Problem(code=ProblemCode.DRAW_PERSON_TWICE, where="supervisor", fields={"name": draft.supervisor})
    if not base.objects or not base.drawable:
        yield Problem(code=ProblemCode.DRAW_EMPTY, where="objects", fields={"count": str(len(base.objects))})
    elif not base.quota:
        yield Problem(code=ProblemCode.VALUE_MISSING, where="wanted", fields={"field": "wanted"})
    for stratum in base.strata:
        if stratum.quota > stratum.drawable:
            fields = {"name": stratum.name, "count": str(stratum.quota), "most": str(stratum.drawable)}
            yield Problem(code=ProblemCode.DRAW_TOO_MANY, where="wanted", fields=fields)
    is_free = all(rule.count is None and rule.percent is None for rule in draft.strata)
    if is_free and base.drawable and draft.wanted > base.drawable:
        fields = {"name": draft.name, "count": str(draft.wanted), "most": str(base.drawable)}
        yield Problem(code=ProblemCode.DRAW_TOO_MANY, where="wanted", fields=fields)
    yield from _officer_problems(draft, base)


def _text_problems(draft: DrawDraft) -> Iterator[Problem]:
    for name in ("name", "operator", "supervisor"):
        if not getattr(draft, name):
            yield Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})
    for name in ("name", "place", "operator", "supervisor", "officers_note"):
        yield from texts.problems_of(getattr(draft, name), name)
    reasons = [("exclusions", one.reason) for one in draft.exclusions]
    for name, reason in (*reasons, *(("avoidances", one.reason) for one in draft.avoidances)):
        if not reason:
            yield Problem(code=ProblemCode.REASON_MISSING, where=name, fields={"act": Op.FREEZE_DRAW.value})
        yield from texts.problems_of(reason, "reason", where=name)


def _strata_problems(draft: DrawDraft) -> Iterator[Problem]:
    seen: set[str] = set()
    for rule in draft.strata:
        yield from texts.problems_of(rule.name, "stratum")
        is_wrong = not rule.name or rule.name in seen or (rule.count is not None and rule.percent is not None)
        numbers = ((rule.count, 0, 10_000_000), (rule.percent, 0, 100), (rule.weight, 0, 1_000))
        if is_wrong or any(n is not None and not least <= n <= most for n, least, most in numbers):
            yield Problem(code=ProblemCode.DRAW_STRATUM, where="strata", fields={"name": rule.name or "?"})
        seen.add(rule.name)
    if not 0 <= draft.wanted <= 10_000_000:
        fields = {"field": "wanted", "found": str(draft.wanted), "allowed": "1-10000000"}
        yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="wanted", fields=fields)


def _reference_problems(db: Database, draft: DrawDraft, base: DrawBase) -> Iterator[Problem]:
    """Name what is left out or avoided and is not there."""
    units = {one.enterprise_id for one in draft.exclusions} | {a.enterprise_id for a in draft.avoidances}
    listed = {row.id for row in base.objects}
    for name in sorted(units - listed - {""}):
        if enterprises.get_entry(db, name) is None:
            yield Problem(
                code=ProblemCode.NOT_FOUND, where="exclusions", fields={"kind": "enterprise", "id": name[:80]}
            )
    people = {a.officer_id for a in draft.avoidances} | set(draft.officers)
    known = {row.id for row in base.officers}
    for name in sorted(people - known):
        if organs.get_officer(db, name) is None:
            yield Problem(code=ProblemCode.NOT_FOUND, where="officers", fields={"kind": "officer", "id": name[:80]})


def _officer_problems(draft: DrawDraft, base: DrawBase) -> Iterator[Problem]:
    """Every unit that can be drawn must have officers enough who need not avoid it."""
    if not LEAST_OFFICERS <= draft.per_unit <= MOST_OFFICERS:
        allowed = f"{LEAST_OFFICERS}-{MOST_OFFICERS}"
        fields = {"field": "per_unit", "found": str(draft.per_unit), "allowed": allowed}
        yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="per_unit", fields=fields)
    free = {row.id for row in base.officers if not row.excluded}
    if len(free) < draft.per_unit:
        fields = {"name": draft.name, "count": str(len(free)), "least": str(draft.per_unit)}
        yield Problem(code=ProblemCode.DRAW_OFFICERS_FEW, where="officers", fields=fields)
        return
    avoided = Counter(
        unit for officer, unit in {(a.officer_id, a.enterprise_id) for a in draft.avoidances} if officer in free
    )
    by_id = {row.id: row for row in base.objects if row.id in avoided and not row.excluded}
    for unit, row in by_id.items():
        if len(free) - avoided[unit] < draft.per_unit:
            fields = {"name": row.name, "count": str(len(free) - avoided[unit]), "least": str(draft.per_unit)}
            yield Problem(code=ProblemCode.DRAW_OFFICERS_FEW, where="avoidances", fields=fields)


__all__ = [
    "LEAST_OFFICERS", "MOST_OFFICERS", "REST", "SKIPPED", "DrawBase", "DrawDraft", "StratumSize", "base_in", "cleaned",
    "person_named",
]  # fmt: skip
