# SPDX-License-Identifier: MulanPSL-2.0
"""The `type` of a row: what XLSForm calls each kind of answer, and what people write for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.answering import AnswerKind
from inspector_app.packs.workbook.columns import TICK_LIST
from inspector_app.packs.workbook.words import half_width, plain

SELECT_ONE, SELECT_MULTIPLE = "select_one", "select_multiple"
BEGIN_GROUP, END_GROUP = "begin_group", "end_group"
BEGIN_REPEAT, END_REPEAT = "begin_repeat", "end_repeat"

BASE: Mapping[AnswerKind, str] = {
    AnswerKind.TICK: f"{SELECT_ONE} {TICK_LIST}",
    AnswerKind.TEXT: "text",
    AnswerKind.WHOLE: "integer",
    AnswerKind.NUMBER: "decimal",
    AnswerKind.DATE: "date",
    AnswerKind.TIME: "time",
    AnswerKind.INSTANT: "dateTime",
    AnswerKind.CHOICE: "text",
    AnswerKind.CHOICES: "text",
    AnswerKind.NOTE: "note",
    AnswerKind.PHOTO: "image",
    AnswerKind.POSITION: "geopoint",
    AnswerKind.CODE: "barcode",
    AnswerKind.COMPUTED: "calculate",
    AnswerKind.ENTRIES: BEGIN_REPEAT,
    AnswerKind.DEDUCTION: "decimal",
    AnswerKind.WORKING: "text",
    AnswerKind.UNSUPPORTED: "note",
}
"""How a kind is written; where two share a type, the column 作答方式 tells them apart."""

FOREIGN: Mapping[str, AnswerKind] = {
    **dict.fromkeys(("audio", "video", "file", "geotrace", "geoshape"), AnswerKind.UNSUPPORTED),
    **dict.fromkeys(
        ("start", "end", "today", "deviceid", "username", "email", "phonenumber", "hidden"), AnswerKind.COMPUTED
    ),
}
"""Types of XLSForm that stay as they are and are kept as `foreign_type`."""

_KIND_OF: Mapping[str, AnswerKind] = {
    "text": AnswerKind.TEXT, "string": AnswerKind.TEXT, "integer": AnswerKind.WHOLE, "int": AnswerKind.WHOLE,
    "decimal": AnswerKind.NUMBER, "range": AnswerKind.NUMBER, "date": AnswerKind.DATE, "time": AnswerKind.TIME,
    "datetime": AnswerKind.INSTANT, "note": AnswerKind.NOTE, "image": AnswerKind.PHOTO, "photo": AnswerKind.PHOTO,
    "geopoint": AnswerKind.POSITION, "barcode": AnswerKind.CODE, "calculate": AnswerKind.COMPUTED,
    # what people write who do not know XLSForm
    "符合性": AnswerKind.TICK, "勾选": AnswerKind.TICK, "文本": AnswerKind.TEXT, "文字": AnswerKind.TEXT,
    "整数": AnswerKind.WHOLE, "数字": AnswerKind.NUMBER, "小数": AnswerKind.NUMBER, "日期": AnswerKind.DATE,
    "时间": AnswerKind.TIME, "日期时间": AnswerKind.INSTANT, "说明": AnswerKind.NOTE, "照片": AnswerKind.PHOTO,
    "位置": AnswerKind.POSITION, "条码": AnswerKind.CODE, "计算": AnswerKind.COMPUTED,
}  # fmt: skip
_SELECTS: Mapping[str, str] = {
    "select_one": SELECT_ONE, "select1": SELECT_ONE, "单选": SELECT_ONE, "select_multiple": SELECT_MULTIPLE,
    "多选": SELECT_MULTIPLE,
}  # fmt: skip
_FRAMES: Mapping[str, str] = {
    "begin_group": BEGIN_GROUP, "end_group": END_GROUP, "begin_repeat": BEGIN_REPEAT, "end_repeat": END_REPEAT,
    "板块开始": BEGIN_GROUP, "板块结束": END_GROUP,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RowType:
    """What a type says. All is empty for one that nobody knows."""

    frame: str = ""  # begin_group ...
    kind: AnswerKind | None = None
    list_name: str = ""  # of a select
    foreign: str = ""


def row_type(text: str) -> RowType:
    """Read a type; blanks, `_` and large letters do not matter, but in the name of a list."""
    words = half_width(text).split()
    joined = "_".join(words).lower()
    if joined in _FRAMES:
        return RowType(frame=_FRAMES[joined])
    if joined in FOREIGN:
        return RowType(kind=FOREIGN[joined], foreign=joined)
    kind = _KIND_OF.get(plain(text))
    if kind is not None:
        return RowType(kind=kind)
    head, list_name = "_".join(words[:-1]).lower(), text.split()[-1] if text.split() else ""
    if head in _SELECTS:
        if list_name == TICK_LIST:
            return RowType(kind=AnswerKind.TICK)
        several = _SELECTS[head] == SELECT_MULTIPLE
        return RowType(kind=AnswerKind.CHOICES if several else AnswerKind.CHOICE, list_name=list_name)
    return RowType()


def select_type(kind: AnswerKind, list_name: str) -> str:
    """Write the type of a question with a list."""
    return f"{SELECT_MULTIPLE if kind is AnswerKind.CHOICES else SELECT_ONE} {list_name}"
