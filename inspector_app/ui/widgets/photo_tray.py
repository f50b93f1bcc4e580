# SPDX-License-Identifier: MulanPSL-2.0
"""The tray: photos of the inspection that belong to no finding yet, sorted by the time they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.finding import Finding, FindingStatus, Photo
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.photo_model import PhotoModel
from inspector_app.ui.widgets.page import Band, button, label, row
from inspector_app.ui.widgets.photo_acts import PhotoActs
from inspector_app.ui.widgets.photo_intake import PhotoIntake
from inspector_app.ui.widgets.photo_strip import problem_words
from inspector_app.ui.widgets.photo_view import PhotoView
from inspector_app.ui.widgets.photo_viewer import PhotoViewer
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

TABLES = ("photos", "findings")
WORDS = 18  # characters of a finding in the menu


class PhotoTray(QWidget):
    """Holds a whole folder from the phone until each photo is given to a finding."""

    photos_assigned = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self._inspection_id = ""
        self._findings: tuple[Finding, ...] = ()
        self.model = PhotoModel(ws, jobs, self)
        self.view = PhotoView(self.model, wrapping=True)
        self.intake = PhotoIntake(ws, jobs, ask, self.model, self)
        self.acts = PhotoActs(ws, jobs, ask, self.model, self)
        self.viewer: PhotoViewer | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.title = label(tr("Unassigned photos"))
        self.title.setObjectName("cardTitle")
        self.count = label("", tone="muted")
        self.add_button = button(tr("Add photos"), self.intake.choose_files, icon="add", tip=tr("Choose photo files"))
        self.folder_button = button(
            tr("Folder"), self.intake.choose_folder, icon="folder", tip=tr("Add all photos of a folder")
        )
        self.stop_button = button(tr("Stop adding"), self.intake.stop)
        self.stop_button.hide()
        self.menu = QMenu(self)
        self.give_button = button(tr("Give to finding"), icon="flag")
        self.give_button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.band = Band()
        hint = tr("Choose photos, then press 1–9 for the number of the finding, or drag them onto it.")
        self.hint = label(hint, tone="muted", size="small")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # cut where there is no room
        self.hint.setToolTip(hint)
        self.view.empty_text = tr("Drag a whole folder from the phone here; sort the photos later")
        self.view.setAccessibleName(tr("Unassigned photos"))
        self.setFocusProxy(self.view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        buttons = (self.stop_button, self.give_button, self.add_button, self.folder_button)
        top = row(self.title, self.count, self.hint, *buttons, gap=6)
        top.setStretch(2, 1)
        box.addLayout(top)
        box.addWidget(self.band)
        box.addWidget(self.view, 1)

    def _connect(self) -> None:
        view, acts = self.view, self.acts
        view.digit_pressed.connect(self.give_chosen_to_number)
        view.removal_wanted.connect(acts.remove)
        view.rotation_wanted.connect(acts.turn)
        view.zoom_wanted.connect(self.open_viewer)
        view.photos_dropped.connect(self._on_photos_dropped)
        view.files_dropped.connect(self._on_files_dropped)
        view.image_dropped.connect(self._on_image_dropped)
        view.paste_wanted.connect(self.intake.paste)
        view.selectionModel().selectionChanged.connect(self._update)
        self.model.caption_edited.connect(acts.caption)
        acts.refused.connect(self._show_problems)
        self.intake.problems_found.connect(self._show_problems)
        self.intake.noted.connect(self._on_noted)
        self.intake.progressed.connect(self._on_progress)
        self._jobs.changed.connect(self._on_changed)

    # What is shown

    def set_inspection(self, inspection_id: str) -> None:
        """Show another inspection's tray."""
        if inspection_id == self._inspection_id:
            return
        self._inspection_id = inspection_id
        self.intake.set_target(inspection_id, None)
        self.model.clear()
        self.band.hide()
        self.reload()

    def reload(self) -> None:
        """Read the tray again."""
        if not self._inspection_id:
            self.refresh((), ())
            return
        self._jobs.run_read(
            self,
            partial(inspection_rows.view, self._ws, self._inspection_id),
            then=self._on_view,
            key="tray",
        )

    def _on_view(self, view: InspectionView) -> None:
        if view.inspection.id == self._inspection_id:
            self.refresh(view.photos, view.findings)

    def refresh(self, photos: Sequence[Photo], findings: Sequence[Finding]) -> None:
        """Show what the ledger has: photos without a finding, by the time they were taken."""
        self._findings = tuple(f for f in findings if f.status is not FindingStatus.WITHDRAWN)
        loose = [p for p in photos if p.finding_id is None and not p.item_code and not p.removed_reason]
        self.model.set_photos(sorted(loose, key=lambda photo: (photo.taken_at or "9999", photo.file_name)))
        if self.viewer is not None:
            self.viewer.refresh(self.model.photos)
        self._update()

    def _on_changed(self, changes: Changes) -> None:
        if any(changes.touched.get(table) for table in TABLES):
            self.reload()

    def _update(self, *_: object) -> None:
        number, chosen = len(self.model.photos), len(self.view.chosen)
        words = str(number) if number else ""
        self.count.setText(tr("{chosen} of {count} chosen", chosen=chosen, count=number) if chosen else words)
        self.give_button.setEnabled(bool(chosen and self._findings))
        self.setEnabled(bool(self._inspection_id))

    def _on_progress(self, done: int, total: int) -> None:
        running = done < total
        self.stop_button.setVisible(running)
        if running:
            self.band.say(tr("Saving photos: {done} of {total}", done=done, total=total))
        elif self.band.isVisible() and self.band.property("band") == "info":
            self.band.hide()
        self._update()

    # What is done

    def give_chosen_to_number(self, ordinal: int) -> None:
        """Give the chosen photos to the finding with this number."""
        finding = next((f for f in self._findings if f.ordinal == ordinal), None)
        if finding is None:
            self.band.say(tr("There is no finding {number} in this inspection.", number=ordinal), tone="warn")
            return
        self._give(finding)

    def _give(self, finding: Finding) -> None:
        photo_ids = [photo.id for photo in self.view.chosen]
        if not photo_ids:
            return
        row_number = self.model.row_of(photo_ids[0])
        self.acts.give(photo_ids, finding.id)
        left = [photo for photo in self.model.photos if photo.id not in photo_ids]
        self.model.set_photos(left)
        if left:
            self.view.setCurrentIndex(self.model.index(min(row_number, len(left) - 1)))
        self.band.say(
            tr("{count} photos given to finding {number}.", count=len(photo_ids), number=finding.ordinal),
            tone="ok",
        )
        self._update()
        self.photos_assigned.emit()

    def _fill_menu(self) -> None:
        self.menu.clear()
        for finding in self._findings:
            words = finding.description if len(finding.description) <= WORDS else finding.description[:WORDS] + "…"
            action = self.menu.addAction(tr("{number}. {words}", number=finding.ordinal, words=words or "—"))
            action.triggered.connect(partial(self._give, finding))

    def open_viewer(self, photo_id: str) -> None:
        """Show a photo large."""
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

    def _on_photos_dropped(self, photo_ids: tuple[str, ...], _at: int) -> None:
        foreign = [one for one in photo_ids if self.model.row_of(one) < 0]
        if foreign:
            self.acts.give(foreign, None)
            self.photos_assigned.emit()

    def _on_files_dropped(self, paths: tuple[Path, ...]) -> None:
        self.intake.add_paths(paths)

    def _on_image_dropped(self, image: QImage) -> None:
        self.intake.add_image(image)

    def _on_noted(self, words: str) -> None:
        self.band.say(words)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self.band.say(problem_words(problems), tone="bad")
