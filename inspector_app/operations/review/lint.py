# SPDX-License-Identifier: MulanPSL-2.0
"""Whether a finding says a fact (R15): place, length, and wordings that could stand anywhere. Also while writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.problems import Problem
from inspector_app.law.rules import Rules, Vague

_MARKS = re.compile(r"[\W_]+")


def lint_finding(rules: Rules, draft: FindingDraft, *, finding_id: str = "", ordinal: int = 0) -> Iterator[Problem]:
    """Say what keeps a wording from being concrete: place, length, vague words alone."""
    where = f"finding:{finding_id}"
    if not draft.description:
        return  # R30 asks for it
    if not draft.place:
        yield rules.problem("R15", f"{where}:place", "no_place", ordinal=ordinal)
    found, rest = vague_words(rules, draft.description)
    if found and len(rest) < rules.number("R15", "least_fact"):
        slots = {"ordinal": ordinal, "words": "、".join(found), "hint": _hint(rules.vague, found[0])}
        yield rules.problem("R15", f"{where}:description", "vague", **slots)
        return
    length = len(_MARKS.sub("", draft.place + draft.description))
    if draft.place and length < rules.number("R15", "min_length"):
        yield rules.problem("R15", f"{where}:description", "short", ordinal=ordinal, length=length)


def vague_words(rules: Rules, text: str) -> tuple[tuple[str, ...], str]:
    """Give the vague wordings in a text, and what is left of it without them, their fillers and marks."""
    known = sorted((w for entry in rules.vague for w in entry.words), key=len, reverse=True)
    found, rest = [], text
    for word in known:
        if word in rest:
            found.append(word)
            rest = rest.replace(word, "，")
    for filler in sorted(rules.fillers, key=len, reverse=True) if found else ():
        rest = rest.replace(filler, "")
    return tuple(sorted(found, key=text.index)), _MARKS.sub("", rest)


def _hint(vague: tuple[Vague, ...], word: str) -> str:
    return next(entry.hint for entry in vague if word in entry.words)
