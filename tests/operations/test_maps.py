# SPDX-License-Identifier: MulanPSL-2.0
"""The map's data: outlines are kept or refused whole, positions find their enterprises, points say their risk."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.enterprise_profile import EnterpriseProfile, EnterpriseState, RiskGrade
from inspector_app.domain.figures import Scope
from inspector_app.domain.finding import Grade
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import ledger, risk_map
from inspector_app.ledgers.risk_map import GRADES
from inspector_app.operations import maps
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_code, a_finding, an_enterprise, an_inspection

P = ProblemCode
RING = [[117.0, 39.0], [117.5, 39.0], [117.5, 39.5], [117.0, 39.0]]


def written(folder: Path, *features: Any, name: str = "map.geojson", **top: Any) -> Path:
    path = folder / name
    values = {"type": "FeatureCollection", "coord_datum": "WGS-84", "features": list(features), **top}
    path.write_text(json.dumps({k: v for k, v in values.items() if v is not None}), encoding="utf-8")
    return path


def place(x: float, y: float, **words: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": words, "geometry": {"type": "Point", "coordinates": [x, y]}}


def district(name: str, ring: Any = RING) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def profile(ws: Workspace, enterprise_id: str, **facts: Any) -> None:
    keep_profile(ws, enterprise_id, dataclasses.replace(EnterpriseProfile(), **facts))


def test_outlines_are_kept_and_replaced(unit: Workspace, tmp_path: Path) -> None:
    assert maps.outlines(unit) == ()
    maps.import_outlines(unit, written(tmp_path, district("望湖区"), district("云溪区")))
    assert [d.name for d in maps.outlines(unit)] == ["望湖区", "云溪区"]
    maps.import_outlines(unit, written(tmp_path, district("新港区")))
    assert [d.name for d in maps.outlines(unit)] == ["新港区"]
    maps.remove_outlines(unit)
    assert maps.outlines(unit) == ()


def test_faulty_outlines_change_nothing(unit: Workspace, tmp_path: Path) -> None:
    maps.import_outlines(unit, written(tmp_path, district("望湖区")))
    with pytest.raises(Refused) as refused:
        maps.import_outlines(unit, written(tmp_path, district("", RING[:2]), coord_datum="GCJ-02"))
    assert {p.code for p in refused.value.problems} == {P.MAP_DATUM, P.MAP_SHAPE, P.VALUE_MISSING}
    assert [d.name for d in maps.outlines(unit)] == ["望湖区"]


def test_a_file_without_datum_needs_a_persons_word(unit: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, district("望湖区"), coord_datum=None)
    with pytest.raises(Refused) as refused:
        maps.import_outlines(unit, path)
    assert [p.code for p in refused.value.problems] == [P.MAP_DATUM_MISSING]
    assert len(maps.import_outlines(unit, path, datum="WGS-84")) == 1
    assert json.loads((unit.folder / maps.FILE).read_text("utf-8"))["coord_datum"] == "WGS-84"


def test_positions_find_their_enterprise_by_code_or_name_and_can_be_taken_back(unit: Workspace, tmp_path: Path) -> None:
    one, two = an_enterprise(unit, 1), an_enterprise(unit, 2)
    path = written(tmp_path, place(117.1, 39.1, credit_code=one.credit_code), place(117.2, 39.2, name=two.name))
    taken = maps.import_points(unit, maps.preview_points(unit, path)).value
    assert (taken.changed, taken.same, taken.skipped) == (2, 0, 0)
    shown = risk_map.points(unit)
    assert (shown.ids, list(shown.longitudes), list(shown.latitudes)) == (
        (one.id, two.id),
        [117.1, 117.2],
        [39.1, 39.2],
    )
    again = maps.import_points(unit, maps.preview_points(unit, path)).value
    assert (again.changed, again.same) == (0, 2)
    undo_last(unit)
    assert len(risk_map.points(unit)) == 0


def test_places_that_fit_no_enterprise_are_told_and_left_out_only_on_wish(unit: Workspace, tmp_path: Path) -> None:
    one = an_enterprise(unit, 1)
    for n in (2, 3):
        an_enterprise(unit, n, name="同名化工有限公司")
    path = written(
        tmp_path, place(117.1, 39.1, credit_code=one.credit_code),
        place(117.2, 39.1, credit_code=a_code(77), name=one.name),
        place(117.3, 39.1, name="同名化工有限公司"), place(117.4, 39.1, name="没有登记的企业"),
        place(117.5, 39.1, name=one.name),
    )  # fmt: skip
    preview = maps.preview_points(unit, path)
    assert [(p.code, p.where) for p in preview.problems] == [
        (P.ENTERPRISE_UNKNOWN, "$.features[1]"), (P.MAP_PLACE_AMBIGUOUS, "$.features[2]"),
        (P.ENTERPRISE_UNKNOWN, "$.features[3]"), (P.MAP_PLACE_TWICE, "$.features[4]"),
    ]  # fmt: skip
    with pytest.raises(Refused):
        maps.import_points(unit, preview)
    assert len(risk_map.points(unit)) == 0
    assert maps.import_points(unit, preview, skip_bad=True).value.skipped == 4
    assert risk_map.points(unit).ids == (one.id,)


def test_points_say_grade_open_major_hazards_and_scope(unit: Workspace) -> None:
    one, two, three = (an_enterprise(unit, n, district="望湖区" if n < 3 else "云溪区") for n in (1, 2, 3))
    profile(unit, one.id, risk_grade=RiskGrade.RED, longitude=117.3, latitude=39.0)
    profile(unit, two.id, longitude=117.1, latitude=39.0)
    profile(unit, three.id, risk_grade=RiskGrade.BLUE, longitude=117.2, latitude=39.0)
    closed = an_enterprise(unit, 4)
    profile(unit, closed.id, state=EnterpriseState.CLOSED, longitude=117.2, latitude=39.0)
    an_enterprise(unit, 5)
    visit = an_inspection(unit, one)
    a_finding(unit, visit, grade=Grade.MAJOR, deadline_class=DeadlineClass.IMMEDIATE)
    a_finding(unit, visit, place="罐区北侧", description="灭火器压力不足")
    shown = risk_map.points(unit)
    assert shown.ids == (two.id, three.id, one.id)
    assert [GRADES[place] for place in shown.grades] == [None, RiskGrade.BLUE, RiskGrade.RED]
    assert list(shown.majors) == [0, 0, 1]
    assert shown.unplaced == 1
    assert risk_map.points(unit, Scope(district="云溪区")).ids == (three.id,)
    row = risk_map.place_rows(unit, [one.id])[0]
    assert (row.name, row.risk_grade, row.majors) == (one.name, RiskGrade.RED, 1)
    assert ledger.count(unit, risk_map.majors_behind(one.id)) == row.majors


def test_exported_points_can_be_taken_in_again(unit: Workspace, tmp_path: Path) -> None:
    one = an_enterprise(unit, 1)
    profile(unit, one.id, risk_grade=RiskGrade.ORANGE, longitude=117.3, latitude=39.0)
    path = tmp_path / "out.geojson"
    assert risk_map.export_points(unit, path) == 1
    feature = json.loads(path.read_text("utf-8"))["features"][0]
    assert feature["geometry"]["coordinates"] == [117.3, 39.0]
    assert feature["properties"]["risk_grade"] == "orange"
    assert feature["properties"]["open_major"] == 0
    preview = maps.preview_points(unit, path)
    assert (preview.points, preview.problems) == (((one.id, 117.3, 39.0),), ())
