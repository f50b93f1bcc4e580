# SPDX-License-Identifier: MulanPSL-2.0
"""定员定量 and stock limits: the two rules of the standard, and the approved limits with their source."""

from __future__ import annotations

import pytest

from inspector_app.domain.calculators.fireworks_quota import calculate, read_table
from inspector_app.domain.working import Working
from tests.helpers.calculations import data_of, faults_of

DATA = data_of("fireworks")
LICENCE = {"limit_amount": 1, "limit_source": "证"}
WET_OTHER, MACHINE_DRY, BY_HAND = "5.6.1-3", "5.7.1.1-1", "5.7.1.1-3"


def run(**row: object) -> Working:
    return calculate({"rows": [{"place": "12号工房", "kind": "workshop", **row}]}, DATA)


@pytest.mark.parametrize(
    ("persons", "amount", "fails"), [(1, "15", False), (1, "15.001", True), (2, "15", True), (0, "0", False)]
)
def test_counts_on_the_limit_of_the_standard(persons: int, amount: str, fails: bool) -> None:
    assert run(rule=WET_OTHER, persons=persons, amount=amount, unit="kg").fails is fails


@pytest.mark.parametrize(
    ("rule", "amount"),
    [("5.6.1-1", "100"), ("5.6.1-2", "3"), (WET_OTHER, "15"), (MACHINE_DRY, "5"), ("5.7.1.1-2", "20"), (BY_HAND, "5")],
)
def test_each_rule_has_the_quantity_of_its_source(rule: str, amount: str) -> None:
    assert run(rule=rule, persons=1, amount=amount, unit="kg").fails is False
    assert run(rule=rule, persons=1, amount=f"{amount}.000001", unit="kg").fails is True


def test_the_working_says_each_step() -> None:
    working = run(rule=WET_OTHER, persons=2, amount="14", unit="kg", limit_amount="20", limit_source="工房标识牌")
    source = "GB 11652-2012 5.6.1，湿药调制：其他药，每栋1人、15kg"
    assert working.lines == (
        "定员定量（存放量）核对",
        f"12号工房，人数：实有2人，限1人（{source}），超1人，超人员",
        f"12号工房，药量：实有14kg，限15kg（{source}），未超",
        "12号工房，药量：实有14kg，限20kg（核定，依据：工房标识牌），未超",
        f"12号工房，药量：核定20kg高于标准规定的15kg（{source}）",
        "“三超一改”：超范围、超人员、超药量、擅自改变工房用途",
    )
    assert working.result == "核对1处，超限1处：12号工房超人员"
    assert working.unverified == ()


def test_two_machines_are_more_than_the_standard_allows() -> None:
    working = run(rule=MACHINE_DRY, persons=1, machines=2, amount="5", unit="kg")
    assert working.fails is True
    assert "超机器台数" in working.result


def test_a_shop_is_held_against_its_licence_alone() -> None:
    shop = {
        "place": "甲店",
        "kind": "retail",
        "amount": "50",
        "unit": "箱",
        "limit_amount": "50",
        "limit_source": "零售许可证",
    }
    assert calculate({"rows": [shop]}, DATA).result == "核对1处，均未超限"
    over = calculate({"rows": [{**shop, "amount": "51"}]}, DATA)
    assert over.result == "核对1处，超限1处：甲店超过许可限制存放量"
    assert "三超一改" not in " ".join(over.lines)


def test_several_places_are_counted() -> None:
    rows = [
        {"place": f"{n}号", "kind": "workshop", "persons": n, "limit_persons": 2, "limit_source": "标识牌"}
        for n in range(1, 5)
    ]
    working = calculate({"rows": rows}, DATA)
    assert working.result == "核对4处，超限2处：3号超人员；4号超人员"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({}, ("rows[0].persons", "missing")),
        ({"persons": 1}, ("rows[0].limit_persons", "missing")),
        ({"persons": 1, "limit_persons": 1}, ("rows[0].limit_source", "missing")),
        ({"amount": 1, "unit": "kg", **LICENCE, "kind": "shed"}, ("rows[0].kind", "not among the choices")),
        ({"amount": 1, **LICENCE}, ("rows[0].unit", "missing")),
        ({"amount": 1, "unit": "箱", **LICENCE}, ("rows[0].unit", "not among the choices")),
        ({"amount": 1, "unit": "g", "rule": WET_OTHER}, ("rows[0].unit", "other unit")),
        ({"amount": 1, "unit": "kg", "rule": WET_OTHER, "kind": "store"}, ("rows[0].rule", "not among the choices")),
        ({"persons": -1, "limit_persons": 1, "limit_source": "证"}, ("rows[0].persons", "negative")),
        ({"persons": 1, "limit_persons": 1, "limit_source": "a\x07"}, ("rows[0].limit_source", "not printable")),
    ],
)  # fmt: skip
def test_what_is_missing_or_odd_is_told(row: dict[str, object], fault: tuple[str, str]) -> None:
    faults = faults_of(lambda: run(**row))
    assert ("calculation_row", *fault) in faults


def test_faults_of_the_table_are_told_with_their_place() -> None:
    data = data_of("fireworks")
    table = data["fireworks_quota"]
    table["rules"][0]["kind"] = "shed"
    table["rules"][1]["unit"] = "箱"
    table["scopes"][0]["kinds"] = ["shed"]
    table["kinds"][1]["measures"] = []
    del table["exceed"]
    found = {(p.code.value, p.where) for p in read_table(data)[1]}
    assert found >= {
        ("pack_field_wrong", "data.toml:fireworks_quota.rules[1].kind"),
        ("pack_field_wrong", "data.toml:fireworks_quota.rules[2].unit"),
        ("pack_field_wrong", "data.toml:fireworks_quota.scopes[1].kinds"),
        ("pack_field_missing", "data.toml:fireworks_quota.kinds[2].measures"),
        ("pack_field_missing", "data.toml:fireworks_quota.exceed"),
    }


def test_the_items_ask_for_what_they_are_about() -> None:
    table, problems = read_table(DATA)
    assert problems == ()
    assert table.scope("FW-OPR-03").rules == ("5.6.1-1", "5.6.1-2", "5.6.1-3")
    assert table.scope("FW-RET-06").kinds == ("retail",)
    assert table.scope("FW-XXX-99").kinds == ("workshop", "store", "retail")
