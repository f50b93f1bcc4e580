# SPDX-License-Identifier: MulanPSL-2.0
"""One inspection with all that belongs to it, as screens, papers and scores look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, FindingStatus, Photo
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, Spot
from inspector_app.logic.live import Live, LiveForm, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionProgress:
    """How far a section is: of `total` asked items, `checked` have an answer (不适用 and 已填 too)."""

    section: str
    total: int
    checked: int
    noncompliant: int

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is 未查."""
        return self.checked == self.total


@dataclass(frozen=True, kw_only=True)  # no slots: what is derived is computed once
class InspectionView:
    """One inspection with all that belongs to it; withdrawn findings are among the findings.

    `answers` are those of items as a whole; of an item with several places that is computed. An item that asks for
    photos counts as filled in when it has one. Values that are computed stand in `live`.
    """

    inspection: Inspection
    enterprise: Enterprise
    items: tuple[ChecklistItem, ...]
    answers: Mapping[str, Answer]
    findings: tuple[Finding, ...]
    photos: tuple[Photo, ...]
    documents: tuple[OfficialDocument, ...]
    spots: tuple[Spot, ...]  # removed ones too
    spot_answers: Mapping[Node, Answer]  # by item code and spot
    form: LiveForm
    live: Live

    @cached_property
    def items_by_code(self) -> Mapping[str, ChecklistItem]:
        """Every item by its code."""
        return {item.code: item for item in self.items}

    @cached_property
    def asked(self) -> tuple[ChecklistItem, ...]:
        """The items that a person has to answer now: no notes, nothing computed, hidden, or part of an entry."""
        return tuple(i for i in asked_items(self.items, self.form) if i.code not in self.live.hidden)

    @cached_property
    def progress(self) -> tuple[SectionProgress, ...]:
        """How far each section is, in the order of the checklists."""
        sections: dict[str, list[AnswerResult]] = {}
        for item in self.asked:
            sections.setdefault(item.section, []).append(self.result(item.code))
        return tuple(_progress(name, results) for name, results in sections.items())

    def answer(self, code: str, spot_id: str = "") -> Answer | None:
        """Give the answer of an item as a whole, or at one of its places or in one entry."""
        return self.spot_answers.get((code, spot_id)) if spot_id else self.answers.get(code)

    def result(self, code: str, spot_id: str = "") -> AnswerResult:
        """Give the result of an item; without an answer it is not checked."""
        answer = self.answer(code, spot_id)
        return answer.result if answer is not None else AnswerResult.NOT_CHECKED

    def spots_of(self, code: str) -> tuple[Spot, ...]:
        """The places or entries of an item that were not removed, in their order."""
        return tuple(s for s in self.spots if s.item_code == code and not s.removed_reason)

    def parts_of(self, code: str) -> tuple[ChecklistItem, ...]:
        """The parts of a repeat's entries."""
        return tuple(i for i in self.items if i.parent == code)

    @property
    def live_findings(self) -> tuple[Finding, ...]:
        """The findings that were not struck out."""
        return tuple(f for f in self.findings if f.status is not FindingStatus.WITHDRAWN)


def asked_items(items: Sequence[ChecklistItem], form: LiveForm) -> tuple[ChecklistItem, ...]:
    """Give the items that a person answers, relevant or not: those that a total counts."""
    computed = frozenset(form.computed())
    return tuple(i for i in items if i.answer.kind.is_asked and not i.parent and i.code not in computed)


def _progress(section: str, results: Sequence[AnswerResult]) -> SectionProgress:
    return SectionProgress(
        section=section, total=len(results), checked=sum(r is not AnswerResult.NOT_CHECKED for r in results),
        noncompliant=sum(r is AnswerResult.NONCOMPLIANT for r in results),
    )  # fmt: skip
