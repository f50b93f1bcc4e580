# SPDX-License-Identifier: MulanPSL-2.0
"""What the law wants of a service (handbook 1.6, rules R27, R28, R36 to R38), said in the catalogue's sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.domain.service import AttachmentKind, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.law.rules import Rules
from inspector_app.storage import attachments
from inspector_app.storage.driver import Database
from inspector_app.wording import word
from inspector_app.workspace import Workspace

TEXTS = ("place", "receiver", "authority", "address", "tracking_no", "medium")
LONG_TEXTS = ("refusal", "remark")
PUBLIC = "serve.announcement"  # 公告送达
DECISION = "penalty.serve"  # how soon a decision is to be served
# A paper of these classes stays with the organ; a receipt of service is not itself served.
_INNER = "internal"
_BY_HAND = frozenset({ServiceMethod.DIRECT, ServiceMethod.COMMISSIONED, ServiceMethod.HANDED_ON})
_WITHOUT_SERVER = frozenset({ServiceMethod.MAIL, ServiceMethod.ELECTRONIC, ServiceMethod.PUBLIC})


@dataclass(frozen=True, slots=True)
class _Looked:
    """One draft with what it is judged by."""

    ws: Workspace
    rules: Rules
    document: OfficialDocument
    draft: ServiceDraft

    def broken(self, rule: str, where: str, fault: str = "", **slots: object) -> Problem:
        """Make the problem of a broken rule."""
        return self.rules.problem(rule, where, fault, number=self.document.number, **slots)


def cleaned(draft: ServiceDraft) -> ServiceDraft:
    """Give a draft as it would be kept."""
    tidy = texts.with_cleaned(draft, (*TEXTS, *LONG_TEXTS))
    witnesses = tuple(texts.with_cleaned(w, ("name", "unit", "id_no")) for w in draft.witnesses)
    servers = tuple(dict.fromkeys(name for name in map(texts.cleaned, draft.servers) if name))
    return dataclasses.replace(tidy, servers=servers, witnesses=tuple(w for w in witnesses if w.name))


def service_faults(ws: Workspace, db: Database, document: OfficialDocument, draft: ServiceDraft) -> Iterator[Problem]:
    """Say what is wrong with a service: what blocks, and what only has to be seen."""
    looked = _Looked(ws, ws.law.rules, document, draft)
    law = ws.law.documents.of(document.kind)
    if law.form_class == _INNER:
        yield Problem(code=ProblemCode.NOT_FOR_SERVICE, where=f"document:{document.id}", fields={"kind": law.name})
    yield from _text_faults(draft)
    yield from _day_faults(looked, law.is_decision)
    yield from _method_faults(looked)
    yield from _refusal_faults(looked)
    yield from _capacity_faults(looked)
    yield from _file_faults(looked, db)


def _text_faults(draft: ServiceDraft) -> Iterator[Problem]:
    for name in TEXTS:
        yield from texts.problems_of(getattr(draft, name), name)
    for name in LONG_TEXTS:
        yield from texts.problems_of(getattr(draft, name), name, limit=texts.LONG_LIMIT)
    for server in draft.servers:
        yield from texts.problems_of(server, "servers")
    for witness in draft.witnesses:
        for part in (witness.name, witness.unit, witness.id_no):
            yield from texts.problems_of(part, "witnesses")


def _day_faults(looked: _Looked, is_decision: bool) -> Iterator[Problem]:
    document, at = looked.document, looked.draft.served_at.astimezone(looked.ws.now().tzinfo)
    issued, served = document.issued_on, at.date()
    if served < issued:
        slots = {"served": served.isoformat(), "issued_on": issued.isoformat()}
        yield looked.broken("R36", "served_at", "early", **slots)
    if at > looked.ws.now():
        fields = {"earlier": at.isoformat(" ", "minutes"), "later": looked.ws.now().isoformat(" ", "minutes")}
        yield Problem(code=ProblemCode.TIME_ORDER, where="served_at", fields=fields)
    due = looked.ws.law.due(DECISION, issued).date
    if is_decision and served > due and looked.draft.method is not ServiceMethod.PUBLIC:
        # What happened late happened all the same: it is told, and kept as it was.
        told = looked.broken("R36", "served_at", "late", served=served.isoformat(), due=due.isoformat())
        yield dataclasses.replace(told, severity=Severity.WARN)


def effective_day(ws: Workspace, method: ServiceMethod, served: date) -> date:
    """Give the day of service in law: that of signature, arrival or receipt; of a notice its thirtieth day."""
    return ws.law.due(PUBLIC, served).date if method is ServiceMethod.PUBLIC else served


def _method_faults(looked: _Looked) -> Iterator[Problem]:
    draft = looked.draft
    if not draft.servers and draft.method not in _WITHOUT_SERVER:
        yield _missing("servers")
    match draft.method:
        case ServiceMethod.DIRECT | ServiceMethod.COMMISSIONED | ServiceMethod.HANDED_ON:
            if not draft.receiver and not draft.refusal:
                yield looked.broken("R36", "receiver", "receiver")
        case ServiceMethod.MAIL:
            if not draft.address:
                yield looked.broken("R36", "address", "address")
            if not draft.tracking_no:
                yield looked.broken("R36", "tracking_no", "tracking")
        case ServiceMethod.ELECTRONIC:
            if not draft.consent:
                yield looked.broken("R38", "consent")
            if not draft.address:
                yield looked.broken("R36", "address", "address")
        case ServiceMethod.PUBLIC:
            if not draft.medium:
                yield looked.broken("R36", "medium", "medium")
            if not draft.remark:  # 民事诉讼法95: reason and course are noted in the file
                yield _missing("remark")
        case ServiceMethod.LEFT:
            if not draft.place and not draft.address:
                yield _missing("place")


def _refusal_faults(looked: _Looked) -> Iterator[Problem]:
    """A refusal: reason, two officers, and a witness or a recording."""
    draft, left = looked.draft, looked.draft.method is ServiceMethod.LEFT
    if left and not draft.refusal:
        yield looked.broken("R37", "refusal", "reason")
    if not left and not draft.refusal:
        return
    if not draft.witnesses and not draft.media:
        yield looked.broken("R37", "witnesses", "witness") if left else looked.broken("R27", "witnesses", "no_witness")
    least = looked.rules.number("R27", "officers")
    if len(draft.servers) < least:
        yield looked.broken("R27", "servers", "few", count=len(draft.servers), least=least)


def _capacity_faults(looked: _Looked) -> Iterator[Problem]:
    draft = looked.draft
    if draft.method not in _BY_HAND or not draft.receiver or draft.refusal:
        return
    if draft.capacity is None:
        if draft.method is ServiceMethod.DIRECT:
            told = looked.broken("R28", "capacity", "no_capacity", name=draft.receiver)
            # In which capacity he signed decides whether it was served at all (民事诉讼法88).
            yield dataclasses.replace(told, severity=Severity.BLOCK)
    elif draft.capacity.value in looked.rules.words("R28", "need_authority") and not draft.authority:
        named = {"name": draft.receiver, "capacity": word(draft.capacity)}
        yield looked.broken("R28", "authority", "no_authority", **named)


def _file_faults(looked: _Looked, db: Database) -> Iterator[Problem]:
    """The files that show the act are those of this case; the consent is one that was filed as such."""
    known = {a.id: a for a in attachments.list_of_inspection(db, looked.document.inspection_id)}
    for where, name in (*(("media", m) for m in looked.draft.media), ("consent", looked.draft.consent)):
        if name and name not in known:
            fields = {"kind": "attachment", "id": name[:80]}
            yield Problem(code=ProblemCode.NOT_FOUND, where=where, fields=fields)
    consent = known.get(looked.draft.consent)
    if consent is not None and consent.kind is not AttachmentKind.CONSENT:
        yield looked.broken("R38", "consent")


def _missing(name: str) -> Problem:
    word = "service_place" if name == "place" else name
    return Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": word})
