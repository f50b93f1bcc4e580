# SPDX-License-Identifier: MulanPSL-2.0
"""One part of a bundle, read as a stream from any bytes whatever: nothing of it is given out before its head's
signature was checked, and whatever is wrong with it is a refusal that names the file.

Whose the signing key is, the caller must ask: anybody can sign. What came out may only be kept once `finish` has
returned; until then the end of the part is not known to be there.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from inspector_app.domain.change import Change, Operation
from inspector_app.domain.problems import Refused
from inspector_app.handoff.frames import Frames, Plaintext, open_file
from inspector_app.handoff.header import (
    CHANGES_LIMIT,
    FORMAT,
    HEADER_LIMIT,
    KIND_FILES,
    KIND_OPERATIONS,
    LEVEL,
    MAGIC,
    OPERATION_LIMIT,
    OPERATIONS_LIMIT,
    BundleHeader,
    FileItem,
    foot_text,
    header_from,
)
from inspector_app.handoff.keys import SIGNATURE_LENGTH, SUITE, is_signed
from inspector_app.handoff.part_faults import PartFaults
from inspector_app.handoff.ranges import Ranges
from inspector_app.handoff.strict_json import strict
from inspector_app.storage.journal_rows import digest
from inspector_app.storage.merging import read_operation

_CELLS = frozenset({type(None), str, int, float})  # what a column may hold
_T = TypeVar("_T")
_WRONG_SHAPE = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPart:
    """A part that was read whole and found sound; whose it is has not been asked."""

    header: BundleHeader
    header_sha256: str  # what the next part's `previous` must be
    sha256: str  # of the file as it lies there
    bytes: int  # of the file
    encrypted: bool


class PartReader:
    """One part, read once and in its order: operations, files, finish. What is passed over is still checked."""

    def __init__(self, plaintext: Plaintext, faults: PartFaults) -> None:
        self._plaintext = plaintext
        self._faults = faults
        content = _head(plaintext, faults)
        self.header = _header(content, faults)
        self.header_sha256 = hashlib.sha256(content).hexdigest()
        plaintext.must_have_room(sum(item.bytes for item in self.header.files))
        self._frames = Frames(plaintext, faults)
        self._fault: Refused | None = None
        self._operations = self._noting(self._read_operations())
        self._files = self._noting(self._read_files())
        self._finished = False

    @property
    def encrypted(self) -> bool:
        """Whether the part was encrypted."""
        return self._plaintext.encrypted

    def operations(self) -> Iterator[tuple[Operation, tuple[Change, ...]]]:
        """Give the operations, each with its changes, whole and in the ranges of the head.

        Their hashes are not compared here: `Merger.take` does it, and `check_part`.
        """
        return self._operations

    def files(self) -> Iterator[tuple[FileItem, Iterator[bytes]]]:
        """Give the files in the head's order, each with its bytes; a file is good once its bytes came to their end.

        Operations that were not asked for are passed over first.
        """
        return self._files

    def finish(self) -> None:
        """Pass over what was not asked for and check the end. Refuses like everything here; twice is once."""
        if self._finished:
            return
        for _, data in self._files:
            _pass_over(data)
        if self._fault is not None:
            raise self._fault
        expected, found, signature = self._plaintext.take_foot()
        if found != expected:
            raise self._faults.changed("end")
        if not is_signed(self.header.key, signature, foot_text(self.header, found)):
            raise self._faults.signature()
        self._finished = True

    def _noting(self, iterator: Iterator[_T]) -> Iterator[_T]:
        """Remember the first refusal: who catches it and goes on must not come to a good end."""
        try:
            yield from iterator
        except Refused as error:
            self._fault = self._fault or error
            raise

    def _read_operations(self) -> Iterator[tuple[Operation, tuple[Change, ...]]]:
        ranges = Ranges(self.header.chains)
        lines = _Lines(self._frames, self._faults)
        while (told := self._next_operation(lines)) is not None:
            self._must_hold(ranges.take, told[0])
            yield told
        self._must_hold(ranges.must_be_complete)

    def _next_operation(self, lines: _Lines) -> tuple[Operation, tuple[Change, ...]] | None:
        try:
            return _operation(lines) if lines.more() else None
        except _WRONG_SHAPE as error:
            raise self._faults.malformed(f"operations: {error}") from error

    def _must_hold(self, check: Callable[..., None], *args: Operation) -> None:
        """Refuse BUNDLE_CHANGED when the operations are not those that the signed head promises."""
        try:
            check(*args)
        except ValueError as error:
            raise self._faults.changed(str(error)) from error

    def _read_files(self) -> Iterator[tuple[FileItem, Iterator[bytes]]]:
        _pass_over(self._operations)
        for item in self.header.files:
            data = self._noting(self._read_file(item))
            yield item, data
            _pass_over(data)
        if self._frames.kind():
            raise self._faults.changed("more frames than the head promises")

    def _read_file(self, item: FileItem) -> Iterator[bytes]:
        total, missing = hashlib.sha256(), item.bytes
        while missing:
            if self._frames.kind() != KIND_FILES:
                raise self._faults.changed("fewer bytes than the head promises")
            payload = self._frames.payload()
            missing -= len(payload)
            if missing < 0:
                raise self._faults.changed("more bytes than the head promises")
            total.update(payload)
            if not missing and total.hexdigest() != item.sha256:
                break
            yield payload
        if total.hexdigest() != item.sha256:
            raise self._faults.changed(item.sha256[:12])


@contextlib.contextmanager
def open_part(path: Path, identities: Sequence[str]) -> Iterator[PartReader]:
    """Open a part; the head is already checked when this gives the reader. `identities` are AGE-SECRET-KEY-1...

    Refuses BUNDLE_NOT_ONE, BUNDLE_KEY, BUNDLE_CUT, BUNDLE_CHANGED, BUNDLE_SIGNATURE, BUNDLE_NEWER, BUNDLE_MALFORMED,
    BUNDLE_TOO_LARGE, MEDIUM_GONE and FILE_UNREADABLE; `where` and the field `name` are the file's name.
    """
    faults = PartFaults(path)
    raw, size = open_file(path, faults)
    with raw, contextlib.closing(Plaintext(raw, size, identities, faults)) as plaintext:
        yield PartReader(plaintext, faults)


def check_part(path: Path, identities: Sequence[str]) -> CheckedPart:
    """Read a part from end to end and check everything that can be checked without knowing its sender.

    Head, frames, the hash of every operation and of every file, ranges, foot. Holds one operation at a time.
    Refuses as `open_part` does.
    """
    faults = PartFaults(path)
    raw, size = open_file(path, faults)
    with raw, contextlib.closing(Plaintext(raw, size, identities, faults)) as plaintext:
        reader = PartReader(plaintext, faults)
        for operation, changes in reader.operations():
            if digest(operation, changes) != operation.hash:
                raise faults.changed(f"{operation.device[:12]}/{operation.seq}")
        reader.finish()
        if plaintext.file.bytes != size:
            raise faults.changed("size")
        return CheckedPart(
            header=reader.header, header_sha256=reader.header_sha256, sha256=plaintext.file.sha256.hexdigest(),
            bytes=plaintext.file.bytes, encrypted=reader.encrypted,
        )  # fmt: skip


def _head(plaintext: Plaintext, faults: PartFaults) -> bytes:
    """Give the header's JSON after checking its signature with the key that stands in it."""
    magic = plaintext.take(len(MAGIC))
    if magic != MAGIC:  # inside the encryption; outside it was looked at before
        raise faults.not_one()
    marked = plaintext.take(4)
    length = int.from_bytes(marked, "big")
    if not 0 < length <= HEADER_LIMIT:
        raise faults.changed("head")
    content = plaintext.take(length)
    signature = plaintext.take(SIGNATURE_LENGTH)
    try:
        known = strict(content)
    except ValueError as error:
        raise faults.changed("head") from error
    key = known.get("key") if isinstance(known, dict) else None
    if not isinstance(key, str) or not is_signed(key, signature, magic + marked + content):
        raise faults.signature()
    return content


