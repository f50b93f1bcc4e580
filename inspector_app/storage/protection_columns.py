# SPDX-License-Identifier: MulanPSL-2.0
"""What each column of the tables of protection may hold (see `column_words`)."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.account import EventKind
from inspector_app.storage.column_shapes import FLAG, HASH, INSTANT, KEY, TEXT, Column, words

PROTECTION_COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "security_events": {
        "id": KEY, "kind": words(EventKind), "at": INSTANT, "person": TEXT, "subject": TEXT, "is_ok": FLAG,
        "detail": TEXT,
    },
    "officer_keys": {
        "id": KEY, "account_id": KEY, "name": TEXT, "certificate_no": TEXT, "device": KEY, "made_at": INSTANT,
        "revoked_at": INSTANT, "reason": TEXT,
    },
    "document_signatures": {
        "id": KEY, "document_id": KEY, "officer_key": HASH, "name": TEXT, "certificate_no": TEXT, "at": INSTANT,
        "signature": TEXT,
    },
}  # fmt: skip
