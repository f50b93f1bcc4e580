# SPDX-License-Identifier: MulanPSL-2.0
"""Photos as a list model: rows at once, pictures from the pool, state of each original beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPixmap, QPixmapCache

from inspector_app.domain.finding import Photo
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations import photos as photo_acts
from inspector_app.operations.photo_evidence import photo_problems_of
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
DISPLAY, EDIT, TOOLTIP, ACCESSIBLE = 0, 2, 3, 11  # Qt's roles as integers: Enum comparison is slow
NO_PARENT = QModelIndex()
MIME = "application/x-inspector-photo"
CACHE_KIB = 32 * 1024  # some 120 thumbnails of 256 px; all else is made again from the disk cache


class OriginalState(IntEnum):
    """Whether the original lies in the file store as it was taken in."""

    WAITING = 0
    INTACT = 1
    CHANGED = 2
    MISSING = 3
    TIME_FAR = 4  # intact, but its time lies far from the visit


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a photo, or the name of one that is being taken in."""

    key: str
    photo: Photo | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Loaded:
    image: QImage
    state: OriginalState
    reason: str = ""


class PhotoModel(QAbstractListModel):
    """The photos of one finding, or of the tray, in order."""

    caption_edited = Signal(str, str)
    picture_arrived = Signal(str)

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws = ws
        self._jobs = jobs
        self._entries: list[Entry] = []
        self._states: dict[str, OriginalState] = {}
        self._reasons: dict[str, str] = {}
        self._asked: set[str] = set()
        self._early: dict[str, QPixmap] = {}
        if QPixmapCache.cacheLimit() < CACHE_KIB:
            QPixmapCache.setCacheLimit(CACHE_KIB)

    # Rows

    def set_photos(self, photos: Sequence[Photo]) -> None:
        """Show these photos in this order; selection and scroll position stay where they can."""
        waiting = [entry for entry in self._entries if entry.photo is None]
        self._become([Entry(photo.id, photo) for photo in photos] + waiting)

    def clear(self) -> None:
        """Show nothing, placeholders included."""
        self._early.clear()
        self._states.clear()  # originals are looked at again when they are shown again
        self._asked.clear()
        self._become([])

    def add_waiting(self, names: Sequence[tuple[str, str]]) -> None:
        """Show a placeholder for each (key, name) that is being taken in."""
        self._become([*self._entries, *(Entry(key, None, name) for key, name in names)])

    def show_early(self, key: str, image: QImage) -> None:
        """Show a first look at what is still being taken in; it is never kept."""
        row = self.row_of(key)
        if row >= 0 and not image.isNull():
            self._early[key] = QPixmap.fromImage(image)
            self._tell(row)
            self.picture_arrived.emit(key)

    def early_picture(self, key: str) -> QPixmap | None:
        """Give the first look at a row, if there is one."""
        return self._early.get(key)

    def end_waiting(self, keys: Sequence[str], photos: Sequence[Photo]) -> None:
        """Put photos where their placeholders were; a first look stays until the real picture is there."""
        gone = set(keys)
        looks = {e.name: self._early.pop(e.key) for e in self._entries if e.key in gone and e.key in self._early}
        self._early.update({photo.id: looks[photo.file_name] for photo in photos if photo.file_name in looks})
        known = {photo.id for photo in photos}
        kept = [entry for entry in self._entries if entry.key not in gone and entry.key not in known]
        shown = [entry for entry in kept if entry.photo is not None]
        waiting = [entry for entry in kept if entry.photo is None]
        self._become([*shown, *(Entry(photo.id, photo) for photo in photos), *waiting])

    def put_photo(self, photo: Photo) -> None:
        """Show the newer facts of a photo that is in the list."""
        row = self.row_of(photo.id)
        if row >= 0 and self._entries[row].photo != photo:
            self._entries[row] = Entry(photo.id, photo)
            self._tell(row)

    def _become(self, wanted: list[Entry]) -> None:
        """Change the rows with the smallest signals."""
        keys = {entry.key for entry in wanted}
        for row in reversed(range(len(self._entries))):
            if self._entries[row].key not in keys:
                self.beginRemoveRows(NO_PARENT, row, row)
                del self._entries[row]
                self.endRemoveRows()
        known = {entry.key for entry in self._entries}
        fresh = [entry for entry in wanted if entry.key not in known]
        if fresh:
            first = len(self._entries)
            self.beginInsertRows(NO_PARENT, first, first + len(fresh) - 1)
            self._entries.extend(fresh)
            self.endInsertRows()
        if [entry.key for entry in self._entries] != [entry.key for entry in wanted]:
            self._reorder(wanted)
        for row, entry in enumerate(wanted):
            if entry != self._entries[row]:
                self._entries[row] = entry
                self._tell(row)

    def _reorder(self, wanted: list[Entry]) -> None:
        self.layoutAboutToBeChanged.emit()
        at = {entry.key: row for row, entry in enumerate(wanted)}
        before = self.persistentIndexList()
        after = [self.index(at[self._entries[index.row()].key]) for index in before]
        self._entries = list(wanted)
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The photos shown, in order, without the placeholders."""
        return tuple(entry.photo for entry in self._entries if entry.photo is not None)

    @property
    def waiting(self) -> int:
        """How many are being taken in."""
        return sum(entry.photo is None for entry in self._entries)

    def entry(self, row: int) -> Entry | None:
        """Give a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def photo(self, row: int) -> Photo | None:
        """Give the photo of a row; None for a placeholder."""
        entry = self.entry(row)
        return entry.photo if entry is not None else None

    def row_of(self, photo_id: str) -> int:
        """Give the row of a photo, or -1."""
        return next((row for row, entry in enumerate(self._entries) if entry.key == photo_id), -1)

    # Pictures

    def picture(self, photo: Photo) -> QPixmap | None:
        """Give the small picture if it is at hand; what is not known yet is asked for and comes later."""
        key = _cache_key(photo)
        found = QPixmap()
        cached = QPixmapCache.find(key, found)
        wanted = f"{photo.id}:{key}"
        if (not cached or photo.id not in self._states) and wanted not in self._asked:
            self._asked.add(wanted)
            load = partial(_load, self._ws, photo, with_picture=not cached)
            self._jobs.run_slow(self, load, then=partial(self._on_loaded, photo.id, key))
        return found if cached else self._early.get(photo.id)

    def fetch(self, photos: Sequence[Photo]) -> None:
        """Ask for pictures before they are painted."""
        for photo in photos:
            self.picture(photo)

    def state(self, photo_id: str) -> OriginalState:
        """Give what is known of the original."""
        return self._states.get(photo_id, OriginalState.WAITING)

    def _on_loaded(self, photo_id: str, key: str, loaded: _Loaded) -> None:
        self._states[photo_id] = loaded.state
        self._reasons[photo_id] = loaded.reason
        self._early.pop(photo_id, None)
        pixmap = QPixmap.fromImage(loaded.image)
        if not pixmap.isNull():
            QPixmapCache.insert(key, pixmap)
            self._asked.discard(f"{photo_id}:{key}")  # may be asked again when the cache has let it go
        row = self.row_of(photo_id)
        if row >= 0:
            self._tell(row)
        self.picture_arrived.emit(photo_id)

    def _tell(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)

    # Qt's side

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = 0) -> object:
        """Give caption or name; the delegate paints the rest from the photo itself."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == DISPLAY:
            return entry.photo.caption or entry.photo.file_name if entry.photo else entry.name
        if role == EDIT:
            return entry.photo.caption if entry.photo else ""
        if role in (TOOLTIP, ACCESSIBLE):
            return self._facts(entry)
        return None

    def _facts(self, entry: Entry) -> str:
        photo = entry.photo
        if photo is None:
            return tr("{name}: being taken in", name=entry.name)
        lines = [photo.caption, photo.file_name, taken(photo), photo.camera, f"{photo.width} × {photo.height}"]
        lines.append(state_word(self.state(photo.id)))
        lines.append(self._reasons.get(photo.id, ""))
        return "\n".join(line for line in lines if line)

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        """Take a caption typed in place."""
        entry = self.entry(index.row())
        if role != EDIT or entry is None or entry.photo is None:
            return False
        caption = str(value).strip()
        if caption != entry.photo.caption:
            self._entries[index.row()] = replace(entry, photo=replace(entry.photo, caption=caption))
            self._tell(index.row())
            self.caption_edited.emit(entry.key, caption)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what may be done with a row."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        if self.photo(index.row()) is None:
            return flag.ItemIsEnabled
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable | flag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Name what is dragged out of here."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Pack the ids of dragged photos."""
        rows = sorted({index.row() for index in indexes})
        return pack_ids([photo.id for photo in map(self.photo, rows) if photo is not None])

    def supportedDragActions(self) -> Qt.DropAction:
        """A dragged photo moves; it is never copied."""
        return Qt.DropAction.MoveAction


