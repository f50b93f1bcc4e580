# SPDX-License-Identifier: MulanPSL-2.0
"""The rows of `survey` as items inside sections, headings and repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.answering import LeftOut
from inspector_app.packs.workbook.tables import Row, Table, left_out
from inspector_app.packs.workbook.types import (
    BEGIN_GROUP,
    BEGIN_REPEAT,
    END_GROUP,
    END_REPEAT,
    RowType,
    row_type,
)

GROUP_JOINER = " / "
NOWHERE = "\ufdd0"
"""Stands for the section of an item that is in none; such a workbook gives no pack. A noncharacter: nobody types it."""
_ENDS = {BEGIN_GROUP: END_GROUP, BEGIN_REPEAT: END_REPEAT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A group or repeat around the rows that follow."""

    kind: str
    label: str
    code: str
    relevant: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRow:
    """One row that is an item, with what is around it."""

    row: Row
    type: RowType
    section: str
    group: str
    parent: str
    relevant: tuple[str, ...]  # of the groups around it


@dataclass(slots=True)
class Outline:
    """A survey taken apart."""

    items: list[PlacedRow]
    sections: list[tuple[str, Row]]
    left_out: list[LeftOut]


def read_outline(table: Table) -> Outline:
    """Walk the rows once; what is open, crossed or nowhere becomes a fault of its row."""
    outline = Outline([], [], [])
    frames: list[Frame] = []
    for row in table:
        found = row_type(row.text("type"))
        if not row.text("type"):
            _without_type(row, outline)
        elif found.frame in _ENDS.values():
            _end(row, found.frame, frames)
        else:
            if found.frame != BEGIN_GROUP:
                _item(row, found, frames, outline)
            if found.frame:
                frames.append(_begin(row, found.frame, frames, outline))
    for frame in frames:
        frame.row.wrong("type", OPEN_FRAME)
    return outline


OPEN_FRAME = "begin_group or begin_repeat with its end below"
NO_FRAME = "an end that fits the begin above it"
IN_SECTION = "a row between begin_group and end_group"


def _without_type(row: Row, outline: Outline) -> None:
    if row.text("name") or row.text("label"):
        row.missing("type")
        return
    outline.left_out.append(left_out(row.base, "row", " | ".join(filter(None, row.cells))))


def _end(row: Row, end: str, frames: list[Frame]) -> None:
    if not frames or _ENDS[frames[-1].kind] != end:
        row.wrong("type", NO_FRAME)
        if not frames:
            return
    frames.pop()


def _begin(row: Row, kind: str, frames: Sequence[Frame], outline: Outline) -> Frame:
    label = row.text("label")
    if not frames and kind == BEGIN_GROUP:
        if not label:
            row.missing("label")
        outline.sections.append((label or NOWHERE, row))
    if kind == BEGIN_GROUP:
        heads = ("type", "name", "label", "relevant")
        known = ((h, row.text(h)) for h in row.table.heads if h not in heads)
        for head, text in (*known, *row.unknown()):
            if text:
                where = f"{row.table.name}!{row.table.letter(head)}{row.number}"
                outline.left_out.append(left_out(where, head, text))
    relevant = row.text("relevant") if kind == BEGIN_GROUP else ""
    return Frame(kind=kind, label=label, code=row.text("name"), relevant=relevant, row=row)


def _item(row: Row, found: RowType, frames: Sequence[Frame], outline: Outline) -> None:
    section = ""
    if frames and frames[0].kind == BEGIN_GROUP:
        section = frames[0].label or NOWHERE
    else:
        row.wrong("type", IN_SECTION)
    repeats = [frame.code for frame in frames if frame.kind == BEGIN_REPEAT]
    outline.items.append(
        PlacedRow(
            row=row,
            type=found,
            section=section or NOWHERE,
            group=_heading(frames[1:]),
            parent=repeats[-1] if repeats else "",
            relevant=tuple(frame.relevant for frame in frames if frame.relevant),
        )
    )


def _heading(frames: Sequence[Frame]) -> str:
    """Give the innermost heading; groups that stand directly in each other are joined.

    Inside a repeat the heading around it holds on, until a group inside it begins; one without a label ends it.
    """
    labels: list[str] = []
    last = ""
    for frame in frames:
        if frame.kind == BEGIN_GROUP:
            labels = [*labels, frame.label] if last == BEGIN_GROUP else [frame.label]
        last = frame.kind
    return GROUP_JOINER.join(filter(None, labels))
