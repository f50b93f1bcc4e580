# SPDX-License-Identifier: MulanPSL-2.0
"""The register in windows: which enterprises a search and filters mean, the rows of a part of them, and one's history.

`find` reads the keys of all that fit, in order (eight bytes each); `at` reads the rows of a few of them. So a list of
a city's 79,812 enterprises is shown, counted and scrolled without any of it being held.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.credit_code import normalised
from inspector_app.domain.enterprise import Enterprise, Industry
from inspector_app.domain.enterprise_profile import EnterpriseState, RiskGrade, SponsorGrade
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import findings as finding_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers.likeness import pattern
from inspector_app.storage import conflicts, enterprises, inspections
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, date_in, fetch, whole
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import shown


class Listing(StrEnum):
    """Which credit list is in force for an enterprise today."""

    ANY = "any"
    BLACKLIST = "blacklist"
    JOINT = "joint"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseQuery:
    """What is looked for: words in the name, its pinyin initials, the credit code or the address, and filters.

    `industry` is the free word of the register, `sector` the checklist industry (`Industry`); empty means all.
    """

    text: str = ""
    district: str = ""
    industry: str = ""
    sector: str = ""
    grade: str = ""
    risk: str = ""
    state: str = ""
    listing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRow:
    """One line of the register; `key` is what `find` gives for it."""

    key: int
    enterprise: Enterprise
    open_findings: int
    last_inspected: date | None
    state: EnterpriseState
    grade: SponsorGrade | None
    risk: RiskGrade | None
    is_listed: bool  # on a credit list that is in force


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseHistory:
    """What happened at one enterprise, newest first; `visits` of this year, and how many of them count to its cap."""

    inspections: tuple[inspection_rows.InspectionRow, ...]
    documents: tuple[document_rows.DocumentRow, ...]
    open_findings: tuple[finding_rows.FindingRow, ...]
    conflicts: tuple[str, ...] = ()  # fields of its entry of which laptops say different things
    merged: tuple[Enterprise, ...] = ()  # entries of the register that it stands for
    visits: int = 0
    counted: int = 0
    last_visit: date | None = None


ROWS = """
SELECT e.rowid AS key, e.*,
  (SELECT max(v.day) FROM visit_facts v WHERE v.enterprise_id = e.id AND +v.took_place = 1) AS last_inspected,
  (SELECT count(*) FROM finding_facts f WHERE f.enterprise_id = e.id AND +f.is_live = 1 AND +f.status <> 'closed')
    AS open_findings
FROM enterprises e WHERE e.rowid IN (SELECT value FROM json_each(?))
"""
# The filters, each answered by an index of its own, what narrows most first; partial indices need their condition
# said again.
_FILTERS: Mapping[str, str] = {
    "state": "state = ? AND state <> 'active'",
    "grade": "grade = ? AND grade <> ''",
    "industry": "industry = ? AND industry <> ''",
    "district": "district = ?",
    "risk": "risk_grade = ? AND risk_grade <> ''",
    "sector": "sector = ?",
}
_LISTED = """
SELECT DISTINCT enterprise_id FROM credit_listings
WHERE removed_reason = '' AND kind IN (SELECT value FROM json_each(?))
  AND (listed_on IS NULL OR listed_on <= ?) AND coalesce(delisted_on, ends_on, '9') >= ?
