# SPDX-License-Identifier: MulanPSL-2.0
"""Putting a backup back: on a new laptop or over the present data, which are set aside, never removed.

The restored data go on under a new incarnation, so no number and no operation is given twice; what was done after
the backup is named before anything is changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from inspector_app.domain.account import Act, EventKind
from inspector_app.domain.backup import Backup
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.unit import Role
from inspector_app.operations import restore_notes
from inspector_app.operations.backup_keys import Keys, data_keys, every_key
from inspector_app.operations.backup_places import LOCAL
from inspector_app.operations.backups import check_backup
from inspector_app.operations.restore_notes import Given, Note
from inspector_app.operations.security_journal import note
from inspector_app.storage import backups, chains, membership
from inspector_app.storage.backups import BackupFault, Place
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import UNREADABLE, Connection, Database, connect, translated
from inspector_app.storage.file_store import FileStore, faults_of, flush_file, flush_folder, make_folder, write_durably
from inspector_app.storage.identity import Copied
from inspector_app.storage.key_slots import FILE_NAMES as KEY_FILES
from inspector_app.storage.rows import instant_in
from inspector_app.workspace import open_workspace
from inspector_app.workspace.clocks import Clock, random_id, system_clock
from inspector_app.workspace.login import account_of
from inspector_app.workspace.permission_table import permissions
from inspector_app.workspace.reserve import need_room
from inspector_app.workspace.restoring import SET_ASIDE, finish_restore, forget_ready, order_change, ready_path

Progress = Callable[[int, int], None]
ASIDE = "restoring.part"  # where the database is prepared, below the target


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What the target holds now, as far as it can be read."""

    is_there: bool = False
    is_readable: bool = False
    is_same: bool = True  # data of the same laptop, or data that were only just begun
    lost_acts: int = 0  # operations that the backup does not hold
    lost_by_act: Mapping[str, int] | None = None
    lost_papers: tuple[str, ...] = ()  # numbers of documents that were issued after the backup
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a backup would bring, and what would be missing afterwards."""

    backup: Backup
    organ: str
    role: Role
    present: Present
    comes_back: bool  # a member of a unit: what was handed over comes back with the office's next dispatch
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and where the data lie that were there before (none on a new laptop)."""

    backup: Backup
    incarnation: str
    aside: Path | None
    numbers_blocked: int  # serials that were used after the backup and are not given out again
    preview: Preview


def preview_restore(store: Place, backup: Backup, target: Path, keys: Keys, *, others: Sequence[Keys] = ()) -> Preview:
    """Say what a backup holds and what would be missing, compared with the data that lie in the target now.

    `others` may open the data of now where these have another key. Nothing is changed. Refuses NOT_PERMITTED,
    BACKUP_DAMAGED.
    """
    try:
        with backups.opened_copy(store.database(backup.id), data_keys(keys)) as (conn, _):
            need_right(conn, keys, system_clock().date())
            db = Database(conn, execute_plugins=False)
            role = Role(membership.value(db, "role") or Role.ALONE.value)
            row = conn.execute("SELECT name FROM organ").fetchone()
            known = {chain: mark.seq for chain, mark in chains.marks(conn).items()}
            papers = {str(r[0]) for r in conn.execute("SELECT id FROM documents")}
    except (BackupFault, *UNREADABLE, ValueError, TypeError) as fault:
        fields = {
            "path": str(store.database(backup.id)),
            "detail": str(fault) if isinstance(fault, BackupFault) else "backup database",
        }
        raise Refused([Problem(code=ProblemCode.BACKUP_DAMAGED, where=backup.id, fields=fields)]) from fault
    present = _present(target, (*others, keys), backup, known, papers)
    return Preview(
        backup=backup, organ=str(row[0]) if row else "", role=role, present=present, comes_back=role is Role.MEMBER,
        warnings=_warnings(store, backup, target, present),
    )  # fmt: skip


