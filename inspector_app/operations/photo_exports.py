# SPDX-License-Identifier: MulanPSL-2.0
"""Photos given out: evidence pages and stamped copies as files, noted in the security journal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inspector_app.operations.photo_evidence import EvidenceMade, evidence_pdf, stamped_copy
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import give_out, leave


def save_evidence(
    ws: Workspace, path: Path, inspection_id: str, *, finding_id: str = "", photo_ids: Sequence[str] = ()
) -> EvidenceMade:
    """Write evidence pages into a file. Refuses as `evidence_pdf` and `give_out`."""
    leave(ws, path, whole=True)
    made = evidence_pdf(ws, inspection_id, finding_id=finding_id, photo_ids=photo_ids)
    give_out(ws, "photo_evidence", path, made.pdf, whole=True, count=len(made.photos))
    return made


def save_stamped(ws: Workspace, path: Path, photo_id: str) -> int:
    """Write a stamped copy (JPEG) and give its bytes. Refuses as `stamped_copy` and `give_out`."""
    leave(ws, path, whole=True)
    data = stamped_copy(ws, photo_id)
    give_out(ws, "photo_copy", path, data, whole=True)
    return len(data)