def _header(content: bytes, faults: PartFaults) -> BundleHeader:
    known = strict(content)
    if not isinstance(known, Mapping):
        raise faults.malformed("head")
    for name, limit in (("min_reader", FORMAT), ("suite", SUITE), ("level", LEVEL)):
        found = known.get(name)
        if isinstance(found, int) and found > limit:
            raise faults.newer(str(found), limit)
    try:
        header = header_from(known)
    except _WRONG_SHAPE as error:
        raise faults.malformed(f"head: {error}") from error
    if header.operations > OPERATIONS_LIMIT:
        raise faults.too_large(OPERATIONS_LIMIT)
    return header


class _Lines:
    """The lines of the frames of operations; one may reach over several frames."""

    def __init__(self, frames: Frames, faults: PartFaults) -> None:
        self._frames = frames
        self._faults = faults
        self._waiting: list[bytes] = []  # lines that are whole, the next one last
        self._begun: list[bytes] = []  # pieces of the one that is not
        self._size = 0  # of the pieces

    def more(self) -> bool:
        """Whether another line comes. Raises ValueError when the last one has no end."""
        while not self._waiting and self._frames.kind() == KIND_OPERATIONS:
            first, *rest = self._frames.payload().split(b"\n")
            self._begun.append(first)
            self._size += len(first)
            if self._size > OPERATION_LIMIT:
                raise self._faults.too_large(OPERATION_LIMIT)
            if rest:
                whole = [b"".join(self._begun), *rest[:-1]]
                self._begun, self._size = [rest[-1]], len(rest[-1])
                self._waiting = whole[::-1]
        if not self._waiting and self._size:
            raise ValueError("a line without end")
        return bool(self._waiting)

    def next(self, room: int) -> tuple[object, int]:
        """Give the next line's JSON and its length, which must be within `room` bytes."""
        if not self.more():
            raise ValueError("an operation without its changes")
        line = self._waiting.pop()
        if len(line) + 1 > room:
            raise self._faults.too_large(OPERATION_LIMIT)
        return strict(line), len(line) + 1


