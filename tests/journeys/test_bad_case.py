# SPDX-License-Identifier: MulanPSL-2.0
"""A prepared bad case: the review finds every planted fault and no other, and nothing in a case done well."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app import wording
from inspector_app.cli import main
from inspector_app.domain.change import Op
from inspector_app.domain.inspection import Inspection
from inspector_app.operations.review.review import review
from inspector_app.storage import inspections as inspection_rows
from inspector_app.workspace import Workspace, system_clock
from tests.helpers.bad_case import NOT_PLANTED, bad_case
from tests.helpers.cases import (
    MadeCase,
    clean_case,
    grave_case,
)
from tests.helpers.clock import Clock, believe


def test_the_review_finds_every_planted_fault_and_no_other(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    bad = bad_case(unit, clock, tmp_path / "files")
    named: dict[str, set[str]] = {}
    for result in review(unit, bad.made.inspection.id).results:
        named.setdefault(result.rule.id, set()).add(result.problem.where)
        assert result.sentence, result.rule.id
    assert set(named) == set(bad.planted)
    assert len(named) == 62 - len(NOT_PLANTED)
    assert named == bad.planted


@pytest.mark.parametrize("make", [clean_case, grave_case])
def test_a_case_done_well_gives_nothing(
    unit: Workspace, clock: Clock, tmp_path: Path, make: Callable[[Workspace, Clock, Path], MadeCase]
) -> None:
    found_in = review(unit, make(unit, clock, tmp_path / "files").inspection.id)
    assert found_in.results == ()
    assert found_in.is_clean


def test_the_command_reports_passes_and_lists(
    unit: Workspace, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wording.set_language("zh_CN")
    clock.now = system_clock().replace(hour=9, minute=5) - timedelta(days=60)  # the command has the machine's clock
    believe(unit)
    made = clean_case(unit, clock, tmp_path / "files")
    visit: Inspection = made.inspection
    with unit.operation(Op.AMEND_INSPECTION) as step:
        kept = inspection_rows.get_inspection(step.db, visit.id)
        assert kept is not None
        inspection_rows.put_inspection(step.db, replace(kept, task=replace(kept.task, avoidance_declared=False)))
    unit.close()

    def run(*words: str, expect: int = 0) -> Any:
        assert main([*words, "--data-dir", str(unit.folder), "--json"]) == expect
        return json.loads(capsys.readouterr().out)

    said = run("review", "--inspection", visit.id)
    assert (said["blocks"], said["warnings"], said["infos"], said["clean"]) == (0, 1, 0, False)
    (result,) = said["results"]
    assert set(result) == {
        "rule", "level", "code", "sentence", "where", "mend", "basis", "mark", "passed", "reason", "person",
    }  # fmt: skip
    assert (result["rule"], result["level"], result["where"]) == ("R58", "warn", "inspection:avoidance_declared")
    words = ("--inspection", visit.id, "--rule", "R58", "--where", result["where"])
    assert run("pass-rule", *words, "--reason", " ", expect=1)["problems"][0]["code"] == "reason_missing"
    assert run("pass-rule", *words, "--reason", "检查当日已口头声明")["rule"] == "R58"
    after = run("review", "--inspection", visit.id)
    assert (after["clean"], after["results"][0]["reason"]) == (True, "检查当日已口头声明")
    assert run("review", "--inspection", "nirgends", expect=1)["problems"][0]["code"] == "not_found"
    assert run("review", "--inspection", visit.id, "--stage", "issue")["results"] == []
    listed = run("rules")["rules"]
    assert [rule["id"] for rule in listed] == [f"R{n:02}" for n in range(1, 63)]
    assert main(["review", "--inspection", visit.id, "--data-dir", str(unit.folder)]) == 0
    shown = capsys.readouterr().out
    assert "R58" in shown
    assert "检查当日已口头声明" in shown
    assert main(["review", "--data-dir", str(unit.folder)]) == 2
