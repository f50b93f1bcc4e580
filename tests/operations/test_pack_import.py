# SPDX-License-Identifier: MulanPSL-2.0
"""Importing and exporting checklists: what is kept, what is the same, what is refused and why."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.locations import bundled
from inspector_app.operations import pack_import, undo
from inspector_app.operations.pack_import import (
    check_pack_folder,
    export_pack,
    import_pack,
    pack_in_file,
    preview_pack,
    read_pack_data,
)
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.packs.frozen import freeze
from inspector_app.packs.workbook.write import write_workbook
from inspector_app.storage import kept_packs
from inspector_app.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
XLSFORM = FIXTURES / "xlsform" / "01_jiayouzhan.xlsx"
CATALOGUE = load_catalogue([ROOT / "checklists"])
AUDIT = FIXTURES / "safetyculture" / "warehouse.json"


def rows(ws: Workspace) -> tuple[kept_packs.PackRow, ...]:
    with ws.reader() as db:
        return kept_packs.list_packs(db)


def refusal(act: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.problems


def changed(data: bytes, **cells: object) -> bytes:
    """Change cells of the first item and settings as a person does in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, row in (("survey", 3), ("settings", 2)):
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        for head, value in cells.items():
            if head in heads:
                book[sheet].cell(row, heads[head]).value = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_an_export_comes_back_as_the_same_and_nothing_is_kept(ws: Workspace) -> None:
    done = import_pack(ws, export_pack(ws, "hazmat"), "危化.xlsx")
    assert (done.value.is_new, done.value.pack_id, done.value.items) == (False, "hazmat", 115)
    assert rows(ws) == () and not done.changes.touched


def test_a_changed_bundled_checklist_needs_a_higher_version(ws: Workspace) -> None:
    data = changed(export_pack(ws, "hazmat"), 整改措施="立即停止，补办许可")
    (problem,) = refusal(lambda: import_pack(ws, data, "x.xlsx"))
    assert problem.code is ProblemCode.PACK_EXISTS
    assert rows(ws) == ()
    done = import_pack(ws, data, "x.xlsx", version="2027.1.1")
    assert done.value.is_new and done.changes.op is Op.KEEP_PACK
    now = ws.catalogue.pack("hazmat")
    assert now is not None and (now.version, now.items[0].measure) == ("2027.1.1", "立即停止，补办许可")


def test_the_file_and_the_frozen_checklist_are_kept_by_hash(ws: Workspace) -> None:
    data = changed(export_pack(ws, "fire_exit"), version="2027.1.1")
    made = import_pack(ws, data, " 消防  .xlsx").value
    (row,) = rows(ws)
    assert (row.pack_id, row.version, row.source_format) == ("fire_exit", "2027.1.1", pack_import.WORKBOOK)
    assert (row.source_name, row.kept_at, row.id) == ("消防  .xlsx", ws.now(), made.row_id)
    assert ws.files.read(row.source_sha256) == data
    pack = ws.catalogue.pack("fire_exit")
    assert pack is not None and ws.files.read(row.sha256) == freeze(pack)
    assert row.sha256 == hashlib.sha256(freeze(pack)).hexdigest()
    assert ws.check().is_well


def test_the_same_file_again_adds_no_row_and_another_content_is_refused(ws: Workspace) -> None:
    data = changed(export_pack(ws, "fire_exit"), version="2027.1.1")
    import_pack(ws, data, "x.xlsx")
    assert not import_pack(ws, data, "y.xlsx").value.is_new
    assert not import_pack(ws, export_pack(ws, "fire_exit"), "z.xlsx").value.is_new
    other = changed(data, label="别的问题")
    (problem,) = refusal(lambda: import_pack(ws, other, "x.xlsx"))
    assert (problem.code, problem.fields["version"]) == (ProblemCode.PACK_EXISTS, "2027.1.1")
    assert len(rows(ws)) == 1