def restore_backup(
    store: Place,
    backup: Backup,
    target: Path,
    keys: Keys,
    *,
    replace: bool = False,
    others: Sequence[Keys] = (),
    progress: Progress | None = None,
    clock: Clock = system_clock,
) -> Restored:
    """Put a backup back. It is read whole first; nobody may have the target's data open.

    Without `replace` the target must hold no data. With it, these are set aside in `backups/set-aside`; numbers that
    were used after the backup are not given out again as far as they can be read. Refuses RESTORE_TARGET,
    BACKUP_DAMAGED, BACKUP_OTHER over data of another laptop, NOT_PERMITTED, RESERVE_LOW, DISK_FULL. A kill leaves the
    data as they were, or restored.
    """
    finish_restore(target)
    has_data = (target / FILE_NAME).exists()
    if (has_data and not replace) or (target.exists() and not target.is_dir()):
        raise Refused([Problem(code=ProblemCode.RESTORE_TARGET, where="target", fields={"path": str(target)})])
    preview = preview_restore(store, backup, target, keys, others=others)
    if has_data and preview.present.is_readable and not preview.present.is_same:
        raise Refused([Problem(code=ProblemCode.BACKUP_OTHER, where=backup.id, fields={"path": str(target)})])
    tell = progress or (lambda _done, _total: None)
    _must_be_whole(store, backup, keys, lambda done, total: tell(done, 2 * total))
    need_room(target, backup.size + (0 if has_data else backup.file_bytes), data=target)
    stamp = clock()
    aside = f"{stamp:%Y%m%d-%H%M%S}-{random_id()[:4]}" if has_data else ""
    notes = restore_notes.notes_of(store, backup), restore_notes.notes_of(Place(target / LOCAL), backup)
    given = restore_notes.merged(
        restore_notes.given_of(target, every_key((*others, keys))) if has_data else {},
        *(n.given for every in notes for n in every),
    )
    with faults_of(target), translated(target / FILE_NAME):
        make_folder(target)
        forget_ready(target)
        _bring_files(store, backup, target, keys, tell)
        _bring_extras(store, backup, target, over=has_data)
        incarnation, blocked = _make_ready(store, backup, target, keys, stamp, given)
        if keys.login is not None and keys.is_of_backup:
            _copy_slots(store.extras(backup.id), lambda name: ready_path(target, name))
        made = Note(backup=backup.id, at=stamp, incarnation=incarnation, given=given)
        restore_notes.put_note(store, target, backup, made)
        order_change(target, aside or "none", keeps_keys=not keys.is_of_backup)
        finish_restore(target)
    tell(1, 1)
    return Restored(
        backup=backup, incarnation=incarnation, aside=target / SET_ASIDE / aside if has_data else None,
        numbers_blocked=blocked, preview=preview,
    )  # fmt: skip


def need_right(conn: Connection, keys: Keys, on: date) -> None:
    """Refuse NOT_PERMITTED, ACCOUNT_UNKNOWN, ACCOUNT_INVALID to whoever may not restore by the accounts of a database.

    Those of the backup count on another laptop too.
    """
    if keys.login is None:
        return
    account = account_of(Database(conn, execute_plugins=False), keys.login, on)
    if not permissions().may(account.role, Act.RESTORE):
        fields = {"role": account.role.value, "act": Act.RESTORE.value}
        raise Refused([Problem(code=ProblemCode.NOT_PERMITTED, where=Act.RESTORE.value, fields=fields)])


def _present(
    target: Path, tried: Sequence[Keys], backup: Backup, known: Mapping[tuple[str, str], int], papers: set[str]
) -> Present:
    path = target / FILE_NAME
    if not path.is_file():
        return Present()
    try:
        key = backups.key_of(path, every_key(tried))
        conn = connect(path, key=key.database if key else None, read_only=True)
        try:
            device = str(conn.execute("SELECT id FROM device").fetchone()[0])
            is_same = device == backup.device or backups.count_acts(conn) == 0
            lost: dict[str, int] = {}
            last = ""
            rows = conn.execute("SELECT device, incarnation, seq, name, at FROM operations WHERE name <> 'note_event'")
            for other, incarnation, seq, name, at in rows:
                if seq > known.get((str(other), str(incarnation)), 0):
                    lost[str(name)] = lost.get(str(name), 0) + 1
                    last = max(last, str(at))
            issued = conn.execute("SELECT id, number FROM documents ORDER BY issued_at").fetchall()
        finally:
            conn.close()
    except (BackupFault, *UNREADABLE, ValueError, TypeError):
        return Present(is_there=True)
    return Present(
        is_there=True, is_readable=True, is_same=is_same, lost_acts=sum(lost.values()),
        lost_by_act=lost, lost_papers=tuple(str(n) for i, n in issued if str(i) not in papers),
        last_at=instant_in(last) if last else None,
    )  # fmt: skip


