# SPDX-License-Identifier: MulanPSL-2.0
"""Values of a day on paper: RECORD.json with `values`, all of it or every fault with its path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.finding import Finding
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations.paper_records import record_inspection_file
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.items import choices, failing, item, keep, pack_of
from tests.helpers.records import a_paper_finding, a_record, write_record

K, R = AnswerKind, AnswerResult


@pytest.fixture(autouse=True)
def after_the_day(clock: Clock) -> None:
    clock.move(days=1)


@pytest.fixture
def packed(ws: Workspace) -> Workspace:
    """A workspace whose unit has imported a pack of all kinds."""
    items = (
        failing("OHM", K.NUMBER, unit="Ω", limit_most="4", several_places=True),
        failing("GAS", K.CHOICE, choices=choices("on", "off", fails=["off"])),
        item("DAY", K.DATE), item("TXT", K.TEXT), item("SUM", K.COMPUTED, calculation="sum(${OHM})"),
        item("R", K.ENTRIES), item("Ra", K.TEXT, parent="R"), failing("T"),
    )  # fmt: skip
    keep(ws, pack_of(items))
    return ws


def recorded(ws: Workspace, folder: Path, **changes: Any) -> str:
    content = a_record(**{"packs": ["own"], "answers": {}, "findings": [], **changes})
    return record_inspection_file(ws, write_record(folder, content)).value.inspection_id


def faults(ws: Workspace, folder: Path, **changes: Any) -> list[tuple[ProblemCode, str]]:
    with pytest.raises(Refused) as refused:
        recorded(ws, folder, **changes)
    return [(p.code, p.where) for p in refused.value.problems if p.severity is Severity.BLOCK]


def test_values_are_kept_in_their_form(packed: Workspace, tmp_path: Path) -> None:
    values = {"GAS": "「on」", "DAY": "2026年11月20日", "TXT": {"value": "甲", "remark": "口述"}, "OHM": 3.10}
    view = ledger.view(packed, recorded(packed, tmp_path, values=values))
    assert {c: (a.value, a.result, a.remark) for c, a in view.answers.items()} == {
        "GAS": ("on", R.COMPLIANT, ""),
        "DAY": ("2026-11-20", R.RECORDED, ""),
        "TXT": ("甲", R.RECORDED, "口述"),
        "OHM": ("3.1", R.COMPLIANT, ""),
        "SUM": ("3.1", R.RECORDED, ""),
    }
    assert view.answers["OHM"].label == "3.1Ω"


def test_each_place_has_its_value_and_its_own_finding(packed: Workspace, tmp_path: Path) -> None:
    values = {"OHM": [{"value": 3, "place": "1#"}, {"value": "6.5", "place": "2#"}]}
    found = [a_paper_finding(item="OHM", place="2#", description="接地电阻6.5Ω")]
    view = ledger.view(packed, recorded(packed, tmp_path, values=values, findings=found))
    spots = {s.place: s for s in view.spots}
    assert view.result("OHM", spots["1#"].id) is R.COMPLIANT and view.result("OHM", spots["2#"].id) is R.NONCOMPLIANT
    finding: Finding = view.findings[0]
    assert spots["2#"].finding_id == finding.id and spots["1#"].finding_id == ""
    assert view.result("OHM") is R.NONCOMPLIANT and view.answers["SUM"].value == "9.5"


def test_the_people_on_site_may_judge_worse_than_the_value(packed: Workspace, tmp_path: Path) -> None:
    found = [a_paper_finding(item="GAS")]
    view = ledger.view(packed, recorded(packed, tmp_path, values={"GAS": "on"}, findings=found))
    assert view.answers["GAS"].result is R.NONCOMPLIANT and view.answers["GAS"].value == "on"


def test_a_failing_value_without_its_finding_is_warned_of(packed: Workspace, tmp_path: Path) -> None:
    content = a_record(packs=["own"], answers={}, findings=[], values={"GAS": "off"})
    done = record_inspection_file(packed, write_record(tmp_path, content))
    assert [(p.code, p.where) for p in done.value.warnings] == [
        (ProblemCode.NONCOMPLIANT_WITHOUT_FINDING, "$.values.GAS")
    ]


def test_every_fault_has_its_path(packed: Workspace, tmp_path: Path) -> None:
    values = {
        "OHM": [
            {"value": "many", "place": "1#"}, {"value": 3}, {"value": 3, "place": "2#"}, {"value": 4, "place": "2#"},
        ],
        "GAS": {"value": "maybe", "place": "门口"},
        "DAY": [1, None],
        "TXT": {"value": ["a"]},
        "SUM": "3",
        "Ra": "x",
        "XX": 1,
        "T": "compliant",
    }  # fmt: skip
    assert set(faults(packed, tmp_path, values=values)) == {
        (ProblemCode.ANSWER_WRONG, "$.values.OHM[0]"),
        (ProblemCode.VALUE_MISSING, "$.values.OHM[1].place"),
        (ProblemCode.SPOT_EXISTS, "$.values.OHM[2]"),
        (ProblemCode.SPOT_EXISTS, "$.values.OHM[3]"),
        (ProblemCode.ANSWER_NOT_A_CHOICE, "$.values.GAS"),
        (ProblemCode.SPOT_NOT_POSSIBLE, "$.values.GAS"),
        (ProblemCode.SPOT_NOT_POSSIBLE, "$.values.DAY[0]"),
        (ProblemCode.SPOT_NOT_POSSIBLE, "$.values.DAY[1]"),
        (ProblemCode.ANSWER_WRONG, "$.values.DAY[0]"),
        (ProblemCode.VALUE_MISSING, "$.values.DAY[1].value"),
        (ProblemCode.VALUE_WRONG_TYPE, "$.values.TXT.value"),
        (ProblemCode.ANSWER_NOT_ASKED, "$.values.SUM"),
        (ProblemCode.ANSWER_AT_PLACES, "$.values.Ra"),
        (ProblemCode.ITEM_UNKNOWN, "$.values.XX"),
        (ProblemCode.ANSWER_NOT_ASKED, "$.values.T"),
    }
    assert ledger.rows(packed) == ()


def test_an_answer_that_the_value_denies_is_refused(packed: Workspace, tmp_path: Path) -> None:
    said = faults(packed, tmp_path, values={"GAS": "off"}, answers={"GAS": "compliant"})
    assert said == [(ProblemCode.ANSWER_FAILS, "$.values.GAS")]


@pytest.mark.parametrize("values", [[], "x", 3])
def test_values_must_be_an_object(packed: Workspace, tmp_path: Path, values: object) -> None:
    assert faults(packed, tmp_path, values=values) == [(ProblemCode.VALUE_WRONG_TYPE, "$.values")]
