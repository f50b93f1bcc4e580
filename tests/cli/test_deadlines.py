# SPDX-License-Identifier: MulanPSL-2.0
"""Deadlines and holidays through the command line: the day, why it is that day, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.law import a_holiday_file


@pytest.fixture
def nobody(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line of a person who has no data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(cli.folder / "home"))
    return cli


def asked(cli: Cli, rule: str, start: str, *, data_dir: bool = False) -> dict[str, object]:
    found: dict[str, object] = cli.json("deadline", "--rule", rule, "--from", start, data_dir=data_dir)
    return found


@pytest.mark.parametrize(
    ("rule", "start", "date", "provisional"),
    [
        ("evidence.preserve_decision", "2026-09-28", "2026-10-13", False),  # T3
        ("seize.period", "2026-01-15", "2026-02-14", False),  # T4
        ("review.period", "2026-03-05", "2026-05-06", False),  # T5
        ("suit.period", "2026-08-31", "2027-03-01", True),  # T6
        ("te.reinspect", "2026-09-28", "2026-10-16", False),  # T21
    ],
)
def test_the_examples_of_the_handbook(nobody: Cli, rule: str, start: str, date: str, provisional: bool) -> None:
    found = asked(nobody, rule, start)
    assert (found["date"], found["provisional"]) == (date, provisional)


def test_why_names_start_rule_basis_and_the_move(nobody: Cli) -> None:
    why = asked(nobody, "review.period", "2026-03-05")["why"]
    assert why == (
        "申请行政复议：知道或者应当知道行政行为 2026-03-05，自次日起算60日（《行政复议法》第二十条第一款，已核）。"
        "末日2026-05-04为休息日（劳动节），顺延至其后第一个工作日2026-05-06"
        "（《行政复议法》第八十八条第一款、《民事诉讼法》第八十五条第三款）。届满日为2026-05-06。"
    )


def test_why_names_the_days_that_were_skipped(nobody: Cli) -> None:
    steps = asked(nobody, "evidence.preserve_decision", "2026-09-28")["steps"]
    assert "其间休息日不计：2026-10-01至2026-10-07（国庆节）、2026-10-11（周末）。" in steps
    assert "调休上班日计入：2026-10-10（国庆节）。" in steps


def test_a_missing_year_is_said(nobody: Cli) -> None:
    said = nobody("deadline", "--rule", "suit.period", "--from", "2026-08-31", data_dir=False, expect=0)
    assert said.out.startswith("2027-03-01（按周末推算）\n")
    assert "2027年放假安排尚未装入，按周末推算" in said.out
    assert "以当月最后一日2027-02-28为末日" in said.out


def test_a_seizure_is_reminded_and_does_not_move(nobody: Cli) -> None:
    found = asked(nobody, "seize.period", "2026-01-16")
    assert (found["date"], found["warn_on"]) == ("2026-02-15", "2026-02-10")
    assert "末日2026-02-15为休息日（春节），本期限不顺延，请在此前的工作日办结。" in found["steps"]
    assert "提前5日于2026-02-10提醒。" in found["steps"]


@pytest.mark.parametrize("rule", ["em.reinspect", "fire.reinspect", "em.suspend_max"])
def test_what_was_not_read_in_its_source_is_to_be_verified(nobody: Cli, rule: str) -> None:
    why = str(asked(nobody, rule, "2026-06-01")["why"])
    assert "，待核）" in why and "依据待核，请查对现行条文后再使用。" in why


def test_a_wait_is_no_deadline(nobody: Cli) -> None:
    why = str(asked(nobody, "daily.fine", "2026-01-16")["why"])  # Sat 01-17
    assert "推算日期为2026-01-17。" in why and "届满" not in why and "办结" not in why


def test_hours_take_a_time_in_chinese_civil_time(nobody: Cli) -> None:
    found = asked(nobody, "seize.urgent_report", "2026-02-15T23:30+00:00")
    assert (found["time"], found["date"]) == ("2026-02-17T07:30:00+08:00", "2026-02-17")
    found = asked(nobody, "evidence.preserve_decision", "2026-09-27T16:30+00:00")  # half past midnight of the 28th
    assert found["date"] == "2026-10-13"


def test_a_period_without_a_number_has_no_date(nobody: Cli) -> None:
    found = asked(nobody, "te.major_report_up", "2026-02-15")
    assert (found["date"], found["provisional"]) == (None, False)
    assert "及时" in str(found["why"])
    assert nobody("deadline", "--rule", "crime.team", "--from", "2026-02-15", data_dir=False, expect=0).out[0] == "—"


def test_every_rule_of_the_list_can_be_asked(nobody: Cli) -> None:
    periods = nobody.json("deadline", "--list", data_dir=False)["periods"]
    assert len(periods) == 44
    for period in periods:
        start = "2026-03-02T10:00" if period["unit"] == "H" else "2026-03-02"
        found = asked(nobody, period["key"], start)
        assert period["name"] in str(found["why"]) and period["basis"] in str(found["why"])
        assert (found["date"] is None) is (period["length"] is None)
    lines = nobody("deadline", "--list", data_dir=False, expect=0).out.splitlines()
    assert len(lines) == 45 and "60日" in next(line for line in lines if "review.period" in line)


def test_an_unknown_rule_is_refused(nobody: Cli) -> None:
    said = nobody("deadline", "--rule", "seize.for_ever", "--from", "2026-01-01", "--json", data_dir=False, expect=1)
    assert said.codes == ["period_unknown"]
    assert "seize.for_ever" in said.json["problems"][0]["message"]


@pytest.mark.parametrize(
    "words",
    [
        ("--rule", "seize.period", "--from", "2026-02-30"),
        ("--rule", "seize.period", "--from", "tomorrow"),
        ("--rule", "seize.period", "--from", "9999-12-31"),
        ("--rule", "seize.urgent_report", "--from", "2026-02-15"),
        ("--rule", "seize.period"),
        ("--from", "2026-02-15"),
    ],
)
def test_wrong_words_are_wrong_use(nobody: Cli, words: tuple[str, ...]) -> None:
    assert nobody("deadline", *words, "--json", data_dir=False, expect=2).codes == ["wrong_use"]


def test_a_named_folder_without_data_is_refused(nobody: Cli) -> None:
    """Its own periods might count; the bundled ones would be a guess."""
    said = nobody("deadline", "--rule", "seize.period", "--from", "2026-01-15", "--json", expect=1)
    assert said.codes == ["workspace_missing"]


def test_the_office_replaces_a_period(unit_cli: Cli) -> None:
    folder = unit_cli.data_dir / "forms" / "law"
    folder.mkdir(parents=True)
    rows = '[[period]]\nkey = "em.reinspect"\nlength = 3\nunit = "W"\nbasis = "第十八号令第一条"\nmark = "V"\n'
    (folder / "periods.toml").write_text("format = 1\n" + rows, encoding="utf-8")
    found = asked(unit_cli, "em.reinspect", "2026-02-12", data_dir=True)
    assert found["date"] == "2026-02-24"
    assert "第十八号令第一条，已核，本单位设置" in str(found["why"])
    (folder / "periods.toml").write_text("format = 1\n" + rows.replace("em.", "review."), encoding="utf-8")
    said = unit_cli("deadline", "--rule", "seize.period", "--from", "2026-01-15", "--json", expect=1)
    assert said.codes == ["law_data_faulty"]


def test_the_office_adds_a_year_and_dates_become_certain(unit_cli: Cli) -> None:
    file = unit_cli.folder / "下载.json"
    text = a_holiday_file(2027).replace("2027-10-11", "2027-03-01")  # an invented day off
    file.write_text(text, encoding="utf-8")
    before = asked(unit_cli, "suit.period", "2026-08-31", data_dir=True)
    added = unit_cli.json("holidays", "add", file)
    assert (added["year"], added["days_off"], added["days_worked"]) == (2027, 11, 1)
    after = asked(unit_cli, "suit.period", "2026-08-31", data_dir=True)
    assert (before["date"], before["provisional"]) == ("2027-03-01", True)
    assert (after["date"], after["provisional"]) == ("2027-03-02", False)
    assert "按周末推算" not in str(after["why"])


def test_the_list_of_years_names_the_notices(unit_cli: Cli) -> None:
    years = {row["year"]: row for row in unit_cli.json("holidays", "list")["years"]}
    assert {2024, 2025, 2026} <= years.keys()
    assert (years[2026]["days_off"], years[2026]["own"], years[2026]["mark"]) == (33, False, "V")
    lines = unit_cli("holidays", "list", expect=0).out.splitlines()
    assert "国务院办公厅关于2026年部分节假日安排的通知" in next(
        line for line in lines if line.strip().startswith("2026")
    )


def test_a_faulty_holiday_file_is_not_taken(unit_cli: Cli) -> None:
    file = unit_cli.folder / "2027.json"
    file.write_text('{"year": 2027, "papers": [], "days": []}', encoding="utf-8")
    assert unit_cli("holidays", "add", file, "--json", expect=1).codes == ["holiday_file_faulty"]
    assert not (unit_cli.data_dir / "holidays").exists()
    assert unit_cli("holidays", "add", Path("none.json"), "--json", expect=1).codes == ["file_missing"]


def test_a_holiday_file_that_was_broken_by_hand_stops_the_count(unit_cli: Cli) -> None:
    folder = unit_cli.data_dir / "holidays"
    folder.mkdir()
    (folder / "2026.json").write_text("{", encoding="utf-8")
    said = unit_cli("deadline", "--rule", "te.reinspect", "--from", "2026-09-28", "--json", expect=1)
    assert said.codes == ["syntax_wrong"]
    rows = {row["year"]: row for row in unit_cli.json("holidays", "list")["years"]}
    assert rows[2026]["days_off"] is None and not rows[2026]["missing"]
    assert rows[2026]["problems"][0]["code"] == "syntax_wrong"
    assert "文件有误，未采用" in unit_cli("holidays", "list", expect=0).out
