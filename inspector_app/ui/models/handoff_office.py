# SPDX-License-Identifier: MulanPSL-2.0
"""What the office's pages show and do: laptops, their numbers and tasks, dispatches, the reconciliation list.

Everything of the hand-off is imported when it is first wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.change import Done
from inspector_app.domain.numbering import NumberBlock
from inspector_app.domain.unit import Device
from inspector_app.ledgers import organs, tasks
from inspector_app.ledgers.tasks import TaskRow
from inspector_app.operations.files import save_file
from inspector_app.ui.jobs import Report
from inspector_app.ui.models.handoff_pace import Pace
from inspector_app.ui.models.handoff_sending import drives as drives
from inspector_app.ui.models.handoff_unit_state import plain
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.handoff.leases import Lease
    from inspector_app.handoff.making import Made
    from inspector_app.handoff.reconciliation import DeviceStanding

ALL_KINDS = "all"  # as handoff.leases has it


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRead:
    """The laptops with what belongs to each."""

    laptops: tuple[DeviceStanding, ...]
    leases: tuple[Lease, ...]
    tasks: tuple[TaskRow, ...]  # still open, or returned

    def leases_of(self, device: str) -> tuple[Lease, ...]:
        """Give a laptop's blocks."""
        return tuple(lease for lease in self.leases if lease.block.device == device)

    def tasks_of(self, device: str) -> tuple[TaskRow, ...]:
        """Give a laptop's tasks."""
        return tuple(row for row in self.tasks if row.task.device == device)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A laptop that was enrolled, and where the answer to it lies; `answer` is kept to be written elsewhere."""

    device: Device
    answer: str
    is_new: bool
    path: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatched:
    """What was written for each laptop; `failed` are those that had nothing to get."""

    made: tuple[tuple[Device, Made], ...]
    nothing: tuple[Device, ...]
    hint: str
    is_cancelled: bool


def read_office(ws: Workspace) -> OfficeRead:
    """Read the laptops, their numbers and tasks."""
    from inspector_app.handoff.leases import leases
    from inspector_app.handoff.reconciliation import reconciliation

    listed = tuple(row for row in tasks.tasks(ws) if row.is_open or row.task.state.value == "returned")
    return OfficeRead(laptops=reconciliation(ws), leases=leases(ws), tasks=listed)


def enrol(ws: Workspace, path: Path) -> Enrolled:
    """Enrol the laptop whose request lies in a file, or in the head of its bundle; the answer goes beside it."""
    from inspector_app.domain.problems import Refused
    from inspector_app.handoff import enrolment
    from inspector_app.ui.models.handoff_unit_state import answer_name

    made = enrolment.enrol(ws, enrolment.request_at(ws, path))
    beside: Path | None = path.parent / answer_name(made.device.name)
    try:
        if beside is not None:
            save_file(beside, made.answer.encode())
    except Refused:
        beside = None
    return Enrolled(device=made.device, answer=made.answer, is_new=made.is_new, path=beside)


def save_answer(enrolled: Enrolled, path: Path) -> Path:
    """Write the answer where a person wants it."""
    save_file(path, enrolled.answer.encode())
    return path


def kinds(ws: Workspace) -> tuple[tuple[str, str], ...]:
    """Give the kinds of numbers that may be given out: all of them, then series by series."""
    from inspector_app.workspace.number_series import every_series

    organ = organs.organ(ws)
    if organ is None:
        return ()
    made = [(ALL_KINDS, tr("All kinds of documents"))]
    for series in every_series(ws, organ):
        named = tr(", ").join(word(kind) for kind in series.kinds[:3])
        more = tr("{names} and others", names=named) if len(series.kinds) > 3 else named
        made.append((series.kinds[0].value, f"{series.words[0]} · {more}"))
    return tuple(made)


def lease(ws: Workspace, device: str, kind: str, count: int, year: int) -> Done[tuple[NumberBlock, ...]]:
    """Give a laptop numbers."""
    from inspector_app.handoff import leases

    return leases.lease(ws, device, kind, count, year)


def void_stale(ws: Workspace, device: str, reason: str) -> Done[tuple[NumberBlock, ...]]:
    """End a laptop's numbers that belong to an earlier folder of it."""
    from inspector_app.handoff import leases

    return leases.void_blocks_of(ws, device, reason, only_stale=True)


def revoke(ws: Workspace, device: str, reason: str) -> Done[Device]:
    """Take nothing more from a laptop."""
    from inspector_app.handoff import devices

    return devices.revoke(ws, device, reason)


def restore(ws: Workspace, device: str) -> Done[Device]:
    """Take what a laptop signs again."""
    from inspector_app.handoff import devices

    return devices.restore(ws, device)


def dispatch(ws: Workspace, wanted: tuple[Device, ...], folder: Path, report: Report) -> Dispatched:
    """Write the bundles for laptops; for several each into a folder of its own."""
    from inspector_app.domain.problems import ProblemCode, Refused
    from inspector_app.handoff import dispatch as way
    from inspector_app.handoff.medium import eject_hint

    pace = Pace(report)
    made: list[tuple[Device, Made]] = []
    nothing: list[Device] = []
    for device in wanted:
        target = folder / way.folder_name(device) if len(wanted) > 1 else folder
        try:
            one = way.dispatch(ws, device.id, target, progress=pace, cancelled=pace.cancelled)
        except Refused as refused:
            if {p.code for p in refused.problems} != {ProblemCode.NOTHING_TO_HAND_OFF}:
                raise
            nothing.append(device)
            continue
        made.append((device, one))
        if one.is_cancelled:
            return Dispatched(made=tuple(made), nothing=tuple(nothing), hint="", is_cancelled=True)
    return Dispatched(made=tuple(made), nothing=tuple(nothing), hint=eject_hint(folder), is_cancelled=False)


def save_reconciliation(ws: Workspace, laptops: tuple[DeviceStanding, ...], path: Path) -> Path:
    """Write the list as a table for a spreadsheet."""
    from inspector_app.handoff import reconciliation

    reconciliation.save_reconciliation(ws, laptops, path)
    return path


def file_name(words: str) -> str:
    """Make a name of words that every file system takes."""
    return plain(words)
