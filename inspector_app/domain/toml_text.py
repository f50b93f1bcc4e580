# SPDX-License-Identifier: MulanPSL-2.0
"""TOML from outside: every way a text can be bad is one exception with a line and a reason, in bounded time."""

from __future__ import annotations

import re
import tomllib
from typing import Any

MAX_KEY_PARTS = 16
NOT_UTF8 = "not UTF-8"
TOO_DEEP = "nested too deeply"
TOO_LONG_NUMBER = "number too long"

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = " (at end of document)"
# tomllib takes quadratic time and memory for keys of very many parts (a.b.c...): 30,000 of them took 10 s and 2.3 GB.
# They are refused before it sees them.
_KEY_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_LONG_KEY = re.compile(rf"""(?<![\w"'-])(?:{_KEY_PART}){{{MAX_KEY_PARTS}}}""", re.ASCII)


class TomlWrong(ValueError):
    """The text does not follow TOML; `line` is 0 where it is not known, `reason` a word that `wording` knows."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(line, reason)


def read_toml_bytes(data: bytes) -> dict[str, Any]:
    """Parse the bytes of a small file, with or without a byte order mark. Raises TomlWrong and nothing else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TomlWrong(data.count(b"\n", 0, error.start) + 1, NOT_UTF8) from error
    return read_toml_text(text)


def read_toml_text(text: str) -> dict[str, Any]:
    """Parse a text. Raises TomlWrong and nothing else."""
    for line, content in enumerate(text.split("\n"), 1):
        if content.count(".") >= MAX_KEY_PARTS and _has_long_key(content):
            raise TomlWrong(line, TOO_DEEP)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise TomlWrong(_deepest_line(text), TOO_DEEP) from error
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        at = _AT_LINE.search(reason)
        line = int(at[1]) if at else text.count("\n") + 1 if reason.endswith(_AT_END) else 0
        raise TomlWrong(line, _AT_LINE.sub("", reason).removesuffix(_AT_END)) from error
    except ValueError as error:  # a number that Python refuses to convert
        raise TomlWrong(0, TOO_LONG_NUMBER) from error


def _has_long_key(line: str) -> bool:
    return not line.lstrip().startswith("#") and _LONG_KEY.search(line) is not None


def _deepest_line(text: str) -> int:
    """Give the line with the most opening brackets, where nesting without end most likely stands."""
    counts = [line.count("[") + line.count("{") for line in text.split("\n")]
    return counts.index(max(counts)) + 1
