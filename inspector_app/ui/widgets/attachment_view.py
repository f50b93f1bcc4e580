# SPDX-License-Identifier: MulanPSL-2.0
"""The pages of an attached file as pictures: drawn in the child process, since the file came from outside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button, clear, label, row
from inspector_app.wording import tr


class AttachmentView(QWidget):
    """Pages below each other, as wide as there is room; Escape goes back to the document."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: list[QImage] = []
        self.name = label("", tone="muted", size="small")
        self.back = button(tr("Back to the document"), self.closed.emit, icon="previous", kind="quiet")
        self.column = QWidget()
        self.pages = QVBoxLayout(self.column)
        self.pages.setSpacing(theme.dp(12))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.column)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addLayout(row(self.back, self.name, None))
        box.addWidget(self.area, 1)

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._images)

    def show_pages(self, pages: Sequence[bytes], name: str) -> None:
        """Show pages given as JPEG."""
        self._images = [QImage.fromData(page) for page in pages]
        self.name.setText(tr("Attached file: {name}", name=name))
        clear(self.pages)
        for n, _ in enumerate(self._images, start=1):
            made = QLabel()
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            made.setAccessibleName(tr("Page {page} of {pages}", page=n, pages=len(self._images)))
            self.pages.addWidget(made)
            made.show()
        if not self._images:
            self.pages.addWidget(label(tr("This file has no pages to show; save it to open it."), wrap=True))
        self.pages.addStretch(1)
        self._fit()
        self.area.verticalScrollBar().setValue(0)
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        room = max(40, self.area.viewport().width() - theme.dp(24))
        ratio = self.devicePixelRatioF()
        for n, image in enumerate(self._images):
            item = self.pages.itemAt(n)
            shown = item.widget() if item is not None else None
            if isinstance(shown, QLabel) and not image.isNull():
                scaled = QPixmap.fromImage(
                    image.scaledToWidth(round(room * ratio), Qt.TransformationMode.SmoothTransformation)
                )
                scaled.setDevicePixelRatio(ratio)
                shown.setPixmap(scaled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages as wide as the room."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
