# SPDX-License-Identifier: MulanPSL-2.0
"""Putting damaged key slots back out of a backup: the data stay as they are, and nothing of them is lost.

A backup carries the slots of its time. Where they open the present database, only they were damaged.
"""

from __future__ import annotations

import contextlib
import dataclasses
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.account import EventKind
from inspector_app.domain.backup import Backup
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations.backup_keys import Keys, data_keys
from inspector_app.operations.restoring import need_right
from inspector_app.operations.security_journal import note
from inspector_app.storage import key_slots
from inspector_app.storage.backups import BackupFault, Place, key_of
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import connect, translated
from inspector_app.storage.file_store import faults_of, make_folder, write_durably
from inspector_app.storage.key_slots import FILE_NAMES as KEY_FILES
from inspector_app.storage.key_slots import KeyRing, SlotKind
from inspector_app.wording.journal_words import SLOTS
from inspector_app.workspace import open_workspace
from inspector_app.workspace.clocks import Clock, system_clock
from inspector_app.workspace.restoring import SET_ASIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsBack:
    """Whose passwords open the data now: those of the backup's time. `aside` holds the damaged slots."""

    backup: Backup
    names: tuple[str, ...]
    aside: Path


def slots_fit(target: Path, keys: Keys) -> bool:
    """Whether only the slots of the present data are lost: they cannot be read, and a backup's open the database."""
    path = target / FILE_NAME
    if keys.login is None or not keys.is_of_backup or not path.is_file() or _ring_in(target) is not None:
        return False
    try:
        return key_of(path, data_keys(keys)) is not None
    except BackupFault:
        return False


def put_slots_back(store: Place, backup: Backup, target: Path, keys: Keys, *, clock: Clock = system_clock) -> SlotsBack:
    """Put the key slots of a backup in the place of damaged ones, which are set aside. Nobody may have the data open.

    Refuses PROTECTED_ALREADY where the present slots can be read, BACKUP_OTHER where those of the backup do not open
    the present database, NOT_PERMITTED and ACCOUNT_INVALID by the accounts of now, DISK_FULL and the like.
    """
    if _ring_in(target) is not None:
        raise Refused([Problem(code=ProblemCode.PROTECTED_ALREADY)])
    ring = _ring_in(store.extras(backup.id))
    if ring is None or not slots_fit(target, keys):
        fields = {"path": str(store.extras(backup.id))}
        raise Refused([Problem(code=ProblemCode.BACKUP_OTHER, where=backup.id, fields=fields)])
    path = target / FILE_NAME
    key = key_of(path, data_keys(keys))
    with translated(path):
        conn = connect(path, key=key.database if key else None, read_only=True)
        try:
            need_right(conn, keys, clock().date())
        finally:
            conn.close()
    aside = target / SET_ASIDE / f"{clock():%Y%m%d-%H%M%S}-{SLOTS}"
    with faults_of(aside):
        make_folder(aside)
        for name in KEY_FILES:
            if (target / name).is_file():
                write_durably(aside / name, (target / name).read_bytes(), mode=0o600)
    key_slots.write_ring(target, dataclasses.replace(ring, failures={}))
    _note(target, backup, keys, clock)
    names = tuple(slot.name for slot in ring.slots if slot.kind is SlotKind.PERSON)
    return SlotsBack(backup=backup, names=names, aside=aside)


def _note(target: Path, backup: Backup, keys: Keys, clock: Clock) -> None:
    """Note it in the data themselves, which open again now."""
    ws = open_workspace(target, login=keys.login, clock=clock)
    try:
        ws.account = None  # the right was asked before; what follows is the program's own
        note(ws, EventKind.RESTORED, backup.id, detail=SLOTS)
    finally:
        ws.close()


def _ring_in(folder: Path) -> KeyRing | None:
    with contextlib.suppress(Refused):
        return key_slots.read_ring(folder)
    return None