def test_an_older_version_is_kept_with_a_warning(ws: Workspace) -> None:
    made = import_pack(ws, changed(export_pack(ws, "hazmat"), version="2025.1"), "x.xlsx").value
    assert [(p.code, p.fields["newest"]) for p in made.warnings] == [
        (ProblemCode.PACK_NOT_NEWEST, ws.catalogue.pack("hazmat").version)  # type: ignore[union-attr]
    ]
    assert [pack.version for pack in ws.catalogue.versions("hazmat")][-1] == "2025.1"


def test_undo_takes_an_import_back_and_it_can_be_made_again(ws: Workspace) -> None:
    data = changed(export_pack(ws, "fire_exit"), version="2027.1.1")
    import_pack(ws, data, "x.xlsx")
    undo.undo_last(ws)
    assert rows(ws) == () and ws.catalogue.pack("fire_exit").version != "2027.1.1"  # type: ignore[union-attr]
    assert import_pack(ws, data, "x.xlsx").value.is_new


def test_a_preview_says_the_same_and_keeps_nothing(ws: Workspace) -> None:
    data = export_pack(ws, "hazmat")
    made = preview_pack(ws, data, "x.xlsx", pack_id="meine", version="1.0")
    assert (made.pack_id, made.version, made.is_new, made.row_id) == ("meine", "1.0", True, "")
    assert rows(ws) == ()
    assert not (ws.files.path(made.sha256)).exists()
    assert import_pack(ws, data, "x.xlsx", pack_id="meine", version="1.0").value.sha256 == made.sha256


def test_wishes_that_cannot_be_are_told_with_the_faults_of_the_file(ws: Workspace) -> None:
    data = changed(export_pack(ws, "hazmat"), 依据="XYZ 第一条")
    found = refusal(lambda: import_pack(ws, data, "x.xlsx", pack_id="危化", version="neu"))
    assert [(p.code.value, p.where) for p in found] == [
        ("pack_law_unknown", "survey!H3"), ("pack_field_wrong", "--as-id"), ("pack_field_wrong", "--as-version"),
    ]  # fmt: skip


def test_faulty_expressions_are_told_with_their_cell(ws: Workspace) -> None:
    data = changed(export_pack(ws, "hazmat"), relevant="${没有} = 1", version="2027.1")
    (problem,) = refusal(lambda: import_pack(ws, data, "x.xlsx"))
    assert problem.code is ProblemCode.EXPRESSION_NAME
    assert (problem.fields["sheet"], problem.fields["row"], problem.fields["column"]) == ("survey", "3", "relevant")


def test_an_xlsform_of_somebody_else_is_kept_exported_and_known_again(ws: Workspace) -> None:
    data = XLSFORM.read_bytes()
    made = import_pack(ws, data, XLSFORM.name).value
    (row,) = rows(ws)
    assert (row.source_format, row.sha256) == (pack_import.XLSFORM, made.sha256)
    assert ws.files.read(row.source_sha256) == data
    again = import_pack(ws, export_pack(ws, made.pack_id), "export.xlsx").value
    assert (again.is_new, again.sha256) == (False, made.sha256)


@pytest.mark.parametrize("path", sorted((FIXTURES / "xlsform").glob("[0-3]*.*")), ids=lambda path: path.stem)
def test_every_xlsform_that_can_be_read_comes_back_from_our_workbook(path: Path) -> None:
    library = CATALOGUE.library
    pack = read_pack_data(path.read_bytes(), path.name, library, None).pack
    assert pack is not None
    file = read_pack_data(write_workbook(pack, library), "x.xlsx", library, None)
    assert file.source_format == pack_import.WORKBOOK
    assert file.pack is not None, file.problems
    assert freeze(file.pack).decode() == freeze(pack).decode()


def test_reading_only_to_compare_keeps_nothing(ws: Workspace) -> None:
    assert pack_in_file(ws, XLSFORM).items
    assert rows(ws) == ()


