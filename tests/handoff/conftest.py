# SPDX-License-Identifier: MulanPSL-2.0
"""An office and two laptops that joined it, each with a person at it; a laptop with a short day, a stick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.handoff import outgoing
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.courier_day import Day, office_folder
from tests.helpers.kept_photos import kept_photos, some_bytes
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.unit import a_laptop, an_office


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made = an_office(tmp_path / "office", clock)
    made.actor = "周科长"
    yield made
    made.close()


@pytest.fixture
def left(tmp_path: Path, office: Workspace) -> Iterator[Workspace]:
    made = a_laptop(tmp_path / "left", office, "一组电脑")
    made.actor = "王建国"
    yield made
    made.close()


@pytest.fixture
def right(tmp_path: Path, office: Workspace, left: Workspace) -> Iterator[Workspace]:
    made = a_laptop(tmp_path / "right", office, "二组电脑")
    made.actor = "李慧敏"
    yield made
    made.close()


@pytest.fixture
def laptop(tmp_path: Path, office: Workspace) -> Iterator[Workspace]:
    """A laptop of the office with an inspection of three photos."""
    made = a_laptop(tmp_path / "laptop", office, "一组")
    visit = an_inspection(made)
    a_finding(made, visit)
    kept_photos(made, visit, [some_bytes(f"photo {n}", 40_000) for n in range(3)])
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of some 50 KB, so that a small day has many."""
    monkeypatch.setattr(outgoing, "PART_ROOM", 50_000)
    monkeypatch.setattr(outgoing, "RECORDS_ROOM", 20_000)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """An office folder for a reception in another process, and laptops on the machine's clock."""
    made = Day(tmp_path, office_folder(tmp_path / "office"))
    yield made
    for laptop in made.laptops:
        laptop.close()
