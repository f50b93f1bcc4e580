# SPDX-License-Identifier: MulanPSL-2.0
"""This laptop's own books about the unit: which office it belongs to, its keys, what it knows of clocks."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.storage.driver import Connection, Database


def value(db: Database, name: str) -> str:
    """Give one entry of the membership, or nothing."""
    row = db.conn.execute("SELECT value FROM membership WHERE name = ?", (name,)).fetchone()
    return "" if row is None else str(row[0])


def values(db: Database) -> dict[str, str]:
    """Give all entries of the membership."""
    return {str(n): str(v) for n, v in db.conn.execute("SELECT name, value FROM membership ORDER BY name")}


def put_values(db: Database, entries: Mapping[str, str]) -> None:
    """Keep entries of the membership."""
    _put(db.conn, "membership", "value", entries)


def secret(db: Database, name: str) -> str:
    """Give one of this laptop's secret keys, or nothing."""
    row = db.conn.execute("SELECT secret FROM keys WHERE name = ?", (name,)).fetchone()
    return "" if row is None else str(row[0])


def put_secrets(db: Database, entries: Mapping[str, str]) -> None:
    """Keep secret keys."""
    _put(db.conn, "keys", "secret", entries)


def _put(conn: Connection, table: str, column: str, entries: Mapping[str, str]) -> None:
    conn.executemany(
        f"INSERT INTO {table} VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET {column} = excluded.{column}",
        list(entries.items()),
    )
