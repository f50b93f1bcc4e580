# SPDX-License-Identifier: MulanPSL-2.0
"""Burn marks into a derived picture: smooth lines with a rim that shows on any ground, wrapped text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from inspector_app.domain.markup import Mark, MarkKind

_SMOOTH = 3  # shapes are drawn this much larger and brought down: Pillow draws without smoothing
_TEXT_SIZE = 6.0  # letters per line width
_LEAST_TEXT = 12
_LEAST_LINE = 1.5
_HEAD = 5.5  # length of an arrow head per line width
_RIM = 0.45


def burn_marks(picture: Image.Image, marks: Sequence[Mark], font: Path | None) -> Image.Image:
    """Draw the marks on this (derived, upright, RGB) picture in their order, and give it back."""
    for mark in marks:
        line = max(_LEAST_LINE, mark.width * max(picture.size))
        if mark.kind is MarkKind.TEXT:
            _burn_text(picture, mark, line, font)
        else:
            _burn_shape(picture, mark, line)
    return picture


def _burn_shape(picture: Image.Image, mark: Mark, line: float) -> None:
    wide, high = picture.size
    ends = [(mark.x1 * wide, mark.y1 * high), (mark.x2 * wide, mark.y2 * high)]
    room = math.ceil(line * _HEAD) + 2
    left, top = (math.floor(min(end[axis] for end in ends)) - room for axis in (0, 1))
    right, bottom = (math.ceil(max(end[axis] for end in ends)) + room for axis in (0, 1))
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, wide), min(bottom, high)
    if left >= right or top >= bottom:
        return
    large = [((x - left) * _SMOOTH, (y - top) * _SMOOTH) for x, y in ends]
    size = (right - left, bottom - top)
    for colour, width in ((_rim_colour(mark.colour), line * (1 + 2 * _RIM)), (mark.colour, line)):
        mask = Image.new("L", (size[0] * _SMOOTH, size[1] * _SMOOTH))
        _draw_shape(ImageDraw.Draw(mask), mark.kind, large, width * _SMOOTH, line * _SMOOTH)
        picture.paste(colour, (left, top), mask.reduce(_SMOOTH))


def _draw_shape(
    draw: ImageDraw.ImageDraw, kind: MarkKind, ends: Sequence[tuple[float, float]], width: float, line: float
) -> None:
    (x1, y1), (x2, y2) = ends
    if kind is MarkKind.ARROW:
        _draw_arrow(draw, (x1, y1), (x2, y2), width, line)
        return
    # The line lies around the place, half inside and half outside; Pillow draws it inside.
    half = width / 2
    corners = (min(x1, x2) - half, min(y1, y2) - half, max(x1, x2) + half, max(y1, y2) + half)
    if kind is MarkKind.BOX:
        draw.rounded_rectangle(corners, radius=width, outline=255, width=round(width))
    else:
        draw.ellipse(corners, outline=255, width=round(width))


def _draw_arrow(
    draw: ImageDraw.ImageDraw, tail: tuple[float, float], tip: tuple[float, float], width: float, line: float
) -> None:
    """Draw the shaft to the base of a solid head whose tip is at the place meant."""
    length = math.dist(tail, tip)
    if length < 1:
        tail, length = (tip[0] - line * _HEAD, tip[1] - line * _HEAD), line * _HEAD * math.sqrt(2)
    along = ((tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length)
    rim = (width - line) / 2
    head = min(line * _HEAD, length) + rim
    base = (tip[0] - along[0] * head, tip[1] - along[1] * head)
    wide = line * _HEAD * 0.42 + rim
    across = (-along[1] * wide, along[0] * wide)
    nose = (tip[0] + along[0] * rim, tip[1] + along[1] * rim)
    half = width / 2
    draw.line([tail, (base[0] + along[0], base[1] + along[1])], fill=255, width=round(width))
    draw.ellipse((tail[0] - half, tail[1] - half, tail[0] + half, tail[1] + half), fill=255)
    wings = [(base[0] + sign * across[0], base[1] + sign * across[1]) for sign in (1, -1)]
    draw.polygon([nose, *wings], fill=255)


def _burn_text(picture: Image.Image, mark: Mark, line: float, font_path: Path | None) -> None:
    if not mark.text.strip():
        return
    if font_path is None:
        raise ValueError("a text mark needs a font")
    size = max(_LEAST_TEXT, round(line * _TEXT_SIZE))
    # BASIC: no shaping library sees the text, and the result is the same on every machine.
    font = ImageFont.truetype(str(font_path), size, layout_engine=ImageFont.Layout.BASIC)
    rim = max(1, round(size / 12))
    left, top = mark.x1 * picture.width, mark.y1 * picture.height
    right = (mark.x2 if mark.x2 > mark.x1 else 1.0) * picture.width
    room = max(right - left, 2.0 * size)
    text = "\n".join(_wrap(mark.text, font, room))
    draw = ImageDraw.Draw(picture)
    spacing = size // 4
    box = draw.multiline_textbbox((0, 0), text, font=font, spacing=spacing, stroke_width=rim)
    # What would run off the picture is moved in.
    left = max(rim, min(left, picture.width - box[2] - rim))
    top = max(rim, min(top, picture.height - box[3] - rim))
    draw.multiline_text(
        (left, top),
        text,
        font=font,
        spacing=spacing,
        fill=mark.colour,
        stroke_width=rim,
        stroke_fill=_rim_colour(mark.colour),
    )


def _wrap(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Break between any two characters, as Chinese may; Latin words only where one is too long."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and font.getlength(line + piece.rstrip()) > room:
                lines.append(line.rstrip())
                line = ""
            for letter in piece if font.getlength(piece) > room else (piece,):
                if line and font.getlength(line + letter) > room:
                    lines.append(line)
                    line = ""
                line += letter
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """Cut into words with the spaces after them, and single characters of scripts without spaces."""
    pieces: list[str] = []
    for letter in text:
        joins = bool(pieces) and letter.isascii() and pieces[-1][-1].isascii()
        if joins and not (pieces[-1][-1] == " " and letter != " "):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _rim_colour(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#202020" if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else "#ffffff"
