# SPDX-License-Identifier: MulanPSL-2.0
"""Checklists through the command line: workbooks out and in, checking them, listing where they come from."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Cli

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "tests" / "fixtures" / "xlsform"
AUDIT = ROOT / "tests" / "fixtures" / "safetyculture" / "warehouse.json"


def exported(cli: Cli, pack: str = "fire_exit", name: str = "out.xlsx") -> Path:
    path = cli.folder / name
    cli("packs", "export", pack, "--out", path, expect=0)
    return path


def edit(path: Path, **cells: object) -> Path:
    """Change cells of the first item and of the settings."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    for sheet, row in (("survey", 3), ("settings", 2)):
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        for head in cells.keys() & heads.keys():
            book[sheet].cell(row, heads[head]).value = cells[head]
    book.save(path)
    return path


def test_out_changed_and_in_again(unit_cli: Cli) -> None:
    path = edit(exported(unit_cli), version="2027.1.1", label="安全出口是否畅通无阻")
    dry = unit_cli.json("packs", "import", path, "--dry-run")["pack"]
    assert (dry["kept"], dry["is_new"], dry["version"]) == (False, True, "2027.1.1")
    assert {p["version"] for p in listed(unit_cli)} == {"2026.11.1"}
    said = unit_cli("packs", "import", path, expect=0)
    assert "已导入" in said.out and "2027.1.1" in said.out
    kept = {p["version"]: p for p in listed(unit_cli)}["2027.1.1"]
    assert kept["is_kept"] and kept["source_name"] == "out.xlsx" and kept["source_format"] == "workbook"
    assert "未再保存" in unit_cli("packs", "import", path, expect=0).out


def listed(cli: Cli, pack: str = "fire_exit") -> list[dict]:
    return [p for p in cli.json("packs", "list")["packs"] if p["id"] == pack]


def test_the_list_says_where_a_checklist_comes_from_and_whether_it_is_used(unit_cli: Cli) -> None:
    unit_cli("packs", "import", exported(unit_cli), "--as-id", "meine", "--as-version", "1.0", expect=0)
    unit_cli("packs", "disable", "meine", expect=0)
    (mine,) = listed(unit_cli, "meine")
    assert (mine["is_enabled"], mine["is_kept"], mine["items"]) == (False, True, 17)
    (own,) = listed(unit_cli)
    assert (own["is_enabled"], own["is_kept"]) == (True, False)
    line = next(line for line in unit_cli("packs", "list").out.splitlines() if "meine" in line)
    assert "导入：out.xlsx" in line and " 否 " in line


def test_the_same_version_with_another_content_needs_a_version(unit_cli: Cli) -> None:
    path = edit(exported(unit_cli), label="别的问题")
    assert unit_cli("packs", "import", path, "--json", expect=1).codes == ["pack_exists"]
    assert unit_cli("packs", "import", path, "--dry-run", "--json", expect=1).codes == ["pack_exists"]
    assert unit_cli.json("packs", "import", path, "--as-version", "2027.2")["pack"]["version"] == "2027.2"
    older = unit_cli.json("packs", "import", path, "--as-version", "2020.1")
    assert [w["code"] for w in older["pack"]["warnings"]] == ["pack_not_newest"]


def test_a_file_that_is_there_is_not_written_over_unless_told(unit_cli: Cli) -> None:
    path = exported(unit_cli)
    path.write_bytes(b"mine")
    assert unit_cli("packs", "export", "hazmat", "--out", path, "--json", expect=1).codes == ["file_exists"]
    assert path.read_bytes() == b"mine"
    made = unit_cli.json("packs", "export", "hazmat", "--out", path, "--overwrite")
    assert path.stat().st_size == made["bytes"] and path.read_bytes().startswith(b"PK")
    assert unit_cli("packs", "export", "hazmat", "--out", unit_cli.folder, "--json", expect=1).codes


def test_what_cannot_be_exported(unit_cli: Cli) -> None:
    out = unit_cli.folder / "x.xlsx"
    assert unit_cli("packs", "export", "nix", "--out", out, "--json", expect=1).codes == ["pack_unknown"]
    assert unit_cli("packs", "export", "hazmat", "--version", "1.1", "--out", out, "--json", expect=1).codes
    assert unit_cli("packs", "export", "hazmat", expect=2).err
    assert not out.exists()


def test_all_faults_of_a_workbook_with_their_cells(unit_cli: Cli) -> None:
    path = edit(exported(unit_cli), 依据="XYZ 第一条", 隐患表述="〔部位堵塞", 整改期限="尽快", version="二")
    for words in (("check-pack", path), ("packs", "import", path), ("packs", "import", path, "--dry-run")):
        said = unit_cli(*words, "--json", expect=1)
        found = {(p["code"], p["where"]) for p in said.json["problems"]}
        assert found == {
            ("sheet_cell_wrong", "settings!C2"),
            ("pack_law_unknown", "survey!H3"),
            ("pack_slot_broken", "survey!K3"),
            ("sheet_cell_wrong", "survey!M3"),
        }
    people = unit_cli("check-pack", path, expect=1).err
    assert "survey!M3" in people and "整改期限" in people and "立即、限期、停产停业" in people


@pytest.mark.parametrize("name", ["01_jiayouzhan.xlsx", "03_xiaofangtongdao.csv", "04_yanhua.md", "08_peidianfang.xls"])
def test_forms_of_others_are_checked_and_imported(unit_cli: Cli, name: str) -> None:
    assert unit_cli.json("check-pack", FORMS / name, data_dir=False)["problems"] == []
    made = unit_cli.json("packs", "import", FORMS / name)["pack"]
    assert made["is_new"] and made["source_format"] == "xlsform"
    assert unit_cli.json("packs", "list")["packs"][-1]["id"] == made["pack_id"]


def test_faulty_forms_and_other_files_are_refused(unit_cli: Cli) -> None:
    assert set(unit_cli("check-pack", FORMS / "52_leixing.xlsx", "--json", expect=1).codes) == {"xlsform_fault"}
    bad = unit_cli.folder / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    for path in (bad, unit_cli.folder / "missing.xlsx", unit_cli.folder):
        assert unit_cli("packs", "import", path, "--json", expect=1).codes
    assert unit_cli("check-pack", bad, "--json", expect=1, data_dir=False).codes == ["file_unreadable"]
    assert unit_cli("check-pack", unit_cli.folder / "no.md", "--json", expect=1).codes == ["file_missing"]


def test_an_audit_is_a_checklist_too(unit_cli: Cli) -> None:
    assert unit_cli.json("check-pack", AUDIT)["problems"] == []
    said = unit_cli("packs", "import", AUDIT, expect=0)
    assert "已导入" in said.out


def test_a_law_changed_in_the_workbook_is_a_warning_and_the_library_may_be_another(unit_cli: Cli) -> None:
    path = exported(unit_cli)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    book["_依据"]["B2"].value = "改过的名称"
    book.save(path)
    found = unit_cli.json("check-pack", path)["warnings"]
    assert [(w["code"], w["where"]) for w in found] == [("sheet_law_differs", "_依据!B2")]
    empty = unit_cli.folder / "laws"
    empty.mkdir()
    (empty / "laws.toml").write_text("", encoding="utf-8")
    assert unit_cli.json("check-pack", path, "--laws", empty)["warnings"] == []
