# SPDX-License-Identifier: MulanPSL-2.0
"""Only one program makes backups in a place at a time; a killed one leaves nothing behind that would stop the next."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage.file_store import faults_of, make_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextlib.contextmanager
def place_alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a place with backups. Refuses BACKUP_RUNNING."""
    path = folder / "backups.lock"
    with faults_of(path):
        make_folder(folder)
        file = path.open("a+b")
    with file:
        try:
            _lock(file)
        except OSError as error:
            raise Refused([Problem(code=ProblemCode.BACKUP_RUNNING, fields={"path": str(folder)})]) from error
        yield


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
