# SPDX-License-Identifier: MulanPSL-2.0
"""One file of codes, read strictly: lines `# key: value`, a line of columns, then a code a line.

Every fault is told with its line. resources/codes/README.md has the format; a unit's own files follow it as well.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.sheets.text_tables import decoded

FILE_LIMIT = 2_000_000  # bytes
MOST_LINES = 20_000
MOST_FAULTS = 200
MOST_TEXT = 500  # characters of a value of the head
MOST_NAME = 100  # characters of a name
NEEDED = ("edition", "source", "mark", "covers")
KEYS = (*NEEDED, "retrieved", "note")
MANY = ("note",)  # keys of which there may be several lines


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One line of the table."""

    line: int
    code: str
    name: str
    now: str = ""


@dataclass(slots=True, kw_only=True)
class CodeFile:
    """What one file says, and what is wrong with it; `lines` has where each key of the head stands."""

    name: str
    head: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    rows: list[CodeRow] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)

    def fault(self, code: ProblemCode, line: int, **fields: str) -> None:
        """Note a fault with its line; 0 where it belongs to none."""
        place = f"{self.name}:{line}" if line else self.name
        found = {key: value[:60] for key, value in fields.items()}
        self.faults.append(Problem(code=code, where=place, fields={"file": self.name, "line": str(line), **found}))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault in the order of lines; of very many the first, and how many more there are."""
        told = sorted(self.faults, key=lambda p: int(p.fields.get("line", "0")))
        if len(told) <= MOST_FAULTS:
            return tuple(told)
        count = str(len(told) - MOST_FAULTS)
        more = Problem(code=ProblemCode.CODE_TABLE_MORE, where=self.name, fields={"file": self.name, "count": count})
        return (*told[:MOST_FAULTS], more)


def read_code_file(path: Path, name: str, columns: Sequence[str]) -> CodeFile:
    """Read a file of these columns. `name` is how people know it."""
    found = CodeFile(name=name)
    text = _text(path, found)
    if text is None:
        return found
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        fields = {"path": name, "limit": str(MOST_LINES), "kind": "rows"}
        found.faults.append(Problem(code=ProblemCode.TABLE_TOO_LARGE, where=name, fields=fields))
        return found
    has_columns = False
    for number, cells in _cells(lines, found):
        if cells[0].startswith("#"):
            _take_head(found, number, cells, is_late=has_columns)
        elif not has_columns:
            has_columns = True
            if tuple(cells) != tuple(columns):
                told = {"found": ",".join(cells), "allowed": ",".join(columns)}
                found.fault(ProblemCode.CODE_TABLE_COLUMNS, number, **told)
                break
        else:
            _take_row(found, number, cells, len(columns))
    if not has_columns:
        found.fault(ProblemCode.CODE_TABLE_COLUMNS, len(lines), found="", allowed=",".join(columns))
    for key in (key for key in NEEDED if key not in found.lines):
        found.fault(ProblemCode.CODE_TABLE_HEAD_MISSING, 0, head=key)
    if (mark := found.head.get("mark")) and mark not in tuple(FactMark):
        _not_allowed(found, "mark", mark, tuple(FactMark))
    return found


def check_covers(found: CodeFile, wrong: Collection[str], allowed: Collection[str]) -> None:
    """Note the words of the line `covers` that are none."""
    for word in wrong:
        _not_allowed(found, "covers", word, allowed)


def _not_allowed(found: CodeFile, key: str, value: str, allowed: Collection[str]) -> None:
    told = {"head": key, "found": value, "allowed": " ".join(allowed)}
    found.fault(ProblemCode.CODE_TABLE_HEAD_VALUE, found.lines.get(key, 0), **told)


def _text(path: Path, found: CodeFile) -> str | None:
    """Give the text of the file; none, with a fault, where it is no small file of text."""
    fields = {"path": found.name}
    try:
        if not path.is_file():
            raise OSError(0, "not a file")
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or ""
        code = ProblemCode.FILE_UNREADABLE
        found.faults.append(Problem(code=code, where=found.name, fields={**fields, "reason": reason}))
        return None
    if len(data) > FILE_LIMIT:
        sizes = {"size": "", "limit": str(FILE_LIMIT)}
        found.faults.append(Problem(code=ProblemCode.FILE_TOO_LARGE, where=found.name, fields={**fields, **sizes}))
        return None
    text = decoded(data)
    if text is None or "\x00" in text:
        unreadable = ProblemCode.FILE_UNREADABLE
        found.faults.append(Problem(code=unreadable, where=found.name, fields={**fields, "reason": ""}))
        return None
    return text


def _cells(lines: Sequence[str], found: CodeFile) -> Iterator[tuple[int, list[str]]]:
    """Give the cells of each filled line, without the empty ones that a spreadsheet puts at its end."""
    for number, line in enumerate(lines, 1):
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], strict=True), [])]
        except csv.Error:
            found.fault(ProblemCode.CODE_TABLE_CELLS, number, found=line)
            continue
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _take_head(found: CodeFile, number: int, cells: Sequence[str], *, is_late: bool) -> None:
    line = ",".join(cells)
    key, colon, value = (part.strip() for part in line[1:].replace("：", ":", 1).partition(":"))
    is_twice = key in found.lines and key not in MANY
    if is_late or not colon or key not in KEYS or is_twice:
        found.fault(ProblemCode.CODE_TABLE_HEAD, number, found=line, allowed=" ".join(KEYS))
        return
    found.lines[key] = number
    if not value or len(value) > MOST_TEXT or not value.isprintable():
        found.fault(ProblemCode.CODE_TABLE_TEXT, number, found=key, limit=str(MOST_TEXT))
        return
    found.head[key] = value


def _take_row(found: CodeFile, number: int, cells: list[str], width: int) -> None:
    if len(cells) > width:
        found.fault(ProblemCode.CODE_TABLE_CELLS, number, found=",".join(cells))
        return
    code, name, now = (*cells, "", "", "")[:3]
    if not name or len(name) > MOST_NAME or not name.isprintable():
        found.fault(ProblemCode.CODE_TABLE_TEXT, number, found=code, limit=str(MOST_NAME))
    # A row without a good name is still a row: what else is wrong with it, and with those below it, is told too.
    found.rows.append(CodeRow(line=number, code=code, name=name, now=now))
