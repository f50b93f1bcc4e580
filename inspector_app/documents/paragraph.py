# SPDX-License-Identifier: MulanPSL-2.0
"""Chinese lines: 避头尾 at both ends, justification between characters, a font for each character.

Text is taken as it is: there is no markup. A word of Latin letters and digits stays whole unless it is longer
than a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from inspector_app.documents.fonts import FontSet, Glyph, Role

NO_START = frozenset("，。、；：？！）》〉」』】〕〗”’…—～·％‰℃°′″,.;:?!)]}%ー々〻゙゚ﾞﾟ–•｝］｠﹚﹜﹞︰︱︳﹐﹑﹒﹔﹕﹖﹗．")
NO_END = frozenset("（《〈「『【〔〖“‘([{￥$£＄｛［｟﹙﹛﹝")
_QUOTES = frozenset("\"'")
SQUEEZE = 0.045  # of the size, the most by which gaps shrink so that a closing mark stays on its line
MOST_SQUEEZED = 4  # closing marks in a row
STRETCH = 0.18  # of the size; a line that would need wider gaps is left ragged
_EPSILON = 0.01


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one font that follow each other; `gap` is added after every one of them."""

    font: str
    text: str
    gap: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to draw: where it begins (from the left edge of its column) and its runs."""

    runs: tuple[Run, ...]
    x: float
    width: float

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: its fonts, size, and whether lines are filled out."""

    fonts: FontSet
    role: Role
    size: float
    justify: bool = True
    center: bool = False
    indent: float = 0.0  # of the first line of every paragraph


@lru_cache(maxsize=8192)
def _is_word(char: str) -> bool:
    """Whether a character sticks to its Latin neighbours: printed ASCII, letters, digits, combining marks."""
    if "!" <= char <= "~":
        return True
    return ord(char) < 0x2E80 and unicodedata.category(char)[0] in "LNM" and char not in NO_START


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


@dataclass(slots=True)
class _Source:
    """A paragraph's characters with their glyphs."""

    chars: str
    glyphs: list[Glyph]
    widths: list[float]

    def may_break(self, at: int) -> bool:
        """Whether a line may end before this character."""
        before, after = self.chars[at - 1], self.chars[at]
        if after in NO_START or before in NO_END or _is_mark(after):
            return False
        if after == " " or (before == " " and self._is_number_after_capitals(at)):
            return False
        if before in _QUOTES or (after in _QUOTES and before != " "):
            return False  # nobody knows whether they open or close: they keep both neighbours
        return not (_is_word(before) and _is_word(after))

    def _is_number_after_capitals(self, at: int) -> bool:
        """Whether a standard's number would be torn: GB 30871."""
        return at > 1 and "A" <= self.chars[at - 2] <= "Z" and "0" <= self.chars[at] <= "9"


class GlyphMissing(ValueError):
    """A character that no font has came to the press; `missing_glyphs` names them before."""


def set_text(text: str, width: float, setting: Setting) -> tuple[Line, ...]:
    """Break a text into lines of a width; every line feed begins a new paragraph."""
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        lines.extend(_set_paragraph(paragraph, width, setting))
    return tuple(lines)


def set_even(text: str, width: float, setting: Setting) -> tuple[Line, ...]:
    """Break a name or title into lines of about one length, no more of them than `set_text` needs."""
    lines = set_text(text, width, setting)
    if len(lines) == 1:
        return lines
    room = sum(line.width for line in lines) / len(lines)
    while room < width:
        even = set_text(text, room, setting)
        if len(even) <= len(lines):
            return tuple(replace(line, x=line.x + (width - room) / 2) for line in even)
        room += setting.size / 2
    return lines


def text_width(text: str, setting: Setting) -> float:
    """Measure a text on one line."""
    return sum(_source(text, setting).widths)


def _source(text: str, setting: Setting) -> _Source:
    glyphs = []
    glyph_of, role = setting.fonts.glyph, setting.role
    for char in text:
        glyph = glyph_of(char, role)
        if glyph is None:
            raise GlyphMissing(f"U+{ord(char):04X}")
        glyphs.append(glyph)
    scale = setting.size / 1000
    return _Source(text, glyphs, [glyph.width * scale for glyph in glyphs])


