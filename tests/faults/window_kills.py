# SPDX-License-Identifier: MulanPSL-2.0
"""The window killed while a person types, saves and issues (B8): what was shown as saved is there after a restart."""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.storage.driver import connect
from tests.faults import oracle
from tests.faults.cases import BELOW
from tests.faults.running import KILLED, Fault, Order, Runner, Said
from tests.faults.scenes import Scenes
from tests.faults.workflows import DATA

ACTS = {"type": "visit", "issue": "finished"}
CALLS = {"type": (1, 900), "issue": (1, 260)}  # kills at calls lie in between; a later one never comes
SECONDS = {"type": (0.8, 9.0), "issue": (0.8, 3.0)}
MOST_LOST = 2.0  # seconds of typing


@dataclass(slots=True)
class Shown:
    """What came out of the runs."""

    runs: int = 0
    typed: int = 0  # runs in which something was typed
    saved: int = 0  # runs in which something had been shown as saved
    issued: int = 0
    most_lost: float = 0.0
    kills: dict[str, int] = field(default_factory=dict)


class WindowKills:
    """Runs of the window below a folder."""

    def __init__(self, scenes: Scenes, runner: Runner, folder: Path) -> None:
        self.scenes, self.runner, self.folder = scenes, runner, folder
        self.shown = Shown()

    def meet(
        self, seed: int, n: int, patches: Sequence[str] = (), act: str = "", *, at_calls: bool | None = None
    ) -> list[str]:
        """Run number `n` of a seed: which act, and whether it is killed at a call or at a moment."""
        chance = random.Random(f"{seed} window {n}")
        act = act or chance.choice(("type", "type", "issue"))
        case = self.folder / f"window-{seed}-{n}"
        shutil.rmtree(case, ignore_errors=True)
        (case / "out").mkdir(parents=True)
        shutil.copytree(self.scenes.folder / ACTS[act], case / DATA)
        needs = {"act": act, "inspection": self.scenes.ids["inspection"]}
        order = Order(script="window", needs=needs, patches=patches)
        if at_calls if at_calls is not None else chance.random() < 0.5:
            fault, after = Fault(kind="kill", at=chance.randint(*CALLS[act]), below=BELOW), 30.0
        else:
            fault, after = Fault(kind="count", at=0, below=BELOW), chance.uniform(*SECONDS[act])
        said = self.runner.run(order, fault, case, kill_after=after)
        self.shown.runs += 1
        self.shown.kills[fault.kind] = self.shown.kills.get(fault.kind, 0) + 1
        found = [f"window {act} {n}: {wrong}" for wrong in self._judged(case, said, act)]
        shutil.rmtree(case)
        return found

    def _judged(self, case: Path, said: Said, act: str) -> Iterator[str]:
        if said.code not in (KILLED, 0):
            yield f"ended with {said.code}: {said.err[-800:]}"
        if "Traceback" in said.err:
            yield f"a fault of its own: {said.err[-800:]}"
        seen = oracle.look(case / DATA)
        yield from seen.wrong
        if any("stuck" in ack for ack in said.acks):
            yield f"the window did not come on: {said.acks[-2:]}"
        with contextlib.closing(connect(case / DATA / oracle.DATABASE)) as conn:
            numbers = {str(row[0]) for row in conn.execute("SELECT number FROM documents")}
            texts = {str(row[0]) for row in conn.execute("SELECT description FROM findings WHERE item_code <> ''")}
        for ack in said.acks:
            if "issued" in ack:
                self.shown.issued += 1
                if ack["issued"] not in numbers:
                    yield f"lost: {ack['issued']} was shown as issued"
        if act == "type":
            yield from self._typing(said, texts)

    def _typing(self, said: Said, texts: set[str]) -> Iterator[str]:
        typed = [(str(ack["typed"]), float(ack["at"])) for ack in said.acks if "typed" in ack]
        if not typed:
            return
        self.shown.typed += 1
        order = [text for text, _ in typed]
        kept = max((n for n, text in enumerate(order) if text in texts), default=-1)
        for ack in said.acks:
            if "saved" in ack:
                self.shown.saved += 1
                if ack["saved"] in order and order.index(ack["saved"]) > kept:
                    yield f"lost: shown as saved {ack['saved']!r}, there is {texts}"
                    break
        if kept + 1 < len(typed) and said.code == KILLED and said.killed_at:
            gap = max((b - a for (_, a), (_, b) in itertools.pairwise(typed)), default=0.0)
            lost = said.killed_at - typed[kept + 1][1]
            self.shown.most_lost = max(self.shown.most_lost, lost)
            if lost > MOST_LOST + gap:  # where the machine itself stood still, keys came late too
                yield f"{lost:.1f} s of typing are lost (longest gap between keys {gap:.1f} s)"
