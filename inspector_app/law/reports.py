# SPDX-License-Identifier: MulanPSL-2.0
"""The texts of reports (`forms/reports/*.toml`): paragraphs with blanks for figures, tables with their columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.figures import OF_GROUPS, Dimension, FigureKey
from inspector_app.domain.problems import Problem, ProblemCode, Refused, blocking
from inspector_app.law.records import Record, read_toml

FOLDER = "reports"
FORMAT = 1
PAPER_WIDTH = 160  # millimetres
MOST_ROWS = 5_000
BLANK = re.compile(r"\{([a-z_.]+)\}")
FORMS_OF_FIGURES = ("", ".said", ".before", ".growth")


class ReportFact(StrEnum):
    """What a blank may hold beside figures."""

    FIRST = "first"
    LAST = "last"
    CUT_OFF = "cut_off"
    ORGAN = "organ"
    DAYS_TO_CLOSE = "days_to_close"
    EXTENSIONS = "extensions"
    REFUSALS = "refusals"
    HOURS_PER_VISIT = "hours_per_visit"


class RowSource(StrEnum):
    """Where the rows of a table come from."""

    SECTOR = "sector"
    DISTRICT = "district"
    MONTH = "month"
    OFFICER = "officer"
    CLAUSE = "clause"
    FINDINGS = "findings"
    TRIAGE = "triage"
    REPEATERS = "repeaters"
    BLANK = "blank"

    @property
    def dimension(self) -> Dimension | None:
        """The groups that its rows are, if so."""
        return Dimension(self.value) if self.value in tuple(Dimension) else None


class Which(StrEnum):
    """Which findings a table lists."""

    ALL = "all"
    MAJOR = "major"
    OVERDUE = "overdue"
    OPEN = "open"


COLUMNS: Mapping[RowSource, tuple[str, ...]] = {
    RowSource.FINDINGS: (
        "number", "description", "found_on", "source", "measure", "enterprise", "person", "due_on", "status", "done",
        "place", "grade", "district",
    ),
    RowSource.TRIAGE: (
        "number", "enterprise", "conclusion", "class", "measures", "due_on", "person", "result", "assessed_on",
        "assessor", "district",
    ),
    RowSource.REPEATERS: ("number", "enterprise", "district", "visits", "repeated", "findings"),
    RowSource.BLANK: ("number", "blank"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnText:
    """A column of a list: what stands in it, its head, its width in millimetres."""

    key: str
    title: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """A table of a report; groups have `figures`, lists have `columns`. At most `most` rows, 0 for all."""

    rows: RowSource
    title: str
    most: int
    figures: tuple[FigureKey, ...] = ()
    columns: tuple[ColumnText, ...] = ()
    which: Which = Which.ALL
    blank_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """One report as its file has it."""

    name: str
    title: str
    mark: FactMark
    source: str
    paragraphs: tuple[str, ...]
    tables: tuple[TableText, ...]


def load_reports(folders: Sequence[Path]) -> Mapping[str, ReportText]:
    """Read all reports, a unit's own over those of the same name. Refuses with every fault of every file."""
    paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    problems: list[Problem] = []
    made = {name: _report(path, name, problems) for name, path in sorted(paths.items())}
    if blocking(problems):
        raise Refused(problems)
    return made


def _report(path: Path, name: str, problems: list[Problem]) -> ReportText:
    before = len(problems)
    values = read_toml(path, problems)
    if len(problems) > before:
        values = {"format": FORMAT, "title": "-", "mark": "P", "source": "-"}  # its own fault is enough
    top = Record(values, f"{FOLDER}/{path.name}", problems)
    top.number("format", FORMAT, FORMAT, required=True)
    title, source, mark = top.text("title"), top.text("source"), top.word("mark", FactMark)
    paragraphs = [_paragraph(r) for r in top.records("paragraph", "text")] if "paragraph" in top else []
    tables = [_table(r) for r in top.records("table", "title")] if "table" in top else []
    top.close()
    return ReportText(
        name=name, title=title, mark=mark or FactMark.P, source=source, paragraphs=tuple(paragraphs),
        tables=tuple(tables),
    )  # fmt: skip


def _paragraph(record: Record) -> str:
    text = record.text("text")
    record.close()
    known = {f"{key.value}{form}" for key in FigureKey for form in FORMS_OF_FIGURES} | set(ReportFact)
    for blank in dict.fromkeys(BLANK.findall(text)):
        if blank not in known:
            record.not_allowed("text", "{" + blank + "}", "{first}, {findings.said} …")
    if "{" in BLANK.sub("", text) or "}" in BLANK.sub("", text):
        record.not_allowed("text", "{ }", "{first}, {findings.said} …")
    return text


def _table(record: Record) -> TableText:
    source = record.word("rows", RowSource) or RowSource.BLANK
    title = record.text("title")
    most = record.number("most", 1, MOST_ROWS) or 0
    which = record.word("which", Which, required=False) or Which.ALL
    blank_rows = record.number("blank_rows", 1, 60) or 0
    figures: tuple[FigureKey, ...] = ()
    columns: tuple[ColumnText, ...] = ()
    if source.dimension is not None:
        allowed = OF_GROUPS[source.dimension]
        names = record.texts("figures")
        for name in names:
            if name not in allowed:
                record.not_allowed("figures", name, ", ".join(allowed))
        figures = tuple(FigureKey(name) for name in names if name in allowed)
        if not figures:
            record.fault(ProblemCode.VALUE_MISSING, "figures")
    else:
        columns = tuple(_column(r, COLUMNS[source]) for r in record.records("columns", "title"))
        if sum(column.width for column in columns) > PAPER_WIDTH:
            record.not_allowed("columns", sum(c.width for c in columns), f"≤ {PAPER_WIDTH}")
    record.close()
    return TableText(
        rows=source, title=title, most=most, figures=figures, columns=columns, which=which, blank_rows=blank_rows
    )


def _column(record: Record, allowed: Sequence[str]) -> ColumnText:
    key, title = record.text("key"), record.text("title")
    if key and key not in allowed:
        record.not_allowed("key", key, ", ".join(allowed))
    width = record.number("width", 8, PAPER_WIDTH, required=True) or 8
    record.close()
    return ColumnText(key=key, title=title, width=width)
