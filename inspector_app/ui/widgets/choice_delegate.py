# SPDX-License-Identifier: MulanPSL-2.0
"""Paints a choice: its digit, a round or square mark, and its words in as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.domain.answering import Choice
from inspector_app.ui import theme
from inspector_app.ui.models.choice_model import LINE, ChoiceModel

Index = QModelIndex | QPersistentModelIndex
WRAP = int(Qt.TextFlag.TextWrapAnywhere) | int(Qt.AlignmentFlag.AlignLeft)
MOST_DIGIT = 9


class ChoiceDelegate(QStyledItemDelegate):
    """One line per choice; chosen ones carry a mark and another ground, failing ones are red besides."""

    def __init__(self, view: QListView, choices: ChoiceModel) -> None:
        super().__init__(view)
        self._view, self._choices = view, choices
        self.is_multiple = False

    def _text_rect(self, rect: QRect) -> QRect:
        left = theme.dp(8) + (theme.dp(18) if self._choices.is_numbered else 0) + theme.dp(26)
        return rect.adjusted(left, 0, -theme.dp(8), 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words need at the view's width, never lower than a finger."""
        choice: Choice = index.data(LINE)
        room = self._text_rect(QRect(0, 0, self._view.viewport().width(), 10_000))
        words = QFontMetrics(theme.font()).boundingRect(room, WRAP, self._choices.words(choice))
        return QSize(1, max(theme.dp(36), words.height() + theme.dp(12)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one choice."""
        choice: Choice = index.data(LINE)
        chosen = choice.name in self._choices.chosen
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        faulty = chosen and choice.fails
        if chosen:
            painter.fillRect(rect, theme.colour("bad_soft" if faulty else "accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("raised"))
        x = rect.x() + theme.dp(8)
        if self._choices.is_numbered:
            if index.row() < MOST_DIGIT:
                painter.setFont(theme.font("small"))
                painter.setPen(theme.colour("muted"))
                place = QRect(x, rect.y(), theme.dp(14), rect.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
            x += theme.dp(18)
        self._paint_mark(painter, QPoint(x, rect.center().y()), chosen=chosen, faulty=faulty)
        painter.setFont(theme.font("body", bold=chosen))
        painter.setPen(theme.colour("bad" if faulty else "text"))
        words = self._choices.words(choice)
        room = self._text_rect(rect)
        size = QFontMetrics(painter.font()).boundingRect(room, WRAP, words)
        painter.drawText(room.adjusted(0, max(0, (rect.height() - size.height()) // 2), 0, 0), WRAP, words)
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_mark(self, painter: QPainter, at: QPoint, *, chosen: bool, faulty: bool) -> None:
        edge = theme.dp(18)
        role = "bad" if faulty else "accent"
        place = QRect(at.x(), at.y() - edge // 2, edge, edge)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(role if chosen else "line_strong"), 1))
        painter.setBrush(theme.colour(role if chosen else "surface"))
        if self.is_multiple:
            painter.drawRoundedRect(place, theme.dp(4), theme.dp(4))
        else:
            painter.drawEllipse(place)
        painter.restore()
        if chosen:
            sign = theme.pixmap("cross" if faulty else "check", "on_accent", edge - theme.dp(4))
            painter.drawPixmap(place.x() + theme.dp(2), place.y() + theme.dp(2), sign)
