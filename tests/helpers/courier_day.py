# SPDX-License-Identifier: MulanPSL-2.0
"""An office folder and laptops with work to send, on the machine's clock: the reception runs in another process."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.problems import ProblemCode, Refused
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


@dataclass
class Day:
    """An office folder and laptops that are closed at the end."""

    folder: Path
    office: Path
    laptops: list[Workspace] = field(default_factory=list)

    def laptop(self, name: str = "one", **options: object) -> Workspace:
        made = laptop_of(self.office, self.folder / name, name, **options)  # type: ignore[arg-type]
        self.laptops.append(made)
        return made

    def office_digest(self) -> str:
        ws = open_workspace(self.office, clock=system_clock)
        try:
            assert ws.check().is_well
            return ws.digest()
        finally:
            ws.close()

    def left_at_the_office(self) -> list[Path]:
        return [p for p in (self.office / "inbox").rglob("*") if p.is_file()]


def problem(refused: pytest.ExceptionInfo[Refused]) -> ProblemCode:
    (found,) = refused.value.problems
    return found.code


def files_in(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock"]
