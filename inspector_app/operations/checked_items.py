# SPDX-License-Identifier: MulanPSL-2.0
"""The items of a visit as its record prints them: results, values, places, and the working of calculations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector_app.domain.answer_values import shown_value
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.document import CheckedItem, CheckedPlace
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, Spot
from inspector_app.domain.problems import Refused
from inspector_app.domain.working import Working, working_in
from inspector_app.storage import inspections, spots
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

# A place that is noncompliant decides for its item; then what is open, then what was recorded or found in order.
_ORDER = (
    AnswerResult.NONCOMPLIANT,
    AnswerResult.NOT_CHECKED,
    AnswerResult.COMPLIANT,
    AnswerResult.RECORDED,
    AnswerResult.NOT_APPLICABLE,
)


def checked_items(ws: Workspace, db: Database, inspection: Inspection) -> tuple[CheckedItem, ...]:
    """Give every item that was asked, in order; hidden ones and mere words are left out, private notes always."""
    answers = inspections.list_answers(db, inspection.id)
    at_spots = inspections.list_spot_answers(db, inspection.id)
    places = tuple(spot for spot in spots.list_spots(db, inspection.id) if not spot.removed_reason)
    answered = {*answers, *(code for code, _ in at_spots)}
    items = ws.frozen_items(inspection.packs, answered)
    gatherer = _Gatherer(ws, inspection, answers, at_spots, places)
    return tuple(found for item in items if (found := gatherer.item(item)) is not None)


class _Gatherer:
    """Makes one checked item after the other out of the rows of a visit."""

    def __init__(
        self, ws: Workspace, inspection: Inspection, answers: Mapping[str, Answer],
        at_spots: Mapping[tuple[str, str], Answer], places: Sequence[Spot],
    ) -> None:  # fmt: skip
        self._inspection, self._answers, self._at_spots, self._spots = inspection, answers, at_spots, places
        form = ws.live_form(inspection.packs)
        now, is_over = inspection.finished_at or ws.now(), inspection.state.is_over
        self._live = form.open(answers, at_spots, now, places, is_frozen=is_over) if form.has_logic else None

    def item(self, item: ChecklistItem) -> CheckedItem | None:
        """Give one item; none where it was not asked and says nothing."""
        if self._live is not None and self._live.is_hidden(item.code) and not item.parent:
            return None
        answer = self._answers.get(item.code) or self._none(item)
        places = self._places(item)
        result = answer.result
        if places and item.code not in self._answers:
            result = next(r for r in _ORDER if any(place.result is r for place in places))
        value, lines = _said(item, answer)
        if not item.answer.kind.is_asked:
            if not value and not places:
                return None
            result = AnswerResult.RECORDED
        elif item.parent and not places:
            return None
        return CheckedItem(
            code=item.code, section=item.section, check=item.check, result=result, remark=answer.remark, value=value,
            places=places, lines=lines,
        )  # fmt: skip

    def _places(self, item: ChecklistItem) -> tuple[CheckedPlace, ...]:
        """Give the places of an item, or of a part of a repeat the entries in which it was answered."""
        holder = item.parent or item.code
        found = []
        for spot in self._spots:
            answer = self._at_spots.get((item.code, spot.id))
            if spot.item_code != holder or (answer is None and item.parent):
                continue
            if self._live is not None and self._live.is_hidden(item.code, spot.id):
                continue
            answer = answer or self._none(item)
            if item.answer.kind is AnswerKind.ENTRIES:
                continue
            value, _ = _said(item, answer)
            name = spot.place or str(spot.ordinal)
            found.append(CheckedPlace(place=name, result=answer.result, value=value, remark=answer.remark))
        return tuple(found)

    def _none(self, item: ChecklistItem) -> Answer:
        return Answer(inspection_id=self._inspection.id, item_code=item.code, result=AnswerResult.NOT_CHECKED)


def _said(item: ChecklistItem, answer: Answer) -> tuple[str, tuple[str, ...]]:
    """Give the value in words and the lines of a working; what cannot be read is never printed as it stands."""
    if not answer.value:
        return "", ()
    working = _working(item, answer.value)
    if working is not None:
        return working.result, working.lines
    if item.answer.calculator or item.answer.kind is AnswerKind.WORKING:
        return "", ()
    return answer.label or shown_value(item, answer.value), ()


def _working(item: ChecklistItem, value: str) -> Working | None:
    if not item.answer.calculator and item.answer.kind is not AnswerKind.WORKING:
        return None
    try:
        return working_in(value)
    except Refused:
        return None
