# SPDX-License-Identifier: MulanPSL-2.0
"""The log is quiet: when it cannot be written, nothing else hears of it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app import logs


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """The program's own log, with no file yet, and afterwards as it was."""
    root = logging.getLogger("inspector_app")
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    yield root
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


def test_lines_are_written_below_the_data(log: logging.Logger, tmp_path: Path) -> None:
    logs.start(tmp_path)
    log.info("issue %s", "3f2a")
    assert "issue 3f2a" in (tmp_path / "logs" / "inspector.log").read_text(encoding="utf-8")


def test_a_folder_that_went_away_is_told_to_nobody(
    log: logging.Logger, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.start(tmp_path)
    log.info("first")
    shutil.rmtree(tmp_path / "logs")
    (tmp_path / "logs").write_text("in the way")
    for _ in range(3):
        log.info("lost")
    for handler in log.handlers:  # as after a roll-over: the file is opened again, and cannot be
        handler.close()
    log.info("lost as well")
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
