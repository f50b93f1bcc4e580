# SPDX-License-Identifier: MulanPSL-2.0
"""Commands run in this process, with what they said and their exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inspector_app import wording
from inspector_app.cli import main
from tests.helpers.records import ORGAN


@dataclass
class Said:
    """What one call of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.json["problems"]]


class Cli:
    """The command line with one data folder."""

    def __init__(self, folder: Path, read: Callable[[], Any]) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        self._read = read

    def __call__(self, *words: object, data_dir: bool = True, expect: int | None = None) -> Said:
        args = [str(word) for word in words]
        if data_dir:
            args += ["--data-dir", str(self.data_dir)]
        code = main(args)
        captured = self._read()
        said = Said(code=code, out=captured.out, err=captured.err)
        assert "Traceback" not in said.out + said.err
        assert "unexpected_fault" not in said.out, said.out
        if expect is not None:
            assert said.code == expect, (args, said)
        return said

    def json(self, *words: object, expect: int = 0, data_dir: bool = True) -> Any:
        return self(*words, "--json", expect=expect, data_dir=data_dir).json


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    wording.set_language("zh_CN")
    yield
    wording.set_language("zh_CN")


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line over an empty folder."""
    return Cli(tmp_path, capsys.readouterr)


@pytest.fixture
def unit_cli(cli: Cli) -> Cli:
    """The command line over a data folder with an organ and two officers."""
    organ = cli.folder / "ORGAN.toml"
    organ.write_text(ORGAN, encoding="utf-8")
    cli("init", "--organ", organ, expect=0)
    return cli
