# SPDX-License-Identifier: MulanPSL-2.0
"""Other inspections that touch one: at the same time, or at the same enterprise in the same year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.inspection import Inspection, TaskSource
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import entries_of, joined, marks
from inspector_app.storage.rows import Row, fetch, instant_in, instant_or_none, instant_out


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One of them: when, where, by whom."""

    inspection_id: str
    enterprise_id: str
    enterprise: str
    started_at: datetime
    finished_at: datetime | None
    certificates: frozenset[str]
    source: TaskSource | None


def touching(db: Database, inspection: Inspection) -> tuple[VisitRow, ...]:
    """Give the inspections that were really begun and touch this one, oldest first."""
    started = inspection.started_at
    first = started.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    end = inspection.finished_at or started
    owners = entries_of(db, inspection.enterprise_id)
    rows = fetch(
        db,
        f"SELECT i.*, e.id AS shown_id, e.name AS enterprise_name FROM inspections i {joined('i.enterprise_id')}"
        " WHERE i.id <> ? AND i.state IN ('open', 'refused', 'terminated', 'finished', 'filed')"
        f" AND ((i.enterprise_id IN ({marks(owners)}) AND i.started_at >= ? AND i.started_at <= ?)"
        " OR (i.started_at < ? AND i.finished_at > ?)) ORDER BY i.started_at, i.id",
        [inspection.id, *owners, instant_out(first), instant_out(started), instant_out(end),
         instant_out(started)],
    )  # fmt: skip
    return tuple(_visit(db, row) for row in rows)


def _visit(db: Database, row: Row) -> VisitRow:
    people = fetch(
        db,
        "SELECT certificate_no FROM inspection_people"
        " WHERE inspection_id = ? AND role = 'officer' AND certificate_no <> ''",
        [row["id"]],
    )
    source = str(row["task_source"])
    return VisitRow(
        inspection_id=str(row["id"]), enterprise_id=str(row["shown_id"]), enterprise=str(row["enterprise_name"]),
        started_at=instant_in(row["started_at"]), finished_at=instant_or_none(row["finished_at"]),
        certificates=frozenset(str(p["certificate_no"]) for p in people),
        source=TaskSource(source) if source else None,
    )  # fmt: skip
