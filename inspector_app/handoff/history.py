# SPDX-License-Identifier: MulanPSL-2.0
"""The bundles that were made here, for people: what they held, where they went, and whether the office has it all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.handoff.header import Purpose
from inspector_app.handoff.kept_plan import plan_from
from inspector_app.handoff.outgoing import Order
from inspector_app.storage import bundles_made, outgoing_rows, receipts, units
from inspector_app.storage.bundles_made import BundleMade, BundleState
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import instant_in
from inspector_app.workspace import Workspace

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBundle:
    """One bundle. `is_received` when the office's receipts cover all of it; None where no receipt is expected."""

    id: str
    export: int
    made_at: datetime
    folder: str
    recipient: str  # name of the laptop it is for, "" for the office
    parts: int
    operations: int
    files: int
    bytes: int
    is_whole: bool
    is_received: bool | None


def made_bundles(ws: Workspace, limit: int = MOST) -> tuple[MadeBundle, ...]:
    """Give the bundles made here, newest first; abandoned ones are left out."""
    with ws.reader() as db:
        names = {d.id: d.name for d in units.list_devices(db)}
        office = Order(
            purpose=Purpose.HANDOFF, known=outgoing_rows.office_marks(db), held=outgoing_rows.office_files(db)
        )
        rows = [b for b in bundles_made.list_bundles(db, limit) if b.state is not BundleState.ABANDONED]
        return tuple(_shown(db, ws.device, b, names.get(b.recipient, b.recipient[:12]), office) for b in rows)


def _shown(db: Database, device: str, b: BundleMade, recipient: str, office: Order) -> MadeBundle:
    is_whole = b.state is BundleState.WHOLE
    return MadeBundle(
        id=b.id, export=b.export, made_at=instant_in(b.made_at), folder=b.folder, recipient=recipient, parts=b.parts,
        operations=b.operations, files=b.files, bytes=b.bytes, is_whole=is_whole,
        is_received=_is_received(db, device, b, office) if b.purpose == Purpose.HANDOFF.value and is_whole else None,
    )  # fmt: skip


def _is_received(db: Database, device: str, b: BundleMade, office: Order) -> bool:
    """Ask the plan, where it is still kept; else whether the office holds everything done before the bundle."""
    plan = plan_from(b.plan)
    if plan is not None:
        return not plan.is_wanted(office)
    operations, oldest = receipts.beyond_receipts(db, device)
    return bool(receipts.marks(db)) and (not operations or oldest > b.made_at)
