# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the year's plan that are asked for in other ways than by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from inspector_app.domain.draw import DrawPick, DrawState, PickState
from inspector_app.domain.year_plan import PlanState, PlanUnit, PlanUnitState
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import entries_of, marks
from inspector_app.storage.record_rows import list_records
from inspector_app.storage.rows import count

R = TypeVar("R", PlanUnit, DrawPick)

_OPEN = (PlanUnitState.PENDING.value, PlanUnitState.POSTPONED.value)


def months_of(db: Database, plan_id: str, enterprise_id: str = "") -> dict[tuple[str, int], str]:
    """Give the unit's id by enterprise and month; units that were taken out left out."""
    sql = "SELECT enterprise_id, month, id FROM plan_units WHERE plan_id = ? AND state <> ?"
    params: list[object] = [plan_id, PlanUnitState.CANCELLED.value]
    if enterprise_id:
        sql += " AND enterprise_id = ?"
        params.append(enterprise_id)
    return {(str(name), int(month)): str(unit) for name, month, unit in db.conn.execute(sql, params)}


def delete_units(db: Database, unit_ids: Sequence[str]) -> None:
    """Delete units of a draft."""
    db.conn.executemany("DELETE FROM plan_units WHERE id = ?", [(unit_id,) for unit_id in unit_ids])


def next_change(db: Database, plan_id: str) -> int:
    """Give the number of a plan's next change."""
    return count(db, "SELECT coalesce(max(ordinal), 0) + 1 FROM plan_changes WHERE plan_id = ?", [plan_id])


def caps(db: Database) -> Iterator[tuple[str, int]]:
    """Give the enterprises for which a cap of visits a year was announced."""
    for name, cap in db.conn.execute("SELECT id, visit_cap FROM enterprises WHERE visit_cap IS NOT NULL"):
        yield str(name), int(cap)


def visits_since(db: Database, plan_id: str, year: int) -> Iterator[tuple[str, str, str]]:
    """Give the visits that replaced versions have for the same unit and month and this version lacks."""
    sql = f"""
      SELECT u.id, o.inspection_id, o.state FROM plan_units u
      JOIN plan_units o ON o.enterprise_id = u.enterprise_id AND o.month = u.month
      JOIN plans p ON p.id = o.plan_id
      WHERE u.plan_id = ? AND u.inspection_id = '' AND u.state IN ({marks(_OPEN)}) AND o.inspection_id <> ''
        AND p.year = ? AND p.state = ? ORDER BY p.version
    """
    rows = db.conn.execute(sql, [plan_id, *_OPEN, year, PlanState.REPLACED.value]).fetchall()
    for unit_id, inspection_id, state in rows:
        yield str(unit_id), str(inspection_id), str(state)


def open_unit(db: Database, enterprise_id: str, year: int) -> PlanUnit | None:
    """Give the first unit of the approved plan of a year that an enterprise's next visit fulfils."""
    owners = entries_of(db, enterprise_id)
    where = (
        f"enterprise_id IN ({marks(owners)}) AND inspection_id = '' AND state IN ({marks(_OPEN)})"
        " AND plan_id IN (SELECT id FROM plans WHERE year = ? AND state = ?)"
    )
    params = [*owners, *_OPEN, year, PlanState.APPROVED.value]
    return next(iter(list_records(db, PlanUnit, where, params, order="month, id")), None)


def units_of_visit(db: Database, inspection_id: str) -> tuple[PlanUnit, ...]:
    """Give the units that a visit fulfils, in every version of the plan."""
    return _of_visit(db, PlanUnit, inspection_id)


def open_pick(db: Database, enterprise_id: str) -> DrawPick | None:
    """Give the oldest drawn unit that an enterprise's next visit fulfils."""
    owners = entries_of(db, enterprise_id)
    where = (
        f"enterprise_id IN ({marks(owners)}) AND inspection_id = '' AND state = ?"
        " AND draw_id IN (SELECT id FROM draws WHERE state = ?)"
    )
    params = [*owners, PickState.DRAWN.value, DrawState.DRAWN.value]
    return next(iter(list_records(db, DrawPick, where, params, order="at, id")), None)


def picks_of_visit(db: Database, inspection_id: str) -> tuple[DrawPick, ...]:
    """Give the drawn units that a visit fulfils."""
    return _of_visit(db, DrawPick, inspection_id)


def _of_visit(db: Database, kind: type[R], inspection_id: str) -> tuple[R, ...]:
    """Give the rows of a visit by way of its enterprise, for which there is an index."""
    found = db.conn.execute("SELECT enterprise_id FROM inspections WHERE id = ?", (inspection_id,)).fetchone()
    if found is None:
        return ()
    owners: tuple[str, ...] = entries_of(db, str(found[0]))
    where = f"inspection_id = ? AND enterprise_id IN ({marks(owners)})"
    return list_records(db, kind, where, [inspection_id, *owners])
