# SPDX-License-Identifier: MulanPSL-2.0
"""Document numbers (文号): `（津蓟）应急责改〔2026〕12号`, from blocks that one device owns.

Handbook 2.3: organ's short name in full-width parentheses, word, year in U+3014 and U+3015, serial without
leading zeros, restarting each year per organ and word. A void number is kept, never used again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.unit import BlockState


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBlock:
    """The serials `first` to `last` of one word and year, of one device; a leased one of one incarnation of it.

    A block that was given back without a number used has a `last` below its `first`.
    """

    id: str
    word: str
    year: int
    first: int
    last: int
    device: str
    incarnation: str = ""  # of a leased block: a copied or restored folder has another one, and may not use it
    state: BlockState = BlockState.OWN
    reason: str = ""  # why it is void or came back
    at: datetime | None = None

    def covers(self, serial: int) -> bool:
        """Whether a serial is of this block."""
        return self.first <= serial <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberGap:
    """A serial that was passed over; one that somebody explained is never given out any more."""

    word: str
    year: int
    serial: int
    reason: str = ""
    at: datetime | None = None  # when it was explained


def without_twins(blocks: Iterable[NumberBlock]) -> tuple[NumberBlock, ...]:
    """Leave out blocks that say again what another says: laptop and office both note what was used before joining."""
    found: dict[tuple[object, ...], NumberBlock] = {}
    for block in blocks:
        is_past = block.state is BlockState.USED
        key = (block.word, block.year, block.first, block.last, block.device) if is_past else (block.id,)
        found.setdefault(key, block)
    return tuple(found.values())


def next_serial(blocks: Iterable[NumberBlock], used: Collection[int]) -> int | None:
    """Give the smallest serial of the blocks that is not used (issued or void), or None when used up."""
    for block in sorted(blocks, key=lambda b: b.first):
        for serial in range(block.first, block.last + 1):
            if serial not in used:
                return serial
    return None


def free_range(blocks: Sequence[NumberBlock], spent: Collection[int], count: int, last: int) -> tuple[int, int] | None:
    """Give the next `count` serials up to `last` that no block has and nobody used, or None when there are none.

    They follow all that is known, or fill up what a laptop gave back, where that is enough. Own blocks of units
    without an office (1 to 99,999) hold nothing back: what such a unit used is said by its request.
    """
    known = [b for b in blocks if b.state is not BlockState.OWN and b.first <= b.last]
    ends = {b.last for b in known} | set(spent)
    for end in sorted(b.last for b in blocks if b.state is BlockState.RETURNED):
        begins = [b.first for b in known if b.last > end] + [serial for serial in spent if serial > end]
        if begins and min(begins) - end > count:
            return end + 1, end + count
    first = max(ends, default=0) + 1
    return (first, first + count - 1) if first + count - 1 <= last else None


def passed_over(
    blocks: Iterable[NumberBlock], used: Collection[int], last: int, elsewhere: Collection[int] = ()
) -> dict[int, str]:
    """Give the serials of one word and year that were passed over, each with the reason of its block if it has one.

    Of what a laptop may still number from, these are its unused serials before the highest it used; of a block that
    came back or is void, all unused ones. What was given out and lies after the highest is no gap: it is open.
    `elsewhere` are serials that count as used although this word has not used them.
    """
    found: dict[int, str] = {}
    highest: dict[tuple[str, str], int] = {}
    every = [block for block in blocks if block.first <= min(block.last, last)]
    for block in every:
        own = max((serial for serial in used if block.covers(serial)), default=0)
        key = (block.device, block.incarnation)
        highest[key] = max(highest.get(key, 0), own)
    for block in every:
        is_over = block.state in (BlockState.RETURNED, BlockState.VOID)
        end = block.last + 1 if is_over else highest[(block.device, block.incarnation)]
        for serial in range(max(block.first, 1), min(block.last, last, end - 1) + 1):
            if serial not in used and serial not in elsewhere:
                found[serial] = found.get(serial) or block.reason
    return found


def open_spans(block: NumberBlock, spent: Collection[int]) -> list[tuple[int, int]]:
    """Give what a block holds that was given out and is not used yet: first and last after its highest used serial."""
    first = max((serial for serial in spent if block.covers(serial)), default=block.first - 1) + 1
    return [(first, block.last)] if first <= block.last else []


def free_spans(blocks: Sequence[NumberBlock], spent: Collection[int]) -> list[tuple[int, int]]:
    """Give what came back and was not given out again, below numbers that were: first and last serial of each run."""
    known = [b for b in blocks if b.state is not BlockState.OWN and b.first <= b.last]
    found = []
    for block in blocks:
        if block.state is BlockState.RETURNED:
            end = max(block.last, block.first - 1)
            begins = [b.first for b in known if b.first > end] + [serial for serial in spent if serial > end]
            if begins and min(begins) > end + 1:
                found.append((end + 1, min(begins) - 1))
    return sorted(set(found))


def full_word(pattern: str, numbering_word: str, word: str) -> str:
    """Give the word that a form's numbers are counted by: with the organ's own, unless it is an inner register's.

    >>> full_word("（{short_name}）{numbering_word}{word}〔{year}〕{serial}号", "应急", "责改")
    '应急责改'
    >>> full_word("{word}{year}-{serial}", "应急", "询问笔录")
    '询问笔录'
    """
    return (numbering_word if "{numbering_word}" in pattern else "") + word


def number_of(pattern: str, *, short_name: str, numbering_word: str, word: str, year: int, serial: int) -> str:
    """Write a number by a form's pattern; values are never looked through for slots again.

    >>> number_of("（{short_name}）{numbering_word}{word}〔{year}〕{serial}号", short_name="津蓟",
    ...           numbering_word="应急", word="责改", year=2026, serial=12)
    '（津蓟）应急责改〔2026〕12号'
    >>> number_of("{word}{year}-{serial}", short_name="", numbering_word="", word="询问笔录", year=2026, serial=3)
    '询问笔录2026-3'
    """
    slots = {
        "short_name": short_name,
        "numbering_word": numbering_word,
        "word": word,
        "year": str(year),
        "serial": str(serial),
    }
    return re.sub(r"\{([a-z_]+)\}", lambda found: slots.get(found[1], found[0]), pattern)
