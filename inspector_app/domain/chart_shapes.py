# SPDX-License-Identifier: MulanPSL-2.0
"""What charts are made of: bars, lines, marks and words in a box, the same for the screen and for paper.

Every kind of value has a pattern or a mark beside its ink, so that a chart reads without colour. Lengths are in the
unit of the box that is given (pixels, points); y is measured downwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Ink(Enum):
    """What a shape is drawn for; screen and paper choose the colour."""

    TEXT = "text"
    MUTED = "muted"
    GRID = "grid"
    MAIN = "main"  # the figure that the chart is about
    OTHER = "other"  # what it is compared with
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Pattern(Enum):
    """How an area is filled."""

    SOLID = "solid"
    HATCHED = "hatched"
    DOTTED = "dotted"
    OPEN = "open"


class Marker(Enum):
    """The shape of a point."""

    DISC = "disc"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A bar."""

    box: Box
    ink: Ink
    pattern: Pattern = Pattern.SOLID


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point of a line."""

    x: float
    y: float
    radius: float
    ink: Ink
    marker: Marker


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text; `x` is its left edge, middle or right edge by `align` (-1, 0, 1), `y` its middle."""

    text: str
    x: float
    y: float
    ink: Ink = Ink.TEXT
    align: int = -1


Shape = Fill | Stroke | Mark | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A part of the picture that stands for one figure: its place among the data, and the words that say it."""

    box: Box
    index: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A laid-out chart."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    spots: tuple[Spot, ...]

    def spot_at(self, x: float, y: float) -> int | None:
        """Give which of the spots holds a point."""
        return next((n for n, spot in enumerate(self.spots) if spot.box.holds(x, y)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The letters that a chart is set in: how wide a text is, and the height of a line."""

    measure: Callable[[str], float]
    height: float

    def fitted(self, text: str, room: float) -> str:
        """Shorten a text until it fits, in its middle: of laws and clauses the end tells them apart."""
        if self.measure(text) <= room:
            return text
        kept = len(text) - 1
        while kept > 0:
            head = (kept + 1) // 2
            shown = f"{text[:head]}…{text[len(text) - (kept - head) :]}"
            if self.measure(shown) <= room:
                return shown
            kept -= 1
        return "…" if self.measure("…") <= room else ""
