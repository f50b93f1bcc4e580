# SPDX-License-Identifier: MulanPSL-2.0
"""One workflow under one fault: run, start again, look, complete; B1, B4 and B9 are made of these.

What a fault leaves is judged by the whole oracle once for each content (`contents.py`) and each answer of the
program; what comes to the same content, after the same answer, gets the same judgment, but each so many is judged anew.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from inspector_app.storage.driver import connect
from tests.faults import oracle
from tests.faults.contents import Recovery, state_of
from tests.faults.powerloss import State, lay_out
from tests.faults.running import KILLED, KILLING, WORLDLY, Fault, Order, Runner, Said
from tests.faults.scenes import Scenes
from tests.faults.workflows import DATA, Workflow

SEED = 7
OTHER_SEED = 8
BELOW = (DATA, "out")
LOGIN_TABLES = frozenset({"operations", "changes", "security_events"})  # each login is noted there too
STEP = 1_500  # bytes between two sizes of the disk
PHOTOS_BEFORE = 2  # in the folder `visit`
ANEW = 250  # every so many the whole oracle judges what it has judged before
AFTER = timedelta(seconds=2)  # when the oracle looks: soon enough that the clock did not jump


@dataclass(slots=True)
class Course:
    """How a workflow goes undisturbed: calls, and the states that it goes through."""

    counts: Mapping[str, int]
    states: list[str]
    chance: frozenset[str] = frozenset()  # tables in which two such runs differ: keys, accounts
    opened_by: str = ""  # by which password the folder opens in the end

    @property
    def last(self) -> str:
        """The state in the end."""
        return self.states[-1]


@dataclass(slots=True)
class Judged:
    """How often the whole oracle judged."""

    asked: int = 0
    contents: int = 0  # judged for the first time
    anew: int = 0


@dataclass(slots=True)
class Cases:
    """Runs of workflows under faults below one folder."""

    scenes: Scenes
    runner: Runner
    folder: Path
    slowest: float = 0.0  # seconds that the program needed to open a folder after a fault
    judged: Judged = field(default_factory=Judged)
    _courses: dict[str, Course] = field(default_factory=dict)
    _known: dict[tuple[object, ...], list[str]] = field(default_factory=dict)
    _recoveries: dict[str, Recovery] = field(default_factory=dict)
    _nth: int = 0

    def recovery(self, name: str) -> Recovery:
        """Where the databases of a workflow recover."""
        return self._recoveries.setdefault(name, Recovery(self.folder / f"recovery-{name}"))

    def case(self, workflow: Workflow, name: str) -> Path:
        """Give fresh folders for one run."""
        self._nth += 1
        case = self.folder / f"{self._nth}-{workflow.name}-{name}"
        (case / "out").mkdir(parents=True)
        if workflow.start:
            shutil.copytree(self.scenes.folder / workflow.start, case / DATA)
        return case

    def run(self, workflow: Workflow, case: Path, fault: Fault, patches: Sequence[str] = (), seed: int = SEED) -> Said:
        """Run the workflow once."""
        order = Order(argv=workflow.argv(self.scenes, case), patches=patches, seed=seed, now=workflow.now)
        return self.runner.run(order, fault, case)

    def course(self, workflow: Workflow) -> Course:
        """Run undisturbed, counting calls and noting every state that it goes through."""
        key = workflow.name
        if key not in self._courses:
            before = self._undisturbed(workflow, None)[1]
            told, after = self._undisturbed(workflow, ())
            watched, again = self._undisturbed(workflow, ("watched",))
            chance = frozenset(n for n in {*after.tables, *again.tables} if after.tables.get(n) != again.tables.get(n))
            chance |= LOGIN_TABLES if workflow.passwords else frozenset()
            seen = oracle.told_states(watched.acks, chance)
            states = list(dict.fromkeys([before.state(chance), *seen, after.state(chance)]))
            self._courses[key] = Course(told.counts, states, chance, after.opened_by)
        return self._courses[key]

    def _undisturbed(self, workflow: Workflow, patches: Sequence[str] | None) -> tuple[Said, oracle.Seen]:
        """Run without a fault, or (None) do not run; the state in the end."""
        case = self.case(workflow, "undisturbed")
        told = Said(code=0, out="", err="")
        if patches is not None:
            told = self.run(workflow, case, Fault(kind="count", at=0, below=BELOW), patches)
            assert told.code == 0, (workflow.name, told.code, told.out[-500:], told.err[-500:])
        seen = oracle.Seen() if patches is None and not workflow.start else self._look(workflow, case)
        assert not seen.wrong, seen
        shutil.rmtree(case)
        return told, seen

    def _look(self, workflow: Workflow, case: Path) -> oracle.Seen:
        now = datetime.fromisoformat(workflow.now) + AFTER
        return oracle.look(case / DATA, passwords=workflow.passwords, clock=lambda: now)

    def faults(self, workflow: Workflow, bar: str) -> list[Fault]:
        """Every fault of a bar that this workflow can meet."""
        counts = self.course(workflow).counts

        def every(kind: str, last: int) -> list[Fault]:
            return [Fault(kind=kind, at=n, below=BELOW) for n in range(1, last + 1)]

        if bar == "B4":
            full = [Fault(kind="full", at=n, below=BELOW) for n in range(0, counts["bytes"], STEP)]
            return [*full, *every("eio", counts["syncs"]), *every("fail", counts["calls"])]
        torn = [f for kind in ("torn", "torn_first", "torn_last") for f in every(kind, counts["writes"])]
        return [*every("kill", counts["calls"]), *torn]

    def meet(self, workflow: Workflow, fault: Fault, patches: Sequence[str] = ()) -> list[str]:
        """Run under a fault; gives what the oracle has against it."""
        self.course(workflow)
        case = self.case(workflow, f"{fault.kind}-{fault.at}")
        said = self.run(workflow, case, fault, patches)
        found = [*_words(said, fault), *self.verdict(workflow, case, said, state_of(case), patches)]
        shutil.rmtree(case)
        return found

    def verdict(
        self,
        workflow: Workflow,
        case: Path,
        said: Said,
        state: State,
        patches: Sequence[str] = (),
        *,
        lies: bool = True,
    ) -> list[str]:
        """What the oracle has against a state of `case`, where it lies or is laid out if it must be looked at."""
        mark = self.recovery(workflow.name).mark(state, case, workflow.passwords)
        key = (workflow.name, tuple(patches), mark, said.code, said.out.replace(str(case), ""))
        self.judged.asked += 1
        is_new = key not in self._known
        if is_new or self.judged.asked % ANEW == 0:
            self.judged.contents += is_new
            self.judged.anew += not is_new
            if not lies:
                shutil.rmtree(case, ignore_errors=True)
                (case / "out").mkdir(parents=True)
                lay_out(state, case, case)
            self._known[key] = list(self._judged(workflow, case, said, patches))
        return self._known[key]

    def _judged(self, workflow: Workflow, case: Path, said: Said, patches: Sequence[str]) -> Iterator[str]:
        course, data = self.course(workflow), case / DATA
        if not workflow.start and said.code != 0 and not (data / oracle.DATABASE).exists():
            return  # it was never said to be made
        first = self._look(workflow, case)
        self.slowest = max(self.slowest, first.seconds)
        yield from first.wrong
        if first.wrong:
            return
        state = first.state(course.chance)
        if state not in course.states and not _is_known_part(workflow, said, data, state):
            yield "a state that no undisturbed run goes through"
        if _is_done(said) and (state != course.last or first.opened_by != course.opened_by):
            yield "said to be done, and is not"
        yield from oracle.papers(data, case / "out", said.json)
        second = self._look(workflow, case)
        if second.wrong or second.state() != first.state():
            yield f"a second start changes something: {second}"
        if workflow.again:
            yield from self._again(workflow, case, state, course, patches)

    def _again(
        self, workflow: Workflow, case: Path, state: str, course: Course, patches: Sequence[str]
    ) -> Iterator[str]:
        """The world is in order again: the same act completes, or is told to be done already."""
        is_over = state not in course.states[:-1]
        seed = SEED if state == course.states[0] else OTHER_SEED
        again = self.run(workflow, case, Fault(kind="count", at=0, below=BELOW), patches, seed)
        if left := [path.name for path in (case / DATA / "files" / "aside").glob("*")]:
            yield f"the next run leaves something half written: {left}"
        seen = self._look(workflow, case)
        yield from (f"after the next run: {wrong}" for wrong in seen.wrong)
        if is_over:
            if again.code not in (0, 1) or "unexpected_fault" in again.out:
                yield f"the next run breaks: {again}"
        elif (
            again.code != 0
            or seen.opened_by != course.opened_by
            or (
                # what a login noted meanwhile moves the fixed clock: then only who may open it can be compared
                not course.chance and state == course.states[0] and seen.state() != course.last
            )
        ):
            yield f"the next run does not complete: {again.code} {again.out} {again.err}"
        yield from oracle.papers(case / DATA, case / "out", again.json)


def _is_known_part(workflow: Workflow, said: Said, data: Path, state: str) -> bool:
    """Whether it is what was said: some photos kept and the others named; a folder that was never said to be made."""
    if workflow.name == "init":
        return said.code != 0 and bool(state)
    told = said.json.get("photos")
    if workflow.start != "visit" or said.code != 1 or not isinstance(told, list):
        return False
    with contextlib.closing(connect(data / oracle.DATABASE)) as conn:
        return bool(conn.execute("SELECT count(*) FROM photos").fetchone()[0] == PHOTOS_BEFORE + len(told))


def _is_done(said: Said) -> bool:
    """Whether a person was told that it is done; a paper that has its number is issued, written out or not."""
    told = said.json
    return said.code == 0 or (bool(told) and ("problems" not in told or bool(told.get("number"))))


def _words(said: Said, fault: Fault) -> Iterator[str]:
    """A run is killed, done, or refused for the world's reasons; it never breaks off with a fault of its own."""
    if "Traceback" in said.out + said.err or "unexpected_fault" in said.out:
        yield f"a fault of its own: {said.out} {said.err}"
    elif said.code == KILLED:
        if fault.kind not in KILLING:
            yield "killed by itself"
    elif said.code == 1:
        if not said.codes or not said.codes <= WORLDLY:
            yield f"refused for {sorted(said.codes)}: {said.out} {said.err}"
    elif said.code != 0:
        yield f"ended with {said.code}: {said.out} {said.err}"
    if said.code == 0 and fault.kind == "eio" and "/files/" in said.hit:
        yield f"said to be done though a flush failed: {said.hit}"
