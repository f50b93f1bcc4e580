# SPDX-License-Identifier: MulanPSL-2.0
"""How the fields of a checklist are called and how their values read, for comparing two versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.answering import Choice, LeftOut, Picture
from inspector_app.domain.checklist import Clause, Verified
from inspector_app.wording.catalogue import tr, translate
from inspector_app.wording.sentences import word
from inspector_app.wording.values import FIELDS

_INDEX = re.compile(r"\[\d+\]")


def field_label(name: str) -> str:
    """Name a field of a head, an item or a part of one; the place inside a table follows as it is written.

    >>> field_label("data.jgj59.tables[2].points")[-22:]
    ' jgj59.tables[2].points'
    """
    first, _, rest = name.partition(".")
    index = _INDEX.search(first)
    bare = _INDEX.sub("", first)
    text = _labels().get(bare) or translate(FIELDS.get(bare, bare))
    place = (index[0] if index else "") + (f" {rest}" if rest else "")
    return f"{text}{place}"


def shown(value: object) -> str:
    """Give a field's value in words that a person can compare; nothing for what is not there."""
    match value:
        case None:
            return ""
        case bool():
            return tr("yes") if value else tr("no")
        case StrEnum():
            return word(value)
        case Clause():
            return _clause(value)
        case Choice():
            return _choice(value)
        case Picture():
            return f"{value.name} {value.sha256[:8]}".strip()
        case LeftOut():
            return " ".join(part for part in (value.where, value.what, value.text) if part)
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
        case Mapping():
            return tr("; ").join(f"{key} = {shown(part)}" for key, part in value.items())
        case list() | tuple():
            return tr("; ").join(filter(None, (shown(part) for part in value)))
    if is_dataclass(value):
        return _parts(value)
    return str(value)


def _clause(clause: Clause) -> str:
    """Say all of a basis: versions may differ in its day or its mark alone."""
    name = f"《{clause.name}》" if clause.law else clause.name
    number = f"（{clause.number}）" if clause.number else ""
    days = ""
    if clause.effective_from or clause.effective_to:
        days = f" {shown(clause.effective_from)}—{shown(clause.effective_to)}"
    mark = "" if clause.verified is Verified.V else f"〔{word(clause.verified)}〕"
    by = tr(" (confirmed: {person})", person=clause.confirmed_by) if clause.confirmed_by else ""
    return f"{name}{number}{clause.clause}{days}{mark}{by}"


def _choice(choice: Choice) -> str:
    rest = [tr("noncompliant")] if choice.fails else []
    rest += [shown(table) for table in (choice.facts, choice.translations) if table]
    return f"{choice.name} {choice.text}" + (f"（{tr('; ').join(rest)}）" if rest else "")


def _parts(value: object) -> str:
    """Say the parts of a kind of answer or of a logic that say something."""
    assert is_dataclass(value)
    pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
    told = ((name, shown(part)) for name, part in pairs if part not in (None, "", (), False))
    return tr("; ").join(tr("{name}: {text}", name=field_label(name), text=text) for name, text in told)


def _labels() -> Mapping[str, str]:
    """Give the fields whose name elsewhere means another thing, and those that only checklists have."""
    return {
        "title": tr("Title of the checklist"),
        "industry": tr("Industry"),
        "origin": tr("Origin"),
        "data": tr("Tables of the checklist"),
        "languages": tr("Languages"),
        "default_language": tr("First language"),
        "left_out": tr("Parts that are kept and not shown"),
        "answer": tr("How it is answered"),
        "kind": tr("Kind of answer"),
        "unit": tr("Unit of measure"),
        "least": tr("Least value"),
        "most": tr("Greatest value"),
        "step": tr("Step between values"),
        "limit_least": tr("Lower limit"),
        "limit_most": tr("Upper limit"),
        "choices": tr("Answers to choose from"),
        "choice_list": tr("List of choices"),
        "calculator": tr("Calculator"),
        "foreign_type": tr("Type in the form it came from"),
        "logic": tr("Logic"),
        "relevant": tr("Shown when"),
        "constraint": tr("Allowed when"),
        "constraint_message": tr("Said when it is not allowed"),
        "required": tr("Must be answered"),
        "required_message": tr("Said when it is not answered"),
        "calculation": tr("Calculation of the value"),
        "default": tr("Value to begin with"),
        "choice_filter": tr("Filter of the choices"),
        "read_only": tr("Not to be typed"),
        "repeat_count": tr("Count of entries"),
        "trigger": tr("Computed anew when"),
        "group": tr("Heading"),
        "parent": tr("Part of"),
        "hint": tr("Hint"),
        "picture": tr("Picture of guidance"),
        "weight": tr("Weight"),
        "points": tr("Points"),
        "needs": tr("Needed when noncompliant"),
        "several_places": tr("Several places"),
        "translations": tr("Translations"),
        "extras": tr("Further columns"),
        "order_basis": tr("Basis of the order"),
        "penalty": tr("Penalty candidates"),
    }
