# SPDX-License-Identifier: MulanPSL-2.0
"""Unlocking a folder by a password or by the key on paper, and putting its data under other keys.

Five wrong passwords make the next try wait 30 s, each further one twice as long, at most 15 minutes; nobody is
locked out for good in the field (promises.md 3.4). Every change of keys can be cut off at any moment: the state
in the slots says how far it came, and `resume` goes on with it when the folder is next opened.
"""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage import key_slots
from inspector_app.storage.backup_files import turn_files
from inspector_app.storage.driver import UNREADABLE, is_open_file, opens, replace_key, translated
from inspector_app.storage.file_store import FileStore, faults_of
from inspector_app.storage.key_slots import KeyRing, KeySlot, RingState, SlotKind, Unlocked, WrongPassword
from inspector_app.storage.sealed import DataKey
from inspector_app.workspace.restoring import finish_restore

__all__ = [
    "Login", "Unlocked", "finish_files", "is_protected", "open_files", "people", "recover_folder", "resume", "settle",
    "turn_backups", "turn_database", "unlock_folder", "wait_for",
]  # fmt: skip

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = 30, 900  # seconds

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Who opened the folder, and how many wrong passwords were tried for this person before."""

    unlocked: Unlocked
    failed: int = 0

    @property
    def is_recovery(self) -> bool:
        """Whether the key on paper was used."""
        return self.unlocked.slot.kind is SlotKind.RECOVERY


def is_protected(folder: Path, database: str = "inspector.db") -> bool:
    """Whether a password is needed. Protection that was never finished is none: its slots are taken away.

    Everybody asks this before opening the data, so a restore that was cut off is finished here.
    """
    finish_restore(folder)
    if not key_slots.is_protected(folder):
        return False
    ring = key_slots.read_ring(folder)
    path = folder / database
    if ring is not None and ring.state in (RingState.SEALING, RingState.OPENING):
        with faults_of(path):
            if path.is_file() and is_open_file(path):
                _sweep(folder)
                key_slots.remove_ring(folder)
                return False
    return True


def people(folder: Path) -> tuple[KeySlot, ...]:
    """Give whose passwords open the folder, by name."""
    ring = key_slots.read_ring(folder)
    found = [s for s in ring.slots if s.kind is SlotKind.PERSON] if ring is not None else []
    return tuple(sorted(found, key=lambda slot: (slot.name, slot.id)))


def unlock_folder(folder: Path, who: str, password: str, *, now: Callable[[], float] = time.time) -> Login:
    """Open a person's slot; `who` is an account's id, certificate number or name, or nothing for an only person.

    Refuses NOT_PROTECTED, ACCOUNT_UNKNOWN, ACCOUNT_AMBIGUOUS, PASSWORD_WAIT, PASSWORD_WRONG, KEY_SLOTS_DAMAGED.
    """
    ring = _ring(folder)
    slot = _slot_of(ring, who)
    count, until = ring.failures.get(slot.account, (0, 0.0))
    wait = until - now()
    if wait > LONGEST_WAIT:  # the clock was set back meanwhile: nobody is locked out for longer than the longest wait
        wait = LONGEST_WAIT
        _note_tries(folder, slot.account, (count, now() + wait))
    if wait > 0:
        _refuse(ProblemCode.PASSWORD_WAIT, name=slot.name, seconds=str(int(wait) + 1))
    try:
        unlocked = key_slots.unlock(slot, password)
    except WrongPassword as error:
        count += 1
        doubled = min(max(count - FREE_TRIES, 0), 10)  # the longest wait is reached long before
        late = min(FIRST_WAIT * 2**doubled, LONGEST_WAIT) if count >= FREE_TRIES else 0
        _note_tries(folder, slot.account, (count, now() + late if late else 0.0))
        raise Refused([Problem(code=ProblemCode.PASSWORD_WRONG, fields={"name": slot.name})]) from error
    if count:
        _note_tries(folder, slot.account, None)
    return Login(unlocked=unlocked, failed=count)


def wait_for(folder: Path, account: str, *, now: Callable[[], float] = time.time) -> int:
    """Say how many seconds a person must wait for the next try; 0 where there is nothing to wait for."""
    ring = key_slots.read_ring(folder)
    _, until = ring.failures.get(account, (0, 0.0)) if ring is not None else (0, 0.0)
    wait = min(until - now(), LONGEST_WAIT)
    return int(wait) + 1 if wait > 0 else 0


def recover_folder(folder: Path, identity: str) -> Login:
    """Open with the key on paper, however it was typed. Refuses NOT_PROTECTED, RECOVERY_WRONG, KEY_SLOTS_DAMAGED."""
    try:
        return Login(unlocked=key_slots.recover(_ring(folder), "".join(identity.split()).upper()))
    except WrongPassword as error:
        raise Refused([Problem(code=ProblemCode.RECOVERY_WRONG)]) from error


def resume(folder: Path, unlocked: Unlocked, database: Path) -> None:
    """Finish a change of the database's key that was cut off, before it is opened."""
    ring = _ring(folder)
    if ring.state is RingState.REKEYING and not opens(database, unlocked.key.database):
        older = next((key for key in unlocked.keys[1:] if opens(database, key.database)), None)
        if older is not None:
            turn_database(database, older, unlocked.key)


