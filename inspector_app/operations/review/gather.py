# SPDX-License-Identifier: MulanPSL-2.0
"""A case out of the rows, within one connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.finding import Finding
from inspector_app.domain.follow_up import FollowUp, FollowUpEvent
from inspector_app.domain.inspection import Inspection, Participant, PersonRole
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.reinspection import Reinspection
from inspector_app.domain.service import Service
from inspector_app.operations.numbers import gaps_in
from inspector_app.operations.review.case import Case, CaseLaw, Line, Numbers, Subject, Visit
from inspector_app.operations.review.printed import printed_of
from inspector_app.storage import (
    attachments,
    documents,
    enterprises,
    findings,
    follow_ups,
    inspections,
    order_lives,
    organs,
    reinspections,
    services,
    visits,
)
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace


def gather_case(ws: Workspace, db: Database, inspection_id: str, *, is_whole: bool = True) -> Case:
    """Gather a case. Refuses NOT_FOUND and ORGAN_INCOMPLETE.

    With `is_whole` its subjects are all its valid documents, and what only the review of the whole case asks for
    (other visits, the register of numbers, sign-offs, what goes on beside) is there; without it none of that.
    """
    inspection, organ = inspections.get_inspection(db, inspection_id), organs.get_organ(db)
    if inspection is None:
        fields = {"kind": "inspection", "id": inspection_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, where=inspection_id[:80], fields=fields)])
    if organ is None:
        raise Refused([Problem(code=ProblemCode.ORGAN_INCOMPLETE, where="organ", fields={"field": "organ"})])
    enterprise = enterprises.get_enterprise(db, inspection.enterprise_id)
    assert enterprise is not None, "a foreign key keeps it"
    own = findings.list_findings(db, inspection_id)
    papers = documents.list_documents(db, inspection_id)
    rounds = reinspections.list_of_inspection(db, inspection_id)
    issued = _issued(ws, db, papers, own, inspection, rounds)
    lives = {d.id: life for d in papers if (life := order_lives.get_life(db, d.id)) is not None}
    entries = follow_ups.list_follow_ups(db, inspection_id) if is_whole else ()
    signed = (reinspections.get_sign_off(db, f.id) for f in own) if is_whole else ()
    return Case(
        organ=organ, enterprise=enterprise, inspection=inspection, now=ws.now(),
        law=CaseLaw(
            documents=ws.law.documents, laws=ws.catalogue.laws, clauses=ws.catalogue.library.clauses, due=ws.law.due
        ),
        roster=organs.list_officers(db), findings=own, photos=findings.list_photos(db, inspection_id),
        documents=papers, subjects=issued if is_whole else (), issued=issued, lives=lives,
        events={d.id: order_lives.list_events(db, d.id) for d in papers},
        services={d.id: _standing(services.list_of_document(db, d.id)) for d in papers},
        attachments=attachments.list_of_inspection(db, inspection_id), reinspections=rounds,
        sign_offs=tuple(s for s in signed if s is not None), follow_ups=entries,
        follow_up_events=_events(db, entries), visits=_visits(db, inspection) if is_whole else (),
        numbers=_numbers(ws, db, papers) if is_whole else Numbers(), intact=_intact(ws), exists=ws.files.exists,
    )  # fmt: skip


def _intact(ws: Workspace) -> Callable[[str], bool]:
    """Each file is read once for a case."""
    return cache(ws.files.is_intact)


def _standing(found: Sequence[Service]) -> tuple[Service, ...]:
    return tuple(service for service in found if not service.withdrawn_reason)


def _events(db: Database, entries: Sequence[FollowUp]) -> Mapping[str, tuple[FollowUpEvent, ...]]:
    return {entry.id: follow_ups.list_events(db, entry.id) for entry in entries}


def _issued(
    ws: Workspace,
    db: Database,
    papers: Sequence[OfficialDocument],
    own: Sequence[Finding],
    inspection: Inspection,
    rounds: Sequence[Reinspection],
) -> tuple[Subject, ...]:
    by_id = {finding.id: finding for finding in own}
    by_round = {again.id: again for again in rounds}
    found = []
    for document in papers:
        if not document.is_valid:
            continue
        again = by_round.get(document.reinspection_id)
        deadlines = order_lives.printed_deadlines(db, document.id)
        lines = tuple(
            Line(ordinal=n, finding=by_id[key], deadline=deadline)
            for n, (key, deadline) in enumerate(deadlines.items(), start=1)
        )
        found.append(
            Subject(
                kind=document.kind, law=ws.law.documents.of(document.kind), issued_on=document.issued_on,
                officers=officers_of(again.people if again else inspection.people), lines=lines,
                fields=document.fields, refers_to=document.refers_to, reinspection=again, word=document.word,
                document=document, printed=printed_of(document.content),
            )
        )  # fmt: skip
    return tuple(found)


def officers_of(people: Sequence[Participant]) -> tuple[Participant, ...]:
    """Give those who enforce among the people of a visit."""
    return tuple(person for person in people if person.role is PersonRole.OFFICER)


def _visits(db: Database, inspection: Inspection) -> tuple[Visit, ...]:
    return tuple(
        Visit(
            inspection_id=row.inspection_id, enterprise_id=row.enterprise_id, enterprise=row.enterprise,
            started_at=row.started_at, finished_at=row.finished_at, certificates=row.certificates,
            counts=row.source is None or not row.source.is_exempt,
        )
        for row in visits.touching(db, inspection)
    )  # fmt: skip


def _numbers(ws: Workspace, db: Database, papers: Sequence[OfficialDocument]) -> Numbers:
    gaps: dict[tuple[str, int], tuple[int, ...]] = {}
    for year in {document.year for document in papers}:
        for gap in gaps_in(ws, db, year):
            if not gap.reason:
                gaps[gap.word, year] = (*gaps.get((gap.word, year), ()), gap.serial)
    kinds: set[DocumentKind] = {document.kind for document in papers}
    own = frozenset(kind for kind in kinds if ws.form(kind).own_series)
    return Numbers(blocks=organs.list_blocks(db), gaps=gaps, own_series=own)
