# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of phrases that a person has published or dropped; candidates are computed, not kept."""

from __future__ import annotations

import json

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.phrase import Phrase, PhraseState
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import (
    Row,
    clauses_in,
    clauses_out,
    fetch,
    fetch_one,
    instant_in,
    instant_out,
    put,
    whole,
)


def put_phrase(db: Database, p: Phrase) -> None:
    """Keep a phrase."""
    put(db, "phrases", {
        "id": p.id, "item_code": p.item_code, "state": p.state.value, "text": p.text, "place": p.place,
        "measure": p.measure, "deadline_class": p.deadline_class.value, "deadline_days": p.deadline_days,
        "clauses": clauses_out(p.clauses), "learned_from": json.dumps(list(p.learned_from)), "person": p.person,
        "at": instant_out(p.at), "note": p.note,
    })  # fmt: skip


def get_phrase(db: Database, phrase_id: str) -> Phrase | None:
    """Give one phrase."""
    row = fetch_one(db, "SELECT * FROM phrases WHERE id = ?", [phrase_id])
    return None if row is None else _phrase(row)


def list_phrases(db: Database, item_code: str = "") -> tuple[Phrase, ...]:
    """Give all phrases, or those of one item, the newest first."""
    where, values = (" WHERE item_code = ?", [item_code]) if item_code else ("", [])
    return tuple(_phrase(row) for row in fetch(db, f"SELECT * FROM phrases{where} ORDER BY at DESC, id", values))


def _phrase(row: Row) -> Phrase:
    days = row["deadline_days"]
    return Phrase(
        id=str(row["id"]), item_code=str(row["item_code"]), state=PhraseState(str(row["state"])), text=str(row["text"]),
        place=str(row["place"]), measure=str(row["measure"]),
        deadline_class=DeadlineClass(str(row["deadline_class"])),
        deadline_days=None if days is None else whole(days), clauses=clauses_in(row["clauses"]),
        learned_from=tuple(str(x) for x in json.loads(str(row["learned_from"]))), person=str(row["person"]),
        at=instant_in(row["at"]), note=str(row["note"]),
    )  # fmt: skip
