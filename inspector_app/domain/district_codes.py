# SPDX-License-Identifier: MulanPSL-2.0
"""Codes of districts (GB/T 2260, six digits; GB/T 10114, nine or twelve): whose part each is, and old ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from inspector_app.domain.problems import Problem, ProblemCode, Severity

_SHAPE = re.compile(r"\d{6}(\d{3}(\d{3})?)?", re.ASCII)


class DistrictLevel(Enum):
    """A level of administration, by its name in the head of a table."""

    PROVINCE = "省级"
    CITY = "地级"
    COUNTY = "县级"


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A level of which a table has every code: of the whole country, or of the area with this code."""

    level: DistrictLevel
    area: str = ""

    def __str__(self) -> str:
        return f"{self.area}{self.level.value}"


def level_of(county: str) -> DistrictLevel:
    """Give the level of six digits."""
    if county.endswith("0000"):
        return DistrictLevel.PROVINCE
    return DistrictLevel.CITY if county.endswith("00") else DistrictLevel.COUNTY


class DistrictCodes:
    """One edition of the table; 120116 is a part of 120100, where the table has it, and of 120000.

    `old` has the codes that were replaced, with the code that holds now. `covers` has the levels and areas of which
    the table has every code; elsewhere nobody can say that a code is unknown.
    """

    def __init__(
        self, rows: Mapping[str, str], edition: str, old: Mapping[str, str], covers: Collection[Covered]
    ) -> None:
        self.rows = rows
        self.edition = edition
        self.old = old
        self.covers = frozenset(covers)

    def normal(self, text: str) -> str:
        """Give a code as it is kept: without blanks."""
        return "".join(text.split())

    def name_of(self, code: str) -> str:
        """Give the name of a code; of a township or a village, which the table does not have, of its county."""
        return self.rows.get(code[:6], "")

    def path_of(self, code: str) -> tuple[str, ...]:
        """Give the names from the province down; what the table does not have is left out."""
        steps = (f"{code[:2]}0000", f"{code[:4]}00", code[:6])
        return tuple(self.rows[step] for step in dict.fromkeys(steps) if step in self.rows)

    def problems_of(self, code: str, where: str = "district_code") -> Iterator[Problem]:
        """Say what is wrong with a code; one that is old, or missing in what the table covers, is only to be seen."""
        if not code:
            return
        county = code[:6]
        fields = {"field": "district_code", "found": code[:40], "edition": self.edition}
        if not _SHAPE.fullmatch(code):
            yield Problem(code=ProblemCode.DISTRICT_CODE_SHAPE, where=where, fields=fields)
        elif county in self.old:
            now = self.old[county]
            fields |= {"now": now + code[6:], "name": self.rows.get(now, "")}
            yield Problem(code=ProblemCode.DISTRICT_CODE_OLD, where=where, fields=fields, severity=Severity.WARN)
        elif self._is_unknown(county):
            unknown = ProblemCode.DISTRICT_CODE_UNKNOWN
            yield Problem(code=unknown, where=where, fields=fields, severity=Severity.WARN)

    def _is_unknown(self, county: str) -> bool:
        """Say whether the table would have the code, or its province, if there were one."""
        province = f"{county[:2]}0000"
        if Covered(level=DistrictLevel.PROVINCE) in self.covers and province not in self.rows:
            return True
        areas = ("", province, f"{county[:4]}00")
        is_covered = any(Covered(level=level_of(county), area=area) in self.covers for area in areas)
        return is_covered and county not in self.rows

    def below(self, code: str = "") -> tuple[tuple[str, str], ...]:
        """Give what lies directly below a code: no code gives the provinces; a district under a province counts."""
        if not code:
            return tuple((c, n) for c, n in self.rows.items() if c.endswith("0000"))
        if not code.endswith("0000"):
            return tuple((c, n) for c, n in self.rows.items() if c[:4] == code[:4] and c != code)
        inside = [(c, n) for c, n in self.rows.items() if c[:2] == code[:2] and c != code]
        cities = {c[:4] for c, _ in inside if c.endswith("00")}
        return tuple((c, n) for c, n in inside if c.endswith("00") or c[:4] not in cities)

    def find(self, text: str, limit: int = 50) -> tuple[tuple[str, str], ...]:
        """Give codes with their names, by the beginning of the code or a part of the name."""
        wanted = text.strip()
        fits = ((c, n) for c, n in self.rows.items() if c.startswith(wanted) or wanted in n)
        return tuple(sorted(fits))[:limit]
