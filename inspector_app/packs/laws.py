# SPDX-License-Identifier: MulanPSL-2.0
"""The law library: `laws.toml` files read into `Law`s, joined so that the last checked entry counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from inspector_app.domain.checklist import Clause, Law, Verified
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.fields import Fields
from inspector_app.packs.files import parse_toml, read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLibrary:
    """All laws that clauses may name, with what is wrong with the library itself.

    A faulty entry is not in `laws` but in `seen`, so that its own fault is told and not one for each clause.
    """

    laws: Mapping[str, Law] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    is_whole: bool = True

    def knows(self, key: str) -> bool:
        """Whether a clause may name this key; a library that could not be read refuses none."""
        return not self.is_whole or key in self.seen

    def clause(self, key: str, clause: str, verified: Verified) -> Clause:
        """Make a clause of that law; an unknown law gives one without a name, for the rules to find."""
        law = self.laws.get(key)
        if law is None:
            return Clause(law=key, name="", clause=clause, verified=verified)
        return Clause(
            law=key,
            name=law.name,
            number=law.number,
            clause=clause,
            verified=verified,
            effective_from=law.effective_from,
            effective_to=law.effective_to,
        )


def read_laws(text: str, name: str) -> LawLibrary:
    """Read one `laws.toml`; `name` is how people know the file."""
    table, syntax = parse_toml(text, name)
    if syntax:
        return LawLibrary(problems=syntax, is_whole=False)
    problems: list[Problem] = []
    top = Fields(table, name, problems)
    laws: dict[str, Law] = {}
    seen: set[str] = set()
    for entry in top.records("law", "key"):
        before = len(problems)
        law = _read_law(entry)
        if law.key in seen:
            entry.fault(ProblemCode.PACK_CODE_DUPLICATE, "key", code=law.key)
        if len(problems) == before and law.key not in laws:
            laws[law.key] = law
        seen.add(law.key)
    top.close()
    return LawLibrary(laws=laws, seen=frozenset(seen), problems=tuple(problems))


def read_law_files(files: Iterable[tuple[Path, str]]) -> LawLibrary:
    """Read and join several `laws.toml`, each given with the name that people know."""
    libraries = []
    for path, name in files:
        text, problems = read_text(path, name)
        libraries.append(LawLibrary(problems=problems, is_whole=False) if problems else read_laws(text, name))
    return join_libraries(libraries)


def join_libraries(libraries: Sequence[LawLibrary]) -> LawLibrary:
    """Join libraries: of two entries with one key the later checked counts, at equal days the later file."""
    laws: dict[str, Law] = {}
    for library in libraries:
        for key, law in library.laws.items():
            known = laws.get(key)
            if known is None or (law.checked_on or date.min) >= (known.checked_on or date.min):
                laws[key] = law
    return LawLibrary(
        laws=laws,
        seen=frozenset().union(*(library.seen for library in libraries)),
        problems=tuple(problem for library in libraries for problem in library.problems),
        is_whole=all(library.is_whole for library in libraries),
    )


def _read_law(entry: Fields) -> Law:
    law = Law(
        key=entry.text("key"),
        name=entry.text("name"),
        number=entry.text("number"),
        kind=entry.text("kind"),
        verified=entry.choice("verified", Verified),
        status=entry.text("status", required=False),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        superseded_by=entry.text("superseded_by", required=False),
        checked_on=entry.day("checked_on"),
        sources=entry.texts("sources", required=False),
    )
    entry.close()
    if law.effective_from and law.effective_to and law.effective_to < law.effective_from:
        entry.fault(
            ProblemCode.TIME_ORDER,
            "effective_to",
            earlier=law.effective_from.isoformat(),
            later=law.effective_to.isoformat(),
        )
    return law
