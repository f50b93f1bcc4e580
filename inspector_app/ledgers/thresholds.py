# SPDX-License-Identifier: MulanPSL-2.0
"""Critical quantities that a unit keeps itself (临界量), in a table `thresholds` in its data folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.calculators.reading import number_of
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.sheets import Sheet, read_sheet
from inspector_app.workspace import Workspace

NAMES = ("thresholds.xlsx", "thresholds.csv")
HEADS = ("名称", "临界量", "依据", "β", "β依据")  # name, Q in tonnes, where it stands, β, where that stands
FILE_LIMIT = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnThreshold:
    """One substance of the unit's own table; numbers are texts as the person wrote them."""

    name: str
    limit: str
    limit_source: str
    beta: str = ""
    beta_source: str = ""


def own_thresholds(ws: Workspace) -> tuple[tuple[OwnThreshold, ...], tuple[Problem, ...]]:
    """Give the unit's own table and what is wrong with it; both are empty where there is none."""
    path = next((ws.folder / name for name in NAMES if (ws.folder / name).is_file()), None)
    if path is None:
        return (), ()
    try:
        data = path.read_bytes()[: FILE_LIMIT + 1]
        return _read(read_sheet(data, path.name), path)
    except Refused as refusal:
        return (), refusal.problems
    except OSError as error:
        fields = {"path": path.name, "reason": str(error.strerror or "")}
        return (), (Problem(code=ProblemCode.FILE_UNREADABLE, where=path.name, fields=fields),)


def _read(sheet: Sheet, path: Path) -> tuple[tuple[OwnThreshold, ...], tuple[Problem, ...]]:
    places = {head: n for n, head in enumerate(_plain(cell) for cell in sheet.rows[0])}
    missing = [head for head in HEADS[:3] if head not in places]
    if missing:
        return (), tuple(
            Problem(code=ProblemCode.COLUMN_MISSING, where=path.name, fields={"column": head}) for head in missing
        )
    found, problems = [], []
    for number, row in enumerate(sheet.rows[1:], 2):
        cells = [row[places[head]].strip() if places.get(head, len(row)) < len(row) else "" for head in HEADS]
        if not any(cells):
            continue
        faults = _faults(cells, number)
        problems += faults
        if not faults:
            found.append(
                OwnThreshold(name=cells[0], limit=cells[1], limit_source=cells[2], beta=cells[3], beta_source=cells[4])
            )
    return tuple(found), tuple(problems)


def _plain(cell: str) -> str:
    """Give a head without its unit in brackets: 临界量（t）."""
    return cell.replace("(", "（").partition("（")[0].strip()


def _faults(cells: Sequence[str], number: int) -> list[Problem]:
    """Say what is wrong with a row: all of name, quantity and source are needed, a β only with its source."""
    needed = {HEADS[n]: cells[n] for n in range(3)}
    if cells[3]:
        needed[HEADS[4]] = cells[4]
    found = [
        Problem(
            code=ProblemCode.VALUE_MISSING,
            where=f"row:{number}:{head}",
            fields={"field": head, "row": str(number), "column": head},
        )
        for head, text in needed.items()
        if not text
    ]
    for head, text in ((HEADS[1], cells[1]), (HEADS[3], cells[3])):
        value = number_of(text)
        if text and (value is None or value <= 0):
            fields = {"field": head, "expected": "number", "found": text[:40], "row": str(number), "column": head}
            found.append(Problem(code=ProblemCode.VALUE_WRONG_TYPE, where=f"row:{number}:{head}", fields=fields))
    return found
