# SPDX-License-Identifier: MulanPSL-2.0
"""What crosses the pipes between parent and child: a JSON head and bytes, each with its length before it.

JSON and not pickle: a child that a picture has taken over must not be able to run code in its parent.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inspector_app.photos.limits import MAX_BYTES

MAX_HEAD_BYTES = 1_000_000  # 200 marks with 200 characters each, escaped, are some 300 KB
MAX_BODY_BYTES = MAX_BYTES
_LENGTHS = struct.Struct(">II")


class FrameBroken(Exception):
    """The other side ended, or spoke something else."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One request or one answer."""

    head: Mapping[str, object]
    body: bytes = b""


def write_frame(write: Callable[[memoryview], int | None], head: Mapping[str, object], body: bytes) -> None:
    """Write head and body; `write` may take less than it was given."""
    packed = json.dumps(head, separators=(",", ":")).encode("ascii")
    for part in (_LENGTHS.pack(len(packed), len(body)) + packed, body):
        rest = memoryview(part)
        while rest:
            rest = rest[write(rest) or 0 :]


def read_frame(read: Callable[[int], bytes | None]) -> Frame:
    """Read one frame; FrameBroken where the other side ended or wrote nonsense."""
    head_length, body_length = _LENGTHS.unpack(_read_all(read, _LENGTHS.size))
    if head_length > MAX_HEAD_BYTES or body_length > MAX_BODY_BYTES:
        raise FrameBroken
    try:
        head = json.loads(_read_all(read, head_length))
    except (ValueError, RecursionError) as fault:
        raise FrameBroken from fault
    if not isinstance(head, dict):
        raise FrameBroken
    return Frame(head, _read_all(read, body_length))


def _read_all(read: Callable[[int], bytes | None], length: int) -> bytes:
    parts = []
    while length > 0:
        part = read(min(length, 1 << 20))
        if not part:
            raise FrameBroken
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
