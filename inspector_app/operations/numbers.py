# SPDX-License-Identifier: MulanPSL-2.0
"""Document numbers (handbook 2.3): the next one, blocks of serials, and serials that were passed over."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.numbering import (
    NumberBlock,
    NumberGap,
    full_word,
    next_serial,
    number_of,
    passed_over,
    without_twins,
)
from inspector_app.domain.organ import Organ, SerialMode
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.unit import BlockState, Role
from inspector_app.storage import documents, membership, numbers, organs
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.number_series import USED_BEFORE, every_series, grant_in

if TYPE_CHECKING:
    from inspector_app.documents.form import Form

# A unit without an office owns all its numbers (decisions.md 21); an office leases blocks instead.
OWN_BLOCK = range(1, 100_000)
OFFICE_COUNT = 100  # numbers that the office takes for itself when it issues and has none left
YEARS = range(1950, 2200)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDraft:
    """The serials `first` to `last` of a word and year; of this laptop unless another device is named."""

    word: str
    year: int
    first: int
    last: int
    device: str = ""


def word_of(organ: Organ, form: Form) -> str:
    """Give the word that a form's numbers bear and are counted by: 应急责改, or 询问笔录 of an inner register."""
    return full_word(form.number_pattern, organ.numbering_word, form.number_word)


def next_number_in(
    ws: Workspace, step: Step, organ: Organ, form: Form, inspection_id: str, on: date
) -> tuple[str, int, str]:
    """Take the next number of a form inside an open operation: its word, serial, and as it is printed.

    `per_form`: the smallest serial of this laptop's blocks that the word has not used; a void one stays used.
    `per_case`: the serial of the inspection's other papers of that year if the word has not used it, else the
    smallest that no word of the year has used. Inner registers always count by themselves; each year begins
    anew. A laptop of an office has only what was leased to it under its present incarnation; the office leases
    to itself. Refuses NUMBERS_USED_UP, LEASE_MISSING, NUMBER_TAKEN, OFFICE_SET_BACK.
    """
    word, year = word_of(organ, form), on.year
    role = role_in(step.db)
    serial = _free_serial(ws, step, organ, form, inspection_id, year)
    if serial is None and role is Role.OFFICE:
        series = next(s for s in every_series(ws, organ) if word in s.words)
        grant_in(ws, step, series, device=ws.device, incarnation=ws.incarnation, year=year, count=OFFICE_COUNT)
        serial = _free_serial(ws, step, organ, form, inspection_id, year)
    if serial is None:
        code = ProblemCode.NUMBERS_USED_UP if role is Role.ALONE else ProblemCode.LEASE_MISSING
        raise Refused([Problem(code=code, where="number", fields={"word": word, "year": str(year)})])
    number = number_of(
        form.number_pattern, short_name=organ.short_name, numbering_word=organ.numbering_word, word=form.number_word,
        year=year, serial=serial,
    )  # fmt: skip
    if documents.with_number(step.db, number) is not None:
        raise Refused([Problem(code=ProblemCode.NUMBER_TAKEN, where="number", fields={"number": number})])
    return word, serial, number


def _free_serial(ws: Workspace, step: Step, organ: Organ, form: Form, inspection_id: str, year: int) -> int | None:
    word = word_of(organ, form)
    blocks = _usable_blocks(ws, step, word, year)
    spent = numbers.serials_of_year(step.db, year)
    if organ.serial_mode is SerialMode.PER_FORM or form.own_series:
        return next_serial(blocks, spent.get(word, frozenset()))
    own = _own_series(ws, step.db, year)
    of_case = [d for d in documents.list_documents(step.db, inspection_id) if d.year == year and d.word not in own]
    serial = _case_serial(of_case, blocks, spent.get(word, frozenset()))
    if serial is not None:
        return serial
    taken = [serials for other, serials in spent.items() if other not in own]
    return next_serial(blocks, frozenset().union(*taken))


def role_in(db: Database) -> Role:
    """Say what this workspace is in its unit."""
    return Role(membership.value(db, "role") or Role.ALONE.value)


