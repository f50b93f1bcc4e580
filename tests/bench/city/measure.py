# SPDX-License-Identifier: MulanPSL-2.0
"""Measuring: ours and a reference in turn, medians with their spread, and a table of it all."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Act = Callable[[], object]


@dataclass(slots=True)
class Series:
    """What one thing took, round by round, in milliseconds."""

    wall: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        """Nineteen of twenty are not above it."""
        ordered = sorted(self.wall)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


@dataclass(slots=True)
class Line:
    """One line of the table."""

    what: str
    ours: str
    spread: str
    reference: str
    ratio: str
    goal: str


@dataclass(slots=True)
class Table:
    """The lines in the order in which they were measured."""

    lines: list[Line] = field(default_factory=list)

    def measure(
        self, what: str, act: Act, *, rounds: int = 15, goal: str = "", against: Mapping[str, Act] | None = None,
        warm: bool = True,
    ) -> Series:  # fmt: skip
        """Measure an act and its references in turn; the first round warms up and is not counted, if there is one."""
        ours, others = Series(), {name: Series() for name in against or {}}
        for n in range(rounds + warm):
            for series, one in ((ours, act), *((others[name], one) for name, one in (against or {}).items())):
                began = time.perf_counter()
                one()
                if n or not warm:
                    series.wall.append((time.perf_counter() - began) * 1000)
        self.add(what, ours, goal=goal, others=others)
        return ours

    def add(self, what: str, ours: Series, *, goal: str = "", others: Mapping[str, Series] | None = None) -> None:
        """Note what was measured elsewhere."""
        names = ", ".join(f"{name} {shown(series.median)}" for name, series in (others or {}).items())
        ratios = ", ".join(f"{ours.median / series.median:.3g}" for series in (others or {}).values())
        spread = f"{shown(min(ours.wall))} – {shown(ours.p95)} (n={len(ours.wall)})"
        self.lines.append(Line(what, shown(ours.median), spread, names, ratios, goal))
        print(f"{what}: {shown(ours.median)} [{spread}] {names} ratio {ratios} goal {goal}", flush=True)

    def note(
        self, what: str, value: str, *, spread: str = "", reference: str = "", ratio: str = "", goal: str = ""
    ) -> None:
        """Note a figure that is no time."""
        self.lines.append(Line(what, value, spread, reference, ratio, goal))
        print(f"{what}: {value} {spread} {reference} {ratio} goal {goal}", flush=True)

    def take(self, path: Path) -> None:
        """Take the lines that another process wrote."""
        for values in json.loads(path.read_text(encoding="utf-8")):
            self.lines.append(Line(*values))

    def keep(self, path: Path) -> None:
        """Write the lines for another process."""
        values = [[x.what, x.ours, x.spread, x.reference, x.ratio, x.goal] for x in self.lines]
        path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")

    def markdown(self) -> str:
        """Give the table."""
        head = "| what | median | least – p95 | reference in the same run | ratio | goal |\n|---|---|---|---|---|---|\n"
        rows = (f"| {x.what} | {x.ours} | {x.spread} | {x.reference} | {x.ratio} | {x.goal} |\n" for x in self.lines)
        return head + "".join(rows)


def shown(milliseconds: float) -> str:
    """Write a time with three figures."""
    return f"{milliseconds / 1000:.3g} s" if milliseconds >= 10_000 else f"{milliseconds:.3g} ms"
