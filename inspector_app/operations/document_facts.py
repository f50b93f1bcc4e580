# SPDX-License-Identifier: MulanPSL-2.0
"""What fills a document: gathered from the rows as they stand, within one connection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from inspector_app.documents.field_values import default_values
from inspector_app.documents.form import Form
from inspector_app.domain.checklist import Clause
from inspector_app.domain.document import (
    DocumentDraft,
    DocumentFacts,
    DocumentKind,
    FindingLine,
    OfficialDocument,
    PhotoLine,
    Referred,
    VerdictLine,
)
from inspector_app.domain.finding import Finding, Photo, PhotoStage
from inspector_app.domain.inspection import Inspection, Participant, PersonRole
from inspector_app.domain.law_clause import is_in_force
from inspector_app.domain.organ import Organ
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.domain.reinspection import Reinspection
from inspector_app.law.documents import KindLaw
from inspector_app.operations.checked_items import checked_items
from inspector_app.operations.document_graph import referred, taken
from inspector_app.operations.known_values import known_values
from inspector_app.operations.score_facts import score_in
from inspector_app.storage import documents, enterprises, findings, inspections, organs, reinspections
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The facts of one document in the making, with the rows that they came from."""

    facts: DocumentFacts
    form: Form
    law: KindLaw
    draft: DocumentDraft
    inspection: Inspection
    findings: tuple[Finding, ...]  # those on its lines, in order
    own: tuple[Finding, ...]  # every finding of the inspection
    photos: tuple[Photo, ...]  # those of its annex, in order
    issued: tuple[OfficialDocument, ...]  # every document of the inspection
    referred: OfficialDocument | None
    reinspection: Reinspection | None


def gather(
    ws: Workspace,
    db: Database,
    inspection_id: str,
    kind: DocumentKind,
    issued_on: date,
    *,
    confirm_unverified: bool = False,
    number: str = "",
) -> Gathered:
    """Gather the facts; a draft while `number` is empty. Refuses NOT_FOUND, ORGAN_INCOMPLETE and a faulty form."""
    inspection, organ = _inspection(db, inspection_id), _organ(db)
    form, law = ws.form(kind), ws.law.documents.of(kind)
    draft = documents.get_draft(db, inspection_id, kind)
    issued = documents.list_documents(db, inspection_id)
    own = findings.list_findings(db, inspection_id)
    target = referred(law, draft, issued)
    again = _reinspection(db, kind, draft, target)
    chosen = taken(law, own, draft, documents.findings_of(db, target.id) if target else ())
    photos = _annexed(chosen, again, findings.list_photos(db, inspection_id))
    bare = _visit(ws, db, inspection, organ, kind, issued_on, issued)
    facts = replace(
        bare,
        number=number,
        is_draft=not number,
        lines=_lines(_on_the_day(ws, chosen, issued_on), photos, confirm=confirm_unverified),
        photos=_photo_lines(chosen or own, photos),
        referred=_cited(ws, target),
        remedy=ws.law.documents.remedy_text(kind, organ, title=form.title, short_title=form.short_title),
        score=score_in(ws, db, inspection, kind),
    )
    facts = _at_reinspection(facts, again, own, photos)
    known = known_values(ws, db, facts, inspection, target, again)
    facts = replace(facts, fields={**default_values(form, facts), **known, **draft.fields})
    return Gathered(
        facts=facts, form=form, law=law, draft=draft, inspection=inspection, findings=chosen, own=own, photos=photos,
        issued=issued, referred=target, reinspection=again,
    )  # fmt: skip


def _inspection(db: Database, inspection_id: str) -> Inspection:
    inspection = inspections.get_inspection(db, inspection_id)
    if inspection is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "inspection", "id": inspection_id[:80]})])
        raise AssertionError
    return inspection


def _organ(db: Database) -> Organ:
    organ = organs.get_organ(db)
    if organ is None:
        refuse([Problem(code=ProblemCode.ORGAN_INCOMPLETE, where="organ", fields={"field": "organ"})])
        raise AssertionError
    return organ


def _cited(ws: Workspace, target: OfficialDocument | None) -> Referred | None:
    if target is None:
        return None
    name = ws.law.documents.of(target.kind).name
    return Referred(kind=target.kind, title=name, number=target.number, issued_on=target.issued_on)


def _reinspection(
    db: Database, kind: DocumentKind, draft: DocumentDraft, target: OfficialDocument | None
) -> Reinspection | None:
    """Give the round that the opinion is about: the chosen one, else the last of the order."""
    if kind not in (DocumentKind.REINSPECTION_OPINION, DocumentKind.HAZARD_RECHECK) or target is None:
        return None
    rounds = reinspections.list_of_document(db, target.id)
    chosen = next((r for r in rounds if r.id == draft.reinspection_id), None)
    return chosen or (rounds[-1] if rounds else None)


def with_shown(facts: DocumentFacts, missing: Collection[str]) -> DocumentFacts:
    """Give the facts of a preview with each character that no face has shown as its code point."""
    marks = str.maketrans({character: f"〔U+{ord(character):04X}〕" for character in missing})
    shown: DocumentFacts = _translated(facts, marks)
    return shown


def _translated(value: Any, marks: dict[int, str]) -> Any:
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return value.translate(marks)
    if isinstance(value, tuple):
        return tuple(_translated(part, marks) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _translated(getattr(value, f.name), marks) for f in fields(value)})
    return value


