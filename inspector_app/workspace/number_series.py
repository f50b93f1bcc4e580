# SPDX-License-Identifier: MulanPSL-2.0
"""The series of numbers that an organ's forms are counted by, and blocks of them that an office gives out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.numbering import NumberBlock, free_range, full_word
from inspector_app.domain.organ import Organ, SerialMode
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import BlockState
from inspector_app.storage import membership, numbers, organs
from inspector_app.workspace.folder import Step, Workspace

LAST_SERIAL = 99_999
USED_BEFORE = "used:"  # ids of blocks that the office makes of what a laptop says it had used before it joined
LEASE_INCARNATION = "lease_incarnation"  # under which the office gives out numbers; a copy of it may not


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The words whose numbers are given out together: one word, or all counted words of an organ that numbers by case.

    `kinds` are the documents that bear them.
    """

    words: tuple[str, ...]
    kinds: tuple[DocumentKind, ...]


def every_series(ws: Workspace, organ: Organ) -> tuple[Series, ...]:
    """Give the series of all forms, in the order of the kinds; inner registers always count by themselves."""
    found: dict[str, list[DocumentKind]] = {}
    together = "" if organ.serial_mode is SerialMode.PER_FORM else "*"
    words: dict[str, list[str]] = {}
    for kind in DocumentKind:
        form = ws.form(kind)
        word = full_word(form.number_pattern, organ.numbering_word, form.number_word)
        key = together if together and not form.own_series else word
        found.setdefault(key, []).append(kind)
        if word not in words.setdefault(key, []):
            words[key].append(word)
    return tuple(Series(words=tuple(words[key]), kinds=tuple(kinds)) for key, kinds in found.items())


def grant_in(
    ws: Workspace, step: Step, series: Series, *, device: str, incarnation: str, year: int, count: int
) -> tuple[NumberBlock, ...]:
    """Give a laptop the next free range of a series, one block for each of its words, inside an open operation.

    Refuses NUMBERS_USED_UP, and OFFICE_SET_BACK in a copied or restored office folder: it does not know what the
    other one gave out.
    """
    if membership.value(step.db, LEASE_INCARNATION) != ws.incarnation:
        raise Refused([Problem(code=ProblemCode.OFFICE_SET_BACK)])
    blocks = [b for b in organs.list_blocks(step.db) if b.year == year and b.word in series.words]
    by_word = numbers.serials_of_year(step.db, year)
    spent = frozenset[int]().union(*(by_word.get(word, frozenset()) for word in series.words))
    found = free_range(blocks, spent, count, LAST_SERIAL)
    if found is None:
        fields = {"word": series.words[0], "year": str(year)}
        raise Refused([Problem(code=ProblemCode.NUMBERS_USED_UP, where="number", fields=fields)])
    made = tuple(_block(step, word, year, found, device, incarnation) for word in series.words)
    for block in made:
        organs.put_block(step.db, block)
    return made


def _block(step: Step, word: str, year: int, span: Sequence[int], device: str, incarnation: str) -> NumberBlock:
    return NumberBlock(
        id=step.new_id(), word=word, year=year, first=span[0], last=span[1], device=device, incarnation=incarnation,
        state=BlockState.LEASED, at=step.now,
    )  # fmt: skip
