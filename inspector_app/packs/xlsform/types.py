# SPDX-License-Identifier: MulanPSL-2.0
"""The types of XLSForm, in all their spellings, and what each becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from inspector_app.domain.answering import AnswerKind

GROUP, REPEAT, LOOP = "group", "repeat", "loop"
SELECTS = ("select_one", "select_multiple", "rank")

_SPELLINGS: Mapping[str, str] = {
    "text": "text|string|q string|add text prompt",
    "integer": "integer|int|q int|add integer prompt",
    "decimal": "decimal|q decimal|add decimal prompt",
    "range": "range",
    "date": "date|q date|add date prompt",
    "time": "time",
    "dateTime": "dateTime|datetime|date time|q date time|q dateTime|add date time prompt|add dateTime prompt",
    "note": "note|q note|add note prompt",
    "image": "image|photo|q image|q picture|add image prompt|add photo prompt",
    "geopoint": "geopoint|gps|location|q geopoint|q location|add location prompt",
    "geotrace": "geotrace|q geotrace",
    "geoshape": "geoshape|q geoshape",
    "barcode": "barcode|q barcode|add barcode prompt",
    "audio": "audio|q audio|add audio prompt",
    "video": "video|q video|add video prompt",
    "file": "file|add file prompt",
    "osm": "osm",
    "calculate": "calculate|q calculate|add calculate prompt",
    "hidden": "hidden",
    "acknowledge": "acknowledge|trigger|q acknowledge|add acknowledge prompt",
    "phone number": "phone number",
    "percentage": "percentage",
    "number of days in last month": "number of days in last month",
    "number of days in last six months": "number of days in last six months",
    "number of days in last year": "number of days in last year",
    "start": "start|start time|get start time",
    "end": "end|end time|get end time",
    "today": "today|get today",
    "username": "username|uri:username",
    "email": "email|uri:email",
    "phonenumber": "phonenumber|get phone number|uri:phonenumber",
    "deviceid": "deviceid|imei|device id|get device id|uri:deviceid",
    "subscriberid": "subscriberid|subscriber id|get subscriber id|uri:subscriberid",
    "simserial": "simserial|sim id|get sim id|uri:simserial",
    "audit": "audit",
    "start-geopoint": "start-geopoint",
    "background-geopoint": "background-geopoint",
    "background-audio": "background-audio",
    "csv-external": "csv-external",
    "xml-external": "xml-external",
    "setting": "form_title|set_form_title|form_id|set_form_id|prefix",
}
_BY_SPELLING = {spelling: word for word, text in _SPELLINGS.items() for spelling in text.split("|")}
METADATA = (
    "start", "end", "today", "username", "email", "phonenumber", "deviceid", "subscriberid", "simserial", "audit",
    "start-geopoint", "background-geopoint", "background-audio", "csv-external", "xml-external",
)  # fmt: skip
"""Types that ask nobody: the phone fills them."""

KINDS: Mapping[str, AnswerKind] = {
    "text": AnswerKind.TEXT,
    "phone number": AnswerKind.TEXT,
    "integer": AnswerKind.WHOLE,
    "percentage": AnswerKind.WHOLE,
    "number of days in last month": AnswerKind.WHOLE,
    "number of days in last six months": AnswerKind.WHOLE,
    "number of days in last year": AnswerKind.WHOLE,
    "decimal": AnswerKind.NUMBER,
    "range": AnswerKind.NUMBER,
    "date": AnswerKind.DATE,
    "time": AnswerKind.TIME,
    "dateTime": AnswerKind.INSTANT,
    "note": AnswerKind.NOTE,
    "image": AnswerKind.PHOTO,
    "geopoint": AnswerKind.POSITION,
    "barcode": AnswerKind.CODE,
    "calculate": AnswerKind.COMPUTED,
    "hidden": AnswerKind.COMPUTED,
    "acknowledge": AnswerKind.CHOICE,
    "select_one": AnswerKind.CHOICE,
    "select_multiple": AnswerKind.CHOICES,
    **dict.fromkeys(METADATA, AnswerKind.COMPUTED),
}
"""Every type that is not here is kept as UNSUPPORTED."""
MOST_OF: Mapping[str, Decimal] = {
    "percentage": Decimal(100),
    "number of days in last month": Decimal(31),
    "number of days in last six months": Decimal(183),
    "number of days in last year": Decimal(365),
}
"""Types that XLSForm itself bounds: from 0 to this."""

_CONTROL = "group|lgroup|repeat|loop|looped group"
_BEGIN = re.compile(rf"begin[\s_](?P<kind>{_CONTROL})(?: (?:over )?(?P<list>\S+))?")
_END = re.compile(rf"end[\s_](?P<kind>{_CONTROL})")
_CONTROLS = {"group": GROUP, "lgroup": REPEAT, "repeat": REPEAT, "loop": LOOP, "looped group": REPEAT}
_SELECT: Mapping[str, str] = {
    "select_one": "select_one", "select one": "select_one", "select1": "select_one", "select one from": "select_one",
    "add select one prompt using": "select_one", "select_one_external": "select_one",
    "select_one_from_file": "select_one", "select one from file": "select_one",
    "select_multiple": "select_multiple", "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple", "add select multiple prompt using": "select_multiple",
    "select_multiple_from_file": "select_multiple", "select multiple from file": "select_multiple", "rank": "rank",
}  # fmt: skip
_SELECT_TYPE = re.compile(
    f"(?P<select>{'|'.join(sorted(map(re.escape, _SELECT), key=len, reverse=True))})"
    r" (?P<list>\S+)(?P<other> (?:or specify other|or_other|or other))?"
)
_FILES = (".csv", ".xml", ".geojson")
_OSM = re.compile(r"osm (?P<list>\S+)")
_LIKE = (*_BY_SPELLING, *_SELECT, "begin group", "end group", "begin repeat", "end repeat", "begin_group", "end_group",
         "begin_repeat", "end_repeat")  # fmt: skip
_CHINESE: Mapping[str, str] = {
    "文本": "text", "文字": "text", "填空": "text", "整数": "integer", "数字": "integer", "小数": "decimal",
    "日期": "date", "时间": "time", "日期时间": "dateTime", "图片": "image", "照片": "image", "拍照": "image",
    "单选": "select_one", "单选题": "select_one", "多选": "select_multiple", "多选题": "select_multiple",
    "说明": "note", "提示": "note", "定位": "geopoint", "位置": "geopoint", "二维码": "barcode", "条码": "barcode",
    "计算": "calculate", "分组": "begin group", "开始组": "begin group", "结束组": "end group",
    "重复": "begin repeat", "开始重复": "begin repeat", "结束重复": "end repeat",
}  # fmt: skip
"""What authors write who take the types for words to be translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowType:
    """What the type of a row says. `word` is empty for a type that nobody knows."""

    word: str
    list_name: str = ""
    or_other: bool = False
    from_file: bool = False
    external: bool = False
    begins: str = ""  # group, repeat, loop
    ends: str = ""

    @property
    def is_select(self) -> bool:
        """Whether it takes choices from a list."""
        return self.word in SELECTS


