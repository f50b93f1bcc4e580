# SPDX-License-Identifier: MulanPSL-2.0
"""Taking in other laptops' operations: each once, in its chain's order, after what its author had seen.

An operation that comes too early waits in `waiting_operations`; one that is known is passed over; one that
contradicts what is known (the same place in a chain, another hash) is refused, and nothing of the part is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.change import Change, Operation
from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import BlockState
from inspector_app.storage import chains, membership
from inspector_app.storage.chains import GENESIS, Mark
from inspector_app.storage.driver import Database, IntegrityError
from inspector_app.storage.journal_rows import OPERATION_COLUMNS, change_text, digest, op_of, operation_row, read_change
from inspector_app.storage.merged_rows import MergedRows, RowKey
from inspector_app.storage.row_rules import RowRules, operation_faults
from inspector_app.storage.tables import FILE_COLUMNS

OF_THE_OFFICE = frozenset({"devices", "unit_files"})


class Taken(StrEnum):
    """What became of an operation that was handed in."""

    APPLIED = "applied"
    KNOWN = "known"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file that a row names; it may come later than the row, or not at all."""

    sha256: str
    kind: str  # pdf, photo, pack, blob
    bytes: int  # 0 where the row does not say
    table: str
    row_id: str
    device: str


class Merger:
    """Takes in operations inside an open transaction; `touched`, `files` and counts say what came of it.

    `db` is the database of that transaction, for what the caller notes in this laptop's own books.
    """

    def __init__(self, db: Database, *, bundle: str, at: str, new_id: Callable[[], str]) -> None:
        self.db = db
        self._conn = conn = db.conn
        self._bundle = bundle
        self._new_id = new_id
        self._at = at
        self._rows = MergedRows(conn)
        self._rules = RowRules(conn)
        self._office = membership.value(db, "office_device")
        self._marks: dict[Chain, Mark] = chains.marks(conn)
        device, incarnation = conn.execute("SELECT id, incarnation FROM device").fetchone()
        self._own: Chain = (str(device), str(incarnation))
        self.new_incarnation = ""  # this laptop's, where its own later operations came back: it had been set back
        self.touched: dict[str, set[str]] = {}
        self.files: list[NamedFile] = []
        self.spoiled: list[Problem] = []  # operations that waited and could not be taken in when their turn came
        self.applied = 0
        self.known = 0
        self.waiting = 0

    def take(self, operation: Operation, changes: Sequence[Change]) -> Taken:
        """Take in one operation. Refuses BUNDLE_CHANGED (hash), BUNDLE_FORKED (chain) and BUNDLE_MALFORMED."""
        if digest(operation, changes) != operation.hash:
            raise _refusal(ProblemCode.BUNDLE_CHANGED, operation)
        have = self._marks.get((operation.device, operation.incarnation))
        if have is not None and operation.seq <= have.seq:
            self._must_be_same(operation)
            self.known += 1
            return Taken.KNOWN
        self._must_be_sound(operation, changes)
        if (operation.device, operation.incarnation) == self._own:
            self._own = (self._own[0], self._new_id())
            self.new_incarnation = self._own[1]
            chains.begin_incarnation(self._conn, self.new_incarnation)
        if not self._is_next(operation):
            self._keep_waiting(operation, changes)
            self.waiting += 1
            return Taken.WAITING
        self._apply(operation, changes)
        return Taken.APPLIED

    def take_waiting(self) -> int:
        """Apply what waited and need wait no longer; gives how many.

        One that turns out to be wrong is dropped and told in `spoiled`: it must not spoil the part that woke it.
        """
        before = self.applied
        progress = True
        while progress:
            progress = False
            for device, incarnation in self._waiting_chains():
                while self._take_next_waiting(device, incarnation):
                    progress = True
        return self.applied - before

    def _waiting_chains(self) -> list[Chain]:
        rows = self._conn.execute("SELECT DISTINCT device, incarnation FROM waiting_operations ORDER BY 1, 2")
        return [(str(d), str(i)) for d, i in rows]

    def _take_next_waiting(self, device: str, incarnation: str) -> bool:
        have = self._marks.get((device, incarnation))
        key = (device, incarnation, (have.seq if have else 0) + 1)
        where = "device = ? AND incarnation = ? AND seq = ?"
        row = self._conn.execute(f"SELECT content FROM waiting_operations WHERE {where}", key).fetchone()
        if row is None:
            return False
        operation, changes = _thawed(row[0])
        files = len(self.files)
        self._conn.execute("SAVEPOINT waiting")
        try:
            if not self._is_next(operation):
                self._conn.execute("RELEASE waiting")
                return False
            self._apply(operation, changes)
        except Refused as refused:
            self._conn.execute("ROLLBACK TO waiting")
            self._conn.execute(f"DELETE FROM waiting_operations WHERE {where}", key)
            self._marks.pop((device, incarnation), None)
            if have is not None:
                self._marks[device, incarnation] = have
            del self.files[files:]
            self.spoiled.extend(refused.problems)
        self._conn.execute("RELEASE waiting")
        return True

    def _is_next(self, operation: Operation) -> bool:
        """Whether the operation before it and all that its author had seen are here; a chain that forks is refused."""
        have = self._marks.get((operation.device, operation.incarnation))
        seq, prev = (have.seq, have.hash) if have else (0, GENESIS)
        if operation.seq != seq + 1:
            return False
        if operation.prev_hash != prev:
            raise _refusal(ProblemCode.BUNDLE_FORKED, operation)
        return not chains.behind(self._marks, chains.seen_by(operation.saw).items())

    def _must_be_same(self, operation: Operation) -> None:
        row = self._conn.execute(
            "SELECT hash FROM operations WHERE device = ? AND incarnation = ? AND seq = ?",
            (operation.device, operation.incarnation, operation.seq),
        ).fetchone()
        if row is None or row[0] != operation.hash:
            raise _refusal(ProblemCode.BUNDLE_FORKED, operation)

    def _must_be_sound(self, operation: Operation, changes: Sequence[Change]) -> None:
        faults = operation_faults(operation)
        faults.extend(fault for change in changes for fault in self._rules.faults(change))
        if self._office and operation.device != self._office:  # who belongs to the unit, the office alone says
            faults.extend(f"{c.table}: only the office" for c in changes if _is_of_the_office(c))
        ordinals = [change.ordinal for change in changes]
        if not changes or ordinals != sorted(set(ordinals)):
            faults.append("changes")
        if faults:
            raise _refusal(ProblemCode.BUNDLE_MALFORMED, operation, detail=faults[0])

    def _keep_waiting(self, operation: Operation, changes: Sequence[Change]) -> None:
        key = (operation.device, operation.incarnation, operation.seq)
        where = "device = ? AND incarnation = ? AND seq = ?"
        row = self._conn.execute(f"SELECT hash FROM waiting_operations WHERE {where}", key).fetchone()
        if row is not None and row[0] != operation.hash:
            raise _refusal(ProblemCode.BUNDLE_FORKED, operation)
        if row is None:
            content = _frozen(operation, changes)
            values = (*key, operation.hash, content, self._bundle, self._at)
            self._conn.execute("INSERT INTO waiting_operations VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def _apply(self, operation: Operation, changes: Sequence[Change]) -> None:
        """Write an operation and its rows. Refuses BUNDLE_MALFORMED for what the tables cannot hold together."""
        try:
            self._write(operation, changes)
        except IntegrityError as error:
            raise _refusal(ProblemCode.BUNDLE_MALFORMED, operation, detail=str(error)[:80]) from error
        self.applied += 1

    def _write(self, operation: Operation, changes: Sequence[Change]) -> None:
        conn = self._conn
        marks = ", ".join("?" for _ in operation_row(operation))
        conn.execute(f"INSERT INTO operations ({OPERATION_COLUMNS}) VALUES ({marks})", operation_row(operation))
        conn.executemany(
            "INSERT INTO changes (operation_id, ordinal, table_name, row_id, old, new) VALUES (?, ?, ?, ?, ?, ?)",
            [(operation.id, c.ordinal, c.table, c.row_id, change_text(c.old), change_text(c.new)) for c in changes],
        )
        chain = (operation.device, operation.incarnation)
        chains.put_sightings(conn, chain, operation.seq, operation.saw)
        mark = Mark(device=chain[0], incarnation=chain[1], seq=operation.seq, hash=operation.hash)
        chains.put_mark(conn, mark)
        self._marks[chain] = mark
        again: set[RowKey] = set()
        for change in changes:
            self._note(operation, change)
            if not self._applied_plainly(operation, change):
                again.add((change.table, change.row_id))
        self._rows.refresh(again)
        self._rows.refresh_after(changes)
        for change in changes:
            if change.new is not None and self._rows.is_dangling(change.table, change.row_id, change.new):
                raise _refusal(ProblemCode.BUNDLE_MALFORMED, operation, detail=f"{change.table}: refers to nothing")
        conn.execute(
            "DELETE FROM waiting_operations WHERE device = ? AND incarnation = ? AND seq = ?", (*chain, operation.seq)
        )

    def _applied_plainly(self, operation: Operation, change: Change) -> bool:
        """Write a change straight to a row that only this chain ever touched; else it must be worked out."""
        if change.new is None or not self._rows.is_of_one_chain(
            change.table, change.row_id, operation.device, operation.incarnation
        ):
            return False
        if change.old is None:
            columns = ", ".join(change.new)
            marks = ", ".join("?" for _ in change.new)
            sql = f"INSERT INTO {change.table} ({columns}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING"
            written = self._conn.execute(sql, tuple(change.new.values())).rowcount == 1
        else:
            sets = ", ".join(f"{column} = ?" for column in change.new)
            sql = f"UPDATE {change.table} SET {sets} WHERE id = ?"
            written = self._conn.execute(sql, (*change.new.values(), change.row_id)).rowcount == 1
        if written and self._rows.has_references(change.table):
            self._rows.refresh(self._rows.missing_parents(change.table, change.new))
        return written

    def _note(self, operation: Operation, change: Change) -> None:
        self.touched.setdefault(change.table, set()).add(change.row_id)
        for table, column, kind in FILE_COLUMNS:
            sha256 = str((change.new or {}).get(column) or "") if table == change.table else ""
            if sha256:
                size = (change.new or {}).get("bytes")
                self.files.append(
                    NamedFile(
                        sha256=sha256, kind=kind, bytes=size if isinstance(size, int) else 0, table=table,
                        row_id=change.row_id, device=operation.device,
                    )
                )  # fmt: skip


def read_operation(
    content: Sequence[object], changes: Sequence[Sequence[object]]
) -> tuple[Operation, tuple[Change, ...]]:
    """Read an operation as bundles carry it. Raises ValueError, TypeError or KeyError when it has another shape."""
    if len(content) != 12:
        raise ValueError("operation")
    texts = [content[n] for n in (0, 1, 2, 4, 5, 6, 7, 8, 10, 11)]
    if not all(isinstance(t, str) and len(t) <= 100_000 for t in texts):
        raise ValueError("operation")
    seq, offset = content[3], content[9]
    if not isinstance(seq, int) or not isinstance(offset, int) or isinstance(seq, bool) or seq < 1:
        raise ValueError("operation numbers")
    operation = Operation(
        id=str(content[0]), device=str(content[1]), incarnation=str(content[2]), seq=seq,
        prev_hash=str(content[4]), hash=str(content[5]), name=op_of(str(content[6])), actor=str(content[7]),
        at=str(content[8]), utc_offset=offset, undoes=str(content[10]), saw=str(content[11]),
    )  # fmt: skip
    _check_saw(operation.saw)
    return operation, tuple(read_change(operation.id, change) for change in changes)


def _is_of_the_office(change: Change) -> bool:
    """Whether only the office may do this: enrol, publish, give out numbers."""
    gives_numbers = change.table == "number_blocks" and change.old is None and change.new is not None
    return change.table in OF_THE_OFFICE or (gives_numbers and (change.new or {}).get("state") == BlockState.LEASED)


def _check_saw(text: str) -> None:
    """Raise ValueError where `saw` is not a list of chains with whole numbers."""
    rows = json.loads(text) if text else []
    if not isinstance(rows, list):
        raise ValueError("saw")
    for row in rows:
        device, incarnation, seq = row
        if not (isinstance(device, str) and isinstance(incarnation, str) and type(seq) is int and 0 < seq <= 1 << 53):
            raise ValueError("saw")


def _frozen(operation: Operation, changes: Sequence[Change]) -> str:
    content = [
        list(operation_row(operation)),
        [[c.ordinal, c.table, c.row_id, c.old, c.new] for c in changes],
    ]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _thawed(text: str) -> tuple[Operation, tuple[Change, ...]]:
    head, changes = json.loads(text)
    return read_operation(head, changes)


def _refusal(code: ProblemCode, operation: Operation, detail: str = "") -> Refused:
    fields = {
        "device": operation.device, "incarnation": operation.incarnation, "seq": str(operation.seq), "detail": detail,
    }  # fmt: skip
    return Refused([Problem(code=code, where=f"{operation.device}/{operation.seq}", fields=fields)])
