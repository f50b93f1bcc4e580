# SPDX-License-Identifier: MulanPSL-2.0
"""Penalty cases with the names of their enterprises, as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.penalty_case import PenaltyCase
from inspector_app.storage.enterprises import joined
from inspector_app.storage.record_rows import record_from
from inspector_app.storage.rows import fetch
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case and the enterprise that is shown for it."""

    case: PenaltyCase
    enterprise_id: str
    enterprise_name: str


def cases(
    ws: Workspace, *, first: date | None = None, last: date | None = None, enterprise_id: str = "", limit: int = -1
) -> tuple[CaseRow, ...]:
    """Give the cases opened in a period, the newest first: of one enterprise, or of all."""
    where, params = ["1"], []
    for sign, day in ((">=", first), ("<=", last)):
        if day is not None:
            where.append(f"c.opened_on {sign} ?")
            params.append(day.isoformat())
    if enterprise_id:
        where.append("e.id = ?")
        params.append(enterprise_id)
    sql = (
        "SELECT c.*, e.id AS shown_id, e.name AS shown_name FROM penalty_cases c"
        f" {joined('c.enterprise_id')} WHERE {' AND '.join(where)} ORDER BY c.opened_on DESC, c.id LIMIT ?"
    )
    with ws.reader() as db:
        rows = fetch(db, sql, (*params, limit))
    return tuple(
        CaseRow(
            case=record_from(PenaltyCase, row),
            enterprise_id=str(row["shown_id"]),
            enterprise_name=str(row["shown_name"]),
        )
        for row in rows
    )
