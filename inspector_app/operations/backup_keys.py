# SPDX-License-Identifier: MulanPSL-2.0
"""What opens a backup: the key slots that lie with it, or those of the data that are here."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.backup import Backup
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations.backup_places import stores_in
from inspector_app.storage import backups
from inspector_app.storage.backups import BackupFault, Place
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import is_open_file, looks_sealed
from inspector_app.storage.key_slots import FILE_NAMES as KEY_FILES
from inspector_app.storage.key_slots import KeySlot, read_ring
from inspector_app.storage.key_slots import is_protected as has_slots
from inspector_app.storage.sealed import DataKey
from inspector_app.workspace.protection import Login, people, recover_folder, unlock_folder

PAPER = "AGE-SECRET-KEY-"  # how a key on paper begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What opens a backup: a login for its own key slots, or for those of the present data."""

    login: Login | None = None
    is_of_backup: bool = True  # its slots go with it; else the slots of the present data stay


def is_protected_backup(store: Place, backup: Backup) -> bool:
    """Whether a password is needed to open a backup. Raises OSError where it cannot be read."""
    return not is_open_file(store.database(backup.id))


def unlocked(store: Place, backup: Backup, target: Path, secret: str, who: str) -> tuple[Keys, ...]:
    """Try a password, or the key on paper, on the slots of a backup and of the data that are here.

    Refuses PASSWORD_WRONG, PASSWORD_WAIT, RECOVERY_WRONG, ACCOUNT_UNKNOWN, ACCOUNT_AMBIGUOUS, KEY_SLOTS_DAMAGED where
    it opens neither.
    """
    own = slots_folder(store, backup)
    made: list[Keys] = []
    refused: list[Refused] = []
    try:
        for folder in (own, target):
            if folder is None or not has_slots(folder):
                continue
            try:
                login = _login(folder, secret, who)
            except Refused as refusal:
                refused.append(refusal)
            else:
                made.append(Keys(login=login, is_of_backup=folder == own))
    finally:
        if own is not None:
            shutil.rmtree(own, ignore_errors=True)
    if refused and not made:
        raise refused[0]
    return tuple(made)


def login_for_rescue(folder: Path, secret: str, who: str = "", *, roots: Sequence[Path] = ()) -> Login | None:
    """Open damaged data with a password or the key on paper. Refuses as `login_by_any_slots`."""
    return login_by_any_slots(folder, lambda place: _login(place, secret, who), roots=roots)


def login_by_any_slots(
    folder: Path, login: Callable[[Path], Login | None], *, roots: Sequence[Path] = ()
) -> Login | None:
    """Log in by the key slots of a folder; where these are damaged or gone, by those of backups (`roots` too).

    A login whose key opens the database comes before others, newer backups before older ones; none where there are no
    slots at all. Refuses what `login` refuses: PASSWORD_WRONG, RECOVERY_WRONG, KEY_SLOTS_DAMAGED and the like.
    """
    refused, second = None, None
    try:
        if not are_slots_lost(folder):
            return login(folder)
    except Refused as refusal:
        if refusal.problems[0].code is not ProblemCode.KEY_SLOTS_DAMAGED:
            raise
        refused = refusal
    for store, backup in _with_slots(folder, roots):
        try:
            found = _login_of(store, backup, login)
        except Refused as refusal:
            refused = refusal
            continue
        if found is not None and _opens(folder / FILE_NAME, found):
            return found
        second = second or found
    if second is None and refused is not None:
        raise refused
    return second


def people_for_rescue(folder: Path, *, roots: Sequence[Path] = ()) -> tuple[KeySlot, ...] | None:
    """Give whose passwords may open damaged data: by their slots, or by those of the newest backup that has some.

    None where no password is asked for.
    """
    with contextlib.suppress(Refused):
        if not are_slots_lost(folder):
            return people(folder) if has_slots(folder) else None
    for store, backup in _with_slots(folder, roots):
        with contextlib.suppress(Refused):
            return people(store.extras(backup.id))
    return () if has_slots(folder) else None


def are_slots_lost(folder: Path) -> bool:
    """Whether the database is under a key and no slots are there. Refuses KEY_SLOTS_DAMAGED for unreadable ones."""
    if read_ring(folder) is not None:
        return False
    with contextlib.suppress(OSError):
        return looks_sealed(folder / FILE_NAME)
    return False


def _with_slots(folder: Path, roots: Sequence[Path]) -> Iterator[tuple[Place, Backup]]:
    for store in (store for place in (folder, *roots) for store in stores_in(place)):
        yield from ((store, backup) for backup in store.all() if has_slots(store.extras(backup.id)))


def _login_of(store: Place, backup: Backup, login: Callable[[Path], Login | None]) -> Login | None:
    own = slots_folder(store, backup)
    assert own is not None, "it has slots"
    try:
        return login(own)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _opens(database: Path, login: Login) -> bool:
    try:
        return backups.key_of(database, login.unlocked.keys) is not None
    except BackupFault:
        return False


def _login(folder: Path, secret: str, who: str) -> Login:
    is_paper = secret.strip().upper().startswith(PAPER)
    return recover_folder(folder, secret) if is_paper else unlock_folder(folder, who, secret)


def slots_folder(store: Place, backup: Backup) -> Path | None:
    """Copy the key slots of a backup into a folder of their own, to be unlocked there: a medium may be read-only.

    None where the backup is open to everybody. The caller removes the folder.
    """
    if not has_slots(store.extras(backup.id)):
        return None
    folder = Path(tempfile.mkdtemp(prefix="inspector-keys-"))
    for name in KEY_FILES:
        if (store.extras(backup.id) / name).is_file():
            shutil.copyfile(store.extras(backup.id) / name, folder / name)
    return folder


def fitting_keys(store: Place, backup: Backup, tried: Sequence[Keys]) -> Keys:
    """Give the login that opens the backup's database. Refuses BACKUP_DAMAGED where none does."""
    path = store.database(backup.id)
    for keys in (Keys(), *tried):  # first: an open database needs no slots, whatever lies beside it
        try:
            backups.key_of(path, data_keys(keys))
        except BackupFault:
            continue
        return keys
    fields = {"path": str(path), "detail": "backup key"}
    raise Refused([Problem(code=ProblemCode.BACKUP_DAMAGED, where=backup.id, fields=fields)])


def every_key(tried: Sequence[Keys]) -> tuple[DataKey, ...]:
    """Give the data keys of several logins."""
    return tuple(key for keys in tried for key in data_keys(keys))


def data_keys(keys: Keys) -> tuple[DataKey, ...]:
    """Give the data keys of a login; none without one."""
    return keys.login.unlocked.keys if keys.login is not None else ()
