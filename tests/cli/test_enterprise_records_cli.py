# SPDX-License-Identifier: MulanPSL-2.0
"""The register of a year's use on the command line: facts, records, files out and in, self-reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.makers import a_code


@pytest.fixture
def place(unit_cli: Cli) -> str:
    said = unit_cli.json("enterprises", "add", "--name", "青岚县恒达化工有限公司", "--credit-code", a_code(3))
    return str(said["enterprise"]["id"])


def test_facts_are_shown_changed_and_forgotten(unit_cli: Cli, place: str) -> None:
    words = [
        "--industry-code", "2672", "--district-code", "120221", "--grade", "A", "--risk-grade", "red", "--sector",
        "hazmat", "--visit-cycle-days", "30", "--standardisation", "second", "--standardised-until", "2027-06-30",
        "--latitude", "39.0842", "--longitude", "117.7",
    ]  # fmt: skip
    said = unit_cli.json("enterprises", "profile", place, *words)
    assert said["profile"]["industry_code"] == "C2672"
    assert (said["profile"]["latitude"], said["profile"]["standardised_until"]) == (39.0842, "2027-06-30")
    assert [w["code"] for w in said["warnings"]] == ["district_code_old"]
    unit_cli("enterprises", "profile", place, "--district-code", "120117", "--clear", "grade", expect=0)
    shown = unit_cli("enterprises", "profile", place, expect=0).out
    assert "焰火、鞭炮产品制造" in shown
    assert "天津市 宁河区" in shown
    assert "A级" not in shown


def test_every_wrong_fact_is_refused_and_wrong_words_are_wrong_use(unit_cli: Cli, place: str) -> None:
    said = unit_cli(
        "enterprises",
        "profile",
        place,
        "--industry-code",
        "E2672",
        "--district-code",
        "12",
        "--latitude",
        "91",
        "--json",
    )
    assert said.code == 1
    assert said.codes == ["value_not_allowed", "value_missing", "industry_code_parent", "district_code_shape"]
    for words in (["--grade", "D"], ["--latitude", "north"], ["--clear", "name"], ["--employees", "-1"]):
        unit_cli("enterprises", "profile", place, *words, expect=2)
    unit_cli("enterprises", "profile", "没有的企业", expect=1)


def test_every_kind_of_record_is_kept_listed_changed_and_removed(unit_cli: Cli, place: str) -> None:
    said = unit_cli.json(
        "enterprises", "licence", place, "--kind", "安全生产许可证", "--number", "1", "--expires-on", "2030-01-01"
    )
    licence = said["record"]["id"]
    unit_cli("enterprises", "licence", place, "--record", licence, "--number", "2", expect=0)
    unit_cli("enterprises", "hazard", place, "--name", "液氯储罐区", "--level", "1", expect=0)
    unit_cli("enterprises", "insurance", place, "--insurer", "某财险", "--amount", "5000000", expect=0)
    unit_cli("enterprises", "listing", place, "--kind", "blacklist", "--listed-on", "2026-01-05", expect=0)
    triage = unit_cli.json(
        "enterprises",
        "triage",
        place,
        "--triage",
        "close",
        "--conclusion",
        "不具备安全条件",
        "--assessed-on",
        "2026-03-01",
    )["record"]["id"]
    report = ("--kind", "weekly", "--period-from", "2026-01-05", "--period-to", "2026-01-11")
    unit_cli("enterprises", "self-report", place, *report, "--reported-on", "2026-01-12", "--found", "2", expect=0)
    said = unit_cli.json("enterprises", "records", place)
    assert [said["licences"][0]["number"], said["licences"][0]["kind"]] == ["2", "安全生产许可证"]
    counts = {name: len(rows) for name, rows in said.items() if isinstance(rows, list)}
    assert set(counts.values()) == {1}
    assert len(counts) == 6
    shown = unit_cli("enterprises", "records", place, expect=0).out
    for words in ("有效期至 2030-01-01", "一级源", "某财险", "黑名单", "关闭退出", "发现 2 项，已整改 0 项"):
        assert words in shown
    refused = unit_cli("enterprises", "remove-record", "triages", triage, "--reason", " ", "--json", expect=1)
    assert refused.codes == ["reason_missing"]
    unit_cli("enterprises", "remove-record", "triages", triage, "--reason", "重评", expect=0)
    assert unit_cli.json("enterprises", "records", place)["triages"] == []
    unit_cli("enterprises", "licence", place, "--record", triage, "--number", "3", expect=1)


def test_a_new_record_without_its_needed_fields_is_refused_with_all_of_them(unit_cli: Cli, place: str) -> None:
    said = unit_cli("enterprises", "triage", place, "--triage", "rectify", "--json", expect=1)
    assert [p["where"] for p in said.json["problems"]] == ["conclusion", "assessed_on", "deadline"]
    said = unit_cli("enterprises", "self-report", place, "--json", expect=1)
    assert [p["where"] for p in said.json["problems"]] == ["kind", "period_from", "period_to", "reported_on"]
    assert "自查周期" in unit_cli("enterprises", "self-report", place).err
    said = unit_cli("enterprises", "listing", place, "--json", expect=1)
    assert [p["where"] for p in said.json["problems"]] == ["kind", "listed_on"]


def test_what_runs_out_is_listed(unit_cli: Cli, place: str) -> None:
    unit_cli("enterprises", "licence", place, "--kind", "经营许可证", "--expires-on", "2026-02-01", expect=0)
    said = unit_cli.json("enterprises", "expiring", "--within", "31", "--on", "2026-01-01")
    assert [(row["name"], row["days_left"]) for row in said["expiring"]] == [("经营许可证", 31)]
    assert unit_cli.json("enterprises", "expiring", "--within", "30", "--on", "2026-01-01")["expiring"] == []


@pytest.mark.parametrize("name", ["r.xlsx", "r.csv"])
def test_the_register_goes_out_and_comes_in_unchanged(unit_cli: Cli, place: str, name: str) -> None:
    unit_cli("enterprises", "profile", place, "--grade", "B", "--sponsor-unit", "=1+1", expect=0)
    path = unit_cli.folder / name
    assert unit_cli.json("enterprises", "export", path)["count"] == 1
    said = unit_cli.json("enterprises", "import", path)
    assert (said["same"], said["added"], said["updated"], said["skipped"]) == (1, 0, 0, 0)
    assert unit_cli.json("enterprises", "export", path, "--grade", "A")["count"] == 0
    assert unit_cli("enterprises", "export", unit_cli.folder / "r.pdf", "--json", expect=1).codes == [
        "value_not_allowed"
    ]


def test_self_reports_are_previewed_taken_in_once_and_missed(unit_cli: Cli, place: str) -> None:
    path = Path(unit_cli.folder) / "自查.csv"
    path.write_text("隐患描述,部位,整改完成日期\n护栏缺失,二层,2026-01-10\n", encoding="utf-8")
    command = ["enterprises", "self-reports", "import", path]
    assert unit_cli(*command, "--json", expect=1).codes == ["column_missing"] * 4
    own = ["--enterprise", place, "--kind", "fortnightly", "--from", "2026-01-01", "--to", "2026-01-14"]
    assert unit_cli.json(*command, *own, "--preview")["added"] == 1
    assert unit_cli.json("enterprises", "records", place)["self_reports"] == []
    assert (unit_cli.json(*command, *own)["added"], unit_cli.json(*command, *own)["same"]) == (1, 1)
    said = unit_cli.json("enterprises", "self-reports", "late", "--on", "2026-02-01", "--kind", "fortnightly")
    assert [(row["enterprise_id"], row["days_late"]) for row in said["late"]] == [(place, 1)]
    assert said["counts"]["fortnightly"] == {"behind": 1, "never": 0, "owing": 1}
    assert "一般单位每两周自查一次" in unit_cli("enterprises", "self-reports", "late", expect=0).out


def test_bad_rows_of_self_reports_are_all_told(unit_cli: Cli, place: str) -> None:
    path = Path(unit_cli.folder) / "自查.csv"
    path.write_text("企业名称,自查周期,自查起,自查止,隐患描述\n没有,每天,昨天,2026-01-14,甲\n", encoding="utf-8")
    said = unit_cli("enterprises", "self-reports", "import", path, "--json", expect=1)
    assert sorted(said.codes) == ["date_wrong", "enterprise_unknown", "value_not_allowed"]
    assert unit_cli.json("enterprises", "self-reports", "import", path, "--skip-bad")["skipped"] == 1


def test_the_lists_and_the_sheet_of_one_are_written(unit_cli: Cli, place: str) -> None:
    words = ["--triage", "suspend", "--conclusion", "差", "--assessed-on", "2026-03-01"]
    made = unit_cli.json("enterprises", "triage", place, *words)["record"]["id"]
    folder = unit_cli.folder
    assert unit_cli.json("enterprises", "triage-lists", folder / "a.xlsx")["count"] == 1
    assert unit_cli.json("enterprises", "triage-lists", folder / "a.xlsx", "--from", "2026-03-02")["count"] == 0
    unit_cli("enterprises", "triage-sheet", made, folder / "b.xlsx", expect=0)
    assert (folder / "b.xlsx").read_bytes().startswith(b"PK")
    assert unit_cli("enterprises", "triage-sheet", "x", folder / "b.xlsx", "--json", expect=1).codes == ["not_found"]


def test_codes_are_found(unit_cli: Cli) -> None:
    said = unit_cli.json("enterprises", "codes", "district", "滨海新区")
    assert said["codes"] == [{"code": "120116", "name": "滨海新区"}]
    assert "C2672" in unit_cli("enterprises", "codes", "industry", "鞭炮", expect=0).out
    unit_cli("enterprises", "codes", "industry", "没有的行业", expect=0)
    assert (said["mark"], said["covers"], said["is_own"]) == ("FM", ["省级", "120000县级"], False)
    assert "待核" in unit_cli("enterprises", "codes", "industry", "鞭炮", expect=0).out


def test_a_units_own_table_is_used_and_its_faults_are_told(unit_cli: Cli) -> None:
    own = unit_cli.data_dir / "codes" / "districts.csv"
    own.parent.mkdir()
    head = "# edition: 本市 2027\n# source: 本市民政局\n# mark: V\n# covers: 990000县级\ncode,name,now\n"
    own.write_text(f"{head}990000,演示市,\n990101,甲区,\n", encoding="utf-8")
    said = unit_cli.json("enterprises", "codes", "district", "甲区")
    assert said["codes"] == [{"code": "990101", "name": "甲区"}]
    assert (said["edition"], said["is_own"]) == ("本市 2027", True)
    own.write_text(f"{head}990000,演示市,\n990101,甲区,\n990101,乙区,\n", encoding="utf-8")
    wrong = unit_cli("enterprises", "codes", "district", "甲区", "--json")
    assert (wrong.code, wrong.codes) == (1, ["code_table_twice"])
    assert "第 8 行" in unit_cli("enterprises", "codes", "district", "甲区", expect=1).err
