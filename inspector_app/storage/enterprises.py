# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the enterprise register, and which entry stands for which after entries were merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.merged_enterprises import shown_ids
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, count, fetch, fetch_one, put, whole

COLUMNS = (
    "id", "name", "credit_code", "address", "district", "industry", "person_in_charge", "title", "phone", "note",
    "initials",
)  # fmt: skip

# The entry that is shown for the merged entry `e0`: up to one that was not merged, or whose target is not there;
# of a circle the smallest id (domain.merged_enterprises says the same). Walking as many steps as there are entries
# ends inside the circle; as many again pass through all of it.
_SHOWN = """
WITH RECURSIVE up (id, target) AS (
  SELECT e0.id, e0.merged_into UNION SELECT p.id, p.merged_into FROM up JOIN enterprises p ON p.id = up.target),
size (n) AS (SELECT count(*) FROM up),
walk (id, n) AS (
  SELECT e0.id, 0 UNION ALL
  SELECT p.merged_into, walk.n + 1 FROM walk JOIN enterprises p ON p.id = walk.id
  WHERE walk.n < 2 * (SELECT n FROM size))
SELECT coalesce(
  (SELECT up.id FROM up WHERE NOT EXISTS (SELECT 1 FROM enterprises q WHERE q.id = up.target)),
  (SELECT min(walk.id) FROM walk WHERE walk.n >= (SELECT n FROM size)))
"""


def joined(column: str) -> str:
    """Join, as `e`, the enterprise that is shown for the id in a column; as `e0` the entry itself."""
    return (
        f"JOIN enterprises e0 ON e0.id = {column}"
        f" JOIN enterprises e ON e.id = CASE e0.merged_into WHEN '' THEN e0.id ELSE ({_SHOWN}) END"
    )


def shown(db: Database) -> Mapping[str, str]:
    """Give every merged entry with the one that is shown for it."""
    sql = (
        "SELECT m.id, m.merged_into, t.id IS NULL FROM enterprises m LEFT JOIN enterprises t ON t.id = m.merged_into"
        " WHERE m.merged_into <> ''"
    )
    rows = db.conn.execute(sql).fetchall()
    return shown_ids({str(a): str(b) for a, b, _ in rows}, {str(b) for _, b, is_missing in rows if is_missing})


def shown_id(db: Database, enterprise_id: str) -> str:
    """Give the id of the entry that is shown for one."""
    sql = "SELECT merged_into FROM enterprises WHERE id = ?"
    row = fetch_one(db, sql, [enterprise_id])
    return enterprise_id if row is None or not row["merged_into"] else shown(db).get(enterprise_id, enterprise_id)


def entries_of(db: Database, enterprise_id: str) -> tuple[str, ...]:
    """Give the ids of all entries that are one enterprise, the shown one first."""
    every = shown(db)
    first = every.get(enterprise_id, enterprise_id)
    return (first, *sorted(name for name, main in every.items() if main == first and name != first))


def marks(values: Sequence[object]) -> str:
    """Give a `?` for each value, for an IN list."""
    return ", ".join("?" for _ in values)


def hidden(db: Database) -> frozenset[str]:
    """Give the ids of the entries that lists do not show, because another one stands for them."""
    return frozenset(name for name, main in shown(db).items() if name != main)


def put_enterprise(db: Database, e: Enterprise) -> None:
    """Keep an enterprise; what it was merged into stays."""
    put(db, "enterprises", {**{column: getattr(e, column) for column in COLUMNS}, "visit_cap": e.visit_cap})


def put_merged(db: Database, enterprise_id: str, target: str) -> None:
    """Merge an entry into another one; an empty target separates it again."""
    db.conn.execute(
        "UPDATE enterprises SET merged_into = ? WHERE id = ? AND merged_into <> ?", (target, enterprise_id, target)
    )


def get_entry(db: Database, enterprise_id: str) -> Enterprise | None:
    """Give one entry of the register as it is, merged or not."""
    row = fetch_one(db, "SELECT * FROM enterprises WHERE id = ?", [enterprise_id])
    return None if row is None else from_row(row)


def get_enterprise(db: Database, enterprise_id: str) -> Enterprise | None:
    """Give the enterprise of an entry: the entry that is shown for it."""
    row = fetch_one(db, "SELECT * FROM enterprises WHERE id = ?", [enterprise_id])
    if row is None or not row["merged_into"]:
        return None if row is None else from_row(row)
    return get_entry(db, shown_id(db, enterprise_id))


def with_code(db: Database, credit_code: str) -> Enterprise | None:
    """Give the enterprise with this credit code, or that was merged from an entry with it."""
    return _first(db, "credit_code", credit_code)


def with_name(db: Database, name: str) -> Enterprise | None:
    """Give the enterprise with exactly this name, or that was merged from an entry with it."""
    return _first(db, "name", name)


def _first(db: Database, column: str, value: str) -> Enterprise | None:
    sql = f"SELECT id FROM enterprises WHERE {column} = ? ORDER BY merged_into <> '', id LIMIT 1"
    row = fetch_one(db, sql, [value])
    return None if row is None else get_enterprise(db, str(row["id"]))


def list_enterprises(db: Database) -> tuple[Enterprise, ...]:
    """Give the whole register, by name."""
    not_shown = hidden(db)
    rows = fetch(db, "SELECT * FROM enterprises ORDER BY name")
    return tuple(from_row(row) for row in rows if row["id"] not in not_shown)


def count_enterprises(db: Database) -> int:
    """How many enterprises are registered; merged entries count as one."""
    return count(db, "SELECT count(*) FROM enterprises") - len(hidden(db))


def merged_entries(db: Database) -> Mapping[str, tuple[Enterprise, ...]]:
    """Give the entries that are not shown, by the id of the one that stands for them."""
    found: dict[str, list[Enterprise]] = {}
    for name, main in sorted(shown(db).items()):
        entry = get_entry(db, name) if name != main else None
        if entry is not None:
            found.setdefault(main, []).append(entry)
    return {main: tuple(entries) for main, entries in found.items()}


def from_row(row: Row) -> Enterprise:
    """Read one row."""
    cap = row["visit_cap"]
    return Enterprise(**{column: str(row[column]) for column in COLUMNS}, visit_cap=None if cap is None else whole(cap))


def initials_of(name: str) -> str:
    """Give the pinyin initials of a name, for searching: 重庆化工 -> cqhg; Latin letters and digits stay."""
    # pypinyin's tables take half a second to load, so only writers of the register pay for it.
    from pypinyin import Style, lazy_pinyin

    parts = lazy_pinyin(name, style=Style.FIRST_LETTER)  # what is no Chinese comes back as it is
    return "".join(p for part in parts for p in part.lower() if p.isascii() and p.isalnum())
