# SPDX-License-Identifier: MulanPSL-2.0
"""The bytes of a part from its file: plain or decrypted, counted, hashed; and the frames among them."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from inspector_app.handoff.age_stream import (
    AGE_CHUNK,
    AGE_HEADER_LIMIT,
    AGE_MAGIC,
    AGE_TAG,
    BadAge,
    Decrypted,
    NoKey,
    Source,
)
from inspector_app.handoff.header import (
    FOOT_LENGTH,
    FORMAT,
    FRAME_LIMIT,
    KIND_FILES,
    KIND_OPERATIONS,
    MAGIC,
    PART_LIMIT,
)
from inspector_app.handoff.part_faults import PartFaults

_AGE_NONCE = 16
_FILE_LIMIT = PART_LIMIT + (PART_LIMIT // AGE_CHUNK + 1) * AGE_TAG + AGE_HEADER_LIMIT + _AGE_NONCE
_HASH_LENGTH = 32


class PartFile:
    """The file of a part as it lies on its medium; `sha256` and `bytes` are of what was read of it so far."""

    def __init__(self, raw: BinaryIO, faults: PartFaults) -> None:
        self._raw = raw
        self._faults = faults
        self.sha256 = hashlib.sha256()
        self.bytes = 0

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes; none at the end."""
        try:
            found = self._raw.read(size)
        except OSError as error:
            raise self._faults.unreadable(error) from error
        self.sha256.update(found)
        self.bytes += len(found)
        return found


def open_file(path: Path, faults: PartFaults) -> tuple[BinaryIO, int]:
    """Open a part's file; gives its size too. Only a real file is opened: a pipe would wait for ever."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise faults.not_one()
        if found.st_size > _FILE_LIMIT:
            raise faults.too_large(PART_LIMIT)
        return path.open("rb"), found.st_size
    except OSError as error:
        raise faults.unreadable(error) from error
    except ValueError as error:  # a path with a NUL in it
        raise faults.not_one() from error


class Plaintext:
    """The bytes of a part, decrypted where needed; every read is whole or refused."""

    def __init__(self, raw: BinaryIO, size: int, identities: Sequence[str], faults: PartFaults) -> None:
        self._faults = faults
        self.file = PartFile(raw, faults)
        self._total = hashlib.sha256()
        self.taken = 0
        self._age: Decrypted | None = None
        try:
            start = raw.read(AGE_HEADER_LIMIT)
            raw.seek(0)
        except OSError as error:
            raise faults.unreadable(error) from error
        if start.startswith(AGE_MAGIC):
            self.size = _plain_size(start, size, faults)
            try:
                self._age = Decrypted(self.file, identities)
            except NoKey as error:
                raise faults.key() from error
        else:
            _must_be_plain(start, faults)
            self.size = size
        self._source: Source = self._age or self.file

    @property
    def encrypted(self) -> bool:
        """Whether it was encrypted."""
        return self._age is not None

    def close(self) -> None:
        """End the decryption."""
        if self._age is not None:
            self._age.close()

    def take(self, size: int) -> bytes:
        """Give exactly `size` bytes of what the foot's hash is over. Refuses BUNDLE_CUT when they are not there."""
        found = self._read(size)
        self._total.update(found)
        return found

    def take_length(self) -> int:
        """Give the length of the next frame; that of the foot is 0, and its bytes are the foot's already."""
        found = self._read(4)
        if any(found):
            self._total.update(found)
        return int.from_bytes(found, "big")

    def take_foot(self) -> tuple[bytes, bytes, bytes]:
        """Give the hash that must stand in the foot, the one that stands there, the signature; nothing may follow."""
        found = self._read(FOOT_LENGTH - 4)
        if self._some(1):
            raise self._faults.changed("after the end")
        return self._total.digest(), found[:_HASH_LENGTH], found[_HASH_LENGTH:]

    def must_have_room(self, size: int) -> None:
        """Refuse BUNDLE_CUT when the file cannot hold `size` more bytes and a foot."""
        if self.taken + size + FOOT_LENGTH > self.size:
            raise self._faults.cut()

    def _read(self, size: int) -> bytes:
        found = self._some(size)
        if len(found) < size:
            parts = [found]
            while (missing := size - sum(map(len, parts))) > 0:
                parts.append(self._some(missing))
                if not parts[-1]:
                    raise self._faults.cut()
            found = b"".join(parts)
        return found

    def _some(self, size: int) -> bytes:
        try:
            found = self._source.read(size)
        except NoKey as error:
            raise self._faults.key() from error
        except BadAge as error:
            raise self._faults.changed("encryption") from error
        self.taken += len(found)
        if self.taken > PART_LIMIT:
            raise self._faults.too_large(PART_LIMIT)
        return found


class Frames:
    """The frames of a part, each checked against its hash, until the foot begins."""

    def __init__(self, plaintext: Plaintext, faults: PartFaults) -> None:
        self._plaintext = plaintext
        self._faults = faults
        self._length = 0
        self._kind: int | None = None

    def kind(self) -> int:
        """Give the kind of the frame that comes next; 0 where the foot begins."""
        if self._kind is None:
            self._length = self._plaintext.take_length()
            if self._length > FRAME_LIMIT:
                raise self._faults.changed("frame length")
            self._kind = self._plaintext.take(1)[0] if self._length else 0
            if self._kind not in {0, KIND_OPERATIONS, KIND_FILES} or bool(self._kind) != bool(self._length):
                raise self._faults.changed("frame kind")
        return self._kind

    def payload(self) -> bytes:
        """Give the payload of the frame that comes next; there must be one."""
        kind = self.kind()
        self._kind = None
        digest = self._plaintext.take(_HASH_LENGTH)
        payload = self._plaintext.take(self._length)
        if hashlib.sha256(bytes([kind]) + payload).digest() != digest:
            raise self._faults.changed("frame")
        return payload


def _plain_size(start: bytes, size: int, faults: PartFaults) -> int:
    """Give how many bytes an age file holds at most. Its head is bounded, so that nobody parses 256 MiB of it."""
    end = start.find(b"\n", start.find(b"\n---") + 1) + 1
    if b"\n---" not in start or not end:
        raise faults.cut() if size < AGE_HEADER_LIMIT else faults.changed("encryption")
    sealed = size - end - _AGE_NONCE
    rest = sealed % (AGE_CHUNK + AGE_TAG)
    if sealed < AGE_TAG or 0 < rest < AGE_TAG:
        raise faults.cut()
    return sealed - -(-sealed // (AGE_CHUNK + AGE_TAG)) * AGE_TAG


def _must_be_plain(start: bytes, faults: PartFaults) -> None:
    if start.startswith(MAGIC):
        return
    if start and (MAGIC.startswith(start) or AGE_MAGIC.startswith(start)):
        raise faults.cut()
    if start[:6] == MAGIC[:6] and start[6:7].isdigit() and start[7:8] == MAGIC[7:]:
        raise faults.newer(start[6:7].decode(), FORMAT)
    raise faults.not_one()
