# SPDX-License-Identifier: MulanPSL-2.0
"""The values of answers: canonical text of each kind, what it says of compliance, and how it is shown."""

from __future__ import annotations

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import AnswerResult


def canonical_value(item: ChecklistItem, text: str) -> str:
    """Give a typed value as it is kept; "" stays "". See docs/expressions.md for the form of each kind.

    Raises Refused with ANSWER_WRONG, ANSWER_OUT_OF_RANGE, ANSWER_NOT_A_CHOICE or ANSWER_NOT_ASKED.
    """
    raise NotImplementedError


def judge(item: ChecklistItem, value: str) -> AnswerResult:
    """Say what a canonical value means: 不符合 outside the limits, by a failing choice, by points taken off,
    by a failing calculation; 符合 where it could have failed; else RECORDED. "" is NOT_CHECKED.
    """
    raise NotImplementedError


def shown_value(item: ChecklistItem, value: str, language: str = "") -> str:
    """Give a canonical value as people read it: texts of choices, number with unit; kept as `Answer.label`."""
    raise NotImplementedError
