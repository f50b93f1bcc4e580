# SPDX-License-Identifier: MulanPSL-2.0
"""Law updates: what one file would change is shown first; applied, its bytes are kept and the library reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistItem, Law
from inspector_app.domain.clause_places import order
from inspector_app.domain.law_clause import LawClause, LawPlace
from inspector_app.domain.law_update import (
    ClauseFate,
    EntryChange,
    LawUpdatePreview,
    TouchedClause,
    TouchedItem,
    changed_fields,
    citations_of,
    fates_of,
)
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse
from inspector_app.packs.catalogue import Catalogue
from inspector_app.packs.kept import LawText
from inspector_app.packs.law_updates import LawUpdate, misfits, place_name, read_law_update
from inspector_app.packs.laws import LawLibrary
from inspector_app.storage import kept_packs
from inspector_app.storage.kept_packs import LawUpdateRow
from inspector_app.workspace import Workspace


def preview_update(ws: Workspace, data: bytes, name: str) -> LawUpdatePreview:
    """Say what a law update would do; nothing is changed. `name` is how people know the file.

    Refuses every fault of the file with its place (PACK_*, SYNTAX_WRONG …), LAW_UPDATE_TWICE, LAW_UPDATE_FUTURE,
    LAW_UPDATE_EMPTY when nothing would change, LAW_UPDATE_OLDER when all of it is known from a later check.
    """
    update = read_law_update(data, name)
    before = ws.catalogue
    digest = sha256(data).hexdigest()
    with ws.reader() as db:
        twice = tuple(_twice(kept_packs.list_law_updates(db), digest, name))
    refuse((*update.problems, *misfits(update, before.library, name), *_future(ws, update, name), *twice))
    assert update.issued_on is not None, "without it the file was refused"
    text = LawText(name=update.title, read=lambda: data, rank=f"{update.issued_on}:{digest}")
    after = before.with_update(text)
    preview = LawUpdatePreview(
        name=name, sha256=digest, title=update.title, issuer=update.issuer, issued_on=update.issued_on,
        note=update.note,
        laws=tuple(_law_changes(before.library, after.library)),
        clauses=tuple(_clause_changes(before.library, after.library)),
        items=tuple(_touched_items(before, after)),
        packs=tuple(_mended_packs(before, after)),
        warnings=tuple(_outranked(update, after.library, name)),
    )  # fmt: skip
    if preview.is_empty:
        older = [Problem(code=p.code, where=p.where, fields=p.fields) for p in preview.warnings]
        empty = Problem(code=ProblemCode.LAW_UPDATE_EMPTY, where=name, fields={"path": name})
        refuse(older or [empty])
    return preview


def apply_update(ws: Workspace, data: bytes, name: str, person: str) -> Done[LawUpdatePreview]:
    """Apply a law update in a person's name: its bytes are kept by hash, and from now on the library reads them.

    Gives what it did. Inspections already begun keep their checklists as they were. Refuses what `preview_update`
    refuses, and VALUE_MISSING where nobody answers for it.
    """
    person = texts.cleaned(person)
    if not person:
        refuse([Problem(code=ProblemCode.VALUE_MISSING, where="person", fields={"field": "person"})])
    refuse(texts.problems_of(person, "person"))
    preview = preview_update(ws, data, name)
    with ws.operation(Op.APPLY_LAW_UPDATE) as step:
        refuse(_twice(kept_packs.list_law_updates(step.db), preview.sha256, name))  # another was faster
        stored = ws.files.keep(data)
        row = LawUpdateRow(
            id=step.new_id(), sha256=stored.sha256, title=preview.title, issuer=preview.issuer,
            issued_on=preview.issued_on, person=person, applied_at=step.now,
        )  # fmt: skip
        kept_packs.put_law_update(step.db, row)
    return Done(value=preview, changes=step.changes)


# What may not be applied at all ---------------------------------------------------------------------------


def _twice(rows: Iterable[LawUpdateRow], digest: str, name: str) -> Iterator[Problem]:
    for row in rows:
        if row.sha256 == digest:
            fields = {"path": name, "day": row.applied_at.date().isoformat(), "person": row.person}
            yield Problem(code=ProblemCode.LAW_UPDATE_TWICE, where=name, fields=fields)


def _future(ws: Workspace, update: LawUpdate, name: str) -> Iterator[Problem]:
    """A day of check that is still to come would outrank every later update."""
    today = ws.today()
    for place, day in (("issued_on", update.issued_on), *update.checked):
        if day is not None and day > today:
            fields = {"found": day.isoformat(), "today": today.isoformat()}
            yield Problem(code=ProblemCode.LAW_UPDATE_FUTURE, where=f"{name}:{place}", fields=fields)


def _outranked(update: LawUpdate, after: LawLibrary, name: str) -> Iterator[Problem]:
    """Give the entries that do not count because something was checked after them."""
    joined: Mapping[LawPlace, LawClause] = after.clauses
    passed = [law.key for law in update.laws.values() if after.laws.get(law.key) != law]
    passed += [place_name(c.place) for c in update.clauses if joined.get(c.place) != c]
    for lapse in update.lapses:
        place = lapse.place
        entry: Law | LawClause | None = joined.get(place) if place.clause else after.laws.get(place.law)
        if entry is None or (entry.effective_to, entry.checked_on) != (lapse.effective_to, lapse.checked_on):
            passed.append(place_name(place))
    for key in passed:
        yield Problem(
            code=ProblemCode.LAW_UPDATE_OLDER,
            where=f"{name}:{key}",
            fields={"path": name, "key": key},
            severity=Severity.WARN,
        )


# What it changes ------------------------------------------------------------------------------------------


def _law_changes(before: LawLibrary, after: LawLibrary) -> Iterator[EntryChange]:
    for key, law in after.laws.items():
        old = before.laws.get(key)
        if old != law:
            yield EntryChange(
                place=LawPlace(law=key), name=law.name, is_new=old is None, fields=changed_fields(old, law)
            )


def _clause_changes(before: LawLibrary, after: LawLibrary) -> Iterator[EntryChange]:
    places = sorted(after.clauses, key=lambda place: (place.law, order(place.clause)))
    for place in places:
        old, clause = before.clauses.get(place), after.clauses[place]
        if old != clause:
            law = after.laws.get(place.law)
            yield EntryChange(
                place=place, name=law.name if law else "", is_new=old is None, fields=changed_fields(old, clause)
            )


def _touched_items(before: Catalogue, after: Catalogue) -> Iterator[TouchedItem]:
    """Compare every version of every checklist item by item; both catalogues hold the same ones."""
    for old, new in zip(before.entries, after.entries, strict=True):
        if old.pack is None or new.pack is None or old.pack.sha256 == new.pack.sha256:
            continue
        for item, changed in zip(old.pack.items, new.pack.items, strict=True):
            if item != changed:
                yield TouchedItem(
                    pack_id=new.id, pack_title=new.title, version=new.version, code=item.code, check=item.check,
                    clauses=tuple(_touched_clauses(item, changed, after.library)),
                )  # fmt: skip


def _touched_clauses(before: ChecklistItem, after: ChecklistItem, library: LawLibrary) -> Iterator[TouchedClause]:
    for (field, old), (_, new) in zip(citations_of(before), citations_of(after), strict=True):
        if old != new:
            fates = fates_of(old, new)
            successor = library.successor(new.law, new.clause) if ClauseFate.LAPSES in fates else ""
            yield TouchedClause(field=field, before=old, after=new, fates=fates, successor=successor)


def _mended_packs(before: Catalogue, after: Catalogue) -> Iterator[str]:
    for old, new in zip(before.entries, after.entries, strict=True):
        if old.pack is None and new.pack is not None:
            yield new.title
