# SPDX-License-Identifier: MulanPSL-2.0
"""Content blocks become pieces for the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspector_app.documents.blocks import (
    Annex,
    Block,
    Choices,
    DocumentContent,
    Grid,
    Heading,
    Opinions,
    Paragraph,
    Remark,
    Seal,
    Signatures,
    Table,
    TitledTable,
)
from inspector_app.documents.boxes import ChoicesPiece, choices_piece, cut_piece, opinions_piece
from inspector_app.documents.closing import fits_beside_seal, signature_table, signatures_with_seal
from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.form import Align
from inspector_app.documents.measures import (
    FIELD_SIZE,
    HEADING_ORGAN,
    HEADING_TITLE,
    MM,
    TABLE_SIZE,
    TEXT_WIDTH,
    TEXT_WIDTH_MM,
    Scale,
)
from inspector_app.documents.paragraph import Setting, set_even, set_text
from inspector_app.documents.pieces import Group, HandLines, Piece, TextPiece
from inspector_app.documents.stamp import Stamp, stamp_piece
from inspector_app.documents.tables import CellText, StruckRows, TablePiece, make_row
from inspector_app.documents.titled_table import has_title, titled_table

_HAND_PITCH = 9 * MM
_AFTER_TABLE = 2 * MM
_BEFORE_TABLE = 1.5 * MM
_STRUCK_PITCH = 7 * MM
TITLE_SIZE = 16.0  # of a slip or an annex within the text


@dataclass(frozen=True, slots=True)
class _Style:
    """How a paragraph style looks; sizes of 0 are the body's."""

    role: Role = Role.BODY
    size: float = 0.0
    indent: int = 2  # characters
    center: bool = False
    before: float = 0.0
    keeps_next: bool = False


_STYLES = {
    "body": _Style(),
    "fact": _Style(),
    "lead": _Style(keeps_next=True),
    "addressee": _Style(indent=0, before=3 * MM, keeps_next=True),
    "note": _Style(size=TABLE_SIZE, indent=0, before=2.5 * MM),
    "end": _Style(size=TABLE_SIZE, indent=0, center=True, before=1 * MM),
    "title": _Style(role=Role.STRONG, size=TITLE_SIZE, indent=0, center=True, before=3 * MM, keeps_next=True),
    "caption": _Style(size=TABLE_SIZE, indent=0, before=2 * MM, keeps_next=True),
    "list": _Style(size=TABLE_SIZE, indent=2),
}


def pieces_of(content: DocumentContent, fonts: FontSet, scale: Scale, stamp: Stamp | None = None) -> list[Piece]:
    """Make the pieces of all blocks but the annex, set at a scale; the stamp ends with the closing blocks."""
    open_blocks = [block for block in content.blocks if not _is_closing(block)]
    closing = [block for block in content.blocks if _is_closing(block)]
    pieces = _spaced([piece for block in open_blocks for piece in _pieces(block, fonts, scale)])
    last = [*_closing_pieces(closing, fonts, scale), *([stamp_piece(stamp, fonts)] if stamp else [])]
    if last:
        pieces.append(Group(pieces=tuple(last), is_signed=bool(closing)))
    return pieces


def _spaced(pieces: list[Piece]) -> list[Piece]:
    """Part running text and tables; a table that stands right under another one joins it, unless both have names."""
    for at in range(1, len(pieces)):
        above, piece = pieces[at - 1], pieces[at]
        if isinstance(above, TablePiece) and isinstance(piece, TextPiece | ChoicesPiece):
            pieces[at] = replace(piece, before=max(piece.before, _AFTER_TABLE))
        elif isinstance(piece, TablePiece):
            joined = isinstance(above, TablePiece) and not (has_title(above) and has_title(piece))
            pieces[at] = replace(piece, before=0.0 if joined else max(piece.before, _BEFORE_TABLE))
    return pieces


def _is_closing(block: Block) -> bool:
    return isinstance(block, Paragraph | Grid | Choices | Remark | Signatures | Seal) and block.closing


def _closing_pieces(blocks: Sequence[Block], fonts: FontSet, scale: Scale) -> Iterator[Piece]:
    """The pieces of the closing blocks; a seal stands beside the signatures that come right before it."""
    number = 0
    while number < len(blocks):
        block, after = blocks[number], blocks[number + 1 : number + 2]
        if isinstance(block, Signatures) and after and isinstance(after[0], Seal) and fits_beside_seal(block):
            yield signatures_with_seal(block, after[0], fonts, scale)
            number += 2
        else:
            yield from _pieces(block, fonts, scale)
            number += 1


