# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of what goes on beside an order (挂牌督办, 复产验收, 移送, 约谈) and of its steps."""

from __future__ import annotations

from inspector_app.domain.follow_up import FollowUp, FollowUpEvent, FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, date_in, date_out, fetch, fetch_one, fields_in, fields_out, put, whole


def put_follow_up(db: Database, f: FollowUp) -> None:
    """Keep one of them as it stands."""
    put(db, "follow_ups", {
        "id": f.id, "inspection_id": f.inspection_id, "kind": f.kind.value, "subject": f.subject,
        "state": f.state.value, "opened_on": date_out(f.opened_on), "fields": fields_out(f.fields),
    })  # fmt: skip


def get_follow_up(db: Database, follow_up_id: str) -> FollowUp | None:
    """Give one of them."""
    row = fetch_one(db, "SELECT * FROM follow_ups WHERE id = ?", [follow_up_id])
    return None if row is None else follow_up_from(row)


def list_follow_ups(db: Database, inspection_id: str | None = None) -> tuple[FollowUp, ...]:
    """Give those of an inspection, or all, oldest first."""
    where, params = ("", []) if inspection_id is None else (" WHERE inspection_id = ?", [inspection_id])
    rows = fetch(db, f"SELECT * FROM follow_ups{where} ORDER BY opened_on, id", params)
    return tuple(follow_up_from(row) for row in rows)


def put_event(db: Database, e: FollowUpEvent) -> None:
    """Keep a step."""
    put(db, "follow_up_events", {
        "id": e.id, "follow_up_id": e.follow_up_id, "ordinal": e.ordinal, "verb": e.verb.value,
        "state": e.state.value, "happened_on": date_out(e.on), "person": e.person, "text": e.text,
        "fields": fields_out(e.fields),
    })  # fmt: skip


def list_events(db: Database, follow_up_id: str) -> tuple[FollowUpEvent, ...]:
    """Give the steps of one of them in their order."""
    rows = fetch(db, "SELECT * FROM follow_up_events WHERE follow_up_id = ? ORDER BY ordinal", [follow_up_id])
    return tuple(_event(row) for row in rows)


def follow_up_from(row: Row) -> FollowUp:
    """Read one row."""
    opened = date_in(row["opened_on"])
    assert opened is not None, "the column is never empty"
    return FollowUp(
        id=str(row["id"]), inspection_id=str(row["inspection_id"]), kind=FollowUpKind(str(row["kind"])),
        subject=str(row["subject"]), state=FollowUpState(str(row["state"])), opened_on=opened,
        fields=fields_in(row["fields"]),
    )  # fmt: skip


def _event(row: Row) -> FollowUpEvent:
    on = date_in(row["happened_on"])
    assert on is not None, "the column is never empty"
    return FollowUpEvent(
        id=str(row["id"]), follow_up_id=str(row["follow_up_id"]), ordinal=whole(row["ordinal"]),
        verb=FollowUpVerb(str(row["verb"])), state=FollowUpState(str(row["state"])), on=on,
        person=str(row["person"]), text=str(row["text"]), fields=fields_in(row["fields"]),
    )  # fmt: skip
