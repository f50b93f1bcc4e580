# SPDX-License-Identifier: MulanPSL-2.0
"""Pack files from disk to plain tables: every way a file can be bad ends as a Problem, none as an exception."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.toml_text import NOT_UTF8, TOO_DEEP, TomlWrong, read_toml_text

__all__ = [
    "MAX_BYTES", "NOT_A_FILE", "NOT_A_TABLE", "NOT_UTF8", "TOO_DEEP", "parse_toml", "read_text", "syntax_problem",
    "unreadable",
]  # fmt: skip

MAX_BYTES = 5 * 1024 * 1024
NOT_A_FILE = "not a file"
NOT_A_TABLE = "not a table"


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
    try:
        return read_toml_text(text), ()
    except TomlWrong as wrong:
        return {}, (syntax_problem(name, wrong.line, wrong.reason),)


def unreadable(path: Path, name: str, error: OSError | ValueError) -> Problem:
    """Say that the system would not give the file (ValueError: it is no possible name)."""
    reason = (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
    return Problem(code=ProblemCode.FILE_UNREADABLE, where=name, fields={"path": str(path), "reason": reason})


def syntax_problem(name: str, line: int, reason: str) -> Problem:
    """Say that the file does not follow its format at this line (0: no line known)."""
    fields = {"path": name, "line": str(line), "reason": reason}
    return Problem(code=ProblemCode.SYNTAX_WRONG, where=f"{name}:{line}", fields=fields)
