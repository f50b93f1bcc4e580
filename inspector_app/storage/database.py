# SPDX-License-Identifier: MulanPSL-2.0
"""Opening a workspace's database: settings, migrations after a verified copy, journal triggers."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage import chains, facts, journal
from inspector_app.storage.driver import Connection, Database, DatabaseError, connect, is_left, translated
from inspector_app.storage.identity import Copied, Identity
from inspector_app.storage.migrations import migrations

FILE_NAME = "inspector.db"


@dataclass(frozen=True, slots=True)
class Opened:
    """The two connections of a workspace, who this device is, and why it may not write (if so)."""

    writer: Database
    reader: Database
    device: str
    incarnation: str
    read_only: Problem | None
    copy: tempfile.TemporaryDirectory[str] | None = None  # where older data on a read-only medium was copied to
    connect_reader: Callable[[], Database] | None = None  # one more connection that cannot write

    def close(self) -> None:
        """Close both; the write-ahead log is folded in, so the file alone is whole."""
        self.reader.conn.close()
        if self.read_only is None:
            with contextlib.suppress(DatabaseError):  # on a full or failing disk the log stays beside the file
                self.writer.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.writer.conn.close()
        if self.copy is not None:
            self.copy.cleanup()


def open_database(folder: Path, *, key: bytes | None, make_id: Callable[[], str], made_at: str) -> Opened:
    """Open or make the database of a folder; brings an older one up to date, after a verified copy.

    Refuses WORKSPACE_DAMAGED, WORKSPACE_KEY, FOLDER_NOT_WRITABLE, DISK_FULL, WORKSPACE_BUSY. A database
    newer than the program opens read-only, with WORKSPACE_NEWER as the reason.
    """
    path = folder / FILE_NAME
    if path.is_file() and not _is_writable(path):
        return _read_only_medium(path, key)
    with translated(path):
        conn = connect(path, key=key)
        if is_left(conn):
            conn.close()
            raise Refused([Problem(code=ProblemCode.WORKSPACE_BUSY, fields={"path": str(folder)})])
        db = Database(conn, execute_plugins=False)
        newer = _newer(db, path)
        if newer is None:
            _migrate(db, folder, key)
            _name_device(conn, make_id, made_at)
            _stay_oneself(conn, folder, make_id, made_at)
            journal.install(db)
            facts.install(conn)
        else:
            conn.execute("PRAGMA query_only = ON")
        device, incarnation = conn.execute("SELECT id, incarnation FROM device").fetchone()

        def read() -> Database:
            return Database(connect(path, key=key, read_only=True), execute_plugins=False)

        return Opened(db, read(), str(device), str(incarnation), newer, connect_reader=read)


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _read_only_medium(path: Path, key: bytes | None) -> Opened:
    """Open what may only be read: a write-protected stick, another person's folder.

    Data of an older program is brought up to date in a copy that is gone when it is closed.
    """
    reason = Problem(code=ProblemCode.FOLDER_NOT_WRITABLE, fields={"path": str(path.parent)})
    copy: tempfile.TemporaryDirectory[str] | None = None
    with translated(path):
        if _is_older(path, key):
            copy = tempfile.TemporaryDirectory(prefix="inspector-app-")
            path = Path(shutil.copyfile(path, Path(copy.name) / FILE_NAME))
            older = connect(path, key=key)
            _apply(Database(older, execute_plugins=False))
            facts.install(older)
            older.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            older.close()

        def read() -> Database:
            return Database(connect(path, key=key, read_only=True, unchanging=True), execute_plugins=False)

        first, second = read(), read()
        device, incarnation = first.conn.execute("SELECT id, incarnation FROM device").fetchone()
    return Opened(first, second, str(device), str(incarnation), reason, copy, read)


def open_for_reading(folder: Path, *, key: bytes | None, reason: Problem) -> Opened:
    """Open data that must not be written any more: damaged, or on a disk that fails. Nothing is brought up to date.

    Refuses WORKSPACE_DAMAGED, WORKSPACE_KEY and the like where not even this is possible.
    """
    path = folder / FILE_NAME

    def read() -> Database:
        return Database(connect(path, key=key, read_only=True), execute_plugins=False)

    with translated(path):
        first = read()
        device, incarnation = first.conn.execute("SELECT id, incarnation FROM device").fetchone()
        return Opened(first, read(), str(device), str(incarnation), reason, connect_reader=read)


def _is_older(path: Path, key: bytes | None) -> bool:
    db = Database(connect(path, key=key, read_only=True, unchanging=True), execute_plugins=False)
    try:
        return bool(migrations.pending(db)) or not facts.is_current(db.conn)
    finally:
        db.conn.close()


def _newer(db: Database, path: Path) -> Problem | None:
    known = {m.name for m in migrations.pending(Database(memory=True, execute_plugins=False))}
    applied = {m.name for m in migrations.applied(db)}
    unknown = sorted(applied - known)
    if not unknown:
        return None
    fields = {"path": str(path), "found": unknown[-1], "known": max(known)}
    return Problem(code=ProblemCode.WORKSPACE_NEWER, fields=fields)


def _migrate(db: Database, folder: Path, key: bytes | None) -> None:
    pending = migrations.pending(db)
    if not pending:
        return
    if migrations.applied(db):
        copy = folder / "backups" / f"before-{pending[0].name}.db"
        verified_copy(db, copy, key)
    _apply(db)


def _apply(db: Database) -> None:
    """Run the pending steps. A table that is made anew is referred to by others: they are checked afterwards."""
    db.conn.execute("PRAGMA foreign_keys = OFF")
    try:
        migrations.apply(db)
        if db.conn.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise DatabaseError("database disk image is malformed: a reference lost its row")
    finally:
        db.conn.execute("PRAGMA foreign_keys = ON")


def verified_copy(db: Database, target: Path, key: bytes | None) -> None:
    """Write a whole copy of the database, under the same key, and read it again. Refuses WORKSPACE_DAMAGED."""
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    db.conn.execute("VACUUM INTO ?", (str(target),))
    check = connect(target, key=key)
    try:
        if check.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Refused([Problem(code=ProblemCode.WORKSPACE_DAMAGED, fields={"path": str(target), "detail": ""})])
    finally:
        check.close()


def _name_device(conn: Connection, make_id: Callable[[], str], made_at: str) -> None:
    if conn.execute("SELECT count(*) FROM device").fetchone()[0] == 0:
        conn.execute("INSERT INTO device VALUES (?, ?, ?)", (make_id(), make_id(), made_at))


def _stay_oneself(conn: Connection, folder: Path, make_id: Callable[[], str], now: str) -> None:
    """Begin a new incarnation in a folder that was copied or set back: its numbers would be given twice."""
    identity = Identity(folder)
    copied = identity.check(conn)
    if copied is Copied.NO and identity.is_noted(conn):
        return
    conn.execute("BEGIN IMMEDIATE")
    if copied is not Copied.NO:
        chains.begin_incarnation(conn, make_id())
        conn.execute(
            "INSERT INTO membership VALUES ('copied', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (f"{copied.value} {now}",),
        )
    identity.write(conn)
    conn.execute("COMMIT")


def damage(db: Database) -> str:
    """Check every page and reference; empty when all is well."""
    found = db.conn.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        return str(found)
    broken = db.conn.execute("PRAGMA foreign_key_check").fetchone()
    return "" if broken is None else f"foreign key: {broken[0]}"


def schema_text(db: Database) -> str:
    """Give the whole schema as text, as `schema.sql` keeps it."""
    rows = db.conn.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '\\_%' ESCAPE '\\'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, tbl_name, name"
    )
    return "".join(f"{row[0]};\n\n" for row in rows)
