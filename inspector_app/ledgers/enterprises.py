# SPDX-License-Identifier: MulanPSL-2.0
"""Finding an enterprise by name, pinyin initials or credit code, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.credit_code import normalised
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import findings as finding_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers.likeness import pattern
from inspector_app.storage import enterprises
from inspector_app.storage.rows import fetch, instant_in, whole
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRow:
    """One line of the register."""

    enterprise: Enterprise
    open_findings: int
    last_inspected: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseHistory:
    """What happened at one enterprise, newest first."""

    inspections: tuple[inspection_rows.InspectionRow, ...]
    documents: tuple[document_rows.DocumentRow, ...]
    open_findings: tuple[finding_rows.FindingRow, ...]


SQL = """
SELECT e.*,
  (SELECT max(i.started_at) FROM inspections i WHERE i.enterprise_id = e.id) AS last_inspected,
  (SELECT count(*) FROM findings f JOIN inspections i ON i.id = f.inspection_id
    WHERE i.enterprise_id = e.id AND f.status <> 'withdrawn') AS open_findings
FROM (SELECT * FROM enterprises {where} ORDER BY {order} LIMIT ?) e ORDER BY {order}
"""


def find_enterprises(
    ws: Workspace, text: str = "", limit: int = 200, *, district: str = "", industry: str = ""
) -> tuple[EnterpriseRow, ...]:
    """Give the enterprises that a text means: a part of the name, of its pinyin initials, of the credit code
    or of the address; names that begin with it come first. No text gives all, by name.
    """
    tests, params = [], []
    for word in text.split():
        likes = {"name": word, "initials": word.lower(), "credit_code": normalised(word), "address": word}
        named = {column: like for column, like in likes.items() if like}
        tests.append("(" + " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in named) + ")")
        params += [pattern(like) for like in named.values()]
    for column, value in (("district", district), ("industry", industry)):
        if value:
            tests.append(f"{column} = ?")
            params.append(value)
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    order = "name"
    first = text.split()[0] if text.split() else ""
    ordering: list[object] = []
    if first:
        order = "(instr(name, ?) <> 1) AND (instr(initials, ?) <> 1), name"
        ordering = [first, first.lower()]
    sql = SQL.format(where=where, order=order)
    with ws.reader() as db:
        found = fetch(db, sql, [*params, *ordering, limit, *ordering])
    return tuple(
        EnterpriseRow(
            enterprise=enterprises.from_row(row),
            open_findings=whole(row["open_findings"]),
            last_inspected=instant_in(row["last_inspected"]).date() if row["last_inspected"] else None,
        )
        for row in found
    )


def enterprise(ws: Workspace, enterprise_id: str) -> Enterprise:
    """Give one enterprise, or refuse NOT_FOUND."""
    with ws.reader() as db:
        found = enterprises.get_enterprise(db, enterprise_id)
    if found is None:
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "enterprise", "id": enterprise_id[:80]})])
    return found


def count(ws: Workspace) -> int:
    """How many enterprises are registered."""
    with ws.reader() as db:
        return enterprises.count_enterprises(db)


def values(ws: Workspace, column: str) -> tuple[str, ...]:
    """Give the districts or industries of the register, for filters."""
    if column not in ("district", "industry"):
        raise ValueError(column)
    with ws.reader() as db:
        found = fetch(db, f"SELECT DISTINCT {column} AS v FROM enterprises WHERE {column} <> '' ORDER BY v")
    return tuple(str(row["v"]) for row in found)


def history(ws: Workspace, enterprise_id: str) -> EnterpriseHistory:
    """Give the inspections, documents and unsettled findings of one enterprise."""
    found = finding_rows.rows(ws, enterprise_id=enterprise_id)
    return EnterpriseHistory(
        inspections=inspection_rows.rows(ws, enterprise_id=enterprise_id),
        documents=document_rows.rows(ws, enterprise_id=enterprise_id),
        open_findings=tuple(r for r in found if r.finding.status is not FindingStatus.WITHDRAWN),
    )
