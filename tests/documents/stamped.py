# SPDX-License-Identifier: MulanPSL-2.0
"""The code on a paper, made with a key that is the same in every test."""

from __future__ import annotations

import hashlib

from inspector_app.documents.blocks import DocumentContent, canonical_json
from inspector_app.documents.stamp import Stamp
from inspector_app.domain.paper_seal import DocumentSeal, code_of, code_part
from inspector_app.operations.sealing import draft_stamp, stamp_of
from inspector_app.storage.signatures import public_key, sign

SECRET, HEAD = "11" * 32, "3f2a9c07b1de" + "00" * 26


def a_stamp(content: DocumentContent) -> Stamp:
    """What an issue would print of this content; in a draft the room for it."""
    if content.is_draft:
        return draft_stamp()
    digest = hashlib.sha256(canonical_json(content).encode()).hexdigest()
    signature = sign(SECRET, code_part(content.number, digest, HEAD))
    code = code_of(content.number, digest, HEAD, public_key(SECRET), signature)
    return stamp_of(DocumentSeal(head=HEAD, code=code, key=public_key(SECRET)), content.number, digest)
