# SPDX-License-Identifier: MulanPSL-2.0
"""Reports as files: XLSX and PDF of the same texts and numbers that the screen shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspector_app.documents.figures_pdf import PaperWords, render_report
from inspector_app.domain.figures import EVERYTHING, Dimension, Period, Scope
from inspector_app.domain.report import Report, ReportTable
from inspector_app.ledgers.figure_report import figure_report
from inspector_app.sheets.number_book import NumberColumn, NumberSheet, write_number_book
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import check_suffix, give_out, leave
from inspector_app.workspace.privacy import masked, note_of

KINDS = (".pdf", ".xlsx")


def export_figures(
    ws: Workspace,
    period: Period,
    path: Path,
    by: Dimension | None = None,
    *,
    scope: Scope = EVERYTHING,
    whole: bool = False,
) -> Report:
    """Write the figures of a period into a file, by its suffix; give what was written."""
    check_suffix(path, KINDS)
    report = figure_report(ws, period, scope=scope, by=by)
    write_report(ws, report, path, whole=whole)
    return report


def write_report(ws: Workspace, report: Report, path: Path, *, whole: bool = False) -> None:
    """Write a report as PDF or XLSX, whole or not at all; personal data are masked unless `whole` is asked for.

    Refuses VALUE_NOT_ALLOWED for another suffix, and as `give_out`.
    """
    masks = leave(ws, path, whole=whole)
    check_suffix(path, KINDS)
    report = masked(report) if masks else report
    name, how = note_of(masked=masks)
    report = replace(report, notes=(*report.notes, f"{name}：{how}"))
    data = report_pdf(ws, report)[0] if path.suffix.lower() == ".pdf" else report_xlsx(report)
    give_out(ws, f"report {path.suffix[1:].lower()}", path, data, whole=whole, count=len(report.tables))


def report_pdf(ws: Workspace, report: Report) -> tuple[bytes, int]:
    """Print a report; give the PDF and its pages."""
    words = PaperWords(
        continued=tr("{title} (continued)", title="{title}"),
        page=tr("page {page} of {pages}", page="{page}", pages="{pages}"),
        demo=tr("Demonstration data, without any effect"),
        faults=tr("These figures did not pass {count} checks; the report was made in spite of them:", count="{count}"),
        left_out=tr("{total} rows in all; the first {shown} are printed.", total="{total}", shown="{shown}"),
        empty=tr("none"),
    )
    made = render_report(report, [sentence(problem) for problem in report.problems], words, ws.fonts)
    return made.pdf, made.pages


def report_xlsx(report: Report) -> bytes:
    """Write a report as a workbook: the texts on the first sheet, each table on its own."""
    above = (report.title, *(tr("{name}: {value}", name=name, value=value) for name, value in report.facts))
    faults = tuple(sentence(problem) for problem in report.problems)
    if faults:
        warned = tr(
            "These figures did not pass {count} checks; the report was made in spite of them:", count=len(faults)
        )
        above = (*above, warned, *faults)
    first = () if not report.paragraphs else (
        NumberSheet(name=report.title, above=above, columns=(NumberColumn(head=tr("Text"), width=120),),
                    rows=[(text,) for text in report.paragraphs]),
    )  # fmt: skip
    tables = tuple(_sheet(table, above, report.notes) for table in report.tables)
    return write_number_book((*first, *tables), title=report.title)


def _sheet(table: ReportTable, above: tuple[str, ...], notes: tuple[str, ...]) -> NumberSheet:
    columns = tuple(
        NumberColumn(head=c.title, width=max(10.0, c.width * 0.55), is_number=c.is_number) for c in table.columns
    )
    counted = tr("{count} rows in the table", count=table.total)
    below = (counted, *((table.note,) if table.note else ()), *notes)
    return NumberSheet(name=table.title, above=above, columns=columns, rows=table.rows, below=below)
