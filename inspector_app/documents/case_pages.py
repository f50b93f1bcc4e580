# SPDX-License-Identifier: MulanPSL-2.0
"""Cover (案卷首页) and index (卷内目录) of a case file as blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspector_app.documents.blocks import (
    Block,
    Cell,
    Column,
    DocumentContent,
    Grid,
    Heading,
    Paragraph,
    Running,
    Table,
)
from inspector_app.documents.form import Align
from inspector_app.documents.plain import content_of, nothing_running

Say = Callable[..., str]  # a word of the law's data, its slots filled
_LABEL = 34.0  # millimetres
_WIDTHS = {"ordinal": 11.0, "number": 38.0, "maker": 27.0, "name": 32.0, "date": 22.0, "page": 18.0, "remark": 12.0}
_CENTERED = ("ordinal", "date", "page", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexLine:
    """A piece of the file as the index lists it; no page for what is kept as a file only."""

    number: str
    maker: str
    name: str
    date: str
    page: str
    remark: str


def cover_content(organ: str, title: str, rows: Sequence[tuple[str, str]], *, notice: str) -> DocumentContent:
    """Make the cover: the organ, the title, and the particulars of the case."""
    grid = Grid(part=title, label_width=_LABEL, rows=tuple((pair,) for pair in rows))
    blocks: list[Block] = [Heading(part=title, organ=organ, title=title, number=notice), grid]
    return content_of(title, nothing_running(), blocks)


def index_content(lines: Sequence[IndexLine], say: Say, *, void: str) -> DocumentContent:
    """Make the index; `void` names the numbers that are left out of the file, if there are any."""
    title = say("title")
    columns = tuple(
        Column(title=say(name), width=width, align=Align.CENTER if name in _CENTERED else Align.LEFT)
        for name, width in _WIDTHS.items()
    )
    rows = tuple(
        tuple(
            Cell(text=text) for text in (str(n), line.number, line.maker, line.name, line.date, line.page, line.remark)
        )
        for n, line in enumerate(lines, start=1)
    )
    blocks: list[Block] = [
        Heading(part=title, organ="", title=title, number=""),
        Table(part=title, caption="", columns=columns, rows=rows, end_row=say("end_row"), middle=True),
    ]
    if void:
        blocks.append(Paragraph(part=title, style="note", text=void))
    running = Running(number="", continued=say("continued", title=title), page="", notice="", watermarks=(), foot=())
    return content_of(title, running, blocks)
