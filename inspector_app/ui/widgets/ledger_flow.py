# SPDX-License-Identifier: MulanPSL-2.0
"""Parts side by side that go on in the next line where there is no room, so that large letters widen no window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from inspector_app.ui import theme


class FlowLayout(QLayout):
    """Lines of parts, each as large as it likes to be."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take in a part."""
        self._items.append(item)

    def count(self) -> int:
        """Count the parts."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give a part."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a part out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all lines."""
        return self._lay_out(QRect(0, 0, width, 0), moves=False)

    def sizeHint(self) -> QSize:
        """Be content with the widest part."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Give the size of the widest part."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Put every part into its place."""
        super().setGeometry(rect)
        self._lay_out(rect, moves=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay_out(self, rect: QRect, *, moves: bool) -> int:
        gap, y = theme.dp(self._gap), rect.y()
        for line in self._lines(max(1, rect.width()), gap):
            high = max(size.height() for _, size in line)
            x = rect.x()
            for item, size in line:
                if moves:
                    item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + gap
            y += high + gap
        return max(0, y - gap - rect.y())

    def _lines(self, width: int, gap: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Break the parts into lines that fit a width."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(width, 10_000))
            if not lines or size.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, size))
            left -= size.width() + gap
        return lines


class FlowRow(QWidget):
    """A widget whose parts flow."""

    def __init__(self, parts: Sequence[QWidget] = (), parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self.flow = FlowLayout(self, gap=gap)
        for part in parts:
            self.flow.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Ask for one line; how many there are follows from the width."""
        return self.flow.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Be content with one line, else a page that scrolls keeps room for the narrowest width."""
        return self.flow.minimumSize()

    def put(self, parts: Sequence[QWidget]) -> None:
        """Show these parts instead of the others."""
        while (item := self.flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in parts:
                widget.hide()
                widget.deleteLater()
        for part in parts:
            self.flow.addWidget(part)
        self.setVisible(bool(parts))
        self.updateGeometry()
