# SPDX-License-Identifier: MulanPSL-2.0
"""The list of documents as it is painted: small heads that fold, and rows of a name over a number with its state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import SIGN, chip_size, paint_chip
from inspector_app.ui.widgets.row_list import LEFT, RIGHT, Row, RowDelegate, RowList, RowModel

Index = QModelIndex | QPersistentModelIndex
HEAD = "head:"


class DocumentRowDelegate(RowDelegate):
    """Paints heads and documents; a name is never shortened for the sake of its state."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give a head one small line, a document two."""
        del option
        model = index.model()
        shown = model.rows[index.row()] if isinstance(model, RowModel) else None
        if shown is not None and shown.id.startswith(HEAD):
            return QSize(theme.dp(120), max(theme.dp(36), QFontMetrics(theme.font("small")).height() + theme.dp(12)))
        second = chip_size("0").height() if shown is not None and (shown.detail or shown.chip) else 0
        return QSize(theme.dp(120), max(theme.dp(40), _bold().height() + second + theme.dp(16)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        model = index.model()
        if not isinstance(model, RowModel):
            return
        shown, rect = model.rows[index.row()], option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), theme.dp(3), rect.height()), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("raised"))
        if shown.id.startswith(HEAD):
            _paint_head(painter, rect, shown)
        else:
            _paint_document(painter, rect.adjusted(theme.dp(12), theme.dp(6), -theme.dp(10), -theme.dp(6)), shown)
        painter.restore()


def _bold() -> QFontMetrics:
    return QFontMetrics(theme.font(bold=True))


def _paint_head(painter: QPainter, rect: QRect, shown: Row) -> None:
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme.colour("line"))
    edge = theme.dp(16)
    middle = QPoint(rect.left() + theme.dp(8) + edge // 2, rect.center().y())
    painter.save()
    painter.translate(middle)
    painter.rotate(90 if shown.leads else 0)
    painter.drawPixmap(-edge // 2, -edge // 2, theme.pixmap("next", "muted", edge))
    painter.restore()
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font("small", bold=True))
    room = rect.adjusted(theme.dp(8) + edge + theme.dp(4), 0, -theme.dp(12), 0)
    painter.drawText(room, RIGHT, shown.side)
    painter.drawText(room, LEFT, shown.title)


def _paint_document(painter: QPainter, room: QRect, shown: Row) -> None:
    edge, alone = theme.dp(20), not shown.detail and not shown.chip
    if shown.icon:
        top = room.top() + (room.height() - edge) // 2 if alone else room.top()
        painter.drawPixmap(room.left(), top, theme.pixmap(shown.icon, shown.icon_role, edge))
        room = room.adjusted(edge + theme.dp(8), 0, 0, 0)
    elided, measure = Qt.TextElideMode.ElideRight, _bold()
    first = QRect(room.left(), room.top(), room.width(), measure.height())
    if alone:
        first = room
    painter.setPen(theme.colour("text" if shown.icon_role == "accent" else "muted"))
    painter.setFont(theme.font(bold=True))
    painter.drawText(first, LEFT, measure.elidedText(shown.title, elided, room.width()))
    below = QRect(room.left(), first.bottom() + theme.dp(2), room.width(), room.bottom() - first.bottom() - theme.dp(2))
    if shown.chip:
        sign = SIGN.get(shown.chip_role, "")
        size = chip_size(shown.chip, sign)
        place = QRect(room.right() - size.width(), below.bottom() - size.height(), size.width(), size.height())
        paint_chip(painter, place, shown.chip, shown.chip_role, sign)
        below = below.adjusted(0, 0, -size.width() - theme.dp(6), 0)
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font("small"))
    small = QFontMetrics(theme.font("small"))
    side = Qt.TextElideMode.ElideLeft if shown.chip else elided  # of a number its end is what tells it apart
    painter.drawText(below, LEFT, small.elidedText(shown.detail, side, below.width()))


class DocumentRows(RowList):
    """The list; Enter or a click on a head folds it, as ← and → do."""

    folded = Signal(str, bool)  # head, whether it is open now
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setUniformItemSizes(False)
        self.setItemDelegate(DocumentRowDelegate(self))

    def _current(self) -> Row | None:
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold, unfold, or go on to what the row shows."""
        shown, key = self._current(), event.key()
        if shown is None or key not in _KEYS:
            super().keyPressEvent(event)
        elif not shown.id.startswith(HEAD):
            if key == Qt.Key.Key_Left:
                self._to_head()
            elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
        elif key == Qt.Key.Key_Right or (key != Qt.Key.Key_Left and not shown.leads):
            self._fold(shown.id, True)
        else:
            self._fold(shown.id, False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a head folds or unfolds it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            shown = self.rows.rows[index.row()]
            if shown.id.startswith(HEAD):
                self._fold(shown.id, not shown.leads)

    def _fold(self, head: str, is_open: bool) -> None:
        self.folded.emit(head, is_open)
        self.show_row(head)

    def _to_head(self) -> None:
        above = [row for row in self.rows.rows[: self.currentIndex().row()] if row.id.startswith(HEAD)]
        if above:
            self.show_row(above[-1].id)


_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right})
