# SPDX-License-Identifier: MulanPSL-2.0
"""The figures of a period, set apart on wish, and the reports made of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import DAY, PATH, Word, takes_whole
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, plain, table, warned
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.figures import Dimension, Figure, FigureRow, Growth, Period, Scope
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.report import Report, ReportTable
from inspector_app.ledgers import reports
from inspector_app.ledgers import statistics as ledger
from inspector_app.ledgers.figure_report import figure_report
from inspector_app.ledgers.report_files import write_report
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

MOST_YEARS = 30
_PERIOD = (
    click.option("--from", "first", type=DAY, required=True, metavar="DATE", help=tr("first day of the period")),
    click.option(
        "--to", "last", type=DAY, required=True, metavar="DATE", help=tr("last day of the period, the cut-off")
    ),
)
_SCOPE = (
    click.option("--district", default=None, metavar="DISTRICT", help=tr("only of this district")),
    click.option("--sector", type=Word(Industry), default=None, help=tr("only of this sector")),
)


@click.command("statistics", cls=Command, help=about("statistics"))
@_PERIOD[0]
@_PERIOD[1]
@click.option("--by", type=Word(Dimension), default=None, help=tr("set apart by this"))
@_SCOPE[0]
@_SCOPE[1]
@click.option("--xlsx", type=PATH, default=None, metavar="FILE", help=tr("write a workbook too"))
@click.option("--pdf", type=PATH, default=None, metavar="FILE", help=tr("write a PDF too"))
@takes_whole
def statistics(
    first: date, last: date, by: Dimension | None, district: str | None, sector: Industry | None, xlsx: Path | None,
    pdf: Path | None, whole: bool,
) -> Result:  # fmt: skip
    """Give the figures of a period; what does not fit together is said beside them."""
    period, scope = period_of(first, last), Scope(district=district, sector=sector)
    files = [file for file in (_named(xlsx, ".xlsx"), _named(pdf, ".pdf")) if file is not None]
    for file in files:
        prepare_file(file)
    with opened() as ws:
        made = figure_report(ws, period, scope=scope, by=by)
        for file in files:
            write_report(ws, made, file, whole=whole)
        data = _data(ws, period, scope, by, made)
    written = [tr("Written: {path}", path=str(file)) for file in files]
    return Result(data=data, lines=[*_lines(made), *written], notes=warned(made.problems))


def _named(path: Path | None, suffix: str) -> Path | None:
    """Give the file the name of its kind, whatever was typed."""
    return path if path is None or path.suffix.lower() == suffix else path.with_name(path.name + suffix)


@click.command("report", cls=Command, help=about("report"))
@click.argument("name", metavar="NAME")
@_PERIOD[0]
@_PERIOD[1]
@_SCOPE[0]
@_SCOPE[1]
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("where to write it, as PDF or XLSX"))
@click.option("--anyway", is_flag=True, help=tr("make it although its figures do not pass the checks; it says so"))
@takes_whole
def report(
    name: str, first: date, last: date, district: str | None, sector: Industry | None, out: Path, anyway: bool,
    whole: bool,
) -> Result:  # fmt: skip
    """Write one report of a period."""
    period, scope = period_of(first, last), Scope(district=district, sector=sector)
    prepare_file(out)
    with opened() as ws:
        made = reports.report(ws, name, period, scope=scope, anyway=anyway)
        write_report(ws, made, out, whole=whole)
    data = {
        "report": made.name, "title": made.title, "path": str(out), "paragraphs": list(made.paragraphs),
        "warnings": [as_object(problem) for problem in made.problems],
    }  # fmt: skip
    lines = [made.title, *made.paragraphs, tr("Written: {path}", path=str(out))]
    return Result(data=data, lines=lines, notes=warned(made.problems))


def period_of(first: date, last: date) -> Period:
    """Make the period. Refuses TIME_ORDER and PERIOD_TOO_LONG."""
    if last < first:
        fields = {"earlier": first.isoformat(), "later": last.isoformat()}
        raise Refused([Problem(code=ProblemCode.TIME_ORDER, where="--to", fields=fields)])
    if last.year - first.year >= MOST_YEARS:
        fields = {"years": str(last.year - first.year + 1), "limit": str(MOST_YEARS)}
        raise Refused([Problem(code=ProblemCode.PERIOD_TOO_LONG, where="--to", fields=fields)])
    return Period(first, last)


def _lines(made: Report) -> list[str]:
    lines = [made.title, *(tr("{name}: {value}", name=name, value=value) for name, value in made.facts)]
    for part in made.tables:
        lines += [
            "",
            part.title,
            *table([_cells(part, [c.title for c in part.columns]), *(_cells(part, r) for r in part.rows)]),
        ]
        lines += [part.note] if part.note else []
    return [*lines, "", *made.notes]


def _cells(part: ReportTable, row: tuple[str, ...] | list[str]) -> list[str]:
    return [cell for cell, column in zip(row, part.columns, strict=True) if column.on_paper]


def _data(ws: Workspace, period: Period, scope: Scope, by: Dimension | None, made: Report) -> dict[str, object]:
    compared = ledger.compared(ws, period, scope=scope)
    rows = ledger.by(ws, period, by, scope=scope) if by is not None else ()
    return {
        "from": period.first.isoformat(), "to": period.last.isoformat(), "scope": plain(scope),
        "facts": dict(made.facts), "figures": {key.value: _growth(g) for key, g in compared.growths.items()},
        "documents": {kind.value: n for kind, n in ledger.documents(ws, period, scope=scope).items()},
        "by": by.value if by else None, "rows": [_row(row) for row in rows],
        "warnings": [as_object(problem) for problem in made.problems],
    }  # fmt: skip


def _growth(made: Growth) -> dict[str, object]:
    return {**_figure(made.now), "before": made.before.text, "growth": made.text}


def _figure(made: Figure) -> dict[str, object]:
    return {
        "text": made.text, "unit": made.unit.value, "known": made.is_known, "unverified": made.key.is_unverified,
        "numerator": plain(made.numerator), "denominator": plain(made.denominator),
    }  # fmt: skip


def _row(row: FigureRow) -> dict[str, object]:
    figures = {key.value: made.text for key, made in row.figures.items()}
    return {
        "label": row.label,
        "key": row.key,
        "figures": figures,
        "filters": dict(row.query.filters) if row.query else {},
    }
