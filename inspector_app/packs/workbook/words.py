# SPDX-License-Identifier: MulanPSL-2.0
"""The words that stand in cells of the workbook, and what each means; reading takes their usual variants too.

They are part of a file format, as keys of TOML are: they are not translated with the program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from inspector_app.domain.answering import AnswerKind, Need
from inspector_app.domain.checklist import DeadlineClass, ItemGrade, Verified

_Word = TypeVar("_Word", bound=StrEnum)

YES, NO = "是", "否"
GRADES: Mapping[ItemGrade, str] = {
    ItemGrade.GENERAL: "一般",
    ItemGrade.POSSIBLY_MAJOR: "视情形可判重大",
    ItemGrade.MAJOR: "重大",
}
DEADLINES: Mapping[DeadlineClass, str] = {
    DeadlineClass.IMMEDIATE: "立即",
    DeadlineClass.WITHIN_DAYS: "限期",
    DeadlineClass.STOP: "停产停业",
}
MARKS: Mapping[Verified, str] = {Verified.V: "V", Verified.M: "M"}
NEEDS: Mapping[Need, str] = {Need.PHOTO: "照片", Need.NOTE: "备注"}
KINDS: Mapping[AnswerKind, str] = {
    AnswerKind.TICK: "符合性",
    AnswerKind.TEXT: "文本",
    AnswerKind.WHOLE: "整数",
    AnswerKind.NUMBER: "数字",
    AnswerKind.DATE: "日期",
    AnswerKind.TIME: "时间",
    AnswerKind.INSTANT: "日期时间",
    AnswerKind.CHOICE: "单选",
    AnswerKind.CHOICES: "多选",
    AnswerKind.NOTE: "说明",
    AnswerKind.PHOTO: "照片",
    AnswerKind.POSITION: "位置",
    AnswerKind.CODE: "条码",
    AnswerKind.COMPUTED: "计算",
    AnswerKind.ENTRIES: "多条记录",
    AnswerKind.DEDUCTION: "扣分",
    AnswerKind.WORKING: "计算器",
    AnswerKind.UNSUPPORTED: "不支持",
}

# What people write for the same; compared after `plain`.
_VARIANTS: Mapping[type[StrEnum], Mapping[str, StrEnum]] = {
    ItemGrade: {
        "一般隐患": ItemGrade.GENERAL, "一般事故隐患": ItemGrade.GENERAL, "视情形": ItemGrade.POSSIBLY_MAJOR,
        "可判重大": ItemGrade.POSSIBLY_MAJOR, "视情形重大": ItemGrade.POSSIBLY_MAJOR, "重大隐患": ItemGrade.MAJOR,
        "重大事故隐患": ItemGrade.MAJOR,
    },
    DeadlineClass: {
        "立即整改": DeadlineClass.IMMEDIATE, "当场": DeadlineClass.IMMEDIATE, "当场整改": DeadlineClass.IMMEDIATE,
        "限期整改": DeadlineClass.WITHIN_DAYS, "停产": DeadlineClass.STOP, "停业": DeadlineClass.STOP,
        "停工": DeadlineClass.STOP, "停用": DeadlineClass.STOP, "停产停业整顿": DeadlineClass.STOP,
        "停产停业(停用、停工)": DeadlineClass.STOP,
    },
    Verified: {"v": Verified.V, "m": Verified.M, "已核": Verified.V, "已核实": Verified.V, "待核": Verified.M},
    Need: {"拍照": Need.PHOTO, "photo": Need.PHOTO, "说明": Need.NOTE, "note": Need.NOTE},
    AnswerKind: {},
}  # fmt: skip
_WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    ItemGrade: {value.value: word for value, word in GRADES.items()},
    DeadlineClass: {value.value: word for value, word in DEADLINES.items()},
    Verified: {value.value: word for value, word in MARKS.items()},
    Need: {value.value: word for value, word in NEEDS.items()},
    AnswerKind: {value.value: word for value, word in KINDS.items()},
}
_YES = ("是", "有", "√", "✓", "y", "yes", "true", "true()", "1")
_NO = ("否", "无", "×", "n", "no", "false", "false()", "0")
_DAYS = re.compile(r"(?:限期|限|责令)?(\d{1,5})(?:个?[日天])?(?:内|以内)?(?:整改|改正|完成)?")
_BLANKS = re.compile(r"\s+")


def half_width(text: str) -> str:
    """Give digits, letters and signs of full width as plain ones; other characters stay as they are."""
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else " " if c == "\u3000" else c for c in text)


def plain(text: str) -> str:
    """Give a word for comparing: half width, no blanks, small letters."""
    return _BLANKS.sub("", half_width(text)).lower()


def word_of(text: str, kind: type[_Word]) -> _Word | None:
    """Give what a word means, or none. The program's own English words are taken too."""
    wanted = plain(text)
    for value, word in _WORDS[kind].items():
        if wanted in (plain(word), value.lower()):
            return kind(value)
    found = next((value for word, value in _VARIANTS[kind].items() if plain(word) == wanted), None)
    return None if found is None else kind(found)


def words_for(kind: type[StrEnum]) -> str:
    """Give the words that may stand there, for a message."""
    return "、".join(_WORDS[kind].values())


def yes_or_no(text: str) -> bool | None:
    """Give what 是 and 否 and their variants mean; none for anything else."""
    wanted = plain(text)
    return True if wanted in _YES else False if wanted in _NO else None


def days_in(text: str) -> str:
    """Give the digits of `15`, `１５日` or `限期15日内`; empty for anything else."""
    found = _DAYS.fullmatch(plain(text))
    return found[1] if found else ""
