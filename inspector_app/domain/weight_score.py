# SPDX-License-Identifier: MulanPSL-2.0
"""The score by weight: what is compliant of what was checked, each item counted with its weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import AnswerResult

_JUDGED = (AnswerResult.COMPLIANT, AnswerResult.NONCOMPLIANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSection:
    """One section: weights reached and possible; `percent` is none where nothing was judged.

    不适用 and what was only recorded do not count; `not_checked` names the items that keep the score open.
    """

    name: str
    reached: Decimal
    possible: Decimal
    checked: int
    not_checked: tuple[str, ...]

    @property
    def percent(self) -> Decimal | None:
        """How much of the possible weight was reached, in percent to two digits behind the point."""
        return _percent(self.reached, self.possible)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightScore:
    """The whole score with its sections."""

    sections: tuple[WeightSection, ...]

    @property
    def reached(self) -> Decimal:
        """The weights of what is compliant."""
        return sum((s.reached for s in self.sections), Decimal(0))

    @property
    def possible(self) -> Decimal:
        """The weights of what was judged."""
        return sum((s.possible for s in self.sections), Decimal(0))

    @property
    def not_checked(self) -> tuple[str, ...]:
        """The items with a weight that nobody has looked at: there is no score before they are."""
        return tuple(code for s in self.sections for code in s.not_checked)

    @property
    def is_ready(self) -> bool:
        """Whether it may be called a score: nothing is 未查, and something was judged."""
        return not self.not_checked and self.possible > 0

    @property
    def percent(self) -> Decimal | None:
        """The score in percent, of what is judged so far; see `is_ready`."""
        return _percent(self.reached, self.possible)


def weight_score(items: Iterable[ChecklistItem], results: Mapping[str, AnswerResult]) -> WeightScore | None:
    """Count the items that have a weight; None where none has. Pass only the items that are asked."""
    sections: dict[str, list[ChecklistItem]] = {}
    for item in items:
        if item.weight is not None and item.weight > 0 and not item.parent:
            sections.setdefault(item.section, []).append(item)
    if not sections:
        return None
    return WeightScore(sections=tuple(_section(name, found, results) for name, found in sections.items()))


def _section(name: str, items: Iterable[ChecklistItem], results: Mapping[str, AnswerResult]) -> WeightSection:
    reached = possible = Decimal(0)
    checked = 0
    not_checked: list[str] = []
    for item in items:
        assert item.weight is not None, "only items with a weight are counted"
        result = results.get(item.code, AnswerResult.NOT_CHECKED)
        if result is AnswerResult.NOT_CHECKED:
            not_checked.append(item.code)
        if result in _JUDGED:
            checked += 1
            possible += item.weight
            reached += item.weight if result is AnswerResult.COMPLIANT else 0
    return WeightSection(name=name, reached=reached, possible=possible, checked=checked, not_checked=tuple(not_checked))


def _percent(reached: Decimal, possible: Decimal) -> Decimal | None:
    return (reached * 100 / possible).quantize(Decimal("0.01")) if possible else None
