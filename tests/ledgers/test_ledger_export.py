# SPDX-License-Identifier: MulanPSL-2.0
"""A ledger as a file says what the query shows, in its order, with the count; and is whole or not there."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from inspector_app import __version__
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import ledger
from inspector_app.ledgers.ledger_export import export_ledger
from inspector_app.operations import views
from inspector_app.sheets import read_book
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_enterprise, an_inspection

QUERY = LedgerQuery(
    ledger=LedgerName.FINDINGS, filters={"grade": "general"}, search="报警", sort="enterprise", descending=True
)
COLUMNS = ["description", "enterprise", "place", "number"]


@pytest.fixture
def filled(unit: Workspace) -> Workspace:
    """Findings of two enterprises; some of them would harm who opens the file."""
    for n in (1, 2):
        visit = an_inspection(unit, an_enterprise(unit, n))
        for k, text in enumerate(
            ("报警器损坏", '=HYPERLINK("http://x","报警")', "+报警", "@报警\n第二行", "灭火器失效")
        ):
            a_finding(unit, visit, description=text, place=f"110000{k}00000{n}", measure="立即整改")
    return unit


def rows_of(ws: Workspace) -> list[list[str]]:
    return [list(row.cells) for row in ledger.every(ws, QUERY, COLUMNS)]


def test_xlsx_holds_the_rows_as_texts_and_says_what_it_is(filled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    told: list[tuple[int, int]] = []
    assert export_ledger(filled, QUERY, path, COLUMNS, progress=lambda done, total: told.append((done, total))) == 8
    assert told[-1] == (8, 8)
    book = read_book(path.read_bytes(), path.name)
    sheet, notes = (book[name] for name in book)
    assert list(book)[1] == "_说明"
    assert list(sheet[0]) == ["隐患描述", "单位", "部位", "序号"]
    assert [list(row) for row in sheet[1:]] == rows_of(filled)
    said = {row[0]: row[1] for row in notes if len(row) > 1}
    assert (said["行数"], said["程序版本"], said["检索词"]) == ("8", __version__, "报警")
    assert said["筛选条件"] == "类别：一般"
    assert said["排列顺序"] == "单位，倒序"
    assert said["数据截至"] == "2026-11-20 09:05"
    assert said["执法机关"] == "清河县应急管理局"
    with zipfile.ZipFile(path) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist()), "nothing is a formula"


def test_csv_and_json_hold_the_same(filled: Workspace, tmp_path: Path) -> None:
    as_csv, as_json = tmp_path / "a.csv", tmp_path / "a.json"
    assert export_ledger(filled, QUERY, as_csv, COLUMNS) == export_ledger(filled, QUERY, as_json, COLUMNS) == 8
    assert as_csv.read_bytes().startswith(b"\xef\xbb\xbf")
    with as_csv.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert head == ["隐患描述", "单位", "部位", "序号"]
    assert not any(cell.startswith(("=", "+", "@", "-")) for line in lines for cell in line)
    assert [[cell.removeprefix("'") for cell in line] for line in lines] == rows_of(filled)
    found = json.loads(as_json.read_text(encoding="utf-8"))
    assert (found["count"], found["filters"], found["search"]) == (8, {"grade": "general"}, "报警")
    assert [list(row.values()) for row in found["rows"]] == rows_of(filled)
    assert [column["key"] for column in found["columns"]] == COLUMNS


def test_pdf_prints_every_row_and_the_count(filled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert export_ledger(filled, QUERY, path) == 8
    pages = pypdfium2.PdfDocument(path)
    wide, high = pages[0].get_size()
    assert wide > high
    text = "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "")
    assert text.count("报警器损坏") == 2
    assert "行数：8" in text
    assert "共 8 行 · 第 1 页" in text
    empty = LedgerQuery(ledger=LedgerName.CASES)
    assert export_ledger(filled, empty, tmp_path / "b.pdf") == 0
    again = tmp_path / "c.pdf"
    export_ledger(filled, QUERY, again)
    assert again.read_bytes() == path.read_bytes()


def test_every_ledger_can_be_written(filled: Workspace, tmp_path: Path) -> None:
    for name in LedgerName:
        for suffix in (".xlsx", ".csv", ".pdf", ".json"):
            path = tmp_path / f"{name}{suffix}"
            assert export_ledger(filled, LedgerQuery(ledger=name), path) == ledger.count(
                filled, LedgerQuery(ledger=name)
            )
            assert path.stat().st_size > 20


def test_a_stopped_or_refused_file_leaves_nothing(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    for suffix in (".xlsx", ".csv", ".json", ".pdf"):
        assert export_ledger(filled, QUERY, path.with_suffix(suffix), COLUMNS, cancelled=lambda: True) == 0
    with pytest.raises(Refused) as refused:
        export_ledger(
            filled, LedgerQuery(ledger=LedgerName.FINDINGS, filters={"x": "1"}), path.with_suffix(".doc"), ["y"]
        )
    assert [p.where for p in refused.value.problems] == ["filters.x", "columns", "file"]
    monkeypatch.setattr("inspector_app.ledgers.ledger_export.MOST_PRINTED", 7)
    with pytest.raises(Refused) as refused:
        export_ledger(filled, QUERY, path.with_suffix(".pdf"))
    assert [p.code for p in refused.value.problems] == [ProblemCode.LEDGER_TOO_LONG]
    with pytest.raises(Refused) as refused:
        export_ledger(filled, QUERY, tmp_path / "none" / "a.csv")
    assert [p.code for p in refused.value.problems] == [ProblemCode.FOLDER_NOT_WRITABLE]
    assert list(tmp_path.glob("*.*")) == []


def test_what_is_written_meanwhile_is_not_in_it(filled: Workspace) -> None:
    """All rows are of one moment, and the other work is not held up."""
    with ledger.reading(filled, LedgerQuery(ledger=LedgerName.FINDINGS)) as (total, rows):
        first = next(rows)
        a_finding(filled, an_inspection(filled, an_enterprise(filled, 3)))
        assert [first, *rows][-1].id
        assert total == 10
    assert ledger.count(filled, LedgerQuery(ledger=LedgerName.FINDINGS)) == 11


def test_filters_are_kept_under_names(filled: Workspace) -> None:
    views.save_view(filled, QUERY, " 报警类 ", COLUMNS)
    views.save_view(filled, LedgerQuery(ledger=LedgerName.CASES), "报警类")
    kept = views.views(filled, LedgerName.FINDINGS)
    assert [(one.name, one.query, one.columns) for one in kept] == [("报警类", QUERY, tuple(COLUMNS))]
    views.save_view(filled, LedgerQuery(ledger=LedgerName.FINDINGS), "报警类")
    assert [one.query.search for one in views.views(filled, LedgerName.FINDINGS)] == [""], "the newer one counts"
    for name, code in (("", ProblemCode.VALUE_MISSING), ("长" * 61, ProblemCode.TEXT_TOO_LONG)):
        with pytest.raises(Refused) as refused:
            views.save_view(filled, QUERY, name)
        assert [p.code for p in refused.value.problems] == [code]
    views.drop_view(filled, LedgerName.FINDINGS, "报警类")
    assert views.views(filled, LedgerName.FINDINGS) == ()
    with pytest.raises(Refused) as refused:
        views.drop_view(filled, LedgerName.FINDINGS, "报警类")
    assert [p.code for p in refused.value.problems] == [ProblemCode.VIEW_NAME]
    assert len(views.views(filled, LedgerName.CASES)) == 1
