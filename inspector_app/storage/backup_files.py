# SPDX-License-Identifier: MulanPSL-2.0
"""The originals in a backup: each is copied once, under the name that it has in the data folder, and read again.

On the data folder's own disk a second name of the same file is enough (a hard link): it costs no room and keeps
the file when the first name is deleted. On another disk it is a copy, read back and compared.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.storage.file_store import FileStore, flush_folder, make_folder

NO_LINK = {errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.ENOSYS, errno.EMLINK, errno.EACCES, errno.EOPNOTSUPP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Which of the wanted files lie in the backup; `bytes` are theirs."""

    count: int
    bytes: int
    copied: int
    missing: tuple[str, ...]


def missing_from(names: Iterable[str], target: FileStore, data: FileStore) -> tuple[tuple[str, ...], int]:
    """Give the files that a backup lacks, by name and length, and their bytes."""
    wanted, size = [], 0
    for name in sorted(names):
        length = _size(data, name)
        if _size(target, name) is None or (length is not None and _size(target, name) != length):
            wanted.append(name)
            size += length or 0
    return tuple(wanted), size


def keep_all(
    names: Iterable[str],
    data: FileStore,
    target: FileStore,
    *,
    whole: bool,
    link: bool,
    tell: Callable[[int], None],
) -> Held:
    """Bring the files of the data folder into a backup that lacks them; `whole` also reads every older one again.

    A damaged one in the backup is replaced by the good original. `link` is for a place in the data folder itself.
    `tell` hears of the bytes that were dealt with, and may raise to stop: what was copied stays. Raises OSError.
    """
    lacking, _ = missing_from(names, target, data)
    new, lost, total, count = set(lacking), [], 0, 0
    for name in sorted(names):
        good = name not in new and (not whole or target.is_intact(name))
        if not good:
            good = _bring(name, data, target, link=link)
        if good:
            count += 1
            size = _size(target, name) or 0
            total += size
            tell(size)
        else:
            lost.append(name)
    return Held(count=count, bytes=total, copied=len(new) - len([n for n in lost if n in new]), missing=tuple(lost))


def _size(store: FileStore, name: str) -> int | None:
    try:
        return store.size(name)
    except OSError:
        return None


def _bring(name: str, data: FileStore, target: FileStore, *, link: bool) -> bool:
    """Copy one file; whether it lies in the backup now, unchanged."""
    source = data.path(name)
    if not source.is_file() or not data.is_intact(name):
        return False
    goal = target.folder / source.relative_to(data.folder)
    make_folder(goal.parent)
    part = goal.with_name(f"{goal.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        if not (link and _linked(source, part)):
            with source.open("rb") as held, part.open("wb") as file:
                shutil.copyfileobj(held, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())
        part.replace(goal)
        if part.exists():  # two names of one file: the renaming did nothing
            part.unlink()
    finally:
        part.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        flush_folder(goal.parent)
    _forget_cache(goal)
    return target.is_intact(name)


def _linked(source: Path, part: Path) -> bool:
    try:
        os.link(source, part)
    except OSError as error:
        if error.errno in NO_LINK:
            return False
        raise
    return True


def _forget_cache(path: Path) -> None:
    """Make the next reading come from the medium itself, where the system lets us."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def sweep_parts(folder: Path) -> None:
    """Take away half-copied files of a killed program."""
    for path in folder.glob("??/*.part"):
        path.unlink(missing_ok=True)


def turn_files(data: FileStore, target: FileStore) -> None:
    """Bring a backup's files on the data folder's disk from their key (or none) to the key that the data have now.

    What the data folder holds whole is linked anew; what it has lost is turned here.
    """
    turned = FileStore(target.folder, data.keys)
    for name in list(target.all()):
        path = target.path(name)
        if data.is_intact(name):
            if _bring(name, data, turned, link=True):
                path.unlink(missing_ok=True)
        elif target.is_intact(name):
            target.turn(name, data.keys)
