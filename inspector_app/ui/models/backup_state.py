# SPDX-License-Identifier: MulanPSL-2.0
"""What the window says of backups: one word for the bottom line, the list of all, and what a folder holds."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ui.models.entrance_state import Person
from inspector_app.wording import sentence, tr

if TYPE_CHECKING:  # heavy: the frame is painted before any of these is imported
    from inspector_app.domain.backup import Backup
    from inspector_app.operations.backup_keys import Keys
    from inspector_app.operations.backup_places import BackupPlace, Store
    from inspector_app.operations.backups import BackupStanding
    from inspector_app.operations.restoring import Preview
    from inspector_app.workspace import Workspace
    from inspector_app.workspace.protection import Login


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """What the bottom line says of backups: when the newest good one was made; `state` is bad, warn or nothing."""

    made_at: datetime | None
    today: date
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupList:
    """Everything that the settings show."""

    places: tuple[BackupPlace, ...]
    standing: BackupStanding
    is_reserve_laid: bool
    is_reserve_used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBackup:
    """A backup in a folder that somebody chose."""

    store: Store
    backup: Backup
    is_protected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePlan:
    """A backup that was looked at and may be put back."""

    found: FoundBackup
    keys: Keys
    others: tuple[Keys, ...]
    preview: Preview
    slots_fit: bool = False  # only the key slots of the present data are lost, and those of this backup open them
    slots_only: bool = False  # put back these alone


def roots() -> tuple[Path, ...]:
    """Give the drives that are plugged in."""
    from inspector_app.handoff.medium import drives

    return tuple(drive.path for drive in drives())


def backup_facts(ws: Workspace) -> BackupFacts:
    """Say when the newest good backup was made; late ones press."""
    from inspector_app.operations.backups import standing

    found = standing(ws)
    newest = max((b for b in (found.local, found.medium) if b is not None), key=lambda b: b.made_at, default=None)
    if newest is None:
        return BackupFacts(made_at=None, today=ws.today(), state="bad" if found.warnings else "warn")
    return BackupFacts(made_at=newest.made_at, today=ws.today(), state="warn" if found.warnings else "")


def read_backups(ws: Workspace) -> BackupList:
    """Read all places, with what is plugged in now."""
    from inspector_app.operations.backup_places import places
    from inspector_app.operations.backups import standing
    from inspector_app.workspace import reserve

    here = roots()
    return BackupList(
        places=places(ws, here), standing=standing(ws, here), is_reserve_laid=reserve.is_laid(ws.folder),
        is_reserve_used=reserve.is_used(ws.folder),
    )  # fmt: skip


def find_backups(folder: Path) -> tuple[FoundBackup, ...]:
    """Look for backups in a folder that somebody chose, the newest first. Refuses BACKUP_NONE."""
    from inspector_app.operations.backup_keys import is_protected_backup
    from inspector_app.operations.backup_places import stores_in

    found = []
    for store in stores_in(folder) if folder.is_dir() else ():
        for backup in store.all():
            with contextlib.suppress(OSError):
                asks = is_protected_backup(store, backup)
                found.append(FoundBackup(store=store, backup=backup, is_protected=asks))
    if not found:
        raise Refused([Problem(code=ProblemCode.BACKUP_NONE, where="folder", fields={"path": str(folder)})])
    return tuple(sorted(found, key=lambda f: f.backup.made_at, reverse=True))


def plan_restore(found: FoundBackup, target: Path, secret: str, who: str, logins: Sequence[Login] = ()) -> RestorePlan:
    """Unlock a backup with a password or the key on paper, and look at what it would bring.

    `logins` are those that are open already. Refuses PASSWORD_WRONG, RECOVERY_WRONG, ACCOUNT_AMBIGUOUS,
    NOT_PERMITTED, BACKUP_DAMAGED.
    """
    from inspector_app.operations.backup_keys import Keys, fitting_keys, unlocked
    from inspector_app.operations.restoring import preview_restore
    from inspector_app.operations.slots_back import slots_fit

    tried = tuple(Keys(login=login, is_of_backup=False) for login in logins)
    if secret and found.is_protected:
        tried += unlocked(found.store, found.backup, target, secret, who)
    keys = fitting_keys(found.store, found.backup, tried)
    preview = preview_restore(found.store, found.backup, target, keys, others=tried)
    return RestorePlan(
        found=found, keys=keys, others=tried, preview=preview,
        slots_fit=slots_fit(target, keys),
    )  # fmt: skip


def people_asked(folder: Path) -> tuple[Person, ...] | None:
    """Give whose password the emergency export takes; none where the data are open."""
    from inspector_app.operations.backup_keys import people_for_rescue

    found = people_for_rescue(folder, roots=roots())
    return None if found is None else tuple(Person(account=slot.account, name=slot.name) for slot in found)


def rescue(folder: Path, out: Path, who: str, secret: str, progress: Callable[[int, int], None]) -> str:
    """Write the emergency export, and say where it lies. Refuses PASSWORD_WRONG and what `rescue_export` refuses."""
    from inspector_app.operations.backup_keys import login_for_rescue
    from inspector_app.operations.rescue import rescue_export

    login = login_for_rescue(folder, secret, who, roots=roots()) if secret else None
    done = rescue_export(folder, out, login, progress=progress)
    words = tr("Saved to {path}: {files} files.", path=str(done.folder), files=done.files)
    return " ".join((words, *map(sentence, done.warnings)))


def restore(plan: RestorePlan, target: Path, progress: Callable[[int, int], None]) -> str:
    """Put a backup back over closed data, and say what became of them. Refuses as `restore_backup`."""
    from inspector_app.operations.restoring import restore_backup
    from inspector_app.operations.slots_back import put_slots_back

    found = plan.found
    if plan.slots_only:
        back = put_slots_back(found.store, found.backup, target, plan.keys)
        progress(1, 1)
        return tr("The key slots are back: these passwords open the data: {names}", names="、".join(back.names))
    done = restore_backup(
        found.store, found.backup, target, plan.keys, replace=True, others=plan.others, progress=progress
    )
    words = tr("The data of {time} are open now.", time=f"{done.backup.made_at:%Y-%m-%d %H:%M}")
    if done.aside is not None:
        words += " " + tr("What was there before lies in {path}; nothing of it was deleted.", path=str(done.aside))
    if done.numbers_blocked:
        words += " " + tr("{count} numbers that were used since are not given out again.", count=done.numbers_blocked)
    return words
