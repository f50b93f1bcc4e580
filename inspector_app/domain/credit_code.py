# SPDX-License-Identifier: MulanPSL-2.0
"""The unified social credit code (统一社会信用代码, GB 32100): normalising and checking."""

from __future__ import annotations

import unicodedata

from inspector_app.domain.problems import Problem, ProblemCode

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH = 18
# Letters that the alphabet leaves out, and what the eye may have meant; a suggestion, never a replacement.
LOOKS_LIKE = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


def normalised(text: str) -> str:
    """Make full-width half-width, lower case upper, and drop spaces and dashes."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and c not in "-‐‑–—_")


def check_digit(body: str) -> str:
    """Give the 18th character for 17 valid ones.

    >>> check_digit("91110000802100433")
    'B'
    """
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def problems_of(code: str, where: str = "credit_code") -> tuple[Problem, ...]:
    """Say what is wrong with a normalised code; nothing for a valid one."""
    if len(code) != LENGTH:
        fields = {"found": code[:40], "length": str(len(code))}
        return (Problem(code=ProblemCode.CREDIT_CODE_LENGTH, where=where, fields=fields),)
    wrong = [c for c in code if c not in ALPHABET]
    if wrong:
        fields = {"found": code, "character": wrong[0], "suggestion": LOOKS_LIKE.get(wrong[0], "")}
        return (Problem(code=ProblemCode.CREDIT_CODE_CHARACTER, where=where, fields=fields),)
    expected = check_digit(code[:17])
    if code[17] != expected:
        fields = {"found": code, "expected": expected}
        return (Problem(code=ProblemCode.CREDIT_CODE_CHECK_DIGIT, where=where, fields=fields),)
    return ()
