# SPDX-License-Identifier: MulanPSL-2.0
"""Files that somebody names: read when plain and of bounded size, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage.file_store import faults_of, write_durably


def read_small_file(path: Path, limit: int, *, where: str = "") -> bytes:
    """Give the bytes of a file of at most `limit` bytes. Refuses FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE."""
    fields = {"path": str(path)}
    try:
        if not path.is_file():
            code = ProblemCode.FILE_UNREADABLE if path.exists() else ProblemCode.FILE_MISSING
            raise Refused([Problem(code=code, where=where, fields={**fields, "reason": "not a file"})])
        with path.open("rb") as file:
            length = os.fstat(file.fileno()).st_size
            data = b"" if length > limit else file.read(limit + 1)  # what is too large is not read at all; it may grow
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or ""
        code = ProblemCode.FILE_UNREADABLE
        raise Refused([Problem(code=code, where=where, fields={**fields, "reason": reason})]) from error
    length = max(length, len(data))
    if length > limit:
        megabytes = f"{limit / 1_000_000:.0f} MB"
        size = f"{length / 1_000_000:.1f} MB"
        fields |= {"size": size, "limit": megabytes}
        raise Refused([Problem(code=ProblemCode.FILE_TOO_LARGE, where=where, fields=fields)])
    return data


def save_file(path: Path, data: bytes) -> None:
    """Write a file for people: aside, flushed, renamed. Refuses FOLDER_NOT_WRITABLE, DISK_FULL, STORAGE_FAILED."""
    try:
        with faults_of(path):
            write_durably(path, data)
    except ValueError as error:  # a name that no file system takes
        raise Refused([Problem(code=ProblemCode.FOLDER_NOT_WRITABLE, fields={"path": str(path)})]) from error