def _usable_blocks(ws: Workspace, step: Step, word: str, year: int) -> list[NumberBlock]:
    """Give the blocks that this laptop may number from.

    Alone, it takes all numbers where nobody has a block. In a unit of an office only leases to this very
    incarnation count: a copied or restored folder would give the same numbers out twice.
    """
    blocks = [b for b in organs.list_blocks(step.db) if (b.word, b.year) == (word, year)]
    if role_in(step.db) is not Role.ALONE:
        mine = (BlockState.LEASED, ws.device, ws.incarnation)
        return [b for b in blocks if (b.state, b.device, b.incarnation) == mine]
    if not blocks:
        first, last = OWN_BLOCK.start, OWN_BLOCK.stop - 1
        block = NumberBlock(id=step.new_id(), word=word, year=year, first=first, last=last, device=ws.device)
        organs.put_block(step.db, block)
        return [block]
    # none where only others have one: all would be given twice
    return [b for b in blocks if b.device == ws.device and b.state is BlockState.OWN]


def _case_serial(
    of_case: Sequence[OfficialDocument], blocks: Sequence[NumberBlock], used: Collection[int]
) -> int | None:
    """Give the serial that the case bears already: that of its newest valid paper, else of its newest void one."""
    newest = sorted(of_case, key=lambda d: (d.is_valid, d.issued_at), reverse=True)
    for document in newest:
        in_block = any(b.covers(document.serial) for b in blocks)
        if in_block and document.serial not in used:
            return document.serial
    return None


def _own_series(ws: Workspace, db: Database, year: int) -> frozenset[str]:
    """Give the words of inner registers among those that the year has used."""
    return frozenset(word for word, kind in numbers.kinds_of_year(db, year) if ws.form(kind).own_series)


def number_blocks(ws: Workspace, year: int | None = None) -> tuple[NumberBlock, ...]:
    """Give the blocks, by word, year and first serial."""
    with ws.reader() as db:
        return without_twins(b for b in organs.list_blocks(db) if year is None or b.year == year)


def add_block(ws: Workspace, draft: BlockDraft) -> Done[NumberBlock]:
    """Keep a block of numbers that an office gave out.

    The block that a unit without an office made for itself ends at its last used serial then. Refuses
    VALUE_MISSING, VALUE_NOT_ALLOWED, NUMBER_BLOCK_OVERLAPS, NUMBERS_OF_OFFICE in a unit of an office.
    """
    draft = dataclasses.replace(draft, word=texts.cleaned(draft.word), device=draft.device or ws.device)
    refuse(_block_problems(draft))
    with ws.operation(Op.ADD_NUMBER_BLOCK) as step:
        if role_in(step.db) is not Role.ALONE:
            raise Refused([Problem(code=ProblemCode.NUMBERS_OF_OFFICE, where="word")])
        same = [b for b in organs.list_blocks(step.db) if (b.word, b.year) == (draft.word, draft.year)]
        used = numbers.serials_of_year(step.db, draft.year).get(draft.word, frozenset())
        for block in same:
            if _overlaps(block, draft) and not _gives_way(ws, step, block, draft, used):
                fields = {"word": block.word, "year": str(block.year), "first": str(block.first)}
                fields["last"] = str(block.last)
                raise Refused([Problem(code=ProblemCode.NUMBER_BLOCK_OVERLAPS, where="first", fields=fields)])
        made = NumberBlock(
            id=step.new_id(), word=draft.word, year=draft.year, first=draft.first, last=draft.last, device=draft.device
        )
        organs.put_block(step.db, made)
    return Done(value=made, changes=step.changes)


def _block_problems(draft: BlockDraft) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if not draft.word:
        found.append(Problem(code=ProblemCode.VALUE_MISSING, where="word", fields={"field": "word"}))
    found.extend(texts.problems_of(draft.word, "word"))
    whole = range(OWN_BLOCK.start, OWN_BLOCK.stop)
    bounds = (
        ("year", draft.year, YEARS),
        ("first", draft.first, whole),
        ("last", draft.last, range(max(draft.first, whole.start), whole.stop)),
    )
    for name, value, allowed in bounds:
        if value not in allowed:
            fields = {"field": name, "found": str(value), "allowed": f"{allowed.start}-{allowed.stop - 1}"}
            found.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=name, fields=fields))
    return tuple(found)


