# SPDX-License-Identifier: MulanPSL-2.0
"""Where bundled data lies (checkout, wheel, frozen program) and where user data lies."""

from __future__ import annotations

import sys
from pathlib import Path

APP_NAME = "inspector-app"


def bundled(name: str) -> Path:
    """Give the folder `checklists`, `forms` or `resources` that ships with the program."""
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [package / "_bundled" / name, package.parent / name]
    if frozen is not None:
        places.insert(0, Path(frozen) / "_bundled" / name)
    return next((place for place in places if place.is_dir()), places[-1])


def default_data_dir() -> Path:
    """Give the folder of a person's own workspace when none is named."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False)
