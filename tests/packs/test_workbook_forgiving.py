# SPDX-License-Identifier: MulanPSL-2.0
"""A workbook as Excel and WPS leave it: numbers, days, blanks, variants of words; and what may be left out."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from inspector_app.domain.answering import AnswerKind, Need
from inspector_app.domain.checklist import ChecklistItem, DeadlineClass, ItemGrade, Verified
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.packs.frozen import freeze
from inspector_app.packs.workbook.read import read_workbook
from inspector_app.packs.workbook.write import write_workbook
from inspector_app.sheets import read_book
from tests.packs.pack_makers import LAWS
from tests.packs.test_workbook_faults import ITEM, Author, choice, law, more_rows, setting

CATALOGUE = load_catalogue([Path(__file__).resolve().parents[2] / "checklists"])


def first(author: Author) -> ChecklistItem:
    reading = author.read()
    assert reading.problems == (), reading.problems
    assert reading.pack is not None
    return reading.pack.items[0]


def given(**cells: str) -> ChecklistItem:
    author = Author()
    author.survey[1].update(cells)
    for head in cells:
        if head not in author.heads:
            author.heads.append(head)
    return first(author)


def test_a_new_row_needs_little_and_gets_no_law_by_guess() -> None:
    author = Author()
    author.heads = ["type", "name", "label", "依据", "隐患表述", "整改措施", "整改期限", "期限天数"]
    item = first(author)
    assert (item.applies_to, item.methods, item.criterion) == ("全部", ("看现场",), item.check)
    assert (item.grade, item.verified, item.authority) == (ItemGrade.GENERAL, Verified.M, "应急管理部门")
    assert (item.penalty, item.order_basis, item.major_ref) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("限期", "15", (DeadlineClass.WITHIN_DAYS, 15, False)),
        ("限期", "１５", (DeadlineClass.WITHIN_DAYS, 15, False)),
        ("限期整改", "15日", (DeadlineClass.WITHIN_DAYS, 15, False)),
        ("15日内", "", (DeadlineClass.WITHIN_DAYS, 15, False)),
        ("限期 30 天内整改", "", (DeadlineClass.WITHIN_DAYS, 30, False)),
        ("", "7", (DeadlineClass.WITHIN_DAYS, 7, False)),
        ("立即整改", "", (DeadlineClass.IMMEDIATE, None, False)),
        ("停产停业", "", (DeadlineClass.STOP, None, True)),
        ("停用", "", (DeadlineClass.STOP, None, True)),
    ],
)
def test_deadlines_in_the_ways_people_write_them(
    text: str, days: str, expected: tuple[DeadlineClass, int | None, bool]
) -> None:
    item = given(整改期限=text, 期限天数=days)
    assert (item.deadline_class, item.deadline_days, item.suspend) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AQF 第三十六条 [V]", [("AQF", "第三十六条", "V")]),
        ("AQF第三十六条（待核）", [("AQF", "第三十六条", "M")]),
        ("AQF 第三十六条", [("AQF", "第三十六条", "M")]),
        ("ＡＱＦ　第三十六条【Ｖ】", [("AQF", "第三十六条", "V")]),
        ("AQF", [("AQF", "", "M")]),
        ("《安全生产法》第三十六条 [已核]", [("AQF", "第三十六条", "V")]),
        ("中华人民共和国安全生产法第三十六条", [("AQF", "第三十六条", "M")]),
        ("AQF 第一条 [V]\nGB 18218 表1 [M]", [("AQF", "第一条", "V"), ("GB 18218", "表1", "M")]),
        ("AQF 第一条 [V]；GB 5.2 [V]", [("AQF", "第一条", "V"), ("GB", "5.2", "V")]),
        ("AQF 第一条；第二条 [V]", [("AQF", "第一条；第二条", "V")]),
        ("地方1 第八条 [V]", [("地方1", "第八条", "V")]),
        ("GB 附录 V [M]", [("GB", "附录 V", "M")]),
    ],
)
def test_clauses_in_the_ways_people_write_them(text: str, expected: list[tuple[str, str, str]]) -> None:
    basis = given(依据=text).basis
    assert [(c.law, c.clause, c.verified.value) for c in basis] == expected
    assert all(c.name for c in basis)


def test_a_law_that_only_the_workbook_has_brings_its_name_and_days() -> None:
    author = Author()
    law("失效日", "2027年1月2日")(author)
    author.survey[1]["依据"] = "地方1 第八条 [V]"
    (clause,) = first(author).basis
    assert (clause.name, clause.effective_from, clause.effective_to) == (
        "某省安全生产条例", date(2024, 1, 1), date(2027, 1, 2),
    )  # fmt: skip


def test_a_name_that_two_laws_have_is_asked_back() -> None:
    author = Author()
    author.laws.append({"依据编码": "地方2", "名称": "某省安全生产条例"})
    author.survey[1]["依据"] = "《某省安全生产条例》第八条"
    (problem,) = author.read().problems
    assert (problem.where, problem.fields["expected"]) == ("survey!D3", "地方1、地方2")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("select one 符合性", AnswerKind.TICK),
        ("Select_One 符合性", AnswerKind.TICK),
        ("符合性", AnswerKind.TICK),
        ("TEXT ", AnswerKind.TEXT),
        ("Integer", AnswerKind.WHOLE),
        ("数字", AnswerKind.NUMBER),
        ("datetime", AnswerKind.INSTANT),
        ("ｎｏｔｅ", AnswerKind.NOTE),
        ("select_one 等级", AnswerKind.CHOICE),
        ("select_multiple 等级", AnswerKind.CHOICES),
        ("audio", AnswerKind.UNSUPPORTED),
    ],
)
def test_types_in_the_ways_people_write_them(written: str, kind: AnswerKind) -> None:
    item = given(type=written)
    assert item.answer.kind is kind
    if kind in (AnswerKind.CHOICE, AnswerKind.CHOICES):
        assert [(c.name, c.fails) for c in item.answer.choices] == [("高", True), ("低", False)]


def test_facts_need_neither_basis_nor_deadline() -> None:
    author = Author()
    row = {"type": "decimal", "name": "F-1", "label": "罐容", "单位": "m³", "最小值": "0"}
    more_rows(5, row)(author)
    reading = author.read()
    assert reading.problems == () and reading.pack is not None
    item = reading.pack.items[-1]
    assert (item.answer.unit, item.answer.least, item.answer.can_fail) == ("m³", Decimal(0), False)


def test_a_number_with_a_limit_can_fail_and_needs_its_basis() -> None:
    author = Author()
    more_rows(5, {"type": "decimal", "name": "F-1", "label": "罐容", "限值上限": "３０"})(author)
    heads = [p.fields["column"] for p in author.read().problems]
    assert heads == ["依据", "隐患表述", "整改措施", "整改期限"]


def test_needs_points_and_other_small_cells() -> None:
    item = given(type="decimal", 作答方式="扣分", 分值="10", 不符合时必须附="照片、备注", 多部位="√", 核验="已核")
    assert (item.answer.kind, item.points, item.needs) == (AnswerKind.DEDUCTION, 10, (Need.PHOTO, Need.NOTE))
    assert item.several_places and item.verified is Verified.V


def test_settings_in_the_ways_people_write_them() -> None:
    author = Author()
    for head, text in (("启用日期", "2026/12/1"), ("version", "2026-12-01"), ("行业", "")):
        setting(head, text)(author)
    reading = author.read()
    assert reading.pack is not None
    assert (reading.pack.valid_from, reading.pack.version, reading.pack.industry) == (
        date(2026, 12, 1), "2026.12.1", "timber",
    )  # fmt: skip


def test_groups_inside_sections_become_headings_and_their_relevance_holds_for_all_inside() -> None:
    author = Author()
    author.heads.append("relevant")
    inner = {**ITEM, "name": "A-03", "relevant": "${x} = 1"}
    more_rows(
        5, {"type": "begin group", "label": "罐区", "relevant": "${A-01} = '不符合'"}, inner, {"type": "end group"}
    )(author)
    reading = author.read()
    assert reading.pack is not None, reading.problems
    item = reading.pack.items[-1]
    assert (item.section, item.group) == ("证照", "罐区")
    assert item.logic.relevant == "(${A-01} = '不符合') and (${x} = 1)"


def test_lines_inside_a_cell_are_joined_and_unknown_columns_kept() -> None:
    item = given(label="安全出口\n是否 open\nnow", 我的备注="留着\n这句")
    assert (item.check, item.extras) == ("安全出口是否 open now", {"我的备注": "留着这句"})


def test_cells_of_groups_and_rows_without_a_type_are_listed_and_not_dropped() -> None:
    author = Author()
    author.survey[0]["hint"] = "给自己看"
    more_rows(4, {"依据": "随手写的"})(author)
    reading = author.read()
    assert reading.pack is not None
    assert [(e.where, e.what, e.text) for e in reading.pack.left_out] == [
        ("survey!V2", "hint", "给自己看"), ("survey!4", "row", "随手写的"),
    ]  # fmt: skip


def test_an_export_that_was_edited_in_a_spreadsheet_reads_well() -> None:
    pack = CATALOGUE.pack("hazmat")
    assert pack is not None
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(pack, CATALOGUE.library)))
    survey, settings = book["survey"], book["settings"]
    heads = {cell.value: cell.column for cell in survey[1]}
    row = next(r for r in range(2, survey.max_row) if survey.cell(r, heads["期限天数"]).value)
    days = int(survey.cell(row, heads["期限天数"]).value)
    survey.cell(row, heads["期限天数"]).value = days + 1  # a number now
    survey.cell(row, heads["label"]).value += "  "
    survey.cell(row, heads["核验"]).value = "ｖ"
    survey.cell(1, survey.max_column + 2).value = "我的列"
    survey.cell(row, survey.max_column).value = 1.0
    names = {cell.value: cell.column for cell in settings[1]}
    settings.cell(2, names["启用日期"]).value = datetime(2027, 1, 2)  # noqa: DTZ001
    settings.cell(2, names["version"]).value = 2027.5
    made = io.BytesIO()
    book.save(made)
    reading = read_workbook(read_book(made.getvalue(), "x.xlsx"), CATALOGUE.library, CATALOGUE.common_codes)
    assert reading.problems == ()
    assert reading.pack is not None
    assert (reading.pack.valid_from, reading.pack.version) == (date(2027, 1, 2), "2027.5")
    code = survey.cell(row, heads["name"]).value
    item = next(item for item in reading.pack.items if item.code == code)
    before = next(item for item in pack.items if item.code == code)
    assert (item.deadline_days, item.check, item.extras) == (days + 1, before.check, {"我的列": "1"})


def test_what_was_written_by_openpyxl_comes_back_too() -> None:
    pack = CATALOGUE.pack("fire_exit")
    assert pack is not None
    made = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(write_workbook(pack, CATALOGUE.library))).save(made)
    reading = read_workbook(read_book(made.getvalue(), "x.xlsx"), CATALOGUE.library, CATALOGUE.common_codes)
    assert reading.pack is not None and freeze(reading.pack) == freeze(pack)


def test_choices_with_facts_and_a_fault_elsewhere_do_not_disturb_each_other() -> None:
    author = Author()
    choice(3, "不符合", "否")(author)
    author.survey[1]["type"] = "select_one 等级"
    assert [c.fails for c in first(author).answer.choices] == [True, False]
    assert LAWS.knows("AQF")
