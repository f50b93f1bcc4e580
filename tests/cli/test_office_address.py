# SPDX-License-Identifier: MulanPSL-2.0
"""The office's address from the command line: given at its beginning or later, it comes with every answer."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Cli
from tests.helpers.records import ORGAN


def test_the_address_comes_with_the_answer(cli: Cli) -> None:
    organ = cli.folder / "ORGAN.toml"
    organ.write_text(ORGAN, encoding="utf-8")
    office, laptop = cli.folder / "office", cli.folder / "laptop"

    def at(folder: Path, *words: object, expect: int = 0) -> dict[str, object]:
        said = cli.json(*words, "--data-dir", folder, data_dir=False, expect=expect)
        assert isinstance(said, dict)
        return said

    wrong = at(office, "office", "init", "--organ", organ, "--url", "nonsense", expect=1)
    assert "courier_address" in json.dumps(wrong)
    made = at(office, "office", "init", "--url", "http://10.0.0.4:8620/")
    assert made["url"] == "http://10.0.0.4:8620"
    assert at(office, "office", "address") == {"url": "http://10.0.0.4:8620"}
    assert at(office, "office", "address", "https://10.0.0.5:8620") == {"url": "https://10.0.0.5:8620"}
    assert "courier_address" in json.dumps(at(office, "office", "address", "10.0.0.5", expect=1))
    at(laptop, "init", "--organ", organ)
    at(office, "office", "enrol", laptop, "--name", "一中队")
    assert at(laptop, "device", "show")["url"] == "https://10.0.0.5:8620"
    assert "not_office" in json.dumps(at(laptop, "office", "address", "https://10.0.0.6:8620", expect=1))
    assert at(office, "office", "address", "--forget") == {"url": ""}
