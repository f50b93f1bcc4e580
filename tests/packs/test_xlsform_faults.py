# SPDX-License-Identifier: MulanPSL-2.0
"""What is wrong with a form is told with sheet, row and column, all of it at once, and in Chinese."""

from __future__ import annotations

import re

import pytest
from pyxform.errors import ErrorCode

from inspector_app import wording
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.xlsform import read_xlsform
from inspector_app.packs.xlsform.faults import MOST_PROBLEMS, Fault
from inspector_app.packs.xlsform.messages import CODED, read_message
from inspector_app.wording.xlsform_sentences import XLSFORM_REASONS
from tests.packs.xlsform_forms import blocks, form, warnings

HEAD = "type|name|label|relevant|constraint|calculation|parameters|choice_filter|trigger|appearance"


@pytest.fixture(autouse=True)
def chinese() -> None:
    wording.set_language("zh_CN")


def test_every_fault_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert {fault.value for fault in Fault} == set(XLSFORM_REASONS)


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_is_said_in_chinese(fault: Fault) -> None:
    fields = dict.fromkeys(re.findall(r"(?<!\{)\{(\w+)\}", XLSFORM_REASONS[fault].replace("{{{", "{")), "甲")
    place = {"sheet": "survey", "row": "7", "column": "label"}
    said = wording.sentence(Problem(code=ProblemCode.XLSFORM_FAULT, fields={**fields, **place, "reason": fault.value}))
    assert said.startswith("工作表“survey”第 7 行“label”列：")
    assert "…" not in said and re.search("[\u4e00-\u9fff]{2}", said.partition("：")[2])


def test_a_place_that_is_known_in_part_is_said_in_part() -> None:
    def said(**fields: str) -> str:
        blank = {"sheet": "", "row": "", "column": "", "reason": "survey_empty"}
        return wording.sentence(Problem(code=ProblemCode.XLSFORM_FAULT, fields=blank | fields))

    text = "没有任何题目；请在表头下面至少写一行题目。"
    assert said() == text
    assert said(sheet="survey") == f"工作表“survey”：{text}"
    assert said(sheet="survey", row="3") == f"工作表“survey”第 3 行：{text}"
    assert said(sheet="survey", column="type") == f"工作表“survey”“type”列：{text}"
    assert said(sheet="survey", reason="not of ours") == "工作表“survey”：not of ours"


@pytest.mark.parametrize("code", ErrorCode, ids=lambda code: code.name)
def test_every_coded_message_of_pyxform_is_known(code: ErrorCode) -> None:
    """A new pyxform with a new code fails here, and is then given its Chinese."""
    assert code.name in CODED
    parts = dict.fromkeys(re.findall(r"(?<!\{)\{(\w+)\}", code.value.msg), "甲") | {"row": "9", "sheet": "survey"}
    (said,) = read_message(code.value.format(**parts))
    assert said.fault is CODED[code.name][0]
    if "{row}" in code.value.msg:
        assert said.row == 9


SAID_BY_PYXFORM = {
    "geo_reference survey:2:parameters": ["geopoint|a|位置||||reference-geometry=zz"],
    "parameter_value survey:2:parameters": ["geopoint|a|位置||||capture-accuracy=x"],
    "geo_incremental survey:2:parameters": ["geotrace|a|轨迹||||incremental=false"],
    "range_labels_two survey:2:parameters": ["range|a|分||||start=1 end=3 tick_labelset=t|||no-ticks"],
    "range_appearance survey:2:parameters": ["range|a|分||||start=1 end=3 tick_interval=1|||rating"],
    "range_label_number survey:2:parameters": ["range|a|分||||start=1 end=3 tick_labelset=r"],
    "range_label_outside survey:2:parameters": ["range|a|分||||start=1 end=2 tick_labelset=t"],
    "range_label_multiple survey:2:parameters": ["range|a|分||||start=1 end=5 step=4 tick_labelset=t"],
    "parameter_whole survey": ["image|a|照片||||max-pixels=大"],
    "parameter_whole survey:2:parameters": ["text|a|文字||||rows=三"],
    "package_name survey:2:parameters": ["image|a|照片||||app=无点"],
    "table_list_filter survey:3:choice_filter": [
        "begin group|g|组||||||| table-list",
        "select_one r|a|甲|||||name = '1'",
        "end group",
    ],
    "table_list_mixed survey:4:type": [
        "begin group|g|组|||||||table-list",
        "select_one r|a|甲",
        "select_one t|b|乙",
        "end group",
    ],
    "trigger_hidden survey:3:trigger": ["calculate|a||||1", "text|b|乙|||1|||${a}"],
    "search_shared survey:2:appearance": ["select_one r|a|甲|||||||search('x')", "select_one r|b|乙"],
    "search_file survey:2:appearance": ["select_one_from_file x.csv|a|甲|||||||search('x')"],
    "instance_twice survey": ["select_one_from_file r.csv|a|甲", "select_one r|b|乙"],
    "geopoint_trigger survey:3:trigger": ["text|b|乙", "background-geopoint|a|"],
    "loop_list survey:2:type": ["begin loop|a|甲", "text|b|乙", "end loop"],
    "save_to_no_entity survey:2:save_to": [],
}


