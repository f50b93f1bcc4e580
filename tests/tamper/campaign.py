# SPDX-License-Identifier: MulanPSL-2.0
"""The tamper campaign: `make tamper`. Thousands of single edits past the program on a real store; all must be found.

    python -m tests.tamper.campaign                          # two rounds of every edit, and every scheme
    python -m tests.tamper.campaign --rounds 40 --seed 1     # the long run
    python -m tests.tamper.campaign --only 'edit documents.seal'

An edit that the database itself refuses is not counted. Exit code 1 when one was not found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from inspector_app.domain.problems import Refused
from tests.tamper.edits import Edit, all_edits
from tests.tamper.schemes import SCHEMES, keep_files, paper_tells, put_files_back, set_all_back
from tests.tamper.store import Store, make_store


def detected(store: Store, edit: Edit) -> str | None:
    """Do an edit, open and check as the owner would, and put all back. Says what was found, "" for nothing.

    None where nothing was changed. Data that do not open any more are found too, when the refusal says why.
    """
    conn = store.raw()
    try:
        changed = edit.do(conn, store)
    finally:
        conn.close()
    try:
        if not changed:
            return None
        made = store.verify()
        return f"{made.faults[0].kind.value} {made.faults[0].where}" if made.faults else ""
    except Refused as refused:
        return refused.problems[0].code.value
    finally:
        store.put_back()


def main() -> int:
    """Run the rounds and print the counts."""
    asked = _asked()
    started = time.monotonic()
    missed: list[str] = []
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(Path(folder) / "workspace")
        for seed in range(asked.seed, asked.seed + asked.rounds):
            for edit in all_edits(store, Random(seed)):
                if asked.only in edit.name:
                    _one(store, edit, seed, counts, missed)
        # of its own: an edit may have let the first store go on under a new incarnation, as a copy would
        missed += _schemes(make_store(Path(folder) / "schemes"), counts)
    for line in missed:
        sys.stdout.write(f"NOT FOUND {line}\n")
    done = {name: n for name, n in counts.items() if name != "unchanged"}
    minutes = (time.monotonic() - started) / 60
    sys.stdout.write(f"{sum(done.values())} edits {done}, {len(missed)} not found, {minutes:.1f} min\n")
    return 1 if missed else 0


def _one(store: Store, edit: Edit, seed: int, counts: Counter[str], missed: list[str]) -> None:
    try:
        verdict = detected(store, edit)
    except Exception as error:  # a check that breaks down has found nothing
        verdict, edit = "", Edit(f"{edit.name}: {type(error).__name__} {error}", edit.do)
    counts["unchanged" if verdict is None else edit.name.split()[0]] += 1
    if verdict == "":
        missed.append(f"seed {seed}: {edit.name}")


def _schemes(store: Store, counts: Counter[str]) -> list[str]:
    missed = []
    for scheme, kinds in SCHEMES:
        kept = keep_files(store)
        scheme(store)
        if not kinds <= {fault.kind for fault in store.verify().faults}:
            missed.append(scheme.__name__)
        put_files_back(kept)
        store.put_back()
        counts["scheme"] += 1
    set_all_back(store)
    if not paper_tells(store):
        missed.append("set_all_back")
    store.put_back()
    return missed


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="tamper campaign")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
