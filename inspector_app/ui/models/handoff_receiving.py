# SPDX-License-Identifier: MulanPSL-2.0
"""What 收件 shows and does: reading bundles and receipts, what is not settled, where new parts lie.

Everything of the hand-off is imported when it is first wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.unit import Role
from inspector_app.ui.jobs import Report
from inspector_app.ui.models.handoff_pace import Pace
from inspector_app.ui.models.handoff_sending import drives as drives
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.handoff.inbox import InboxFound, Seen
    from inspector_app.handoff.quarantine import Quarantined
    from inspector_app.handoff.read_report import ReadReport
    from inspector_app.handoff.receipts import TakenReceipts
    from inspector_app.handoff.waiting import Gap

RECEIPT_SUFFIX = ".ajr"
AUTO = "inbox_auto"  # what this laptop remembers of itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """How many files of a laptop's records have not come."""

    device: str  # its name
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Everything that is not settled."""

    quarantined: tuple[Quarantined, ...] = ()
    waiting: tuple[Gap, ...] = ()
    awaited: tuple[Awaited, ...] = ()

    @property
    def count(self) -> int:
        """How many things a person has to see to."""
        return len(self.quarantined) + len(self.waiting) + len(self.awaited)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSaid:
    """What came of a reading; `taken` are receipts, from files of their own or from a dispatch."""

    report: ReadReport | None
    taken: TakenReceipts | None
    tasks: int  # that came along
    blocks: int  # of numbers that came along


def look_into_inbox(ws: Workspace, seen: Seen) -> InboxFound:
    """Look what lies ready in the watched folder and on the sticks; `seen` is kept from look to look."""
    from inspector_app.handoff.inbox import scan

    return scan(ws, seen=seen)


def watch(ws: Workspace, folder: Path | None) -> None:
    """Watch another folder, or none."""
    from inspector_app.handoff import inbox

    inbox.watch(ws, folder)


def reads_by_itself(ws: Workspace) -> bool:
    """Whether what comes into the inbox is read without asking; off until a person wants it."""
    return ws.session_value(AUTO) == "1"


def read_by_itself(ws: Workspace, is_on: bool) -> None:
    """Switch it on or off."""
    ws.put_session_value(AUTO, "1" if is_on else "0")


def read_backlog(ws: Workspace) -> Backlog:
    """Read what is not settled."""
    from inspector_app.handoff import waiting
    from inspector_app.handoff.membership import membership
    from inspector_app.handoff.quarantine import list_quarantine

    is_office = membership(ws).role is Role.OFFICE
    awaited = [p for p in waiting.warnings(ws, files=is_office) if p.code is ProblemCode.FILES_AWAITED]
    return Backlog(
        quarantined=list_quarantine(ws), waiting=waiting.waiting(ws),
        awaited=tuple(Awaited(device=p.fields["device"], count=int(p.fields["count"])) for p in awaited),
    )  # fmt: skip


def read_paths(ws: Workspace, paths: Sequence[Path], report: Report) -> ReadSaid:
    """Read bundles and receipts from files and folders. Refuses what is none of a part's own faults."""
    from inspector_app.handoff.membership import membership
    from inspector_app.handoff.reading import read_bundles

    pace = Pace(report)
    is_member = membership(ws).role is Role.MEMBER
    before = _came(ws)
    receipts = [path for path in paths if path.suffix.lower() == RECEIPT_SUFFIX]
    others = [path for path in paths if path not in receipts]
    taken = _take(ws, receipts)
    made: ReadReport | None = None
    if others:
        try:
            made = read_bundles(ws, others, progress=pace, cancelled=pace.cancelled)
        except Refused as refused:
            found = _take_from_folders(ws, others) if is_member and _is_nothing(refused) else None
            if found is None:
                raise
            taken = found
        else:
            taken = made.taken or taken or (_take_from_folders(ws, others) if is_member else None)
    after = _came(ws)
    return ReadSaid(report=made, taken=taken, tasks=len(after[0] - before[0]), blocks=len(after[1] - before[1]))


def discard(ws: Workspace, quarantine_id: str, reason: str) -> None:
    """Take a refused part off the list, with the reason."""
    from inspector_app.handoff import quarantine

    quarantine.discard(ws, quarantine_id, reason)


def _take(ws: Workspace, paths: Iterable[Path]) -> TakenReceipts | None:
    from inspector_app.handoff.receipts import take_receipts

    taken = None
    for path in paths:
        taken = take_receipts(ws, path)
    return taken


def _take_from_folders(ws: Workspace, paths: Iterable[Path]) -> TakenReceipts | None:
    """Take the receipts that lie in folders; nothing where there are none."""
    try:
        return _take(ws, [path for path in paths if path.is_dir()])
    except Refused as refused:
        if _is_nothing(refused) or all(p.code is ProblemCode.RECEIPT_NOT_OURS for p in refused.problems):
            return None
        raise


def _is_nothing(refused: Refused) -> bool:
    return all(p.code is ProblemCode.BUNDLE_NOT_FOUND for p in refused.problems)


def _came(ws: Workspace) -> tuple[frozenset[str], frozenset[str]]:
    """Give the ids of what the office may send: this laptop's open tasks, and its blocks of numbers."""
    from inspector_app.ledgers.tasks import own_tasks
    from inspector_app.operations.numbers import number_blocks

    blocks = frozenset(b.id for b in number_blocks(ws) if b.device == ws.device)
    return frozenset(row.task.id for row in own_tasks(ws)), blocks


def device_names(ws: Workspace) -> dict[str, str]:
    """Give the names of the unit's laptops by their ids."""
    from inspector_app.handoff.devices import devices

    return {device.id: device.name for device in devices(ws)}
