# SPDX-License-Identifier: MulanPSL-2.0
"""Opening the data folder, or making it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage import journal, key_slots
from inspector_app.storage.database import FILE_NAME, open_database, open_for_reading
from inspector_app.storage.driver import looks_sealed
from inspector_app.storage.file_store import FileStore, faults_of, make_folder
from inspector_app.workspace.clocks import Clock, MakeId, random_id, system_clock
from inspector_app.workspace.folder import Workspace
from inspector_app.workspace.protection import Login, finish_files, is_protected, resume
from inspector_app.workspace.restoring import finish_restore


def create_workspace(folder: Path, *, clock: Clock | None = None, new_id: MakeId | None = None) -> Workspace:
    """Make a workspace in a folder that holds none, open to everybody until `protect`.

    Refuses WORKSPACE_EXISTS, FOLDER_NOT_WRITABLE.
    """
    finish_restore(folder)
    if (folder / FILE_NAME).exists():
        raise Refused([Problem(code=ProblemCode.WORKSPACE_EXISTS, fields={"path": str(folder)})])
    with faults_of(folder):
        make_folder(folder)
    return _open(folder, None, clock, new_id)


def open_workspace(
    folder: Path, *, login: Login | None = None, clock: Clock | None = None, new_id: MakeId | None = None
) -> Workspace:
    """Open the workspace of a folder; protected data with a login (`unlock_folder`).

    Refuses WORKSPACE_MISSING, WORKSPACE_LOCKED, KEY_SLOTS_DAMAGED, ACCOUNT_INVALID and what `open_database` refuses.
    """
    finish_restore(folder)
    if not (folder / FILE_NAME).is_file():
        raise Refused([Problem(code=ProblemCode.WORKSPACE_MISSING, fields={"path": str(folder)})])
    if not is_protected(folder):
        _must_be_open(folder)
        return _open(folder, None, clock, new_id)
    if login is None:
        raise Refused([Problem(code=ProblemCode.WORKSPACE_LOCKED, fields={"path": str(folder)})])
    _forbid_core_dump()
    resume(folder, login.unlocked, folder / FILE_NAME)
    ws = _open(folder, login, clock, new_id)
    if ws.read_only is None:
        finish_files(folder, login.unlocked)
    return ws


def open_to_read(folder: Path, *, login: Login | None = None, clock: Clock | None = None) -> Workspace:
    """Open damaged data as far as they can be read, to look something up; nothing is written.

    Refuses WORKSPACE_MISSING, WORKSPACE_LOCKED, WORKSPACE_DAMAGED where not even this is possible.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise Refused([Problem(code=ProblemCode.WORKSPACE_MISSING, fields={"path": str(folder)})])
    if is_protected(folder) and login is None:
        raise Refused([Problem(code=ProblemCode.WORKSPACE_LOCKED, fields={"path": str(folder)})])
    reason = Problem(code=ProblemCode.WORKSPACE_DAMAGED, fields={"path": str(folder), "detail": ""})
    key = login.unlocked.key.database if login is not None else None
    opened = open_for_reading(folder, key=key, reason=reason)
    return Workspace(folder, opened, clock=clock or system_clock, new_id=random_id, login=login)


def _must_be_open(folder: Path) -> None:
    """Refuse KEY_SLOTS_DAMAGED where the data lie under a key and nobody's slots are there: it is no wrong key."""
    path = folder / FILE_NAME
    with faults_of(path):
        if looks_sealed(path):
            fields = {"path": str(folder / key_slots.FILE_NAMES[0])}
            raise Refused([Problem(code=ProblemCode.KEY_SLOTS_DAMAGED, fields=fields)])


def _open(folder: Path, login: Login | None, clock: Clock | None, new_id: MakeId | None) -> Workspace:
    clock, new_id = clock or system_clock, new_id or random_id
    was_cut_off = _has_log(folder)
    with faults_of(folder):
        if os.access(folder, os.W_OK):
            FileStore(folder / "files").prepare()
    made_at, _ = journal.stamp(clock())
    key = login.unlocked.key.database if login is not None else None
    opened = open_database(folder, key=key, make_id=random_id, made_at=made_at)
    try:
        ws = Workspace(folder, opened, clock=clock, new_id=new_id, login=login)
    except Refused:
        opened.close()
        raise
    ws.was_cut_off = was_cut_off
    ws.clock_watch.look(ws.now())
    return ws


def _forbid_core_dump() -> None:
    """Keep keys and content out of a core file when the program is killed; Windows has none of this kind."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _has_log(folder: Path) -> bool:
    """Whether a log was left beside the database: whoever closes it well folds it in."""
    try:
        return (folder / f"{FILE_NAME}-wal").stat().st_size > 0
    except OSError:
        return False
