# SPDX-License-Identifier: MulanPSL-2.0
"""Codes of industries (GB/T 4754): a letter with two, three or four digits, and whose part each is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import Enum

from inspector_app.domain.problems import Problem, ProblemCode, Severity

_SHAPE = re.compile(r"[A-T](\d{2,4})?", re.ASCII)
_DIGITS = re.compile(r"\d{2,4}", re.ASCII)


class IndustryLevel(Enum):
    """A level of the classification, by its name in the standard and in the head of a table."""

    SECTION = "门类"
    DIVISION = "大类"
    GROUP = "中类"
    CLASS = "小类"


LENGTHS = {1: IndustryLevel.SECTION, 3: IndustryLevel.DIVISION, 4: IndustryLevel.GROUP, 5: IndustryLevel.CLASS}


def is_industry_code(text: str) -> bool:
    """Say whether this has the form of a code."""
    return _SHAPE.fullmatch(text) is not None


def steps_of(code: str) -> tuple[str, ...]:
    """Give the code with all that it is a part of, the section first."""
    return tuple(code[:length] for length in LENGTHS if length <= len(code))


class IndustryCodes:
    """One edition of the table: C2672 is a part of C267, this of C26, this of C.

    `covers` has the levels of which the table has every code; of the others nobody can say that a code is unknown.
    """

    def __init__(self, rows: Mapping[str, str], edition: str, covers: Collection[IndustryLevel]) -> None:
        self.rows = rows
        self.edition = edition
        self.covers = frozenset(covers)
        self._letters = {code[1:3]: code[0] for code in rows if len(code) >= 3}

    def normal(self, text: str) -> str:
        """Give a code as it is kept: in capitals, without blanks; digits alone get the letter of their division."""
        code = "".join(text.split()).upper()
        letter = self._letters.get(code[:2]) if _DIGITS.fullmatch(code) else None
        return f"{letter}{code}" if letter else code

    def name_of(self, code: str) -> str:
        """Give the name of a code, or nothing."""
        return self.rows.get(code, "")

    def path_of(self, code: str) -> tuple[str, ...]:
        """Give the names from the section down to the code; what the table does not have is left out."""
        return tuple(self.rows[step] for step in steps_of(code) if step in self.rows)

    def problems_of(self, code: str, where: str = "industry_code") -> Iterator[Problem]:
        """Say what is wrong with a code; one that the table must have, and has not, is only to be seen."""
        if not code:
            return
        fields = {"field": "industry_code", "found": code[:40], "edition": self.edition}
        if not is_industry_code(code):
            yield Problem(code=ProblemCode.INDUSTRY_CODE_SHAPE, where=where, fields=fields)
            return
        letter = self._letters.get(code[1:3], code[0])
        if letter != code[0]:
            fields["expected"] = letter + code[1:]
            yield Problem(code=ProblemCode.INDUSTRY_CODE_PARENT, where=where, fields=fields)
        elif any(LENGTHS[len(step)] in self.covers and step not in self.rows for step in steps_of(code)):
            unknown = ProblemCode.INDUSTRY_CODE_UNKNOWN
            yield Problem(code=unknown, where=where, fields=fields, severity=Severity.WARN)

    def find(self, text: str, limit: int = 50) -> tuple[tuple[str, str], ...]:
        """Give codes with their names, by the beginning of the code or a part of the name; the shortest codes first."""
        wanted = text.strip()
        code = self.normal(wanted)
        fits = ((c, n) for c, n in self.rows.items() if (code and c.startswith(code)) or wanted in n)
        return tuple(sorted(fits, key=lambda pair: (len(pair[0]), pair[0])))[:limit]
