# SPDX-License-Identifier: MulanPSL-2.0
"""Laws named in plain words: which of the library is meant, and the words about its clauses that follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from inspector_app.domain.checklist import Clause, Law

STATE = "中华人民共和国"
_NUMBER = re.compile(r"第?\d+号")
_TITLE = re.compile(r"《([^《》]{2,80})》")


def short_name(name: str) -> str:
    """Give the name of a law as people say it, without the name of the state."""
    return name.removeprefix(STATE)


def law_of(clause: Clause, laws: Mapping[str, Law]) -> Law | None:
    """Give the law of a basis: by its key, or for a typed one by its name and its number."""
    if clause.law:
        return laws.get(clause.law)
    return law_in(clause.name, laws.values())


def law_in(text: str, laws: Iterable[Law]) -> Law | None:
    """Give the law that a text names; of several with one name the number tells, and none without it."""
    titles = {short_name(title) for title in _TITLE.findall(text)}
    named = [law for law in laws if law.name in text or short_name(law.name) in titles]
    longest = max((len(law.name) for law in named), default=0)
    named = [law for law in named if len(law.name) == longest]
    numbers = set(_NUMBER.findall(text))
    numbered = [law for law in named if numbers & set(_NUMBER.findall(law.number))]
    if numbered:
        return numbered[0]
    return named[0] if len(named) == 1 and not numbers else None


def citation_of(clause: Clause, law: Law | None) -> str:
    """Give the words that name the clause: of a typed basis what follows the name of the law."""
    if clause.law or law is None:
        return clause.clause
    return clause.name.rpartition(short_name(law.name))[2]


def laws_named(text: str, laws: Mapping[str, Law]) -> Iterator[tuple[Law, str]]:
    """Give every law that a text names in 《》, with the words up to the next one.

    Where two laws have the name and no number tells them apart, both are given: neither may be overlooked.
    """
    titles = list(_TITLE.finditer(text))
    if not titles:
        return
    by_name: dict[str, list[Law]] = {}
    for law in laws.values():
        by_name.setdefault(short_name(law.name), []).append(law)
    ends = [title.start() for title in titles[1:]] + [len(text)]
    for title, end in zip(titles, ends, strict=True):
        rest = text[title.end() : end]
        found = by_name.get(short_name(title[1]), [])
        numbers = set(_NUMBER.findall(rest))
        numbered = [law for law in found if numbers & set(_NUMBER.findall(law.number))]
        for law in numbered or found:
            yield law, rest
