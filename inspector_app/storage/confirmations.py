# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of what a person answered for: unverified parts of forms, and warnings passed with a reason."""

from __future__ import annotations

from datetime import datetime

from inspector_app.domain.review import RulePass
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import fetch, instant_in, instant_out
from inspector_app.storage.rows import put as put_row


def put(db: Database, form_sha256: str, part: str, person: str, at: datetime) -> None:
    """Keep that a person confirmed a part of a form; another version of the form is confirmed anew."""
    put_row(db, "form_confirmations", {
        "id": f"{form_sha256}:{part}", "form_sha256": form_sha256, "part": part, "person": person,
        "at": instant_out(at),
    })  # fmt: skip


def of_form(db: Database, form_sha256: str) -> dict[str, str]:
    """Give the confirmed parts of a form and who confirmed each."""
    rows = fetch(db, "SELECT part, person FROM form_confirmations WHERE form_sha256 = ?", [form_sha256])
    return {str(row["part"]): str(row["person"]) for row in rows}


def times_of_form(db: Database, form_sha256: str) -> dict[str, datetime]:
    """Give the confirmed parts of a form and when each was confirmed."""
    rows = fetch(db, "SELECT part, at FROM form_confirmations WHERE form_sha256 = ?", [form_sha256])
    return {str(row["part"]): instant_in(row["at"]) for row in rows}


def put_pass(db: Database, p: RulePass) -> None:
    """Keep why a warning was passed."""
    put_row(db, "rule_passes", {
        "id": p.id, "inspection_id": p.inspection_id, "rule": p.rule, "place": p.where, "document_id": p.document_id,
        "reason": p.reason, "person": p.person, "at": instant_out(p.at),
    })  # fmt: skip


def list_passes(db: Database, inspection_id: str) -> tuple[RulePass, ...]:
    """Give the warnings of an inspection that were passed, oldest first."""
    rows = fetch(db, "SELECT * FROM rule_passes WHERE inspection_id = ? ORDER BY at, id", [inspection_id])
    return tuple(
        RulePass(
            id=str(r["id"]), inspection_id=str(r["inspection_id"]), rule=str(r["rule"]), where=str(r["place"]),
            document_id=str(r["document_id"]), reason=str(r["reason"]), person=str(r["person"]),
            at=instant_in(r["at"]),
        )
        for r in rows
    )  # fmt: skip
