# SPDX-License-Identifier: MulanPSL-2.0
"""Making and reading bundles under faults: a laptop, an office and a stick, one fault a run, one oracle for all.

A run begins from copies of the same folders, meets its fault, and is judged: nothing was called safe too early,
the data folder is in order, the stick has whole parts and leftovers only, the next run completes, and the office
then has the same data as after an undisturbed run.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector_app.domain.problems import Refused
from inspector_app.handoff.membership import identities
from inspector_app.handoff.part_reader import check_part
from inspector_app.handoff.reading import read_bundles
from inspector_app.storage import parts_read
from inspector_app.storage.driver import connect
from inspector_app.storage.identity import FILE_NAME as IDENTITY
from inspector_app.workspace import Workspace, open_workspace
from tests.faults.running import KILLED, WORLDLY, Fault, Said
from tests.helpers.clock import Clock
from tests.helpers.kept_photos import kept_photos, some_bytes
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.unit import a_laptop, an_office

SMALL = ("small_parts",)
Run = Callable[[Sequence[str], Fault, Path, Sequence[str]], Said]


class Stage:
    """The folders from which every run begins, and how it ends undisturbed."""

    def __init__(self, folder: Path, runner: Run) -> None:
        self.folder, self.runner = folder, runner
        clock = Clock()
        office = an_office(folder / "office", clock)
        laptop = a_laptop(folder / "laptop", office, "一组")
        for n in (1, 2):
            visit = an_inspection(laptop, an_enterprise(laptop, n))
            a_finding(laptop, visit)
            kept_photos(laptop, visit, [some_bytes(f"{n} {m}", 9_000) for m in range(3)])
        self.digest = laptop.digest()
        self.keys = tuple(identities(office))
        self.starts = {mark.seq for mark in office.marks().values()}  # how far the laptop was known there before
        for ws in (office, laptop):
            ws.close()
        self._nth = 0
        (folder / "stick").mkdir()
        (folder / "full").mkdir()
        self.parts = 0
        self._counts: dict[tuple[str, tuple[str, ...]], Mapping[str, int]] = {}

    def counts(self, verb: str, *below: str) -> Mapping[str, int]:
        """Run undisturbed, with nothing but counting; the first finished stick is kept for reading."""
        if (verb, below) not in self._counts:
            if verb == "read" and not self.parts:
                self.counts("make")
            case = self.case("count", stick="stick" if verb == "make" else "full")
            counting = Fault(kind="count", at=0, below=below) if below else Fault(kind="count", at=0)
            told = self.runner(argv(case, verb), counting, case, SMALL)
            assert told.code == 0, told
            if not self.parts:
                self.parts = len(list((case / "stick").glob("*.ajb")))
                shutil.copytree(case / "stick", self.folder / "full", dirs_exist_ok=True)
            shutil.rmtree(case)
            self._counts[verb, below] = told.counts
        return self._counts[verb, below]

    def case(self, name: str, *, stick: str = "stick") -> Path:
        """Give fresh folders for one run."""
        self._nth += 1
        case = self.folder / "cases" / f"{self._nth}-{name}"
        for part in ("laptop", "office"):
            shutil.copytree(self.folder / part, case / part)
            as_the_original(case / part)
        shutil.copytree(self.folder / stick, case / "stick")
        return case

    def make(self, fault: Fault, patches: Sequence[str] = ()) -> list[str]:
        """Make a bundle under a fault; gives what the oracle has against it."""
        case = self.case(f"make-{fault.kind}-{fault.at}")
        told = self.runner(argv(case, "make"), fault, case, (*SMALL, *patches))
        found = [*_words(told, fault), *self._made(case, told, patches)]
        shutil.rmtree(case)
        return found

    def read(self, fault: Fault, patches: Sequence[str] = ()) -> list[str]:
        """Read a whole bundle under a fault; gives what the oracle has against it."""
        self.counts("read")  # so that there is a whole bundle
        case = self.case(f"read-{fault.kind}-{fault.at}", stick="full")
        told = self.runner(argv(case, "read"), fault, case, (*SMALL, *patches))
        found = [*_words(told, fault), *self._read(case)]
        shutil.rmtree(case)
        return found

    def _made(self, case: Path, told: Said, patches: Sequence[str]) -> Iterator[str]:
        said_safe = bool(told.json.get("safe_to_remove"))
        if said_safe and self._read_at_office(case, "early") != self.digest:
            yield "said to be safe to remove, and is not whole"
        yield from _parts(case / "stick", self.keys)
        with opened(case / "laptop") as laptop:
            if not laptop.check().is_well:
                yield "the laptop's data folder is not in order"
        again = self.runner(argv(case, "make"), Fault(kind="count", at=0), case, (*SMALL, *patches))
        if again.code != 0 or not again.json.get("safe_to_remove"):
            yield f"the next run does not complete: {again.code} {again.out} {again.err}"
        yield from _parts(case / "stick", self.keys)
        if list((case / "stick").glob("*.part")):
            yield "the next run leaves something half written"
        if self._read_at_office(case, "after") != self.digest:
            yield "the office does not have all after the next run"

    def _read_at_office(self, case: Path, name: str) -> str:
        """Read the stick as it is into a fresh copy of the office; gives its digest, nothing when a file lacks."""
        target = case / name
        shutil.copytree(self.folder / "office", target)
        as_the_original(target)
        with opened(target) as office:
            try:
                read_bundles(office, [case / "stick"])
            except Refused:
                return ""
            with office.reader() as db:
                wanted = db.conn.execute("SELECT count(*) FROM wanted_files").fetchone()[0]
            return "" if wanted or not office.check().is_well else office.digest()

    def _read(self, case: Path) -> Iterator[str]:
        with opened(case / "office") as office:
            if not office.check().is_well:
                yield "the office's data folder is not in order"
            marks = office.marks()
            with office.reader() as db:
                noted = parts_read.list_parts(db)
            for part in noted:
                chains = json.loads(part.header)["chains"]
                if any((d, i) not in marks or marks[d, i].seq < last for d, i, _, last, _ in chains):
                    yield f"part {part.part} is noted as read, and its records are not here"
            ends = {json.loads(part.header)["chains"][0][3] for part in noted if json.loads(part.header)["chains"]}
            seqs = {mark.seq for chain, mark in marks.items() if chain[0] != office.device}
            if not seqs <= ends | self.starts:
                yield "a part was taken in half"
        again = self.runner(argv(case, "read"), Fault(kind="count", at=0), case, SMALL)
        if again.code != 0:
            yield f"reading again does not complete: {again.code} {again.out} {again.err}"
        with opened(case / "office") as office:
            with office.reader() as db:
                count = len(parts_read.list_parts(db))
                refused = db.conn.execute("SELECT count(*) FROM quarantine").fetchone()[0]
                wanted = db.conn.execute("SELECT count(*) FROM wanted_files").fetchone()[0]
            if not office.check().is_well:
                yield "the office's data folder is not in order in the end"
            if office.digest() != self.digest:
                yield "the office has other data than after an undisturbed run"
            if (count, refused, wanted) != (self.parts, 0, 0):
                yield f"parts read {count} of {self.parts}, refused {refused}, files missing {wanted}"


def argv(case: Path, verb: str) -> list[str]:
    """Give the words of a command."""
    if verb == "make":
        return ["bundle", "make", "--data-dir", str(case / "laptop"), "--to", str(case / "stick"), "--json"]
    return ["bundle", "read", str(case / "stick"), "--data-dir", str(case / "office"), "--json"]


def _words(told: Said, fault: Fault) -> Iterator[str]:
    """A run is killed, done, or refused for the world's reasons; it never breaks off with a fault of its own."""
    if "Traceback" in told.out + told.err or "unexpected_fault" in told.out:
        yield f"a fault of its own: {told.out} {told.err}"
    elif told.code == KILLED:
        if fault.kind not in ("kill", "torn", "power"):
            yield "killed by itself"
    elif told.code == 1:
        codes = {problem["code"] for problem in told.json.get("problems", [])}
        parts = {problem["code"] for part in told.json.get("parts", []) if isinstance(part, dict)
                 for problem in part.get("problems", [])}  # fmt: skip
        if not codes | parts or not (codes | parts) <= WORLDLY:
            yield f"refused for {sorted(codes | parts)}: {told.out} {told.err}"
    elif told.code != 0:
        yield f"ended with {told.code}: {told.out} {told.err}"


