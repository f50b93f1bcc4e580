# SPDX-License-Identifier: MulanPSL-2.0
"""Thousands of faults and damaged parts, with figures: `make faults`.

    python -m tests.faults.campaign --runs 3000 --damages 20000 --seed 1 --minutes 120
    python -m tests.faults.campaign --every                # each kind of fault at each call there is

Every fault is found again by its kind and number; exit code 1 when the oracle has anything against a run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.faults.harness import Fault, Runner, Stage, points, shim
from tests.handoff import damage

TELL_EVERY = 200


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run what is asked for and print the figures."""
    asked = _asked()
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30 else None
    with tempfile.TemporaryDirectory(prefix="campaign-", dir=place) as name:
        library = shim(Path(name))
        if library is None:
            say("没有 C 编译器，断点注入未运行。 No C compiler: no fault was tried.")
            return 1
        runner = Runner(library)
        try:
            bad = _faults(Stage(Path(name), runner), asked)
        finally:
            runner.close()
    bad += _damages(asked)
    say("没有问题 all in order" if not bad else f"{bad} 处问题 faults found")
    return 1 if bad else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3000, help="faults of making and reading, in all")
    parser.add_argument("--damages", type=int, default=20_000, help="damaged parts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=240, help="stop after so long, with what was done")
    parser.add_argument("--every", action="store_true", help="each fault once instead of a choice")
    return parser.parse_args()


def _faults(stage: Stage, asked: argparse.Namespace) -> int:
    chance = random.Random(asked.seed)
    wanted: list[tuple[str, Callable[[Fault], list[str]], Fault]] = []
    for verb, run in (("make", stage.make), ("read", stage.read)):
        every = [f for faults in points(stage, verb).values() for f in faults]
        say(f"{verb}: {len(every)} faults possible; calls {dict(stage.counts(verb))}")
        wanted += [(verb, run, fault) for fault in every]
    chance.shuffle(wanted)
    if not asked.every:
        # More runs than faults: they meet other moments of threads and clocks.
        wanted = (wanted * (asked.runs // len(wanted) + 1))[: asked.runs]
    done: Counter[str] = Counter()
    bad, began = 0, time.monotonic()
    for n, (verb, run, fault) in enumerate(wanted, start=1):
        found = run(fault)
        done[f"{verb} {fault.kind}"] += 1
        if found:
            bad += 1
            say(f"{verb} {fault}: {found}")
        if n % TELL_EVERY == 0:
            say(f"{n} of {len(wanted)}, {bad} bad, {n / (time.monotonic() - began):.1f}/s")
        if time.monotonic() - began > asked.minutes * 60:
            say(f"stopped after {asked.minutes} minutes")
            break
    seconds = time.monotonic() - began
    for name, count in sorted(done.items()):
        say(f"  {name:12} {count:6}")
    say(f"{sum(done.values())} runs in {seconds:.0f} s, {bad} bad; seed {asked.seed}")
    return bad


def _damages(asked: argparse.Namespace) -> int:
    if not asked.damages:
        return 0
    began = time.monotonic()
    outcome = damage.campaign(asked.seed, asked.damages)
    say(f"{asked.damages} damaged parts in {time.monotonic() - began:.0f} s: {outcome}")
    return len(getattr(outcome, "faults", ()))


if __name__ == "__main__":
    sys.exit(main())
