# SPDX-License-Identifier: MulanPSL-2.0
"""The end of a document: the table of signatures and, beside it, the place of the seal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.documents.blocks import Seal, SignatureRow, Signatures
from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import LEFT, MM, SEAL_SIDE, TEXT_WIDTH, Scale
from inspector_app.documents.paragraph import Line, Setting, set_even, set_text
from inspector_app.documents.pen import Pen
from inspector_app.documents.pieces import Piece
from inspector_app.documents.tables import CellText, TablePiece, make_row

_BEFORE = 4 * MM
_ROW = 11 * MM
_SEAL_SIZE = 12.0
_SEAL_PITCH = 20.0
_SEAL_GAP = 3 * MM
_DIVISIONS = "区县旗"  # the names of most organs begin with one; what follows is a word of its own


def signature_table(block: Signatures, fonts: FontSet, scale: Scale) -> TablePiece:
    """Make the table: a row for each signer, a note row for what happened at signing."""
    widths = [column.width * MM for column in block.columns]
    head = make_row(
        [
            CellText(column.title, width, center=True, role=Role.PLAIN)
            for column, width in zip(block.columns, widths, strict=True)
        ],
        fonts,
        scale,
        least=7.5 * MM,
    )
    rows = [make_row(list(_cells(row, widths, block)), fonts, scale, least=_ROW) for row in block.rows]
    if block.note_label:
        label = CellText(block.note_label, widths[0], center=True)
        blank = CellText("", sum(widths[1:]))
        rows.append(make_row([label, blank], fonts, scale, least=block.note_height * MM))
    return TablePiece(rows=tuple(rows), head=head, before=_BEFORE)


def _cells(row: SignatureRow, widths: list[float], block: Signatures) -> Iterator[CellText]:
    """The cells of a signer: who, (particulars), room for the name, (room for the date)."""
    if len(widths) <= 2:
        text = f"{row.role}\n{row.detail}" if row.detail else row.role
        yield CellText(text, widths[0], middle=True)
        yield CellText(row.hand, widths[-1], center=True)
        return
    yield CellText(row.role, widths[0], center=True)
    yield CellText(row.detail, widths[1], middle=True)
    for width in widths[2:-1]:
        yield CellText(row.hand, width, center=True)
    yield CellText(block.blank_date, widths[-1], center=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPiece:
    """The signatures at the left, at the right blank paper for the seal with the organ's name and the date."""

    table: TablePiece | None
    organ: tuple[Line, ...]
    date: tuple[Line, ...]
    placeholder: tuple[Line, ...]
    before: float = _BEFORE
    keeps_next: bool = False

    @property
    def height(self) -> float:
        """The higher of both."""
        return max(self.table.height if self.table else 0.0, SEAL_SIDE)

    @property
    def lines(self) -> int:
        """The lines of the table."""
        return self.table.lines if self.table else len(self.organ) + len(self.date)

    def head_height(self) -> float:
        """They stay together."""
        return self.height

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """Many signers: the first rows go before, the seal stands beside the last."""
        if self.table is None or self.height <= page:
            return None
        return self.table.split(room, page)

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """They stay together."""
        return None, self

    def draw(self, pen: Pen, y: float) -> None:
        """Draw the table, and name and date in the middle of the blank square."""
        if self.table:
            self.table.draw(pen, y)
        x = LEFT + TEXT_WIDTH - SEAL_SIDE - _SEAL_GAP
        top = y + (self.height - SEAL_SIDE) / 2
        pitch = _SEAL_PITCH
        text = (*self.organ, *self.date)
        start = top + (SEAL_SIDE - len(text) * pitch) / 2
        if self.placeholder:
            pen.box(x, top, SEAL_SIDE, SEAL_SIDE, dotted=True)
            pen.line(self.placeholder[0], x, top + 2 * MM, _SEAL_SIZE, pitch)
        for number, line in enumerate(text):
            pen.line(line, x, start + number * pitch, _SEAL_SIZE, pitch)


def fits_beside_seal(block: Signatures) -> bool:
    """Whether the table is narrow enough to leave the room of the seal at its right."""
    return sum(column.width for column in block.columns) * MM <= TEXT_WIDTH - SEAL_SIDE - _SEAL_GAP


def signatures_with_seal(block: Signatures | None, seal: Seal, fonts: FontSet, scale: Scale) -> SealPiece:
    """Put both side by side."""
    setting = Setting(fonts, Role.BODY, _SEAL_SIZE, justify=False, center=True)
    return SealPiece(
        table=signature_table(block, fonts, scale) if block else None,
        organ=_organ_lines(seal.organ, setting),
        date=set_text(seal.date, SEAL_SIDE, setting),
        placeholder=set_text(seal.placeholder, SEAL_SIDE, setting) if seal.placeholder else (),
    )


def _organ_lines(name: str, setting: Setting) -> tuple[Line, ...]:
    """Break a name that is too long for one line after its district or county, or else in the middle."""
    lines = set_text(name, SEAL_SIDE, setting)
    at = max(map(name.rfind, _DIVISIONS)) + 1
    if len(lines) > 1 and 0 < at < len(name):
        parted = set_text(f"{name[:at]}\n{name[at:]}", SEAL_SIDE, setting)
        if len(parted) == len(lines):
            return parted
    return set_even(name, SEAL_SIDE, setting)
