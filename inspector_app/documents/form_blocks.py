# SPDX-License-Identifier: MulanPSL-2.0
"""Read the blocks of a form; `form_schema` says which keys each kind has and which slots each text may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector_app.documents.form import (
    Align,
    BlockKind,
    Condition,
    FormBlock,
    FormCell,
    FormColumn,
    FormMark,
    FormOpinion,
    FormRow,
    FormSigner,
    Guard,
    Part,
    SignerSource,
)
from inspector_app.documents.form_fields import WITH_WORDS, by_name, field_slots, row_slots
from inspector_app.documents.form_schema import BLOCK_KEYS, ROW, WITH_FIELDS, Key, Shape
from inspector_app.documents.form_table import Table
from inspector_app.documents.measures import TEXT_WIDTH_MM
from inspector_app.domain.document_fields import FieldSpec

LEAST_COLUMN = 8.0  # millimetres
MOST_ROWS = 20  # of a table that is filled up with struck rows
MOST_HEIGHT = 160.0
_SIGNATURE_COLUMNS = (2, 4)  # who, signature; who, particulars, signature, date


def read_part(table: Table) -> Part:
    """Read who answers for a part."""
    return Part(name=table.text("name"), mark=table.word("mark", FormMark), source=table.text("source"))


class BlockReader:
    """Reads blocks that may use the fields of their form."""

    def __init__(self, fields: Sequence[FieldSpec]) -> None:
        self._fields = by_name(fields)
        self._field_slots = field_slots(fields)

    def read(self, table: Table) -> FormBlock | None:
        """Read one block; none when its kind is not known."""
        found = str(table.keys() and table.word("kind", BlockKind))
        if found not in tuple(BlockKind):
            return None
        kind = BlockKind(found)
        texts: dict[str, str] = {}
        numbers: dict[str, float] = {}
        flags: set[str] = set()
        columns: tuple[FormColumn, ...] = ()
        rows: tuple[FormRow, ...] = ()
        signers: tuple[FormSigner, ...] = ()
        opinions: tuple[FormOpinion, ...] = ()
        part, guard, closing = read_part(table), self._guard(table), table.flag("closing")
        for key in BLOCK_KEYS[kind]:
            slots = self._slots(key, texts)
            match key.shape:
                case Shape.TEXT:
                    texts[key.name] = _text(table, key, slots)
                case Shape.FIELD:
                    texts[key.name] = self._field(table, key)
                case Shape.NUMBER:
                    numbers[key.name] = table.number(key.name, 0, _most(key))
                case Shape.FLAG:
                    flags |= {key.name} if table.flag(key.name) else set()
                case Shape.COLUMNS:
                    columns = _columns(table, key, slots)
                case Shape.ROWS:
                    rows = tuple(self._row(inner, slots) for inner in table.tables(key.name))
                case Shape.OPINIONS:
                    opinions = tuple(self._opinion(inner, slots) for inner in table.tables(key.name))
                case _:
                    signers = tuple(self._signer(inner, slots) for inner in table.tables(key.name))
        if kind is BlockKind.SIGNATURES and len(columns) not in _SIGNATURE_COLUMNS:
            table.wrong("columns", str(len(columns)))
        return FormBlock(
            kind=kind, part=part, guard=guard, closing=closing, flags=frozenset(flags), texts=texts, numbers=numbers,
            columns=columns, rows=rows, signers=signers, opinions=opinions,
        )  # fmt: skip

    def _slots(self, key: Key, texts: Mapping[str, str]) -> frozenset[str]:
        """The slots of a key: those of its kind, and the form's fields or the columns of the rows."""
        if key.slots == ROW:
            return row_slots(self._fields.get(texts.get("field", "")))
        return key.slots | self._field_slots if key.slots in WITH_FIELDS else key.slots

    def _field(self, table: Table, key: Key) -> str:
        name = table.text(key.name)
        spec = self._fields.get(name)
        if name and (spec is None or spec.type not in key.types):
            table.wrong(key.name, name)
        return name

    def _guard(self, table: Table) -> Guard:
        """Read when something is printed; only known fields and their words can be asked for."""
        names = {}
        for key in ("when_field", "when_no_field"):
            names[key] = table.text(key, needed=False)
            if names[key] and names[key] not in self._fields:
                table.wrong(key, names[key])
        asked = table.text("when_word", needed=False)
        field, sign, word = asked.partition("=")
        spec = self._fields.get(field)
        if asked and (not sign or spec is None or spec.type not in WITH_WORDS or word not in spec.words):
            table.wrong("when_word", asked)
        return Guard(
            when=table.word("when", Condition, Condition.ALWAYS),
            filled=names["when_field"],
            empty=names["when_no_field"],
            chosen=(field, word) if asked else None,
        )

    def _row(self, table: Table, slots: frozenset[str]) -> FormRow:
        cells = tuple(
            FormCell(label=inner.text("label", slots), value=inner.text("value", slots, empty=True))
            for inner in table.tables("cells")
        )
        if not 1 <= len(cells) <= 2:
            table.wrong("cells", str(len(cells)))
        return FormRow(cells=cells, guard=self._guard(table))

    def _signer(self, table: Table, slots: frozenset[str]) -> FormSigner:
        return FormSigner(
            who=table.word("who", SignerSource),
            role=table.text("role", slots),
            detail=table.text("detail", slots, empty=True),
            guard=self._guard(table),
        )

    def _opinion(self, table: Table, slots: frozenset[str]) -> FormOpinion:
        return FormOpinion(
            label=table.text("label", slots),
            text=table.text("text", slots, empty=True),
            sign=table.text("sign", slots, empty=True),
            height=table.number("height", 8, MOST_HEIGHT),
            guard=self._guard(table),
        )


def _text(table: Table, key: Key, slots: frozenset[str]) -> str:
    text = table.text(key.name, slots, empty=key.may_be_empty)
    if key.choices and text and text not in key.choices:
        table.wrong(key.name, text)
    return text


def _most(key: Key) -> float:
    return MOST_ROWS if key.name == "least_rows" else TEXT_WIDTH_MM


def _columns(table: Table, key: Key, slots: frozenset[str]) -> tuple[FormColumn, ...]:
    columns = []
    for inner in table.tables(key.name):
        column = FormColumn(
            title=inner.text("title"),
            width=inner.number("width", LEAST_COLUMN, TEXT_WIDTH_MM),
            text=inner.text("text", slots, empty=True) if key.slots else "",
            align=inner.word("align", Align, Align.LEFT) if key.slots else Align.CENTER,
        )
        columns.append(column)
    if not columns or sum(column.width for column in columns) > TEXT_WIDTH_MM + 0.01:
        table.wrong(key.name, str(sum(column.width for column in columns)))
    return tuple(columns)
