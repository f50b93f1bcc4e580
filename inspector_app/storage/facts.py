# SPDX-License-Identifier: MulanPSL-2.0
"""Facts worked out from the tables, by which ledgers, search and figures are fast: narrow rows, counts, a text index.

Temporary triggers note which visits and findings an operation (or a merge) touched; before it commits, `settle`
works their facts out anew, and the counts of them. So the facts are never older than the tables, whichever way these
were written. `rebuild` does the same for everything. Facts are nobody's data: they never travel and can be thrown away.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from inspector_app.domain.document import Verdict
from inspector_app.domain.enterprise_records import FindingActVerb
from inspector_app.domain.finding import RUNNING, FindingStatus
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState
from inspector_app.domain.inspection import InspectionState, PersonRole
from inspector_app.storage import facts_counts
from inspector_app.storage.driver import Connection
from inspector_app.storage.enterprises import joined

VERSION = 3  # of what is worked out below; raised with every change of it, then all is worked out anew
# A visit that was filed without an end was called off: none took place.
TOOK_PLACE = (InspectionState.OPEN, InspectionState.REFUSED, InspectionState.FINISHED, InspectionState.FILED)

_LIVE = ", ".join(repr(s.value) for s in FindingStatus if s.is_live)
_RUNS = ", ".join(repr(s.value) for s in sorted(RUNNING))
_SEPARATOR = "\n"  # between texts, so that no phrase is found across two of them

# What each table touches: kind, then the id in terms of the row.
_NOTED: tuple[tuple[str, str, str, str], ...] = (
    ("findings", "finding", "{row}.id", "1"),
    ("sign_offs", "finding", "{row}.id", "1"),
    ("verdicts", "finding", "{row}.finding_id", "1"),
    ("finding_acts", "finding", "{row}.finding_id", "1"),
    ("document_lines", "finding", "{row}.finding_id", "1"),
    ("follow_ups", "finding", "{row}.subject", f"{{row}}.kind = '{FollowUpKind.SUPERVISION.value}'"),
    ("inspections", "visit", "{row}.id", "1"),
    ("inspection_people", "visit", "{row}.inspection_id", "1"),
    ("enterprises", "enterprise", "{row}.id", "1"),
)
_OF_ENTERPRISES = "name, initials, district, sector, merged_into"

VISITS = f"""
SELECT i.id, e.id AS enterprise_id, e.name AS enterprise, e.initials, e.district, e.sector,
  coalesce((SELECT group_concat(p.name, '、') FROM (SELECT name FROM inspection_people
    WHERE inspection_id = i.id AND role = '{PersonRole.OFFICER.value}' ORDER BY ordinal, id) p), '') AS officers,
  date(i.started_at, '+8 hours') AS day, i.state, i.task_source AS source,
  i.state IN ({", ".join(repr(s.value) for s in TOOK_PLACE)})
    AND NOT (i.state = '{InspectionState.FILED.value}' AND i.finished_at IS NULL) AS took_place,
  CAST(round((julianday(i.finished_at) - julianday(i.started_at)) * 1440) AS INTEGER) AS minutes,
  '' AS previous
