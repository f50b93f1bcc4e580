# SPDX-License-Identifier: MulanPSL-2.0
"""Document numbers (文号): `（津蓟）应急责改〔2026〕12号`, from blocks that one device owns.

Handbook 2.3: organ's short name in full-width parentheses, word, year in U+3014 and U+3015, serial without
leading zeros, restarting each year per organ and word. A void number is kept, never used again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBlock:
    """The serials `first` to `last` of one word and year, owned by one device."""

    id: str
    word: str
    year: int
    first: int
    last: int
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberGap:
    """A serial that was passed over; one that somebody explained is never given out any more."""

    word: str
    year: int
    serial: int
    reason: str = ""
    at: datetime | None = None  # when it was explained


def next_serial(blocks: Iterable[NumberBlock], used: Collection[int]) -> int | None:
    """Give the smallest serial of the blocks that is not used (issued or void), or None when used up."""
    for block in sorted(blocks, key=lambda b: b.first):
        for serial in range(block.first, block.last + 1):
            if serial not in used:
                return serial
    return None


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
