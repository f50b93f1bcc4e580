# SPDX-License-Identifier: MulanPSL-2.0
"""The map of risk as a picture: outlines, one mark a grade, rings around open major hazards. Drawn off the UI thread.

The projection is equirectangular: a degree of longitude is shortened by the cosine of the middle latitude. That keeps
the shape of a city or province; nothing is measured on this map.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from inspector_app.domain.chart_shapes import Ink, Mark, Marker
from inspector_app.domain.geojson import District, Ring
from inspector_app.ledgers.risk_map import GRADES, RiskPoints
from inspector_app.ui import theme
from inspector_app.ui.widgets.chart_view import paint_marker

# The four colours of safety risk are named by the rule; each has a shape of its own as well.
RISK_COLOURS = {
    "light": ("#c4281f", "#c86400", "#a68a00", "#1c5d9f", "#6b7785"),
    "dark": ("#ff8078", "#ffa14d", "#ffe066", "#74b0f4", "#9aa8b6"),
    "outdoor": ("#9c0000", "#8a4200", "#6b5a00", "#00397f", "#444444"),
}
MARKERS = (Marker.TRIANGLE, Marker.DIAMOND, Marker.SQUARE, Marker.DISC, Marker.DISC)  # by place in GRADES
UNGRADED = len(GRADES) - 1  # drawn hollow
CELL = 4  # pixels: of several points in so small a square only the gravest is drawn
NEAREST = 0.7  # pixels between two corners of an outline that are both drawn
LEAST_SPAN = 0.01  # degrees: about a kilometre, the smallest part of the land that fills the map
CROWDS = ((20_000, 0.5), (4_000, 0.75))  # from so many points in the picture on the marks are smaller
STEP = 1.4  # by which the map is enlarged at once


@dataclass(frozen=True, slots=True)
class Frame:
    """Which part of the land is shown: its middle, pixels a degree of latitude, and the size of the picture."""

    longitude: float
    latitude: float
    scale: float
    flattened: float  # cosine of the middle latitude of all the data
    width: int
    height: int

    def to_screen(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Give the pixel of a position."""
        x = self.width / 2 + (longitude - self.longitude) * self.flattened * self.scale
        return x, self.height / 2 - (latitude - self.latitude) * self.scale

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        """Give the position of a pixel."""
        longitude = self.longitude + (x - self.width / 2) / (self.flattened * self.scale)
        return longitude, self.latitude - (y - self.height / 2) / self.scale

    def moved(self, dx: float, dy: float) -> Frame:
        """Show what lies so many pixels to the right and below."""
        longitude, latitude = self.to_degrees(self.width / 2 + dx, self.height / 2 + dy)
        return replace(self, longitude=longitude, latitude=latitude)

    def zoomed(self, by: float, x: float, y: float) -> Frame:
        """Enlarge around a pixel."""
        before = self.to_degrees(x, y)
        scale = min(max(self.scale * by, 1.0), min(self.width, self.height) / LEAST_SPAN)
        grown = replace(self, scale=scale)
        now = grown.to_screen(*before)
        return grown.moved(now[0] - x, now[1] - y)


@dataclass(frozen=True, slots=True)
class MapScene:
    """What is on the map; `grades` are the places in GRADES that are shown."""

    points: RiskPoints = field(default_factory=RiskPoints)
    districts: tuple[District, ...] = ()
    grades: frozenset[int] = frozenset(range(len(GRADES)))
    only_majors: bool = False

    def shows(self, n: int) -> bool:
        """Whether a point is shown."""
        return self.points.grades[n] in self.grades and (not self.only_majors or self.points.majors[n] > 0)

    def seen(self, frame: Frame, margin: float = 0.0) -> Iterator[tuple[int, float, float]]:
        """Give the points inside a frame with their pixels, from west to east."""
        west, _ = frame.to_degrees(-margin, 0)
        east, _ = frame.to_degrees(frame.width + margin, 0)
        xs, ys = self.points.longitudes, self.points.latitudes
        x_scale, x_shift = frame.flattened * frame.scale, frame.width / 2
        high = frame.height + margin
        for n in range(bisect_left(xs, west), bisect_right(xs, east)):
            y = frame.height / 2 - (ys[n] - frame.latitude) * frame.scale
            if -margin <= y < high and self.shows(n):
                yield n, x_shift + (xs[n] - frame.longitude) * x_scale, y

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Give west, south, east and north of everything, if there is anything."""
        lines = [p for d in self.districts for polygon in d.polygons for ring in polygon[:1] for p in ring]
        xs = [p[0] for p in lines] + list(self.points.longitudes[:1]) + list(self.points.longitudes[-1:])
        if not xs:
            return None
        ys = [p[1] for p in lines] + (
            [min(self.points.latitudes), max(self.points.latitudes)] if self.points.ids else []
        )
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and letters of the theme, taken on the UI thread."""

    ground: QColor
    land: QColor
    line: QColor
    text: QColor
    risk: tuple[QColor, ...]
    ring: QColor
    font: QFont
    radius: float
    ratio: float