FROM inspections i {joined("i.enterprise_id")}
"""
# What `facts_counts` makes of `previous`, said another way.
_ORDERED_VISITS = f"""
SELECT id, enterprise_id, enterprise, initials, district, sector, officers, day, state, source, took_place, minutes,
  CASE took_place WHEN 0 THEN '' ELSE coalesce(max(day) OVER (PARTITION BY enterprise_id, took_place ORDER BY day, id
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '') END FROM ({VISITS})
"""
FINDINGS = f"""
SELECT f.id, f.inspection_id AS visit_id, v.enterprise_id, v.enterprise, v.district, v.sector, v.officers,
  coalesce(f.item_code, '') AS item_code, f.found_on, coalesce(f.deadline, '') AS due_on, f.accepted_on, f.grade,
  f.status, f.status IN ({_LIVE}) AS is_live, f.status IN ({_RUNS}) AS is_running,
  CASE WHEN f.deadline IS NULL OR f.accepted_on = '' THEN -1 ELSE f.accepted_on <= f.deadline END AS on_time,
  EXISTS (SELECT 1 FROM follow_ups u WHERE u.subject = f.id AND u.kind = '{FollowUpKind.SUPERVISION.value}'
    AND u.state <> '{FollowUpState.PROPOSED.value}') AS supervised,
  f.measure <> '' AS has_measure,
  coalesce((SELECT a.person FROM finding_acts a WHERE a.finding_id = f.id
    AND a.verb = '{FindingActVerb.ASSIGN.value}' ORDER BY a.at DESC, a.id DESC LIMIT 1), '') AS assignee
FROM (SELECT *, date(found_at, '+8 hours') AS found_on, CASE status
    WHEN '{FindingStatus.CLOSED.value}' THEN
      coalesce((SELECT s.accepted_on FROM sign_offs s WHERE s.id = findings.id), '')
    WHEN '{FindingStatus.VERIFIED.value}' THEN
      coalesce((SELECT max(date(r.finished_at, '+8 hours')) FROM verdicts t JOIN reinspections r
        ON r.id = t.reinspection_id WHERE t.finding_id = findings.id AND t.verdict = '{Verdict.DONE.value}'), '')
    WHEN '{FindingStatus.FIXED_ON_SITE.value}' THEN date(found_at, '+8 hours')
    ELSE '' END AS accepted_on FROM findings) f
JOIN visit_facts v ON v.id = f.inspection_id
"""
TEXT = f"""
SELECT x.n, unigrams(f.description || '{_SEPARATOR}' || f.place || '{_SEPARATOR}' || f.measure || '{_SEPARATOR}'
  || coalesce(f.item_code, '') || '{_SEPARATOR}' || v.enterprise || '{_SEPARATOR}' || v.officers || '{_SEPARATOR}'
  || coalesce((SELECT group_concat(d.number, '{_SEPARATOR}') FROM document_lines l JOIN documents d
    ON d.id = l.document_id WHERE l.finding_id = f.id), '')), unigrams(v.initials)
FROM finding_facts x JOIN findings f ON f.id = x.id JOIN visit_facts v ON v.id = f.inspection_id
"""
CLAUSES = """
SELECT DISTINCT x.n, coalesce(c.value ->> 'law', ''),
  coalesce(c.value ->> 'name', '') || coalesce(c.value ->> 'clause', '')
FROM finding_facts x JOIN findings f ON f.id = x.id JOIN json_each(f.clauses) c
"""
_VISIT_COLUMNS = (
    "id", "enterprise_id", "enterprise", "initials", "district", "sector", "officers", "day", "state", "source",
    "took_place", "minutes", "previous",
)  # fmt: skip
_FINDING_COLUMNS = (
    "id", "visit_id", "enterprise_id", "enterprise", "district", "sector", "officers", "item_code", "found_on",
    "due_on", "accepted_on", "grade", "status", "is_live", "is_running", "on_time", "supervised", "has_measure",
    "assignee",
)  # fmt: skip
_STALE_FINDINGS = "id IN (SELECT id FROM temp.stale WHERE kind = 'finding')"


def unigrams(text: str) -> str:
    """Give a text as tokens of one character each, so that a phrase of them is a part of the text.

    Compatibility forms and case are folded. What the tokenizer would skip (signs, blanks) becomes `u` and its number.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return " ".join(c if _is_plain(c) else f"u{ord(c):x}" for c in folded)


def _is_plain(c: str) -> bool:
    return (c.isascii() and c.isalnum()) or "\u3400" <= c <= "\u9fff"


def phrase_query(text: str) -> str:
    """Give the full-text query for findings that hold every word of a search; empty when there is none."""
    return " AND ".join(f'"{unigrams(word)}"' for word in text.split())


def install(conn: Connection) -> None:
    """Prepare the writing connection: the triggers that note what is touched, and all facts if they are not there."""
    conn.create_function("unigrams", 1, unigrams, deterministic=True)
    conn.execute("CREATE TEMP TABLE stale (kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID")
    for statement in _triggers():
        conn.execute(statement)
    if not is_current(conn):
        conn.execute("BEGIN IMMEDIATE")
        rebuild(conn)
        conn.execute("COMMIT")


def is_current(conn: Connection) -> bool:
    """Whether the facts are there, as this program works them out."""
    row = conn.execute("SELECT version FROM facts_state").fetchone()
    return row is not None and row[0] == VERSION


def _triggers() -> Iterator[str]:
    for table, kind, row_id, when in _NOTED:
        for event in ("INSERT", "UPDATE", "DELETE"):
            on = f"UPDATE OF {_OF_ENTERPRISES}" if table == "enterprises" and event == "UPDATE" else event
            rows = {"INSERT": ("new",), "DELETE": ("old",), "UPDATE": ("old", "new")}[event]
            notes = " ".join(
                f"INSERT INTO stale SELECT '{kind}', {row_id.format(row=row)} WHERE {when.format(row=row)}"
                f" AND NOT EXISTS (SELECT 1 FROM stale WHERE kind = '{kind}' AND id = {row_id.format(row=row)});"
                for row in rows
            )
            yield f"CREATE TEMP TRIGGER stale_{table}_{event.lower()} AFTER {on} ON main.{table} BEGIN {notes} END"


def settle(conn: Connection) -> None:
    """Work out anew the facts of what was touched in the open transaction, just before it commits."""
    if conn.execute("SELECT 1 FROM temp.stale LIMIT 1").fetchone() is None:
        return
    _spread(conn)
    facts_counts.take_out(conn, "finding")
    _settle_visits(conn)
    gone = f"SELECT n FROM finding_facts WHERE {_STALE_FINDINGS}"
    conn.execute(f"DELETE FROM finding_text WHERE rowid IN ({gone})")
    conn.execute(f"DELETE FROM finding_clauses WHERE n IN ({gone})")
    _write(
        conn, "finding_facts", _FINDING_COLUMNS, FINDINGS, "f.id IN (SELECT id FROM temp.stale WHERE kind = 'finding')"
    )
    conn.execute(
        f"DELETE FROM finding_facts WHERE {_STALE_FINDINGS}"
        " AND NOT EXISTS (SELECT 1 FROM findings f WHERE f.id = finding_facts.id)"
    )
    _write_texts(conn, "WHERE x.id IN (SELECT id FROM temp.stale WHERE kind = 'finding')")
    facts_counts.put_in(conn, "finding")
    conn.execute("DELETE FROM temp.stale")


def _spread(conn: Connection) -> None:
    """Note what follows from what was touched: an entry and those merged into it, their visits, their findings."""
    conn.execute(
        "INSERT OR IGNORE INTO stale SELECT 'visit', i.id FROM inspections i WHERE i.enterprise_id IN ("
        "WITH RECURSIVE down (id) AS (SELECT id FROM temp.stale WHERE kind = 'enterprise'"
        " UNION SELECT x.id FROM down JOIN enterprises x ON x.merged_into = down.id AND x.merged_into <> '')"
        " SELECT id FROM down)"
    )
    conn.execute(
        "INSERT OR IGNORE INTO stale SELECT 'finding', f.id FROM findings f"
        " WHERE f.inspection_id IN (SELECT id FROM temp.stale WHERE kind = 'visit')"
    )


def _settle_visits(conn: Connection) -> None:
    stale = "SELECT id FROM temp.stale WHERE kind = 'visit'"
    if conn.execute(f"{stale} LIMIT 1").fetchone() is None:
        return
    conn.execute(
        f"INSERT OR IGNORE INTO stale SELECT 'object', enterprise_id FROM visit_facts WHERE id IN ({stale})"
        f" UNION SELECT 'object', e.id FROM inspections i {joined('i.enterprise_id')} WHERE i.id IN ({stale})"
    )
    facts_counts.take_out(conn, "visit")
    _write(conn, "visit_facts", _VISIT_COLUMNS, VISITS, f"i.id IN ({stale})")
    conn.execute(
        f"DELETE FROM visit_facts WHERE id IN ({stale})"
        " AND NOT EXISTS (SELECT 1 FROM inspections i WHERE i.id = visit_facts.id)"
    )
    facts_counts.put_in(conn, "visit")


def _write(conn: Connection, table: str, columns: tuple[str, ...], select: str, where: str) -> None:
    names = ", ".join(columns)
    sets = ", ".join(f"{c} = excluded.{c}" for c in columns if c != "id")
    conn.execute(f"INSERT INTO {table} ({names}) {select} WHERE {where} ON CONFLICT (id) DO UPDATE SET {sets}")


def _write_texts(conn: Connection, where: str) -> None:
    conn.execute(f"INSERT INTO finding_text (rowid, text, initials) {TEXT} {where}")
    conn.execute(f"INSERT INTO finding_clauses (n, law, clause) {CLAUSES} {where}")


def rebuild(conn: Connection) -> None:
    """Throw all facts away and work them out anew, in the open transaction."""
    for table in ("finding_text", "finding_clauses", "finding_facts", "visit_facts", "facts_state"):
        conn.execute(
            f"DELETE FROM {table}"
            if table != "finding_text"
            else "INSERT INTO finding_text (finding_text) VALUES ('delete-all')"
        )
    conn.execute("DELETE FROM temp.stale")
    _write(conn, "visit_facts", _VISIT_COLUMNS, VISITS, "1")
    _write(conn, "finding_facts", _FINDING_COLUMNS, FINDINGS, "1")
    _write_texts(conn, "")
    facts_counts.recount(conn)
    conn.execute("INSERT INTO facts_state VALUES (?)", (VERSION,))


def wrong(conn: Connection) -> tuple[str, ...]:
    """Name the tables of facts that differ from what the other tables say; empty when all is well."""
    found = []
    for table, columns, select in (
        ("visit_facts", _VISIT_COLUMNS, _ORDERED_VISITS),
        ("finding_facts", _FINDING_COLUMNS, FINDINGS),
        ("finding_clauses", ("n", "law", "clause"), CLAUSES),
        *((table, ("*",), select) for table, select in facts_counts.selects().items()),
    ):
        kept = f"SELECT {', '.join(columns)} FROM {table}"
        one_more = f"SELECT 1 FROM (SELECT * FROM ({kept}) EXCEPT SELECT * FROM ({select})) LIMIT 1"
        one_less = f"SELECT 1 FROM (SELECT * FROM ({select}) EXCEPT SELECT * FROM ({kept})) LIMIT 1"
        if conn.execute(one_more).fetchone() or conn.execute(one_less).fetchone():
            found.append(table)
    return tuple(found)
