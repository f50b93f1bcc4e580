# SPDX-License-Identifier: MulanPSL-2.0
"""What a person filled in, as it is printed; and what a draft's fields begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from inspector_app.documents.capital import capital
from inspector_app.documents.form import Form
from inspector_app.documents.phrases import Phrases, put
from inspector_app.documents.slots import general_slots, last_deadline
from inspector_app.domain.document import DocumentFacts
from inspector_app.domain.document_fields import YES, FieldSpec, FieldType, FieldValues, Row, Value, missing
from inspector_app.domain.problems import Problem, ProblemCode, Severity


def field_specs(form: Form) -> tuple[FieldSpec, ...]:
    """Give the fields that a person fills in for a form."""
    return form.fields


def rows_of(form: Form, values: FieldValues, name: str) -> tuple[Row, ...]:
    """Give the rows of a field, those with nothing in them left out."""
    spec = next((spec for spec in form.fields if spec.name == name), None)
    value = values.get(name, "")
    if spec is None or spec.type is not FieldType.ROWS or isinstance(value, str):
        return ()
    rows = (row for row in value if isinstance(row, Mapping))
    return tuple(row for row in rows if any(row.get(column.name, "").strip() for column in spec.columns))


def field_slot_values(form: Form, values: FieldValues, phrases: Phrases) -> dict[str, str]:
    """Give the value of every slot of the form's fields, empty ones empty (see `slots.shown`)."""
    said: dict[str, str] = {}
    for spec in form.fields:
        slot = f"f_{spec.name}"
        if spec.type is FieldType.ROWS:
            said[f"{slot}_count"] = str(len(rows_of(form, values, spec.name)))
            continue
        value = values.get(spec.name, "")
        said[slot] = printed(spec, value, phrases)
        if spec.type is FieldType.MONEY:
            said[f"{slot}_capital"] = capital(value) if isinstance(value, str) and value else ""
    return said


def printed(spec: FieldSpec, value: Value, phrases: Phrases) -> str:
    """Say a single value (not rows): days and times in words, chosen words by their labels."""
    if spec.type is FieldType.FLAG:
        return phrases.words["yes" if value == YES else "no"]
    if spec.type in (FieldType.CHOICE, FieldType.CHOICES):
        return phrases.join(label for word, label in spec.choices if word in chosen(value))
    text = value if isinstance(value, str) else ""
    if spec.type is FieldType.DAY:
        return _day(text, phrases)
    if spec.type is FieldType.TIME:
        return phrases.taken_at(text) if text else ""
    return phrases.typed(text)


def chosen(value: Value) -> tuple[str, ...]:
    """Give the words that are chosen."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(word for word in value if isinstance(word, str))


def _day(text: str, phrases: Phrases) -> str:
    try:
        return phrases.date(date.fromisoformat(text)) if text else ""
    except ValueError:
        return phrases.typed(text)


def row_values(spec: FieldSpec, row: Row, ordinal: int, phrases: Phrases) -> dict[str, str]:
    """Give the slots of one row, empty ones empty."""
    return {
        "ordinal": str(ordinal),
        **{column.name: printed(column, row.get(column.name, ""), phrases) for column in spec.columns},
    }


def missing_fields(form: Form, values: FieldValues, severity: Severity) -> Iterator[Problem]:
    """Name the required fields, and required columns of rows, that are empty: VALUE_MISSING."""
    for spec in form.fields:
        known = _known(form, spec, values)
        for gap in missing([spec], {spec.name: known} if known else {}):
            where, fields = f"field:{spec.name}", {"field": gap.label}
            yield Problem(code=ProblemCode.VALUE_MISSING, where=where, fields=fields, severity=severity)


def _known(form: Form, spec: FieldSpec, values: FieldValues) -> Value:
    """A value without what would not be printed: blanks, empty rows, words that the form does not know."""
    value = values.get(spec.name, "")
    if spec.type is FieldType.ROWS:
        return rows_of(form, values, spec.name)
    if spec.type in (FieldType.CHOICE, FieldType.CHOICES):
        return tuple(word for word in chosen(value) if word in spec.words)
    return value.strip() if isinstance(value, str) else ""


def default_values(form: Form, facts: DocumentFacts) -> FieldValues:
    """Give what the fields of a new draft begin with: the form's defaults with their slots filled."""
    phrases = Phrases(form.words)
    slots = general_slots(form, facts, phrases)
    values: dict[str, Value] = {}
    for spec in form.fields:
        value = _default(spec, facts, slots)
        if value:
            values[spec.name] = value
    return values


def _default(spec: FieldSpec, facts: DocumentFacts, slots: Mapping[str, str]) -> Value:
    if spec.type is FieldType.CHOICES:
        return tuple(word for word in spec.words if word in spec.default.split(","))
    slot = spec.default.strip("{}")
    if spec.type is FieldType.DAY and slot in (days := _days(facts)):
        day = days[slot]
        return day.isoformat() if day else ""
    if spec.type is FieldType.TIME and slot in (times := _times(facts)):
        moment = times[slot]
        return moment.isoformat(timespec="minutes") if moment else ""
    return put(spec.default, slots)


def _days(facts: DocumentFacts) -> dict[str, date | None]:
    return {
        "issued_on": facts.issued_on,
        "started_on": facts.started_at.date(),
        "refers_date": facts.referred.issued_on if facts.referred else None,
        "last_deadline": last_deadline(facts),
    }


def _times(facts: DocumentFacts) -> dict[str, datetime | None]:
    return {"started_at": facts.started_at, "finished_at": facts.finished_at}
