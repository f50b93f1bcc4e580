# SPDX-License-Identifier: MulanPSL-2.0
"""Everything that may be done in one inspection, as jobs; what came of it is told by signals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.change import Changes, Done
from inspector_app.domain.checklist import ChecklistItem, DeadlineClass
from inspector_app.domain.deadlines import DEFAULT_DAYS, propose
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.inspection import AnswerResult, Participant, Spot
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.working import working_in
from inspector_app.ledgers.inspections import view
from inspector_app.operations import answers, findings, inspections, workings
from inspector_app.operations.inspections import Answered
from inspector_app.operations.workings import KeptWorking
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.asked import Asked, Given
from inspector_app.ui.widgets.drafts import Drafts
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

T = TypeVar("T")


class InspectionActs(QObject):
    """The verbs of the screen. What is typed goes through `drafts`, the rest is written at once."""

    answered = Signal(object)  # Answered
    recorded = Signal(object)  # Finding, new
    confirmed = Signal(object)  # Finding, with a basis that a person has confirmed
    struck_out = Signal(object)  # Finding
    finding_saved = Signal(object, object)  # Finding, the draft that was sent
    note_saved = Signal(object)  # Answered
    value_saved = Signal(object)  # Answered
    answer_kept = Signal(object)  # Answer, of which only a note has changed
    worked_out = Signal(object)  # Answer with its calculation
    spot_saved = Signal()  # a place or entry, or something at one
    inspection_saved = Signal(object)  # Inspection
    finished = Signal(object)  # Inspection
    answer_refused = Signal(str, object)  # item, problems
    draft_refused = Signal(str, object)  # key, problems
    refused = Signal(object)  # problems of everything else

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._id = ""
        self.author = ""  # who answers: an officer or expert of the visit
        self._own: set[str] = set()
        self.drafts = Drafts(jobs, self)
        self.drafts.saved.connect(self._on_saved)
        self.drafts.refused.connect(self._on_draft_refused)

    def set_inspection(self, inspection_id: str) -> None:
        """Do everything in this inspection from now on."""
        self._id = inspection_id

    def key(self, kind: str, name: str) -> str:
        """Give the key of something typed of an item: two inspections may use one checklist."""
        return f"{kind}:{name}|{self._id}"

    def typed(self, kind: str, name: str) -> object | None:
        """Give what was typed of an item of this inspection and is not saved."""
        return self.drafts.value(self.key(kind, name))

    def is_known(self, changes: Changes) -> bool:
        """Whether the screen has already taken in what an operation changed; asked once for each."""
        known = changes.operation_id in self._own or self.drafts.is_own(changes.operation_id)
        self._own.discard(changes.operation_id)
        return known

    def _knowing(self, work: Callable[[], Done[T]]) -> Callable[[], Done[T]]:
        def run() -> Done[T]:
            done = work()
            self._own.add(done.changes.operation_id)
            return done

        return run

    # -- answers -----------------------------------------------------------------------------------

    def answer(self, code: str, result: AnswerResult, *, known: bool) -> None:
        """Answer an item; `known` when its answer tells all that changes with it."""
        work = partial(inspections.answer_item, self._ws, self._id, code, result, author=self.author or None)
        self._jobs.run_write(
            self,
            self._knowing(work) if known else work,
            then=self.answered.emit,
            refused=lambda problems: self.answer_refused.emit(code, problems),
        )

    def give(self, asked: Asked, given: Given, *, now: bool) -> None:
        """Keep an answer with a value, or the mark of one place; `now` when it is chosen or its field is left."""
        self.drafts.put(
            self.key("value", asked.key), given, partial(_give, self._ws, self._id, asked, given, self.author)
        )
        if now:
            self.drafts.flush()

    def work_out(self, asked: Asked, value: str) -> None:
        """Keep the calculation of an item; the item's tick stays what it is."""
        work = partial(_work_out, self._ws, self._id, asked.item.code, value, self.author)
        self.drafts.put(self.key("working", asked.item.code), value, work)
        self.drafts.flush()

    def note(self, code: str, text: str) -> None:
        """Keep a note for an item; its answer stays what it is when the note is written."""
        self.drafts.put(self.key("note", code), text, partial(_note, self._ws, self._id, code, text))

    def spot_note(self, code: str, spot_id: str, text: str) -> None:
        """Keep a note for one place of an item."""
        work = partial(_note, self._ws, self._id, code, text, spot_id)
        self.drafts.put(self.key("spotnote", f"{code}@{spot_id}"), text, work)

    def private_note(self, code: str, text: str) -> None:
        """Keep a note that is never printed."""
        work = partial(answers.set_private_note, self._ws, self._id, code, text, author=self.author or None)
        self.drafts.put(self.key("private", code), text, work)

    # -- places and entries ------------------------------------------------------------------------

    def add_spot(self, code: str, place: str) -> None:
        """Add a place of an item, or an entry of a repeat."""
        self.drafts.flush()
        work = partial(answers.add_spot, self._ws, self._id, code, place)
        self._jobs.run_write(self, work, refused=self.refused.emit)

    def name_spot(self, spot_id: str, place: str) -> None:
        """Keep where a place is, or which thing an entry is about."""
        work = partial(answers.amend_spot, self._ws, spot_id, place)
        self.drafts.put(self.key("spot", spot_id), place, work)

    def remove_spot(self, spot: Spot, reason: str = "") -> None:
        """Remove a place or entry; a reason is asked for where something would be lost."""
        for key in self.drafts.unsaved():
            if f"@{spot.id}|" in key or key == self.key("spot", spot.id):
                self.drafts.drop(key)
        self.drafts.flush()
        work = partial(answers.remove_spot, self._ws, spot.id, reason)
        self._jobs.run_write(self, work, refused=partial(self._on_spot_refused, spot))

    def _on_spot_refused(self, spot: Spot, problems: tuple[Problem, ...]) -> None:
        if not any(problem.code is ProblemCode.REASON_MISSING for problem in problems):
            self.refused.emit(problems)
            return
        title = tr("Remove {number}. {place}", number=spot.ordinal, place=spot.place)
        reason = self._ask.text(title, tr("Why? It is kept with this reason; its finding is struck out."))
        if reason:
            self.remove_spot(spot, reason)

    # -- findings ----------------------------------------------------------------------------------

    def write(self, finding_id: str, draft: FindingDraft) -> None:
        """Keep what is typed of a finding."""
        self.drafts.put(f"finding:{finding_id}", draft, partial(findings.amend_finding, self._ws, finding_id, draft))

    def record(self, draft: FindingDraft) -> None:
        """Record one more finding."""
        self.drafts.flush()
        work = partial(findings.record_finding, self._ws, self._id, draft)
        self._jobs.run_write(self, work, then=self.recorded.emit, refused=self.refused.emit)

    def strike_out(self, finding_id: str, ordinal: int) -> None:
        """Strike a finding out, with the reason that a person gives."""
        self.drafts.flush()
        title = tr("Strike out finding {ordinal}", ordinal=ordinal)
        reason = self._ask.text(title, tr("Why? The finding is kept, struck out, with this reason."))
        if reason is None:
            return
        work = partial(findings.withdraw_finding, self._ws, finding_id, reason)
        self._jobs.run_write(
            self, work, then=lambda value: self._on_struck_out(finding_id, value), refused=self.refused.emit
        )

    def _on_struck_out(self, finding_id: str, value: object) -> None:
        self.drafts.drop(f"finding:{finding_id}")
        self.struck_out.emit(value)

    def confirm(self, finding_id: str, number: int, person: str) -> None:
        """Keep that a person has verified a basis."""
        self.drafts.flush()
        work = partial(findings.confirm_clause, self._ws, finding_id, number, person)
        self._jobs.run_write(self, self._knowing(work), then=self.confirmed.emit, refused=self.refused.emit)

    # -- the visit ---------------------------------------------------------------------------------

    def set_place(self, place: str) -> None:
        """Keep where the visit takes place."""
        self.drafts.put(
            f"place:{self._id}", place, partial(inspections.amend_inspection, self._ws, self._id, place=place)
        )

    def set_people(self, people: tuple[Participant, ...]) -> None:
        """Keep who takes part."""
        self.drafts.put(
            f"people:{self._id}", people, partial(inspections.amend_inspection, self._ws, self._id, people=people)
        )

    def set_started(self, at: datetime) -> None:
        """Keep when the visit began."""
        self.drafts.put(
            f"started:{self._id}", at, partial(inspections.amend_inspection, self._ws, self._id, started_at=at)
        )

    def set_party_remark(self, text: str) -> None:
        """Keep what the unit says about the record."""
        self.drafts.put(
            f"remark:{self._id}", text, partial(inspections.amend_inspection, self._ws, self._id, party_remark=text)
        )

    def finish(self) -> None:
        """Finish the inspection."""
        self.drafts.flush()
        work = partial(inspections.finish_inspection, self._ws, self._id)
        self._jobs.run_write(self, work, then=self.finished.emit, refused=self.refused.emit)

    def _here(self, key: str) -> str:
        """Give the key without its inspection; nothing where another inspection is shown now."""
        name, bar, inspection_id = key.rpartition("|")
        if not bar:
            return key
        return name if inspection_id == self._id else ""

    def _on_draft_refused(self, key: str, problems: tuple[Problem, ...]) -> None:
        here = self._here(key)
        if here:
            self.draft_refused.emit(here, problems)

    def _on_saved(self, key: str, sent: object, value: object) -> None:
        kind = self._here(key).partition(":")[0]
        if kind == "finding":
            self.finding_saved.emit(value, sent)
        elif kind == "note":
            self.note_saved.emit(value)
        elif kind == "value":
            self.value_saved.emit(value)
        elif kind == "private":
            self.answer_kept.emit(value)
        elif kind == "working":
            self.worked_out.emit(getattr(value, "answer", None))
        elif kind in ("spot", "spotnote"):
            self.spot_saved.emit()
        elif kind:
            self.inspection_saved.emit(value)