def test_an_audit_is_imported_as_a_checklist_and_comes_back_too(ws: Workspace) -> None:
    made = import_pack(ws, AUDIT.read_bytes(), AUDIT.name).value
    assert made.source_format == pack_import.SAFETYCULTURE
    again = import_pack(ws, export_pack(ws, made.pack_id), "x.xlsx").value
    assert (again.is_new, again.sha256) == (False, made.sha256)


def test_rows_of_text_files_count_as_in_the_file(ws: Workspace) -> None:
    choices = "| choices |\n| | list_name | name | label |\n| | l | 1 | 一 |\n\n"
    text = f"{choices}| survey |\n| | type | name | label |\n| | txet | a | 甲 |\n"
    (problem, *_) = refusal(lambda: import_pack(ws, text.encode(), "x.md"))
    assert (problem.fields["sheet"], problem.fields["row"]) == ("survey", "7")


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"a": 1}', b"PK\x03\x04", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_checklist_is_refused(ws: Workspace, data: bytes) -> None:
    assert refusal(lambda: import_pack(ws, data, "x"))
    assert rows(ws) == ()


def test_unknown_and_faulty_checklists_cannot_be_exported(ws: Workspace) -> None:
    folder = ws.folder / "checklists" / "kaputt"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text("format = 1\nid = 'kaputt'\n", encoding="utf-8")
    ws.forget_catalogue()
    assert refusal(lambda: export_pack(ws, "nirgends"))[0].code is ProblemCode.PACK_UNKNOWN
    assert refusal(lambda: export_pack(ws, "hazmat", "1.1"))[0].code is ProblemCode.PACK_UNKNOWN
    assert refusal(lambda: export_pack(ws, "kaputt"))[0].code is ProblemCode.PACK_FAULTY


def test_an_office_law_travels_in_the_workbook(ws: Workspace) -> None:
    data = export_pack(ws, "fire_exit")
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["_依据"].append(["县办法", "某县消防管理办法", "某府发〔2026〕1号", "", "2026-01-01"])
    made = io.BytesIO()
    book.save(made)
    changed_data = changed(made.getvalue(), 依据="县办法 第三条 [V]", version="2027.1")
    import_pack(ws, changed_data, "x.xlsx")
    pack = ws.catalogue.pack("fire_exit")
    assert pack is not None
    (clause,) = pack.items[0].basis
    assert (clause.name, clause.number, clause.clause) == ("某县消防管理办法", "某府发〔2026〕1号", "第三条")
    assert clause.effective_from is not None and not CATALOGUE.library.knows("县办法")
    again = import_pack(ws, export_pack(ws, "fire_exit"), "x.xlsx").value
    assert not again.is_new


ACROSS = """
[[item]]
code = 'YD-1'
section = '现场'
check = '堆垛数'
verified = 'M'
answer = { kind = 'whole' }
logic = { relevant = "${YD-9} > 3" }
"""
YARD = """
format = 1
id = 'yard'
version = '2026.1'
title = '堆场'
industry = 'yard'
issuer = '示例'
authority = '应急管理部门'
sections = ['现场']
"""


def test_the_expressions_of_a_folder_are_checked_too(tmp_path: Path) -> None:
    folder = tmp_path / "packs" / "yard"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text(YARD, encoding="utf-8")
    (folder / "items.toml").write_text(ACROSS, encoding="utf-8")
    for path in (folder, folder.parent):
        found = check_pack_folder(path, bundled("checklists"))
        assert [(p.code, p.where) for p in found] == [
            (ProblemCode.EXPRESSION_NAME, "yard/items.toml:YD-1:logic.relevant")
        ]
    (folder / "items.toml").write_text(ACROSS.replace("YD-9", "YD-1"), encoding="utf-8")
    assert [p.code for p in check_pack_folder(folder, bundled("checklists"))] == [ProblemCode.EXPRESSION_CYCLE]
    (folder / "items.toml").write_text(ACROSS.replace("${YD-9} > 3", "true()"), encoding="utf-8")
    assert check_pack_folder(folder, bundled("checklists")) == ()
