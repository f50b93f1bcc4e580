# SPDX-License-Identifier: MulanPSL-2.0
"""What is printed on the things of the demo scenes: lettering, gauge dials, signs."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from demo_scenes.kit import FONT

_FOLDER = Path(tempfile.mkdtemp(prefix="demo-labels-"))


def _keep(picture: Image.Image) -> Path:
    place = _FOLDER / f"{len(list(_FOLDER.iterdir()))}.png"
    picture.save(place)
    return place


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def lettering(
    lines: Sequence[str], ink: str, *, paper: str | None = None, frame: bool = False, height: int = 160
) -> tuple[Path, float]:
    """Lines of text as a picture, and its width by its height."""
    font = _font(height)
    wide = max(int(font.getlength(line)) for line in lines) + height // 2
    high = int(len(lines) * height * 1.2 + height * 0.4)
    picture = Image.new("RGBA", (wide, high), paper or (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        draw.text((wide / 2, height * (0.2 + 1.2 * row + 0.6)), line, ink, font, anchor="mm")
    if frame:
        draw.rectangle((6, 6, wide - 7, high - 7), outline=ink, width=height // 14)
    return _keep(picture), wide / high


def carton_print(name: str, ink: str) -> tuple[Path, float]:
    """The front of a carton: name, arrows, a table of small print."""
    picture = Image.new("RGBA", (1000, 640))
    draw = ImageDraw.Draw(picture)
    draw.text((500, 170), name, ink, _font(150), anchor="mm")
    draw.line((60, 290, 940, 290), ink, 8)
    for row, text in enumerate(("规格：24×1 件", "毛重：18 kg", "小心轻放 防潮 防火")):
        draw.text((80, 340 + 90 * row), text, ink, _font(58))
    for left in (720, 840):
        draw.polygon([(left, 420), (left + 45, 350), (left + 90, 420)], ink)
        draw.rectangle((left + 28, 420, left + 62, 560), ink)
    return _keep(picture), 1000 / 640


def dial(reading: float, most: float, red_from: float, unit: str = "MPa") -> Path:
    """A pressure gauge's face with its needle."""
    edge = 1200
    picture = Image.new("RGBA", (edge, edge), (236, 233, 222, 255))
    draw, middle = ImageDraw.Draw(picture), edge / 2

    def at(value: float, radius: float) -> tuple[float, float]:
        angle = math.radians(225 - 270 * value / most)
        return middle + radius * math.cos(angle), middle - radius * math.sin(angle)

    start, end = -225 + 270 * red_from / most, 45
    draw.arc((110, 110, edge - 110, edge - 110), start, end, (190, 25, 20, 255), 26)
    draw.arc((110, 110, edge - 110, edge - 110), 135, 405, (25, 25, 25, 255), 5)
    for step in range(51):
        value, long = most * step / 50, step % 10 == 0
        draw.line([at(value, 488), at(value, 420 if long else 455)], (20, 20, 20, 255), 12 if long else 5)
        if long:
            draw.text(at(value, 345), f"{value:g}", (20, 20, 20, 255), _font(82), anchor="mm")
    draw.text((middle, 800), unit, (20, 20, 20, 255), _font(84), anchor="mm")
    draw.text((middle, 905), "1.6 级", (20, 20, 20, 255), _font(46), anchor="mm")
    return _keep(picture)


def charge_dial(needle: float) -> Path:
    """An extinguisher's gauge: red, green, yellow; the needle from 0 to 1."""
    edge = 600
    picture = Image.new("RGBA", (edge, edge), (238, 238, 232, 255))
    draw, middle = ImageDraw.Draw(picture), edge / 2
    box = (60, 60, edge - 60, edge - 60)
    for start, end, colour in ((150, 240, "#c41e1e"), (240, 300, "#2d9a3c"), (300, 390, "#e0b020")):
        draw.pieslice(box, start, end, colour)
    draw.ellipse((170, 170, edge - 170, edge - 170), (238, 238, 232, 255))
    for text, place in (("0", (150, 430)), ("1.2", (300, 205)), ("2.5", (455, 430)), ("MPa", (300, 470))):
        draw.text(place, text, "#151515", _font(52), anchor="mm")
    angle = math.radians(150 + 240 * needle)
    tip = (middle + 235 * math.cos(angle), middle + 235 * math.sin(angle))
    draw.line([(middle, middle), tip], "#101010", 16)
    draw.ellipse((middle - 26, middle - 26, middle + 26, middle + 26), "#101010")
    return _keep(picture)


def exit_sign() -> Path:
    """The lit sign over an exit."""
    picture = Image.new("RGBA", (1400, 560), (8, 120, 52, 255))
    draw = ImageDraw.Draw(picture)
    draw.text((860, 210), "安全出口", "#e9fff0", _font(210), anchor="mm")
    draw.text((860, 410), "EXIT", "#e9fff0", _font(150), anchor="mm")
    draw.rectangle((90, 110, 330, 460), "#e9fff0")
    draw.ellipse((190, 150, 240, 200), (8, 120, 52, 255))
    draw.line([(215, 200), (200, 300), (250, 360), (235, 430)], (8, 120, 52, 255), 30, joint="curve")
    draw.line([(200, 300), (160, 350), (120, 400)], (8, 120, 52, 255), 30)
    draw.line([(150, 260), (212, 225), (275, 270)], (8, 120, 52, 255), 26)
    return _keep(picture)


def danger() -> Path:
    """The yellow triangle of electricity."""
    picture = Image.new("RGBA", (900, 1000))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(450, 20), (880, 740), (20, 740)], "#141414")
    draw.polygon([(450, 80), (826, 710), (74, 710)], "#f2c40f")
    draw.polygon([(490, 220), (380, 480), (460, 480), (410, 680), (560, 420), (475, 420)], "#141414")
    draw.rectangle((60, 780, 840, 980), "#f2c40f")
    draw.text((450, 880), "有电危险", "#141414", _font(160), anchor="mm")
    return _keep(picture)
