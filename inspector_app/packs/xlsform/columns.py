# SPDX-License-Identifier: MulanPSL-2.0
"""The columns that XLSForm knows: every spelling of a heading to one name and, where it is translated, its language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
MEDIA = ("image", "big-image", "audio", "video")
EXPRESSIONS = (
    "relevant", "constraint", "required", "calculation", "choice_filter", "readonly", "repeat_count", "trigger",
)  # fmt: skip
"""Columns that hold an expression and nothing else; `default` may hold one."""
SPOKEN = ("label", "hint", "guidance_hint", "constraint_message", "required_message", *MEDIA)
"""Columns that may be translated."""

_SURVEY: Mapping[str, str] = {
    "type": "type", "command": "type", "name": "name", "tag": "name", "value": "name",
    "label": "label", "caption": "label", "hint": "hint", "guidance_hint": "guidance_hint",
    "required": "required", "required_message": "required_message", "requiredmsg": "required_message",
    "relevant": "relevant", "relevance": "relevant", "constraint": "constraint",
    "constraint_message": "constraint_message", "constraining_message": "constraint_message",
    "calculation": "calculation", "calculate": "calculation", "default": "default", "trigger": "trigger",
    "readonly": "readonly", "read_only": "readonly", "appearance": "appearance", "parameters": "parameters",
    "choice_filter": "choice_filter", "repeat_count": "repeat_count", "count": "repeat_count",
    "jr:count": "repeat_count", "save_to": "save_to", "intent": "intent", "disabled": "disabled",
    **{word: word for word in MEDIA},
}  # fmt: skip
_BIND: Mapping[str, str] = {
    "relevant": "relevant", "constraint": "constraint", "required": "required", "readonly": "readonly",
    "calculate": "calculation", "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message",
}  # fmt: skip
_CONTROL: Mapping[str, str] = {"appearance": "appearance", "jr:count": "repeat_count"}
_CHOICES: Mapping[str, str] = {
    "list_name": "list_name", "name": "name", "value": "name", "label": "label", "caption": "label",
    **{word: word for word in MEDIA},
}  # fmt: skip
_SETTINGS: Mapping[str, str] = {
    "form_title": "form_title", "set_form_title": "form_title", "title": "form_title", "form_id": "form_id",
    "set_form_id": "form_id", "id_string": "form_id", "version": "version", "default_language": "default_language",
    "allow_choice_duplicates": "allow_choice_duplicates", "clean_text_values": "clean_text_values",
}  # fmt: skip
_NAMES: Mapping[str, Mapping[str, str]] = {
    "survey": _SURVEY,
    "choices": _CHOICES,
    "external_choices": _CHOICES,
    "settings": _SETTINGS,
}
_LANGUAGE_OF_ONE = "::"


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of row 1: as it stands there, and what it means. `column` is empty for one that nobody knows."""

    text: str
    column: str = ""
    language: str = ""


def heading(sheet: str, text: str, *, double: bool) -> Heading:
    """Read a heading; with `double` the sheet parts column and language by `::`, else also by one colon."""
    names = _NAMES.get(sheet, {})
    whole = _snake(text)
    if whole in names:
        return Heading(text, names[whole])
    parts = [part.strip() for part in text.split(_LANGUAGE_OF_ONE if double or _LANGUAGE_OF_ONE in text else ":")]
    parts = _joined_prefix(parts)
    first, rest = _snake(parts[0]), parts[1:]
    if sheet == "survey" and rest:
        inner = {"bind": _BIND, "control": _CONTROL, "body": _CONTROL}.get(first)
        if inner is not None:
            return _known(text, inner.get(rest[0].lower(), ""), rest[1:])
    if first == "media" and rest:
        return _known(text, rest[0].lower() if rest[0].lower() in MEDIA else "", rest[1:])
    return _known(text, names.get(first, ""), rest)


def full_width_twin(text: str) -> str:
    """Give the heading that was meant where colons or letters are of full width; empty where there are none."""
    plain = "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text)
    twin = heading("survey", plain, double=False)
    return plain if plain != text and twin.column else ""


def _known(text: str, column: str, rest: list[str]) -> Heading:
    """Make the heading; a language behind a column that is not translated makes it one that nobody knows."""
    if column in SPOKEN and len(rest) <= 1:
        return Heading(text, column, " ".join(rest[0].split()) if rest else "")
    return Heading(text, column if not rest else "")


def _joined_prefix(parts: list[str]) -> list[str]:
    """Put `jr` and what follows it together again, as in `bind:jr:constraintMsg`."""
    if "jr" in parts[:-1]:
        at = parts.index("jr")
        return [*parts[:at], f"jr:{parts[at + 1]}", *parts[at + 2 :]]
    return parts


def _snake(text: str) -> str:
    return "_".join(text.split()).lower()
