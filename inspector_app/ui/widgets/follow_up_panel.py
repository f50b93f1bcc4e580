# SPDX-License-Identifier: MulanPSL-2.0
"""What goes on beside an order: 挂牌督办 with 五落实, 停产停业到复产验收, 移送, 约谈; the next steps as buttons."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.follow_up import FollowUp, FollowUpKind, FollowUpVerb
from inspector_app.law.follow_ups import OPEN
from inspector_app.ledgers.case import FollowUpRow
from inspector_app.operations import follow_ups
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.follow_up_detail import FollowUpDetail
from inspector_app.ui.widgets.follow_up_form import StepForm
from inspector_app.ui.widgets.follow_up_subjects import SubjectChoice, subjects_of
from inspector_app.ui.widgets.page import Card, EmptyState, button, label, row
from inspector_app.ui.widgets.reinspection_form import plain_card
from inspector_app.ui.widgets.reinspection_panel import Primary
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class FollowUpPanel(QWidget):
    """The list at the left; at the right one of them whole, or the form of a step."""

    primary_changed = Signal()
    said = Signal(str, str)

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.page: OrderPage | None = None
        self._opening: FollowUpKind | None = None
        self._advancing: tuple[str, FollowUpVerb] | None = None
        self._show_next = ""
        self.list = RowList(tr("What goes on beside the order"))
        self.new_buttons = {
            kind: button(word(kind), partial(self.begin, kind), icon="add", kind="quiet") for kind in FollowUpKind
        }
        self.detail = FollowUpDetail()
        self.subject = SubjectChoice()
        self.form = StepForm()
        self.form_title = label("", size="lead")
        self.back = button(tr("Back"), self.leave_form, icon="previous", kind="quiet")
        self.empty = EmptyState(
            "flag",
            tr("Nothing goes on beside this order"),
            tr("Listed supervision, resumption after a stop, transfers and talks are kept here with every step."),
        )
        self._build()
        self.list.row_shown.connect(lambda _row: self._show_current())
        self.list.row_chosen.connect(lambda _row: self.leave_form())
        self.detail.step_wanted.connect(self.begin_step)

    def _build(self) -> None:
        left = Card(tr("In this case"))
        left.add(self.list, 1)
        self.none = label(tr("Nothing yet"), tone="muted")
        left.add(self.none)
        left.outer.addStretch(0)
        left.add(label(tr("Begin a new one"), tone="muted", size="small"))
        for made in self.new_buttons.values():
            left.outer.addLayout(row(made, None))
        form = plain_card()
        form.outer.addLayout(row(self.form_title, None, self.back))
        form.add(self.subject)
        form.add(self.form, 1)
        self.form_card = form
        self.pages = QStackedWidget()
        for part in (self.empty, self.detail, form):
            self.pages.addWidget(part)
        box = QHBoxLayout()
        box.setSpacing(theme.dp(12))
        box.addWidget(left, 2)
        box.addWidget(self.pages, 4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.addLayout(box, 1)

    # What is shown

    def show_page(self, page: OrderPage) -> None:
        """Show what goes on in the case; a form that is being filled in stays."""
        if self.page is None or self.page.document.id != page.document.id:
            self._opening = self._advancing = None
        self.page = page
        rules = page.follow_up_law
        for kind, made in self.new_buttons.items():
            may = bool(subjects_of(page, rules.of(kind)))
            made.setEnabled(may)
            made.setToolTip("" if may else tr("This case has nothing that it could be about"))
        self.list.put([_row_of(shown) for shown in page.follow_ups])
        self.list.setVisible(bool(page.follow_ups))
        self.none.setVisible(not page.follow_ups)
        if self._show_next and self.list.show_row(self._show_next):
            self._show_next = ""
        elif page.follow_ups and not self.list.current_id():
            self.list.step(1)
        self._show_current()

    def _show_current(self) -> None:
        page, shown = self.page, self._current()
        if page is None or self._opening is not None or self._advancing is not None:
            return
        if shown is None:
            self.pages.setCurrentWidget(self.empty)
        else:
            law = page.follow_up_law.of(shown.follow_up.kind)
            self.detail.show_row(page, shown, law, follow_ups.fulfilments(self._ws, shown.follow_up))
            self.pages.setCurrentWidget(self.detail)
        self.primary_changed.emit()

    def _current(self) -> FollowUpRow | None:
        wanted = self.list.current_id()
        rows = self.page.follow_ups if self.page is not None else ()
        return next((shown for shown in rows if shown.follow_up.id == wanted), None)

    # Forms

    def begin(self, kind: FollowUpKind) -> None:
        """Show the form that begins one."""
        if self.page is None:
            return
        rules = self.page.follow_up_law.of(kind)
        found = subjects_of(self.page, rules)
        if not found:
            self.said.emit(tr("This case has nothing that “{kind}” could be about.", kind=rules.name), "warn")
            return
        self._opening, self._advancing = kind, None
        self.subject.show_subjects(found)
        self.subject.show()
        self.form_title.setText(tr("Begin: {kind}", kind=rules.name))
        known: FieldValues = {"unit": self.page.view.enterprise.name}
        fields = follow_ups.step_fields(self._ws, kind, OPEN)
        self.form.begin(fields, known, self.page.now, person="", is_step=False)
        self._to_form()

    def begin_step(self, follow_up_id: str, verb: FollowUpVerb) -> None:
        """Show the form of a step."""
        shown = next((s for s in (self.page.follow_ups if self.page else ()) if s.follow_up.id == follow_up_id), None)
        if shown is None or self.page is None:
            return
        one = shown.follow_up
        self._opening, self._advancing = None, (follow_up_id, verb)
        self.subject.hide()
        kind = self.page.follow_up_law.of(one.kind).name
        self.form_title.setText(tr("{kind}: {step}", kind=kind, step=word(verb)))
        fields = follow_ups.step_fields(self._ws, one.kind, verb)
        known = {"unit": self.page.view.enterprise.name, **one.fields}
        self.form.begin(fields, known, self.page.now, person=self._ws.actor)
        self._to_form()

    def _to_form(self) -> None:
        self.pages.setCurrentWidget(self.form_card)
        self.form.focus_first()
        self.primary_changed.emit()

    def leave_form(self) -> None:
        """Leave a form without doing anything."""
        self._opening = self._advancing = None
        self._show_current()

    # What is done

    @property
    def primary(self) -> Primary | None:
        """What is to be done here."""
        if self._opening is None and self._advancing is None:
            return None
        return tr("Record this step"), self.record

    def record(self) -> None:
        """Do the step of the form, or say in lines why not."""
        page = self.page
        if page is None:
            return
        if self._opening is not None:
            inspection_id, subject = page.document.inspection_id, self.subject.chosen()
            begin = partial(
                follow_ups.open_follow_up, self._ws, inspection_id, self._opening, subject, self.form.draft()
            )
            self._jobs.run_write(self, begin, then=self._on_done, refused=self.form.show_problems)
        elif self._advancing is not None:
            follow_up_id, verb = self._advancing
            advance = partial(follow_ups.advance_follow_up, self._ws, follow_up_id, verb, self.form.draft())
            self._jobs.run_write(self, advance, then=self._on_done, refused=self.form.show_problems)

    def _on_done(self, one: FollowUp) -> None:
        self._opening = self._advancing = None
        self._show_next = one.id
        kind = self._ws.law.follow_ups.of(one.kind).name
        self.said.emit(tr("{kind}: now “{state}”.", kind=kind, state=word(one.state)), "ok")

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        if self._opening is not None or self._advancing is not None:
            self.form.focus_first()
        elif self.page is not None and self.page.follow_ups:
            self.list.setFocus()
        else:
            first = next((made for made in self.new_buttons.values() if made.isEnabled()), None)
            if first is not None:
                first.setFocus()


def _row_of(shown: FollowUpRow) -> Row:
    one = shown.follow_up
    about = tr("the whole case")
    if shown.finding is not None:
        about = shown.finding.place or shown.finding.description
    elif shown.document is not None:
        about = shown.document.number
    return Row(
        id=one.id, title=word(one.kind), detail=about, chip=word(one.state),
        chip_role="accent" if shown.is_open else "muted",
    )  # fmt: skip
