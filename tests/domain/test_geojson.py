# SPDX-License-Identifier: MulanPSL-2.0
"""GeoJSON from outside: what is right comes in, what is wrong is refused by its place, hostile files soon."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inspector_app.domain import geojson
from inspector_app.domain.geojson import District, outline, point, read_outlines, read_places, write_features
from inspector_app.domain.problems import Problem, ProblemCode

P = ProblemCode
SQUARE = [[117.0, 39.0], [117.5, 39.0], [117.5, 39.5], [117.0, 39.0]]
HOLE = [[117.1, 39.05], [117.2, 39.05], [117.2, 39.1], [117.1, 39.05]]


def file(*features: Any, **top: Any) -> bytes:
    values = {"type": "FeatureCollection", "coord_datum": "WGS-84", "features": list(features), **top}
    return json.dumps({k: v for k, v in values.items() if v is not None}).encode()


def district(kind: str, coordinates: Any, **words: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": "望湖区", **words}, "geometry": geometry}


def place(x: Any, y: Any, **words: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": words, "geometry": {"type": "Point", "coordinates": [x, y]}}


def codes(problems: tuple[Problem, ...]) -> list[tuple[ProblemCode, str]]:
    return [(p.code, p.where) for p in problems]


def test_polygons_with_holes_come_in_and_go_out_as_they_were() -> None:
    data = file(district("Polygon", [SQUARE, HOLE], adcode=120101), district("MultiPolygon", [[SQUARE], [HOLE]]))
    found, problems = read_outlines(data, "d.json")
    assert problems == ()
    assert [len(d.polygons) for d in found] == [1, 2]
    assert found[0].polygons[0][1][0] == (117.1, 39.05)
    assert found[0].code == "120101"
    again, faults = read_outlines("".join(write_features(map(outline, found))).encode(), "again.json")
    assert faults == ()
    assert again == found


def test_places_name_their_enterprise() -> None:
    data = file(place(117.2, 39.1, credit_code="91110000802100433B"), place(117.3, 39.2, 名称="青岚化工"))
    found, problems = read_places(data, "p.json")
    assert problems == ()
    assert [(p.credit_code, p.name, p.longitude, p.latitude) for p in found] == [
        ("91110000802100433B", "", 117.2, 39.1), ("", "青岚化工", 117.3, 39.2),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["WGS-84", "wgs84", "EPSG:4326"])
def test_the_datum_may_be_said_by_the_file_or_by_the_person(name: str) -> None:
    assert read_places(file(place(117, 39, name="a"), coord_datum=name), "p")[1] == ()
    assert read_places(file(place(117, 39, name="a"), coord_datum=None), "p", datum=name)[1] == ()
    old = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read_places(file(place(117, 39, name="a"), coord_datum=None, crs=old), "p")[1] == ()


def test_a_datum_that_is_not_said_is_never_guessed() -> None:
    _, problems = read_places(file(place(117, 39, name="a"), coord_datum=None), "p")
    assert codes(problems) == [(P.MAP_DATUM_MISSING, "$.coord_datum")]


@pytest.mark.parametrize("top", [
    {"coord_datum": "GCJ-02"}, {"coord_datum": 7}, {"coord_datum": None, "crs": "EPSG:4326"},
    {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}},
])  # fmt: skip
def test_another_datum_is_refused_even_if_the_person_says_otherwise(top: dict[str, Any]) -> None:
    _, problems = read_places(file(place(117, 39, name="a"), **top), "p", datum="WGS-84")
    assert {p.code for p in problems} == {P.MAP_DATUM}


@pytest.mark.parametrize(
    "position", [(39.1, 117.2), (20.0, 39.0), (140.0, 39.0), (117.0, 1.0), (117.0, 60.0), (0.0, 0.0)]
)
def test_what_does_not_lie_in_china_is_no_place_of_ours(position: tuple[float, float]) -> None:
    _, problems = read_places(file(place(*position, name="a")), "p")
    assert codes(problems) == [(P.MAP_POSITION, "$.features[0].geometry.coordinates")]


def test_every_fault_is_told_with_its_place() -> None:
    data = file(
        place(39.1, 117.2, name="颠倒"), place("117", 39, name="文字"), place(117, 39), {"type": "Feature"},
        {"type": "Point"}, place(True, False, name="真假"), place(117, 39, name=["表"]),
    )  # fmt: skip
    found, problems = read_places(data, "p.json")
    assert found == ()
    assert codes(problems) == [
        (P.MAP_SHAPE, "$.features[4]"),
        (P.MAP_POSITION, "$.features[0].geometry.coordinates"),
        (P.MAP_SHAPE, "$.features[1].geometry.coordinates"),
        (P.VALUE_MISSING, "$.features[2].properties.credit_code"),
        (P.MAP_SHAPE, "$.features[3].geometry.type"),
        (P.MAP_SHAPE, "$.features[3].geometry.coordinates"),
        (P.VALUE_MISSING, "$.features[3].properties.credit_code"),
        (P.MAP_SHAPE, "$.features[5].geometry.coordinates"),
        (P.VALUE_WRONG_TYPE, "$.features[6].properties.name"),
        (P.VALUE_MISSING, "$.features[6].properties.credit_code"),
    ]


@pytest.mark.parametrize(("feature", "code"), [
    (district("Polygon", [SQUARE[:3]]), P.MAP_SHAPE),
    (district("Polygon", [[*SQUARE[:3], [117.4, 39.4]]]), P.MAP_SHAPE),
    (district("Polygon", []), P.MAP_SHAPE), (district("Polygon", [SQUARE], name=""), P.VALUE_MISSING),
    (district("LineString", SQUARE), P.MAP_SHAPE), (district("Polygon", [SQUARE], name="长" * 300), P.TEXT_TOO_LONG),
    (district("Polygon", [SQUARE], name="望\u0007湖"), P.CHARACTER_FORBIDDEN),
])  # fmt: skip
def test_an_outline_that_is_none_is_refused(feature: Any, code: ProblemCode) -> None:
    found, problems = read_outlines(file(feature, district("Polygon", [SQUARE])), "d.json")
    assert found == ()
    assert code in {p.code for p in problems}


@pytest.mark.parametrize("data", [
    b"", b"\xff\xfe{}", b"[" * 200_000, b'{"type": "FeatureCollection", "features": [' + b'{"a":' * 50_000,
    b'{"type": NaN}', b'{"type": "FeatureCollection", "coord_datum": "WGS-84", "features": 1' + b"0" * 5_000 + b"}",
    b'{"type": "Feature"}', b"[]", file(), file(place(1e400, 39, name="a")), b'{"a": 1, "a": 2}',
])  # fmt: skip
def test_hostile_files_are_refused(data: bytes) -> None:
    for read in (read_outlines, read_places):
        found, problems = read(data, "x.json")
        assert found == ()
        assert problems


def test_too_many_corners_features_and_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "MOST_CORNERS", 10)
    wide = file(district("Polygon", [SQUARE]), district("MultiPolygon", [[SQUARE], [SQUARE]]))
    assert (P.MAP_TOO_MANY, "$.features[1].geometry.coordinates") in codes(read_outlines(wide, "d")[1])
    monkeypatch.setattr(geojson, "MOST_DISTRICTS", 1)
    assert codes(read_outlines(wide, "d")[1]) == [(P.MAP_TOO_MANY, "$.features")]
    monkeypatch.setattr(geojson, "LARGEST_OUTLINES", 20)
    assert [p.code for p in read_outlines(wide, "d")[1]] == [P.FILE_TOO_LARGE]


def test_of_very_many_faults_the_rest_is_counted() -> None:
    _, problems = read_places(file(*(place(1, 2, name="a") for _ in range(geojson.MOST_FAULTS + 7))), "p")
    assert len(problems) == geojson.MOST_FAULTS + 1
    assert problems[-1].code is P.MAP_MORE_FAULTS
    assert problems[-1].fields["count"] == "7"


def test_a_written_file_says_its_datum_and_can_be_read() -> None:
    text = "".join(write_features([(point(117.25, 39.5), {"name": "青岚“化工”\n有限公司"})]))
    assert json.loads(text)["coord_datum"] == "WGS-84"
    found, problems = read_places(text.encode(), "p")
    assert problems == ()
    assert (found[0].longitude, found[0].latitude) == (117.25, 39.5)
    assert "".join(write_features([])) == '{"type": "FeatureCollection", "coord_datum": "WGS-84", "features": [\n\n]}\n'


def test_districts_are_values() -> None:
    ring = tuple((x, y) for x, y in SQUARE)
    assert outline(District(name="望湖区", code="", polygons=((ring,),)))[0]["coordinates"] == [[SQUARE]]
