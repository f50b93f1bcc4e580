# SPDX-License-Identifier: MulanPSL-2.0
"""Operations, headers and parts of bundles, made by hand: for tests that ask what a reader makes of them."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inspector_app.domain.change import Change, Op, Operation
from inspector_app.handoff import keys
from inspector_app.handoff.header import LEVEL, MAGIC, BundleHeader, ChainRange, FileItem, Purpose
from inspector_app.handoff.part_writer import write_part
from inspector_app.storage.journal_rows import digest

SECRET = hashlib.sha256(b"device").hexdigest()
DEVICE, INCARNATION = "0192a000000000000000000000000001", "0192a000000000000000000000000002"
GENESIS = "0" * 64
Told = tuple[Operation, tuple[Change, ...]]


def an_operation(
    seq: int, prev: str, rows: Sequence[Mapping[str, object]], *, device: str = DEVICE, saw: str = ""
) -> Told:
    """Make an operation that inserts these rows, with its hash."""
    draft = Operation(
        id=f"op-{device[-4:]}-{seq}", device=device, incarnation=INCARNATION, seq=seq, prev_hash=prev, hash="",
        name=Op.AMEND_ENTERPRISE, actor="张三", at="2026-11-22T01:02:03Z", utc_offset=480, saw=saw,
    )  # fmt: skip
    changes = tuple(
        Change(operation_id=draft.id, ordinal=n, table="enterprises", row_id=f"row-{seq}-{n}", old=None, new=row)
        for n, row in enumerate(rows, 1)
    )
    return dataclasses.replace(draft, hash=digest(draft, changes)), changes


def a_chain(row_lists: Sequence[Sequence[Mapping[str, object]]], *, device: str = DEVICE) -> list[Told]:
    """Make a chain of operations from its beginning."""
    made: list[Told] = []
    for seq, rows in enumerate(row_lists, 1):
        made.append(an_operation(seq, made[-1][0].hash if made else GENESIS, rows, device=device))
    return made


def ranges_of(told: Sequence[Told]) -> tuple[ChainRange, ...]:
    """Say which chains the operations are of, from where to where."""
    found: dict[tuple[str, str], ChainRange] = {}
    for o, _ in told:
        key = (o.device, o.incarnation)
        first = found[key].first if key in found else o.seq
        found[key] = ChainRange(device=o.device, incarnation=o.incarnation, first=first, last=o.seq, head=o.hash)
    return tuple(found[key] for key in sorted(found))


def items_of(files: Sequence[bytes]) -> tuple[FileItem, ...]:
    """Name the files."""
    return tuple(FileItem(kind="photo", sha256=hashlib.sha256(f).hexdigest(), bytes=len(f)) for f in files)


def a_header(told: Sequence[Told], contents: Sequence[bytes] = (), **others: Any) -> BundleHeader:
    """Make the head of a part with these operations and files."""
    made = BundleHeader(
        bundle="0192b000000000000000000000000001", purpose=Purpose.HANDOFF, unit="0192c000000000000000000000000001",
        device=DEVICE, incarnation=INCARNATION, key=keys.public_key(SECRET), certificate="", request="", recipient="",
        export=1, part=1, parts=1, previous="", made_at="2026-11-22T01:02:03Z", level=LEVEL, min_reader=1, suite=1,
        operations=len(told), chains=ranges_of(told), files=items_of(contents), total_operations=len(told),
        total_files=len(contents), total_bytes=sum(map(len, contents)), heads=(), receipts=(),
    )  # fmt: skip
    return dataclasses.replace(made, **others)


def a_part(
    told: Sequence[Told], files: Sequence[bytes] = (), *, recipients: Sequence[str] = (), **others: Any
) -> bytes:
    """Write a part into memory."""
    by_hash = {hashlib.sha256(f).hexdigest(): f for f in files}
    out = io.BytesIO()

    def read_file(item: FileItem) -> Iterator[bytes]:
        yield by_hash[item.sha256]

    header = a_header(told, files, **others)
    write_part(out, header, secret=SECRET, recipients=recipients, operations=told, read_file=read_file)
    return out.getvalue()


def forged(
    head: object,
    frames: Sequence[tuple[int, bytes]],
    *,
    secret: str = SECRET,
    place: tuple[str, int] | None = None,
    marked_as: bytes = b"",
) -> bytes:
    """Write a part that is signed as it should be, whatever stands in it; `head` is a JSON value or bytes.

    The frames' hashes are over `marked_as` as well: with any bytes there, they are wrong.
    """
    content = head if isinstance(head, bytes) else keys.canonical(head)
    made = MAGIC + len(content).to_bytes(4, "big") + content
    made += keys.sign(secret, made)
    for kind, payload in frames:
        marked = bytes([kind]) + payload
        made += len(payload).to_bytes(4, "big") + marked[:1] + hashlib.sha256(marked + marked_as).digest() + payload
    digest = hashlib.sha256(made).digest()
    bundle, part = place or ("", 0)
    if place is None and isinstance(head, dict):
        bundle, part = head.get("bundle"), head.get("part")
    foot = b"AJB1 footer\n" + f"{bundle}/{part}\n".encode("utf-8", "replace") + digest
    return made + bytes(4) + digest + keys.sign(secret, foot)


def frames_of(part: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Take a plain part apart: head with its signature, whole frames, foot."""
    at = 12 + int.from_bytes(part[8:12], "big") + 64
    head, frames = part[:at], []
    while length := int.from_bytes(part[at : at + 4], "big"):
        frames.append(part[at : at + 37 + length])
        at += 37 + length
    return head, frames, part[at:]
