# SPDX-License-Identifier: MulanPSL-2.0
"""One finding as it is written: place, wording, basis, grade, measure, deadline, photos.

It shows what it is given and says what was typed; saving is `drafts.py`'s. When the ledger changes under it
(undo, another screen), only fields that nobody is typing in follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.domain.checklist import ChecklistItem, Clause, Law
from inspector_app.domain.finding import Finding, FindingDraft, FindingStatus, Grade
from inspector_app.domain.phrase import taken
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.clause_list import ClauseList
from inspector_app.ui.widgets.clause_words import clause_text
from inspector_app.ui.widgets.deadline_edit import DeadlineEdit
from inspector_app.ui.widgets.finding_tools import FindingTools
from inspector_app.ui.widgets.grade_choice import GradeChoice
from inspector_app.ui.widgets.page import button, freeze, label, row
from inspector_app.ui.widgets.slot_edit import SlotEdit
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr, word

if TYPE_CHECKING:  # made when a finding is first shown
    from inspector_app.ledgers.phrases import Proposal
    from inspector_app.ui.widgets.photo_strip import PhotoStrip
    from inspector_app.ui.widgets.phrase_offer import PhraseOffer

FIELDS = tuple(f.name for f in fields(FindingDraft))


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSetting:
    """What stands around a finding: its item, the day it is judged on, and what forbids to change it."""

    item: ChecklistItem | None
    on: date
    laws: dict[str, Law]
    officers: tuple[str, ...] = ()
    order: str = ""  # number of the issued order: nothing may be changed any more
    record: str = ""  # number of the issued record: what was found stands in it


def draft_of(finding: FindingDraft) -> FindingDraft:
    """Give what a person may write of a finding."""
    return FindingDraft(**{name: getattr(finding, name) for name in FIELDS})


class FindingEditor(QFrame):
    """The form of one finding."""

    edited = Signal(str)  # finding id
    left = Signal()
    strike_wanted = Signal(str)
    confirm_wanted = Signal(str, int, str)  # finding, basis, person
    finished = Signal()  # Ctrl+Enter: on to the next item
    opened = Signal(QWidget)  # a part that should be in view

    def __init__(self, tools: FindingTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._tools = tools
        self._base: Finding | None = None
        self._known = FindingDraft()  # what the fields held when they last agreed with the ledger
        self._setting: FindingSetting | None = None
        self._build_fields()
        self._build_layout()
        self._connect()

    def _build_fields(self) -> None:
        self.heading = label("")
        self.heading.setObjectName("cardTitle")
        self.major = Chip()
        self.state = Chip()
        self.strike_button = button(tr("Strike out …"), self._on_strike, icon="trash", kind="quiet")
        self.place = SlotEdit(most_lines=2)
        self.description = SlotEdit(least_lines=2)
        self.measure = SlotEdit()
        self.place.setPlaceholderText(tr("where exactly"))
        self.description.setPlaceholderText(tr("what is wrong"))
        self.measure.setPlaceholderText(tr("what must be done"))
        self.clauses = ClauseList()
        self.grade = GradeChoice()
        self.deadline = DeadlineEdit()
        self.trouble = WrapLabel(tone="bad")
        self.notice = WrapLabel(tone="warn")  # what a phrase did not bring along
        self.notice.hide()
        self.frozen = WrapLabel(tone="muted")
        self.strip: PhotoStrip | None = None
        self.phrases: PhraseOffer | None = None

    def _build_layout(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(10))
        grid.setVerticalSpacing(theme.dp(8))
        grid.setColumnStretch(1, 1)
        lines: Sequence[tuple[str, QWidget]] = (
            (tr("Place"), self.place),
            (tr("Wording of the finding"), self.description),
            (tr("Legal basis"), self.clauses),
            (tr("Grade"), self.grade),
            (tr("Measure"), self.measure),
            (tr("Deadline"), self.deadline),
        )
        for number, (name, field) in enumerate(lines):
            tag = QLabel(name)
            tag.setProperty("tone", "muted")
            tag.setMinimumHeight(theme.dp(36))
            tag.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(tag, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, number, 1)
            field.setAccessibleName(name)
        self._box = QVBoxLayout(self)
        side = theme.dp(14)
        self._box.setContentsMargins(side, theme.dp(8), side, side)
        self._box.setSpacing(theme.dp(8))
        self._head = row(self.heading, self.major, self.state, None, self.strike_button)
        self._box.addLayout(self._head)
        self._box.addWidget(self.frozen)
        self._box.addLayout(grid)
        self._box.addWidget(self.notice)
        self._box.addWidget(self.trouble)

    def _connect(self) -> None:
        for field in (self.place, self.description, self.measure):
            field.edited.connect(self._on_edited)
            field.left.connect(self.left)
        self.clauses.edited.connect(self._on_clauses)
        self.clauses.confirm_wanted.connect(self._on_confirm)
        self.grade.edited.connect(self._on_edited)
        self.grade.criterion_taken.connect(self._on_criterion)
        self.grade.criteria_dropped.connect(self._on_criteria_dropped)
        self.grade.asked.connect(lambda: self.opened.emit(self.grade))
        self.clauses.opened.connect(lambda: self.opened.emit(self.clauses))
        self.deadline.edited.connect(self._on_edited)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Alt+Down"), self, context=context).activated.connect(self.open_phrases)

    # -- showing -----------------------------------------------------------------------------------

    @property
    def finding_id(self) -> str:
        """Give the id of the finding shown."""
        return self._base.id if self._base else ""

    def show_finding(self, finding: Finding, setting: FindingSetting, typed: FindingDraft | None = None) -> None:
        """Show a finding; what was typed and not saved goes before what the ledger has."""
        if finding.id == self.finding_id:
            if self.follow(finding) and typed is not None:
                self._on_edited()  # what waits to be saved must not undo what the ledger has now
        else:
            self._base = finding
            self._known = draft_of(finding)
            self._put(self._known if typed is None else typed)
            self.show_problems(())
            self.notice.hide()
        self._set_setting(setting)

    def follow(self, finding: Finding) -> bool:
        """Take what the ledger has now into the fields that hold nothing unsaved; True if it differs."""
        base, mine = self._base, self.draft()
        if base is None or finding.id != base.id:
            return False
        changed = [n for n in FIELDS if getattr(finding, n) != getattr(base, n)]
        clean = {n: getattr(finding, n) for n in changed if getattr(mine, n) == getattr(self._known, n)}
        self._base = finding
        self._known = replace(self._known, **{n: getattr(finding, n) for n in changed})
        self._put(replace(mine, **clean), only=tuple(clean))
        self._show_state()
        return bool(changed)

    def accept(self, finding: Finding, sent: FindingDraft) -> None:
        """Know that what was sent is saved; the fields are left alone while somebody types in them."""
        self._base = finding
        self._known = sent
        self.show_problems(())
        self._show_state()

    def _put(self, draft: FindingDraft, only: Sequence[str] = FIELDS) -> None:
        for name in only:
            value = getattr(draft, name)
            if name in ("place", "description", "measure"):
                getattr(self, name).set_text(value)
            elif name == "clauses":
                self._put_clauses(value)
            elif name == "grade":
                self.grade.set_grade(value)
            elif name == "deadline_class":
                self.deadline.set_kind(value)
            elif name == "deadline":
                self.deadline.set_deadline(value)

    def _put_clauses(self, clauses: tuple[Clause, ...]) -> None:
        self.clauses.set_clauses(clauses, self._setting.on if self._setting else None)
        self._tell_criteria()

    def _tell_criteria(self) -> None:
        item = self._setting.item if self._setting else None
        self.grade.set_criteria(item.major_ref if item else (), self.clauses.clauses())

    def _set_setting(self, setting: FindingSetting) -> None:
        self._setting = setting
        item = setting.item
        own = (*item.basis, *item.major_ref, *item.order_basis, *item.penalty) if item else ()
        self.clauses.set_offers(own, setting.laws, setting.officers)
        self.clauses.set_clauses(self.clauses.clauses(), setting.on)
        self.deadline.set_proposal(setting.on, item.deadline_days if item else None)
        self._tell_criteria()
        ordered, stated = bool(setting.order), bool(setting.order or setting.record)
        for field, closed in ((self.place, stated), (self.description, stated), (self.measure, ordered)):
            freeze(field, closed)
        self.grade.set_read_only(stated)
        self.clauses.set_read_only(ordered)
        self.deadline.set_read_only(ordered)
        self.strike_button.setHidden(stated)
        self._show_state()
        self._show_strip()
        if self.phrases is not None:
            self.phrases.show_item(item, setting.on, is_closed=stated)

    def _show_state(self) -> None:
        finding = self._base
        if finding is None or self._setting is None:
            return
        self.heading.setText(tr("Finding {ordinal}", ordinal=finding.ordinal))
        self.major.set_state(word(Grade.MAJOR) if finding.grade is Grade.MAJOR else "", "bad", "flag")
        ordered = finding.status is FindingStatus.ORDERED
        self.state.set_state(word(finding.status) if ordered else "", "accent", "documents")
        words = ""
        if self._setting.order:
            words = tr("Stands on {number}; it cannot be changed any more.", number=self._setting.order)
        elif self._setting.record:
            words = tr(
                "Place, wording and grade stand on {number}. Measure, basis and deadline may still be changed.",
                number=self._setting.record,
            )
        self.frozen.setText(words)
        self.frozen.setVisible(bool(words))

    def prepare(self) -> None:
        """Make what is slow to make."""
        if self.strip is None:
            self.strip = self._tools.strip()
            self._box.addWidget(self.strip)
        if self.phrases is None:
            self.phrases = self._tools.phrases()
            self.phrases.clicked.connect(self.open_phrases)
            self.phrases.chosen.connect(self._on_phrase)
            self._head.insertWidget(self._head.indexOf(self.strike_button), self.phrases)

    def _show_strip(self) -> None:
        self.prepare()
        if self.strip is not None and self._base is not None:
            self.strip.set_finding(self._base.inspection_id, self._base.id)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why the last text was not taken; it stays in its field."""
        lines = [sentence(problem) for problem in problems]
        self.trouble.setText("\n".join([*lines, tr("Not saved; your text is kept here.")] if lines else []))
        self.trouble.setVisible(bool(lines))

    # -- writing -----------------------------------------------------------------------------------

    def draft(self) -> FindingDraft:
        """Give what the fields hold; what has no field here stays as it is."""
        return replace(
            draft_of(self._base) if self._base else FindingDraft(),
            place=self.place.text(),
            description=self.description.text(),
            grade=self.grade.grade(),
            measure=self.measure.text(),
            deadline_class=self.deadline.kind(),
            deadline=self.deadline.deadline(),
            clauses=self.clauses.clauses(),
        )

    def _on_edited(self) -> None:
        if self._base is not None:
            self.edited.emit(self._base.id)

    def _on_clauses(self) -> None:
        self._tell_criteria()
        self._on_edited()

    def _on_criterion(self, criterion: Clause) -> None:
        kept = self.clauses.clauses()
        if criterion not in kept:
            self._put_clauses((*kept, criterion))

    def _on_criteria_dropped(self, dropped: Sequence[Clause]) -> None:
        self._put_clauses(tuple(c for c in self.clauses.clauses() if c not in dropped))

    def open_phrases(self) -> None:
        """Offer the published phrases of the item under the wording."""
        if self.phrases is not None and not self.is_composing:
            self.phrases.open(self.description)

    def _on_phrase(self, proposal: Proposal) -> None:
        """Write as the phrase says; what was typed before is a step of its own to take back."""
        if self._base is None or self._setting is None:
            return
        self.left.emit()
        item = self._setting.item
        self._put(taken(self.draft(), proposal.draft, proposal.lapsed, item.major_ref if item else ()))
        self._on_edited()
        self.left.emit()
        lapsed = tr(", ").join(clause_text(clause) for clause in proposal.lapsed)
        self.notice.setText(tr("Not in force any more and not taken: {bases}. Choose another basis.", bases=lapsed))
        self.notice.setVisible(bool(lapsed))
        self.focus_field("description")

    def _on_confirm(self, number: int, person: str) -> None:
        self.confirm_wanted.emit(self.finding_id, number, person)

    def _on_strike(self) -> None:
        self.strike_wanted.emit(self.finding_id)

    # -- focus -------------------------------------------------------------------------------------

    def focus_field(self, name: str = "") -> None:
        """Put the focus where there is something to do: the named field, an open slot, else the place."""
        parts: dict[str, QWidget] = {
            "place": self.place,
            "description": self.description,
            "measure": self.measure,
            "clauses": self.clauses.add_button,
            "grade": self.grade.grades.buttons[Grade(self.grade.grades.value())],
            "deadline": self.deadline.day if self.deadline.deadline() else self.deadline.set_button,
        }
        if self.strip is not None:
            parts["photos"] = self.strip
        if name in parts:
            parts[name].setFocus(Qt.FocusReason.OtherFocusReason)
            target = parts[name]
            if isinstance(target, SlotEdit):
                target.select_slot()
            return
        if not self.place.text():
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for field in (self.place, self.description, self.measure):
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            if field.select_slot():
                return
        self.place.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_composing(self) -> bool:
        """Whether an input method composes in one of the fields."""
        return any(field.is_composing for field in (self.place, self.description, self.measure))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is done with it."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
            return
        super().keyPressEvent(event)
