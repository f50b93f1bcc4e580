# SPDX-License-Identifier: MulanPSL-2.0
"""How a photo looks in a strip or tray: picture with its marks, caption, time, source, state of the original."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inspector_app.domain.finding import Photo
from inspector_app.domain.markup import read_marks
from inspector_app.ui import theme
from inspector_app.ui.models.photo_model import OriginalState, PhotoModel, state_word, taken
from inspector_app.ui.widgets.mark_item import paint_mark
from inspector_app.wording import tr

Index = QModelIndex | QPersistentModelIndex
PICTURE = (148, 100)
STATES = {
    OriginalState.WAITING: ("clock", "muted"),
    OriginalState.INTACT: ("check", "ok"),
    OriginalState.CHANGED: ("error", "bad"),
    OriginalState.MISSING: ("error", "bad"),
    OriginalState.TIME_FAR: ("warning", "warn"),
}


class PhotoDelegate(QStyledItemDelegate):
    """Paints one photo as a card; its caption is edited in place."""

    def __init__(self, parent: QWidget, *, numbered: bool) -> None:
        super().__init__(parent)
        self._numbered = numbered

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the same size to all cards."""
        del option, index
        return card_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a card."""
        model = index.model()
        if not isinstance(model, PhotoModel):
            return
        entry = model.entry(index.row())
        if entry is None:
            return
        card = _card_rect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _paint_card(painter, card, option.state)
        room = picture_rect(card)
        painter.fillRect(room, theme.colour("raised"))
        if entry.photo is None:
            early = model.early_picture(entry.key)
            if early is not None:
                painter.drawPixmap(_fitted(early, room), early)
            else:
                _paint_sign(painter, room, "clock", entry.name)
            _paint_lines(painter, card, tr("Saving…"), ("", entry.name), None, faint=True)
        else:
            _paint_photo(painter, room, entry.photo, model.picture(entry.photo), model.state(entry.photo.id))
            if self._numbered:
                _paint_number(painter, room, index.row() + 1)
            caption = entry.photo.caption or tr("No caption")
            state = model.state(entry.photo.id)
            _paint_lines(painter, card, caption, _source(entry.photo), state, faint=not entry.photo.caption)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Give a line for the caption."""
        del option, index
        line = QLineEdit(parent)
        line.setMaxLength(200)
        line.setPlaceholderText(tr("What this photo proves"))
        line.setAccessibleName(tr("Caption"))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the line over the caption, tall enough to type in."""
        del index
        card = _card_rect(option.rect)
        high = editor.sizeHint().height()
        bottom = picture_rect(card).bottom()
        editor.setGeometry(card.left(), bottom - theme.dp(2), card.width(), max(high, theme.dp(30)))


def card_size() -> QSize:
    """Give the size of a card at the font size in use."""
    small, body = QFontMetrics(theme.font("small")), QFontMetrics(theme.font("body"))
    high = theme.dp(PICTURE[1]) + body.height() + 2 * small.height() + theme.dp(20)
    return QSize(theme.dp(PICTURE[0]) + theme.dp(14), high)


def _card_rect(room: QRect) -> QRect:
    """Give the card within its cell; a list may give the cell more height than was asked for."""
    edge = theme.dp(3)
    size = card_size()
    return QRect(room.left() + edge, room.top() + edge, size.width() - 2 * edge, size.height() - 2 * edge)


def picture_rect(card: QRect) -> QRect:
    """Give the part of a card where the picture lies."""
    edge = theme.dp(4)
    return QRect(card.left() + edge, card.top() + edge, card.width() - 2 * edge, theme.dp(PICTURE[1]))


def _paint_card(painter: QPainter, card: QRect, state: QStyle.StateFlag) -> None:
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    colour = "accent" if chosen else ("line_strong" if hovered else "line")
    painter.setPen(QPen(theme.colour(colour), theme.dp(2) if chosen else 1))
    painter.setBrush(theme.colour("accent_soft" if chosen else "surface"))
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), theme.dp(6), theme.dp(6))


def _paint_photo(painter: QPainter, room: QRect, photo: Photo, picture: QPixmap | None, state: OriginalState) -> None:
    if picture is None:
        lost = state in (OriginalState.CHANGED, OriginalState.MISSING)
        _paint_sign(painter, room, "error" if lost else "photo", tr("No picture") if lost else tr("Loading…"))
        return
    place = _fitted(picture, room)
    painter.drawPixmap(place, picture)
    if photo.marks:
        paint_marks_over(painter, place, photo.marks)


def _fitted(picture: QPixmap, room: QRect) -> QRect:
    """Give the place of a whole picture in the middle of a room; evidence is never cropped."""
    size = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(0, 0, size.width(), size.height())
    place.moveCenter(room.center())
    return place


def paint_marks_over(painter: QPainter, place: QRect, text: str) -> None:
    """Draw the marks over a picture that lies at `place`; marks that cannot be read are left out."""
    try:
        marks = read_marks(text)
    except ValueError:
        return
    painter.save()
    painter.setClipRect(place)
    painter.translate(place.topLeft())
    for mark in marks:
        paint_mark(painter, mark, QSizeF(place.size()))
    painter.restore()


def _paint_sign(painter: QPainter, room: QRect, icon: str, words: str) -> None:
    edge = theme.dp(28)
    painter.drawPixmap(
        room.center().x() - edge // 2,
        room.center().y() - edge // 2 - theme.dp(8),
        theme.pixmap(icon, "muted", edge),
    )
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font("small"))
    below = QRect(room.left(), room.center().y() + theme.dp(10), room.width(), painter.fontMetrics().height() + 2)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)


def _paint_number(painter: QPainter, room: QRect, number: int) -> None:
    font = QFont(theme.font("small", bold=True))
    words = str(number)
    metrics = QFontMetrics(font)
    wide = max(metrics.horizontalAdvance(words) + theme.dp(10), metrics.height() + theme.dp(2))
    badge = QRectF(room.left() + theme.dp(4), room.top() + theme.dp(4), wide, metrics.height() + theme.dp(2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(16, 24, 32, 200))
    painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
    painter.setPen(QColor("#ffffff"))
    painter.setFont(font)
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


def _paint_lines(
    painter: QPainter,
    card: QRect,
    caption: str,
    source: tuple[str, str],
    state: OriginalState | None,
    *,
    faint: bool = False,
) -> None:
    left, wide = card.left() + theme.dp(6), card.width() - theme.dp(12)
    top = picture_rect(card).bottom() + theme.dp(3)
    painter.setFont(theme.font("body"))
    painter.setPen(theme.colour("muted" if faint else "text"))
    top = _line(painter, left, top, wide, caption)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("muted"))
    when, whence = source
    used = painter.fontMetrics().horizontalAdvance(when) + theme.dp(6) if when else 0
    _line(painter, left, top, wide, when)
    top = _line(painter, left + used, top, wide - used, whence, cut=Qt.TextElideMode.ElideLeft)
    if state is None:
        return
    icon, role = STATES[state]
    edge = painter.fontMetrics().height() - 2
    painter.drawPixmap(left, top + 1, theme.pixmap(icon, role, edge))
    painter.setPen(theme.colour(role))
    _line(painter, left + edge + theme.dp(4), top, wide - edge - theme.dp(4), state_word(state))


def _source(photo: Photo) -> tuple[str, str]:
    """Say when and whence; of a long name the end tells more than the maker at its start."""
    return taken(photo)[5:], photo.camera or photo.file_name


def _line(
    painter: QPainter,
    left: int,
    top: int,
    wide: int,
    words: str,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> int:
    metrics = painter.fontMetrics()
    rect = QRect(left, top, wide, metrics.height())
    shown = metrics.elidedText(words, cut, wide)
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return top + metrics.height()
