# SPDX-License-Identifier: MulanPSL-2.0
"""GeoJSON (RFC 7946) of districts and places: read strictly and within bounds, written line by line.

Positions are longitude and latitude in degrees of WGS-84. A file has to say so (`coord_datum`, or the old `crs`), or
the person who takes it in does: maps in China are mostly GCJ-02, which lies some hundred metres off, and is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from inspector_app.domain import texts
from inspector_app.domain.json_fields import parse_json
from inspector_app.domain.problems import Problem, ProblemCode

DATUM = "WGS-84"
LARGEST_OUTLINES = 20_000_000  # bytes
LARGEST_PLACES = 80_000_000
MOST_DISTRICTS = 2_000
MOST_CORNERS = 400_000
MOST_PLACES = 200_000
MOST_VALUES = 4_000_000  # in one file: a corner counts three times, a place some ten times
MOST_FAULTS = 200  # told one by one; how many more there are is said at the end
WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0  # China's land and sea, in degrees
_SAME_DATUM = frozenset(
    {"wgs84", "wgs-84", "epsg:4326", "urn:ogc:def:crs:ogc:1.3:crs84", "urn:ogc:def:crs:ogc::crs84",
     "urn:ogc:def:crs:epsg::4326"}
)  # fmt: skip

Position = tuple[float, float]  # longitude, latitude
Ring = tuple[Position, ...]
Polygon = tuple[Ring, ...]  # the outer ring, then its holes


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The outline of a district: its name, its code of GB/T 2260 if the file has one, and its polygons."""

    name: str
    code: str
    polygons: tuple[Polygon, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named position: of an enterprise, by its id, its credit code or its name."""

    id: str
    credit_code: str
    name: str
    longitude: float
    latitude: float
    where: str  # its place in the file


class _Faults:
    """Gathers what is wrong; beyond the bound it is only counted."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.more = 0

    def add(self, code: ProblemCode, where: str, **fields: str) -> None:
        if len(self.problems) < MOST_FAULTS:
            self.problems.append(Problem(code=code, where=where, fields={"field": where, **fields}))
        else:
            self.more += 1

    def told(self) -> tuple[Problem, ...]:
        if not self.more:
            return tuple(self.problems)
        fields = {"count": str(self.more)}
        return (*self.problems, Problem(code=ProblemCode.MAP_MORE_FAULTS, where="$", fields=fields))


def read_outlines(data: bytes, name: str, datum: str = "") -> tuple[tuple[District, ...], tuple[Problem, ...]]:
    """Read the outlines of districts (Polygon, MultiPolygon); with any fault there are none.

    `datum` is what the person says of a file that does not say it. Faults: FILE_TOO_LARGE, SYNTAX_WRONG, MAP_DATUM,
    MAP_DATUM_MISSING, MAP_SHAPE, MAP_POSITION, MAP_TOO_MANY, TEXT_TOO_LONG, VALUE_MISSING.
    """
    features, faults = _features(data, name, datum, LARGEST_OUTLINES, MOST_DISTRICTS)
    made, budget = [], _Budget(MOST_CORNERS)
    for where, feature in features:
        kind, coordinates = _geometry(feature, where, ("Polygon", "MultiPolygon"), faults)
        place = f"{where}.geometry.coordinates"
        if kind == "Polygon":
            polygons = [_polygon(coordinates, place, faults, budget)]
        else:
            listed = enumerate(_list(coordinates, place, faults))
            polygons = [_polygon(value, f"{place}[{n}]", faults, budget) for n, value in listed]
        if budget.is_used_up:
            faults.add(ProblemCode.MAP_TOO_MANY, place, limit=str(MOST_CORNERS))
            break
        words = _properties(feature)
        named = _word(words, ("name", "NAME", "名称", "fullname"), f"{where}.properties", faults)
        if not named:
            faults.add(ProblemCode.VALUE_MISSING, f"{where}.properties.name")
        code = _word(words, ("code", "adcode", "district_code"), f"{where}.properties", faults)
        made.append(District(name=named, code=code, polygons=tuple(polygons)))
    problems = faults.told()
    return (() if problems else tuple(made)), problems


def read_places(data: bytes, name: str, datum: str = "") -> tuple[tuple[Place, ...], tuple[Problem, ...]]:
    """Read positions (Point) with the id, credit code or name of an enterprise; with any fault there are none."""
    features, faults = _features(data, name, datum, LARGEST_PLACES, MOST_PLACES)
    made = []
    for where, feature in features:
        _, coordinates = _geometry(feature, where, ("Point",), faults)
        position = _position(coordinates, f"{where}.geometry.coordinates", faults)
        words, spot = _properties(feature), f"{where}.properties"
        place = Place(
            id=_word(words, ("id",), spot, faults),
            credit_code=_word(words, ("credit_code", "统一社会信用代码"), spot, faults),
            name=_word(words, ("name", "名称", "企业名称"), spot, faults),
            longitude=position[0], latitude=position[1], where=where,
        )  # fmt: skip
        if not (place.id or place.credit_code or place.name):
            faults.add(ProblemCode.VALUE_MISSING, f"{spot}.credit_code")
        made.append(place)
    problems = faults.told()
    return (() if problems else tuple(made)), problems


def write_features(features: Iterable[tuple[Mapping[str, object], Mapping[str, object]]]) -> Iterator[str]:
    """Give a file piece by piece from (geometry, properties); it says its datum, and has a line for each feature."""
    yield f'{{"type": "FeatureCollection", "coord_datum": "{DATUM}", "features": [\n'
    for n, (geometry, properties) in enumerate(features):
        feature = {"type": "Feature", "geometry": geometry, "properties": properties}
        yield (",\n" if n else "") + json.dumps(feature, ensure_ascii=False, allow_nan=False)
    yield "\n]}\n"


def point(longitude: float, latitude: float) -> Mapping[str, object]:
    """Give the geometry of a position."""
    return {"type": "Point", "coordinates": [longitude, latitude]}


def outline(district: District) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """Give a district as geometry and properties."""
    coordinates = [[[list(p) for p in ring] for ring in polygon] for polygon in district.polygons]
    return {"type": "MultiPolygon", "coordinates": coordinates}, {"name": district.name, "code": district.code}


# ---- reading -------------------------------------------------------------------------------------------------


class _Budget:
    """Counts corners, so that a file of too many stops being read."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, count: int) -> bool:
        self._left -= count
        return self._left >= 0

    @property
    def is_used_up(self) -> bool:
        return self._left < 0


def _features(
    data: bytes, name: str, datum: str, largest: int, most: int
) -> tuple[list[tuple[str, Mapping[str, object]]], _Faults]:
    faults = _Faults()
    if len(data) > largest:
        fields = {"path": name, "size": f"{len(data) / 1e6:.1f} MB", "limit": f"{largest / 1e6:.0f} MB"}
        faults.problems.append(Problem(code=ProblemCode.FILE_TOO_LARGE, where=name, fields=fields))
        return [], faults
    value, problems = parse_json(data, name, most=MOST_VALUES)
    faults.problems += problems[:MOST_FAULTS]
    if problems:
        return [], faults
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection":
        faults.add(ProblemCode.MAP_SHAPE, "$.type", expected="FeatureCollection")
        return [], faults
    _check_datum(value, datum, faults)
    features = value.get("features")
    if not isinstance(features, list) or not features:
        faults.add(ProblemCode.MAP_SHAPE, "$.features", expected="[Feature, …]")
        return [], faults
    if len(features) > most:
        faults.add(ProblemCode.MAP_TOO_MANY, "$.features", limit=str(most))
        return [], faults
    found: list[tuple[str, Mapping[str, object]]] = []
    for n, feature in enumerate(features):
        where = f"$.features[{n}]"
        if isinstance(feature, dict) and feature.get("type") == "Feature":
            found.append((where, feature))
        else:
            faults.add(ProblemCode.MAP_SHAPE, where, expected="Feature")
    return found, faults


def _check_datum(top: Mapping[str, object], stated: str, faults: _Faults) -> None:
    crs = top.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    in_crs = named.get("name") if isinstance(named, dict) else None
    said = [(w, v) for w, v in (("$.coord_datum", top.get("coord_datum")), ("$.crs", in_crs)) if v is not None]
    if crs is not None and in_crs is None:
        said.append(("$.crs", ""))
    if not said and not stated:
        faults.add(ProblemCode.MAP_DATUM_MISSING, "$.coord_datum")
        return
    for where, value in said or [("--datum", stated)]:
        if not isinstance(value, str) or value.strip().lower() not in _SAME_DATUM:
            faults.add(ProblemCode.MAP_DATUM, where, found=str(value)[:40])


def _geometry(feature: Mapping[str, object], where: str, kinds: tuple[str, ...], faults: _Faults) -> tuple[str, object]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in kinds:
        faults.add(ProblemCode.MAP_SHAPE, f"{where}.geometry.type", expected=", ".join(kinds))
        return kinds[-1], [] if len(kinds) > 1 else None
    return str(kind), geometry.get("coordinates")


def _list(value: object, where: str, faults: _Faults) -> list[object]:
    if isinstance(value, list):
        return value
    faults.add(ProblemCode.MAP_SHAPE, where, expected="[ … ]")
    return []


def _polygon(value: object, where: str, faults: _Faults, budget: _Budget) -> Polygon:
    rings = _list(value, where, faults)
    if not rings and isinstance(value, list):
        faults.add(ProblemCode.MAP_SHAPE, where, expected="[ring, …]")
    return tuple(_ring(ring, f"{where}[{n}]", faults, budget) for n, ring in enumerate(rings))


def _ring(value: object, where: str, faults: _Faults, budget: _Budget) -> Ring:
    corners = _list(value, where, faults)
    if not budget.take(len(corners)):
        return ()
    ring = tuple(_position(corner, f"{where}[{n}]", faults) for n, corner in enumerate(corners))
    if len(ring) < 4 or ring[0] != ring[-1]:
        faults.add(ProblemCode.MAP_SHAPE, where, expected="closed ring of 4 or more positions")
    return ring


def _position(value: object, where: str, faults: _Faults) -> Position:
    numbers = value[:2] if isinstance(value, list) and 2 <= len(value) <= 3 else []
    if len(numbers) != 2 or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        faults.add(ProblemCode.MAP_SHAPE, where, expected="[longitude, latitude]")
        return WEST, SOUTH
    longitude, latitude = numbers
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        faults.add(ProblemCode.MAP_POSITION, where, found=f"{str(longitude)[:12]}, {str(latitude)[:12]}")
        return WEST, SOUTH
    return float(longitude), float(latitude)


def _properties(feature: Mapping[str, object]) -> Mapping[str, object]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _word(words: Mapping[str, object], names: tuple[str, ...], where: str, faults: _Faults) -> str:
    """Take the first of these properties that is there; a code may be a number."""
    for name in names:
        value = words.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            faults.add(ProblemCode.VALUE_WRONG_TYPE, f"{where}.{name}", expected="text", found=type(value).__name__)
            return ""
        text = texts.cleaned(str(value))
        for problem in texts.problems_of(text, f"{where}.{name}"):
            faults.add(problem.code, problem.where, **{k: v for k, v in problem.fields.items() if k != "field"})
        return text
    return ""
