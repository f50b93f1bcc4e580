# SPDX-License-Identifier: MulanPSL-2.0
"""Marks drawn on a photo (arrow, box, circle, text), kept as vectors apart from the untouched original."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MAX_MARKS", "MAX_MARK_TEXT", "Mark", "MarkKind", "dump_marks", "read_marks"]

MAX_MARKS = 200
MAX_MARK_TEXT = 200
DEFAULT_COLOUR = "#e60012"
DEFAULT_WIDTH = 0.005
_WIDTHS = (0.0005, 0.05)
_PLACES = 5  # a hundred-thousandth of the picture: finer than a pixel, and the same text on every machine
_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
_VERSION = 1


class MarkKind(StrEnum):
    """What is drawn."""

    ARROW = "arrow"  # from (x1, y1) to its head at (x2, y2)
    BOX = "box"  # rectangle between two corners
    CIRCLE = "circle"  # ellipse that fills the rectangle between two corners
    TEXT = "text"  # top left at (x1, y1), wrapped at x2, or at the picture's edge where x2 <= x1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark; places are fractions of the upright (turned) picture, `width` one of its long side.

    Values are brought into range and rounded here, so that equal marks have equal text.
    Raises ValueError for what is no number, no colour or too long.
    """

    kind: MarkKind
    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = DEFAULT_COLOUR
    width: float = DEFAULT_WIDTH
    text: str = ""

    def __post_init__(self) -> None:
        for name in ("x1", "y1", "x2", "y2"):
            object.__setattr__(self, name, _within(getattr(self, name), 0.0, 1.0))
        object.__setattr__(self, "width", _within(self.width, *_WIDTHS))
        colour = self.colour.lower()
        if not _COLOUR.match(colour):
            raise ValueError("mark colour")
        object.__setattr__(self, "colour", colour)
        object.__setattr__(self, "text", _plain(self.text))


def dump_marks(marks: Iterable[Mark]) -> str:
    """Give the marks as canonical JSON: equal marks give equal text."""
    rows = [
        {
            "colour": mark.colour,
            "kind": mark.kind.value,
            "text": mark.text,
            "width": mark.width,
            "x1": mark.x1,
            "x2": mark.x2,
            "y1": mark.y1,
            "y2": mark.y2,
        }
        for mark in marks
    ]
    if len(rows) > MAX_MARKS:
        raise ValueError("too many marks")
    content = {"marks": rows, "version": _VERSION}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read_marks(text: str) -> tuple[Mark, ...]:
    """Read what `dump_marks` wrote; empty text is no marks, unknown keys are passed over.

    Raises ValueError for everything that is not a list of marks.
    """
    if not text.strip():
        return ()
    try:
        content = json.loads(text)
    except RecursionError as fault:
        raise ValueError("marks are nested too deep") from fault
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        raise ValueError("not marks of a known version")
    rows = content.get("marks")
    if not isinstance(rows, list) or len(rows) > MAX_MARKS:
        raise ValueError("no list of marks")
    return tuple(_read_mark(row) for row in rows)


def _read_mark(row: object) -> Mark:
    if not isinstance(row, dict):
        raise ValueError("mark is no object")
    return Mark(
        kind=MarkKind(_text(row, "kind", "")),
        x1=_number(row, "x1"),
        y1=_number(row, "y1"),
        x2=_number(row, "x2"),
        y2=_number(row, "y2"),
        colour=_text(row, "colour", DEFAULT_COLOUR),
        width=_number(row, "width", DEFAULT_WIDTH),
        text=_text(row, "text", ""),
    )


def _number(row: Mapping[str, object], key: str, default: float | None = None) -> float:
    value = row.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"mark {key}")
    return value


def _text(row: Mapping[str, object], key: str, default: str) -> str:
    value = row.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"mark {key}")
    return value


def _within(value: float, least: float, most: float) -> float:
    try:
        number = float(value)
    except OverflowError as fault:
        raise ValueError("mark number") from fault
    if not math.isfinite(number):
        raise ValueError("mark number")
    return round(min(max(number, least), most), _PLACES) + 0.0  # + 0.0: no "-0.0"


def _plain(text: str) -> str:
    """Give the text in NFC without control, bidi and surrogate characters; line breaks stay."""
    kept = (c for c in unicodedata.normalize("NFC", text) if c == "\n" or unicodedata.category(c)[0] != "C")
    plain = "".join(kept)
    if len(plain) > MAX_MARK_TEXT:
        raise ValueError("mark text")
    return plain
