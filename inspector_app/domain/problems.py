# SPDX-License-Identifier: MulanPSL-2.0
"""Everything that can be refused, as numbered facts; `wording` turns each into a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.problem_codes import ProblemCode

__all__ = ["Problem", "ProblemCode", "Refused", "Severity", "blocking", "refuse"]


class Severity(StrEnum):
    """Whether a problem stops the act or only has to be seen."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: what (`code`), where (a path that a person can follow), with its facts.

    `where` is a JSON path for files (`$.findings[0].deadline`), `row 5, column 3` style places are put
    into `fields` as well; for screens it is `table:id:field`, which the problem list uses to jump.
    """

    code: ProblemCode
    where: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.BLOCK


MOST_PROBLEMS = 5_000  # told one by one; a file of nothing but faults may have a million
_IN_MESSAGE = 20


class Refused(Exception):
    """An act was refused; nothing was changed. Carries every reason, not only the first.

    Beyond `MOST_PROBLEMS` they are only counted: the last one then is MORE_FAULTS.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = tuple(problems)
        if len(found) > MOST_PROBLEMS:
            more = Problem(code=ProblemCode.MORE_FAULTS, fields={"count": str(len(found) - MOST_PROBLEMS)})
            found = (*found[:MOST_PROBLEMS], more)
        self.problems: tuple[Problem, ...] = found
        super().__init__("; ".join(f"{p.code} {p.where} {dict(p.fields)}" for p in found[:_IN_MESSAGE]))


def blocking(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give the problems that stop the act."""
    return tuple(p for p in problems if p.severity is Severity.BLOCK)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `Refused` with all problems if one of them blocks."""
    found = tuple(problems)
    if blocking(found):
        raise Refused(found)
