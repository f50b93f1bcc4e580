# SPDX-License-Identifier: MulanPSL-2.0
"""The fault campaign: `make faults`. Every bar has its minutes; what it reached is printed and written down.

    python -m tests.faults.campaign                       # all bars, under 15 minutes on two cores
    python -m tests.faults.campaign --long                # the same for hours
    python -m tests.faults.campaign --only B1 --only B2
    python -m tests.faults.campaign --only B1 --run 'issue kill 57'    # one run again, as a violation names it

Exit code 1 when the oracle has anything against any run, or when a seeded defect is not found.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.bars import BARS, Part, Reached, begin, work
from tests.faults.running import ROOT, memory, shim

REPORT = ROOT / ".cache" / "faults" / "report.md"
SHOWN = 20  # violations that are printed of a bar


@dataclass(slots=True)
class Result:
    """What became of a bar."""

    seconds: float = 0.0
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    planned: int = 0

    def add(self, reached: Reached) -> None:
        """Add what one process did."""
        self.done.update(reached.done)
        self.wrong += reached.wrong
        self.notes += reached.notes


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run what is asked for and print what was reached."""
    asked = _asked()
    os.nice(asked.nice)
    results: dict[str, Result] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="campaign-", dir=memory()) as name:
        library = shim(Path(name))
        if library is None:
            say("没有 C 编译器，断点注入未运行。 No C compiler: no fault was tried.")
            return 1
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            asked.workers, mp_context=context, initializer=begin, initargs=(str(library), name)
        ) as pool:
            for bar in asked.only or list(BARS):
                results[bar] = _bar(bar, asked, pool)
                _tell(bar, results[bar])
    table = report(results, asked.seed, time.monotonic() - began)
    say(table)
    if not asked.run:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(table + "\n", encoding="utf-8")
    return 1 if any(result.wrong for result in results.values()) else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=sorted(BARS), help="a bar; may be repeated")
    parser.add_argument("--long", action="store_true", help="ten times as long")
    parser.add_argument("--seconds", type=float, default=0, help="so long for each bar, whatever is set for it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", default="", help="one run again, by its name")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--nice", type=int, default=0)
    return parser.parse_args()


def _bar(bar: str, asked: argparse.Namespace, pool: ProcessPoolExecutor) -> Result:
    """Share the bar between the processes; each stops when its time is over."""
    started = time.monotonic()
    result = Result()
    seconds = asked.seconds or BARS[bar].seconds * (10 if asked.long else 1)
    shares = BARS[bar].shares or asked.workers
    parts = [
        Part(bar=bar, nth=n, of=shares, seed=asked.seed, until=started + seconds, name=asked.run)
        for n in range(1 if asked.run else shares)
    ]
    for future in as_completed([pool.submit(work, part) for part in parts]):
        result.add(future.result())
    result.seconds = time.monotonic() - started
    return result


def _tell(bar: str, result: Result) -> None:
    say(f"{bar}: {sum(result.done.values())} in {result.seconds:.0f} s, {len(result.wrong)} wrong")
    for wrong in result.wrong[:SHOWN]:
        say(f"  {wrong}")


def report(results: dict[str, Result], seed: int, seconds: float) -> str:
    """Give the table of what was reached."""
    now = time.strftime("%Y-%m-%d %H:%M")
    lines = [
        f"# Faults, {now}", "",
        f"Seed {seed}, {seconds / 60:.1f} minutes, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.", "",
        "| Bar | What | Reached | Floor (promises.md 0) | Seconds | Violations |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for bar, result in results.items():
        done = BARS[bar].counted(result.done)
        lines.append(f"| {bar} | {BARS[bar].what} | {done:,} | {BARS[bar].floor} | {result.seconds:.0f} |"
                     f" {len(result.wrong)} |")  # fmt: skip
    for bar, result in results.items():
        lines += ["", f"## {bar}", ""]
        lines += [f"- {name}: {count:,}" for name, count in sorted(result.done.items())]
        lines += [f"- {note}" for note in sorted(set(result.notes))]
        lines += [f"- **violation**: {wrong}" for wrong in result.wrong]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
