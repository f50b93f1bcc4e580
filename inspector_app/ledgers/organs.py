# SPDX-License-Identifier: MulanPSL-2.0
"""The organ, its officers, and how far its document numbers have got."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.numbering import next_serial
from inspector_app.domain.organ import Officer, Organ
from inspector_app.storage import documents, organs
from inspector_app.storage.rows import count, fetch
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberState:
    """One block of numbers: how many are used and void, and which comes next (None: used up)."""

    word: str
    kind: DocumentKind | None
    year: int
    first: int
    last: int
    used: int
    void: int
    next: int | None


def organ(ws: Workspace) -> Organ | None:
    """Give the organ, if it is set."""
    with ws.reader() as db:
        return organs.get_organ(db)


def officers(ws: Workspace, *, active_only: bool = False) -> tuple[Officer, ...]:
    """Give the roster, by certificate number."""
    with ws.reader() as db:
        return tuple(o for o in organs.list_officers(db) if o.is_active or not active_only)


def number_state(ws: Workspace) -> tuple[NumberState, ...]:
    """Give every block of numbers with its state."""
    states = []
    with ws.reader() as db:
        for block in organs.list_blocks(db):
            used = documents.used_serials(db, block.word, block.year)
            own = [s for s in used if block.first <= s <= block.last]
            kinds = fetch(db, "SELECT DISTINCT kind FROM documents WHERE word = ? LIMIT 1", [block.word])
            void = count(
                db,
                "SELECT count(*) FROM documents WHERE word = ? AND year = ? AND serial BETWEEN ? AND ? AND state = ?",
                [block.word, block.year, block.first, block.last, DocumentState.VOID.value],
            )
            states.append(
                NumberState(
                    word=block.word, year=block.year, first=block.first, last=block.last, used=len(own), void=void,
                    kind=DocumentKind(str(kinds[0]["kind"])) if kinds else None, next=next_serial([block], used),
                )
            )  # fmt: skip
    return tuple(states)
