# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about remedies: R06 to R08."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.organ import Organ, OrganStanding
from inspector_app.domain.problems import Problem
from inspector_app.law.documents import Remedy
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Subject

PLACE = "organ:review_organ"


def r06(case: Case, rules: Rules) -> Iterator[Problem]:
    """The review organ is one people's government: of the same level, for a township the one above."""
    found = case.organ.review_organ
    if not found or all(s.law.remedy is Remedy.NONE for s in case.subjects):
        return  # an empty one is refused by the form
    fault = _fault(case.organ, rules)
    if fault:
        yield rules.problem("R06", PLACE, fault, found=found, organ=case.organ.name)


def _fault(organ: Organ, rules: Rules) -> str:
    found, government = organ.review_organ, rules.text("R06", "government")
    is_low = found.endswith(rules.words("R06", "townships"))
    if any(part in found for part in rules.words("R06", "several")) or found.count(government) > 1:
        return "several"
    if not found.endswith(government):
        return "not_government"
    if organ.standing is OrganStanding.TOWNSHIP:
        return "own" if is_low or found == organ.name else ""
    if is_low:
        return "too_low"
    return "too_high" if _is_above(organ.name, found.removesuffix(government), rules) else ""


def _is_above(organ: str, region: str, rules: Rules) -> bool:
    """Whether the organ's name names a county or district below the government's region.

    The region may be written longer (天津市蓟州区) than in the organ's name (蓟州区应急管理局).
    """
    rest = next((organ.removeprefix(region[n:]) for n in range(len(region) - 1) if organ.startswith(region[n:])), "")
    for word in rules.words("R06", "not_levels"):
        rest = rest.replace(word, "")
    return any(level in rest[1:6] for level in rules.words("R06", "levels"))


def r07(case: Case, rules: Rules) -> Iterator[Problem]:
    """A decision names both remedies with their periods; a penalty on the spot names review first."""
    for subject in case.subjects:
        remedy = subject.law.remedy
        text = _text(subject)
        if remedy is Remedy.NONE or not text:
            continue
        key = "review_first" if remedy is Remedy.REVIEW_FIRST else "ordinary"
        missing = [part for part in rules.words("R07", key) if part not in text]
        if remedy is Remedy.REVIEW_FIRST and rules.text("R07", "direct_suit") in text:
            missing.append(rules.fault("R07", "direct"))
        if missing:
            yield rules.problem("R07", subject.place, number=subject.name, missing="、".join(missing))


def _text(subject: Subject) -> str:
    """An empty one is a document in the making without review organ or court: its form refuses that."""
    return subject.printed.text if subject.printed else subject.remedy


def r08(case: Case, rules: Rules) -> Iterator[Problem]:
    """What decides nothing names no remedy."""
    for subject in case.subjects:
        text = _text(subject)
        if subject.law.remedy is Remedy.NONE and any(part in text for part in rules.words("R08", "words")):
            yield rules.problem("R08", subject.place, number=subject.name)