def finish_files(folder: Path, unlocked: Unlocked, progress: Progress | None = None) -> None:
    """Bring every kept file under the key in use, and then forget older keys. Safe to cut off and to repeat."""
    ring = _ring(folder)
    if ring.state is RingState.SEALED:
        return
    store = FileStore(folder / "files", unlocked.keys)
    _turn_files(store, (unlocked.key,), progress)
    turned = [turn_backups(folder, key, unlocked.key) for key in (None, *unlocked.keys[1:])]
    settled = _with_keys(dataclasses.replace(ring, state=RingState.SEALED), (unlocked.key,))
    if not all(turned) or not _keep_beside_backups(folder, settled, unlocked.key):
        return  # an older key is kept as long as something lies under it
    _sweep(folder)
    key_slots.write_ring(folder, settled)


def _sweep(folder: Path) -> None:
    """Take away copies of databases that were being put under another key when it was cut off."""
    for path in (*folder.glob("*.db.turned"), *(folder / "backups").rglob("*.db.turned")):
        with faults_of(path):
            path.unlink(missing_ok=True)


def open_files(folder: Path, unlocked: Unlocked, progress: Progress | None = None) -> None:
    """Bring every kept file out of its seal."""
    _turn_files(FileStore(folder / "files", unlocked.keys), (), progress)


def settle(folder: Path, ring: KeyRing, keys: Sequence[DataKey]) -> KeyRing:
    """Keep the slots with these data keys, the one in use first."""
    ring = _with_keys(ring, keys)
    key_slots.write_ring(folder, ring)
    return ring


def _with_keys(ring: KeyRing, keys: Sequence[DataKey]) -> KeyRing:
    return dataclasses.replace(ring, slots=tuple(key_slots.with_keys(slot, keys) for slot in ring.slots))


def turn_database(path: Path, key: DataKey | None, new_key: DataKey | None) -> None:
    """Put a closed database under another key (none: open). Refuses WORKSPACE_BUSY, DISK_FULL and the like."""
    with translated(path), faults_of(path):
        replace_key(path, key=key.database if key else None, new_key=new_key.database if new_key else None)


def turn_backups(folder: Path, key: DataKey | None, new_key: DataKey | None) -> bool:
    """Bring the copies in `backups` under the key of the data; gives whether none is left under the older one.

    A copy that the older key does not open stays as it is.
    """
    done = True
    for path in sorted((folder / "backups").rglob("*.db")):
        try:
            if is_open_file(path) == (key is None) and (key is None or opens(path, key.database)):
                turn_database(path, key, new_key)
        except (Refused, *UNREADABLE, OSError):
            done = False
    held = FileStore(folder / "backups" / "files", (key,) if key else ())
    try:
        turn_files(FileStore(folder / "files", (new_key,) if new_key else ()), held)
    except (Refused, OSError):
        done = False
    return done


def _keep_beside_backups(folder: Path, ring: KeyRing, key: DataKey) -> bool:
    """Put the slots beside every copy in `backups` that this key opens: those of its time open nothing any more.

    Gives whether that was possible. A backup opens by itself so, also when the slots of the data are damaged.
    """
    done = True
    slots = dataclasses.replace(ring, failures={})
    for path in sorted((folder / "backups").rglob("*.db")):
        beside = path.with_suffix(".with")
        place = beside if beside.is_dir() else path.parent if key_slots.is_protected(path.parent) else None
        if place is not None and not is_open_file(path) and opens(path, key.database):
            try:
                key_slots.write_ring(place, slots)
            except (Refused, OSError):
                done = False
    return done


def _turn_files(store: FileStore, keys: Sequence[DataKey], progress: Progress | None) -> None:
    names = list(store.all())
    for n, name in enumerate(names, start=1):
        if store.is_intact(name):  # a damaged file stays as it is: it is named where it is used
            store.turn(name, keys)
        if progress is not None:
            progress(n, len(names))


def _ring(folder: Path) -> KeyRing:
    ring = key_slots.read_ring(folder)
    if ring is None:
        raise Refused([Problem(code=ProblemCode.NOT_PROTECTED)])
    return ring


def _slot_of(ring: KeyRing, who: str) -> KeySlot:
    persons = [slot for slot in ring.slots if slot.kind is SlotKind.PERSON]
    found = [s for s in persons if not who or who in (s.account, s.certificate_no)]
    found = found or [s for s in persons if s.name == who]
    if not found:
        _refuse(ProblemCode.ACCOUNT_UNKNOWN, name=who)
    if len(found) > 1:
        _refuse(ProblemCode.ACCOUNT_AMBIGUOUS, name=who, count=str(len(found)))
    return found[0]


def _note_tries(folder: Path, account: str, tries: tuple[int, float] | None) -> None:
    ring = _ring(folder)
    noted = {name: value for name, value in ring.failures.items() if name != account}
    if tries is not None:
        noted[account] = tries
    with contextlib.suppress(Refused):  # a medium that can only be read keeps nobody out, and counts nothing
        key_slots.write_ring(folder, dataclasses.replace(ring, failures=noted))


def _refuse(code: ProblemCode, **fields: str) -> None:
    raise Refused([Problem(code=code, fields=fields)])
