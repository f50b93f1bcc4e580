# SPDX-License-Identifier: MulanPSL-2.0
"""Small JSON files of our own that lie outside of the database: on a stick or in the folder anybody may change them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# What taking values out of such a file may raise; 1e999 is a number to JSON, and no whole one.
ODD_VALUES = (ValueError, KeyError, TypeError, AttributeError, OverflowError)


def read_object(path: Path, largest: int) -> dict[str, Any] | None:
    """Give the object in a plain file of at most `largest` bytes; none where there is no such file or object in it."""
    try:
        if not path.is_file():  # a pipe would wait for ever, a device has no end
            return None
        with path.open("rb") as file:
            data = file.read(largest + 1)
        found = json.loads(data.decode("utf-8")) if len(data) <= largest else None
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
