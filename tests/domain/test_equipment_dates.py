# SPDX-License-Identifier: MulanPSL-2.0
"""Inspection dates of special equipment: cycles, classes, leap days, what is 待核, what the certificate says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.calculators.equipment_dates import Piece, calculate, class_of, read_table
from inspector_app.domain.equipment import DueState
from inspector_app.domain.working import Working
from tests.helpers.calculations import data_of, faults_of

DATA = data_of("special_equipment")
TABLE, PROBLEMS = read_table(DATA)
ON = date(2026, 11, 20)
FINE, SOON, OVERDUE, OPEN = DueState.FINE, DueState.SOON, DueState.OVERDUE, DueState.OPEN
VESSEL = "固定式压力容器"


def judged(on: date = ON, **facts: Any) -> tuple[DueState, date | None]:
    found = TABLE.judge(Piece(**{"name": "设备", **facts}), on)
    return found.state, found.due


def day(text: str) -> date:
    return date.fromisoformat(text)


def run(*rows: dict[str, str], on: str = "2026-11-20") -> Working:
    return calculate({"on": on, "rows": list(rows)}, DATA)


def test_the_bundled_table_is_whole() -> None:
    assert PROBLEMS == ()
    assert len(TABLE.cycles.cycles) == 34  # every row of the source, those that are only read too
    assert {"锅炉（外部检验）", VESSEL, "电梯", "叉车"} <= set(TABLE.cycles.kinds)


@pytest.mark.parametrize(
    ("inspected", "due"),
    [
        ("2024-02-29", "2025-02-28"),  # no 29th: the last day of the month
        ("2023-02-28", "2024-02-28"),
        ("2025-11-20", "2026-11-20"),
        ("2025-12-31", "2026-12-31"),
    ],
)
def test_a_year_across_leap_days(inspected: str, due: str) -> None:
    assert judged(category="锅炉", inspected_on=day(inspected))[1] == day(due)


@pytest.mark.parametrize(
    ("inspected", "state"),
    [
        ("2025-11-19", OVERDUE),  # due yesterday
        ("2025-11-20", SOON),  # due today: still in time
        ("2025-12-20", SOON),  # in 30 days
        ("2025-12-21", FINE),  # in 31 days
    ],
)
def test_overdue_and_soon_on_their_limits(inspected: str, state: DueState) -> None:
    assert judged(category="锅炉", inspected_on=day(inspected))[0] is state


@pytest.mark.parametrize(
    ("safety_class", "inspected", "state", "due"),
    [
        ("1级", "2020-11-20", SOON, "2026-11-20"),
        ("2", "2020-11-19", OVERDUE, "2026-11-19"),
        ("Ⅲ级", "2024-01-01", FINE, "2027-01-01"),
        ("三级", "2022-01-01", OPEN, "2025-01-01"),  # between 3 and 6 years: the report says
        ("3级", "2020-11-19", OVERDUE, "2023-11-19"),
        ("4级", "2025-01-01", OPEN, "2025-01-01"),  # 累计不超3年
        ("4级", "2023-11-19", OVERDUE, "2023-11-19"),
        ("5级", "2026-11-01", OVERDUE, None),  # may not be used
        ("", "2026-11-01", OPEN, None),
    ],
)
def test_vessels_by_safety_class(safety_class: str, inspected: str, state: DueState, due: str | None) -> None:
    found = judged(category=VESSEL, safety_class=safety_class, inspected_on=day(inspected))
    assert found == (state, day(due) if due else None)


def test_the_first_inspection_counts_from_putting_into_use() -> None:
    assert judged(category=VESSEL, started_on=day("2023-11-19")) == (OVERDUE, day("2026-11-19"))
    assert judged(category=VESSEL, started_on=day("2024-02-29")) == (FINE, day("2027-02-28"))


def test_the_day_on_the_certificate_rules() -> None:
    facts = {"category": "锅炉", "inspected_on": day("2020-01-01"), "due_on": day("2027-06-30")}
    assert judged(**facts) == (FINE, day("2027-06-30"))
    assert judged(category="没有这种", due_on=day("2026-11-19")) == (OVERDUE, day("2026-11-19"))


def test_a_cycle_that_nobody_has_read_never_decides_alone() -> None:
    assert judged(category="叉车", inspected_on=day("2020-01-01")) == (OPEN, day("2022-01-01"))
    assert judged(category="叉车", inspected_on=day("2020-01-01"), due_on=day("2022-01-01"))[0] is OVERDUE


@pytest.mark.parametrize(
    ("inspected", "due"),
    [
        (None, "2021-02-28"),  # year 1
        ("2021-01-10", "2024-02-29"),  # shortly before its day stands for it
        ("2024-03-01", "2027-02-28"),
        ("2033-02-01", "2035-02-28"),  # 13 -> 15
        ("2035-03-01", "2036-02-29"),  # then every year
        ("2036-02-29", "2037-02-28"),
    ],
)
def test_lifts_by_years_in_use(inspected: str | None, due: str) -> None:
    found = judged(category="电梯", started_on=day("2020-02-29"), inspected_on=day(inspected) if inspected else None)
    assert found[1] == day(due)


def test_months_and_days() -> None:
    assert judged(category="压力表", inspected_on=day("2026-08-31"))[1] == day("2027-02-28")
    assert judged(category="电梯（维保）", inspected_on=day("2026-11-10"))[1] == day("2026-11-25")


@pytest.mark.parametrize(
    "facts", [{"category": ""}, {"category": "火箭"}, {"category": "锅炉"}, {"category": "锅炉", "started_on": ON}]
)
def test_what_cannot_be_counted_is_to_be_looked_up(facts: dict[str, Any]) -> None:
    assert judged(**facts) == (OPEN, None)


def test_the_working_names_what_matters_first() -> None:
    working = run(
        {"name": "1号锅炉", "category": "锅炉", "inspected_on": "2026-10-01"},
        {"name": "2号锅炉", "category": "锅炉", "inspected_on": "2025-10-01", "code": "1100"},
        {"name": "行车", "due_on": "2026-12-01"},
        {"name": "叉车", "category": "叉车", "inspected_on": "2024-01-01"},
    )
    assert working.lines == (
        "特种设备检验日期核对（以2026年11月20日为准）",
        "2号锅炉（1100）：上次检验2025年10月1日；锅炉，外部检验，每年一次；应于2026年10月1日前检验，已超期50天",
        "行车：检验证书载明下次检验日期2026年12月1日，还有11天到期",
        "叉车：上次检验2024年1月1日；场（厂）内专用机动车辆，叉车，一般2年；应于2026年1月1日前检验，已超期323天"
        "（周期待核，以检验报告为准）",
        "在检验有效期内1台：1号锅炉至2027年10月1日",
        "1台即将到期，应当在有效期届满前一个月报检",
        "待核：场（厂）内专用机动车辆，叉车，一般2年",
    )
    assert working.result == "核对4台：超期1，30天内到期1，须核对检验报告1，在有效期内1"
    assert working.fails is True


def test_it_fails_only_for_certain() -> None:
    fine = {"name": "甲", "due_on": "2027-12-01"}
    assert run(fine).fails is False
    assert run(fine, {"name": "乙", "category": "叉车", "inspected_on": "2020-01-01"}).fails is None
    assert run(fine, {"name": "丙", "due_on": "2026-11-19"}).fails is True


def test_what_is_odd_is_told_at_once() -> None:
    rows = [{"name": ""}, {"name": "甲", "due_on": "2026-02-30"}, {"name": "乙", "inspected_on": "1200-01-01"}]
    assert faults_of(calculate, {"on": "x", "rows": rows}, DATA) == {
        ("calculation_input", "on", "not a date"),
        ("calculation_row", "rows[0].name", "missing"),
        ("calculation_row", "rows[1].due_on", "not a date"),
        ("calculation_row", "rows[2].inspected_on", "not a date"),
    }
    assert faults_of(calculate, {"on": "2026-11-20", "rows": []}, DATA) == {("calculation_input", "rows", "missing")}


@pytest.mark.parametrize(
    ("text", "found"),
    [("3", "3"), ("三级", "3"), ("Ⅳ", "4"), ("安全状况等级：2级", "2"), ("A", "A"), ("", ""), ("无", "")],
)
def test_safety_classes_as_people_write_them(text: str, found: str) -> None:
    assert class_of(text) == found


def test_faults_of_the_table_are_told_with_their_place() -> None:
    data = data_of("special_equipment")
    table = data["equipment_dates"]
    table["cycles"][0]["every"] = {"months": -12}
    table["cycles"][1]["kind"] = table["cycles"][0]["kind"]
    table["cycles"][4]["by_class"] = [{"classes": ["1"]}]
    table["scopes"][0]["categories"] = ["火箭"]
    found = {(p.code.value, p.where) for p in read_table(data)[1]}
    assert found == {
        ("pack_field_wrong", "data.toml:equipment_dates.cycles[1].every.months"),
        ("pack_field_wrong", "data.toml:equipment_dates.cycles[5].by_class[1].months"),
        ("pack_field_wrong", "data.toml:equipment_dates.scopes[1].categories"),
        ("pack_field_wrong", "data.toml:equipment_dates.cycles"),
    }
