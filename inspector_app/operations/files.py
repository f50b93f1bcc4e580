# SPDX-License-Identifier: MulanPSL-2.0
"""Reading a file that somebody names: a plain file, of bounded size, or a Problem that says why not."""

from __future__ import annotations

from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused


def read_small_file(path: Path, limit: int, *, where: str = "") -> bytes:
    """Give the bytes of a file of at most `limit` bytes. Refuses FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE."""
    fields = {"path": str(path)}
    try:
        if not path.is_file():
            code = ProblemCode.FILE_UNREADABLE if path.exists() else ProblemCode.FILE_MISSING
            raise Refused([Problem(code=code, where=where, fields={**fields, "reason": "not a file"})])
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or ""
        code = ProblemCode.FILE_UNREADABLE
        raise Refused([Problem(code=code, where=where, fields={**fields, "reason": reason})]) from error
    if len(data) > limit:
        megabytes = f"{limit / 1_000_000:.0f} MB"
        size = f"{path.stat().st_size / 1_000_000:.1f} MB"
        fields |= {"size": size, "limit": megabytes}
        raise Refused([Problem(code=ProblemCode.FILE_TOO_LARGE, where=where, fields=fields)])
    return data
