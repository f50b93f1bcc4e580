# SPDX-License-Identifier: MulanPSL-2.0
"""Power cuts of recorded runs (B2): every state that the models allow is started from and compared with what was told.

A run is a workflow, acknowledged by its end, or a session in one open folder that acknowledges each verb.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.faults import oracle
from tests.faults.cases import AFTER, BELOW, SEED, Cases
from tests.faults.contents import Recovery
from tests.faults.powerloss import MODELS, Event, State, disk_before, lay_out, mark_of, read_trace
from tests.faults.running import Fault, Order
from tests.faults.workflows import BY_NAME, DATA, NOON

SESSION, BRIEF = "session", "organs_only"
SESSIONS = (SESSION, BRIEF)
BY_PRODUCT = 50  # every so many states the program itself starts there and checks all


@dataclass(slots=True)
class Tally:
    """How many states were made, how many were different, to how many contents they came, how many were started."""

    made: int = 0
    different: int = 0
    contents: int = 0
    started: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A run that was recorded: the folders before, what it changed, and the states that it went through."""

    name: str
    root: Path
    events: Sequence[Event]
    states: Sequence[str]  # of the undisturbed and unspoiled run; in the session one for each act that is told
    chance: frozenset[str] = frozenset()
    calls: int = 0  # that change something, as ff.c counts them


def record(cases: Cases, name: str, patches: Sequence[str] = ()) -> Recorded:
    """Record a workflow or the session."""
    case = cases.folder / f"recorded-{name}-{'-'.join(patches)}"
    shutil.rmtree(case, ignore_errors=True)
    start = "visit" if name in SESSIONS else BY_NAME[name].start
    for part in ("before", "now"):
        (case / part / "out").mkdir(parents=True)
        if start:
            shutil.copytree(cases.scenes.folder / start, case / part / DATA)
    trace = case / "trace"
    if name in SESSIONS:
        needs = {"inspection": cases.scenes.ids["inspection"], "brought": str(cases.scenes.folder / "brought")}
        order = Order(script=name, needs=needs, patches=patches, seed=SEED, now=NOON, trace=trace)
    else:
        workflow = BY_NAME[name]
        words = workflow.argv(cases.scenes, case / "now")
        order = Order(argv=words, patches=patches, seed=SEED, now=workflow.now, trace=trace)
    said = cases.runner.run(order, Fault(kind="record", at=0, below=BELOW), case / "now")
    assert said.code == 0, said.err[-500:]
    events = list(read_trace(trace))
    if name in SESSIONS:
        states = oracle.told_states(said.acks) if not patches else record(cases, name).states
        return Recorded(name=name, root=case, events=events, states=states)
    course = cases.course(BY_NAME[name])
    calls = said.counts["calls"]
    return Recorded(name=name, root=case, events=events, states=course.states, chance=course.chance, calls=calls)


class Cutter:
    """Plays a run forward once, and judges what a cut leaves after each change."""

    def __init__(self, cases: Cases, run: Recorded, seed: int, randoms: int, tally: Tally) -> None:
        self.cases, self.run, self.seed, self.randoms, self.tally = cases, run, seed, randoms, tally
        self._known: dict[bytes, oracle.Seen] = {}
        self._contents: dict[bytes, oracle.Seen] = {}
        self._recovery = Recovery(run.root / "recovery")
        self._disk = disk_before(run.root, BELOW)
        now = datetime.fromisoformat(BY_NAME[run.name].now if run.name in BY_NAME else NOON) + AFTER
        self._clock = lambda: now

    def __iter__(self) -> Iterator[list[str]]:
        """Give, change by change, what the oracle found."""
        for at, event in enumerate(self.run.events, start=1):
            if not self._disk.apply(event):
                yield []
                continue
            yield [f"{self.run.name} change {at} {model} {n}: {wrong}"
                   for model in MODELS for n in range(self._times(model))
                   for wrong in self._judged(at, model, n)]  # fmt: skip

    def _times(self, model: str) -> int:
        return {"strict": 1, "ordered": 4}.get(model, self.randoms)

    def _judged(self, at: int, model: str, n: int) -> Iterator[str]:
        chance = random.Random(f"{self.seed} {at} {model} {n}")
        state = self._disk.after_cut(model, chance)
        self.tally.made += 1
        mark = mark_of(state)
        if mark not in self._known:
            self.tally.different += 1
            self._known[mark] = self._look(state)
        yield from self._against(self._known[mark])

    def _look(self, state: State) -> oracle.Seen:
        """What is there: by the driver for each content, by the program's own start for each so many states."""
        root, target = self.run.root / "now", self.run.root / "cut"
        workflow = BY_NAME.get(self.run.name)
        passwords = workflow.passwords if workflow else ()
        if str(root / DATA / oracle.DATABASE) not in state:
            return oracle.Seen()
        content = self._recovery.mark(state, root, passwords)
        by_product = self.tally.different % BY_PRODUCT == 0
        if by_product or content not in self._contents:
            shutil.rmtree(target, ignore_errors=True)
            lay_out(state, root, target)
        if content not in self._contents:
            self.tally.contents += 1
            self._contents[content] = oracle.raw(target / DATA)
        if by_product:
            self.tally.started += 1
            return oracle.look(target / DATA, passwords=passwords, clock=self._clock)
        return self._contents[content]

    def _against(self, seen: oracle.Seen) -> Iterator[str]:
        yield from seen.wrong
        if seen.wrong:
            return
        states, told, state = list(self.run.states), self._told(), seen.state(self.run.chance)
        if not state:
            if told or states[0]:
                yield "the data is gone"
        elif state in states:
            if states.index(state) < told:
                yield f"lost: {told} acts were acknowledged, and {states.index(state)} are there"
        elif self.run.name != "init":
            yield "a state that no undisturbed run goes through"

    def _told(self) -> int:
        """How far the run had been acknowledged: the n-th act told is the n-th state of an undisturbed run."""
        acks = self._disk.acks
        if any(ack.get("done") for ack in acks):
            return len(self.run.states) - 1
        told = sum("tables" in ack for ack in acks)
        return max(0, told - 1) if self.run.name in SESSIONS else 0
