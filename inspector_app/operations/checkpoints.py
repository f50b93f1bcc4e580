# SPDX-License-Identifier: MulanPSL-2.0
"""Signed heads of this laptop's journal: listing, making and giving out; and the unit's list of signing keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.account import Act
from inspector_app.domain.checkpoint import Checkpoint, CheckpointCause
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage import accounts, membership
from inspector_app.storage import checkpoints as rows
from inspector_app.storage.rows import instant_out
from inspector_app.storage.signatures import signed_text
from inspector_app.workspace import Workspace
from inspector_app.workspace.device_keys import known_keys, signing_key_in
from inspector_app.workspace.giving_out import give_out, leave

KEY_LIST = "AJK1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCheckpoint:
    """One checkpoint as people see it."""

    incarnation: str
    seq: int
    hash: str
    at: datetime
    cause: CheckpointCause
    is_covered: bool  # by a receipt of the office


def list_checkpoints(ws: Workspace, *, limit: int = 500) -> tuple[ListedCheckpoint, ...]:
    """Give the checkpoints of this laptop, the newest first."""
    ws.need(Act.VERIFY)
    with ws.reader() as db:
        found = rows.list_checkpoints(db, limit=limit)
    return tuple(
        ListedCheckpoint(
            incarnation=c.incarnation, seq=c.seq, hash=c.hash, at=c.at, cause=c.cause, is_covered=bool(c.countersigned)
        )
        for c in found
    )


def make_checkpoint(ws: Workspace, cause: CheckpointCause = CheckpointCause.WISH) -> Checkpoint:
    """Sign the head as it stands. Refuses NOTHING_TO_SIGN before the first entry, NOT_PERMITTED."""
    ws.need(Act.VERIFY)
    made = ws.keep_checkpoint(cause)
    if made is None:
        raise Refused([ws.read_only or Problem(code=ProblemCode.NOTHING_TO_SIGN)])
    return made


def export_checkpoints(ws: Workspace, path: Path) -> int:
    """Write every checkpoint, one signed text a line, for somebody else to keep. Refuses as `give_out`."""
    leave(ws, path, whole=False, act=Act.VERIFY)
    ws.keep_checkpoint(CheckpointCause.EXPORT)
    with ws.reader() as db:
        lines = [str(row["statement"]) for row in rows.all_rows(db)]
    data = ("\n".join(lines) + "\n").encode()
    give_out(ws, "checkpoints", path, data, whole=False, count=len(lines), act=Act.VERIFY)
    return len(lines)


def export_keys(ws: Workspace, path: Path) -> int:
    """Write the unit's signing keys, laptops' and officers', signed by this laptop (AJK1), for checking elsewhere.

    Where there is an office its key is in it, and each laptop's certificate by the office. Refuses as `give_out`.
    """
    leave(ws, path, whole=False, act=Act.VERIFY)
    with ws.books() as db:
        secret = signing_key_in(db)
    with ws.reader() as db:
        laptops = [
            {"key": k.key, "device": k.device, "name": k.name, "certified": k.is_certified,
             "revoked_at": instant_out(k.revoked_at) or ""}
            for k in known_keys(db, ws.device)
        ]  # fmt: skip
        people = [
            {"key": k.id, "name": k.name, "certificate_no": k.certificate_no,
             "revoked_at": instant_out(k.revoked_at) or ""}
            for k in accounts.list_officer_keys(db)
        ]  # fmt: skip
        body = {
            "unit": membership.value(db, "unit"), "office_key": membership.value(db, "office_key"),
            "at": instant_out(ws.now()), "laptops": laptops, "officers": people,
        }  # fmt: skip
    text = signed_text(KEY_LIST, body, secret)
    assert json.loads(text)["kind"] == KEY_LIST
    count = len(laptops) + len(people)
    give_out(ws, "keys", path, (text + "\n").encode(), whole=False, count=count, act=Act.VERIFY)
    return count