@pytest.mark.parametrize(("told", "rows"), SAID_BY_PYXFORM.items())
def test_what_only_pyxform_finds_is_told_with_its_place(told: str, rows: list[str]) -> None:
    choices = (
        ("list_name", "name", "label"),
        *((n, v, f"选项{v}") for n, v in (("r", "是"), ("r", "否"), ("t", "1"), ("t", "2"), ("t", "3"))),
    )
    reading = form("\n".join([HEAD, *rows]), choices) if rows else form("type|name|label|save_to\ntext|a|甲|属性")
    assert [entry for entry in blocks(reading) if entry.startswith(told)], blocks(reading)
    assert not [entry for entry in blocks(reading) if entry.startswith("pyxform")]


def test_a_message_that_nobody_foresaw_is_passed_on_in_its_own_words() -> None:
    (said,) = read_message("[row : 12] Something new happened to 'x'.")
    assert (said.fault, said.sheet, said.row) == (Fault.PYXFORM, "survey", 12)
    problem = Problem(
        code=ProblemCode.XLSFORM_FAULT,
        fields={"reason": said.fault, "sheet": "survey", "row": "12", "column": "", **said.fields},
    )
    assert wording.sentence(problem) == (
        "工作表“survey”第 12 行：检查程序 pyxform 报告（原文）：Something new happened to 'x'."
    )


def test_where_pyxform_stumbles_the_form_is_read_without_it() -> None:
    reading = form("type|name|label|instance::tag\nbegin group|g|组|x\ntext|a|甲\nend group")
    assert reading.pack is not None
    assert warnings(reading) == ["pyxform_failed"]


def test_faults_do_not_hide_each_other_and_none_is_told_twice() -> None:
    reading = form(
        f"{HEAD}\ntext|1a|甲|${{无}} = 1\nintegr|b|乙\nselect_one 无此表|c|丙\nend group\n"
        "begin repeat|r|重复\ntext|d|丁"
    )
    assert blocks(reading) == [
        "name_start survey:2:name", "reference_unknown survey:2:relevant", "type_unknown_like survey:3:type",
        "list_unknown survey:4:type", "end_unmatched survey:5:type", "begin_open survey:6:type",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("survey", "told"),
    [
        ("type|name\ntext|a", ["heading_missing survey:1"]),
        ("type|label\ntext|甲", ["heading_missing survey:1", "name_missing survey:2:name"]),
        ("type|name|label|label\ntext|a|甲|乙", ["heading_twice survey:1:label"]),
        ("type|name|caption|label\ntext|a|甲|乙", ["heading_twice survey:1:label"]),
        ("type|name|label\ntext|a|甲\ntext|a|乙", ["name_twice survey:3:name"]),
        ("type|name|label\nbegin repeat|a|甲\ntext|b|乙\nend repeat\nbegin group|g|组\nbegin repeat|a|甲\ntext|c|丙\n"
         "end repeat\nend group",
         ["name_repeat survey:6:name"]),
        ("type|name|label\nbegin group|a|甲\ntext|b|乙\nend repeat", ["end_crossed survey:4:type"]),
        ("type|name|label|trigger\ntext|a|甲\ntext|b|乙|a", ["reference_shape survey:3:trigger"]),
        ("type|name|label\nselect_one r or_other|a|甲", []),
        ("type|name|label\n文本|a|甲", ["type_unknown_like survey:2:type"]),
        ("type|name|label\naudit|记录|", ["audit_name survey:2:name"]),
        ("type|name|label|constraint\ninteger|a|甲|(. > 1", ["expression_open survey:2:constraint"]),
        ("type|name|label|constraint\ninteger|a|甲|. ＞ 1", ["expression_full_width survey:2:constraint"]),
        ("type|name|label|default\ninteger|a|甲|if(1, 2", ["expression_open survey:2:default"]),
    ],
)  # fmt: skip
def test_faults_of_headings_names_and_expressions(survey: str, told: list[str]) -> None:
    assert blocks(form(survey)) == told


