# SPDX-License-Identifier: MulanPSL-2.0
"""The list that strip and tray share: cards in order, keys, drags from inside and outside, paste."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from inspector_app.domain.finding import Photo
from inspector_app.ui import theme
from inspector_app.ui.models.photo_model import PhotoModel, unpack_ids
from inspector_app.ui.widgets.photo_delegate import PhotoDelegate, card_size

KEY = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
OUR_KEYS = frozenset(
    {KEY.Key_Delete, KEY.Key_Backspace, KEY.Key_R, KEY.Key_Space, KEY.Key_Return, KEY.Key_Enter, KEY.Key_F2}
)


class PhotoView(QListView):
    """Photos side by side; it says what is wanted and changes nothing itself."""

    removal_wanted = Signal(tuple)  # photo ids
    rotation_wanted = Signal(tuple)
    zoom_wanted = Signal(str)
    step_wanted = Signal(str, int)  # photo id, places to the right
    digit_pressed = Signal(int)
    photos_dropped = Signal(tuple, int)  # photo ids, row before which they were dropped
    files_dropped = Signal(tuple)
    image_dropped = Signal(QImage)
    paste_wanted = Signal()

    def __init__(self, model: PhotoModel, *, wrapping: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = model
        self._drop_row = -1
        self._one_row = False
        self.empty_text = ""
        self.setObjectName("photoView")
        self.setModel(model)
        self.setItemDelegate(PhotoDelegate(self, numbered=not wrapping))
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(wrapping)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.doubleClicked.connect(self._on_double_clicked)

    # What is chosen

    @property
    def chosen(self) -> tuple[Photo, ...]:
        """The chosen photos, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(photo for photo in map(self._photos.photo, rows) if photo is not None)

    @property
    def current_photo(self) -> Photo | None:
        """The photo that has the cursor."""
        return self._photos.photo(self.currentIndex().row())

    def choose(self, photo_id: str) -> None:
        """Put the cursor on a photo."""
        row = self._photos.row_of(photo_id)
        if row >= 0:
            self.setCurrentIndex(self._photos.index(row))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        photo = self._photos.photo(index.row())
        if photo is not None:
            self.zoom_wanted.emit(photo.id)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the shortcuts of the screen around."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn keys into wishes; everything else moves the cursor as in any list."""
        if self.state() == QAbstractItemView.State.EditingState:
            event.ignore()  # the end of a caption comes by here as well
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif not self._act(event):
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent) -> bool:
        key, mods = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ids = tuple(photo.id for photo in self.chosen)
        current = self.current_photo
        if mods == ALT and current is not None and key in (KEY.Key_Left, KEY.Key_Right):
            self.step_wanted.emit(current.id, -1 if key == KEY.Key_Left else 1)
        elif mods != PLAIN or not ids:
            return False
        elif key in (KEY.Key_Delete, KEY.Key_Backspace):
            self.removal_wanted.emit(ids)
        elif key == KEY.Key_R:
            self.rotation_wanted.emit(ids)
        elif key == KEY.Key_Space and current is not None:
            self.zoom_wanted.emit(current.id)
        elif key in (KEY.Key_Return, KEY.Key_Enter):
            self.edit(self.currentIndex())
        elif KEY.Key_1 <= key <= KEY.Key_9:
            self.digit_pressed.emit(int(key) - int(KEY.Key_0))
        else:
            return False
        return True

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys here, not a search."""

    # Drag and drop

    def startDrag(self, supported_actions: Qt.DropAction) -> None:
        """Carry the chosen photos, with a small picture of the first under the pointer."""
        del supported_actions
        photos = self.chosen
        if not photos:
            return
        drag = QDrag(self)
        drag.setMimeData(self._photos.mimeData(self.selectionModel().selectedIndexes()))
        picture = self._photos.picture(photos[0])
        if picture is not None:
            drag.setPixmap(_with_count(picture, len(photos)))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos, files and pictures."""
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would land."""
        super(QListView, self).dragMoveEvent(event)  # scrolls at the edge
        self._consider(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget the place."""
        self._drop_row = -1
        self.viewport().update()
        super().dragLeaveEvent(event)

    def _consider(self, event: QDragMoveEvent) -> None:
        if not accepts(event.mimeData()):
            event.ignore()
            return
        self._drop_row = self._row_at(event.position().toPoint())
        self.viewport().update()
        mine = bool(unpack_ids(event.mimeData()))
        event.setDropAction(Qt.DropAction.MoveAction if mine else Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped, and before which row."""
        row = self._row_at(event.position().toPoint())
        self._drop_row = -1
        self.viewport().update()
        mime = event.mimeData()
        ids, files, image = unpack_ids(mime), local_files(mime.urls()), image_of(mime)
        if ids:
            self.photos_dropped.emit(ids, row)
        elif files:
            self.files_dropped.emit(files)
        elif image is not None:
            self.image_dropped.emit(image)
        else:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)  # the model must not remove rows by itself
        event.accept()

    def _row_at(self, point: QPoint) -> int:
        index = self.indexAt(point)
        if not index.isValid():
            return len(self._photos.photos)
        return index.row() + (1 if point.x() > self.visualRect(index).center().x() else 0)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards, the place of a drop, and words when there is nothing."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._drop_row >= 0:
            self._paint_drop(painter)
        elif self._photos.rowCount() == 0 and self.empty_text:
            self._paint_empty(painter)
        painter.end()

    def _paint_drop(self, painter: QPainter) -> None:
        rows = len(self._photos.photos)
        if rows == 0:
            rect = self.viewport().rect().adjusted(4, 4, -4, -4)
            painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(rect, theme.dp(8), theme.dp(8))
            return
        at_end = self._drop_row >= rows
        rect = self.visualRect(self._photos.index(rows - 1 if at_end else self._drop_row))
        x = rect.right() if at_end else rect.left()
        painter.fillRect(QRect(x - 1, rect.top() + 4, 3, rect.height() - 8), theme.colour("accent"))

    def _paint_empty(self, painter: QPainter) -> None:
        rect = self.viewport().rect().adjusted(theme.dp(4), theme.dp(4), -theme.dp(4), -theme.dp(4))
        painter.setPen(QPen(theme.colour("line_strong"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, theme.dp(8), theme.dp(8))
        edge = theme.dp(28)
        painter.drawPixmap(
            rect.center().x() - edge // 2,
            rect.center().y() - edge - theme.dp(2),
            theme.pixmap("photo", "muted", edge),
        )
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font())
        below = rect.adjusted(theme.dp(8), rect.height() // 2 + theme.dp(4), -theme.dp(8), 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.empty_text)

    def sizeHint(self) -> QSize:
        """Give room for one row of cards, the scroll bar and the frame."""
        card = card_size()
        return QSize(card.width() * 3, card.height() + theme.dp(14) + theme.dp(6))

    def keep_one_row(self) -> None:
        """Be as high as one row of cards, whatever the size of the letters."""
        self._one_row = True
        self.setFixedHeight(self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.scheduleDelayedItemsLayout()
            if self._one_row:
                self.setFixedHeight(self.sizeHint().height())


def _is_ours(event: QKeyEvent) -> bool:
    key, mods = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.matches(QKeySequence.StandardKey.Paste) or (mods == ALT and key in (KEY.Key_Left, KEY.Key_Right)):
        return True
    return mods == PLAIN and (key in OUR_KEYS or KEY.Key_1 <= key <= KEY.Key_9)


def accepts(mime: QMimeData) -> bool:
    """Say whether a drag or the clipboard carries photos."""
    return bool(unpack_ids(mime) or local_files(mime.urls()) or mime.hasImage())


def local_files(urls: Sequence[QUrl]) -> tuple[Path, ...]:
    """Give the files and folders on this machine that the addresses name."""
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())


def image_of(mime: QMimeData) -> QImage | None:
    """Give the picture that a drag or the clipboard carries itself."""
    if not mime.hasImage():
        return None
    image = mime.imageData()
    if isinstance(image, QPixmap):
        image = image.toImage()
    return image if isinstance(image, QImage) and not image.isNull() else None


def _with_count(picture: QPixmap, count: int) -> QPixmap:
    small = picture.scaledToHeight(theme.dp(72), Qt.TransformationMode.SmoothTransformation)
    if count > 1:
        painter = QPainter(small)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        edge = theme.dp(24)
        badge = QRect(small.width() - edge - 2, 2, edge, edge)
        painter.drawEllipse(badge)
        painter.setPen(theme.colour("on_accent"))
        painter.setFont(theme.font("small", bold=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(count))
        painter.end()
    return small
