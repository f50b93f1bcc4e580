# SPDX-License-Identifier: MulanPSL-2.0
"""Below the window: pages of ledgers, filters, sorts, search, figures, exports, imports; each beside its reference."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from sqlcipher3 import dbapi2 as sqlite

from inspector_app.domain.change import Op
from inspector_app.domain.figures import Dimension, Period
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.ledgers import due, inspections, ledger, ledger_export, statistics, today
from inspector_app.storage.bulk import insert_many
from inspector_app.workspace import Workspace, open_workspace
from tests.bench.city.measure import Series, Table

FINDINGS = LedgerName.FINDINGS
PAGE = 128
FILTERS: tuple[dict[str, str], ...] = (
    {}, {"district": "云溪区"}, {"sector": "hazmat"}, {"status": "ordered"}, {"colour": "red"}, {"grade": "major"},
    {"district": "新港区", "sector": "other"}, {"from": "2025-06-01", "to": "2025-06-30"}, {"supervised": "yes"},
)  # fmt: skip
WORDS = ("灭火", "器", "安全阀", "配电室12号", "yxq", "C3", "消防泵房 缺少")


def measure(ws: Workspace, table: Table, place: Path) -> None:
    """Measure everything that needs no window."""
    _pages(ws, table)
    _search(ws, table)
    _figures(ws, table)
    _lists(ws, table)
    _exports(ws, table, place)
    _import(ws, table, place)


def _pages(ws: Workspace, table: Table) -> None:
    every = LedgerQuery(ledger=FINDINGS)
    total = ledger.count(ws, every)
    table.note("findings in the ledger", f"{total:,}")
    table.measure(
        "ledger of findings, first page", lambda: ledger.page(ws, every, 0, PAGE), goal="≤ 16 ms p95",
        against={"all rows read": lambda: _wide(ws, 10_000)},
    )  # fmt: skip
    table.measure("count of all", lambda: ledger.count(ws, every), goal="≤ 16 ms p95")
    chance = Random(1)
    table.measure(
        "page anywhere (thumb jump)", lambda: ledger.page(ws, every, chance.randrange(total), PAGE), rounds=40,
        goal="≤ 16 ms p95", against={"OFFSET over the joined rows": lambda: _joined(ws, chance.randrange(total))},
    )  # fmt: skip
    filtered, sorted_ = Series(), Series()
    for filters in FILTERS:
        query = LedgerQuery(ledger=FINDINGS, filters=filters)
        for _ in range(4):
            _timed(filtered, lambda query=query: (ledger.count(ws, query), ledger.page(ws, query, 0, PAGE)))
    table.add("any filter: count and first page", filtered, goal="≤ 100 ms p95")
    for column in ledger.columns_of(FINDINGS):
        if column.sortable:
            for descending in (False, True):
                query = LedgerQuery(ledger=FINDINGS, sort=column.key, descending=descending)
                for offset in (0, total // 2):
                    _timed(sorted_, lambda query=query, offset=offset: ledger.page(ws, query, offset, PAGE))
    table.add("any sort: first page and the middle", sorted_, goal="≤ 100 ms p95")


def _timed(series: Series, act: Callable[[], object]) -> None:
    began = time.perf_counter()
    act()
    series.wall.append((time.perf_counter() - began) * 1000)


def _wide(ws: Workspace, most: int) -> int:
    """Read rows as a table of all of them would: the reference, over its first ten thousand."""
    with ws.reader() as db:
        sql = "SELECT f.*, e.name FROM findings f JOIN inspections i ON i.id = f.inspection_id"
        rows = db.conn.execute(f"{sql} JOIN enterprises e ON e.id = i.enterprise_id LIMIT {most}").fetchall()
    return len(rows)


def _joined(ws: Workspace, offset: int) -> int:
    with ws.reader() as db:
        sql = "SELECT f.*, e.name FROM findings f JOIN inspections i ON i.id = f.inspection_id"
        sql += " JOIN enterprises e ON e.id = i.enterprise_id ORDER BY f.found_at DESC, f.id LIMIT 128 OFFSET ?"
        return len(db.conn.execute(sql, (offset,)).fetchall())


def _search(ws: Workspace, table: Table) -> None:
    found = Series()
    for word in WORDS:
        query = LedgerQuery(ledger=FINDINGS, search=word)
        for _ in range(5):
            _timed(found, lambda query=query: (ledger.count(ws, query), ledger.page(ws, query, 0, PAGE)))
    table.add("search of 1, 2, 3 and more signs: count and first page", found, goal="≤ 100 ms p95")
    query = LedgerQuery(ledger=FINDINGS, search="灭火")
    table.measure(
        "count of a search for two signs", lambda: ledger.count(ws, query), goal="≤ 0.1 of LIKE",
        against={"LIKE over the wordings": lambda: _like(ws, "灭火")},
    )  # fmt: skip


def _like(ws: Workspace, word: str) -> int:
    with ws.reader() as db:
        sql = "SELECT count(*) FROM findings WHERE description LIKE ? OR measure LIKE ? OR place LIKE ?"
        return int(db.conn.execute(sql, [f"%{word}%"] * 3).fetchone()[0])


def _figures(ws: Workspace, table: Table) -> None:
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    odd = Period(date(2025, 2, 11), date(2025, 9, 17))
    table.measure("one scan of all findings, as a reference of figures", lambda: _scan(ws), rounds=5)
    asked: dict[str, Callable[[], object]] = {
        "all figures of the year": lambda: statistics.figures(ws, year),
        "all figures of odd days": lambda: statistics.figures(ws, odd),
        **{f"figures by {d.value}": lambda d=d: statistics.by(ws, year, d) for d in Dimension},
        "figures month by month": lambda: statistics.series(ws, year),
    }
    for what, act in asked.items():
        first, again = Series(), Series()
        act()
        for n in range(5):
            ws.put_session_value("bench", f"{what} {n}")  # what was remembered is forgotten
            _timed(first, act)
            _timed(again, act)
        table.add(f"{what}, asked first after something was written", first)
        table.add(f"{what}, asked again", again, goal="≤ 60 ms")


def _scan(ws: Workspace) -> object:
    with ws.reader() as db:
        return db.conn.execute(
            "SELECT e.district, f.status, count(*) FROM findings f JOIN inspections i ON i.id = f.inspection_id"
            " JOIN enterprises e ON e.id = i.enterprise_id GROUP BY 1, 2"
        ).fetchall()


def _lists(ws: Workspace, table: Table) -> None:
    table.measure("what today shows", lambda: today.today(ws), goal="≤ 100 ms")
    table.measure("due list", lambda: due.due_list(ws, ws.today()), rounds=5, goal="≤ 300 ms")
    table.measure("inspections to go on with", lambda: inspections.current(ws), goal="≤ 100 ms")
    for name in LedgerName:
        query = LedgerQuery(ledger=name)
        table.measure(f"ledger {name.value}: count and first page", lambda query=query: (
            ledger.count(ws, query), ledger.page(ws, query, 0, PAGE)), rounds=7, goal="≤ 100 ms p95")  # fmt: skip


def _exports(ws: Workspace, table: Table, place: Path) -> None:
    for suffix in ("csv", "xlsx"):
        path = place / f"findings.{suffix}"
        query = LedgerQuery(ledger=FINDINGS)
        table.measure(
            f"all findings as {suffix.upper()}",
            lambda path=path, query=query: ledger_export.export_ledger(ws, query, path), rounds=1, warm=False,
        )  # fmt: skip
        table.note(f"its size ({suffix.upper()})", f"{path.stat().st_size / 1e6:.1f} MB")


def _import(ws: Workspace, table: Table, place: Path) -> None:
    """Twenty thousand rows through the journal, beside the same rows by bare SQLite."""
    rows = [
        {"id": f"bench{n:08d}", "name": f"测试导入第{n}有限公司", "credit_code": "", "address": "某路1号",
         "district": "云溪区", "industry": "工贸", "person_in_charge": "", "title": "", "phone": "", "note": "",
         "initials": "csdr"}
        for n in range(20_000)
    ]  # fmt: skip

    def ours() -> None:
        with ws.operation(Op.IMPORT_ENTERPRISES) as step:
            insert_many(step.db, "enterprises", rows)
            step.db.conn.execute("DELETE FROM enterprises WHERE id LIKE 'bench%'")

    def bare() -> None:
        conn = sqlite.connect(place / "bare.db")
        conn.execute("PRAGMA journal_mode = WAL")
        columns = ", ".join(f"{c} TEXT" for c in rows[0])
        conn.execute(f"CREATE TABLE IF NOT EXISTS enterprises ({columns})")
        with conn:
            marks = ", ".join("?" for _ in rows[0])
            conn.executemany(f"INSERT INTO enterprises VALUES ({marks})", [tuple(r.values()) for r in rows])
            conn.execute("DELETE FROM enterprises")
        conn.close()

    table.measure(
        "20,000 enterprises in and out again in one act, journalled", ours, rounds=3,
        against={"bare rows without journal or index": bare},
    )  # fmt: skip


if __name__ == "__main__":
    made = Table()
    opened = open_workspace(Path(sys.argv[1]))
    measure(opened, made, Path(sys.argv[3]))
    opened.close()
    made.keep(Path(sys.argv[2]))
