# SPDX-License-Identifier: MulanPSL-2.0
"""The map of risk: where enterprises lie, their risk grade, and how many major hazards stand open there.

Tens of thousands of points are kept as columns of numbers; names are read only for those that are shown in words.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import EnterpriseState, RiskGrade
from inspector_app.domain.figures import Scope
from inspector_app.domain.finding import Grade
from inspector_app.domain.geojson import point, write_features
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import hidden, marks
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import give_out, leave
from inspector_app.workspace.privacy import masked

GRADES: tuple[RiskGrade | None, ...] = (*RiskGrade, None)  # the worst first; without a grade last
_OPEN_MAJOR = (
    f"SELECT enterprise_id, count(*) FROM finding_facts WHERE grade = '{Grade.MAJOR.value}'"
    " AND is_live = 1 AND accepted_on = '' GROUP BY enterprise_id"
)
_PAGE = 500


@dataclass(frozen=True, slots=True)
class RiskPoints:
    """Points from west to east: ids, degrees of WGS-84, the place of each grade in `GRADES`, open major hazards.

    `unplaced` is how many enterprises of the scope have no position.
    """

    ids: tuple[str, ...] = ()
    longitudes: array[float] = field(default_factory=lambda: array("d"))
    latitudes: array[float] = field(default_factory=lambda: array("d"))
    grades: bytes = b""
    majors: array[int] = field(default_factory=lambda: array("I"))
    unplaced: int = 0

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """An enterprise of the map in words."""

    id: str
    name: str
    credit_code: str
    district: str
    sector: Industry | None
    risk_grade: RiskGrade | None
    majors: int


def points(ws: Workspace, scope: Scope | None = None) -> RiskPoints:
    """Give the points of the enterprises that work and are shown, of a district or sector if one is given."""
    where, params = _scope(scope or Scope())
    order = {grade.value: n for n, grade in enumerate(RiskGrade)}
    ids, grades = [], bytearray()
    xs, ys, majors = array("d"), array("d"), array("I")
    with ws.reader() as db:
        not_shown, open_majors = hidden(db), _open_majors(db)
        sql = (
            f"SELECT id, longitude, latitude, risk_grade FROM enterprises WHERE {where}"
            " AND longitude IS NOT NULL AND latitude IS NOT NULL ORDER BY longitude, id"
        )
        for enterprise_id, x, y, grade in db.conn.execute(sql, params):
            if enterprise_id in not_shown:
                continue
            ids.append(enterprise_id)
            xs.append(x)
            ys.append(y)
            grades.append(order.get(grade, len(order)))
            majors.append(open_majors.get(enterprise_id, 0))
        every = db.conn.execute(f"SELECT id FROM enterprises WHERE {where} AND longitude IS NULL", params)
        unplaced = sum(1 for (enterprise_id,) in every if enterprise_id not in not_shown)
    return RiskPoints(tuple(ids), xs, ys, bytes(grades), majors, unplaced)


def place_rows(ws: Workspace, ids: Sequence[str]) -> tuple[PlaceRow, ...]:
    """Give some enterprises of the map in words, in the order of their ids."""
    with ws.reader() as db:
        found = {row.id: row for row in _rows(db, ids)}
    return tuple(found[i] for i in ids if i in found)


def majors_behind(enterprise_id: str) -> LedgerQuery:
    """Give the ledger of an enterprise's open major hazards."""
    filters = {"enterprise": enterprise_id, "grade": Grade.MAJOR.value, "rectified": "no"}
    return LedgerQuery(ledger=LedgerName.FINDINGS, filters=filters)


def export_points(ws: Workspace, path: Path, scope: Scope | None = None, *, whole: bool = False) -> int:
    """Write the points as GeoJSON with what the map says of them; gives their count.

    Numbers of persons in names and districts are masked unless `whole` is asked for. Refuses as `give_out`.
    """
    masks = leave(ws, path, whole=whole)
    shown = points(ws, scope)
    places = {name: n for n, name in enumerate(shown.ids)}
    with ws.reader() as db:
        text = "".join(write_features(_features(db, shown, places, masks=masks)))
    give_out(ws, "map geojson", path, text.encode("utf-8"), whole=whole, count=len(shown))
    return len(shown)


def _features(
    db: Database, shown: RiskPoints, places: Mapping[str, int], *, masks: bool
) -> Iterator[tuple[Mapping[str, object], Mapping[str, object]]]:
    for start in range(0, len(shown), _PAGE):
        for row in _rows(db, shown.ids[start : start + _PAGE], places=shown.majors, at=places):
            n = places[row.id]
            words = {
                "id": row.id, "name": row.name, "credit_code": row.credit_code, "district": row.district,
                "sector": row.sector.value if row.sector else "",
                "risk_grade": row.risk_grade.value if row.risk_grade else "", "open_major": row.majors,
            }  # fmt: skip
            yield point(shown.longitudes[n], shown.latitudes[n]), masked(words) if masks else words


def _rows(
    db: Database, ids: Sequence[str], *, places: array[int] | None = None, at: Mapping[str, int] | None = None
) -> Iterator[PlaceRow]:
    """Read enterprises page by page; the open major hazards are counted unless they are given."""
    known_sectors = frozenset(s.value for s in Industry)
    known_grades = frozenset(g.value for g in RiskGrade)
    counted = _open_majors(db) if places is None else {}
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        sql = f"SELECT id, name, credit_code, district, sector, risk_grade FROM enterprises WHERE id IN ({marks(page)})"
        for key, name, code, district, sector, grade in db.conn.execute(sql, tuple(page)):
            majors = counted.get(key, 0) if places is None or at is None else places[at[key]]
            yield PlaceRow(
                id=key, name=name, credit_code=code, district=district,
                sector=Industry(sector) if sector in known_sectors else None,
                risk_grade=RiskGrade(grade) if grade in known_grades else None, majors=majors,
            )  # fmt: skip


def _open_majors(db: Database) -> dict[str, int]:
    return {str(key): int(number) for key, number in db.conn.execute(_OPEN_MAJOR)}


def _scope(scope: Scope) -> tuple[str, list[str]]:
    where, params = [f"state <> '{EnterpriseState.CLOSED.value}'"], []
    for column, value in (("district", scope.district), ("sector", scope.sector)):
        if value is not None:
            where.append(f"{column} = ?")
            params.append(value)
    return " AND ".join(where), params
