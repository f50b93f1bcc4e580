# SPDX-License-Identifier: MulanPSL-2.0
"""The code that an issued paper carries: a QR code of vectors with a few lines beside it, at the end of the text.

At 25 mm the code of a long number has some 61 modules of 0.41 mm; a print at 150 dpi and a blurred photo of it are
read (promises.md 3.7). A draft keeps the same room, so that its pages are those of the issued document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno

from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import LEFT, MM, RUNNING, TEXT_WIDTH
from inspector_app.documents.paragraph import Line, Setting, set_text
from inspector_app.documents.pen import Pen
from inspector_app.documents.pieces import Piece

SIDE = 25 * MM
_QUIET = 3 * MM  # blank paper between the code and the words; the margins are blank anyway
_BEFORE = 3 * MM
_PITCH = 11.8  # six lines are not higher than the code
_HEAD = "AJ1:"
MASK = 3  # any one does for what looks like chance; trying all eight takes four times as long


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What is drawn: the code (empty in a draft), the lines beside it, and a word for the foot of every page."""

    code: str
    lines: tuple[str, ...]
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampPiece:
    """The code and its lines; it stays together."""

    code: str
    text: tuple[Line, ...]
    before: float = _BEFORE
    keeps_next: bool = False
    lines: int = 0

    @property
    def height(self) -> float:
        """The code's side, or the lines where they are higher."""
        return max(SIDE, len(self.text) * _PITCH)

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
        """Draw it at the left margin, the lines in the middle of its height."""
        if self.code:
            pen.modules(modules_of(self.code), LEFT, y, SIDE)
        else:
            pen.box(LEFT, y, SIDE, SIDE, dotted=True)
        top = y + (self.height - len(self.text) * _PITCH) / 2
        for number, line in enumerate(self.text):
            pen.line(line, LEFT + SIDE + _QUIET, top + number * _PITCH, RUNNING, _PITCH)


def stamp_piece(stamp: Stamp, fonts: FontSet) -> StampPiece:
    """Set the lines beside the code."""
    setting = Setting(fonts, Role.PLAIN, RUNNING, justify=False)
    text = [line for words in stamp.lines for line in set_text(words, TEXT_WIDTH - SIDE - _QUIET, setting)]
    return StampPiece(code=stamp.code, text=tuple(text))


@lru_cache(maxsize=8)
def modules_of(code: str) -> tuple[bytes, ...]:
    """Give the rows of a QR code, a byte a module (1 is dark), without the quiet border.

    The number stands in it as UTF-8, the rest in the letters that take less room. Correction M at least.
    """
    made = segno.make(_parts(code), error="m", micro=False, mask=MASK)  # type: ignore[arg-type]
    return tuple(bytes(row) for row in made.matrix)


def _parts(code: str) -> Sequence[tuple[str, int, str | None]]:
    from segno import consts

    start, colon, packed = code.rpartition(":")
    if not start.startswith(_HEAD):
        raise ValueError("not the code of a paper")
    return [(start + colon, consts.MODE_BYTE, "utf-8"), (packed, consts.MODE_ALPHANUMERIC, None)]
