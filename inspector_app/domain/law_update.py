# SPDX-License-Identifier: MulanPSL-2.0
"""What a law update would change: laws and clauses field by field, and what becomes of the items that cite them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.checklist import ChecklistItem, Clause, Law, Verified
from inspector_app.domain.law_clause import LawClause, LawPlace
from inspector_app.domain.problems import Problem


class LawField(StrEnum):
    """What the library says of a law or a clause."""

    NAME = "name"
    NUMBER = "number"
    KIND = "kind"
    SUBJECT = "subject"
    VERIFIED = "verified"
    STATUS = "status"
    EFFECTIVE_FROM = "effective_from"
    EFFECTIVE_TO = "effective_to"
    SUPERSEDED_BY = "superseded_by"
    CHECKED_ON = "checked_on"
    SOURCES = "sources"
    DECIDES = "decides"  # whether its mark is that of every item which cites it


class ClauseFate(StrEnum):
    """What becomes of a citation in an item."""

    LAPSES = "lapses"  # its last day comes, or comes earlier
    LASTS = "lasts"  # its last day comes later, or not at all
    STARTS = "starts"  # another first day
    RENAMED = "renamed"  # the law has another name or number
    VERIFIED = "verified"
    DOUBTED = "doubted"  # it was verified, and is 待核 again


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field, before and after, as texts; empty where nothing stood or stands."""

    field: LawField
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """A law, or a clause, that is added or changed."""

    place: LawPlace
    name: str  # of the law, as it is afterwards
    is_new: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedClause:
    """One citation of an item: its field, how it reads before and after, and what becomes of it."""

    field: str  # basis[1]
    before: Clause
    after: Clause
    fates: tuple[ClauseFate, ...]
    successor: str = ""  # where it lapses: what takes its place, as people read it


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedItem:
    """An item of a checklist that reads differently afterwards."""

    pack_id: str
    pack_title: str
    version: str
    code: str
    check: str
    clauses: tuple[TouchedClause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawUpdatePreview:
    """All that a law update would do; `warnings` name what is passed over because more is known already."""

    name: str
    sha256: str
    title: str
    issuer: str
    issued_on: date
    note: str
    laws: tuple[EntryChange, ...]
    clauses: tuple[EntryChange, ...]
    items: tuple[TouchedItem, ...]
    packs: tuple[str, ...] = ()  # titles of faulty checklists that can be used afterwards
    warnings: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all would change."""
        return not (self.laws or self.clauses or self.items or self.packs)

    @property
    def ended(self) -> tuple[LawPlace, ...]:
        """The laws and clauses of which it tells a last day."""
        changes = (*self.laws, *self.clauses)
        return tuple(c.place for c in changes if any(f.field is LawField.EFFECTIVE_TO and f.new for f in c.fields))

    @property
    def lapsing(self) -> tuple[TouchedItem, ...]:
        """The items of which a citation lapses."""
        return tuple(i for i in self.items if any(ClauseFate.LAPSES in c.fates for c in i.clauses))


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedUpdate:
    """A law update that was applied."""

    id: str
    sha256: str
    title: str
    issuer: str
    issued_on: date | None
    person: str
    applied_at: datetime


def entry_fields(entry: Law | LawClause) -> Iterator[tuple[LawField, str]]:
    """Give what the library says of a law or a clause, as texts; `decides` only where it is so."""
    if isinstance(entry, Law):
        yield from ((LawField.NAME, entry.name), (LawField.NUMBER, entry.number), (LawField.KIND, entry.kind))
        successor = entry.superseded_by
    else:
        yield LawField.SUBJECT, entry.subject
        successor = "" if entry.superseded_by is None else f"{entry.superseded_by.law} {entry.superseded_by.clause}"
        yield LawField.DECIDES, "true" if entry.decides else ""
    yield LawField.VERIFIED, entry.verified.value
    yield LawField.STATUS, entry.status
    yield LawField.EFFECTIVE_FROM, _day(entry.effective_from)
    yield LawField.EFFECTIVE_TO, _day(entry.effective_to)
    yield LawField.SUPERSEDED_BY, successor.strip()
    yield LawField.CHECKED_ON, _day(entry.checked_on)
    yield LawField.SOURCES, "、".join(entry.sources)


def changed_fields(before: Law | LawClause | None, after: Law | LawClause) -> tuple[FieldChange, ...]:
    """Compare two entries of one place; of a new one every field that says something."""
    old = {} if before is None else dict(entry_fields(before))
    return tuple(
        FieldChange(field=field, old=old.get(field, ""), new=new)
        for field, new in entry_fields(after)
        if old.get(field, "") != new
    )


def fates_of(before: Clause, after: Clause) -> tuple[ClauseFate, ...]:
    """Say what becomes of a citation."""
    found = []
    if before.effective_to != after.effective_to:
        is_earlier = after.effective_to is not None and (before.effective_to or date.max) > after.effective_to
        found.append(ClauseFate.LAPSES if is_earlier else ClauseFate.LASTS)
    if before.effective_from != after.effective_from:
        found.append(ClauseFate.STARTS)
    if (before.name, before.number) != (after.name, after.number):
        found.append(ClauseFate.RENAMED)
    if before.verified is not after.verified:
        found.append(ClauseFate.VERIFIED if after.verified is Verified.V else ClauseFate.DOUBTED)
    return tuple(found)


def citations_of(item: ChecklistItem) -> Iterator[tuple[str, Clause]]:
    """Give every citation of an item with the name of its field, counted from 1."""
    groups = (("basis", item.basis), ("major_ref", item.major_ref), ("order_basis", item.order_basis))
    for name, clauses in (*groups, ("penalty", item.penalty)):
        for ordinal, clause in enumerate(clauses, 1):
            yield f"{name}[{ordinal}]", clause


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
