# SPDX-License-Identifier: MulanPSL-2.0
"""Values of answers: what may be typed, how it is kept, what it means, how it is shown."""

from __future__ import annotations

from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given

from inspector_app.domain.answer_values import canonical_value, judge, plain_number, shown_value
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.weight_score import weight_score
from inspector_app.domain.working import Working, working_out
from tests.helpers.items import choices, failing, item

K = AnswerKind
NUMBER = item("N", K.NUMBER, unit="MPa")
WHOLE = item("W", K.WHOLE, least=0, most=10)
SCALE = item("S", K.NUMBER, least="0.5", most=5, step="0.5")
POINTS = item("P", K.DEDUCTION, points=8)
ONE = item("C", K.CHOICE, choices=choices("yes", "no", "bad", fails=["bad"]))
SEVERAL = item("M", K.CHOICES, choices=choices("a", "b", "c", fails=["c"]))
POSITION = item("G", K.POSITION)


@pytest.mark.parametrize(
    ("asked", "typed", "kept"),
    [
        (NUMBER, "12.50", "12.5"),
        (NUMBER, " １２．５０ ", "12.5"),
        (NUMBER, "-0.0", "0"),
        (NUMBER, "1,200.5", "1200.5"),
        (NUMBER, ".5", "0.5"),
        (NUMBER, "5.", "5"),
        (NUMBER, "0.6 MPa", "0.6"),
        (NUMBER, "0.6ＭＰａ", "0.6"),
        (NUMBER, "+007", "7"),
        (NUMBER, "100000000000000000001", "100000000000000000001"),
        (WHOLE, "7.0", "7"),
        (SCALE, "1.5", "1.5"),
        (POINTS, "8", "8"),
        (item("D", K.DATE), "2026年2月8日", "2026-02-08"),
        (item("D", K.DATE), "2026/11/22", "2026-11-22"),
        (item("D", K.DATE), "2026.1.2", "2026-01-02"),
        (item("D", K.DATE), "20261122", "2026-11-22"),
        (item("T", K.TIME), "9:05", "09:05"),
        (item("T", K.TIME), "９：０５", "09:05"),
        (item("T", K.TIME), "9点5分", "09:05"),
        (item("T", K.TIME), "09:05:30.000+08:00", "09:05"),
        (item("T", K.TIME), "9时", "09:00"),
        (item("I", K.INSTANT), "2026-11-22 09:05", "2026-11-22T09:05"),
        (item("I", K.INSTANT), "2026年11月22日9时05分", "2026-11-22T09:05"),
        (item("I", K.INSTANT), "2026-11-22T09:05:00.000+08:00", "2026-11-22T09:05"),
        (item("I", K.INSTANT), "2026-11-22", "2026-11-22T00:00"),
        (ONE, "yes", "yes"),
        (ONE, "「no」", "no"),
        (SEVERAL, "c a c", "a c"),
        (SEVERAL, "「b」、「a」", "a b"),
        (SEVERAL, "「b」", "b"),
        (POSITION, "39.9042 116.4074", "39.9042 116.4074"),
        (POSITION, "39.90420000，116.4074", "39.9042 116.4074"),
        (POSITION, "39.9042 116.4074 40.0 5", "39.9042 116.4074"),
        (POSITION, "-33.123456789 151", "-33.1234568 151"),
        (item("X", K.TEXT), "  𠮷 㛃\r\n䶮 ", "𠮷 㛃\n䶮"),
        (item("B", K.CODE), " 6901\t234 ", "6901 234"),
        (NUMBER, "", ""),
        (NUMBER, "   ", ""),
        (ONE, "", ""),
    ],
)
def test_what_is_typed_is_kept_in_one_form(asked: ChecklistItem, typed: str, kept: str) -> None:
    assert canonical_value(asked, typed) == kept
    assert canonical_value(asked, kept) == kept


