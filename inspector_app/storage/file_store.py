# SPDX-License-Identifier: MulanPSL-2.0
"""Photos and issued PDFs by SHA-256, write-once: aside, fsync, rename, fsync of the folder, then the row."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage.sealed import (
    CHUNK,
    KEY_ID,
    MAGIC,
    DataKey,
    NotOpened,
    is_sealed,
    named_in,
    opened,
    plain_size,
    seal,
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What names a kept file. `sm3` is empty where this machine's OpenSSL has no SM3."""

    sha256: str
    sm3: str
    bytes: int


class FileStore:
    """The originals of one workspace. A kept file is never changed and never removed here.

    With keys, what is kept is sealed by the first of them and lies under a name that tells nothing; a plain file,
    or one under an older key, is still found, so that sealing may stop half-way and go on later.
    """

    def __init__(self, folder: Path, keys: Sequence[DataKey] = ()) -> None:
        self.folder = folder
        self.keys = tuple(keys)
        self._aside = folder / "aside"

    def prepare(self) -> None:
        """Make the folders and sweep what a killed program left half-written."""
        make_folder(self._aside)
        for left in self._aside.glob("*.part"):
            left.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the file lies; where it would be kept, if it does not exist."""
        return self._found(sha256)[0]

    def exists(self, sha256: str) -> bool:
        """Whether a file of this name is there, whole or not."""
        return self.path(sha256).is_file()

    def size(self, sha256: str) -> int:
        """How many bytes the file holds, by its length on the disk. Raises OSError where it is missing."""
        path, key = self._found(sha256)
        size = path.stat().st_size
        return size if key is None else plain_size(size)

    def keep(self, data: bytes) -> StoredFile:
        """Keep the bytes for good; when this returns they survive a power cut. Twice is the same as once."""
        name = hashlib.sha256(data).hexdigest()
        target = self._target(name)
        if not (target.is_file() and self.is_intact(name)):
            with faults_of(target):
                make_folder(target.parent)
                held = b"".join(seal(self.keys[0], name, [data])) if self.keys else data
                write_durably(target, held, aside=self._aside, mode=0o444)
        return StoredFile(sha256=name, sm3=sm3(data), bytes=len(data))

    def keep_stream(self, chunks: Iterable[bytes], sha256: str, size: int) -> bool:
        """Keep a file that comes piece by piece, in constant memory; whether it was written (not if it was there).

        The pieces are read to their end in either case. Refuses FILE_CHANGED when they are not the file that is named.
        """
        target = self._target(sha256)
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
                plain = found.passing(chunks)  # what goes wrong in reading them is not a fault of our folder
                for piece in seal(self.keys[0], sha256, plain) if self.keys else plain:
                    with faults_of(target):
                        file.write(piece)
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
            found = _Sum().all_of(self.chunks(sha256))
        except OSError:
            return False
        return found.sha256 == sha256 and found.bytes == size

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Give the bytes piece by piece, unchecked as a whole. Raises OSError, and NotOpened for a broken seal."""
        path, key = self._found(sha256)
        with path.open("rb") as file:
            if key is not None:
                yield from opened(key, sha256, file)
                return
            while piece := file.read(CHUNK):
                yield piece

    def read(self, sha256: str, name: str = "") -> bytes:
        """Give the bytes after checking them; refuses FILE_MISSING and FILE_CHANGED, naming the file."""
        fields = {"name": name or sha256[:12], "path": str(self.path(sha256)), "sha256": sha256}
        try:
            data = b"".join(self.chunks(sha256))
        except FileNotFoundError as error:
            raise Refused([Problem(code=ProblemCode.FILE_MISSING, where=sha256, fields=fields)]) from error
        except NotOpened as error:
            raise Refused([Problem(code=ProblemCode.FILE_CHANGED, where=sha256, fields=fields)]) from error
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

    def turn(self, sha256: str, keys: Sequence[DataKey]) -> None:
        """Keep a file under other keys (none: open), and then remove it as it was, in every place where it lies.

        Refuses what `read` refuses.
        """
        other = FileStore(self.folder, keys)
        after = other._target(sha256)
        older = [place for place in self._places(sha256) if place != after and place.is_file()]
        if not older:
            return
        other.keep(self.read(sha256))
        for before in older:
            with faults_of(before):
                before.unlink()
                flush_folder(before.parent)

    def all(self) -> Iterator[str]:
        """Give the SHA-256 of every file that lies here, by its name or by its seal; what is neither is passed over."""
        by_id = {key.id: key for key in self.keys}
        for path in sorted(self.folder.glob("??/*")):
            try:
                with path.open("rb") as file:
                    head = file.read(len(MAGIC) + KEY_ID)
                    if not is_sealed(head):
                        if len(path.name) == 64:
                            yield path.name
                        continue
                    key = by_id.get(head[len(MAGIC) :].hex())
                    if key is not None:
                        file.seek(0)
                        yield named_in(key, file)
            except OSError:
                continue  # what cannot be read is told by the check of the files that rows name

    def _target(self, sha256: str) -> Path:
        name = self.keys[0].name_of(sha256) if self.keys else sha256
        return self.folder / name[:2] / name

    def _places(self, sha256: str) -> tuple[Path, ...]:
        """Where the file may lie: under each key, and open; a turn that was cut off leaves it in two of them."""
        names = (*(key.name_of(sha256) for key in self.keys), sha256)
        return tuple(self.folder / name[:2] / name for name in names)

    def _found(self, sha256: str) -> tuple[Path, DataKey | None]:
        """Where the file lies and under which key; where it would be kept, if nowhere."""
        for key in self.keys:
            name = key.name_of(sha256)
            path = self.folder / name[:2] / name
            if path.is_file():
                return path, key
        plain = self.folder / sha256[:2] / sha256
        if self.keys and not plain.is_file():
            return self._target(sha256), self.keys[0]
        return plain, None


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

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Count the pieces on their way."""
        for chunk in chunks:
            self.add(chunk)
            yield chunk

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


def flush_file(path: Path) -> None:
    """Flush a file that somebody else wrote."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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
