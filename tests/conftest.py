# SPDX-License-Identifier: MulanPSL-2.0
"""What every test may ask for: a workspace on real SQLite in a folder of its own, a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.locations import bundled
from inspector_app.packs.catalogue import Catalogue, program_catalogue
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit
from tests.helpers.stores import a_store
from tests.helpers.travel import faults_on_the_way, worn_facts


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when a test moves it."""
    return Clock()


@pytest.fixture(scope="session", autouse=True)
def packs_of_the_program() -> Iterator[Catalogue]:
    """The bundled packs, held by somebody all the time: otherwise each workspace reads them anew."""
    yield program_catalogue(bundled("checklists"))


@pytest.fixture
def ws(tmp_path: Path, clock: Clock, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """An empty workspace; whatever a test writes into it, another laptop must be able to take in."""
    made = a_store(tmp_path / "workspace", clock)
    yield made
    faults = faults_on_the_way(made)
    wrong_facts = worn_facts(made)
    made.close()
    if request.node.get_closest_marker("spoils") is None:
        assert faults == [], "another laptop would refuse what was written here"
        assert wrong_facts == (), "the facts for lists and figures are older than the tables"


@pytest.fixture
def unit(ws: Workspace) -> Workspace:
    """A workspace with an organ and two officers."""
    a_unit(ws)
    return ws
