# SPDX-License-Identifier: MulanPSL-2.0
"""Laws named in plain words: which of the library is meant, and the words about its clauses that follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from inspector_app.domain.checklist import Clause, Law

STATE = "中华人民共和国"
_NUMBER = re.compile(r"第?\d+号")
_STANDARD = re.compile(r"[A-Z]{2,4}(?:/T)? [A-Z]?\d+(?:\.\d+)?-\d{4}")
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


class LawNames:
    """Finds the laws that a text names: in 《》, by the bare name before an article, by the number of a standard."""

    def __init__(self, laws: Mapping[str, Law]) -> None:
        self._laws: dict[str, list[Law]] = {}
        for law in laws.values():
            standard = _STANDARD.search(law.number)
            for name in {short_name(law.name), standard[0] if standard else ""} - {""}:
                self._laws.setdefault(name, []).append(law)
        names = sorted(map(re.escape, self._laws), key=len, reverse=True)
        state = f"(?:{STATE})?"
        bare = rf"(?:^|(?<=[、；;，,：:（(\s])|(?<=依据|根据|按照)){state}({'|'.join(names)})(?=第|\s|$|[、；;，,)）])"
        self._named = re.compile(rf"《([^《》]{{2,80}})》|{bare}")

    def named(self, text: str) -> Iterator[tuple[Law, str]]:
        """Give each law with the words up to the next one.

        Where two laws have the name and no number tells them apart, both are given: neither may be overlooked.
        """
        found = list(self._named.finditer(text))
        for n, name in enumerate(found):
            rest = text[name.end() : found[n + 1].start() if n + 1 < len(found) else len(text)]
            meant = self._laws.get(short_name(name[1] or name[2]), [])
            numbers = set(_NUMBER.findall(rest))
            numbered = [law for law in meant if numbers & set(_NUMBER.findall(law.number))]
            for law in numbered or meant:
                yield law, rest
