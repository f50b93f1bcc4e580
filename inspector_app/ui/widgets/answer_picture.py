# SPDX-License-Identifier: MulanPSL-2.0
"""The guidance picture of an item: small beside the answer, large at a click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem
from inspector_app.operations.item_pictures import guidance_picture
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.page import label, restyle
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

EDGE = 1600


class GuidancePicture(QWidget):
    """Shows the picture of the item that it was given; hidden where there is none."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self._item: ChecklistItem | None = None
        self._image = QImage()
        self.small = QPushButton()
        self.small.setProperty("kind", "quiet")
        self.small.setCursor(Qt.CursorShape.PointingHandCursor)
        self.small.setToolTip(tr("What right looks like; click to enlarge"))
        self.small.setAccessibleName(tr("Guidance picture"))
        self.small.clicked.connect(lambda _checked=False: self.enlarge())
        self.words = label("", tone="muted", size="small", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(2))
        box.addWidget(self.small, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.words)
        self.large: QDialog | None = None
        self.hide()

    def show_item(self, item: ChecklistItem) -> None:
        """Show the picture of an item, read off the window's thread."""
        if self._item is not None and item.code == self._item.code and item.picture == self._item.picture:
            return
        self._item, self._image = item, QImage()
        self.small.hide()
        self.words.setText(tr("Picture …"))
        self.setVisible(item.picture is not None)
        if item.picture is not None:
            self._jobs.run_slow(
                self,
                partial(_load, self._ws, item),
                then=partial(self._on_image, item),
                refused=partial(self._on_refused, item),
            )

    def _on_image(self, item: ChecklistItem, image: QImage) -> None:
        if self._item is not item:
            return
        self._image = image
        edge = theme.dp(110)
        wide = Qt.AspectRatioMode.KeepAspectRatio
        shown = QPixmap.fromImage(image).scaled(QSize(2 * edge, edge), wide, Qt.TransformationMode.SmoothTransformation)
        self.small.setIcon(QIcon(shown))
        self.small.setIconSize(shown.size())
        self.small.setVisible(not shown.isNull())
        self.words.setText("" if not shown.isNull() else tr("The picture cannot be shown."))
        self.words.setVisible(bool(self.words.text()))

    def _on_refused(self, item: ChecklistItem, problems: tuple[Problem, ...]) -> None:
        if self._item is item:
            restyle(self.words, "tone", "warn")
            self.words.setText(" ".join(sentence(problem) for problem in problems))
            self.words.show()

    def enlarge(self) -> None:
        """Show it as large as the window; any of Escape, Enter, Space and a click puts it away."""
        if not self._image.isNull():
            self.large = _Large(self._image, self.window())
            self.large.finished.connect(self._on_closed)
            self.large.open()

    def _on_closed(self) -> None:
        if self.large is not None:
            self.large.deleteLater()
            self.large = None


class _Large(QDialog):
    """A picture as large as there is room."""

    def __init__(self, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = QPixmap.fromImage(image)
        self.setWindowTitle(tr("Guidance picture"))
        self.label = QLabel()
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setMinimumSize(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.label)
        room = parent.size()
        self.resize(self._picture.size().scaled(room * 0.9, Qt.AspectRatioMode.KeepAspectRatio))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit it in."""
        super().resizeEvent(event)
        mode = Qt.TransformationMode.SmoothTransformation
        self.label.setPixmap(self._picture.scaled(self.label.size(), Qt.AspectRatioMode.KeepAspectRatio, mode))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put it away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.accept()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: object) -> None:
        """Put it away."""
        self.accept()


def _load(ws: Workspace, item: ChecklistItem, report: Report) -> QImage:
    if report.cancelled():
        return QImage()
    return QImage.fromData(guidance_picture(ws, item, EDGE))
