# SPDX-License-Identifier: MulanPSL-2.0
"""Counts by month, kept beside the facts: what was touched is taken out as it was and put in as it is.

`visit_counts` and `visit_officers` know the day (the month) on which the same enterprise was visited before: in any
period, an enterprise stands once, with the visit whose previous one lies before the period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import PersonRole
from inspector_app.storage.driver import Connection

NEVER = 999999  # the month of a deadline that is not set, of an acceptance that was not given; after every other


def month_number(day: str) -> int:
    """Give the month of a day (`YYYY-MM-DD`) as the counts know it: 202511."""
    return int(day[:4]) * 100 + int(day[5:7])


def month_text(number: int) -> str:
    """Give a month of the counts as `YYYY-MM`."""
    return f"{number // 100:04}-{number % 100:02}"


def _month(column: str, *, none: int = NEVER) -> str:
    number = f"CAST(substr({column}, 1, 4) || substr({column}, 6, 2) AS INTEGER)"
    return f"CASE {column} WHEN '' THEN {none} ELSE {number} END"


@dataclass(frozen=True, slots=True)
class _Counts:
    """One table of counts: what makes a row of it, and from which facts."""

    table: str
    of: str  # the kind of what is counted
    keys: Mapping[str, str]  # column -> how it is worked out
    source: str

    def select(self, which: str, sign: str = "") -> str:
        """Give the counts of some of the facts."""
        made = ", ".join(self.keys.values())
        places = ", ".join(str(n) for n in range(1, len(self.keys) + 1))
        return f"SELECT {made}, {sign}count(*) FROM {self.source} AND {which} GROUP BY {places}"

    def change(self, conn: Connection, which: str, sign: str = "") -> None:
        """Put the counts of some of the facts in, or (`-`) take them out."""
        conn.execute(
            f"INSERT INTO {self.table} {self.select(which, sign)} ON CONFLICT ({', '.join(self.keys)})"
            " DO UPDATE SET number = number + excluded.number"
        )


_MONTHS = {"found": _month("f.found_on"), "due": _month("f.due_on"), "accepted": _month("f.accepted_on")}
_SCOPE = {"district": "f.district", "sector": "f.sector"}
_REST = {"is_major": f"f.grade = '{Grade.MAJOR.value}'", "on_time": "f.on_time"}
_COUNTS = (
    _Counts("finding_counts", "finding", {**_MONTHS, **_SCOPE, **_REST}, "finding_facts f WHERE f.is_live = 1"),
    _Counts(
        "clause_counts", "finding", {"law": "c.law", "clause": "c.clause", **_MONTHS, **_REST},
        "finding_facts f JOIN finding_clauses c ON c.n = f.n WHERE f.is_live = 1",
    ),
    _Counts(
        "officer_counts", "finding",
        {"name": "o.name", "certificate_no": "o.certificate_no", **_SCOPE, **_MONTHS, **_REST},
        "finding_facts f JOIN visit_facts v ON v.id = f.visit_id JOIN visit_officers o ON o.visit = v.n"
        " WHERE f.is_live = 1",
    ),
    _Counts(
        "visit_counts", "visit",
        {"month": _month("f.day"), "previous": _month("f.previous", none=0), **_SCOPE, "source": "f.source"},
        "visit_facts f WHERE +f.took_place = 1",  # the sign: an index on it would lead through every visit
    ),
)  # fmt: skip
TABLES = (*(c.table for c in _COUNTS), "visit_officers")

# Of which enterprises the visits are put in their order again: those that a touched visit was of, and is of.
OBJECTS = "SELECT id FROM temp.stale WHERE kind = 'object'"
STALE: Mapping[str, str] = {
    "finding": "f.id IN (SELECT id FROM temp.stale WHERE kind = 'finding')",
    "visit": f"f.enterprise_id IN ({OBJECTS})",
}
_OFFICERS = (
    "SELECT name, certificate_no, day, visit, CASE took_place WHEN 0 THEN '' ELSE lag(day, 1, '') OVER"
    " (PARTITION BY name, certificate_no, enterprise_id, took_place ORDER BY day, id) END,"
    " took_place, district, sector FROM (SELECT DISTINCT p.name, p.certificate_no, v.n AS visit, v.id, v.day,"
    " v.took_place, v.enterprise_id, v.district, v.sector FROM visit_facts v JOIN inspection_people p"
    f" ON p.inspection_id = v.id AND p.role = '{PersonRole.OFFICER.value}' WHERE {{which}})"
)


def take_out(conn: Connection, kind: str) -> None:
    """Take out what is counted of the touched findings or visits, by the facts as they still are."""
    for counts in _COUNTS:
        if counts.of == kind:
            counts.change(conn, STALE[kind], "-")
    if kind == "visit":
        conn.execute(
            f"DELETE FROM visit_officers WHERE visit IN (SELECT n FROM visit_facts WHERE enterprise_id IN ({OBJECTS}))"
        )


def put_in(conn: Connection, kind: str) -> None:
    """Put in what is counted of the touched findings or visits, by the facts as they are now."""
    if kind == "visit":
        _put_in_order(conn, f"enterprise_id IN ({OBJECTS})")
    for counts in _COUNTS:
        if counts.of == kind:
            counts.change(conn, STALE[kind])
            conn.execute(f"DELETE FROM {counts.table} WHERE number = 0")


def _put_in_order(conn: Connection, which: str) -> None:
    """Note with each visit when its enterprise was visited before: by anybody, and by the same officer."""
    conn.execute(
        "UPDATE visit_facts SET previous = x.previous FROM (SELECT n, lag(day, 1, '') OVER"
        " (PARTITION BY enterprise_id ORDER BY day, id) AS previous FROM visit_facts"
        f" WHERE +took_place = 1 AND {which}) AS x WHERE visit_facts.n = x.n AND visit_facts.previous <> x.previous"
    )
    conn.execute(f"INSERT INTO visit_officers {_OFFICERS.format(which=f'v.{which}' if which != '1' else which)}")


def recount(conn: Connection) -> None:
    """Throw all counts away and count anew, from the facts as they are."""
    for table in TABLES:
        conn.execute(f"DELETE FROM {table}")
    _put_in_order(conn, "1")
    for counts in _COUNTS:
        conn.execute(f"INSERT INTO {counts.table} {counts.select('1')}")


def selects() -> Mapping[str, str]:
    """Give what each table of counts has to hold, by the facts and the people of the visits."""
    return {**{c.table: c.select("1") for c in _COUNTS}, "visit_officers": _OFFICERS.format(which="1")}
