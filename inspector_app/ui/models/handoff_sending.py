# SPDX-License-Identifier: MulanPSL-2.0
"""What 移交 shows and does: what would go, where to, the bundles made, the queue of the network.

Everything of the hand-off is imported when it is first wanted: encryption and signatures take their time to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.unit import Membership, Role
from inspector_app.ledgers import inspections
from inspector_app.ui.jobs import Report
from inspector_app.ui.models.handoff_choices import Choice, Outgoing, Scope
from inspector_app.ui.models.handoff_pace import Pace
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.handoff import courier
    from inspector_app.handoff.courier_queue import QueueRow
    from inspector_app.handoff.history import MadeBundle
    from inspector_app.handoff.making import Made
    from inspector_app.handoff.medium import Drive
    from inspector_app.handoff.outgoing import Order
    from inspector_app.handoff.readable import ReadableMade

MOST_INSPECTIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRead:
    """What stands beside the figures."""

    membership: Membership
    made: tuple[MadeBundle, ...]
    queue: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeSaid:
    """What came of making a bundle; `hint` says how the stick is pulled out, "" for a plain folder."""

    made: Made
    hint: str


def order_of(ws: Workspace, choice: Choice) -> Order:
    """Turn a choice into an order."""
    from inspector_app.handoff.outgoing import order_for_office

    return order_for_office(ws, since=choice.since, inspection=choice.inspection, everything=choice.scope is Scope.ALL)


def read_send(ws: Workspace) -> SendRead:
    """Read what was made and what is queued."""
    from inspector_app.handoff import courier_queue
    from inspector_app.handoff.history import made_bundles
    from inspector_app.handoff.membership import membership

    return SendRead(membership=membership(ws), made=made_bundles(ws), queue=courier_queue.rows(ws))


def read_outgoing(ws: Workspace, choice: Choice, report: Report) -> Outgoing:
    """Work out what would go; looks through the journal."""
    from inspector_app.handoff.membership import membership
    from inspector_app.handoff.outgoing import plan
    from inspector_app.handoff.standing import standing

    report(0, 0)
    known, order, now = membership(ws), order_of(ws, choice), standing(ws)
    going = plan(ws, order)
    is_all = now.is_all_handed_over and (going.is_empty or choice.scope is not Scope.NEW)
    return Outgoing(
        operations=going.operations, files=going.files, bytes=going.bytes,
        office=known.name if known.role is Role.MEMBER else "", is_encrypted=bool(order.recipients), days=now.days,
        is_late=now.days >= ws.settings.handoff_days, is_all=is_all,
        is_never=now.last_receipt_at is None,
    )  # fmt: skip


def make(ws: Workspace, choice: Choice, folder: Path, report: Report) -> MadeSaid:
    """Make a bundle into a folder."""
    from inspector_app.handoff.making import make_bundle
    from inspector_app.handoff.medium import eject_hint

    pace = Pace(report)
    made = make_bundle(ws, folder, order_of(ws, choice), progress=pace, cancelled=pace.cancelled)
    return MadeSaid(made=made, hint=eject_hint(folder) if made.safe_to_remove else "")


def send(ws: Workspace, office: str, report: Report) -> courier.Report:
    """Send over the network what the office does not hold, take its receipt, and read what waits there.

    `office` is an address that was typed; it is kept once our office answered there. Empty: the one that is kept.
    """
    from inspector_app.handoff import courier

    pace = Pace(report)
    return courier.send(ws, office, progress=pace, cancelled=pace.cancelled)


def make_readable(ws: Workspace, choice: Choice, folder: Path, report: Report, *, whole: bool = False) -> ReadableMade:
    """Write a copy that anybody can read; it is not encrypted. What the office holds makes no difference here."""
    from inspector_app.handoff import readable

    pace = Pace(report)
    return readable.make_readable(
        ws, folder, since=choice.since, inspection=choice.inspection, progress=pace, cancelled=pace.cancelled,
        whole=whole,
    )  # fmt: skip


def drives() -> tuple[Drive, ...]:
    """Look for sticks."""
    from inspector_app.handoff import medium

    return medium.drives()


def recent_inspections(ws: Workspace) -> tuple[tuple[str, date, str], ...]:
    """Give the newest inspections: id, day, and name of the enterprise."""
    rows = inspections.rows(ws, limit=MOST_INSPECTIONS)
    return tuple((r.id, r.started_at.date(), r.enterprise_name) for r in rows)
