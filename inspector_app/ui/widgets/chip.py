# SPDX-License-Identifier: MulanPSL-2.0
"""A state as a small shape with an icon and a word, as a widget and for painting in rows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import theme

SOFT = {"ok": "ok_soft", "warn": "warn_soft", "bad": "bad_soft", "accent": "accent_soft"}
SIGN = {"ok": "check", "warn": "warning", "bad": "error", "accent": "clock", "muted": "minus"}


def chip_size(text: str, icon: str = "") -> QSize:
    """Give the size that a chip needs."""
    measure = QFontMetrics(theme.font("small", bold=True))
    picture = theme.dp(14) + theme.dp(4) if icon else 0
    return QSize(measure.horizontalAdvance(text) + picture + 2 * theme.dp(8), measure.height() + theme.dp(6))


def paint_chip(painter: QPainter, rect: QRect, text: str, role: str, icon: str = "") -> None:
    """Paint a chip into a rectangle of its size."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = theme.colour(role)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(theme.colour(SOFT.get(role, "raised")))
    radius = rect.height() / 2
    painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), radius, radius)
    left = rect.left() + theme.dp(8)
    if icon:
        side = theme.dp(14)
        painter.drawPixmap(left, rect.top() + (rect.height() - side) // 2, theme.pixmap(icon, role, side))
        left += side + theme.dp(4)
    painter.setPen(edge)
    painter.setFont(theme.font("small", bold=True))
    room = QRect(left, rect.top(), rect.right() - left, rect.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


class Chip(QWidget):
    """A state chip; never a colour alone, always an icon and a word."""

    def __init__(self, text: str = "", role: str = "muted", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, role, icon)

    def set_state(self, text: str, role: str = "muted", icon: str = "") -> None:
        """Show another state; no text hides the chip."""
        self.text, self.role, self.icon = text, role, icon or SIGN.get(role, "")
        self.setAccessibleName(text)
        if not text or self.parentWidget() is not None:  # without a parent it would show as a window
            self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of icon and word."""
        return chip_size(self.text, self.icon)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shape."""
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self.text, self.role, self.icon)
        painter.end()
