# SPDX-License-Identifier: MulanPSL-2.0
"""A ledger on level A4 pages: what it holds at the top, the head of the table on every page; it only gets texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import MM, PAGE_HEIGHT, PAGE_WIDTH
from inspector_app.documents.paragraph import Line, Setting, set_text
from inspector_app.documents.pen import Pen
from inspector_app.documents.plain import shown

_WIDE, _HIGH = PAGE_HEIGHT, PAGE_WIDTH  # the paper lies level
_LEFT, _TOP, _BOTTOM = 12 * MM, 12 * MM, 14 * MM
_SIZE, _PITCH = 8.0, 10.5
_TITLE, _NOTE = 15.0, 8.5
_PAD = 1.0 * MM
_LEAST = 9 * MM
_LONGEST = 12  # lines of one cell; a longer text ends with …, the files for machines have all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedColumn:
    """A column: its head and its width in letters, as a share of the page."""

    title: str
    wide: int
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[tuple[Line, ...], ...]

    @property
    def height(self) -> float:
        return max((len(cell) for cell in self.cells), default=1) * _PITCH + 2 * _PAD


def print_ledger(
    title: str,
    notes: Sequence[tuple[str, str]],
    columns: Sequence[PrintedColumn],
    rows: Iterable[Sequence[str]],
    fonts: FontSet,
    say: Callable[[int], str],
) -> bytes:
    """Print rows of texts under their heads; `say` words the foot of a page from its number.

    A character that no face has is shown by its code point. The same rows give the same bytes.
    """
    with fonts.lock:
        return _Sheet(title, columns, fonts, say).print(notes, rows)


class _Sheet:
    """The pages while they are drawn."""

    def __init__(self, title: str, columns: Sequence[PrintedColumn], fonts: FontSet, say: Callable[[int], str]) -> None:
        self._fonts, self._say, self._title = fonts, say, title
        self._pen = Pen(fonts, title, across=True)
        self._pen.begin_level_page()
        self._plain = Setting(fonts, Role.PLAIN, _SIZE, justify=False)
        self._strong = Setting(fonts, Role.STRONG, _SIZE, justify=False, center=True)
        self._widths = _shares([column.wide for column in columns], _WIDE - 2 * _LEFT)
        self._head = self._row([column.title for column in columns], self._strong)
        self._page, self._y = 1, _TOP

    def print(self, notes: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> bytes:
        """Draw everything."""
        self._pen.words(shown(self._title, self._fonts), _LEFT, self._y, _TITLE, role=Role.STRONG, pitch=_TITLE * 1.4)
        self._y += _TITLE * 1.6
        setting = Setting(self._fonts, Role.PLAIN, _NOTE, justify=False)
        said = "　".join(f"{name}：{value}" for name, value in notes if value)
        for line in set_text(shown(said, self._fonts), _WIDE - 2 * _LEFT, setting):
            self._pen.line(line, _LEFT, self._y, _NOTE, _NOTE * 1.4)
            self._y += _NOTE * 1.4
        self._y += 2 * MM
        self._draw(self._head)
        for texts in rows:
            row = self._row(texts, self._plain)
            if self._y + row.height > _HIGH - _BOTTOM:
                self._turn()
            self._draw(row)
        self._end_page()
        return self._pen.finish()

    def _row(self, texts: Sequence[str], setting: Setting) -> _Row:
        pairs = zip(texts, self._widths, strict=True)
        return _Row(tuple(self._cell(text, width - 2 * _PAD, setting) for text, width in pairs))

    def _cell(self, text: str, width: float, setting: Setting) -> tuple[Line, ...]:
        lines = set_text(shown(text, self._fonts), width, setting) if text else ()
        if len(lines) <= _LONGEST:
            return lines
        return (*lines[: _LONGEST - 1], *set_text("…", width, setting))

    def _draw(self, row: _Row) -> None:
        x = _LEFT
        for cell, width in zip(row.cells, self._widths, strict=True):
            self._pen.box(x, self._y, width, row.height)
            for number, line in enumerate(cell):
                self._pen.line(line, x + _PAD, self._y + _PAD + number * _PITCH, _SIZE, _PITCH)
            x += width
        self._y += row.height

    def _turn(self) -> None:
        self._end_page()
        self._pen.begin_level_page()
        self._page, self._y = self._page + 1, _TOP
        self._draw(self._head)

    def _end_page(self) -> None:
        self._pen.words(self._say(self._page), _LEFT, _HIGH - _BOTTOM + 4 * MM, _NOTE, pitch=_NOTE * 1.4)
        self._pen.next_page()


def _shares(wides: Sequence[int], room: float) -> list[float]:
    """Share the width of the page out: in proportion, but no column thinner than a word of two characters."""
    least = min(_LEAST, room / max(len(wides), 1))
    capped = [min(max(wide, 4), 60) for wide in wides]
    spare = room - least * len(capped)
    return [least + spare * wide / sum(capped) for wide in capped]
