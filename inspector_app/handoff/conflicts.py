# SPDX-License-Identifier: MulanPSL-2.0
"""What laptops say differently, for a person to read: fields, deleted rows, numbers used twice, doubled entries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.conflict import Cell, Choice, Conflict, ConflictKind, Side
from inspector_app.domain.merging import WHOLE_ROW, EditKind
from inspector_app.handoff import conflict_texts as say
from inspector_app.handoff.conflict_things import short, table_word, thing_of
from inspector_app.handoff.conflict_values import may_be_typed
from inspector_app.storage import conflicts, documents, enterprises, inspections
from inspector_app.storage.conflicts import Author, ConflictRow, Head
from inspector_app.storage.driver import Database
from inspector_app.storage.tables import JOURNALLED
from inspector_app.wording import field_word, tr, word
from inspector_app.workspace import Workspace

# Fields that go with another one: who answered goes with the answer, the initials with the name.
GOES_WITH: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "enterprises": {"name": ("initials",)},
    "answers": {
        "result": ("value", "label", "author", "author_role"),
        "value": ("label", "author", "author_role"),
        "author": ("author_role",),
    },
    "findings": {"status": ("withdrawn_reason", "duplicate_of")},
    "documents": {"state": ("void_reason", "voided_at")},
}
HIDDEN_CELLS = frozenset({"initials", "author_role"})
NO_DEVICE = 8  # letters of a laptop's id where it has no name


def list_conflicts(ws: Workspace) -> tuple[Conflict, ...]:
    """Give everything that a person has to decide, and what was explained, in the same order on every laptop."""
    with ws.reader() as db:
        names = conflicts.device_names(db)
        found = [*_of_rows(ws, db, names), *_of_numbers(ws, db, names), *_of_enterprises(ws, db, names)]
    return tuple(sorted(found, key=_order))


def count_open(ws: Workspace) -> int:
    """How many things wait for a decision."""
    return sum(conflict.is_open for conflict in list_conflicts(ws))


def find_conflict(ws: Workspace, conflict_id: str) -> Conflict | None:
    """Give one conflict by its id."""
    with ws.reader() as db:
        names = conflicts.device_names(db)
        row = conflicts.get_row(db, conflict_id)
        if row is None:
            found = (c for part in (_of_numbers, _of_enterprises) for c in part(ws, db, names))
            return next((c for c in found if c.id == conflict_id), None)
        own = conflicts.of_row(db, row.table, row.row_id)
        if led_by(own, row):
            return None
        return _deleted(ws, db, row, names) if row.field == WHOLE_ROW else _field(ws, db, row, own, names)


def conflicted_rows(ws: Workspace, table: str) -> frozenset[str]:
    """Give the ids of rows of a table of which laptops say different things: they bear the mark 冲突."""
    with ws.reader() as db:
        return conflicts.conflicted(db, table)


def led_by(rows: Sequence[ConflictRow], row: ConflictRow) -> str:
    """Give the field with which this one is settled; nothing where it is settled by itself."""
    fields = {other.field for other in rows if (other.table, other.row_id) == (row.table, row.row_id)}
    leaders = GOES_WITH.get(row.table, {})
    return next((name for name, following in leaders.items() if name in fields and row.field in following), "")


def _order(conflict: Conflict) -> tuple[object, ...]:
    kinds = tuple(ConflictKind)
    tables = JOURNALLED.index(conflict.table) if conflict.table in JOURNALLED else len(JOURNALLED)
    return (not conflict.is_open, kinds.index(conflict.kind), tables, conflict.thing, conflict.id)


# Fields and deleted rows ----------------------------------------------------------------------------------


def _of_rows(ws: Workspace, db: Database, names: Mapping[str, str]) -> Iterator[Conflict]:
    rows = conflicts.list_rows(db)
    by_key: dict[tuple[str, str], list[ConflictRow]] = {}
    for row in rows:
        by_key.setdefault((row.table, row.row_id), []).append(row)
    for row in rows:
        own = by_key[(row.table, row.row_id)]
        if not led_by(own, row):
            yield _deleted(ws, db, row, names) if row.field == WHOLE_ROW else _field(ws, db, row, own, names)


def _field(
    ws: Workspace, db: Database, row: ConflictRow, own: Sequence[ConflictRow], names: Mapping[str, str]
) -> Conflict:
    sides = _sides(ws, db, row, names)
    typed = may_be_typed(ws, db, row) and not row.is_frozen
    return Conflict(
        id=row.id, kind=ConflictKind.FIELD, table=row.table, row_id=row.row_id, field=row.field,
        thing=thing_of(ws, db, row.table, row.row_id), label=say.label_of(ws, db, row.table, row.row_id, row.field),
        sides=sides, cells=_cells(ws, db, row, own, sides), is_frozen=row.is_frozen,
        frozen_by=_fixed_by(db, row, sides) if row.is_frozen else "", may_be_typed=typed,
        words=say.words_to_choose(row.table, row.field) if typed else (),
    )  # fmt: skip


def _fixed_by(db: Database, row: ConflictRow, sides: Sequence[Side]) -> str:
    """Give the number of the document that says what is shown."""
    issued = next((s.operation for s in sides if s.is_shown and s.how is EditKind.PIN), "")
    return conflicts.fixed_by(db, row.table, row.row_id, issued)


def _sides(ws: Workspace, db: Database, row: ConflictRow, names: Mapping[str, str]) -> tuple[Side, ...]:
    shown = json.dumps(row.shown, sort_keys=True)
    made = [
        _side(db, head, names, say.text_of(ws, db, row.table, row.row_id, row.field, head.value),
              is_shown=json.dumps(head.value, sort_keys=True) == shown)
        for head in row.heads
    ]  # fmt: skip
    return _by_time(made)


def _side(db: Database, head: Head, names: Mapping[str, str], text: str, *, is_shown: bool) -> Side:
    author = conflicts.author_of(db, head.operation)
    return Side(
        value=head.value, text=text, person=author.person if author else "", device=head.device,
        device_name=names.get(head.device) or head.device[:NO_DEVICE], at=author.at if author else None,
        how=head.kind, is_shown=is_shown, operation=head.operation,
    )  # fmt: skip


def _by_time(sides: Sequence[Side]) -> tuple[Side, ...]:
    return tuple(sorted(sides, key=lambda s: (s.at.isoformat() if s.at else "", s.operation, s.row_id)))


def _cells(
    ws: Workspace, db: Database, row: ConflictRow, own: Sequence[ConflictRow], sides: Sequence[Side]
) -> tuple[Cell, ...]:
    """Set beside the field what is settled with it."""
    cells = []
    for other in own:
        if led_by(own, other) != row.field or other.field in HIDDEN_CELLS:
            continue
        by_operation = {head.operation: head.value for head in other.heads}
        values = [by_operation.get(side.operation, other.shown) for side in sides]
        texts = tuple(say.text_of(ws, db, row.table, row.row_id, other.field, value) for value in values)
        cells.append(Cell(label=say.label_of(ws, db, row.table, row.row_id, other.field), texts=texts))
    return tuple(cells)


def _deleted(ws: Workspace, db: Database, row: ConflictRow, names: Mapping[str, str]) -> Conflict:
    sides = [_side(db, head, names, _what_it_did(ws, db, row, head), is_shown=_keeps(head)) for head in row.heads]
    return Conflict(
        id=row.id, kind=ConflictKind.DELETED, table=row.table, row_id=row.row_id, field=WHOLE_ROW,
        thing=thing_of(ws, db, row.table, row.row_id), label=table_word(row.table), sides=_by_time(sides),
    )  # fmt: skip


def _keeps(head: Head) -> bool:
    return head.kind is not EditKind.DROP


def _what_it_did(ws: Workspace, db: Database, row: ConflictRow, head: Head) -> str:
    """Say what an edit did to the row that another one deleted."""
    if head.kind is EditKind.DROP:
        return tr("deleted")
    if head.kind is EditKind.SETTLE:
        return tr("decided that it stays")
    written = conflicts.changed_by(db, head.operation, row.table, row.row_id)
    parts = [
        (say.label_of(ws, db, row.table, row.row_id, name), say.text_of(ws, db, row.table, row.row_id, name, value))
        for name, value in sorted(written.items())
        if name not in ("id", "initials") and value not in ("", None) and not name.endswith("_id")
    ]
    return "\n".join(f"{label}：{text}" for label, text in parts) or word(head.kind)


# Numbers and entries of the register ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One document or entry as it stands beside its like."""

    id: str
    text: str
    author: Author | None
    facts: Mapping[str, str]


