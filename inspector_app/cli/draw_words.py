# SPDX-License-Identifier: MulanPSL-2.0
"""How strata, exclusions and avoidance are written on the command line."""

from __future__ import annotations

from enum import StrEnum
from typing import NoReturn

import click

from inspector_app.domain.draw_conditions import ObjectFilter, StratumRule
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import RiskGrade, SponsorGrade
from inspector_app.wording import tr

_LISTS: dict[str, tuple[str, type[StrEnum] | None]] = {
    "district": ("districts", None), "sector": ("sectors", Industry), "grade": ("grades", SponsorGrade),
    "risk": ("risk_grades", RiskGrade),
}  # fmt: skip
_FLAGS = {"hazard": "with_hazard", "equipment": "with_equipment"}


def stratum(text: str) -> StratumRule:
    """Read a stratum: `重点:grade=A,B;hazard:50%`, with a number, a percentage or a weight like x3 at its end."""
    parts = text.split(":")
    if len(parts) != 3 or not parts[0]:
        _wrong("--stratum", text)
    name, conditions, amount = parts
    where = _filter(text, conditions)
    digits = amount.removeprefix("x").removesuffix("%")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 9) or (amount[:1] == "x" and amount[-1:] == "%"):
        _wrong("--stratum", text)
    if amount.startswith("x"):
        return StratumRule(name=name, where=where, weight=int(digits))
    if amount.endswith("%"):
        return StratumRule(name=name, where=where, percent=int(digits))
    return StratumRule(name=name, where=where, count=int(digits))


def _filter(text: str, conditions: str) -> ObjectFilter:
    values: dict[str, tuple[str, ...]] = {}
    flags: dict[str, bool] = {}
    for condition in filter(None, conditions.split(";")):
        key, equal, said = condition.partition("=")
        if key in _FLAGS and not equal:
            flags[_FLAGS[key]] = True
            continue
        if key not in _LISTS or not said:
            _wrong("--stratum", text)
        field, kind = _LISTS[key]
        values[field] = tuple(said.split(","))
        if kind is not None and not set(values[field]) <= {member.value for member in kind}:
            _wrong("--stratum", text)
    return ObjectFilter(
        districts=values.get("districts", ()), sectors=values.get("sectors", ()), grades=values.get("grades", ()),
        risk_grades=values.get("risk_grades", ()), with_hazard=flags.get("with_hazard", False),
        with_equipment=flags.get("with_equipment", False),
    )  # fmt: skip


def exclusion(text: str) -> tuple[str, str]:
    """Read a unit that is left out, with its reason."""
    name, equal, reason = text.partition("=")
    return (name, reason) if name and equal else _wrong("--exclude", text)


def avoidance(text: str) -> tuple[str, str, str]:
    """Read an officer, a unit (or none for all) and a reason."""
    parts = text.split("=", 2)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and parts[0] else _wrong("--avoid", text)


def _wrong(option: str, text: str) -> NoReturn:
    raise click.BadParameter(tr("“{text}” is not written as the help says", text=text[:80]), param_hint=option)
