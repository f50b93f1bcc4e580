# SPDX-License-Identifier: MulanPSL-2.0
"""The command line: everything the window can do, without a display; `--json` for machines (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run one command: 0 done, 1 refused, 2 wrong use, 130 interrupted; never a traceback."""
    from inspector_app.cli.entry import run  # click and the rest only for those who give a command

    return run(argv)
