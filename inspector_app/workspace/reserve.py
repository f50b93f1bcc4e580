# SPDX-License-Identifier: MulanPSL-2.0
"""Room on the disk: looked at before work that needs it, and a reserve for the hour when there is none left.

`reserve.bin` only keeps room. When the disk is full it is given up, so that what is open can be finished and taken
away; until there is room again, less is asked of the disk (`reserve.used` says so).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage.file_store import faults_of

FILE_NAME, USED_NAME = "reserve.bin", "reserve.used"
RESERVE = 64 * 1024 * 1024  # bytes
LEAST = 200 * 1024 * 1024  # bytes that stay free beside twice what the next step needs (promises.md 2.3)
LEAST_IN_NEED = 16 * 1024 * 1024  # the same once the reserve was given up
PLENTY = 2 * 1024**3  # bytes that must be free before the reserve is laid in (again)
PIECE = 1024 * 1024


def free_bytes(folder: Path) -> int:
    """Say how many bytes are free where a folder lies, or would lie. One question to the system."""
    place = _existing(folder)
    with faults_of(place):
        return shutil.disk_usage(place).free


def _existing(folder: Path) -> Path:
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def _is_same_disk(folder: Path, other: Path) -> bool:
    try:
        return _existing(folder).stat().st_dev == _existing(other).stat().st_dev
    except OSError:
        return True


def need_room(folder: Path, needed: int, *, data: Path | None = None) -> None:
    """Refuse RESERVE_LOW unless 200 MB and twice what the next step writes are free where it writes.

    `data` is the data folder, where something is written elsewhere: on another disk there need only be room for it.
    """
    if data is not None and not _is_same_disk(folder, data):
        least = LEAST_IN_NEED + needed
    else:
        least = (LEAST_IN_NEED if is_used(data or folder) else LEAST) + 2 * needed
    free = free_bytes(folder)
    if free < least:
        fields = {"path": str(folder), "free": words(free), "least": words(least)}
        raise Refused([Problem(code=ProblemCode.RESERVE_LOW, where="room", fields=fields)])


def is_laid(folder: Path) -> bool:
    """Whether the reserve of a data folder is there."""
    return (folder / FILE_NAME).is_file()


def is_used(folder: Path) -> bool:
    """Whether the reserve was given up."""
    return (folder / USED_NAME).is_file()


def lay_in(folder: Path) -> bool:
    """Take room for the reserve, where there is plenty; whether it is there now. Faults of the disk are no matter."""
    path = folder / FILE_NAME
    if path.is_file() and path.stat().st_size >= RESERVE:
        return True
    try:
        if free_bytes(folder) < PLENTY:
            return False
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            piece = os.urandom(PIECE)  # a file system that packs would keep nothing of zeros
            for _ in range(RESERVE // PIECE):
                file.write(piece)
        part.replace(path)
        (folder / USED_NAME).unlink(missing_ok=True)
    except (OSError, Refused):
        return False
    return True


def give_up(folder: Path) -> bool:
    """Give the room of the reserve back to the disk; whether there was any."""
    with contextlib.suppress(OSError):
        if is_laid(folder):
            (folder / FILE_NAME).unlink()
            (folder / USED_NAME).touch()
            return True
    return False


def words(count: int) -> str:
    """Say a size as people read it."""
    return f"{count / 1_000_000_000:.1f} GB" if count >= 1_000_000_000 else f"{count / 1_000_000:.0f} MB"