def free_draft(on: date) -> FindingDraft:
    """Give an empty finding that belongs to no item."""
    kind = DeadlineClass.WITHIN_DAYS
    return FindingDraft(deadline_class=kind, deadline=propose(kind, DEFAULT_DAYS, on))


def another_draft(item: ChecklistItem, known: int, on: date) -> FindingDraft:
    """Give one more finding of an item that has some already, at another place."""
    draft = findings.draft_from_item(item, on)
    return replace(draft, place=tr("〔place {number}〕", number=known + 1)) if known else draft


def _give(ws: Workspace, inspection_id: str, asked: Asked, given: Given, author: str) -> Done[Answered]:
    """Tick where ticks are the answer, else keep the value."""
    code, spot = asked.item.code, asked.spot_id
    if asked.item.is_tick:
        result = given.result or AnswerResult.NOT_CHECKED
        return inspections.answer_item(ws, inspection_id, code, result, spot_id=spot, author=author or None)
    result_said = None if given.result is AnswerResult.NOT_CHECKED or given.value else given.result
    return answers.answer_value(
        ws, inspection_id, code, given.value, spot_id=spot, author=author or None, result=result_said
    )


def _work_out(ws: Workspace, inspection_id: str, code: str, value: str, author: str) -> Done[KeptWorking]:
    return workings.keep_working(ws, inspection_id, code, working_in(value) if value else None, author or None)


def _note(ws: Workspace, inspection_id: str, code: str, text: str, spot_id: str = "") -> Done[Answered]:
    shown = view(ws, inspection_id)
    known = shown.spot_answers.get((code, spot_id)) if spot_id else shown.answers.get(code)
    result = known.result if known else AnswerResult.NOT_CHECKED
    return inspections.answer_item(ws, inspection_id, code, result, text, spot_id=spot_id)
