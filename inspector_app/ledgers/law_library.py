# SPDX-License-Identifier: MulanPSL-2.0
"""The law library to look at: laws with their counts, clauses of a law, succession, items that have to be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, Clause, Law, Verified
from inspector_app.domain.clause_places import around, order, places_in
from inspector_app.domain.law_citation import Citation, MendItem, MendReason, lacks_penalty
from inspector_app.domain.law_clause import LawClause, LawState, state_on
from inspector_app.domain.law_update import AppliedUpdate, citations_of
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ledgers.law_citations import newest_packs, of_items, of_texts, of_writings
from inspector_app.packs.law_updates import LawUpdate, read_law_update
from inspector_app.storage import kept_packs
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """One law of the list; `cited` counts the items that cite it."""

    law: Law
    state: LawState
    clauses: int
    cited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """One clause of a law; `cited` counts the items that rest on it or on a part of it."""

    clause: LawClause
    state: LawState
    cited: int
    successor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDetail:
    """One law with its clauses, what came before and after it, and the updates that told of it."""

    law: Law
    state: LawState
    clauses: tuple[ClauseRow, ...]
    successors: tuple[str, ...]  # in order; the last may be words where the library has no such law
    predecessors: tuple[str, ...]
    updates: tuple[AppliedUpdate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRow:
    """One applied update with how much it holds; none of it counts where its file is damaged."""

    update: AppliedUpdate
    laws: int
    clauses: int
    lapses: int
    note: str
    problems: tuple[Problem, ...]


def laws(ws: Workspace, search: str = "", state: LawState | None = None, on: date | None = None) -> tuple[LawRow, ...]:
    """Give the laws in the library's order. `search` looks in names, numbers, keys, clauses and their subjects."""
    library, day = ws.catalogue.library, on or ws.today()
    by_law: dict[str, list[LawClause]] = {}
    for clause in library.clauses.values():
        by_law.setdefault(clause.law, []).append(clause)
    items = {(c.law, c.where, c.id) for c in of_items(ws)}
    cited = Counter(law for law, _, _ in items)
    rows = (
        LawRow(law=law, state=state_on(law, day), clauses=len(by_law.get(law.key, ())), cited=cited[law.key])
        for law in library.laws.values()
    )
    words = search.casefold().split()
    return tuple(
        row
        for row in rows
        if (state is None or row.state is state) and _matches(row.law, by_law.get(row.law.key, []), words)
    )


def _matches(law: Law, clauses: list[LawClause], words: list[str]) -> bool:
    own = f"{law.key} {law.name} {law.number} {law.status}".casefold()
    said = [own, *(f"{own} {c.clause} {c.subject}".casefold() for c in clauses)]
    return any(all(word in text for word in words) for text in said)


def detail(ws: Workspace, key: str, on: date | None = None) -> LawDetail:
    """Give one law with its clauses in order. Refuses NOT_FOUND."""
    library, day = ws.catalogue.library, on or ws.today()
    law = library.laws.get(key)
    if law is None:
        fields = {"kind": "law", "id": key[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, where=key[:80], fields=fields)])
    counts: Counter[str] = Counter()
    for wider in {(c.where, c.id, w) for c in of_items(ws) if c.law == key for w in _resting(c.text)}:
        counts[wider[2]] += 1
    found = sorted((c for c in library.clauses.values() if c.law == key), key=lambda c: order(c.clause))
    return LawDetail(
        law=law, state=state_on(law, day),
        clauses=tuple(
            ClauseRow(
                clause=c, state=_clause_state(c, law, day), cited=counts[c.clause],
                successor=library.successor(key, c.clause) if c.superseded_by else "",
            )
            for c in found
        ),
        successors=tuple(_successors(ws, law)),
        predecessors=tuple(_called(old) for old in library.laws.values() if old.superseded_by == key),
        updates=tuple(row for row, update in _updates(ws) if _tells_of(update, key)),
    )  # fmt: skip


def _resting(text: str) -> frozenset[str]:
    return frozenset(wider for place in places_in(text) for wider in around(place))


def _clause_state(clause: LawClause, law: Law, day: date) -> LawState:
    """A clause is not in force when its law is not."""
    whole = state_on(law, day)
    return whole if whole in (LawState.LAPSED, LawState.NOT_YET) else state_on(clause, day)


