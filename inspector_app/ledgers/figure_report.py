# SPDX-License-Identifier: MulanPSL-2.0
"""The figures of a period as a report: one list of numbers for the screen, for XLSX and for PDF."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from inspector_app.domain.chart import ColumnChart, LineChart, Series
from inspector_app.domain.chart_shapes import Ink, Pattern
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.figures import (
    EVERYTHING,
    OF_GROUPS,
    SUMS_UP,
    UNRECORDED,
    Dimension,
    Figure,
    FigureKey,
    FigureRow,
    Growth,
    Period,
    Scope,
)
from inspector_app.domain.report import Report, ReportColumn, ReportTable, TitledChart
from inspector_app.ledgers import consistency, statistics
from inspector_app.storage import organs
from inspector_app.wording import tr, word
from inspector_app.wording.figure_words import figure_text, formula, title, unit_word
from inspector_app.workspace import Workspace

FIGURES = "figures"
MOST_ON_PAPER = 100  # rows of officers or clauses; a file holds them all
_K = FigureKey
_PAPER = (
    _K.ENTERPRISES, _K.VISITS, _K.FINDINGS, _K.MAJOR, _K.RECTIFIED, _K.RATE, _K.OVERDUE, _K.OVERDUE_RATE,
)  # fmt: skip
_LABEL, _NUMBER = 48.0, 17.0  # millimetres; six figures of a city stand on one line


def figure_report(ws: Workspace, period: Period, *, scope: Scope = EVERYTHING, by: Dimension | None = None) -> Report:
    """Give the figures with those of the year before, the groups that were asked for, and what does not fit."""
    with statistics.snapshot(ws) as db:
        organ = organs.get_organ(db)
        compared = statistics.compared(ws, period, scope=scope)
        figures = {key: made.now for key, made in compared.growths.items()}
        months = statistics.series(ws, period, scope=scope)
        tables = [figure_table(compared.growths), *documents_table(ws, period, scope)]
        if by is not None:
            rows = months if by is Dimension.MONTH else statistics.by(ws, period, by, scope=scope)
            tables.append(group_table(by, rows))
        problems = consistency.check(ws, period, scope=scope, made=figures)
    return Report(
        name=FIGURES, title=tr("Figures of supervision and enforcement"), organ=organ.name if organ else "",
        period=period, scope=scope, facts=facts_of(ws, period, scope), charts=month_charts(months),
        tables=tuple(tables), notes=notes_of(figures), problems=problems, is_demo=bool(organ and organ.is_demo),
    )  # fmt: skip


def facts_of(ws: Workspace, period: Period, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Say whose figures these are, of which days, up to which day, and when they were counted."""
    parts = []
    if scope.district is not None:
        parts.append(tr("district {name}", name=scope.district or tr("not stated")))
    if scope.sector is not None:
        known = scope.sector in tuple(Industry)
        parts.append(tr("sector {name}", name=word(Industry(scope.sector)) if known else tr("not stated")))
    now = ws.now()
    return (
        (tr("Whose figures"), tr(", ").join(parts) or tr("all of this workspace")),
        (tr("Period counted"), tr("{first} to {last}", first=long_day(period.first), last=long_day(period.last))),
        (tr("Cut-off day"), long_day(min(period.last, ws.today()))),
        (tr("Counted at"), tr("{day} {time}", day=long_day(now.date()), time=f"{now:%H:%M}")),
    )


def long_day(day: date) -> str:
    """Write a day as official texts do: 2026年3月5日."""
    return tr("{year}/{month}/{day}", year=day.year, month=day.month, day=day.day)


# Tables ---------------------------------------------------------------------------------------------------


def figure_table(growths: Mapping[FigureKey, Growth]) -> ReportTable:
    """List every figure with both parts of the ratios, the year before, and the growth."""
    columns = (
        ReportColumn(title=tr("Figure"), width=52.0),
        ReportColumn(title=tr("Value"), width=24.0, is_number=True),
        ReportColumn(title=tr("Unit of the figure"), width=18.0),
        ReportColumn(title=tr("Parts of the ratio"), width=32.0, is_number=True),
        ReportColumn(title=tr("A year before"), width=20.0, is_number=True),
        ReportColumn(title=tr("Growth"), width=14.0, is_number=True),
        ReportColumn(title=tr("How it is counted"), width=60.0, on_paper=False),
    )
    rows = tuple(
        (title(key), figure_text(g.now), unit_word(key), parts_of(g.now), figure_text(g.before), g.text, formula(key))
        for key, g in growths.items()
    )
    note = tr("Growth: in percent; of rates in percentage points.")
    return ReportTable(title=tr("Counts and rates"), columns=columns, rows=rows, total=len(rows), note=note)


