# SPDX-License-Identifier: MulanPSL-2.0
"""Defects on purpose in how data is kept: what is flushed, in which order, in how many transactions."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Migrations

from inspector_app.domain.problems import Refused
from inspector_app.operations import files as named_files
from inspector_app.storage import database, documents, facts, file_store, journal
from inspector_app.storage.driver import Database
from inspector_app.storage.file_store import FileStore, StoredFile, sm3
from inspector_app.workspace import Workspace, opening

Patch = Callable[[], None]


def _connected(*pragmas: str) -> None:
    """Set other options on every writing connection."""
    connect = database.connect

    def other(path: Path, **more: Any) -> Any:
        conn = connect(path, **more)
        if not more.get("read_only"):
            for pragma in pragmas:
                conn.execute(f"PRAGMA {pragma}")
        return conn

    database.connect = other


class _Os:
    """The module `os` with another fsync."""

    def __init__(self, fsync: Callable[[int], None]) -> None:
        self.fsync = fsync

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


def _files_not_flushed() -> None:
    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            os.fsync(handle)

    file_store.os = _Os(fsync)  # type: ignore[assignment]


def _flush_faults_ignored() -> None:
    def fsync(handle: int) -> None:
        with contextlib.suppress(OSError):
            os.fsync(handle)

    file_store.os = _Os(fsync)  # type: ignore[assignment]


def _folders_not_flushed() -> None:
    file_store.flush_folder = lambda _: None


def _new_folders_not_flushed() -> None:
    def make(path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)

    file_store.make_folder = make
    opening.make_folder = make  # type: ignore[attr-defined]


def _written_in_place() -> None:
    """Write originals under their name, and believe what has a name."""

    def keep(store: FileStore, data: bytes) -> StoredFile:
        found = named(data)
        target = store.path(found.sha256)
        if not target.is_file():
            with file_store.faults_of(target):
                file_store.make_folder(target.parent)
                target.write_bytes(data)
        return found

    FileStore.keep = keep  # type: ignore[method-assign]


def named(data: bytes) -> StoredFile:
    """Name bytes without keeping them."""
    import hashlib

    return StoredFile(sha256=hashlib.sha256(data).hexdigest(), sm3=sm3(data), bytes=len(data))


def _row_before(start: bytes) -> None:
    """Keep files that begin so only after their row is kept."""
    keep, operation = FileStore.keep, Workspace.operation
    waiting: list[bytes] = []

    def later(store: FileStore, data: bytes) -> StoredFile:
        if not data.startswith(start):
            return keep(store, data)
        waiting.append(data)
        return named(data)

    @contextlib.contextmanager
    def first(ws: Workspace, *words: Any, **more: Any) -> Iterator[Any]:
        with operation(ws, *words, **more) as step:
            yield step
        for data in waiting:
            keep(ws.files, data)
        waiting.clear()

    FileStore.keep = later  # type: ignore[method-assign]
    Workspace.operation = first  # type: ignore[method-assign, assignment]


def _write_faults_ignored() -> None:
    keep = FileStore.keep

    def careless(store: FileStore, data: bytes) -> StoredFile:
        try:
            return keep(store, data)
        except Refused:
            return named(data)

    FileStore.keep = careless  # type: ignore[method-assign]


def _paper_written_in_place() -> None:
    def save(path: Path, data: bytes) -> None:
        with file_store.faults_of(path):
            path.write_bytes(data)

    from inspector_app.cli import documents as commands

    named_files.save_file = save
    commands.save_file = save  # type: ignore[attr-defined]


class _Conn:
    """A connection that does something else for some statements."""

    def __init__(self, conn: Any, other: Callable[[Any, str], bool]) -> None:
        self._conn, self._other = conn, other

    def execute(self, sql: str, *more: Any) -> Any:
        if self._other(self._conn, sql):
            return None
        return self._conn.execute(sql, *more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conn, name)


def _finishing(other: Callable[[Any, str], bool]) -> None:
    """Finish operations over such a connection."""
    finish = journal.finish
    journal.finish = lambda conn, *more: finish(_Conn(conn, other), *more)


def _acknowledged_before_commit() -> None:
    """Commit an operation when the next one begins."""
    _finishing(lambda _, sql: sql == "COMMIT")
    operation = Workspace.operation

    @contextlib.contextmanager
    def late(ws: Workspace, *words: Any, **more: Any) -> Iterator[Any]:
        conn = ws._opened.writer.conn
        if conn.in_transaction:
            conn.execute("COMMIT")
        with operation(ws, *words, **more) as step:
            yield step

    Workspace.operation = late  # type: ignore[method-assign, assignment]


def _journal_row_late() -> None:
    """Commit the changes, and then the row of the journal."""
    _connected("foreign_keys = OFF")

    def other(conn: Any, sql: str) -> bool:
        if sql.startswith("INSERT INTO operations"):
            conn.execute("COMMIT")
            conn.execute("BEGIN IMMEDIATE")
        return False

    _finishing(other)


def _order_in_three_transactions() -> None:
    _connected("foreign_keys = OFF")
    put_document, put_line = documents.put_document, documents.put_line

    def alone(put: Callable[..., None]) -> Callable[..., None]:
        def putting(db: Database, *words: Any) -> None:
            put(db, *words)
            db.conn.execute("COMMIT")
            db.conn.execute("BEGIN IMMEDIATE")

        return putting

    documents.put_document, documents.put_line = alone(put_document), alone(put_line)


def _facts_late() -> None:
    """Work the facts of lists and figures out after the commit."""
    settle, operation = facts.settle, Workspace.operation
    facts.settle = lambda _: None  # type: ignore[assignment]

    @contextlib.contextmanager
    def late(ws: Workspace, *words: Any, **more: Any) -> Iterator[Any]:
        with operation(ws, *words, **more) as step:
            yield step
        settle(ws._opened.writer.conn)

    Workspace.operation = late  # type: ignore[method-assign, assignment]


def _counted_ahead() -> None:
    """Write how far the journal has come before it has."""
    operation = Workspace.operation

    @contextlib.contextmanager
    def ahead(ws: Workspace, *words: Any, **more: Any) -> Iterator[Any]:
        with ws.reader() as db:
            seq = db.conn.execute("SELECT max(seq) FROM operations").fetchone()[0] or 0
        ws._identity.count(int(seq) + 1, ws.incarnation)
        with operation(ws, *words, **more) as step:
            yield step

    Workspace.operation = ahead  # type: ignore[method-assign, assignment]


def _naive_migration() -> None:
    """Every statement of a migration is a transaction of its own."""
    Database.atomic = lambda _: contextlib.nullcontext()


def _migration_marked_first() -> None:
    """Note a migration as done, then do it."""

    def apply(own: Migrations, db: Database, **_: Any) -> None:
        own.ensure_migrations_table(db)
        for migration in own.pending(db):
            own._record_applied(db, migration.name)
            with db.atomic():
                migration.fn(db)

    Migrations.apply = apply  # type: ignore[method-assign, assignment]


STORE: Mapping[str, Patch] = {
    "synchronous_normal": lambda: _connected("synchronous = NORMAL"),
    "synchronous_off": lambda: _connected("synchronous = OFF"),
    "journal_deleted": lambda: _connected("journal_mode = DELETE", "synchronous = FULL"),
    "files_not_flushed": _files_not_flushed,
    "flush_faults_ignored": _flush_faults_ignored,
    "folders_not_flushed": _folders_not_flushed,
    "new_folders_not_flushed": _new_folders_not_flushed,
    "written_in_place": _written_in_place,
    "row_before_photo": lambda: _row_before(b"\xff\xd8"),
    "row_before_pdf": lambda: _row_before(b"%PDF"),
    "write_faults_ignored": _write_faults_ignored,
    "paper_written_in_place": _paper_written_in_place,
    "acknowledged_before_commit": _acknowledged_before_commit,
    "journal_row_late": _journal_row_late,
    "order_in_three_transactions": _order_in_three_transactions,
    "facts_late": _facts_late,
    "counted_ahead": _counted_ahead,
    "naive_migration": _naive_migration,
    "migration_marked_first": _migration_marked_first,
}
