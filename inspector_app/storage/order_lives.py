# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the lives of orders and measures, and of what happened on the way."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.order_life import OrderEvent, OrderLife, OrderState, OrderVerb
from inspector_app.domain.order_lines import OrderLine
from inspector_app.storage.driver import Database
from inspector_app.storage.findings import finding_from
from inspector_app.storage.rows import (
    Row,
    count,
    date_in,
    date_out,
    fetch,
    fetch_one,
    fields_in,
    fields_out,
    list_in,
    list_out,
    put,
    whole,
)


def put_life(db: Database, life: OrderLife) -> None:
    """Keep where an order stands."""
    put(db, "order_lives", {
        "id": life.document_id, "state": life.state.value, "held": life.held.value if life.held else None,
    })  # fmt: skip


def get_life(db: Database, document_id: str) -> OrderLife | None:
    """Give where an order stands; None for what has no life, or was issued before lives were kept."""
    row = fetch_one(db, "SELECT * FROM order_lives WHERE id = ?", [document_id])
    if row is None:
        return None
    held = row["held"]
    return OrderLife(
        document_id=str(row["id"]), state=OrderState(str(row["state"])),
        held=None if held is None else OrderState(str(held)),
    )  # fmt: skip


def put_event(db: Database, e: OrderEvent) -> None:
    """Keep one step of an order's life."""
    put(db, "order_events", {
        "id": e.id, "document_id": e.document_id, "ordinal": e.ordinal, "verb": e.verb.value, "state": e.state.value,
        "happened_on": date_out(e.on), "person": e.person, "reason": e.reason,
        "new_deadline": date_out(e.new_deadline), "finding_ids": list_out(e.finding_ids), "refers_to": e.refers_to,
        "fields": fields_out(e.fields),
    })  # fmt: skip


def list_events(db: Database, document_id: str) -> tuple[OrderEvent, ...]:
    """Give what happened to an order, oldest first."""
    rows = fetch(db, "SELECT * FROM order_events WHERE document_id = ? ORDER BY ordinal", [document_id])
    return tuple(event_from(row) for row in rows)


def next_ordinal(db: Database, document_id: str) -> int:
    """Give the number of an order's next step."""
    return count(db, "SELECT coalesce(max(ordinal), 0) FROM order_events WHERE document_id = ?", [document_id]) + 1


def printed_deadlines(db: Database, document_id: str) -> dict[str, date | None]:
    """Give the deadline that a document prints for each of its findings, in the order of its lines."""
    sql = "SELECT finding_id, deadline FROM document_lines WHERE document_id = ? ORDER BY ordinal"
    return {str(row["finding_id"]): date_in(row["deadline"]) for row in fetch(db, sql, [document_id])}


def holders(db: Database, finding_id: str) -> tuple[str, ...]:
    """Give the ids of the valid documents that have this finding on a line, in the order of their issue."""
    rows = fetch(
        db,
        "SELECT d.id FROM document_lines l JOIN documents d ON d.id = l.document_id"
        " WHERE l.finding_id = ? AND d.state = 'issued' ORDER BY d.issued_at, d.id",
        [finding_id],
    )
    return tuple(str(row["id"]) for row in rows)


def effective_deadlines(db: Database, document_id: str) -> dict[str, date]:
    """Give until when each finding of an order runs: as printed, or as the last granted extension says.

    A finding that is to be mended at once (立即) has no day and is left out.
    """
    found = {key: day for key, day in printed_deadlines(db, document_id).items() if day is not None}
    for event in list_events(db, document_id):
        if event.verb is OrderVerb.GRANT and event.new_deadline is not None:
            found.update(dict.fromkeys(event.finding_ids, event.new_deadline))
    return found


def lines_of(db: Database, document_id: str) -> tuple[OrderLine, ...]:
    """Give the lines of an order as they stand now."""
    effective = effective_deadlines(db, document_id)
    rows = fetch(
        db,
        "SELECT f.*, l.ordinal AS line, l.deadline AS printed FROM document_lines l"
        " JOIN findings f ON f.id = l.finding_id WHERE l.document_id = ? ORDER BY l.ordinal",
        [document_id],
    )
    return tuple(
        OrderLine(
            ordinal=whole(row["line"]), finding=finding_from(row), printed=date_in(row["printed"]),
            deadline=effective.get(str(row["id"])),
        )
        for row in rows
    )  # fmt: skip


def event_from(row: Row) -> OrderEvent:
    """Read one row."""
    return OrderEvent(
        id=str(row["id"]), document_id=str(row["document_id"]), ordinal=whole(row["ordinal"]),
        verb=OrderVerb(str(row["verb"])), state=OrderState(str(row["state"])),
        on=date.fromisoformat(str(row["happened_on"])), person=str(row["person"]), reason=str(row["reason"]),
        new_deadline=date_in(row["new_deadline"]), finding_ids=list_in(row["finding_ids"]),
        refers_to=str(row["refers_to"]), fields=fields_in(row["fields"]),
    )  # fmt: skip
