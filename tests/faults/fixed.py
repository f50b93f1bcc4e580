# SPDX-License-Identifier: MulanPSL-2.0
"""The same run twice gives the same data: ids and time are fixed, and a copied folder passes for the original.

A copy goes on under a new incarnation, which most runs do not mean: they begin from copies only to begin alike.
"""

from __future__ import annotations

import hashlib
import itertools
from datetime import datetime, timedelta
from functools import partial

from inspector_app.photos import worker
from inspector_app.storage import key_slots
from inspector_app.storage.identity import Identity
from inspector_app.workspace import folder, opening

PLAIN = worker.PhotoWorker


def fix(seed: int, now: str) -> None:
    """Fix ids and clock in this process."""
    count = itertools.count(1)
    start = datetime.fromisoformat(now)

    def fixed_id() -> str:
        return hashlib.md5(f"{seed} {next(count)}".encode()).hexdigest()

    def fixed_clock() -> datetime:
        return start + timedelta(milliseconds=next(count))

    folder.random_id = opening.random_id = fixed_id
    opening.system_clock = fixed_clock
    worker.PhotoWorker = partial(PLAIN, in_process=True)  # type: ignore[assignment, misc]
    key_slots.ITERATIONS, key_slots.MEMORY_KIB, key_slots.LANES = 1, 256, 1  # passwords cost nothing here
    Identity._is_same_file = lambda *_: True  # type: ignore[method-assign, assignment]
