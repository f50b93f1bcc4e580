# SPDX-License-Identifier: MulanPSL-2.0
"""Switching checklists on and off, removing imported ones, and reading one only to look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.inspection import AnswerResult, InspectionTask, TaskSource
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import packs as ledger
from inspector_app.locations import bundled
from inspector_app.operations import inspection_moves as moves
from inspector_app.operations import pack_manager as verbs
from inspector_app.operations.inspection_moves import PlanDraft
from inspector_app.operations.inspections import answer_item
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.kept_packs import PACK, a_pack, an_item, bring, version_one, version_two
from tests.helpers.makers import an_enterprise, an_inspection, people


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[ProblemCode]:
    return [problem.code for problem in refused.value.problems]


def test_a_switched_off_checklist_is_not_offered_and_not_taken(unit: Workspace) -> None:
    assert "hazmat" in ledger.enabled_ids(unit)
    running = an_inspection(unit, pack_ids=("hazmat",))
    assert verbs.choose_pack(unit, "hazmat", is_enabled=False).value is False
    assert "hazmat" not in ledger.enabled_ids(unit)
    with pytest.raises(Refused) as refused:
        an_inspection(unit, an_enterprise(unit, 2), pack_ids=("hazmat", "common"))
    assert codes(refused) == [ProblemCode.PACK_DISABLED]
    answer_item(unit, running.id, "HZ-LIC-01", AnswerResult.COMPLIANT)  # what runs goes on
    verbs.choose_pack(unit, "hazmat", is_enabled=True)
    assert "hazmat" in ledger.enabled_ids(unit)
    an_inspection(unit, an_enterprise(unit, 3), pack_ids=("hazmat",))


def test_a_planned_visit_keeps_a_checklist_that_is_switched_off_later(unit: Workspace) -> None:
    where, task = an_enterprise(unit).id, InspectionTask(source=TaskSource.PLAN)
    draft = PlanDraft(enterprise_id=where, pack_ids=("hazmat",), planned_at=unit.now(), people=people(), task=task)
    planned = moves.plan_inspection(unit, draft).value
    moves.submit(unit, planned.id)
    moves.approve(unit, planned.id, "周正")
    verbs.choose_pack(unit, "hazmat", is_enabled=False)
    begun = moves.begin(unit, planned.id, no_notice_reason="四不两直").value
    assert [ref.id for ref in begun.packs] == ["hazmat"]


def test_switching_is_remembered_and_can_be_taken_back(unit: Workspace) -> None:
    verbs.choose_pack(unit, "common", is_enabled=False)
    again = open_workspace(unit.folder)
    assert "common" not in ledger.enabled_ids(again)
    again.close()
    undo_last(unit)
    assert "common" in ledger.enabled_ids(unit)


def test_only_what_is_there_is_switched(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        verbs.choose_pack(unit, "nothing", is_enabled=False)
    assert codes(refused) == [ProblemCode.PACK_UNKNOWN]


def test_an_unused_version_is_removed_with_its_reason_and_comes_back(unit: Workspace) -> None:
    bring(unit, version_one())
    bring(unit, version_two())
    gone = verbs.remove_pack(unit, PACK, "2026.2", "  录入有误 ").value
    assert gone.removed_reason == "录入有误"
    assert [line.version for line in ledger.versions(unit, PACK)] == ["2026.1"]
    newest = unit.catalogue.pack(PACK)
    assert newest is not None and newest.version == "2026.1"
    undo_last(unit)
    assert [line.version for line in ledger.versions(unit, PACK)] == ["2026.2", "2026.1"]


def test_what_was_removed_may_be_imported_again(unit: Workspace) -> None:
    bring(unit, version_one())
    verbs.remove_pack(unit, PACK, "2026.1")
    assert bring(unit, version_one()).is_new
    assert [line.version for line in ledger.versions(unit, PACK)] == ["2026.1"]


@pytest.mark.parametrize(
    ("pack", "version", "code"),
    [
        ("hazmat", "", ProblemCode.PACK_UNKNOWN),
        ("nothing", "1.0", ProblemCode.PACK_UNKNOWN),
        ("hazmat", "newest", ProblemCode.PACK_BUNDLED),
    ],
)
def test_what_cannot_be_removed(unit: Workspace, pack: str, version: str, code: ProblemCode) -> None:
    newest = unit.catalogue.pack("hazmat")
    assert newest is not None
    with pytest.raises(Refused) as refused:
        verbs.remove_pack(unit, pack, newest.version if version == "newest" else version)
    assert codes(refused) == [code]


def test_an_inspection_that_was_taken_back_frees_its_version(unit: Workspace) -> None:
    bring(unit, version_one())
    where = an_enterprise(unit)
    an_inspection(unit, where, pack_ids=(PACK,))
    undo_last(unit)
    assert verbs.remove_pack(unit, PACK, "2026.1").value.removed_reason


def test_two_checklists_with_one_code_cannot_be_used_together(unit: Workspace) -> None:
    bring(unit, a_pack("2026.1", (an_item("HZ-LIC-01"),)))
    with pytest.raises(Refused) as refused:
        an_inspection(unit, pack_ids=(PACK, "hazmat"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.fields["code"]) == (ProblemCode.PACK_CODES_COLLIDE, "HZ-LIC-01")


def test_a_folder_is_read_without_being_kept(unit: Workspace, tmp_path: Path) -> None:
    found = verbs.pack_in_folder(unit, bundled("checklists") / "metallurgy")
    assert found == unit.catalogue.pack("metallurgy")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pack.toml").write_text("id = 'broken'\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        verbs.pack_in_folder(unit, broken)
    assert len(refused.value.problems) > 1