def _operation(lines: _Lines) -> tuple[Operation, tuple[Change, ...]]:
    """Give the next operation with its changes. Raises one of _WRONG_SHAPE when its lines are no operation."""
    head, size = lines.next(OPERATION_LIMIT)
    if not isinstance(head, list) or len(head) != 3 or head[0] != "o" or not isinstance(head[1], list):
        raise ValueError("no operation")
    count = head[2]
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= CHANGES_LIMIT:
        raise ValueError("count of changes")
    changes: list[list[object]] = []
    for _ in range(count):
        change, length = lines.next(OPERATION_LIMIT - size)
        size += length
        if not isinstance(change, list) or len(change) != 6 or change[0] != "c":
            raise ValueError("no change")
        if not all(_CELLS.issuperset(map(type, columns.values())) for columns in change[4:] if columns):
            raise ValueError("cells")
        changes.append(change[1:])
    operation, read = read_operation(head[1], changes)
    if isinstance(operation.utc_offset, bool) or any(a.ordinal >= b.ordinal for a, b in itertools.pairwise(read)):
        raise ValueError("offset, order of changes")
    if operation.saw:
        _must_be_sightings(strict(operation.saw.encode()))
    return operation, read


def _must_be_sightings(saw: object) -> None:
    for part in saw if isinstance(saw, list) else [saw]:
        device, incarnation, seq = part if isinstance(part, list) else (None, None, 0)
        if not isinstance(device, str) or not isinstance(incarnation, str) or type(seq) is not int or seq < 1:
            raise ValueError("saw")


def _pass_over(iterator: Iterator[object]) -> None:
    for _ in iterator:
        pass
