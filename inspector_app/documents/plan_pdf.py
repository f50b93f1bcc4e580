# SPDX-License-Identifier: MulanPSL-2.0
"""The year's plan as blocks for printing: the workday figures, its texts, months, units, and what was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from inspector_app.documents.plain import content_of

Say = Callable[..., str]  # one word of the plan, its slots filled
_LABEL = 34.0  # millimetres
_C, _L = Align.CENTER, Align.LEFT
_UNITS = (
    ("ordinal", 12.0, _C), ("unit", 52.0, _L), ("month", 14.0, _C), ("reason", 30.0, _L), ("people", 26.0, _L),
    ("workdays", 12.0, _C), ("note", 14.0, _L),
)  # fmt: skip
_MONTHS = ("month", "key", "general", "workdays")
_CHANGES = (
    ("ordinal", 12.0, _C), ("day", 24.0, _C), ("change", 52.0, _L), ("reason_of", 40.0, _L), ("approver", 32.0, _L),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPaper:
    """What is printed of a plan; every text as it is printed."""

    organ: str
    title: str
    version: str
    figures: tuple[tuple[str, str], ...]  # label, value; in pairs
    texts: tuple[tuple[str, str], ...]  # name, text
    months: tuple[tuple[str, ...], ...]  # month, key, general, workdays
    key_units: tuple[tuple[str, ...], ...]  # number, unit, month, condition, officers, workdays, note
    general_units: tuple[tuple[str, ...], ...]
    changes: tuple[tuple[str, ...], ...]  # number, day, change, reason, approval
    notice: str = ""


def plan_content(paper: PlanPaper, say: Say) -> DocumentContent:
    """Make the content of the printed plan."""
    blocks: list[Block] = [
        Heading(part=paper.title, organ=paper.organ, title=paper.title, number=paper.version),
        Grid(part=paper.title, label_width=_LABEL, rows=tuple(_pairs(paper.figures))),
    ]
    for name, text in paper.texts:
        blocks.append(Paragraph(part=name, style="lead", text=name))
        blocks += [Paragraph(part=name, style="body", text=line) for line in text.split("\n") if line]
    blocks.append(_table(say, "months", [(name, 40.0, _C) for name in _MONTHS], paper.months))
    for name, rows in (("key_units", paper.key_units), ("general_units", paper.general_units)):
        if rows:
            blocks.append(_table(say, name, _UNITS, rows, end_row=say("end_row")))
    if paper.changes:
        blocks.append(_table(say, "changes", _CHANGES, paper.changes))
    running = Running(
        number=paper.version, continued=say("continued", title=paper.title), page=say("page"), notice=paper.notice,
        watermarks=(), foot=(),
    )  # fmt: skip
    return content_of(paper.title, running, blocks)


def _pairs(figures: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Two figures in a row; a long one has a row of its own."""
    waiting: list[tuple[str, str]] = []
    for pair in figures:
        if len(pair[1]) > 16:
            if waiting:
                yield tuple(waiting)
                waiting = []
            yield (pair,)
        else:
            waiting.append(pair)
            if len(waiting) == 2:
                yield tuple(waiting)
                waiting = []
    if waiting:
        yield tuple(waiting)


def _table(
    say: Say,
    name: str,
    columns: Sequence[tuple[str, float, Align]],
    rows: Sequence[Sequence[str]],
    *,
    end_row: str = "",
) -> Table:
    return Table(
        part=say(name), caption=say(name),
        columns=tuple(Column(title=say(key), width=width, align=align) for key, width, align in columns),
        rows=tuple(tuple(Cell(text=text) for text in row) for row in rows), end_row=end_row, middle=True,
    )  # fmt: skip
