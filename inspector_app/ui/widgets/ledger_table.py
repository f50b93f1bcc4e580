# SPDX-License-Identifier: MulanPSL-2.0
"""A table over a ledger: painted cells, sorting, choice of columns, and copying as text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QWidget

from inspector_app.ui import theme
from inspector_app.ui.models.ledger_model import LedgerModel
from inspector_app.ui.widgets.row_table import ELIDE, LEFT, SELECTED, Index, RowDelegate, RowTable


class LedgerDelegate(RowDelegate):
    """Paints the words of a model that holds all its rows, in the colour that each column gives them."""

    def prepare(self) -> None:
        """Take colours and letters of the theme, once for each time the table is painted."""
        self._colours = {role: theme.colour(role) for role in theme.ROLES}
        self._plain, self._bold = theme.font(), theme.font(bold=True)
        self._measures = (QFontMetrics(self._plain), QFontMetrics(self._bold))
        self._edge = theme.dp(8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        model = index.model()
        if not isinstance(model, LedgerModel):
            return
        rect: QRect = option.rect
        row, column = index.row(), index.column()
        words = model.cells(row)[column]
        if option.state & SELECTED:
            painter.fillRect(rect, self._colours["accent_soft"])
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._colours["line"])
        if not words:
            return
        tone = model.columns[column].tone
        role = tone(model.rows[row]) if tone is not None else "text"
        heavy = role not in ("text", "muted")
        painter.setPen(self._colours[role])
        painter.setFont(self._bold if heavy else self._plain)
        room = rect.adjusted(self._edge, 0, -self._edge, 0)
        painter.drawText(room, LEFT, self._measures[heavy].elidedText(words.replace("\n", " "), ELIDE, room.width()))


class LedgerTable(RowTable):
    """Rows as a table, ordered and chosen from by its head."""

    def __init__(self, model: LedgerModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, LedgerDelegate, name, parent)
        self.ledger = model
        head = self.horizontalHeader()
        head.sortIndicatorChanged.connect(model.sort)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._on_columns)
        by = theme.scale()
        for n, column in enumerate(model.columns):
            self.setColumnWidth(n, round(column.wide * by))

    def id_at(self, row: int) -> str:
        """Give the id of a row."""
        return self.ledger.id_at(row)

    def copy_chosen(self) -> None:
        """Copy the words of the chosen rows."""
        QGuiApplication.clipboard().setText(self.chosen_text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is left to the column that stretches, and never less than its own width."""
        super().resizeEvent(event)
        columns = self.ledger.columns
        stretched = next((n for n, column in enumerate(columns) if column.stretch), None)
        if stretched is not None:
            used = sum(self.columnWidth(n) for n in range(len(columns)) if n != stretched)
            least = round(columns[stretched].wide * theme.scale())
            self.setColumnWidth(stretched, max(least, self.viewport().width() - used))

    def chosen_text(self) -> str:
        """Give the chosen rows as text: a tab between cells, a line for each row, shown columns only."""
        head = self.horizontalHeader()
        seen = [head.logicalIndex(n) for n in range(head.count())]
        seen = [n for n in seen if not self.isColumnHidden(n)]
        chosen = sorted({i.row() for i in self.selectionModel().selectedRows()})
        lines = ["\t".join(self.ledger.cells(r)[n].replace("\n", " ") for n in seen) for r in chosen]
        return "\n".join(lines)

    def _on_columns(self, at: QPoint) -> None:
        menu = QMenu(self)
        for n, column in enumerate(self.ledger.columns):
            action = QAction(column.title, menu, checkable=True, checked=not self.isColumnHidden(n))
            action.toggled.connect(lambda on, n=n: self.setColumnHidden(n, not on))
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))
