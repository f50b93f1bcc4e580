# SPDX-License-Identifier: MulanPSL-2.0
"""A long table as a file for people: written aside row by row, flushed, renamed; whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.sheets import LongColumn, write_long_table
from inspector_app.storage.file_store import faults_of, flush_folder

SUFFIXES = (".xlsx", ".csv")


def save_long_table(
    path: Path,
    columns: Sequence[LongColumn],
    rows: Iterable[Sequence[str]],
    *,
    name: str,
    notes: Sequence[tuple[str, str]] = (),
    goes_on: Callable[[int], bool] = lambda _: True,
) -> int:
    """Write a table to a file that ends with .xlsx or .csv, in constant memory, and give the number of its rows.

    Refuses VALUE_NOT_ALLOWED (another ending), FOLDER_NOT_WRITABLE, DISK_FULL, STORAGE_FAILED. Raises `Stopped` where
    `goes_on` says no; then no file is there, and one that was there before is as it was.
    """
    check_suffix(path)
    part = path.parent / f"{path.stem[:40]}.{secrets.token_hex(4)}.part{path.suffix.lower()}"
    with faults_of(path):
        try:
            count = write_long_table(part, columns, rows, name=name, notes=notes, goes_on=goes_on)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(path)
        except ValueError as error:  # a name that no file system takes
            fault = Problem(code=ProblemCode.FOLDER_NOT_WRITABLE, where="path", fields={"path": str(path)})
            refuse([fault])
            raise AssertionError from error
        finally:
            part.unlink(missing_ok=True)
        flush_folder(path.parent)
    return count


def check_suffix(path: Path, allowed: Sequence[str] = SUFFIXES) -> None:
    """Refuse VALUE_NOT_ALLOWED for a file whose name does not say that it is a table."""
    if path.suffix.lower() not in allowed:
        fields = {"field": "file", "found": path.suffix or path.name, "allowed": ", ".join(allowed)}
        refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="path", fields=fields)])
