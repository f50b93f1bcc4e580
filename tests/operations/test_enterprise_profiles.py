# SPDX-License-Identifier: MulanPSL-2.0
"""Supervision facts of an enterprise: kept clean, every fault told at once, codes held against the national tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.enterprise import Enterprise, Industry
from inspector_app.domain.enterprise_profile import EnterpriseProfile, RiskGrade, SponsorGrade, StandardLevel
from inspector_app.domain.problems import Refused
from inspector_app.ledgers.enterprise_records import records
from inspector_app.locations import bundled
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.operations.enterprise_profiles import keep_profile, profile_problems
from inspector_app.operations.enterprises import amend_enterprise
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace, code_tables
from tests.helpers.makers import an_enterprise

FULL = EnterpriseProfile(
    industry_code="C2672", district_code="120116", sector=Industry.FIREWORKS, grade=SponsorGrade.A,
    grade_basis="涉及危险工艺", sponsor_unit="滨海新区人民政府", sponsor_person="周平", visit_cycle_days=30,
    risk_grade=RiskGrade.RED, standardisation=StandardLevel.SECOND, standardised_until=date(2027, 6, 30), employees=86,
    latitude=39.0842, longitude=117.7,
)  # fmt: skip


@pytest.fixture
def place(unit: Workspace) -> Enterprise:
    return an_enterprise(unit)


def refused(ws: Workspace, owner: Enterprise, **facts: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        keep_profile(ws, owner.id, EnterpriseProfile(**facts))
    return {(p.code.value, p.where) for p in refusal.value.problems}


def told(folder: Path | None = None, **facts: Any) -> set[tuple[str, str]]:
    problems = profile_problems(EnterpriseProfile(**facts), code_tables.tables(folder))
    return {(p.code.value, p.severity.value) for p in problems}


def test_facts_are_kept_read_back_and_taken_back(unit: Workspace, place: Enterprise) -> None:
    typed = replace(FULL, industry_code=" c 2672", sponsor_person=" 周平 ")
    assert keep_profile(unit, place.id, typed).value == FULL
    assert records(unit, place.id).profile == FULL
    undo_last(unit)
    assert records(unit, place.id).profile == EnterpriseProfile()
    assert unit.check().is_well


def test_amending_the_entry_leaves_the_facts(unit: Workspace, place: Enterprise) -> None:
    keep_profile(unit, place.id, FULL)
    draft = {name: getattr(place, name) for name in ("credit_code", "address")}
    amend_enterprise(unit, place.id, type(place).__mro__[1](name="新名称有限公司", **draft))
    assert records(unit, place.id).profile == FULL


def test_every_fault_is_told_at_once(unit: Workspace, place: Enterprise) -> None:
    faults = refused(
        unit, place, industry_code="26.72", district_code="12011", sponsor_unit="甲" * 201, sponsor_person="a\x07",
        visit_cycle_days=0, employees=-1, latitude=95.0, standardised_until=date(2027, 1, 1),
    )  # fmt: skip
    assert faults == {
        ("industry_code_shape", "industry_code"), ("district_code_shape", "district_code"),
        ("text_too_long", "sponsor_unit"), ("character_forbidden", "sponsor_person"),
        ("value_not_allowed", "visit_cycle_days"), ("value_not_allowed", "employees"),
        ("value_not_allowed", "latitude"), ("value_missing", "longitude"), ("value_missing", "standardisation"),
    }  # fmt: skip
    assert records(unit, place.id).profile == EnterpriseProfile()


def test_a_number_that_is_none_is_refused(unit: Workspace, place: Enterprise) -> None:
    assert refused(unit, place, latitude=float("nan"), longitude=117.0) == {("value_not_allowed", "latitude")}


def test_nobody_keeps_facts_of_an_enterprise_that_is_not_there(unit: Workspace, place: Enterprise) -> None:
    with pytest.raises(Refused) as refusal:
        keep_profile(unit, "nowhere", EnterpriseProfile(employees=-1))
    assert {p.code.value for p in refusal.value.problems} == {"not_found", "value_not_allowed"}


def test_digits_of_another_section_are_refused_and_unknown_divisions_only_told() -> None:
    assert told(industry_code="E2672") == told(industry_code="E2699") == {("industry_code_parent", "block")}
    assert told(industry_code="C98") == told(industry_code="C9812") == {("industry_code_unknown", "warn")}
    assert told(industry_code="C2672") == told(industry_code="2672") == told(industry_code="G59") == set()


def test_nothing_is_called_unknown_where_the_table_is_not_complete() -> None:
    assert told(industry_code="C2699") == told(industry_code="C269") == told(industry_code="2614") == set()
    assert told(district_code="130199") == told(district_code="130100") == told(district_code="130199001") == set()
    assert told(district_code="120100") == set()  # the sum of the districts; the table says nothing of that level
    assert told(district_code="120199") == told(district_code="120199001") == {("district_code_unknown", "warn")}
    assert told(district_code="160000") == told(district_code="160101") == {("district_code_unknown", "warn")}


def test_old_and_unknown_districts_are_told_and_kept(unit: Workspace, place: Enterprise) -> None:
    assert told(district_code="120221") == {("district_code_old", "warn")}
    old = next(p for p in profile_problems(EnterpriseProfile(district_code="120221003"), code_tables.tables()))
    assert (old.fields["now"], old.fields["name"]) == ("120117003", "宁河区")
    assert told(district_code="990106") == {("district_code_unknown", "warn")}
    assert told(district_code="120116003") == told(district_code="120116003201") == set()
    kept = keep_profile(unit, place.id, EnterpriseProfile(district_code="120221")).value
    assert kept.district_code == "120221"


def test_facts_of_a_merged_entry_are_those_of_the_one_that_is_shown(unit: Workspace, place: Enterprise) -> None:
    twin = an_enterprise(unit, 2)
    merge_enterprises(unit, twin.id, place.id)
    keep_profile(unit, twin.id, FULL)
    assert records(unit, place.id).profile == records(unit, twin.id).profile == FULL


def test_the_tables_have_in_full_what_they_say() -> None:
    tables = code_tables.tables()
    industries, districts = tables.industries, tables.districts
    lengths = [len(code) for code in industries.rows]
    assert [lengths.count(n) for n in (1, 3)] == [20, 97]
    assert sorted(int(code[1:]) for code in industries.rows if len(code) == 3) == list(range(1, 98))
    assert tables.industry_facts.covers == ("门类", "大类")
    assert industries.path_of("C2672") == ("制造业", "化学原料和化学制品制造业", "焰火、鞭炮产品制造")
    assert industries.path_of("C2699") == ("制造业", "化学原料和化学制品制造业")
    assert (industries.name_of("G5942"), industries.name_of("E47")) == ("危险化学品仓储", "房屋建筑业")
    assert len(districts.below()) == 34
    tianjin = [code for code, _ in districts.below("120000")]
    assert tianjin == [f"1201{n:02}" for n in (*range(1, 7), *range(10, 20))]
    assert tables.district_facts.covers == ("省级", "120000县级")
    assert districts.old == {"120221": "120117", "120223": "120118", "120225": "120119"}
    assert districts.path_of("120116003") == ("天津市", "滨海新区")
    for facts in (tables.industry_facts, tables.district_facts):
        assert facts.mark.is_unsure
        assert "待核" in facts.edition


def test_codes_are_found_by_code_and_by_name() -> None:
    tables = code_tables.tables()
    assert tables.industries.find("26")[0] == ("C26", "化学原料和化学制品制造业")
    assert ("C2672", "焰火、鞭炮产品制造") in tables.industries.find("鞭炮")
    assert tables.districts.find("滨海新区") == (("120116", "滨海新区"),)
    assert tables.industries.find("没有这种行业") == ()


def test_every_code_of_the_made_up_city_may_be_kept(unit: Workspace, place: Enterprise) -> None:
    city = tomllib.loads((bundled("resources") / "demo" / "city.toml").read_text(encoding="utf-8"))
    codes = {one["industry_code"] for one in _tables_of(city) if "industry_code" in one}
    districts = {one["code"] for one in _tables_of(city) if str(one.get("code", "")).startswith("99")}
    assert len(codes) == 5
    assert len(districts) > 10
    assert set().union(*(told(industry_code=code) for code in codes)) == set()
    assert {told(district_code=code) == {("district_code_unknown", "warn")} for code in districts} == {True}
    for code in districts:
        keep_profile(unit, place.id, EnterpriseProfile(district_code=code))


def _tables_of(value: Any) -> Iterator[dict[str, Any]]:
    """Give every table of a TOML file, however deep."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _tables_of(inner)