def _pieces(block: Block, fonts: FontSet, scale: Scale) -> Iterator[Piece]:
    if isinstance(block, Heading):
        yield from _heading(block, fonts)
    elif isinstance(block, Grid):
        yield _grid(block, fonts, scale)
    elif isinstance(block, Paragraph):
        is_cut = block.style == "cut"
        yield cut_piece(block.text, fonts) if is_cut else _paragraph(block.text, block.style, fonts, scale)
    elif isinstance(block, Choices):
        if block.caption:
            yield _paragraph(block.caption, "lead", fonts, scale)
        yield choices_piece(block, fonts, scale)
    elif isinstance(block, Opinions):
        yield opinions_piece(block, fonts, scale)
    elif isinstance(block, Table):
        yield from _table(block, fonts, scale)
    elif isinstance(block, TitledTable):
        yield titled_table(block, fonts, scale)
    elif isinstance(block, Remark):
        yield from _remark(block, fonts, scale)
    elif isinstance(block, Signatures):
        yield signature_table(block, fonts, scale)
    elif isinstance(block, Seal):
        yield signatures_with_seal(None, block, fonts, scale)
    else:
        assert isinstance(block, Annex)  # the annex has pages of its own


def _heading(block: Heading, fonts: FontSet) -> Iterator[Piece]:
    lines = (
        (block.organ, HEADING_ORGAN, Role.STRONG, 0.0),
        (block.title, HEADING_TITLE, Role.STRONG, 1.5 * MM),
        (block.number, 12.0, Role.BODY, 2.5 * MM),
    )
    for text, size, role, before in lines:
        if not text:
            continue
        setting = Setting(fonts, role, size, center=True, justify=False)
        pitch = size * 1.4
        text_lines = set_even(text, TEXT_WIDTH, setting)
        yield TextPiece(text=text_lines, size=size, pitch=pitch, before=before, keeps_next=True)


def _grid(block: Grid, fonts: FontSet, scale: Scale) -> Piece:
    label = block.label_width * MM
    rows = []
    for pairs in block.rows:
        value = TEXT_WIDTH / len(pairs) - label
        cells = []
        for name, text in pairs:
            cells.append(CellText(name, label, center=True, role=Role.PLAIN, size=FIELD_SIZE))
            cells.append(CellText(text, value, middle=True, size=FIELD_SIZE))
        rows.append(make_row(cells, fonts, scale, least=7.5 * MM))
    return TablePiece(rows=tuple(rows), before=3 * MM)


def _paragraph(text: str, style_name: str, fonts: FontSet, scale: Scale) -> TextPiece:
    style = _STYLES[style_name]
    size = style.size or scale.body
    setting = Setting(
        fonts, style.role, size, center=style.center, justify=not style.center, indent=style.indent * size
    )
    return TextPiece(
        text=set_text(text, TEXT_WIDTH, setting),
        size=size,
        pitch=scale.pitch(size),
        before=style.before,
        keeps_next=style.keeps_next,
    )


def _table(block: Table, fonts: FontSet, scale: Scale) -> Iterator[Piece]:
    if block.caption:
        yield _paragraph(block.caption, "caption", fonts, scale)
    widths = [column.width * MM for column in block.columns]
    spare = (TEXT_WIDTH_MM - sum(column.width for column in block.columns)) * MM
    widths[-1] += max(spare, 0.0)
    heads = [
        CellText(column.title, width, center=True, role=Role.PLAIN)
        for column, width in zip(block.columns, widths, strict=True)
    ]
    rows = [
        make_row(
            [
                CellText(
                    cell.text,
                    width,
                    center=column.align is Align.CENTER,
                    strong=cell.strong,
                    middle=block.middle or column.align is Align.CENTER,
                )
                for cell, column, width in zip(cells, block.columns, widths, strict=True)
            ],
            fonts,
            scale,
        )
        for cells in block.rows
    ]
    if block.end_row:
        rows.append(make_row([CellText(block.end_row, sum(widths), center=True)], fonts, scale))
    if block.struck_rows:
        blank = make_row([CellText("", width) for width in widths], fonts, scale)
        rows.append(StruckRows(boxes=blank.boxes, count=block.struck_rows, pitch=_STRUCK_PITCH))
    yield TablePiece(rows=tuple(rows), head=make_row(heads, fonts, scale, least=8 * MM), before=1.5 * MM)


def _remark(block: Remark, fonts: FontSet, scale: Scale) -> Iterator[Piece]:
    setting = Setting(fonts, Role.BODY, 12.0)
    prompt = set_text(block.prompt, TEXT_WIDTH, setting)
    yield TextPiece(text=prompt, size=12.0, pitch=scale.pitch(12.0), before=3 * MM, keeps_next=True)
    if block.text:
        indented = Setting(fonts, Role.BODY, 12.0, indent=24.0)
        text = set_text(block.text, TEXT_WIDTH, indented)
        yield TextPiece(text=text, size=12.0, pitch=scale.pitch(12.0), keeps_next=True)
    yield HandLines(count=block.lines, pitch=_HAND_PITCH, width=TEXT_WIDTH)
