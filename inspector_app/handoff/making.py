# SPDX-License-Identifier: MulanPSL-2.0
"""Making a bundle: part by part onto a stick or into a folder, each proved before it gets its name.

Nothing counts as handed over by this; only the office's receipt says so. An interrupted bundle leaves whole parts,
and the next run for the same folder goes on with it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.account import Act
from inspector_app.domain.change import Change, Operation
from inspector_app.domain.checkpoint import CheckpointCause
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import Role
from inspector_app.handoff import keys, medium, outgoing
from inspector_app.handoff.enrolment import make_request
from inspector_app.handoff.header import (
    FORMAT,
    LEVEL,
    BundleHeader,
    FileItem,
    Purpose,
    header_sha256,
)
from inspector_app.handoff.kept_plan import KeptPart, KeptPlan, parts_of, plan_from, plan_text
from inspector_app.handoff.membership import device_secrets, membership, office_secrets
from inspector_app.handoff.outgoing import Order, PlannedPart
from inspector_app.handoff.part_reader import check_part
from inspector_app.handoff.part_writer import write_part
from inspector_app.storage import bundles_made, outgoing_rows
from inspector_app.storage.bundles_made import BundleMade, BundleState
from inspector_app.storage.rows import instant_out
from inspector_app.workspace import Workspace

HEAD = "AJH1"
PART_OVERHEAD = 256 * 1024  # bytes of a part beside its content: head, foot, age's own head
_SPOILED = {ProblemCode.FILE_CHANGED, ProblemCode.FILE_MISSING, ProblemCode.FILE_UNREADABLE}

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What lies in the folder now. `skipped` of the parts were there before; `bytes` are those of the parts' files.

    `safe_to_remove` is true only when every part was written, read back, compared, named and flushed.
    """

    bundle: str
    export: int
    paths: tuple[Path, ...]
    parts: int
    operations: int
    files: int
    bytes: int
    skipped: int
    is_encrypted: bool
    safe_to_remove: bool
    is_cancelled: bool
    warnings: tuple[Problem, ...]