def test_words_for_yes_are_read_and_told() -> None:
    reading = form("type|name|label|required\ntext|a|甲|是\ntext|b|乙|非必填")
    assert reading.pack is not None
    assert [item.logic.required for item in reading.pack.items] == ["true()", ""]
    assert warnings(reading) == ["word_yes survey:2:required", "word_yes survey:3:required"]


def test_a_filter_that_reads_a_column_that_is_not_there_is_told() -> None:
    reading = form(f"{HEAD}\ntext|市|市\nselect_one r|a|甲|||||城市 = ${{市}} and label != 'and'")
    assert warnings(reading) == ["filter_column survey:3:choice_filter"]


@pytest.mark.parametrize("book", [{}, {"survey": []}, {"survey": [[]]}, {"甲": [["x"]], "乙": [["y"]]}, {"": [[""]]}])
def test_a_workbook_without_a_form_is_refused_and_nothing_breaks(book: dict[str, list[list[str]]]) -> None:
    reading = read_xlsform(book, "空.xlsx")
    assert reading.pack is None and blocks(reading)


def test_a_sheet_of_one_workbook_may_have_any_name_and_one_table_may_hold_all_sheets() -> None:
    rows = [["type", "name", "label"], ["text", "a", "甲"]]
    assert read_xlsform({"检查表": rows}, "甲.xlsx").pack is not None
    flat = [["survey"], *[["", *row] for row in rows], ["settings"], ["", "form_title"], ["", "总表"]]
    reading = read_xlsform({"文件": flat}, "甲.csv")
    assert reading.pack is not None and reading.pack.title == "总表"


def test_the_list_of_faults_has_an_end() -> None:
    rows = [["type", "name", "label"], *[["integr", f"a{n}", "甲"] for n in range(1000)]]
    reading = read_xlsform({"survey": rows}, "多.xlsx")
    assert len(reading.problems) == MOST_PROBLEMS + 1
    assert reading.problems[-1].fields["reason"] == "more" and reading.problems[-1].fields["count"] == "700"


def test_many_warnings_of_one_kind_are_one_sentence() -> None:
    rows = [["type", "name", "label"], *[["image", f"a{n}", "照片"] for n in range(50)]]
    (warning,) = read_xlsform({"survey": rows}, "照片.xlsx").problems
    assert warning.fields["row"].startswith("2, 3, 4,") and warning.fields["row"].endswith("32 …")


def test_forms_that_are_too_large_are_refused_before_they_take_long() -> None:
    long = [["type", "name", "label"], *[["text", f"a{n}", "题" * 1000] for n in range(3100)]]
    assert blocks(read_xlsform({"survey": long}, "长.xlsx")) == ["form_large"]
    many = [["type", "name", "label"], *[["text", f"a{n}", "题"] for n in range(5001)]]
    assert blocks(read_xlsform({"survey": many}, "多.xlsx")) == ["rows_too_many survey:5002"]
    choices = [["list_name", "name", "label"], *[["r", str(n), "选项"] for n in range(1001)]]
    heavy = [["type", "name", "label"], *[["select_one r", f"a{n}", "题"] for n in range(100)]]
    assert blocks(read_xlsform({"survey": heavy, "choices": choices}, "重.xlsx")) == ["choices_many"]


def test_conditions_of_groups_that_are_too_long_together_are_told() -> None:
    condition = " or ".join(["${a} = '1'"] * 120)
    reading = form(
        "type|name|label|relevant\ntext|a|甲\n"
        f"begin group|g|组|{condition}\ntext|b|乙|{condition} or ${{a}} = '2'\nend group"
    )
    assert blocks(reading) == ["logic_long survey:4:relevant"]


def test_what_stands_below_a_long_gap_is_listed_and_not_read() -> None:
    rows = [["type", "name", "label"], ["text", "a", "甲"], *[["", "", ""]] * 61, ["party", "like", "it"]]
    reading = read_xlsform({"survey": rows}, "隔.xlsx")
    assert reading.pack is not None
    assert [(e.where, e.text) for e in reading.pack.left_out] == [("survey:64", "party | like | it")]
    assert blocks(read_xlsform({"survey": [*rows[:62], rows[-1]]}, "近.xlsx")) == ["type_unknown survey:63:type"]