def _successors(ws: Workspace, law: Law) -> Iterator[str]:
    """Follow the succession to its end; a circle ends where it closes."""
    seen, found = {law.key}, ws.catalogue.laws
    while law.superseded_by and law.superseded_by not in seen:
        seen.add(law.superseded_by)
        if law.superseded_by not in found:
            yield law.superseded_by
            return
        law = found[law.superseded_by]
        yield _called(law)


def _called(law: Law) -> str:
    """Name a law with its number: an old and a new one may have one name."""
    return f"《{law.name}》（{law.number}）"


# Updates --------------------------------------------------------------------------------------------------


def updates(ws: Workspace) -> tuple[UpdateRow, ...]:
    """Give the updates that were applied, the newest first."""
    rows = [
        UpdateRow(
            update=row, laws=len(update.laws), clauses=len(update.clauses), lapses=len(update.lapses),
            note=update.note, problems=update.problems,
        )
        for row, update in _updates(ws)
    ]  # fmt: skip
    return tuple(reversed(rows))


def _updates(ws: Workspace) -> Iterator[tuple[AppliedUpdate, LawUpdate]]:
    with ws.reader() as db:
        rows = kept_packs.list_law_updates(db)
    for r in rows:
        row = AppliedUpdate(
            id=r.id, sha256=r.sha256, title=r.title, issuer=r.issuer, issued_on=r.issued_on, person=r.person,
            applied_at=r.applied_at,
        )  # fmt: skip
        try:
            yield row, read_law_update(ws.files.read(r.sha256, name=r.title), r.title)
        except Refused as refused:
            yield row, LawUpdate(problems=refused.problems)


def _tells_of(update: LawUpdate, key: str) -> bool:
    places = (*(c.place for c in update.clauses), *(lapse.place for lapse in update.lapses))
    return key in update.laws or any(place.law == key for place in places)


# What has to be mended ------------------------------------------------------------------------------------

VALIDITY = frozenset({MendReason.LAPSED, MendReason.LAPSING, MendReason.NOT_YET})


def to_mend(
    ws: Workspace, *, on: date | None = None, within_days: int = 0, reasons: frozenset[MendReason] = VALIDITY
) -> tuple[MendItem, ...]:
    """Give the items in which something has to be looked at, in the order of the checklists.

    Validity is judged on the day; LAPSING is what lapses within so many days after it.
    """
    day = on or ws.today()
    found = (m for pack in newest_packs(ws) for item in pack.items for m in _faults(ws, pack, item, day, within_days))
    return tuple(mend for mend in found if mend.reason in reasons)


def _faults(ws: Workspace, pack: ChecklistPack, item: ChecklistItem, day: date, within: int) -> Iterator[MendItem]:
    mend = partial(
        MendItem, pack_id=pack.id, pack_title=pack.title, version=pack.version, code=item.code, check=item.check
    )
    for field, clause in citations_of(item):
        for reason, when in _reasons(clause, day, within):
            successor = ws.catalogue.library.successor(clause.law, clause.clause) if reason in VALIDITY else ""
            yield mend(reason=reason, field=field, clause=clause, day=when, successor=successor)
    if item.verified is not Verified.V:
        yield mend(reason=MendReason.UNVERIFIED)
    if lacks_penalty(item):
        yield mend(reason=MendReason.NO_PENALTY)


def _reasons(clause: Clause, day: date, within: int) -> Iterator[tuple[MendReason, date | None]]:
    begins, ends = clause.effective_from, clause.effective_to
    if ends is not None and ends < day:
        yield MendReason.LAPSED, ends
    elif begins is not None and begins > day:
        yield MendReason.NOT_YET, begins
    elif ends is not None and ends < day + timedelta(days=within):
        yield MendReason.LAPSING, ends
    if not clause.may_be_printed:
        yield MendReason.UNVERIFIED, None


def others_to_mend(ws: Workspace, on: date | None = None) -> tuple[Citation, ...]:
    """Give what else cites something that is not in force on the day: periods, rules, documents, forms, findings …"""
    day = on or ws.today()
    found = (c for read in (of_texts, of_writings) for c in read(ws))
    return tuple(dict.fromkeys(c for c in found if not c.is_in_force(day)))
