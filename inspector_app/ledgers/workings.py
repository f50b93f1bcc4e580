# SPDX-License-Identifier: MulanPSL-2.0
"""What the calculations of one inspection need: the calculators of its items with the tables of their checklists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ledgers.thresholds import OwnThreshold, own_thresholds
from inspector_app.storage import inspections
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculationSetting:
    """The calculator and the tables of each item that has one; `on` is the day of the visit."""

    inspection_id: str
    enterprise_id: str
    on: date
    items: Mapping[str, tuple[str, Mapping[str, object]]]  # code -> calculator, data
    own: tuple[OwnThreshold, ...]
    own_problems: tuple[Problem, ...]


def calculation_setting(ws: Workspace, inspection_id: str) -> CalculationSetting:
    """Read it. Refuses NOT_FOUND and what reading a kept checklist refuses."""
    with ws.reader() as db:
        inspection = inspections.get_inspection(db, inspection_id)
    if inspection is None:
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "inspection", "id": inspection_id[:80]})])
    items: dict[str, tuple[str, Mapping[str, object]]] = {}
    for pack in ws.frozen_packs(inspection.packs):
        for item in pack.items:
            if item.answer.calculator:
                items.setdefault(item.code, (item.answer.calculator, pack.data))
    own, problems = own_thresholds(ws)
    return CalculationSetting(
        inspection_id=inspection_id, enterprise_id=inspection.enterprise_id, on=inspection.started_at.date(),
        items=items, own=own, own_problems=problems,
    )  # fmt: skip
