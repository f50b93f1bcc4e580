# SPDX-License-Identifier: MulanPSL-2.0
"""From a field of an item to its cell: the faults of the pack's rules told in sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.packs.draft import ITEMS_FILE, PACK_FILE
from inspector_app.packs.workbook.columns import (
    HEAD_OF_SPOKEN,
    LANGUAGE,
    OTHER_FIELD_MARK,
    SETTING_COLUMNS,
    SURVEY,
    SURVEY_COLUMNS,
)
from inspector_app.packs.workbook.tables import Row, Table, column_missing

_HEAD_OF = {column.field: column.head for column in SURVEY_COLUMNS}
_HEAD_OF |= {"section": "label", "group": "label", "deadline": "整改期限", "answer": "type", "answer.choices": "type"}
_HEAD_OF_SETTING = {column.field: column.head for column in SETTING_COLUMNS}
_INDEX = re.compile(r"\[\d+\]")
_ORDINAL = re.compile(r"\[(\d+)\]")
_ROW = re.compile(r"(?P<sheet>.*)!(?P<letters>[A-Z]*)(?P<row>\d+)$")
_CELL_CODES = {
    ProblemCode.PACK_FIELD_MISSING: ProblemCode.SHEET_CELL_MISSING,
    ProblemCode.PACK_TEXT_EMPTY: ProblemCode.SHEET_CELL_MISSING,
    ProblemCode.PACK_FIELD_WRONG: ProblemCode.SHEET_CELL_WRONG,
}
NO_DAYS = "empty where the deadline has no days"
SECTION_ONCE = "a section that occurs once"
_NOT_FOR_FOREIGN = (ProblemCode.PACK_SLOT_BROKEN, ProblemCode.PACK_DAYS_MISMATCH)
"""A foreign form has no slots and no deadlines of ours: a person settles both when a finding is made of it."""


@dataclass(slots=True)
class Places:
    """Where the parts of a workbook stand."""

    survey: Table | None = None
    settings: Row | None = None
    sections: list[tuple[str, Row]] = field(default_factory=list)
    supersedes: Mapping[str, Row] = field(default_factory=dict)
    _rows: dict[str, Row] = field(default_factory=dict)
    _by_code: dict[str, Row] = field(default_factory=dict)

    def take(self, row: Row) -> str:
        """Remember the row of an item and give the place that its faults name."""
        self._rows[row.base] = row
        self._by_code.setdefault(row.text("name"), row)
        return row.base

    def of_item(self, code: str, name: str, problem: Problem) -> Problem:
        """Place a problem of one field of an item that was found when the pack was whole."""
        row = self._by_code.get(code)
        return problem if row is None else _at(row, head_of(name), problem)

    def placed(self, problems: Iterable[Problem], *, is_lenient: bool) -> Iterator[Problem]:
        """Give each problem with the cell that it is about."""
        missing: set[str] = set()
        for problem in problems:
            if is_lenient and problem.code in _NOT_FOR_FOREIGN:
                continue
            found = self._placed(problem)
            head = self._missing_column(found)
            if not head:
                yield found
            elif head not in missing:
                missing.add(head)
                yield column_missing(found.fields["sheet"], head)

    def _missing_column(self, problem: Problem) -> str:
        """Give the column that an empty cell would stand in, if the whole column is missing."""
        sheet, head = problem.fields.get("sheet", ""), problem.fields.get("column", "")
        if problem.code is not ProblemCode.SHEET_CELL_MISSING or self.survey is None or sheet != self.survey.name:
            return ""
        return "" if self.survey.has(head) else head

    def _placed(self, problem: Problem) -> Problem:
        base, _, path = problem.where.partition(":")
        if base in self._rows:
            return _at(self._rows[base], head_of(path), problem)
        if self.settings is not None and base in (self.settings.base, f"/{PACK_FILE}"):
            return self._of_head(path, problem)
        name = self.survey.name if self.survey is not None else SURVEY
        where = name if base == f"/{ITEMS_FILE}" else base
        return replace(problem, where=where, fields={**problem.fields, "sheet": name})

    def _of_head(self, path: str, problem: Problem) -> Problem:
        ordinal = _ORDINAL.search(path)
        if path.startswith("sections") and ordinal and int(ordinal[1]) <= len(self.sections):
            name, row = self.sections[int(ordinal[1]) - 1]
            if problem.code is not ProblemCode.PACK_CODE_DUPLICATE:
                return _at(row, "label", problem)
            return row.problem(ProblemCode.SHEET_CELL_WRONG, "label", Severity.BLOCK, expected=SECTION_ONCE, found=name)
        if path.startswith("supersedes_common."):
            item = self.supersedes.get(_INDEX.sub("", path.partition(".")[2]))
            if item is not None:
                return _at(item, "替代通用项", problem)
        assert self.settings is not None
        return _at(self.settings, _HEAD_OF_SETTING.get(path, path), problem)


def order_of(problem: Problem) -> tuple[str, int, str]:
    """Give what problems are sorted by: sheet, row, column."""
    found = _ROW.match(problem.where)
    return (found["sheet"], int(found["row"]), found["letters"].rjust(3)) if found else (problem.where, 0, "")


def head_of(path: str) -> str:
    """Give the head of the column that a field of an item stands in: `basis[2].law` in 依据."""
    if path.startswith("translations."):
        _, _, rest = path.partition(".")
        language, _, name = rest.rpartition(".")
        return f"{HEAD_OF_SPOKEN.get(name, name + OTHER_FIELD_MARK)}{LANGUAGE}{language}"
    if path.startswith("extras."):
        return path.partition(".")[2]
    path = _INDEX.sub("", path)
    while path not in _HEAD_OF and "." in path:
        path = path.rpartition(".")[0]
    return _HEAD_OF.get(path, path)


def _at(row: Row, head: str, problem: Problem) -> Problem:
    code = _CELL_CODES.get(problem.code, problem.code)
    facts = {key: value for key, value in problem.fields.items() if key not in ("field", "place")}
    if code is ProblemCode.PACK_DAYS_MISMATCH:
        has_days = bool(facts["days"])
        code = ProblemCode.SHEET_CELL_WRONG if has_days else ProblemCode.SHEET_CELL_MISSING
        facts = {"expected": NO_DAYS, "found": facts["days"]} if has_days else {}
    made = row.problem(code, head, problem.severity, **facts)
    return replace(made, fields={**made.fields, "place": made.fields["column"]})
