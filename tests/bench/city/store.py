# SPDX-License-Identifier: MulanPSL-2.0
"""The store of the city's year: made once, kept in .cache, copied for each use."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from inspector_app.demo.city_year import make_city_year

ROOT = Path(__file__).resolve().parents[3]
SCALE = float(os.environ.get("CITY_SCALE", "1"))
KEPT = Path(os.environ.get("CITY_STORE", ROOT / ".cache" / "bench" / f"city-{SCALE:g}"))


def kept_store() -> tuple[Path, float]:
    """Give the store and how many seconds its making took (0 where it was there already)."""
    if (KEPT / "inspector.db").is_file():
        return KEPT, 0.0
    unfinished = KEPT.with_name(KEPT.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    print(f"making the city's year in {KEPT} ...", file=sys.stderr, flush=True)
    began = time.monotonic()
    make_city_year(unfinished, scale=SCALE)
    took = time.monotonic() - began
    unfinished.rename(KEPT)
    return KEPT, took


def copied_store(target: Path) -> Path:
    """Give a copy that may be written."""
    source, _ = kept_store()
    shutil.copytree(source, target)
    return target
