# SPDX-License-Identifier: MulanPSL-2.0
"""Everything that cites a law: items, periods, rules, documents and their forms, follow-ups, phrases, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from inspector_app.domain.checklist import ChecklistPack, Clause
from inspector_app.domain.clause_places import around, places_in
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.law_citation import Citation, CitationKind
from inspector_app.domain.law_clause import LawPlace, known_days, stricter
from inspector_app.domain.law_names import LawNames, citation_of, law_of
from inspector_app.domain.law_update import citations_of
from inspector_app.domain.phrase import PhraseState
from inspector_app.domain.problems import Refused
from inspector_app.packs.laws import LawLibrary
from inspector_app.storage import phrases
from inspector_app.storage.enterprises import joined
from inspector_app.storage.findings import finding_from
from inspector_app.storage.rows import fetch
from inspector_app.workspace import Workspace

OPEN_STATES = tuple(status.value for status in FindingStatus if status.may_be_ordered)
OPEN_FINDINGS = f"""
SELECT f.*, e.name AS enterprise_name FROM findings f JOIN inspections i ON i.id = f.inspection_id
{joined("i.enterprise_id")}
WHERE f.status IN ({", ".join("?" * len(OPEN_STATES))}) AND i.state NOT IN ('filed', 'terminated')
ORDER BY f.found_at DESC, f.id
"""
K = CitationKind


def newest_packs(ws: Workspace) -> tuple[ChecklistPack, ...]:
    """Give the newest usable version of each checklist: what is offered for inspections."""
    ids = dict.fromkeys(entry.id for entry in ws.catalogue.entries if entry.pack is not None)
    return tuple(pack for pack_id in ids if (pack := ws.catalogue.pack(pack_id)) is not None)


def of_items(ws: Workspace) -> Iterator[Citation]:
    """Give every citation of the items that are offered."""
    for pack in newest_packs(ws):
        where = f"{pack.title} {pack.version}"
        for item in pack.items:
            for field, clause in citations_of(item):
                yield Citation(
                    kind=K.ITEM, id=item.code, title=item.check, where=where, law=clause.law, text=clause.clause,
                    field=field, begins=clause.effective_from, ends=clause.effective_to,
                )  # fmt: skip


def of_texts(ws: Workspace) -> Iterator[Citation]:
    """Give every law that is named in words: bases of periods, rules, documents and steps, texts of forms."""
    library = ws.catalogue.library
    names = LawNames(library.laws)
    for kind, key, title, where, text in _texts(ws):
        for law, rest in names.named(text):
            known = known_days(law, rest, library.clauses)
            yield Citation(
                kind=kind, id=key, title=title, where=where, law=law.key, text=_shown(rest),
                begins=known.begins, ends=known.ends,
            )  # fmt: skip


def of_writings(ws: Workspace) -> Iterator[Citation]:
    """Give the citations of published phrases, and of findings that an order may still take."""
    library = ws.catalogue.library
    with ws.reader() as db:
        published = [p for p in phrases.list_phrases(db) if p.state is PhraseState.PUBLISHED]
        rows = fetch(db, OPEN_FINDINGS, OPEN_STATES)
    for phrase in published:
        yield from _kept(library, phrase.clauses, K.PHRASE, phrase.id, phrase.text, phrase.item_code)
    for row in rows:
        found = finding_from(row)
        clauses = (*found.clauses, *found.order_basis)
        yield from _kept(library, clauses, K.FINDING, found.id, found.description, str(row["enterprise_name"]))


def citing(found: Iterable[Citation], law: str, clause: str = "") -> tuple[Citation, ...]:
    """Keep what cites a law, or rests on one place in it: the place itself, a part of it, or that together with others.

    What names the law alone is not among those that rest on a clause of it.
    """
    wanted = frozenset(places_in(clause))
    if not wanted:
        return tuple(c for c in found if c.law == law)
    return tuple(c for c in found if c.law == law and any(wanted & set(around(place)) for place in places_in(c.text)))


def _kept(
    library: LawLibrary, clauses: Iterable[Clause], kind: CitationKind, key: str, title: str, where: str
) -> Iterator[Citation]:
    """Clauses that were kept when they were written: what they kept and what is known today, the narrower of both."""
    for clause in clauses:
        law = law_of(clause, library.laws)
        citation = citation_of(clause, law)
        begins, ends = stricter(clause, known_days(law, citation, library.clauses))
        yield Citation(
            kind=kind, id=key, title=title, where=where, law=law.key if law else clause.law, text=citation,
            begins=begins, ends=ends,
        )  # fmt: skip


def _shown(rest: str) -> str:
    """Give the articles that the words after a law's name cite; other words are none."""
    return "、".join([place for place in places_in(rest) if place.startswith("第")][:20])


def _texts(ws: Workspace) -> Iterator[tuple[CitationKind, str, str, str, str]]:
    """Give kind, key, title, place and words of all that names laws in words; faulty files are told elsewhere."""
    for read in (_periods, _rules, _documents, _steps):
        try:
            yield from read(ws)
        except Refused:
            continue
    for kind in DocumentKind:
        try:
            form = ws.form(kind)
        except Refused:
            continue
        words = "\n".join(dict.fromkeys(text for text in _words(form) if "《" in text or "-20" in text))
        if words:
            yield K.FORM, kind.value, form.title, form.version, words


_Text = tuple[CitationKind, str, str, str, str]


def _periods(ws: Workspace) -> Iterator[_Text]:
    for period in ws.law.period_table.periods.values():
        yield K.PERIOD, period.key, period.name, "", f"{period.basis}\n{period.moved_basis}"


def _rules(ws: Workspace) -> Iterator[_Text]:
    for entry in ws.law.rules.entries.values():
        yield K.RULE, entry.rule.id, entry.rule.check, "", entry.rule.basis


def _documents(ws: Workspace) -> Iterator[_Text]:
    for law in ws.law.documents.kinds.values():
        yield K.DOCUMENT, law.kind.value, law.name, law.no, law.basis


def _steps(ws: Workspace) -> Iterator[_Text]:
    for row in ws.law.next_steps:
        yield K.STEP, row.step.key, row.step.title, "", row.step.basis
    for kind, rules in ws.law.follow_ups.kinds.items():
        yield K.STEP, kind.value, rules.name, "", rules.basis


def _words(value: object) -> Iterator[str]:
    """Give every text in a tree of values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in _words(part))
    elif isinstance(value, tuple | list | frozenset):
        yield from (text for part in value for text in _words(part))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (text for field in fields(value) for text in _words(getattr(value, field.name)))


Reading = Callable[[Workspace], Iterator[Citation]]
EVERY: tuple[Reading, ...] = (of_items, of_texts, of_writings)


def citations(ws: Workspace, law: str, clause: str = "") -> tuple[Citation, ...]:
    """Give everything that cites a law, or rests on one clause of it, each place once."""
    found = citing((citation for read in EVERY for citation in read(ws)), law, clause)
    return tuple(dict.fromkeys(found))


def others_citing(ws: Workspace, places: Iterable[LawPlace]) -> tuple[Citation, ...]:
    """Give what cites one of these laws or clauses beside the items: periods, forms, findings without an order."""
    found = tuple(c for read in (of_texts, of_writings) for c in read(ws))
    return tuple(dict.fromkeys(c for place in places for c in citing(found, place.law, place.clause)))
