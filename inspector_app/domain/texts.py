# SPDX-License-Identifier: MulanPSL-2.0
"""What a typed text may be: its length, and the characters that may not be kept."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable
from typing import Any, TypeVar

from inspector_app.domain.problems import Problem, ProblemCode

T = TypeVar("T")

NAME_LIMIT = 200  # names, numbers, titles, places
LONG_LIMIT = 20_000  # wordings, remarks, reasons


def cleaned(text: str) -> str:
    """Give a text as it is kept: composed (NFC), line ends as \\n, no blanks at its ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def with_cleaned(value: T, names: Iterable[str]) -> T:
    """Give a dataclass with these text fields as they are kept."""
    changed: Any = {name: cleaned(getattr(value, name)) for name in names}
    result: T = dataclasses.replace(value, **changed)  # type: ignore[type-var]
    return result


def problems_of(text: str, field: str, *, where: str = "", limit: int = NAME_LIMIT) -> tuple[Problem, ...]:
    """Say what keeps a text from being stored: too long, a control character, half a surrogate pair."""
    found: list[Problem] = []
    place = where or field
    if len(text) > limit:
        fields = {"field": field, "length": str(len(text)), "limit": str(limit)}
        found.append(Problem(code=ProblemCode.TEXT_TOO_LONG, where=place, fields=fields))
    bad = next((c for c in text[: limit + 1] if not is_keepable(c)), None)
    if bad is not None:
        fields = {"field": field, "code_point": f"U+{ord(bad):04X}", "place": field}
        found.append(Problem(code=ProblemCode.CHARACTER_FORBIDDEN, where=place, fields=fields))
    return tuple(found)


def is_keepable(character: str) -> bool:
    """Whether a character may be kept: no control character but newline and tab, no lone surrogate."""
    category = unicodedata.category(character)
    return character in "\n\t" or category not in ("Cc", "Cs")
