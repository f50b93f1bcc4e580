# SPDX-License-Identifier: MulanPSL-2.0
"""The child process that reads one workbook: bytes in, JSON out, under limits of memory and time.

Started by `link` as `python -m inspector_app.sheets.child`, or in a frozen program by its own executable with
`CHILD_ARGUMENT`. calamine is compiled code: a table with one cell in its last corner makes it ask for 500 GB and
end the process that asked.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from inspector_app.sheets.grids import GridFault, read_grids
from inspector_app.sheets.limits import CHILD_ADDRESS_SPACE, CHILD_DATA, CHILD_SECONDS

ONLY_FIRST = "--first"


def main() -> int:
    """Read the workbook on the standard input and write its rows, or why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # whatever a library prints goes nowhere
    _limit_process()
    with os.fdopen(answers, "wb") as answer:
        answer.write(_answer(sys.stdin.buffer.read(), only_first=ONLY_FIRST in sys.argv))
    return 0


def _answer(data: bytes, *, only_first: bool) -> bytes:
    try:
        return json.dumps({"grids": read_grids(data, only_first=only_first)}).encode("ascii")
    except GridFault as fault:
        return json.dumps({"reason": fault.reason, "limit": fault.limit, "kind": fault.kind}).encode("ascii")
    except MemoryError:
        return json.dumps({"reason": "memory", "limit": 0, "kind": ""}).encode("ascii")


def _limit_process() -> None:
    """Bound memory and time; forbid files and core dumps, which would hold what the workbook holds."""
    if sys.platform != "win32":
        import resource

        for kind, most in (
            (resource.RLIMIT_AS, CHILD_ADDRESS_SPACE),
            (resource.RLIMIT_DATA, CHILD_DATA),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CPU, int(CHILD_SECONDS) + 1),
        ):
            _, hard = resource.getrlimit(kind)
            limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    raise SystemExit(main())
