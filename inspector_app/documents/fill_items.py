# SPDX-License-Identifier: MulanPSL-2.0
"""The items of a visit in its record: tables and lists by result, with values, places and the working."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from inspector_app.documents.blocks import Block, Cell, Paragraph, Table
from inspector_app.documents.filler import Filler, columns_of, item_slots
from inspector_app.documents.form import BlockKind, FormBlock
from inspector_app.documents.phrases import put
from inspector_app.domain.document import CheckedItem, CheckedPlace

VALUE = "{value}"


def _items_of(block: FormBlock, filler: Filler) -> list[CheckedItem]:
    return [item for item in filler.facts.items if item.result == block.texts["result"]]


def _items_table(block: FormBlock, filler: Filler) -> Iterator[Block]:
    items = _items_of(block, filler)
    none = filler.form.words["none"]
    names_value = any(VALUE in column.text for column in block.columns)
    rows = []
    for item in items:
        slots = {name: text or none for name, text in _slots(item, filler, names_value=names_value).items()}
        rows.append(tuple(Cell(text=put(column.text, slots)) for column in block.columns))
    if rows:
        caption = block.texts["caption"]
        yield Table(part=block.part.name, caption=caption, columns=columns_of(block), rows=tuple(rows))
    yield from _workings(block, items, filler)


def _items_list(block: FormBlock, filler: Filler) -> Iterator[Block]:
    items = _items_of(block, filler)
    if not items:
        return
    part, stop, join = block.part.name, block.texts["stop"], filler.form.words["citation_join"]
    caption = put(block.texts["caption"], {"count": str(len(items))})
    yield Paragraph(part=part, style="caption", text=caption)
    if not block.texts["group"]:
        yield Paragraph(part=part, style="list", text=join.join(_item(item, block, filler) for item in items) + stop)
    else:
        for section, group in groupby(items, key=lambda item: item.section):
            head = put(block.texts["group"], {"section": filler.phrases.typed(section)}) if section else ""
            text = head + join.join(_item(item, block, filler) for item in group) + stop
            yield Paragraph(part=part, style="list", text=text)
    yield from _workings(block, items, filler)


def _item(item: CheckedItem, block: FormBlock, filler: Filler) -> str:
    slots = _slots(item, filler, names_value=VALUE in block.texts["item_remark"])
    return put(block.texts["item_remark" if slots["remark"] else "item"], slots)


def _slots(item: CheckedItem, filler: Filler, *, names_value: bool) -> dict[str, str]:
    """Give the slots of an item; what a form has no slot for is said with the remark, so that nothing is lost."""
    slots = item_slots(item, filler)
    join, none = filler.form.words["citation_join"], filler.form.words["none"]
    value, places = filler.phrases.typed(item.value), join.join(_place(place, filler) for place in item.places)
    said = [places, slots["remark"].strip()]
    if names_value:
        value, said = (value, said) if value else (places or none, said[1:])
    else:
        said.insert(0, value)
    return {**slots, "value": value, "remark": join.join(part for part in said if part)}


def _place(place: CheckedPlace, filler: Filler) -> str:
    phrases = filler.phrases
    told = (
        filler.form.words.get(f"result_{place.result}", ""),
        phrases.typed(place.value),
        phrases.typed(place.remark),
    )
    text = phrases.join(told)
    return phrases.say("at_place", place=phrases.typed(place.place)) + text if text else phrases.typed(place.place)


def _workings(block: FormBlock, items: Sequence[CheckedItem], filler: Filler) -> Iterator[Block]:
    """Print the working of each calculation below its list, a step a line."""
    part, typed = block.part.name, filler.phrases.typed
    for item in items:
        for number, line in enumerate(item.lines):
            head = f"{typed(item.code)} " if number == 0 else ""
            yield Paragraph(part=part, style="caption" if number == 0 else "list", text=head + typed(line))


ITEM_MAKERS: Mapping[BlockKind, Callable[[FormBlock, Filler], Iterator[Block]]] = {
    BlockKind.ITEMS_TABLE: _items_table,
    BlockKind.ITEMS_LIST: _items_list,
}
