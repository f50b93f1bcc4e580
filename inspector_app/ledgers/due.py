# SPDX-License-Identifier: MulanPSL-2.0
"""The list of what is due: deadlines, re-inspections, replies, coercive measures, and what goes on beside orders."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.due import DueEntry, DueKind
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState
from inspector_app.domain.order_life import OrderEvent, OrderState, OrderVerb
from inspector_app.domain.order_lines import OVER, OrderLine, look_counts_from
from inspector_app.law.documents import KindLaw
from inspector_app.ledgers.due_follow_ups import follow_up_entries
from inspector_app.storage import documents, follow_ups, order_lives, organs
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined
from inspector_app.storage.rows import fetch
from inspector_app.workspace import Workspace

SOON_DAYS = 3
STOPS = frozenset({"suspend_business", "stop_construction", "stop_equipment"})
REPORT_ONLY = "te."  # 特种设备监督检查办法29 counts from the report alone
_DONE = OVER | {OrderState.FULFILLED}
_ENDED = (DocumentKind.SEIZURE_DISPOSAL, DocumentKind.PRESERVATION_DISPOSAL)
_TIMED = (DocumentKind.SEIZURE_DECISION, DocumentKind.PRESERVATION_NOTICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """A valid document with all that its dates hang on."""

    document: OfficialDocument
    law: KindLaw
    enterprise_id: str
    enterprise_name: str
    state: OrderState | None  # none where it has no life, or none was kept then
    is_served: bool
    lines: tuple[OrderLine, ...]
    events: tuple[OrderEvent, ...]


def due_list(ws: Workspace, today: date, days: int = SOON_DAYS) -> tuple[DueEntry, ...]:
    """Give what is overdue, due within `days` days, or warned of by its period, earliest first.

    Refuses PERIOD_UNKNOWN and the faults of the law's files: a day is never left out in silence.
    """
    now = ws.now()
    with ws.reader() as db:
        entries = [entry for paper in _papers(ws, db) for entry in _of_paper(ws, db, paper)]
        entries += follow_up_entries(ws, db)
    found = [dataclasses.replace(e, is_overdue=_is_over(e, today, now)) for e in entries if _is_near(e, today, days)]
    return tuple(sorted(found, key=lambda e: (e.day, e.enterprise_name, e.number, e.key)))


def _is_near(entry: DueEntry, today: date, days: int) -> bool:
    warned = entry.due is not None and entry.due.warn_on is not None and entry.due.warn_on <= today
    if entry.period is not None:  # a day that was written down still has the warning of its period
        warned = warned or entry.day - timedelta(days=entry.period.warn_days_before) <= today
    return warned or entry.day <= today + timedelta(days=days)


def _is_over(entry: DueEntry, today: date, now: datetime) -> bool:
    return entry.moment < now if entry.moment is not None else entry.day < today


def _papers(ws: Workspace, db: Database) -> Iterator[_Paper]:
    """Give the documents on which a day can hang: those with a life that goes on, timed ones, unserved decisions."""
    law = ws.law.documents
    kinds = [k for k in law.kinds.values() if k.has_life or k.is_decision or k.kind in _TIMED]
    marks = ", ".join("?" for _ in kinds)
    rows = fetch(
        db,
        "SELECT d.*, e.id AS enterprise_id, e.name AS enterprise_name, l.state AS life_state,"
        " EXISTS (SELECT 1 FROM services s WHERE s.document_id = d.id AND s.withdrawn_reason = '') AS is_served"
        " FROM documents d"
        f" JOIN inspections i ON i.id = d.inspection_id {joined('i.enterprise_id')}"
        f" LEFT JOIN order_lives l ON l.id = d.id WHERE d.state = 'issued' AND d.kind IN ({marks})"
        " ORDER BY d.issued_at, d.id",
        [k.kind.value for k in kinds],
    )
    for row in rows:
        document = documents.document_from(row)
        kind = law.of(document.kind)
        state = OrderState(str(row["life_state"])) if row["life_state"] is not None else None
        goes_on = kind.has_life and state not in _DONE
        yield _Paper(
            document=document, law=kind, enterprise_id=str(row["enterprise_id"]),
            enterprise_name=str(row["enterprise_name"]), state=state, is_served=bool(row["is_served"]),
            lines=order_lives.lines_of(db, document.id) if goes_on else (),
            events=order_lives.list_events(db, document.id) if goes_on else (),
        )  # fmt: skip


def _of_paper(ws: Workspace, db: Database, paper: _Paper) -> Iterator[DueEntry]:
    if paper.law.has_life and paper.state not in _DONE:
        yield from _of_order(ws, db, paper)
    if paper.law.is_decision and not paper.is_served:
        yield _period(ws, paper, DueKind.SERVICE, "penalty.serve", paper.document.issued_on)
    if paper.document.kind in _TIMED:
        answers = documents.referring(db, paper.document.id)
        if not any(d.is_valid and d.kind in _ENDED for d in answers):
            yield _timed(ws, paper, answers)


def _of_order(ws: Workspace, db: Database, paper: _Paper) -> Iterator[DueEntry]:
    if paper.state not in (OrderState.DONE_REPORTED, OrderState.SUSPENDED):
        yield from _deadlines(paper)
    organ = organs.get_organ(db)
    if organ is not None:
        key = ws.law.rules.table("R54", "periods")[organ.sector.value]  # how soon this department looks again
        state = paper.state or OrderState.SERVED
        start = look_counts_from(paper.lines, state, paper.events, only_report=key.startswith(REPORT_ONLY))
        if start is not None:
            yield _period(ws, paper, DueKind.REINSPECTION, key, start)
    asked = next((e for e in reversed(paper.events) if e.verb is OrderVerb.ASK_EXTENSION), None)
    if paper.state is OrderState.EXTENSION_ASKED and asked is not None:
        yield _period(ws, paper, DueKind.EXTENSION, "em.extend_reply", asked.on)
    measures = paper.document.fields.get("measures", ())
    if paper.document.kind is DocumentKind.ONSITE_MEASURE and STOPS & set(measures) and not _resumed(db, paper):
        yield _period(ws, paper, DueKind.SUSPENSION, "em.suspend_max", paper.document.issued_on)


def _resumed(db: Database, paper: _Paper) -> bool:
    """Whether work may go on: a 复产验收 about this measure ended with 同意恢复."""
    found = follow_ups.list_follow_ups(db, paper.document.inspection_id)
    return any(
        f.subject == paper.document.id and f.kind is FollowUpKind.RESUMPTION and f.state is FollowUpState.AGREED
        for f in found
    )


def _deadlines(paper: _Paper) -> Iterator[DueEntry]:
    """One entry for each day on which open lines end."""
    days: dict[date, list[int]] = {}
    for line in paper.lines:
        if line.is_open and line.deadline is not None:
            days.setdefault(line.deadline, []).append(line.ordinal)
    for day, ordinals in days.items():
        yield dataclasses.replace(_entry(paper, DueKind.DEADLINE, day), lines=tuple(ordinals))


def _timed(ws: Workspace, paper: _Paper, answers: Sequence[OfficialDocument]) -> DueEntry:
    """When seized or preserved things must be decided about; a date on paper goes before the law's own count."""
    fields = paper.document.fields
    if paper.document.kind is DocumentKind.PRESERVATION_NOTICE:
        start = _day(fields.get("preserved_on", "")) or paper.document.issued_on
        return _period(ws, paper, DueKind.PRESERVATION, "evidence.preserve_decision", start)
    longer = [d for d in answers if d.is_valid and d.kind is DocumentKind.SEIZURE_EXTENSION]
    written = _days((fields.get("period_to", ""), *(d.fields.get("new_to", "") for d in longer)))
    key = "seize.extend" if longer else "seize.period"
    if not written:
        return _period(ws, paper, DueKind.SEIZURE, "seize.period", paper.document.issued_on)
    return dataclasses.replace(_entry(paper, DueKind.SEIZURE, max(written)), period=ws.law.period(key))


def _days(values: Iterable[object]) -> list[date]:
    return [day for day in map(_day, values) if day is not None]


def _day(value: object) -> date | None:
    """Read a day of a document's fields; what another laptop wrote there may be none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def _period(ws: Workspace, paper: _Paper, kind: DueKind, key: str, start: date) -> DueEntry:
    due = ws.law.due(key, start)
    return dataclasses.replace(_entry(paper, kind, due.date), period=ws.law.period(key), due=due)


def _entry(paper: _Paper, kind: DueKind, day: date) -> DueEntry:
    document = paper.document
    return DueEntry(
        kind=kind, day=day, enterprise_id=paper.enterprise_id, enterprise_name=paper.enterprise_name,
        inspection_id=document.inspection_id, where=f"document:{document.id}", number=document.number,
    )  # fmt: skip
