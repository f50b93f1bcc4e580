# SPDX-License-Identifier: MulanPSL-2.0
"""Reading what can still be read of a damaged database: row by row, past the bad pages, on new connections.

One bad page may spoil every later answer of a connection (promises.md 3.2), so after a fault the file is opened anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.storage.driver import UNREADABLE, Connection, connect
from inspector_app.storage.sealed import DataKey

STEP = 200  # rows read at once while all is well
MOST_TRIES = 2_000  # faults of one table after which the rest of it is given up
FIRST, FURTHEST = -(2**62), 2**40  # row numbers


@dataclass(slots=True)
class Gap:
    """What could not be read: a table, after which row it began, and how many row numbers it spans (0: unknown)."""

    table: str
    after: int
    rows: int


@dataclass(slots=True)
class Salvage:
    """One damaged database, and what was found to be unreadable in it."""

    path: Path
    key: DataKey | None
    gaps: list[Gap] = field(default_factory=list)

    def tables(self) -> tuple[str, ...]:
        """Name the tables that are known. Raises DatabaseError where not even one can be read."""
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        found: list[str] = []
        with self._connection() as conn:
            try:
                found.extend(str(row[0]) for row in conn.execute(sql))
            except UNREADABLE:
                if not found:
                    raise
                self.gaps.append(Gap("sqlite_master", len(found), 0))
        return tuple(sorted(found))

    def rows(self, table: str) -> Iterator[Mapping[str, object]]:
        """Give the rows of a table that can be read; what cannot is noted in `gaps`."""
        try:
            columns, numbered = self._shape(table)
        except UNREADABLE:
            self.gaps.append(Gap(table, 0, 0))
            return
        if not columns:
            return
        if not numbered:
            yield from self._from_both_ends(table, columns)
            return
        yield from self._by_number(table, columns)

    def _shape(self, table: str) -> tuple[list[str], bool]:
        with self._connection() as conn:
            columns = [str(row[1]) for row in conn.execute(f'PRAGMA table_info("{table}")')]
            try:
                conn.execute(f'SELECT rowid FROM "{table}" LIMIT 0')
            except UNREADABLE as error:
                if "no such column" not in str(error):
                    raise
                return columns, False
        return columns, True

    def _by_number(self, table: str, columns: list[str]) -> Iterator[Mapping[str, object]]:
        words = ", ".join(f'"{c}"' for c in columns)
        sql = f'SELECT rowid, {words} FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT ?'
        after = FIRST
        for _ in range(MOST_TRIES):
            is_cut = False
            while not is_cut:
                found, is_cut = self._take(sql, after, STEP)
                for row in found:
                    after = int(str(row[0]))
                    yield dict(zip(columns, row[1:], strict=True))
                if not is_cut and len(found) < STEP:
                    return
            further = self._next_readable(sql, max(after, 0))
            self.gaps.append(Gap(table, max(after, 0), 0 if further is None else max(further - max(after, 0) - 1, 1)))
            if further is None:
                return
            after = further - 1

    def _next_readable(self, sql: str, after: int) -> int | None:
        """Find the first row behind a fault that can be read: ever further on, then back by halves."""
        near, far, found = 0, 1, None
        while far < FURTHEST:
            rows, is_cut = self._take(sql, after + far, 1)
            if rows:
                found = int(str(rows[0][0]))
                break
            if not is_cut:
                return None  # the table ends in the fault
            near, far = far, far * 2
        while found is not None and far - near > 1:
            middle = (near + far) // 2
            rows, _ = self._take(sql, after + middle, 1)
            if rows:
                far, found = middle, int(str(rows[0][0]))
            else:
                near = middle
        return found

    def _take(self, sql: str, after: int, count: int) -> tuple[list[tuple[object, ...]], bool]:
        """Read some rows, and say whether a fault ended it."""
        found: list[tuple[object, ...]] = []
        try:
            with self._connection() as conn:
                cursor = conn.execute(sql, (after, count))
                while (row := cursor.fetchone()) is not None:
                    found.append(tuple(row))
        except UNREADABLE:
            return found, True
        return found, False

    def _from_both_ends(self, table: str, columns: list[str]) -> Iterator[Mapping[str, object]]:
        seen: set[tuple[object, ...]] = set()
        is_cut = False
        for order in ("ASC", "DESC"):
            with self._connection() as conn:
                try:
                    for row in conn.execute(f'SELECT * FROM "{table}" ORDER BY 1 {order}'):
                        if tuple(row) not in seen:
                            seen.add(tuple(row))
                            yield dict(zip(columns, row, strict=True))
                except UNREADABLE:
                    is_cut = True
            if not is_cut:
                return
        self.gaps.append(Gap(table, 0, 0))

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Connection]:
        conn = connect(self.path, key=self.key.database if self.key else None, read_only=True, broken=True)
        conn.execute("PRAGMA cell_size_check = OFF")
        conn.text_factory = _as_text
        try:
            yield conn
        finally:
            conn.close()


def _as_text(data: bytes) -> str:
    """Read text whose bytes may be spoilt."""
    return data.decode("utf-8", "replace")
