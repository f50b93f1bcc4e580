# SPDX-License-Identifier: MulanPSL-2.0
"""What the register says of every unit when the lists of a draw are frozen; read in one pass, some 80,000 rows."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.draw import DrawState, PickState
from inspector_app.domain.draw_conditions import ObjectRow
from inspector_app.domain.enterprise_profile import EnterpriseState
from inspector_app.domain.inspection import TaskSource
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import shown
from inspector_app.storage.rows import whole

_EXEMPT = ", ".join(repr(source.value) for source in TaskSource if source.is_exempt)
_REGISTER = f"""
SELECT id, name, credit_code, district, sector, grade, risk_grade, state, visit_cap FROM enterprises
WHERE state <> '{EnterpriseState.CLOSED.value}' ORDER BY id
"""
_VISITS = f"""
SELECT enterprise_id, count(*), max(day) FROM visit_facts
WHERE took_place = 1 AND day BETWEEN ? AND ? AND source NOT IN ({_EXEMPT}) GROUP BY enterprise_id
"""
_HAZARDS = "SELECT DISTINCT enterprise_id FROM major_hazards WHERE removed_reason = ''"
_EQUIPMENT = "SELECT DISTINCT enterprise_id FROM equipment WHERE removed_reason = ''"
_DRAWN = f"""
SELECT p.enterprise_id, d.name FROM draw_picks p JOIN draws d ON d.id = p.draw_id
WHERE d.state = '{DrawState.DRAWN.value}' AND p.state = '{PickState.DRAWN.value}' AND p.inspection_id = ''
  AND date(d.drawn_at, '+8 hours') BETWEEN ? AND ? ORDER BY d.drawn_at DESC
"""


def object_rows(db: Database, year: int) -> Iterator[ObjectRow]:
    """Give every unit that works, with its visits of a year, sorted by id; merged entries count as one."""
    main = shown(db)
    span = (f"{year}-01-01", f"{year}-12-31")
    visits = {str(e): (int(n), str(day)) for e, n, day in db.conn.execute(_VISITS, span)}
    hazards = {main.get(str(e), str(e)) for (e,) in db.conn.execute(_HAZARDS)}
    equipped = {main.get(str(e), str(e)) for (e,) in db.conn.execute(_EQUIPMENT)}
    drawn = {main.get(str(e), str(e)): str(name) for e, name in db.conn.execute(_DRAWN, span)}
    for row in db.conn.execute(_REGISTER):
        name = str(row[0])
        if main.get(name, name) != name:
            continue
        count, last = visits.get(name, (0, ""))
        yield ObjectRow(
            id=name, name=str(row[1]), credit_code=str(row[2]), district=str(row[3]), sector=str(row[4]),
            grade=str(row[5]), risk_grade=str(row[6]), state=str(row[7]), has_hazard=name in hazards,
            has_equipment=name in equipped, visits=count, last_visit=last,
            cap=None if row[8] is None else whole(row[8]), drawn_by=drawn.get(name, ""),
        )  # fmt: skip
