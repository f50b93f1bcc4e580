# SPDX-License-Identifier: MulanPSL-2.0
"""Pieces that pages are made of: text lines and groups; each knows its height, splits, and draws itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from inspector_app.documents.measures import LEFT
from inspector_app.documents.paragraph import Line
from inspector_app.documents.pen import Pen

LEAST = 2  # lines that may stand alone at the end or the beginning of a page


class Piece(Protocol):
    """Something with a height that stands on a page."""

    @property
    def height(self) -> float:
        """How much room it takes, without the gap before it."""

    @property
    def before(self) -> float:
        """The gap before it; none at the top of a page."""

    @property
    def keeps_next(self) -> bool:
        """Whether it may not end a page."""

    @property
    def lines(self) -> int:
        """How many lines of text it shows."""

    def head_height(self) -> float:
        """The least room in which it can begin."""

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """Split so that the first part fits into `room`; `page` is the height of an empty page."""

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """Take at least so many lines off its end, or all of it."""

    def draw(self, pen: Pen, y: float) -> None:
        """Draw it, its top at `y`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPiece:
    """Lines of a paragraph."""

    text: tuple[Line, ...]
    size: float
    pitch: float
    before: float = 0.0
    keeps_next: bool = False
    x: float = LEFT

    @property
    def height(self) -> float:
        """All lines."""
        return len(self.text) * self.pitch

    @property
    def lines(self) -> int:
        """The count of lines."""
        return len(self.text)

    def head_height(self) -> float:
        """Two lines, three of three, since one may not be left over."""
        count = len(self.text)
        return self.pitch * (count if count <= LEAST + 1 else LEAST)

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """Split between lines, leaving no single line at either side."""
        fit = min(int((room + 0.01) // self.pitch), len(self.text) - LEAST)
        if fit < LEAST:
            return None
        return self._part(0, fit, last=False), self._part(fit, None, last=True)

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """Take lines off the end, at least two, and leave two."""
        take = max(lines, LEAST)
        if len(self.text) - take < LEAST:
            return None, self
        cut = len(self.text) - take
        return self._part(0, cut, last=False), self._part(cut, None, last=True)

    def _part(self, start: int, end: int | None, *, last: bool) -> TextPiece:
        return TextPiece(
            text=self.text[start:end],
            size=self.size,
            pitch=self.pitch,
            before=0.0 if start else self.before,
            keeps_next=self.keeps_next and last,
            x=self.x,
        )

    def draw(self, pen: Pen, y: float) -> None:
        """Draw line under line."""
        for number, line in enumerate(self.text):
            pen.line(line, self.x, y + number * self.pitch, self.size, self.pitch)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandLines:
    """Ruled lines to write on by hand."""

    count: int
    pitch: float
    width: float
    before: float = 0.0
    keeps_next: bool = False
    lines: int = 0

    @property
    def height(self) -> float:
        """All lines."""
        return self.count * self.pitch

    def head_height(self) -> float:
        """They stay together."""
        return self.height

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """They stay together."""
        return None

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """They stay together."""
        return None, self

    def draw(self, pen: Pen, y: float) -> None:
        """Draw the rules."""
        for number in range(1, self.count + 1):
            pen.rule(LEFT, y + number * self.pitch, LEFT + self.width, y + number * self.pitch, 0.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Pieces that stay together at the end (signatures, code), and never alone on a page."""

    pieces: tuple[Piece, ...]
    is_signed: bool = True  # whether signatures are among them
    keeps_next: bool = False

    @property
    def before(self) -> float:
        """The gap of the first."""
        return self.pieces[0].before

    @property
    def height(self) -> float:
        """All pieces with the gaps between them."""
        return sum(piece.height + piece.before for piece in self.pieces) - self.before

    @property
    def lines(self) -> int:
        """All lines."""
        return sum(piece.lines for piece in self.pieces)

    def head_height(self) -> float:
        """All of it."""
        return self.height

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """Split only what no page could hold: between pieces, or in the piece that does not fit."""
        if self.height <= page + 0.01:
            return None
        used = -self.before
        for number, piece in enumerate(self.pieces):
            used += piece.before
            if used + piece.height > room + 0.01:
                return self._split_at(number, piece.split(room - used, page))
            used += piece.height
        return None

    def _split_at(self, number: int, parts: tuple[Piece, Piece] | None) -> tuple[Piece, Piece] | None:
        first, rest = self.pieces[:number], self.pieces[number:]
        if parts:
            first, rest = (*first, parts[0]), (parts[1], *rest[1:])
        if not first:
            return None
        return replace(self, pieces=first), replace(self, pieces=rest)

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """It stays together."""
        return None, self

    def draw(self, pen: Pen, y: float) -> None:
        """Draw piece under piece."""
        y -= self.before
        for piece in self.pieces:
            y += piece.before
            piece.draw(pen, y)
            y += piece.height
