# SPDX-License-Identifier: MulanPSL-2.0
"""`ledger` and the commands about many findings, as a person types them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.sheets import read_sheet
from tests.cli.conftest import Cli
from tests.cli.test_case import TODAY, moment


@pytest.fixture
def visits(unit_cli: Cli) -> list[str]:
    """Two findings at each of two enterprises; gives the ids of the findings, newest first."""
    cli = unit_cli
    for n, district in ((1, "石桥镇"), (2, "云溪镇")):
        name = f"青岚县第{n}化工有限公司"
        where = ["--address", "工业路1号", "--district", district, "--person-in-charge", "钱立群"]
        cli("enterprises", "add", "--name", name, *where, expect=0)
        words = ["--enterprise", name, "--pack", "hazmat", "--at", moment(hours=-1), "--source", "plan"]
        words += ["--officer", "林知远", "--officer", "99012301002", "--accompanied-by", "钱立群", "--place", "罐区"]
        visit = cli.json("inspections", "plan", *words)["inspection"]
        for command in ("submit", "approve", "dispatch"):
            cli("inspections", command, visit, *(["--approver", "周正"] if command == "approve" else []), expect=0)
        begin = ["--started-at", moment(hours=3), "--notice-served-at", moment(hours=3), "--avoidance"]
        cli("inspections", "begin", visit, *begin, "--entry-scan", "QR-7", expect=0)
        for text in ("可燃气体报警器被人为关闭", "灭火器压力不足"):
            clause = ["--clause", "《中华人民共和国安全生产法》第三十六条第二款"]
            day = (TODAY + timedelta(days=2)).isoformat()
            facts = ["--place", "甲类仓库", "--description", text, "--measure", "整改", "--deadline", day]
            cli("findings", "add", visit, *facts, *clause, expect=0)
    return [row["id"] for row in cli.json("ledger", "findings")["rows"]]


def test_a_ledger_is_filtered_searched_ordered_and_paged(unit_cli: Cli, visits: list[str]) -> None:
    cli = unit_cli
    assert len(visits) == 4
    found = cli.json(
        "ledger", "findings", "--district", "石桥镇", "--search", "报警", "--columns", "description,district"
    )
    assert found["count"] == 1
    assert found["rows"][0]["district"] == "石桥镇"
    assert sum(found["colours"].values()) == 1
    assert cli.json("ledger", "findings", "--filter", "district=石桥镇|云溪镇", "--limit", "1")["count"] == 4
    up = [r["id"] for r in cli.json("ledger", "findings", "--sort", "enterprise")["rows"]]
    down = [r["id"] for r in cli.json("ledger", "findings", "--sort", "enterprise", "--descending")["rows"]]
    assert down == up[::-1]
    second = cli.json("ledger", "findings", "--sort", "enterprise", "--offset", "1", "--limit", "2")
    assert [r["id"] for r in second["rows"]] == up[1:3]
    assert [r["number"] for r in second["rows"]] == ["2", "3"]
    shown = cli("ledger", "findings", "--district", "石桥镇", expect=0).out
    assert "共 2 行，显示第 1 至 2 行" in shown
    assert "青岚县第1化工有限公司" in shown
    assert cli("ledger", "cases", expect=0).out.strip() == "没有找到。"
    for name in ("inspections", "documents", "reinspections", "supervision", "cases", "equipment", "enterprises"):
        assert cli.json("ledger", name)["ledger"] == name


def test_wrong_words_are_refused_all_at_once(unit_cli: Cli, visits: list[str]) -> None:
    cli = unit_cli
    wrong = ["--from", "11月", "--grade", "big", "--filter", "colour", "--filter", "x=1", "--sort", "basis"]
    said = cli("ledger", "findings", *wrong, "--columns", "nix", "--json", expect=1)
    where = [p["where"] for p in said.json["problems"]]
    assert sorted(where) == sorted(["--filter", "filters.from", "filters.grade", "filters.x", "sort", "columns"])
    message = next(p["message"] for p in said.json["problems"] if p["where"] == "filters.grade")
    assert message == "“类别”不能填“big”，可以填：general, major。"
    assert cli("ledger", "findings", "--view", "无", "--json", expect=1).codes == ["view_name"]
    cli("ledger", "nothing", expect=2)
    cli("ledger", "findings", "--nothing", "x", expect=2)
    cli("ledger", "findings", "--limit", "-1", expect=2)
    twice = cli("ledger", "findings", "--district", "石桥镇", "--filter", "district=云溪镇", "--json", expect=1)
    assert twice.codes == ["value_not_allowed"]


def test_files_hold_what_is_shown(unit_cli: Cli, visits: list[str], tmp_path: Path) -> None:
    cli = unit_cli
    query = ["--sort", "enterprise", "--columns", "enterprise,description", "--search", "报警"]
    rows = [[r["enterprise"], r["description"]] for r in cli.json("ledger", "findings", *query)["rows"]]
    files = {kind: tmp_path / f"a.{kind}" for kind in ("xlsx", "csv", "pdf", "json")}
    words = [
        w for kind, path in files.items() for w in (f"--{kind}-file" if kind == "json" else f"--{kind}", str(path))
    ]
    made = cli.json("ledger", "findings", *query, *words)
    assert made["count"] == 2
    assert [Path(f["path"]) for f in made["files"]] == [files[k] for k in ("xlsx", "csv", "pdf", "json")]
    for kind in ("xlsx", "csv"):
        assert [list(row) for row in read_sheet(files[kind].read_bytes(), files[kind].name).rows[1:]] == rows
    assert [list(r.values()) for r in json.loads(files["json"].read_text(encoding="utf-8"))["rows"]] == rows
    assert files["pdf"].read_bytes().startswith(b"%PDF")
    assert cli("ledger", "findings", "--xlsx", tmp_path / "a.csv", "--json", expect=1).codes == ["value_not_allowed"]


def test_columns_filters_and_saved_filters(unit_cli: Cli, visits: list[str]) -> None:
    cli = unit_cli
    columns = cli.json("ledger", "columns", "findings")["columns"]
    assert [c["title"] for c in columns][:9] == [
        "序号", "标识", "检查日期", "单位", "统一社会信用代码", "区划", "行业", "检查人", "隐患描述",
    ]  # fmt: skip
    filters: dict[str, Any] = {f["key"]: f for f in cli.json("ledger", "filters", "findings")["filters"]}
    assert [c["value"] for c in filters["district"]["choices"]] == ["云溪镇", "石桥镇"]
    cli("ledger", "views", "save", "findings", "石桥报警", "--filter", "district=石桥镇", "--search", "报警", expect=0)
    listed = cli.json("ledger", "views", "list", "findings")["views"]
    assert [(v["name"], v["filters"], v["search"]) for v in listed] == [("石桥报警", {"district": "石桥镇"}, "报警")]
    assert cli.json("ledger", "findings", "--view", "石桥报警")["count"] == 1
    assert (
        cli.json("ledger", "findings", "--view", "石桥报警", "--district", "云溪镇", "--search", "灭火")["count"] == 1
    )
    assert cli("ledger", "views", "save", "findings", "坏", "--filter", "x=1", "--json", expect=1).codes == [
        "value_not_allowed"
    ]
    cli("ledger", "views", "drop", "findings", "石桥报警", expect=0)
    assert cli("ledger", "views", "drop", "findings", "石桥报警", "--json", expect=1).codes == ["view_name"]


def test_findings_are_assigned_and_reminded_of(unit_cli: Cli, visits: list[str]) -> None:
    cli = unit_cli
    assert cli.json("findings", "assign", *visits[:2], "--officer", "林知远", "--due", TODAY)["assigned"] == 2
    assert cli.json("ledger", "findings", "--assignee", "林知远")["count"] == 2
    assert cli("findings", "remind", *visits, expect=0).out.strip() == "已催办 4 项隐患"
    assert cli("findings", "assign", visits[0], "nix", "--json", expect=1).codes == ["not_found", "value_missing"]
    listing = ["--level", "county", "--organ", "县安委会", "--deadline", TODAY]
    said = cli("findings", "list-supervision", visits[0], *listing, "--json", expect=1)
    assert said.codes == ["follow_up_needs_major"]
