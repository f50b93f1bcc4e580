# SPDX-License-Identifier: MulanPSL-2.0
"""The left column: what to show (all, unchecked, noncompliant, major) and the sections with progress."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import theme
from inspector_app.ui.models.checklist_model import Shown
from inspector_app.ui.models.section_model import SECTION, SectionLine, SectionModel
from inspector_app.ui.widgets.page import restyle
from inspector_app.wording import tr

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class SectionDelegate(QStyledItemDelegate):
    """Paints a section: its name, answered of all, what does not comply, and a thin bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line with a bar under it."""
        height = QFontMetrics(theme.font("body")).height() + theme.dp(18)
        return QSize(theme.dp(120), max(height, theme.dp(36)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one section."""
        line: SectionLine = index.data(SECTION)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, theme.colour("accent_soft"))
            painter.fillRect(QRect(rect.x(), rect.y(), theme.dp(4), rect.height()), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("raised"))
        room = rect.adjusted(theme.dp(12), 0, -theme.dp(10), -theme.dp(6))
        room = self._paint_counts(painter, room, line)
        font = theme.font("body", bold=chosen or not line.key or theme.current() == "outdoor")
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        elided = QFontMetrics(font).elidedText(line.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, LEFT, elided)
        self._paint_bar(painter, rect, line)

    def _paint_counts(self, painter: QPainter, room: QRect, line: SectionLine) -> QRect:
        """Paint the figures at the right and give the room that is left."""
        small, strong = theme.font("small"), theme.font("small", bold=True)
        done = line.total > 0 and line.checked == line.total
        words = f"{line.checked}/{line.total}" if line.total else ""
        painter.setFont(small)
        painter.setPen(theme.colour("ok" if done else "muted"))
        painter.drawText(room, RIGHT, words)
        room = room.adjusted(0, 0, -QFontMetrics(small).horizontalAdvance(words) - theme.dp(6), 0)
        edge = theme.dp(13)
        if line.noncompliant:
            painter.setFont(strong)
            painter.setPen(theme.colour("bad"))
            count = str(line.noncompliant)
            painter.drawText(room, RIGHT, count)
            room = room.adjusted(0, 0, -QFontMetrics(strong).horizontalAdvance(count) - edge - theme.dp(2), 0)
            cross = theme.pixmap("cross", "bad", edge)
            painter.drawPixmap(room.right() + 1, room.y() + (room.height() - edge) // 2, cross)
            room = room.adjusted(0, 0, -theme.dp(6), 0)
        return room

    def _paint_bar(self, painter: QPainter, rect: QRect, line: SectionLine) -> None:
        if not line.total:
            return
        left, height = rect.x() + theme.dp(12), theme.dp(3)
        width = rect.width() - theme.dp(22)
        y = rect.bottom() - height - theme.dp(3)
        painter.fillRect(QRect(left, y, width, height), theme.colour("line"))
        part = round(width * line.checked / line.total)
        painter.fillRect(QRect(left, y, part, height), theme.colour("ok" if line.checked == line.total else "accent"))


class _View(QListView):
    entered_by_key = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and → go to the items."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered_by_key.emit()
        else:
            super().keyPressEvent(event)


class SectionList(QFrame):
    """Filters above, sections below."""

    filter_chosen = Signal(object)  # Shown
    section_chosen = Signal(str)
    list_wanted = Signal()  # Enter: on to the items

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sections = SectionModel(self)
        self.view = _View()
        self.view.entered_by_key.connect(self.list_wanted)
        self.view.setModel(self.sections)
        self.view.setItemDelegate(SectionDelegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(tr("Sections"))
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self._words = {
            Shown.ALL: tr("All"),
            Shown.UNCHECKED: tr("Not checked"),
            Shown.NONCOMPLIANT: tr("Noncompliant"),
            Shown.MAJOR: tr("Major"),
        }
        self._group = QButtonGroup(self)
        self.buttons: dict[Shown, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.dp(4))
        for number, shown in enumerate(Shown):
            button = QPushButton(self._words[shown])
            button.setCheckable(True)
            button.setProperty("chip", True)
            button.clicked.connect(lambda _=False, s=shown: self.filter_chosen.emit(s))
            self._group.addButton(button)
            self.buttons[shown] = button
            grid.addWidget(button, number // 2, number % 2)
        self.buttons[Shown.ALL].setChecked(True)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(theme.dp(8))
        self._box.addLayout(grid)
        self._box.addWidget(self.view, 1)
        self.set_floating(False)

    def set_floating(self, floating: bool) -> None:
        """Be a card over other things, or a plain column."""
        restyle(self, "card", floating)
        edge = theme.dp(8) if floating else 0
        self._box.setContentsMargins(edge, edge, edge, edge)

    def set_lines(self, lines: tuple[SectionLine, ...], counts: Mapping[Shown, int]) -> None:
        """Show progress and counts."""
        self.sections.set_lines(lines)
        for shown, button in self.buttons.items():
            button.setText(tr("{word} {count}", word=self._words[shown], count=counts[shown]))
        if not self.view.currentIndex().isValid():
            self.show_section("")

    def show_section(self, key: str) -> None:
        """Mark a section without telling anybody."""
        place = self.sections.place_of(key)
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        selection.setCurrentIndex(self.sections.index(place), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        selection.blockSignals(False)
        self.view.viewport().update()

    def show_filter(self, shown: Shown) -> None:
        """Mark a filter without telling anybody."""
        self.buttons[shown].setChecked(True)

    def current_section(self) -> str:
        """Give the key of the marked section."""
        line = self.sections.line(self.view.currentIndex().row())
        return line.key if line else ""

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = self.sections.line(index.row())
        if line is not None:
            self.section_chosen.emit(line.key)
