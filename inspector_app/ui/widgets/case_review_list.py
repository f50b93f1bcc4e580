# SPDX-License-Identifier: MulanPSL-2.0
"""What the review of a case found, one sentence a row under heads that fold: what stops, what needs a reason, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from inspector_app.domain.review import RuleLevel
from inspector_app.operations.review.review import Result
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import SIGN, chip_size, paint_chip
from inspector_app.ui.widgets.document_rows import HEAD, DocumentRowDelegate, DocumentRows
from inspector_app.ui.widgets.row_list import LEFT, Row, RowModel
from inspector_app.wording import tr, word

Index = QModelIndex | QPersistentModelIndex
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
EDGE, GAP, AIR = 12, 8, 7


class Group(StrEnum):
    """The heads, in their order."""

    BLOCK = "block"
    WARN = "warn"  # without a reason yet
    INFO = "info"
    PASSED = "passed"


LEVELS = {RuleLevel.BLOCK: Group.BLOCK, RuleLevel.WARN: Group.WARN, RuleLevel.INFO: Group.INFO}
ROLES = {Group.BLOCK: "bad", Group.WARN: "warn", Group.INFO: "muted", Group.PASSED: "ok"}
SIGNS = {"muted": "info"}  # a note is no minus


def group_of(result: Result) -> Group:
    """Give the head under which a result stands."""
    return Group.PASSED if result.passed_by is not None else LEVELS[result.level]


def group_word(group: Group) -> str:
    """Name a head; also the word of a result's level."""
    return tr("With its reason") if group is Group.PASSED else word(RuleLevel(group.value))


def sign_of(role: str) -> str:
    """Give the icon beside the word of a level."""
    return SIGNS.get(role) or SIGN[role]


def keyed(results: Sequence[Result]) -> dict[str, Result]:
    """Give every result an id that stays the same when others come and go: rule, place and which one of them."""
    found: dict[str, Result] = {}
    for result in results:
        start, n = f"{result.rule.id}|{result.problem.where}|", 0
        while f"{start}{n}" in found:
            n += 1
        found[f"{start}{n}"] = result
    return found


class ReviewDelegate(DocumentRowDelegate):
    """Paints a rule's number, the whole sentence, where it is mended below it, and the level as a chip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height of the wrapped sentence and one small line."""
        model, view = index.model(), option.widget
        if not isinstance(model, RowModel) or model.rows[index.row()].id.startswith(HEAD):
            return super().sizeHint(option, index)
        width = view.viewport().width() if isinstance(view, DocumentRows) else theme.dp(400)
        shown = model.rows[index.row()]
        high = _text_height(shown.title, _text_room(QRect(0, 0, width, 1), shown).width())
        return QSize(theme.dp(160), high + _small().height() + theme.dp(2) + 2 * theme.dp(AIR))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        model = index.model()
        if not isinstance(model, RowModel) or model.rows[index.row()].id.startswith(HEAD):
            super().paint(painter, option, index)
            return
        shown, rect = model.rows[index.row()], option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), theme.dp(3), rect.height()), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("raised"))
        _paint_result(painter, rect, shown)
        painter.restore()


def _small() -> QFontMetrics:
    return QFontMetrics(theme.font("small"))


def _number_width() -> int:
    return QFontMetrics(theme.font(bold=True)).horizontalAdvance("R00")


def _text_room(rect: QRect, shown: Row) -> QRect:
    """Give the column of the sentence: between the number and the chip."""
    left = theme.dp(EDGE) + _number_width() + theme.dp(GAP)
    right = theme.dp(EDGE) + chip_size(shown.chip, sign_of(shown.chip_role)).width() + theme.dp(GAP)
    return rect.adjusted(left, theme.dp(AIR), -right, -theme.dp(AIR))


def _text_height(words: str, width: int) -> int:
    return QFontMetrics(theme.font()).boundingRect(0, 0, max(40, width), 10_000, WRAP, words).height()


def _paint_result(painter: QPainter, rect: QRect, shown: Row) -> None:
    room = _text_room(rect, shown)
    number = QRect(rect.left() + theme.dp(EDGE), room.top(), _number_width() + theme.dp(GAP), room.height())
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font(bold=True))
    painter.drawText(number, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown.side)
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font())
    painter.drawText(room, WRAP, shown.title)
    small = _small()
    below = QRect(room.left(), room.bottom() - small.height() + 1, room.width(), small.height())
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font("small"))
    painter.drawText(below, LEFT, small.elidedText(shown.detail, Qt.TextElideMode.ElideRight, below.width()))
    sign = sign_of(shown.chip_role)
    size = chip_size(shown.chip, sign)
    place = QRect(rect.right() - theme.dp(EDGE) - size.width(), room.top(), size.width(), size.height())
    paint_chip(painter, place, shown.chip, shown.chip_role, sign)


