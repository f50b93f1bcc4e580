# SPDX-License-Identifier: MulanPSL-2.0
"""Everything that may be done in one inspection, as jobs; what came of it is told by signals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.change import Changes, Done
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.inspection import AnswerResult, Participant
from inspector_app.ledgers.inspections import view
from inspector_app.operations import findings, inspections
from inspector_app.operations.inspections import Answered
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
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
    inspection_saved = Signal(object)  # Inspection
    finished = Signal(object)  # Inspection
    answer_refused = Signal(str, object)  # item, problems
    draft_refused = Signal(str, object)  # key, problems
    refused = Signal(object)  # problems of everything else

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._id = ""
        self._own: set[str] = set()
        self.drafts = Drafts(jobs, self)
        self.drafts.saved.connect(self._on_saved)
        self.drafts.refused.connect(self.draft_refused)

    def set_inspection(self, inspection_id: str) -> None:
        """Do everything in this inspection from now on."""
        self._id = inspection_id

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
        work = partial(inspections.answer_item, self._ws, self._id, code, result)
        self._jobs.run_write(
            self,
            self._knowing(work) if known else work,
            then=self.answered.emit,
            refused=lambda problems: self.answer_refused.emit(code, problems),
        )

    def note(self, code: str, text: str) -> None:
        """Keep a note for an item; its answer stays what it is when the note is written."""
        self.drafts.put(f"note:{code}", text, partial(_note, self._ws, self._id, code, text))

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

    def _on_saved(self, key: str, sent: object, value: object) -> None:
        kind = key.partition(":")[0]
        if kind == "finding":
            self.finding_saved.emit(value, sent)
        elif kind == "note":
            self.note_saved.emit(value)
        else:
            self.inspection_saved.emit(value)


def _note(ws: Workspace, inspection_id: str, code: str, text: str) -> Done[Answered]:
    known = view(ws, inspection_id).answers.get(code)
    result = known.result if known else AnswerResult.NOT_CHECKED
    return inspections.answer_item(ws, inspection_id, code, result, text)
