# SPDX-License-Identifier: MulanPSL-2.0
"""The number register (文号登记簿) as blocks: one table for each word of the year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspector_app.documents.blocks import Block, Cell, Column, DocumentContent, Heading, Paragraph, Running, Table
from inspector_app.documents.form import Align
from inspector_app.documents.plain import content_of

Say = Callable[..., str]  # one word of the register, its slots filled
_WIDTHS = (12.0, 44.0, 30.0, 22.0, 32.0, 20.0)
_NAMES = ("serial", "number", "document", "date", "unit", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One serial: the document that bears it, or the gap; texts as they are printed."""

    serial: int
    number: str
    document: str
    date: str
    unit: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWord:
    """One word of the year with its serials; `head` says how many there are."""

    word: str
    head: str
    lines: tuple[RegisterLine, ...]


def register_content(
    organ: str, year: str, words: Sequence[RegisterWord], say: Say, *, notice: str = ""
) -> DocumentContent:
    """Make the content of the register of a year."""
    title = say("title")
    blocks: list[Block] = [Heading(part=title, organ=organ, title=title, number=year)]
    if not words:
        blocks.append(Paragraph(part=title, style="body", text=say("empty")))
    columns = tuple(
        Column(title=say(name), width=width, align=Align.LEFT if name in ("number", "unit", "state") else Align.CENTER)
        for name, width in zip(_NAMES, _WIDTHS, strict=True)
    )
    for word in words:
        rows = tuple(
            tuple(Cell(text=t) for t in (str(n.serial), n.number, n.document, n.date, n.unit, n.state))
            for n in word.lines
        )
        table = Table(
            part=word.word, caption=word.head, columns=columns, rows=rows, end_row=say("end_row"), middle=True
        )
        blocks.append(table)
    running = Running(
        number=year, continued=say("continued", title=title), page=say("page"), notice=notice, watermarks=(), foot=()
    )
    return content_of(title, running, blocks)
