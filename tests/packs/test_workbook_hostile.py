# SPDX-License-Identifier: MulanPSL-2.0
"""Whatever stands in the cells of a workbook, reading it ends in a checklist or in faults, never in an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app import wording
from inspector_app.domain.problems import blocking
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.packs.frozen import freeze, thaw
from inspector_app.packs.workbook.read import read_workbook
from inspector_app.packs.workbook.write import write_workbook
from inspector_app.sheets import Book, read_book

CATALOGUE = load_catalogue([Path(__file__).resolve().parents[2] / "checklists"])
SHEETS = ("survey", "choices", "settings", "_依据", "_数据", "_未支持")
WORDS = (
    "", "begin_group", "end_group", "begin_repeat", "end_repeat", "select_one 符合性", "select_one", "calculate",
    "text", "是", "否", "V", "AQF", "AQF 第一条 [V]", "《", "》；；", "[V]", "15", "-1", "1e999999", "NaN", "９９",
    "0000-00-00", "9999-99-99", "name", "label", "依据", "type", "label::", "::English", "（附）", "（译）::x", "〔",
    "\ud800", "\ufffe", "\x00", "label::\ud800", "1" * 5000, "[" * 500, '{"a":' * 300, '"\\ud800"', "1e999", "A" * 3000,
    "符合性", "xlsform", "\n\n", "a\nb", "、、", "𠮷",
)  # fmt: skip
CELL = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))


def small_book() -> Book:
    pack = CATALOGUE.pack("fire_exit")
    assert pack is not None
    book = read_book(write_workbook(pack, CATALOGUE.library), "x.xlsx", in_process=True)
    rows = {name: rows[:12] for name, rows in book.items() if not name.startswith(("_说明", "_词表"))}
    rows["survey"] = (*rows["survey"][:8], ("end_group",))
    rows["_数据"] = (("表", "内容"), ("q", '{"a":[1,2]}'))
    rows["_未支持"] = (("位置", "类型", "内容"), ("survey!3", "audio", "x"))
    return Book("x.xlsx", rows)


GOOD = small_book()


def test_the_book_to_break_is_whole() -> None:
    reading = read_workbook(GOOD, CATALOGUE.library, CATALOGUE.common_codes)
    assert reading.problems == () and reading.pack is not None
    assert reading.pack.data == {"q": {"a": [1, 2]}}


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(SHEETS), st.integers(0, 9), st.integers(0, 30), CELL), min_size=1, max_size=8),
    st.sets(st.sampled_from(SHEETS), max_size=1),
)
def test_any_cells_give_a_checklist_or_faults(edits: list[tuple[str, int, int, str]], gone: set[str]) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in GOOD.items() if name not in gone}
    for sheet, row, column, text in edits:
        if sheet in sheets and row < len(sheets[sheet]):
            cells = sheets[sheet][row]
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
    book = Book("x.xlsx", {name: tuple(tuple(row) for row in rows) for name, rows in sheets.items()})
    reading = read_workbook(book, CATALOGUE.library, CATALOGUE.common_codes)
    assert (reading.pack is None) == bool(blocking(reading.problems))
    for problem in reading.problems:
        assert wording.sentence(problem)
    if reading.pack is not None:
        assert freeze(thaw(freeze(reading.pack))) == freeze(reading.pack)


@pytest.mark.parametrize("rows", [(), ((),), (("type", "name", "label"),), (("x",), ("y",)), (("type",) * 50,)])
def test_odd_surveys(rows: tuple[tuple[str, ...], ...]) -> None:
    reading = read_workbook(
        Book("x", {"survey": rows, "settings": rows, "_依据": rows, "choices": rows}), CATALOGUE.library
    )
    assert reading.pack is None and reading.problems


def test_too_many_items_are_refused_at_the_first_that_is_too_many() -> None:
    head = ("type", "name", "label")
    items = tuple(("text", f"A{n}", "x") for n in range(5_001))
    settings_rows = (("form_title", "form_id", "version", "发布单位"), ("t", "t", "1.0", "x"))
    survey = (head, ("begin_group", "g", "s"), *items, ("end_group",))
    reading = read_workbook(Book("x", {"survey": survey, "settings": settings_rows}), CATALOGUE.library)
    assert [(p.code.value, p.where) for p in blocking(reading.problems)] == [("sheet_cell_wrong", "survey!A5003")]
