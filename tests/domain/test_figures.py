# SPDX-License-Identifier: MulanPSL-2.0
"""Rounding, ratios and periods of figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.figures import (
    RATIOS,
    UNITS,
    Figure,
    FigureKey,
    FigureUnit,
    Period,
    counted,
    growth,
    half_up,
    late_by,
    ratio,
    unrecorded,
)

K = FigureKey


@pytest.mark.parametrize(
    ("done", "found", "text"),
    [
        (227641, 237126, "96.0"),  # handbook T13
        (680, 685, "99.3"),
        (0, 0, "—"),  # handbook T12: never 100.00
        (0, 7, "0.0"),
        (7, 7, "100.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 2000, "0.1"),  # 0.05 rounds up, not to the even 0.0
        (9, 400, "2.3"),  # 2.25: half up, not to the even 2.2
        (39, 160, "24.4"),  # 24.375
    ],
)
def test_a_rate_has_one_decimal_rounded_half_up(done: int, found: int, text: str) -> None:
    assert ratio(K.RATE, done, found).text == text


def test_a_ratio_keeps_both_parts_even_over_nothing() -> None:
    made = ratio(K.RATE, 0, 0)
    assert (made.value, made.numerator, made.denominator) == (None, Decimal(0), Decimal(0))
    made = ratio(K.RATE, 227641, 237126)
    assert (made.numerator, made.denominator) == (Decimal(227641), Decimal(237126))


def test_density_is_no_percentage() -> None:
    assert ratio(K.DENSITY, 237126, 90000).text == "2.6"
    assert ratio(K.VISITS_PER_OFFICER, 5, 4).text == "1.3"


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (3_500_000, "3.50"), (4_999, "0.00"), (5_000, "0.01"), (123_455_000, "123.46")]
)
def test_money_is_in_wan_yuan_with_two_decimals_half_up(fen: int, text: str) -> None:
    made = counted(K.FINES, fen)
    assert made.text == text and made.unit is FigureUnit.MONEY
    assert made.numerator == fen  # the exact sum stays


def test_what_nobody_records_is_no_zero() -> None:
    made = unrecorded(K.FUNDS)
    assert not made.is_known and made.value is None and made.text != "0"


def test_half_up_goes_away_from_zero() -> None:
    assert [str(half_up(Decimal(n))) for n in ("0.25", "0.35", "-0.25", "99.95")] == ["0.3", "0.4", "-0.3", "100.0"]


def test_every_figure_has_a_unit_and_units_are_never_mixed() -> None:
    assert set(UNITS) == set(FigureKey)
    assert Figure(key=K.ENTERPRISES, value=None).unit is FigureUnit.UNITS
    assert Figure(key=K.VISITS, value=None).unit is FigureUnit.VISITS
    assert all(UNITS[key] is FigureUnit.PERCENT for key in RATIOS if key not in (K.DENSITY, K.VISITS_PER_OFFICER))
    assert not any(UNITS[key] is FigureUnit.PERCENT for key in FigureKey if key not in RATIOS)
    assert len(RATIOS) == 19  # seventeen formulas; general and major apart, the plan by units and by workdays


def test_a_period_and_the_same_days_a_year_before() -> None:
    assert Period(date(2025, 1, 1), date(2025, 12, 31)).year_before == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert Period(date(2024, 2, 1), date(2024, 2, 29)).year_before.last == date(2023, 2, 28)
    assert Period(date(2025, 2, 1), date(2025, 2, 28)).year_before.last == date(2024, 2, 29)  # a whole month stays one
    assert Period(date(2025, 2, 3), date(2025, 2, 20)).year_before == Period(date(2024, 2, 3), date(2024, 2, 20))
    assert Period(date(2024, 2, 29), date(2024, 3, 2)).year_before.first == date(2023, 2, 28)
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2025, 2, 2), date(2025, 2, 1))


def test_the_period_before_has_as_many_months_or_days() -> None:
    assert Period(date(2025, 4, 1), date(2025, 6, 30)).previous == Period(date(2025, 1, 1), date(2025, 3, 31))
    assert Period(date(2025, 3, 1), date(2025, 3, 31)).previous == Period(date(2025, 2, 1), date(2025, 2, 28))
    assert Period(date(2025, 1, 1), date(2025, 12, 31)).previous == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert Period(date(2025, 3, 8), date(2025, 3, 14)).previous == Period(date(2025, 3, 1), date(2025, 3, 7))


def test_months_of_a_period_are_cut_to_it() -> None:
    months = Period(date(2025, 1, 20), date(2025, 3, 5)).months
    assert [(m.first.day, m.last.day) for m in months] == [(20, 31), (1, 28), (1, 5)]


def test_growth_is_in_percent_and_of_rates_in_points() -> None:
    assert growth(counted(K.VISITS, 110), counted(K.VISITS, 96)).text == "+14.6"
    assert growth(counted(K.VISITS, 48), counted(K.VISITS, 96)).text == "-50.0"
    assert growth(counted(K.VISITS, 5), counted(K.VISITS, 0)).text == "—"
    assert growth(ratio(K.RATE, 96, 100), ratio(K.RATE, 95, 100)).text == "+1.0"
    assert growth(ratio(K.RATE, 96, 100), ratio(K.RATE, 0, 0)).text == "—"


def test_what_is_due_today_is_not_late_yet() -> None:
    today = date(2025, 6, 10)
    assert late_by(today, today) == date(2025, 6, 9)
    assert late_by(date(2025, 12, 31), today) == date(2025, 6, 9)
    assert late_by(date(2025, 5, 31), today) == date(2025, 5, 31)


def test_definitions_that_are_only_proposed_are_marked() -> None:
    assert K.DYNAMIC_RATE.is_unverified and K.CASE_RATE.is_unverified and K.PUBLICATION_RATE.is_unverified
    assert not K.RATE.is_unverified and not K.MAJOR_RATE.is_unverified and not K.FINDINGS.is_unverified
