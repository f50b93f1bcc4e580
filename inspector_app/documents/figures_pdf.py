# SPDX-License-Identifier: MulanPSL-2.0
"""Reports of figures on A4: scope and cut-off at the top, texts, charts, tables, notes; faults of the figures named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector_app.documents.blocks import Block, Cell, Column, Grid, Heading, Paragraph, Running, TitledTable
from inspector_app.documents.chart_drawing import chart_piece
from inspector_app.documents.fonts import FontSet
from inspector_app.documents.form import Align
from inspector_app.documents.layout import pieces_of
from inspector_app.documents.measures import TEXT_WIDTH_MM, Scale
from inspector_app.documents.pieces import Piece
from inspector_app.documents.plain import content_of, print_pieces, shown
from inspector_app.documents.render import Rendered
from inspector_app.domain.report import Report, ReportTable

_LABEL = 26.0  # millimetres
_SCALE = Scale(12.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """The words beside the report's own: `{...}` are filled in here."""

    continued: str  # {title}
    page: str  # {page}, {pages}
    demo: str  # over a demonstration
    faults: str  # before the faults of the figures: {count}
    left_out: str  # under a table that is longer than paper takes: {total}, {shown}
    empty: str  # in a table without rows


def render_report(report: Report, faults: Sequence[str], words: PaperWords, fonts: FontSet) -> Rendered:
    """Print a report; `faults` are the sentences of its problems. A character without a face shows its code point."""
    with fonts.lock:
        running = Running(
            number="", continued=words.continued.replace("{title}", report.title), page=words.page,
            notice=words.demo if report.is_demo else "", watermarks=(), foot=(),
        )  # fmt: skip
        content = shown(content_of(report.title, running, ()), fonts)
        pieces = list(_pieces(shown(report, fonts), shown(tuple(faults), fonts), words, fonts))
        return print_pieces(content, pieces, fonts)


def _pieces(report: Report, faults: Sequence[str], words: PaperWords, fonts: FontSet) -> Iterator[Piece]:
    head = Heading(part=report.title, organ=report.organ, title=report.title, number="")
    grid = Grid(part=report.title, label_width=_LABEL, rows=tuple((pair,) for pair in report.facts))
    warned = [_text("caption", words.faults.replace("{count}", str(len(faults))))] if faults else []
    warned += [_text("note", f"{n}．{fault}") for n, fault in enumerate(faults, start=1)]
    yield from _set([head, grid, *warned, *(_text("body", text) for text in report.paragraphs)], fonts)
    for chart in report.charts:
        yield from _set([_text("caption", chart.title)], fonts)
        yield chart_piece(chart.chart, fonts)
    for table in report.tables:
        yield from _set(list(_table(table, words)), fonts)
    yield from _set([_text("note", note) for note in report.notes], fonts)


def _set(blocks: Sequence[Block], fonts: FontSet) -> Iterator[Piece]:
    content = content_of("", Running(number="", continued="", page="", notice="", watermarks=(), foot=()), blocks)
    yield from pieces_of(content, fonts, _SCALE)


def _text(style: str, text: str) -> Paragraph:
    return Paragraph(part="", style=style, text=text)


def _table(table: ReportTable, words: PaperWords) -> Iterator[Block]:
    chosen = [n for n, column in enumerate(table.columns) if column.on_paper]
    columns = [table.columns[n] for n in chosen]
    spare = TEXT_WIDTH_MM - sum(column.width for column in columns)
    rows = table.rows[: table.most] if table.most else table.rows
    made = tuple(
        Column(
            title=column.title, width=column.width + (spare if n == 0 else 0.0),
            align=Align.CENTER if column.is_number else Align.LEFT,
        )
        for n, column in enumerate(columns)
    )  # fmt: skip
    cells = tuple(tuple(Cell(text=row[n]) for n in chosen) for row in rows)
    if not cells:
        cells = ((Cell(text=words.empty), *(Cell(text="") for _ in chosen[1:])),)
    yield TitledTable(part=table.title, title=table.title, columns=made, rows=cells)
    if len(rows) < table.total:
        total = words.left_out.replace("{total}", str(table.total)).replace("{shown}", str(len(rows)))
        yield _text("note", total)
    if table.note:
        yield _text("note", table.note)
