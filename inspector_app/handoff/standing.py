# SPDX-License-Identifier: MulanPSL-2.0
"""Where the hand-over stands: what the office holds of this laptop, what not, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.domain.unit import Role
from inspector_app.handoff.membership import membership_in
from inspector_app.storage import membership as books
from inspector_app.storage import receipts as rows
from inspector_app.storage.rows import instant_in
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is not handed over yet. A stand-alone unit and an office hand nothing over: all is 0 there."""

    role: Role
    operations: int = 0
    files: int = 0
    bytes: int = 0  # of these files
    files_gone: int = 0  # of these, not even here: lost, or named by an older folder
    last_receipt_at: datetime | None = None  # made at the office, by its clock
    last_taken_at: datetime | None = None  # taken here
    oldest_at: datetime | None = None  # when the first act that is not handed over was done
    days: int = 0  # since then
    copied: str = ""  # copy, machine or set_back: this folder is not the one that it was
    copied_at: datetime | None = None
    warnings: tuple[Problem, ...] = ()

    @property
    def is_all_handed_over(self) -> bool:
        """Whether the office holds everything of this laptop."""
        return self.role is Role.MEMBER and not (self.operations or self.files)


def standing(ws: Workspace) -> Standing:
    """Say what is handed over and what not; warns HANDOFF_LATE and COPY_OF_WORKSPACE."""
    with ws.reader() as db:
        role = membership_in(db).role
        reason, _, moment = books.value(db, "copied").partition(" ")
        copied_at = instant_in(moment) if moment else None
        notice = _copy_notice(reason)
        if role is not Role.MEMBER:
            return Standing(role=role, copied=reason, copied_at=copied_at, warnings=notice)
        operations, oldest = rows.beyond_receipts(db, ws.device)
        named = rows.files_not_at_office(db, ws.device)
        made, taken = rows.newest(db)
    sizes = [_size(ws, file.sha256) for file in named]
    oldest_at = instant_in(oldest) if oldest else None
    days = max((ws.today() - oldest_at.date()).days, 0) if oldest_at else 0
    late = Problem(code=ProblemCode.HANDOFF_LATE, where="handoff", fields={"days": str(days)}, severity=Severity.WARN)
    return Standing(
        role=role, operations=operations, files=len(named), bytes=sum(size for size in sizes if size is not None),
        files_gone=sizes.count(None), last_receipt_at=instant_in(made) if made else None,
        last_taken_at=instant_in(taken) if taken else None, oldest_at=oldest_at, days=days, copied=reason,
        copied_at=copied_at, warnings=(*notice, late) if days >= ws.settings.handoff_days else notice,
    )  # fmt: skip


def acknowledge_copy(ws: Workspace) -> None:
    """Take down the notice that this folder is a copy, once a person has read it."""
    with ws.books() as db:
        books.put_values(db, {"copied": ""})


def _copy_notice(reason: str) -> tuple[Problem, ...]:
    if not reason:
        return ()
    fields = {"reason": reason}
    return (Problem(code=ProblemCode.COPY_OF_WORKSPACE, where="workspace", fields=fields, severity=Severity.WARN),)


def _size(ws: Workspace, sha256: str) -> int | None:
    try:
        return ws.files.size(sha256)
    except OSError:
        return None
