# SPDX-License-Identifier: MulanPSL-2.0
"""From the answers of an inspection to its score: which pack scores, what each answer takes off, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.finding import Finding, FindingStatus, open_slots
from inspector_app.domain.inspection import Answer, AnswerResult
from inspector_app.domain.jgj59 import KEY, read_facts
from inspector_app.domain.score_sheet import ScoreSheet, Taken, score_sheet


def scoring_pack(packs: Iterable[ChecklistPack]) -> ChecklistPack | None:
    """Give the pack by which a site is scored (JGJ 59), if one of them is such a pack."""
    return next((pack for pack in packs if KEY in pack.data), None)


def site_score(
    packs: Iterable[ChecklistPack], answers: Mapping[str, Answer], findings: Iterable[Finding] = ()
) -> ScoreSheet | None:
    """Score a site; the reason of a deduction is the answer's remark, else what its finding says."""
    pack = scoring_pack(packs)
    reading = None if pack is None else read_facts(pack.data)
    if pack is None or reading is None or reading.facts is None:
        return None
    reasons = {f.item_code: f.description for f in findings if _tells(f)}
    taken = {item.code: taken_of(answers.get(item.code), reasons.get(item.code, "")) for item in pack.items}
    return score_sheet(reading.facts, pack.items, taken)


def _tells(finding: Finding) -> bool:
    """Whether a finding is finished enough to be a reason."""
    return finding.status is not FindingStatus.WITHDRAWN and not open_slots(finding.description)


def taken_of(answer: Answer | None, reason: str = "") -> Taken:
    """Read an answer. 不符合 without its points counts as not checked: nobody may guess them."""
    if answer is None:
        return Taken()
    if answer.result is AnswerResult.NOT_APPLICABLE:
        return Taken(is_missing=True, reason=answer.remark)
    off = _number(answer.value)
    if answer.result is AnswerResult.COMPLIANT:
        off = Decimal(0) if off is None else off
    elif answer.result is not AnswerResult.NONCOMPLIANT:
        off = None
    return Taken(off=off, reason=answer.remark or reason)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None