def pack_ids(photo_ids: Sequence[str]) -> QMimeData:
    """Make what a drag of photos carries."""
    mime = QMimeData()
    mime.setData(MIME, QByteArray(json.dumps(list(photo_ids)).encode()))
    return mime


def unpack_ids(mime: QMimeData) -> tuple[str, ...]:
    """Read the photo ids out of a drag; empty when it carries none."""
    if not mime.hasFormat(MIME):
        return ()
    try:
        ids = json.loads(bytes(mime.data(MIME).data()))
    except ValueError:
        return ()
    return tuple(one for one in ids if isinstance(one, str)) if isinstance(ids, list) else ()


def taken(photo: Photo) -> str:
    """Say when the camera says it was taken, to the minute; empty when it does not say."""
    return photo.taken_at[:16].replace("T", " ")


_STATES = {
    ProblemCode.PHOTO_CHANGED: OriginalState.CHANGED,
    ProblemCode.PHOTO_MISSING: OriginalState.MISSING,
    ProblemCode.PHOTO_TIME_FAR: OriginalState.TIME_FAR,
}


def state_word(state: OriginalState) -> str:
    """Name the state of an original; a colour alone never says it."""
    if state is OriginalState.INTACT:
        return tr("Original intact")
    if state is OriginalState.CHANGED:
        return tr("Original changed")
    if state is OriginalState.MISSING:
        return tr("Original missing")
    if state is OriginalState.TIME_FAR:
        return tr("Time far from the visit")
    return tr("Original being checked")


