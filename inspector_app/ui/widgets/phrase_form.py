# SPDX-License-Identifier: MulanPSL-2.0
"""One phrase as a person edits it before publishing: wording, measure, deadline, basis, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from inspector_app.domain.checklist import Clause, DeadlineClass
from inspector_app.domain.deadlines import DEFAULT_DAYS
from inspector_app.domain.phrase import PhraseDraft, PhraseState
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.page import Card, button, column, label, row
from inspector_app.ui.widgets.phrase_basis import PhraseBasis
from inspector_app.ui.widgets.phrase_list import PhraseShown
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.segments import Segments
from inspector_app.ui.widgets.slot_edit import SlotEdit
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr, word

MOST_DAYS = 3650
LARGE = 1.25  # letters from here on leave no room for name and acts in one line


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """What stands around a phrase: what the item has, who may decide, where the wording came from."""

    offered: tuple[Clause, ...]
    chosen: tuple[Clause, ...]  # the phrase's own basis, as the law library has it today
    days: int | None  # what the item proposes
    officers: tuple[str, ...]
    actor: str
    on: date
    sources: tuple[Row, ...]  # findings


class DaysField(QLineEdit):
    """A few digits; nothing means the days of the item."""

    def __init__(self) -> None:
        super().__init__()
        self.setValidator(QIntValidator(1, MOST_DAYS, self))
        self.setFixedWidth(theme.dp(64))
        self.setAccessibleName(tr("Usual deadline"))

    def value(self) -> int | None:
        """Give the number."""
        return int(self.text()) if self.text().isdecimal() and int(self.text()) else None

    def set_value(self, days: int) -> None:
        """Show a number."""
        self.setText(str(days))


class PhraseForm(Card):
    """Nothing is kept before a person presses a button: publishing and dropping are acts with a name."""

    publish_wanted = Signal(object, str)  # PhraseDraft, person
    drop_wanted = Signal(object, str)
    officers_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._shown: PhraseShown | None = None
        self._known: PhraseDraft | None = None  # what the fields held when they were filled
        self._typed: dict[str, PhraseDraft] = {}  # changes that wait for a decision, by phrase
        self.words = WrapLabel(tone="muted")
        self.text = SlotEdit(least_lines=2)
        self.measure = SlotEdit()
        short = {DeadlineClass.STOP: tr("Stop")}
        self.kinds = Segments([(kind, short.get(kind, word(kind))) for kind in DeadlineClass])
        self.kinds.chosen.connect(lambda _kind: self._show_days())
        self.days = DaysField()
        self.unit = label(tr("days"), tone="muted")
        self.basis = PhraseBasis()
        self.person = QComboBox()
        self.person.setAccessibleName(tr("Decided by"))
        self.nobody = button(tr("Add officers in settings"), self.officers_wanted.emit, kind="quiet")
        self.drop = button(tr("Drop"), self._on_drop, icon="trash", kind="quiet")
        self.drop.setToolTip(tr("Neither proposed nor learned again; it can be published later"))
        self.publish = button(tr("Publish"), self._on_publish, icon="check", kind="primary")
        self.publish.setShortcut("Ctrl+Return")
        self.publish.setToolTip("Ctrl+Enter")
        self.trouble = WrapLabel(tone="bad")
        self.sources = RowList(tr("Findings it came from"), fits=True)
        self.sources.setObjectName("cardList")
        self.sources_title = label("", tone="muted", size="small")
        self._build()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(10))
        grid.setVerticalSpacing(theme.dp(8))
        grid.setColumnStretch(1, 1)
        lines: Sequence[tuple[str, QWidget]] = (
            (tr("Wording of the finding"), self.text),
            (tr("Measure"), self.measure),
        )
        for n, (name, field) in enumerate(lines):
            grid.addWidget(label(name, tone="muted"), n, 0)
            grid.addWidget(field, n, 1)
            field.setAccessibleName(name)
        grid.addWidget(label(tr("Usual deadline"), tone="muted"), 2, 0)
        if theme.scale() < LARGE:
            grid.addLayout(row(self.kinds, self.days, self.unit, None), 2, 1)
        else:
            deadline = column(gap=6)
            deadline.addLayout(row(self.kinds, None))
            deadline.addLayout(row(self.days, self.unit, None))
            grid.addLayout(deadline, 2, 1)
        grid.addWidget(label(tr("Legal basis"), tone="muted"), 3, 0)
        grid.addWidget(self.basis, 3, 1)
        self.add(self.words)
        self.outer.addLayout(grid)
        self.add(self.trouble)
        by = label(tr("Decided by"), tone="muted")
        if theme.scale() < LARGE:
            self.outer.addLayout(row(by, self.person, self.nobody, None, self.drop, self.publish))
        else:
            self.outer.addLayout(row(by, self.person, self.nobody, None))
            self.outer.addLayout(row(self.drop, None, self.publish))
        self.add(self.sources_title)
        self.add(self.sources)
        self.outer.addStretch(1)
        self.trouble.hide()

    # ---- showing ---------------------------------------------------------------------------------------

    def show_phrase(self, shown: PhraseShown, facts: FormFacts) -> None:
        """Show a phrase; what a person has begun to change in it, now or before, is there again."""
        if self._shown is not None and self._shown.key == shown.key and self.draft() != self._known:
            self._show_person(facts)  # read again while somebody writes: his words stay, and his cursor
            return
        self._remember()
        self._shown = shown
        ticked = tuple(clause for clause in facts.chosen if clause.is_in_force(facts.on))
        fresh = replace(shown.draft, clauses=ticked, deadline_days=shown.draft.deadline_days or facts.days)
        draft = self._typed.get(shown.key)
        self._put(fresh, facts)
        self._known = self.draft()
        if draft is not None:
            self._put(draft, facts)
        self.title.setText(fresh.item_code)
        waits = tr("Your changes are not published yet.") if draft is not None else ""
        self.words.setText("\n".join(part for part in (shown.check, _words(shown), waits) if part))
        self._show_person(facts)
        is_new, is_dropped = not fresh.text, shown.state is PhraseState.DROPPED
        self.drop.setVisible(not is_new and not is_dropped)
        published = shown.state is PhraseState.PUBLISHED
        self.publish.setText(tr("Publish the change") if published else tr("Publish"))
        self.sources_title.setText(tr("Written in {count} findings, the newest first", count=len(shown.finding_ids)))
        self.sources_title.setVisible(bool(facts.sources))
        self.sources.put(facts.sources)
        self.sources.setVisible(bool(facts.sources))
        self.show_problems(())

    def _put(self, draft: PhraseDraft, facts: FormFacts) -> None:
        self.text.set_text(draft.text)
        self.measure.set_text(draft.measure)
        self.kinds.set_value(draft.deadline_class)
        self.days.set_value(draft.deadline_days or facts.days or DEFAULT_DAYS)
        self._show_days()
        self.basis.show_clauses(draft.clauses, (*facts.chosen, *facts.offered), facts.on)

    def _remember(self) -> None:
        """Keep what was changed and not decided: choosing another phrase must not lose it."""
        if self._shown is None:
            return
        if self.draft() != self._known:
            self._typed[self._shown.key] = self.draft()
        else:
            self._typed.pop(self._shown.key, None)

    def forget(self, key: str) -> None:
        """Know that a person has decided on a phrase: what was typed in it is kept or gone."""
        self._typed.pop(key, None)
        if self._shown is not None and self._shown.key == key:
            self._shown = None

    def _show_person(self, facts: FormFacts) -> None:
        before = self.person.currentText() or facts.actor
        self.person.clear()
        self.person.addItems(facts.officers)
        if before in facts.officers:
            self.person.setCurrentText(before)
        self.person.setVisible(bool(facts.officers))
        self.nobody.setVisible(not facts.officers)
        for act in (self.publish, self.drop):
            act.setEnabled(bool(facts.officers))

    def _show_days(self) -> None:
        for part in (self.days, self.unit):
            part.setVisible(self.kinds.value() is DeadlineClass.WITHIN_DAYS)

    @property
    def shown(self) -> PhraseShown | None:
        """Give what the form is about."""
        return self._shown

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why it was not published; what was typed stays."""
        self.trouble.setText("\n".join(sentence(problem) for problem in problems))
        self.trouble.setVisible(bool(problems))

    # ---- writing ---------------------------------------------------------------------------------------

    def draft(self) -> PhraseDraft:
        """Give the phrase as it stands in the fields."""
        base = self._shown.draft if self._shown else PhraseDraft(item_code="", text="")
        kind = DeadlineClass(self.kinds.value())
        return replace(
            PhraseDraft(item_code=base.item_code, text=self.text.text(), place=base.place),
            measure=self.measure.text(),
            deadline_class=kind,
            deadline_days=self.days.value() if kind is DeadlineClass.WITHIN_DAYS else None,
            clauses=self.basis.clauses(),
        )

    def _on_publish(self) -> None:
        if self._shown is not None and self.person.currentText():
            self.publish_wanted.emit(self.draft(), self.person.currentText())

    def _on_drop(self) -> None:
        if self._shown is not None and self.person.currentText():
            self.drop_wanted.emit(self._shown.draft, self.person.currentText())


def _words(shown: PhraseShown) -> str:
    phrase = shown.phrase
    if phrase is None:
        if shown.last_on is None:
            return tr("Slots are written 〔…〕, choices 〔left/right〕. It is proposed when the item fails.")
        return tr(
            "Officers wrote it in {count} findings, last on {day}. It is proposed to nobody before it is published.",
            count=shown.count,
            day=shown.last_on.isoformat(),
        )
    facts = {"person": phrase.person, "day": phrase.at.date().isoformat(), "count": shown.count}
    if phrase.state is PhraseState.DROPPED:
        why = tr(" Reason: {reason}", reason=phrase.note) if phrase.note else ""
        return tr("Dropped by {person} on {day}.", person=phrase.person, day=facts["day"]) + why
    return tr("Published by {person} on {day}; it stands in {count} findings.", **facts)
