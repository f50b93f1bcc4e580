# SPDX-License-Identifier: MulanPSL-2.0
"""Fields of a document that the program knows already; what a person wrote counts before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.document import DocumentFacts, DocumentKind, OfficialDocument
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.order_life import OrderVerb
from inspector_app.domain.reinspection import Reinspection
from inspector_app.domain.service import Service
from inspector_app.law.documents import DocumentLaw
from inspector_app.storage import documents, order_lives, services
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the makers may look at."""

    ws: Workspace
    db: Database
    facts: DocumentFacts
    inspection: Inspection
    target: OfficialDocument | None
    again: Reinspection | None  # the round that an opinion is about


def known_values(
    ws: Workspace, db: Database, facts: DocumentFacts, inspection: Inspection, target: OfficialDocument | None,
    again: Reinspection | None,
) -> FieldValues:  # fmt: skip
    """Give what the rows say about the fields of this document."""
    make = _MAKERS.get(facts.kind)
    if make is None:
        return {}
    found = make(_Known(ws=ws, db=db, facts=facts, inspection=inspection, target=target, again=again))
    return {name: value for name, value in found.items() if value}


def _approval(known: _Known) -> FieldValues:
    task = known.inspection.task
    return {
        "task_source": task.source.value if task.source else "",
        "approver": task.approver,
        "approved_on": task.approved_on.isoformat() if task.approved_on else "",
        "no_notice_reason": task.no_notice_reason,
        "planned_from": known.inspection.started_at.date().isoformat(),
    }


def _plan(known: _Known) -> FieldValues:
    task = known.inspection.task
    return {"approver": task.approver, "approved_on": task.approved_on.isoformat() if task.approved_on else ""}


def _extension(known: _Known) -> FieldValues:
    """The newest request for an extension of the order, and its answer."""
    if known.target is None:
        return {}
    events = order_lives.list_events(known.db, known.target.id)
    asked = [e for e in events if e.verb is OrderVerb.ASK_EXTENSION]
    answered = [e for e in events if e.verb in (OrderVerb.GRANT, OrderVerb.DENY)]
    values: dict[str, str] = {}
    if asked:
        request = asked[-1]
        values |= {"asked_on": request.on.isoformat(), "asked_by": request.person, "reason": request.reason}
        values["new_deadline"] = request.new_deadline.isoformat() if request.new_deadline else ""
    if asked and answered and answered[-1].ordinal > asked[-1].ordinal:
        answer = answered[-1]
        is_granted = answer.verb is OrderVerb.GRANT
        values["result"] = "granted" if is_granted else "refused"
        values["approver"], values["approved_on"] = answer.person, answer.on.isoformat()
        if answer.new_deadline:
            values["new_deadline"] = answer.new_deadline.isoformat()
        if known.facts.kind is DocumentKind.EXTENSION_REPLY:
            values["reason"] = answer.reason
    return values


def _opinion(known: _Known) -> FieldValues:
    """What was proposed in the round that is printed, not in a later one."""
    return {"opinion": known.again.opinion} if known.again is not None else {}


def _seizure(known: _Known) -> FieldValues:
    """What the approval says, and thirty days from the decision (行政强制法25, handbook 1.7)."""
    approved = known.target.fields if known.target is not None else {}
    end = known.ws.law.due("seize.period", known.facts.issued_on).date
    return {
        "measure": approved.get("measure", ""),
        "reason": approved.get("reason", ""),
        "basis": approved.get("basis", ""),
        "approver": approved.get("approver", ""),
        "approved_on": approved.get("approved_on", ""),
        "period_from": known.facts.issued_on.isoformat(),
        "period_to": end.isoformat(),
    }


def _preservation(known: _Known) -> FieldValues:
    approved = known.target.fields if known.target is not None else {}
    end = known.ws.law.due("evidence.preserve_decision", known.facts.issued_on).date
    return {
        "goods": approved.get("goods", ()),
        "basis": approved.get("basis", ""),
        "approver": approved.get("approver", ""),
        "approved_on": approved.get("approved_on", ""),
        "preserved_on": known.facts.issued_on.isoformat(),
        "until": end.isoformat(),
    }


def _receipt(known: _Known) -> FieldValues:
    """One row for each document served; papers that were not served have none."""
    law = known.ws.law.documents
    served = [
        (document, service)
        for document in documents.list_documents(known.db, known.inspection.id)
        for service in services.list_of_document(known.db, document.id)
        if document.is_valid and not service.withdrawn_reason
    ]
    rows = [_receipt_row(document, service, law) for document, service in served]
    remarks = "\n".join(filter(None, (_receipt_remark(document, service) for document, service in served)))
    return {"served": tuple(rows), "receiver": known.facts.enterprise.name, "remark": remarks}


def _receipt_remark(document: OfficialDocument, service: Service) -> str:
    """What the table has no column for: the refusal as the officers wrote it, who saw it, the postal number."""
    witnesses = "、".join(f"{w.name}（{w.unit}）" if w.unit else w.name for w in service.witnesses)
    parts = [part for part in (service.refusal, witnesses, service.tracking_no) if part]
    return f"{document.number}：{'；'.join(parts)}" if parts else ""


def _receipt_row(document: OfficialDocument, service: Service, law: DocumentLaw) -> Mapping[str, str]:
    row = {
        "document": law.of(document.kind).name,
        "number": document.number,
        "receiver": "" if service.refusal else service.receiver,  # who refused did not receive
        "place": service.place or service.address,
        "at": service.served_at.isoformat(timespec="minutes"),
        "method": service.method.value,
        "servers": "、".join(service.servers),
    }
    return {name: value for name, value in row.items() if value}


def _hazard_report(known: _Known) -> FieldValues:
    """What stands in the notice and is not mended."""
    target = known.target
    superior = target.fields.get("superior", "") if target is not None else ""
    return {"superior": superior}


def _seizure_end(known: _Known) -> FieldValues:
    """At most thirty days more (行政强制法25): counted from the end of the first period."""
    end = str(known.target.fields.get("period_to", "")) if known.target is not None else ""
    if not end:
        return {}
    first = date.fromisoformat(end)
    return {"new_to": known.ws.law.due("seize.extend", first).date.isoformat()}


_MAKERS: Mapping[DocumentKind, Callable[[_Known], FieldValues]] = {
    DocumentKind.INSPECTION_APPROVAL: _approval,
    DocumentKind.INSPECTION_PLAN: _plan,
    DocumentKind.EXTENSION_APPROVAL: _extension,
    DocumentKind.EXTENSION_REPLY: _extension,
    DocumentKind.REINSPECTION_OPINION: _opinion,
    DocumentKind.HAZARD_RECHECK: _opinion,
    DocumentKind.HAZARD_REPORT: _hazard_report,
    DocumentKind.SEIZURE_DECISION: _seizure,
    DocumentKind.SEIZURE_EXTENSION: _seizure_end,
    DocumentKind.PRESERVATION_NOTICE: _preservation,
    DocumentKind.SERVICE_RECEIPT: _receipt,
}
