# SPDX-License-Identifier: MulanPSL-2.0
"""The number register (文号登记簿) of a year: every serial with its document, void ones and gaps with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from inspector_app.documents.plain import render_plain
from inspector_app.documents.register import RegisterLine, RegisterWord, Say, register_content
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.numbering import NumberBlock, NumberGap
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations.numbers import gaps_in
from inspector_app.storage import enterprises, inspections, numbers, organs
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


def number_register(ws: Workspace, year: int) -> NumberRegister:
    """Draw the register of a year. Refuses ORGAN_INCOMPLETE where no organ is set."""
    with ws.reader() as db:
        organ = organs.get_organ(db)
        if organ is None:
            raise Refused([Problem(code=ProblemCode.ORGAN_INCOMPLETE, where="organ", fields={"field": "name"})])
        issued = numbers.of_year(db, year)
        gaps = gaps_in(ws, db, year)
        blocks = [b for b in organs.list_blocks(db) if b.year == year and b.device == ws.device]
        units = _units(db, issued)
    say: Say = partial(ws.law.case_words.say, "register")
    names = sorted({d.word for d in issued} | {g.word for g in gaps})
    words = [_word(ws, name, issued, gaps, blocks, units, say) for name in names]
    notice = say("demo") if organ.is_demo else ""
    content = register_content(organ.name, say("year", year=year), words, say, notice=notice)
    drawn = render_plain(content, ws.fonts)
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


def _word(
    ws: Workspace, word: str, issued: Sequence[OfficialDocument], gaps: Sequence[NumberGap],
    blocks: Sequence[NumberBlock], units: dict[str, str], say: Say,
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
    spans = [say("block", first=b.first, last=b.last) for b in blocks if b.word == word]
    head = say(
        "head", word=word, count=len(own), void=sum(not d.is_valid for d in own), gaps=len(missing),
        blocks=say("join").join(spans) or say("no_block"),
    )  # fmt: skip
    return RegisterWord(word=word, head=head, lines=tuple(sorted(lines, key=lambda line: line.serial)))
