# SPDX-License-Identifier: MulanPSL-2.0
"""Service of documents (送达): recorded as it happened, never changed; a wrong entry is withdrawn with a reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.order_life import OrderState, OrderVerb
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.service import AttachmentKind, Service
from inspector_app.domain.service_record import MAX_BYTES, ServiceDraft, ServiceFile, read_service_file
from inspector_app.operations.attachments import ReadFile, attach_in, read_attachment
from inspector_app.operations.files import read_small_file
from inspector_app.operations.order_lives import document_of, life_of, move_in, refuse_verb, text_problems
from inspector_app.operations.service_checks import cleaned, effective_day, service_faults
from inspector_app.storage import attachments, services
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace

DRAFT_FIELDS = tuple(f.name for f in dataclasses.fields(ServiceDraft))


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A service that was recorded from a file, and what a person should still look at."""

    service: Service
    warnings: tuple[Problem, ...]


def service_problems(ws: Workspace, document_id: str, draft: ServiceDraft) -> tuple[Problem, ...]:
    """Say what is wrong with a service before it is recorded; warnings too."""
    with ws.reader() as db:
        return tuple(service_faults(ws, db, _valid(db, document_id), cleaned(draft)))


def serve_document(ws: Workspace, document_id: str, draft: ServiceDraft) -> Done[Service]:
    """Record the service of a document; an order or measure thereby comes into its running state.

    Refuses RULE_BROKEN (R27, R28, R36, R37, R38), NOT_FOR_SERVICE, DOCUMENT_VOID, NOT_FOUND, TIME_ORDER,
    VALUE_MISSING. A late service is told (`service_problems`) and recorded all the same.
    """
    with ws.operation(Op.SERVE_DOCUMENT) as step:
        service = serve_in(ws, step, document_id, draft)
    return Done(value=service, changes=step.changes)


def serve_in(ws: Workspace, step: Step, document_id: str, draft: ServiceDraft) -> Service:
    """Record a service inside an open operation."""
    document, draft = _valid(step.db, document_id), cleaned(draft)
    refuse(service_faults(ws, step.db, document, draft))
    values = {name: getattr(draft, name) for name in DRAFT_FIELDS}
    made = Service(id=step.new_id(), document_id=document.id, **values)
    services.put_service(step.db, made)
    life = life_of(ws, step.db, document)
    if life is not None and life.state is OrderState.ISSUED:
        # A further copy for another receiver (three units of a building site) changes nothing in the life.
        on, person = service_day(ws, made), "、".join(made.servers)
        move_in(step, document, life, OrderVerb.SERVE, on=on, person=person)
    return made


def service_day(ws: Workspace, service: Service) -> date:
    """Give the day on which a service counts in law; of a public notice thirty days after it appeared."""
    return effective_day(ws, service.method, service.served_at.astimezone(ws.now().tzinfo).date())


def _valid(db: Database, document_id: str) -> OfficialDocument:
    document = document_of(db, document_id)
    if not document.is_valid:
        refuse([Problem(code=ProblemCode.DOCUMENT_VOID, fields={"number": document.number})])
    return document


def withdraw_service(ws: Workspace, service_id: str, reason: str) -> Done[Service]:
    """Strike out a wrong entry; it is kept with its reason. With its last service an order stands as issued again.

    Refuses REASON_MISSING, and STATE_FORBIDS once something rests on the service (extension, report, re-inspection).
    """
    with ws.operation(Op.WITHDRAW_SERVICE) as step:
        before = services.get_service(step.db, service_id)
        if before is None or before.withdrawn_reason:
            refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "service", "id": service_id[:80]})])
            raise AssertionError
        refuse(text_problems(Op.WITHDRAW_SERVICE, reason=reason))
        after = dataclasses.replace(before, withdrawn_reason=texts.cleaned(reason))
        services.put_service(step.db, after)
        _unserve_in(ws, step, before.document_id, reason)
    return Done(value=after, changes=step.changes)


def _unserve_in(ws: Workspace, step: Step, document_id: str, reason: str) -> None:
    document = document_of(step.db, document_id)
    life = life_of(ws, step.db, document)
    left = [s for s in services.list_of_document(step.db, document_id) if not s.withdrawn_reason]
    if life is None or left:
        return
    refuse_verb(document, life, OrderVerb.UNSERVE)
    move_in(step, document, life, OrderVerb.UNSERVE, on=step.now.date(), person=ws.actor, reason=reason)


# From a file ----------------------------------------------------------------------------------------------


def serve_from_file(ws: Workspace, document_id: str, path: Path) -> Done[Served]:
    """Record the service of a FILE.json (docs/service-format.md) with the files that it names, in one act.

    Refuses with every fault of the file and of the files it names at once.
    """
    content, faults = read_service_file(read_small_file(path, MAX_BYTES), path.name)
    if content is None:
        refuse(faults)
        raise AssertionError
    with ws.reader() as db:
        document = _valid(db, document_id)
        known = {a.id for a in attachments.list_of_inspection(db, document.inspection_id)}
    read, file_faults = _read_files(ws, path.parent, content, known)
    refuse((*faults, *file_faults))
    with ws.operation(Op.SERVE_DOCUMENT) as step:
        draft = _with_files(step, document, content, read)
        said = tuple(service_faults(ws, step.db, document, cleaned(draft)))
        refuse(_placed(problem) for problem in said)
        made = serve_in(ws, step, document.id, draft)
    return Done(value=Served(service=made, warnings=(*faults, *said)), changes=step.changes)


def _placed(problem: Problem) -> Problem:
    """Give the path in the file instead of the field's name."""
    return dataclasses.replace(problem, where=f"$.{problem.where}" if problem.where in DRAFT_FIELDS else problem.where)


def _read_files(
    ws: Workspace, folder: Path, content: ServiceFile, known: set[str]
) -> tuple[Mapping[str, ReadFile], tuple[Problem, ...]]:
    """Read every named file once, with its path in the JSON; what is attached already is not read again."""
    read: dict[str, ReadFile] = {}
    problems: list[Problem] = []
    for where, name in _named(content):
        if name in known or name in read:
            continue
        try:
            read[name] = read_attachment(ws, folder / name, where=where)
        except Refused as refused:
            problems += [dataclasses.replace(p, where=where) for p in refused.problems]
    return read, tuple(problems)


def _named(content: ServiceFile) -> Iterator[tuple[str, str]]:
    yield from ((f"$.media[{n}]", name) for n, name in enumerate(content.media) if name)
    if content.consent:
        yield "$.consent", content.consent
    yield from ((f"$.scans[{n}]", name) for n, name in enumerate(content.scans) if name)


def _with_files(
    step: Step, document: OfficialDocument, content: ServiceFile, read: Mapping[str, ReadFile]
) -> ServiceDraft:
    """Attach the files, and name them in the draft by their ids."""

    def attached(name: str, kind: AttachmentKind, document_id: str) -> str:
        if name not in read:
            return name
        return attach_in(step, document.inspection_id, read[name], kind, document_id=document_id).id

    media = [attached(name, AttachmentKind.SERVICE_EVIDENCE, document.id) for name in content.media]
    for name in content.scans:
        attached(name, AttachmentKind.SIGNED_SCAN, document.id)
    consent = attached(content.consent, AttachmentKind.CONSENT, "") if content.consent else ""
    return dataclasses.replace(content.draft, media=tuple(media), consent=consent)
