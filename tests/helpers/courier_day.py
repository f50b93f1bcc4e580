# SPDX-License-Identifier: MulanPSL-2.0
"""An office folder and laptops with work to send, on the machine's clock: the reception runs in another process."""

from __future__ import annotations

import random
from pathlib import Path

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.service import AttachmentKind
from inspector_app.handoff import enrolment
from inspector_app.handoff.making import Made, make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.operations import attachments
from inspector_app.workspace import Workspace, create_workspace, open_workspace, system_clock
from tests.helpers.makers import a_unit, an_enterprise, an_inspection
from tests.helpers.unit import a_laptop

MOVIE = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41"


def office_folder(folder: Path) -> Path:
    """Make an office and close it."""
    made = create_workspace(folder, clock=system_clock)
    a_unit(made)
    enrolment.init_office(made)
    made.close()
    return folder


def laptop_of(office: Path, folder: Path, name: str, clock: object = system_clock) -> Workspace:
    """Make a laptop of the office."""
    ws = open_workspace(office, clock=system_clock)
    try:
        return a_laptop(folder, ws, name, clock=clock)  # type: ignore[arg-type]
    finally:
        ws.close()


def some_work(laptop: Workspace, n: int = 1, megabytes: float = 0) -> Inspection:
    """Do an inspection; with a recording of so many megabytes."""
    inspection = an_inspection(laptop, an_enterprise(laptop, n))
    if megabytes:
        a_recording(laptop, inspection, megabytes, seed=n)
    return inspection


def a_recording(laptop: Workspace, inspection: Inspection, megabytes: float, seed: int = 1) -> None:
    """Attach a recording of chance."""
    path = laptop.folder / f"recording-{seed}.mp4"
    path.write_bytes(MOVIE + random.Random(seed).randbytes(int(megabytes * 1_000_000)))
    attachments.attach_file(laptop, inspection.id, path, AttachmentKind.RECORDING)
    path.unlink()


def a_bundle(laptop: Workspace, folder: Path) -> Made:
    """Make the bundle for the office as for a stick."""
    folder.mkdir(parents=True, exist_ok=True)
    return make_bundle(laptop, folder, order_for_office(laptop))
