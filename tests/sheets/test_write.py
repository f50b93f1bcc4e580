# SPDX-License-Identifier: MulanPSL-2.0
"""Workbooks that we write: text in every cell, no formula, lists to choose from, the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.sheets import ColumnPlan, SheetPlan, Tone, read_book, write_book

TRICKY = (
    "=1+1",
    "+A1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "http://x.y/z",
    "0123",
    "911100000000000000",
    "1.0",
    "𠮷",
    "a_x0041_b",
)


def plan(rows: list[list[str]], **more: object) -> SheetPlan:
    columns = (
        ColumnPlan(head="甲", width=30, note="说明", tone=Tone.NEEDED),
        ColumnPlan(head="乙", choices=("一般", "重大")),
        ColumnPlan(head="丙", choices=tuple(f"很长的选项{n}" for n in range(100)), is_strict=False),
        ColumnPlan(head="丁", is_folded=True),
    )
    return SheetPlan(name="survey", columns=columns, rows=rows, frozen_columns=1, **more)  # type: ignore[arg-type]


def sheets_of(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]


def test_nothing_typed_becomes_a_formula_a_number_or_a_link() -> None:
    data = write_book([plan([[text] for text in TRICKY])], title="x")
    for text in sheets_of(data):
        assert not re.search(r"<f[ >]", text) and "<hyperlink" not in text
        filled = re.findall(r'<c r="A\d+"([^>/]*)>', text)
        assert filled and all('t="s"' in attributes for attributes in filled), "every filled cell is a text"
    rows = read_book(data, "x.xlsx")["survey"][1:]
    assert [row[0] for row in rows] == [text.strip() for text in TRICKY]


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write_book([plan([["a"]])], title="x") == write_book([plan([["a"]])], title="x")


def test_lists_widths_notes_and_frozen_heads_are_there() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_book([plan([["a", "一般"]])], title="x")))
    sheet = book["survey"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["B2:B502"].formula1 == '"一般,重大"'
    assert (rules["B2:B502"].errorStyle or "stop", rules["C2:C502"].errorStyle) == ("stop", "information")
    assert rules["C2:C502"].formula1 == "'_词表'!$A$1:$A$100"
    assert [cell.value for cell in book["_词表"]["A"]][:2] == ["很长的选项0", "很长的选项1"]
    assert book["_词表"].sheet_state == "hidden"
    assert (sheet.freeze_panes, round(sheet.column_dimensions["A"].width)) == ("B2", 31)
    assert sheet["A1"].comment is not None and "说明" in sheet["A1"].comment.text
    assert sheet.column_dimensions["D"].hidden and sheet.column_dimensions["D"].outlineLevel == 1
    assert sheet["A2"].number_format == "@" and sheet["A2"].alignment.wrap_text


def test_what_no_cell_can_hold_is_refused_with_its_place() -> None:
    with pytest.raises(Refused) as refused:
        write_book([plan([["a"], ["长" * 32_768], ["b", "\ufffe"]])], title="x")
    found = [(p.code, p.fields["row"], p.fields["column"]) for p in refused.value.problems]
    assert found == [(ProblemCode.TEXT_TOO_LONG, "3", "甲"), (ProblemCode.CHARACTER_FORBIDDEN, "4", "乙")]
    write_book([plan([["长" * 32_767]])], title="x")


def test_a_sheet_without_heads_and_a_hidden_one() -> None:
    hidden = SheetPlan(name="_数据", columns=(), rows=[["x"]], is_hidden=True, has_heads=False)
    book = openpyxl.load_workbook(io.BytesIO(write_book([plan([]), hidden], title="x")))
    assert (book["_数据"]["A1"].value, book["_数据"].sheet_state) == ("x", "hidden")
