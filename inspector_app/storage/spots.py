# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the places at which an item is checked, and of the entries of a repeat."""

from __future__ import annotations

from inspector_app.domain.inspection import Spot
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, count, fetch, fetch_one, put, whole


def put_spot(db: Database, s: Spot) -> None:
    """Keep a place."""
    put(db, "spots", {
        "id": s.id, "inspection_id": s.inspection_id, "item_code": s.item_code, "ordinal": s.ordinal,
        "place": s.place, "finding_id": s.finding_id, "removed_reason": s.removed_reason,
    })  # fmt: skip


def get_spot(db: Database, spot_id: str) -> Spot | None:
    """Give one place."""
    row = fetch_one(db, "SELECT * FROM spots WHERE id = ?", [spot_id])
    return None if row is None else _spot(row)


def list_spots(db: Database, inspection_id: str) -> tuple[Spot, ...]:
    """Give the places of an inspection in their order, removed ones too."""
    rows = fetch(db, "SELECT * FROM spots WHERE inspection_id = ? ORDER BY item_code, ordinal, id", [inspection_id])
    return tuple(_spot(row) for row in rows)


def next_ordinal(db: Database, inspection_id: str, item_code: str) -> int:
    """Give the next number of a place of an item, from 1; numbers of removed ones are not used again."""
    sql = "SELECT coalesce(max(ordinal), 0) + 1 FROM spots WHERE inspection_id = ? AND item_code = ?"
    return count(db, sql, [inspection_id, item_code])


def _spot(row: Row) -> Spot:
    return Spot(
        id=str(row["id"]), inspection_id=str(row["inspection_id"]), item_code=str(row["item_code"]),
        ordinal=whole(row["ordinal"]), place=str(row["place"]), finding_id=str(row["finding_id"]),
        removed_reason=str(row["removed_reason"]),
    )  # fmt: skip
