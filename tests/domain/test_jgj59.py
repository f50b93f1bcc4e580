# SPDX-License-Identifier: MulanPSL-2.0
"""JGJ 59 worked by hand for three sites against the program, and what holds for every site.

B: points of a line of the summary; C: score of its table, or the mean of its tables (R6); A1 = B × C ÷ 100 (R4);
with missing items D ÷ E × 100 (R5). Two decimals, half up, at every step.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.inspection import Answer, AnswerResult
from inspector_app.domain.jgj59 import item_problems, read_facts
from inspector_app.domain.problems import ProblemCode
from inspector_app.domain.score_sheet import ScoreSheet, Taken, score_sheet, shown
from inspector_app.domain.site_score import taken_of
from tests.helpers.scores import MISSING, score_facts, score_pack, scored, taken

PACK = score_pack()
FACTS = score_facts()

# Site 1: every table on the site, no item missing.
#
#   table  taken off                     score      line of the summary    C                      B   A1
#   B.1    -01 2, -08 5                     93      安全管理               93                    10    9.3
#   B.2    -04 3, -05 1, -10 4              92      文明施工               92                    15   13.8
#   B.3    -04 4, -09 3, -11 2              91      脚手架                 (91+88+95+90+85+92
#   B.4    -03 6, -09 6                     88                              +94+89) ÷ 8
#   B.5    -05 5                            95                             = 724 ÷ 8 = 90.5      10    9.05
#   B.6    -02 4, -10 6                     90
#   B.7    -01 9, -08 6                     85
#   B.8    -06 8                            92
#   B.9    -07 6                            94
#   B.10   -04 2, -10 9                     89
#   B.11   -02 7, -07 6                     87      基坑工程               87                    10    8.7
#   B.12   -03 5, -09 5                     90      模板支架               90                    10    9
#   B.13   -01 3, -05 8, -10 5              84      高处作业               84                    10    8.4
#   B.14   -02 8, -05 6                     86      施工用电               86                    10    8.6
#   B.15   -01 6, -08 2                     92      物料提升机与施工升降机 (92+89) ÷ 2 = 90.5    10    9.05
#   B.16   -03 9, -10 2                     89
#   B.17   -02 4, -08 5                     91      塔式起重机与起重吊装   (91+88) ÷ 2 = 89.5    10    8.95
#   B.18   -06 5, -10 7                     88
#   B.19   -03 8, -09 1, -11 8              83      施工机具               83                     5    4.15
#                                                                                         total:      89.00
# 89 ≥ 80, no table at 0: 优良. (B.19 -03 lost all its 8 points, but that table has no 保证项目.)
GOOD = {
    "B1-01": 2, "B1-08": 5, "B2-04": 3, "B2-05": 1, "B2-10": 4, "B3-04": 4, "B3-09": 3, "B3-11": 2, "B4-03": 6,
    "B4-09": 6, "B5-05": 5, "B6-02": 4, "B6-10": 6, "B7-01": 9, "B7-08": 6, "B8-06": 8, "B9-07": 6, "B10-04": 2,
    "B10-10": 9, "B11-02": 7, "B11-07": 6, "B12-03": 5, "B12-09": 5, "B13-01": 3, "B13-05": 8, "B13-10": 5,
    "B14-02": 8, "B14-05": 6, "B15-01": 6, "B15-08": 2, "B16-03": 9, "B16-10": 2, "B17-02": 4, "B17-08": 5,
    "B18-06": 5, "B18-10": 7, "B19-03": 8, "B19-09": 1, "B19-11": 8,
}  # fmt: skip
GOOD_VALUES = ("9.3", "13.8", "9.05", "8.7", "9", "8.4", "8.6", "9.05", "8.95", "4.15")

# Site 2: no pit, no hoist, two kinds of scaffold, one crane alone; single items missing in B.13, B.17, B.19.
#
#   table  taken off                          got ÷ due          score    C                       B   A1
#   B.1    -01 6, -02 4, -07 8, -08 4                               78    78                     10    7.8
#   B.2    -01 5, -04 9, -07 6, -09 5                               75    75                     15   11.25
#   B.3    -02 8, -05 7, -09 5                                      80    (80+71) ÷ 2 = 75.5     10    7.55
#   B.8    -02 9, -04 9, -08 6, -10 5                               71
#   B.4 B.5 B.6 B.7 B.9 B.10 missing
#   B.11   missing                                                        missing                 -    -
#   B.12   -01 5, -02 5, -04 5, -08 8, -10 7                        70    70                     10    7
#   B.13   -02 9, -05 9, -09 9; -10 missing    63 ÷ 90 × 100        70    70                     10    7
#   B.14   -02 9, -04 9, -05 7, -07 5                               70    70                     10    7
#   B.15   missing
#   B.16   -01 5, -04 8, -07 6, -09 4                               77    77                     10    7.7
#   B.17   -01 6, -04 6, -08 8; -05 missing    70 ÷ 90 × 100     77.78    77.78                  10    7.78
#   B.18   missing
#   B.19   -04 6, -06 7, -09 5; -01, -11       60 ÷ 78 × 100     76.92    76.92                   5    3.85
#          missing                                                        (5 × 76.92 = 384.6)
#   D = 7.8 + 11.25 + 7.55 + 7 + 7 + 7 + 7.7 + 7.78 + 3.85 = 66.93    E = 100 - 10 = 90
#   66.93 ÷ 90 × 100 = 74.366… = 74.37;  70 ≤ 74.37 < 80, no table at 0: 合格
# 保证项目 of B.17: got 38 of 50, 38 ÷ 50 = 76 % ≥ 40 ÷ 60 (R7).
FAIR = {
    "B1-01": 6, "B1-02": 4, "B1-07": 8, "B1-08": 4, "B2-01": 5, "B2-04": 9, "B2-07": 6, "B2-09": 5, "B3-02": 8,
    "B3-05": 7, "B3-09": 5, "B8-02": 9, "B8-04": 9, "B8-08": 6, "B8-10": 5, "B4": MISSING, "B5": MISSING,
    "B6": MISSING, "B7": MISSING, "B9": MISSING, "B10": MISSING, "B11": MISSING, "B12-01": 5, "B12-02": 5,
    "B12-04": 5, "B12-08": 8, "B12-10": 7, "B13-02": 9, "B13-05": 9, "B13-09": 9, "B13-10": MISSING, "B14-02": 9,
    "B14-04": 9, "B14-05": 7, "B14-07": 5, "B15": MISSING, "B16-01": 5, "B16-04": 8, "B16-07": 6, "B16-09": 4,
    "B17-01": 6, "B17-04": 6, "B17-08": 8, "B17-05": MISSING, "B18": MISSING, "B19-04": 6, "B19-06": 7,
    "B19-09": 5, "B19-01": MISSING, "B19-11": MISSING,
}  # fmt: skip
FAIR_VALUES = ("7.8", "11.25", "7.55", None, "7", "7", "7", "7.7", "7.78", "3.85")

# Site 3: four tables in trouble with their 保证项目.
#
#   table  what                                                                        score   B   A1
#   B.1    保证项目 60 - (9+6+6) = 39 < 40: 0 (R3)                                         0  10    0
#   B.2    nothing taken off                                                             100  15   15
#   B.3    nothing taken off; B.4 to B.10 missing                                        100  10   10
#   B.11   nothing taken off                                                             100  10   10
#   B.12   -01 missing, 保证项目 33 of 50, 33 ÷ 50 = 66 % < 40 ÷ 60: 0 (R7)                 0  10    0
#   B.13   nothing taken off                                                             100  10   10
#   B.14   -02 lost all its 20 points: 0 (R3)                                              0  10    0
#   B.15   missing
#   B.16   -01, -02, -03 missing, 保证项目 20 of 30, 20 ÷ 30 = 40 ÷ 60, not lower:
#          60 ÷ 70 × 100 = 85.714… = 85.71                                             85.71  10    8.57
#   B.17   nothing taken off; B.18 missing                                               100  10   10
#   B.19   nothing taken off                                                             100   5    5
#   total 15 + 10 + 10 + 10 + 8.57 + 10 + 5 = 68.57 < 70, and three tables at 0: 不合格
BAD = {
    "B1-01": 9, "B1-02": 6, "B1-03": 6, **{f"B{n}": MISSING for n in range(4, 11)}, "B12-01": MISSING, "B12-02": 9,
    "B12-03": 8, "B14-02": 20, "B15": MISSING, "B16-01": MISSING, "B16-02": MISSING, "B16-03": MISSING, "B16-04": 9,
    "B16-05": 1, "B18": MISSING,
}  # fmt: skip
BAD_VALUES = ("0", "15", "10", "10", "0", "10", "0", "8.57", "10", "5")


def values(sheet: ScoreSheet) -> tuple[str | None, ...]:
    return tuple(None if row.value is None else shown(row.value) for row in sheet.rows)


def scores(sheet: ScoreSheet) -> dict[str, str]:
    return {t.fact.no.removeprefix("表B."): shown(t.score) for t in sheet.tables if t.score is not None}


def grade(sheet: ScoreSheet) -> str:
    assert sheet.grade is not None
    return sheet.grade.grade


def test_a_good_site_without_missing_items() -> None:
    sheet = scored(GOOD)
    assert values(sheet) == GOOD_VALUES
    by_hand = (93, 92, 91, 88, 95, 90, 85, 92, 94, 89, 87, 90, 84, 86, 92, 89, 91, 88, 83)
    assert scores(sheet) == {str(n): str(score) for n, score in enumerate(by_hand, start=1)}
    assert (sheet.total, grade(sheet)) == (Decimal("89"), "优良")
    assert [rule.id for rule in sheet.rules if rule.id] == ["R1", "R2", "R3", "R4", "R6"]
    assert "（91＋88＋95＋90＋85＋92＋94＋89）÷8＝90.5分" in sheet.rows[2].line


def test_a_fair_site_with_missing_items_and_tables() -> None:
    sheet = scored(FAIR)
    assert values(sheet) == FAIR_VALUES
    assert scores(sheet) == {
        "1": "78", "2": "75", "3": "80", "8": "71", "12": "70", "13": "70", "14": "70", "16": "77", "17": "77.78",
        "19": "76.92",
    }  # fmt: skip
    assert (shown(sheet.got), shown(sheet.due)) == ("66.93", "90")
    assert (sheet.total, grade(sheet)) == (Decimal("74.37"), "合格")
    assert sheet.rows[2].tables == ("表B.3", "表B.8")
    assert "66.93÷90×100＝74.37分" in sheet.total_line
    assert [rule.id for rule in sheet.rules if rule.id] == ["R1", "R2", "R3", "R4", "R5", "R6", "R7"]


def test_a_failing_site_by_its_assured_items() -> None:
    sheet = scored(BAD)
    assert values(sheet) == BAD_VALUES
    assert scores(sheet)["16"] == "85.71"
    assert (sheet.total, grade(sheet)) == (Decimal("68.57"), "不合格")
    zeros = {t.fact.no: t.zero for t in sheet.tables if t.zero}
    assert list(zeros) == ["表B.1", "表B.12", "表B.14"]
    assert "39分，不足40分" in zeros["表B.1"] and "R3" in zeros["表B.1"]
    assert "33÷50小于40÷60" in zeros["表B.12"] and "R7" in zeros["表B.12"]
    assert "接地与接零保护系统" in zeros["表B.14"] and "R3" in zeros["表B.14"]
    assert "模板支架检查评分表" in sheet.grade_line


def test_one_table_at_0_fails_a_site_of_90_points() -> None:
    sheet = scored({"B14-02": 20})
    assert (sheet.total, grade(sheet)) == (Decimal("90"), "不合格")
    assert "施工用电检查评分表" in sheet.grade_line
    whole = scored({f"B13-{n:02}": 10 for n in range(1, 11)})  # a table without 保证项目 that lost everything
    assert (whole.total, grade(whole)) == (Decimal("90"), "不合格")


def spread(points: dict[str, Decimal]) -> dict[str, Taken]:
    """Take so many points off each table, from its last items."""
    found = taken({})
    for table in FACTS.tables:
        left = points[table.no]
        for item in reversed([i for i in PACK.items if i.section == table.name]):
            off = min(left, Decimal(item.points or 0))
            found[item.code] = Taken(off=off)
            left -= off
    return found


@pytest.mark.parametrize(
    ("off", "first", "total", "word"),
    [
        ("20", "20", "80", "优良"),
        ("20", "20.1", "79.99", "合格"),
        ("30", "30", "70", "合格"),
        ("30", "30.1", "69.99", "不合格"),
    ],
)
def test_the_limits_of_the_grades(off: str, first: str, total: str, word: str) -> None:
    points = {table.no: Decimal(off) for table in FACTS.tables} | {"表B.1": Decimal(first)}
    sheet = score_sheet(FACTS, PACK.items, spread(points))
    assert (sheet.total, grade(sheet)) == (Decimal(total), word)


# What blocks, what is missing ------------------------------------------------------------------------------


def test_an_item_not_checked_blocks_its_table_its_line_and_the_total() -> None:
    sheet = scored(GOOD, **{"JGJ59-B16-09": Taken()})
    assert sheet.open == ("JGJ59-B16-09",)
    assert not sheet.is_ready and sheet.grade is None
    by_no = {t.fact.no: t for t in sheet.tables}
    assert by_no["表B.16"].score is None
    assert by_no["表B.15"].score == 92
    assert values(sheet)[7] is None and values(sheet)[6] == "8.6"
    assert "1项未查" in by_no["表B.16"].line


def test_a_table_that_is_missing_as_a_whole_blocks_nothing() -> None:
    sheet = scored({"B16": MISSING})
    assert sheet.is_ready and not sheet.open
    assert sheet.rows[7].tables == ("表B.15",)
    assert sheet.total == 100


def test_a_site_with_nothing_to_score_has_no_grade() -> None:
    sheet = scored({f"B{n}": MISSING for n in range(1, 20)})
    assert (sheet.total, sheet.grade, sheet.open, sheet.due) == (None, None, (), 0)
    assert "全部缺项" in sheet.total_line


def test_missing_tables_leave_the_weights_of_the_others_right() -> None:
    sheet = scored({"B11": MISSING, "B2-01": 9, "B2-02": 9, "B2-03": 2})  # B.2: 80, worth 15 of 90
    assert values(sheet)[1] == "12"
    assert sheet.total == Decimal("96.67")  # (75 + 12) ÷ 90 × 100 = 96.666…
    kept = [row for row in sheet.rows if not row.is_missing]
    assert sum(row.fact.points for row in kept) == sheet.due == 90


def test_more_points_than_an_item_has_cannot_come_off() -> None:
    assert scored({"B1-07": 99}).total == scored({"B1-07": 10}).total  # R1


# What is not verified --------------------------------------------------------------------------------------


def test_what_is_from_memory_is_told() -> None:
    sheet = scored({})
    assert len(sheet.unsure_items) == 163
    assert sheet.is_unsure and sheet.grade is not None and sheet.grade.is_unsure
    by_code = {item.code: item for table in sheet.tables for item in table.items}
    known, points, both = (by_code[f"JGJ59-{code}"] for code in ("B3-01", "B1-01", "B4-01"))
    assert [(i.name_unsure, i.points_unsure) for i in (known, points, both)] == [
        (False, False), (False, True), (True, True),
    ]  # fmt: skip
    assert [rule.id for rule in sheet.rules if rule.is_unsure] == ["R2"]
    assert [rule.id for rule in scored({"B1-01": MISSING}).rules if rule.is_unsure] == ["R2", "R7"]


# How answers are read --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "value", "wanted"),
    [
        (AnswerResult.COMPLIANT, "0", Taken(off=Decimal(0))),
        (AnswerResult.COMPLIANT, "", Taken(off=Decimal(0))),
        (AnswerResult.NONCOMPLIANT, "3.5", Taken(off=Decimal("3.5"))),
        (AnswerResult.NONCOMPLIANT, "", Taken()),  # nobody may guess the points
        (AnswerResult.NOT_APPLICABLE, "", Taken(is_missing=True)),
        (AnswerResult.NOT_CHECKED, "", Taken()),
        (AnswerResult.NONCOMPLIANT, "-1", Taken()),
        (AnswerResult.NONCOMPLIANT, "NaN", Taken()),
    ],
)
def test_answers_become_deductions(result: AnswerResult, value: str, wanted: Taken) -> None:
    assert taken_of(Answer(inspection_id="i", item_code="c", result=result, value=value)) == wanted


def test_the_remark_is_the_reason_else_the_finding() -> None:
    answer = Answer(inspection_id="i", item_code="c", result=AnswerResult.NONCOMPLIANT, value="2", remark="无盖板")
    assert taken_of(answer, "洞口未防护").reason == "无盖板"
    bare = Answer(inspection_id="i", item_code="c", result=AnswerResult.NONCOMPLIANT, value="2")
    assert taken_of(bare, "洞口未防护").reason == "洞口未防护"


# Properties ------------------------------------------------------------------------------------------------

ITEM = st.one_of(st.just(MISSING), st.integers(0, 20), st.decimals(0, 20, places=1))
SITES = st.dictionaries(st.sampled_from([i.code.removeprefix("JGJ59-") for i in PACK.items]), ITEM, max_size=60)


@given(SITES)
@settings(max_examples=60, deadline=None)
def test_a_score_lies_between_0_and_100(off: dict[str, object]) -> None:
    sheet = scored(off)
    for value in (sheet.total, *(t.score for t in sheet.tables)):
        assert value is None or 0 <= value <= 100
    for row in sheet.rows:
        assert row.value is None or 0 <= row.value <= row.fact.points


@given(SITES, st.sampled_from(PACK.items), st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_taking_points_off_never_raises_the_score(off: dict[str, object], item: object, more: int) -> None:
    before = taken(off)
    code = item.code  # type: ignore[attr-defined]
    if before[code].is_missing:
        return
    after = {**before, code: Taken(off=(before[code].off or Decimal(0)) + more)}
    one, two = (score_sheet(FACTS, PACK.items, t) for t in (before, after))
    assert one.total is not None and two.total is not None
    assert two.total <= one.total
    assert FACTS.grades.index(two.grade) >= FACTS.grades.index(one.grade)  # type: ignore[arg-type]


@given(SITES, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_answers_does_not_matter(off: dict[str, object], chance: object) -> None:
    answers = list(taken(off).items())
    chance.shuffle(answers)  # type: ignore[attr-defined]
    assert score_sheet(FACTS, PACK.items, dict(answers)) == scored(off)


# The data --------------------------------------------------------------------------------------------------


def faults(data: dict[str, object]) -> set[tuple[ProblemCode, str]]:
    reading = read_facts({"jgj59": data})
    assert reading is not None
    assert reading.facts is None
    return {(p.code, p.where) for p in reading.problems}


def test_data_without_a_score_are_no_fault() -> None:
    assert read_facts({"other": 1}) is None


def test_every_fault_of_the_data_is_told_with_its_place() -> None:
    good = dict(PACK.data["jgj59"])  # type: ignore[call-overload]
    missing, wrong = ProblemCode.PACK_FIELD_MISSING, ProblemCode.PACK_FIELD_WRONG
    assert (missing, "jgj59.words") not in faults({**good, "law": ""})
    assert faults({**good, "law": ""}) == {(missing, "jgj59.law")}
    assert faults({**good, "rules": good["rules"][:6]}) == {(missing, "jgj59.rules.R7")}
    table = {**good["tables"][0], "summary_item": "绿化", "assured_points": 50}
    assert {place for _, place in faults({**good, "tables": [table, *good["tables"][1:]]})} == {
        "jgj59.表B.1.summary_item", "jgj59.表B.1.total", "jgj59.tables.安全管理",
    }  # fmt: skip
    assert faults({**good, "words": {**good["words"], "grade": "{grade}{odd}"}}) == {(wrong, "jgj59.words.grade")}
    assert faults({**good, "grades": good["grades"][:2]}) == {(wrong, "jgj59.grades")}
    assert faults({**good, "rounding": "two"})
    assert {code for code, _ in faults({})} == {missing}


def test_tables_and_items_have_to_fit() -> None:
    assert item_problems(FACTS, PACK.items) == ()
    found = item_problems(FACTS, PACK.items[1:])
    assert {p.where for p in found} == {"jgj59.表B.1.total", "jgj59.表B.1.assured_points"}
