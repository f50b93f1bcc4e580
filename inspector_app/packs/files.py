# SPDX-License-Identifier: MulanPSL-2.0
"""Pack files from disk to plain tables: every way a file can be bad ends as a Problem, none as an exception."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode

MAX_BYTES = 5 * 1024 * 1024
MAX_KEY_PARTS = 16
NOT_UTF8 = "not UTF-8"
TOO_DEEP = "nested too deeply"
NOT_A_FILE = "not a file"
NOT_A_TABLE = "not a table"

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = " (at end of document)"
# tomllib takes quadratic time for keys of very many parts (a.b.c...); they are refused before it sees them.
_KEY_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_LONG_KEY = re.compile(rf"""(?<![\w"'-])(?:{_KEY_PART}){{{MAX_KEY_PARTS}}}""", re.ASCII)


def read_text(path: Path, name: str) -> tuple[str, tuple[Problem, ...]]:
    """Read a small UTF-8 file; the text is empty where a problem is given."""
    try:
        if not path.is_file():
            code = ProblemCode.FILE_UNREADABLE if path.exists() else ProblemCode.FILE_MISSING
            fields = {"path": str(path)} | ({"reason": NOT_A_FILE} if path.exists() else {})
            return "", (Problem(code=code, where=name, fields=fields),)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
            size = max(len(data), path.stat().st_size)
    except (OSError, ValueError) as error:
        return "", (unreadable(path, name, error),)
    if len(data) > MAX_BYTES:
        fields = {"path": str(path), "size": str(size), "limit": str(MAX_BYTES)}
        return "", (Problem(code=ProblemCode.FILE_TOO_LARGE, where=name, fields=fields),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", (syntax_problem(name, line, NOT_UTF8),)


def parse_toml(text: str, name: str) -> tuple[Mapping[str, object], tuple[Problem, ...]]:
    """Parse TOML; the table is empty where a problem is given, and that names the line."""
    for line, content in enumerate(text.split("\n"), 1):
        if content.count(".") >= MAX_KEY_PARTS and _has_long_key(content):
            return {}, (syntax_problem(name, line, TOO_DEEP),)
    try:
        return tomllib.loads(text), ()
    except RecursionError:
        return {}, (syntax_problem(name, _deepest_line(text), TOO_DEEP),)
    except ValueError as error:  # TOMLDecodeError, and numbers that Python refuses to convert
        reason = str(error)
        at = _AT_LINE.search(reason)
        line = int(at[1]) if at else text.count("\n") + 1 if reason.endswith(_AT_END) else 0
        return {}, (syntax_problem(name, line, _AT_LINE.sub("", reason).removesuffix(_AT_END)),)


def unreadable(path: Path, name: str, error: OSError | ValueError) -> Problem:
    """Say that the system would not give the file (ValueError: it is no possible name)."""
    reason = (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
    return Problem(code=ProblemCode.FILE_UNREADABLE, where=name, fields={"path": str(path), "reason": reason})


def syntax_problem(name: str, line: int, reason: str) -> Problem:
    """Say that the file does not follow its format at this line (0: no line known)."""
    fields = {"path": name, "line": str(line), "reason": reason}
    return Problem(code=ProblemCode.SYNTAX_WRONG, where=f"{name}:{line}", fields=fields)


def _has_long_key(line: str) -> bool:
    return not line.lstrip().startswith("#") and _LONG_KEY.search(line) is not None


def _deepest_line(text: str) -> int:
    """Give the line with the most opening brackets, where nesting without end most likely stands."""
    counts = [line.count("[") + line.count("{") for line in text.split("\n")]
    return counts.index(max(counts)) + 1
