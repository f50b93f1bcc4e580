# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about signatures and parties: R27 to R29, R31 to R33."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector_app.domain.document import DocumentState
from inspector_app.domain.order_life import OrderState, OrderVerb
from inspector_app.domain.problems import Problem
from inspector_app.domain.service import AttachmentKind, Service, ServiceMethod
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Subject
from inspector_app.operations.review.service import BY_HAND
from inspector_app.wording import word

# The shape of a credit code (GB 32100), without its check digit.
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")


def r27(case: Case, rules: Rules) -> Iterator[Problem]:
    """The party signed, or its refusal is told in full: reason, two officers, a witness or a recording."""
    for subject in case.subjects:
        services = case.served(subject)
        for service in services:
            yield from _refusal(rules, subject, service)
        wanted = subject.is_issued and subject.kind in rules.words("R27", "kinds")
        if wanted and not services and not case.scans(subject):
            yield rules.problem("R27", subject.place, "unsigned", number=subject.name)


def _refusal(rules: Rules, subject: Subject, service: Service) -> Iterator[Problem]:
    is_left = service.method is ServiceMethod.LEFT
    if not service.refusal and not is_left:
        return
    if not is_left and not service.witnesses and not service.media:
        yield rules.problem("R27", subject.place, "no_witness", number=subject.name)
    least = rules.number("R27", "officers")
    if len(set(service.servers)) < least:
        slots = {"number": subject.name, "count": len(set(service.servers)), "least": least}
        yield rules.problem("R27", subject.place, "few", **slots)


def r28(case: Case, rules: Rules) -> Iterator[Problem]:
    """Who signed was able to: the capacity is named, and where it needs one the authority."""
    for subject in case.subjects:
        for service in case.served(subject):
            if service.method not in BY_HAND or service.refusal or not service.receiver:
                continue
            slots = {"number": subject.name, "name": service.receiver}
            if service.capacity is None:
                yield rules.problem("R28", subject.place, "no_capacity", **slots)
            elif service.capacity in rules.words("R28", "need_authority") and not service.authority:
                yield rules.problem("R28", subject.place, "no_authority", capacity=word(service.capacity), **slots)


def r29(case: Case, rules: Rules) -> Iterator[Problem]:
    """The signed scan of a record has all its pages."""
    for subject in case.subjects:
        scans = case.scans(subject)
        if not scans or subject.document is None or subject.kind not in rules.words("R29", "kinds"):
            continue
        scanned = sum(scan.pages or 1 for scan in scans)
        if scanned < subject.document.pages:
            slots = {"number": subject.name, "pages": subject.document.pages, "scanned": scanned}
            yield rules.problem("R29", subject.place, **slots)


def r31(case: Case, rules: Rules) -> Iterator[Problem]:
    """A corrected document names the one in its place; a void one says why."""
    for document in case.documents:
        life = case.lives.get(document.id)
        where = f"document:{document.id}"
        if document.state is DocumentState.VOID:
            if not document.void_reason:
                yield rules.problem("R31", where, "void", number=document.number)
        elif life is not None and life.state is OrderState.AMENDED:
            amended = [e for e in case.events.get(document.id, ()) if e.verb is OrderVerb.AMEND]
            if not any(event.refers_to for event in amended):
                yield rules.problem("R31", where, "amended", number=document.number)


def r32(case: Case, rules: Rules) -> Iterator[Problem]:
    """All documents of the case name the same party, with the same code."""
    unit = case.enterprise
    for subject in case.issued:
        printed = subject.printed
        if printed is None or subject.kind not in rules.words("R32", "kinds"):
            continue
        codes = _CODE.findall(printed.text)
        is_other = bool(codes) and bool(unit.credit_code) and unit.credit_code not in codes
        if not printed.says(unit.name) or is_other:
            slots = {"number": subject.name, "name": unit.name, "code": unit.credit_code or "—"}
            yield rules.problem("R32", subject.place, **slots)


def r33(case: Case, rules: Rules) -> Iterator[Problem]:
    """A licence or proof of identity lies in the file."""
    proofs = (AttachmentKind.LICENCE, AttachmentKind.IDENTITY)
    if case.enforces and not any(a.kind in proofs for a in case.attachments):
        yield rules.problem("R33", "attachments")
