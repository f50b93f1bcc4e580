# SPDX-License-Identifier: MulanPSL-2.0
"""The orders of the made-up city: real numbers, real pages; then service, re-inspection, sign-off, and the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from inspector_app.demo.city_year.city import new_ids
from inspector_app.demo.city_year.visits import Visit
from inspector_app.demo.visits import DemoClock
from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind, OfficialDocument, Verdict
from inspector_app.domain.inspection import PersonRole
from inspector_app.domain.order_life import OrderEvent, OrderLife, OrderState, OrderVerb
from inspector_app.domain.reinspection import Reinspection, VerdictEntry
from inspector_app.domain.service import Capacity, Service, ServiceMethod
from inspector_app.operations.document_facts import gather
from inspector_app.operations.documents import issued_in
from inspector_app.storage import inspections, order_lives, reinspections, services
from inspector_app.storage.bulk import insert_many
from inspector_app.storage.rows import CHINA
from inspector_app.workspace import Step, Workspace

TOGETHER = 20  # orders of one operation


class Papers:
    """Issues the orders month by month and at the end says what became of them."""

    def __init__(self, ws: Workspace, clock: DemoClock, chance: Random) -> None:
        self._ws, self._clock, self._chance = ws, clock, chance
        self._new_id = new_ids(chance)
        self._issued: dict[str, OfficialDocument] = {}  # by visit

    def issue(self, visits: Sequence[Visit], tell: Callable[[int], None]) -> None:
        """Issue the orders of these visits, by day; each is served the same afternoon."""
        wanted = [v for v in visits if v.order]
        for start in range(0, len(wanted), TOGETHER):
            some = wanted[start : start + TOGETHER]
            self._clock.now = _at(some[-1].day, 17)
            with self._ws.operation(Op.FILL_YEAR) as step:
                for visit in some:
                    self._issue_one(step, visit)
            tell(len(self._issued))

    def _issue_one(self, step: Step, visit: Visit) -> None:
        draft = gather(self._ws, step.db, visit.id, DocumentKind.RECTIFICATION_ORDER, visit.day)
        document = issued_in(self._ws, step, draft)
        self._issued[visit.id] = document
        services.put_service(step.db, Service(
            id=self._new_id(), document_id=document.id, method=ServiceMethod.DIRECT, served_at=_at(visit.day, 17),
            place="被检查单位", receiver="现场负责人", capacity=Capacity.SITE_MANAGER, servers=(),
        ))  # fmt: skip
        self._event(step, document, 1, OrderVerb.SERVE, OrderState.SERVED, visit.day)
        order_lives.put_life(step.db, OrderLife(document_id=document.id, state=OrderState.SERVED))

    def settle(self, visits: Sequence[Visit]) -> None:
        """Let the year take its course: findings, re-inspections and orders reach the state that was planned."""
        wanted = [v for v in visits if v.id in self._issued]
        for start in range(0, len(wanted), TOGETHER):
            with self._ws.operation(Op.FILL_YEAR) as step:
                for visit in wanted[start : start + TOGETHER]:
                    self._settle_one(step, visit)
        for visit in visits:
            if visit.order and visit.id not in self._issued:
                with self._ws.operation(Op.FILL_YEAR) as step:
                    self._close_findings(step, visit)

    def _settle_one(self, step: Step, visit: Visit) -> None:
        document, end = self._issued[visit.id], f"{visit.day.year}-12-31"
        in_year = [f for f in visit.found if f.accepted_on and f.accepted_on <= end]
        later = [f for f in visit.found if f.accepted_on > end]
        ordinal = 2
        for n, some in enumerate((some for some in (in_year, later) if some), start=1):
            day = max(f.accepted_on for f in some)
            for found in some:
                found.accepted_on = day  # what one re-inspection finds rectified is signed off that day
            ordinal = self._look_again(step, visit, document, date.fromisoformat(day), n, ordinal)
        self._close_findings(step, visit)

    def _look_again(
        self, step: Step, visit: Visit, document: OfficialDocument, day: date, number: int, ordinal: int
    ) -> int:
        """Record one round; gives the ordinal of the next step of the order."""
        inspection = inspections.get_inspection(step.db, visit.id)
        assert inspection is not None
        done = {f.id for f in visit.found if f.accepted_on and f.accepted_on <= day.isoformat()}
        all_done = len(done) == len(visit.found)
        verdicts = tuple(
            VerdictEntry(
                finding_id=f.id, ordinal=n, verdict=Verdict.DONE if f.id in done else Verdict.NOT_DONE,
                fact="已按要求整改" if f.id in done else "尚未整改到位",
            )
            for n, f in enumerate(visit.found, start=1)
        )  # fmt: skip
        reinspections.put_reinspection(step.db, Reinspection(
            id=self._new_id(), inspection_id=visit.id, document_id=document.id, round=number, started_at=_at(day, 9),
            finished_at=_at(day, 10), place=inspection.place, verdicts=verdicts,
            people=tuple(p for p in inspection.people if p.role is PersonRole.OFFICER),
        ))  # fmt: skip
        verb, state = (OrderVerb.FULFIL, OrderState.FULFILLED) if all_done else (OrderVerb.FIND_PART, OrderState.PART)
        self._event(step, document, ordinal, verb, state, day)
        if all_done:
            ordinal += 1
            self._event(step, document, ordinal, OrderVerb.CLOSE, OrderState.CLOSED, day + timedelta(days=1))
            state = OrderState.CLOSED
        order_lives.put_life(step.db, OrderLife(document_id=document.id, state=state))
        return ordinal + 1

    def _close_findings(self, step: Step, visit: Visit) -> None:
        for found in visit.found:
            step.db.conn.execute("UPDATE findings SET status = ? WHERE id = ?", (found.row["status"], found.id))
        step.db.conn.execute("UPDATE inspections SET state = 'filed' WHERE id = ?", (visit.id,))
        insert_many(step.db, "sign_offs", (
            {
                "id": f.id, "checked_by": "方卫国", "checked_on": visit.day.isoformat(),
                "rectified_by": "企业安全负责人", "rectified_on": f.accepted_on, "accepted_by": "许静宜",
                "accepted_on": f.accepted_on, "evidence": "[]", "remark": "",
            }
            for f in visit.found if f.row["status"] == "closed"
        ))  # fmt: skip

    def _event(
        self, step: Step, document: OfficialDocument, ordinal: int, verb: OrderVerb, state: OrderState, on: date
    ) -> None:
        order_lives.put_event(step.db, OrderEvent(
            id=self._new_id(), document_id=document.id, ordinal=ordinal, verb=verb, state=state, on=on,
        ))  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)
