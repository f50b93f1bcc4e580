# SPDX-License-Identifier: MulanPSL-2.0
"""Search words as LIKE patterns: every character means itself."""

from __future__ import annotations


def pattern(word: str) -> str:
    """Give the pattern of texts that contain the word; `ESCAPE '\\'` goes with it.

    >>> pattern("100%_a")
    '%100\\\\%\\\\_a%'
    """
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
