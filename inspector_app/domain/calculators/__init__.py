# SPDX-License-Identifier: MulanPSL-2.0
"""Small calculators that items of a checklist carry; each is pure and reads its table from the pack's data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from inspector_app.domain.calculators import equipment_dates, fireworks_quota, hazmat_r
from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.working import Working

__all__ = ["CALCULATORS", "calculate", "data_faults", "of_item"]

Calculate = Callable[[Mapping[str, object], Mapping[str, object]], Working]
Check = Callable[[Mapping[str, object]], Sequence[Problem]]

CALCULATORS: Mapping[str, Calculate] = {
    hazmat_r.NAME: hazmat_r.calculate,
    fireworks_quota.NAME: fireworks_quota.calculate,
    equipment_dates.NAME: equipment_dates.calculate,
}
_CHECKS: Mapping[str, Check] = {
    hazmat_r.NAME: lambda data: hazmat_r.read_table(data)[1],
    fireworks_quota.NAME: lambda data: fireworks_quota.read_table(data)[1],
    equipment_dates.NAME: lambda data: equipment_dates.read_table(data)[1],
}


def calculate(calculator: str, inputs: Mapping[str, object], data: Mapping[str, object]) -> Working:
    """Run one calculator over what was typed, with the tables of a pack.

    Refuses CALCULATION_INPUT and CALCULATION_ROW with all that is missing or odd, PACK_FIELD_MISSING and
    PACK_FIELD_WRONG with all faults of the tables, VALUE_NOT_ALLOWED for a calculator that is not there.
    """
    run = CALCULATORS.get(calculator)
    if run is None:
        raise Refused([unknown(calculator)])
    return run(inputs, data)


def data_faults(calculator: str, data: Mapping[str, object]) -> tuple[Problem, ...]:
    """Say what is wrong with the tables that a calculator needs."""
    check = _CHECKS.get(calculator)
    return (unknown(calculator),) if check is None else tuple(check(data))


def unknown(calculator: str) -> Problem:
    """Say that there is no such calculator."""
    fields = {"field": "calculator", "found": calculator[:60], "allowed": ", ".join(CALCULATORS)}
    return Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="calculator", fields=fields)


def of_item(packs: Sequence[ChecklistPack], item_code: str) -> tuple[str, Mapping[str, object]] | None:
    """Give the calculator that an item carries with the data of its pack; none where it carries none."""
    for pack in packs:
        for item in pack.items:
            if item.code == item_code:
                return (item.answer.calculator, pack.data) if item.answer.calculator else None
    return None
