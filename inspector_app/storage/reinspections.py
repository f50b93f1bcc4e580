# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of re-inspections with their verdicts, and of sign-offs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from inspector_app.domain.document import Verdict
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.reinspection import Reinspection, SignOff, VerdictEntry
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import (
    Row,
    date_out,
    fetch,
    fetch_one,
    instant_in,
    instant_out,
    list_in,
    list_out,
    put,
    whole,
)


def put_reinspection(db: Database, r: Reinspection) -> None:
    """Keep one round with what was found of each line."""
    put(db, "reinspections", {
        "id": r.id, "inspection_id": r.inspection_id, "document_id": r.document_id, "round": r.round,
        "started_at": instant_out(r.started_at), "finished_at": instant_out(r.finished_at), "place": r.place,
        "people": _people_out(r.people), "opinion": r.opinion, "party_remark": r.party_remark,
    })  # fmt: skip
    for v in r.verdicts:
        put(db, "verdicts", {
            "id": f"{r.id}:{v.ordinal}", "reinspection_id": r.id, "finding_id": v.finding_id, "ordinal": v.ordinal,
            "verdict": v.verdict.value, "fact": v.fact,
        })  # fmt: skip


def get(db: Database, reinspection_id: str) -> Reinspection | None:
    """Give one round."""
    row = fetch_one(db, "SELECT * FROM reinspections WHERE id = ?", [reinspection_id])
    return None if row is None else _reinspection(db, row)


def list_of_document(db: Database, document_id: str) -> tuple[Reinspection, ...]:
    """Give the rounds of an order or measure, first to last."""
    rows = fetch(db, "SELECT * FROM reinspections WHERE document_id = ? ORDER BY round", [document_id])
    return tuple(_reinspection(db, row) for row in rows)


def list_of_inspection(db: Database, inspection_id: str) -> tuple[Reinspection, ...]:
    """Give every round of a case by its time."""
    rows = fetch(db, "SELECT * FROM reinspections WHERE inspection_id = ? ORDER BY started_at, id", [inspection_id])
    return tuple(_reinspection(db, row) for row in rows)


def last_verdict(db: Database, finding_id: str, document_ids: Sequence[str]) -> Verdict | None:
    """Give what was last found of a finding when one of these documents was looked at again."""
    marks = ", ".join("?" for _ in document_ids)
    row = fetch_one(
        db,
        "SELECT v.verdict FROM verdicts v JOIN reinspections r ON r.id = v.reinspection_id"
        f" WHERE v.finding_id = ? AND r.document_id IN ({marks}) ORDER BY r.started_at DESC, r.round DESC LIMIT 1",
        [finding_id, *document_ids],
    )
    return None if row is None else Verdict(str(row["verdict"]))


def put_sign_off(db: Database, s: SignOff) -> None:
    """Keep who answers for closing a finding."""
    put(db, "sign_offs", {
        "id": s.finding_id, "checked_by": s.checked_by, "checked_on": date_out(s.checked_on),
        "rectified_by": s.rectified_by, "rectified_on": date_out(s.rectified_on), "accepted_by": s.accepted_by,
        "accepted_on": date_out(s.accepted_on), "evidence": list_out(s.evidence), "remark": s.remark,
    })  # fmt: skip


def get_sign_off(db: Database, finding_id: str) -> SignOff | None:
    """Give the sign-off of a finding."""
    row = fetch_one(db, "SELECT * FROM sign_offs WHERE id = ?", [finding_id])
    return None if row is None else sign_off_from(row)


def sign_off_from(row: Row) -> SignOff:
    """Read one row."""
    days = {name: date.fromisoformat(str(row[name])) for name in ("checked_on", "rectified_on", "accepted_on")}
    return SignOff(
        finding_id=str(row["id"]), checked_by=str(row["checked_by"]), rectified_by=str(row["rectified_by"]),
        accepted_by=str(row["accepted_by"]), evidence=list_in(row["evidence"]), remark=str(row["remark"]), **days,
    )  # fmt: skip


def _reinspection(db: Database, row: Row) -> Reinspection:
    sql = "SELECT * FROM verdicts WHERE reinspection_id = ? ORDER BY ordinal"
    return Reinspection(
        id=str(row["id"]), inspection_id=str(row["inspection_id"]), document_id=str(row["document_id"]),
        round=whole(row["round"]), started_at=instant_in(row["started_at"]),
        finished_at=instant_in(row["finished_at"]), place=str(row["place"]), people=_people_in(row["people"]),
        verdicts=tuple(verdict_from(v) for v in fetch(db, sql, [row["id"]])), opinion=str(row["opinion"]),
        party_remark=str(row["party_remark"]),
    )  # fmt: skip


def verdict_from(row: Row) -> VerdictEntry:
    """Read one row."""
    return VerdictEntry(
        finding_id=str(row["finding_id"]), ordinal=whole(row["ordinal"]), verdict=Verdict(str(row["verdict"])),
        fact=str(row["fact"]),
    )  # fmt: skip


def _people_out(people: Sequence[Participant]) -> str:
    rows = [{name: value for name, value in asdict(p).items() if value} for p in people]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _people_in(text: object) -> tuple[Participant, ...]:
    rows = json.loads(str(text))
    return tuple(Participant(**{**row, "role": PersonRole(row["role"])}) for row in rows)
