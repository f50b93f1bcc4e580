# SPDX-License-Identifier: MulanPSL-2.0
"""The log file of a workspace: names, ids and milliseconds, never personal data or typed text."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
BYTES, FILES = 1_000_000, 5


def start(folder: Path) -> None:
    """Log to `folder/logs/inspector.log`, five files of 1 MB at most; silent when it cannot be written."""
    root = logging.getLogger("inspector_app")
    if root.handlers:
        return
    root.setLevel(logging.INFO)
    try:
        target = folder / "logs"
        target.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            target / "inspector.log", maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(handler)
