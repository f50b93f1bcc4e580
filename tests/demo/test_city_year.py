# SPDX-License-Identifier: MulanPSL-2.0
"""The city's year: the published totals exactly, the same for a seed, and as sound as what people write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.demo.city_year import CityYear, make_city_year, read_city
from inspector_app.demo.city_year.city import shared_out
from inspector_app.demo.city_year.register import Register
from inspector_app.demo.city_year.visits import Visits
from inspector_app.domain.checklist import PackRef
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.storage.tables import JOURNALLED
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import CHINA
from tests.helpers.travel import faults_on_the_way, worn_facts

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=CHINA)
SCALE = 0.004


def at() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CityYear]:
    folder = tmp_path_factory.mktemp("city") / "year"
    return folder, make_city_year(folder, seed=3, scale=SCALE, clock=at)


@pytest.fixture
def ws(made: tuple[Path, CityYear]) -> Iterator[Workspace]:
    opened = open_workspace(made[0], clock=at)
    yield opened
    opened.close()


def number(ws: Workspace, sql: str) -> int:
    with ws.reader() as db:
        return int(db.conn.execute(f"SELECT {sql}").fetchone()[0] or 0)


def test_the_totals_are_the_published_ones() -> None:
    t = read_city().totals
    assert (t.enterprises, t.findings, t.rectified) == (79_812, 237_126, 227_641)
    assert (t.equipment, t.equipment_users, t.projects, t.project_findings) == (47_286, 6_124, 2_947, 8_506)
    assert (t.orders, t.site_orders, t.officers) == (1_131, 167, 8_490)


def test_the_whole_city_is_planned_to_the_last_one() -> None:
    """The rows of the whole city take minutes; what decides them is planned in seconds."""
    city = read_city()
    register = Register(city, city.totals, 2025, Random(1))
    assert len(list(register.officer_rows())) == 8_490
    rows = list(register.enterprise_rows())
    assert len(rows) == len({r["name"] for r in rows}) == len({r["id"] for r in rows}) == 84_000
    equipment = [r["enterprise_id"] for r in register.equipment_rows()]
    assert (len(equipment), len(set(equipment))) == (47_286, 6_124)
    pack = PackRef(id="p", version="1", sha256="")
    visits = Visits(city, city.totals, 2025, Random(1), register, [()] * 5, [pack] * 5).visits
    found = [(v, f) for v in visits for f in v.found]
    assert (len(visits), len({v.entry.id for v in visits})) == (89_412, 79_812)
    assert (len(found), sum(f.rectified for _, f in found)) == (237_126, 227_641)
    sites = [v for v in visits if v.entry.sector == 1]
    assert (len({v.entry.id for v in sites}), sum(len(v.found) for v in sites)) == (2_947, 8_506)
    assert (sum(v.order for v in sites), sum(v.order for v in visits)) == (167, 1_131 + 167)


def test_the_rows_are_what_was_planned(ws: Workspace, made: tuple[Path, CityYear]) -> None:
    t = made[1].totals
    assert made[1].year == 2025
    assert number(ws, "count(*) FROM findings") == t.findings == 949
    assert (
        number(ws, "count(*) FROM finding_facts WHERE accepted_on <> '' AND accepted_on <= '2025-12-31'") == t.rectified
    )
    assert number(ws, "count(DISTINCT enterprise_id) FROM visit_facts WHERE took_place = 1") == t.enterprises
    assert number(ws, "count(*) FROM visit_facts WHERE day BETWEEN '2025-01-01' AND '2025-12-31'") == t.visits
    assert number(ws, "count(*) FROM documents WHERE state = 'issued'") == t.orders + t.site_orders
    assert number(ws, "sum(grade = 'major') FROM finding_facts") == t.major
    assert number(ws, "sum(supervised) FROM finding_facts") == t.supervised
    assert number(ws, "count(*) FROM officers") == t.officers
    assert number(ws, "count(*) FROM penalty_cases") == t.cases


def test_it_is_as_sound_as_what_people_write(ws: Workspace) -> None:
    assert ws.check().is_well
    assert faults_on_the_way(ws) == [] and worn_facts(ws) == ()
    open_orders = "count(*) FROM order_lives WHERE state NOT IN ('closed', 'part', 'served')"
    assert number(ws, open_orders) == 0
    signed = (
        "count(*) FROM findings f WHERE (f.status = 'closed') <> EXISTS (SELECT 1 FROM sign_offs s WHERE s.id = f.id)"
    )
    assert number(ws, signed) == 0


def test_the_same_seed_gives_the_same_city(made: tuple[Path, CityYear], tmp_path: Path) -> None:
    again = make_city_year(tmp_path / "again", seed=3, scale=SCALE, clock=at)
    other = make_city_year(tmp_path / "other", seed=4, scale=SCALE, clock=at)
    assert again == other
    assert rows(tmp_path / "again") == rows(made[0])
    assert rows(tmp_path / "other")["findings"] != rows(made[0])["findings"]


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything but which laptop made it: its key signs the seals, and they stand in the pages."""
    signed = {("documents", column) for column in ("seal", "sha256", "sm3", "bytes")}
    opened = open_workspace(folder, clock=at)
    try:
        with opened.reader() as db:
            tables = [t for t in JOURNALLED if t not in ("number_blocks",)]
            columns = {t: [c.name for c in db[t].columns if (t, c.name) not in signed] for t in tables}
            return {
                t: db.conn.execute(f"SELECT {', '.join(names)} FROM {t} ORDER BY id").fetchall()
                for t, names in columns.items()
            }
    finally:
        opened.close()


def test_never_over_other_data(tmp_path: Path) -> None:
    create_workspace(tmp_path / "real").close()
    with pytest.raises(Refused) as refused:
        make_city_year(tmp_path / "real", scale=SCALE)
    assert [p.code for p in refused.value.problems] == [ProblemCode.WORKSPACE_EXISTS]


@given(st.integers(0, 10**6), st.lists(st.integers(1, 1000), min_size=1, max_size=30))
def test_what_is_shared_out_adds_up(total: int, weights: list[int]) -> None:
    parts = shared_out(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * w / sum(weights)) < 1 for part, w in zip(parts, weights, strict=True))
