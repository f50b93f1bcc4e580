# SPDX-License-Identifier: MulanPSL-2.0
"""Bundles on sticks for tests: made by real laptops, read by a real office, spoiled on purpose."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import ProblemCode
from inspector_app.handoff import leases
from inspector_app.handoff.header import Purpose
from inspector_app.handoff.making import Made, make_bundle
from inspector_app.handoff.outgoing import Order, order_for_office
from inspector_app.handoff.read_report import ReadReport
from inspector_app.handoff.reading import read_bundles
from inspector_app.handoff.receipts import make_receipt
from inspector_app.operations import documents, inspections
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.unit import a_laptop, an_office, hand_over


class Unit:
    """An office with laptops, each in a folder of its own; the clock is one for all."""

    def __init__(self, folder: Path, clock: Clock, laptops: int = 1) -> None:
        self.folder, self.clock = folder, clock
        self.office = an_office(folder / "office", clock)
        self.laptops = [a_laptop(folder / f"laptop{n}", self.office, f"电脑{n}", clock) for n in range(1, laptops + 1)]
        for laptop in self.laptops:
            leases.lease(self.office, laptop.device, documents.DocumentKind.INSPECTION_RECORD, 30)
        for laptop in self.laptops:
            hand_over(self.office, laptop)
        with self.office.books() as db:  # the helper merges without bundles; no receipt was given for it yet
            db.conn.execute("DELETE FROM wanted_files")

    @property
    def laptop(self) -> Workspace:
        return self.laptops[0]

    def close(self) -> None:
        for ws in (self.office, *self.laptops):
            ws.close()

    def stick(self, name: str = "stick") -> Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def hand_over(self, laptop: Workspace, stick: Path, **order: Any) -> Made:
        return make_bundle(laptop, stick, order_for_office(laptop, **order))

    def dispatch(self, laptop: Workspace, stick: Path, known: dict[Chain, int] | None = None) -> Made:
        """What the office would send a laptop: everything, with its receipt, encrypted for it."""
        from inspector_app.storage import units

        with self.office.reader() as db:
            device = units.get_device(db, laptop.device)
        assert device is not None
        order = Order(
            purpose=Purpose.DISPATCH, recipient=laptop.device, recipients=(device.recipient,), known=known or {},
            receipts=(make_receipt(self.office, laptop.device),), topic="dispatch",
        )  # fmt: skip
        return make_bundle(self.office, stick, order)

    def read(self, *paths: Path) -> ReadReport:
        return read_bundles(self.office, list(paths))


@contextmanager
def a_whole_unit(folder: Path, clock: Clock, laptops: int = 1) -> Iterator[Unit]:
    made = Unit(folder, clock, laptops)
    try:
        yield made
    finally:
        made.close()


def a_morning(ws: Workspace, n: int) -> str:
    """One visit with a finding, a second enterprise and a note; gives the inspection's id."""
    made = an_inspection(ws, an_enterprise(ws, n))
    a_finding(ws, made, place=f"第{n}处")
    return made.id


def a_day(ws: Workspace, clock: Clock, n: int) -> str:
    """A morning that ends with an issued record: two files at least (checklists and the paper)."""
    inspection = a_morning(ws, n)
    clock.move(hours=2)
    inspections.finish_inspection(ws, inspection)
    documents.issue_document(ws, inspection, documents.DocumentKind.INSPECTION_RECORD)
    return inspection


def flip(path: Path, at: int = -200) -> None:
    """Change one byte."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def states(report: ReadReport) -> list[str]:
    return [part.state.value for part in report.parts]


def codes(report: ReadReport) -> list[ProblemCode]:
    return [p.code for p in report.problems]


def same_data(*every: Workspace) -> bool:
    return len({ws.digest() for ws in every}) == 1 and all(ws.check().is_well for ws in every)


def later(unit: Unit, stick: Path, after: int) -> Path:
    """A bundle of what the laptop did after its operation `after`, though the office holds less."""
    order = order_for_office(unit.laptop)
    own = (unit.laptop.device, unit.laptop.incarnation)
    order = dataclasses.replace(order, known={**order.known, own: after}, topic=f"after {after}")
    return make_bundle(unit.laptop, stick, order).paths[0]
