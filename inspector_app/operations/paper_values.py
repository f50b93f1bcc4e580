# SPDX-License-Identifier: MulanPSL-2.0
"""The values of a RECORD.json: checked against their items, kept as answers and places."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Set

from inspector_app.domain.answer_values import canonical_value, shown_value
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.inspection import AnswerResult, Spot
from inspector_app.domain.paper_record import PaperRecord, PaperValue
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.operations.answering import judged, put_whole_in
from inspector_app.operations.visits import put_answer_in
from inspector_app.storage import findings, spots
from inspector_app.workspace import Step


def value_faults(
    record: PaperRecord, items: Mapping[str, ChecklistItem], described: Set[str | None]
) -> Iterator[Problem]:
    """Say what is wrong with the values, each with its path; a failing one without a finding is only warned of."""
    places = Counter((value.item_code, value.place) for value in record.values)
    for value in record.values:
        item = items.get(value.item_code)
        if item is None:
            continue  # told already: ITEM_UNKNOWN
        yield from _place_faults(value, item, places)
        try:
            result = _result(record, item, canonical_value(item, value.value), value.place)
        except Refused as refused:
            yield from (dataclasses.replace(problem, where=value.where) for problem in refused.problems)
            continue
        if result is AnswerResult.NONCOMPLIANT and item.code not in described:
            code, told = ProblemCode.NONCOMPLIANT_WITHOUT_FINDING, {"item": item.code}
            yield Problem(code=code, where=value.where, fields=told, severity=Severity.WARN)


def _place_faults(value: PaperValue, item: ChecklistItem, places: Mapping[tuple[str, str], int]) -> Iterator[Problem]:
    """Say what is wrong with where a value was seen."""
    fields = {"item": item.code, "place": value.place}
    count = sum(number for (code, _), number in places.items() if code == item.code)
    if item.parent:
        yield Problem(code=ProblemCode.ANSWER_AT_PLACES, where=value.where, fields=fields)
    elif not item.several_places and (value.place or count > 1):
        yield Problem(code=ProblemCode.SPOT_NOT_POSSIBLE, where=value.where, fields=fields)
    elif count > 1 and not value.place:
        yield Problem(code=ProblemCode.VALUE_MISSING, where=f"{value.where}.place", fields={"field": "place"})
    elif places[(item.code, value.place)] > 1:
        yield Problem(code=ProblemCode.SPOT_EXISTS, where=value.where, fields=fields)


def _result(record: PaperRecord, item: ChecklistItem, value: str, place: str) -> AnswerResult:
    """Join the value with the answer and the finding that the file gives for the same item."""
    is_found = any(f.item_code == item.code and (not place or f.place == place) for f in record.findings)
    return AnswerResult.NONCOMPLIANT if is_found else judged(item, value, record.answers.get(item.code))


def put_values_in(step: Step, inspection_id: str, record: PaperRecord, items: Mapping[str, ChecklistItem]) -> None:
    """Keep the values inside an open operation; findings stand in the file, so none is begun here."""
    for value in record.values:
        item = items[value.item_code]
        kept = canonical_value(item, value.value)
        spot_id = _spot_in(step, inspection_id, value) if value.place else ""
        result, label = _result(record, item, kept, value.place), shown_value(item, kept)
        put_answer_in(step, inspection_id, item.code, result, value.remark, spot_id=spot_id, value=kept, label=label)
        if spot_id:
            put_whole_in(step, inspection_id, item.code)


def _spot_in(step: Step, inspection_id: str, value: PaperValue) -> str:
    """Keep the place, with the finding that the file has of it."""
    every = findings.list_findings(step.db, inspection_id)
    live = [f for f in every if f.status is not FindingStatus.WITHDRAWN]
    own = next((f for f in live if (f.item_code, f.place) == (value.item_code, value.place)), None)
    spot = Spot(
        id=step.new_id(), inspection_id=inspection_id, item_code=value.item_code,
        ordinal=spots.next_ordinal(step.db, inspection_id, value.item_code), place=value.place,
        finding_id=own.id if own else "",
    )  # fmt: skip
    spots.put_spot(step.db, spot)
    return spot.id
