# SPDX-License-Identifier: MulanPSL-2.0
"""Files of the desktop that are dropped on a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import label, restyle
from inspector_app.wording import tr

HELD = (QEvent.Type.DragEnter, QEvent.Type.DragMove)
GONE = (QEvent.Type.DragLeave, QEvent.Type.Drop)


class DropPlace(QFrame):
    """Says that files may be dropped here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("band", "")
        box = QVBoxLayout(self)
        self.words = label(tr("Drop the signed scan here, or choose the file"), tone="muted", size="small", wrap=True)
        box.setContentsMargins(0, theme.dp(4), 0, theme.dp(4))
        box.addWidget(self.words)

    def light(self, on: bool) -> None:
        """Show that something is held over it."""
        restyle(self, "band", "info" if on else "")


class FileDrop(QObject):
    """Takes files and folders that fall anywhere on a page, while it is open to them."""

    dropped = Signal(object)  # list[Path], not empty

    def __init__(
        self, page: QWidget, place: DropPlace | None = None, is_open: Callable[[], bool] | None = None
    ) -> None:
        super().__init__(page)
        self._place, self._is_open = place, is_open
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is held over the page or falls on it; light the place meanwhile."""
        kind = event.type()
        if self._place is not None and kind in (QEvent.Type.DragEnter, *GONE):
            self._place.light(kind is QEvent.Type.DragEnter and bool(self._paths(event)))
        paths = self._paths(event) if kind in (*HELD, QEvent.Type.Drop) else []
        if not paths:
            return super().eventFilter(watched, event)
        assert isinstance(event, QDropEvent)
        event.acceptProposedAction()
        if kind is QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True

    def _paths(self, event: QEvent) -> list[Path]:
        if not isinstance(event, QDropEvent) or (self._is_open is not None and not self._is_open()):
            return []
        return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
