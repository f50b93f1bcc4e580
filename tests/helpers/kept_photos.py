# SPDX-License-Identifier: MulanPSL-2.0
"""Photos of any size and content, kept as the operation keeps them, without decoding: what hand-off tests need."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from inspector_app.domain.change import Op
from inspector_app.domain.finding import Photo
from inspector_app.domain.inspection import Inspection
from inspector_app.storage import findings
from inspector_app.workspace import Workspace


def some_bytes(seed: str, size: int) -> bytes:
    """Give bytes that no compression makes smaller; the same seed gives the same."""
    return hashlib.shake_256(seed.encode()).digest(size)


def kept_photos(ws: Workspace, inspection: Inspection, contents: Sequence[bytes]) -> list[Photo]:
    """Keep these as photos of an inspection, in one operation."""
    made = []
    for n, data in enumerate(contents, start=1):
        stored = ws.files.keep(data)
        made.append(
            Photo(
                id=ws.new_id(), inspection_id=inspection.id, finding_id=None, ordinal=n, sha256=stored.sha256,
                sm3=stored.sm3, bytes=stored.bytes, format="jpeg", width=4, height=3, taken_at="", latitude=None,
                longitude=None, camera="", file_name=f"IMG_{n:04d}.jpg", added_at=ws.now(),
            )
        )  # fmt: skip
    with ws.operation(Op.ADD_PHOTOS) as step:
        for photo in made:
            findings.put_photo(step.db, photo)
    return made