def row_type(text: str) -> RowType:
    """Read a type; blanks between its words count as one."""
    text = " ".join(text.split())
    if found := _END.fullmatch(text):
        return RowType(word="end frame", ends=_CONTROLS[found["kind"]])
    if found := _BEGIN.fullmatch(text):
        return RowType(word="begin frame", begins=_CONTROLS[found["kind"]], list_name=found["list"] or "")
    if found := _SELECT_TYPE.fullmatch(text):
        command = found["select"]
        return RowType(
            word=_SELECT[command],
            list_name=found["list"],
            or_other=bool(found["other"]),
            from_file=command.endswith("file") or found["list"].endswith(_FILES),
            external=command == "select_one_external",
        )
    if found := _OSM.fullmatch(text):
        return RowType(word="osm", list_name=found["list"])
    return RowType(word=_BY_SPELLING.get(text, ""))


def lacks_list(text: str) -> bool:
    """Whether it is a select without the name of its list."""
    return " ".join(text.split()) in _SELECT


def is_select_of_words(text: str) -> bool:
    """Whether it is a select whose list's name seems to hold blanks."""
    words = text.split()
    return len(words) > 2 and words[0] in _SELECT


def like(text: str) -> str:
    """Give the type that was probably meant; empty where nothing is near."""
    head, _, rest = " ".join(text.split()).partition(" ")
    if head in _CHINESE:
        return f"{_CHINESE[head]} {rest}".strip()
    if rest and (near := get_close_matches(head.lower(), _SELECT, n=1, cutoff=0.8)):
        return f"{near[0]} {rest}"
    near = get_close_matches(f"{head} {rest}".strip().lower(), _LIKE, n=1, cutoff=0.75)
    return near[0] if near else ""