def parts_of(figure: Figure) -> str:
    """Give numerator and denominator of a ratio; money in 万元, workdays in days."""
    if figure.denominator is None or figure.numerator is None:
        return ""
    if figure.key is _K.PAYMENT_RATE:
        return f"{figure.numerator / 1_000_000:.2f}/{figure.denominator / 1_000_000:.2f}"
    if figure.key is _K.PLAN_WORKDAYS_RATE:
        return f"{figure.numerator / 10:.1f}/{figure.denominator / 10:.1f}"
    return f"{figure.numerator:f}/{figure.denominator:f}"


def documents_table(ws: Workspace, period: Period, scope: Scope) -> tuple[ReportTable, ...]:
    """List the documents by kind; nothing where there are none."""
    kinds = statistics.documents(ws, period, scope=scope)
    rows = tuple((word(kind), str(number)) for kind, number in sorted(kinds.items(), key=lambda kv: (-kv[1], kv[0])))
    columns = (
        ReportColumn(title=tr("Kind of document"), width=120.0),
        ReportColumn(title=tr("Copies counted"), width=40.0, is_number=True),
    )
    made = ReportTable(title=tr("Documents by kind"), columns=columns, rows=rows, total=len(rows))
    return (made,) if rows else ()


def group_table(
    by: Dimension, rows: Sequence[FigureRow], keys: Sequence[FigureKey] = (), most: int = MOST_ON_PAPER
) -> ReportTable:
    """List groups with their figures; some columns stand only in files."""
    shown = tuple(keys) or OF_GROUPS[by]
    on_paper = [key for key in shown if key in _PAPER] if not keys else list(keys)
    label = max(_LABEL, 160.0 - _NUMBER * len(on_paper))
    columns = (
        ReportColumn(title=_group_word(by), width=label),
        *(ReportColumn(title=_head(key), width=_NUMBER, is_number=True, on_paper=key in on_paper) for key in shown),
    )
    cells = tuple((row.label, *(figure_text(row.figures[key]) for key in shown)) for row in rows)
    note = "" if by in SUMS_UP else tr("One hazard may stand in several rows; the rows do not add up to the whole.")
    return ReportTable(title=word(by), columns=columns, rows=cells, total=len(cells), most=most, note=note)


def _group_word(by: Dimension) -> str:
    """Name what stands in the first column."""
    return {
        Dimension.SECTOR: tr("Sector (group)"), Dimension.DISTRICT: tr("District (group)"),
        Dimension.MONTH: tr("Month (group)"), Dimension.OFFICER: tr("Officer (group)"),
        Dimension.CLAUSE: tr("Clause (group)"),
    }[by]  # fmt: skip


def _head(key: FigureKey) -> str:
    """Short, its unit below it; the marks stand in the notes."""
    return f"{word(key)}\n{unit_word(key)}"


def notes_of(keys: Collection[FigureKey]) -> tuple[str, ...]:
    """Print the formula of every figure whose definition is only proposed, and what was never recorded."""
    made = [
        tr("Definition to be verified: {name} = {formula}.", name=word(key), formula=formula(key))
        for key in keys
        if key.is_unverified
    ]
    if not any(key in UNRECORDED for key in keys):
        return tuple(made)
    return (*made, tr("Not recorded: this program has no entry for it; it is not 0."))


# Charts ---------------------------------------------------------------------------------------------------


def month_charts(months: Sequence[FigureRow]) -> tuple[TitledChart, ...]:
    """Draw the rate and the findings of each month, where there are several."""
    if len(months) < 2 or not any(row.figures[_K.FINDINGS].value for row in months):
        return ()
    labels = tuple(row.key[5:].lstrip("0") for row in months)
    words = tuple(row.label for row in months)
    rate = LineChart(
        labels=labels, series=(_series(months, _K.RATE, Ink.MAIN, Pattern.SOLID),), words=words, most=100.0, unit="%"
    )
    numbers = ColumnChart(
        labels=labels, words=words,
        series=(
            _series(months, _K.FINDINGS, Ink.MAIN, Pattern.SOLID),
            _series(months, _K.RECTIFIED, Ink.GOOD, Pattern.HATCHED),
        ),
    )  # fmt: skip
    return (
        TitledChart(title=tr("Rectification rate by month found"), chart=rate),
        TitledChart(title=tr("Hazards found, and those of them rectified, by month found"), chart=numbers),
    )


def _series(months: Sequence[FigureRow], key: FigureKey, ink: Ink, pattern: Pattern) -> Series:
    figures = [row.figures[key] for row in months]
    return Series(
        name=word(key), values=tuple(None if f.value is None else float(f.value) for f in figures),
        texts=tuple(f.text for f in figures) if key.is_ratio else (), ink=ink, pattern=pattern,
    )  # fmt: skip
