# SPDX-License-Identifier: MulanPSL-2.0
"""The findings ledger: what was found, where, until when, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.finding import RUNNING, Finding
from inspector_app.ledgers.likeness import pattern
from inspector_app.storage.enterprises import entries_of, joined, marks
from inspector_app.storage.findings import finding_from
from inspector_app.storage.rows import fetch, whole
from inspector_app.workspace import Workspace

# What orders to rectify; the number of the newest one is shown.
ORDERS = (
    DocumentKind.RECTIFICATION_ORDER, DocumentKind.SPECIAL_EQUIPMENT_ORDER, DocumentKind.CONSTRUCTION_ORDER,
    DocumentKind.HAZARD_NOTICE,
)  # fmt: skip
SQL = (
    """
SELECT f.*, e.name AS enterprise_name,
  (SELECT d.number FROM document_lines l JOIN documents d ON d.id = l.document_id
    WHERE l.finding_id = f.id AND d.kind IN (:orders) AND d.state = :issued
    ORDER BY d.issued_at DESC LIMIT 1) AS document_number,
  (SELECT count(*) FROM photos p WHERE p.finding_id = f.id AND p.removed_reason = '') AS photo_count,
  EXISTS (SELECT 1 FROM conflicts c WHERE c.table_name = 'findings' AND c.row_id = f.id) AS has_conflict
FROM findings f JOIN inspections i ON i.id = f.inspection_id :enterprise
""".replace(":enterprise", joined("i.enterprise_id"))
    .replace(":orders", ", ".join(f"'{kind}'" for kind in ORDERS))
    .replace(":issued", f"'{DocumentState.ISSUED}'")
)
RUNS = f"f.status IN ({', '.join(repr(status.value) for status in sorted(RUNNING))})"


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
    """Give the findings, newest first.

    `status` is a FindingStatus word or `overdue` (running, deadline before today). `search` looks in wording,
    place, item code and enterprise. `due_by` keeps those running with a deadline up to that day.
    """
    today = ws.today()
    tests: list[str] = []
    params: list[object] = []

    def keep(test: str, *values: object) -> None:
        tests.append(test)
        params.extend(values)

    if status == "overdue":
        keep(f"{RUNS} AND f.deadline < ?", today.isoformat())
    elif status is not None:
        keep("f.status = ?", status)
    if due_by is not None:
        keep(f"{RUNS} AND f.deadline <= ?", due_by.isoformat())
    if inspection_id is not None:
        keep("f.inspection_id = ?", inspection_id)
    for word in search.split():
        like = pattern(word)
        columns = ("f.description", "f.place", "f.measure", "f.item_code", "e.name")
        keep("(" + " OR ".join(f"{c} LIKE ? ESCAPE '\\'" for c in columns) + ")", *([like] * len(columns)))
    with ws.reader() as db:
        if enterprise_id is not None:
            owners = entries_of(db, enterprise_id)
            keep(f"i.enterprise_id IN ({marks(owners)})", *owners)
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        found = fetch(db, f"{SQL}{where} ORDER BY f.found_at DESC, f.inspection_id, f.ordinal", params)
    return tuple(_row(r, today) for r in found)


def finding(ws: Workspace, finding_id: str) -> FindingRow | None:
    """Give one finding with its surroundings."""
    with ws.reader() as db:
        found = fetch(db, f"{SQL} WHERE f.id = ?", [finding_id])
    return _row(found[0], ws.today()) if found else None


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
