# SPDX-License-Identifier: MulanPSL-2.0
"""The right side: the item in full, and below it its findings, several if need be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from inspector_app.domain.answering import AnswerKind, Need
from inspector_app.domain.checklist import ChecklistItem, Law
from inspector_app.domain.finding import Finding, FindingDraft, FindingStatus, Photo
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.answer_panel import AnswerPanel
from inspector_app.ui.widgets.answer_tools import AnswerTools
from inspector_app.ui.widgets.answer_view import AnswerView
from inspector_app.ui.widgets.finding_editor import FindingEditor, FindingSetting
from inspector_app.ui.widgets.finding_tools import FindingTools
from inspector_app.ui.widgets.item_detail import ItemDetail
from inspector_app.ui.widgets.page import button, row, scrolled
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word

SETTLE_MS = 200
PREPARE_MS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the page is about: an item with its answer, or a finding without an item."""

    key: str
    item: ChecklistItem | None
    result: AnswerResult
    note: str
    findings: tuple[Finding, ...]  # struck out ones too
    photos: tuple[Photo, ...]
    officers: tuple[str, ...]  # who may say that a basis is right
    numbers: Mapping[str, str]  # of the orders that froze findings
    record: str  # number of the issued record, if there is one
    laws: dict[str, Law]
    on: date
    is_finished: bool
    inspection_id: str = ""
    answer: AnswerView | None = None


