# SPDX-License-Identifier: MulanPSL-2.0
"""The content of a document: exactly the words that are printed, frozen, as plain data for canonical JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from inspector_app.documents.form import Align


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The organ, the name of the document, its number."""

    part: str
    organ: str
    title: str
    number: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Labels and values in ruled rows of one or two pairs."""

    part: str
    label_width: float  # millimetres
    rows: tuple[tuple[tuple[str, str], ...], ...]
    closing: bool = False
    kind: str = field(default="grid", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; the style is one of `form_schema.PARAGRAPH_STYLES` or `fact`, `list`, `caption`."""

    part: str
    style: str
    text: str
    closing: bool = False
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table, its width in millimetres."""

    title: str
    width: float
    align: Align


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell; `strong` is printed bold before the text."""

    text: str
    strong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a head that is repeated on every page.

    `end_row` closes it against additions; `struck_rows` empty rows after that are struck by one diagonal.
    """

    part: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    end_row: str = ""
    struck_rows: int = 0
    middle: bool = False  # texts stand in the middle of their cells
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitledTable:
    """A table whose name and head are repeated on every page."""

    part: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = field(default="titled_table", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Words with a box before each, ticked where chosen; one under the other or in a row."""

    part: str
    caption: str
    per_line: bool
    options: tuple[tuple[str, bool], ...]
    closing: bool = False
    kind: str = field(default="choices", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A box of an approval: the label at its left, the text, and at its foot the line where somebody signs."""

    label: str
    text: str
    sign: str
    height: float  # millimetres, at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """The boxes in which those who approve write and sign."""

    part: str
    label_width: float  # millimetres
    rows: tuple[Opinion, ...]
    kind: str = field(default="opinions", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What the unit says, and room to write by hand."""

    part: str
    prompt: str
    text: str
    lines: int
    closing: bool = True
    kind: str = field(default="remark", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRow:
    """Who signs; `hand` is printed where the hand writes (a date to be filled in), else empty."""

    role: str
    detail: str
    hand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """The table of signatures; with a note row when `note_label` is not empty."""

    part: str
    columns: tuple[Column, ...]
    rows: tuple[SignatureRow, ...]
    blank_date: str
    note_label: str
    note_height: float  # millimetres
    closing: bool = True
    kind: str = field(default="signatures", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Where the organ's seal goes: its name and the date, else blank; `placeholder` only in a draft."""

    part: str
    organ: str
    date: str
    placeholder: str
    closing: bool = True
    kind: str = field(default="seal", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoBox:
    """One photo of the annex with its particulars."""

    picture: str  # key of the print copy
    sha256: str  # of the original
    number: str
    fields: tuple[tuple[str, str], ...]
    hash_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """The photos, on pages of their own."""

    part: str
    title: str
    photos: tuple[PhotoBox, ...]
    kind: str = field(default="annex", init=False)


Block = Heading | Grid | Paragraph | Table | TitledTable | Choices | Opinions | Remark | Signatures | Seal | Annex


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What stands on every page beside the text."""

    number: str
    continued: str  # title of the pages after the first
    page: str  # with {page} and {pages}
    notice: str  # header word of drafts and demonstrations
    watermarks: tuple[str, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """Everything that is printed, in order."""

    form_id: str
    form_version: str
    form_sha256: str
    title: str
    number: str
    is_draft: bool
    running: Running
    blocks: tuple[Block, ...]


def canonical_json(content: DocumentContent) -> str:
    """Give the content as JSON with sorted keys and no spaces: the same content, the same text."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def texts(content: DocumentContent) -> Iterator[tuple[str, str]]:
    """Give every text that is printed, each with its place (part and, in lists, the row from 1)."""
    running = content.running
    for text in (running.number, running.continued, running.page, running.notice, content.title):
        yield content.title, text
    for text in (*running.watermarks, *running.foot):
        yield content.title, text
    for block in content.blocks:
        for row, text in _block_texts(block):
            yield f"{block.part} {row}" if row else block.part, text


def _block_texts(block: Block) -> Iterator[tuple[int, str]]:
    if isinstance(block, Heading):
        yield from ((0, text) for text in (block.organ, block.title, block.number))
    elif isinstance(block, Grid):
        yield from ((0, text) for row in block.rows for pair in row for text in pair)
    elif isinstance(block, Paragraph):
        yield 0, block.text
    elif isinstance(block, Table | TitledTable):
        heads = (block.caption, block.end_row) if isinstance(block, Table) else (block.title,)
        yield from ((0, text) for text in (*heads, *(c.title for c in block.columns)))
        for number, cells in enumerate(block.rows, start=1):
            yield from ((number, text) for cell in cells for text in (cell.strong, cell.text))
    elif isinstance(block, Choices):
        yield from ((0, text) for text in (block.caption, *(label for label, _ in block.options)))
    elif isinstance(block, Opinions):
        yield from ((0, text) for row in block.rows for text in (row.label, row.text, row.sign))
    elif isinstance(block, Remark):
        yield from ((0, text) for text in (block.prompt, block.text))
    elif isinstance(block, Signatures):
        yield from ((0, c.title) for c in block.columns)
        yield from ((0, text) for row in block.rows for text in (row.role, row.detail, row.hand))
        yield from ((0, text) for text in (block.blank_date, block.note_label))
    elif isinstance(block, Seal):
        yield from ((0, text) for text in (block.organ, block.date, block.placeholder))
    else:
        yield 0, block.title
        for number, photo in enumerate(block.photos, start=1):
            yield from ((number, text) for text in (photo.number, photo.hash_note))
            yield from ((number, text) for pair in photo.fields for text in pair)
