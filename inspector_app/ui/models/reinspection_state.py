# SPDX-License-Identifier: MulanPSL-2.0
"""All that the re-inspection screen shows: the orders that still run, or one order with its whole case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.domain.document import DocumentKind, OfficialDocument, Verdict
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.finding import FINDING_LIFE, FindingVerb
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.order_life import OrderState, OrderVerb
from inspector_app.domain.organ import Officer, Organ
from inspector_app.domain.reinspection import Reinspection
from inspector_app.domain.service import Attachment
from inspector_app.law.documents import DocumentLaw
from inspector_app.law.follow_ups import FollowUpLaw
from inspector_app.ledgers import case as case_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers import orders, organs
from inspector_app.ledgers.case import FollowUpRow
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.ledgers.orders import LineView, OrderRow, OrderView
from inspector_app.ledgers.papers import papers
from inspector_app.ui.models.reinspection_round import SESSION, RoundEntry, read_round
from inspector_app.workspace import Workspace

LOOKS = (OrderVerb.FULFIL, OrderVerb.FIND_PART, OrderVerb.FAIL)
OPINIONS = (DocumentKind.REINSPECTION_OPINION, DocumentKind.HAZARD_RECHECK)
MOST_OFFICERS = 2  # of the first visit are proposed; others are added by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One order with its case, as one read gave it."""

    view: OrderView
    case: InspectionView
    organ: Organ | None
    officers: tuple[Officer, ...]  # who may be chosen
    files: tuple[Attachment, ...]  # of the whole case, without those taken out
    follow_ups: tuple[FollowUpRow, ...]
    law: DocumentLaw
    follow_up_law: FollowUpLaw
    kept: RoundEntry | None  # what was entered of the next round and not recorded
    now: datetime
    reinspect_mark: FactMark | None  # how sure the period for the re-inspection is

    @property
    def document(self) -> OfficialDocument:
        """The order or measure."""
        return self.view.document

    @property
    def today(self) -> date:
        """The day of the laptop."""
        return self.now.date()

    @property
    def may_look(self) -> bool:
        """Whether a round may be recorded now."""
        return any(verb in self.view.verbs for verb in LOOKS)

    @property
    def open_lines(self) -> tuple[LineView, ...]:
        """The lines that are still to be looked at."""
        return tuple(shown for shown in self.view.lines if shown.line.is_open)

    def must_judge(self, shown: LineView) -> bool:
        """Whether a line needs a verdict in this round: it is due, or completion was reported."""
        is_reported = self.view.life.state is OrderState.DONE_REPORTED
        return shown.line.is_open and (is_reported or shown.line.is_due(self.today))

    @property
    def round(self) -> int:
        """The number of the next round."""
        return len(self.view.rounds) + 1

    @property
    def opinion_kind(self) -> DocumentKind:
        """Which document says what a round found: the recheck form for a notice, else the opinion."""
        kind = DocumentKind.HAZARD_RECHECK
        return kind if self.document.kind in self.law.of(kind).refers_to else DocumentKind.REINSPECTION_OPINION

    @property
    def unwritten(self) -> Reinspection | None:
        """The newest round, if no document says yet what it found."""
        if not self.view.rounds:
            return None
        last = self.view.rounds[-1]
        written = {d.reinspection_id for d in self.case.documents if d.is_valid}
        return None if last.id in written else last

    @property
    def may_close(self) -> tuple[LineView, ...]:
        """The lines whose findings may be signed off."""
        return tuple(s for s in self.view.lines if FINDING_LIFE.may(s.line.finding.status, FindingVerb.CLOSE))

    def fresh_round(self) -> RoundEntry:
        """Begin a round now, with officers of the first visit who are still on the roster."""
        known = {officer.certificate_no: officer for officer in self.officers}
        again = [p for p in self.case.inspection.officers if p.certificate_no in known or not p.certificate_no]
        people = tuple(
            Participant(role=PersonRole.OFFICER, name=p.name, certificate_no=p.certificate_no, officer_id=p.officer_id)
            for p in again[:MOST_OFFICERS]
        )
        return RoundEntry(
            round=self.round, started_at=self.now, people=people, place=self.case.inspection.place
        )  # fmt: skip

    def evidence(self, shown: LineView) -> tuple[int, tuple[OfficialDocument, ...]]:
        """Give by itself what shows that a finding was mended: how many photos, and which opinions say so."""
        finding = shown.line.finding.id
        photos = len(shown.waiting) + sum(len(one.photos) for one in shown.rounds)
        done = {
            one.id
            for one in self.view.rounds
            if any(v.finding_id == finding and v.verdict is Verdict.DONE for v in one.verdicts)
        }
        return photos, tuple(d for d in self.case.documents if d.is_valid and d.reinspection_id in done)


def read_orders(ws: Workspace) -> tuple[OrderRow, ...]:
    """Read the orders that still run, the most urgent first."""
    today = ws.today()
    return tuple(sorted(orders.open_orders(ws), key=lambda row: _urgency(row, today)))


def _urgency(row: OrderRow, today: date) -> tuple[int, int, date, str]:
    """Overdue, due today, reported, asked for longer, found wanting, then by day; what is not served comes last."""
    if row.overdue_days:
        rank = 0
    elif row.due_on == today and row.state is not OrderState.ISSUED:
        rank = 1
    else:
        rank = _RANKS.get(row.state, 5)
    return rank, -row.overdue_days, row.due_on or date.max, row.number


_RANKS = {
    OrderState.DONE_REPORTED: 2,
    OrderState.EXTENSION_ASKED: 3,
    OrderState.PART: 4,
    OrderState.UNFULFILLED: 4,
    OrderState.FULFILLED: 4,
    OrderState.ISSUED: 6,
}


def read_order(ws: Workspace, document_id: str) -> OrderPage:
    """Read one order with its case. Refuses NOT_FOUND."""
    view = orders.order_view(ws, document_id)
    inspection_id = view.document.inspection_id
    return OrderPage(
        view=view, case=inspection_rows.view(ws, inspection_id), organ=organs.organ(ws),
        officers=organs.officers(ws, active_only=True),
        files=tuple(a for a in papers(ws, inspection_id).attachments if not a.removed_reason),
        follow_ups=case_rows.follow_up_rows(ws, inspection_id), law=ws.law.documents, follow_up_law=ws.law.follow_ups,
        kept=read_round(ws.session_value(SESSION + view.document.id)), now=ws.now(),
        reinspect_mark=ws.law.period(view.reinspect_by.key).mark if view.reinspect_by else None,
    )  # fmt: skip
