# SPDX-License-Identifier: MulanPSL-2.0
"""Every way in which a photo comes in: files, a folder, a drag, the clipboard, the camera.

A placeholder stands in the list before anything is read; originals are kept by hash before they are looked at.
Many photos go in small batches, so that typing is saved in between and a stop is a stop.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

from inspector_app.domain.change import Done
from inspector_app.domain.finding import PhotoStage
from inspector_app.domain.photo_evidence import PhotoOrigin
from inspector_app.domain.problems import Problem, Refused
from inspector_app.operations import photos as photo_acts
from inspector_app.operations.files import read_small_file
from inspector_app.operations.photos import AddedPhotos, PhotoSource
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.photo_model import PhotoModel
from inspector_app.ui.widgets.photo_view import image_of, local_files
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})
BATCH = 4
EARLY_LOOKS = 8  # as many as are seen; for more the way through the decoder would only take longer
MOST_BYTES = 40_000_000  # of one file; the operation has the same bound and says so
CARD_FOLDER = "DCIM"  # how cameras and phones name it
MOST_FILES = 2000  # a card of a camera; more is a slip in choosing the folder


@dataclass(frozen=True, slots=True)
class Incoming:
    """One photo on its way in; `make` gives what the operation reads."""

    key: str
    name: str
    make: Callable[[], PhotoSource]


@dataclass(frozen=True, slots=True)
class Target:
    """Where photos belong: a finding, an item that asks for photos, or with neither the tray."""

    inspection_id: str = ""
    finding_id: str | None = None
    item_code: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds."""

    pictures: tuple[Path, ...]
    others: int


class PhotoIntake(QObject):
    """Takes photos into one inspection, for one finding or for the tray."""

    added = Signal(tuple)  # photos
    problems_found = Signal(tuple)  # problems of files that were not taken
    noted = Signal(str)  # something that is no problem, but should be seen
    progressed = Signal(int, int)  # done, total; equal when all is in

    def __init__(
        self, ws: Workspace, jobs: Jobs, ask: Ask, model: PhotoModel, parent: QObject, *,
        stage: PhotoStage = PhotoStage.FOUND,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._stage = stage
        self._ws, self._jobs, self._ask, self._model = ws, jobs, ask, model
        self._target = Target()
        self._taker = ""
        self._keys = count(1)
        self._waiting: list[tuple[Target, list[Incoming]]] = []
        self._running: list[Incoming] | None = None
        self._done = self._total = 0
        jobs.failed.connect(self._on_fault)

    def set_target(self, inspection_id: str, finding_id: str | None, taker: str = "", *, item_code: str = "") -> None:
        """Say where photos belong that come in from now on."""
        self._target, self._taker = Target(inspection_id, finding_id, item_code), taker

    def warm_up(self) -> None:
        """Start the picture process before the first photo comes, so that nobody waits for it."""
        self._jobs.run_slow(self, partial(_warm_up, self._ws), then=lambda _none: None)

    @property
    def is_open(self) -> bool:
        """Whether there is something that photos can belong to."""
        return bool(self._target.inspection_id)

    # Ways in

    def choose_files(self) -> None:
        """Ask which files."""
        pattern = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in sorted(SUFFIXES))
        kinds = tr("Photos") + f" ({pattern});;" + tr("All files") + " (*)"
        self.add_paths(self._ask.open_files(tr("Add photos"), kinds), PhotoOrigin.FILE)

    def choose_folder(self) -> None:
        """Ask for a folder and take every picture in it."""
        folder = self._ask.folder(tr("Add all photos of a folder"))
        if folder is not None:
            self.add_paths([folder], PhotoOrigin.FOLDER)

    def paste(self) -> bool:
        """Take what lies in the clipboard: files or a picture."""
        mime = QGuiApplication.clipboard().mimeData()
        files, image = local_files(mime.urls()), image_of(mime)
        if files:
            self.add_paths(files, PhotoOrigin.PASTE)
        elif image is not None:
            self.add_image(image)
        else:
            self.noted.emit(tr("There is no picture in the clipboard."))
            return False
        return True

    def add_image(self, image: QImage, *, from_camera: bool = False) -> None:
        """Take a picture that is no file yet; what was pasted is kept without loss."""
        suffix = ".jpg" if from_camera else ".png"
        name = tr("Picture {time}", time=self._ws.now().strftime("%H-%M-%S")) + suffix
        origin = PhotoOrigin.CAMERA if from_camera else PhotoOrigin.PASTE
        self._take([Incoming(self._key(), name, partial(_from_image, name, QImage(image), origin))])

    def add_paths(self, paths: Sequence[Path], origin: PhotoOrigin = PhotoOrigin.DRAG) -> None:
        """Take files as they are, and of folders every picture."""
        folders = [path for path in paths if path.is_dir()]
        files = [path for path in paths if path not in folders]
        self._take([self._incoming(path, origin) for path in files])
        for folder in folders:
            self._jobs.run_slow(
                self,
                partial(_pictures_of, folder),
                then=partial(self._on_folder, folder, origin),
                title=tr("Reading the folder"),
            )

    def _on_folder(self, folder: Path, origin: PhotoOrigin, found: Found) -> None:
        if not found.pictures:
            self.noted.emit(tr("There are no photos in “{folder}”.", folder=folder.name))
        elif found.others:
            self.noted.emit(
                tr(
                    "{count} photos found in “{folder}”; {others} other files were passed over.",
                    count=len(found.pictures),
                    folder=folder.name,
                    others=found.others,
                )
            )
        self._take([self._incoming(path, origin) for path in found.pictures])

    def _incoming(self, path: Path, origin: PhotoOrigin) -> Incoming:
        origin = PhotoOrigin.CARD if CARD_FOLDER in (part.upper() for part in path.parts) else origin
        make = partial(PhotoSource, name=path.name, data=None, path=path, origin=origin)
        return Incoming(self._key(), path.name, make)

    def _key(self) -> str:
        return f"waiting-{next(self._keys)}"

    # Taking in, batch after batch

    def _take(self, incoming: Sequence[Incoming]) -> None:
        if not incoming or not self.is_open:
            return
        self._model.add_waiting([(one.key, one.name) for one in incoming])
        for one in incoming[:EARLY_LOOKS]:
            self._jobs.run_slow(
                self, partial(_early_look, self._ws, one), then=partial(self._model.show_early, one.key)
            )
        for at in range(0, len(incoming), BATCH):
            batch = list(incoming[at : at + BATCH])
            self._waiting.append((self._target, batch))
        self._total += len(incoming)
        self.progressed.emit(self._done, self._total)
        self._next()

    def stop(self) -> None:
        """Take no more of what still waits."""
        left = [one for _, batch in self._waiting for one in batch]
        self._waiting.clear()
        self._model.end_waiting([one.key for one in left], ())
        self._total -= len(left)
        self.progressed.emit(self._done, self._total)

    def _next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        target, batch = self._waiting.pop(0)
        self._running = batch
        self._jobs.run_write(
            self,
            partial(_add, self._ws, target, self._taker, self._stage, batch),
            then=partial(self._on_added, target, batch),
            refused=partial(self._on_refused, batch),
        )

    def _on_added(self, target: Target, batch: list[Incoming], done: AddedPhotos) -> None:
        here = target == self._target
        self._model.end_waiting([one.key for one in batch], done.photos if here else ())
        if here:
            self._model.fetch(done.photos)
        if done.problems:
            self.problems_found.emit(tuple(done.problems))
        self._end(batch)
        if done.photos:
            self.added.emit(tuple(done.photos))
        self._next()

    def _on_refused(self, batch: list[Incoming], problems: tuple[Problem, ...]) -> None:
        self._model.end_waiting([one.key for one in batch], ())
        self.problems_found.emit(problems)
        self._end(batch)
        self._next()

    def _on_fault(self) -> None:
        """A fault of ours, already told: nothing says whose job broke, so no placeholder is left standing."""
        batch = self._running
        if batch is not None:
            self._model.end_waiting([one.key for one in batch], ())
            self._end(batch)
            self._next()

    def _end(self, batch: list[Incoming]) -> None:
        if self._running is not batch:
            return
        self._running = None
        self._done += len(batch)
        self.progressed.emit(self._done, self._total)
        if self._done >= self._total:
            self._done = self._total = 0