def look_of(ratio: float) -> Look:
    """Take the look of the theme in use."""
    risk = tuple(QColor(name) for name in RISK_COLOURS[theme.current()])
    return Look(
        ground=theme.colour("base"), land=theme.colour("surface"), line=theme.colour("line_strong"),
        text=theme.colour("text"), risk=risk, ring=theme.colour("bad"), font=theme.font("small", bold=True),
        radius=theme.dp(4) * 1.0, ratio=ratio,
    )  # fmt: skip


def whole(scene: MapScene, width: int, height: int) -> Frame:
    """Give the frame that shows everything."""
    west, south, east, north = scene.bounds() or (115.0, 38.0, 118.0, 40.0)
    latitude = (south + north) / 2
    flattened = math.cos(math.radians(latitude))
    across = max(east - west, LEAST_SPAN) * flattened
    scale = 0.92 * min(width / across, height / max(north - south, LEAST_SPAN))
    return Frame((west + east) / 2, latitude, scale, flattened, width, height)


def draw_map(scene: MapScene, frame: Frame, look: Look) -> QImage:
    """Draw the map; safe off the UI thread, since it paints on a picture of its own."""
    size = (max(1, round(frame.width * look.ratio)), max(1, round(frame.height * look.ratio)))
    image = QImage(size[0], size[1], QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(look.ratio)
    image.fill(look.ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_outlines(painter, scene.districts, frame, look)
    rings = _draw_points(painter, scene, frame, look)
    _draw_names(painter, scene.districts, frame, look)
    _draw_rings(painter, rings, look)  # above the names: nothing hides what is open and major
    painter.end()
    return image


def mark_picture(place: int, look: Look) -> QImage:
    """Draw the mark of a grade, for the map and for its legend."""
    edge = look.radius * 3.2
    image = QImage(round(edge * look.ratio), round(edge * look.ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(look.ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = look.risk[place]
    if place == UNGRADED:
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(look.land)
    else:
        painter.setPen(QPen(look.land, 0.8))
        painter.setBrush(colour)
    paint_marker(painter, Mark(x=edge / 2, y=edge / 2, radius=look.radius, ink=Ink.MAIN, marker=MARKERS[place]))
    painter.end()
    return image


def _draw_outlines(painter: QPainter, districts: Sequence[District], frame: Frame, look: Look) -> None:
    painter.setPen(QPen(look.line, 1.2))
    painter.setBrush(look.land)
    for district in districts:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for polygon in district.polygons:
            for ring in polygon:
                _add_ring(path, ring, frame)
        painter.drawPath(path)


def _add_ring(path: QPainterPath, ring: Ring, frame: Frame) -> None:
    last = (math.inf, math.inf)
    for n, position in enumerate(ring):
        x, y = frame.to_screen(*position)
        if n == 0:
            path.moveTo(x, y)
        elif abs(x - last[0]) + abs(y - last[1]) >= NEAREST:
            path.lineTo(x, y)
        else:
            continue
        last = (x, y)
    path.closeSubpath()


def _draw_points(painter: QPainter, scene: MapScene, frame: Frame, look: Look) -> list[tuple[float, float]]:
    """Draw the marks; gives where open major hazards are."""
    gravest: dict[tuple[int, int], tuple[int, float, float]] = {}
    rings = []
    seen = 0
    grades, majors = scene.points.grades, scene.points.majors
    for n, x, y in scene.seen(frame, margin=look.radius * 2):
        seen += 1
        cell = (int(x) // CELL, int(y) // CELL)
        known = gravest.get(cell)
        if known is None or grades[n] < known[0]:
            gravest[cell] = (grades[n], x, y)
        if majors[n]:
            rings.append((x, y))
    smaller = next((by for most, by in CROWDS if seen > most), 1.0)
    look = replace(look, radius=look.radius * smaller)
    stamps = [mark_picture(place, look) for place in range(len(GRADES))]
    half = look.radius * 1.6
    for place, x, y in sorted(gravest.values(), reverse=True):  # the gravest on top
        painter.drawImage(QPointF(x - half, y - half), stamps[place])
    return rings


def _draw_rings(painter: QPainter, rings: Sequence[tuple[float, float]], look: Look) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = look.radius + 3.5
    for colour, width in ((look.land, 4.0), (look.ring, 2.0)):
        painter.setPen(QPen(colour, width))
        for x, y in rings:
            painter.drawEllipse(QPointF(x, y), reach, reach)


def _draw_names(painter: QPainter, districts: Sequence[District], frame: Frame, look: Look) -> None:
    metrics = QFontMetricsF(look.font)
    painter.setFont(look.font)
    taken: list[QRectF] = []
    for district in districts:
        ring = max((polygon[0] for polygon in district.polygons if polygon), key=len, default=())
        if not ring:
            continue
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        x, y = frame.to_screen((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        wide = metrics.horizontalAdvance(district.name)
        room = QRectF(x - wide / 2 - 4, y - metrics.height() / 2, wide + 8, metrics.height())
        if any(room.intersects(other) for other in taken):
            continue  # enlarging the map parts them
        taken.append(room)
        ground = QColor(look.land)
        ground.setAlpha(190)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(room, 3, 3)
        painter.setPen(look.text)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, district.name)
