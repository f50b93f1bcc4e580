# SPDX-License-Identifier: MulanPSL-2.0
"""Taking one checked part in: its files first, then its operations with everything that is noted of it, at once.

The files are kept before the transaction that notes them, so whatever is noted as here is here; a program that is
killed between leaves files that nobody names yet, and reading the part again goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain.change import Operation
from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import Membership, Role
from inspector_app.handoff import keys
from inspector_app.handoff.devices import key_of
from inspector_app.handoff.header import BundleHeader, Purpose, header_json
from inspector_app.handoff.part_reader import CheckedPart, PartReader, open_part
from inspector_app.storage import chains, parts_read, quarantine, signed_heads, wanted_files
from inspector_app.storage.driver import Database
from inspector_app.storage.merging import Merger
from inspector_app.storage.rows import instant_in, instant_out
from inspector_app.storage.signed_heads import SignedHead
from inspector_app.storage.value_shapes import is_hash, is_instant, is_key
from inspector_app.workspace import Workspace

HEAD = "AJH1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What one part brought. `known`: nothing new; `waiting`: how many of its operations cannot be taken in yet."""

    operations: int = 0
    applied: int = 0  # operations, those that waited for this part included
    known: int = 0
    waiting: int = 0
    files: int = 0  # that were not here
    bytes: int = 0  # of these
    new_incarnation: str = ""
    spoiled: tuple[Problem, ...] = ()
    kinds: frozenset[str] = frozenset()  # of the files that came


def is_known(ws: Workspace, header: BundleHeader) -> bool:
    """Whether a part was read before and everything in it is here: its operations by number and hash, its files."""
    with ws.reader() as db:
        if parts_read.get_part(db, header.bundle, header.part) is None:
            return False
        marks = chains.marks(db.conn)
        for c in header.chains:
            mark = marks.get((c.device, c.incarnation))
            if mark is None or mark.seq < c.last or signed_heads.hash_at(db, c.device, c.incarnation, c.last) != c.head:
                return False
    return all(_lies_here(ws, item.sha256, item.bytes) for item in header.files)


def apply_part(ws: Workspace, path: Path, checked: CheckedPart, ours: Membership, identities: Sequence[str]) -> Applied:
    """Take a part in. Refuses as `open_part` and `Merger.take` do, and BUNDLE_SIGNATURE for what nobody answers for.

    Everything is checked again while it is read: the stick may have been changed since.
    """
    header = checked.header
    heads = _signed_heads(ws, header)
    _must_be_answered_for(ws, header, heads)
    kept: list[tuple[str, int]] = []
    if header.files:
        with open_part(path, identities) as part:
            _must_be_the_same(part, checked, path)
            for item, data in part.files():
                if ws.files.keep_stream(data, item.sha256, item.bytes):
                    kept.append((item.kind, item.bytes))
            part.finish()
    made = _merge(ws, path, checked, ours, identities, heads)
    return replace(
        made, files=len(kept), bytes=sum(size for _, size in kept), kinds=frozenset(kind for kind, _ in kept)
    )


def _merge(
    ws: Workspace,
    path: Path,
    checked: CheckedPart,
    ours: Membership,
    identities: Sequence[str],
    heads: Mapping[Chain, SignedHead],
) -> Applied:
    header = checked.header
    with ws.merging(header.bundle) as merger, open_part(path, identities) as part:
        _must_be_the_same(part, checked, path)
        clock = _Clock(ws.device, header.device)
        for operation, changes in part.operations():
            merger.take(operation, changes)
            clock.look(merger.db, operation)
        if not header.files:
            part.finish()  # else it was read to its end before; the operations are held by the head's hashes
        merger.take_waiting()
        waiting = wanted_files.count_waiting_in(merger.db, header.chains)
        _keep_heads(merger.db, header, heads)
        _note(ws, merger, checked, path, waiting)
        if ours.role is Role.OFFICE and header.device != ws.device:
            clock.note(merger.db, header.made_at, instant_out(ws.now()) or "")
    return Applied(
        operations=header.operations, applied=merger.applied, known=merger.known, waiting=waiting,
        new_incarnation=merger.new_incarnation, spoiled=tuple(merger.spoiled),
    )  # fmt: skip


def _note(ws: Workspace, merger: Merger, checked: CheckedPart, path: Path, waiting: int) -> None:
    """Write the part into the books, strike its files off the wanted list, settle what was refused of it before."""
    header, db, now = checked.header, merger.db, instant_out(ws.now()) or ""
    own = chains.own_mark(db.conn, ws.device, merger.new_incarnation or ws.incarnation)
    parts_read.put_part(
        db,
        parts_read.PartRead(
            bundle=header.bundle, part=header.part, parts=header.parts, sha256=checked.sha256, name=path.name,
            device=header.device, incarnation=header.incarnation, export=header.export, read_at=now,
            operations=header.operations, applied=merger.applied, waiting=waiting, files=len(header.files),
            bytes=checked.bytes, own_seq=own.seq, header=keys.canonical(header_json(header)).decode(),
        ),
    )  # fmt: skip
    wanted_files.drop_wanted(db, (item.sha256 for item in header.files))
    quarantine.settle_read(db, sha256=checked.sha256, name=path.name, at=now)


