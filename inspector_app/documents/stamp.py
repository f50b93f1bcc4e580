# SPDX-License-Identifier: MulanPSL-2.0
"""The code that an issued paper carries: a QR code with a few lines beside it, in the foot of the text's last page.

It stands below the text, where other pages have their page number, and reaches no further into the text area than the
upper margin was narrowed for it: whatever fits on a page without the code fits with it. The page number stays in its
place, at the right of the middle line. A draft keeps the same room, so that its pages are those of the issued document.

A print at 150 dpi and a blurred photo of it are read (promises.md 3.7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno

from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import (
    BOTTOM,
    CODE_EDGE,
    CODE_QUIET,
    CODE_SIDE,
    LEFT,
    MM,
    PAGE_HEIGHT,
    RUNNING,
    TEXT_WIDTH,
)
from inspector_app.documents.paragraph import Line, Setting, set_text
from inspector_app.documents.pen import Pen
from inspector_app.documents.pieces import Piece

_BESIDE = 3 * MM  # blank paper between the code and the words
_PITCH = 11.8  # five lines are not higher than the code
_HEAD = "AJ1:"
MOST_MODULES = 57  # in a row, while they are no smaller than 0.40 mm
MASK = 3  # any one does for what looks like chance; trying all eight takes four times as long


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What is drawn: the code (empty in a draft), the lines beside it, and a word for the foot of the other pages.

    The line in the middle is a short one: the page number stands at its right.
    """

    code: str
    lines: tuple[str, ...]
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampPiece:
    """The code and its lines: it hangs in the foot of its page, most of it below the text."""

    code: str
    text: tuple[Line, ...]
    before: float = 0.0
    keeps_next: bool = False
    lines: int = 0

    @property
    def _drawn(self) -> float:
        return max(CODE_SIDE, len(self.text) * _PITCH)

    @property
    def height(self) -> float:
        """What it takes of the text area."""
        return self._drawn + CODE_QUIET + CODE_EDGE - BOTTOM

    def head_height(self) -> float:
        """All of it."""
        return self.height

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """It stays together."""
        return None

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """It stays together."""
        return None, self

    def draw(self, pen: Pen, y: float) -> None:
        """Draw it at the left margin, the lines in the middle of its height; its place is the foot, wherever `y` is."""
        del y
        bottom = PAGE_HEIGHT - CODE_EDGE
        if self.code:
            pen.modules(modules_of(self.code), LEFT, bottom - CODE_SIDE, CODE_SIDE)
        else:
            pen.box(LEFT, bottom - CODE_SIDE, CODE_SIDE, CODE_SIDE, dotted=True)
        top = bottom - (self._drawn + len(self.text) * _PITCH) / 2
        for number, line in enumerate(self.text):
            pen.line(line, LEFT + CODE_SIDE + _BESIDE, top + number * _PITCH, RUNNING, _PITCH)


def stamp_piece(stamp: Stamp, fonts: FontSet) -> StampPiece:
    """Set the lines beside the code."""
    setting = Setting(fonts, Role.PLAIN, RUNNING, justify=False)
    text = [line for words in stamp.lines for line in set_text(words, TEXT_WIDTH - CODE_SIDE - _BESIDE, setting)]
    return StampPiece(code=stamp.code, text=tuple(text))


@lru_cache(maxsize=8)
def modules_of(code: str) -> tuple[bytes, ...]:
    """Give the rows of a QR code, a byte a module (1 is dark), without the quiet border.

    The number stands in it as UTF-8, the rest in the letters that take less room. Correction M at least; L where
    the modules would else become too small (a number of thirty characters).
    """
    for level in ("m", "l"):
        made = segno.make(_parts(code), error=level, micro=False, mask=MASK)  # type: ignore[arg-type]
        if len(made.matrix) <= MOST_MODULES:
            break
    return tuple(bytes(row) for row in made.matrix)


def _parts(code: str) -> Sequence[tuple[str, int, str | None]]:
    from segno import consts

    start, colon, packed = code.rpartition(":")
    if not start.startswith(_HEAD):
        raise ValueError("not the code of a paper")
    return [(start + colon, consts.MODE_BYTE, "utf-8"), (packed, consts.MODE_ALPHANUMERIC, None)]