def _visit(
    ws: Workspace, db: Database, inspection: Inspection, organ: Organ, kind: DocumentKind, issued_on: date,
    issued: tuple[OfficialDocument, ...],
) -> DocumentFacts:  # fmt: skip
    """What every document of the visit has: organ, enterprise, people, times, items."""
    enterprise = enterprises.get_enterprise(db, inspection.enterprise_id)
    assert enterprise is not None, "a foreign key keeps it"
    officers, experts, present, witnesses = _by_role(inspection.people)
    records = [d for d in issued if d.kind is DocumentKind.INSPECTION_RECORD and d.is_valid]
    return DocumentFacts(
        kind=kind, organ=organ, enterprise=enterprise, officers=officers, experts=experts, accompanied_by=present,
        witnesses=witnesses, started_at=inspection.started_at, finished_at=inspection.finished_at,
        place=inspection.place or enterprise.address, issued_on=issued_on, number="", lines=(),
        items=checked_items(ws, db, inspection) if kind is DocumentKind.INSPECTION_RECORD else (),
        party_remark=inspection.party_remark, referred_number=records[-1].number if records else "",
    )  # fmt: skip


_People = tuple[Participant, ...]


def _by_role(people: _People) -> tuple[_People, _People, Participant | None, _People]:
    officers, experts, witnesses = (
        tuple(p for p in people if p.role is role)
        for role in (PersonRole.OFFICER, PersonRole.EXPERT, PersonRole.WITNESS)
    )
    present = next((p for p in people if p.role is PersonRole.ACCOMPANYING), None)
    return officers, experts, present, witnesses


def _annexed(chosen: tuple[Finding, ...], again: Reinspection | None, own: tuple[Photo, ...]) -> tuple[Photo, ...]:
    """Give the photos of the annex: as found for the lines; of a re-inspection before and after side by side."""
    if again is None:
        return tuple(p for f in chosen for p in own if p.finding_id == f.id and (not p.reinspection_id))
    found: list[Photo] = []
    for entry in again.verdicts:
        of_line = [p for p in own if p.finding_id == entry.finding_id]
        after = [p for p in of_line if p.reinspection_id == again.id]
        found += [*[p for p in of_line if p.stage is PhotoStage.FOUND][:1], *after] if after else []
    return tuple(found)


def _lines(chosen: tuple[Finding, ...], photos: tuple[Photo, ...], *, confirm: bool) -> tuple[FindingLine, ...]:
    numbers = {photo.id: n for n, photo in enumerate(photos, start=1)}
    return tuple(
        _line(f, n, tuple(numbers[p.id] for p in photos if p.finding_id == f.id), confirm)
        for n, f in enumerate(chosen, start=1)
    )


def _on_the_day(ws: Workspace, chosen: tuple[Finding, ...], on: date) -> tuple[Finding, ...]:
    """Leave out what the order rests on, and penalties, that are not in force on the day of the act (R19 tells).

    What the finding itself rests on stays: there R19 blocks, and a person chooses another.
    """
    library = ws.catalogue.library

    def valid(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(c for c in clauses if is_in_force(c, on, library.laws, library.clauses))

    return tuple(replace(f, order_basis=valid(f.order_basis), penalty=valid(f.penalty)) for f in chosen)


def _line(finding: Finding, ordinal: int, photo_numbers: tuple[int, ...], confirm: bool) -> FindingLine:
    return FindingLine(
        finding_id=finding.id, ordinal=ordinal, place=finding.place, description=finding.description,
        grade=finding.grade, measure=finding.measure, clauses=printable(finding.clauses, confirm=confirm),
        deadline_class=finding.deadline_class, deadline=finding.deadline, photo_numbers=photo_numbers,
        order_basis=printable(finding.order_basis, confirm=confirm),
        penalty=printable(finding.penalty, confirm=confirm),
    )  # fmt: skip


def _at_reinspection(
    facts: DocumentFacts, again: Reinspection | None, own: tuple[Finding, ...], photos: tuple[Photo, ...]
) -> DocumentFacts:
    """Give the facts of a re-inspection: its people and times, and a verdict for each line."""
    if again is None:
        return facts
    by_id = {f.id: f for f in own}
    numbers = {photo.id: n for n, photo in enumerate(photos, start=1)}
    officers, experts, present, witnesses = _by_role(again.people)
    verdicts = tuple(
        VerdictLine(
            finding_id=v.finding_id, ordinal=v.ordinal, place=by_id[v.finding_id].place,
            description=by_id[v.finding_id].description, deadline=by_id[v.finding_id].deadline, verdict=v.verdict,
            fact=v.fact, photo_numbers=tuple(numbers[p.id] for p in photos if p.finding_id == v.finding_id),
        )
        for v in again.verdicts
    )  # fmt: skip
    return replace(
        facts, officers=officers, experts=experts, accompanied_by=present or facts.accompanied_by,
        witnesses=witnesses, started_at=again.started_at, finished_at=again.finished_at,
        place=again.place or facts.place, party_remark=again.party_remark, verdicts=verdicts,
    )  # fmt: skip


def printable(clauses: tuple[Clause, ...], *, confirm: bool) -> tuple[Clause, ...]:
    """Give the clauses that may be printed: verified, or confirmed by a person (decisions.md 12)."""
    return tuple(c for c in clauses if confirm or c.may_be_printed)


def _photo_lines(lines: tuple[Finding, ...], photos: tuple[Photo, ...]) -> tuple[PhotoLine, ...]:
    ordinals = {f.id: n for n, f in enumerate(lines, start=1)}
    by_id = {f.id: f for f in lines}
    return tuple(
        PhotoLine(
            number=n, finding_ordinal=ordinals[str(photo.finding_id)], picture=photo.id, sha256=photo.sha256,
            taken_at=photo.taken_at, place=by_id[str(photo.finding_id)].place, taker=photo.taker,
            proves=by_id[str(photo.finding_id)].description, caption=photo.caption, stage=photo.stage,
        )
        for n, photo in enumerate(photos, start=1)
    )  # fmt: skip
