# SPDX-License-Identifier: MulanPSL-2.0
"""The map on the command line: outlines and positions in, points out, faults with their places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Cli
from tests.helpers.makers import a_code

RING = [[117.0, 39.0], [117.5, 39.0], [117.5, 39.5], [117.0, 39.0]]


def written(cli: Cli, *features: dict[str, Any], **top: Any) -> Path:
    path = cli.folder / "in.geojson"
    values = {"type": "FeatureCollection", "coord_datum": "WGS-84", "features": list(features), **top}
    path.write_text(json.dumps({k: v for k, v in values.items() if v is not None}), encoding="utf-8")
    return path


def place(x: float, y: float, **words: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": words, "geometry": {"type": "Point", "coordinates": [x, y]}}


def outline(name: str) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [RING]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def test_positions_come_in_and_go_out(unit_cli: Cli) -> None:
    for n in (1, 2):
        unit_cli.json("enterprises", "add", "--name", f"青岚第{n}化工厂", "--credit-code", a_code(n))
    path = written(unit_cli, place(117.1, 39.1, credit_code=a_code(1)), place(117.2, 39.2, name="青岚第2化工厂"))
    assert unit_cli.json("map", "import-points", path, "--preview") == {"places": 2, "fitting": 2}
    taken = unit_cli.json("map", "import-points", path)
    assert (taken["changed"], taken["same"], taken["skipped"]) == (2, 0, 0)
    out = unit_cli.folder / "out.geojson"
    assert unit_cli.json("map", "export", out) == {"file": str(out), "points": 2, "coord_datum": "WGS-84"}
    made = json.loads(out.read_text("utf-8"))
    assert made["coord_datum"] == "WGS-84"
    assert {f["properties"]["name"] for f in made["features"]} == {"青岚第1化工厂", "青岚第2化工厂"}


def test_places_that_fit_nobody_are_left_out_only_on_wish(unit_cli: Cli) -> None:
    unit_cli.json("enterprises", "add", "--name", "青岚化工厂", "--credit-code", a_code(1))
    path = written(unit_cli, place(117.1, 39.1, credit_code=a_code(1)), place(117.2, 39.2, name="不在名录"))
    said = unit_cli("map", "import-points", path, "--json", expect=1)
    assert said.codes == ["enterprise_unknown"]
    assert unit_cli.json("map", "import-points", path, "--skip-bad")["skipped"] == 1


def test_outlines_need_a_datum_and_every_fault_is_told(unit_cli: Cli) -> None:
    path = written(unit_cli, outline("望湖区"), coord_datum=None)
    said = unit_cli("map", "import-outlines", path, "--json", expect=1)
    assert said.codes == ["map_datum_missing"]
    assert unit_cli.json("map", "import-outlines", path, "--datum", "WGS-84")["districts"] == ["望湖区"]
    wrong = unit_cli("map", "import-outlines", path, "--datum", "GCJ-02", "--json", expect=1)
    assert wrong.codes == ["map_datum"]
    bad = written(unit_cli, outline(""), place(1, 2, name="点"))
    said = unit_cli("map", "import-outlines", bad, "--json", expect=1)
    assert said.codes == ["value_missing", "map_shape"]
    assert unit_cli.json("map", "remove-outlines") == {"districts": []}
