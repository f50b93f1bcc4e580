# SPDX-License-Identifier: MulanPSL-2.0
"""What a run tells to have been acknowledged, in a file that no fault touches and in the record of its changes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

_CHANNEL: dict[str, Any] = {}


def listen(fd: int, note: Callable[[bytes], object] | None = None) -> None:
    """Write acknowledgements into this file from now on, and give them to `note` too."""
    _CHANNEL.update(fd=fd, note=note)


def tell(**what: object) -> None:
    """Say that something was acknowledged, in one write."""
    line = json.dumps(what, ensure_ascii=False)
    if "fd" in _CHANNEL:
        os.write(_CHANNEL["fd"], (line + "\n").encode())
    if _CHANNEL.get("note"):
        _CHANNEL["note"](line.encode())
