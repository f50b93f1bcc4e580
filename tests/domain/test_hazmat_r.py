# SPDX-License-Identifier: MulanPSL-2.0
"""重大危险源 by hand: S and R with values on their limits, typed values with their source, and what must hold."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.calculators.figures import equals, plain
from inspector_app.domain.calculators.hazmat_r import calculate, read_table
from inspector_app.domain.working import Working
from tests.helpers.calculations import data_of, faults_of

DATA = data_of("hazmat")
S_RULE = "单元内 S＝q1/Q1＋q2/Q2＋…＋qn/Qn≥1 的，构成重大危险源（GB 18218-2018 4.2）"


def substance(name: str = "甲醇", q: object = "500", **more: object) -> dict[str, object]:
    typed = {"limit": "500", "limit_source": "GB 18218-2018 表1", "beta": "1", "beta_source": "GB 18218-2018 表4"}
    return {"name": name, "q": q, **({} if name == "氨" else typed), **more}


def run(*substances: dict[str, object], persons: object = "1", **more: object) -> Working:
    unit = {"name": "罐区", "substances": list(substances), **more}
    return calculate({"persons": persons, "units": [unit]}, DATA)


def line(working: Working, start: str) -> str:
    return next(text for text in working.lines if text.startswith(start))


def test_two_substances_worked_by_hand() -> None:
    # 氨 12/10 = 1.2, β 2; 甲醇 400/500 = 0.8, β 1.5; α 1.0: R = 2.4 + 1.2 = 3.6
    working = run(substance("氨", "12"), substance(q="400", beta="", category="W5.1"), persons="12")
    assert working.lines[1:] == (
        S_RULE,
        "单元：罐区",
        "氨：q＝12 t，Q＝10 t（GB 18218-2018），q/Q＝1.2",
        "甲醇：q＝400 t，Q＝500 t（自填，依据：GB 18218-2018 表1），q/Q＝0.8",
        "S＝Σ(q/Q)＝2",
        "S≥1，构成重大危险源",
        "α＝1（厂区边界外500米范围内常住人口12人，属1–29人）",
        "氨：β＝2（安监总局令第40号附件1），β×q/Q＝2.4",
        "甲醇：β＝1.5（危险性类别W5.1，GB 18218-2018 表4），β×q/Q＝1.2",
        "R＝α×Σ(β×q/Q)＝3.6，R<10，四级重大危险源",
        f"待核：{S_RULE}；危险性类别的校正系数β（GB 18218-2018 表4）",
    )
    assert working.result == "罐区：S＝2，R＝3.6，四级重大危险源"
    assert working.fails is None


@pytest.mark.parametrize(("q", "is_one"), [("500", True), ("499.999999", False), ("500.000001", True), ("0", False)])
def test_s_on_its_limit(q: str, is_one: bool) -> None:
    assert ("S≥1，构成重大危险源" in run(substance(q=q)).lines) is is_one


def test_thirds_add_up_to_one() -> None:
    working = run(substance("甲", "1", limit="3"), substance("乙", "2", limit="3"))
    assert "S＝Σ(q/Q)＝1" in working.lines
    assert "S≥1，构成重大危险源" in working.lines


def test_what_is_cut_off_never_seems_to_reach_a_limit() -> None:
    working = run(substance("甲", "0.999999", limit="1"), substance("乙", "0.000001", limit="3"))
    assert "S＝Σ(q/Q)≈0.9999" in working.lines  # 0.9999993…: rounded it would be 1
    assert "S<1，不构成重大危险源" in working.lines


@pytest.mark.parametrize(
    ("q", "grade"),
    [
        ("50000", "一级"), ("49999.999999", "二级"), ("25000", "二级"), ("24999.999999", "三级"),
        ("5000", "三级"), ("4999.999999", "四级"), ("500", "四级"),
    ],
)  # fmt: skip
def test_r_on_the_limits_of_the_grades(q: str, grade: str) -> None:
    # Q 500, β 1, α 1: R = q / 500, so that 50000 t are exactly 100
    assert f"{grade}重大危险源" in line(run(substance(q=q)), "R＝")


@pytest.mark.parametrize(
    ("persons", "alpha"),
    [(0, "0.5"), (1, "1"), (29, "1"), (30, "1.2"), (49, "1.2"), (50, "1.5"), (99, "1.5"), (100, "2")],
)
def test_alpha_by_persons(persons: int, alpha: str) -> None:
    working = run(substance(), persons=persons)
    assert line(working, "α").startswith(f"α＝{alpha}（")
    assert f"R＝α×Σ(β×q/Q)＝{alpha}，" in line(working, "R＝")


def test_a_gas_is_known_by_its_other_name() -> None:
    working = run({"name": "光气", "q": "0.3"})
    assert "光气：β＝20（安监总局令第40号附件1），β×q/Q＝20" in working.lines
    assert working.result == "罐区：S＝1，R＝20，三级重大危险源"


def test_a_typed_value_goes_before_the_table() -> None:
    working = run({"name": "氨", "q": "5", "limit": "5", "limit_source": "新标准", "beta": "3", "beta_source": "新表"})
    assert "氨：q＝5 t，Q＝5 t（自填，依据：新标准），q/Q＝1" in working.lines
    assert "氨：β＝3（自填，依据：新表），β×q/Q＝3" in working.lines


def test_below_one_neither_persons_nor_beta_are_needed() -> None:
    working = calculate({"units": [{"name": "库", "substances": [{"name": "氨", "q": "9.9"}]}]}, DATA)
    assert working.result == "库：S＝0.99，不构成重大危险源"
    assert working.unverified == (S_RULE,)


@pytest.mark.parametrize(
    ("declared", "fails", "word"),
    [("四级", False, "一致"), ("三级", True, "不一致"), ("不构成重大危险源", True, "不一致")],
)
def test_what_the_enterprise_declared_is_held_against_it(declared: str, fails: bool, word: str) -> None:
    working = run(substance(), declared=declared)
    assert working.fails is fails
    assert f"企业辨识结论“{declared}”，与计算结果{word}" in working.lines


def test_one_unit_without_a_declaration_leaves_the_question_open() -> None:
    units: list[dict[str, Any]] = [
        {"name": "甲", "substances": [{"name": "氨", "q": "1"}], "declared": "不构成重大危险源"},
        {"name": "乙", "substances": [{"name": "氨", "q": "2"}]},
    ]
    assert calculate({"units": units}, DATA).fails is None
    assert calculate({"units": units[:1]}, DATA).fails is False
    units[1]["declared"] = "四级"
    assert calculate({"units": units}, DATA).fails is True


def test_everything_that_is_missing_is_told_at_once() -> None:
    unit = {"name": "", "substances": [{"name": "甲醇", "q": "-1"}, {"name": "氨", "q": "x"}, {"q": 1}]}
    other = {
        "name": "乙",
        "substances": [{"name": "甲醇", "q": "1", "limit": "0"}, {"name": "氨", "q": 1, "beta": "2"}],
    }
    assert faults_of(calculate, {"units": [unit, other, {"name": "丙"}]}, DATA) == {
        ("calculation_row", "units[0].name", "missing"),
        ("calculation_row", "units[0].substances[0].q", "negative"),
        ("calculation_row", "units[0].substances[0].limit", "not in the table"),
        ("calculation_row", "units[0].substances[1].q", "not a number"),
        ("calculation_row", "units[0].substances[2].name", "missing"),
        ("calculation_row", "units[1].substances[0].limit", "too small"),
        ("calculation_row", "units[1].substances[0].limit", "not in the table"),
        ("calculation_row", "units[1].substances[1].beta_source", "missing"),
        ("calculation_row", "units[2].substances", "missing"),
    }


def test_a_grade_asks_for_persons_and_for_each_beta() -> None:
    inputs = {"units": [{"name": "罐区", "substances": [substance(beta=""), {"name": "氨", "q": "1"}]}]}
    assert faults_of(calculate, inputs, DATA) == {
        ("calculation_input", "persons", "missing"),
        ("calculation_row", "units[0].substances[0].beta", "missing"),
    }


@pytest.mark.parametrize("inputs", [{}, {"units": []}, {"units": "x"}, {"units": [{}]}, {"units": [3]}])
def test_odd_inputs_are_refused(inputs: dict[str, object]) -> None:
    assert faults_of(calculate, inputs, DATA)


@pytest.mark.parametrize("persons", ["1.5", "-1", "many", True, "9" * 30])
def test_odd_persons_are_refused(persons: object) -> None:
    assert "persons" in {where for _, where, _ in faults_of(lambda: run(substance(), persons=persons))}


def test_faults_of_the_table_are_told_with_their_place() -> None:
    data = data_of("hazmat")
    table = data["hazmat_r"]
    table["grading"]["alpha"] = table["grading"]["alpha"][:-1]  # nothing for 0 persons
    table["thresholds"]["rows"][0]["quantity"] = 0
    table["words"]["sum"] = "{total}"
    del table["words"]["title"]
    table["identify"]["mark"] = "?"
    table["colour"] = "red"
    assert {(p.code.value, p.where) for p in read_table(data)[1]} == {
        ("pack_field_wrong", "data.toml:hazmat_r.grading.alpha"),
        ("pack_field_wrong", "data.toml:hazmat_r.thresholds.rows[1].quantity"),
        ("pack_field_wrong", "data.toml:hazmat_r.words.sum"),
        ("pack_field_missing", "data.toml:hazmat_r.words.title"),
        ("pack_field_wrong", "data.toml:hazmat_r.identify.mark"),
        ("value_unknown_key", "data.toml:hazmat_r.colour"),
    }
    assert [p.code.value for p in read_table({})[1]] == ["pack_field_missing"]


def test_the_table_is_that_of_the_sources() -> None:
    table, problems = read_table(DATA)
    assert problems == ()
    assert {t.name: plain(t.quantity) for t in table.thresholds} == {
        "氨": "10", "二氧化氮": "1", "二氧化硫": "20", "氟": "1", "碳酰氯": "0.3", "环氧乙烷": "10",
    }  # fmt: skip
    assert len(table.categories) == 20
    assert table.declared == ("不构成重大危险源", "一级", "二级", "三级", "四级")


# What must hold ---------------------------------------------------------------------------------------------

tonnes = st.decimals(min_value="0", max_value="100000", places=3)
limits = st.decimals(min_value="0.001", max_value="5000", places=3)
pairs = st.lists(st.tuples(tonnes, limits), min_size=1, max_size=6)


def total(working: Working) -> str:
    return line(working, "S＝Σ").removeprefix("S＝Σ(q/Q)")


@given(pairs)
def test_s_is_the_sum_of_the_shares(given_pairs: list[tuple[Any, Any]]) -> None:
    working = run(*(substance(f"物{n}", str(q), limit=str(Q)) for n, (q, Q) in enumerate(given_pairs)))
    expected = sum((Fraction(q) / Fraction(Q) for q, Q in given_pairs), Fraction(0))
    assert total(working) == equals(expected)
    assert ("构成重大危险源" in " ".join(working.lines[-8:])) is True
    assert ("S≥1，构成重大危险源" in working.lines) == (expected >= 1)


@given(pairs, tonnes, st.integers(0, 200))
def test_more_of_a_substance_never_lowers_the_grade(
    given_pairs: list[tuple[Any, Any]], more: Any, persons: int
) -> None:
    order = ["不构成", "四级", "三级", "二级", "一级"]

    def rank(extra: Any) -> int:
        rows = [
            substance(f"物{n}", str(q + (extra if n == 0 else 0)), limit=str(Q)) for n, (q, Q) in enumerate(given_pairs)
        ]
        result = run(*rows, persons=persons).result
        return next(n for n, word in enumerate(order) if word in result)

    assert rank(more) >= rank(0)


@given(st.fractions(min_value=0, max_value=10**6))
def test_figures_are_never_rounded_up(number: Fraction) -> None:
    shown = Fraction(plain(number))
    assert shown <= number
    assert number - shown < Fraction(1, 10_000)
    assert equals(number).startswith("＝") == (shown == number)