@pytest.mark.parametrize(
    ("asked", "typed", "code"),
    [
        (NUMBER, "abc", ProblemCode.ANSWER_WRONG),
        (NUMBER, "1e3", ProblemCode.ANSWER_WRONG),
        (NUMBER, "1 2", ProblemCode.ANSWER_WRONG),
        (NUMBER, "NaN", ProblemCode.ANSWER_WRONG),
        (NUMBER, "9" * 31, ProblemCode.ANSWER_WRONG),
        (NUMBER, ".", ProblemCode.ANSWER_WRONG),
        (NUMBER, "1,20", ProblemCode.ANSWER_WRONG),
        (NUMBER, "٣", ProblemCode.ANSWER_WRONG),
        (WHOLE, "7.5", ProblemCode.ANSWER_WRONG),
        (WHOLE, "11", ProblemCode.ANSWER_OUT_OF_RANGE),
        (WHOLE, "-1", ProblemCode.ANSWER_OUT_OF_RANGE),
        (SCALE, "1.2", ProblemCode.ANSWER_WRONG),
        (POINTS, "9", ProblemCode.ANSWER_OUT_OF_RANGE),
        (POINTS, "-1", ProblemCode.ANSWER_OUT_OF_RANGE),
        (item("D", K.DATE), "2026-02-30", ProblemCode.ANSWER_WRONG),
        (item("D", K.DATE), "11-22", ProblemCode.ANSWER_WRONG),
        (item("T", K.TIME), "25:00", ProblemCode.ANSWER_WRONG),
        (item("T", K.TIME), "9:65", ProblemCode.ANSWER_WRONG),
        (item("I", K.INSTANT), "09:05", ProblemCode.ANSWER_WRONG),
        (ONE, "maybe", ProblemCode.ANSWER_NOT_A_CHOICE),
        (ONE, "yes no", ProblemCode.ANSWER_NOT_A_CHOICE),
        (SEVERAL, "a x", ProblemCode.ANSWER_NOT_A_CHOICE),
        (POSITION, "91 0", ProblemCode.ANSWER_WRONG),
        (POSITION, "39.9", ProblemCode.ANSWER_WRONG),
        (POSITION, "北 京", ProblemCode.ANSWER_WRONG),
        (item("B", K.CODE), "9" * 201, ProblemCode.ANSWER_WRONG),
        (item("X", K.TEXT), "a\x07", ProblemCode.CHARACTER_FORBIDDEN),
        (item("X", K.TEXT), "字" * 20_001, ProblemCode.TEXT_TOO_LONG),
        (item("Z", K.NOTE), "x", ProblemCode.ANSWER_NOT_ASKED),
        (item("Z", K.COMPUTED), "", ProblemCode.ANSWER_NOT_ASKED),
        (item("Z", K.ENTRIES), "1", ProblemCode.ANSWER_NOT_ASKED),
        (item("Z", K.UNSUPPORTED), "1", ProblemCode.ANSWER_NOT_ASKED),
        (item("R", K.WORKING), "{", ProblemCode.SYNTAX_WRONG),
    ],
)
def test_what_does_not_fit_is_refused(asked: ChecklistItem, typed: str, code: ProblemCode) -> None:
    with pytest.raises(Refused) as refused:
        canonical_value(asked, typed)
    assert refused.value.problems[0].code is code


def test_two_choices_with_the_same_text_are_told_apart_by_name_only() -> None:
    twins = tuple(c for pair in (choices("a"), choices("a")) for c in pair)
    asked = item("C", K.CHOICE, choices=(twins[0], type(twins[1])(name="b", text=twins[1].text)))
    assert canonical_value(asked, "b") == "b"
    with pytest.raises(Refused):
        canonical_value(asked, "「a」")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_every_number_comes_back_as_itself(number: Decimal) -> None:
    kept = canonical_value(NUMBER, format(number, "f"))
    assert Decimal(kept) == number and kept == plain_number(Decimal(kept)) == canonical_value(NUMBER, kept)


@given(st.text(max_size=40))
def test_any_text_is_kept_or_refused_and_nothing_else(typed: str) -> None:
    others = (item(kind.value, kind) for kind in (K.DATE, K.TIME, K.INSTANT, K.TEXT, K.CODE, K.WORKING))
    for asked in (NUMBER, WHOLE, SCALE, ONE, SEVERAL, POSITION, *others):
        try:
            kept = canonical_value(asked, typed)
        except Refused:
            continue
        assert canonical_value(asked, kept) == kept
        assert judge(asked, kept) in AnswerResult
        assert isinstance(shown_value(asked, kept), str)