def _must_be_the_same(part: PartReader, checked: CheckedPart, path: Path) -> None:
    if part.header_sha256 != checked.header_sha256:
        fields = {"name": path.name, "detail": "head"}
        raise Refused([Problem(code=ProblemCode.BUNDLE_CHANGED, where=path.name, fields=fields)])


def _lies_here(ws: Workspace, sha256: str, size: int) -> bool:
    try:
        return ws.files.size(sha256) == size
    except OSError:
        return False


# Whose word it is -----------------------------------------------------------------------------------------


def _signed_heads(ws: Workspace, header: BundleHeader) -> dict[Chain, SignedHead]:
    """Give the heads of a part that their own laptop's certified key signed; others count for nothing."""
    found: dict[Chain, SignedHead] = {}
    known: dict[str, str] = {}
    for text in header.heads:
        try:
            signed = keys.read_signed(text, HEAD)
        except keys.NotSigned:
            continue
        device, incarnation, seq, hash_ = (signed.body.get(n) for n in ("device", "incarnation", "seq", "hash"))
        if not (is_key(device) and is_key(incarnation) and type(seq) is int and 0 < seq <= 1 << 53 and is_hash(hash_)):
            continue
        owner = str(device)
        if owner not in known:
            known[owner] = header.key if owner == header.device else key_of(ws, owner)
        if signed.key == known[owner]:
            head = SignedHead(device=owner, incarnation=str(incarnation), seq=seq, hash=str(hash_), statement=text)
            before = found.get((head.device, head.incarnation))
            if before is None or before.seq < head.seq:
                found[head.device, head.incarnation] = head
    return found


def _must_be_answered_for(ws: Workspace, header: BundleHeader, heads: Mapping[Chain, SignedHead]) -> None:
    """Refuse BUNDLE_SIGNATURE where a laptop carries new operations of another that this one did not sign for.

    What is known here already needs no word: `Merger.take` compares its hash. The office's dispatch is trusted.
    """
    if header.purpose is Purpose.DISPATCH:
        return
    marks = ws.marks()
    for c in header.chains:
        chain = (c.device, c.incarnation)
        if c.device == header.device or (chain in marks and marks[chain].seq >= c.last):
            continue
        head = heads.get(chain)
        if head is None or (head.seq, head.hash) != (c.last, c.head):  # below a head anything could be put
            fields = {"name": header.name, "device": c.device[:12]}
            raise Refused([Problem(code=ProblemCode.BUNDLE_SIGNATURE, where=header.name, fields=fields)])


def _keep_heads(db: Database, header: BundleHeader, heads: Mapping[Chain, SignedHead]) -> None:
    """Keep what others may be told of chains; refuses BUNDLE_FORKED where a laptop signed another history."""
    for head in heads.values():
        known = signed_heads.hash_at(db, head.device, head.incarnation, head.seq)
        if known == head.hash:
            signed_heads.put_head(db, head)
        elif known:
            fields = {
                "name": header.name, "device": head.device[:12], "incarnation": head.incarnation,
                "seq": str(head.seq),
            }  # fmt: skip
            raise Refused([Problem(code=ProblemCode.BUNDLE_FORKED, where=header.name, fields=fields)])


# Clocks ---------------------------------------------------------------------------------------------------


class _Clock:
    """How far a laptop's clock is off the office's, as far as its bundle proves it.

    A bundle made in the future: the clock is ahead. An act done before the office's act that it had seen: behind.
    How long a stick was on its way proves nothing.
    """

    def __init__(self, office: str, sender: str) -> None:
        self._office = office
        self._sender = sender
        self._behind: float | None = None  # seconds, as proved; None without any sighting of the office

    def look(self, db: Database, operation: Operation) -> None:
        """Compare one act of the sender with those of the office that it had seen."""
        if operation.device != self._sender or not operation.saw or not is_instant(operation.at):
            return
        for (device, incarnation), seq in chains.seen_by(operation.saw).items():
            seen = signed_heads.time_of(db, device, incarnation, seq) if device == self._office else ""
            if seen:
                late = (instant_in(seen) - instant_in(operation.at)).total_seconds()
                self._behind = max(late, self._behind or 0.0, 0.0)

    def note(self, db: Database, made_at: str, now: str) -> None:
        """Keep what was found; without any proof what was known before stays."""
        if not is_instant(made_at):
            return
        ahead = (instant_in(made_at) - instant_in(now)).total_seconds()
        if ahead > 0:
            signed_heads.note_clock(db, self._sender, round(ahead), now)
        elif self._behind is not None:
            signed_heads.note_clock(db, self._sender, -round(self._behind), now)
