# SPDX-License-Identifier: MulanPSL-2.0
"""Holiday files: the bundled years, an office's own, and every fault said at once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import ProblemCode
from inspector_app.law.holidays import load_calendar, read_holiday_year
from tests.helpers.law import HOLIDAYS, a_holiday_file


def faults(text: str, name: str = "2027.json") -> list[tuple[ProblemCode, str]]:
    notice, problems = read_holiday_year(text.encode(), name)
    assert notice is None
    return [(problem.code, problem.where) for problem in problems]


def test_the_bundled_years_are_whole_and_name_their_notice() -> None:
    loaded = load_calendar([HOLIDAYS])
    assert loaded.problems == ()
    assert list(loaded.calendar.years) == [2024, 2025, 2026]
    # days off and weekend days worked, counted in the three notices
    counts = {year: (len(n.days_off), len(n.worked)) for year, n in loaded.calendar.years.items()}
    assert counts == {2024: (28, 8), 2025: (28, 5), 2026: (33, 6)}
    for notice in loaded.calendar.years.values():
        assert str(notice.year) in notice.notice
        assert notice.papers[0].startswith("https://www.gov.cn/")
        assert "holiday-cn" in notice.source and notice.mark is FactMark.V
        assert all(day.weekday() >= 5 for day in notice.worked)
        assert all(notice.days_off.values())


def test_a_file_as_its_source_publishes_it_is_taken() -> None:
    text = a_holiday_file(2027, **{"$schema": "https://x/schema.json", "$id": "https://x/2027.json"})
    notice, problems = read_holiday_year(text.encode("utf-8-sig"), "2027.json")
    assert problems == () and notice is not None
    assert notice.mark is FactMark.V2ND  # nobody said that he compared it with the notice
    assert notice.days_off[date(2027, 10, 1)] == "国庆节"


def test_a_notice_may_reach_back_into_december() -> None:
    base = json.loads(a_holiday_file(2027))
    base["days"].append({"date": "2026-12-31", "name": "元旦", "isOffDay": True})
    notice, _ = read_holiday_year(json.dumps(base).encode(), "2027.json")
    assert notice is not None and date(2026, 12, 31) in notice.days_off


@pytest.mark.parametrize("text", ["2026-12-24", "2028-01-01"])
def test_a_day_of_another_year_is_refused(text: str) -> None:
    base = json.loads(a_holiday_file(2027))
    base["days"].append({"date": text, "name": "元旦", "isOffDay": True})
    assert faults(json.dumps(base)) == [(ProblemCode.VALUE_NOT_ALLOWED, f"2027.json:{text}:date")]


def test_the_empty_file_of_a_year_without_notice_is_refused() -> None:
    text = json.dumps({"year": 2027, "papers": [], "days": []})
    assert faults(text) == [(ProblemCode.HOLIDAY_FILE_FAULTY, "2027.json:isOffDay")]


def test_every_fault_is_said_at_once() -> None:
    base = json.loads(a_holiday_file(2027))
    base["days"] += [
        {"date": "2027-10-01", "name": "国庆节", "isOffDay": True},
        {"date": "2027-02-30", "name": "春节", "isOffDay": True},
        {"date": "2027-05-04", "name": "", "isOffDay": "no"},
        {"date": "2027-05-05", "name": "劳动节", "isOffDay": False},  # a Wednesday
        "2027-05-06",
    ]
    base |= {"year": 2026, "mark": "sure", "colour": "red"}
    assert faults(json.dumps(base)) == [
        (ProblemCode.VALUE_NOT_ALLOWED, "2027.json:year"),
        (ProblemCode.VALUE_WRONG_TYPE, "2027.json:days[17]"),
        (ProblemCode.HOLIDAY_FILE_FAULTY, "2027.json:2027-10-01"),
        (ProblemCode.DATE_WRONG, "2027.json:2027-02-30:date"),
        (ProblemCode.VALUE_MISSING, "2027.json:2027-05-04:name"),
        (ProblemCode.VALUE_WRONG_TYPE, "2027.json:2027-05-04:isOffDay"),
        (ProblemCode.HOLIDAY_FILE_FAULTY, "2027.json:2027-05-04:isOffDay"),
        (ProblemCode.HOLIDAY_FILE_FAULTY, "2027.json:2027-05-05:isOffDay"),
        (ProblemCode.VALUE_NOT_ALLOWED, "2027.json:mark"),
        (ProblemCode.VALUE_UNKNOWN_KEY, "2027.json:colour"),
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, '{"year": ' + "9" * 5000 + "}", "{'year': 2027}"])
def test_what_is_no_holiday_file_at_all_is_a_syntax_fault(text: str) -> None:
    assert [code for code, _ in faults(text)] == [ProblemCode.SYNTAX_WRONG]


def test_other_bytes_are_a_syntax_fault() -> None:
    _, problems = read_holiday_year("节日".encode("gbk"), "2027.json")
    assert [problem.code for problem in problems] == [ProblemCode.SYNTAX_WRONG]


def test_an_office_replaces_a_year_and_adds_one(tmp_path: Path) -> None:
    for year in (2026, 2027):
        (tmp_path / f"{year}.json").write_text(a_holiday_file(year), encoding="utf-8")
    loaded = load_calendar([HOLIDAYS, tmp_path])
    assert loaded.problems == () and list(loaded.calendar.years) == [2024, 2025, 2026, 2027]
    assert loaded.calendar.is_working(date(2026, 5, 4))  # off in the bundled notice
    assert [file.is_own for file in loaded.files] == [False, False, True, True]


def test_a_faulty_own_file_makes_its_year_unknown_instead_of_bringing_the_old_one_back(tmp_path: Path) -> None:
    (tmp_path / "2026.json").write_text("{", encoding="utf-8")
    (tmp_path / "2027 (1).json").write_text(a_holiday_file(2027), encoding="utf-8")
    loaded = load_calendar([HOLIDAYS, tmp_path])
    assert list(loaded.calendar.years) == [2024, 2025]
    assert [(problem.code, problem.where) for problem in loaded.problems] == [
        (ProblemCode.SYNTAX_WRONG, "2026.json:1"),
        (ProblemCode.HOLIDAY_FILE_FAULTY, "2027 (1).json"),
    ]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    loaded = load_calendar([tmp_path / "none"])
    assert loaded.files == () and not loaded.calendar.knows(2026)


def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "2026.json").write_bytes(b" " * 300_000)
    assert [problem.code for problem in load_calendar([tmp_path]).problems] == [ProblemCode.FILE_TOO_LARGE]
