# SPDX-License-Identifier: MulanPSL-2.0
"""Two rows of photos of one finding: what was found, only to be looked at, and what is there now, to be added."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.finding import Photo, PhotoStage
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.photo_model import PhotoModel
from inspector_app.ui.widgets.page import label, row
from inspector_app.ui.widgets.photo_acts import PhotoActs
from inspector_app.ui.widgets.photo_strip import PhotoStrip
from inspector_app.ui.widgets.photo_view import PhotoView
from inspector_app.ui.widgets.photo_viewer import PhotoViewer
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class FoundPhotos(QWidget):
    """The photos of the first visit; space or a double click shows one large."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.model = PhotoModel(ws, jobs, self)
        self.view = PhotoView(self.model, wrapping=False)
        self.acts = PhotoActs(ws, jobs, ask, self.model, self)
        self.viewer: PhotoViewer | None = None
        self.title = label(title)
        self.title.setObjectName("cardTitle")
        self.title.setMinimumHeight(theme.dp(36))
        self.count = label("", tone="muted")
        self.view.empty_text = tr("No photo was taken then")
        self.view.setAccessibleName(title)
        self.view.setAcceptDrops(False)
        self.view.setDragEnabled(False)
        self.view.setEditTriggers(PhotoView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.keep_one_row()
        self.view.zoom_wanted.connect(self.open_viewer)
        self.setFocusProxy(self.view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addLayout(row(self.title, self.count, None, gap=6))
        box.addWidget(self.view)

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show these photos."""
        if {photo.id for photo in photos}.isdisjoint({photo.id for photo in self.model.photos}):
            self.model.clear()
        self.model.set_photos(photos)
        self.count.setText(str(len(photos)) if photos else "")

    def open_viewer(self, photo_id: str) -> None:
        """Show a photo large."""
        self.viewer = PhotoViewer(self._ws, self._jobs, self.acts, self.window())
        self.viewer.finished.connect(self._on_closed)
        self.viewer.show_photos(self.model.photos, photo_id)
        self.viewer.open()

    def _on_closed(self) -> None:
        if self.viewer is not None:
            self.viewer.deleteLater()
            self.viewer = None
        self.view.setFocus()


class AfterStrip(PhotoStrip):
    """The photos for the next round. Their order is that of taking: found photos of the line keep their places."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(ws, jobs, ask, parent, stage=PhotoStage.AFTER)
        self.title.setText(tr("Photos now"))
        self.view.setAccessibleName(tr("Photos of what is there now"))
        self.view.setDragEnabled(False)

    def set_read_only(self, read_only: bool) -> None:
        """Show without the ways in."""
        for part in (self.add_button, self.folder_button, self.paste_button):
            part.setVisible(not read_only)
        self.view.setAcceptDrops(not read_only)
        self.view.empty_text = tr("No photo") if read_only else tr("Drag photos here, paste, or press “Add photos”")

    def _on_step(self, photo_id: str, by: int) -> None:
        """Stay: an order of these alone would push the photos of then behind them."""

    def _on_photos_dropped(self, photo_ids: tuple[str, ...], at: int) -> None:
        """Take no photo from elsewhere: what was found is not what is there now."""
