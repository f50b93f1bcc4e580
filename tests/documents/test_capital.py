# SPDX-License-Identifier: MulanPSL-2.0
"""Amounts in capitals, as they stand in a decision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.documents.capital import DIGITS, capital


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.00", "零元整"),
        ("0.5", "伍角整"),
        ("0.05", "伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("16", "壹拾陆元整"),
        ("200", "贰佰元整"),
        ("3000", "叁仟元整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("10000", "壹万元整"),
        ("10001", "壹万零壹元整"),
        ("12000", "壹万贰仟元整"),
        ("100305.07", "壹拾万零叁佰零伍元零柒分"),
        ("3003000", "叁佰万零叁仟元整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("20305.50", "贰万零叁佰零伍元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("00012", "壹拾贰元整"),
    ],
)
def test_amounts(amount: str, said: str) -> None:
    assert capital(amount) == said


@pytest.mark.parametrize("amount", ["", "三千", "-1", "1.234", "1e3", "1,000", "１２", "1.x", "9" * 17, "."])
def test_what_is_no_amount_gives_nothing(amount: str) -> None:
    assert capital(amount) == ""


_UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read(said: str) -> int:
    """Read a whole number in capitals back, in another way than it was written."""
    total = group = digit = 0
    for char in said:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in _UNITS:
            group, digit = group + digit * _UNITS[char], 0
        elif char == "万":
            group, digit = (group + digit) * 10_000, 0
            total, group = total + group, 0
        elif char == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
    return total + group + digit


@given(st.integers(1, 999_999_999_999))
def test_every_amount_is_read_back_and_no_zeros_follow_each_other(yuan: int) -> None:
    said = capital(str(yuan))
    assert said.endswith("元整")
    assert read(said.removesuffix("元整")) == yuan
    assert "零零" not in said
    assert not said.startswith("零")
