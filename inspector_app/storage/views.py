# SPDX-License-Identifier: MulanPSL-2.0
"""Saved filters of this laptop: a book of its own, not journalled."""

from __future__ import annotations

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import fetch


def put_view(db: Database, view_id: str, ledger: str, name: str, content: str) -> None:
    """Keep a saved filter; one of the same ledger and name is replaced."""
    db.conn.execute(
        "INSERT INTO views VALUES (?, ?, ?, ?) ON CONFLICT (ledger, name) DO UPDATE SET content = excluded.content",
        (view_id, ledger, name, content),
    )


def list_views(db: Database, ledger: str) -> tuple[tuple[str, str], ...]:
    """Give the name and content of those of a ledger, by name."""
    rows = fetch(db, "SELECT name, content FROM views WHERE ledger = ? ORDER BY name", [ledger])
    return tuple((str(row["name"]), str(row["content"])) for row in rows)


def remove_view(db: Database, ledger: str, name: str) -> bool:
    """Forget one; whether there was one."""
    return bool(db.conn.execute("DELETE FROM views WHERE ledger = ? AND name = ?", (ledger, name)).rowcount)
