# SPDX-License-Identifier: MulanPSL-2.0
"""The process in which hostile files are thrown at the doors: little memory, and a watch over every file.

`python -m tests.hostile.trial STAGE` takes orders on its standard input, one JSON line each ({"door", "whole"} or
{"door", "mutants", "seed"}), and answers each with one line: what became of every file.
"""

from __future__ import annotations

import dataclasses
import json
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from inspector_app.domain.problem_codes import ProblemCode
from tests.hostile import malice, mutants
from tests.hostile.doors import DOORS
from tests.hostile.kinds import ROOT, Door
from tests.hostile.stage import Said, Stage

MEMORY = 512 * 2**20  # what this process may write to (promises.md B10); its children bound themselves
PATIENCE = 20  # seconds of the clock for one file: it hangs, then
FAULT = "unexpected_fault"


class Hangs(Exception):
    """A command did not come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file. `kept` says that something of a refused file is in the data folder now."""

    name: str
    blame: str
    code: int
    codes: list[str]
    messages: list[str]
    seconds: float
    kept: bool = False
    megabytes: int = 0  # that this process needed more than before
    fault: str = ""  # a hang, a crash, an answer that is none


class Trial:
    """One door over a copy of the stage."""

    def __init__(self, stage: Stage, door: Door, folder: Path) -> None:
        self.door = door
        self.stage = stage.copied(folder)
        home = self.stage.home(door.base)
        if door.place.startswith("checklists"):
            shutil.copytree(ROOT / "checklists" / "fire_exit", home / "checklists" / "fire_exit")
        self.path = home / door.place if door.place else self.stage.folder / f"bad{door.suffix}"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.sound = door.sample(self.stage)
        self._beside = {name: (home / name).read_bytes() for name in door.beside}
        self.stage(door.base, "due")  # a copied folder gets a new incarnation when it is first opened
        self._before = self.stage.print_of(door.base)

    def throw(self, name: str, blame: str, lay: Callable[[Path], None]) -> Outcome:
        """Lay one file down and run the command."""
        self._clear()
        lay(self.path)
        before = memory(reset=True)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        try:
            said = self._said()
        except (Exception, SystemExit) as error:
            fault = f"{type(error).__name__}: {error}"[:300]
            return Outcome(name=name, blame=blame, code=-1, codes=[], messages=[], seconds=PATIENCE, fault=fault)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return dataclasses.replace(self._outcome(name, blame, said), megabytes=memory() - before)

    def is_untouched(self) -> bool:
        """Whether nothing of the files that were refused is in the data folder."""
        return bool(self.door.place) or self.door.notes or self.stage.print_of(self.door.base) == self._before

    def note(self) -> None:
        """Take what the data folder holds now for what it should hold."""
        self._before = self.stage.print_of(self.door.base)

    def _said(self) -> Said:
        out = self.stage.folder / "out"
        out.unlink(missing_ok=True)
        pack = ROOT / "checklists" / "fire_exit"
        names = {"file": self.path, "folder": self.path.parent, "out": out, "pack": pack, **self.stage.names}
        return self.stage(self.door.base, *(word.format(**names) for word in self.door.words))

    def _outcome(self, name: str, blame: str, said: Said) -> Outcome:
        fault, codes, messages = "", [], []
        try:
            codes, messages = said.codes, [p["message"] for p in said.problems]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            fault = f"no answer: {error!r} {said.out[:200]} {said.err[:200]}"
        if FAULT in codes or "Traceback" in said.out + said.err:
            fault = self._report(said)
        return Outcome(
            name=name, blame=blame, code=said.code, codes=codes, messages=messages[:50], seconds=said.seconds,
            fault=fault,
        )  # fmt: skip

    @staticmethod
    def _report(said: Said) -> str:
        path = Path(said.out.partition("/tmp/")[2] and "/tmp/" + said.out.partition("/tmp/")[2].partition('"')[0])
        return path.read_text(encoding="utf-8")[-800:] if path.is_file() else said.out[:800] + said.err[:800]

    def _clear(self) -> None:
        home = self.stage.home(self.door.base)
        for name in self.door.without:
            (home / name).unlink(missing_ok=True)
        for name, data in self._beside.items():
            (home / name).write_bytes(data)
        if self.path.is_dir() and not self.path.is_symlink():
            self.path.rmdir()
        else:
            self.path.unlink(missing_ok=True)


def thrown(trial: Trial, files: Iterator[malice.Malice]) -> list[Outcome]:
    """Throw files, and look into the data folder after each that was refused."""
    found = []
    for file in files:
        one = trial.throw(file.name, file.blame, file.lay)
        if one.code == 1 and not trial.is_untouched():
            one = dataclasses.replace(one, kept=True)
        if trial.door.keeps and (one.kept or one.code != 1):
            trial.note()
        found.append(one)
    return found


def files_of(trial: Trial, order: dict[str, object]) -> Iterator[malice.Malice]:
    """Give the files that an order is about."""
    if "mutants" in order:
        chance = Random(f"{order['seed']} {trial.door.name}")
        yield from mutants.of_door(chance, trial.door, trial.sound, int(str(order["mutants"])))
    elif order.get("sound"):
        yield malice.Malice("a sound file", malice.Blame.ANYTHING, lambda path: _write(path, trial.sound))
    else:
        yield from malice.of_door(trial.door, trial.sound, whole=bool(order.get("whole")))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def memory(*, reset: bool = False) -> int:
    """Give the most memory of this process in MB since the last reset (Linux; elsewhere 0: nothing is measured).

    The highest mark that the system keeps never falls by itself, so that it would tell of all files before.
    """
    if not sys.platform.startswith("linux"):
        return 0
    if reset:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) // 1024  # type: ignore[index]


def _hang(*_: object) -> None:
    raise Hangs(f"no answer within {PATIENCE} s")


def main() -> int:
    """Serve orders until there are no more."""
    stage = Stage(Path(sys.argv[1]), json.loads(sys.argv[2]))
    known = {door.name: door for door in DOORS}
    answers = sys.stdout
    sys.stdout = sys.stderr
    signal.signal(signal.SIGALRM, _hang)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    assert FAULT not in list(ProblemCode)
    for line in sys.stdin:
        order = json.loads(line)
        with tempfile.TemporaryDirectory(prefix="trial-") as folder:
            trial = Trial(stage, known[order["door"]], Path(folder) / "stage")
            outcomes = thrown(trial, files_of(trial, order))
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        answer = {"outcomes": [asdict(one) for one in outcomes], "children": children}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
