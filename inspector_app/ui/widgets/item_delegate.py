# SPDX-License-Identifier: MulanPSL-2.0
"""Paints a row of the checklist: what to check, its marks, and the three answers as buttons or its value."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.checklist_model import HEADING, ROW, ChecklistModel, Row
from inspector_app.ui.widgets.item_value import LEFT_MIDDLE, QUIET, ValuePainter, is_ticked, is_valued
from inspector_app.wording import tr, word

ANSWERS = (AnswerResult.COMPLIANT, AnswerResult.NONCOMPLIANT, AnswerResult.NOT_APPLICABLE)
ICONS = {
    AnswerResult.COMPLIANT: "check",
    AnswerResult.NONCOMPLIANT: "cross",
    AnswerResult.NOT_APPLICABLE: "minus",
}
NEVER_FIRST = "、，。；：！？）》」』”’…"  # no line begins with these
CENTRE = 0x0084
STACK_BELOW = 8  # with less room than so many letters, the buttons stand under the text


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a row stand."""

    heading: QRect
    body: QRect
    text: QRect
    marks: QRect
    buttons: tuple[QRect, ...]
    value: QRect | None = None  # where no buttons stand


class ItemDelegate(QStyledItemDelegate):
    """Paints rows; measures once per letter size and width."""

    def __init__(self, rows: ChecklistModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.hovered: tuple[str, int] = ("", -1)  # the row under the pointer, and which button of it
        self._width = 400
        self._dress: tuple[str, float] | None = None
        self.renew()

    def renew(self) -> bool:
        """Measure again after another theme or letter size; False when neither has changed."""
        dress = (theme.current(), theme.scale())
        if dress == self._dress:
            return False
        self._dress = dress
        self._font = theme.font("body", bold=theme.current() == "outdoor")
        self._small = theme.font("small")
        self._strong = theme.font("small", bold=True)
        self._metrics = QFontMetrics(self._font)
        self._letter = self._metrics.horizontalAdvance("国")
        self._small_metrics = QFontMetrics(self._small)
        self._lines: dict[tuple[str, int], tuple[str, ...]] = {}
        self._sizes: dict[tuple[str, bool], QSize] = {}
        self._ink = {role: theme.colour(role) for role in theme.ROLES}
        self._is_outdoor = theme.current() == "outdoor"
        self._gap, self._small_gap, self._bar = theme.dp(10), theme.dp(4), theme.dp(4)
        self._mark_edge, self._mark_gap, self._radius = theme.dp(14), theme.dp(3), theme.dp(6)
        self._words = {answer: word(answer) for answer in ANSWERS}
        self._icon_edge = theme.dp(16)
        pad = theme.dp(9)
        strong = self._strong_metrics = QFontMetrics(self._strong)
        self._value = ValuePainter()
        self._widths = tuple(
            strong.horizontalAdvance(self._words[a]) + self._icon_edge + theme.dp(4) + 2 * pad for a in ANSWERS
        )
        self._button_height = theme.dp(36)
        self._pad_x, self._pad_y = theme.dp(12), theme.dp(7)
        self._heading_height = self._small_metrics.height() + theme.dp(12)
        return True

    # -- measuring ---------------------------------------------------------------------------------

    def _text_width(self, width: int) -> tuple[int, bool]:
        """Give the room for the text, and whether the buttons must stand under it."""
        room = width - 2 * self._pad_x - sum(self._widths) - self._gap
        if room >= STACK_BELOW * self._letter:
            return room, False
        return width - 2 * self._pad_x, True

    def _room_of(self, row: Row, width: int) -> tuple[int, bool]:
        """Give the room for a row's text, and whether its answer stands under it; words to read have no answer."""
        if row.item is None or row.kind is AnswerKind.NOTE:
            return width - 2 * self._pad_x, False
        return self._text_width(width)

    def lines_of(self, text: str, width: int) -> tuple[str, ...]:
        """Break a text into at most two lines, the second shortened when it is too long."""
        known = self._lines.get((text, width))
        if known is None:
            known = self._lines[text, width] = self._break(text.replace("\n", " "), width)
        return known

    def _break(self, text: str, width: int) -> tuple[str, ...]:
        if self._metrics.horizontalAdvance(text) <= width:
            return (text,)
        low, high = 1, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self._metrics.horizontalAdvance(text[:middle]) <= width:
                low = middle
            else:
                high = middle - 1
        if text[low] in NEVER_FIRST and low > 1:
            low -= 1
        rest = self._metrics.elidedText(text[low:].lstrip(), Qt.TextElideMode.ElideRight, width)
        return (text[:low], rest)

    def sizeHint(  # a cached measure: the view asks it for every row
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give the height of a row at the view's width; the view asks it for every row at each layout."""
        key = self._rows.place_key(index.row())
        known = self._sizes.get(key)
        if known is None:
            known = self._sizes[key] = self._measured(index)
        return known

    def set_width(self, width: int) -> None:
        """Measure for this width of the list; the view's own options lag behind while it is resized."""
        if width != self._width:
            self._width = width
            self._sizes.clear()

    def forget_sizes(self) -> None:
        """Measure all rows again: others are shown."""
        self._sizes.clear()

    def remeasure(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Measure one changed row again; True when its height has changed."""
        key = self._rows.place_key(index.row())
        known, made = self._sizes.get(key), self._measured(index)
        self._sizes[key] = made
        other = self._sizes.pop((key[0], not key[1]), None)  # measured when it stood elsewhere
        return (known or other) is None or (known or other) != made

    def _measured(self, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: Row = index.data(ROW)
        height = self._height(row, self._width) + (self._heading_height if index.data(HEADING) else 0)
        return QSize(1, height)  # a list's rows are as wide as the list

    def _height(self, row: Row, width: int) -> int:
        room, stacked = self._room_of(row, width)
        text = len(self.lines_of(row.title, room)) * self._metrics.lineSpacing() + self._small_metrics.lineSpacing()
        if stacked:
            text += self._button_height + self._small_gap
        return max(text + 2 * self._pad_y, self._button_height + self._gap)

    def places(self, rect: QRect, row: Row, heading: str) -> Places:
        """Say where the parts of a row stand; used for painting and for clicks."""
        top = QRect(rect.x(), rect.y(), rect.width(), self._heading_height if heading else 0)
        body = rect.adjusted(0, top.height(), 0, 0)
        room, stacked = self._room_of(row, rect.width())
        lines = len(self.lines_of(row.title, room)) * self._metrics.lineSpacing()
        small = self._small_metrics.lineSpacing()
        left = body.x() + self._pad_x
        if stacked:
            y = body.y() + self._pad_y
            buttons_y = body.bottom() - self._pad_y - self._button_height + 1
            x = left
        else:
            y = body.y() + (body.height() - lines - small) // 2
            buttons_y = body.y() + (body.height() - self._button_height) // 2
            x = body.right() - self._pad_x - sum(self._widths)
        text, marks = QRect(left, y, room, lines), QRect(left, y + lines, room, small)
        if is_valued(row):
            value = QRect(x, buttons_y, sum(self._widths), self._button_height)
            return Places(top, body, text, marks, (), value)
        buttons = []
        for width in self._widths if is_ticked(row) else ():
            buttons.append(QRect(x, buttons_y, width, self._button_height))
            x += width
        return Places(top, body, text, marks, tuple(buttons))

    # -- painting ----------------------------------------------------------------------------------

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        row: Row = index.data(ROW)
        heading: str = index.data(HEADING)
        rect: QRect = option.rect
        state = option.state
        places = self.places(rect, row, heading)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, places.body, chosen)
        if heading:
            self._paint_heading(painter, places.heading, heading)
        painter.setFont(self._font)
        quiet = (row.item is None and not row.findings) or row.kind in QUIET or row.is_hidden
        painter.setPen(self._ink["muted" if quiet else "text"])
        step = self._metrics.lineSpacing()
        room, _ = self._room_of(row, rect.width())
        for number, line in enumerate(self.lines_of(row.title, room)):
            painter.drawText(places.text.x(), places.text.y() + number * step + self._metrics.ascent(), line)
        self._paint_marks(painter, places.marks, row)
        if places.buttons:
            self._paint_answers(painter, places.buttons, row)
        elif places.value is not None:
            self._value.paint(painter, places.value, row, is_hovered=self.hovered == (row.key, 0))

    def _paint_ground(self, painter: QPainter, body: QRect, chosen: bool) -> None:
        if chosen:
            painter.fillRect(body, self._ink["accent_soft"])
            painter.fillRect(body.x(), body.y(), self._bar, body.height(), self._ink["accent"])
        painter.fillRect(body.x(), body.bottom(), body.width(), 1, self._ink["line"])

    def _paint_heading(self, painter: QPainter, place: QRect, heading: str) -> None:
        painter.fillRect(place, self._ink["raised"])
        painter.setFont(self._strong)
        painter.setPen(self._ink["muted"])
        painter.drawText(place.adjusted(self._pad_x, 0, 0, 0), LEFT_MIDDLE, heading)

    def _paint_marks(self, painter: QPainter, place: QRect, row: Row) -> None:
        painter.setFont(self._small)
        x, base = place.x(), place.y() + self._small_metrics.ascent()
        for icon, text, role in marks_of(row):
            edge = self._mark_edge if icon else 0
            width = self._small_metrics.horizontalAdvance(text)
            if x + edge + width > place.right():
                return
            if icon:
                picture = theme.pixmap(icon, role, edge)
                painter.drawPixmap(x, place.y() + (place.height() - edge) // 2, picture)
                x += edge + self._mark_gap
            painter.setPen(self._ink[role])
            painter.drawText(x, base, text)
            x += width + self._gap

    def _paint_answers(self, painter: QPainter, buttons: tuple[QRect, ...], row: Row) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = buttons[0].united(buttons[-1])
        radius = self._radius
        painter.setPen(QPen(self._ink["line_strong" if self._is_outdoor else "line"], 1))
        painter.setBrush(self._ink["surface"])
        painter.drawRoundedRect(frame.adjusted(0, 0, -1, -1), radius, radius)
        hovered = self.hovered[1] if self.hovered[0] == row.key else -1
        for number, (answer, place) in enumerate(zip(ANSWERS, buttons, strict=True)):
            if row.result is answer:
                self._paint_chosen(painter, place, answer)
                continue
            if number == hovered:
                painter.setPen(QPen(QColor(0, 0, 0, 0)))
                painter.setBrush(self._ink["raised"])
                painter.drawRoundedRect(place.adjusted(2, 2, -3, -3), radius - 2, radius - 2)
            painter.setFont(self._small)
            painter.setPen(self._ink["muted"])
            painter.drawText(place, CENTRE, self._words[answer])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_chosen(self, painter: QPainter, place: QRect, answer: AnswerResult) -> None:
        ground, ink, edge = {
            AnswerResult.COMPLIANT: ("ok_soft", "ok", "ok"),
            AnswerResult.NONCOMPLIANT: ("bad", "on_accent", "bad"),
            AnswerResult.NOT_APPLICABLE: ("raised", "text", "line_strong"),
        }[answer]
        radius = self._radius
        painter.setPen(QPen(self._ink[edge], 2 if self._is_outdoor else 1))
        painter.setBrush(self._ink[ground])
        painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), radius, radius)
        side, gap = self._icon_edge, self._small_gap
        painter.setFont(self._strong)
        width = self._strong_metrics.horizontalAdvance(self._words[answer])
        x = place.x() + (place.width() - side - gap - width) // 2
        painter.drawPixmap(x, place.y() + (place.height() - side) // 2, theme.pixmap(ICONS[answer], ink, side))
        painter.setPen(self._ink[ink])
        painter.drawText(QRect(x + side + gap, place.y(), width + 2, place.height()), LEFT_MIDDLE, self._words[answer])


def marks_of(row: Row) -> list[tuple[str, str, str]]:
    """Give the small marks of a row: icon, words, and the role of their colour."""
    if row.item is not None:
        marks = [("info", tr("To read"), "muted")] if row.kind is AnswerKind.NOTE else [("", row.item.code, "muted")]
    elif not row.findings:
        return [("cross", tr("struck out: {reason}", reason=row.remark), "muted")]
    else:
        marks = [("", tr("Finding {ordinal}", ordinal=row.findings[0].ordinal), "muted")]
    if row.is_major:
        marks.append(("flag", word(Grade.MAJOR), "bad"))
    if row.is_unverified and (row.item is None or row.item.answer.can_fail):
        marks.append(("warning", tr("to be verified"), "warn"))
    if len(row.findings) > 1:
        marks.append(("", tr("{count} findings", count=len(row.findings)), "text"))
    if row.photos and row.kind is not AnswerKind.PHOTO:
        marks.append(("photo", str(row.photos), "text"))
    if row.trouble:
        marks.append(("warning", tr("not allowed"), "bad"))
    if row.value and row.item is not None and row.item.is_tick:
        marks.append(("statistics", tr("worked out"), "text"))
    if row.remark and row.item is not None:
        marks.append(("note", tr("note"), "text"))
    if row.has_private_note:
        marks.append(("lock", tr("internal"), "muted"))
    if row.author:
        marks.append(("person", row.author, "muted"))
    if row.is_hidden:
        marks.append(("info", tr("no longer asked here"), "warn"))
    if row.may_be_major and not row.is_major:
        marks.append(("flag", tr("may be major"), "warn"))
    return marks
