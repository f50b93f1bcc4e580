# SPDX-License-Identifier: MulanPSL-2.0
"""The holiday years of a workspace: what is missing, what is its own, and a file that replaces another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations.deadlines import due_on, law_of
from inspector_app.operations.holidays import holiday_years, install_holiday_file
from inspector_app.workspace import Workspace
from tests.helpers.law import a_holiday_file


def install(ws: Workspace, folder: Path, text: str, name: str = "new.json") -> None:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    install_holiday_file(ws, file)


def test_this_year_and_the_next_are_always_listed(ws: Workspace) -> None:
    assert ws.today().year == 2026
    rows = {row.year: row for row in holiday_years(ws)}
    assert list(rows) == [2024, 2025, 2026, 2027]
    assert [year for year, row in rows.items() if row.is_missing] == [2027]


def test_an_own_year_counts_from_the_next_question_on(ws: Workspace, tmp_path: Path) -> None:
    assert due_on(ws, "suit.period", date(2026, 8, 31)).provisional
    install(ws, tmp_path, a_holiday_file(2027))
    assert not due_on(ws, "suit.period", date(2026, 8, 31)).provisional
    own = {row.year: row.is_own for row in holiday_years(ws)}
    assert own == {2024: False, 2025: False, 2026: False, 2027: True}
    install(ws, tmp_path, a_holiday_file(2027).replace("2027-10-11", "2027-03-01"))
    assert due_on(ws, "suit.period", date(2026, 8, 31)).date == date(2027, 3, 2)


def test_a_refused_file_leaves_the_kept_one_as_it_is(ws: Workspace, tmp_path: Path) -> None:
    install(ws, tmp_path, a_holiday_file(2027))
    kept = (ws.folder / "holidays" / "2027.json").read_bytes()
    with pytest.raises(Refused) as refused:
        install(ws, tmp_path, a_holiday_file(2027, days=[]), "2027.json")
    assert [problem.code for problem in refused.value.problems] == [ProblemCode.HOLIDAY_FILE_FAULTY]
    assert (ws.folder / "holidays" / "2027.json").read_bytes() == kept


def test_the_law_is_read_once_as_long_as_no_file_changes(ws: Workspace) -> None:
    assert law_of(ws) is law_of(ws)
    assert law_of(None) is not law_of(ws)
