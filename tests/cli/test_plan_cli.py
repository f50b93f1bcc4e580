# SPDX-License-Identifier: MulanPSL-2.0
"""plan on the command line: figures, units, approval, changes, progress, print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.makers import a_code

FIGURES = ("--officers", "22", "--statutory-days", "247", "--other-days", "2000", "--idle-days", "1434")


@pytest.fixture
def year(unit_cli: Cli) -> Cli:
    """A plan of 2026 with two units, and three enterprises."""
    for n in range(1, 4):
        name = f"青岚县第{n}化工有限公司"
        unit_cli("enterprises", "add", "--name", name, "--credit-code", a_code(n), expect=0)
    unit_cli("plan", "make", "--year", "2026", *FIGURES, "--text", "指导思想=预防为主", expect=0)
    unit_cli("plan", "add", "2026", a_code(1), "--month", "3", "--kind", "key", "--condition", "重大危险源", expect=0)
    unit_cli("plan", "add", "2026", a_code(2), "--month", "12", "--workdays", "15", expect=0)
    return unit_cli


def test_a_plan_from_its_figures_to_its_approval(year: Cli) -> None:
    found = year.json("plan", "list")["plans"][0]
    assert (found["all_days"], found["visit_days"], found["state"]) == (5434, 2000, "draft")
    assert year.json("plan", "check", "2026")["warnings"] == []
    after = year.json("plan", "amend", "2026", "--idle-days", "1534")["plan"]
    assert (after["visit_days"], after["texts"], after["officers"]) == (1900, {"指导思想": "预防为主"}, 22)
    assert year("plan", "make", "--year", "2026", *FIGURES, "--json").codes == ["plan_draft_exists"]
    approved = year.json("plan", "approve", "2026", "--by", "青岚县人民政府", "--number", "青政函1号")["plan"]
    assert (approved["state"], approved["approved_on"] is not None) == ("approved", True)
    assert year("plan", "amend", "2026", "--title", "x", "--json").codes == ["plan_state"]


def test_an_approved_plan_is_changed_and_shown(year: Cli, tmp_path: Path) -> None:
    year("plan", "approve", "2026", "--by", "青岚县人民政府", expect=0)
    said = year("plan", "change", "2026", "cancel", "--enterprise", a_code(1), "--json", expect=1)
    assert set(said.codes) == {"reason_missing", "value_missing"}
    words = ("--reason", "企业已关闭", "--approver", "分管副县长")
    year("plan", "change", "2026", "cancel", "--enterprise", a_code(1), *words, expect=0)
    year("plan", "change", "2026", "add", "--enterprise", a_code(3), "--month", "11", *words, expect=0)
    year("plan", "change", "2026", "workdays", "--days", "idle_days=1400", *words, expect=0)
    year("plan", "change", "2026", "workdays", "--days", "idle_days", *words, expect=2)
    changes = year.json("plan", "changes", "2026")["changes"]
    assert [(c["verb"], c["text"]) for c in changes] == [("workdays", "2000→2034"), ("add", ""), ("cancel", "")]
    units = year.json("plan", "units", "2026", "--state", "pending")
    assert (units["count"], [u["month"] for u in units["units"]]) == (2, [11, 12])
    progress = year.json("plan", "progress", "2026", "--on", "2026-12-01")
    assert (progress["total"]["planned"], progress["total"]["late"], progress["total"]["cancelled"]) == (2, 1, 1)
    assert "计划外 0 次" in year("plan", "progress", "2026", expect=0).out
    out = tmp_path / "计划.pdf"
    year("plan", "print", "2026", "--out", out, expect=0)
    assert out.read_bytes().startswith(b"%PDF")
    version = year.json("plan", "new-version", "2026")["plan"]
    assert (version["version"], year.json("plan", "list", "--year", "2026")["plans"][1]["version"]) == (2, 1)
    assert year.json("plan", "units", "2026/1")["count"] == 3
    assert year.json("plan", "caps") == {"caps": []}


def test_units_are_imported_and_removed(year: Cli, tmp_path: Path) -> None:
    path = tmp_path / "u.csv"
    path.write_text(f"单位名称,信用代码,月份\n青岚县第3化工有限公司,{a_code(3)},5\n没有,,5\n", encoding="utf-8")
    shown = year.json("plan", "import", "2026", path, "--preview")
    assert (shown["added"], shown["skipped"], shown["warnings"][0]["code"]) == (1, 1, "enterprise_unknown")
    assert year("plan", "import", "2026", path, "--json", expect=1).codes == ["enterprise_unknown"]
    assert year.json("plan", "import", "2026", path, "--skip-bad")["added"] == 1
    unit = year.json("plan", "units", "2026", "--month", "5")["units"][0]
    assert year.json("plan", "remove", "2026", unit["id"])["removed"] == 1
    assert "没有" in year("plan", "units", "2026", "--month", "5", expect=0).out


def test_a_plan_that_is_not_there(unit_cli: Cli) -> None:
    assert unit_cli("plan", "progress", "2031", "--json").codes == ["not_found"]
    assert unit_cli.json("plan", "list") == {"plans": []}
