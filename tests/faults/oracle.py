# SPDX-License-Identifier: MulanPSL-2.0
"""The one oracle: what must hold of a data folder after any fault, and one number for all that it says.

A state is the hash of every row that people's work made. Derived tables (facts, the text index) are compared with
the rows by `Workspace.check`; left out are when migrations ran and by which inode a folder knows itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.storage.driver import Database, DatabaseError, connect
from inspector_app.storage.facts_counts import TABLES as COUNTS
from inspector_app.storage.tables import FILE_COLUMNS
from inspector_app.workspace import Workspace, open_workspace
from inspector_app.workspace.clocks import Clock
from inspector_app.workspace.protection import Login, is_protected, unlock_folder

DERIVED = ("_sqlite_migrations", "finding_facts", "visit_facts", "finding_clauses", "facts_state", *COUNTS)
OWN_BOOKS = "SELECT * FROM membership WHERE name NOT IN ('identity')"
DATABASE = "inspector.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a folder was found to be: its dump, how long it took to open, and what is wrong."""

    tables: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    wrong: tuple[str, ...] = ()
    opened_by: str = ""  # the password that opened it, nothing where it is open to everybody

    def state(self, without: Collection[str] = ()) -> str:
        """One number for what is in it, but for tables that are made by chance; nothing where there is no data."""
        return state_of(self.tables, without)


def tables_of(conn: Any, *, derived: bool = True) -> dict[str, str]:
    """Give a hash for each table's rows; the text index is left out, which is only looked up in."""
    tables = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND name NOT LIKE 'finding\\_text%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    found = {}
    for (name,) in tables:
        if derived or name not in DERIVED:
            rows = conn.execute(OWN_BOOKS if name == "membership" else f'SELECT * FROM "{name}"').fetchall()
            found[str(name)] = hashlib.sha256(
                repr(sorted(rows, key=repr)).encode("utf-8", "surrogatepass")
            ).hexdigest()[:16]
    return found


def state_of(tables: Mapping[str, str], without: Collection[str] = ()) -> str:
    """Give one hash for all tables but some."""
    told = sorted((name, value) for name, value in tables.items() if name not in without)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24] if told else ""


def look(folder: Path, *, passwords: Sequence[str] = (), clock: Clock | None = None) -> Seen:
    """Start the program's own way, as after a crash, and see what is there; any of the passwords may be the one.

    `clock` shows a time at which nothing is wrong with the clock: the program notes a jump, and that is a change.
    """
    try:
        login, password = _login(folder, passwords)
        started = time.monotonic()
        ws = open_workspace(folder, login=login, clock=clock)
    except (Refused, DatabaseError) as error:
        return Seen(wrong=(f"cannot be opened: {error}",))
    seconds = time.monotonic() - started
    try:
        wrong = tuple(invariants(ws))
        with ws.reader() as db:
            tables = tables_of(db.conn, derived=False)
    except (Refused, DatabaseError) as error:
        return Seen(seconds=seconds, wrong=(f"cannot be read: {error}",))
    finally:
        ws.close()
    return Seen(tables=tables, seconds=seconds, wrong=wrong, opened_by=password)


def _login(folder: Path, passwords: Sequence[str]) -> tuple[Login | None, str]:
    if not is_protected(folder):
        return None, ""
    for password in passwords:
        try:
            return unlock_folder(folder, "", password), password
        except Refused as refused:
            if [p.code for p in refused.problems] != [ProblemCode.PASSWORD_WRONG]:
                raise
    return None, ""


def invariants(ws: Workspace) -> Iterator[str]:
    """What holds of every folder, whatever happened to it."""
    if ws.read_only is not None:
        yield f"read-only: {ws.read_only.code}"
    health = ws.check()
    if not health.is_well:
        yield f"not well: {health}"
    with ws.reader() as db:
        yield from _orders(ws, db)
        for word, year, serial, count in db.conn.execute(
            "SELECT word, year, serial, count(*) FROM documents GROUP BY word, year, serial HAVING count(*) > 1"
        ):
            yield f"number {word} {year} {serial} is given {count} times"
    if left := [path.name for path in (ws.folder / "files" / "aside").glob("*")]:
        yield f"left half written: {left}"


def _orders(ws: Workspace, db: Database) -> Iterator[str]:
    """An issued document has its number, its pages and its entry in the journal; an order its lines."""
    issued = {str(row[0]) for row in db.conn.execute(
        "SELECT row_id FROM changes JOIN operations ON operations.id = changes.operation_id"
        " WHERE table_name = 'documents' AND old IS NULL"
    )}  # fmt: skip
    lines = {str(row[0]) for row in db.conn.execute("SELECT document_id FROM document_lines")}
    for document, kind, number, sha256 in db.conn.execute("SELECT id, kind, number, sha256 FROM documents"):
        if not number or document not in issued or not ws.files.is_intact(sha256):
            yield f"document {document} is half issued: number {number!r}, journal {document in issued}"
        if kind == "rectification_order" and document not in lines:
            yield f"order {number} has no lines"


def raw(folder: Path) -> Seen:
    """The same in few milliseconds, for many states: the database recovers itself; pages, rows and files are read.

    What equals the state of a sound folder is as sound as that, so nothing else needs to be asked.
    """
    try:
        with contextlib.closing(connect(folder / DATABASE)) as conn:
            found = conn.execute("PRAGMA integrity_check").fetchone()[0]
            wrong = [] if found == "ok" else [f"pages: {found}"]
            tables = tables_of(conn, derived=False)
            for table, column, _ in FILE_COLUMNS:
                for (name,) in conn.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''"):
                    if not _holds(folder, str(name)):
                        wrong.append(f"{table} names a file that is not there or is another: {name}")
    except DatabaseError as error:
        return Seen(wrong=(f"cannot be opened: {error}",))
    return Seen(tables=tables, wrong=tuple(wrong))


def _holds(folder: Path, name: str) -> bool:
    try:
        data = (folder / "files" / name[:2] / name).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == name


def papers(folder: Path, out: Path, said: dict[str, Any]) -> Iterator[str]:
    """PDFs that were handed out are whole: each that has its name, and the one that was said to be there."""
    for path in sorted(out.glob("*.pdf")):
        data = path.read_bytes()
        if not _holds(folder, hashlib.sha256(data).hexdigest()):
            yield f"{path.name} has its name and is not what was issued"
    if said.get("path") and said.get("sha256"):
        path = Path(str(said["path"]))
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != said["sha256"]:
            yield f"said to be written, and is not: {path.name}"


def told_states(acks: Sequence[Mapping[str, Any]], without: Collection[str] = ()) -> list[str]:
    """The states that a run told, in order."""
    return [state_of(ack["tables"], without) for ack in acks if "tables" in ack]
