# SPDX-License-Identifier: MulanPSL-2.0
"""A list of two-line rows, painted: a picture, a title, a detail, a chip and what Enter does with the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import SIGN, chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
DISPLAY, TOOLTIP, ACCESSIBLE = 0, 3, 11  # Qt's roles as integers: an Enum comparison a cell is slow
NOWHERE = QModelIndex()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as it is shown; `chip` with its role is a state, `action` the word of what Enter does, and
    `leads` says by an arrow that Enter goes somewhere. `tip` is what the pointer is told instead of the row's words.
    """

    id: str
    title: str
    detail: str = ""
    side: str = ""
    chip: str = ""
    chip_role: str = "muted"
    icon: str = ""
    icon_role: str = "muted"
    action: str = ""
    leads: bool = False
    tip: str = ""


class RowModel(QAbstractListModel):
    """Rows by id; putting new ones keeps selection and place where the ids are the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        new = tuple(rows)
        if [r.id for r in new] == [r.id for r in self.rows]:
            changed = [i for i, (a, b) in enumerate(zip(self.rows, new, strict=True)) if a != b]
            self.rows = new
            for i in changed:
                self.dataChanged.emit(self.index(i), self.index(i))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = 0) -> object:
        """Give the words of a row for search by typing and for screen readers; the delegate paints."""
        if role == DISPLAY:
            return self.rows[index.row()].title
        if role in (TOOLTIP, ACCESSIBLE):
            shown = self.rows[index.row()]
            if role == TOOLTIP and shown.tip:
                return shown.tip
            return " · ".join(part for part in (shown.title, shown.detail, shown.side, shown.chip) if part)
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints a row; nothing but the row's own values is looked at."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        model = index.model()
        if not isinstance(model, RowModel):
            return
        shown = model.rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        _ground(painter, rect, chosen=chosen, over=over, last=index.row() == len(model.rows) - 1)
        room = rect.adjusted(theme.dp(12), theme.dp(6), -theme.dp(12), -theme.dp(6))
        room = _picture(painter, room, shown)
        room = _right_side(painter, room, shown, lit=chosen or over)
        _words(painter, room, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height of two lines, or of one where no row has a detail."""
        model = index.model()
        two = isinstance(model, RowModel) and bool(model.rows[index.row()].detail)
        return QSize(theme.dp(160), row_height(two_lines=two))


def row_height(*, two_lines: bool) -> int:
    """Give the height of a row."""
    high = QFontMetrics(theme.font(bold=True)).height()
    if two_lines:
        high += QFontMetrics(theme.font("small")).height() + theme.dp(2)
    return max(theme.dp(36), high + theme.dp(14))


def _ground(painter: QPainter, rect: QRect, *, chosen: bool, over: bool, last: bool) -> None:
    if chosen:
        painter.fillRect(rect, theme.colour("accent_soft"))
        painter.fillRect(QRect(rect.left(), rect.top(), theme.dp(3), rect.height()), theme.colour("accent"))
    elif over:
        painter.fillRect(rect, theme.colour("raised"))
    if not last:
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))


