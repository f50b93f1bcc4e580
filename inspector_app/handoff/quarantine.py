# SPDX-License-Identifier: MulanPSL-2.0
"""Refused parts: visible with the reason until the same file is read well or a person discards them (promises.md 2.7).

Nothing is moved or deleted on the medium: quarantine is a list of what was not taken in and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.storage import quarantine as rows
from inspector_app.storage.rows import instant_in, instant_or_none, instant_out
from inspector_app.workspace import Workspace

# What is wrong with the file itself. Anything else (a full disk, a stick that is gone) is no fault of the part.
FAULTS_OF_PARTS = frozenset({
    ProblemCode.BUNDLE_CHANGED, ProblemCode.BUNDLE_CUT, ProblemCode.BUNDLE_SIGNATURE, ProblemCode.BUNDLE_KEY,
    ProblemCode.BUNDLE_NEWER, ProblemCode.BUNDLE_OTHER_UNIT, ProblemCode.BUNDLE_UNKNOWN_DEVICE,
    ProblemCode.BUNDLE_REVOKED_DEVICE, ProblemCode.BUNDLE_FORKED, ProblemCode.BUNDLE_MALFORMED,
    ProblemCode.BUNDLE_NOT_ONE, ProblemCode.BUNDLE_TOO_LARGE, ProblemCode.BUNDLE_RECIPIENT,
})  # fmt: skip
SHORTEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One refused file. `problem` is the reason as it was told; `settled_how` is `read` or `discarded: reason`."""

    id: str
    path: str
    name: str
    sha256: str
    device: str
    at: datetime
    problem: Problem
    settled_at: datetime | None
    settled_how: str


def list_quarantine(ws: Workspace, *, settled: bool = False) -> tuple[Quarantined, ...]:
    """Give the refused files that nobody has settled, newest first; with `settled` the others too."""
    with ws.reader() as db:
        return tuple(_quarantined(row) for row in rows.list_quarantine(db, settled=settled))


def note(ws: Workspace, path: Path, problems: Sequence[Problem], device: str = "") -> bool:
    """Put a refused file on the list, once; gives whether it belongs there."""
    faults = [p for p in problems if p.code in FAULTS_OF_PARTS]
    if not faults:
        return False
    first = faults[0]
    row = rows.QuarantineRow(
        id=ws.new_id(), path=str(path.absolute()), name=path.name, sha256=_sum(path), reason=first.code.value,
        fields=first.fields, device=device, at=instant_out(ws.now()) or "",
    )  # fmt: skip
    with ws.books() as db:
        rows.put(db, row)
    return True


def discard(ws: Workspace, quarantine_id: str, reason: str) -> Quarantined:
    """Settle a refused file by a person's word. Refuses NOT_FOUND, VALUE_MISSING, TEXT_TOO_LONG."""
    reason = texts.cleaned(reason)
    if not reason:
        refuse([Problem(code=ProblemCode.VALUE_MISSING, where="reason", fields={"field": "reason"})])
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    with ws.books() as db:
        found = rows.starting_with(db, quarantine_id) if len(quarantine_id) >= SHORTEST else ()
        if len(found) != 1:
            fields = {"kind": "quarantine", "id": quarantine_id[:80]}
            raise Refused([Problem(code=ProblemCode.NOT_FOUND, where="quarantine", fields=fields)])
        rows.discard(db, found[0].id, reason=reason, at=instant_out(ws.now()) or "")
        settled = next(row for row in rows.list_quarantine(db, settled=True) if row.id == found[0].id)
    return _quarantined(settled)


def _sum(path: Path) -> str:
    """Give the hash of a file, or nothing where it cannot be read any more."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _quarantined(row: rows.QuarantineRow) -> Quarantined:
    try:
        code = ProblemCode(row.reason)
    except ValueError:
        code = ProblemCode.BUNDLE_MALFORMED
    return Quarantined(
        id=row.id, path=row.path, name=row.name, sha256=row.sha256, device=row.device, at=instant_in(row.at),
        problem=Problem(code=code, where=row.name, fields=row.fields), settled_at=instant_or_none(row.settled_at),
        settled_how=row.settled_how,
    )  # fmt: skip
