# SPDX-License-Identifier: MulanPSL-2.0
"""Making checkpoints: the laptop signs the head of its journal with issue, export, backup and every 100 operations."""

from __future__ import annotations

from datetime import datetime

from inspector_app.domain.change import Op, Operation
from inspector_app.domain.checkpoint import EVERY, Checkpoint, CheckpointCause
from inspector_app.storage import checkpoints
from inspector_app.storage.chains import Mark
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import instant_out
from inspector_app.storage.signatures import signed_text
from inspector_app.workspace.device_keys import signing_key_in


def checkpoint_with(db: Database, now: datetime, kept: Operation) -> None:
    """Make the checkpoint of an operation that is about to be committed, where one is due: both are kept or none."""
    if kept.name is Op.ISSUE_DOCUMENT or kept.seq % EVERY == 0:
        cause = CheckpointCause.ISSUE if kept.name is Op.ISSUE_DOCUMENT else CheckpointCause.COUNT
        mark = Mark(device=kept.device, incarnation=kept.incarnation, seq=kept.seq, hash=kept.hash)
        checkpoint_of(db, mark, cause, now)


def checkpoint_of(db: Database, mark: Mark, cause: CheckpointCause, at: datetime) -> Checkpoint:
    """Sign a head inside an open transaction; a head that was signed already keeps the checkpoint that it has."""
    body: dict[str, object] = {
        "device": mark.device, "incarnation": mark.incarnation, "seq": mark.seq, "hash": mark.hash,
        "at": instant_out(at), "cause": cause.value,
    }  # fmt: skip
    previous = checkpoints.newest_statement(db, mark.chain)
    if previous:
        body["previous"] = checkpoints.sum_of(previous)
    made = Checkpoint(
        device=mark.device, incarnation=mark.incarnation, seq=mark.seq, hash=mark.hash, at=at, cause=cause,
        statement=signed_text(checkpoints.HEAD, body, signing_key_in(db)),
    )  # fmt: skip
    if checkpoints.put_checkpoint(db, made):
        return made
    return checkpoints.get_checkpoint(db, mark.chain, mark.seq) or made
