# SPDX-License-Identifier: MulanPSL-2.0
"""A value that a person types instead of those of the sides: read and checked as in an ordinary edit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from inspector_app.domain import credit_code, texts
from inspector_app.domain.document_fields import FieldSpec, FieldType, as_json, read_values
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.handoff.conflict_texts import form_spec, words_to_choose
from inspector_app.storage import conflicts
from inspector_app.storage.column_words import Real, Shape, Whole, Words
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import CHINA, instant_out
from inspector_app.workspace import Workspace

# Words that a person may choose freely; states follow from what was done, so only a side's may be taken.
FREE_WORDS = frozenset({
    "findings.grade", "findings.deadline_class", "answers.result", "inspections.task_source",
    "inspection_people.role", "organ.enforcement_power", "organ.sector", "organ.standing", "services.method",
    "services.capacity", "attachments.kind", "verdicts.verdict", "photos.stage", "phrases.deadline_class",
})  # fmt: skip
NEEDED = frozenset({"enterprises.name", "officers.name", "organ.name", "equipment.name", "equipment.category"})
LONG = frozenset({
    "description", "measure", "note", "remark", "party_remark", "opinion", "fact", "text", "reason", "end_reason",
    "removed_reason", "withdrawn_reason", "private_note", "value", "cap_reason", "no_notice_reason", "caption",
})  # fmt: skip
FIXED = frozenset({"initials", "label", "author", "format", "source_format", "file_name", "certificate", "recipient"})
TYPED = (FieldType.TEXT, FieldType.LONG, FieldType.DAY, FieldType.NUMBER, FieldType.MONEY, FieldType.CHOICE)
NO_NUMBERS = frozenset({"ordinal", "bytes", "width", "height", "pages", "round", "serial", "first", "last", "year"})

Read = tuple[object, Sequence[Problem]]


def may_be_typed(ws: Workspace, db: Database, row: conflicts.ConflictRow) -> bool:
    """Whether another value than those of the sides may be typed."""
    name, _, key = row.field.partition("/")
    if key:
        spec = form_spec(ws, db, row.table, row.row_id, key)
        return spec is not None and spec.type in TYPED
    column = conflicts.column_of(row.table, name)
    if isinstance(column, Words):
        return f"{row.table}.{name}" in FREE_WORDS
    if name in FIXED or name in NO_NUMBERS or row.table in ("devices", "kept_packs", "unit_files", "imports"):
        return False
    return isinstance(column, Whole | Real) or column in (Shape.TEXT, Shape.DAY, Shape.INSTANT)


def read_typed(ws: Workspace, db: Database, row: conflicts.ConflictRow, value: object) -> Read:
    """Read what was typed: the value as the row keeps it, with what is wrong with it."""
    name, _, key = row.field.partition("/")
    if key:
        spec = form_spec(ws, db, row.table, row.row_id, key)
        return _form_value(spec, value) if spec is not None else (None, [_wrong(row.field, value)])
    column = conflicts.column_of(row.table, name)
    found, problems = _of_column(row.table, name, column, value)
    if not problems and not conflicts.fits(db, row.table, row.field, found):
        problems = [_wrong(name, value)]
    return found, problems


def _of_column(table: str, name: str, column: object, value: object) -> Read:
    text = texts.cleaned(value) if isinstance(value, str) else value
    if isinstance(column, Words):
        allowed = [word for word, _ in words_to_choose(table, name)]
        return text, [] if text in allowed else [_not_allowed(name, value, "、".join(allowed))]
    if isinstance(column, Whole):
        return _whole(name, column, text)
    if column is Shape.DAY:
        return _day(name, text)
    if column is Shape.INSTANT:
        return _instant(name, text)
    if not isinstance(text, str):
        return None, [_wrong(name, value)]
    return _text(table, name, text)


def _text(table: str, name: str, text: str) -> Read:
    if table == "enterprises" and name == "credit_code":
        code = credit_code.normalised(text)
        return code, list(credit_code.problems_of(code)) if code else []
    problems = list(texts.problems_of(text, name, limit=texts.LONG_LIMIT if name in LONG else texts.NAME_LIMIT))
    if f"{table}.{name}" in NEEDED and not text:
        problems.append(Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name}))
    return text, problems


def _whole(name: str, column: Whole, value: object) -> Read:
    if value in ("", None):
        return None, []
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None, [_wrong(name, value, "whole number")]
    if not column.least <= value <= column.most:
        return None, [_not_allowed(name, value, f"{column.least}-{column.most}")]
    return value, []


def _day(name: str, value: object) -> Read:
    if value in ("", None):
        return None, []
    try:
        return date.fromisoformat(str(value)).isoformat(), []
    except ValueError:
        fields = {"field": name, "found": str(value)[:80]}
        return None, [Problem(code=ProblemCode.DATE_WRONG, where=name, fields=fields)]


def _instant(name: str, value: object) -> Read:
    if value in ("", None):
        return None, []
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        fields = {"field": name, "found": str(value)[:80]}
        return None, [Problem(code=ProblemCode.TIME_WRONG, where=name, fields=fields)]
    return instant_out(moment if moment.tzinfo is not None else moment.replace(tzinfo=CHINA)), []


def _form_value(spec: FieldSpec, value: object) -> Read:
    if isinstance(value, str) and spec.type is FieldType.TEXT:
        value = texts.cleaned(value)
    if value in ("", None):
        return None, []
    reading = read_values([spec], {spec.name: value})
    return as_json(reading.values).get(spec.name), list(reading.problems)


def parsed(text: str) -> object:
    """Read a value from the command line: JSON where it is a list or an object, else the text itself."""
    if text[:1] not in "[{":
        return text
    try:
        found: object = json.loads(text)
    except ValueError:
        return text
    return found


def _wrong(name: str, value: object, expected: str = "text") -> Problem:
    fields = {"field": name, "expected": expected, "found": str(value)[:80]}
    return Problem(code=ProblemCode.VALUE_WRONG_TYPE, where=name, fields=fields)


def _not_allowed(name: str, value: object, allowed: str) -> Problem:
    fields = {"field": name, "found": str(value)[:80], "allowed": allowed}
    return Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=name, fields=fields)
