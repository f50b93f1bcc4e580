# SPDX-License-Identifier: MulanPSL-2.0
"""交办, 催办 and 挂牌督办 of the chosen findings: one form, done for all of them or for none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.document_fields import FieldSpec, FieldType
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem
from inspector_app.law.follow_ups import StepField
from inspector_app.ledgers import organs
from inspector_app.operations import finding_acts
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_verbs import ASSIGN, LIST, REMIND, Verb
from inspector_app.ui.widgets.follow_up_form import StepForm
from inspector_app.ui.widgets.page import Band, Pages, button, row
from inspector_app.ui.widgets.reinspection_form import ActForm, field_of
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

OF_EACH = ("number", "unit", "person", "measures")  # of 挂牌: taken from each finding where it is left empty
OF_ITSELF = ("level", "organ", "person", "number")
MOST_OFFERED = 12
MOST_REASONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The findings that an act is about, as they were chosen."""

    ids: tuple[str, ...]

    def without(self, ids: frozenset[str]) -> Chosen:
        """Leave some out."""
        return Chosen(ids=tuple(one for one in self.ids if one not in ids))


class LedgerActs(QWidget):
    """A page of the side; the ids are those of the moment in which the form was opened."""

    done = Signal(str)  # what to say
    left = Signal()
    titled = Signal(str)  # what is being done, with how many

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.verb: Verb = ASSIGN
        self.chosen = Chosen(ids=())
        self._officers: dict[str, str] = {}
        self._is_running = False
        self.band = Band()
        self.act = ActForm()
        self.listing = StepForm()
        self.pages = Pages()
        self.pages.addWidget(self.act)
        self.pages.addWidget(self.listing)
        self.do_button = button("", self.record, kind="primary", tip="Ctrl+Enter")
        self.cancel_button = button(tr("Cancel"), self.left.emit)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.band)
        box.addWidget(self.pages, 1)
        box.addLayout(row(self.cancel_button, None, self.do_button))

    # ---- showing ---------------------------------------------------------------------------------------

    def begin(self, verb: Verb, ids: Sequence[str]) -> None:
        """Begin the form of an act about these findings."""
        self.verb, self.chosen = verb, Chosen(ids=tuple(ids))
        self.band.hide()
        self._set_running(False)
        if verb is LIST:
            self._begin_listing()
        else:
            self._begin_act()
        self._say_title()
        self.jobs.run_read(self, partial(organs.officers, self.ws, active_only=True), then=self._offer_officers)
        self.focus_first()

    def _begin_act(self) -> None:
        text = FieldType.LONG
        specs: tuple[FieldSpec, ...]
        if self.verb is ASSIGN:
            specs = (
                field_of("person", tr("Who sees to it")),
                field_of("due_on", tr("Until when"), FieldType.DAY, required=False),
                field_of("text", tr("Reason and demand"), text, required=False),
            )
        else:
            whom = tr("Left empty: whom each was assigned to, else the enterprise's person in charge")
            specs = (
                field_of("person", tr("Who is reminded"), required=False, help_text=whom),
                field_of("text", tr("Reason and demand"), text, required=False),
            )
        self.act.show_form(specs, {}, self.ws.now())
        self.pages.setCurrentWidget(self.act)

    def _begin_listing(self) -> None:
        fields = [_of_each(f) for f in finding_acts.listing_fields(self.ws)]
        self.listing.begin(fields, {}, self.ws.now(), person="")
        self.pages.setCurrentWidget(self.listing)

    def _say_title(self) -> None:
        count = len(self.chosen.ids)
        titles = {
            ASSIGN: tr("Assign {count} findings", count=count),
            REMIND: tr("Remind of {count} findings", count=count),
            LIST: tr("List {count} findings under supervision", count=count),
        }
        words = {ASSIGN: tr("Assign"), REMIND: tr("Remind"), LIST: tr("List under supervision")}
        self.titled.emit(titles[self.verb])
        self.do_button.setText(words[self.verb])

    def _offer_officers(self, officers: Sequence[Officer]) -> None:
        """Complete the names of the unit's officers as they are typed; any other name may stand as well."""
        self._officers = {}
        for one in officers:
            self._officers[one.name] = "" if one.name in self._officers else one.id  # two of a name: no one is meant
        shown = self.act.editor.rows.get("person")
        line = shown.input.first() if shown is not None else None
        if isinstance(line, QLineEdit):
            completer = QCompleter(sorted(self._officers), line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setMaxVisibleItems(MOST_OFFERED)
            line.setCompleter(completer)

    def focus_first(self) -> None:
        """Put the focus into the first field that waits."""
        if self.pages.currentWidget() is self.listing:
            self.listing.focus_first()
        else:
            self.act.focus_first()

    # ---- doing -----------------------------------------------------------------------------------------

    def record(self) -> None:
        """Do the act for all chosen findings, or say why not."""
        if self._is_running or not self.chosen.ids:
            return
        missing = () if self.verb is LIST else self.act.missing()
        if missing:
            self.act.show_problems(missing)
            return
        work = self._listing() if self.verb is LIST else self._work()
        if work is not None:
            self._set_running(True)
            self.jobs.run_write(self, work, then=self._on_done, refused=self._on_refused)

    def _work(self) -> partial[Done[int]]:
        person, text = self.act.text("person"), self.act.text("text")
        if self.verb is REMIND:
            return partial(finding_acts.remind_findings, self.ws, self.chosen.ids, person=person, text=text)
        officer = self._officers.get(person, "")
        due_on = self.act.day("due_on")
        return partial(
            finding_acts.assign_findings, self.ws, self.chosen.ids, person=person, officer_id=officer, due_on=due_on,
            text=text,
        )  # fmt: skip

    def _listing(self) -> partial[Done[int]] | None:
        missing = self.listing.form.missing()
        deadline = self.listing.form.day("deadline")
        if missing or deadline is None:
            self.listing.form.show_problems(missing)
            return None
        draft = self.listing.draft()
        fields = {**draft.fields}
        fields.pop("deadline", None)
        own = {name: str(fields.pop(name, "")) for name in OF_ITSELF}
        own["person"] = own["person"] or draft.person
        return partial(
            finding_acts.list_findings, self.ws, self.chosen.ids, deadline=deadline, on=draft.on, fields=fields, **own
        )

    def _set_running(self, is_running: bool) -> None:
        self._is_running = is_running
        self.do_button.setEnabled(not is_running)

    def _on_done(self, count: int) -> None:
        self._set_running(False)
        told = {
            ASSIGN: tr("{count} findings are assigned.", count=count),
            REMIND: tr("{count} reminders are noted.", count=count),
            LIST: tr("{count} findings are listed under supervision.", count=count),
        }
        self.done.emit(told[self.verb])

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        """Say what is wrong with single findings, and offer to leave them out; the rest stands at its field."""
        self._set_running(False)
        single = [p for p in problems if p.where.startswith("finding:")]
        form = self.listing.form if self.verb is LIST else self.act
        form.show_problems([p for p in problems if not p.where.startswith("finding:")])
        if not single:
            self.band.hide()
            return
        named = {p.where.removeprefix("finding:").partition("/")[0] for p in single}
        ids = frozenset(named) & frozenset(self.chosen.ids)
        why = list(dict.fromkeys(sentence(problem) for problem in single))
        words = tr("{count} of {all} cannot be taken; nothing was changed.", count=len(ids), all=len(self.chosen.ids))
        told = "\n".join((words, *why[:MOST_REASONS], *(["…"] if len(why) > MOST_REASONS else [])))
        is_all = len(ids) == len(self.chosen.ids)
        if is_all:
            self.band.say(told, tone="bad")
        else:
            self.band.say(told, tone="bad", action=tr("Leave these out"), then=partial(self._leave_out, ids))

    def _leave_out(self, ids: frozenset[str]) -> None:
        self.chosen = self.chosen.without(ids)
        self._say_title()


def _of_each(field: StepField) -> StepField:
    """What is known of each finding may be left empty here."""
    if field.spec.name not in OF_EACH:
        return field
    said = {
        "number": tr("With several findings the next ones count on from this number"),
        "unit": tr("Left empty: the enterprise of each finding"),
        "person": tr("Left empty: the enterprise's person in charge"),
        "measures": tr("Left empty: the measure of each finding"),
    }[field.spec.name]
    required = field.spec.required and field.spec.name == "number"
    return replace(field, spec=replace(field.spec, required=required, help=said))
