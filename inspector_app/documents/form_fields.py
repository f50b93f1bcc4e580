# SPDX-License-Identifier: MulanPSL-2.0
"""Read the fields of a form (`[[fields]]`): what a person fills in, and the slots that this gives to texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from inspector_app.documents.form import FormMark, Part
from inspector_app.documents.form_schema import GENERAL, ROW
from inspector_app.documents.form_table import Table
from inspector_app.domain.document_fields import YES, FieldSpec, FieldType

_NAME = re.compile(r"[a-z][a-z_]*\Z")
_WORD = re.compile(r"[a-z][a-z0-9_]*\Z")
WITH_WORDS = (FieldType.CHOICE, FieldType.CHOICES)
COLUMN_TYPES = (
    FieldType.TEXT,
    FieldType.LONG,
    FieldType.DAY,
    FieldType.TIME,
    FieldType.NUMBER,
    FieldType.MONEY,
    FieldType.CHOICE,
)
# General slots that give a default of a type other than text.
DEFAULT_DAYS = ("issued_on", "started_on", "refers_date", "last_deadline")
DEFAULT_TIMES = ("started_at", "finished_at")
DEFAULT_NUMBERS = ("findings_count", "major_count", "photos_count", "done_count", "partial_count", "not_done_count")


def read_fields(top: Table) -> tuple[tuple[FieldSpec, ...], tuple[Part, ...]]:
    """Read all fields with the parts that answer for them; names and slots must differ."""
    specs: list[FieldSpec] = []
    parts: list[Part] = []
    taken: set[str] = set()
    for table in top.tables("fields", needed=False):
        spec = _field(table)
        own = field_slots([spec])
        if own & taken:
            table.wrong("name", spec.name)
        taken |= own
        specs.append(spec)
        parts.append(Part(name=spec.label, mark=table.word("mark", FormMark), source=table.text("source")))
    return tuple(specs), tuple(parts)


def field_slots(specs: Iterable[FieldSpec]) -> frozenset[str]:
    """Name the slots that fields give: f_NAME, for money f_NAME_capital too, for rows only f_NAME_count."""
    slots = set()
    for spec in specs:
        slot = f"f_{spec.name}"
        if spec.type is FieldType.ROWS:
            slots.add(f"{slot}_count")
            continue
        slots.add(slot)
        if spec.type is FieldType.MONEY:
            slots.add(f"{slot}_capital")
    return frozenset(slots)


def row_slots(spec: FieldSpec | None) -> frozenset[str]:
    """Name the slots of a row: its columns and its number."""
    return ROW | {column.name for column in spec.columns} if spec else ROW


def by_name(specs: Iterable[FieldSpec]) -> Mapping[str, FieldSpec]:
    """Give fields by their names."""
    return {spec.name: spec for spec in specs}


def _field(table: Table) -> FieldSpec:
    kind = table.word("type", FieldType)
    spec = FieldSpec(
        name=_name(table),
        label=table.text("label"),
        type=kind,
        required=table.flag("required"),
        default=table.text("default", GENERAL, empty=True, needed=False),
        choices=_choices(table, kind),
        columns=tuple(_columns(table)) if kind is FieldType.ROWS else (),
        help=table.text("help", empty=True, needed=False),
    )
    if not default_is_possible(spec):
        table.wrong("default", spec.default)
    return spec


def _name(table: Table) -> str:
    name = table.text("name")
    if name and not _NAME.match(name):
        table.wrong("name", name)
    return name


def _choices(table: Table, kind: FieldType) -> tuple[tuple[str, str], ...]:
    if kind not in WITH_WORDS:
        return ()
    choices = [(inner.text("word"), inner.text("label")) for inner in table.tables("choices")]
    words = [word for word, _ in choices]
    if not words or len(set(words)) != len(words) or not all(map(_WORD.match, filter(None, words))):
        table.wrong("choices", ", ".join(words))
    return tuple(choices)


def _columns(table: Table) -> Iterable[FieldSpec]:
    names: set[str] = set(ROW)
    for inner in table.tables("columns"):
        kind = inner.word("type", FieldType, FieldType.TEXT)
        name = _name(inner)
        if name in names:
            inner.wrong("name", name)
        if kind not in COLUMN_TYPES:
            inner.wrong("type", kind)
        names.add(name)
        yield FieldSpec(
            name=name,
            label=inner.text("label"),
            type=kind,
            required=inner.flag("required"),
            choices=_choices(inner, kind),
            help=inner.text("help", empty=True, needed=False),
        )
    if len(names) == len(ROW) and table.has("columns"):
        table.wrong("columns", "")


def default_is_possible(spec: FieldSpec) -> bool:
    """Whether a default can become a value of the field's type."""
    default = spec.default
    if not default:
        return True
    slots = {FieldType.DAY: DEFAULT_DAYS, FieldType.TIME: DEFAULT_TIMES, FieldType.NUMBER: DEFAULT_NUMBERS}
    match spec.type:
        case FieldType.TEXT | FieldType.LONG:
            return True
        case FieldType.CHOICE:
            return default in spec.words
        case FieldType.CHOICES:
            return set(default.split(",")) <= set(spec.words)
        case FieldType.FLAG:
            return default == YES
        case FieldType.DAY | FieldType.TIME | FieldType.NUMBER:
            return default.strip("{}") in slots[spec.type] or _is_plain(default, spec.type)
        case _:
            return False


def _is_plain(default: str, kind: FieldType) -> bool:
    if kind is FieldType.NUMBER:
        return default.isascii() and default.isdecimal()
    if kind is FieldType.DAY:
        try:
            return date.fromisoformat(default).isoformat() == default
        except ValueError:
            return False
    return False
