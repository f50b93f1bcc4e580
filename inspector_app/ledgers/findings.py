# SPDX-License-Identifier: MulanPSL-2.0
"""The findings ledger: what was found, where, until when, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.finding import Finding
from inspector_app.storage import facts
from inspector_app.storage.enterprises import shown_id
from inspector_app.storage.findings import finding_from
from inspector_app.storage.rows import fetch, whole
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import shown

# What orders to rectify; the number of the newest one is shown.
ORDERS = (
    DocumentKind.RECTIFICATION_ORDER, DocumentKind.SPECIAL_EQUIPMENT_ORDER, DocumentKind.CONSTRUCTION_ORDER,
    DocumentKind.HAZARD_NOTICE,
)  # fmt: skip
# The facts are narrow and indexed, and know the enterprise that is shown; only what fits is looked up in `findings`.
_ORDERS = ", ".join(f"'{kind}'" for kind in ORDERS)
SQL = f"""
SELECT f.*, x.enterprise AS enterprise_name,
  (SELECT d.number FROM document_lines l JOIN documents d ON d.id = l.document_id
    WHERE l.finding_id = f.id AND d.kind IN ({_ORDERS}) AND d.state = '{DocumentState.ISSUED}'
    ORDER BY d.issued_at DESC LIMIT 1) AS document_number,
  (SELECT count(*) FROM photos p WHERE p.inspection_id = f.inspection_id AND p.finding_id = f.id
    AND p.removed_reason = '') AS photo_count,
  EXISTS (SELECT 1 FROM conflicts c WHERE c.table_name = 'findings' AND c.row_id = f.id) AS has_conflict
FROM finding_facts x JOIN findings f ON f.id = x.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One line of the ledger."""

    finding: Finding
    enterprise_name: str
    document_number: str
    is_overdue: bool
    photo_count: int
    has_conflict: bool = False  # laptops say different things of it


def rows(
    ws: Workspace,
    *,
    status: str | None = None,
    search: str = "",
    inspection_id: str | None = None,
    enterprise_id: str | None = None,
    due_by: date | None = None,
) -> tuple[FindingRow, ...]:
    """Give the findings, newest first: of a visit or an enterprise, or whatever fits; for long lists see `ledger`.

    `status` is a FindingStatus word or `overdue` (running, deadline before today). `search` looks for every word in
    wording, place, measure, item code, enterprise and its initials, officers, numbers of documents. `due_by` keeps
    those running with a deadline up to that day.
    """
    today = ws.today()
    tests: list[str] = []
    params: list[object] = []

    def keep(test: str, *values: object) -> None:
        tests.append(test)
        params.extend(values)

    if status == "overdue":
        keep("x.is_running = 1 AND x.due_on > '' AND x.due_on < ?", today.isoformat())
    elif status is not None:
        keep("x.status = ?", status)
    if due_by is not None:
        keep("x.is_running = 1 AND x.due_on > '' AND x.due_on <= ?", due_by.isoformat())
    if inspection_id is not None:
        keep("x.visit_id = ?", inspection_id)
    if search.split():
        keep("x.n IN (SELECT rowid FROM finding_text WHERE finding_text MATCH ?)", facts.phrase_query(search))
    with ws.reader() as db:
        if enterprise_id is not None:
            keep("x.enterprise_id = ?", shown_id(db, enterprise_id))
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        found = fetch(db, f"{SQL}{where} ORDER BY f.found_at DESC, f.inspection_id, f.ordinal", params)
    return tuple(shown(ws, _row(r, today)) for r in found)


def finding(ws: Workspace, finding_id: str) -> FindingRow | None:
    """Give one finding with its surroundings."""
    with ws.reader() as db:
        found = fetch(db, f"{SQL} WHERE f.id = ?", [finding_id])
    return shown(ws, _row(found[0], ws.today())) if found else None


def _row(row: dict[str, object], today: date) -> FindingRow:
    found = finding_from(row)
    late = found.status.is_running and found.deadline is not None and found.deadline < today
    return FindingRow(
        finding=found,
        enterprise_name=str(row["enterprise_name"]),
        document_number=str(row["document_number"] or ""),
        is_overdue=late,
        photo_count=whole(row["photo_count"]),
        has_conflict=bool(row["has_conflict"]),
    )
