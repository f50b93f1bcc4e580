# SPDX-License-Identifier: MulanPSL-2.0
"""A button behind which several values may be ticked; none ticked means that nothing is asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QMenu, QPushButton, QSizePolicy, QWidget, QWidgetAction

from inspector_app.ui import theme
from inspector_app.wording import tr

VALUE = int(Qt.ItemDataRole.UserRole)
MOST_ROWS = 10
MOST_NAMED = 2


class ManyChoice(QPushButton):
    """Says what is ticked; Enter, Space or a click opens the list, Space ticks there."""

    edited = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._is_frozen = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.model = QStandardItemModel(self)
        self.model.itemChanged.connect(self._on_item)
        self.clicked.connect(self.open)
        theme.set_icon(self, "filter", "accent")
        self._say()

    def offer(self, values: Sequence[tuple[str, str]]) -> None:
        """Offer these values and words; what is ticked stays so."""
        if [(v, w) for v, w, _ in self._items()] == list(values):
            return
        kept = set(self.chosen())
        self.model.blockSignals(True)
        self.model.clear()
        for value, words in values:
            item = QStandardItem(words or tr("(empty)"))
            item.setData(value, VALUE)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in kept else Qt.CheckState.Unchecked)
            self.model.appendRow(item)
        self.model.blockSignals(False)
        self._say()

    def chosen(self) -> tuple[str, ...]:
        """Give the ticked values."""
        return tuple(value for value, _, on in self._items() if on)

    def choose(self, values: Sequence[str]) -> None:
        """Tick exactly these, without calling it an edit."""
        self.model.blockSignals(True)
        for n in range(self.model.rowCount()):
            item = self.model.item(n)
            on = item.data(VALUE) in values
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.model.blockSignals(False)
        self._say()

    def open(self) -> None:
        """Open the list below the button."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view = _TickList(menu)
        view.setModel(self.model)
        view.setAccessibleName(self.title)
        rows = min(MOST_ROWS, max(1, self.model.rowCount()))
        view.setFixedHeight(rows * theme.dp(36) + theme.dp(6))
        view.setMinimumWidth(max(self.width(), theme.dp(200)))
        action = QWidgetAction(menu)
        action.setDefaultWidget(view)
        menu.addAction(action)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        view.setCurrentIndex(self.model.index(0, 0))
        view.setFocus()

    def _items(self) -> list[tuple[str, str, bool]]:
        rows = (self.model.item(n) for n in range(self.model.rowCount()))
        return [(str(i.data(VALUE)), i.text(), i.checkState() is Qt.CheckState.Checked) for i in rows]

    def _on_item(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        named = [words for _, words, on in self._items() if on]
        if not named:
            said = tr("{title}: all", title=self.title)
        elif len(named) <= MOST_NAMED:
            said = tr("{title}: {value}", title=self.title, value="、".join(named))
        else:
            said = tr("{title}: {count} chosen", title=self.title, count=len(named))
        self.setText(said)
        self.setAccessibleName(said)
        self.setToolTip("、".join(named))


class _TickList(QListView):
    """Rows with a box; Space ticks, Enter and Escape close."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self._menu = menu
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(theme.dp(2))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick on Space, close on Enter and Escape."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._menu.close()
        else:
            super().keyPressEvent(event)
