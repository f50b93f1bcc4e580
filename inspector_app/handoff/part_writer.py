# SPDX-License-Identifier: MulanPSL-2.0
"""One part of a bundle, written as a stream: signed head, hashed frames, signed foot; encrypted when asked.

The bytes are those of docs/bundle-format.md. The same input gives the same bytes, save what age adds by chance.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from inspector_app.domain.change import Change, Operation
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.handoff import age_stream
from inspector_app.handoff.header import (
    CHANGES_LIMIT,
    FOOT_LENGTH,
    FRAME_LIMIT,
    HEADER_LIMIT,
    KIND_FILES,
    KIND_OPERATIONS,
    MAGIC,
    OPERATION_LIMIT,
    PART_LIMIT,
    BundleHeader,
    FileItem,
    foot_text,
    header_bytes,
)
from inspector_app.handoff.keys import canonical, public_key, sign
from inspector_app.handoff.ranges import Ranges
from inspector_app.storage.journal_rows import operation_row

ReadFile = Callable[[FileItem], Iterator[bytes]]


def write_part(
    out: BinaryIO,
    header: BundleHeader,
    *,
    secret: str,
    recipients: Sequence[str],
    operations: Iterable[tuple[Operation, Sequence[Change]]],
    read_file: ReadFile,
) -> str:
    """Write a part to `out`, encrypted when there are recipients (age1...); gives the SHA-256 of what was written.

    Operations must be those of `header.chains`, each chain in its order. Refuses BUNDLE_TOO_LARGE (an operation,
    the head or the whole), FILE_CHANGED when a file is not the one that the header names. Errors of `out` and
    `read_file` pass through. What was written before a refusal is no part and must be thrown away.
    """
    if public_key(secret) != header.key:
        raise ValueError("the key is not the header's")
    sink = _Sink(out)
    pieces = _pieces(header, secret, operations, read_file)
    if recipients:
        age_stream.encrypt(pieces, sink, recipients)
    else:
        for piece in pieces:
            sink.write(piece)
    return sink.sha256.hexdigest()


def operation_lines(operation: Operation, changes: Sequence[Change]) -> Iterator[bytes]:
    """Give the JSON lines of one operation as a part carries them; their length is what it costs there."""
    yield canonical(["o", list(operation_row(operation)), len(changes)]) + b"\n"
    for c in changes:
        yield canonical(["c", c.ordinal, c.table, c.row_id, c.old, c.new]) + b"\n"


class _Sink:
    """Writes everything, hashing it."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        """Write all of it; a raw file may take less at once."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._out.write(rest) :]
        self.sha256.update(data)
        return len(data)


def _pieces(
    header: BundleHeader,
    secret: str,
    operations: Iterable[tuple[Operation, Sequence[Change]]],
    read_file: ReadFile,
) -> Iterator[bytes]:
    total, size = hashlib.sha256(), 0
    for piece in _before_foot(header, secret, operations, read_file):
        total.update(piece)
        size += len(piece)
        if size > PART_LIMIT - FOOT_LENGTH:
            raise _too_large(header.name, PART_LIMIT)
        yield piece
    digest = total.digest()
    yield struct.pack(">I", 0) + digest + sign(secret, foot_text(header, digest))


def _before_foot(
    header: BundleHeader,
    secret: str,
    operations: Iterable[tuple[Operation, Sequence[Change]]],
    read_file: ReadFile,
) -> Iterator[bytes]:
    content = header_bytes(header)
    if len(content) > HEADER_LIMIT:
        raise _too_large(header.name, HEADER_LIMIT)
    head = MAGIC + struct.pack(">I", len(content)) + content
    yield head + sign(secret, head)
    for payload in _full_payloads(_lines(header, operations)):
        yield _frame(KIND_OPERATIONS, payload)
    for item in header.files:
        for payload in _full_payloads(_whole_file(item, read_file(item))):
            yield _frame(KIND_FILES, payload)


def _lines(header: BundleHeader, operations: Iterable[tuple[Operation, Sequence[Change]]]) -> Iterator[bytes]:
    """Give the lines of all operations; raises ValueError when they are not what the header says."""
    ranges = Ranges(header.chains)
    for operation, changes in operations:
        ranges.take(operation)
        if not 1 <= len(changes) <= CHANGES_LIMIT:
            raise _too_large(header.name, CHANGES_LIMIT)
        size = 0
        for line in operation_lines(operation, changes):
            size += len(line)
            if size > OPERATION_LIMIT:
                raise _too_large(header.name, OPERATION_LIMIT)
            yield line
    ranges.must_be_complete()


def _whole_file(item: FileItem, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give the bytes of a file; refuses FILE_CHANGED at their end unless they are those that the header names."""
    total, size = hashlib.sha256(), 0
    for piece in pieces:
        total.update(piece)
        size += len(piece)
        if size > item.bytes:
            break
        yield piece
    if size != item.bytes or total.hexdigest() != item.sha256:
        fields = {"name": item.sha256[:12], "sha256": item.sha256}
        raise Refused([Problem(code=ProblemCode.FILE_CHANGED, where=item.sha256, fields=fields)])


def _full_payloads(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Gather pieces into payloads of FRAME_LIMIT bytes; the last is shorter. No bytes give no payload."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= FRAME_LIMIT:
            yield bytes(waiting[:FRAME_LIMIT])
            del waiting[:FRAME_LIMIT]
    if waiting:
        yield bytes(waiting)


def _frame(kind: int, payload: bytes) -> bytes:
    marked = bytes([kind]) + payload
    return struct.pack(">IB", len(payload), kind) + hashlib.sha256(marked).digest() + payload


def _too_large(name: str, limit: int) -> Refused:
    fields = {"name": name, "limit": str(limit)}
    return Refused([Problem(code=ProblemCode.BUNDLE_TOO_LARGE, where=name, fields=fields)])
