# SPDX-License-Identifier: MulanPSL-2.0
"""Files that commands write for people: whole or not at all, in a folder that is tried first."""

from __future__ import annotations

import errno
import secrets
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def prepare_folder(folder: Path) -> None:
    """Make the folder and prove that it takes files. Refuses FOLDER_NOT_WRITABLE and DISK_FULL."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{secrets.token_hex(6)}.part"
        probe.write_bytes(b"")
        probe.unlink()
    except (OSError, ValueError) as error:
        raise _refused(folder, error) from error


def prepare_file(path: Path) -> None:
    """Prove that a file can be written there: never over a folder or a device. Refuses like `prepare_folder`."""
    try:
        is_other = path.exists() and not path.is_file()
    except (OSError, ValueError) as error:
        raise _refused(path, error) from error
    if is_other:
        fields = {"path": str(path), "reason": "not a file"}
        raise Refused([Problem(code=ProblemCode.FILE_UNREADABLE, where="--out", fields=fields)])
    prepare_folder(path.parent)


def _refused(path: Path, error: OSError | ValueError) -> Refused:
    is_full = isinstance(error, OSError) and error.errno in _FULL
    code = ProblemCode.DISK_FULL if is_full else ProblemCode.FOLDER_NOT_WRITABLE
    return Refused([Problem(code=code, where="--out", fields={"path": str(path)})])
