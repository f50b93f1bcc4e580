# SPDX-License-Identifier: MulanPSL-2.0
"""Whatever stands in a workbook: a checklist that can be kept comes of it, or problems, never an exception."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app import wording
from inspector_app.packs.frozen import freeze, thaw
from inspector_app.packs.xlsform import XlsformReading, read_xlsform
from tests.packs.xlsform_forms import NAMES, Rows, book_of

WORDS = (
    "", " ", "type", "name", "label", "text", "integer", "note", "calculate", "hidden", "range", "image",
    "select_one r",
    "select_multiple 符合性", "select_one 符合性 or_other", "select_one ${站名}", "select_one_external 村", "rank r",
    "select_one_from_file a.csv", "begin group", "end group", "begin repeat", "end repeat", "begin loop over 符合性",
    "end loop", "osm x", "audit", "today", "geopoint", "acknowledge", "background-geopoint", "csv-external", "trigger",
    "${站名}", "${", "${}", "${ a }", "$", "true()", "yes", "no", "是", "TRUE", "1项", "检查 项", "meta", "data", "a:b",
    "start=1 end=5", "start=1e999999 end=2", "step=0", "=", "randomize=true seed=x", "quick", "table-list",
    "search('a')", "ex:app", "'", '"', "(", ")", "（＝）", "“是”", "🙂", "𠮷", "\U0002b740", "\u200b", "\ufffe", "\x07",
    "\n", "<b>&lt;", "<![CDATA[", "]]>", "&amp;", "%(label)s", "{x}", "{0}", "〔", "label::中文 (zh)", "label:English",
    "media::image", "bind::relevant", "jr:count", "::", ":", "x" * 2100, "9" * 40, "1e400", "-", ".",
    "/data/a", "pulldata('a','b')",
)  # fmt: skip
CELLS = st.sampled_from(WORDS) | st.text(max_size=12)


def holds(reading: XlsformReading) -> None:
    for problem in reading.problems:
        assert wording.sentence(problem)
        assert set(problem.fields) >= {"reason", "sheet", "row", "column"} or problem.code != "xlsform_fault"
    if reading.pack is None:
        assert any(problem.severity == "block" for problem in reading.problems)
    else:
        assert thaw(freeze(reading.pack)) == reading.pack
        assert reading.pack.items


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Mapping[str, Rows], str]:
    """Give a committed form in which a few cells, rows and sheet names are others."""
    name = draw(st.sampled_from(NAMES))
    book = {sheet: [list(row) for row in rows] for sheet, rows in book_of(name).items()}
    for _ in range(draw(st.integers(1, 6))):
        rows = book[draw(st.sampled_from(sorted(book)))]
        act = draw(st.sampled_from(("cell", "cell", "cell", "drop", "twice", "swap", "wide")))
        if not rows:
            continue
        at = draw(st.integers(0, len(rows) - 1))
        if act == "cell" and rows[at]:
            rows[at][draw(st.integers(0, len(rows[at]) - 1))] = draw(CELLS)
        elif act == "drop":
            del rows[at]
        elif act == "twice":
            rows.insert(at, list(rows[at]))
        elif act == "swap":
            other = draw(st.integers(0, len(rows) - 1))
            rows[at], rows[other] = rows[other], rows[at]
        else:
            rows[at].append(draw(CELLS))
    if draw(st.integers(0, 9)) == 0:
        sheet = draw(st.sampled_from(sorted(book)))
        book[draw(CELLS)] = book.pop(sheet)
    return book, name


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutated())
def test_a_changed_form_is_read_or_refused(found: tuple[Mapping[str, Rows], str]) -> None:
    book, name = found
    holds(read_xlsform(book, name))


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(("survey", "choices", "settings", "external_choices", "entities", "osm", "别的")),
        st.lists(st.lists(CELLS, max_size=7), max_size=7),
        max_size=4,
    )
)
def test_any_table_is_read_or_refused(book: dict[str, list[list[str]]]) -> None:
    holds(read_xlsform(book, "乱.xlsx"))


@pytest.mark.parametrize(
    "cell",
    [
        "${" * 900, "(" * 1900, "[" * 1900, "'" * 1999, "a" * 2000, "${a}" * 400, "<b>" * 600, "**" * 900,
        "[x](//" * 300, "start=1 " * 240, "select_one " + "r" * 1900, "&" * 2000, "\u202e" * 50,
        "${" + "甲" * 1900 + "}", "_" * 2000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["type", "name", "label", "relevant", "parameters", "default", "trigger", "hint"])
def test_long_and_repetitive_cells_do_no_harm(column: str, cell: str) -> None:
    headings = ["type", "name", "label", "relevant", "parameters", "default", "trigger", "hint"]
    row = {"type": "text", "name": "a", "label": "甲"} | {column: cell}
    holds(read_xlsform({"survey": [headings, [row.get(h, "") for h in headings]]}, "长.xlsx"))
