# SPDX-License-Identifier: MulanPSL-2.0
"""Words around an answer: its limits, its verdict, why it is not answered here."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.answer_values import canonical_value, judge
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import Refused
from inspector_app.wording import tr


def bounds(least: Decimal | None, most: Decimal | None, unit: str) -> str:
    """Say between what a number lies: `≥ 4 Ω`, `0.2–0.5 MPa`; nothing without bounds."""
    tail = f" {unit}" if unit else ""
    if least is not None and most is not None:
        return f"{least:f}–{most:f}{tail}"
    if least is not None:
        return f"≥ {least:f}{tail}"
    return f"≤ {most:f}{tail}" if most is not None else ""


def limit_words(item: ChecklistItem) -> str:
    """Say which values comply, and which may be typed at all."""
    spec = item.answer
    complies = bounds(spec.limit_least, spec.limit_most, spec.unit)
    allowed = bounds(spec.least, spec.most, spec.unit) if spec.kind is not AnswerKind.DEDUCTION else ""
    said = []
    if complies:
        said.append(tr("Compliant: {range}", range=complies))
    if allowed:
        said.append(tr("May be typed: {range}", range=allowed))
    return "　".join(said)


def verdict_of(item: ChecklistItem, text: str) -> AnswerResult | None:
    """Say what a typed value would mean; none while it cannot be read."""
    try:
        return judge(item, canonical_value(item, text))
    except Refused:
        return None


def why_not_here(item: ChecklistItem) -> str:
    """Say why an item is not answered on this computer."""
    kind = item.answer.foreign_type
    if kind:
        return tr("Not for this computer ({kind}). It is kept as it came.", kind=kind)
    return tr("Not for this computer. It is kept as it came.")
