# SPDX-License-Identifier: MulanPSL-2.0
"""Photos given out: evidence pages and stamped copies as files, noted in the security journal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inspector_app.domain.account import Act
from inspector_app.operations.photo_evidence import EvidenceMade, evidence_pdf, stamped_copy
from inspector_app.storage.file_store import faults_of, write_durably
from inspector_app.workspace import Workspace
from inspector_app.workspace.events import note_export


def save_evidence(
    ws: Workspace, path: Path, inspection_id: str, *, finding_id: str = "", photo_ids: Sequence[str] = ()
) -> EvidenceMade:
    """Write evidence pages into a file. Refuses as `evidence_pdf`, NOT_PERMITTED, and the faults of the disk."""
    ws.need(Act.EXPORT)
    made = evidence_pdf(ws, inspection_id, finding_id=finding_id, photo_ids=photo_ids)
    with faults_of(path):
        write_durably(path, made.pdf)
    note_export(ws, "photo_evidence", len(made.photos), [path], whole=True)
    return made


def save_stamped(ws: Workspace, path: Path, photo_id: str) -> int:
    """Write a stamped copy (JPEG) and give its bytes. Refuses as `stamped_copy`, NOT_PERMITTED, the disk's faults."""
    ws.need(Act.EXPORT)
    data = stamped_copy(ws, photo_id)
    with faults_of(path):
        write_durably(path, data)
    note_export(ws, "photo_copy", 1, [path], whole=True)
    return len(data)
