# SPDX-License-Identifier: MulanPSL-2.0
"""What stands in the head of a bundle's part: who sends, which operations and files it brings, what comes with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from inspector_app.handoff.keys import canonical

FORMAT = 1  # of the bundle itself; a reader refuses a part whose `min_reader` is higher than its own format
LEVEL = 6  # of the tables that the operations are about: the newest migration that changes these (m0006)
MAGIC = b"AJBNDL1\n"
PART_LIMIT = 256 * 1024 * 1024  # bytes of a part before encryption, its foot included
FOOT_LENGTH = 4 + 32 + 64
KIND_OPERATIONS, KIND_FILES = 1, 2  # of frames
FRAME_LIMIT = 1024 * 1024  # bytes of payload
HEADER_LIMIT = 4 * 1024 * 1024
FILE_LIMIT = 200 * 1024 * 1024
OPERATION_LIMIT = 64 * 1024 * 1024  # bytes of JSON of one operation (an import of 80,000 enterprises has 30 million)
OPERATIONS_LIMIT = 50_000  # in one part
CHANGES_LIMIT = 500_000  # in one operation
CHAINS_LIMIT = 10_000  # in one part
FILES_LIMIT = 30_000  # in one part
FILE_KINDS = ("pdf", "photo", "pack", "blob")
_HASH = re.compile(r"[0-9a-f]{64}")


class Purpose(StrEnum):
    """Which way a bundle goes."""

    HANDOFF = "handoff"  # laptop to office (or to another laptop)
    DISPATCH = "dispatch"  # office to laptop


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRange:
    """Operations `first` to `last` of one chain; `head` is the hash of the last."""

    device: str
    incarnation: str
    first: int
    last: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """One file of a part, named by its hash."""

    kind: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleHeader:
    """The signed head of one part. All texts; no value of it is ever used as a file name."""

    bundle: str
    purpose: Purpose
    unit: str  # "" while the laptop belongs to no office
    device: str
    incarnation: str
    key: str  # hex, the key that signed this part: the device's, or the office's for a dispatch
    certificate: str  # AJC1 by the office, "" for the office itself and for a laptop not enrolled yet
    request: str  # AJQ1 of a laptop that is not enrolled yet, so that the office can enrol it from its bundle
    recipient: str  # device id of the receiver, "" for the office
    export: int
    part: int
    parts: int
    previous: str  # `header_sha256` of the part before, "" for the first
    made_at: str  # UTC, the sender's clock
    level: int
    min_reader: int
    suite: int
    operations: int  # in this part
    chains: tuple[ChainRange, ...]  # of this part
    files: tuple[FileItem, ...]  # of this part, in the order of their frames
    total_operations: int  # of the whole bundle
    total_files: int
    total_bytes: int  # of the files of the whole bundle
    heads: tuple[str, ...]  # AJH1: each chain's newest head, signed by its own laptop
    receipts: tuple[str, ...]  # AJR1 by the office

    @property
    def name(self) -> str:
        """How the part's file is called."""
        return f"{self.device[:12]}-{self.incarnation[:8]}-{self.export:05d}-{self.part}of{self.parts}.ajb"


def header_bytes(header: BundleHeader) -> bytes:
    """Give a header as a part has it: canonical JSON in UTF-8."""
    return canonical(header_json(header))


def header_sha256(header: BundleHeader) -> str:
    """Give what the next part's `previous` must be: SHA-256 over this header's bytes."""
    return hashlib.sha256(header_bytes(header)).hexdigest()


def foot_text(header: BundleHeader, digest: bytes) -> bytes:
    """Give what the signature in a part's foot is over; `digest` is the SHA-256 of all bytes before the foot."""
    return b"AJB1 footer\n" + f"{header.bundle}/{header.part}\n".encode() + digest


def header_json(header: BundleHeader) -> dict[str, object]:
    """Give a header as JSON has it."""
    content = asdict(header)
    content["format"] = FORMAT
    content["purpose"] = header.purpose.value
    content["chains"] = [[c.device, c.incarnation, c.first, c.last, c.head] for c in header.chains]
    content["files"] = [[f.kind, f.sha256, f.bytes] for f in header.files]
    content["heads"], content["receipts"] = list(header.heads), list(header.receipts)
    return content


def header_from(content: Mapping[str, object]) -> BundleHeader:
    """Read a header. Raises ValueError, TypeError or KeyError when it has another shape; every value is checked."""
    texts = (
        "bundle", "unit", "device", "incarnation", "key", "certificate", "request", "recipient", "previous", "made_at",
    )  # fmt: skip
    numbers = (
        "export", "part", "parts", "level", "min_reader", "suite", "operations", "total_operations", "total_files",
        "total_bytes",
    )  # fmt: skip
    known = {*texts, *numbers, "format", "purpose", "chains", "files", "heads", "receipts"}
    if not known <= content.keys():
        raise ValueError("header")
    made = BundleHeader(
        **{name: _text(content[name]) for name in texts},  # type: ignore[arg-type]
        **{name: _number(content[name]) for name in numbers},  # type: ignore[arg-type]
        purpose=Purpose(_text(content["purpose"])),
        chains=tuple(_range(part) for part in _list(content["chains"])),
        files=tuple(_item(part) for part in _list(content["files"])),
        heads=tuple(_text(part) for part in _list(content["heads"])),
        receipts=tuple(_text(part) for part in _list(content["receipts"])),
    )
    if not 1 <= made.min_reader <= _number(content["format"]) or made.suite < 1:
        raise ValueError("header: format, min_reader, suite")
    _must_be_sound(made)
    return made


def _must_be_sound(h: BundleHeader) -> None:
    """Raise ValueError when the values of a header contradict each other."""
    chains = {(chain.device, chain.incarnation) for chain in h.chains}
    checks = {
        "bundle": 1 <= len(h.bundle) <= 100,
        "device": 1 <= len(h.device) <= 100 and 1 <= len(h.incarnation) <= 100,
        "key": bool(_HASH.fullmatch(h.key)),
        "part": 1 <= h.part <= h.parts,
        "previous": bool(_HASH.fullmatch(h.previous)) if h.part > 1 else not h.previous,
        "chains": len(chains) == len(h.chains) <= CHAINS_LIMIT,
        "operations": sum(c.last - c.first + 1 for c in h.chains) == h.operations <= h.total_operations,
        "files": len({f.sha256 for f in h.files}) == len(h.files) <= min(h.total_files, FILES_LIMIT),
        "total_bytes": sum(f.bytes for f in h.files) <= h.total_bytes,
    }
    faults = [name for name, holds in checks.items() if not holds]
    if faults:
        raise ValueError("header: " + ", ".join(faults))


def _range(part: object) -> ChainRange:
    device, incarnation, first, last, head = _list(part)
    made = ChainRange(
        device=_text(device), incarnation=_text(incarnation), first=_number(first), last=_number(last), head=_text(head)
    )
    if not 1 <= made.first <= made.last or not _HASH.fullmatch(made.head):
        raise ValueError("range")
    return made


def _item(part: object) -> FileItem:
    kind, sha256, size = _list(part)
    made = FileItem(kind=_text(kind), sha256=_text(sha256), bytes=_number(size))
    if made.kind not in FILE_KINDS or not _HASH.fullmatch(made.sha256):
        raise ValueError("file")
    if made.bytes > FILE_LIMIT:
        raise ValueError("file size")
    return made


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1 << 53:
        raise ValueError("number")
    return value
