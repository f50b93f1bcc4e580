# SPDX-License-Identifier: MulanPSL-2.0
"""What is wrong with the calculators of a pack: one that is not there, or its tables in `data.toml`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from inspector_app.domain.calculators import data_faults
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem


def calculator_faults(items: Iterable[ChecklistItem], data: Mapping[str, object], name: str) -> tuple[Problem, ...]:
    """Give every fault of the tables that the items of a pack need; `name` is the folder of the pack."""
    wanted = dict.fromkeys(item.answer.calculator for item in items if item.answer.calculator)
    found = [problem for calculator in wanted for problem in data_faults(calculator, data)]
    return tuple(dataclasses.replace(problem, where=f"{name}/{problem.where}") for problem in found)
