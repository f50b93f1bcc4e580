# SPDX-License-Identifier: MulanPSL-2.0
"""A whole form: its settings, its lists of choices, the languages it speaks, its questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.packs.xlsform.faults import Fault, Faults, Place
from inspector_app.packs.xlsform.outline import Outline, read_outline
from inspector_app.packs.xlsform.tables import CHOICES, SETTINGS, SURVEY, Row, Tables, similar_sheets
from inspector_app.packs.xlsform.types import REPEAT

EXTERNAL = "external_choices"
_CHINESE = re.compile(r"中文|汉语|漢語|普通话|chinese|\(zh\b|^zh\b", re.IGNORECASE)
_YES = ("yes", "true", "true()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the sheets say, before anything is made of it."""

    tables: Tables
    outline: Outline
    settings: Row | None
    lists: Mapping[str, tuple[Row, ...]]
    external: Mapping[str, tuple[Row, ...]]
    languages: tuple[str, ...]
    default_language: str

    def setting(self, name: str) -> str:
        """Give a setting; the first row of the sheet counts, or else a row of the survey whose type names it."""
        if self.settings is not None and self.settings.get(name):
            return self.settings.get(name)
        types = (name, f"set_{name}")
        return next((row.get("name") for row in self.outline.settings if row.get("type") in types), "")

    @property
    def known_names(self) -> frozenset[str]:
        """The names that an expression may use here: questions and repeats, for a group has no value."""
        repeats = {frame.name for frame in self.outline.frames if frame.kind == REPEAT}
        return frozenset(repeats | {question.name for question in self.outline.questions})

    def is_set(self, name: str) -> bool:
        """Whether a setting says yes."""
        return self.setting(name).lower() in _YES

    def said(self, row: Row, column: str) -> str:
        """Give a text in the form's own language; a label or a picture also in the first language that has it."""
        texts = row.spoken(column)
        own = texts.get(self.default_language) or texts.get("") or ""
        if own or column not in ("label", "image"):
            return own
        return next((texts[name] for name in self.languages if texts.get(name)), "")


def read_form(tables: Tables, faults: Faults) -> Form | None:
    """Read the sheets; nothing where there is no survey to read."""
    if SURVEY not in tables.sheets:
        names = ", ".join(similar_sheets(tables, SURVEY) or tables.names[:10])
        faults.add(Fault.SURVEY_SHEET_MISSING, Place(), names=names)
        return None
    if faults.has(Fault.FORM_LARGE, Place()):
        return None
    survey = tables.sheets[SURVEY]
    outline = read_outline(survey.rows, faults) if survey.has("type") else None
    if outline is None:
        return None
    if not outline.questions and not faults.blocks:
        faults.add(Fault.SURVEY_EMPTY, Place(sheet=survey.name))
    settings = next((row for row in tables.rows(SETTINGS)), None)
    languages, default = _languages(tables, settings, faults)
    return Form(
        tables=tables,
        outline=outline,
        settings=settings,
        lists=_lists(tables.rows(CHOICES)),
        external=_lists(tables.rows(EXTERNAL)),
        languages=languages,
        default_language=default,
    )


def _lists(rows: tuple[Row, ...]) -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.get("list_name"):
            found.setdefault(row.get("list_name"), []).append(row)
    return {name: tuple(members) for name, members in found.items()}


def _languages(tables: Tables, settings: Row | None, faults: Faults) -> tuple[tuple[str, ...], str]:
    """Give all languages and the form's own: as the settings say, else the column without a language, else Chinese."""
    survey, choices = tables.sheets[SURVEY], tables.sheets.get(CHOICES)
    named = tuple(dict.fromkeys([*survey.languages, *(choices.languages if choices else ())]))
    wanted = " ".join(settings.get("default_language").split()) if settings else ""
    has_plain = any(h.column == "label" and not h.language for h in survey.headings)
    chosen = wanted
    if not wanted and not has_plain and named:
        chosen = next((name for name in named if _CHINESE.search(name)), named[0])
    elif wanted and wanted not in named and named and not has_plain and settings is not None:
        chosen = next((name for name in named if _CHINESE.search(name)), named[0])
        faults.add(Fault.LANGUAGE_UNKNOWN, settings.place("default_language"), warn=True, found=wanted, made=chosen)
    languages = (chosen, *(name for name in named if name != chosen)) if chosen else named
    return languages, chosen
