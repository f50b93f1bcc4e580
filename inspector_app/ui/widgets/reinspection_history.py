# SPDX-License-Identifier: MulanPSL-2.0
"""Every round of an order, everything else that happened to it, what is lawful next, and what people decide."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.document import Verdict
from inspector_app.domain.document_fields import FieldType
from inspector_app.domain.inspection import PersonRole
from inspector_app.domain.order_life import OrderEvent, OrderLife, OrderVerb
from inspector_app.domain.reinspection import Reinspection
from inspector_app.operations import orders
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.page import Card, button, clear, row, scrolled
from inspector_app.ui.widgets.reinspection_form import ActForm, field_of
from inspector_app.ui.widgets.reinspection_panel import Primary
from inspector_app.ui.widgets.reinspection_steps import NextSteps
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

WITH_REASON = frozenset({OrderVerb.AMEND, OrderVerb.SUSPEND, OrderVerb.RESUME})
FORM_HIGH = 300
A_ROW = 2  # buttons side by side


class HistoryPanel(QWidget):
    """Left: the next steps and what the head decides; right: the rounds and the events."""

    primary_changed = Signal()
    said = Signal(str, str)
    opinion_wanted = Signal(str)  # id of the round

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.page: OrderPage | None = None
        self.verb: OrderVerb | None = None
        self.steps = NextSteps()
        self.decide = Card(tr("Record a decision"))
        self.verbs = QVBoxLayout()
        self.form = ActForm()
        self.form.setFixedHeight(theme.dp(FORM_HIGH))
        self.rounds = Card(tr("Rounds"))
        self.round_rows = QVBoxLayout()
        self.round_rows.setSpacing(theme.dp(10))
        self.events = Card(tr("What happened to the order"))
        self.event_rows = QVBoxLayout()
        self._build()

    def _build(self) -> None:
        self.decide.outer.addLayout(self.verbs)
        self.decide.add(self.form)
        self.form.hide()
        self.rounds.outer.addLayout(self.round_rows)
        self.events.outer.addLayout(self.event_rows)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(12))
        for parts in ((self.steps, self.decide), (self.rounds, self.events)):
            body = QWidget()
            box = QVBoxLayout(body)
            box.setContentsMargins(0, 0, theme.dp(6), 0)
            box.setSpacing(theme.dp(8))
            for part in parts:
                box.addWidget(part)
            box.addStretch(1)
            outer.addWidget(scrolled(body), 1)

    # What is shown

    def show_page(self, page: OrderPage) -> None:
        """Show what happened; a form that is being filled in stays."""
        another = self.page is None or self.page.document.id != page.document.id
        self.page = page
        self.steps.show_page(page)
        possible = [verb for verb in page.view.verbs if verb in orders.BY_PERSON]
        if another or self.verb not in possible:
            self.leave_form()
        clear(self.verbs)
        for first in range(0, len(possible), A_ROW):
            made = [button(word(v), partial(self.begin, v)) for v in possible[first : first + A_ROW]]
            self.verbs.addLayout(row(*made, None))
        self.decide.setVisible(bool(possible))
        self._show_rounds(page)
        clear(self.event_rows)
        for event in reversed(page.view.events):
            self.event_rows.addWidget(WrapLabel(_event_words(page, event)))
        self.events.setVisible(bool(page.view.events))

    def _show_rounds(self, page: OrderPage) -> None:
        clear(self.round_rows)
        if not page.view.rounds:
            self.round_rows.addWidget(WrapLabel(tr("It has not been looked at again yet."), tone="muted"))
        papers = {d.reinspection_id: d for d in page.case.documents if d.is_valid and d.reinspection_id}
        for one in reversed(page.view.rounds):
            self.round_rows.addWidget(WrapLabel("\n".join(_round_words(page, one))))
            paper = papers.get(one.id)
            if paper is not None:
                words = tr("Written down in {number}", number=paper.number)
                self.round_rows.addWidget(WrapLabel(words, tone="muted"))
            else:
                write = button(tr("Write the opinion"), partial(self.opinion_wanted.emit, one.id), icon="documents")
                self.round_rows.addLayout(row(write, None))

    # Decisions

    def begin(self, verb: OrderVerb) -> None:
        """Show the form of a decision."""
        if self.page is None:
            return
        self.verb = verb
        specs = (
            field_of("on", tr("Decided on"), FieldType.DAY),
            field_of("person", tr("Who decides")),
            field_of("reason", tr("Reason"), FieldType.LONG, required=verb in WITH_REASON),
        )
        self.decide.note.setText(word(verb))
        self.form.show_form(specs, {"on": self.page.today.isoformat()}, self.page.now)
        self.form.show()
        self.form.focus_first()
        self.primary_changed.emit()

    def leave_form(self) -> None:
        """Leave the form."""
        self.verb = None
        self.decide.note.setText("")
        self.form.hide()
        self.primary_changed.emit()

    @property
    def primary(self) -> Primary | None:
        """What is to be done here."""
        if self.verb is not None:
            return tr("Record: {what}", what=word(self.verb)), self.record
        return None

    def record(self) -> None:
        """Record the decision, or say in lines why not."""
        if self.page is None or self.verb is None:
            return
        missing = self.form.missing()
        if missing:
            self.form.show_problems(missing)
            return
        work = partial(
            orders.move_order, self._ws, self.page.document.id, self.verb, on=self.form.day("on") or self.page.today,
            person=self.form.text("person"), reason=self.form.text("reason"),
        )  # fmt: skip
        self._jobs.run_write(self, work, then=self._on_moved, refused=self.form.show_problems)

    def _on_moved(self, life: OrderLife) -> None:
        self.leave_form()
        self.said.emit(tr("The order is now “{state}”.", state=word(life.state)), "ok")

    def focus_first(self) -> None:
        """Put the focus on the first step."""
        for step in self.page.view.next_steps[:1] if self.page is not None else ():
            first = self.steps.findChild(QPushButton, f"step-{step.key}")
            if isinstance(first, QPushButton):
                first.setFocus()


def _round_words(page: OrderPage, one: Reinspection) -> Iterator[str]:
    at = one.started_at.astimezone(page.now.tzinfo)
    officers = "、".join(p.name for p in one.people if p.role is PersonRole.OFFICER)
    yield tr("Round {round}, {day}: {people}", round=one.round, day=full_day(at.date()), people=officers)
    counted = [(v, sum(entry.verdict is v for entry in one.verdicts)) for v in Verdict]
    yield "　" + " · ".join(f"{word(v)} {count}" for v, count in counted if count)
    for entry in one.verdicts:
        if entry.verdict is not Verdict.DONE or entry.fact:
            fact = f"：{entry.fact}" if entry.fact else ""
            yield "　" + tr("Line {ordinal}", ordinal=entry.ordinal) + f" {word(entry.verdict)}{fact}"
    for words in (one.opinion, one.party_remark):
        if words:
            yield f"　{words}"


def _event_words(page: OrderPage, event: OrderEvent) -> str:
    until = tr("until {day}", day=full_day(event.new_deadline)) if event.new_deadline else ""
    paper = next((d.number for d in page.case.documents if d.id == event.refers_to), "")
    parts = (full_day(event.on), word(event.verb), event.person, until, paper, event.reason)
    return " · ".join(part for part in parts if part)