def _of_numbers(ws: Workspace, db: Database, names: Mapping[str, str]) -> Iterator[Conflict]:
    for number, ids in conflicts.same_numbers(db):
        columns = [_document(ws, db, name) for name in ids]
        told = _said_of(db, "documents", ids, Choice.EXPLAIN)
        yield _beside(
            ConflictKind.NUMBER, number, number, tr("Number of the document"), columns, names, table="documents",
            told=told,
        )  # fmt: skip


def _document(ws: Workspace, db: Database, document_id: str) -> _Column:
    document = documents.get_document(db, document_id)
    assert document is not None, "it was just listed"
    inspection = inspections.get_inspection(db, document.inspection_id)
    owner = enterprises.get_enterprise(db, inspection.enterprise_id) if inspection else None
    facts = {
        tr("Document"): ws.law.documents.of(document.kind).name,
        tr("Enterprise"): owner.name if owner else say.NOTHING,
        tr("Day of issue"): document.issued_on.isoformat(),
        tr("Pages"): str(document.pages),
    }
    text = " · ".join((facts[tr("Document")], short(facts[tr("Enterprise")])))
    return _Column(id=document.id, text=text, author=conflicts.maker_of(db, "documents", document.id), facts=facts)


def _of_enterprises(ws: Workspace, db: Database, names: Mapping[str, str]) -> Iterator[Conflict]:
    shown, named = enterprises.shown(db), set[frozenset[str]]()
    groups = [(ConflictKind.ENTERPRISE, *group) for group in conflicts.same_codes(db)]
    groups += [(ConflictKind.SAME_NAME, *group) for group in conflicts.same_names(db)]
    for kind, key, ids in groups:
        mains = tuple(sorted({shown.get(name, name) for name in ids}))
        if (
            len(mains) < 2
            or frozenset(mains) in named
            or _said_of(db, "enterprises", mains, Choice.DIFFERENT) is not None
        ):
            continue
        named.add(frozenset(mains))
        columns = [_entry(db, name) for name in mains]
        is_code = kind is ConflictKind.ENTERPRISE
        label = tr("Credit code {code}", code=key) if is_code else tr("Same name")
        yield _beside(kind, key, columns[0].text, label, columns, names, table="enterprises", told=None)


