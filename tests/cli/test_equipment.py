# SPDX-License-Identifier: MulanPSL-2.0
"""equipment and calc on the command line: the list, its dates, calculations alone and inside an item."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli
from tests.helpers.makers import a_code


@pytest.fixture
def place(unit_cli: Cli) -> str:
    said = unit_cli.json("enterprises", "add", "--name", "青岚县恒达化工有限公司", "--credit-code", a_code(3))
    return str(said["enterprise"]["id"])


def written(cli: Cli, name: str, value: object) -> Path:
    path = cli.folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def begun(cli: Cli, place: str, *packs: str) -> str:
    chosen = [word for pack in packs for word in ("--pack", pack)]
    officers = ["--officer", "林知远", "--officer", "苏晓棠"]
    said = cli.json(
        "inspections", "start", "--enterprise", place, *chosen, *officers, "--started-at", "2026-11-20T09:00+08:00"
    )
    return str(said["inspection"])


def test_a_piece_is_added_amended_listed_and_removed(unit_cli: Cli, place: str) -> None:
    words = ["--category", "锅炉", "--name", "1号锅炉", "--code", "110012345620200001", "--inspected-on", "2024-02-29"]
    made = unit_cli.json("equipment", "add", place, *words)["equipment"]
    assert (made["state"], made["due"], made["verified"]) == ("overdue", "2025-02-28", True)
    amended = unit_cli.json("equipment", "amend", "110012345620200001", "--due-on", "2099-01-01")["equipment"]
    assert (amended["state"], amended["name"], amended["inspected_on"]) == ("fine", "1号锅炉", "2024-02-29")
    assert unit_cli.json("equipment", "list", place, "--due")["equipment"] == []
    assert [e["id"] for e in unit_cli.json("equipment", "list", "--on", "2099-02-01", "--due")["equipment"]] == [
        made["id"]
    ]
    said = unit_cli("equipment", "list", place, expect=0)
    assert "在检验有效期内" in said.out and "1号锅炉" in said.out
    unit_cli("equipment", "remove", made["id"], "--reason", "已拆除", expect=0)
    assert unit_cli.json("equipment", "list", place)["equipment"] == []
    assert unit_cli("equipment", "remove", made["id"], "--reason", "再次", "--json", expect=1).codes == ["not_found"]


def test_an_odd_code_is_kept_with_a_warning(unit_cli: Cli, place: str) -> None:
    said = unit_cli.json("equipment", "add", place, "--category", "锅炉", "--name", "老锅炉", "--code", "7号")
    assert [w["code"] for w in said["warnings"]] == ["equipment_code_odd"]


def test_a_list_is_imported_whole_or_without_its_bad_rows(unit_cli: Cli, place: str) -> None:
    path = written(unit_cli, "list.csv", "设备类别,设备名称,下次检验日期\n锅炉,甲,2027-01-01\n,乙,2027-13-01\n")
    refused = unit_cli("equipment", "import", place, path, "--json", expect=1)
    assert sorted(refused.codes) == ["date_wrong", "value_missing"]
    shown = unit_cli.json("equipment", "import", place, path, "--preview", "--skip-bad")
    assert (shown["added"], shown["skipped"], shown["rows"]) == (1, 1, 2)
    assert unit_cli.json("equipment", "list", place)["equipment"] == []
    unit_cli("equipment", "import", place, path, "--skip-bad", expect=0)
    assert [e["name"] for e in unit_cli.json("equipment", "list", place)["equipment"]] == ["甲"]


def test_the_categories_of_the_table_are_listed(unit_cli: Cli) -> None:
    assert {"电梯", "叉车", "固定式压力容器"} <= set(unit_cli.json("equipment", "kinds")["kinds"])


def test_r_is_calculated_alone_and_kept_in_its_item(unit_cli: Cli, place: str) -> None:
    inputs: dict[str, Any] = {
        "persons": 12,
        "units": [{"name": "罐区", "declared": "三级", "substances": [{"name": "氨", "q": 12}]}],
    }
    path = written(unit_cli, "r.json", inputs)
    alone = unit_cli.json("calc", "hazmat-r", "--data", path)
    assert alone["result"].startswith("罐区：S＝1.2，R＝2.4，四级重大危险源")
    assert alone["fails"] is True and len(alone["unverified"]) == 1
    assert "R＝α×Σ(β×q/Q)＝2.4" in unit_cli("calc", "hazmat-r", "--data", path, expect=0).out

    inspection = begun(unit_cli, place, "hazmat")
    kept = unit_cli.json("calc", "hazmat-r", "--data", path, "--inspection", inspection, "--item", "HZ-MHI-01")
    assert kept["kept"] == {
        "inspection": inspection, "item": "HZ-MHI-01", "result": "not_checked", "proposes": "noncompliant",
    }  # fmt: skip
    words = ["--inspection", inspection, "--item", "HZ-LIC-01"]
    assert unit_cli("calc", "hazmat-r", "--data", path, *words, "--json", expect=1).codes == ["item_unknown"]


def test_what_is_missing_is_told_with_its_place(unit_cli: Cli) -> None:
    path = written(unit_cli, "r.json", {"units": [{"name": "罐区", "substances": [{"name": "甲醇", "q": "很多"}]}]})
    said = unit_cli("calc", "hazmat-r", "--data", path, "--json", expect=1)
    assert {(p["where"], p["message"]) for p in said.json["problems"]} == {
        ("units[0].substances[0].q", "“罐区，甲醇”：存在量q：不是数字"),
        ("units[0].substances[0].limit", "“罐区，甲醇”：临界量Q：表中没有，请填写并注明依据"),
    }


def test_fireworks_limits(unit_cli: Cli) -> None:
    row = {"place": "甲店", "kind": "retail", "amount": 51, "unit": "箱", "limit_amount": 50, "limit_source": "许可证"}
    said = unit_cli.json("calc", "fireworks", "--data", written(unit_cli, "f.json", {"rows": [row]}))
    assert said["result"] == "核对1处，超限1处：甲店超过许可限制存放量"


def test_dates_out_of_the_list_of_the_enterprise(unit_cli: Cli, place: str) -> None:
    unit_cli("equipment", "add", place, "--category", "锅炉", "--name", "1号", "--inspected-on", "2025-10-08", expect=0)
    unit_cli("equipment", "add", place, "--category", "叉车", "--name", "叉", "--inspected-on", "2025-10-08", expect=0)
    said = unit_cli.json("calc", "equipment", "--enterprise", place, "--on", "2026-11-20")
    assert said["result"] == "核对2台：超期1，30天内到期0，须核对检验报告0，在有效期内1"
    inspection = begun(unit_cli, place, "special_equipment")
    words = ["--inspection", inspection, "--item", "SE-BOI-01"]
    kept = unit_cli.json("calc", "equipment", *words)
    assert kept["result"].startswith("核对1台：超期1")  # the boiler alone, as of the day of the visit
    assert kept["lines"][0] == "特种设备检验日期核对（以2026年11月20日为准）"


@pytest.mark.parametrize(
    "words",
    [
        ["calc", "equipment"],
        ["calc", "hazmat-r"],
        ["calc", "hazmat-r", "--data", "r.json", "--inspection", "x"],
        ["equipment", "add", "x", "--name", "y"],
        ["equipment", "list", "--on", "today"],
    ],
)
def test_wrong_use_is_told(unit_cli: Cli, words: list[str]) -> None:
    written(unit_cli, "r.json", {"units": []})
    words = [str(unit_cli.folder / w) if w == "r.json" else w for w in words]
    assert unit_cli(*words, "--json", expect=2).json["problems"][0]["code"] == "wrong_use"


@pytest.mark.parametrize(("text", "code"), [("[]", "value_wrong_type"), ("{", "syntax_wrong")])
def test_a_file_that_is_no_object_is_refused(unit_cli: Cli, text: str, code: str) -> None:
    path = written(unit_cli, "r.json", text)
    assert unit_cli("calc", "hazmat-r", "--data", path, "--json", expect=1).codes == [code]
