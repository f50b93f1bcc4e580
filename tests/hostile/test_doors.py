# SPDX-License-Identifier: MulanPSL-2.0
"""Every door of docs/hostile-input.md under every hostile file of `malice`, in a process with little memory.

Of each file: refused with the code that says what is wrong and a Chinese sentence, within two seconds of processor
time, without a word of an exception; nothing of it is kept, and the program goes on.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.hostile.doors import DOORS
from tests.hostile.kinds import ROOT, Door
from tests.hostile.malice import Blame
from tests.hostile.paper import PAGE, page, table
from tests.hostile.stage import a_stage

SECONDS = 2.0  # of processor time, for one file (promises.md B10)
MEGABYTES = 64  # that the program itself needs for one file, beyond what it is itself
CHILD_MEGABYTES = 512  # that a child may need in all
MUTANTS = 2  # of each door; `make fuzz` makes thousands
SEED = 20_261_122
# Words that only an exception says. Names of formats, keys and codes may be Latin.
EXCEPTIONS = re.compile(
    r"Traceback|Errno|Error\b|Exception|NoneType|object at 0x|not subscriptable|codec|unpack|argument|expected str|"
    r"invalid literal|list index|Expecting|Unterminated|delimiter|at line \d|\bchar \d"
)
CHINESE = re.compile("[\u4e00-\u9fff]")
# One door for each reader gets every file, the others the core of them.
WHOLE = frozenset({
    "organ and officers", "service", "drawn marks", "outlines of districts", "record of a draw", "law update",
    "register of enterprises", "checklist: XLSForm", "photo", "scan or recording", "form to check", "receipt", "bundle",
    "own checklist: items.toml", "own code table", "settings", "own holiday notice",
})  # fmt: skip

Outcome = Mapping[str, object]


class Trials:
    """The process that runs the commands; one for all doors of a file of tests."""

    def __init__(self, folder: Path) -> None:
        stage = a_stage(folder)
        command = [sys.executable, "-m", "tests.hostile.trial", str(folder), json.dumps(stage.names)]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "LANG": "C.UTF-8"},
        )
        self.children = 0

    def __call__(self, door: Door, **order: object) -> list[Outcome]:
        """Run one order."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"door": door.name, **order}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"{door.name}: the process ended"
        answer = json.loads(line)
        self.children = answer["children"]
        found: list[Outcome] = answer["outcomes"]
        return found

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    made = Trials(tmp_path_factory.mktemp("doors") / "stage")
    yield made
    made.close()


def faults(door: Door, one: Outcome) -> list[str]:
    """What is wrong with the way in which a file was treated."""
    code, codes, messages = one["code"], one["codes"], one["messages"]
    assert isinstance(codes, list) and isinstance(messages, list) and isinstance(one["seconds"], float | int)
    found = [str(one["fault"])] if one["fault"] else []
    if one["kept"]:
        found.append("something of it was kept")
    if one["seconds"] > SECONDS:
        found.append(f"{one['seconds']:.1f} s")
    if isinstance(one["megabytes"], int) and one["megabytes"] > MEGABYTES:
        found.append(f"{one['megabytes']} MB")
    if code not in (0, 1):
        found.append(f"exit code {code}")
    if code == 1 and not codes:
        found.append("refused without a reason")
    found += [f"not Chinese: {m}" for m in messages if not CHINESE.search(m)]
    found += [f"an exception speaks: {m}" for m in messages if EXCEPTIONS.search(_without_names(m))]
    return found + _blamed(door, str(one["blame"]), code, codes)


def _without_names(message: str) -> str:
    return re.sub("“[^”]*”", "", message)


def _blamed(door: Door, blame: str, code: object, codes: list[str]) -> list[str]:
    allowed = {
        Blame.GARBAGE: door.said_of_garbage, Blame.NO_FILE: door.no_file,
        Blame.LARGE: (*door.large, "table_too_large", "photo_too_large"),
    }.get(Blame(blame))  # fmt: skip
    if blame == Blame.ANYTHING or door.is_forgiving:
        return []
    if code != 1:
        return ["taken in"]
    return [f"called {codes}"] if allowed is not None and not set(codes) <= {*allowed, "more_faults"} else []


def judged(door: Door, outcomes: list[Outcome]) -> None:
    told = {f"{door.name}, {one['name']}": wrong for one in outcomes if (wrong := faults(door, one))}
    assert not told, json.dumps(told, ensure_ascii=False, indent=1)[:4_000]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_sound_file_goes_through(trials: Trials, door: Door) -> None:
    (one,) = trials(door, sound=True)
    assert (one["code"], one["fault"]) == (0, ""), one


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_every_hostile_file_is_refused_in_words(trials: Trials, door: Door) -> None:
    outcomes = trials(door, whole=door.name in WHOLE)
    assert len(outcomes) >= 8
    judged(door, outcomes)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_damaged_files_are_taken_or_refused_in_words(trials: Trials, door: Door) -> None:
    judged(door, trials(door, mutants=MUTANTS, seed=SEED))


def test_no_child_takes_much_memory(trials: Trials) -> None:
    for name in ("register of enterprises", "photo"):
        trials(next(door for door in DOORS if door.name == name))
    assert trials.children <= CHILD_MEGABYTES


def test_the_paper_lists_every_door() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert table() in text, "docs/hostile-input.md is old: python -m tests.hostile.paper"
    assert page(text) == text
