# SPDX-License-Identifier: MulanPSL-2.0
"""A short look at the data when they are opened; what takes longer goes on in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from inspector_app.domain.account import Act, EventKind
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.storage import accounts, organs
from inspector_app.storage.driver import Connection, DatabaseError
from inspector_app.storage.rows import instant_in
from inspector_app.storage.tables import FILE_COLUMNS
from inspector_app.workspace.folder import Workspace

NEWEST = 200  # rows of a table whose files are looked for
CHECK_EVERY = timedelta(days=30)  # a full check of all data is asked for after so long
PAGES_A_STEP = 20_000  # of SQLite's virtual machine, between two looks whether to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class StartFindings:
    """What the look in the background found."""

    was_checked: bool  # the pages of the database, after the program had been cut off
    missing: tuple[str, ...]  # files of the newest records
    problems: tuple[Problem, ...]


def look_closer(ws: Workspace, progress: Callable[[int, int], None] | None = None) -> StartFindings:
    """Look for the files of the newest records, and at every page where the program was cut off.

    Damaged pages: the data are read-only from now on (WORKSPACE_DAMAGED). Runs beside other work.
    """
    problems: list[Problem] = []
    missing: tuple[str, ...] = ()
    try:
        with ws.snapshot() as db:
            missing = _missing(ws, db.conn)
            if ws.was_cut_off:
                if progress is not None:
                    db.conn.set_progress_handler(lambda: progress(0, 0), PAGES_A_STEP)
                damaged = db.conn.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok"
                code = ProblemCode.WORKSPACE_DAMAGED if damaged else ProblemCode.START_UNCLEAN
                severity = Severity.BLOCK if damaged else Severity.WARN
                fields = {"path": str(ws.folder), "detail": ""}
                problems.append(Problem(code=code, where="start", fields=fields, severity=severity))
                if damaged:
                    ws.only_read(problems[-1])
    except DatabaseError:
        problems.append(Problem(code=ProblemCode.WORKSPACE_DAMAGED, fields={"path": str(ws.folder), "detail": ""}))
        ws.only_read(problems[-1])
    for name in missing:
        fields = {"name": name[:12], "path": str(ws.files.path(name)), "sha256": name}
        problems.append(Problem(code=ProblemCode.FILE_MISSING, where=name, fields=fields))
    late = check_late(ws)
    return StartFindings(was_checked=ws.was_cut_off, missing=missing, problems=(*problems, *((late,) if late else ())))


def _missing(ws: Workspace, conn: Connection) -> tuple[str, ...]:
    awaited = {str(row[0]) for row in conn.execute("SELECT sha256 FROM wanted_files")}
    found: set[str] = set()
    for table, column, _ in FILE_COLUMNS:
        sql = f"SELECT {column} FROM {table} WHERE {column} <> '' ORDER BY rowid DESC LIMIT {NEWEST}"
        found.update(str(row[0]) for row in conn.execute(sql))
    return tuple(sorted(name for name in found - awaited if not ws.files.exists(name)))


def is_check_due(ws: Workspace) -> bool:
    """Whether the monthly check should be offered: it is late, and the person may make it."""
    return ws.read_only is None and ws.may(Act.VERIFY) and check_late(ws) is not None


def check_late(ws: Workspace) -> Problem | None:
    """Say when the full check of all data is overdue: 30 days after the last one, or after the first record.

    Data of the demonstration owe none.
    """
    with ws.reader() as db:
        checks = accounts.list_events(db, (EventKind.VERIFIED,), limit=1, offset=0)
        first = db.conn.execute("SELECT min(at) FROM operations").fetchone()[0]
        is_demo = organs.is_demo(db)
    last: datetime | None = checks[0].at if checks else instant_in(first) if first else None
    if last is None or is_demo or ws.now() - last < CHECK_EVERY:
        return None
    fields = {"days": str((ws.now() - last).days)}
    return Problem(code=ProblemCode.CHECK_LATE, where="check", fields=fields, severity=Severity.WARN)
