# SPDX-License-Identifier: MulanPSL-2.0
"""The blocks that are made of what a person filled in: rows, choices, opinions; and the verdicts of a re-inspection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from inspector_app.documents.blocks import Block, Cell, Choices, Opinion, Opinions, Paragraph, Table
from inspector_app.documents.field_values import chosen, row_values, rows_of
from inspector_app.documents.filler import Filler, columns_of, verdict_slots
from inspector_app.documents.form import BlockKind, FormBlock
from inspector_app.documents.form_table import SLOT
from inspector_app.documents.phrases import put
from inspector_app.domain.document_fields import FieldSpec


def _spec(block: FormBlock, filler: Filler) -> FieldSpec:
    return next(spec for spec in filler.form.fields if spec.name == block.texts["field"])


def _row_slots(spec: FieldSpec, filler: Filler) -> Iterator[dict[str, str]]:
    """The slots of every row, empty ones empty or, in a draft, called for where they are required."""
    required = {column.name for column in spec.columns if column.required} if filler.facts.is_draft else set()
    pending = filler.form.words["pending"]
    for number, row in enumerate(rows_of(filler.form, filler.facts.fields, spec.name), start=1):
        values = row_values(spec, row, number, filler.phrases)
        yield {name: value or (pending if name in required else "") for name, value in values.items()}


def _struck(template: str, slots: Mapping[str, str], filler: Filler) -> str:
    """Fill a text; what is empty is struck, but among slots alone only when all of them are empty."""
    none = filler.form.words["none"]
    if SLOT.sub("", template).strip():
        return put(template, {name: value or none for name, value in slots.items()})
    return put(template, slots).strip() or (none if template else "")


def _is_called_for(spec: FieldSpec, filler: Filler) -> bool:
    return filler.facts.is_draft and spec.required


def _rows(block: FormBlock, filler: Filler) -> Iterator[Block]:
    spec = _spec(block, filler)
    rows = tuple(
        tuple(Cell(text=_struck(column.text, slots, filler)) for column in block.columns)
        for slots in _row_slots(spec, filler)
    )
    end_row = block.texts["end_row"]
    if not rows and _is_called_for(spec, filler):
        end_row = filler.form.words["pending"]
    struck = max(int(block.numbers["least_rows"]) - len(rows) - bool(end_row), 0)
    if rows or struck or (end_row and _is_called_for(spec, filler)):
        yield Table(
            part=block.part.name,
            caption=filler.say(block, "caption"),
            columns=columns_of(block),
            rows=rows,
            end_row=end_row,
            struck_rows=struck,
            middle=True,
        )


def _row_texts(block: FormBlock, filler: Filler) -> Iterator[Block]:
    spec, part, count = _spec(block, filler), block.part.name, 0
    for count, slots in enumerate(_row_slots(spec, filler), start=1):
        yield Paragraph(part=f"{part} {count}", style="body", text=_struck(block.texts["text"], slots, filler))
    if not count:
        called_for = filler.form.words["pending"] if _is_called_for(spec, filler) else ""
        text = called_for or filler.say(block, "empty")
        if text:
            yield Paragraph(part=part, style="body", text=text)


def _choices(block: FormBlock, filler: Filler) -> Iterator[Block]:
    spec = _spec(block, filler)
    words = chosen(filler.facts.fields.get(spec.name, ""))
    yield Choices(
        part=block.part.name,
        caption=filler.say(block, "caption"),
        per_line="per_line" in block.flags,
        options=tuple((label, word in words) for word, label in spec.choices),
        closing=block.closing,
    )


def _verdicts(block: FormBlock, filler: Filler) -> Iterator[Block]:
    rows = []
    for line in filler.facts.verdicts:
        slots = verdict_slots(line, block, filler)
        texts = (put(column.text, slots).strip() for column in block.columns)
        rows.append(tuple(Cell(text=text or filler.form.words["none"]) for text in texts))
    if rows:
        yield Table(
            part=block.part.name,
            caption="",
            columns=columns_of(block),
            rows=tuple(rows),
            end_row=block.texts["end_row"],
        )


def _opinions(block: FormBlock, filler: Filler) -> Iterator[Block]:
    rows = tuple(
        Opinion(
            label=put(row.label, filler.open_slots),
            text=put(row.text, filler.open_slots),
            sign=put(row.sign, filler.open_slots),
            height=row.height,
        )
        for row in block.opinions
        if filler.stands(row.guard)
    )
    if rows:
        yield Opinions(part=block.part.name, label_width=block.numbers["label_width"], rows=rows)


FIELD_MAKERS: Mapping[BlockKind, Callable[[FormBlock, Filler], Iterator[Block]]] = {
    BlockKind.ROWS: _rows,
    BlockKind.ROW_TEXTS: _row_texts,
    BlockKind.CHOICES: _choices,
    BlockKind.VERDICTS: _verdicts,
    BlockKind.OPINIONS: _opinions,
}