LIMITED = failing("L", K.NUMBER, limit_least="4", limit_most="10", unit="Ω")


@pytest.mark.parametrize(
    ("asked", "value", "result"),
    [
        (LIMITED, "4", AnswerResult.COMPLIANT),
        (LIMITED, "10", AnswerResult.COMPLIANT),
        (LIMITED, "3.99", AnswerResult.NONCOMPLIANT),
        (LIMITED, "10.01", AnswerResult.NONCOMPLIANT),
        (LIMITED, "", AnswerResult.NOT_CHECKED),
        (NUMBER, "4", AnswerResult.RECORDED),
        (ONE, "yes", AnswerResult.COMPLIANT),
        (ONE, "bad", AnswerResult.NONCOMPLIANT),
        (SEVERAL, "a c", AnswerResult.NONCOMPLIANT),
        (SEVERAL, "a b", AnswerResult.COMPLIANT),
        (item("C", K.CHOICE, choices=choices("x")), "x", AnswerResult.RECORDED),
        (POINTS, "0", AnswerResult.COMPLIANT),
        (POINTS, "0.5", AnswerResult.NONCOMPLIANT),
        (item("X", K.TEXT), "随便", AnswerResult.RECORDED),
    ],
)
def test_a_value_says_whether_it_complies(asked: ChecklistItem, value: str, result: AnswerResult) -> None:
    assert judge(asked, value) is result


@pytest.mark.parametrize(
    ("fails", "result"),
    [(True, AnswerResult.NONCOMPLIANT), (False, AnswerResult.COMPLIANT), (None, AnswerResult.RECORDED)],
)
def test_a_calculation_says_it_itself(fails: bool | None, result: AnswerResult) -> None:
    asked = item("R", K.WORKING, calculator="hazmat_r")
    text = working_out(Working(calculator="hazmat_r", inputs={"a": 1}, result="R = 1.20", fails=fails))
    kept = canonical_value(asked, text)
    assert judge(asked, kept) is result and shown_value(asked, kept) == "R = 1.20"
    draft = working_out(Working(calculator="hazmat_r", inputs={"a": 1}))
    assert judge(asked, canonical_value(asked, draft)) is AnswerResult.NOT_CHECKED
    with pytest.raises(Refused):
        canonical_value(asked, working_out(Working(calculator="other", inputs={}, result="x")))


def test_values_are_shown_in_words() -> None:
    assert shown_value(NUMBER, "0.6") == "0.6 MPa"
    assert shown_value(LIMITED, "3") == "3Ω"
    assert shown_value(SEVERAL, "a c") == "「a」、「c」"
    assert shown_value(SEVERAL, "gone") == "gone"
    assert shown_value(item("I", K.INSTANT), "2026-11-22T09:05") == "2026-11-22 09:05"
    assert shown_value(NUMBER, "") == ""


def test_the_score_by_weight_counts_what_was_judged() -> None:
    items = [
        item("A", weight=Decimal(3), section="一"), item("B", weight=Decimal(1), section="一"),
        item("C", weight=Decimal(2), section="二"), item("D", section="二"),
        item("E", weight=Decimal(5), section="二"), item("F", weight=Decimal(4), section="三"),
    ]  # fmt: skip
    results = {
        "A": AnswerResult.COMPLIANT, "B": AnswerResult.NONCOMPLIANT, "C": AnswerResult.COMPLIANT,
        "D": AnswerResult.NONCOMPLIANT, "E": AnswerResult.NOT_APPLICABLE,
    }  # fmt: skip
    score = weight_score(items, results)
    assert score is not None
    assert [(s.name, s.reached, s.possible) for s in score.sections] == [("一", 3, 4), ("二", 2, 2), ("三", 0, 0)]
    assert score.sections[0].percent == Decimal("75.00") and score.sections[2].percent is None
    assert score.percent == Decimal("83.33")
    assert score.not_checked == ("F",) and not score.is_ready
    done = weight_score(items, {**results, "F": AnswerResult.COMPLIANT})
    assert done is not None and done.is_ready and done.percent == Decimal("90.00")
    assert weight_score([item("A")], {}) is None
    nothing = weight_score(items[:1], {"A": AnswerResult.NOT_APPLICABLE})
    assert nothing is not None and not nothing.is_ready and nothing.percent is None
