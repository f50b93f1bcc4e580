# SPDX-License-Identifier: MulanPSL-2.0
"""What a document takes: findings to tick, and below them the line at the cursor with deadline and bases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import Finding, FindingDraft, Grade
from inspector_app.domain.problems import Problem, Severity
from inspector_app.operations import document_drafts, findings
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.documents_state import DocumentsState, Draft
from inspector_app.ui.models.order_lines_model import OrderLine, OrderLinesModel, deadline_words
from inspector_app.ui.widgets.chip import chip_size, paint_chip
from inspector_app.ui.widgets.drafts import Drafts, SaveState
from inspector_app.ui.widgets.order_line_editor import OrderLineEditor
from inspector_app.ui.widgets.page import button, label, row, scrolled
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
HERE = frozenset({"deadline", "grade", "clauses"})  # fields that are changed here


class OrderLines(QWidget):
    """Chooses and amends through operations; typed values wait in `drafts` until they are in the ledger."""

    place_wanted = Signal(str)  # a problem's `where` that is not on this page

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._state: DocumentsState | None = None
        self._kind: DocumentKind | None = None
        self.drafts = Drafts(jobs, self)
        self.model = OrderLinesModel(self)
        self.list = OrderLineList(self.model)
        self.editor = OrderLineEditor()
        self.count = label("", tone="muted")
        self.all_button = button(tr("Choose all"), self._on_all, kind="quiet")
        title = label(tr("Findings of this document"))
        title.setObjectName("cardTitle")
        self.area = scrolled(self.editor)
        self.area.setMinimumHeight(theme.dp(80))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addLayout(row(title, self.count, None, self.all_button))
        box.addWidget(self.list, 3)
        box.addWidget(self.area, 4)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.edit_wanted.connect(partial(self.editor.focus_field, "deadline"))
        self.model.chosen_changed.connect(self._on_chosen)
        self.editor.edited.connect(self._on_edited)
        self.editor.confirm_wanted.connect(self._on_confirm)
        self.editor.finding_wanted.connect(self._on_finding_wanted)
        self.drafts.refused.connect(self._on_refused)

    @property
    def is_settled(self) -> bool:
        """Whether nothing that was typed is still on its way to the ledger."""
        return self.drafts.state is not SaveState.SAVING

    # What is shown

    def show_state(self, state: DocumentsState, draft: Draft) -> None:
        """Show what the ledger has of the findings that a document may take."""
        if self._kind is not draft.kind:
            self.drafts.flush()
        taken, problems = set(draft.page.takes), draft.problems
        lines = []
        number = 0
        for finding in state.findings(draft.page.may_take):
            is_taken = finding.id in taken
            number += is_taken
            mine = [p for p in problems if p.where.startswith(f"finding:{finding.id}")]
            stops = sum(p.severity is Severity.BLOCK for p in mine)
            lines.append(
                OrderLine(finding=finding, number=number if is_taken else 0, blocks=stops, notes=len(mine) - stops)
            )
        self._state, self._kind = state, draft.kind
        self.model.put(lines)
        if not self.list.currentIndex().isValid() and lines:
            self.list.setCurrentIndex(self.model.index(0))
        self._show_count()
        self._show_line()

    def _show_count(self) -> None:
        chosen, every = len(self.model.chosen), len(self.model.lines)
        self.count.setText(tr("{chosen} of {count}", chosen=chosen, count=every))
        self.all_button.setText(tr("Choose none") if chosen == every else tr("Choose all"))

    def _on_current(self, *_: object) -> None:
        self.drafts.flush()
        self._show_line()
        self.area.verticalScrollBar().setValue(0)

    def _show_line(self) -> None:
        line = self.model.line(self.list.currentIndex().row())
        self.area.setVisible(line is not None)
        state = self._state
        if line is None or state is None:
            return
        typed = self.drafts.value(line.finding.id)
        self.editor.show_line(
            line,
            self._item(line.finding.item_code),
            state.view.inspection.started_at.date(),
            grade_is_frozen=bool(state.valid(DocumentKind.INSPECTION_RECORD)),
            typed=typed if isinstance(typed, FindingDraft) else None,
        )

    def _item(self, code: str | None) -> ChecklistItem | None:
        items = self._state.view.items if self._state else ()
        return next((item for item in items if item.code == code), None)

    def jump(self, where: str) -> bool:
        """Go to the field that a problem names, if it is on this page."""
        kind, _, rest = where.partition(":")
        finding_id, _, name = rest.partition(":")
        at = self.model.row_of(finding_id) if kind == "finding" else -1
        if at < 0:
            return False
        self.list.setCurrentIndex(self.model.index(at))
        if name not in HERE:
            return False
        self.editor.focus_field(name)
        self.area.ensureWidgetVisible(self.editor.focusWidget() or self.editor)
        return True

    # What a person does

    def _on_all(self) -> None:
        every = [line.finding.id for line in self.model.lines]
        self.model.choose([] if len(self.model.chosen) == len(every) else every)

    def _on_chosen(self, finding_ids: tuple[str, ...]) -> None:
        self._show_count()
        self._show_line()
        if self._state is not None and self._kind is not None:
            choose = document_drafts.choose_findings
            inspection_id = self._state.view.inspection.id
            self._jobs.run_write(self, partial(choose, self._ws, inspection_id, self._kind, finding_ids))

    def _on_edited(self, finding_id: str) -> None:
        self.editor.say("")
        draft = self.editor.draft()
        work: Callable[[], Done[Finding]] = partial(findings.amend_finding, self._ws, finding_id, draft)
        self.drafts.put(finding_id, draft, work)

    def _on_refused(self, finding_id: str, problems: tuple[Problem, ...]) -> None:
        if finding_id == self.editor.finding_id:
            self.editor.say("\n".join(sentence(problem) for problem in problems))

    def _on_confirm(self, finding_id: str, number: int) -> None:
        state = self._state
        if state is None:
            return
        officers = state.view.inspection.officers
        person = self._ask.text(
            tr("Confirm the legal basis"),
            tr("Who has read this basis in its source and answers for it? The name is kept with the finding."),
            initial=self._ws.actor or (officers[0].name if officers else ""),
        )
        if person:
            self.drafts.flush()
            self._jobs.run_write(
                self,
                partial(findings.confirm_clause, self._ws, finding_id, number, person),
                refused=partial(self._on_refused, finding_id),
            )

    def _on_finding_wanted(self, finding_id: str) -> None:
        self.drafts.flush()
        self.place_wanted.emit(f"finding:{finding_id}")


class OrderLineList(QListView):
    """The lines; Space ticks, Enter goes to the deadline."""

    edit_wanted = Signal()

    def __init__(self, model: OrderLinesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(OrderLineDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Findings of this document"))
        self.setMinimumHeight(theme.dp(64))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, or go on to the fields."""
        if event.key() == Qt.Key.Key_Space:
            self._lines.toggle(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks; anywhere else it only moves the cursor."""
        super().mousePressEvent(event)
        point: QPoint = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            rect = self.visualRect(index)
            if point.x() - rect.left() <= box_room():
                self._lines.toggle(index.row())

    def changeEvent(self, event: QEvent) -> None:
        """Lay out again when the letters grow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()


def box_room() -> int:
    """Give how wide the part of a row is that ticks it: a finger's width."""
    return theme.dp(44)


class OrderLineDelegate(QStyledItemDelegate):
    """Paints box, number, wording, and below them grade, deadline and what is left out."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give two lines of text."""
        del option, index
        high = QFontMetrics(theme.font()).height() + QFontMetrics(theme.font("small")).height()
        return QSize(theme.dp(200), high + theme.dp(24))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        model = index.model()
        line = model.line(index.row()) if isinstance(model, OrderLinesModel) else None
        if line is None:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("raised"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        _paint_box(painter, rect, ticked=line.is_chosen)
        room = rect.adjusted(box_room(), theme.dp(8), -theme.dp(10), -theme.dp(8))
        _paint_words(painter, room, line)
        painter.restore()


def _paint_box(painter: QPainter, rect: QRect, *, ticked: bool) -> None:
    edge = theme.dp(18)
    box = QRect(rect.left() + theme.dp(13), rect.center().y() - edge // 2, edge, edge)
    painter.setPen(QPen(theme.colour("accent" if ticked else "line_strong"), 1))
    painter.setBrush(theme.colour("accent" if ticked else "surface"))
    painter.drawRoundedRect(box, theme.dp(4), theme.dp(4))
    if ticked:
        painter.drawPixmap(box.adjusted(1, 1, -1, -1), theme.pixmap("check", "on_accent", edge))


def _paint_words(painter: QPainter, room: QRect, line: OrderLine) -> None:
    finding = line.finding
    body, small = theme.font(), theme.font("small")
    high = QFontMetrics(body).height()
    if line.blocks:
        edge = theme.dp(18)
        painter.drawPixmap(room.right() - edge, room.top(), theme.pixmap("error", "bad", edge))
    painter.setFont(body)
    painter.setPen(theme.colour("text" if line.is_chosen else "muted"))
    first = QRect(room.left(), room.top(), room.width() - theme.dp(26 if line.blocks else 0), high)
    words = f"{line.number}. {finding.description}" if line.is_chosen else finding.description
    painter.drawText(first, LEFT, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, first.width()))
    left, top = room.left(), room.top() + high + theme.dp(2)
    below = room.bottom() - top
    painter.setFont(small)
    painter.setPen(theme.colour("muted"))
    due = deadline_words(finding)
    painter.drawText(QRect(left, top, room.width(), below), LEFT, due)
    left += painter.fontMetrics().horizontalAdvance(due) + theme.dp(10)
    chips = []
    if finding.grade is Grade.MAJOR:
        chips.append((word(finding.grade), "bad", "flag"))
    if line.unverified:
        chips.append((tr("{count} bases to be verified", count=line.unverified), "warn", "warning"))
    if not line.is_chosen:
        chips.append((tr("left out"), "muted", "minus"))
    for words, role, icon in chips:
        size = chip_size(words, icon)
        if left + size.width() > room.right():
            break
        at = QRect(left, top + (below - size.height()) // 2, size.width(), size.height())
        paint_chip(painter, at, words, role, icon)
        left += size.width() + theme.dp(6)
