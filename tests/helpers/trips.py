# SPDX-License-Identifier: MulanPSL-2.0
"""An office and two laptops whose data go to and fro in folders, as on a stick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff.dispatch import dispatch
from inspector_app.handoff.making import Made, make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.reading import read_bundles
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.unit import a_laptop, an_office


@dataclass
class Trips:
    """The unit, and a folder for each way."""

    office: Workspace
    one: Workspace
    two: Workspace
    clock: Clock
    folder: Path
    count: int = 0

    def made(self, laptop: Workspace) -> Path:
        """Make a bundle of what the office lacks, and leave it lying."""
        self.count += 1
        stick = self.folder / f"home{self.count}"
        make_bundle(laptop, stick, order_for_office(laptop))
        return stick

    def home(self, laptop: Workspace) -> None:
        """Bring what the office lacks."""
        report = read_bundles(self.office, [self.made(laptop)])
        assert not report.problems

    def back(self, laptop: Workspace, **options: Any) -> Made:
        """Bring back what the office sends."""
        self.count += 1
        stick = self.folder / f"back{self.count}"
        made = dispatch(self.office, laptop.device, stick, **options)
        report = read_bundles(laptop, [stick])
        assert not report.problems
        return made

    def round(self, laptop: Workspace) -> Made:
        """There and back."""
        self.home(laptop)
        return self.back(laptop)


@contextmanager
def trips(folder: Path, clock: Clock) -> Iterator[Trips]:
    """Make the unit, and close it in the end."""
    office = an_office(folder / "office", clock)
    one = a_laptop(folder / "one", office, "执法一组", holder="王建国")
    two = a_laptop(folder / "two", office, "执法二组")
    made = Trips(office, one, two, clock, folder)
    try:
        yield made
    finally:
        for ws in (made.one, made.two, made.office):
            ws.close()


def refused(act: Callable[[], object]) -> list[ProblemCode]:
    """Give the codes by which an act was refused."""
    with pytest.raises(Refused) as caught:
        act()
    return [p.code for p in caught.value.problems]
