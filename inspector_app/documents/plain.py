# SPDX-License-Identifier: MulanPSL-2.0
"""Pages that follow no form: lists of the office, cover and index of a case file, pages of scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from inspector_app.documents.blocks import Block, DocumentContent, Running
from inspector_app.documents.characters import code_point, visible
from inspector_app.documents.chrome import draw_running, draw_watermarks
from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.layout import pieces_of
from inspector_app.documents.measures import MM, PAGE_HEIGHT, PAGE_WIDTH, RUNNING, TEXT_HEIGHT, TOP, Scale
from inspector_app.documents.pages import paginate
from inspector_app.documents.pen import Pen, load_picture
from inspector_app.documents.pieces import Piece
from inspector_app.documents.render import Rendered

_SCALE = Scale(12.0)
_MARGIN = 15 * MM
_HEAD = 8 * MM
_MARK = "〔U+{code}〕"


def nothing_running() -> Running:
    """Give a running head that is empty: for a cover."""
    return Running(number="", continued="", page="", notice="", watermarks=(), foot=())


def content_of(title: str, running: Running, blocks: Sequence[Block]) -> DocumentContent:
    """Make a content out of blocks, for `render_plain` and `missing_glyphs`."""
    return DocumentContent(
        form_id="", form_version="", form_sha256="", title=title, number=running.number, is_draft=False,
        running=running, blocks=tuple(blocks),
    )  # fmt: skip


def render_plain(content: DocumentContent, fonts: FontSet) -> Rendered:
    """Print blocks on A4 pages; the running head is left out where it says nothing.

    Nothing is refused: a character that no face has, or that hides, is shown by its code point.
    """
    with fonts.lock:
        content = shown(content, fonts)
        return print_pieces(content, pieces_of(content, fonts, _SCALE), fonts)


def print_pieces(content: DocumentContent, pieces: Iterable[Piece], fonts: FontSet) -> Rendered:
    """Print pieces on A4 pages under the running head of a content; the caller holds the lock of the fonts."""
    is_bare = content.running == nothing_running()
    pages = paginate(pieces, TEXT_HEIGHT)
    pen = Pen(fonts, content.title)
    for number, page in enumerate(pages, start=1):
        draw_watermarks(pen, content.running)
        if not is_bare:
            draw_running(pen, content.running, number, len(pages))
        y = TOP
        for at, piece in enumerate(page.placed):
            y += piece.before if at else 0.0
            piece.draw(pen, y)
            y += piece.height
        pen.next_page()
    return Rendered(pen.finish(), len(pages))


def shown(value: Any, fonts: FontSet) -> Any:
    """Give a content with every text as it can be printed."""
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        text = visible(value, _MARK)
        return "".join(c if c == "\n" or all(fonts.glyph(c, role) for role in Role) else _mark(c) for c in text)
    if isinstance(value, tuple):
        return tuple(shown(part, fonts) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: shown(getattr(value, f.name), fonts) for f in fields(value) if f.init})
    return value


def _mark(char: str) -> str:
    return _MARK.replace("{code}", code_point(char))


def render_scans(title: str, head: str, pictures: Sequence[bytes], fonts: FontSet) -> Rendered:
    """Put pictures of pages on pages of their own, as large as fits. Refuses PHOTO_BROKEN."""
    with fonts.lock:
        pen = Pen(fonts, title)
        for data in pictures:
            picture = load_picture(data, title)
            wide, high = PAGE_WIDTH - 2 * _MARGIN, PAGE_HEIGHT - 2 * _MARGIN - _HEAD
            scale = min(wide / picture.width, high / picture.height)
            size = picture.width * scale, picture.height * scale
            pen.words(shown(head, fonts), _MARGIN, _MARGIN, RUNNING, pitch=12)
            pen.picture(picture, (PAGE_WIDTH - size[0]) / 2, _MARGIN + _HEAD, *size)
            pen.next_page()
        return Rendered(pen.finish(), len(pictures))


def render_page_numbers(count: int, fonts: FontSet) -> bytes:
    """Make empty pages with nothing but their number in the lower right corner (R56)."""
    with fonts.lock:
        pen = Pen(fonts, "")
        for number in range(1, count + 1):
            text = str(number)
            x = PAGE_WIDTH - _MARGIN - pen.measure(text, 12.0)
            pen.words(text, x, PAGE_HEIGHT - _MARGIN + 2, 12.0, pitch=14)
            pen.next_page()
        return pen.finish()
