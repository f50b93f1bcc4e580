# SPDX-License-Identifier: MulanPSL-2.0
"""Masking: what stays of a number, what is no number of a person, and that nothing can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.masking import is_id, masked_id, masked_name, masked_phone, masked_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("11010519491231002X", "110105********002X"),
        ("11010519491231002x", "110105********002x"),
        ("身份证号：11010519491231002X。", "身份证号：110105********002X。"),
        ("110105491231002", "110105*****1002"),  # fifteen digits, as before 1999
        ("13912345678", "139****5678"),
        ("139 1234 5678", "139 **** 5678"),
        ("139-1234-5678", "139-****-5678"),
        ("电话13912345678、13800000000", "电话139****5678、138****0000"),
        ("+86 13912345678", "+86 139****5678"),
    ],
)
def test_what_is_masked(text: str, masked: str) -> None:
    assert masked_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check character does not fit
        "91130000000000001X",  # a unit's credit code
        "（清河）应急检记〔2026〕12号",
        "2026-11-20 09:05",
        "02011200101",  # a certificate number of eleven digits
        "a13912345678b4",  # within a hash
        "1.3912345678万元",
        "139123456789012",
    ],
)
def test_what_is_no_number_of_a_person_stays(text: str) -> None:
    assert masked_text(text) == text


@pytest.mark.parametrize(
    ("number", "masked"), [("0311-86012345", "0311-******45"), ("86012345", "******45"), ("", ""), ("-1", "-*")]
)
def test_fixed_telephones(number: str, masked: str) -> None:
    assert masked_phone(number) == masked


def test_names_and_other_papers() -> None:
    assert [masked_name(name) for name in ("赵明", "欧阳文", "李", "")] == ["赵*", "欧**", "*", ""]
    assert [masked_id(number) for number in ("E12345678", "1234", "")] == ["E1*****78", "1**4", ""]


@given(
    st.from_regex(r"[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]", fullmatch=True)
)
def test_every_valid_number_loses_its_birthday(number: str) -> None:
    masked = masked_text(f"号{number}，")
    if is_id(number):
        assert masked == f"号{number[:6]}********{number[-4:]}，"
        assert masked_text(masked) == masked, "twice is the same as once"


@given(st.text(max_size=200))
def test_any_text_keeps_its_length_and_loses_only_digits(text: str) -> None:
    masked = masked_text(text)
    assert len(masked) == len(text)
    assert all(a == b or (b == "*" and a.isdigit()) for a, b in zip(text, masked, strict=True))
