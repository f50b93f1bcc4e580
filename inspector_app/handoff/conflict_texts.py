# SPDX-License-Identifier: MulanPSL-2.0
"""Values of rows in words for a person who has to choose: dates, words of our own, legal bases, marks, fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import StrEnum

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind, DocumentState, Verdict
from inspector_app.domain.document_fields import FieldSpec, FieldType
from inspector_app.domain.finding import FindingStatus, Grade, PhotoStage
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.inspection import AnswerResult, InspectionState, PersonRole, TaskSource
from inspector_app.domain.markup import Mark, read_marks
from inspector_app.domain.order_life import OrderState, OrderVerb
from inspector_app.domain.organ import EnforcementPower, OrganSector, OrganStanding, SerialMode
from inspector_app.domain.phrase import PhraseState
from inspector_app.domain.problems import Refused
from inspector_app.domain.service import AttachmentKind, Capacity, ServiceMethod
from inspector_app.domain.unit import BlockState, DeviceState, TaskKind, TaskState
from inspector_app.handoff.conflict_things import thing_of
from inspector_app.storage import conflicts, enterprises, findings
from inspector_app.storage.column_words import Shape, Words
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import clauses_in, instant_in
from inspector_app.wording import field_word, tr, word
from inspector_app.workspace import Workspace

NOTHING = "—"
LONGEST_ID = 12

ENUMS: Mapping[str, type[StrEnum]] = {
    "organ.enforcement_power": EnforcementPower, "organ.sector": OrganSector, "organ.standing": OrganStanding,
    "organ.serial_mode": SerialMode, "inspections.state": InspectionState, "inspections.task_source": TaskSource,
    "inspection_people.role": PersonRole, "answers.result": AnswerResult, "answers.author_role": PersonRole,
    "findings.grade": Grade, "findings.deadline_class": DeadlineClass, "findings.status": FindingStatus,
    "photos.stage": PhotoStage, "document_drafts.kind": DocumentKind, "number_blocks.state": BlockState,
    "documents.kind": DocumentKind, "documents.state": DocumentState, "order_lives.state": OrderState,
    "order_lives.held": OrderState, "order_events.verb": OrderVerb, "order_events.state": OrderState,
    "services.method": ServiceMethod, "services.capacity": Capacity, "attachments.kind": AttachmentKind,
    "verdicts.verdict": Verdict, "follow_ups.kind": FollowUpKind, "follow_ups.state": FollowUpState,
    "follow_up_events.verb": FollowUpVerb, "follow_up_events.state": FollowUpState, "phrases.state": PhraseState,
    "phrases.deadline_class": DeadlineClass, "devices.state": DeviceState, "tasks.kind": TaskKind,
    "tasks.state": TaskState,
}  # fmt: skip
FLAGS = frozenset({"is_active", "is_demo", "is_enabled", "avoidance_declared"})
REFERENCES: Mapping[str, str] = {
    "enterprise_id": "enterprises", "merged_into": "enterprises", "finding_id": "findings",
    "duplicate_of": "findings", "inspection_id": "inspections", "document_id": "documents", "refers_to": "documents",
    "reinspection_id": "reinspections", "officer_id": "officers", "spot_id": "spots",
}  # fmt: skip


def label_of(ws: Workspace, db: Database, table: str, row_id: str, field: str) -> str:
    """Name a field of a row."""
    name, _, key = field.partition("/")
    if key:
        spec = form_spec(ws, db, table, row_id, key)
        return spec.label if spec is not None else key
    return field_word(name, table)


def text_of(ws: Workspace, db: Database, table: str, row_id: str, field: str, value: object) -> str:
    """Say the value of a field."""
    name, _, key = field.partition("/")
    if value is None or value == "":
        return NOTHING
    if key:
        return _form_value(value, form_spec(ws, db, table, row_id, key))
    kind = ENUMS.get(f"{table}.{name}")
    if kind is not None:
        return word_of(kind, str(value))
    if name in FLAGS:
        return tr("yes") if value else tr("no")
    if name in REFERENCES:
        return thing_of(ws, db, REFERENCES[name], str(value)) or _short(str(value))
    try:
        return _shaped(db, conflicts.column_of(table, name), value)
    except (ValueError, TypeError, KeyError, AttributeError):
        return str(value)


def word_of(kind: type[StrEnum], value: str) -> str:
    """Give the word of an enum value that another laptop may not have."""
    return word(kind(value)) if value in tuple(kind) else value or NOTHING


def words_to_choose(table: str, field: str) -> tuple[tuple[str, str], ...]:
    """Give the words that a field may have, each with how it is called."""
    kind = ENUMS.get(f"{table}.{field}")
    if kind is None:
        return ()
    return tuple((value, word_of(kind, value)) for value in conflicts.words_of(table, field))


def _shaped(db: Database, column: object, value: object) -> str:
    say = _SAY.get(column) if isinstance(column, Shape) else None
    if column is Shape.LEFT_OUT or column is Shape.TEXTS:
        return _texts(db, json.loads(str(value)))
    if say is not None:
        return say(str(value))
    return str(value) if not isinstance(column, Words) else word_of(StrEnum, str(value))


def _instant(value: str) -> str:
    return instant_in(value).strftime("%Y-%m-%d %H:%M")


def _clauses(value: str) -> str:
    lines = [f"{c.name}{c.clause}" for c in clauses_in(value)]
    return "\n".join(lines) or NOTHING


def _marks(value: str) -> str:
    marks = read_marks(value)
    parts = [_mark(mark) for mark in marks]
    return tr("{count} marks: {list}", count=len(parts), list="、".join(parts)) if parts else tr("no marks")


def _mark(mark: Mark) -> str:
    return f"{word(mark.kind)}“{mark.text}”" if mark.text else word(mark.kind)


def _people(value: str) -> str:
    rows = json.loads(value)
    return "、".join(f"{row['name']}（{word_of(PersonRole, row.get('role', ''))}）" for row in rows) or NOTHING


def _witnesses(value: str) -> str:
    return "、".join(row["name"] for row in json.loads(value)) or NOTHING


def _hash(value: str) -> str:
    return _short(value)


def _object(value: str) -> str:
    content = json.loads(value)
    if not isinstance(content, dict):
        return str(value)
    return "；".join(f"{key}：{_plain(part)}" for key, part in sorted(content.items())) or NOTHING


_SAY: Mapping[Shape, Callable[[str], str]] = {
    Shape.INSTANT: _instant, Shape.CLAUSES: _clauses, Shape.MARKS: _marks, Shape.PEOPLE: _people,
    Shape.WITNESSES: _witnesses, Shape.HASH: _hash, Shape.FIELDS: _object, Shape.JSON: _object,
}  # fmt: skip


def _texts(db: Database, values: object) -> str:
    """Say a list of texts; findings among them by their wording."""
    if not isinstance(values, list):
        return NOTHING
    said = []
    for value in values:
        finding = findings.get_finding(db, str(value))
        said.append(f"{finding.ordinal}. {finding.description}" if finding is not None else str(value))
    return "\n".join(said) or NOTHING


def _form_value(value: object, spec: FieldSpec | None) -> str:
    words = dict(spec.choices) if spec is not None else {}
    if spec is not None and spec.type is FieldType.FLAG:
        return tr("yes")
    if isinstance(value, list):
        if spec is not None and spec.columns and all(isinstance(row, dict) for row in value):
            labels = {column.name: column.label for column in spec.columns}
            lines = [" ".join(f"{labels.get(k, k)}：{v}" for k, v in row.items()) for row in value]
            return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1)) or NOTHING
        return "、".join(words.get(str(part), _plain(part)) for part in value) or NOTHING
    return words.get(str(value), str(value))


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "、".join(_plain(part) for part in value)
    if isinstance(value, dict):
        return " ".join(f"{key}：{part}" for key, part in value.items())
    return str(value)


def form_spec(ws: Workspace, db: Database, table: str, row_id: str, key: str) -> FieldSpec | None:
    """Find the field of a form that a draft's key stands for."""
    row = conflicts.row_of(db, table, row_id) if table == "document_drafts" else None
    kind = str(row["kind"]) if row is not None else ""
    if kind not in tuple(DocumentKind):
        return None
    try:
        form = ws.form(DocumentKind(kind))
    except Refused:
        return None
    return next((spec for spec in form.fields if spec.name == key), None)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_ID else f"{value[:LONGEST_ID]}…"


def register_texts(db: Database, entry_id: str) -> dict[str, str]:
    """Give the facts of one entry of the register as texts, by field."""
    entry = enterprises.get_entry(db, entry_id)
    if entry is None:
        return {}
    names = (*enterprises.COLUMNS[1:-1], "visit_cap")
    found = {name: getattr(entry, name) for name in names}
    return {name: NOTHING if value in (None, "") else str(value) for name, value in found.items()}