def make_bundle(
    ws: Workspace,
    folder: Path,
    order: Order,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Made:
    """Write a bundle into a folder; parts that lie there already for the same order are not written again.

    `progress` hears (bytes done, bytes in all); `cancelled` is asked all the while, and when it says yes the part
    under way is removed and what is whole stays. Refuses NOTHING_TO_HAND_OFF, MEDIUM_FULL, MEDIUM_GONE,
    MEDIUM_READ_BACK, FOLDER_NOT_WRITABLE, BUNDLE_TOO_LARGE.
    """
    ws.need(Act.MAKE_BUNDLE)
    medium.prepare_target(folder)
    medium.sweep(folder, ws.device[:12])
    ws.keep_checkpoint(CheckpointCause.EXPORT)
    run = _Run(ws, folder, order, progress, cancelled)
    try:
        run.finish_earlier()
        run.make_rest()
        run.tell_end()
    except _Stopped:
        return run.made(is_cancelled=True)
    return run.made(is_cancelled=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """A part that lies in the folder, proved."""

    part: KeptPart
    was_there: bool


class _Stopped(Exception):
    """A person asked to stop."""


class _Spoiled(Exception):
    """A file was not what the plan says when it was read."""


class _Run:
    """One call of `make_bundle`."""

    def __init__(
        self, ws: Workspace, folder: Path, order: Order, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        self._ws, self._folder, self._order = ws, folder, order
        self._progress, self._cancelled = progress, cancelled
        self._membership = membership(ws)
        self._place = str(folder.resolve())
        self._total = self._half_done = 0  # bytes; each counts half when written and half when read back
        self._part_end = 0  # where the part under way ends in that count: its head was not counted beforehand
        self._bundle, self._export = "", 0
        self._there: list[_There] = []
        self._warnings: tuple[Problem, ...] = ()
        self._is_suspicious = False

    def made(self, *, is_cancelled: bool) -> Made:
        """Give what lies in the folder."""
        parts = [there.part for there in self._there]
        return Made(
            bundle=self._bundle, export=self._export, paths=tuple(self._folder / p.name for p in parts),
            parts=len(parts), operations=sum(p.planned.operations for p in parts),
            files=sum(len(p.planned.files) for p in parts), bytes=sum(p.size for p in parts),
            skipped=sum(there.was_there for there in self._there), is_encrypted=bool(self._order.recipients),
            safe_to_remove=not is_cancelled, is_cancelled=is_cancelled, warnings=self._warnings,
        )  # fmt: skip

    # ---- what lies in the folder already ---------------------------------------------------------------

    def finish_earlier(self) -> None:
        """Take up the bundles of the same order in this folder: whole ones stand, an interrupted one is finished."""
        with self._ws.reader() as db:
            earlier = bundles_made.bundles_in(db, self._place)
        for entry in earlier:
            kept = plan_from(entry.plan)
            same = (entry.purpose, entry.recipient) == (self._order.purpose.value, self._order.recipient)
            if kept is None or not same or not kept.fits(self._order, self._membership.unit):
                continue
            if not kept.is_wanted(self._order):
                self._give_up(entry)
                continue
            with contextlib.suppress(_Spoiled):
                self._take_up(entry, kept)

    def _take_up(self, entry: BundleMade, kept: KeptPlan) -> None:
        present = {n for n, part in enumerate(kept.parts) if self._is_there(part)}
        is_whole = len(present) == len(kept.parts)
        if not present or (entry.state is BundleState.WHOLE and not is_whole):
            self._give_up(entry)
            return
        self._write(entry, kept, present)

    def _is_there(self, part: KeptPart) -> bool:
        """Whether the part's file lies there and is the one that was proved."""
        path = self._folder / part.name
        with medium.faults_of_medium(self._folder):
            if not part.sha256 or not path.is_file() or path.stat().st_size != part.size:
                return False
            self._total += part.size
            self._part_end = self._half_done + 2 * part.size
            return medium.file_sha256(path, lambda n: self._did(2 * n))[0] == part.sha256

    def _give_up(self, entry: BundleMade) -> None:
        """Note that nobody will go on with an interrupted bundle; of a whole one only the plan is dropped."""
        state = BundleState.ABANDONED if entry.state is BundleState.MAKING else entry.state
        self._keep(replace(entry, plan="", state=state))

    # ---- what is new -----------------------------------------------------------------------------------

    def make_rest(self) -> None:
        """Make a bundle of what does not lie there yet; refuses NOTHING_TO_HAND_OFF when nothing lies there at all."""
        for attempt in (1, 2):
            plan = outgoing.plan(self._ws, self._order, checked=self._is_suspicious)
            self._warnings = plan.warnings
            if plan.is_empty:
                break
            try:
                self._write(*self._begun(plan), present=set())
                return
            except _Spoiled as error:
                if attempt == 2 and error.__cause__ is not None:
                    raise error.__cause__ from None
        if not self._there:
            raise Refused([Problem(code=ProblemCode.NOTHING_TO_HAND_OFF), *self._warnings])

    def _begun(self, plan: outgoing.Plan) -> tuple[BundleMade, KeptPlan]:
        ws, order, m = self._ws, self._order, self._membership
        with ws.reader() as db:
            export = bundles_made.next_export(db)
        stem = f"{ws.device[:12]}-{ws.incarnation[:8]}"
        with medium.faults_of_medium(self._folder):
            while any(self._folder.glob(f"{stem}-{export:05d}-*")):
                export += 1  # the ledger could not be written when that one was made
        count = len(plan.parts)
        names = [f"{stem}-{export:05d}-{n}of{count}.ajb" for n in range(1, count + 1)]
        kept = KeptPlan(
            topic=order.topic, incarnation=ws.incarnation, unit=m.unit, recipients=order.recipients,
            certificate=m.certificate, request=make_request(ws) if m.role is Role.ALONE else "",
            heads=self._heads(plan), receipts=order.receipts, parts=parts_of(plan, names),
        )  # fmt: skip
        entry = BundleMade(
            id=ws.new_id(), export=export, made_at=instant_out(ws.now()) or "", purpose=order.purpose.value,
            recipient=order.recipient, folder=self._place, parts=count, operations=plan.operations, files=plan.files,
            bytes=plan.file_bytes, plan=plan_text(kept), state=BundleState.MAKING,
        )  # fmt: skip
        return entry, kept

    def _heads(self, plan: outgoing.Plan) -> tuple[str, ...]:
        """Sign how far this laptop's own chains have come; add what others signed of theirs that go along."""
        secret = self._secret()
        own = [mark for mark in self._ws.marks().values() if mark.device == self._ws.device]
        said = [
            keys.signed_text(
                HEAD, {"device": m.device, "incarnation": m.incarnation, "seq": m.seq, "hash": m.hash}, secret
            )
            for m in own
        ]
        with self._ws.reader() as db:
            known = outgoing_rows.signed_heads(db)
        going = {(c.device, c.incarnation) for part in plan.parts for c in part.chains}
        return (*said, *(known[chain][1] for chain in sorted(going) if chain in known and chain[0] != self._ws.device))

    def _secret(self) -> str:
        is_office = self._order.purpose is Purpose.DISPATCH
        return office_secrets(self._ws)[0] if is_office else device_secrets(self._ws)[0]

    # ---- writing ---------------------------------------------------------------------------------------

    def _write(self, entry: BundleMade, kept: KeptPlan, present: set[int]) -> None:
        """Write the parts that are not there; raises _Spoiled after taking everything of this bundle away again."""
        missing = [part for n, part in enumerate(kept.parts) if n not in present]
        needed = sum(_room(part.planned) for part in missing)
        if missing:
            medium.need_room(self._folder, needed + medium.SPARE)
            self._keep(entry)
        self._total += sum(part.planned.bytes for part in missing)
        self._bundle, self._export = entry.id, entry.export
        for n in range(len(kept.parts)):
            if n not in present:
                kept = self._write_part(entry, kept, n)
            self._there.append(_There(part=kept.parts[n], was_there=n in present))
        if entry.state is not BundleState.WHOLE:
            self._keep(replace(entry, plan=plan_text(kept), state=BundleState.WHOLE))
        self._order = kept.raised(self._order)

    def _write_part(self, entry: BundleMade, kept: KeptPlan, n: int) -> KeptPlan:
        part, header = kept.parts[n], self._header(entry, kept, n)
        proved = replace(part, header_sha256=header_sha256(header))
        self._part_end = self._half_done + 2 * part.planned.bytes

        def write(out: BinaryIO) -> str:
            return write_part(
                out, header, secret=self._secret(), recipients=self._order.recipients,
                operations=self._operations(part.planned), read_file=self._read_file,
            )  # fmt: skip

        def prove(aside: Path, sha256: str, size: int) -> None:
            # Kept before the file has its name: when the power fails in between, the next run knows it by its hash.
            nonlocal proved
            if not self._order.recipients:
                check_part(aside, ())
            proved = replace(proved, sha256=sha256, size=size)
            self._keep(replace(entry, plan=plan_text(kept.with_part(n, proved))))

        try:
            medium.write_whole(self._folder / part.name, write, written=self._did, prove=prove)
        except Refused as refused:
            if not _is_spoiled(refused):
                raise
            self._take_away(entry, kept)
            raise _Spoiled from refused
        self._half_done = self._part_end
        self._tell()
        return kept.with_part(n, proved)

    def _take_away(self, entry: BundleMade, kept: KeptPlan) -> None:
        """Remove a bundle whose plan turned out wrong: its heads promise a file that cannot be sent."""
        self._is_suspicious = True
        names = {part.name for part in kept.parts}
        self._there = [there for there in self._there if there.part.name not in names]
        with medium.faults_of_medium(self._folder):
            for name in sorted(names):
                (self._folder / name).unlink(missing_ok=True)
        self._keep(replace(entry, plan="", state=BundleState.ABANDONED))

    def _header(self, entry: BundleMade, kept: KeptPlan, n: int) -> BundleHeader:
        part = kept.parts[n].planned
        return BundleHeader(
            bundle=entry.id, purpose=Purpose(entry.purpose), unit=kept.unit, device=self._ws.device,
            incarnation=kept.incarnation, key=keys.public_key(self._secret()), certificate=kept.certificate,
            request=kept.request, recipient=entry.recipient, export=entry.export, part=n + 1, parts=len(kept.parts),
            previous=kept.parts[n - 1].header_sha256 if n else "", made_at=entry.made_at, level=LEVEL,
            min_reader=FORMAT, suite=keys.SUITE, operations=part.operations, chains=part.chains, files=part.files,
            total_operations=kept.operations, total_files=len(kept.items),
            total_bytes=sum(item.bytes for item in kept.items), heads=kept.heads, receipts=kept.receipts,
        )  # fmt: skip

    def _operations(self, part: PlannedPart) -> Iterator[tuple[Operation, tuple[Change, ...]]]:
        """Give the part's operations in causal order; the reading connection is held for one piece at a time."""
        ranges = {(c.device, c.incarnation): (c.first, c.last) for c in part.chains}
        with self._ws.reader() as db:
            places = [outgoing_rows.rowid_of(db, chain, seq) for chain, both in ranges.items() for seq in both]
        at = min((p for p in places if p is not None), default=1) - 1
        last = max((p for p in places if p is not None), default=0)
        while True:
            with self._ws.reader() as db:
                piece = outgoing_rows.operations_between(db, at, last)
            for place, operation in piece:
                at = place
                first, end = ranges.get((operation.device, operation.incarnation), (1, 0))
                if first <= operation.seq <= end:
                    with self._ws.reader() as db:
                        changes = outgoing_rows.changes_of(db, operation.id)
                    yield operation, changes
            if not piece:
                return

    def _read_file(self, item: FileItem) -> Iterator[bytes]:
        path = self._ws.files.path(item.sha256)
        try:
            yield from self._ws.files.chunks(item.sha256)
        except OSError as error:
            code = ProblemCode.FILE_MISSING if isinstance(error, FileNotFoundError) else ProblemCode.FILE_UNREADABLE
            fields = {"name": item.sha256[:12], "path": str(path), "reason": error.strerror or ""}
            raise Refused([Problem(code=code, where=item.sha256, fields=fields)]) from error

    def _keep(self, entry: BundleMade) -> None:
        """Note it in the ledger. A folder that cannot be written must still be brought to safety: then it is not."""
        if self._ws.read_only is not None:
            return
        try:
            with self._ws.books() as db:
                bundles_made.put_bundle(db, entry)
        except Refused as refused:
            if any(p.code is not ProblemCode.DISK_FULL for p in refused.problems):
                raise

    def _did(self, half_bytes: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise _Stopped
        self._half_done = min(self._half_done + half_bytes, self._part_end)
        self._tell()

    def tell_end(self) -> None:
        """Tell that all is done: a bundle begun anew has left bytes in the count."""
        self._half_done = 2 * self._total
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(min(self._half_done // 2, self._total), self._total)


def _room(part: PlannedPart) -> int:
    return part.bytes + part.bytes // 500 + PART_OVERHEAD


def _is_spoiled(refused: Refused) -> bool:
    return all(p.code in _SPOILED for p in refused.problems)
