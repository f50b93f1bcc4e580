# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the unit's laptops and of the tasks that the office gave them."""

from __future__ import annotations

from inspector_app.domain.unit import Device, DeviceState, Task, TaskKind, TaskState
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import (
    Row,
    date_in,
    date_out,
    fetch,
    fetch_one,
    instant_in,
    instant_or_none,
    instant_out,
    list_in,
    list_out,
    put,
    whole,
)


def put_device(db: Database, d: Device) -> None:
    """Keep a laptop of the unit."""
    put(db, "devices", {
        "id": d.id, "name": d.name, "holder": d.holder, "public_key": d.public_key, "recipient": d.recipient,
        "state": d.state.value, "certificate": d.certificate, "enrolled_at": instant_out(d.enrolled_at),
        "revoked_at": instant_out(d.revoked_at), "reason": d.reason,
    })  # fmt: skip


def get_device(db: Database, device_id: str) -> Device | None:
    """Give one laptop."""
    row = fetch_one(db, "SELECT * FROM devices WHERE id = ?", [device_id])
    return None if row is None else _device(row)


def list_devices(db: Database) -> tuple[Device, ...]:
    """Give the unit's laptops, by name."""
    return tuple(_device(row) for row in fetch(db, "SELECT * FROM devices ORDER BY name, id"))


def put_task(db: Database, t: Task) -> None:
    """Keep a task."""
    put(db, "tasks", {
        "id": t.id, "kind": t.kind.value, "device": t.device, "enterprise_id": t.enterprise_id,
        "document_id": t.document_id, "packs": list_out(t.packs), "officers": list_out(t.officers),
        "due_on": date_out(t.due_on), "note": t.note, "state": t.state.value, "made_by": t.made_by,
        "made_at": instant_out(t.made_at), "done_id": t.done_id, "reason": t.reason,
    })  # fmt: skip


def get_task(db: Database, task_id: str) -> Task | None:
    """Give one task."""
    row = fetch_one(db, "SELECT * FROM tasks WHERE id = ?", [task_id])
    return None if row is None else _task(row)


def list_tasks(db: Database, device: str = "") -> tuple[Task, ...]:
    """Give tasks, the most urgent first; only those of one laptop where it is named."""
    sql = "SELECT * FROM tasks WHERE ? IN ('', device) ORDER BY due_on IS NULL, due_on, made_at, id"
    return tuple(_task(row) for row in fetch(db, sql, [device]))


def tasks_of(db: Database, done_id: str) -> tuple[Task, ...]:
    """Give the tasks that became an inspection or a re-inspection."""
    return tuple(_task(row) for row in fetch(db, "SELECT * FROM tasks WHERE done_id = ? ORDER BY id", [done_id]))


def tasks_about(db: Database, document_id: str) -> tuple[Task, ...]:
    """Give the tasks to look again at an order."""
    return tuple(
        _task(row) for row in fetch(db, "SELECT * FROM tasks WHERE document_id = ? ORDER BY id", [document_id])
    )


def _device(row: Row) -> Device:
    return Device(
        id=str(row["id"]), name=str(row["name"]), holder=str(row["holder"]), public_key=str(row["public_key"]),
        recipient=str(row["recipient"]), state=DeviceState(str(row["state"])), certificate=str(row["certificate"]),
        enrolled_at=instant_in(row["enrolled_at"]), revoked_at=instant_or_none(row["revoked_at"]),
        reason=str(row["reason"]),
    )  # fmt: skip


def _task(row: Row) -> Task:
    return Task(
        id=str(row["id"]), kind=TaskKind(str(row["kind"])), device=str(row["device"]),
        enterprise_id=str(row["enterprise_id"]), document_id=str(row["document_id"]), packs=list_in(row["packs"]),
        officers=list_in(row["officers"]), due_on=date_in(row["due_on"]), note=str(row["note"]),
        state=TaskState(str(row["state"])), made_by=str(row["made_by"]), made_at=instant_in(row["made_at"]),
        done_id=str(row["done_id"]), reason=str(row["reason"]),
    )  # fmt: skip


def newest_incarnation(db: Database, device: str, enrolled_as: str, enrolled_at: str) -> str:
    """Give under which incarnation a laptop works now, as far as it is known here.

    It is that of its newest operation, or of its newest bundle where that brought none, unless the laptop was
    enrolled (again) after both: then the one in its request, `enrolled_as`.
    """
    newest = fetch_one(
        db,
        "SELECT o.incarnation, o.rowid AS n FROM chains c JOIN operations o ON o.device = c.device"
        " AND o.incarnation = c.incarnation AND o.seq = c.seq WHERE c.device = ? ORDER BY o.rowid DESC LIMIT 1",
        [device],
    )
    enrolled = fetch_one(
        db,
        "SELECT max(o.rowid) AS n FROM changes c JOIN operations o ON o.id = c.operation_id"
        " WHERE c.table_name = 'devices' AND c.row_id = ? AND o.name = 'enrol_device'",
        [device],
    )
    read = fetch_one(
        db,
        "SELECT incarnation FROM parts_read WHERE device = ? AND read_at > ? AND incarnation NOT IN"
        " (SELECT incarnation FROM chains WHERE device = ?) ORDER BY read_at DESC LIMIT 1",
        [device, enrolled_at, device],
    )
    if read is not None:
        return str(read["incarnation"])
    is_newer = newest is not None and (
        enrolled is None or enrolled["n"] is None or whole(newest["n"]) > whole(enrolled["n"])
    )
    return str(newest["incarnation"]) if newest is not None and is_newer else enrolled_as
