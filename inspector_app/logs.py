# SPDX-License-Identifier: MulanPSL-2.0
"""The log file of a workspace: names, ids and milliseconds, never personal data or typed text."""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from pathlib import Path, PurePath

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
BYTES, FILES = 1_000_000, 5


def fault_text(fault: BaseException) -> str:
    """Give a fault and what led to it as kinds and lines of code, never their texts, which may hold data."""
    told: BaseException | None = fault
    lines: list[str] = []
    seen: set[int] = set()
    while told is not None and id(told) not in seen:
        seen.add(id(told))
        lines.append(type(told).__name__)
        frames = traceback.extract_tb(told.__traceback__)
        lines += [f"  {PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        told = told.__cause__ or told.__context__
    return "\n".join(lines) + "\n"


class _QuietFile(logging.handlers.RotatingFileHandler):
    """Says nothing when the log cannot be written: what a command or a window shows is not the log's to spoil."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Lose this line; the folder went away, or the disk is full."""


def start(folder: Path) -> None:
    """Log to `folder/logs/inspector.log`, five files of 1 MB at most; silent when it cannot be written."""
    root = logging.getLogger("inspector_app")
    if root.handlers:
        return
    root.setLevel(logging.INFO)
    try:
        target = folder / "logs"
        target.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _QuietFile(
            target / "inspector.log", maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(handler)
