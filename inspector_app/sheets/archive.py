# SPDX-License-Identifier: MulanPSL-2.0
"""What a packed workbook says about itself, looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.sheets.limits import MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED


def refusal(code: ProblemCode, name: str, **fields: str) -> Refused:
    """Refuse a whole file."""
    return Refused([Problem(code=code, where=name, fields={"path": name, "reason": "", **fields})])


def too_large(name: str, limit: int, kind: str) -> Refused:
    """Refuse a table with more rows, columns, cells, sheets or characters than are taken."""
    fields = {"path": name, "limit": str(limit), "kind": kind}
    return Refused([Problem(code=ProblemCode.TABLE_TOO_LARGE, where=name, fields=fields)])


def check_archive(data: bytes, name: str) -> None:
    """Look at the central directory only: count, unpacked size, ratio, encryption, overlaps."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise refusal(ProblemCode.FILE_UNREADABLE, name) from error
    unpacked = sum(e.file_size for e in entries)
    limit = f"{MOST_UNPACKED // 1_000_000} MB"
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 10_000):
        raise refusal(ProblemCode.FILE_TOO_LARGE, name, size=f"{unpacked / 1e6:.0f} MB", limit=limit)
    starts = sorted((e.header_offset, e.compress_size) for e in entries)
    overlaps = any(a + size > b for (a, size), (b, _) in pairwise(starts))
    if overlaps or any(e.flag_bits & 1 for e in entries):
        raise refusal(ProblemCode.FILE_UNREADABLE, name)
