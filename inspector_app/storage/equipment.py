# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the special equipment of enterprises."""

from __future__ import annotations

from inspector_app.domain.equipment import DAYS, TEXTS, Equipment
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import entries_of, marks
from inspector_app.storage.rows import Row, date_in, date_out, fetch, fetch_one, put


def put_equipment(db: Database, e: Equipment) -> None:
    """Keep one piece."""
    put(db, "equipment", {
        "id": e.id, "enterprise_id": e.enterprise_id, "removed_reason": e.removed_reason,
        **{name: getattr(e, name) for name in TEXTS}, **{name: date_out(getattr(e, name)) for name in DAYS},
    })  # fmt: skip


def get_equipment(db: Database, equipment_id: str) -> Equipment | None:
    """Give one piece, a removed one too."""
    row = fetch_one(db, "SELECT * FROM equipment WHERE id = ?", [equipment_id])
    return None if row is None else from_row(row)


def list_equipment(db: Database, enterprise_id: str) -> tuple[Equipment, ...]:
    """Give the list of an enterprise by category and name, removed pieces left out."""
    owners = entries_of(db, enterprise_id)
    sql = f"SELECT * FROM equipment WHERE enterprise_id IN ({marks(owners)}) AND removed_reason = ''"
    return tuple(from_row(row) for row in fetch(db, f"{sql} ORDER BY category, name, code, id", owners))


def from_row(row: Row) -> Equipment:
    """Read one row."""
    return Equipment(
        id=str(row["id"]), enterprise_id=str(row["enterprise_id"]), removed_reason=str(row["removed_reason"]),
        category=str(row["category"]), name=str(row["name"]), code=str(row["code"]),
        registration=str(row["registration"]), place=str(row["place"]), safety_class=str(row["safety_class"]),
        note=str(row["note"]), started_on=date_in(row["started_on"]), inspected_on=date_in(row["inspected_on"]),
        due_on=date_in(row["due_on"]),
    )  # fmt: skip