class ItemPage(QWidget):
    """Shows a subject and tells what is typed and wanted."""

    edited = Signal(str)  # finding
    left = Signal()
    note_edited = Signal(str, str)
    private_note_edited = Signal(str, str)
    strike_wanted = Signal(str)
    confirm_wanted = Signal(str, int, str)
    more_wanted = Signal()  # one more finding of this item
    finished = Signal()  # on to the next item
    focus_lost = Signal()  # what had the focus is gone

    def __init__(self, tools: FindingTools, answer_tools: AnswerTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._subject: Subject | None = None
        self.editors: list[FindingEditor] = []
        self.answer = AnswerPanel(answer_tools, tools.strip)
        self.answer.finding_wanted.connect(self._on_finding_wanted)
        self.detail = ItemDetail(self.answer)
        self.detail.note_edited.connect(self.note_edited)
        self.detail.private_note_edited.connect(self.private_note_edited)
        self.detail.note_left.connect(self.left)
        self.missing = WrapLabel(tr("Noncompliant, but no finding is recorded."), tone="warn")
        self.needs = WrapLabel(tone="warn")
        self.more_button = button(tr("One more finding here"), self.more_wanted.emit, icon="add", kind="quiet")
        self.hint = WrapLabel(tone="muted")
        self.struck = WrapLabel(tone="muted")
        self.body = _Body()
        self._box = QVBoxLayout(self.body)
        self._box.setContentsMargins(0, 0, theme.dp(8), theme.dp(8))
        self._box.setSpacing(theme.dp(10))
        card = QFrame()
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        side = theme.dp(14)
        inner.setContentsMargins(side, theme.dp(10), side, theme.dp(12))
        inner.addWidget(self.detail)
        self._card = card
        self._editors_box = QVBoxLayout()
        self._editors_box.setSpacing(theme.dp(10))
        self._box.addWidget(card)
        self._box.addWidget(self.missing)
        self._box.addWidget(self.needs)
        self._box.addLayout(self._editors_box)
        self._box.addLayout(row(self.more_button, None))
        self._box.addWidget(self.hint)
        self._box.addWidget(self.struck)
        self._box.addStretch(1)
        self.area = scrolled(self.body)
        self._target: str | None = None  # the finding to keep in view while heights settle
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._forget_target)
        self.area.verticalScrollBar().rangeChanged.connect(self._on_range)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self.show_subject(None, {})

    # -- showing -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Make the first form while nobody waits for it."""
        super().showEvent(event)
        if not self.editors:
            QTimer.singleShot(PREPARE_MS, self, self._prepare)

    def _prepare(self) -> None:
        if not self.editors:
            self._add_editor()
            self.editors[0].hide()
            self.editors[0].prepare()

    def show_subject(self, subject: Subject | None, typed: Mapping[str, FindingDraft]) -> None:
        """Show a subject; `typed` holds drafts that are not saved yet, by finding."""
        before, self._subject = self._subject, subject
        self.body.setVisible(subject is not None)
        if subject is None:
            self._show_editors((), typed)
            return
        self._card.setVisible(subject.item is not None)
        if subject.item is not None:
            private = subject.answer.private_note if subject.answer is not None else ""
            self.detail.show_item(subject.item, subject.note, subject.on, private)
            self.detail.set_read_only(subject.is_finished)
            self._show_answer(subject)
        live = tuple(f for f in subject.findings if f.status is not FindingStatus.WITHDRAWN)
        self._show_editors(live, typed)
        wrong = subject.item is not None and subject.result is AnswerResult.NONCOMPLIANT
        self.missing.setVisible(wrong and not live)
        self.needs.setText(_needed(subject) if wrong else "")
        self.needs.setVisible(bool(self.needs.text()))
        self.more_button.setVisible(wrong and not subject.is_finished)
        self.more_button.setText(tr("One more finding here") if live else tr("Record a finding"))
        self.hint.setText(_keys_line(subject))
        self.hint.setVisible(subject.item is not None and not live and not subject.is_finished)
        self.struck.setText("\n".join(_struck_line(f) for f in subject.findings if f not in live))
        self.struck.setVisible(bool(self.struck.text()))
        if before is None or before.key != subject.key:
            self._forget_target()
            self.area.verticalScrollBar().setValue(0)
            if live and self._is_ticked(subject):
                self.reveal()

    @staticmethod
    def _is_ticked(subject: Subject) -> bool:
        """Whether the answer stands in the list alone, so that the finding is what one comes for."""
        item, answer = subject.item, subject.answer
        return item is None or (item.is_tick and not (answer is not None and answer.spots))

    def _show_answer(self, subject: Subject) -> None:
        if subject.answer is None:
            self.answer.hide()
            return
        focused = self.answer.isAncestorOf(self.focusWidget() or self)
        self.answer.put(subject.answer, subject.inspection_id, subject.photos, is_finished=subject.is_finished)
        now = self.focusWidget()
        if focused and (now is None or not now.isVisibleTo(self)):
            self.focus_lost.emit()

    def _show_editors(self, findings: Sequence[Finding], typed: Mapping[str, FindingDraft]) -> None:
        subject = self._subject
        while len(self.editors) < len(findings):
            self._add_editor()
        for number, editor in enumerate(self.editors):
            if number >= len(findings) and editor.isAncestorOf(self.focusWidget() or self):
                self.focus_lost.emit()
            editor.setVisible(number < len(findings))
            if number >= len(findings) or subject is None:
                continue
            finding = findings[number]
            setting = FindingSetting(
                item=subject.item,
                on=subject.on,
                laws=subject.laws,
                officers=subject.officers,
                order=subject.numbers.get(finding.id, ""),
                record=subject.record,
            )
            editor.show_finding(finding, setting, typed.get(finding.id))
            refresh = getattr(editor.strip, "refresh", None)
            if refresh is not None:
                refresh(subject.photos)

    def _add_editor(self) -> None:
        editor = FindingEditor(self._tools)
        editor.edited.connect(self.edited)
        editor.left.connect(self.left)
        editor.strike_wanted.connect(self.strike_wanted)
        editor.confirm_wanted.connect(self.confirm_wanted)
        editor.finished.connect(self.finished)
        editor.opened.connect(self._on_opened)
        self.editors.append(editor)
        self._editors_box.addWidget(editor)

    # -- finding one's way -------------------------------------------------------------------------

    def editor_of(self, finding_id: str) -> FindingEditor | None:
        """Give the editor that shows a finding."""
        shown = (e for e in self.editors if e.isVisibleTo(self) and e.finding_id == finding_id)
        return next(shown, None)

    def first_editor(self) -> FindingEditor | None:
        """Give the first editor that shows something."""
        return next((e for e in self.editors if e.isVisibleTo(self)), None)

    def reveal(self, finding_id: str = "") -> None:
        """Scroll a finding into view, now and while its height settles."""
        self._target = finding_id
        self._settled.start()
        QTimer.singleShot(0, self, self._on_range)

    def _on_finding_wanted(self, ordinal: int) -> None:
        subject = self._subject
        finding = next((f for f in subject.findings if f.ordinal == ordinal), None) if subject is not None else None
        if finding is not None:
            self.enter(finding.id)

    def _on_opened(self, part: QWidget) -> None:
        QTimer.singleShot(30, part, lambda: self.area.ensureWidgetVisible(part, 0, theme.dp(30)))

    def _on_range(self) -> None:
        if self._target is not None:
            self._scroll_to(self._target)

    def _forget_target(self) -> None:
        self._target = None

    def _scroll_to(self, finding_id: str) -> None:
        editor = self.editor_of(finding_id) if finding_id else self.first_editor()
        if editor is None:
            return
        layout = self.body.layout()
        if layout is not None:
            layout.activate()
        top = editor.mapTo(self.body, QPoint(0, 0)).y()
        bottom = top + editor.height()
        room = self.area.viewport().height()
        bar = self.area.verticalScrollBar()
        if bottom > bar.value() + room or top < bar.value():
            bar.setValue(max(0, top - theme.dp(6)))

    def enter(self, finding_id: str = "", field: str = "") -> bool:
        """Put the focus into a finding; False when there is none."""
        editor = self.editor_of(finding_id) if finding_id else self.first_editor()
        if editor is None:
            return False
        self.reveal(editor.finding_id)
        editor.focus_field(field)
        return True

    def show_problems(self, finding_id: str, problems: Sequence[Problem]) -> None:
        """Say at a finding why its text was not taken."""
        editor = self.editor_of(finding_id)
        if editor is not None:
            editor.show_problems(problems)