"""


def find(ws: Workspace, query: EnterpriseQuery | None = None) -> array[int]:
    """Give the keys of the enterprises that a query means, by name; names that begin with the word come first.

    An entry that was merged into another one is not among them: what is found by its name is the other one.
    """
    query = query or EnterpriseQuery()
    with ws.reader() as db:
        return _keys(db, query, ws.today())


def at(ws: Workspace, keys: Sequence[int]) -> tuple[EnterpriseRow, ...]:
    """Give the rows of these keys, in their order; what is no longer there is left out."""
    with ws.reader() as db:
        return _rows(db, keys, ws.today())


def page(
    ws: Workspace, query: EnterpriseQuery | None = None, offset: int = 0, limit: int = 128
) -> tuple[EnterpriseRow, ...]:
    """Give a part of what a query means; one reading, for those who do not keep the keys."""
    with ws.reader() as db:
        keys = _keys(db, query or EnterpriseQuery(), ws.today())
        return _rows(db, keys[offset : offset + limit], ws.today())


def find_enterprises(
    ws: Workspace, text: str = "", limit: int = 200, *, district: str = "", industry: str = ""
) -> tuple[EnterpriseRow, ...]:
    """Give the first enterprises that a text means. No text gives all, by name."""
    return page(ws, EnterpriseQuery(text=text, district=district, industry=industry), 0, limit)


def count(ws: Workspace, query: EnterpriseQuery | None = None) -> int:
    """How many enterprises a query means, without one how many are registered; merged entries count as one."""
    with ws.reader() as db:
        if query is None or query == EnterpriseQuery():
            return enterprises.count_enterprises(db)
        return len(_keys(db, query, ws.today()))


def key_of(ws: Workspace, enterprise_id: str) -> int | None:
    """Give the key of an enterprise (of a merged entry, of the one that stands for it)."""
    with ws.reader() as db:
        found = fetch(
            db, "SELECT rowid AS key FROM enterprises WHERE id = ?", [enterprises.shown_id(db, enterprise_id)]
        )
        return whole(found[0]["key"]) if found else None


def _keys(db: Database, query: EnterpriseQuery, today: date) -> array[int]:
    stands_for = enterprises.shown(db)
    tests, params = _tests(db, query, stands_for, today)
    words, word_params = _words(query.text)
    if words and stands_for:  # what is found by the name of a merged entry is the one that stands for it
        rows = fetch(db, f"SELECT id FROM enterprises WHERE merged_into <> '' AND {' AND '.join(words)}", word_params)
        mains = sorted({stands_for[str(row["id"])] for row in rows})
        words = [f"(({' AND '.join(words)}) OR id IN (SELECT value FROM json_each(?)))"]
        word_params = [*word_params, json.dumps(mains)]
    where = " AND ".join((*tests, *words)) or "1"
    if query.text.split():
        return _ordered(db, where, (*params, *word_params), query.text.split()[0])
    cursor = db.conn.execute(f"SELECT rowid FROM enterprises WHERE {where} ORDER BY name, rowid", params)
    return array("q", (row[0] for row in cursor))


def _ordered(db: Database, where: str, params: Sequence[object], first: str) -> array[int]:
    """Give what fits by name, names and initials that begin with the first word before the others."""
    sql = f"SELECT rowid, instr(name, ?) = 1 OR instr(initials, ?) = 1 FROM enterprises WHERE {where} ORDER BY name"
    begins, others = array("q"), array("q")
    try:
        for key, is_first in db.conn.execute(sql, (first, first.lower(), *params)):
            (begins if is_first else others).append(key)
    except UnicodeEncodeError:
        return array("q")  # half a character pair was asked for: it cannot be stored, so no row has it
    return begins + others


def _tests(
    db: Database, query: EnterpriseQuery, stands_for: Mapping[str, str], today: date
) -> tuple[list[str], list[object]]:
    tests: list[str] = []
    params: list[object] = []
    for name, test in _FILTERS.items():
        value = getattr(query, name)
        if not value:
            continue
        if name == "state" and value == EnterpriseState.ACTIVE:  # nearly all: those that are not are looked up
            tests.append("rowid NOT IN (SELECT rowid FROM enterprises WHERE state <> 'active')")
            continue
        # The first one gives the order by its index, of the others only the row numbers are looked up.
        tests.append(f"rowid IN (SELECT rowid FROM enterprises WHERE {test})" if tests else test)
        params.append(value)
    hidden = [name for name, main in stands_for.items() if name != main]
    if hidden:
        tests.append("rowid NOT IN (SELECT rowid FROM enterprises WHERE id IN (SELECT value FROM json_each(?)))")
        params.append(json.dumps(hidden))
    if query.listing:
        sign = "NOT IN" if query.listing == Listing.NONE else "IN"
        kinds = [query.listing] if query.listing in (Listing.BLACKLIST, Listing.JOINT) else ["blacklist", "joint"]
        listed = sorted(_listed(db, kinds, stands_for, today))
        tests.append(f"rowid {sign} (SELECT rowid FROM enterprises WHERE id IN (SELECT value FROM json_each(?)))")
        params.append(json.dumps(listed))
    return tests, params


def _words(text: str) -> tuple[list[str], list[object]]:
    """Say for each word where it may stand; what holds a Chinese character is in no initials and no code."""
    tests: list[str] = []
    params: list[object] = []
    for word in text.split():
        like = pattern(word)
        if not word.isascii():
            tests.append("(name LIKE ? ESCAPE '\\' OR address LIKE ? ESCAPE '\\')")
            params += [like, like]
            continue
        tests.append(
            "(instr(initials, ?) OR instr(credit_code, ?) OR name LIKE ? ESCAPE '\\' OR address LIKE ? ESCAPE '\\')"
        )
        params += [word.lower(), normalised(word) or word, like, like]
    return tests, params


def _listed(db: Database, kinds: Sequence[str], stands_for: Mapping[str, str], today: date) -> set[str]:
    """Name the enterprises on such a list today."""
    day = today.isoformat()
    found = fetch(db, _LISTED, [json.dumps(list(kinds)), day, day])
    return {stands_for.get(str(row["enterprise_id"]), str(row["enterprise_id"])) for row in found}


def _rows(db: Database, keys: Sequence[int], today: date) -> tuple[EnterpriseRow, ...]:
    if not keys:
        return ()
    listed = _listed(db, ["blacklist", "joint"], enterprises.shown(db), today)
    found = {whole(row["key"]): _row(row, listed) for row in fetch(db, ROWS, [json.dumps(list(keys))])}
    return tuple(found[key] for key in keys if key in found)


def _row(row: Row, listed: set[str]) -> EnterpriseRow:
    return EnterpriseRow(
        key=whole(row["key"]),
        enterprise=enterprises.from_row(row),
        open_findings=whole(row["open_findings"]),
        last_inspected=date_in(row["last_inspected"]),
        state=EnterpriseState(str(row["state"])),
        grade=SponsorGrade(str(row["grade"])) if row["grade"] else None,
        risk=RiskGrade(str(row["risk_grade"])) if row["risk_grade"] else None,
        is_listed=str(row["id"]) in listed,
    )


def enterprise(ws: Workspace, enterprise_id: str) -> Enterprise:
    """Give one enterprise, of a merged entry the one that stands for it, or refuse NOT_FOUND."""
    with ws.reader() as db:
        found = enterprises.get_enterprise(db, enterprise_id)
    if found is None:
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "enterprise", "id": enterprise_id[:80]})])
    return shown(ws, found)


def values(ws: Workspace, column: str) -> tuple[str, ...]:
    """Give the districts, industries or sectors of the register, for filters."""
    if column not in ("district", "industry", "sector"):
        raise ValueError(column)
    with ws.reader() as db:
        found = fetch(db, f"SELECT DISTINCT {column} AS v FROM enterprises WHERE {column} <> ''")
    names = tuple(sorted(name for row in found if (name := str(row["v"]))))
    return tuple(s.value for s in Industry if s.value in names) if column == "sector" else names


def history(ws: Workspace, enterprise_id: str) -> EnterpriseHistory:
    """Give the inspections, documents and unsettled findings of one enterprise."""
    with ws.reader() as db:
        shown = enterprises.shown_id(db, enterprise_id)
        own = conflicts.of_row(db, "enterprises", shown)
        visits, counted, last = _visits(db, shown, ws.today())
    found = finding_rows.rows(ws, enterprise_id=enterprise_id)
    return EnterpriseHistory(
        inspections=inspection_rows.rows(ws, enterprise_id=enterprise_id),
        documents=document_rows.rows(ws, enterprise_id=enterprise_id),
        open_findings=tuple(r for r in found if r.finding.status.is_open),
        conflicts=tuple(row.field for row in own if row.field != "initials"),
        merged=merged(ws, enterprise_id),
        visits=visits,
        counted=counted,
        last_visit=last,
    )


def _visits(db: Database, enterprise_id: str, today: date) -> tuple[int, int, date | None]:
    """Count the visits of this year, and those among them that a yearly cap counts; give the day of the last one."""
    sql = (
        "SELECT sum(day >= ?) AS number, max(day) AS last FROM visit_facts"
        " WHERE enterprise_id = ? AND +took_place = 1 AND day <= ?"
    )
    (row,) = fetch(db, sql, [f"{today.year}-01-01", enterprise_id, today.isoformat()])
    counted = inspections.count_visits(db, enterprise_id, today.year)
    return whole(row["number"] or 0), counted, date_in(row["last"])


def merged(ws: Workspace, enterprise_id: str) -> tuple[Enterprise, ...]:
    """Give the entries of the register that were merged into an enterprise."""
    with ws.reader() as db:
        names = enterprises.entries_of(db, enterprise_id)[1:]
        return tuple(shown(ws, entry) for name in names if (entry := enterprises.get_entry(db, name)) is not None)


def ids(ws: Workspace, query: EnterpriseQuery | None = None) -> tuple[str, ...]:
    """Give the ids of the enterprises that a query means, in the order of `find`: for a file of what a list shows."""
    with ws.reader() as db:
        keys = _keys(db, query or EnterpriseQuery(), ws.today())
        every = dict(db.conn.execute("SELECT rowid, id FROM enterprises").fetchall())
    return tuple(str(every[key]) for key in keys)
