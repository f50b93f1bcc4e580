# SPDX-License-Identifier: MulanPSL-2.0
"""What was done about findings beside the law's own steps: assignments and reminders."""

from __future__ import annotations

from inspector_app.domain.enterprise_records import FindingAct, FindingActVerb
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import list_records
from inspector_app.storage.rows import fetch_one

NEWEST_FIRST = "at DESC, id DESC"


def acts_of(db: Database, finding_id: str) -> tuple[FindingAct, ...]:
    """Give the acts about a finding, newest first."""
    return list_records(db, FindingAct, "finding_id = ?", [finding_id], order=NEWEST_FIRST)


def assignee_of(db: Database, finding_id: str) -> str:
    """Give whom a finding was last assigned to; empty when nobody.

    Read from the acts, not from the facts, which inside an open operation may be older.
    """
    sql = f"SELECT person FROM finding_acts WHERE finding_id = ? AND verb = ? ORDER BY {NEWEST_FIRST} LIMIT 1"
    row = fetch_one(db, sql, [finding_id, FindingActVerb.ASSIGN.value])
    return "" if row is None else str(row["person"])
