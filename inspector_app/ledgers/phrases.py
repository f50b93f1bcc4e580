# SPDX-License-Identifier: MulanPSL-2.0
"""What the phrase library proposes for an item, what could be learned, and how often each wording was used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.domain import deadlines
from inspector_app.domain.checklist import ChecklistItem, Clause, DeadlineClass, Verified
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.phrase import Learned, Phrase, PhraseState, fits, learn
from inspector_app.packs.draft import clauses_of
from inspector_app.storage import findings as finding_rows
from inspector_app.storage import phrases
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import fetch
from inspector_app.workspace import Workspace

MOST_READ = 20_000  # the newest findings are learned from; older wordings were learned in their time


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseLine:
    """A phrase with what it is about and how often it stands in findings."""

    phrase: Phrase
    check: str  # what the item checks, empty when no checklist has the item any more
    uses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateLine:
    """A wording that could be published, with what its item checks."""

    learned: Learned
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A published phrase as it would fill a finding today; its basis is bound to the law library of today."""

    phrase: Phrase
    uses: int
    draft: FindingDraft
    lapsed: tuple[Clause, ...]  # of its basis, not in force on the day


def lines(ws: Workspace, state: PhraseState | None = None, item_code: str = "") -> tuple[PhraseLine, ...]:
    """Give the phrases that a person has decided on, the most used first."""
    items = _items(ws)
    with ws.reader() as db:
        known = [p for p in phrases.list_phrases(db, item_code) if state is None or p.state is state]
        written = _written(db, item_code)
    made = [
        PhraseLine(
            phrase=p, check=items[p.item_code].check if p.item_code in items else "",
            uses=_uses(p, written.get(p.item_code, ())),
        )
        for p in known
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda line: (-line.uses, line.phrase.item_code, line.phrase.text)))


def candidates(ws: Workspace, item_code: str = "") -> tuple[CandidateLine, ...]:
    """Give the wordings that officers wrote themselves and that nobody has published or dropped."""
    items = _items(ws)
    with ws.reader() as db:
        known = phrases.list_phrases(db, item_code)
        found = finding_rows.newest_of_items(db, MOST_READ, item_code)
    learned = learn(found, items, known)
    return tuple(CandidateLine(learned=one, check=items[one.draft.item_code].check) for one in learned)


def item_of(ws: Workspace, item_code: str) -> ChecklistItem | None:
    """Give an item of the checklists as they are now, or none."""
    return _items(ws).get(item_code)


def clause_of(ws: Workspace, law: str, clause: str) -> Clause | None:
    """Give a clause by its law's key, marked as the checklists mark it (else 待核); none for an unknown law."""
    if law not in ws.catalogue.laws:
        return None
    cited = (c for item in _items(ws).values() for _, c in clauses_of(item))
    marks = {c.verified for c in cited if (c.law, c.clause) == (law, clause)}
    return ws.catalogue.library.clause(law, clause, Verified.V if marks == {Verified.V} else Verified.M)


def bound_today(ws: Workspace, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Give bases with name and days of their laws as the library has them now."""
    return tuple(_today(ws, clause) for clause in clauses)


def proposals(ws: Workspace, item: ChecklistItem, on: date) -> tuple[Proposal, ...]:
    """Give the published phrases of an item, the most used first, filled in for a finding of that day."""
    with ws.reader() as db:
        known = [p for p in phrases.list_phrases(db, item.code) if p.state is PhraseState.PUBLISHED]
        written = _written(db, item.code).get(item.code, ()) if known else ()
    made = [_proposal(ws, p, item, _uses(p, written), on) for p in known]
    return tuple(sorted(made, key=lambda proposal: (-proposal.uses, proposal.phrase.text)))


def _proposal(ws: Workspace, phrase: Phrase, item: ChecklistItem, uses: int, on: date) -> Proposal:
    clauses = bound_today(ws, phrase.clauses or item.basis)
    kind, days = phrase.deadline_class, phrase.deadline_days
    if days is None and kind is DeadlineClass.WITHIN_DAYS:
        days = item.deadline_days or deadlines.DEFAULT_DAYS
    draft = FindingDraft(
        item_code=phrase.item_code, place=phrase.place, description=phrase.text,
        measure=phrase.measure or item.measure, deadline_class=kind, deadline=deadlines.propose(kind, days, on),
        clauses=clauses, order_basis=item.order_basis, penalty=item.penalty,
    )  # fmt: skip
    return Proposal(phrase=phrase, uses=uses, draft=draft, lapsed=tuple(c for c in clauses if not c.is_in_force(on)))


def _today(ws: Workspace, clause: Clause) -> Clause:
    """Give a basis with the law's name and days as the library has them now; a typed one stays."""
    if clause.law not in ws.catalogue.laws:
        return clause
    return replace(
        ws.catalogue.library.clause(clause.law, clause.clause, clause.verified), confirmed_by=clause.confirmed_by
    )


def _items(ws: Workspace) -> dict[str, ChecklistItem]:
    found: dict[str, ChecklistItem] = {}
    for entry in ws.catalogue.entries:
        best = ws.catalogue.pack(entry.id)
        for item in best.items if best is not None else ():
            found.setdefault(item.code, item)
    return found


def _uses(phrase: Phrase, written: tuple[str, ...]) -> int:
    return sum(fits(phrase.text, text) for text in written)


def _written(db: Database, item_code: str = "") -> dict[str, tuple[str, ...]]:
    """Give the descriptions of live findings of items that have a phrase."""
    test = "item_code = ?" if item_code else "item_code IN (SELECT item_code FROM phrases)"
    rows = fetch(
        db,
        f"SELECT item_code, description FROM findings WHERE {test} AND status NOT IN ('withdrawn', 'duplicate')",
        [item_code] if item_code else [],
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row["item_code"]), []).append(str(row["description"]))
    return {code: tuple(texts) for code, texts in found.items()}
