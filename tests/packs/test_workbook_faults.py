# SPDX-License-Identifier: MulanPSL-2.0
"""What authors get wrong in a workbook: every kind is told with its cell, all at once, in Chinese."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inspector_app import wording
from inspector_app.domain.problems import Problem, Severity
from inspector_app.packs.workbook.read import WorkbookReading, read_workbook
from inspector_app.sheets import Book
from tests.packs.pack_makers import LAWS

SURVEY = [
    "type", "name", "label", "依据", "核验", "隐患级别", "隐患表述", "整改措施", "整改期限", "期限天数", "整改前停用",
    "责令主体", "替代通用项", "作答方式", "分值", "单位", "最小值", "限值上限", "不符合时必须附", "多部位",
    "所属条目", "hint",
]  # fmt: skip
TICK = "select_one 符合性"
ITEM = {
    "type": TICK, "name": "A-01", "label": "安全出口是否畅通", "依据": "AQF 第三十六条 [V]", "隐患表述": "〔部位〕堵塞",
    "整改措施": "清理", "整改期限": "限期", "期限天数": "15",
}  # fmt: skip
SETTINGS = {
    "form_title": "标题", "form_id": "timber", "version": "2026.12.1", "发布单位": "某局", "责令主体": "应急管理部门",
    "检查表格式": "1",
}  # fmt: skip


class Author:
    """A workbook that is right until its author makes a mistake in it. Row 3 and row 4 of `survey` are items."""

    def __init__(self) -> None:
        self.survey: list[dict[str, str]] = [
            {"type": "begin_group", "name": "g1", "label": "证照"},
            dict(ITEM),
            {**ITEM, "name": "A-02", "整改期限": "立即", "期限天数": ""},
            {"type": "end_group"},
        ]
        self.heads = list(SURVEY)
        self.choices: list[dict[str, str]] = [
            {"list_name": "等级", "name": "高", "label": "高风险", "不符合": "是"},
            {"list_name": "等级", "name": "低", "label": "低风险"},
        ]
        self.settings: dict[str, str] = dict(SETTINGS)
        self.laws: list[dict[str, str]] = [{"依据编码": "地方1", "名称": "某省安全生产条例", "生效日": "2024-01-01"}]
        self.without: tuple[str, ...] = ()

    def book(self) -> Book:
        sheets = {
            "survey": _rows(self.heads, self.survey),
            "choices": _rows(["list_name", "name", "label", "不符合"], self.choices),
            "settings": _rows(list(self.settings), [self.settings]),
            "_依据": _rows(["依据编码", "名称", "文号", "生效日", "失效日"], self.laws),
        }
        return Book("x.xlsx", {name: rows for name, rows in sheets.items() if name not in self.without})

    def read(self) -> WorkbookReading:
        return read_workbook(self.book(), LAWS, frozenset({"CM-1"}))


def _rows(heads: list[str], rows: list[dict[str, str]]) -> tuple[tuple[str, ...], ...]:
    return (tuple(heads), *(tuple(row.get(head, "") for head in heads) for row in rows))


def cell(number: int, head: str, text: str) -> Callable[[Author], None]:
    """Write one cell of `survey`; `number` is the row that a spreadsheet shows."""

    def change(author: Author) -> None:
        author.survey[number - 2][head] = text

    return change


def setting(head: str, text: str) -> Callable[[Author], None]:
    def change(author: Author) -> None:
        author.settings[head] = text

    return change


def choice(number: int, head: str, text: str) -> Callable[[Author], None]:
    def change(author: Author) -> None:
        author.choices[number - 2][head] = text

    return change


def law(head: str, text: str) -> Callable[[Author], None]:
    def change(author: Author) -> None:
        author.laws[0][head] = text

    return change


def no_column(head: str) -> Callable[[Author], None]:
    return lambda author: author.heads.remove(head)


def no_sheet(name: str) -> Callable[[Author], None]:
    def change(author: Author) -> None:
        author.without = (name,)

    return change


def more_rows(at: int, *rows: dict[str, str]) -> Callable[[Author], None]:
    def change(author: Author) -> None:
        author.survey[at - 2 : at - 2] = [dict(row) for row in rows]

    return change


MISTAKES: list[tuple[str, Callable[[Author], None], list[tuple[str, str, str]]]] = [
    ("no code", cell(3, "name", ""), [("sheet_cell_missing", "survey!B3", "name")]),
    ("no question", cell(3, "label", ""), [("sheet_cell_missing", "survey!C3", "label")]),
    ("no type", cell(3, "type", ""), [("sheet_cell_missing", "survey!A3", "type")]),
    ("unknown type", cell(3, "type", "slider"), [("sheet_cell_wrong", "survey!A3", "type")]),
    ("list that is nowhere", cell(3, "type", "select_one 没有"), [("sheet_cell_wrong", "survey!A3", "type")]),
    ("code twice", cell(4, "name", "A-01"), [("pack_code_duplicate", "survey!B4", "name")]),
    ("code begins with a digit", cell(3, "name", "1项"), [("pack_code_shape", "survey!B3", "name")]),
    ("code with a blank", cell(3, "name", "A 1"), [("pack_code_shape", "survey!B3", "name")]),
    ("reserved code", cell(3, "name", "meta"), [("sheet_cell_wrong", "survey!B3", "name")]),
    ("no basis", cell(3, "依据", ""), [("sheet_cell_missing", "survey!D3", "依据")]),
    ("law that nobody knows", cell(3, "依据", "XYZ 第三条 [V]"), [("pack_law_unknown", "survey!D3", "依据")]),
    ("name of a law that nobody knows", cell(3, "依据", "《某法》第三条"), [("pack_law_unknown", "survey!D3", "依据")]),
    ("no wording of the finding", cell(3, "隐患表述", ""), [("sheet_cell_missing", "survey!G3", "隐患表述")]),
    ("open bracket", cell(3, "隐患表述", "〔部位堵塞"), [("pack_slot_broken", "survey!G3", "隐患表述")]),
    ("nested brackets", cell(4, "整改措施", "〔a〔b〕〕"), [("pack_slot_broken", "survey!H4", "整改措施")]),
    ("no measure", cell(3, "整改措施", ""), [("sheet_cell_missing", "survey!H3", "整改措施")]),
    ("no deadline", cell(4, "整改期限", ""), [("sheet_cell_missing", "survey!I4", "整改期限")]),
    ("unknown deadline", cell(4, "整改期限", "尽快"), [("sheet_cell_wrong", "survey!I4", "整改期限")]),
    ("days are missing", cell(3, "期限天数", ""), [("sheet_cell_missing", "survey!J3", "期限天数")]),
    ("days that do not fit", cell(4, "期限天数", "3"), [("sheet_cell_wrong", "survey!J4", "期限天数")]),
    ("days are no number", cell(3, "期限天数", "半个月"), [("sheet_cell_wrong", "survey!J3", "期限天数")]),
    ("too many days", cell(3, "期限天数", "9999"), [("sheet_cell_wrong", "survey!J3", "期限天数")]),
    ("mark", cell(3, "核验", "OK"), [("sheet_cell_wrong", "survey!E3", "核验")]),
    ("grade", cell(3, "隐患级别", "特大"), [("sheet_cell_wrong", "survey!F3", "隐患级别")]),
    ("neither yes nor no", cell(3, "整改前停用", "可能"), [("sheet_cell_wrong", "survey!K3", "整改前停用")]),
    ("several places", cell(3, "多部位", "几个"), [("sheet_cell_wrong", "survey!T3", "多部位")]),
    ("needs", cell(3, "不符合时必须附", "录像"), [("sheet_cell_wrong", "survey!S3", "不符合时必须附")]),
    ("points", cell(3, "分值", "十分"), [("sheet_cell_wrong", "survey!O3", "分值")]),
    ("limit", cell(3, "限值上限", "约 30"), [("sheet_cell_wrong", "survey!R3", "限值上限")]),
    ("kind does not fit", cell(3, "作答方式", "扣分"), [("sheet_cell_wrong", "survey!N3", "作答方式")]),
    ("unknown kind", cell(3, "作答方式", "抽签"), [("sheet_cell_wrong", "survey!N3", "作答方式")]),
    (
        "replaces nothing known",
        cell(3, "替代通用项", "CM-1 CM-9"),
        [("pack_supersedes_unknown", "survey!M3", "替代通用项")],
    ),
    ("part of what is no repeat", cell(4, "所属条目", "A-01"), [("sheet_cell_wrong", "survey!U4", "所属条目")]),
    ("text too long", cell(3, "hint", "长" * 2001), [("text_too_long", "survey!V3", "hint")]),
    ("control character", cell(3, "hint", "a\x00b"), [("character_forbidden", "survey!V3", "hint")]),
    ("section without a name", cell(2, "label", ""), [("sheet_cell_missing", "survey!C2", "label")]),
    (
        "section twice",
        more_rows(6, {"type": "begin_group", "label": "证照"}, {**ITEM, "name": "A-03"}, {"type": "end_group"}),
        [("sheet_cell_wrong", "survey!C6", "label")],
    ),
    ("item outside a section", more_rows(6, {**ITEM, "name": "A-03"}), [("sheet_cell_wrong", "survey!A6", "type")]),
    ("section left open", lambda a: a.survey.pop(), [("sheet_cell_wrong", "survey!A2", "type")]),
    ("end without begin", more_rows(6, {"type": "end_group"}), [("sheet_cell_wrong", "survey!A6", "type")]),
    ("crossed ends", cell(5, "type", "end_repeat"), [("sheet_cell_wrong", "survey!A5", "type")]),
    ("nothing to check", lambda a: a.survey.clear(), [("pack_empty", "survey", "")]),
    ("no column of basis", no_column("依据"), [("sheet_column_missing", "survey", "依据")]),
    ("no column of names", no_column("name"), [("sheet_column_missing", "survey", "name")]),
    ("column twice", lambda a: a.heads.append("依据"), [("sheet_column_twice", "survey!1", "依据")]),
    ("no sheet survey", no_sheet("survey"), [("sheet_missing", "survey", "")]),
    ("no sheet settings", no_sheet("settings"), [("sheet_missing", "settings", "")]),
    ("no id", setting("form_id", ""), [("sheet_cell_missing", "settings!B2", "form_id")]),
    ("id in Chinese", setting("form_id", "木材"), [("sheet_cell_wrong", "settings!B2", "form_id")]),
    ("version", setting("version", "第二版"), [("sheet_cell_wrong", "settings!C2", "version")]),
    ("no issuer", setting("发布单位", ""), [("sheet_cell_missing", "settings!D2", "发布单位")]),
    ("day", setting("启用日期", "明年"), [("sheet_cell_wrong", "settings!G2", "启用日期")]),
    (
        "no authority anywhere",
        setting("责令主体", ""),
        [("sheet_cell_missing", f"survey!L{n}", "责令主体") for n in (3, 4)],
    ),
    ("choice without a name", choice(2, "name", ""), [("sheet_cell_missing", "choices!B2", "name")]),
    ("choice without a list", choice(2, "list_name", ""), [("sheet_cell_missing", "choices!A2", "list_name")]),
    ("choice twice", choice(3, "name", "高"), [("pack_code_duplicate", "choices!B3", "name")]),
    ("choice fails perhaps", choice(3, "不符合", "也许"), [("sheet_cell_wrong", "choices!D3", "不符合")]),
    (
        "another tick",
        lambda a: a.choices.append({"list_name": "符合性", "name": "部分符合", "label": "部分符合"}),
        [("sheet_cell_wrong", "choices!B4", "name")],
    ),
    ("law without a name", law("名称", ""), [("sheet_cell_missing", "_依据!B2", "名称")]),
    ("law without a key", law("依据编码", ""), [("sheet_cell_missing", "_依据!A2", "依据编码")]),
    ("day of a law", law("失效日", "不详"), [("sheet_cell_wrong", "_依据!E2", "失效日")]),
    ("law ends before it begins", law("失效日", "2020-01-01"), [("sheet_cell_wrong", "_依据!E2", "失效日")]),
]  # fmt: skip


def found(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(p.code.value, p.where, p.fields.get("column", "")) for p in problems]


def test_without_a_mistake_there_is_no_fault() -> None:
    reading = Author().read()
    assert reading.problems == ()
    assert reading.pack is not None and len(reading.pack.items) == 2


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_each_mistake_is_told_with_its_cell(
    change: Callable[[Author], None], expected: list[tuple[str, str, str]]
) -> None:
    author = Author()
    change(author)
    reading = author.read()
    assert found(reading.problems) == expected
    assert reading.pack is None
    for problem in reading.problems:
        words = wording.sentence(problem)
        assert words != problem.code.value and "{" not in words, words
        assert any("\u4e00" <= c <= "\u9fff" for c in words), words
        if "row" in problem.fields:
            assert problem.fields["sheet"] and problem.fields["row"].isdecimal()


def test_all_faults_are_told_at_once_in_the_order_of_the_sheets() -> None:
    author = Author()
    for change in (cell(3, "依据", ""), cell(3, "隐患级别", "大"), cell(4, "name", "A-01"), setting("version", "x")):
        change(author)
    choice(2, "name", "")(author)
    assert found(author.read().problems) == [
        ("sheet_cell_missing", "choices!B2", "name"),
        ("sheet_cell_wrong", "settings!C2", "version"),
        ("sheet_cell_missing", "survey!D3", "依据"),
        ("sheet_cell_wrong", "survey!F3", "隐患级别"),
        ("pack_code_duplicate", "survey!B4", "name"),
    ]


def test_an_edited_law_of_the_library_is_a_warning_that_says_who_counts() -> None:
    author = Author()
    author.laws.append(
        {"依据编码": "AQF", "名称": "中华人民共和国安全生产法", "文号": "2021年修正", "生效日": "2022-09-01"}
    )
    reading = author.read()
    assert [(p.severity, p.where) for p in reading.problems] == [(Severity.WARN, "_依据!D3")]
    assert reading.pack is not None
    clause = reading.pack.items[0].basis[0]
    assert clause.effective_from == LAWS.laws["AQF"].effective_from
