# SPDX-License-Identifier: MulanPSL-2.0
"""Photos and issued PDFs by SHA-256, write-once: aside, fsync, rename, fsync of the folder, then the row."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What names a kept file. `sm3` is empty where this machine's OpenSSL has no SM3."""

    sha256: str
    sm3: str
    bytes: int


class FileStore:
    """The originals of one workspace. A kept file is never changed and never removed here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._aside = folder / "aside"

    def prepare(self) -> None:
        """Make the folders and sweep what a killed program left half-written."""
        make_folder(self._aside)
        for left in self._aside.glob("*.part"):
            left.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the file lies, whether it exists or not."""
        return self.folder / sha256[:2] / sha256

    def keep(self, data: bytes) -> StoredFile:
        """Keep the bytes for good; when this returns they survive a power cut. Twice is the same as once."""
        name = hashlib.sha256(data).hexdigest()
        target = self.path(name)
        if not (target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == name):
            with faults_of(target):
                make_folder(target.parent)
                write_durably(target, data, aside=self._aside, mode=0o444)
        return StoredFile(sha256=name, sm3=sm3(data), bytes=len(data))

    def read(self, sha256: str, name: str = "") -> bytes:
        """Give the bytes after checking them; refuses FILE_MISSING and FILE_CHANGED, naming the file."""
        fields = {"name": name or sha256[:12], "path": str(self.path(sha256)), "sha256": sha256}
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise Refused([Problem(code=ProblemCode.FILE_MISSING, where=sha256, fields=fields)]) from error
        except OSError as error:
            fields["reason"] = error.strerror or ""
            raise Refused([Problem(code=ProblemCode.FILE_UNREADABLE, where=sha256, fields=fields)]) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Refused([Problem(code=ProblemCode.FILE_CHANGED, where=sha256, fields=fields)])
        return data

    def is_intact(self, sha256: str) -> bool:
        """Whether the original is there and unchanged."""
        try:
            self.read(sha256)
        except Refused:
            return False
        return True


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905) in hex, or nothing where OpenSSL was built without it."""
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:
        return ""


def make_folder(folder: Path) -> None:
    """Make a folder that survives a power cut: its parent is flushed too."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries; Windows keeps no such handle and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(target: Path, data: bytes, *, aside: Path | None = None, mode: int = 0o644) -> None:
    """Write a whole file or none: aside, fsync, rename over the target, fsync of the folder."""
    part = (aside or target.parent) / f"{target.name[:40]}.{secrets.token_hex(4)}.part"
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)


class faults_of:
    """Turn an operating system error about a file into a Problem."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Translate OSError; everything else passes."""
        if not isinstance(error, OSError):
            return
        codes = {
            errno.ENOSPC: ProblemCode.DISK_FULL,
            errno.EDQUOT: ProblemCode.DISK_FULL,
            errno.EACCES: ProblemCode.FOLDER_NOT_WRITABLE,
            errno.EPERM: ProblemCode.FOLDER_NOT_WRITABLE,
            errno.EROFS: ProblemCode.FOLDER_NOT_WRITABLE,
        }
        code = codes.get(error.errno or 0, ProblemCode.STORAGE_FAILED)
        raise Refused([Problem(code=code, fields={"path": str(self._path)})]) from error
