# SPDX-License-Identifier: MulanPSL-2.0
"""Answering: keys and clicks of the list and the fields of the page become acts; what came of them, changed rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QInputMethodEvent

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.inspection import Answer, AnswerResult
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.operations.inspections import Answered
from inspector_app.ui.models.answer_state import NO_ANSWER, words_at
from inspector_app.ui.models.asked import Asked, Given
from inspector_app.ui.models.checklist_model import ChecklistModel
from inspector_app.ui.models.checklist_row import Row
from inspector_app.ui.models.row_maker import RowMaker
from inspector_app.ui.widgets.answer_choice import MANY
from inspector_app.ui.widgets.answer_view import SpotView, Unsaved
from inspector_app.ui.widgets.answer_words import verdict_of
from inspector_app.ui.widgets.inspection_acts import InspectionActs
from inspector_app.ui.widgets.item_list import ItemList
from inspector_app.ui.widgets.item_page import ItemPage
from inspector_app.ui.widgets.item_value import is_valued
from inspector_app.ui.widgets.page import Band
from inspector_app.wording import sentence, tr

RECORDED = AnswerResult.RECORDED


class AnswerDesk(QObject):
    """Stands between list, page and acts while an inspection is answered."""

    page_stale = Signal()  # what the page shows has changed
    rows_changed = Signal()
    reread_wanted = Signal()  # more changed than the operation told
    item_wanted = Signal(str, bool)  # item, whether to go into its finding

    def __init__(
        self,
        acts: InspectionActs,
        rows: ChecklistModel,
        items: ItemList,
        page: ItemPage,
        band: Band,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._acts, self._rows, self._items, self._page, self._band = acts, rows, items, page, band
        self.maker: RowMaker | None = None
        self.is_finished = False
        self._waiting: dict[str, int] = {}  # ticks under way, by item
        self._step_after = ""  # the item after whose answer the cursor goes on
        self.unsaved = Unsaved(value=acts.typed, words=self._refused_words)
        self._connect()

    def _connect(self) -> None:
        items, acts, answer = self._items, self._acts, self._page.answer
        items.answered.connect(self.answer)
        items.begun.connect(self._on_begun)
        items.composed.connect(self._on_composed)
        items.given.connect(self._on_list_given)
        items.picked.connect(self._on_picked)
        items.more_wanted.connect(self._on_more)
        answer.given.connect(self._on_given)
        answer.given_up.connect(self._on_given_up)
        answer.entered.connect(self._on_entered)
        answer.left.connect(items.setFocus)
        answer.add_wanted.connect(self._add_spot)
        answer.remove_wanted.connect(self._on_remove)
        answer.place_edited.connect(acts.name_spot)
        answer.spot_note_edited.connect(acts.spot_note)
        self._page.private_note_edited.connect(acts.private_note)
        acts.answered.connect(self._on_answered)
        acts.answer_refused.connect(self._on_answer_refused)
        acts.value_saved.connect(self._on_value_saved)
        acts.note_saved.connect(self._on_value_saved)
        acts.answer_kept.connect(self._on_answer_kept)
        acts.worked_out.connect(self._on_worked_out)
        answer.worked_out.connect(acts.work_out)
        acts.spot_saved.connect(self.reread_wanted)

    def begin(self, maker: RowMaker, *, is_finished: bool, is_other: bool) -> None:
        """Answer in this inspection from now on."""
        self.maker, self.is_finished = maker, is_finished
        if is_other:
            self._waiting.clear()

    def _row(self, key: str) -> Row | None:
        return self._rows.row_of(key)

    def _put(self, rows: list[Row]) -> None:
        self._rows.put_rows(rows)
        self.rows_changed.emit()

    def place_of(self, where: str) -> tuple[str, str]:
        """Give the row and the place or entry that `CODE` or `CODE:SPOT` means; a part stands in its repeat's row."""
        if self._row(where) is not None or self.maker is None:
            return where, ""
        code, _, spot_id = where.partition(":")
        item = self.maker.state.items.get(code)
        if item is None:
            return where, ""
        return (item.parent if self.maker.state.is_part(item) else code), spot_id

    # -- ticks -------------------------------------------------------------------------------------

    def answer(self, key: str, result: AnswerResult, moves: bool) -> None:
        """Tick an item; after anything but 不符合 the cursor moves on at once."""
        row = self._row(key)
        if row is None or row.item is None or self.maker is None:
            return
        self._band.hide()
        if row.result is result and not self._waiting.get(key):
            self._move_on(result, moves)
            return
        known = not self._waiting.get(key) and (result is AnswerResult.NONCOMPLIANT or not row.findings)
        self._waiting[key] = self._waiting.get(key, 0) + 1
        self._acts.drafts.flush()
        self._acts.answer(key, result, known=known)
        self._move_on(result, moves, Given("", result))

    def _move_on(self, result: AnswerResult | None, moves: bool, given: Given | None = None) -> None:
        """Go on to the next item; where the answer brings items into sight, once they are there."""
        if not moves or result is AnswerResult.NONCOMPLIANT:
            return
        row = self._row(self._items.current_key())
        if given is not None and row is not None and row.item is not None and self.maker is not None:
            answer = replace(NO_ANSWER, item_code=row.key, value=given.value, result=given.result or RECORDED)
            if self.maker.state.would_open(row.item, answer):
                self._step_after = row.key
                return
        self._items.step(1)

    def _on_answered(self, answered: Answered) -> None:
        self._settle(answered.answer.item_code)
        self._take(answered)
        if answered.answer.item_code == self._items.current_key() and answered.finding is not None:
            self._page.reveal()

    def _take(self, answered: Answered) -> None:
        """Take an answer with all that follows from it."""
        if self.maker is None:
            return
        answer = answered.answer
        row = self._row(answer.item_code)
        struck = row is not None and bool(row.findings) and answered.finding is None
        current = self._items.current_key()
        self._put(self.maker.put_answer(answer, answered.finding))
        if current and self._items.current_key() != current:
            self._items.show_key(current)
        if self._step_after == answer.item_code == self._items.current_key():
            self._items.step(1)
        self._step_after = ""
        self.page_stale.emit()
        if answer.spot_id or struck or self.maker.state.has_triggers:
            self.reread_wanted.emit()

    def _settle(self, code: str) -> None:
        left = self._waiting.pop(code, 1) - 1
        if left > 0:
            self._waiting[code] = left

    def _on_answer_refused(self, code: str, problems: tuple[Problem, ...]) -> None:
        self._settle(code)
        self._step_after = ""
        words = tr("{code} not answered: {why}", code=code, why=" ".join(sentence(p) for p in problems))
        contradicts = any(p.code is ProblemCode.ANSWER_CONTRADICTS_FINDING for p in problems)
        if contradicts:
            go = self._go_to(code, into_finding=True)
            self._band.say(words, tone="bad", action=tr("Go to the finding"), then=go)
        else:
            self._band.say(words, tone="bad")

    def _go_to(self, code: str, *, into_finding: bool) -> Callable[[], object]:
        return lambda: self.item_wanted.emit(code, into_finding)

    # -- values ------------------------------------------------------------------------------------

    def _on_begun(self, key: str, letters: str) -> None:
        row = self._row(key)
        if row is None or not is_valued(row) or key != self._items.current_key():
            return
        if row.kind is AnswerKind.WORKING or row.spots:
            letters = ""
        self._page.area.ensureWidgetVisible(self._page.answer)
        self._page.answer.begin("" if self.is_finished else letters)

    def _on_composed(self, key: str, event: QInputMethodEvent) -> None:
        if key == self._items.current_key() and not self.is_finished:
            self._page.answer.compose(event)

    def enter(self, row: Row) -> bool:
        """Go where a row with a value is answered; False where Enter means the finding."""
        if not is_valued(row) or (row.findings and not row.spots):
            return False
        self._on_begun(row.key, "")
        return True

    def _on_list_given(self, key: str, given: Given, moves: bool) -> None:
        row = self._row(key)
        if row is None or row.item is None or self.maker is None or self.is_finished or row.spots:
            return
        asked = self.maker.state.asked(row.item)
        kept = given.value == asked.value != "" and asked.result is not AnswerResult.NOT_CHECKED
        same = kept or (asked.value, asked.result) == (given.value, given.result)
        if not same and not asked.is_read_only and row.kind not in (AnswerKind.COMPUTED, AnswerKind.PHOTO):
            self._give(asked, given, now=True)
        self._move_on(given.result, moves, None if same else given)

    def _on_picked(self, key: str, place: int) -> None:
        row = self._row(key)
        if row is None or row.item is None or self.maker is None or self.is_finished:
            return
        choices = self.maker.state.asked(row.item).choices
        if len(choices) > MANY:
            self._on_begun(key, str(place + 1))
        elif self._page.answer.pick(place) and row.kind is AnswerKind.CHOICE:
            fails = AnswerResult.NONCOMPLIANT if choices[place].fails else None
            self._move_on(fails, True, Given(choices[place].name))

    def _on_given(self, asked: Asked, given: Given, now: bool) -> None:
        self._give(asked, given, now=now)

    def _give(self, asked: Asked, given: Given, *, now: bool) -> None:
        if not self.is_finished:
            self._band.hide()
            self._acts.give(asked, given, now=now)

    def _on_given_up(self, asked: Asked) -> None:
        key = self._acts.key("value", asked.key)
        if self._acts.drafts.problems(key):
            self._acts.drafts.drop(key)
        self.page_stale.emit()
        if not asked.spot_id:
            self._items.setFocus()

    def _on_entered(self) -> None:
        """Enter in the field: on to the next item, unless there is something to be mended or a finding to write."""
        row = self._row(self._items.current_key())
        if row is None or row.item is None or self.maker is None:
            return
        field = self._page.answer.slot_.field if self._page.answer.slot_ is not None else None
        given = field.given() if field is not None else Given()
        result = verdict_of(row.item, given.value) if given.value else AnswerResult.NOT_CHECKED
        is_new = given.value != row.value
        if result is None or (is_new and self.maker.state.would_break(row.item, given.value)):
            return
        self._items.setFocus()
        self._move_on(result, True, given if is_new else None)

    def _on_value_saved(self, answered: Answered) -> None:
        self._take(answered)
        here = answered.answer.item_code == self._items.current_key() and not answered.answer.spot_id
        if here and answered.finding is not None:
            self._page.reveal(answered.finding.id)

    def _on_answer_kept(self, answer: Answer) -> None:
        if self.maker is not None:
            self._put(self.maker.rows_of(self.maker.state.put(answer)))

    def _on_worked_out(self, answer: Answer) -> None:
        """An item that is nothing but a calculation is answered by it, and may have begun a finding."""
        self._on_answer_kept(answer)
        self.page_stale.emit()
        self.reread_wanted.emit()

    def _refused_words(self, name: str) -> str:
        item = self.maker.state.items.get(name.partition("@")[0]) if self.maker is not None else None
        problems = self._acts.drafts.problems(self._acts.key("value", name))
        return " ".join(words_at(item, problem) for problem in problems)

    def on_draft_refused(self, key: str, problems: tuple[Problem, ...]) -> None:
        """Say at the field why a value was not taken, or in the band when another item is shown."""
        self._step_after = ""
        code, _, _spot = key.partition(":")[2].partition("@")
        self.page_stale.emit()
        if code != self._items.current_key() and self._row(code) is not None:
            words = tr("{place} not saved: {why}", place=code, why=" ".join(sentence(p) for p in problems))
            go = self._go_to(code, into_finding=False)
            self._band.say(words, tone="bad", action=tr("Go there"), then=go)

    # -- places and entries ------------------------------------------------------------------------

    def _on_more(self, key: str) -> None:
        row = self._row(key)
        spots = self._page.answer.spots
        if row is not None and key == self._items.current_key() and spots is not None and spots.isVisibleTo(self._page):
            spots.add()

    def _add_spot(self, code: str, place: str) -> None:
        if not self.is_finished:
            self._band.hide()
            self._acts.add_spot(code, place)

    def _on_remove(self, spot: SpotView) -> None:
        self._acts.remove_spot(spot.spot)