def _entry(db: Database, entry_id: str) -> _Column:
    found = say.register_texts(db, entry_id)
    facts = {field_word(name): text for name, text in found.items()}
    counts = conflicts.hanging_on(db, entry_id)
    facts[tr("What hangs on it")] = tr(
        "{inspections} inspections, {findings} findings, {documents} documents, {equipment} pieces of equipment",
        **counts,
    )
    return _Column(id=entry_id, text=found["name"], author=conflicts.maker_of(db, "enterprises", entry_id), facts=facts)


def _beside(
    kind: ConflictKind, key: str, thing: str, label: str, columns: Sequence[_Column], names: Mapping[str, str], *,
    table: str, told: str | None,
) -> Conflict:  # fmt: skip
    columns = sorted(columns, key=lambda c: (c.author.at.isoformat() if c.author else "", c.id))
    sides = tuple(
        Side(
            value=c.id, text=c.text, person=c.author.person if c.author else "",
            device=c.author.device if c.author else "",
            device_name=names.get(c.author.device) or c.author.device[:NO_DEVICE] if c.author else "",
            at=c.author.at if c.author else None, how=EditKind.MAKE, row_id=c.id, operation=c.id,
        )
        for c in columns
    )  # fmt: skip
    labels = list(columns[0].facts)
    cells = tuple(Cell(label=name, texts=tuple(c.facts.get(name, say.NOTHING) for c in columns)) for name in labels)
    return Conflict(
        id=f"{kind.value}:{key}", kind=kind, table=table, row_id="", field="", thing=thing, label=label, sides=sides,
        cells=cells, explanation=told or "",
    )  # fmt: skip


def _said_of(db: Database, table: str, ids: Sequence[str], choice: Choice) -> str | None:
    """Give what a person said of all of these together; none where nobody did."""
    wanted = set(ids)
    told = [
        settled.reason or choice.value
        for settled in conflicts.settlements_on(db, table, ids[0], choice.value)
        if isinstance(settled.value, list) and wanted <= {str(name) for name in settled.value}
    ]
    return "；".join(dict.fromkeys(told)) if told else None