def _overlaps(block: NumberBlock, draft: BlockDraft) -> bool:
    return block.first <= draft.last and draft.first <= block.last


def _gives_way(ws: Workspace, step: Step, block: NumberBlock, draft: BlockDraft, used: Collection[int]) -> bool:
    """Shorten the block that this laptop made for itself, if the new one begins after its last used serial."""
    is_whole = (block.first, block.last) == (OWN_BLOCK.start, OWN_BLOCK.stop - 1)
    highest = max(used, default=0)
    if not is_whole or block.device != ws.device or not 0 < highest < draft.first:
        return False
    organs.put_block(step.db, dataclasses.replace(block, last=highest))
    return True


def gaps(ws: Workspace, year: int) -> tuple[NumberGap, ...]:
    """Give the serials that were passed over, with their explanation if there is one, by word and serial."""
    with ws.reader() as db:
        return gaps_in(ws, db, year)


def gaps_in(ws: Workspace, db: Database, year: int) -> tuple[NumberGap, ...]:
    """Give the serials that were passed over, as far as it is known here.

    Alone, these are the gaps below the highest used serial in this laptop's blocks. In a unit of an office every
    laptop's blocks are looked at: what was given out and is not used yet is no gap, what is void or came back is
    one, with its reason. Numbered by case, a serial that another word has used is no gap: not every case has every
    paper.
    """
    organ = organs.get_organ(db)
    issued: dict[str, set[int]] = {}
    for word, serial in numbers.issued_of_year(db, year):
        issued.setdefault(word, set()).add(serial)
    shared: set[int] = set()
    own = _own_series(ws, db, year)
    if organ is not None and organ.serial_mode is SerialMode.PER_CASE:
        shared = {serial for word, serials in issued.items() if word not in own for serial in serials}
    found = {(g.word, g.serial): g for g in numbers.list_gaps(db, year) if g.serial not in issued.get(g.word, ())}
    for word, blocks in _known_blocks(ws, db, year).items():
        elsewhere = shared if word not in own else set[int]()
        over = passed_over(blocks, issued.get(word, frozenset()), OWN_BLOCK.stop - 1, elsewhere)
        for serial, reason in over.items():
            found.setdefault((word, serial), NumberGap(word=word, year=year, serial=serial, reason=reason))
    return tuple(found[key] for key in sorted(found))


def _known_blocks(ws: Workspace, db: Database, year: int) -> dict[str, list[NumberBlock]]:
    """Give the blocks of a year by word: this laptop's own, in a unit of an office everybody's.

    What a laptop said in its request that it had used gives way to its own blocks once these have come.
    """
    every = [block for block in organs.list_blocks(db) if block.year == year]
    if role_in(db) is Role.ALONE:
        every = [block for block in every if block.device == ws.device]
    told = {(b.word, b.device) for b in every if b.state is BlockState.USED and not b.id.startswith(USED_BEFORE)}
    found: dict[str, list[NumberBlock]] = {}
    for block in every:
        if not (block.id.startswith(USED_BEFORE) and (block.word, block.device) in told):
            found.setdefault(block.word, []).append(block)
    return found


def explain_gap(ws: Workspace, word: str, year: int, serial: int, reason: str) -> Done[NumberGap]:
    """Keep why a serial was passed over; it is never given out any more. Refuses NUMBER_NOT_A_GAP, REASON_MISSING."""
    reason = texts.cleaned(reason)
    if not reason:
        fields = {"act": Op.EXPLAIN_GAP.value}
        refuse([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=fields)])
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    with ws.operation(Op.EXPLAIN_GAP) as step:
        if (word, serial) not in {(g.word, g.serial) for g in gaps_in(ws, step.db, year)}:
            fields = {"word": word[:80], "year": str(year), "serial": str(serial)}
            refuse([Problem(code=ProblemCode.NUMBER_NOT_A_GAP, where="serial", fields=fields)])
        gap = NumberGap(word=word, year=year, serial=serial, reason=reason, at=step.now)
        numbers.put_gap(step.db, gap)
    return Done(value=gap, changes=step.changes)
