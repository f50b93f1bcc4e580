# SPDX-License-Identifier: MulanPSL-2.0
"""A report of figures as it is shown, printed and exported: the same words and numbers everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.chart import BarChart, ColumnChart, LineChart
from inspector_app.domain.figures import Period, Scope
from inspector_app.domain.problems import Problem

DrawnChart = BarChart | ColumnChart | LineChart


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportColumn:
    """A column: its head, its width on paper in millimetres, whether it holds numbers; some stand on no paper."""

    title: str
    width: float
    is_number: bool = False
    on_paper: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A table with its name. `most` rows are printed on paper, `total` is how many there are in all."""

    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    most: int = 0  # 0: all that there are
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitledChart:
    """A chart with its name."""

    title: str
    chart: DrawnChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: who made it, whose figures of which days, its texts and tables, and what is wrong with its figures.

    `problems` are what the checks of the figures found; a report with some is only given when it was asked for
    in spite of them, and says so.
    """

    name: str
    title: str
    organ: str
    period: Period
    scope: Scope
    facts: tuple[tuple[str, str], ...]  # scope, period, cut-off, when it was counted
    paragraphs: tuple[str, ...] = ()
    charts: tuple[TitledChart, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_demo: bool = False
