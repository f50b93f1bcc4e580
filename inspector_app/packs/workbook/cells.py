# SPDX-License-Identifier: MulanPSL-2.0
"""The cells of one item as a table like those of `items.toml`; what a cell cannot mean becomes a fault of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from inspector_app.domain.answering import AnswerKind, Need
from inspector_app.domain.checklist import DeadlineClass, ItemGrade, Verified
from inspector_app.domain.problems import ProblemCode
from inspector_app.packs.fields import Expected
from inspector_app.packs.workbook.clauses import ClauseCells
from inspector_app.packs.workbook.columns import (
    EXTRA_MARK,
    LANGUAGE,
    OTHER_FIELD_MARK,
    SPOKEN,
    SURVEY_COLUMNS,
    head_key,
)
from inspector_app.packs.workbook.lists import YES_OR_NO, ListIn
from inspector_app.packs.workbook.outline import PlacedRow
from inspector_app.packs.workbook.tables import Row
from inspector_app.packs.workbook.types import BASE, row_type
from inspector_app.packs.workbook.words import days_in, half_width, plain, word_of, words_for, yes_or_no

_Json = dict[str, object]
_Word = TypeVar("_Word", bound=StrEnum)

ALL_UNITS, LOOK = "全部", "看现场"
_TEXT_FIELDS = (
    "code", "check", "hint", "applies_to", "criterion", "finding", "measure", "authority", "parent", "picture.name",
    "answer.unit", "answer.calculator", "answer.foreign_type",
)  # fmt: skip
_NUMBER_FIELDS = ("weight", "answer.least", "answer.most", "answer.step", "answer.limit_least", "answer.limit_most")
_CLAUSE_FIELDS = ("basis", "major_ref", "order_basis", "penalty")
_YES_EXPRESSIONS = ("logic.required", "logic.read_only")
_LIST_MARKS = ("、", "；", ";", "，", ",")
_HEAD_OF = {column.field: column.head for column in SURVEY_COLUMNS}
KNOWN_LIST = "the name of a list in the sheet choices"
KNOWN_TYPE = "a type of the list"
FITTING_KIND = "a kind that fits the type"


class ItemCells:
    """Turns rows into tables; needs the lists of choices and the laws of the whole workbook."""

    def __init__(self, lists: Mapping[str, ListIn], laws: ClauseCells, *, is_lenient: bool) -> None:
        self._lists = lists
        self._laws = laws
        self._is_lenient = is_lenient

    def table(self, placed: PlacedRow) -> _Json:
        """Give the table of one item."""
        row = placed.row
        made: _Json = {"section": placed.section, "group": placed.group, "parent": placed.parent}
        for field in _TEXT_FIELDS:
            _put(made, field, row.text(_HEAD_OF[field]))
        for field in _NUMBER_FIELDS:
            _put(made, field, _number(row, _HEAD_OF[field]))
        for field in _CLAUSE_FIELDS:
            _put(made, field, self._clauses(row, _HEAD_OF[field]))
        _put(made, "verified", (_word(row, "核验", Verified) or Verified.M).value)
        _put(made, "method", _lines(row, "检查方法", marks=_LIST_MARKS))
        _put(made, "needs", _needs(row))
        _put(made, "several_places", _flag(row, "多部位"))
        _put(made, "points", _whole(row, "分值"))
        _put(made, "picture.sha256", _picture_hash(row))
        self._put_answer(made, placed)
        _put_deadline(made, row)
        _put_logic(made, placed)
        _put_unknown(made, row)
        grade = _word(row, "隐患级别", ItemGrade)
        _put(made, "grade", grade.value if grade else "")
        return _without_empty(made)

    def with_defaults(self, table: _Json) -> _Json:
        """Fill in what an item that can fail may leave out, because there is no doubt about it."""
        if self._is_lenient:
            return table
        check = table.get("check", "?")
        defaults = {"applies_to": ALL_UNITS, "method": [LOOK], "criterion": check, "grade": ItemGrade.GENERAL.value}
        return {**{name: value for name, value in defaults.items() if value}, **table}

    def _clauses(self, row: Row, head: str) -> list[_Json]:
        found: list[_Json] = []
        for cell in self._laws.read(row.lines(head)):
            if cell.keys:
                row.fault(
                    ProblemCode.SHEET_CELL_WRONG, head, expected="、".join(cell.keys), found=cell.law.strip()[:60]
                )
            clause = {"clause": cell.clause} if cell.clause else {}
            law = cell.keys[0] if cell.keys else cell.law
            found.append({"law": law, **clause, "verified": cell.verified.value})
        return found

    def _put_answer(self, made: _Json, placed: PlacedRow) -> None:
        row = placed.row
        kind = self._kind(placed)
        list_name = placed.type.list_name or row.text("选项表")
        known = self._lists.get(list_name)
        if list_name and known is not None:
            _put(made, "answer.choice_list", known.choice_list)
            _put(made, "answer.choices", list(known.choices))
        elif list_name and placed.type.list_name:
            row.wrong("type", KNOWN_LIST)
            _put(made, "answer.choices", [{"name": "?", "text": "?"}])
        else:
            _put(made, "answer.choice_list", list_name)
        _put(made, "answer.foreign_type", row.text("原类型") or placed.type.foreign)
        if kind is not AnswerKind.TICK or "answer" in made:
            _put(made, "answer.kind", kind.value)

    def _kind(self, placed: PlacedRow) -> AnswerKind:
        """Give the kind; a type that nobody knows stands for a tick where the row looks like one."""
        row, found = placed.row, placed.type
        if found.frame:
            return AnswerKind.ENTRIES
        if found.kind is None:
            row.wrong("type", KNOWN_TYPE)
            return AnswerKind.TICK if row.text("依据") or row.text("隐患表述") else AnswerKind.NOTE
        kind = _word(row, "作答方式", AnswerKind)
        if kind is None or kind is found.kind:
            return found.kind
        is_shown_only = found.kind is AnswerKind.NOTE and kind in (AnswerKind.COMPUTED, AnswerKind.UNSUPPORTED)
        if row_type(BASE[kind]).kind is not found.kind and not is_shown_only:
            row.wrong("作答方式", FITTING_KIND)
            return found.kind
        return kind


def _put(made: _Json, field: str, value: object) -> None:
    """Put a value under `a` or `a.b`; empty ones are left out."""
    if value is None or value in ("", [], False):
        return
    outer, _, inner = field.partition(".")
    if not inner:
        made[outer] = value
        return
    within = made.setdefault(outer, {})
    assert isinstance(within, dict)
    within[inner] = value


def _without_empty(made: _Json) -> _Json:
    return {name: value for name, value in made.items() if value not in ("", {}, [])}


def _word(row: Row, head: str, kind: type[_Word]) -> _Word | None:
    text = row.text(head)
    if not text:
        return None
    found = word_of(text, kind)
    if found is None:
        row.wrong(head, words_for(kind))
    return found


def _flag(row: Row, head: str) -> bool:
    text = row.text(head)
    found = yes_or_no(text) if text else False
    if found is None:
        row.wrong(head, YES_OR_NO)
    return bool(found)


def _number(row: Row, head: str) -> str:
    text = half_width(row.text(head)).replace(" ", "").replace(",", "")
    if not text:
        return ""
    try:
        if not Decimal(text).is_finite():
            raise InvalidOperation
    except InvalidOperation:
        row.wrong(head, Expected.NUMBER)
        return ""
    return text


def _whole(row: Row, head: str) -> int | None:
    text = half_width(row.text(head)).strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    row.wrong(head, Expected.WHOLE_NUMBER)
    return None


def _lines(row: Row, head: str, marks: tuple[str, ...] = ()) -> list[str]:
    """Give the lines of a cell; one that has a single line may hold several words between marks."""
    parts = row.lines(head).split("\n")
    if len(parts) == 1:
        for mark in marks:
            parts = [piece for part in parts for piece in part.split(mark)]
    return [part.strip() for part in parts if part.strip()]


def _needs(row: Row) -> list[str]:
    found = []
    for text in _lines(row, "不符合时必须附", marks=_LIST_MARKS):
        need = word_of(text, Need)
        if need is None:
            row.wrong("不符合时必须附", words_for(Need))
        else:
            found.append(need.value)
    return found


def _picture_hash(row: Row) -> str:
    """Give the hash of the picture; it stands with the name, so that another picture has none."""
    sha256, _, name = row.text("图片校验").partition(" ")
    return sha256 if name == row.text("image") else ""


def _put_deadline(made: _Json, row: Row) -> None:
    """Read `限期` with its days, which may stand in one cell (15日内)."""
    text, days = row.text("整改期限"), row.text("期限天数")
    in_one = days_in(text) if text else ""
    kind = DeadlineClass.WITHIN_DAYS if in_one else _word(row, "整改期限", DeadlineClass)
    digits = days_in(days) if days else in_one
    if days and not digits:
        row.wrong("期限天数", Expected.WHOLE_NUMBER)
        digits = "1"
    if text and kind is None:
        _put(made, "deadline.class", DeadlineClass.IMMEDIATE.value)
        return
    if kind is None and digits:
        kind = DeadlineClass.WITHIN_DAYS
    suspend = row.text("整改前停用")
    _put(made, "deadline.class", kind.value if kind else "")
    _put(made, "deadline.days", int(digits) if digits else None)
    if kind is DeadlineClass.STOP and not suspend:
        _put(made, "deadline.suspend", True)
    else:
        _put(made, "deadline.suspend", _flag(row, "整改前停用"))


def _put_logic(made: _Json, placed: PlacedRow) -> None:
    row = placed.row
    for field in (field for field in _HEAD_OF if field.startswith("logic.")):
        text = row.text(_HEAD_OF[field])
        if field in _YES_EXPRESSIONS and text:
            said = yes_or_no(text)
            text = text if said is None or plain(text) == "false()" else "true()" if said else ""
        _put(made, field, text)
    if placed.relevant:
        own = row.text("relevant")
        every = [*placed.relevant, *([own] if own else [])]
        _put(made, "logic.relevant", every[0] if len(every) == 1 else " and ".join(f"({text})" for text in every))


def _put_unknown(made: _Json, row: Row) -> None:
    """Sort the columns that are none of ours: translations, and what is kept as it is."""
    translations: dict[str, dict[str, str]] = {}
    extras: dict[str, str] = {}
    for head, text in row.unknown():
        name, mark, language = (part.strip() for part in head.partition(LANGUAGE))
        field = SPOKEN.get(head_key(name), "")
        if name.endswith(OTHER_FIELD_MARK):
            field = name.removesuffix(OTHER_FIELD_MARK)
        if mark and language and field and not head.endswith(EXTRA_MARK):
            translations.setdefault(language, {})[field] = text
        elif head:
            extras[head.removesuffix(EXTRA_MARK)] = text
    _put(made, "translations", translations or None)
    _put(made, "extras", extras or None)
