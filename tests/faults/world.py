# SPDX-License-Identifier: MulanPSL-2.0
"""Everything one process of the campaign needs, made when it is first asked for: runners, starting folders, stages."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from inspector_app.storage.driver import connect
from tests.faults import oracle
from tests.faults.bundle_faults import Stage
from tests.faults.cases import Cases
from tests.faults.cuts import Recorded, record
from tests.faults.running import Fault, Order, Runner
from tests.faults.scenes import NOON, Scenes
from tests.faults.window_kills import WindowKills

WINDOWS = 3
FLIPPED = "ordered"  # the folder in which bits are flipped


class World:
    """Below one folder; every process has its own."""

    def __init__(self, library: Path, folder: Path) -> None:
        self.library, self.folder = library, folder
        folder.mkdir(parents=True, exist_ok=True)
        self._opened: list[Runner] = []
        self._recorded: dict[str, Recorded] = {}

    def _runner(self, *, window: bool = False) -> Runner:
        made = Runner(self.library, window=window)
        self._opened.append(made)
        return made

    @cached_property
    def runner(self) -> Runner:
        """Runs commands."""
        return self._runner()

    @cached_property
    def scenes(self) -> Scenes:
        """Where runs begin."""
        return Scenes(self.folder / "scenes")

    @cached_property
    def cases(self) -> Cases:
        """Runs of workflows."""
        return Cases(self.scenes, self.runner, self.folder / "cases")

    @cached_property
    def windows(self) -> Sequence[WindowKills]:
        """Runs of the window; they mostly wait for keys, so some go on side by side."""
        return [WindowKills(self.scenes, self._runner(window=True), self.folder / f"windows{n}")
                for n in range(WINDOWS)]  # fmt: skip

    @cached_property
    def window(self) -> WindowKills:
        """Runs of the window, one after the other."""
        return WindowKills(self.scenes, self._runner(window=True), self.folder / "windows")

    @cached_property
    def bundles(self) -> Stage:
        """Making and reading bundles."""
        made = self.folder / "bundles"
        made.mkdir()
        stage = Stage(made, self.runner)
        stage.counts("read")
        return stage

    def recorded(self, name: str) -> Recorded:
        """A run that was recorded once."""
        if name not in self._recorded:
            self._recorded[name] = record(self.cases, name)
        return self._recorded[name]

    def flip(
        self,
        what: str,
        seed: int,
        n: int,
        count: int,
        patches: tuple[str, ...] = (),
        *,
        near: str = "",
        start: str = FLIPPED,
        password: str = "",
    ) -> tuple[dict[str, int], list[str]]:
        """Flip bits one at a time; gives what became of them, and what must not be."""
        case = self.folder / f"flip-{what}-{start}"
        if not (case / "data").exists():
            shutil.copytree(self.scenes.folder / start, case / "data")
        needs: dict[str, Any] = {"what": what, "seed": seed, "from": n, "count": count, "password": password}
        chance = random.Random(f"{seed} {what} {n}")
        if what == "file":
            needs["sha256"] = chance.choice(self._files())
        elif what == "part":
            needs |= {"part": str(chance.choice(sorted((self.bundles.folder / "full").glob("*.ajb")))),
                      "keys": list(self.bundles.keys)}  # fmt: skip
        elif near:
            needs["places"] = self._places(case, near, chance, count)
        order = Order(script="flip", needs=needs, patches=patches, seed=1, now=NOON)
        said = self.runner.run(order, Fault(kind="count", at=0, below=()), case)
        assert said.code == 0, said
        told: dict[str, int] = next(ack["told"] for ack in said.acks if "told" in ack)
        return told, [str({"what": what, **ack}) for ack in said.acks if "found" in ack]

    def _files(self) -> list[str]:
        with contextlib.closing(connect(self.scenes.folder / FLIPPED / oracle.DATABASE)) as conn:
            rows = conn.execute("SELECT sha256 FROM photos UNION SELECT sha256 FROM documents").fetchall()
        return sorted(str(row[0]) for row in rows)

    def _places(self, case: Path, near: str, chance: random.Random, count: int) -> list[int]:
        """Places of what a table says, wherever it stands in the file."""
        path = case / "data" / oracle.DATABASE
        column = {"operations": "at", "findings": "description", "finding_facts": "sector || officers"}[near]
        with contextlib.closing(connect(path)) as conn:
            words = [str(row[0]).encode() for row in conn.execute(f"SELECT {column} FROM {near}")]
        data = path.read_bytes()
        found = [at + n for word in words for at in _all(data, word) for n in range(len(word))]
        return chance.sample(found, min(count, len(found)))

    def close(self) -> None:
        """End the runners."""
        for runner in self._opened:
            runner.close()


def _all(data: bytes, word: bytes) -> list[int]:
    found, at = [], data.find(word)
    while at >= 0:
        found.append(at)
        at = data.find(word, at + 1)
    return found
