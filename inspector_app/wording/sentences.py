# SPDX-License-Identifier: MulanPSL-2.0
"""Turn a problem, an operation or an enum value into words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.account import AccountRole, AccountState, Act, EventKind
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.wording.catalogue import LANGUAGES, fill, language, translate
from inspector_app.wording.conflict_words import COLUMNS
from inspector_app.wording.problem_sentences import SENTENCES, SHORTER
from inspector_app.wording.values import FIELDS, FOUND_FORMATS, FOUND_TYPES, VALUES
from inspector_app.wording.words import LIVES, WORDS
from inspector_app.wording.xlsform_sentences import xlsform_sentence

_WHERE_IN_TEXT = re.compile(r" \(at (?:line \d+, column \d+|end of document)\)$|: line \d+ column \d+ .*$")
_QUOTED = re.compile(r"\s*(\(.*\)|'[^']*')")
_NOTHING = ("", "0", "None")
_OF_A_COLUMN = ("column", "field", "place")
_OPS = {op.value: op for op in Op}
_OF_CODE: Mapping[tuple[ProblemCode, str], type[StrEnum]] = {  # words that other problems use for something else
    (ProblemCode.NOT_PERMITTED, "role"): AccountRole,
    (ProblemCode.NOT_PERMITTED, "act"): Act,
    (ProblemCode.REASON_MISSING, "act"): EventKind,
    (ProblemCode.ACCOUNT_INVALID, "state"): AccountState,
}
_FOUND = {
    ProblemCode.VALUE_WRONG_TYPE: FOUND_TYPES,
    ProblemCode.PACK_FIELD_WRONG: FOUND_TYPES,
    ProblemCode.PHOTO_FORMAT: FOUND_FORMATS,
}


def sentence(problem: Problem) -> str:
    """Say one problem: what is wrong and what to do. Where it is stays with `problem.where`."""
    template = SENTENCES.get(problem.code)
    if problem.fields.get("rule") and problem.fields.get("sentence") and language() == LANGUAGES[0]:
        template = SENTENCES[ProblemCode.RULE_BROKEN]  # as the catalogue of rules says it: it knows the level
    if template is None:
        return str(problem.code)
    if problem.code is ProblemCode.XLSFORM_FAULT:
        return xlsform_sentence(problem.fields)
    missing, shorter = SHORTER.get(problem.code, ("", ""))
    if missing and problem.fields.get(missing, "") in _NOTHING:
        template = shorter
    fields = {key: _value_word(problem.code, key, str(value)) for key, value in problem.fields.items()}
    if "sheet" in problem.fields:  # a column is called as it is called in the file
        fields.update({key: str(value) for key, value in problem.fields.items() if key in _OF_A_COLUMN})
    if problem.code is ProblemCode.STATE_FORBIDS:
        fields.update(_life_words(problem))
    return fill(translate(template), fields)


def op_name(op: Op) -> str:
    """Name an operation, as the undo button does."""
    return word(op)


def word(value: StrEnum) -> str:
    """Give the word of an enum value of the domain; the value itself where there is none."""
    text = WORDS.get(type(value), {}).get(value)
    return str(value) if text is None else translate(text)


def field_word(name: str, table: str = "") -> str:
    """Give what a column is called; its name where there is no word for it."""
    english = COLUMNS.get(f"{table}.{name}") or COLUMNS.get(name) or FIELDS.get(name)
    return name if english is None else translate(english)


def _life_words(problem: Problem) -> dict[str, str]:
    """Say state and verb in the words of their own life."""
    classes = LIVES.get(problem.fields.get("life", ""))
    if classes is None:
        return {}
    words = {}
    for name, kind in zip(("state", "verb"), classes, strict=True):
        value = problem.fields.get(name, "")
        words[name] = word(kind(value)) if value in tuple(kind) else value
    return words


def _value_word(code: ProblemCode, key: str, value: str) -> str:
    """Turn a word of the code inside a problem's fields (a column, a kind, a reason) into one people read."""
    if key in ("op", "act") and value in _OPS:
        return word(_OPS[value])
    kind = _OF_CODE.get((code, key))
    if kind is not None and value in tuple(kind):
        return word(kind(value))
    if code is ProblemCode.FILE_TOO_LARGE and key in ("size", "limit") and value.isdecimal():
        return f"{int(value) / 1_000_000:.1f} MB"
    words = _FOUND.get(code, {}) if key == "found" else VALUES.get(key, {})
    text = next((words[form] for form in _forms(key, value) if form in words), None)
    return value if text is None else translate(text)


def _forms(key: str, value: str) -> tuple[str, ...]:
    """Give the value as it is, and without what varies in it: a path before the name, quoted characters."""
    if key in ("reason", "detail"):
        bare = _WHERE_IN_TEXT.sub("", value)
        return value, bare, _QUOTED.sub("", bare).strip(" :"), bare.partition(":")[0]
    if key in ("field", "place", "column"):
        last = re.sub(r"\[\d+\]$", "", value).rpartition(".")[2]
        return value, last.rpartition(":")[2]
    return (value,)
