# SPDX-License-Identifier: MulanPSL-2.0
"""Kills at random microseconds while another process reads (H8): the shared memory of the log is in use then."""

from __future__ import annotations

import contextlib
import random
import shutil
import threading
from typing import TYPE_CHECKING

from inspector_app.storage.driver import DatabaseError, connect
from tests.faults import oracle
from tests.faults.cases import SEED
from tests.faults.running import Fault, Order
from tests.faults.scenes import NOON

if TYPE_CHECKING:
    from tests.faults.world import World

LONGEST = 0.3  # seconds
ACTS = 60


def beside_a_reader(world: World, seed: int, n: int) -> list[str]:
    """Kill a writing process somewhere, while this one reads; gives what is against it."""
    chance = random.Random(f"{seed} reader {n}")
    case = world.folder / "readers" / f"{seed}-{n}"
    shutil.copytree(world.scenes.folder / "visit", case / "data")
    order = Order(script="organs_only", needs={"times": ACTS}, seed=SEED, now=NOON)
    stop, wrong = threading.Event(), [""]

    def read() -> None:
        count = 0
        while not stop.is_set():
            try:
                with contextlib.closing(connect(case / "data" / oracle.DATABASE, read_only=True)) as conn:
                    for _ in range(20):
                        found = conn.execute("SELECT count(*) FROM officers").fetchone()[0]
                        if found < count:
                            wrong.append(f"a reader saw {found} after {count}")
                        count = max(count, found)
            except DatabaseError as error:
                if "locked" not in str(error):
                    wrong.append(f"a reader met {error}")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        said = world.runner.run(
            order, Fault(kind="count", at=0, below=("data",)), case, kill_after=chance.uniform(0.02, LONGEST)
        )
    finally:
        stop.set()
        reader.join()
    seen = oracle.look(case / "data")
    told = oracle.told_states(said.acks)
    found = [*wrong[1:], *seen.wrong]
    with contextlib.closing(connect(case / "data" / oracle.DATABASE)) as conn:
        kept = conn.execute("SELECT count(*) FROM officers").fetchone()[0] - 2
    if not seen.wrong and told and not len(told) - 1 <= kept <= len(told):
        found.append(f"{len(told) - 1} acts were acknowledged, {kept} are there")
    if not seen.wrong and told and kept == len(told) - 1 and seen.state() != told[-1]:
        found.append("a state that was not told")
    shutil.rmtree(case)
    return found
