# SPDX-License-Identifier: MulanPSL-2.0
"""What a person should know of the hand-over without asking: late, silent, wrong clocks, files that never came."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.domain.unit import DeviceState, Role
from inspector_app.handoff import standing, waiting
from inspector_app.handoff.membership import membership_in
from inspector_app.storage import reconciliation as rows
from inspector_app.storage import units
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import instant_in
from inspector_app.workspace import Workspace

FAR_OFF = 300  # seconds


def warnings(ws: Workspace) -> tuple[Problem, ...]:
    """Give the warnings of this workspace's role; a stand-alone unit is only told that its folder is a copy.

    A laptop: HANDOFF_LATE, COPY_OF_WORKSPACE, BUNDLE_WAITS. An office: DEVICE_SILENT and CLOCK_FAR_OFF for laptops
    in use, BUNDLE_WAITS, FILES_AWAITED, COPY_OF_WORKSPACE. Files that a laptop does not need are none.
    """
    with ws.reader() as db:
        role = membership_in(db).role
        of_devices = tuple(_of_devices(ws, db)) if role is Role.OFFICE else ()
    return (*standing.standing(ws).warnings, *of_devices, *waiting.warnings(ws, files=role is Role.OFFICE))


def _of_devices(ws: Workspace, db: Database) -> Iterator[Problem]:
    newest: dict[str, str] = {}
    for bundle in rows.bundles_seen(db):
        newest[bundle.device] = max(newest.get(bundle.device, ""), bundle.read_at)
    clocks = rows.clocks(db)
    for device in units.list_devices(db):
        if device.state is not DeviceState.ACTIVE or device.id == ws.device:
            continue
        since = instant_in(newest[device.id]) if device.id in newest else device.enrolled_at
        days = (ws.today() - since.date()).days
        if days >= ws.settings.handoff_days:
            yield _warning(ProblemCode.DEVICE_SILENT, device.id, device=device.name, days=str(days))
        clock = clocks.get(device.id)
        if clock is not None and abs(clock.seconds) > FAR_OFF:
            minutes = str(round(abs(clock.seconds) / 60))
            yield _warning(ProblemCode.CLOCK_FAR_OFF, device.id, device=device.name, minutes=minutes)


def _warning(code: ProblemCode, where: str, **fields: str) -> Problem:
    return Problem(code=code, where=where, fields=fields, severity=Severity.WARN)
