# SPDX-License-Identifier: MulanPSL-2.0
"""The photos of a finding, or those that answer an item: add, order, look, turn, caption, mark, remove."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.finding import Photo, PhotoStage
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.photo_model import PhotoModel
from inspector_app.ui.widgets.camera import CameraDialog, has_camera
from inspector_app.ui.widgets.page import Band, button, label, row
from inspector_app.ui.widgets.photo_acts import PhotoActs
from inspector_app.ui.widgets.photo_intake import PhotoIntake, Target
from inspector_app.ui.widgets.photo_view import PhotoView
from inspector_app.ui.widgets.photo_viewer import PhotoViewer
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

MOST_SENTENCES = 4


class PhotoStrip(QWidget):
    """Shows the photos of the finding that it was given and says when something about them changed."""

    photos_changed = Signal()

    def __init__(
        self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None, *,
        stage: PhotoStage = PhotoStage.FOUND,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._target = Target()
        self.model = PhotoModel(ws, jobs, self)
        self.view = PhotoView(self.model, wrapping=False)
        self.intake = PhotoIntake(ws, jobs, ask, self.model, self, stage=stage)
        self.acts = PhotoActs(ws, jobs, ask, self.model, self)
        self.viewer: PhotoViewer | None = None
        self._build()
        self._connect()
        self._update()

    def _build(self) -> None:
        self.title = label(tr("Photos"))
        self.title.setObjectName("cardTitle")
        self.count = label("", tone="muted")
        self.add_button = button(tr("Add photos"), self.intake.choose_files, icon="add", tip=tr("Choose photo files"))
        self.folder_button = button("", self.intake.choose_folder, icon="folder", tip=tr("Add all photos of a folder"))
        self.paste_button = button("", self._paste, icon="paste", tip=tr("Paste (Ctrl+V)"))
        self.camera_button = button("", self._take_photos, icon="camera", tip=tr("Take photos"))
        if not has_camera():
            self.camera_button.hide()
        for part in (self.folder_button, self.paste_button, self.camera_button):
            part.setAccessibleName(part.toolTip())
        self.band = Band()
        self.view.empty_text = tr("Drag photos here, paste, or press “Add photos”")
        self.view.setAccessibleName(tr("Photos of this finding"))
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.keep_one_row()
        self.setFocusProxy(self.view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addLayout(
            row(
                self.title,
                self.count,
                None,
                self.add_button,
                self.folder_button,
                self.paste_button,
                self.camera_button,
                gap=6,
            )
        )
        box.addWidget(self.band)
        box.addWidget(self.view)

    def _connect(self) -> None:
        view, acts = self.view, self.acts
        view.removal_wanted.connect(acts.remove)
        view.rotation_wanted.connect(acts.turn)
        view.zoom_wanted.connect(self.open_viewer)
        view.step_wanted.connect(self._on_step)
        view.photos_dropped.connect(self._on_photos_dropped)
        view.files_dropped.connect(self._on_files_dropped)
        view.image_dropped.connect(self._on_image_dropped)
        view.paste_wanted.connect(self._paste)
        self.model.caption_edited.connect(acts.caption)
        acts.done.connect(self.photos_changed)
        acts.refused.connect(self._show_problems)
        self.intake.added.connect(self._on_added)
        self.intake.problems_found.connect(self._show_problems)
        self.intake.noted.connect(self._on_noted)
        self.intake.progressed.connect(self._update)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._update)

    # What is shown

    def set_finding(self, inspection_id: str, finding_id: str | None) -> None:
        """Show another finding's photos from now on; `refresh` brings them."""
        self._set_target(Target(inspection_id, finding_id))

    def set_item(self, inspection_id: str, item_code: str) -> None:
        """Show the photos that answer an item from now on; `refresh` brings them."""
        self._set_target(Target(inspection_id, None, item_code))

    def _set_target(self, target: Target) -> None:
        if target == self._target:
            return
        if not self._target.inspection_id and target.inspection_id:
            self.intake.warm_up()
        self._target = target
        takes = target.inspection_id if self._takes else ""
        self.intake.set_target(takes, target.finding_id, item_code=target.item_code)
        self.model.clear()
        self.band.hide()
        self._update()

    @property
    def _takes(self) -> bool:
        return bool(self._target.finding_id or self._target.item_code)

    def refresh(self, photos: Sequence[Photo]) -> None:
        """Show what the ledger has; photos of other findings and items and removed ones are left out."""
        place = (self._target.finding_id, self._target.item_code)
        mine = [p for p in photos if (p.finding_id, p.item_code) == place and not p.removed_reason]
        self.model.set_photos(sorted(mine, key=lambda photo: photo.ordinal) if self._takes else [])
        if self.viewer is not None:
            self.viewer.refresh(self.model.photos)
        self._update()

    def _update(self, *_: object) -> None:
        number = len(self.model.photos)
        words = str(number) if number else ""
        if self.model.waiting:
            words = tr("{count}, {waiting} being saved", count=number, waiting=self.model.waiting)
        self.count.setText(words)
        self.setEnabled(self._takes)

    # What is done

    def open_viewer(self, photo_id: str) -> None:
        """Show a photo large, for looking closely and for marks."""
        self.viewer = PhotoViewer(self._ws, self._jobs, self.acts, self.window())
        self.viewer.finished.connect(self._on_viewer_closed)
        self.viewer.show_photos(self.model.photos, photo_id)
        self.viewer.open()

    def _on_viewer_closed(self) -> None:
        if self.viewer is not None:
            self.view.choose(self.viewer.photo_id)
            self.viewer.deleteLater()
            self.viewer = None
        self.view.setFocus()

    def _paste(self) -> None:
        self.band.hide()
        self.intake.paste()

    def _take_photos(self) -> None:
        dialog = CameraDialog(self.window())
        dialog.picture_taken.connect(self._on_shot)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_shot(self, image: QImage) -> None:
        self.intake.add_image(image, from_camera=True)

    def _on_step(self, photo_id: str, by: int) -> None:
        if self._takes:
            self.acts.step(self._target, photo_id, by)

    def _on_photos_dropped(self, photo_ids: tuple[str, ...], at: int) -> None:
        if not self._takes:
            return
        mine = {photo.id for photo in self.model.photos}
        foreign = [one for one in photo_ids if one not in mine]
        if foreign:
            self.acts.give(foreign, self._target.finding_id, self._target.item_code)
        else:
            self.acts.move(self._target, photo_ids, at)

    def _on_files_dropped(self, paths: tuple[Path, ...]) -> None:
        self.band.hide()
        self.intake.add_paths(paths)

    def _on_image_dropped(self, image: QImage) -> None:
        self.intake.add_image(image)

    def _on_added(self, photos: tuple[Photo, ...]) -> None:
        self.view.choose(photos[-1].id)
        self.view.scrollTo(self.view.currentIndex())
        self.photos_changed.emit()

    def _on_noted(self, words: str) -> None:
        self.band.say(words)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self.band.say(problem_words(problems), tone="bad")


def problem_words(problems: Sequence[Problem]) -> str:
    """Put a few problems into one band; the rest is counted."""
    lines = [sentence(problem) for problem in problems[:MOST_SENTENCES]]
    if len(problems) > MOST_SENTENCES:
        lines.append(tr("… and {count} more", count=len(problems) - MOST_SENTENCES))
    return "\n".join(lines)
