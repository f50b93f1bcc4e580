# SPDX-License-Identifier: MulanPSL-2.0
"""What stands around the text of every page: number, page count, notices, watermark, signature line, strikes."""

from __future__ import annotations

from inspector_app.documents.blocks import Running
from inspector_app.documents.fonts import Role
from inspector_app.documents.measures import (
    BOTTOM,
    FOOT_HEIGHT,
    FOOT_MIDDLE,
    LEFT,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    RUNNING,
    STRIKE_FROM,
    TABLE_SIZE,
    TOP,
)
from inspector_app.documents.pen import Pen

_PITCH = 12.0
_HEADER_Y = TOP - 9 * MM
_FOOTER_Y = FOOT_MIDDLE - _PITCH / 2


def draw_watermarks(pen: Pen, running: Running) -> None:
    """Draw the words that keep a draft or a demonstration from being taken for the real thing."""
    for number, words in enumerate(running.watermarks, start=1):
        y = PAGE_HEIGHT * number / (len(running.watermarks) + 1)
        pen.watermark(words, y, 64)


def draw_running(pen: Pen, running: Running, page: int, pages: int, check: str = "") -> None:
    """Draw header and, at the foot's right, page number; `check` is the short head of the journal, at its left."""
    right = PAGE_WIDTH - RIGHT
    if page > 1:
        pen.words(running.continued, LEFT, _HEADER_Y, RUNNING, pitch=_PITCH)
    if running.notice:
        width = pen.measure(running.notice, RUNNING, Role.STRONG)
        x = (PAGE_WIDTH - width) / 2
        pen.words(running.notice, x, _HEADER_Y - 14, RUNNING, role=Role.STRONG, pitch=_PITCH)
    width = pen.measure(running.number, RUNNING)
    pen.words(running.number, right - width, _HEADER_Y, RUNNING, pitch=_PITCH)
    if page > 1 or running.number or running.notice:
        pen.rule(LEFT, _HEADER_Y + _PITCH + 2, right, _HEADER_Y + _PITCH + 2, 0.4)
    note = running.page.replace("{page}", str(page)).replace("{pages}", str(pages))
    pen.words(note, right - pen.measure(note, RUNNING), _FOOTER_Y, RUNNING, pitch=_PITCH)
    if check:
        pen.words(check, LEFT, _FOOTER_Y, RUNNING, pitch=_PITCH)


def draw_foot(pen: Pen, running: Running) -> None:
    """Draw the line for signatures at the foot of a page."""
    if not running.foot:
        return
    labels = [pen.measure(label, TABLE_SIZE, Role.BODY) for label in running.foot]
    blank = (PAGE_WIDTH - LEFT - RIGHT - sum(labels)) / len(labels)
    x, y = LEFT, PAGE_HEIGHT - BOTTOM - FOOT_HEIGHT + 4 * MM
    for label, width in zip(running.foot, labels, strict=True):
        pen.words(label, x, y, TABLE_SIZE, role=Role.BODY, pitch=16)
        x += width
        pen.rule(x, y + 16, x + blank - 2 * MM, y + 16, 0.4)
        x += blank


def strike_blank(pen: Pen, top: float, bottom: float) -> None:
    """Strike a blank that is left before a page break, so that nothing can be written into it."""
    if bottom - top >= STRIKE_FROM:
        pen.rule(PAGE_WIDTH - RIGHT - 4 * MM, top + 5 * MM, LEFT + 4 * MM, bottom - 3 * MM, 0.5)
