# SPDX-License-Identifier: MulanPSL-2.0
"""The special equipment of an enterprise with the day on which each piece is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.calculators.equipment_dates import NAME, DateTable, Judged, Piece, read_table
from inspector_app.domain.checklist import Verified
from inspector_app.domain.equipment import DAYS, DueState, Equipment
from inspector_app.storage import equipment
from inspector_app.storage.enterprises import entries_of, joined, marks
from inspector_app.storage.rows import fetch
from inspector_app.workspace import Workspace

PACK = "special_equipment"  # the checklist whose newest version has the cycles


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentLine:
    """One piece with where it stands; `reason` is the line of the working, `is_sure` false where it is 待核."""

    equipment: Equipment
    enterprise_name: str
    state: DueState
    due: date | None
    latest: date | None
    reason: str
    is_sure: bool


def cycles(ws: Workspace) -> DateTable | None:
    """Give the table of cycles, none where no checklist has one."""
    pack = ws.catalogue.pack(PACK)
    if pack is None or NAME not in pack.data:
        return None
    table, problems = read_table(pack.data)
    return None if problems else table


def kinds(ws: Workspace) -> tuple[str, ...]:
    """Give the categories that the table of cycles knows, for choosing one."""
    table = cycles(ws)
    return table.cycles.kinds if table is not None else ()


def lines(ws: Workspace, enterprise_id: str = "", on: date | None = None) -> tuple[EquipmentLine, ...]:
    """Give the pieces of an enterprise, or of all, what is overdue first; `on` is today when absent."""
    with ws.reader() as db:
        owners = entries_of(db, enterprise_id) if enterprise_id else ()
        where = f"AND q.enterprise_id IN ({marks(owners)})" if owners else ""
        sql = f"""SELECT q.*, e.name AS enterprise_name FROM equipment q {joined("q.enterprise_id")}
          WHERE q.removed_reason = '' {where} ORDER BY q.category, q.name, q.code, q.id"""
        rows = fetch(db, sql, owners)
    table, day = cycles(ws), on or ws.today()
    found = [_line(equipment.from_row(row), str(row["enterprise_name"]), table, day) for row in rows]
    return tuple(sorted(found, key=lambda line: (line.state.rank, line.due or date.max)))


def concerned(
    ws: Workspace, enterprise_id: str, on: date | None = None, item_code: str = ""
) -> tuple[EquipmentLine, ...]:
    """Give the pieces of an enterprise that an item is about, all where it does not say."""
    table = cycles(ws)
    found = lines(ws, enterprise_id, on)
    return tuple(line for line in found if table is None or table.cycles.concerns(item_code, line.equipment.category))


def _line(one: Equipment, enterprise_name: str, table: DateTable | None, on: date) -> EquipmentLine:
    judged = table.judge(piece_of(one), on) if table is not None else _by_certificate(one, on)
    return EquipmentLine(
        equipment=one,
        enterprise_name=enterprise_name,
        state=judged.state,
        due=judged.due,
        latest=judged.latest,
        reason=judged.line,
        is_sure=all(fact.verified is Verified.V for fact in judged.facts),
    )


def _by_certificate(one: Equipment, on: date) -> Judged:
    """Judge by the printed day alone, without a table of cycles."""
    if one.due_on is None:
        return Judged(state=DueState.OPEN, due=None, latest=None, line="")
    state = DueState.OVERDUE if one.due_on < on else DueState.FINE
    return Judged(state=state, due=one.due_on, latest=one.due_on, line="")


def piece_of(one: Equipment) -> Piece:
    """Give what the calculation looks at."""
    return Piece(
        name=one.name, category=one.category, code=one.code, safety_class=one.safety_class, started_on=one.started_on,
        inspected_on=one.inspected_on, due_on=one.due_on,
    )  # fmt: skip


def inputs_of(ws: Workspace, enterprise_id: str, on: date, item_code: str = "") -> Mapping[str, object]:
    """Give the inputs of `equipment_dates` for the pieces that an item is about, all where it does not say."""
    with ws.reader() as db:
        pieces = equipment.list_equipment(db, enterprise_id)
    table = cycles(ws)
    wanted = [e for e in pieces if table is None or table.cycles.concerns(item_code, e.category)]
    return {"on": on.isoformat(), "rows": [_input(e) for e in wanted]}


def _input(one: Equipment) -> dict[str, str]:
    texts = {name: getattr(one, name) for name in ("name", "category", "code", "safety_class")}
    days = {name: day.isoformat() for name in DAYS if (day := getattr(one, name)) is not None}
    return {name: text for name, text in texts.items() if text} | days