class _Body(QFrame):
    """As narrow as the column: lines wrap, nothing is pushed out at the right."""

    def minimumSizeHint(self) -> QSize:
        """Ask for height only."""
        return QSize(0, super().minimumSizeHint().height())


def _needed(subject: Subject) -> str:
    """Say what 不符合 of this item still asks for beside its finding."""
    item, found = subject.item, {finding.id for finding in subject.findings}
    has = {
        Need.NOTE: bool(subject.note.strip()),
        Need.PHOTO: any(photo.finding_id in found and not photo.removed_reason for photo in subject.photos),
    }
    open_still = [word(need) for need in (item.needs if item is not None else ()) if not has[need]]
    return tr("Noncompliant here asks for: {needs}", needs="、".join(open_still)) if open_still else ""


def _keys_line(subject: Subject) -> str:
    """Say which keys answer this item."""
    kind = subject.item.answer.kind if subject.item is not None else AnswerKind.TICK
    if subject.answer is not None and subject.answer.spots and not subject.answer.has_entries:
        return tr("Enter into the places · there 1 2 3 answer, + adds one, Esc back · ↓ next · F1 all keys")
    if kind is AnswerKind.TICK:
        return tr("1 compliant · 2 noncompliant · 3 not applicable · ↓ next · / search · F1 all keys")
    if kind is AnswerKind.DEDUCTION:
        return tr("1 full marks · 2 take points off · 3 not on this site · 0 clear · ↓ next · F1 all keys")
    if kind in (AnswerKind.CHOICE, AnswerKind.CHOICES):
        return tr("1–9 choose · Enter into the choices · 0 clear · ↓ next · F1 all keys")
    if kind.is_asked or kind is AnswerKind.ENTRIES:
        return tr("Type or press Enter to answer · Enter keeps and goes on · Esc takes back · F1 all keys")
    return tr("↓ next · / search · F1 all keys")


def _struck_line(finding: Finding) -> str:
    return tr(
        "Finding {ordinal} struck out: {description} (reason: {reason})",
        ordinal=finding.ordinal,
        description=finding.description,
        reason=finding.withdrawn_reason,
    )
