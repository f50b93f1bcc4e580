# SPDX-License-Identifier: MulanPSL-2.0
"""Sticks and folders: what is free, which drives can be pulled out, writing a file so that it is whole or not there.

A file is written aside, flushed, read back past the cache, compared, renamed, and the folder is flushed: only
then may a stick be pulled out. Windows offers no way past its cache without special buffers; there the
comparison reads what the system gives.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psutil  # type: ignore[import-untyped]

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage.file_store import flush_folder
from inspector_app.wording import tr

PIECE = 1024 * 1024
FLUSH_EVERY = 16 * PIECE  # written bytes; so that progress is the stick's and not the cache's
SPARE = 4 * PIECE  # bytes that stay free beside what is written: folder entries, allocation units
PART_SUFFIX = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FLUSH = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}  # folders of some file systems cannot be flushed
_WINDOWS_FULL, _WINDOWS_LOCKED = {39, 112}, {5, 32, 33}
_NOT_STICKS = {"squashfs", "iso9660", "udf", "tmpfs", "overlay"}
_KILO = 1000

Written = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A drive that can be pulled out: where it lies, how it is called, and its room in bytes."""

    path: Path
    name: str
    free: int
    total: int


def drives() -> tuple[Drive, ...]:
    """Give the removable drives that are in and can be written, by name."""
    found = []
    for part in psutil.disk_partitions(all=False):
        options = part.opts.split(",")
        if part.fstype in _NOT_STICKS or "ro" in options or not _is_removable(part.device, part.mountpoint, options):
            continue
        with contextlib.suppress(OSError):
            usage = shutil.disk_usage(part.mountpoint)
            path = Path(part.mountpoint)
            found.append(Drive(path=path, name=path.name or part.mountpoint, free=usage.free, total=usage.total))
    return tuple(sorted(found, key=lambda d: (d.name, d.path)))


def _is_removable(device: str, mountpoint: str, options: list[str]) -> bool:
    if sys.platform == "win32":
        return "removable" in options
    if sys.platform == "darwin":
        return mountpoint.startswith("/Volumes/")
    return is_removable_block(Path("/sys"), Path(device).name)


def is_removable_block(sys_folder: Path, name: str) -> bool:
    """Whether a Linux block device says that it is removable, or hangs on USB (large disks there do not say so)."""
    entry = sys_folder / "class" / "block" / name
    try:
        place = entry.resolve(strict=True)
        disk = place if (place / "removable").is_file() else place.parent
        return (disk / "removable").read_text().strip() == "1" or "/usb" in str(place)
    except OSError:
        return False


def free_bytes(folder: Path) -> int:
    """Say how many bytes are free there. Refuses MEDIUM_GONE."""
    with faults_of_medium(folder):
        return shutil.disk_usage(folder).free


def need_room(folder: Path, needed: int) -> None:
    """Refuse MEDIUM_FULL unless so many bytes are free there."""
    free = free_bytes(folder)
    if free < needed:
        raise Refused([_full(folder, needed, free)])


def size_words(count: int) -> str:
    """Say a size as makers of sticks count it: decimal, in the largest fitting unit."""
    for unit, step in (("GB", _KILO**3), ("MB", _KILO**2), ("KB", _KILO)):
        if count >= step or unit == "KB":
            return f"{count / step:.1f} {unit}"
    raise AssertionError("the last unit fits always")


def eject_hint(folder: Path) -> str:
    """Say in words how a stick is pulled out rightly; empty for a folder that lies on no stick."""
    place = folder.resolve()
    on = [drive for drive in drives() if place == drive.path or drive.path in place.parents]
    if not on:
        return ""
    return tr("All is written and checked. Eject “{name}” in the file manager, then pull it out.", name=on[-1].name)


# Writing --------------------------------------------------------------------------------------------------


def prepare_target(folder: Path) -> None:
    """Make the folder where it is missing. Refuses FOLDER_NOT_WRITABLE, MEDIUM_FULL and MEDIUM_GONE."""
    with faults_of_medium(folder):
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.EACCES, "not a folder", str(folder))
        folder.mkdir(parents=True, exist_ok=True)


def sweep(folder: Path, prefix: str) -> None:
    """Remove what an interrupted run of this laptop left half written."""
    with faults_of_medium(folder):
        for left in sorted(folder.glob(f"{prefix}*{PART_SUFFIX}")):
            left.unlink(missing_ok=True)


