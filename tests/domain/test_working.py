# SPDX-License-Identifier: MulanPSL-2.0
"""A calculation with its working as the text that an answer keeps."""

from __future__ import annotations

import pytest

from inspector_app.domain.problems import Refused
from inspector_app.domain.working import Working, working_in, working_out

WHOLE = Working(
    calculator="hazmat_r",
    inputs={"units": [{"name": "罐区𬭚", "q": "1.50"}], "persons": 3},
    result="罐区：S＝1",
    lines=("一", "二"),
    fails=False,
    unverified=("待核的事",),
)


@pytest.mark.parametrize(
    "working", [WHOLE, Working(calculator="x", inputs={}), Working(calculator="x", inputs={}, fails=True)]
)
def test_it_is_read_back_as_it_was(working: Working) -> None:
    assert working_in(working_out(working)) == working


def test_equal_workings_have_equal_texts() -> None:
    other = Working(
        calculator="hazmat_r", inputs={"persons": 3, "units": [{"q": "1.50", "name": "罐区𬭚"}]}, result=WHOLE.result,
        lines=WHOLE.lines, fails=False, unverified=WHOLE.unverified,
    )  # fmt: skip
    assert working_out(other) == working_out(WHOLE)


def test_without_a_result_it_is_a_draft() -> None:
    assert Working(calculator="x", inputs={"a": 1}).is_draft
    assert not WHOLE.is_draft


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "syntax_wrong"),
        ("{", "syntax_wrong"),
        ("[]", "value_wrong_type"),
        ('{"inputs": {}}', "value_missing"),
        ('{"calculator": "x", "inputs": []}', "value_wrong_type"),
        ('{"calculator": "x", "lines": ["a", 3]}', "value_wrong_type"),
        ('{"calculator": "x", "fails": "no"}', "value_wrong_type"),
        ('{"calculator": "x", "inputs": NaN}', "syntax_wrong"),
        ("\ud800", "syntax_wrong"),
    ],
)
def test_a_faulty_text_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        working_in(text)
    assert code in [problem.code.value for problem in refusal.value.problems]
