# SPDX-License-Identifier: MulanPSL-2.0
"""How an item is answered, from a table to `AnswerSpec` and `Logic` and back; empty parts are left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from decimal import Decimal

from inspector_app.domain.answering import AnswerKind, AnswerSpec, Choice, LeftOut, Logic, Need, Picture
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.packs.fields import Fields

_Json = Mapping[str, object]

LOGIC_NAMES = tuple(f.name for f in fields_of(Logic))
NUMBERS = ("least", "most", "step", "limit_least", "limit_most")
MAX_POINTS = 1000
ITEM_NAMES = (
    "answer", "logic", "group", "parent", "hint", "picture", "weight", "points", "needs", "several_places",
    "translations", "extras",
)  # fmt: skip
"""The fields of an item that this module reads and writes."""


def read_answer(fields: Fields) -> AnswerSpec:
    """Take `answer`; without one the item is ticked."""
    table = fields.table("answer", required=False)
    if table is None:
        return AnswerSpec()
    spec = AnswerSpec(
        kind=table.choice("kind", AnswerKind),
        unit=table.text("unit", required=False),
        choices=tuple(_read_choice(choice) for choice in table.tables("choices", required=False)),
        choice_list=table.text("choice_list", required=False),
        calculator=table.text("calculator", required=False),
        foreign_type=table.text("foreign_type", required=False),
        **{name: table.number(name) for name in NUMBERS},
    )
    table.close()
    return spec


def _read_choice(table: Fields) -> Choice:
    choice = Choice(
        name=table.text("name"),
        text=table.text("text"),
        fails=table.flag("fails"),
        facts=table.pairs("facts"),
        translations=table.pairs("translations"),
    )
    table.close()
    return choice


def read_logic(fields: Fields) -> Logic:
    """Take `logic`, or nothing."""
    table = fields.table("logic", required=False)
    if table is None:
        return Logic()
    logic = Logic(**{name: table.text(name, required=False) for name in LOGIC_NAMES})
    table.close()
    return logic


def read_picture(fields: Fields) -> Picture | None:
    """Take `picture`: a file name beside the pack, or none."""
    table = fields.table("picture", required=False)
    if table is None:
        return None
    picture = Picture(name=table.text("name"), sha256=table.text("sha256", required=False))
    table.close()
    return picture


def read_extra_fields(fields: Fields) -> dict[str, object]:
    """Take every field of an item that says how it is answered, as keyword arguments of `ChecklistItem`."""
    translations = fields.table("translations", required=False)
    return {
        "answer": read_answer(fields),
        "logic": read_logic(fields),
        "group": fields.text("group", required=False),
        "parent": fields.text("parent", required=False),
        "hint": fields.text("hint", required=False),
        "picture": read_picture(fields),
        "weight": fields.number("weight"),
        "points": fields.whole_number("points", 1, MAX_POINTS),
        "needs": fields.words("needs", Need),
        "several_places": fields.flag("several_places"),
        "translations": {} if translations is None else {n: translations.pairs(n) for n in translations.names()},
        "extras": fields.pairs("extras"),
    }


def answer_json(item: ChecklistItem) -> _Json:
    """Give those fields of an item as plain JSON values, the empty ones left out; decimals are texts."""
    spec, logic, picture = item.answer, item.logic, item.picture
    found: dict[str, object] = {
        "answer": {} if spec == AnswerSpec() else _spec_json(spec),
        "logic": {name: text for name in LOGIC_NAMES if (text := getattr(logic, name))},
        "group": item.group,
        "parent": item.parent,
        "hint": item.hint,
        "picture": _full({"name": picture.name, "sha256": picture.sha256}) if picture else {},
        "weight": _decimal(item.weight),
        "points": item.points,
        "needs": [need.value for need in item.needs],
        "several_places": item.several_places,
        "translations": {language: dict(texts) for language, texts in item.translations.items()},
        "extras": dict(item.extras),
    }
    return _full(found)


def _spec_json(spec: AnswerSpec) -> _Json:
    numbers = {name: _decimal(getattr(spec, name)) for name in NUMBERS}
    words = {name: getattr(spec, name) for name in ("unit", "choice_list", "calculator", "foreign_type")}
    choices = [_choice_json(choice) for choice in spec.choices]
    return {"kind": spec.kind.value, **_full({**numbers, **words, "choices": choices})}


def _choice_json(choice: Choice) -> _Json:
    rest = {"fails": choice.fails, "facts": dict(choice.facts), "translations": dict(choice.translations)}
    return {"name": choice.name, "text": choice.text, **_full(rest)}


def read_left_out(fields: Fields) -> tuple[LeftOut, ...]:
    """Take what a foreign form had that cannot be shown."""
    found = []
    for entry in fields.tables("left_out", required=False):
        texts = {name: entry.text(name, required=False) for name in ("where", "what", "text")}
        found.append(LeftOut(**texts))
        entry.close()
    return tuple(found)


def left_out_json(entries: tuple[LeftOut, ...]) -> list[_Json]:
    """Give it as plain JSON values."""
    return [_full({"where": e.where, "what": e.what, "text": e.text}) for e in entries]


def _full(values: _Json) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None and value not in ("", {}, [], False)}


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
