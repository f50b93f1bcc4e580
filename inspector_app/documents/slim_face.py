# SPDX-License-Identifier: MulanPSL-2.0
"""A face as reportlab reads it, in a twentieth of the memory: the file is mapped, tables of characters are arrays.

Reportlab keeps the whole file and three dictionaries of every character: some 25 MB for each of our faces, and 10 MB
more are copied for a moment with every subset.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFont, TTFontFace


class CodeTable(Mapping[int, float]):
    """Numbers by character code, as two arrays: looked up by halving, some 300 ns."""

    def __init__(self, numbers: Mapping[int, float], kind: str) -> None:
        codes = sorted(numbers)
        self._codes = array("I", codes)
        self._numbers = array(kind, [numbers[code] for code in codes])

    def __getitem__(self, code: int) -> float:
        place = bisect_left(self._codes, code)
        if place < len(self._codes) and self._codes[place] == code:
            return float(self._numbers[place]) if self._numbers.typecode == "d" else int(self._numbers[place])
        raise KeyError(code)

    def __iter__(self) -> Iterator[int]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


class Pairs(Sequence[tuple[int, int]]):
    """Pairs of small numbers: advance and bearing of each glyph."""

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        self._flat = array("I", [number for pair in pairs for number in pair])

    def __getitem__(self, place: int) -> tuple[int, int]:  # type: ignore[override]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._flat[2 * place], self._flat[2 * place + 1]

    def __len__(self) -> int:
        return len(self._flat) // 2


class _Part:
    """A part of the file of which only what is asked for is copied."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class SlimFace(TTFontFace):  # type: ignore[misc]  # reportlab has no types
    """A face whose outlines are read from the mapped file, glyph by glyph."""

    def get_table(self, tag: str) -> object:
        """Give a table; that of the outlines without copying it."""
        if tag == "glyf":
            return _Part(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)


class _Mapped:
    """What reportlab reads a font from: a file object whose content is mapped, not read."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)

    def read(self) -> mmap.mmap:
        with Path(self.name).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def load_slim(name: str, path: Path) -> TTFont:
    """Load a TrueType file; the subsets made of it are the same, byte for byte, as reportlab's own."""
    font = TTFont(name, _Mapped(path), shapable=False)
    face = font.face
    face.__class__ = SlimFace
    face.charToGlyph = CodeTable(face.charToGlyph, "H")
    face.charWidths = CodeTable(face.charWidths, "d")
    face.hmetrics = Pairs(face.hmetrics)
    face.glyphPos = array("I", face.glyphPos)
    del face.glyphToChar  # only used while reading
    return font
