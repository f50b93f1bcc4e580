# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the enterprise register."""

from __future__ import annotations

from inspector_app.domain.enterprise import Enterprise
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, count, fetch, fetch_one, put, whole

COLUMNS = (
    "id", "name", "credit_code", "address", "district", "industry", "person_in_charge", "title", "phone", "note",
    "initials",
)  # fmt: skip


def put_enterprise(db: Database, e: Enterprise) -> None:
    """Keep an enterprise."""
    put(db, "enterprises", {**{column: getattr(e, column) for column in COLUMNS}, "visit_cap": e.visit_cap})


def get_enterprise(db: Database, enterprise_id: str) -> Enterprise | None:
    """Give one enterprise."""
    row = fetch_one(db, "SELECT * FROM enterprises WHERE id = ?", [enterprise_id])
    return None if row is None else from_row(row)


def with_code(db: Database, credit_code: str) -> Enterprise | None:
    """Give the enterprise with this credit code."""
    row = fetch_one(db, "SELECT * FROM enterprises WHERE credit_code = ? LIMIT 1", [credit_code])
    return None if row is None else from_row(row)


def with_name(db: Database, name: str) -> Enterprise | None:
    """Give the enterprise with exactly this name."""
    row = fetch_one(db, "SELECT * FROM enterprises WHERE name = ? LIMIT 1", [name])
    return None if row is None else from_row(row)


def list_enterprises(db: Database) -> tuple[Enterprise, ...]:
    """Give the whole register, by name."""
    return tuple(from_row(row) for row in fetch(db, "SELECT * FROM enterprises ORDER BY name"))


def count_enterprises(db: Database) -> int:
    """How many are registered."""
    return count(db, "SELECT count(*) FROM enterprises")


def from_row(row: Row) -> Enterprise:
    """Read one row."""
    cap = row["visit_cap"]
    return Enterprise(**{column: str(row[column]) for column in COLUMNS}, visit_cap=None if cap is None else whole(cap))
