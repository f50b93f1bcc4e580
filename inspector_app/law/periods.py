# SPDX-License-Identifier: MulanPSL-2.0
"""The table of statutory periods from `periods.toml`, with the rows that an organ set for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.periods import Period, PeriodUnit
from inspector_app.domain.problems import Problem, ProblemCode, blocking
from inspector_app.domain.toml_text import TomlWrong, read_toml_bytes
from inspector_app.law.records import Record, read_bytes, syntax_fault

FILE_NAME = "periods.toml"
FORMAT = 1
MOST_LENGTH = 3660
MOST_WARN_DAYS = 365
OWN_KEYS = frozenset({
    "key", "length", "unit", "basis", "mark", "end_moves", "moved_basis", "warn_days_before", "note",
})  # fmt: skip
IN_DAYS = frozenset({PeriodUnit.CALENDAR_DAYS, PeriodUnit.MONTHS, PeriodUnit.YEARS})

_KEY = re.compile(r"[a-z]+\.[a-z_]+")

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTable:
    """All periods by key, and what is wrong with the files. A faulty row is not among the periods."""

    periods: Mapping[str, Period]
    problems: tuple[Problem, ...] = ()


def load_periods(folders: Sequence[Path]) -> PeriodTable:
    """Read `periods.toml` of the program's folder, the first, and of the organ's folders that have one."""
    problems: list[Problem] = []
    base: dict[str, Row] = {}
    periods: dict[str, Period] = {}
    for ordinal, folder in enumerate(folders):
        path = folder / FILE_NAME
        if ordinal > 0 and not path.is_file():
            continue
        data, faults = read_bytes(path)
        problems += faults
        if not faults and ordinal == 0:
            base = _rows(data, path.name, problems)
            periods = _periods(base, path.name, problems)
        elif not faults:
            _replace(periods, base, data, path, problems)
    return PeriodTable(periods=periods, problems=tuple(problems))


def _replace(
    periods: dict[str, Period], base: Mapping[str, Row], data: bytes, path: Path, problems: list[Problem]
) -> None:
    """Put an organ's rows in place of the bundled ones; a faulty one takes the bundled one away."""
    name = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    for key, row in _rows(data, name, problems).items():
        before = len(problems)
        merged = _merged(periods.get(key), base.get(key), row, Record(row, f"{name}:{key}", problems), name)
        period = _period(Record(merged, f"{name}:{key}", problems), name, is_own=True) if merged else None
        if period is not None and not blocking(problems[before:]):
            periods[key] = period
        elif key in periods and periods[key].is_configurable:
            del periods[key]


def _merged(known: Period | None, base: Row | None, row: Row, record: Record, name: str) -> dict[str, object] | None:
    """Give the bundled row with the organ's values; none for a row that is not there or may not be changed."""
    if base is None or known is None or not known.is_configurable:
        key = str(row.get("key"))
        record.problems.append(_fault(name, f"{key}:key", key))
        return None
    for other in sorted(set(row) - OWN_KEYS):
        record.fault(ProblemCode.VALUE_UNKNOWN_KEY, other)
    if "length" in row or "unit" in row:  # the bundled basis says nothing for another length
        for needed in ("basis", "mark"):
            if needed not in row:
                record.fault(ProblemCode.VALUE_MISSING, needed)
    left_out = {"note"} if "basis" in row else set()
    if row.get("unit") in (PeriodUnit.WORKING_DAYS, PeriodUnit.HOURS):
        left_out |= {"end_moves", "moved_basis"}
    kept = {field: value for field, value in base.items() if field not in left_out}
    return kept | {field: value for field, value in row.items() if field in OWN_KEYS}


def _rows(data: bytes, name: str, problems: list[Problem]) -> dict[str, Row]:
    """Give the rows of a file by key, as they are written."""
    try:
        values = read_toml_bytes(data)
    except TomlWrong as wrong:
        problems.append(syntax_fault(name, wrong.line, wrong.reason))
        return {}
    top = Record(values, name, problems)
    top.number("format", FORMAT, FORMAT, required=True)
    rows: dict[str, Row] = {}
    for record in top.records("period", "key"):
        key = record.text("key")
        if key in rows:
            problems.append(_fault(name, f"{key}:key", key))
        elif key:
            rows[key] = record.values
    top.close()
    return rows


def _periods(rows: Mapping[str, Row], name: str, problems: list[Problem]) -> dict[str, Period]:
    found = {}
    for key, row in rows.items():
        period = _period(Record(row, f"{name}:{key}", problems), name)
        if period is not None:
            found[key] = period
    return found


def _period(row: Record, name: str, *, is_own: bool = False) -> Period | None:
    """Read one row; none if it has a fault."""
    before = len(row.problems)
    key = row.text("key")
    if key and not _KEY.fullmatch(key):
        row.problems.append(_fault(name, f"{key}:key", key))
    period = Period(
        key=key,
        name=row.text("name"),
        start=row.text("start"),
        length=row.number("length", 1, MOST_LENGTH),
        unit=row.word("unit", PeriodUnit, required=False),
        term=row.text("term", required=False),
        basis=row.text("basis"),
        mark=row.word("mark", FactMark) or FactMark.FM,
        is_before=row.flag("is_before"),
        is_opening=row.flag("is_opening"),
        end_moves=row.flag("end_moves"),
        moved_basis=row.text("moved_basis", required=False),
        warn_days_before=row.number("warn_days_before", 0, MOST_WARN_DAYS) or 0,
        note=row.text("note", required=False),
        is_configurable=row.flag("is_configurable"),
        is_own=is_own,
    )
    row.close()
    _check_whole(period, row, name)
    return period if len(row.problems) == before else None


def _check_whole(period: Period, row: Record, name: str) -> None:
    """Note what does not fit together: a length without a unit, an end that nobody decided about."""
    if period.term:
        for other in ("length", "unit", "end_moves", "is_before", "warn_days_before"):
            if other in row:
                row.problems.append(_fault(name, f"{period.key}:{other}", period.term))
        return
    for needed in ("length", "unit"):
        if needed not in row:
            row.fault(ProblemCode.VALUE_MISSING, needed)
    if period.unit in IN_DAYS and "end_moves" not in row:
        row.fault(ProblemCode.VALUE_MISSING, "end_moves")
    if period.unit is not None and period.unit not in IN_DAYS and "end_moves" in row:
        row.problems.append(_fault(name, f"{period.key}:end_moves", period.unit))
    if period.end_moves and "moved_basis" not in row:
        row.fault(ProblemCode.VALUE_MISSING, "moved_basis")
    if period.moved_basis and not period.end_moves:
        row.problems.append(_fault(name, f"{period.key}:moved_basis", period.moved_basis))
    counts_back = (PeriodUnit.WORKING_DAYS, PeriodUnit.CALENDAR_DAYS)
    if period.is_before and (period.end_moves or (period.unit is not None and period.unit not in counts_back)):
        row.problems.append(_fault(name, f"{period.key}:is_before", "true"))


def _fault(file: str, place: str, found: str) -> Problem:
    fields = {"file": file, "place": place, "found": found}
    return Problem(code=ProblemCode.LAW_DATA_FAULTY, where=f"{file}:{place}", fields=fields)