def _warnings(store: Place, backup: Backup, target: Path, present: Present) -> tuple[Problem, ...]:
    found = []
    before = [n for n in restore_notes.notes_of(store, backup) if n.backup == backup.id]
    if before:
        fields = {"count": str(len(before)), "day": max(n.at for n in before).date().isoformat()}
        found.append(Problem(code=ProblemCode.RESTORED_TWICE, where=backup.id, fields=fields, severity=Severity.WARN))
    if present.is_there and not present.is_readable:
        fields = {"path": str(target)}
        found.append(
            Problem(code=ProblemCode.RESTORE_UNREADABLE, where="target", fields=fields, severity=Severity.WARN)
        )
    return tuple(found)


def _must_be_whole(store: Place, backup: Backup, keys: Keys, progress: Progress) -> None:
    try:
        check_backup(store, backup, data_keys(keys), progress)
    except BackupFault as fault:
        fields = {"path": str(store.database(backup.id)), "detail": str(fault)}
        raise Refused([Problem(code=ProblemCode.BACKUP_DAMAGED, where=backup.id, fields=fields)]) from fault


def _bring_files(store: Place, backup: Backup, target: Path, keys: Keys, tell: Progress) -> None:
    """Copy the originals that the target lacks, byte by byte as they lie in the backup, and read each again."""
    known = data_keys(keys)
    source, goal = FileStore(store.files, known), FileStore(target / "files", known)
    goal.prepare()
    with backups.opened_copy(store.database(backup.id), known) as (conn, _):
        names = sorted(backups.named_files(conn))
    for n, name in enumerate(names, start=1):
        if not goal.is_intact(name) and source.exists(name):
            path = goal.folder / source.path(name).relative_to(source.folder)
            make_folder(path.parent)
            write_durably(path, source.path(name).read_bytes(), mode=0o444)
            if not goal.is_intact(name):
                fields = {"name": name[:12], "sha256": name}
                raise Refused([Problem(code=ProblemCode.FILE_CHANGED, where=name, fields=fields)])
        tell(len(names) + n, 2 * len(names))


def _bring_extras(store: Place, backup: Backup, target: Path, *, over: bool) -> None:
    """Bring settings and the unit's own data files; over present data only what is missing there."""
    extras = store.extras(backup.id)
    for path in sorted(extras.rglob("*")):
        goal = target / path.relative_to(extras)
        if path.is_file() and path.name not in KEY_FILES and not (over and goal.exists()):
            make_folder(goal.parent)
            write_durably(goal, path.read_bytes())


def _make_ready(
    store: Place, backup: Backup, target: Path, keys: Keys, stamp: datetime, given: Given
) -> tuple[str, int]:
    """Lay the database ready beside its place, under a new incarnation that it gets in a folder of its own.

    Gives the incarnation, and how many numbers were blocked.
    """
    aside = target / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    make_folder(aside)
    shutil.copyfile(store.database(backup.id), aside / FILE_NAME)
    if keys.login is not None:
        _copy_slots(store.extras(backup.id) if keys.is_of_backup else target, lambda name: aside / name)
    ws = open_workspace(aside, login=keys.login, clock=lambda: stamp)
    try:
        ws.account = None  # whether the person may restore was asked before; what follows is the program's own
        ws.begin_incarnation(Copied.RESTORED)
        blocked = restore_notes.block_numbers(ws, given, stamp)
        note(ws, EventKind.RESTORED, backup.id, detail=f"{backup.made_at:%Y-%m-%d %H:%M}")
        with ws.books() as db:
            db.conn.execute("DELETE FROM membership WHERE name = 'identity'")  # noted anew where it will lie
        incarnation = ws.incarnation
    finally:
        ws.close()
    flush_file(aside / FILE_NAME)
    (aside / FILE_NAME).replace(ready_path(target, FILE_NAME))
    shutil.rmtree(aside, ignore_errors=True)
    flush_folder(target)
    return incarnation, blocked


def _copy_slots(source: Path, goal: Callable[[str], Path]) -> None:
    for name in KEY_FILES:
        if (source / name).is_file():
            write_durably(goal(name), (source / name).read_bytes())