def _add(ws: Workspace, target: Target, taker: str, stage: PhotoStage, batch: Sequence[Incoming]) -> Done[AddedPhotos]:
    sources = [one.make() for one in batch]
    return photo_acts.add_photos(
        ws, target.inspection_id, sources, target.finding_id, taker, stage=stage, item_code=target.item_code
    )


def _warm_up(ws: Workspace, report: Report) -> None:
    if not report.cancelled():
        with contextlib.suppress(Refused):
            ws.photo_worker.preview(b"\xff\xd8\xff", "")


def _early_look(ws: Workspace, one: Incoming, report: Report) -> QImage:
    """Give the camera's own small picture, or nothing; what is wrong with a file is said when it is added."""
    if report.cancelled():
        return QImage()
    try:
        source = one.make()
        data = read_small_file(source.path, MOST_BYTES) if source.path is not None else source.data
        return QImage.fromData(ws.photo_worker.preview(data or b"", one.name))
    except Refused:
        return QImage()


def _from_image(name: str, image: QImage, origin: PhotoOrigin) -> PhotoSource:
    """Encode off the UI thread; QImage may be read from any."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    camera = name.endswith(".jpg")
    writer = QImageWriter(buffer, QByteArray(b"jpg" if camera else b"png"))
    writer.setQuality(95 if camera else 40)  # of PNG: how hard to press, nothing is lost
    writer.write(image)
    buffer.close()
    return PhotoSource(name=name, data=bytes(data.data()), path=None, origin=origin)


def _pictures_of(folder: Path, report: Report) -> Found:
    """Find the pictures in a folder and below, in the order of their names; unreadable parts are passed over."""
    pictures: list[Path] = []
    others = 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        report(len(pictures), 0)
        for name in sorted(names):
            if name.startswith("."):
                continue
            if Path(name).suffix.lower() in SUFFIXES and len(pictures) < MOST_FILES:
                pictures.append(Path(place) / name)
            else:
                others += 1
    return Found(tuple(pictures), others)
