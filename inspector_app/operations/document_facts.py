# SPDX-License-Identifier: MulanPSL-2.0
"""What fills a document: gathered from the rows as they stand, within one connection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from inspector_app.domain.checklist import Clause
from inspector_app.domain.document import (
    CheckedItem,
    DocumentFacts,
    DocumentKind,
    DocumentState,
    FindingLine,
    OfficialDocument,
    PhotoLine,
)
from inspector_app.domain.finding import Finding, FindingStatus, Photo
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, PersonRole
from inspector_app.domain.organ import Organ
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage import documents, enterprises, findings, inspections, organs
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The facts of one document in the making, with the rows that they came from."""

    facts: DocumentFacts
    inspection: Inspection
    findings: tuple[Finding, ...]  # those on its lines, in order
    photos: tuple[Photo, ...]  # those of its annex, in order
    issued: tuple[OfficialDocument, ...]  # every document of the inspection


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
    """Gather the facts; a draft while `number` is empty. Refuses NOT_FOUND and ORGAN_INCOMPLETE."""
    inspection = inspections.get_inspection(db, inspection_id)
    if inspection is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "inspection", "id": inspection_id[:80]})])
        raise AssertionError
    organ = organs.get_organ(db)
    if organ is None:
        refuse([Problem(code=ProblemCode.ORGAN_INCOMPLETE, where="organ", fields={"field": "organ"})])
        raise AssertionError
    issued = documents.list_documents(db, inspection_id)
    chosen = chosen_findings(db, inspection_id, kind)
    own = findings.list_photos(db, inspection_id)
    photos = tuple(p for f in chosen for p in own if p.finding_id == f.id)
    facts = _facts(ws, db, inspection, organ, kind, issued_on, chosen, photos, issued, confirm_unverified)
    facts = replace(facts, number=number, is_draft=not number)
    return Gathered(facts=facts, inspection=inspection, findings=chosen, photos=photos, issued=issued)


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


def chosen_findings(db: Database, inspection_id: str, kind: DocumentKind) -> tuple[Finding, ...]:
    """Give the findings that a document takes: the record all, an order those not yet ordered nor left out."""
    live = [f for f in findings.list_findings(db, inspection_id) if f.status is not FindingStatus.WITHDRAWN]
    if kind is DocumentKind.INSPECTION_RECORD:
        return tuple(live)
    out = documents.left_out(db, inspection_id, kind)
    return tuple(f for f in live if f.status is FindingStatus.RECORDED and f.id not in out)


def _facts(
    ws: Workspace, db: Database, inspection: Inspection, organ: Organ, kind: DocumentKind, issued_on: date,
    chosen: tuple[Finding, ...], photos: tuple[Photo, ...], issued: tuple[OfficialDocument, ...], confirm: bool,
) -> DocumentFacts:  # fmt: skip
    enterprise = enterprises.get_enterprise(db, inspection.enterprise_id)
    assert enterprise is not None, "a foreign key keeps it"
    people = inspection.people
    numbers = {photo.id: n for n, photo in enumerate(photos, start=1)}
    return DocumentFacts(
        kind=kind, organ=organ, enterprise=enterprise, officers=inspection.officers,
        experts=tuple(p for p in people if p.role is PersonRole.EXPERT), accompanied_by=inspection.accompanied_by,
        witnesses=tuple(p for p in people if p.role is PersonRole.WITNESS), started_at=inspection.started_at,
        finished_at=inspection.finished_at, place=inspection.place or enterprise.address,
        issued_on=issued_on, number="",
        lines=tuple(
            _line(f, n, tuple(numbers[p.id] for p in photos if p.finding_id == f.id), confirm)
            for n, f in enumerate(chosen, start=1)
        ),
        items=_items(ws, inspection, inspections.list_answers(db, inspection.id)),
        photos=_photo_lines(chosen, photos), party_remark=inspection.party_remark,
        referred_number=_record_number(issued),
    )  # fmt: skip


def _record_number(issued: tuple[OfficialDocument, ...]) -> str:
    records = [d for d in issued if d.kind is DocumentKind.INSPECTION_RECORD and d.state is DocumentState.ISSUED]
    return records[-1].number if records else ""


def _line(finding: Finding, ordinal: int, photo_numbers: tuple[int, ...], confirm: bool) -> FindingLine:
    return FindingLine(
        finding_id=finding.id, ordinal=ordinal, place=finding.place, description=finding.description,
        grade=finding.grade, measure=finding.measure, clauses=printable(finding.clauses, confirm=confirm),
        deadline_class=finding.deadline_class, deadline=finding.deadline,
        photo_numbers=photo_numbers,
    )  # fmt: skip


def printable(clauses: tuple[Clause, ...], *, confirm: bool) -> tuple[Clause, ...]:
    """Give the clauses that may be printed: verified, or confirmed by a person (decisions.md 12)."""
    return tuple(c for c in clauses if confirm or c.may_be_printed)


def _items(ws: Workspace, inspection: Inspection, answers: dict[str, Answer]) -> tuple[CheckedItem, ...]:
    none = Answer(inspection_id=inspection.id, item_code="", result=AnswerResult.NOT_CHECKED)
    return tuple(
        CheckedItem(code=item.code, section=item.section, check=item.check, result=answer.result, remark=answer.remark)
        for item in ws.frozen_items(inspection.packs, answers)
        for answer in (answers.get(item.code, none),)
    )


def _photo_lines(chosen: tuple[Finding, ...], photos: tuple[Photo, ...]) -> tuple[PhotoLine, ...]:
    lines = []
    ordinals = {f.id: n for n, f in enumerate(chosen, start=1)}
    by_id = {f.id: f for f in chosen}
    for n, photo in enumerate(photos, start=1):
        finding = by_id[str(photo.finding_id)]
        lines.append(
            PhotoLine(
                number=n, finding_ordinal=ordinals[finding.id], picture=photo.id, sha256=photo.sha256,
                taken_at=photo.taken_at, place=finding.place, taker=photo.taker,
                proves=finding.description, caption=photo.caption,
            )
        )  # fmt: skip
    return tuple(lines)
