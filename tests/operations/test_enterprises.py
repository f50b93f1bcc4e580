# SPDX-License-Identifier: MulanPSL-2.0
"""The enterprise register: codes, twins, searching, importing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import credit_code
from inspector_app.domain.enterprise import EnterpriseDraft
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import enterprises as rows
from inspector_app.operations import enterprises
from inspector_app.operations.enterprise_import import import_enterprises, preview_import
from inspector_app.operations.import_rows import RowAct
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_code, an_enterprise

# Handbook 6.1, test vectors
VALID = ["91110000802100433B", "914403001922038216", "9144030071526726XG", "91350100M000100Y43"]


@pytest.mark.parametrize("code", VALID)
def test_known_codes_are_valid_and_any_other_digit_is_not(code: str) -> None:
    assert credit_code.problems_of(code) == ()
    for n, char in enumerate(code):
        other = credit_code.ALPHABET[(credit_code.ALPHABET.index(char) + 1) % 31]
        assert credit_code.problems_of(code[:n] + other + code[n + 1 :]), f"digit {n} changed unnoticed"


def test_code_is_normalised_and_look_alikes_only_suggested() -> None:
    assert credit_code.normalised(" ９１１１0000-8021 00433b ") == VALID[0]
    problem = credit_code.problems_of("9111O000802100433B")[0]
    assert (problem.code, problem.fields["suggestion"]) == (ProblemCode.CREDIT_CODE_CHARACTER, "0")


@given(st.text(max_size=40))
def test_any_text_is_judged(text: str) -> None:
    credit_code.problems_of(credit_code.normalised(text))


def test_wrong_code_is_refused_with_the_expected_digit(ws: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        an_enterprise(ws, credit_code="91110000802100433A")
    assert refused.value.problems[0].code is ProblemCode.CREDIT_CODE_CHECK_DIGIT
    assert refused.value.problems[0].fields["expected"] == "B"


def test_twin_is_refused(ws: Workspace) -> None:
    first = an_enterprise(ws, 1)
    with pytest.raises(Refused) as refused:
        an_enterprise(ws, 2, credit_code=first.credit_code)
    assert refused.value.problems[0].code is ProblemCode.ENTERPRISE_DUPLICATE
    second = an_enterprise(ws, 2)
    with pytest.raises(Refused):
        enterprises.amend_enterprise(ws, second.id, EnterpriseDraft(name=second.name, credit_code=first.credit_code))


@pytest.mark.parametrize("name", ["", "   ", "长" * 201, "坏\x00名", "坏\ud800名"])
def test_odd_names_are_refused(ws: Workspace, name: str) -> None:
    with pytest.raises(Refused):
        an_enterprise(ws, name=name)
    assert rows.count(ws) == 0


def test_found_by_name_initials_and_code(ws: Workspace) -> None:
    made = an_enterprise(ws, 1, name="重庆㛃䶮化工（集团）有限公司")
    an_enterprise(ws, 2, name="清河县烟花爆竹专营公司")
    for text in ("㛃", "化工", "cq", "CQ", made.credit_code, made.credit_code[-6:].lower(), "重庆 集团"):
        assert [r.enterprise.id for r in rows.find_enterprises(ws, text)] == [made.id], text
    for text in ("100%", "_", "\\", "'; DROP TABLE enterprises; --"):
        assert rows.find_enterprises(ws, text) == ()
    assert len(rows.find_enterprises(ws, "")) == 2


def test_names_that_begin_with_the_text_come_first(ws: Workspace) -> None:
    an_enterprise(ws, 1, name="安顺清河公司")
    an_enterprise(ws, 2, name="清河化工")
    assert [r.enterprise.name for r in rows.find_enterprises(ws, "清河")] == ["清河化工", "安顺清河公司"]


HEAD = "序号,企业名称,统一社会信用代码,所属行业,联系电话"


def table(tmp_path: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / "企业.csv"
    path.write_bytes("\r\n".join((HEAD, *lines)).encode(encoding))
    return path


def test_import_names_each_bad_row_and_writes_nothing(ws: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path, f"1,甲公司,{a_code(1)},化工,", "2,,,,", f"3,乙公司,{a_code(2)[:-1]}0,,", f"4,丙公司,{a_code(1)},,"
    )
    preview = preview_import(ws, path)
    assert [(p.where, p.code) for p in preview.problems] == [
        ("row:3:企业名称", ProblemCode.VALUE_MISSING),
        ("row:4:统一社会信用代码", ProblemCode.CREDIT_CODE_CHECK_DIGIT),
        ("row:5:统一社会信用代码", ProblemCode.ENTERPRISE_DUPLICATE),
    ]
    with pytest.raises(Refused) as refused:
        import_enterprises(ws, preview)
    assert len(refused.value.problems) == 3
    assert rows.count(ws) == 0
    done = import_enterprises(ws, preview, skip_bad=True).value
    assert (done.added, done.skipped) == (1, 3)
    assert rows.find_enterprises(ws, "甲")[0].enterprise.industry == "化工"


def test_import_again_changes_nothing_and_updates_only_what_differs(ws: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, f"1,甲公司,{a_code(1)},化工,", f"2,乙公司,{a_code(2)},,", encoding="gb18030")
    import_enterprises(ws, preview_import(ws, path))
    again = preview_import(ws, path)
    assert again.count(RowAct.SAME) == 2
    changed = table(tmp_path, f"1,甲公司,{a_code(1)},,0536-123", f"2,乙公司,{a_code(2)},,")
    done = import_enterprises(ws, preview_import(ws, changed)).value
    assert (done.updated, done.same) == (1, 1)
    kept = rows.find_enterprises(ws, "甲")[0].enterprise
    assert (kept.industry, kept.phone) == ("化工", "0536-123"), "an empty cell takes nothing away"


def test_title_row_odd_delimiters_and_quoted_codes(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'清河县企业名录;;\n单位名称;信用代码;备注\n甲公司;="{a_code(1)}";x\n', encoding="utf-8")
    row = preview_import(ws, path).rows[0]
    assert (row.row_number, row.draft.credit_code, row.problems) == (3, a_code(1), ())


def xlsx(path: Path, rows_: list[list[str]]) -> Path:
    """A spreadsheet as small as the format allows."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{v}</t></is></c>' for v in row) + "</row>" for row in rows_
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{pack}/content-types"><Default Extension="xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{pack}/relationships"><Relationship Id="r1" Type="{rel}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{pack}/relationships"><Relationship Id="r1" '
        f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_xlsx_is_imported(ws: Workspace, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["名称", "统一社会信用代码"], ["𠮷祥烟花", a_code(7)]])
    import_enterprises(ws, preview_import(ws, path))
    assert rows.find_enterprises(ws, "𠮷")[0].enterprise.credit_code == a_code(7)


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 250_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.TABLE_EMPTY),
        (b"\r\n,,,\r\n", ProblemCode.TABLE_EMPTY),
        (b"a,b\r\n1,2", ProblemCode.COLUMN_MISSING),
        (b"PK\x03\x04 not a real archive", ProblemCode.FILE_UNREADABLE),
        (bytes(range(256)) * 40, ProblemCode.FILE_UNREADABLE),
        ("企业名称\r\n".encode(), ProblemCode.TABLE_EMPTY),
    ],
)
def test_odd_files_are_refused(ws: Workspace, tmp_path: Path, data: bytes, code: ProblemCode) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        preview_import(ws, path)
    assert refused.value.problems[0].code is code


def test_archive_bomb_and_damaged_workbooks_are_refused(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(bomb())
    with pytest.raises(Refused) as refused:
        preview_import(ws, path)
    assert refused.value.problems[0].code is ProblemCode.FILE_TOO_LARGE
    good = xlsx(tmp_path / "good.xlsx", [["名称"], ["甲"]]).read_bytes()
    for cut in range(0, len(good), 61):
        path.write_bytes(good[:cut] + b"\xff" + good[cut + 1 :])
        try:
            preview_import(ws, path)
        except Refused:
            continue
