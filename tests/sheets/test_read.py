# SPDX-License-Identifier: MulanPSL-2.0
"""Workbooks become text as a person sees it: XLSX, XLS, CSV and Markdown in the ways of XLSForm."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.sheets import Book, read_book, read_sheet
from tests.sheets.makers import text_cell, xlsx


def saved(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_cells_are_text_as_a_person_sees_it() -> None:
    row = ["  甲 ", 15, 15.0, 0.1 + 0.2, 1e20, True, date(2026, 12, 1), datetime(2026, 12, 1, 9, 5), None, "1.0", "𠮷"]  # noqa: DTZ001
    book = read_book(saved(survey=[row]), "x.xlsx")
    assert book["survey"] == (
        (
            "甲",
            "15",
            "15",
            "0.3",
            "100000000000000000000",
            "TRUE",
            "2026-12-01",
            "2026-12-01 09:05:00",
            "",
            "1.0",
            "𠮷",
        ),
    )


def test_a_formula_gives_its_last_value_and_nothing_is_computed() -> None:
    cells = '<row r="1"><c r="A1"><f>1+1</f><v>3</v></c><c r="B1" t="str"><f>HYPERLINK("x")</f><v>甲</v></c></row>'
    assert read_book(xlsx(cells), "x.xlsx")["survey"] == (("3", "甲"),)


def test_rows_and_cells_keep_their_place_and_empty_ends_are_cut() -> None:
    cells = f'<row r="3">{text_cell("B3", "甲")}<c r="D3" s="0"/></row><row r="5"><c r="A5" s="0"/></row>'
    book = read_book(xlsx(cells), "x.xlsx")
    assert book["survey"] == ((), (), ("", "甲"))
    assert book.row_number("survey", 2) == 3


def test_formats_far_outside_what_is_filled_in_cost_nothing() -> None:
    far = "".join(f'<row r="{n}"><c r="AMJ{n}" s="0"/></row>' for n in (2, 60_000, 1_048_576))
    book = read_book(xlsx(f'<row r="1">{text_cell("A1", "甲")}</row>{far}'), "x.xlsx")
    assert book["survey"] == (("甲",),)


def test_all_sheets_are_there_by_name_and_found_in_large_letters() -> None:
    book = read_book(saved(Survey=[["type"]], _依据=[["依据编码"]], 空=[]), "x.xlsx")
    assert list(book) == ["Survey", "_依据", "空"]
    assert (book.find("survey"), book.find("choices"), len(book)) == ("Survey", None, 3)


CSV = (
    'survey,,,\r\n,type,name,label\r\n,text,a,“甲”\r\n\r\n,note,b,"两行\n说明"\r\n'
    "choices\r\n,list_name,name\r\n,l,1\r\n"
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_names_its_sheets_in_the_first_column(codec: str) -> None:
    book = read_book(CSV.encode(codec), "x.csv")
    assert book["survey"] == (("type", "name", "label"), ("text", "a", "“甲”"), (), ("note", "b", "两行\n说明"))
    assert book["choices"] == (("list_name", "name"), ("l", "1"))
    assert (book.row_number("survey", 0), book.row_number("choices", 1)) == (2, 8)


def test_a_plain_csv_is_the_sheet_survey() -> None:
    book = read_book("type;name;label\ntext;a;甲\n".encode(), "survey.csv")
    assert book["survey"] == (("type", "name", "label"), ("text", "a", "甲"))


def test_markdown_tables_are_sheets() -> None:
    text = (
        "# 说明\n\n| survey | | | |\n| --- | --- | --- | --- |\n| | type | name | label |\n| | text | 项1 | 甲\\|乙 |\n"
        "\n| choices |\n| | list_name | name |\n| | l | 𠮷 |\n"
    )
    book = read_book(text.encode(), "x.md")
    assert book["survey"] == (("type", "name", "label"), ("text", "项1", "甲|乙"))
    assert book["choices"] == (("list_name", "name"), ("l", "𠮷"))
    assert book.row_number("choices", 0) == 9


def test_a_register_still_reads_its_first_sheet() -> None:
    data = saved(名录=[["企业名称", "电话"], ["甲", 5361234]], 其他=[["x"]])
    assert read_sheet(data, "x.xlsx").rows == (("企业名称", "电话"), ("甲", "5361234"))


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,,\n", b"| | |\n", saved(survey=[])])
def test_a_file_without_anything_is_refused_as_empty(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_book(data, "x")
    assert [p.code for p in refused.value.problems] == [ProblemCode.TABLE_EMPTY]


def test_a_book_is_a_mapping() -> None:
    book = Book("x", {"a": (("1",),)}, {"a": 7})
    assert dict(book) == {"a": (("1",),)}
    assert book.row_number("a", 1) == 8