def write_whole(
    target: Path, write: Callable[[BinaryIO], str], *, written: Written, prove: Callable[[Path, str, int], None]
) -> None:
    """Write a file so that it is whole or not there.

    `write` fills it and says the SHA-256 of what it wrote. `written` hears of bytes written and read back, and
    may raise to stop. `prove` is given the file aside, its hash and its size, read back, before it has its name.
    Refuses MEDIUM_FULL, MEDIUM_GONE, MEDIUM_READ_BACK and FOLDER_NOT_WRITABLE; nothing half written is left
    where that can still be removed.
    """
    part = target.with_name(target.name + PART_SUFFIX)
    with faults_of_medium(target.parent):
        try:
            with part.open("wb", buffering=PIECE) as raw:
                told = write(_Flushed(raw, written))  # type: ignore[arg-type]
                raw.flush()
                os.fsync(raw.fileno())
                _drop_cache(raw.fileno())
            found, size = file_sha256(part, written)
            if found != told:
                fields = {"path": str(target)}
                raise Refused([Problem(code=ProblemCode.MEDIUM_READ_BACK, where=target.name, fields=fields)])
            prove(part, found, size)
            _rename(part, target)
            flush_medium(target.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def flush_medium(folder: Path) -> None:
    """Flush a folder's entries, where its file system can."""
    try:
        flush_folder(folder)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise


def file_sha256(path: Path, read: Written) -> tuple[str, int]:
    """Give the SHA-256 and size of a file as the medium has it; `read` hears of the bytes."""
    total, size = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        _drop_cache(file.fileno())
        while piece := file.read(PIECE):
            total.update(piece)
            size += len(piece)
            read(len(piece))
    return total.hexdigest(), size


class _Flushed:
    """Writes on, tells how much, and flushes now and then."""

    def __init__(self, raw: BinaryIO, written: Written) -> None:
        self._raw = raw
        self._written = written
        self._waiting = 0

    def write(self, data: bytes, /) -> int:
        """Write all of it."""
        self._written(len(data))
        self._raw.write(data)
        self._waiting += len(data)
        if self._waiting >= FLUSH_EVERY:
            self._raw.flush()
            os.fsync(self._raw.fileno())
            self._waiting = 0
        return len(data)

    def flush(self) -> None:
        """Flush what waits in this process."""
        self._raw.flush()


def _drop_cache(handle: int) -> None:
    """Make the next reading come from the medium itself, where the system lets us."""
    with contextlib.suppress(OSError):
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        elif sys.platform == "darwin":
            import fcntl

            fcntl.fcntl(handle, fcntl.F_NOCACHE, 1)


def _rename(part: Path, target: Path) -> None:
    """Give the file its name; on Windows a virus scanner may hold it for a moment."""
    for attempt in range(10):
        try:
            part.replace(target)
            return
        except PermissionError as error:
            if getattr(error, "winerror", 0) not in _WINDOWS_LOCKED or attempt == 9:
                raise
            time.sleep(0.1 * (attempt + 1))


@contextlib.contextmanager
def faults_of_medium(folder: Path) -> Iterator[None]:
    """Turn an operating system error about a stick into a Problem: full, gone, or not to be written."""
    try:
        yield
    except OSError as error:
        raise Refused([_problem(folder, error)]) from error


def _problem(folder: Path, error: OSError) -> Problem:
    fields = {"path": str(folder), "reason": error.strerror or type(error).__name__}
    if error.errno in _FULL or getattr(error, "winerror", 0) in _WINDOWS_FULL:
        return _full(folder, 0, _free_or_none(folder))
    if error.errno in _FORBIDDEN and folder.exists():
        return Problem(code=ProblemCode.FOLDER_NOT_WRITABLE, where=str(folder), fields=fields)
    return Problem(code=ProblemCode.MEDIUM_GONE, where=str(folder), fields=fields)


def _free_or_none(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _full(folder: Path, needed: int, free: int) -> Problem:
    fields = {"path": str(folder), "needed": size_words(max(needed, free + SPARE)), "free": size_words(free)}
    return Problem(code=ProblemCode.MEDIUM_FULL, where=str(folder), fields=fields)
