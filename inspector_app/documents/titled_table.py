# SPDX-License-Identifier: MulanPSL-2.0
"""A table with its name in a row above its head; both are repeated on every page that it runs over."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.documents.blocks import TitledTable
from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.form import Align
from inspector_app.documents.measures import MM, TEXT_WIDTH_MM, Scale
from inspector_app.documents.pen import Pen
from inspector_app.documents.tables import CellText, Row, TablePiece, make_row

_TITLE_SIZE = 12.0
_BEFORE = 4 * MM
_LEAST = 8 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacked(Row):
    """Rows that stay together, one under the other."""

    rows: tuple[Row, ...]

    @property
    def height(self) -> float:
        """All rows."""
        return sum(row.height for row in self.rows)

    def draw(self, pen: Pen, y: float) -> None:
        """Draw row under row."""
        for row in self.rows:
            row.draw(pen, y)
            y += row.height


def has_title(piece: TablePiece) -> bool:
    """Whether a table has its name above its head."""
    return isinstance(piece.head, Stacked)


def titled_table(block: TitledTable, fonts: FontSet, scale: Scale) -> TablePiece:
    """Make the table; a row of strong cells is a sum."""
    widths = [column.width * MM for column in block.columns]
    widths[-1] += max(TEXT_WIDTH_MM * MM - sum(widths), 0.0)
    title = CellText(block.title, sum(widths), center=True, role=Role.STRONG, size=_TITLE_SIZE)
    heads = [CellText(c.title, w, center=True, role=Role.PLAIN) for c, w in zip(block.columns, widths, strict=True)]
    head = Stacked(
        boxes=(), rows=(make_row([title], fonts, scale, least=_LEAST), make_row(heads, fonts, scale, least=_LEAST))
    )
    rows = [
        make_row(
            [
                CellText(cell.text, width, center=column.align is Align.CENTER, strong=cell.strong, middle=True)
                for cell, column, width in zip(cells, block.columns, widths, strict=True)
            ],
            fonts,
            scale,
        )
        for cells in block.rows
    ]
    return TablePiece(rows=tuple(rows), head=head, before=_BEFORE)
