# SPDX-License-Identifier: MulanPSL-2.0
"""One block of a form, filled: the content blocks that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from inspector_app.documents.blocks import (
    Annex,
    Block,
    Grid,
    Heading,
    Paragraph,
    PhotoBox,
    Remark,
    Seal,
    SignatureRow,
    Signatures,
    Table,
)
from inspector_app.documents.fill_fields import FIELD_MAKERS
from inspector_app.documents.fill_items import ITEM_MAKERS
from inspector_app.documents.fill_score import SCORE_MAKERS
from inspector_app.documents.filler import Filler, cell_of, columns_of, line_slots, person_slots
from inspector_app.documents.form import BlockKind, FormBlock, FormSigner, SignerSource
from inspector_app.documents.phrases import put
from inspector_app.documents.slots import is_immediate
from inspector_app.domain.document import PhotoLine
from inspector_app.domain.finding import PhotoStage
from inspector_app.domain.inspection import Participant

HASH_PREFIX = 8


def fill_block(block: FormBlock, filler: Filler) -> tuple[Block, ...]:
    """Fill one block; a block with nothing to say becomes none."""
    make = _MAKERS.get(block.kind) or SCORE_MAKERS.get(block.kind) or FIELD_MAKERS[block.kind]
    return tuple(make(block, filler))


def _heading(block: FormBlock, filler: Filler) -> Iterator[Block]:
    organ, title, number = (filler.say(block, key) for key in ("organ", "title", "number"))
    yield Heading(part=block.part.name, organ=organ, title=title, number=number)


def _fields(block: FormBlock, filler: Filler) -> Iterator[Block]:
    rows = tuple(
        tuple((put(cell.label, filler.slots), put(cell.value, filler.slots)) for cell in row.cells)
        for row in block.rows
        if filler.stands(row.guard)
    )
    if rows:
        label_width = block.numbers["label_width"]
        yield Grid(part=block.part.name, label_width=label_width, rows=rows, closing=block.closing)


def _paragraph(block: FormBlock, filler: Filler) -> Iterator[Block]:
    style = block.texts.get("style", "body")
    yield Paragraph(part=block.part.name, style=style, text=filler.say(block, "text"), closing=block.closing)


def _facts(block: FormBlock, filler: Filler) -> Iterator[Block]:
    part = block.part.name
    for line in filler.facts.lines:
        text = put(block.texts["text"], line_slots(line, filler))
        yield Paragraph(part=f"{part} {line.ordinal}", style="fact", text=text)
    if not filler.facts.lines:
        yield Paragraph(part=part, style="body", text=filler.say(block, "empty"))


def _findings(block: FormBlock, filler: Filler) -> Iterator[Block]:
    rows = []
    for line in filler.facts.lines:
        slots = line_slots(line, filler)
        rows.append(tuple(cell_of(column.text, slots) for column in block.columns))
    if rows:
        yield Table(
            part=block.part.name,
            caption="",
            columns=columns_of(block),
            rows=tuple(rows),
            end_row=block.texts["end_row"],
        )


def _deadlines(block: FormBlock, filler: Filler) -> Iterator[Block]:
    sentences = []
    at_once: list[int] = []
    undated: list[int] = []
    dated: dict[date, list[int]] = {}
    for line in filler.facts.lines:
        if is_immediate(line):
            at_once.append(line.ordinal)
        elif line.deadline is None:
            undated.append(line.ordinal)
        else:
            dated.setdefault(line.deadline, []).append(line.ordinal)
    numbers = filler.phrases.numbers
    if at_once:
        sentences.append(put(block.texts["immediate"], {"items": numbers(at_once)}))
    for day in sorted(dated):
        slots = {"items": numbers(dated[day]), "deadline": filler.phrases.date(day)}
        sentences.append(put(block.texts["dated"], slots))
    if undated:
        sentences.append(put(block.texts["undated"], {"items": numbers(undated)}))
    for number, sentence in enumerate(sentences, start=1):
        end = block.texts["stop" if number == len(sentences) else "separator"]
        yield Paragraph(part=block.part.name, style="body", text=sentence + end)


def _remark(block: FormBlock, filler: Filler) -> Iterator[Block]:
    yield Remark(
        part=block.part.name,
        prompt=filler.say(block, "prompt"),
        text=filler.phrases.typed(filler.facts.party_remark),
        lines=int(block.numbers["lines"]),
        closing=block.closing,
    )


def _signatures(block: FormBlock, filler: Filler) -> Iterator[Block]:
    signers = (signer for signer in block.signers if filler.stands(signer.guard))
    rows = [row for signer in signers for row in _signature_rows(signer, block, filler)]
    yield Signatures(
        part=block.part.name,
        columns=columns_of(block),
        rows=tuple(rows),
        blank_date=block.texts["blank_date"],
        note_label=block.texts["note_label"],
        note_height=block.numbers["note_height"],
        closing=block.closing,
    )


def _signature_rows(signer: FormSigner, block: FormBlock, filler: Filler) -> Iterator[SignatureRow]:
    facts = filler.facts
    if signer.who is SignerSource.DATE:
        yield SignatureRow(role=put(signer.role, filler.slots), detail="", hand=block.texts["blank_date"])
        return
    nobody = (None,)
    people: Mapping[SignerSource, tuple[Participant | None, ...]] = {
        SignerSource.OFFICERS: facts.officers or nobody,
        SignerSource.ACCOMPANIED_BY: (facts.accompanied_by,),
        SignerSource.EXPERTS: facts.experts,
        SignerSource.WITNESSES: facts.witnesses,
        SignerSource.BLANK: nobody,
    }
    for person in people[signer.who]:
        slots = person_slots(person, filler)
        role, detail = (put(text, slots).strip("\u3000 \n") for text in (signer.role, signer.detail))
        known = person is not None or signer.who is SignerSource.BLANK
        yield SignatureRow(role=role, detail=detail if known else "")


def _seal(block: FormBlock, filler: Filler) -> Iterator[Block]:
    placeholder = block.texts["placeholder"] if filler.facts.is_draft else ""
    organ, day = filler.say(block, "organ"), filler.say(block, "date")
    yield Seal(part=block.part.name, organ=organ, date=day, placeholder=placeholder, closing=block.closing)


def _annex(block: FormBlock, filler: Filler) -> Iterator[Block]:
    photos = tuple(_photo(photo, block, filler) for photo in filler.facts.photos)
    if photos:
        yield Annex(part=block.part.name, title=filler.say(block, "title"), photos=photos)


def _photo(photo: PhotoLine, block: FormBlock, filler: Filler) -> PhotoBox:
    phrases, words = filler.phrases, filler.form.words
    values = {
        "taken_at": phrases.taken_at(photo.taken_at),
        "place": phrases.typed(photo.place),
        "taker": phrases.typed(photo.taker),
        "proves": phrases.typed(photo.proves),
    }
    # Who took it and when is evidence: what nobody stated is left to be written by hand, never guessed.
    empty = {"taken_at": words["by_hand"], "taker": words["by_hand"]}
    fields = [(block.texts[key], value or empty.get(key, words["none"])) for key, value in values.items()]
    if photo.caption.strip():
        fields.append((block.texts["caption"], phrases.typed(photo.caption)))
    number = put(block.texts["number"], {"number": str(photo.number)})
    if filler.facts.verdicts:  # as found and afterwards stand side by side
        number = phrases.say("photo_after" if photo.stage is PhotoStage.AFTER else "photo_found", number=number)
    return PhotoBox(
        picture=photo.picture,
        sha256=photo.sha256,
        number=number,
        fields=tuple(fields),
        hash_note=f"{block.texts['hash']} {photo.sha256[:HASH_PREFIX]}",
    )


_MAKERS: Mapping[BlockKind, Callable[[FormBlock, Filler], Iterator[Block]]] = {
    BlockKind.HEADING: _heading,
    BlockKind.FIELDS: _fields,
    BlockKind.PARAGRAPH: _paragraph,
    BlockKind.FACTS: _facts,
    BlockKind.FINDINGS: _findings,
    **ITEM_MAKERS,
    BlockKind.DEADLINES: _deadlines,
    BlockKind.REMEDY: _paragraph,
    BlockKind.REMARK: _remark,
    BlockKind.SIGNATURES: _signatures,
    BlockKind.SEAL: _seal,
    BlockKind.ANNEX: _annex,
}
