# SPDX-License-Identifier: MulanPSL-2.0
"""What two people compare to know whether their data are equal: one number, counts that say where to look, marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.storage import chains
from inspector_app.storage.chains import Mark
from inspector_app.storage.state_digest import state_digest, table_counts
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The digest of all handed-off state, how many rows each table has, how far each chain is known."""

    digest: str
    counts: Mapping[str, int]
    marks: tuple[Mark, ...]


def comparison(ws: Workspace) -> Comparison:
    """Say where a workspace stands, all of it at one moment."""
    with ws.reader() as db:
        db.conn.execute("BEGIN")
        try:
            marks = tuple(chains.marks(db.conn).values())
            return Comparison(digest=state_digest(db), counts=table_counts(db), marks=marks)
        finally:
            db.conn.execute("COMMIT")
