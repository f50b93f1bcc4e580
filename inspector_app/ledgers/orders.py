# SPDX-License-Identifier: MulanPSL-2.0
"""Orders and measures as the re-inspection screen shows them: one whole, and the list of those that still run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Grade, Photo, PhotoStage
from inspector_app.domain.order_life import ORDER_LIFE, OrderEvent, OrderLife, OrderState, OrderVerb
from inspector_app.domain.order_lines import (
    OVER,
    RUNNING,
    SETTLED,
    OrderLine,
    days_over,
    first_deadline,
    look_counts_from,
)
from inspector_app.domain.periods import Due
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.reinspection import Reinspection, SignOff, VerdictEntry
from inspector_app.domain.service import Attachment, Service
from inspector_app.law.next_steps import DUE, OVERDUE, Also, NextStep, Situation, steps_for
from inspector_app.storage import (
    attachments,
    documents,
    enterprises,
    findings,
    inspections,
    order_lives,
    organs,
    reinspections,
    services,
)
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined
from inspector_app.storage.rows import date_in, fetch, list_in, whole
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import shown

_PENALTIES = frozenset({DocumentKind.SPOT_PENALTY_UNIT, DocumentKind.SPOT_PENALTY_PERSON})


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRound:
    """What one round found of a line, with the photos of then."""

    round: int
    on: date
    entry: VerdictEntry
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line side by side: what was found, what is there now. `waiting` are photos for the next round."""

    line: OrderLine
    before: tuple[Photo, ...]
    rounds: tuple[LineRound, ...]
    waiting: tuple[Photo, ...]
    sign_off: SignOff | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """One order or measure with all that happened to it. Days are in Chinese civil time."""

    document: OfficialDocument
    enterprise: Enterprise
    life: OrderLife
    lines: tuple[LineView, ...]
    services: tuple[Service, ...]  # withdrawn ones too
    events: tuple[OrderEvent, ...]
    rounds: tuple[Reinspection, ...]
    attachments: tuple[Attachment, ...]  # of this document
    request: OrderEvent | None  # the extension that waits for an answer
    due_on: date | None  # the first deadline of the open lines
    is_due: bool
    overdue_days: int
    reinspect_by: Due | None
    next_steps: tuple[NextStep, ...]

    @property
    def verbs(self) -> tuple[OrderVerb, ...]:
        """What its state allows."""
        return ORDER_LIFE.verbs(self.life.state)

    @property
    def done(self) -> int:
        """How many lines are settled."""
        return sum(not view.line.is_open for view in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One line of the list of orders that still run."""

    document_id: str
    inspection_id: str
    kind: DocumentKind
    number: str
    issued_on: date
    enterprise_id: str
    enterprise_name: str
    state: OrderState
    due_on: date | None
    overdue_days: int
    lines: int
    done: int


# One order ------------------------------------------------------------------------------------------------


def order_view(ws: Workspace, name: str) -> OrderView:
    """Give an order or measure by id or number. Refuses NOT_FOUND, also for documents without a life."""
    with ws.reader() as db:
        document, life = _order(ws, db, name)
        inspection = inspections.get_inspection(db, document.inspection_id)
        assert inspection is not None, "a foreign key keeps it"
        enterprise = enterprises.get_enterprise(db, inspection.enterprise_id)
        assert enterprise is not None, "a foreign key keeps it"
        lines, events = order_lives.lines_of(db, document.id), order_lives.list_events(db, document.id)
        rounds = reinspections.list_of_document(db, document.id)
        files = attachments.list_of_inspection(db, document.inspection_id)
        asked = [e for e in events if e.verb is OrderVerb.ASK_EXTENSION]
        today = ws.today()
        view = OrderView(
            document=document, enterprise=enterprise, life=life, lines=_line_views(db, document, lines, rounds),
            services=services.list_of_document(db, document.id), events=events, rounds=rounds,
            attachments=tuple(a for a in files if a.document_id == document.id),
            request=asked[-1] if asked and life.state is OrderState.EXTENSION_ASKED else None,
            due_on=first_deadline(lines), is_due=_is_due(lines, life.state, today),
            overdue_days=days_over(lines, life.state, today), reinspect_by=_reinspect_by(ws, db, life, lines, events),
            next_steps=_next_steps(ws, db, document, life, lines),
        )  # fmt: skip
    return shown(ws, view)


def next_steps(ws: Workspace, name: str) -> tuple[NextStep, ...]:
    """Give the lawful next steps of an order with their basis. Refuses NOT_FOUND."""
    with ws.reader() as db:
        document, life = _order(ws, db, name)
        return _next_steps(ws, db, document, life, order_lives.lines_of(db, document.id))


def _order(ws: Workspace, db: Database, name: str) -> tuple[OfficialDocument, OrderLife]:
    document = documents.get_document(db, name) or documents.with_number(db, name)
    if document is None or not ws.law.documents.of(document.kind).has_life:
        kind = "document" if document is None else "order"
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": kind, "id": name[:80]})])
    first = OrderState.VOID if document.state is DocumentState.VOID else OrderState.ISSUED
    life = order_lives.get_life(db, document.id) or OrderLife(document_id=document.id, state=first)
    return document, life


def _line_views(
    db: Database, document: OfficialDocument, lines: Sequence[OrderLine], rounds: Sequence[Reinspection]
) -> tuple[LineView, ...]:
    photos = findings.list_photos(db, document.inspection_id)
    views = []
    for line in lines:
        own = [p for p in photos if p.finding_id == line.finding.id]
        after = [p for p in own if p.stage is PhotoStage.AFTER]
        looked = [
            LineRound(
                round=r.round,
                on=r.started_at.date(),
                entry=entry,
                photos=tuple(p for p in after if p.reinspection_id == r.id),
            )
            for r in rounds
            for entry in r.verdicts
            if entry.finding_id == line.finding.id
        ]
        views.append(
            LineView(
                line=line,
                before=tuple(p for p in own if p.stage is PhotoStage.FOUND),
                rounds=tuple(looked),
                waiting=tuple(p for p in after if not p.reinspection_id),
                sign_off=reinspections.get_sign_off(db, line.finding.id),
            )
        )
    return tuple(views)


def _is_due(lines: Sequence[OrderLine], state: OrderState, today: date) -> bool:
    return state in RUNNING and any(line.is_open and line.is_due(today) for line in lines)


def _reinspect_by(
    ws: Workspace, db: Database, life: OrderLife, lines: Sequence[OrderLine], events: Sequence[OrderEvent]
) -> Due | None:
    """Count like `operations.reinspections.reinspection_due`: from the report, else from the first deadline."""
    organ = organs.get_organ(db)
    if organ is None:
        return None
    key = ws.law.rules.table("R54", "periods")[organ.sector.value]
    start = look_counts_from(lines, life.state, events, only_report=key.startswith("te."))
    return ws.law.due(key, start) if start is not None else None


def _next_steps(
    ws: Workspace, db: Database, document: OfficialDocument, life: OrderLife, lines: Sequence[OrderLine]
) -> tuple[NextStep, ...]:
    organ = organs.get_organ(db)
    if organ is None or not document.is_valid:
        return ()
    today, states, also = ws.today(), {life.state.value}, set()
    if _is_due(lines, life.state, today):
        states.add(DUE)
    if days_over(lines, life.state, today):
        states.add(OVERDUE)
    if any(line.is_open and line.finding.grade is Grade.MAJOR for line in lines):
        also.add(Also.MAJOR)
    if any(d.is_valid and d.kind in _PENALTIES for d in documents.list_documents(db, document.inspection_id)):
        also.add(Also.FINED)
    follows = ws.law.documents.of(document.kind).follows
    found = Situation(number=document.number, follows=follows, states=frozenset(states), also=frozenset(also))
    return steps_for(ws.law.next_steps, organ, found)


# The list -------------------------------------------------------------------------------------------------

_OPEN_SQL = """
SELECT d.id, d.inspection_id, d.kind, d.number, d.issued_on, e.id AS enterprise_id, e.name AS enterprise_name,
  coalesce(o.state, '{issued}') AS life_state, count(l.id) AS lines,
  sum(f.status IN ({settled})) AS done,
  min(CASE WHEN f.status IN ({settled}) THEN NULL ELSE l.deadline END) AS due_on
FROM documents d
LEFT JOIN order_lives o ON o.id = d.id
JOIN inspections i ON i.id = d.inspection_id
{enterprise}
LEFT JOIN document_lines l ON l.document_id = d.id
LEFT JOIN findings f ON f.id = l.finding_id
WHERE d.kind IN ({kinds}) AND d.state = '{issued}' AND coalesce(o.state, '{issued}') NOT IN ({over})
GROUP BY d.id
"""
_EXTENDED_SQL = """
SELECT v.document_id, v.finding_ids, v.new_deadline FROM order_lives o
JOIN order_events v ON v.document_id = o.id AND v.verb = '{grant}'
WHERE o.state NOT IN ({over}) ORDER BY v.document_id, v.ordinal
"""


def open_orders(ws: Workspace) -> tuple[OrderRow, ...]:
    """Give every order and measure on which something is still to be done, the most urgent first.

    Overdue ones come first, the longest overdue at the head; then by their day; those without a day last.
    """
    kinds = [law.kind.value for law in ws.law.documents.kinds.values() if law.has_life]
    over = _quoted([state.value for state in OVER])
    settled = _quoted(sorted(SETTLED))
    issued = DocumentState.ISSUED.value
    sql = _OPEN_SQL.format(
        kinds=_quoted(kinds), over=over, settled=settled, issued=issued, enterprise=joined("i.enterprise_id")
    )
    with ws.reader() as db:
        rows = fetch(db, sql)
        grants = fetch(db, _EXTENDED_SQL.format(grant=OrderVerb.GRANT.value, over=over))
        extended = {str(row["document_id"]) for row in grants if list_in(row["finding_ids"])}
        later = {key: first_deadline(order_lives.lines_of(db, key)) for key in extended}
    today = ws.today()
    return tuple(sorted((_row(row, later, today) for row in rows), key=_urgency))


def _quoted(words: Sequence[str]) -> str:
    """Write words of our own enums as SQL; nothing typed comes here."""
    return ", ".join(f"'{word}'" for word in words)


def _row(row: Mapping[str, object], later: Mapping[str, date | None], today: date) -> OrderRow:
    key, state = str(row["id"]), OrderState(str(row["life_state"]))
    due_on = later[key] if key in later else date_in(row["due_on"])
    runs = state in RUNNING and state is not OrderState.DONE_REPORTED
    return OrderRow(
        document_id=key, inspection_id=str(row["inspection_id"]), kind=DocumentKind(str(row["kind"])),
        number=str(row["number"]), issued_on=date.fromisoformat(str(row["issued_on"])),
        enterprise_id=str(row["enterprise_id"]), enterprise_name=str(row["enterprise_name"]), state=state,
        due_on=due_on, overdue_days=max((today - due_on).days, 0) if due_on is not None and runs else 0,
        lines=whole(row["lines"]), done=whole(row["done"] or 0),
    )  # fmt: skip


def _urgency(row: OrderRow) -> tuple[int, date, date, str]:
    return -row.overdue_days, row.due_on or date.max, row.issued_on, row.number
