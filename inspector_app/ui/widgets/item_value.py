# SPDX-License-Identifier: MulanPSL-2.0
"""How the answer of a row looks where no tick buttons stand: its value, that it is open still, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.checklist_row import Row
from inspector_app.wording import tr, word

LEFT_MIDDLE = 0x0081  # AlignLeft | AlignVCenter, as the integer that drawText takes
NEVER_PROPOSED = (AnswerKind.ENTRIES, AnswerKind.WORKING)
QUIET = (AnswerKind.COMPUTED, AnswerKind.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Look:
    """Words with an icon, and the roles of ink, ground and edge; no edge means no frame."""

    words: str
    icon: str = ""
    ink: str = "text"
    ground: str = ""
    edge: str = ""
    is_open: bool = False  # nothing there yet: the frame is dashed


_LOOKS = {
    AnswerResult.COMPLIANT: Look("", "check", "ok", "ok_soft", "ok"),
    AnswerResult.NONCOMPLIANT: Look("", "cross", "on_accent", "bad", "bad"),
    AnswerResult.NOT_APPLICABLE: Look("", "minus", "text", "raised", "line_strong"),
    AnswerResult.RECORDED: Look("", "", "text", "surface", "line_strong"),
}


def is_ticked(row: Row) -> bool:
    """Whether the row has the three buttons: a ticked item that is looked at as a whole."""
    return row.item is not None and row.item.is_tick and not row.spots


def is_valued(row: Row) -> bool:
    """Whether the row shows a value in their place."""
    return row.item is not None and not is_ticked(row) and row.kind is not AnswerKind.NOTE


def look_of(row: Row) -> Look:
    """Say how the value of a row looks."""
    kind = row.kind
    if kind is AnswerKind.UNSUPPORTED:
        return Look(tr("Not for this computer"), ink="faint")
    if kind is AnswerKind.COMPUTED:
        return Look(f"= {row.shown}" if row.shown else tr("computed"), ink="muted")
    words = value_words(row)
    if not words:
        if row.is_required:
            return Look(tr("Must be filled in"), "warning", "warn", "surface", "warn", is_open=True)
        return Look(_open_words(row), "", "muted", "surface", "line", is_open=True)
    if row.result is AnswerResult.NOT_CHECKED and not row.spots and kind not in NEVER_PROPOSED:
        return Look(tr("{value} (proposed)", value=words), "", "muted", "surface", "line_strong", is_open=True)
    if row.result is AnswerResult.NOT_CHECKED and row.spots and kind is not AnswerKind.ENTRIES:
        return Look(words, "", "muted", "surface", "line_strong", is_open=True)
    known = _LOOKS.get(row.result, _LOOKS[AnswerResult.RECORDED])
    return Look(words, known.icon, known.ink, known.ground, known.edge)


def value_words(row: Row) -> str:
    """Give the words of an answer; nothing while there is none."""
    if row.spots and row.kind is not AnswerKind.ENTRIES:
        said = word(row.result) if row.result is not AnswerResult.NOT_CHECKED else tr("not all checked")
        return tr("{count} places: {answer}", count=row.spots, answer=said)
    if row.result is AnswerResult.NOT_APPLICABLE:
        return tr("not on this site") if row.kind is AnswerKind.DEDUCTION else word(row.result)
    if row.kind is AnswerKind.DEDUCTION and row.value:
        if row.result is AnswerResult.COMPLIANT:
            return tr("Full marks")
        return tr("{off} taken off of {points}", off=row.value, points=row.item.points if row.item else "")
    return row.shown


def _open_words(row: Row) -> str:
    kind = row.kind
    if kind is AnswerKind.PHOTO:
        return tr("to be photographed")
    if kind is AnswerKind.ENTRIES:
        return tr("no entries")
    if kind is AnswerKind.WORKING:
        return tr("to be worked out")
    if kind is AnswerKind.DEDUCTION:
        return tr("to be scored, {points} points", points=row.item.points if row.item and row.item.points else "—")
    unit = row.item.answer.unit if row.item is not None else ""
    return tr("to be filled in ({unit})", unit=unit) if unit else tr("to be filled in")


class ValuePainter:
    """Paints values; made anew with each theme and letter size."""

    def __init__(self) -> None:
        self._small = theme.font("small")
        self._strong = theme.font("small", bold=True)
        self._metrics = QFontMetrics(self._strong)
        self._edge = theme.dp(16)
        self._gap, self._pad, self._radius = theme.dp(4), theme.dp(10), theme.dp(6)
        self._ink = {role: theme.colour(role) for role in theme.ROLES}
        self._is_outdoor = theme.current() == "outdoor"

    def paint(self, painter: QPainter, place: QRect, row: Row, *, is_hovered: bool) -> None:
        """Paint the value of a row into the place of its buttons."""
        look = look_of(row)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if look.edge:
            style = Qt.PenStyle.DashLine if look.is_open else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self._ink[look.edge], 2 if self._is_outdoor else 1, style))
            painter.setBrush(self._ink["raised" if is_hovered and look.is_open else look.ground])
            painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), self._radius, self._radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        x = place.x() + self._pad
        if look.icon:
            picture = theme.pixmap(look.icon, look.ink, self._edge)
            painter.drawPixmap(x, place.y() + (place.height() - self._edge) // 2, picture)
            x += self._edge + self._gap
        is_quiet = look.is_open or row.kind in QUIET
        painter.setFont(self._small if is_quiet else self._strong)
        painter.setPen(self._ink[look.ink])
        room = QRect(x, place.y(), place.right() - self._pad - x, place.height())
        words = look.words.replace("\n", " ")
        painter.drawText(room, LEFT_MIDDLE, self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width()))