def _cache_key(photo: Photo) -> str:
    return f"photo:{photo.sha256}:{photo.rotation}"


def _load(ws: Workspace, photo: Photo, report: Report, *, with_picture: bool) -> _Loaded:
    """Make the small picture and check the original; runs in the pool, and no fault is lost."""
    image, reason = QImage(), ""
    try:
        if with_picture:
            image = QImage.fromData(photo_acts.thumbnail(ws, photo))
    except Refused as refusal:
        reason = _reason(refusal.problems)
    if report.cancelled():
        return _Loaded(image, OriginalState.WAITING, reason)
    state, problems = _examined(ws, photo)
    return _Loaded(image, state, reason if reason and not problems else _reason(problems))


def _examined(ws: Workspace, photo: Photo) -> tuple[OriginalState, tuple[Problem, ...]]:
    """Read the original to its end, and hold its time against the visit."""
    try:
        problems = photo_problems_of(ws, photo.id)
    except Refused as refusal:  # taken out meanwhile
        return OriginalState.WAITING, refusal.problems
    codes = {problem.code for problem in problems}
    state = next((state for code, state in _STATES.items() if code in codes), OriginalState.INTACT)
    return state, problems


def _reason(problems: Sequence[Problem]) -> str:
    return "\n".join(sentence(problem) for problem in problems)
