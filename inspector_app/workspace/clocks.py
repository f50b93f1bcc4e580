# SPDX-License-Identifier: MulanPSL-2.0
"""Where the time and new ids come from."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from inspector_app.storage.rows import CHINA

Clock = Callable[[], datetime]
MakeId = Callable[[], str]


def system_clock() -> datetime:
    """Give the machine's time; the only place that reads it."""
    return datetime.now(CHINA)


def random_id() -> str:
    """Make an id that no other laptop makes."""
    return uuid.uuid4().hex
