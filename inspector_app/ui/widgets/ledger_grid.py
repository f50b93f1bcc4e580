# SPDX-License-Identifier: MulanPSL-2.0
"""A table over a ledger of any length: painted cells, lights with icon and word, rows that come when looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from inspector_app.domain.ledger import Colour
from inspector_app.ui import theme
from inspector_app.ui.models.ledger_window import GridColumn, LedgerWindow
from inspector_app.ui.widgets.row_table import ELIDE, LEFT, ROW_HIGH, SELECTED, Index, RowDelegate, RowTable

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
LIGHTS: Mapping[Colour, tuple[str, str]] = {  # icon, colour role; the word stands beside them
    Colour.RED: ("error", "bad"),
    Colour.YELLOW: ("clock", "warn"),
    Colour.GREEN: ("check", "ok"),
    Colour.GREY: ("minus", "muted"),
}
DRAWN_MS = 400  # after which a drawn width holds
MOST_ELIDED = 4096  # shortened texts that are kept


class GridDelegate(RowDelegate):
    """Paints the words of a model whose rows come when they are looked at, and lights with icon and word."""

    def __init__(self, grid: LedgerGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._elided: dict[tuple[str, int], str] = {}
        self._dress = ("", 0.0)

    def prepare(self) -> None:
        """Take colours and letters of the theme, once for each time the table is painted."""
        dress = (theme.current(), theme.scale())
        if dress != self._dress:
            self._dress = dress
            self._elided.clear()
            self._edge, self._side = theme.dp(8), theme.dp(16)
            self._line, self._soft = theme.colour("line"), theme.colour("accent_soft")
            self._accent, self._text = theme.colour("accent"), theme.colour("text")
            self._plain, self._bold = theme.font(), theme.font(bold=True)
            self._measures = (QFontMetrics(self._plain), QFontMetrics(self._bold))
            self._tones = {c: theme.colour(role) for c, (_, role) in LIGHTS.items()}
            self._signs: dict[Colour, QPixmap] = {
                c: theme.pixmap(icon, role, self._side) for c, (icon, role) in LIGHTS.items()
            }

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell; one of a row that is not there yet stays blank."""
        rect: QRect = option.rect
        if option.state & SELECTED:
            painter.fillRect(rect, self._soft)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        shown = self._grid.window_model.row(index.row())
        if shown is None:
            return
        section = index.column()
        words = shown.cells[section]
        column = self._grid.columns[section]
        room = rect.adjusted(self._edge, 0, -self._edge, 0)
        if column.light and shown.colour is not None:
            sign = self._signs[shown.colour]
            painter.drawPixmap(room.left(), room.top() + (room.height() - self._side) // 2, sign)
            room.setLeft(room.left() + self._side + self._edge // 2)
            painter.setPen(self._tones[shown.colour])
            painter.setFont(self._bold)
            painter.drawText(room, LEFT, self._short(words, room.width(), bold=True))
        elif words:
            painter.setPen(self._text)
            painter.setFont(self._plain)
            painter.drawText(room, RIGHT if column.number else LEFT, self._short(words, room.width()))

    def _short(self, words: str, width: int, *, bold: bool = False) -> str:
        """Shorten a text to a width; shaping Chinese is what costs, so results are kept."""
        key = (words, -width if bold else width)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) >= MOST_ELIDED:
                self._elided.clear()
            found = self._measures[bold].elidedText(words.replace("\n", " "), ELIDE, width)
            self._elided[key] = found
        return found


class LedgerGrid(RowTable):
    """Rows as a table of any length; order, columns and copying are asked of whoever knows the ledger."""

    current_changed = Signal(int)  # row, -1 for none
    selection_changed = Signal()
    sort_wanted = Signal(str, bool)  # key of the column (empty: the ledger's own order), descending
    copy_wanted = Signal()
    not_sortable = Signal(str)  # title
    order_changed = Signal(object)  # keys in the order in which the columns were dragged
    width_changed = Signal(str, int)  # key, pixels at the normal size

    def __init__(self, model: LedgerWindow, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, GridDelegate, name, parent)
        self.window_model = model
        self.columns: tuple[GridColumn, ...] = ()
        self._sorted: tuple[str, bool] = ("", False)
        self._laid_out = False  # whether moves and widths are a person's
        self._widths: dict[str, int] = {}
        self._drawn = QTimer(self, singleShot=True, interval=DRAWN_MS)
        self._drawn.timeout.connect(self._tell_widths)
        head = self.horizontalHeader()
        head.setSortIndicatorClearable(True)
        head.sortIndicatorChanged.connect(self._on_sort)
        head.sectionMoved.connect(self._on_moved)
        head.sectionResized.connect(self._on_resized)

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need higher rows and wider columns."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self.columns:
            self.verticalHeader().setDefaultSectionSize(theme.dp(ROW_HIGH))
            self.show_columns(self.columns)

    # ---- columns and order -----------------------------------------------------------------------------

    def show_columns(self, columns: Sequence[GridColumn]) -> None:
        """Show these columns; the model must have been begun with the same titles."""
        self.columns = tuple(columns)
        head = self.horizontalHeader()
        by = theme.scale()
        self._laid_out = False
        for n, column in enumerate(self.columns):
            head.moveSection(head.visualIndex(n), n)
            self.setColumnWidth(n, round(column.wide * by))
        self._laid_out = True

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Mark the column by which the rows are ordered; an empty key is the ledger's own order."""
        self._sorted = (key, descending)
        head = self.horizontalHeader()
        head.blockSignals(True)
        at = next((n for n, c in enumerate(self.columns) if c.key == key and key), -1)
        head.setSortIndicator(at, DOWN if descending else UP)
        head.blockSignals(False)
        head.viewport().update()

    def _on_sort(self, section: int, order: Qt.SortOrder) -> None:
        column = self.columns[section] if 0 <= section < len(self.columns) else None
        if column is not None and not column.sortable:
            self.show_sort(self._sorted[0], descending=self._sorted[1])
            self.not_sortable.emit(column.title)
            return
        self._sorted = (column.key, order == DOWN) if column is not None else ("", False)
        self.sort_wanted.emit(*self._sorted)

    def _on_moved(self) -> None:
        head = self.horizontalHeader()
        if not self._laid_out:
            return
        self.order_changed.emit([self.columns[head.logicalIndex(n)].key for n in range(len(self.columns))])

    def _on_resized(self, section: int, _old: int, new: int) -> None:
        if self._laid_out and section < len(self.columns):
            self._widths[self.columns[section].key] = round(new / theme.scale())
            self._drawn.start()

    def _tell_widths(self) -> None:
        """Tell widths once the hand has come to rest."""
        for key, wide in self._widths.items():
            self.width_changed.emit(key, wide)
        self._widths.clear()

    # ---- rows ------------------------------------------------------------------------------------------

    def seen_rows(self) -> tuple[int, int]:
        """Give the first and the last row that the window shows."""
        count = self.window_model.count
        high = self.verticalHeader().defaultSectionSize()
        first = max(0, self.rowAt(0))
        last = min(count - 1, first + self.viewport().height() // high + 1)
        return first, max(first, last)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen, and ask for what is not there yet."""
        if self.window_model.count:
            self.window_model.look(*self.seen_rows())
        super().paintEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell that other rows are chosen."""
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is the current one."""
        super().currentChanged(current, previous)
        self.current_changed.emit(current.row())

    def chosen_ranges(self) -> list[tuple[int, int]]:
        """Give the chosen rows as ranges, first and last of each, from top to bottom; never row by row."""
        found: list[tuple[int, int]] = []
        for top, bottom in sorted((r.top(), r.bottom()) for r in self.selectionModel().selection().toList()):
            if found and top <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(bottom, found[-1][1]))
            else:
                found.append((top, bottom))
        return found

    def chosen_count(self) -> int:
        """Count the chosen rows."""
        return sum(last - first + 1 for first, last in self.chosen_ranges())

    def choose_row(self, at: int) -> None:
        """Make a row the current and only chosen one, and show it."""
        if 0 <= at < self.window_model.count:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.window_model.index(at, 0), flags)

    def id_at(self, row: int) -> str:
        """Give the id of a row; empty for one that is not there yet."""
        return self.window_model.id_at(row)

    def copy_chosen(self) -> None:
        """Ask for the chosen rows to be copied: not all of them are here."""
        self.copy_wanted.emit()
