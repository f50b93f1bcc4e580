# SPDX-License-Identifier: MulanPSL-2.0
"""The reconciliation list: laptop by laptop, what was sent, what came, what is missing (demands.md D51j)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.account import Act
from inspector_app.domain.unit import BlockState, Device, DeviceState, TaskState
from inspector_app.handoff.leases import Lease, leases
from inspector_app.handoff.membership import need_office
from inspector_app.handoff.readable_tables import csv_bytes
from inspector_app.handoff.waiting import Gap, waiting
from inspector_app.storage import reconciliation as rows
from inspector_app.storage import units
from inspector_app.storage.bundles_made import BundleState, list_bundles
from inspector_app.storage.reconciliation import BundleSeen, MissingFile
from inspector_app.storage.rows import instant_in
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import give_out, leave
from inspector_app.workspace.privacy import masked

__all__ = [
    "DeviceStanding", "Missed", "MissingFile", "Numbers", "clock_words", "counted", "ranges", "reconciliation",
    "reconciliation_csv",
]  # fmt: skip

OPEN_TASKS = (TaskState.ASSIGNED, TaskState.STARTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Exports of a laptop that never came, though a later one did. Only what they held beyond others is missed."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The serials that a laptop was given, and how many of them are used; what is left of blocks still in use."""

    given: int = 0
    used: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStanding:
    """One laptop as the office knows it. Counts of files are of those that its operations named."""

    device: Device
    is_office: bool
    last_handover: datetime | None  # when a part of its newest bundle was read here
    last_export: int
    days_silent: int  # since then, or since it was enrolled
    operations: int
    gaps: tuple[Gap, ...]  # operations of its own that are missing
    exports: int  # different bundles of which a part was read
    missed: tuple[Missed, ...]
    incomplete: tuple[int, ...]  # exports of which parts are missing
    announced: int
    received: int
    missing: tuple[MissingFile, ...]
    clock_seconds: int | None  # ahead of the office's; none where nobody could tell
    clock_at: datetime | None
    numbers: Numbers
    open_tasks: int
    last_dispatch: datetime | None  # made here; whether it was read, only its next bundle tells

    @property
    def missing_operations(self) -> int:
        """How many operations are known to exist and are not here."""
        return sum(gap.last - gap.first + 1 for gap in self.gaps)

    @property
    def is_settled(self) -> bool:
        """Whether nothing that it sent or announced is missing."""
        return not (self.gaps or self.missing or self.incomplete)


def reconciliation(ws: Workspace) -> tuple[DeviceStanding, ...]:
    """Give every laptop, revoked ones too, by name; the office's own workspace among them. Refuses NOT_OFFICE."""
    office = need_office(ws).office_device
    gaps, blocks = waiting(ws), leases(ws)
    with ws.reader() as db:
        sent = {b.recipient: b.made_at for b in reversed(list_bundles(db)) if b.state is BundleState.WHOLE}
        devices, tasks = units.list_devices(db), units.list_tasks(db)
        bundles, operations = rows.bundles_seen(db), rows.operations_of(db)
        announced, missing, clocks = rows.files_announced(db), rows.missing_files(db), rows.clocks(db)
    found = []
    for device in devices:
        seen = [b for b in bundles if b.device == device.id]
        last = max(seen, key=lambda b: b.read_at, default=None)
        since = instant_in(last.read_at) if last else None
        lacking = tuple(f for f in missing if f.device == device.id)
        clock = clocks.get(device.id)
        found.append(
            DeviceStanding(
                device=device, is_office=device.id == office, last_handover=since,
                last_export=last.export if last else 0,
                days_silent=max((ws.today() - (since or device.enrolled_at).date()).days, 0),
                operations=operations.get(device.id, 0), gaps=tuple(g for g in gaps if g.device == device.id),
                exports=len({b.bundle for b in seen}), missed=tuple(_missed(seen)),
                incomplete=tuple(b.export for b in seen if b.parts_read < b.parts),
                announced=announced.get(device.id, 0),
                received=max(announced.get(device.id, 0) - len(lacking), 0), missing=lacking,
                clock_seconds=clock.seconds if clock else None, clock_at=instant_in(clock.at) if clock else None,
                numbers=_numbers(b for b in blocks if b.block.device == device.id),
                open_tasks=sum(t.device == device.id and t.state in OPEN_TASKS for t in tasks),
                last_dispatch=instant_in(sent[device.id]) if device.id in sent else None,
            )
        )  # fmt: skip
    return tuple(found)


