# SPDX-License-Identifier: MulanPSL-2.0
"""What every test may ask for: a workspace on real SQLite in a folder of its own, a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.locations import bundled
from inspector_app.packs.catalogue import Catalogue, program_catalogue
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import Database, connect
from inspector_app.storage.migrations import migrations
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit
from tests.helpers.travel import faults_on_the_way, worn_facts


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when a test moves it."""
    return Clock()


@pytest.fixture(scope="session", autouse=True)
def packs_of_the_program() -> Iterator[Catalogue]:
    """The bundled packs, held by somebody all the time: otherwise each workspace reads them anew."""
    yield program_catalogue(bundled("checklists"))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the migrations leave it, before a laptop has it: making one takes longer than many a test."""
    path = tmp_path_factory.mktemp("empty") / FILE_NAME
    conn = connect(path)
    migrations.apply(Database(conn, execute_plugins=False))
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()
    return path


@pytest.fixture
def ws(tmp_path: Path, clock: Clock, empty_database: Path, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """An empty workspace; whatever a test writes into it, another laptop must be able to take in."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    shutil.copyfile(empty_database, folder / FILE_NAME)
    made = open_workspace(folder, clock=clock)
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
