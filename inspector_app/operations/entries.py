# SPDX-License-Identifier: MulanPSL-2.0
"""Entries of a repeat: each is a finding whose wording is put together from its parts until a person writes it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain import texts
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.finding import Finding, FindingStatus
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, Spot
from inspector_app.logic.live import Live
from inspector_app.operations import findings as finding_verbs
from inspector_app.storage import findings, inspections, spots
from inspector_app.workspace import Step, Workspace

_SILENT = (AnswerKind.NOTE, AnswerKind.PHOTO, AnswerKind.UNSUPPORTED)


@dataclass(slots=True)
class Entry:
    """One entry while it changes; afterwards `finding` is its finding as it is now."""

    finding: Finding | None = None


def begin_entry_in(step: Step, inspection: Inspection, item: ChecklistItem, place: str) -> Finding:
    """Record the finding of a new entry; two entries may say the same, so nothing is looked for twice."""
    draft = dataclasses.replace(finding_verbs.draft_from_item(item, inspection.started_at.date()), place=place)
    finding = Finding(
        id=step.new_id(), inspection_id=inspection.id, ordinal=findings.next_ordinal(step.db, inspection.id),
        status=FindingStatus.RECORDED, found_at=step.now,
        **{name: getattr(draft, name) for name in finding_verbs.DRAFT_FIELDS},
    )  # fmt: skip
    findings.put_finding(step.db, finding)
    return finding


def live_in(ws: Workspace, step: Step, inspection: Inspection) -> Live:
    """Give the logic of an inspection as its answers stand inside an open operation."""
    answers = inspections.list_answers(step.db, inspection.id)
    at_spots = inspections.list_spot_answers(step.db, inspection.id)
    form = ws.live_form(inspection.packs, answers)
    return form.open(answers, at_spots, step.now, spots.list_spots(step.db, inspection.id))


@contextlib.contextmanager
def recomposed_in(ws: Workspace, step: Step, inspection: Inspection, spot: Spot) -> Iterator[Entry]:
    """Run a change of an entry's parts; then word its finding anew if its words were still the program's own."""
    entry = Entry()
    before = _composed(ws, step, inspection, spot)
    yield entry
    after = _composed(ws, step, inspection, spot)
    finding = findings.get_finding(step.db, spot.finding_id) if spot.finding_id else None
    if finding is None or finding.status is FindingStatus.WITHDRAWN:
        return
    entry.finding = finding
    if finding.description == before and after != before:
        entry.finding = dataclasses.replace(finding, description=after)
        findings.put_finding(step.db, entry.finding)


def _composed(ws: Workspace, step: Step, inspection: Inspection, spot: Spot) -> str:
    every = ws.frozen_items(inspection.packs)
    holder = next((item for item in every if item.code == spot.item_code), None)
    answers = inspections.list_spot_answers(step.db, inspection.id)
    own = {code: answer for (code, spot_id), answer in answers.items() if spot_id == spot.id}
    live = live_in(ws, step, inspection)
    parts = [item for item in every if item.parent == spot.item_code and not live.is_hidden(item.code, spot.id)]
    return composed(holder.finding if holder else "", parts, own)


def composed(opening: str, parts: Sequence[ChecklistItem], answers: dict[str, Answer]) -> str:
    """Put the wording of an entry together: the repeat's own words, then label and value of each answered part."""
    said = []
    for part in parts:
        answer = answers.get(part.code)
        if answer is None or part.answer.kind in _SILENT:
            continue
        if part.is_tick:
            if answer.result is AnswerResult.NONCOMPLIANT:
                said.append(part.finding or part.check)
        elif answer.label:
            said.append(f"{part.check}：{answer.label}")
    text = "；".join(said)
    return (f"{opening}：{text}" if opening and text else opening or text)[: texts.LONG_LIMIT]
