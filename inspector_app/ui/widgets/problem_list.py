# SPDX-License-Identifier: MulanPSL-2.0
"""A list of problems, one sentence a row; a click or Enter tells where to jump."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.problems import Problem, Severity
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import SIGN, chip_size, paint_chip
from inspector_app.wording import sentence, tr

Index = QModelIndex | QPersistentModelIndex
DISPLAY, TOOLTIP, ACCESSIBLE = 0, 3, 11  # Qt's roles as integers: an Enum comparison a cell is slow
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at the right of a problem, with the role of its colour."""

    text: str = ""
    role: str = "muted"


NO_MARK = Mark()


class ProblemModel(QAbstractListModel):
    """Problems as sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self._sentences: list[str] = []

    def put(self, problems: tuple[Problem, ...], marks: tuple[Mark, ...] = ()) -> None:
        """Show these and no others; a mark beside each, or none."""
        self.beginResetModel()
        self.problems = problems
        self.marks = marks or (NO_MARK,) * len(problems)
        self._sentences = [sentence(p) for p in problems]
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Count the problems."""
        return 0 if parent.isValid() else len(self.problems)

    def data(self, index: Index, role: int = 0) -> object:
        """Give the sentence of a row."""
        if role in (DISPLAY, TOOLTIP):
            return self._sentences[index.row()]
        if role == ACCESSIBLE:
            mark = self.marks[index.row()].text
            said = f"{word_of(self.problems[index.row()])}: {self._sentences[index.row()]}"
            return f"{said} {mark}" if mark else said
        return None


def word_of(problem: Problem) -> str:
    """Name the weight of a problem; a colour alone never says it."""
    return tr("Must be mended") if problem.severity is Severity.BLOCK else tr("Note")


class ProblemDelegate(QStyledItemDelegate):
    """Paints icon, sentence and an arrow where there is a place to go to."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one problem."""
        model = index.model()
        if not isinstance(model, ProblemModel):
            return
        problem = model.problems[index.row()]
        stops = problem.severity is Severity.BLOCK
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("raised"))
        edge, gap = theme.dp(18), theme.dp(8)
        top = rect.top() + (rect.height() - edge) // 2
        picture = theme.pixmap("error" if stops else "warning", "bad" if stops else "warn", edge)
        painter.drawPixmap(rect.left() + gap, top, picture)
        if problem.where:
            arrow = theme.pixmap("next", "muted", edge)
            painter.drawPixmap(rect.right() - gap - edge, top, arrow)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font())
        mark, room = model.marks[index.row()], _text_rect(rect, model.marks[index.row()])
        if mark.text:
            size = chip_size(mark.text, SIGN.get(mark.role, ""))
            place = QRect(room.right() + gap, rect.center().y() - size.height() // 2, size.width(), size.height())
            if is_narrow(rect):
                room.setBottom(rect.bottom() - size.height() - gap)
                place.moveTo(room.left(), room.bottom() + gap // 2)
            paint_chip(painter, place, mark.text, mark.role, SIGN.get(mark.role, ""))
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font())
        painter.drawText(room, WRAP, str(model.data(index, DISPLAY)))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height of the wrapped sentence, at least one target."""
        widget = option.widget
        width = widget.viewport().width() if isinstance(widget, QListView) else theme.dp(400)
        model = index.model()
        mark = model.marks[index.row()] if isinstance(model, ProblemModel) else NO_MARK
        room = _text_rect(QRect(0, 0, width, 1), mark)
        words = str(index.data(DISPLAY))
        high = QFontMetrics(theme.font()).boundingRect(0, 0, room.width(), 10_000, WRAP, words).height()
        if mark.text and is_narrow(QRect(0, 0, width, 1)):
            high += chip_size(mark.text).height() + theme.dp(4)
        return QSize(width, max(theme.dp(36), high + theme.dp(12)))


def is_narrow(rect: QRect) -> bool:
    """Whether a mark stands below the sentence, since beside it there would be no room to read."""
    return rect.width() < QFontMetrics(theme.font()).horizontalAdvance("中") * 34


def _text_rect(rect: QRect, mark: Mark) -> QRect:
    side = theme.dp(18) + 2 * theme.dp(8)
    beside = 0
    if mark.text and not is_narrow(rect):
        beside = chip_size(mark.text, SIGN.get(mark.role, "")).width() + theme.dp(8)
    return rect.adjusted(side, 0, -side - beside, 0)


class _View(QListView):
    """Lays its rows out again when the width changes, since sentences wrap."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what a click does, on every desktop."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.clicked.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class ProblemList(QWidget):
    """Shows problems; `jump_requested` carries the problem's `where`."""

    jump_requested = Signal(str)
    problem_shown = Signal(object)  # Problem at the cursor, or None
    problem_chosen = Signal(object)  # Problem: a click or Enter on it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ProblemModel(self)
        self.view = _View()
        self.view.setObjectName("problemList")
        self.view.setModel(self.model)
        self.view.setItemDelegate(ProblemDelegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(tr("What is missing or wrong"))
        self.view.clicked.connect(self._on_chosen)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.view)

    def show_problems(
        self, problems: tuple[Problem, ...], mark_of: Callable[[Problem], Mark] = lambda _problem: NO_MARK
    ) -> None:
        """Show these problems; those that stop the act come first, and the one at the cursor stays there."""
        ordered = tuple(sorted(problems, key=lambda p: p.severity is not Severity.BLOCK))
        marks = tuple(mark_of(problem) for problem in ordered)
        if (ordered, marks) == (self.model.problems, self.model.marks):
            return
        kept = self.current()
        self.model.put(ordered, marks)
        if ordered:
            at = next((n for n, p in enumerate(ordered) if kept is not None and _same(p, kept)), 0)
            self.view.setCurrentIndex(self.model.index(at))
        else:
            self.problem_shown.emit(None)

    def current(self) -> Problem | None:
        """Give the problem at the cursor."""
        row = self.view.currentIndex().row()
        return self.model.problems[row] if 0 <= row < len(self.model.problems) else None

    def show_problem(self, problem: Problem) -> None:
        """Move the cursor to a problem."""
        if problem in self.model.problems:
            self.view.setCurrentIndex(self.model.index(self.model.problems.index(problem)))

    def count(self) -> int:
        """Count what is shown."""
        return len(self.model.problems)

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.problem_shown.emit(self.current())

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            problem = self.model.problems[index.row()]
            self.problem_chosen.emit(problem)
            if problem.where:
                self.jump_requested.emit(problem.where)


def _same(one: Problem, other: Problem) -> bool:
    return (one.code, one.where, one.fields.get("rule")) == (other.code, other.where, other.fields.get("rule"))
