# SPDX-License-Identifier: MulanPSL-2.0
"""What a person does with photos that are there: caption, turn, remove, order, give away, look at closely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from inspector_app.domain.change import Done
from inspector_app.domain.finding import Photo
from inspector_app.domain.markup import dump_marks, read_marks
from inspector_app.domain.problems import Problem
from inspector_app.operations import photos as acts
from inspector_app.operations.photo_exports import save_evidence, save_stamped
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.photo_model import PhotoModel
from inspector_app.ui.widgets.mark_item import turned
from inspector_app.ui.widgets.photo_intake import Target
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

T = TypeVar("T")


class PhotoActs(QObject):
    """Runs the operations for strip, tray and viewer; the list shows the wish at once."""

    done = Signal()
    kept = Signal(object)  # the photo as the ledger has it now
    refused = Signal(tuple)  # problems
    written = Signal(object)  # the path of a file for others

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, model: PhotoModel, parent: QObject) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask, self._model = ws, jobs, ask, model

    def caption(self, photo_id: str, caption: str) -> None:
        """Write what the photo proves."""
        self._foresee(photo_id, caption=caption)
        self._write(partial(acts.amend_photo, self._ws, photo_id, caption=caption))

    def turn(self, photo_ids: Sequence[str]) -> None:
        """Turn photos by a quarter to the right; marks turn with the picture."""
        photos = [photo for photo in self._model.photos if photo.id in photo_ids]
        after = [_turned(photo) for photo in photos]
        self._show(after)
        for photo in after:
            marks = photo.marks or None
            self._write(partial(acts.amend_photo, self._ws, photo.id, rotation=photo.rotation, marks=marks))

    def save_evidence(self, photo: Photo) -> None:
        """Ask where to, and print the evidence page of a photo."""
        name = tr("Photo evidence {name}.pdf", name=photo.file_name.rpartition(".")[0] or photo.file_name)
        path = self._ask.save_file(tr("Photo evidence page"), name, "PDF (*.pdf)")
        if path is not None:
            work = partial(_save_evidence, self._ws, path.with_suffix(".pdf"), photo)
            self._jobs.run_slow(self, work, then=self.written.emit, refused=self._on_refused)

    def save_stamped(self, photo: Photo) -> None:
        """Ask where to, and write a copy that bears unit, time, place and numbers."""
        name = tr("Copy of {name}.jpg", name=photo.file_name.rpartition(".")[0] or photo.file_name)
        path = self._ask.save_file(tr("Stamped copy"), name, "JPEG (*.jpg)")
        if path is not None:
            work = partial(_save_stamped, self._ws, path.with_suffix(".jpg"), photo)
            self._jobs.run_slow(self, work, then=self.written.emit, refused=self._on_refused)

    def small_picture(self, photo: Photo) -> QPixmap | None:
        """Give the picture of the list, to be seen until a sharper one is there."""
        return self._model.picture(photo)

    def mark(self, photo_id: str, marks: str) -> None:
        """Keep the marks of a photo, apart from its original."""
        self._foresee(photo_id, marks=marks)
        self._write(partial(acts.amend_photo, self._ws, photo_id, marks=marks))

    def remove(self, photo_ids: Sequence[str]) -> None:
        """Take photos out of the case, with a reason; originals are kept."""
        if not photo_ids:
            return
        label = tr("Why is the photo taken out? It is kept with this reason and will not be printed.")
        if len(photo_ids) > 1:
            label = tr(
                "Why are these {count} photos taken out? They are kept with this reason and will not be printed.",
                count=len(photo_ids),
            )
        reason = self._ask.text(tr("Remove photo"), label, initial=tr("Blurred or taken twice"))
        if reason is None:
            return
        for photo_id in photo_ids:
            self._write(partial(acts.remove_photo, self._ws, photo_id, reason))
        self._model.set_photos([photo for photo in self._model.photos if photo.id not in photo_ids])

    def move(self, target: Target, photo_ids: Sequence[str], before_row: int) -> None:
        """Put photos of a finding, or of an item, before a row of its strip."""
        photos = list(self._model.photos)
        moving = [photo for photo in photos if photo.id in photo_ids]
        ahead = [photo for photo in photos[:before_row] if photo.id not in photo_ids]
        behind = [photo for photo in photos[before_row:] if photo.id not in photo_ids]
        order = [*ahead, *moving, *behind]
        if order == photos:
            return
        self._model.set_photos(order)
        ids = [photo.id for photo in order]
        if target.item_code:
            self._write(partial(acts.arrange_item_photos, self._ws, target.inspection_id, target.item_code, ids))
        elif target.finding_id:
            self._write(partial(acts.arrange_photos, self._ws, target.finding_id, ids))

    def step(self, target: Target, photo_id: str, by: int) -> None:
        """Move one photo by a place."""
        place = self._model.row_of(photo_id) + by
        if 0 <= place < len(self._model.photos):
            self.move(target, [photo_id], place if by < 0 else place + 1)

    def give(self, photo_ids: Sequence[str], finding_id: str | None, item_code: str = "") -> None:
        """Give photos to a finding, to an item that asks for photos, or back to the tray."""
        for photo_id in photo_ids:
            self._write(partial(acts.assign_photo, self._ws, photo_id, finding_id, item_code=item_code))

    def _foresee(self, photo_id: str, *, caption: str | None = None, marks: str | None = None) -> None:
        """Let the list show the wish at once; what comes after it, a turn for one, builds on it."""
        photo = next((one for one in self._model.photos if one.id == photo_id), None)
        if photo is not None:
            caption = photo.caption if caption is None else caption
            marks = photo.marks if marks is None else marks
            self._model.put_photo(replace(photo, caption=caption, marks=marks))

    def _show(self, changed: Sequence[Photo]) -> None:
        by_id = {photo.id: photo for photo in changed}
        self._model.set_photos([by_id.get(photo.id, photo) for photo in self._model.photos])

    def _write(self, work: Callable[[], Done[T]]) -> None:
        self._jobs.run_write(self, work, then=self._on_done, refused=self._on_refused)

    def _on_done(self, value: object) -> None:
        if isinstance(value, Photo):
            self._model.put_photo(value)
            self.kept.emit(value)
        self.done.emit()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.refused.emit(problems)
        self.done.emit()  # whoever shows photos reads again, so that a wish that failed is not left standing


def _save_evidence(ws: Workspace, path: Path, photo: Photo, _report: Report) -> Path:
    save_evidence(ws, path, photo.inspection_id, photo_ids=[photo.id])
    return path


def _save_stamped(ws: Workspace, path: Path, photo: Photo, _report: Report) -> Path:
    save_stamped(ws, path, photo.id)
    return path


def _turned(photo: Photo) -> Photo:
    """Turn a photo, and its marks with it; marks that cannot be read stay as they are."""
    marks = photo.marks
    if marks:
        with suppress(ValueError):
            marks = dump_marks(turned(mark) for mark in read_marks(marks))
    return replace(photo, rotation=(photo.rotation + 90) % 360, marks=marks)
