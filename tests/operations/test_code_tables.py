# SPDX-License-Identifier: MulanPSL-2.0
"""A unit's own code tables: they replace the program's, are read strictly, and every fault is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseProfile
from inspector_app.domain.problems import Refused
from inspector_app.ledgers.enterprise_records import records
from inspector_app.operations.enterprise_import import preview_import
from inspector_app.operations.enterprise_profiles import keep_profile, profile_problems
from inspector_app.wording import sentence
from inspector_app.workspace import Workspace, code_tables
from inspector_app.workspace.code_file import FILE_LIMIT, MOST_FAULTS, MOST_LINES
from tests.helpers.makers import an_enterprise

HEAD = "# edition: 本单位 2027\n# source: 标准原文\n# mark: V\n"
INDUSTRIES = HEAD + "# covers: 门类, 大类, 中类, 小类\ncode,name\nC,制造业\nC26,化工\nC261,甲类化工\nC2611,某酸\n"
DISTRICTS = HEAD + (
    "# covers: 省级, 990000地级, 990100县级\ncode,name,now\n990000,演示省,\n990100,甲市,\n990102,乙区,\n"
    "990103,丙区,990102\n"
)


def put(ws: Workspace, name: str, text: str | bytes) -> Path:
    path = ws.folder / "codes" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def place(unit: Workspace) -> Enterprise:
    return an_enterprise(unit)


def told(ws: Workspace, **facts: str) -> list[str]:
    return [p.code.value for p in profile_problems(EnterpriseProfile(**facts), code_tables.tables(ws.folder))]  # type: ignore[arg-type]


def faults(ws: Workspace) -> list[tuple[str, str]]:
    """Give the code and the place of each fault; each must have a sentence that names its file, and its line."""
    found = code_tables.tables(ws.folder).faults
    for problem in found:
        words = sentence(problem)
        assert "codes/" in words
        assert "{" not in words
        line = problem.fields.get("line", "0")
        assert line == "0" or line in words
    return [(p.code.value, p.where.removeprefix("codes/")) for p in found]


def test_own_tables_replace_the_programs_one_by_one(unit: Workspace, place: Enterprise) -> None:
    assert told(unit, industry_code="C2699") == told(unit, district_code="130199") == []
    put(unit, "industries.csv", INDUSTRIES)
    tables = code_tables.tables(unit.folder)
    assert (tables.industry_facts.edition, tables.industry_facts.is_own) == ("本单位 2027", True)
    assert not tables.district_facts.is_own
    assert told(unit, industry_code="C2699") == told(unit, industry_code="C2621") == ["industry_code_unknown"]
    assert told(unit, industry_code="C2611") == []
    assert tables.industries.path_of("C2611") == ("制造业", "化工", "甲类化工", "某酸")
    put(unit, "districts.csv", DISTRICTS)
    assert told(unit, district_code="990199") == told(unit, district_code="990900") == ["district_code_unknown"]
    assert told(unit, district_code="120116") == ["district_code_unknown"]
    assert told(unit, district_code="990299") == []
    assert told(unit, district_code="990103") == ["district_code_old"]
    assert keep_profile(unit, place.id, EnterpriseProfile(industry_code="2611")).value.industry_code == "C2611"
    assert faults(unit) == []


def test_a_changed_or_removed_table_counts_at_once(unit: Workspace) -> None:
    path = put(unit, "industries.csv", INDUSTRIES)
    assert told(unit, industry_code="C2612") == ["industry_code_unknown"]
    put(unit, "industries.csv", INDUSTRIES + "C2612,某碱\n")
    assert told(unit, industry_code="C2612") == []
    path.unlink()
    assert told(unit, industry_code="G5942") == []


def test_a_table_as_a_spreadsheet_saves_it_is_read(unit: Workspace) -> None:
    lines = DISTRICTS.replace(
        "# covers: 省级, 990000地级, 990100县级", '"# covers：省级,990000地级、990100县级"'
    ).splitlines()
    saved = "\r\n".join(f"{line},," if line.startswith("#") else line for line in lines) + "\r\n,,\r\n"
    for data in (saved.encode("utf-8-sig"), saved.encode("gb18030")):
        put(unit, "districts.csv", data)
        assert faults(unit) == []
        assert code_tables.tables(unit.folder).districts.name_of("990102") == "乙区"


def test_every_fault_of_a_table_is_told_with_its_line(unit: Workspace) -> None:
    put(
        unit,
        "industries.csv",
        "# edition:\n# mark: 可靠\n# author: 某人\n# covers: 门类, 大类, 中类, 细类\n# mark: V\ncode,name\n"
        "C,制造业\nC26,化工\nC26,化工\n26,化工\nB27,医药\nC2711,药\nD28,\nC29,甲,乙\n# note: 迟了\nC30,a\x07\n"
        'C31,"未完\n',
    )
    put(
        unit,
        "districts.csv",
        HEAD + "# covers: 省级, 990100地级, 120000县级\ncode,name,now\n120000,天津市,\n990100,甲市,\n"
        "120221,宁河县,120117\n12011,某区,\n120221,宁河县,\n",
    )
    assert faults(unit) == [
        ("code_table_head_missing", "industries.csv"), ("code_table_text", "industries.csv:1"),
        ("code_table_head_value", "industries.csv:2"), ("code_table_head", "industries.csv:3"),
        ("code_table_head_value", "industries.csv:4"), ("code_table_none_of", "industries.csv:4"),
        ("code_table_head", "industries.csv:5"), ("code_table_twice", "industries.csv:9"),
        ("code_table_code", "industries.csv:10"), ("code_table_parent", "industries.csv:11"),
        ("code_table_clash", "industries.csv:12"), ("code_table_parent", "industries.csv:12"),
        ("code_table_parent", "industries.csv:12"), ("code_table_text", "industries.csv:13"),
        ("code_table_parent", "industries.csv:13"), ("code_table_cells", "industries.csv:14"),
        ("code_table_head", "industries.csv:15"), ("code_table_text", "industries.csv:16"),
        ("code_table_cells", "industries.csv:17"),
        ("code_table_head_value", "districts.csv:4"), ("code_table_none_of", "districts.csv:4"),
        ("code_table_parent", "districts.csv:7"), ("code_table_now", "districts.csv:8"),
        ("code_table_code", "districts.csv:9"), ("code_table_twice", "districts.csv:10"),
    ]  # fmt: skip


def test_a_faulty_table_is_not_passed_over_where_it_is_needed(
    unit: Workspace, place: Enterprise, tmp_path: Path
) -> None:
    put(unit, "industries.csv", INDUSTRIES + "C26,化工\n")
    with pytest.raises(Refused) as refusal:
        keep_profile(unit, place.id, EnterpriseProfile(industry_code="C2611", employees=-1))
    assert {p.code.value for p in refusal.value.problems} == {"code_table_twice", "value_not_allowed"}
    assert records(unit, place.id).profile == EnterpriseProfile()
    keep_profile(unit, place.id, EnterpriseProfile(district_code="120116", employees=3))
    register = tmp_path / "in.csv"
    register.write_text("企业名称,行业代码\n甲公司,C2611\n乙公司,C2611\n", encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        preview_import(unit, register)
    assert [p.where for p in refusal.value.problems] == ["codes/industries.csv:10"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"# " + b"a" * FILE_LIMIT, "file_too_large"),
        (b"\n" * (MOST_LINES + 1), "table_too_large"),
        (b"\xff\xff\xff", "file_unreadable"),
        (INDUSTRIES.encode("utf-8") + b"\x00", "file_unreadable"),
    ],
)
def test_what_is_no_small_table_is_not_read(unit: Workspace, data: bytes, code: str) -> None:
    put(unit, "industries.csv", data)
    assert faults(unit) == [(code, "industries.csv")]
    assert code_tables.tables(unit.folder).industries.name_of("E47") == "房屋建筑业"


def test_a_folder_or_a_broken_link_of_that_name_is_told(unit: Workspace) -> None:
    (unit.folder / "codes" / "industries.csv").mkdir(parents=True)
    (unit.folder / "codes" / "districts.csv").symlink_to(unit.folder / "nowhere")
    assert faults(unit) == [("file_unreadable", "industries.csv"), ("file_unreadable", "districts.csv")]


def test_of_very_many_faults_the_first_are_told_and_the_rest_counted(unit: Workspace) -> None:
    put(unit, "industries.csv", INDUSTRIES + "C26,化工\n" * (MOST_FAULTS + 7))
    problems = code_tables.tables(unit.folder).faults
    assert len(problems) == MOST_FAULTS + 1
    assert (problems[-1].code.value, problems[-1].fields["count"]) == ("code_table_more", "7")


def test_a_table_may_say_that_nothing_is_complete(unit: Workspace) -> None:
    put(unit, "districts.csv", HEAD + "# covers: 无\ncode,name,now\n120116,滨海新区,\n")
    assert faults(unit) == []
    assert told(unit, district_code="990101") == told(unit, district_code="120199") == []
