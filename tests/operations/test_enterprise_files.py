# SPDX-License-Identifier: MulanPSL-2.0
"""The register out to a file and in again: all supervision facts, nothing changed, no formula, every bad row named."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from inspector_app.domain.enterprise import EnterpriseDraft, Industry
from inspector_app.domain.enterprise_profile import (
    EnterpriseProfile,
    EnterpriseState,
    RiskGrade,
    SponsorGrade,
    SponsorLevel,
    StandardLevel,
)
from inspector_app.domain.problems import Refused
from inspector_app.ledgers import enterprises as ledger
from inspector_app.ledgers.enterprise_records import records
from inspector_app.operations.enterprise_export import RegisterFilter, export_enterprises
from inspector_app.operations.enterprise_import import import_enterprises, preview_import
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.operations.enterprises import register_enterprise
from inspector_app.operations.import_rows import RowAct
from inspector_app.sheets import Stopped, read_book, read_sheet
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_code, an_enterprise

FULL = EnterpriseProfile(
    industry_code="C2672", district_code="120116", sector=Industry.FIREWORKS, state=EnterpriseState.SUSPENDED,
    grade=SponsorGrade.A, grade_basis="涉及危险工艺（硝化）", sponsor_unit="滨海新区人民政府", sponsor_person="周平",
    sponsor_level=SponsorLevel.DISTRICT, visit_cycle_days=30, risk_grade=RiskGrade.ORANGE,
    standardisation=StandardLevel.SECOND, standardised_until=date(2027, 6, 30), employees=0,
    latitude=39.0842001, longitude=-117.7,
)  # fmt: skip
NASTY = '=HYPERLINK("http://x";"点")'


def filled(ws: Workspace) -> list[str]:
    """Register three enterprises with all that a file can spoil."""
    made = [an_enterprise(ws, 1, district="东城")]
    keep_profile(ws, made[0].id, FULL)
    draft = EnterpriseDraft(
        name="@清河县+贸易行", address="'单引号在前", note=f"{NASTY}\n第二行,逗号\"引号\"", phone="-1",
        industry="\t", title="007",
    )  # fmt: skip
    made.append(register_enterprise(ws, draft, visit_cap=2).value)
    keep_profile(ws, made[1].id, EnterpriseProfile(sponsor_unit=NASTY, grade=SponsorGrade.C))
    made.append(an_enterprise(ws, 3))
    return [entry.id for entry in made]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".XLSX"])
def test_what_goes_out_comes_back_without_a_change(unit: Workspace, tmp_path: Path, suffix: str) -> None:
    filled(unit)
    path = tmp_path / f"企业名录{suffix}"
    assert export_enterprises(unit, path) == 3
    digest = unit.digest()
    preview = preview_import(unit, path)
    assert [row.act for row in preview.rows] == [RowAct.SAME] * 3
    assert preview.problems == ()
    assert import_enterprises(unit, preview).value.same == 3
    assert unit.digest() == digest
    assert not list(tmp_path.glob("*.part*"))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_another_laptop_gets_every_fact(unit: Workspace, tmp_path: Path, clock: Clock, suffix: str) -> None:
    filled(unit)
    path = tmp_path / f"r{suffix}"
    export_enterprises(unit, path, whole=True)
    other = create_workspace(tmp_path / "other", clock=clock)
    import_enterprises(other, preview_import(other, path))
    for row in ledger.find_enterprises(unit):
        twin = ledger.find_enterprises(other, row.enterprise.name)[0].enterprise
        assert replace(twin, id="") == replace(row.enterprise, id="")
        assert records(other, twin.id).profile == records(unit, row.enterprise.id).profile
    assert other.check().is_well
    other.close()


def test_nothing_in_the_files_is_a_formula(unit: Workspace, tmp_path: Path) -> None:
    filled(unit)
    export_enterprises(unit, tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    export_enterprises(unit, tmp_path / "r.xlsx")
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "hyperlink" in name.lower() or "_rels/sheet" in name]
    assert "HYPERLINK" in sheet
    assert "<f>" not in sheet


def test_the_second_sheet_says_what_is_in_the_file(unit: Workspace, tmp_path: Path) -> None:
    filled(unit)
    path = tmp_path / "r.xlsx"
    assert export_enterprises(unit, path, RegisterFilter(districts=("东城",), grades=(SponsorGrade.A,))) == 1
    book = read_book(path.read_bytes(), path.name)
    assert list(book) == ["企业名录", "_说明"]
    told = {row[0]: row[1] for row in book["_说明"]}
    assert told["企业家数"] == "1"
    assert "东城" in told["导出范围"]
    assert told["截至"] == "2026-11-20 09:05"


def test_merged_entries_stand_once(unit: Workspace, tmp_path: Path) -> None:
    first, second, _ = filled(unit)
    merge_enterprises(unit, first, second)
    assert export_enterprises(unit, tmp_path / "r.csv") == 2


def test_a_cancelled_or_refused_export_leaves_the_old_file(unit: Workspace, tmp_path: Path) -> None:
    filled(unit)
    path = tmp_path / "r.csv"
    path.write_text("alt", encoding="utf-8")
    for stopped in (path, tmp_path / "r.xlsx"):
        with pytest.raises(Stopped):
            export_enterprises(unit, stopped, cancelled=lambda: True)
    assert path.read_text(encoding="utf-8") == "alt"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["r.csv"]
    with pytest.raises(Refused) as refusal:
        export_enterprises(unit, tmp_path / "r.pdf")
    assert [p.code.value for p in refusal.value.problems] == ["value_not_allowed"]
    with pytest.raises(Refused) as refusal:
        export_enterprises(unit, tmp_path / "gone" / "r.xlsx")
    assert [p.code.value for p in refusal.value.problems] == ["folder_not_writable"]


def test_progress_is_told(unit: Workspace, tmp_path: Path) -> None:
    filled(unit)
    seen: list[tuple[int, int]] = []
    export_enterprises(unit, tmp_path / "r.csv", progress=lambda done, of: seen.append((done, of)))
    assert seen == [(0, 3)]


HEAD = (
    "单位名称,社会信用代码,行业代码,区划代码,监管行业,包保级别,风险等级,标准化有效期至,标准化级别,"
    "员工人数,纬度,经度,检查周期,检查频次上限"
)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([HEAD, *lines]), encoding="gb18030")
    return path


def test_offices_words_are_understood(unit: Workspace, tmp_path: Path) -> None:
    path = written(
        tmp_path / "in.csv",
        f"甲公司,{a_code(1)},2672,120116,危化品,A级,红色,2027年6月30日,二级,86人,39.08,117.7,30天,4次/年",
    )
    import_enterprises(unit, preview_import(unit, path))
    found = ledger.find_enterprises(unit)[0].enterprise
    assert found.visit_cap == 4
    assert records(unit, found.id).profile == EnterpriseProfile(
        industry_code="C2672", district_code="120116", sector=Industry.HAZMAT, grade=SponsorGrade.A,
        risk_grade=RiskGrade.RED, standardised_until=date(2027, 6, 30), standardisation=StandardLevel.SECOND,
        employees=86, latitude=39.08, longitude=117.7, visit_cycle_days=30,
    )  # fmt: skip


def test_every_fault_of_every_row_is_named(unit: Workspace, tmp_path: Path) -> None:
    path = written(
        tmp_path / "in.csv",
        f"甲公司,{a_code(1)},E2672,1201,矿山,D,紫,2027-02-30,四级,许多,95,117,0天,400",
        f"乙公司,{a_code(2)},G9942,120221,,,,,,,,,,",
        f"丙公司,{a_code(3)},,,,,,,,,39.1,,,",
    )
    preview = preview_import(unit, path)
    assert [row.act for row in preview.rows] == [RowAct.BAD, RowAct.NEW, RowAct.BAD]
    assert {(p.code.value, p.fields["column"]) for p in preview.rows[0].problems} == {
        ("industry_code_parent", "行业代码"), ("district_code_shape", "区划代码"), ("value_not_allowed", "监管行业"),
        ("value_not_allowed", "包保级别"), ("value_not_allowed", "风险等级"), ("date_wrong", "标准化有效期至"),
        ("value_not_allowed", "标准化级别"), ("value_wrong_type", "员工人数"), ("value_not_allowed", "纬度"),
        ("value_not_allowed", "检查周期"), ("value_not_allowed", "检查频次上限"),
    }  # fmt: skip
    assert [p.code.value for p in preview.rows[1].problems] == ["industry_code_unknown", "district_code_old"]
    assert [(p.code.value, p.fields["column"]) for p in preview.rows[2].problems] == [("value_missing", "经度")]
    with pytest.raises(Refused) as refusal:
        import_enterprises(unit, preview)
    assert {p.fields["row"] for p in refusal.value.problems} == {"2", "3", "4"}
    assert ledger.count(unit) == 0
    assert import_enterprises(unit, preview, skip_bad=True).value.added == 1


def test_an_empty_cell_and_a_missing_column_leave_what_is_known(unit: Workspace, tmp_path: Path) -> None:
    made = an_enterprise(unit, 1)
    keep_profile(unit, made.id, FULL)
    path = tmp_path / "in.csv"
    path.write_text(f"企业名称,统一社会信用代码,安全等级,从业人数\n改名有限公司,{a_code(1)},,12\n", encoding="utf-8")
    assert import_enterprises(unit, preview_import(unit, path)).value.updated == 1
    assert records(unit, made.id).profile == replace(FULL, employees=12)
    assert ledger.enterprise(unit, made.id).address == made.address


def test_a_long_register_is_read_whole(unit: Workspace, tmp_path: Path) -> None:
    lines = "\n".join(f"第{n}公司,{a_code(n)},B" for n in range(1, 1_204))
    path = tmp_path / "in.csv"
    path.write_text(f"企业名称,统一社会信用代码,包保等级\n{lines}\n", encoding="utf-8")
    import_enterprises(unit, preview_import(unit, path))
    out = tmp_path / "out.xlsx"
    assert export_enterprises(unit, out) == 1_203
    rows = read_sheet(out.read_bytes(), out.name).rows[1:]
    assert {row[0] for row in rows} == {f"第{n}公司" for n in range(1, 1_204)}
