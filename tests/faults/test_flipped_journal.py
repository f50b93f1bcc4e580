# SPDX-License-Identifier: MulanPSL-2.0
"""A flipped bit that leaves no JSON in the journal is named by the check, and is no fault of the program (B11)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector_app.cli import main
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.makers import a_finding, an_inspection

WORDS = "可燃气体报警器失效-翻转"


@pytest.mark.spoils
def test_a_broken_entry_of_the_journal_is_named(unit: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    a_finding(unit, an_inspection(unit), description=WORDS)
    unit.close()
    database = Path(unit.folder) / "inspector.db"
    flipped = bytearray(database.read_bytes())
    entry = f'"description":"{WORDS}"'.encode()
    place = flipped.index(entry) + entry.index(b'":"')  # the quote that ends the name
    flipped[place] ^= 1
    database.write_bytes(flipped)
    assert main(["verify", "--json", "--data-dir", str(unit.folder)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["problems"]
    assert "unexpected_fault" not in {problem["code"] for problem in told["problems"]}
    again = open_workspace(unit.folder)
    health = again.check()
    again.close()
    assert health.journal
    assert not health.is_well