def _parts(stick: Path, keys: Sequence[str]) -> Iterator[str]:
    """Every part that has its name is whole."""
    for path in sorted(stick.iterdir()):
        if path.suffix == ".ajb":
            try:
                check_part(path, keys)
            except Refused as refused:
                yield f"{path.name} has its name and is not whole: {refused.problems[0].code}"
        elif path.suffix not in (".part", ".ajr"):
            yield f"{path.name} does not belong there"


class opened:
    """A workspace for the length of a block."""

    def __init__(self, folder: Path) -> None:
        self._ws = open_workspace(folder, clock=Clock())

    def __enter__(self) -> Workspace:
        """Give it."""
        return self._ws

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._ws.close()


def as_the_original(folder: Path) -> None:
    """Make a copied folder pass for the original: a copy goes on under a new incarnation, which is not meant here."""
    status = (folder / IDENTITY).stat()
    conn = connect(folder / "inspector.db")
    try:
        row = conn.execute("SELECT value FROM membership WHERE name = 'identity'").fetchone()
        noted = {**json.loads(row[0]), "inode": status.st_ino, "changed": status.st_ctime_ns}
        conn.execute("UPDATE membership SET value = ? WHERE name = 'identity'", (json.dumps(noted),))
    finally:
        conn.close()


def points(stage: Stage, verb: str) -> dict[str, list[Fault]]:
    """Give every fault there is for making or reading, by kind."""
    whole, stick = stage.counts(verb), stage.counts(verb, "stick")
    on_stick = {"below": ("stick",)}

    def every(kind: str, last: int, **more: Any) -> list[Fault]:
        return [Fault(kind=kind, at=n, **more) for n in range(1, last + 1)]

    found = {
        "kill": every("kill", whole["calls"]), "power": every("power", whole["calls"]),
        "torn": every("torn", whole["writes"]), "eio": every("eio", whole["syncs"]),
        "fail": every("fail", stick["calls"], **on_stick), "unread": every("unread", stick["reads"], **on_stick),
        "full": [Fault(kind="full", at=n) for n in range(0, whole["bytes"], 1_500)],
    }  # fmt: skip
    if verb == "make":
        found["gone"] = every("gone", stick["calls"], **on_stick)
        found["flip"] = every("flip", stick["writes"], **on_stick)
    return found


def some(faults: Mapping[str, Sequence[Fault]], how_many: int, seed: int) -> list[Fault]:
    """Give a choice of so many, of each kind alike, kills twice; `seed` makes the choice."""
    chance = random.Random(seed)
    share = max(1, how_many // (len(faults) + 1))
    wanted = {kind: share * (2 if kind == "kill" else 1) for kind in faults}
    return [f for kind, every in faults.items() for f in chance.sample(list(every), min(wanted[kind], len(every)))]
