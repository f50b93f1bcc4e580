# SPDX-License-Identifier: MulanPSL-2.0
"""What a bundle will take along: which operations and files for whom, and how they lie in its parts.

Records come first, then packs and papers, then photos, so that a slow stick brings the records home. A chain
cannot be cut in the middle: an order about one day or one inspection takes whole stretches of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.unit import Role
from inspector_app.handoff.header import (
    FILE_LIMIT,
    OPERATIONS_LIMIT,
    PART_LIMIT,
    ChainRange,
    FileItem,
    Purpose,
)
from inspector_app.handoff.membership import membership
from inspector_app.packs.frozen import thaw
from inspector_app.storage import outgoing_rows as rows
from inspector_app.storage.rows import CHINA, instant_out
from inspector_app.workspace import Workspace

MEGABYTE = 1024 * 1024
PART_ROOM = PART_LIMIT - 8 * MEGABYTE  # head, frames and the error of the estimate have the rest
RECORDS_ROOM = 32 * MEGABYTE  # up to here the part with the records takes files along
FILES_IN_PART = 20_000  # so that the head stays below its limit
FILE_OVERHEAD = 200  # bytes of a file's entry in the head and of its frame
_KIND_ORDER = ("pack", "pdf", "blob", "photo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for. `known` and `held` are what the receiver has and need not be sent.

    `files` limits the files to these; without it every file goes that the operations here name. `topic` says
    what kind of order it is: an unfinished bundle is only resumed for the same one.
    """

    purpose: Purpose
    recipient: str = ""  # device id, "" for the office
    recipients: tuple[str, ...] = ()  # age keys; without one the bundle is signed but not encrypted
    known: Mapping[Chain, int] = field(default_factory=dict)
    upto: Mapping[Chain, int] | None = None  # no further than this; chains that are not named stay here
    held: frozenset[str] = frozenset()
    files: frozenset[str] | None = None
    files_of_going: bool = False  # only files that the operations going along name
    since: date | None = None
    inspection: str = ""
    receipts: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPart:
    """What lies in one part; `bytes` is about how large it will be."""

    chains: tuple[ChainRange, ...]
    operations: int
    files: tuple[FileItem, ...]
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a bundle will hold; `warnings` name files that should go along and cannot."""

    order: Order
    parts: tuple[PlannedPart, ...]
    warnings: tuple[Problem, ...]

    @property
    def operations(self) -> int:
        """How many operations go."""
        return sum(part.operations for part in self.parts)

    @property
    def files(self) -> int:
        """How many files go."""
        return sum(len(part.files) for part in self.parts)

    @property
    def file_bytes(self) -> int:
        """How many bytes the files have."""
        return sum(item.bytes for part in self.parts for item in part.files)

    @property
    def bytes(self) -> int:
        """About how many bytes all parts will have."""
        return sum(part.bytes for part in self.parts)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not (self.operations or self.files or self.order.receipts)


def order_for_office(
    ws: Workspace, *, since: date | None = None, inspection: str = "", everything: bool = False
) -> Order:
    """Give the order for what the office does not hold yet, or for more than that when it is asked for again.

    `since`: from the first operation on whose day in China is this one or a later one. `inspection`: the records
    up to the last one about this inspection (earlier ones that the office lacks come along) and only its files.
    `everything`: all records and files. An office's own workspace makes a bundle of everything it holds.
    Refuses NOT_FOUND for an inspection that is not here.
    """
    m = membership(ws)
    if m.role is Role.OFFICE:
        order = Order(purpose=Purpose.DISPATCH, topic="everything")
    else:
        order = Order(purpose=Purpose.HANDOFF, recipients=m.recipients, upto=_may_carry(ws), topic="open")
        if not everything:
            with ws.reader() as db:
                order = replace(order, known=rows.office_marks(db), held=rows.office_files(db))
        else:
            order = replace(order, topic="everything")
    if since is not None:
        order = _since(ws, order, since)
    return _of_inspection(ws, order, inspection) if inspection else order


def plan(ws: Workspace, order: Order, *, checked: bool = False) -> Plan:
    """Work out the parts of a bundle. Files are looked for by size; `checked` reads each whole and compares its hash.

    A file that should be here and is missing or changed is left out and named in the warnings.
    """
    last = {chain: mark.seq for chain, mark in ws.marks().items()}
    upto = last if order.upto is None else {c: min(s, last.get(c, 0)) for c, s in order.upto.items()}
    start = _first_place(ws, order, upto)
    stretches = _laid_out(ws, order, upto, start)
    if order.purpose is Purpose.HANDOFF and (loose := _not_answered_for(ws, stretches.finished())):
        upto = {chain: seq for chain, seq in upto.items() if chain not in loose}
        stretches = _laid_out(ws, order, upto, start)
    naming: dict[str, str] = {}
    for n in _named(ws, start if order.files_of_going else 0):  # an earlier file may still be missing there
        wanted = stretches.goes(n.chain, n.seq) or not order.files_of_going
        if wanted and n.sha256 not in order.held and (order.files is None or n.sha256 in order.files):
            naming.setdefault(n.sha256, n.kind)
    items, warnings = _Files(ws, order, checked).items(naming)
    return Plan(order=order, parts=_parts(stretches.finished(), items), warnings=warnings)


def _laid_out(ws: Workspace, order: Order, upto: Mapping[Chain, int], start: int) -> _Stretches:
    stretches = _Stretches(known=order.known, upto=upto)
    for piece in _operations(ws, start):
        for operation in piece:
            stretches.take(operation)
    return stretches


def _not_answered_for(ws: Workspace, parts: Sequence[PlannedPart]) -> frozenset[Chain]:
    """Give other laptops' chains that a part would not carry right up to what that laptop signed.

    Below a signed head the receiver could not tell what its laptop did from what we made up; it brings them itself.
    """
    with ws.reader() as db:
        heads = rows.signed_heads(db)
    return frozenset(
        (c.device, c.incarnation)
        for part in parts
        for c in part.chains
        if c.device != ws.device and heads.get((c.device, c.incarnation), (0, ""))[0] != c.last
    )


def _may_carry(ws: Workspace) -> dict[Chain, int]:
    """Give how far each chain may be carried: this laptop's own whole, others' as far as their signed head covers."""
    marks = ws.marks()
    with ws.reader() as db:
        heads = rows.signed_heads(db)
    covered = {chain: min(mark.seq, heads[chain][0]) for chain, mark in marks.items() if chain in heads}
    own = {chain: mark.seq for chain, mark in marks.items() if chain[0] == ws.device}
    return {**covered, **own}


def _since(ws: Workspace, order: Order, day: date) -> Order:
    at = instant_out(datetime.combine(day, time.min, CHINA)) or ""
    last = {chain: mark.seq for chain, mark in ws.marks().items()}
    with ws.reader() as db:
        first = rows.first_since(db, at)
    known = {chain: first[chain] - 1 if chain in first else seq for chain, seq in last.items()}
    return replace(
        order, known=known, held=frozenset(), files_of_going=True, since=day, topic=f"since {day.isoformat()}"
    )


def _of_inspection(ws: Workspace, order: Order, inspection: str) -> Order:
    with ws.reader() as db:
        found = rows.inspection_rows(db, inspection)
        if not found:
            fields = {"kind": "inspection", "id": inspection[:80]}
            raise Refused([Problem(code=ProblemCode.NOT_FOUND, where=inspection[:80], fields=fields)])
        then = rows.marks_up_to(db, rows.last_touch(db, found))
        files = rows.files_of_rows(db, found)
    allowed = then if order.upto is None else {c: min(s, order.upto[c]) for c, s in then.items() if c in order.upto}
    return replace(
        order, upto=allowed, held=frozenset(), files=files, inspection=inspection, topic=f"inspection {inspection}"
    )


# Operations -----------------------------------------------------------------------------------------------


def _first_place(ws: Workspace, order: Order, upto: Mapping[Chain, int]) -> int:
    """Give the place in the journal after which every operation lies that goes."""
    with ws.reader() as db:
        found = [rows.rowid_of(db, c, order.known.get(c, 0) + 1) for c, s in upto.items() if order.known.get(c, 0) < s]
        return min((rowid for rowid in found if rowid is not None), default=rows.last_place(db) + 1) - 1


def _operations(ws: Workspace, after: int) -> Iterator[list[rows.Weighed]]:
    """Give the journal piece by piece; between two pieces others may read."""
    while True:
        with ws.reader() as db:
            piece = rows.weighed(db, after)
        if not piece:
            return
        after = piece[-1].rowid
        yield piece


def _named(ws: Workspace, after: int) -> Iterator[rows.Naming]:
    with ws.reader() as db:
        last = rows.last_place(db)
    while after < last:
        with ws.reader() as db:
            found = rows.named_files(db, after, after + rows.PIECE)
        yield from found
        after += rows.PIECE


class _Stretches:
    """Gathers operations in causal order into parts."""

    def __init__(self, *, known: Mapping[Chain, int], upto: Mapping[Chain, int]) -> None:
        self._known, self._upto = known, upto
        self._done: list[PlannedPart] = []
        self._begin()

    def _begin(self) -> None:
        self._ranges: dict[Chain, ChainRange] = {}
        self._count = self._bytes = 0

    def goes(self, chain: Chain, seq: int) -> bool:
        """Whether an operation goes."""
        return self._known.get(chain, 0) < seq <= self._upto.get(chain, 0)

    def take(self, o: rows.Weighed) -> None:
        """Put an operation into the part under way, or into a new one when that is full."""
        if not self.goes(o.chain, o.seq):
            return
        if self._count and (self._count == OPERATIONS_LIMIT or self._bytes + o.bytes > PART_ROOM):
            self._close()
        before = self._ranges.get(o.chain)
        self._ranges[o.chain] = ChainRange(
            device=o.device, incarnation=o.incarnation, first=before.first if before else o.seq, last=o.seq, head=o.hash
        )
        self._count += 1
        self._bytes += o.bytes

    def finished(self) -> list[PlannedPart]:
        """Give the parts with operations; their files are still to come."""
        if self._count:
            self._close()
        return self._done

    def _close(self) -> None:
        chains = tuple(self._ranges[chain] for chain in sorted(self._ranges))
        self._done.append(PlannedPart(chains=chains, operations=self._count, files=(), bytes=self._bytes))
        self._begin()


# Files ----------------------------------------------------------------------------------------------------


class _Files:
    """Finds the files that go, with their sizes."""

    def __init__(self, ws: Workspace, order: Order, checked: bool) -> None:
        self._ws, self._order, self._checked = ws, order, checked
        self._warnings: list[Problem] = []
        self._names: dict[str, str] | None = None
        with ws.reader() as db:
            self._awaited = rows.awaited_files(db)

    def items(self, naming: Mapping[str, str]) -> tuple[list[FileItem], tuple[Problem, ...]]:
        """Give the files by kind, each kind in the order of naming, with the pictures of packs; and what is amiss."""
        found = [item for sha256, kind in naming.items() if (item := self._item(sha256, kind)) is not None]
        pictures = {
            picture: "blob"
            for item in found
            if item.kind == "pack"
            for picture in self._pictures(item.sha256)
            if picture not in naming and picture not in self._order.held
        }
        found += [item for sha256, kind in pictures.items() if (item := self._item(sha256, kind)) is not None]
        return sorted(found, key=lambda item: _KIND_ORDER.index(item.kind)), tuple(self._warnings)

    def _item(self, sha256: str, kind: str) -> FileItem | None:
        try:
            size = self._ws.files.size(sha256)
        except OSError:
            if sha256 not in self._awaited:
                self._warn(ProblemCode.HANDOFF_FILE_MISSING, sha256)
            return None
        if size > FILE_LIMIT:
            self._warn(ProblemCode.BUNDLE_TOO_LARGE, sha256, limit=f"{FILE_LIMIT // MEGABYTE} MB")
            return None
        if self._checked and not self._ws.files.is_intact(sha256):
            self._warn(ProblemCode.HANDOFF_FILE_CHANGED, sha256)
            return None
        return FileItem(kind=kind, sha256=sha256, bytes=size)

    def _warn(self, code: ProblemCode, sha256: str, **more: str) -> None:
        if self._names is None:
            with self._ws.reader() as db:
                self._names = rows.file_names(db)
        name = self._names.get(sha256, sha256[:12])
        fields = {"name": name, "sha256": sha256, "path": str(self._ws.files.path(sha256)), **more}
        self._warnings.append(Problem(code=code, where=sha256, fields=fields, severity=Severity.WARN))

    def _pictures(self, pack: str) -> list[str]:
        """Give the guidance pictures that a kept pack names; what is no pack names none."""
        try:
            kept = thaw(self._ws.files.read(pack))
        except Refused:
            return []
        return sorted({item.picture.sha256 for item in kept.items if item.picture is not None and item.picture.sha256})


def _parts(records: list[PlannedPart], items: list[FileItem]) -> tuple[PlannedPart, ...]:
    """Lay the files behind the records: a small part with records takes some along, the others get parts of their own.

    The last part with records stays small, so that it is on the stick before the photos are.
    """
    done = list(records)
    under_way: list[FileItem] = []
    room = RECORDS_ROOM if done else PART_ROOM
    size = done[-1].bytes if done else 0
    start = done.pop() if done else PlannedPart(chains=(), operations=0, files=(), bytes=0)
    for item in items:
        cost = item.bytes + FILE_OVERHEAD
        is_empty = not (under_way or start.operations)
        if not is_empty and (size + cost > room or len(under_way) == FILES_IN_PART):
            done.append(replace(start, files=tuple(under_way), bytes=size))
            start, under_way, size, room = PlannedPart(chains=(), operations=0, files=(), bytes=0), [], 0, PART_ROOM
        under_way.append(item)
        size += cost
    if under_way or start.operations or not done:
        done.append(replace(start, files=tuple(under_way), bytes=size))
    return tuple(done)
