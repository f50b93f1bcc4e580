# SPDX-License-Identifier: MulanPSL-2.0
"""Boxes to tick, boxes of an approval, and the line where a slip is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from inspector_app.documents.blocks import Choices, Opinions
from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import FIELD_SIZE, LEFT, MM, TABLE_SIZE, TEXT_WIDTH, Scale
from inspector_app.documents.paragraph import Line, Setting, set_text
from inspector_app.documents.pen import Pen
from inspector_app.documents.pieces import LEAST, Piece
from inspector_app.documents.tables import PAD_X, Box, Row, TablePiece

_BOX = 0.78  # side of a box to tick, of the size of its text
_AFTER_BOX = 0.4  # between the box and its word
_BETWEEN = 1.6  # between a word and the next box
_INDENT = 2  # characters
_CUT_HEIGHT = 8 * MM
_CUT_GAP = 3 * MM


@dataclass(frozen=True, slots=True)
class Option:
    """A line of a word to choose; its first line has the box before it."""

    x: float
    line: Line
    box: bool | None  # ticked or not; none on the lines after the first


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesPiece:
    """Lines of words with boxes before them."""

    rows: tuple[tuple[Option, ...], ...]
    size: float
    pitch: float
    before: float = 0.0
    keeps_next: bool = False

    @property
    def height(self) -> float:
        """All lines."""
        return len(self.rows) * self.pitch

    @property
    def lines(self) -> int:
        """The count of lines."""
        return len(self.rows)

    def head_height(self) -> float:
        """Two lines, three of three, since one may not be left over."""
        count = len(self.rows)
        return self.pitch * (count if count <= LEAST + 1 else LEAST)

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """Split before a word, leaving no single line at either side; a word itself only where no page holds it."""
        fit = min(int((room + 0.01) // self.pitch), len(self.rows) - LEAST)
        whole = [at for at in range(LEAST, fit + 1) if self.rows[at][0].box is not None]
        if fit < LEAST or not (whole or self.height > page):
            return None
        at = whole[-1] if whole else fit
        return replace(self, rows=self.rows[:at]), replace(self, rows=self.rows[at:], before=0.0)

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """They stay together."""
        return None, self

    def draw(self, pen: Pen, y: float) -> None:
        """Draw boxes and words."""
        side = self.size * _BOX
        for number, row in enumerate(self.rows):
            top = y + number * self.pitch
            for option in row:
                x = LEFT + option.x
                if option.box is not None:
                    pen.check_box(x, top + (self.pitch - side) / 2, side, ticked=option.box)
                pen.line(option.line, x + _lead(self.size), top, self.size, self.pitch)


def _lead(size: float) -> float:
    return size * (_BOX + _AFTER_BOX)


def choices_piece(block: Choices, fonts: FontSet, scale: Scale) -> ChoicesPiece:
    """Set the words: each on its own line, or as many on a line as it holds."""
    size = scale.body
    rows = tuple(map(tuple, _option_rows(block, Setting(fonts, Role.BODY, size, justify=False))))
    return ChoicesPiece(rows=rows, size=size, pitch=scale.pitch(size), before=0.5 * MM)


def _option_rows(block: Choices, setting: Setting) -> Iterator[list[Option]]:
    size = setting.size
    indent = _INDENT * size
    row: list[Option] = []
    x = indent
    for label, ticked in block.options:
        lines = set_text(label, TEXT_WIDTH - indent - _lead(size), setting)
        width = _lead(size) + max(line.width for line in lines)
        if row and (block.per_line or len(lines) > 1 or x + width > TEXT_WIDTH):
            yield row
            row, x = [], indent
        row.append(Option(x, lines[0], ticked))
        for line in lines[1:]:
            yield row
            row = [Option(x, line, None)]
        x = x + width + _BETWEEN * size if len(lines) == 1 else TEXT_WIDTH
    if row:
        yield row


def opinions_piece(block: Opinions, fonts: FontSet, scale: Scale) -> TablePiece:
    """Make the boxes of an approval: label at the left, text at the top, at the bottom right who signs."""
    label_width = block.label_width * MM
    width = TEXT_WIDTH - label_width
    pitch = scale.pitch(TABLE_SIZE)
    room = width - 2 * PAD_X
    labels = Setting(fonts, Role.PLAIN, FIELD_SIZE, justify=False, center=True)
    body = Setting(fonts, Role.BODY, TABLE_SIZE)
    rows = []
    for row in block.rows:
        label = set_text(row.label, label_width - 2 * PAD_X, labels)
        text = set_text(row.text, room, body) if row.text else ()
        sign = set_text(row.sign, room, replace(body, justify=False)) if row.sign else ()
        foot = tuple(replace(line, x=room - line.width) for line in sign)
        boxes = (
            Box(x=LEFT, width=label_width, text=label, pitch=pitch, middle=True),
            Box(x=LEFT + label_width, width=width, text=text, pitch=pitch, foot=foot),
        )
        rows.append(Row(boxes=boxes, least=row.height * MM))
    return TablePiece(rows=tuple(rows), before=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPiece:
    """A dashed line with words in its middle: what stands under it is cut off and sent back."""

    text: tuple[Line, ...]
    before: float = 5 * MM
    keeps_next: bool = True
    lines: int = 0

    @property
    def height(self) -> float:
        """One line, more when the words are many."""
        return _CUT_HEIGHT * max(len(self.text), 1)

    def head_height(self) -> float:
        """It stays together."""
        return self.height

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """It stays together."""
        return None

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """It stays together."""
        return None, self

    def draw(self, pen: Pen, y: float) -> None:
        """Draw the words and the dashes at both sides."""
        width = max((line.width for line in self.text), default=0.0)
        middle, half = LEFT + TEXT_WIDTH / 2, width / 2 + _CUT_GAP
        pen.dashes(LEFT, middle - half, y + self.height / 2)
        pen.dashes(middle + half, LEFT + TEXT_WIDTH, y + self.height / 2)
        for number, line in enumerate(self.text):
            pen.line(line, LEFT, y + number * _CUT_HEIGHT, TABLE_SIZE, _CUT_HEIGHT)


def cut_piece(text: str, fonts: FontSet) -> CutPiece:
    """Set the words of a cutting line; they leave room for dashes."""
    setting = Setting(fonts, Role.BODY, TABLE_SIZE, justify=False, center=True)
    margin = TEXT_WIDTH / 6
    lines = set_text(text, TEXT_WIDTH - 2 * margin, setting)
    return CutPiece(text=tuple(replace(line, x=line.x + margin) for line in lines))
