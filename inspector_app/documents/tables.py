# SPDX-License-Identifier: MulanPSL-2.0
"""Ruled tables: rows stay whole where a page can hold them, the head is repeated, a giant row splits by lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import LEFT, MM, TABLE_SIZE, Scale
from inspector_app.documents.paragraph import Line, Setting, set_text
from inspector_app.documents.pen import Pen, Picture
from inspector_app.documents.pieces import LEAST, Piece

PAD_X = 1.6 * MM
PAD_Y = 1.1 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One cell of a row: where it stands, its lines, maybe a picture above them, maybe lines at its foot."""

    x: float
    width: float
    text: tuple[Line, ...]
    pitch: float
    size: float = TABLE_SIZE
    middle: bool = False  # text in the middle of the height
    picture: Picture | None = None
    picture_size: tuple[float, float] = (0.0, 0.0)
    foot: tuple[Line, ...] = ()

    @property
    def height(self) -> float:
        """What the cell needs, with its margins."""
        lines = len(self.text) + len(self.foot)
        return max(lines * self.pitch, self.picture_size[1]) + 2 * PAD_Y

    def draw(self, pen: Pen, y: float, height: float) -> None:
        """Draw the cell and its rules."""
        pen.box(self.x, y, self.width, height)
        if self.picture:
            wide, high = self.picture_size
            pen.picture(self.picture, self.x + (self.width - wide) / 2, y + (height - high) / 2, wide, high)
        used = len(self.text) * self.pitch
        top = y + (height - used) / 2 if self.middle else y + PAD_Y
        for number, line in enumerate(self.text):
            pen.line(line, self.x + PAD_X, top + number * self.pitch, self.size, self.pitch)
        bottom = y + height - PAD_Y - len(self.foot) * self.pitch
        for number, line in enumerate(self.foot):
            pen.line(line, self.x + PAD_X, bottom + number * self.pitch, self.size, self.pitch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells side by side."""

    boxes: tuple[Box, ...]
    least: float = 0.0

    @property
    def height(self) -> float:
        """The height of the highest cell."""
        return max(self.least, *(box.height for box in self.boxes))

    @property
    def lines(self) -> int:
        """The lines of the longest cell."""
        return max(len(box.text) for box in self.boxes)

    def draw(self, pen: Pen, y: float) -> None:
        """Draw the cells."""
        for box in self.boxes:
            box.draw(pen, y, self.height)

    def split(self, room: float) -> tuple[Row, Row] | None:
        """Split by lines; pictures stay in the first part, short texts in the middle (numbers) show in both."""
        first, rest = [], []
        for box in self.boxes:
            fit = int((room - 2 * PAD_Y + 0.01) // box.pitch)
            if fit < LEAST or box.picture_size[1] + 2 * PAD_Y > room:
                return None
            first.append(replace(box, text=box.text[:fit], foot=()))
            again = box.middle and len(box.text) <= fit
            text = box.text if again else box.text[fit:]
            rest.append(replace(box, text=text, picture=None, picture_size=(0.0, 0.0)))
        return Row(boxes=tuple(first)), Row(boxes=tuple(rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class StruckRows(Row):
    """Empty rows that nobody may fill in any more: ruled like the others, with one diagonal through them."""

    count: int
    pitch: float

    @property
    def height(self) -> float:
        """All rows."""
        return self.count * self.pitch

    def draw(self, pen: Pen, y: float) -> None:
        """Draw the cells and the diagonal from the upper right to the lower left."""
        for number in range(self.count):
            for box in self.boxes:
                pen.box(box.x, y + number * self.pitch, box.width, self.pitch)
        left, right = self.boxes[0].x, self.boxes[-1].x + self.boxes[-1].width
        pen.rule(right - PAD_X, y + PAD_Y, left + PAD_X, y + self.height - PAD_Y)

    def split(self, room: float) -> tuple[Row, Row] | None:
        """They stay together."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePiece:
    """Rows under a head that is repeated on every page."""

    rows: tuple[Row, ...]
    head: Row | None = None
    before: float = 0.0
    keeps_next: bool = False

    @property
    def _head_height(self) -> float:
        return self.head.height if self.head else 0.0

    @property
    def height(self) -> float:
        """Head and rows."""
        return self._head_height + sum(row.height for row in self.rows)

    @property
    def lines(self) -> int:
        """All lines of the rows."""
        return sum(row.lines for row in self.rows)

    def head_height(self) -> float:
        """The head and the first row."""
        return self._head_height + self.rows[0].height

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """Split between rows; in a row only if it is higher than a page."""
        used, count = self._head_height, 0
        while count < len(self.rows) and used + self.rows[count].height <= room + 0.01:
            used += self.rows[count].height
            count += 1
        if count == len(self.rows):
            return None
        if self.rows[count].height + self._head_height > page + 0.01:
            parts = self.rows[count].split(room - used)
            if parts:
                return self._parts((*self.rows[:count], parts[0]), (parts[1], *self.rows[count + 1 :]))
        if count > 1 and count == len(self.rows) - 1 and self.rows[count].lines < LEAST:
            count -= 1  # no single line alone under a repeated head
        if not count:
            return None
        return self._parts(self.rows[:count], self.rows[count:])

    def _parts(self, first: tuple[Row, ...], rest: tuple[Row, ...]) -> tuple[Piece, Piece]:
        return (
            TablePiece(rows=first, head=self.head, before=self.before),
            TablePiece(rows=rest, head=self.head, keeps_next=self.keeps_next),
        )

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """Take the last rows, as many as show so many lines, at least two lines, and leave one."""
        take, taken = 0, 0
        while taken < max(lines, LEAST) and take < len(self.rows):
            take += 1
            taken += self.rows[-take].lines
        if take >= len(self.rows):
            return None, self
        return self._parts(self.rows[:-take], self.rows[-take:])

    def draw(self, pen: Pen, y: float) -> None:
        """Draw the head and the rows."""
        for row in (self.head, *self.rows):
            if row is not None:
                row.draw(pen, y)
                y += row.height


@dataclass(frozen=True, slots=True)
class CellText:
    """What goes into a cell, before it is set."""

    text: str
    width: float
    center: bool = False
    role: Role = Role.BODY
    strong: str = ""
    middle: bool | None = None  # as `center` when not said
    size: float = TABLE_SIZE


def make_row(cells: Sequence[CellText], fonts: FontSet, scale: Scale, *, least: float = 0.0) -> Row:
    """Set the texts of a row."""
    boxes = []
    x = LEFT
    for cell in cells:
        middle = cell.center if cell.middle is None else cell.middle
        text, pitch = _cell_lines(cell, fonts), scale.pitch(cell.size)
        boxes.append(Box(x=x, width=cell.width, text=text, pitch=pitch, size=cell.size, middle=middle))
        x += cell.width
    return Row(boxes=tuple(boxes), least=least)


def _cell_lines(cell: CellText, fonts: FontSet) -> tuple[Line, ...]:
    room = cell.width - 2 * PAD_X
    setting = Setting(fonts, cell.role, cell.size, justify=not cell.center, center=cell.center)
    lines: tuple[Line, ...] = ()
    if cell.strong:
        lines = set_text(cell.strong, room, replace(setting, role=Role.STRONG))
    return (*lines, *set_text(cell.text, room, setting)) if cell.text else lines