def _set_paragraph(text: str, width: float, setting: Setting) -> Iterator[Line]:
    source = _source(text, setting)
    if not text:
        yield Line((), 0.0, 0.0)
        return
    start, indent = 0, setting.indent
    while start < len(text):
        end = _line_end(source, start, width - indent, setting.size)
        stop = _without_spaces(text, start, end)
        yield _line(source, start, stop, width - indent, indent, setting, is_last=end >= len(text))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
        indent = 0.0


def _line_end(source: _Source, start: int, room: float, size: float) -> int:
    """Find where the line ends: as late as it may, one closing mark more if the gaps can give the space."""
    end, used, count = start, 0.0, len(source.chars)
    while end < count and used + source.widths[end] <= room + _EPSILON:
        used += source.widths[end]
        end += 1
    if end >= count:
        return count
    end = max(end, start + 1)
    squeezed = _squeezed_end(source, start, end, room, size)
    if squeezed is not None:
        return squeezed
    for at in range(end, start, -1):
        if source.may_break(at):
            return at
    return _hard_end(source, start, end)


def _squeezed_end(source: _Source, start: int, end: int, room: float, size: float) -> int | None:
    """Take closing marks that would begin the next line into this one, if that is hardly seen."""
    last, most = end, min(len(source.chars), end + MOST_SQUEEZED)
    while last < most and source.chars[last] in NO_START:
        last += 1
    if last == end or (last < len(source.chars) and not source.may_break(last)):
        return None
    over = sum(source.widths[start:last]) - room
    return last if over <= SQUEEZE * size * (last - start - 1) else None


def _hard_end(source: _Source, start: int, end: int) -> int:
    """Split a word that is longer than a line, if it can be without a wrong sign at either end."""
    for at in range(end, start, -1):
        before, after = source.chars[at - 1], source.chars[at]
        if after not in NO_START and before not in NO_END and not _is_mark(after) and after != " ":
            return at
    return end


def _without_spaces(text: str, start: int, end: int) -> int:
    """Spaces at the end of a line take no room, but a line of nothing else keeps one."""
    stop = end
    while stop > start + 1 and text[stop - 1] == " " and end < len(text):
        stop -= 1
    return stop


def _line(
    source: _Source, start: int, stop: int, room: float, indent: float, setting: Setting, *, is_last: bool
) -> Line:
    width = sum(source.widths[start:stop])
    gaps = [at for at in range(start + 1, stop) if _takes_gap(source, at)]
    spare = room - width
    gap = 0.0
    if spare < -_EPSILON:  # squeezed, or one glyph wider than its column
        gaps = list(range(start + 1, stop))
        gap = spare / len(gaps) if gaps else 0.0
    elif setting.justify and not is_last and gaps and spare / len(gaps) <= STRETCH * setting.size:
        gap = spare / len(gaps)
    drawn = width + gap * len(gaps)
    x = indent + ((room - drawn) / 2 if setting.center else 0.0)
    return Line(tuple(_runs(source, start, stop, frozenset(gaps) if gap else frozenset(), gap)), x, drawn)


def _takes_gap(source: _Source, at: int) -> bool:
    """Whether room may be added before a character: everywhere but inside Latin words."""
    before, after = source.chars[at - 1], source.chars[at]
    return not (_is_word(before) and _is_word(after)) and not _is_mark(after)


def _runs(source: _Source, start: int, stop: int, gaps: frozenset[int], gap: float) -> Iterator[Run]:
    begin = start
    for at in range(start, stop):
        nxt = at + 1
        if nxt < stop:
            same_font = source.glyphs[nxt].font == source.glyphs[at].font
            if same_font and (nxt + 1 >= stop or (nxt in gaps) == (nxt + 1 in gaps)):
                continue
        yield Run(source.glyphs[begin].font, source.chars[begin:nxt], gap if begin + 1 in gaps else 0.0)
        begin = nxt
