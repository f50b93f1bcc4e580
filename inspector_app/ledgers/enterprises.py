# SPDX-License-Identifier: MulanPSL-2.0
"""Finding an enterprise by name, pinyin initials or credit code, and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from inspector_app.storage import conflicts, enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import fetch, instant_in, list_out, whole
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
    conflicts: tuple[str, ...] = ()  # fields of its entry of which laptops say different things
    merged: tuple[Enterprise, ...] = ()  # entries of the register that it stands for


SQL = """
SELECT e.*,
  (SELECT max(i.started_at) FROM inspections i WHERE i.enterprise_id = e.id) AS last_inspected,
  (SELECT count(*) FROM findings f JOIN inspections i ON i.id = f.inspection_id
    WHERE i.enterprise_id = e.id AND f.status <> 'withdrawn') AS open_findings
FROM (SELECT * FROM enterprises {where} ORDER BY {order} LIMIT ?) e ORDER BY {order}
"""
COUNTS = """
SELECT (SELECT max(started_at) FROM inspections WHERE enterprise_id IN ({entries})) AS last_inspected,
  (SELECT count(*) FROM findings f JOIN inspections i ON i.id = f.inspection_id
    WHERE i.enterprise_id IN ({entries}) AND f.status <> 'withdrawn') AS open_findings
"""


def find_enterprises(
    ws: Workspace, text: str = "", limit: int = 200, *, district: str = "", industry: str = ""
) -> tuple[EnterpriseRow, ...]:
    """Give the enterprises that a text means: a part of the name, of its pinyin initials, of the credit code
    or of the address; names that begin with it come first. No text gives all, by name. An entry that was merged
    into another one is not shown: what is found by its name is the other one, with everything of both.
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
    order = "name"
    first = text.split()[0] if text.split() else ""
    ordering: list[object] = []
    if first:
        order = "(instr(name, ?) <> 1) AND (instr(initials, ?) <> 1), name"
        ordering = [first, first.lower()]
    with ws.reader() as db:
        stands_for = enterprises.shown(db)
        wanted = _wanted(db, tests, params, stands_for)
        sql = SQL.format(where=wanted.where, order=order)
        found = fetch(db, sql, [*wanted.params, *ordering, limit, *ordering])
        entries: dict[str, list[str]] = {}
        for name, main in stands_for.items():
            entries.setdefault(main, [main]).extend([] if name == main else [name])
        return tuple(_row(db, row, entries.get(str(row["id"]), [])) for row in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    where: str
    params: tuple[object, ...]


def _wanted(db: Database, tests: Sequence[str], params: Sequence[object], stands_for: Mapping[str, str]) -> _Wanted:
    """Say which entries to show: those that fit and are not merged, and those that stand for one that fits."""
    fits = " AND ".join(tests) or "1"
    if not stands_for:
        return _Wanted(where=f"WHERE {fits}", params=tuple(params))
    others = sorted(main for name, main in stands_for.items() if name == main)  # of circles
    if tests:
        rows = fetch(db, f"SELECT id FROM enterprises WHERE merged_into <> '' AND {fits}", params)
        others = sorted({stands_for[str(row["id"])] for row in rows})
    where = f"WHERE (merged_into = '' AND {fits}) OR id IN (SELECT value FROM json_each(?))"
    return _Wanted(where=where, params=(*params, list_out(others)))


def _row(db: Database, row: Mapping[str, object], entries: Sequence[str]) -> EnterpriseRow:
    """Give a line with the counts of all its entries, where there are several."""
    if len(entries) > 1:
        sql = COUNTS.format(entries=enterprises.marks(entries))
        row = {**row, **fetch(db, sql, [*entries, *entries])[0]}
    return EnterpriseRow(
        enterprise=enterprises.from_row(row),
        open_findings=whole(row["open_findings"]),
        last_inspected=instant_in(row["last_inspected"]).date() if row["last_inspected"] else None,
    )


def enterprise(ws: Workspace, enterprise_id: str) -> Enterprise:
    """Give one enterprise, of a merged entry the one that stands for it, or refuse NOT_FOUND."""
    with ws.reader() as db:
        found = enterprises.get_enterprise(db, enterprise_id)
    if found is None:
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "enterprise", "id": enterprise_id[:80]})])
    return found


def count(ws: Workspace) -> int:
    """How many enterprises are registered; merged entries count as one."""
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
    with ws.reader() as db:
        own = conflicts.of_row(db, "enterprises", enterprises.shown_id(db, enterprise_id))
    found = finding_rows.rows(ws, enterprise_id=enterprise_id)
    return EnterpriseHistory(
        inspections=inspection_rows.rows(ws, enterprise_id=enterprise_id),
        documents=document_rows.rows(ws, enterprise_id=enterprise_id),
        open_findings=tuple(r for r in found if r.finding.status is not FindingStatus.WITHDRAWN),
        conflicts=tuple(row.field for row in own if row.field != "initials"),
        merged=merged(ws, enterprise_id),
    )


def merged(ws: Workspace, enterprise_id: str) -> tuple[Enterprise, ...]:
    """Give the entries of the register that were merged into an enterprise."""
    with ws.reader() as db:
        names = enterprises.entries_of(db, enterprise_id)[1:]
        return tuple(entry for name in names if (entry := enterprises.get_entry(db, name)) is not None)
