# SPDX-License-Identifier: MulanPSL-2.0
"""Whether all that a workspace wrote could be taken in by another laptop: asked after every test with a workspace."""

from __future__ import annotations

import json

from inspector_app.domain.change import Change
from inspector_app.storage import facts
from inspector_app.storage.row_rules import RowRules
from inspector_app.workspace import Workspace


def faults_on_the_way(ws: Workspace) -> list[str]:
    """Give what the rules for others' changes would refuse of this workspace's own."""
    if ws._closed:
        return []
    with ws.reader() as db:
        rules = RowRules(db.conn)
        rows = db.conn.execute("SELECT operation_id, ordinal, table_name, row_id, old, new FROM changes").fetchall()
    return sorted({fault for row in rows for fault in rules.faults(_change(*row))})


def _change(operation: str, ordinal: int, table: str, row_id: str, old: str | None, new: str | None) -> Change:
    return Change(
        operation_id=operation, ordinal=ordinal, table=table, row_id=row_id,
        old=None if old is None else json.loads(old), new=None if new is None else json.loads(new),
    )  # fmt: skip


def worn_facts(ws: Workspace) -> tuple[str, ...]:
    """Give the tables of facts (for lists and figures) that are not what the other tables say."""
    if ws._closed:
        return ()
    with ws.reader() as db:
        return facts.wrong(db.conn)
