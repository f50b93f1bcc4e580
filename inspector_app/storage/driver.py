# SPDX-License-Identifier: MulanPSL-2.0
"""The one SQLite of the process: sqlcipher3, with sqlite-utils on its connection.

Two copies of SQLite in one process break the file lock (promises.md 0.3), and SQLite before 3.51.3 has
the WAL-reset race, so this is the only module that imports a driver, and it checks the version.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

# sqlite-utils prefers a module of this name over the standard library's; without it, it would load a
# second SQLite and would not recognise this driver's exceptions.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi2

from sqlite_utils import Database, Migrations  # noqa: E402

from inspector_app.domain.problems import Problem, ProblemCode, Refused  # noqa: E402
from inspector_app.storage.file_store import flush_file, flush_folder  # noqa: E402

__all__ = [
    "UNREADABLE", "Connection", "Database", "DatabaseError", "IntegrityError", "Migrations", "connect", "is_left",
    "is_open_file", "looks_sealed", "opens", "replace_key", "translated",
]  # fmt: skip

Connection = Any  # sqlcipher3 ships no types; its shape is sqlite3.Connection
DatabaseError = dbapi2.DatabaseError
IntegrityError = dbapi2.IntegrityError
# What reading a damaged file may raise: of some damaged schemas the driver cannot even say what is wrong.
UNREADABLE = (DatabaseError, UnicodeDecodeError)

LEAST_VERSION = (3, 51, 3)
READING_CACHE = 8_000  # KiB of pages; more is not measurably faster with a city's year
WRITING_CACHE = 4_000  # a writer looks up single rows
LEFT = 0x0A1EF7  # user_version of a file in whose place another one lies now
HEADER, FRACTIONS = b"SQLite format 3\x00", b"\x40\x20\x20"  # of every open file, at 0 and at 21
LEAST_FREE = 200_000  # bytes; less than one operation with its log needs


def connect(
    path: Path, *, key: bytes | None = None, read_only: bool = False, unchanging: bool = False, broken: bool = False
) -> Connection:
    """Open the file with the settings that keep what was acknowledged (WAL and FULL, promises.md 0.1).

    `unchanging` is for a medium that nobody can write: no lock and no log are made there. `broken` reads as much of
    a damaged list of tables as there is.
    """
    if tuple(int(n) for n in dbapi2.sqlite_version.split(".")) < LEAST_VERSION:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} is too old")
    name = f"{path.resolve().as_uri()}?immutable=1" if unchanging else str(path)
    conn = dbapi2.connect(name, isolation_level=None, check_same_thread=False, timeout=10.0, uri=unchanging)
    conn.execute("PRAGMA cipher_log_level = NONE")  # what it would write to the error channel is said as a Problem
    if key is not None:
        conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if broken:
        conn.execute("PRAGMA writable_schema = ON")
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA recursive_triggers = ON")
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    conn.execute("PRAGMA temp_store = MEMORY")
    conn.execute(f"PRAGMA cache_size = {-READING_CACHE if read_only else -WRITING_CACHE}")
    if read_only:
        conn.execute("PRAGMA query_only = ON")
        return conn
    mode = conn.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    conn.execute("PRAGMA synchronous = FULL")
    if mode != "wal" or conn.execute("PRAGMA synchronous").fetchone()[0] != 2:
        raise DatabaseError("write-ahead log could not be set")
    return conn


def replace_key(path: Path, *, key: bytes | None, new_key: bytes | None) -> None:
    """Put the whole database under another key (none: open): written aside, checked, flushed, renamed over the old.

    Nobody else may have it open: refused as busy (DatabaseError "database is locked"). Whoever waited for the old
    file meanwhile finds it marked as left (`is_left`). A kill at any moment leaves the old file or the new one.
    """
    target = path.with_name(f"{path.name}.turned")
    target.unlink(missing_ok=True)
    conn = connect(path, key=key)
    try:
        conn.execute("PRAGMA busy_timeout = 2000")
        conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        if conn.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise DatabaseError("database is locked")
        # A journal by the old file's name would be taken for the new one's; in this mode it was emptied, not removed.
        conn.execute("PRAGMA journal_mode = MEMORY")
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        _export(conn, target, new_key)
        _check_copy(target, new_key)
        if os.name != "nt":  # there a file that is open cannot be replaced
            target.replace(path)
            conn.execute(f"PRAGMA user_version = {LEFT}")
    finally:
        conn.close()
    if os.name == "nt":
        target.replace(path)
    flush_folder(path.parent)


def _export(conn: Connection, target: Path, new_key: bytes | None) -> None:
    words = "''" if new_key is None else f"\"x'{new_key.hex()}'\""
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute(f"ATTACH DATABASE ? AS target KEY {words}", (str(target),))
    conn.execute("PRAGMA target.journal_mode = OFF")  # it is whole or thrown away, and flushed once at its end
    conn.execute("PRAGMA target.synchronous = OFF")
    conn.execute("SELECT sqlcipher_export('target')")
    conn.execute("DETACH DATABASE target")


def _check_copy(target: Path, key: bytes | None) -> None:
    check = connect(target, key=key)
    try:
        if check.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise DatabaseError("database disk image is malformed: the copy is not whole")
        check.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        check.close()
    flush_file(target)


def opens(path: Path, key: bytes | None, *, unchanging: bool = False) -> bool:
    """Whether a key (none: no key) opens a database. `unchanging` as in `connect`."""
    try:
        conn = connect(path, key=key, read_only=True, unchanging=unchanging)
        try:
            conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            conn.close()
    except UNREADABLE:
        return False
    return True


def is_left(conn: Connection) -> bool:
    """Whether this file was replaced by another while this connection waited for it."""
    return bool(conn.execute("PRAGMA user_version").fetchone()[0] == LEFT)


def is_open_file(path: Path) -> bool:
    """Whether a database file can be read without a key."""
    with path.open("rb") as file:
        return file.read(16) == HEADER


def looks_sealed(path: Path) -> bool:
    """Whether a database seems to lie under a key; one whose first bytes were damaged still has its fixed fractions."""
    with path.open("rb") as file:
        head = file.read(24)
    return len(head) == 24 and head[:16] != HEADER and head[21:24] != FRACTIONS


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the world's faults (full disk, read-only folder, busy, damaged) into Problems; bugs pass."""
    try:
        yield
    except IntegrityError:
        raise
    except DatabaseError as error:
        code = ProblemCode.DISK_FULL if _is_full(path) else _code(str(error))
        if code is None:
            raise  # a fault of ours goes up as it came
        raise Refused([Problem(code=code, fields={"path": str(path), "detail": ""})]) from error
    except UnicodeDecodeError as error:  # the driver could not even say what is wrong with a damaged schema
        problem = Problem(code=ProblemCode.WORKSPACE_DAMAGED, fields={"path": str(path), "detail": ""})
        raise Refused([problem]) from error


def _is_full(path: Path) -> bool:
    """Whether the disk is full: SQLite often says only that writing failed."""
    try:
        return shutil.disk_usage(path.parent).free < LEAST_FREE
    except OSError:
        return False


def _code(text: str) -> ProblemCode | None:
    faults = {
        "full": ProblemCode.DISK_FULL,
        "readonly": ProblemCode.FOLDER_NOT_WRITABLE,
        "unable to open": ProblemCode.FOLDER_NOT_WRITABLE,
        "locked": ProblemCode.WORKSPACE_BUSY,
        "malformed": ProblemCode.WORKSPACE_DAMAGED,
        "not a database": ProblemCode.WORKSPACE_KEY,
        "disk I/O": ProblemCode.STORAGE_FAILED,
        "vtable constructor failed": ProblemCode.STORAGE_FAILED,  # reading failed while a search index was opened
        "decode to UTF-8": ProblemCode.WORKSPACE_DAMAGED,
    }
    return next((code for word, code in faults.items() if word in text), None)
