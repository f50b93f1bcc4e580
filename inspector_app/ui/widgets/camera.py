# SPDX-License-Identifier: MulanPSL-2.0
"""A camera on the laptop, where QtMultimedia is installed (optional extra `camera`) and one is plugged in."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button, row
from inspector_app.wording import tr


def has_camera() -> bool:
    """Say whether a picture could be taken here; loads nothing where the extra is not installed."""
    if importlib.util.find_spec("PySide6.QtMultimedia") is None:
        return False
    if importlib.util.find_spec("PySide6.QtMultimediaWidgets") is None:
        return False
    try:
        return bool(_multimedia().QMediaDevices.videoInputs())
    except (ImportError, AttributeError):
        return False  # installed, but its system libraries are missing


def _multimedia() -> ModuleType:
    return importlib.import_module("PySide6.QtMultimedia")


class CameraDialog(QDialog):
    """Live picture and one button; each shot is given out at once, and the window stays for the next."""

    picture_taken = Signal(QImage)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Take photos"))
        self.resize(QSize(theme.dp(860), theme.dp(620)))
        media = _multimedia()
        widgets = importlib.import_module("PySide6.QtMultimediaWidgets")
        self._view = widgets.QVideoWidget(self)
        self._camera = media.QCamera(media.QMediaDevices.defaultVideoInput(), self)
        self._capture = media.QImageCapture(self)
        self._session = media.QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setImageCapture(self._capture)
        self._session.setVideoOutput(self._view)
        self._capture.imageCaptured.connect(self._on_captured)
        self._capture.errorOccurred.connect(self._on_error)
        self._camera.errorOccurred.connect(self._on_camera_error)
        self._shots = 0
        self._note = QLabel(tr("Space takes a photo, Esc closes."))
        self._shoot = button(tr("Take photo"), self.shoot, icon="camera", kind="primary")
        box = QVBoxLayout(self)
        box.addWidget(self._view, 1)
        box.addLayout(row(self._note, None, button(tr("Close"), self.accept), self._shoot))
        self._camera.start()

    def shoot(self) -> None:
        """Take one picture."""
        if self._capture.isReadyForCapture():
            self._capture.capture()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the space bar be the release."""
        if event.key() == Qt.Key.Key_Space:
            self.shoot()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Let go of the camera."""
        self._camera.stop()
        super().done(result)

    def _on_captured(self, _number: int, image: QImage) -> None:
        self._shots += 1
        self._note.setText(tr("{count} photos taken", count=self._shots))
        self.picture_taken.emit(image)

    def _on_error(self, _number: int, _error: object, words: str) -> None:
        self._note.setText(tr("The camera gave no picture: {reason}", reason=words))

    def _on_camera_error(self, _error: object, words: str) -> None:
        self._note.setText(tr("The camera cannot be used: {reason}", reason=words))
