# SPDX-License-Identifier: MulanPSL-2.0
"""What became of the demonstration's orders: service, a request for more time, re-inspection, sign-off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Protocol

from inspector_app.demo.county import After, Visit, demo_photo
from inspector_app.domain.document import DocumentKind, OfficialDocument, Verdict
from inspector_app.domain.inspection import PersonRole
from inspector_app.domain.reinspection_record import LineVerdict, ReinspectionDraft
from inspector_app.domain.service import Capacity, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import inspections
from inspector_app.operations import documents, extensions, orders, photos, reinspections, service, sign_off
from inspector_app.operations.sign_off import SignOffDraft
from inspector_app.workspace import Workspace

_ORDER = DocumentKind.RECTIFICATION_ORDER


class _Clock(Protocol):
    """A clock that can be set."""

    now: datetime


class Aftermath:
    """Plays what `after` of a visit says, on the days it says; what lies in the future did not happen."""

    def __init__(self, ws: Workspace, clock: _Clock, today: datetime) -> None:
        self._ws, self._clock, self._today = ws, clock, today
        self._acts: Mapping[str, Callable[[After, OfficialDocument, date], None]] = {
            "serve": self._serve,
            "ask_extension": self._ask,
            "grant": self._grant,
            "report": self._report,
            "reinspect": self._reinspect,
            "sign_off": self._sign_off,
        }

    def run(self, visit: Visit, inspection_id: str, start: datetime) -> None:
        """Play every act of one visit, in order."""
        issued = [r.document for r in document_rows.rows(self._ws, inspection_id)]
        order = next((d for d in issued if d.kind is _ORDER), None)
        for after in visit.after if order is not None else ():
            on = start.date() + timedelta(days=after.day)
            moment = datetime.combine(on, time.fromisoformat(after.time), start.tzinfo)
            if order is not None and moment <= self._today:
                self._clock.now = max(moment, self._clock.now)
                self._acts[after.act](after, order, on)

    def _person(self, inspection_id: str) -> str:
        visit = inspections.view(self._ws, inspection_id)
        return visit.enterprise.person_in_charge

    def _serve(self, after: After, order: OfficialDocument, on: date) -> None:
        visit = inspections.view(self._ws, order.inspection_id)
        draft = ServiceDraft(
            method=ServiceMethod.DIRECT, served_at=self._clock.now, place=visit.inspection.place,
            receiver=visit.enterprise.person_in_charge, capacity=Capacity.PERSON_IN_CHARGE,
            servers=tuple(o.name for o in visit.inspection.officers),
        )  # fmt: skip
        service.serve_document(self._ws, order.id, draft)

    def _ask(self, after: After, order: OfficialDocument, on: date) -> None:
        until = on + timedelta(days=after.days)
        person = self._person(order.inspection_id)
        extensions.ask_extension(self._ws, order.id, asked_on=on, reason=after.text, person=person, new_deadline=until)

    def _grant(self, after: After, order: OfficialDocument, on: date) -> None:
        extensions.decide_extension(self._ws, order.id, granted=True, on=on, person=after.text)

    def _report(self, after: After, order: OfficialDocument, on: date) -> None:
        orders.report_done(self._ws, order.id, on=on, person=self._person(order.inspection_id), text=after.text)

    def _reinspect(self, after: After, order: OfficialDocument, on: date) -> None:
        visit = inspections.view(self._ws, order.inspection_id).inspection
        started = self._clock.now
        self._clock.now += timedelta(minutes=40)
        draft = ReinspectionDraft(
            document_id=order.id, started_at=started, finished_at=self._clock.now, place=visit.place,
            people=tuple(p for p in visit.people if p.role in (PersonRole.OFFICER, PersonRole.ACCOMPANYING)),
            verdicts=tuple(
                LineVerdict(line=n, verdict=Verdict(word), fact=after.facts[n - 1] if n <= len(after.facts) else "")
                for n, word in enumerate(after.verdicts, start=1)
            ),
            opinion=after.text,
        )  # fmt: skip
        picture = demo_photo(after.photo)
        sources = {1: [photos.PhotoSource(name=picture.name, path=picture)]} if picture else {}
        made = reinspections.record_reinspection(self._ws, draft, sources).value
        documents.issue_document(
            self._ws,
            order.inspection_id,
            DocumentKind.REINSPECTION_OPINION,
            refers_to=order.id,
            reinspection_id=made.id,
        )

    def _sign_off(self, after: After, order: OfficialDocument, on: date) -> None:
        visit = inspections.view(self._ws, order.inspection_id)
        draft = SignOffDraft(
            checked_by=visit.inspection.officers[0].name, checked_on=on,
            rectified_by=visit.enterprise.person_in_charge, rectified_on=on, accepted_by=after.text, accepted_on=on,
        )  # fmt: skip
        done = [f.id for f in visit.findings if f.status.value == "verified"]
        sign_off.sign_off(self._ws, done, draft)