def _picture(painter: QPainter, room: QRect, shown: Row) -> QRect:
    if not shown.icon:
        return room
    edge = theme.dp(20)
    picture = theme.pixmap(shown.icon, shown.icon_role, edge)
    painter.drawPixmap(room.left(), room.top() + (room.height() - edge) // 2, picture)
    return room.adjusted(edge + theme.dp(10), 0, 0, 0)


def _right_side(painter: QPainter, room: QRect, shown: Row, *, lit: bool) -> QRect:
    """Paint what stands at the right and give the room that is left."""
    if shown.action or shown.leads:
        edge = theme.dp(16)
        arrow = theme.pixmap("next", "accent" if lit or shown.action else "muted", edge)
        painter.drawPixmap(room.right() - edge, room.top() + (room.height() - edge) // 2, arrow)
        room = room.adjusted(0, 0, -edge - theme.dp(4), 0)
    if shown.action:
        bold = theme.font("small", bold=True)
        painter.setFont(bold)
        painter.setPen(theme.colour("accent"))
        painter.drawText(room, RIGHT, shown.action)
        room = room.adjusted(0, 0, -QFontMetrics(bold).horizontalAdvance(shown.action) - theme.dp(12), 0)
    if shown.chip:
        sign = SIGN.get(shown.chip_role, "")
        size = chip_size(shown.chip, sign)
        top = room.top() + (room.height() - size.height()) // 2
        place = QRect(room.right() - size.width(), top, size.width(), size.height())
        paint_chip(painter, place, shown.chip, shown.chip_role, sign)
        room = room.adjusted(0, 0, -size.width() - theme.dp(10), 0)
    if shown.side:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        wide = QFontMetrics(theme.font("small")).horizontalAdvance(shown.side) + theme.dp(4)
        painter.drawText(room, RIGHT, shown.side)
        room = room.adjusted(0, 0, -wide - theme.dp(8), 0)
    return room


def _words(painter: QPainter, room: QRect, shown: Row) -> None:
    bold, small = theme.font(bold=True), theme.font("small")
    elided = Qt.TextElideMode.ElideRight
    painter.setPen(theme.colour("text"))
    painter.setFont(bold)
    measure = QFontMetrics(bold)
    title = measure.elidedText(shown.title, elided, room.width())
    if not shown.detail:
        painter.drawText(room, LEFT, title)
        return
    lower = QFontMetrics(small)
    top = room.top() + (room.height() - measure.height() - lower.height() - theme.dp(2)) // 2
    painter.drawText(QRect(room.left(), top, room.width(), measure.height()), LEFT, title)
    painter.setFont(small)
    painter.setPen(theme.colour("muted"))
    place = QRect(room.left(), top + measure.height() + theme.dp(2), room.width(), lower.height())
    painter.drawText(place, LEFT, lower.elidedText(shown.detail, elided, room.width()))


class RowList(QListView):
    """The list; `row_chosen` on click or Enter, `row_shown` when the current row moves."""

    row_chosen = Signal(str)
    row_shown = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, fits: bool = False) -> None:
        super().__init__(parent)
        self.rows = RowModel(self)
        self._fits = fits  # grows with its rows instead of scrolling
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setMinimumHeight(theme.dp(60))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if fits:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_chosen)
        self.selectionModel().currentChanged.connect(self._on_current)

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows and keep the current one if it is still there."""
        kept = self.current_id()
        self.rows.put(rows)
        if kept and self.current_id() != kept:
            self.show_row(kept)
        if self._fits:
            self._fit()

    def current_id(self) -> str:
        """Give the id of the current row, or nothing."""
        index = self.currentIndex()
        return self.rows.rows[index.row()].id if index.isValid() else ""

    def show_row(self, row_id: str) -> bool:
        """Make the row with this id the current one."""
        for i, shown in enumerate(self.rows.rows):
            if shown.id == row_id:
                self.setCurrentIndex(self.rows.index(i))
                return True
        return False

    def step(self, by: int) -> None:
        """Move the current row, from a search field above the list."""
        count = len(self.rows.rows)
        if count:
            now = self.currentIndex().row() if self.currentIndex().isValid() else -1 if by > 0 else count
            self.setCurrentIndex(self.rows.index(min(max(now + by, 0), count - 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height with the rows."""
        super().resizeEvent(event)
        if self._fits:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what a click does, on every desktop."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_chosen(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        high = sum(self.sizeHintForRow(i) for i in range(len(self.rows.rows)))
        high += 2 * self.frameWidth() + 4
        if self.maximumHeight() != high or self.minimumHeight() != high:
            self.setFixedHeight(high)

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(self.rows.rows[index.row()].id)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.row_shown.emit(self.rows.rows[index.row()].id if index.isValid() else "")