def _missed(seen: Sequence[BundleSeen]) -> Iterator[Missed]:
    """Give the numbers of exports between those that came; counted for each incarnation, since each counts anew."""
    for incarnation in dict.fromkeys(b.incarnation for b in seen):
        numbers = sorted({b.export for b in seen if b.incarnation == incarnation})
        for before, after in itertools.pairwise(numbers):
            if after > before + 1:
                yield Missed(first=before + 1, last=after - 1)


def _numbers(blocks: Iterable[Lease]) -> Numbers:
    given = used = left = 0
    for lease in blocks:
        if lease.block.state in (BlockState.LEASED, BlockState.RETURNED, BlockState.VOID):
            given += lease.block.last - lease.block.first + 1
            used += lease.used
            left += lease.open
    return Numbers(given=given, used=used, left=left)


# As a file ------------------------------------------------------------------------------------------------


def save_reconciliation(ws: Workspace, found: Sequence[DeviceStanding], path: Path) -> None:
    """Write the list as CSV, for who runs the office; no number of a person is readable in it.

    Refuses as `give_out`.
    """
    leave(ws, path, whole=False, act=Act.RUN_OFFICE)
    data = reconciliation_csv(masked(tuple(found)))
    give_out(ws, "reconciliation csv", path, data, whole=False, count=len(found), act=Act.RUN_OFFICE)


def reconciliation_csv(found: Sequence[DeviceStanding]) -> bytes:
    """Give the list as CSV for a spreadsheet: UTF-8 with a mark, no cell a formula; the missing files below."""
    table = [_head(), *(_cells(one) for one in found)]
    missing = [(one, file) for one in found for file in one.missing]
    if missing:
        table += [[], [tr("Files missing"), tr("Name"), tr("Enterprise"), tr("Announced"), "SHA-256"]]
    for one, file in missing:
        table.append([one.device.name, file.name, file.enterprise, _moment(instant_in(file.since)), file.sha256])
    return csv_bytes(table)


def _head() -> list[str]:
    return [
        tr("Laptop"), tr("Holder"), tr("State"), tr("Last hand-over"), tr("Days since"), tr("Operations received"),
        tr("Operations missing"), tr("Exports received"), tr("Exports not received"),
        tr("Exports with parts missing"), tr("Files announced"), tr("Files received"), tr("Files missing"),
        tr("Clock"), tr("Numbers given"), tr("Numbers used"), tr("Numbers left"), tr("Open tasks"),
        tr("Last dispatch"), tr("Identifier"),
    ]  # fmt: skip


def _cells(one: DeviceStanding) -> list[str]:
    days = "" if one.is_office else str(one.days_silent)
    return [
        one.device.name, one.device.holder, word(one.device.state), _moment(one.last_handover), days,
        str(one.operations), str(one.missing_operations), str(one.exports),
        ranges((m.first, m.last) for m in one.missed), ranges((n, n) for n in one.incomplete), str(one.announced),
        str(one.received), str(len(one.missing)), clock_words(one.clock_seconds), str(one.numbers.given),
        str(one.numbers.used), str(one.numbers.left), str(one.open_tasks), _moment(one.last_dispatch), one.device.id,
    ]  # fmt: skip


def clock_words(seconds: int | None) -> str:
    """Say how far a laptop's clock is off the office's; nothing where that is not known."""
    if seconds is None:
        return ""
    minutes = round(abs(seconds) / 60)
    if not minutes:
        return tr("right to the minute")
    return tr("{count} minutes fast", count=minutes) if seconds > 0 else tr("{count} minutes slow", count=minutes)


def ranges(found: Iterable[tuple[int, int]]) -> str:
    """Say ranges of numbers: `3, 5–7`."""
    return tr(", ").join(str(first) if first == last else f"{first}–{last}" for first, last in found)


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def counted(found: Sequence[DeviceStanding]) -> Mapping[str, int]:
    """Count over all laptops: those in use, operations and files that are missing."""
    active = [one for one in found if one.device.state is DeviceState.ACTIVE and not one.is_office]
    return {
        "laptops": len(active), "missing_operations": sum(one.missing_operations for one in found),
        "missing_files": sum(len(one.missing) for one in found),
    }  # fmt: skip
