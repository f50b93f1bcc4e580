# SPDX-License-Identifier: MulanPSL-2.0
"""The child process that reads one workbook: bytes in, JSON out, under limits of memory and time.

Started by `link`, one for each file (see `inspector_app.children`). calamine is compiled code: a table with one
cell in its last corner makes it ask for 500 GB and end the process that asked.
"""

from __future__ import annotations

import io
import json
import sys

from inspector_app.children.limits import Limits, bound, take_pipes
from inspector_app.sheets.grids import GridFault, read_grids
from inspector_app.sheets.limits import CHILD_ADDRESS_SPACE, CHILD_DATA, CHILD_SECONDS

ONLY_FIRST = "--first"


def main() -> int:
    """Read the workbook on the standard input and write its rows, or why not."""
    question, answers = take_pipes()
    bound(Limits(address_space=CHILD_ADDRESS_SPACE, data=CHILD_DATA, seconds=CHILD_SECONDS))
    with question, io.BufferedWriter(answers) as answer:
        answer.write(_answer(question.read(), only_first=ONLY_FIRST in sys.argv))
    return 0


def _answer(data: bytes, *, only_first: bool) -> bytes:
    try:
        return json.dumps({"grids": read_grids(data, only_first=only_first)}).encode("ascii")
    except GridFault as fault:
        return json.dumps({"reason": fault.reason, "limit": fault.limit, "kind": fault.kind}).encode("ascii")
    except MemoryError:
        return json.dumps({"reason": "memory", "limit": 0, "kind": ""}).encode("ascii")


if __name__ == "__main__":
    raise SystemExit(main())
