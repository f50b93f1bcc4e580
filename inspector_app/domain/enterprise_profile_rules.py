# SPDX-License-Identifier: MulanPSL-2.0
"""What supervision facts may be: lengths, ranges, which fact needs which other one. Codes are checked elsewhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.enterprise_profile import EnterpriseProfile
from inspector_app.domain.problems import Problem, ProblemCode

TEXTS = ("industry_code", "district_code", "grade_basis", "sponsor_unit", "sponsor_person")
MOST_CYCLE_DAYS = 3_650
MOST_EMPLOYEES = 1_000_000
FIRST_YEAR = 1949


def cleaned(profile: EnterpriseProfile) -> EnterpriseProfile:
    """Give the facts as they are kept; codes in capitals and without blanks."""
    kept = texts.with_cleaned(profile, TEXTS)
    codes = {name: "".join(getattr(kept, name).split()).upper() for name in ("industry_code", "district_code")}
    return dataclasses.replace(kept, industry_code=codes["industry_code"], district_code=codes["district_code"])


def problems_of(profile: EnterpriseProfile) -> Iterator[Problem]:
    """Say what is wrong with cleaned facts."""
    for name in TEXTS:
        limit = texts.LONG_LIMIT if name == "grade_basis" else texts.NAME_LIMIT
        yield from texts.problems_of(getattr(profile, name), name, limit=limit)
    yield from _range("visit_cycle_days", profile.visit_cycle_days, 1, MOST_CYCLE_DAYS)
    yield from _range("employees", profile.employees, 0, MOST_EMPLOYEES)
    yield from _range("latitude", profile.latitude, -90, 90)
    yield from _range("longitude", profile.longitude, -180, 180)
    for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if getattr(profile, name) is None and getattr(profile, other) is not None:
            yield Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})
    yield from _day(profile.standardised_until)
    if profile.standardised_until is not None and profile.standardisation is None:
        fields = {"field": "standardisation"}
        yield Problem(code=ProblemCode.VALUE_MISSING, where="standardisation", fields=fields)


def _range(name: str, value: float | None, least: int, most: int) -> Iterator[Problem]:
    if value is not None and not least <= value <= most:  # what is not a number fails as well
        fields = {"field": name, "found": f"{value}"[:40], "allowed": f"{least} – {most}"}
        yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=name, fields=fields)


def _day(day: date | None) -> Iterator[Problem]:
    if day is not None and not FIRST_YEAR <= day.year <= 2200:
        fields = {"field": "standardised_until", "found": day.isoformat()}
        yield Problem(code=ProblemCode.DATE_WRONG, where="standardised_until", fields=fields)
