# SPDX-License-Identifier: MulanPSL-2.0
"""What the benchmarks stand on: a filled workspace; figures go to docs/measurements.md, nothing passes or fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.makers import a_unit


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with an organ, on the real clock."""
    ws = create_workspace(tmp_path / "w")
    a_unit(ws)
    yield ws
    ws.close()