class ReviewList(DocumentRows):
    """The results under their heads; what has its reason is folded away at first."""

    result_shown = Signal(object)  # Result at the cursor, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What the review found"), parent)
        self.setObjectName("cardList")
        self.setItemDelegate(ReviewDelegate(self))
        self._results: Mapping[str, Result] = {}
        self._open: dict[str, bool] = {}
        self._shown = ""  # the last row that was no head
        self._quiet = False
        self.row_shown.connect(self._on_shown)
        self.folded.connect(self._on_folded)

    def show_results(self, results: Sequence[Result]) -> None:
        """Show these; the one at the cursor stays there, or the cursor goes on to the next one that is left."""
        before = [row.id for row in self.rows.rows]
        self._results = keyed(results)
        self._fill()
        here = {row.id for row in self.rows.rows}
        if self._shown not in here:
            at = before.index(self._shown) if self._shown in before else 0
            order = [*before[at:], *reversed(before[:at]), *(row.id for row in self.rows.rows)]
            self._shown = next((row for row in order if row in here and not row.startswith(HEAD)), "")
            self._fill()
        self.result_shown.emit(self.current())

    def clear(self) -> None:
        """Forget everything, for another case."""
        self._open.clear()
        self._shown = ""
        self.show_results(())

    def current(self) -> Result | None:
        """Give the result at the cursor, or the last one that was."""
        return self._results.get(self._shown)

    def others(self, result: Result) -> tuple[Result, ...]:
        """Give the other warnings of the same rule that have no reason yet, one for each place."""
        places = {result.problem.where}
        found = []
        for one in self._results.values():
            same = one.rule.id == result.rule.id and group_of(one) is Group.WARN
            if same and one.problem.where not in places:
                places.add(one.problem.where)
                found.append(one)
        return tuple(found)

    def go_on(self) -> bool:
        """Move on to the next warning of another place without a reason; False when there is none."""
        result = self.current()
        waiting = [key for key, one in self._results.items() if group_of(one) is Group.WARN]
        if result is not None:
            place = (result.rule.id, result.problem.where)
            at = waiting.index(self._shown) if self._shown in waiting else 0
            ordered = [*waiting[at:], *waiting[:at]]
            waiting = [
                key for key in ordered if (self._results[key].rule.id, self._results[key].problem.where) != place
            ]
        if waiting:
            self._open.pop(Group.WARN, None)
            self._shown = waiting[0]
            self._fill()
            self.result_shown.emit(self.current())
        return bool(waiting)

    # Rows

    def _fill(self) -> None:
        rows: list[Row] = []
        for group in Group:
            own = [(key, result) for key, result in self._results.items() if group_of(result) is group]
            is_open = self._open.get(group, group is not Group.PASSED)
            if own:
                rows.append(Row(id=HEAD + group, title=group_word(group), side=str(len(own)), leads=is_open))
            rows.extend(_row(key, result, group) for key, result in own if is_open)
        head = self.current_id()
        self._quiet = True
        self.put(rows)
        if not (head.startswith(HEAD) and self.current_id() == head and self.hasFocus()):
            self.show_row(self._shown)
        self._quiet = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the sentences elsewhere; the one at the cursor stays in view."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self.scrollTo(self.currentIndex())

    # What a person does

    def _on_shown(self, row_id: str) -> None:
        if self._quiet or not row_id or row_id.startswith(HEAD) or row_id == self._shown:
            return
        self._shown = row_id
        self.result_shown.emit(self.current())

    def _on_folded(self, head: str, is_open: bool) -> None:
        self._open[head.removeprefix(HEAD)] = is_open
        self._fill()


def _row(key: str, result: Result, group: Group) -> Row:
    passed = result.passed_by
    detail = tr("Mended at: {place}", place=result.rule.mend)
    if passed is not None:
        fields = {"reason": passed.reason, "person": passed.person, "day": f"{passed.at:%Y-%m-%d}"}
        named = tr("Reason: {reason} ({person}, {day})", **fields)
        detail = named if passed.person else tr("Reason: {reason} ({day})", **fields)
    return Row(
        id=key,
        title=result.sentence,
        detail=detail,
        side=result.rule.id,
        chip=group_word(group),
        chip_role=ROLES[group],
    )
