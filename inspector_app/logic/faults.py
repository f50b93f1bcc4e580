# SPDX-License-Identifier: MulanPSL-2.0
"""What is wrong with one expression."""

from __future__ import annotations


class ExpressionFault(Exception):
    """An expression cannot be used. `reason` is a word of docs/expressions.md; `part` is what it is about."""

    def __init__(self, reason: str, part: str = "") -> None:
        self.reason, self.part = reason, part
        super().__init__(f"{reason} {part}".strip())
