# SPDX-License-Identifier: MulanPSL-2.0
"""Whatever the bytes are, reading them ends in rows or in a refusal, and this process lives on."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.packs.workbook.write import write_workbook
from inspector_app.sheets import read_book, read_sheet
from inspector_app.sheets.grids import GridFault
from inspector_app.sheets.link import ask_for_grids
from tests.sheets.makers import text_cell, xlsx

ROOT = Path(__file__).resolve().parents[2]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIRST = f'<row r="1">{text_cell("A1", "a")}</row>'


def code_of(data: bytes, name: str = "x.xlsx") -> tuple[ProblemCode, str]:
    with pytest.raises(Refused) as refused:
        read_book(data, name)
    (problem,) = refused.value.problems
    return problem.code, problem.fields.get("reason", "")


def bomb(entries: int, size: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(entries):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", b"0" * size)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb(1, 250_000_000), ProblemCode.FILE_TOO_LARGE),
        (bomb(2_001, 1), ProblemCode.FILE_TOO_LARGE),
        (b"PK\x03\x04" + b"x" * 500, ProblemCode.FILE_UNREADABLE),
        (OLE + b"\x00" * 4_000, ProblemCode.FILE_UNREADABLE),
        (OLE + bytes(range(256)) * 40, ProblemCode.FILE_UNREADABLE),
        (bytes(range(256)) * 40, ProblemCode.FILE_UNREADABLE),
        (b"\xff\xfe\x00", ProblemCode.FILE_UNREADABLE),
        (b"a\x00b,c", ProblemCode.FILE_UNREADABLE),
        (b"type,name\n" + b"a," * 2_000, ProblemCode.TABLE_TOO_LARGE),
        (xlsx("<row r='1'><c r='A1' t='s'><v>99999</v></c></row>"), ProblemCode.FILE_UNREADABLE),
    ],
    ids=["bomb", "entries", "zip", "ole zeros", "ole", "bytes", "utf-16", "nul", "wide", "shared string"],
)
def test_each_is_refused(data: bytes, code: ProblemCode) -> None:
    assert code_of(data)[0] is code


@pytest.mark.parametrize(
    "cells",
    [
        f'{FIRST}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        f'{FIRST}<row r="400000"><c r="ZZZ400000"><v>1</v></c></row>',
    ],
)
def test_a_cell_in_the_last_corner_ends_the_child_and_not_the_program(cells: str) -> None:
    code, reason = code_of(xlsx(cells))
    assert code is ProblemCode.FILE_UNREADABLE
    assert reason in ("memory", "crashed", "")
    assert read_book(xlsx(FIRST), "x.xlsx")["survey"] == (("a",),)


def test_one_long_text_used_by_many_cells_is_refused() -> None:
    strings = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"长" * 30_000}</t></si></sst>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>'
    )
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 40_000))
    data = xlsx(cells, more={"xl/sharedStrings.xml": strings.encode()})
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, relations.encode() if entry.endswith("workbook.xml.rels") else old.read(entry))
    assert code_of(made.getvalue())[0] in (ProblemCode.FILE_UNREADABLE, ProblemCode.TABLE_TOO_LARGE)


def test_a_child_that_hangs_or_talks_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspector_app.sheets.link.CHILD_SECONDS", 0.5)
    hangs = [sys.executable, "-c", "import time; time.sleep(60)"]
    with pytest.raises(GridFault) as fault:
        ask_for_grids(b"x", only_first=False, command=hangs)
    assert fault.value.reason == "timeout"
    for words in ("[]", '{"grids": 5}', '{"grids": [["a"]]}', "nonsense", '{"reason": "memory"}', '{"x": 1}'):
        with pytest.raises(GridFault) as fault:
            ask_for_grids(b"x", only_first=False, command=[sys.executable, "-c", f"print({words!r})"])
        assert fault.value.reason == "crashed"
    with pytest.raises(GridFault):
        ask_for_grids(b"x", only_first=False, command=["/no/such/program"])


def test_damaged_workbooks_of_ours_are_read_or_refused() -> None:
    catalogue = load_catalogue([ROOT / "checklists"])
    pack = catalogue.pack("fire_exit")
    assert pack is not None
    good = write_workbook(pack, catalogue.library)
    chance = random.Random(1)
    for _ in range(25):
        broken = bytearray(good[: chance.choice([len(good), chance.randrange(1, len(good))])])
        for _ in range(chance.randrange(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        for read in (read_book, read_sheet):
            try:
                read(bytes(broken), "x.xlsx")
            except Refused as refused:
                assert len(refused.problems) == 1


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    if data.startswith((b"PK\x03\x04", OLE)):
        return
    for text in (data, b"| " + data, b"survey,\n," + data):
        try:
            read_book(text, "x")
        except Refused as refused:
            assert len(refused.problems) == 1


def test_the_child_keeps_its_pipe_to_itself_and_ends_with_its_file() -> None:
    ((name, rows),) = ask_for_grids(xlsx(FIRST), only_first=False)
    assert (name, rows) == ("survey", [["a"]])
