# SPDX-License-Identifier: MulanPSL-2.0
"""The office's way back: one bundle for one laptop with all that it lacks: records, tasks, numbers, files, receipts.

What a laptop has is known only by what it said itself: the operations of others that its own ones had seen. When
that is unsure more is sent; reading an operation twice changes nothing. Files go by need: checklists, law updates
and what the office published always, papers and photos of a case where a re-inspection of it was asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.account import Act
from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import BlockState, Device, DeviceState, TaskState
from inspector_app.handoff.devices import devices, find_device
from inspector_app.handoff.header import Purpose
from inspector_app.handoff.leases import leases
from inspector_app.handoff.making import Made, make_bundle
from inspector_app.handoff.membership import need_office
from inspector_app.handoff.outgoing import Order
from inspector_app.handoff.receipts import make_receipt
from inspector_app.handoff.safe_names import safe_name
from inspector_app.storage import chains, units
from inspector_app.storage import dispatch_rows as rows
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

OPEN = (TaskState.ASSIGNED, TaskState.STARTED)
NAME_LENGTH = 40  # of a laptop's folder, before its id


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a dispatch brings a laptop beside records: receipts, its open tasks, its blocks with numbers left."""

    receipts: int
    tasks: int
    leases: int


def dispatch(
    ws: Workspace,
    device: str,
    folder: Path,
    *,
    everything: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Made:
    """Write the bundle for one laptop (id, beginning of it, name or holder), encrypted to it, signed by the office.

    `everything` sends all records and files again, for a laptop that was lost or restored. Refuses NOT_OFFICE,
    DEVICE_UNKNOWN, DEVICE_AMBIGUOUS, DEVICE_REVOKED, DEVICE_IS_OFFICE, and what `make_bundle` refuses.
    """
    order = dispatch_order(ws, device, everything=everything)
    return make_bundle(ws, folder, order, progress=progress, cancelled=cancelled)


def dispatch_order(ws: Workspace, device: str, *, everything: bool = False) -> Order:
    """Say what a laptop gets. Refuses NOT_OFFICE and DEVICE_… as `dispatch` does."""
    ws.need(Act.RUN_OFFICE)
    need_office(ws)
    laptop = _laptop(ws, device)
    receipt = make_receipt(ws, laptop.id)
    with ws.reader() as db:
        known = {} if everything else known_of(db, laptop.id)
        held = frozenset[str]() if everything else _held(db, laptop.id)
        files = None if everything else rows.files_for_all(db) | _files_of_tasks(db, laptop.id)
    return Order(
        purpose=Purpose.DISPATCH, recipient=laptop.id, recipients=(laptop.recipient,), known=known, held=held,
        files=files, receipts=(receipt,), topic="everything" if everything else "dispatch",
    )  # fmt: skip


def brought(ws: Workspace, device: str) -> Brought:
    """Count what a dispatch brings a laptop beside records."""
    laptop = find_device(ws, device)
    with ws.reader() as db:
        tasks = sum(task.state in OPEN for task in units.list_tasks(db, laptop.id))
    blocks = [b for b in leases(ws, device=laptop.id) if b.block.state is BlockState.LEASED and not b.is_stale]
    return Brought(receipts=1, tasks=tasks, leases=sum(b.open > 0 for b in blocks))


def laptops(ws: Workspace) -> tuple[Device, ...]:
    """Give the laptops that a dispatch may go to: those in use, without the office itself. Refuses NOT_OFFICE."""
    office = need_office(ws).office_device
    return tuple(d for d in devices(ws) if d.state is DeviceState.ACTIVE and d.id != office)


def folder_name(device: Device) -> str:
    """Name the folder of one laptop's dispatch; a name that people gave is never a path."""
    return safe_name(f"{device.name[:NAME_LENGTH]}-{device.id[:12]}")


def known_of(db: Database, device: str) -> dict[Chain, int]:
    """Give how far a laptop certainly knows every chain.

    A copied or restored folder goes on under a new incarnation. As long as both may be in use, only what both know
    counts; the older one counts no more once the newer had seen all of it and nothing new came from it.
    """
    spans = rows.spans(db, device)
    sights = {span.incarnation: rows.seen(db, device, span.incarnation) for span in spans}
    for span in spans:
        sights[span.incarnation][(device, span.incarnation)] = span.seq
    live = [one for one in spans if not any(_succeeds(device, two, one, sights[two.incarnation]) for two in spans)]
    if not live:
        return {}
    first, *others = (sights[span.incarnation] for span in live)
    here = {chain: mark.seq for chain, mark in chains.marks(db.conn).items()}
    known = {chain: min(seq, *(s.get(chain, 0) for s in others), here.get(chain, 0)) for chain, seq in first.items()}
    return {chain: seq for chain, seq in known.items() if seq}


def _succeeds(device: str, newer: rows.ChainSpan, older: rows.ChainSpan, seen: dict[Chain, int]) -> bool:
    """Whether the laptop certainly works under the newer incarnation now, and not under the older one."""
    return newer.first > older.last and seen.get((device, older.incarnation), 0) >= older.seq


def _held(db: Database, device: str) -> frozenset[str]:
    """Give the files that a laptop has sent itself; none where its folder was ever copied or restored."""
    spans = rows.spans(db, device)
    return rows.files_sent(db, device, spans[0].incarnation) if len(spans) == 1 else frozenset()


def _files_of_tasks(db: Database, device: str) -> frozenset[str]:
    """Give the files of the cases that a laptop is to look at again, and of the inspections that it has begun."""
    tasks = [task for task in units.list_tasks(db, device) if task.state in OPEN]
    cases = rows.inspections_of_documents(db, [task.document_id for task in tasks if task.document_id])
    return rows.files_of_inspections(db, cases)


def _laptop(ws: Workspace, device: str) -> Device:
    laptop = find_device(ws, device)
    if laptop.state is DeviceState.REVOKED:
        day = laptop.revoked_at.date().isoformat() if laptop.revoked_at else "-"
        fields = {"device": laptop.name, "day": day}
        raise Refused([Problem(code=ProblemCode.DEVICE_REVOKED, where="device", fields=fields)])
    if laptop.id == ws.device:
        raise Refused([Problem(code=ProblemCode.DEVICE_IS_OFFICE, where="device", fields={"device": laptop.name})])
    return laptop
