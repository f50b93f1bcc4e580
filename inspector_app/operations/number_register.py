# SPDX-License-Identifier: MulanPSL-2.0
"""The number register (文号登记簿) of a year: every serial with its document, void ones and gaps with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from inspector_app.documents.plain import render_plain
from inspector_app.documents.register import RegisterLine, RegisterWord, Say, register_content
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.numbering import NumberBlock, NumberGap, free_spans, open_spans
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import BlockState, Role
from inspector_app.operations.masked_copies import masked_content
from inspector_app.operations.numbers import gaps_in, role_in
from inspector_app.storage import enterprises, inspections, numbers, organs
from inspector_app.storage import units as unit_rows
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRegister:
    """The printed register, and how much it lists."""

    pdf: bytes
    pages: int
    documents: int
    void: int
    gaps: int
    open_gaps: int  # without an explanation (R34)


def number_register(ws: Workspace, year: int, *, masks: bool = False) -> NumberRegister:
    """Draw the register of a year, without numbers of persons if it `masks`. Refuses ORGAN_INCOMPLETE."""
    say: Say = partial(ws.law.case_words.say, "register")
    with ws.reader() as db:
        organ = organs.get_organ(db)
        if organ is None:
            raise Refused([Problem(code=ProblemCode.ORGAN_INCOMPLETE, where="organ", fields={"field": "name"})])
        issued = numbers.of_year(db, year)
        gaps = gaps_in(ws, db, year)
        units = _units(db, issued)
        spans = _spans(ws, db, year, say)
    names = sorted({d.word for d in issued} | {g.word for g in gaps})
    words = [_word(ws, name, issued, gaps, spans, units, say) for name in names]
    notice = say("demo") if organ.is_demo else ""
    content = register_content(organ.name, say("year", year=year), words, say, notice=notice)
    drawn = render_plain(masked_content(content) if masks else content, ws.fonts)
    return NumberRegister(
        pdf=drawn.pdf, pages=drawn.pages, documents=len(issued), void=sum(not d.is_valid for d in issued),
        gaps=len(gaps), open_gaps=sum(not g.reason for g in gaps),
    )  # fmt: skip


def _units(db: Database, issued: Sequence[OfficialDocument]) -> dict[str, str]:
    """Name the enterprise of each inspection."""
    found = {}
    for inspection_id in {d.inspection_id for d in issued}:
        inspection = inspections.get_inspection(db, inspection_id)
        enterprise = enterprises.get_enterprise(db, inspection.enterprise_id) if inspection else None
        found[inspection_id] = enterprise.name if enterprise else ""
    return found


@dataclass(frozen=True, slots=True)
class _Spans:
    """The serials that a word's head names: of a stand-alone unit its blocks, else what is given out and open."""

    is_alone: bool
    by_word: dict[str, list[str]]

    def head(self, word: str, say: Say, **counts: object) -> str:
        said = say("join").join(self.by_word.get(word, ()))
        if self.is_alone:
            return say("head", word=word, blocks=said or say("no_block"), **counts)
        return say("head_unit", word=word, open=said or say("all_used"), **counts)


def _spans(ws: Workspace, db: Database, year: int, say: Say) -> _Spans:
    blocks = [b for b in organs.list_blocks(db) if b.year == year]
    is_alone = role_in(db) is Role.ALONE
    found: dict[str, list[tuple[int, str]]] = {}
    if is_alone:
        for block in blocks:
            if block.device == ws.device:
                said = say("block", first=block.first, last=block.last)
                found.setdefault(block.word, []).append((block.first, said))
    else:
        laptops = {d.id: d.name for d in unit_rows.list_devices(db)}
        spent = numbers.serials_of_year(db, year)
        for word in {block.word for block in blocks}:
            of_word = [block for block in blocks if block.word == word]
            found[word] = _unused(of_word, spent.get(word, frozenset()), laptops, say)
    return _Spans(is_alone, {word: [text for _, text in sorted(spans)] for word, spans in found.items()})


def _unused(
    blocks: Sequence[NumberBlock], spent: frozenset[int], laptops: dict[str, str], say: Say
) -> list[tuple[int, str]]:
    """Say what of a word is given out and open, and what came back and was not given out again."""
    found: list[tuple[int, str]] = []
    for block in blocks:
        if block.state is BlockState.LEASED:
            laptop = laptops.get(block.device, block.device[:12])
            spans = open_spans(block, spent)
            found.extend((first, say("lent", first=first, last=last, laptop=laptop)) for first, last in spans)
    found.extend((first, say("free", first=first, last=last)) for first, last in free_spans(blocks, spent))
    return found


def _word(
    ws: Workspace, word: str, issued: Sequence[OfficialDocument], gaps: Sequence[NumberGap],
    spans: _Spans, units: dict[str, str], say: Say,
) -> RegisterWord:  # fmt: skip
    own = [d for d in issued if d.word == word]
    missing = [g for g in gaps if g.word == word]
    lines = [
        RegisterLine(
            serial=d.serial, number=d.number, document=ws.law.documents.of(d.kind).name, date=d.issued_on.isoformat(),
            unit=units[d.inspection_id], state=say("issued") if d.is_valid else say("void", reason=d.void_reason),
        )
        for d in own
    ]  # fmt: skip
    lines += [
        RegisterLine(
            serial=g.serial, number="", document=say("gap"), date="", unit="",
            state=say("gap_explained", reason=g.reason) if g.reason else say("gap_open"),
        )
        for g in missing
    ]  # fmt: skip
    void = sum(not d.is_valid for d in own)
    head = spans.head(word, say, count=len(own), void=void, gaps=len(missing))
    return RegisterWord(word=word, head=head, lines=tuple(sorted(lines, key=lambda line: line.serial)))
