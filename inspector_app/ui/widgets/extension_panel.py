# SPDX-License-Identifier: MulanPSL-2.0
"""延期与整改报告: what the unit asks for or reports, and what the organ's head decides about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.document_fields import FieldSpec, FieldType
from inspector_app.domain.order_life import OrderEvent, OrderLife, OrderVerb
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.operations import extensions, orders
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.reinspection_form import ActForm, field_of, plain_card
from inspector_app.ui.widgets.reinspection_panel import Primary
from inspector_app.ui.widgets.reinspection_ticks import TickList
from inspector_app.ui.widgets.row_list import Row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

ASK, GRANT, DENY, REPORT = "ask", "grant", "deny", "report"
PAPERS = (DocumentKind.EXTENSION_APPROVAL, DocumentKind.EXTENSION_REPLY)
VERBS = {
    ASK: OrderVerb.ASK_EXTENSION,
    GRANT: OrderVerb.GRANT,
    DENY: OrderVerb.DENY,
    REPORT: OrderVerb.REPORT,
}


class ExtensionPanel(QWidget):
    """The acts that are possible now as buttons, the form of the chosen one, and for which lines."""

    primary_changed = Signal()
    said = Signal(str, str)  # words, tone
    document_wanted = Signal(object)  # DocumentKind

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.page: OrderPage | None = None
        self.act = ""
        self._built: tuple[object, ...] = ()
        self.state = WrapLabel()
        self.buttons = {
            ASK: button(tr("The unit asks for longer"), partial(self.choose, ASK)),
            GRANT: button(tr("Grant"), partial(self.choose, GRANT)),
            DENY: button(tr("Refuse"), partial(self.choose, DENY)),
            REPORT: button(tr("The unit reports completion"), partial(self.choose, REPORT)),
        }
        self.papers = {kind: button("", partial(self.document_wanted.emit, kind), icon="documents") for kind in PAPERS}
        self.form = ActForm()
        self.warning = WrapLabel(tone="warn")
        self.lines = TickList(tr("For which lines"))
        self.lines_title = label(tr("For which lines"), tone="muted", size="small")
        self._build()
        self.form.edited.connect(self._on_edited)
        self.form.jump_wanted.connect(self._on_jump)

    def _build(self) -> None:
        for made in self.buttons.values():
            made.setCheckable(True)
            made.setProperty("segment", True)
        self.warning.hide()
        card = plain_card()
        card.add(self.state)
        card.outer.addLayout(row(*self.buttons.values(), None, *self.papers.values()))
        form = plain_card()
        form.add(self.warning)
        form.add(self.form, 1)
        aside = plain_card()
        aside.add(self.lines_title)
        aside.add(self.lines, 1)
        self.aside = aside
        below = QHBoxLayout()
        below.setSpacing(theme.dp(12))
        below.addWidget(form, 3)
        below.addWidget(aside, 2)
        self.body = form
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(card)
        outer.addLayout(below, 1)
        outer.addStretch(0)

    # What is shown

    def show_page(self, page: OrderPage) -> None:
        """Show where the order stands and what may be done; a form that is being filled in stays."""
        another = self.page is None or self.page.document.id != page.document.id
        self.page = page
        possible = [act for act, verb in VERBS.items() if verb in page.view.verbs]
        for act, made in self.buttons.items():
            made.setVisible(act in possible)
        for kind, made in self.papers.items():
            law = page.law.of(kind)
            fits = page.organ is not None and law.is_for(page.organ) and page.document.kind in law.refers_to
            asked = any(e.verb is OrderVerb.ASK_EXTENSION for e in page.view.events)
            made.setText(tr("Make {kind}", kind=law.name))
            made.setVisible(fits and asked)
        self.state.setText(self._state_words(page, possible))
        if another or self.act not in possible:
            self.act = ""
            self.lines.start_anew()
            self.choose(possible[0] if possible else "")
        else:
            self._show_lines()
            self._show_buttons()

    def choose(self, act: str) -> None:
        """Show the form of an act."""
        self.act = act
        self.warning.hide()
        self._show_buttons()
        self.body.setVisible(bool(act))
        if act and self.page is not None:
            specs, values = self._specs(act, self.page)
            self.form.show_form(specs, values, self.page.now)
        self._show_lines()
        if act == ASK:
            self._look_at_warning()
        self.primary_changed.emit()

    def _show_buttons(self) -> None:
        for name, made in self.buttons.items():
            made.setChecked(name == self.act)

    def _state_words(self, page: OrderPage, possible: list[str]) -> str:
        request = page.view.request
        if request is not None:
            until = full_day(request.new_deadline) if request.new_deadline else ""
            return tr(
                "{person} asked on {day} for {count} lines until {until}: {reason}",
                person=request.person, day=full_day(request.on), count=len(request.finding_ids), until=until,
                reason=request.reason,
            )  # fmt: skip
        told = [_told(event) for event in page.view.events if event.verb in VERBS.values()]
        if told:
            return "\n".join(told)
        if possible:
            return tr("Nothing was asked for and nothing was reported so far.")
        return tr("The state of the order allows neither an extension nor a report of completion.")

    def _show_lines(self) -> None:
        page = self.page
        self.aside.setVisible(self.act == ASK and page is not None)
        if page is None or self.act != ASK:
            return
        rows, late = [], []
        for shown in page.open_lines:
            finding, deadline = shown.line.finding, shown.line.deadline
            if deadline is not None:
                title = f"{shown.line.ordinal}  {finding.place}"
                side = full_day(deadline)
                rows.append(Row(id=finding.id, title=title, detail=finding.description, side=side))
                late += [finding.id] if deadline < page.today else []
        self.lines.show_rows(rows, left_out=late)

    def _specs(self, act: str, page: OrderPage) -> tuple[tuple[FieldSpec, ...], dict[str, str]]:
        specs: tuple[FieldSpec, ...]
        day, long = FieldType.DAY, FieldType.LONG
        today = page.today.isoformat()
        if act == ASK:
            specs = (
                field_of("asked_on", tr("Asked on"), day, help_text=tr("The day on which the request came in")),
                field_of("new_deadline", tr("Asked for until"), day),
                field_of("person", tr("Who asks")),
                field_of("reason", tr("Reason of the request"), long),
            )
            return specs, {"asked_on": today, "person": page.view.enterprise.person_in_charge}
        if act == REPORT:
            specs = (
                field_of("on", tr("Reported on"), day, help_text=tr("The period for the re-inspection runs from it")),
                field_of("person", tr("Who reports")),
                field_of("text", tr("What is reported"), long, required=False),
            )
            return specs, {"on": today, "person": page.view.enterprise.person_in_charge}
        decided = (
            field_of("on", tr("Decided on"), day),
            field_of("person", tr("Who decides"), help_text=tr("The head of the organ")),
        )
        if act == DENY:
            return (*decided, field_of("reason", tr("Reason of the refusal"), long)), {"on": today}
        asked = page.view.request.new_deadline if page.view.request is not None else None
        specs = (
            *decided,
            field_of("new_deadline", tr("Granted until"), day),
            field_of("reason", tr("Reason"), long, required=False),
        )
        return specs, {"on": today, "new_deadline": asked.isoformat() if asked else ""}

    # What is done

    @property
    def primary(self) -> Primary | None:
        """What is to be done here."""
        words = {
            ASK: tr("Record the request"),
            GRANT: tr("Record the extension"),
            DENY: tr("Record the refusal"),
            REPORT: tr("Record the report"),
        }
        return (words[self.act], self.record) if self.act else None

    def record(self) -> None:
        """Do what the form says, or say in lines why not."""
        page, form = self.page, self.form
        if page is None or not self.act:
            return
        missing = (*form.missing(), *self._no_line())
        if missing:
            form.show_problems(missing)
            return
        document_id, reason, person = page.document.id, form.text("reason"), form.text("person")
        on, until = form.day("on") or page.today, form.day("new_deadline")
        if self.act == ASK:
            asked_on = form.day("asked_on") or page.today
            assert until is not None, "it is required"
            work = partial(
                extensions.ask_extension, self._ws, document_id, asked_on=asked_on, reason=reason, person=person,
                new_deadline=until, finding_ids=self.lines.chosen(),
            )  # fmt: skip
            self._jobs.run_write(self, work, then=self._on_asked, refused=form.show_problems)
        elif self.act == REPORT:
            report = partial(orders.report_done, self._ws, document_id, on=on, person=person, text=form.text("text"))
            self._jobs.run_write(self, report, then=self._on_moved, refused=form.show_problems)
        else:
            decide = partial(
                extensions.decide_extension, self._ws, document_id, granted=self.act == GRANT, on=on, person=person,
                reason=reason, new_deadline=until,
            )  # fmt: skip
            self._jobs.run_write(self, decide, then=self._on_moved, refused=form.show_problems)

    def _no_line(self) -> tuple[Problem, ...]:
        if self.act != ASK or self.lines.chosen() or not self.lines.rows.rows:
            return ()
        where = f"finding:{self.lines.rows.rows[0].id}"
        return (Problem(code=ProblemCode.VALUE_MISSING, where=where, fields={"field": tr("For which lines")}),)

    def _on_asked(self, _event: OrderEvent) -> None:
        self.act = ""
        self.said.emit(tr("The request is recorded; the head decides and the unit gets a written answer."), "ok")

    def _on_moved(self, _life: OrderLife) -> None:
        words = {
            GRANT: tr("The extension is recorded; answer the unit in writing."),
            DENY: tr("The refusal is recorded; answer the unit in writing."),
            REPORT: tr("The report is recorded; the order may be looked at again."),
        }
        self.said.emit(words.get(self.act, ""), "ok")
        self.act = ""

    def _on_edited(self, name: str) -> None:
        if name == "asked_on" and self.act == ASK:
            self._look_at_warning()

    def _look_at_warning(self) -> None:
        asked_on = self.form.day("asked_on")
        if self.page is not None and asked_on is not None:
            read = partial(extensions.extension_warnings, self._ws, self.page.document.id, asked_on)
            self._jobs.run_read(self, read, then=self._show_warning, refused=self._show_warning, key="warning")

    def _show_warning(self, problems: tuple[Problem, ...]) -> None:
        self.warning.setText("\n".join(sentence(problem) for problem in problems))
        self.warning.setVisible(bool(problems) and self.act == ASK)

    def _on_jump(self, where: str) -> None:
        if where.startswith("finding:"):
            finding_id = where.split(":")[1]
            if not self.lines.isVisible():
                self.form.editor.focus_field("new_deadline")
            elif self.lines.show_row(finding_id):
                self.lines.setFocus()

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        if self.act:
            self.form.focus_first()


def _told(event: OrderEvent) -> str:
    until = full_day(event.new_deadline) if event.new_deadline else ""
    head = tr("{day}: {person}", day=full_day(event.on), person=event.person)
    said = {
        OrderVerb.ASK_EXTENSION: tr("{head} asked for longer, until {until}.", head=head, until=until),
        OrderVerb.GRANT: tr("{head} granted the extension until {until}.", head=head, until=until),
        OrderVerb.DENY: tr("{head} refused the extension.", head=head),
        OrderVerb.REPORT: tr("{head} reported completion.", head=head),
    }  # fmt: skip
    return f"{said[event.verb]} {event.reason}".strip()
