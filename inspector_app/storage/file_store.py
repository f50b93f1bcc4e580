# SPDX-License-Identifier: MulanPSL-2.0
"""Photos and issued PDFs by SHA-256, write-once: aside, fsync, rename, fsync of the folder, then the row."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable
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

    def keep_stream(self, chunks: Iterable[bytes], sha256: str, size: int) -> bool:
        """Keep a file that comes piece by piece, in constant memory; whether it was written (not if it was there).

        The pieces are read to their end in either case. Refuses FILE_CHANGED when they are not the file that is named.
        """
        target = self.path(sha256)
        if self.holds(sha256, size):
            _must_be(_Sum().all_of(chunks), sha256, size, target)
            return False
        part = self._aside / f"{sha256[:40]}.{secrets.token_hex(4)}.part"
        try:
            with faults_of(target):
                make_folder(target.parent)
                file = part.open("wb")
            with file:
                found = _Sum()
                for chunk in chunks:  # what goes wrong in reading them is not a fault of our folder
                    found.add(chunk)
                    with faults_of(target):
                        file.write(chunk)
                with faults_of(target):
                    file.flush()
                    os.fsync(file.fileno())
            _must_be(found, sha256, size, target)
            with faults_of(target):
                part.chmod(0o444)
                part.replace(target)
                flush_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
        return True

    def holds(self, sha256: str, size: int) -> bool:
        """Whether the original lies here unchanged; read piece by piece."""
        try:
            with self.path(sha256).open("rb") as file:
                if os.fstat(file.fileno()).st_size != size:
                    return False
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

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


class _Sum:
    """Hash and length of what went by."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.bytes = 0

    def add(self, chunk: bytes) -> None:
        """Count one piece."""
        self._hash.update(chunk)
        self.bytes += len(chunk)

    def all_of(self, chunks: Iterable[bytes]) -> _Sum:
        """Count all pieces."""
        for chunk in chunks:
            self.add(chunk)
        return self

    @property
    def sha256(self) -> str:
        """The hash so far."""
        return self._hash.hexdigest()


def _must_be(found: _Sum, sha256: str, size: int, path: Path) -> None:
    if found.sha256 != sha256 or found.bytes != size:
        fields = {"name": sha256[:12], "path": str(path), "sha256": sha256}
        raise Refused([Problem(code=ProblemCode.FILE_CHANGED, where=sha256, fields=fields)])


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
