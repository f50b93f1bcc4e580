# SPDX-License-Identifier: MulanPSL-2.0
"""What is visibly wrong in the expressions, references and defaults of a form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from inspector_app.packs.fields import MAX_NUMBER
from inspector_app.packs.xlsform.columns import EXPRESSIONS, MEDIA, Heading
from inspector_app.packs.xlsform.expressions import (
    bare_names,
    full_width_signs,
    has_broken_reference,
    is_dynamic,
    needs_elsewhere,
    open_signs,
    references,
    straight,
)
from inspector_app.packs.xlsform.faults import Fault, Faults
from inspector_app.packs.xlsform.form import EXTERNAL, Form
from inspector_app.packs.xlsform.outline import Question
from inspector_app.packs.xlsform.parameters import number, range_numbers
from inspector_app.packs.xlsform.tables import CHOICES, Row
from inspector_app.packs.xlsform.types import MOST_OF

WORDS: Mapping[str, str] = {
    "是": "yes", "必填": "yes", "必须": "yes", "√": "yes", "y": "yes",
    "否": "no", "非必填": "no", "选填": "no", "n": "no",
}  # fmt: skip
"""What Chinese authors write into a column that wants yes or no."""
_YES_OR_NO = ("required", "readonly")
_INSTANCE = "instanceID"
_UNREAD = ("type", "name", "trigger")
_TRIGGER = re.compile(r"\s*\$\{[^\s{}$]+\}\s*")


def check_expressions(form: Form, faults: Faults) -> None:
    """Note every fault of references and expressions in survey and choices."""
    names = Counter(entry.name for entry in form.outline.order if entry.name)
    names.setdefault(_INSTANCE, 1)
    for entry in form.outline.order:
        for heading, text in entry.row.cells.items():
            if heading.column not in _UNREAD:
                _check_references(entry.row, heading, text, names, faults)
            if heading.column in EXPRESSIONS:
                _check_expression(entry.row, heading, text, faults)
    for row in form.tables.rows(CHOICES):
        for heading, text in row.cells.items():
            if heading.column in ("label", *MEDIA):
                _check_references(row, heading, text, names, faults)
    questions = frozenset(question.name for question in form.outline.questions)
    for question in form.outline.questions:
        _check_trigger(question, questions, faults)
        _check_default(form, question, faults)
        _check_filter(form, question, faults)


def _check_references(row: Row, heading: Heading, text: str, names: Counter[str], faults: Faults) -> None:
    if "${" not in text:
        return
    place = row.place(heading.column) if heading.column and not heading.language else row.place(heading.text)
    if has_broken_reference(text):
        faults.add(Fault.REFERENCE_SHAPE, place)
        return
    for name in references(text):
        if name not in names:
            if near := faults.near(name, names):
                faults.add(Fault.REFERENCE_LIKE, place, found=name, like=near)
            else:
                faults.add(Fault.REFERENCE_UNKNOWN, place, found=name)
        elif names[name] > 1:
            faults.add(Fault.REFERENCE_TWICE, place, found=name)


def _check_expression(row: Row, heading: Heading, text: str, faults: Faults) -> None:
    place = row.place(heading.column)
    wanted = WORDS.get(text.lower(), "") if heading.column in _YES_OR_NO else ""
    if wanted:
        faults.add(Fault.WORD_YES, place, warn=True, found=text, wanted=wanted)
        return
    text = straight(text)
    if wide := full_width_signs(text):
        faults.add(Fault.EXPRESSION_FULL_WIDTH, place, characters=wide)
    elif signs := open_signs(text):
        faults.add(Fault.EXPRESSION_OPEN, place, characters=signs)


def _check_trigger(question: Question, names: frozenset[str], faults: Faults) -> None:
    """A trigger is one or more references to questions, with commas between them."""
    text = question.row.get("trigger")
    if not text:
        return
    place = question.row.place("trigger")
    parts = text.split(",")
    if not all(_TRIGGER.fullmatch(part) for part in parts):
        shape = Fault.REFERENCE_LIST if text.count("${") > len(parts) else Fault.REFERENCE_SHAPE
        faults.add(shape, place)
        return
    for name in references(text):
        if name not in names:
            faults.add(Fault.REFERENCE_UNKNOWN, place, found=name)


def _check_filter(form: Form, question: Question, faults: Faults) -> None:
    """Say where a filter reads a column that the choices do not have: it would leave no choice at all."""
    text = question.row.get("choice_filter")
    if not text or not question.type.is_select or question.type.from_file or needs_elsewhere(straight(text)):
        return
    table = form.tables.sheets.get(EXTERNAL if question.type.external else CHOICES)
    columns = {part for h in table.headings for part in (h.text, h.column)} if table else set()
    for name in bare_names(straight(text)):
        if name not in columns:
            faults.add(Fault.FILTER_COLUMN, question.row.place("choice_filter"), warn=True, found=name)


def has_good_default(form: Form, question: Question) -> bool:
    """Whether the default, where it is a plain value, is one that may be answered."""
    text = question.row.get("default")
    if not text or is_dynamic(text):
        return True
    word = question.type.word
    if word == "range" or word in MOST_OF:
        return _is_within(text, question)
    if word in _VALUES:
        return _VALUES[word](text)
    rows = form.lists.get(question.type.list_name, ())
    if question.type.word == "select_one" and rows:
        return text in _choice_names(rows)
    if question.type.word == "select_multiple" and rows:
        return set(text.split()) <= _choice_names(rows)
    return True


def _check_default(form: Form, question: Question, faults: Faults) -> None:
    text = question.row.get("default")
    place = question.row.place("default")
    if not has_good_default(form, question):
        faults.add(Fault.DEFAULT_WRONG, place, warn=True, found=text)
    elif is_dynamic(straight(text)):
        if wide := full_width_signs(straight(text)):
            faults.add(Fault.EXPRESSION_FULL_WIDTH, place, characters=wide)
        elif signs := open_signs(straight(text)):
            faults.add(Fault.EXPRESSION_OPEN, place, characters=signs)


def _choice_names(rows: tuple[Row, ...]) -> frozenset[str]:
    return frozenset(_names(rows))


def _names(rows: tuple[Row, ...]) -> Iterator[str]:
    for row in rows:
        yield row.get("name")
    yield "other"


def _is_whole(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII))


def _is_number(text: str) -> bool:
    return number(text) is not None


def _is_within(text: str, question: Question) -> bool:
    value = number(text)
    bounds = range_numbers(question.row.get("parameters")) if question.type.word == "range" else None
    start, end = bounds[:2] if bounds else (Decimal(0), MOST_OF.get(question.type.word, MAX_NUMBER))
    return value is not None and min(start, end) <= value <= max(start, end)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_VALUES: Mapping[str, Callable[[str], bool]] = {
    "integer": _is_whole,
    "decimal": _is_number,
    "date": _is_date,
}
