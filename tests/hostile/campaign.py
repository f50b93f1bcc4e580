# SPDX-License-Identifier: MulanPSL-2.0
"""Any number of damaged files for every door: `make fuzz ARGS="--runs 200 --seed 7 --door photo"`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.hostile.doors import DOORS
from tests.hostile.test_doors import Trials, faults


def main() -> int:
    """Damage, count, and name what was not treated as it should be."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=100, help="damaged files for each door")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--door", default="", help="only doors with this in their name")
    words.add_argument("--whole", action="store_true", help="every hostile file instead of damaged ones")
    asked = words.parse_args()
    bad = count = 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        trials = Trials(Path(folder) / "stage")
        for door in DOORS:
            if asked.door not in door.name:
                continue
            order: dict[str, object] = {"whole": True} if asked.whole else {"mutants": asked.runs, "seed": asked.seed}
            outcomes = trials(door, **order)
            codes = Counter(c for one in outcomes for c in (one["codes"] or ["taken"]))  # type: ignore[attr-defined]
            sys.stdout.write(f"{door.name}: {len(outcomes)}; {', '.join(f'{c} {n}' for c, n in codes.most_common(6))}")
            for one in outcomes:
                if wrong := faults(door, one):
                    bad += 1
                    sys.stdout.write(f"  seed {asked.seed}, {one['name']}: {wrong}")
            count += len(outcomes)
        trials.close()
    sys.stdout.write(f"{count} files, {bad} not treated as they should be")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
