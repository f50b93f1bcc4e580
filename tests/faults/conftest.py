# SPDX-License-Identifier: MulanPSL-2.0
"""What `fixed.fix` fixes in this process is let go after each file: other tests have the machine's clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app.photos import worker
from inspector_app.storage.identity import Identity
from inspector_app.workspace import folder, opening


@pytest.fixture(autouse=True, scope="module")
def nothing_stays_fixed() -> Iterator[None]:
    places = ((folder, "random_id"), (worker, "PhotoWorker"), (opening, "random_id"), (opening, "system_clock"),
              (Identity, "_is_same_file"))  # fmt: skip
    before = [(place, name, getattr(place, name)) for place, name in places]
    yield
    for place, name, value in before:
        setattr(place, name, value)
