# SPDX-License-Identifier: MulanPSL-2.0
"""The organ, its officers, and how far its document numbers have got."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.numbering import NumberBlock, next_serial
from inspector_app.domain.organ import Officer, Organ
from inspector_app.domain.unit import BlockState, Role
from inspector_app.storage import documents, membership, organs
from inspector_app.storage.rows import count, fetch
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberState:
    """One block of numbers: how many are used and void, and which comes next (None: used up, or not ours to use)."""

    word: str
    kind: DocumentKind | None
    year: int
    first: int
    last: int
    used: int
    void: int
    next: int | None
    state: BlockState = BlockState.OWN
    is_own: bool = True  # of this laptop


def organ(ws: Workspace) -> Organ | None:
    """Give the organ, if it is set."""
    with ws.reader() as db:
        return organs.get_organ(db)


def officers(ws: Workspace, *, active_only: bool = False) -> tuple[Officer, ...]:
    """Give the roster, by certificate number."""
    with ws.reader() as db:
        return tuple(o for o in organs.list_officers(db) if o.is_active or not active_only)


def number_state(ws: Workspace) -> tuple[NumberState, ...]:
    """Give every block of numbers with its state; those that came back without a number used are left out."""
    states = []
    with ws.reader() as db:
        is_alone = membership.value(db, "role") in ("", Role.ALONE)
        for block in organs.list_blocks(db):
            if block.last < block.first:
                continue
            used = documents.used_serials(db, block.word, block.year)
            own = [s for s in used if block.first <= s <= block.last]
            kinds = fetch(db, "SELECT DISTINCT kind FROM documents WHERE word = ? LIMIT 1", [block.word])
            void = count(
                db,
                "SELECT count(*) FROM documents WHERE word = ? AND year = ? AND serial BETWEEN ? AND ? AND state = ?",
                [block.word, block.year, block.first, block.last, DocumentState.VOID.value],
            )
            following = next_serial([block], used) if _is_usable(ws, block, is_alone) else None
            states.append(
                NumberState(
                    word=block.word, year=block.year, first=block.first, last=block.last, used=len(own), void=void,
                    kind=DocumentKind(str(kinds[0]["kind"])) if kinds else None, next=following, state=block.state,
                    is_own=block.device == ws.device,
                )
            )  # fmt: skip
    return tuple(states)


def _is_usable(ws: Workspace, block: NumberBlock, is_alone: bool) -> bool:
    """Whether this laptop may number from a block: alone from its own, else from leases to its present incarnation."""
    if is_alone:
        return block.state is BlockState.OWN
    return (block.state, block.device, block.incarnation) == (BlockState.LEASED, ws.device, ws.incarnation)
