# SPDX-License-Identifier: MulanPSL-2.0
"""The checklists of a unit: versions beside each other, drafts that keep their own, statistics over all of them."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.inspection import AnswerResult, InspectionState
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.ledgers import packs as ledger
from inspector_app.ledgers.packs import ItemStatistics
from inspector_app.operations import findings
from inspector_app.operations import pack_manager as verbs
from inspector_app.operations.inspections import answer_item, finish_inspection
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.kept_packs import PACK, a_pack, an_item, bring, version_one, version_two
from tests.helpers.makers import an_enterprise, an_inspection

OK, BAD, NA = AnswerResult.COMPLIANT, AnswerResult.NONCOMPLIANT, AnswerResult.NOT_APPLICABLE


def counts(ws: Workspace) -> dict[str, ItemStatistics]:
    return {one.code: one for one in ledger.statistics(ws, PACK)}


def own_codes(ws: Workspace, inspection_id: str) -> list[str]:
    view = inspection_ledger.view(ws, inspection_id)
    return [item.code for item in view.items if item.code.startswith("CT-")]


def test_two_versions_with_drafts_open_in_both(unit: Workspace) -> None:
    where = an_enterprise(unit)
    bring(unit, version_one())
    first = an_inspection(unit, where, pack_ids=(PACK,))
    bring(unit, version_two())
    second = an_inspection(unit, where, pack_ids=(PACK,))
    for inspection, answers in (
        (first, {"CT-01": OK, "CT-02": OK, "CT-03": BAD}),
        (second, {"CT-01": BAD, "CT-04": NA}),
    ):
        for code, result in answers.items():
            answer_item(unit, inspection.id, code, result)
    assert own_codes(unit, first.id) == ["CT-01", "CT-02", "CT-03"]
    assert own_codes(unit, second.id) == ["CT-04", "CT-01", "CT-02"]
    checks = {i.code: i.check for i in inspection_ledger.view(unit, first.id).items}
    assert checks["CT-01"] == "CT-01 查什么"
    for inspection, code in ((first, "CT-04"), (second, "CT-03")):
        with pytest.raises(Refused) as refused:
            answer_item(unit, inspection.id, code, OK)
        assert refused.value.problems[0].code is ProblemCode.ITEM_UNKNOWN
    found = counts(unit)
    assert list(found) == ["CT-04", "CT-01", "CT-02", "CT-03"]  # the newest version's order, then what it dropped
    bridged = found["CT-01"]
    assert (bridged.compliant, bridged.noncompliant, bridged.findings) == (1, 1, 1)
    assert bridged.check == "CT-01 查得更细"
    assert set(bridged.versions) == {"2026.1", "2026.2"}
    assert found["CT-03"].versions == ("2026.1",)
    assert (found["CT-03"].noncompliant, found["CT-04"].not_applicable) == (1, 1)
    for version in ("2026.1", "2026.2"):
        with pytest.raises(Refused) as refused:
            verbs.remove_pack(unit, PACK, version)
        assert refused.value.problems[0].code is ProblemCode.PACK_IN_USE
    lines = {line.version: line for line in ledger.versions(unit, PACK)}
    assert list(lines) == ["2026.2", "2026.1"]
    assert (lines["2026.1"].is_newest, lines["2026.2"].is_newest) == (False, True)
    assert {(line.inspections, line.open_inspections) for line in lines.values()} == {(1, 1)}


def test_a_finished_inspection_still_keeps_its_version(unit: Workspace, clock: Clock) -> None:
    bring(unit, version_one())
    inspection = an_inspection(unit, pack_ids=(PACK,))
    for code in ("CT-01", "CT-02", "CT-03"):
        answer_item(unit, inspection.id, code, OK)
    clock.move(hours=1)
    assert finish_inspection(unit, inspection.id).value.state is InspectionState.FINISHED
    (line,) = ledger.versions(unit, PACK)
    assert (line.inspections, line.open_inspections) == (1, 0)
    with pytest.raises(Refused) as refused:
        verbs.remove_pack(unit, PACK, "2026.1")
    assert refused.value.problems[0].fields["count"] == "1"


def test_a_struck_out_finding_is_not_counted(unit: Workspace) -> None:
    bring(unit, version_one())
    inspection = an_inspection(unit, pack_ids=(PACK,))
    draft = FindingDraft(
        item_code="CT-01", place="灶间", description="无报警器", deadline_class=DeadlineClass.IMMEDIATE
    )
    finding = findings.record_finding(unit, inspection.id, draft).value
    assert counts(unit)["CT-01"].findings == 1
    findings.withdraw_finding(unit, finding.id, "看错了")
    assert counts(unit)["CT-01"].findings == 0


def test_other_checklists_of_the_same_inspection_are_not_counted(unit: Workspace) -> None:
    bring(unit, version_one())
    inspection = an_inspection(unit, pack_ids=(PACK, "hazmat"))
    answer_item(unit, inspection.id, "HZ-LIC-01", OK)
    answer_item(unit, inspection.id, "CT-01", OK)
    assert set(counts(unit)) == {"CT-01", "CT-02", "CT-03"}
    assert {one.code: one.compliant for one in ledger.statistics(unit, "hazmat")}["HZ-LIC-01"] == 1


def test_a_version_that_is_gone_lives_on_in_its_inspections(unit: Workspace) -> None:
    folder = unit.folder / "checklists" / "timber"
    folder.mkdir(parents=True)
    head = "format=1\nid='timber'\nversion='1.0'\ntitle='木材'\nindustry='timber'\nissuer='测'\nvalid_from=2026-01-01\n"
    item = (
        "[[item]]\ncode='TM-01'\nsection='现场'\napplies_to='通用'\ncheck='查'\nmethod=['看现场']\ncriterion='标准'\n"
        "verified='V'\nbasis=[{law='AQF',clause='第二十条',verified='V'}]\ngrade='general'\nfinding='不符'\n"
        "measure='改'\ndeadline={class='within_days',days=15}\n"
    )
    (folder / "pack.toml").write_text(f"{head}authority='局'\nsections=['现场']\n", encoding="utf-8")
    (folder / "items.toml").write_text(item, encoding="utf-8")
    inspection = an_inspection(unit, pack_ids=("timber",))
    before = ledger.pack_at(unit, "timber", "1.0")
    shutil.rmtree(folder)
    unit.forget_catalogue()
    answer_item(unit, inspection.id, "TM-01", BAD)
    (line,) = ledger.versions(unit, "timber")
    assert (line.is_listed, line.items, line.inspections, line.sha256) == (False, 1, 1, inspection.packs[0].sha256)
    assert ledger.pack_at(unit, "timber", "1.0") == before
    assert ledger.pack_at(unit, "timber") is None
    (one,) = ledger.statistics(unit, "timber")
    assert (one.code, one.noncompliant, one.versions) == ("TM-01", 1, ("1.0",))


def test_every_version_is_listed_with_where_it_comes_from(unit: Workspace) -> None:
    bring(unit, version_one(), "甲.xlsx")
    lines = {(line.id, line.version): line for line in ledger.lines(unit)}
    own, bundled = lines[PACK, "2026.1"], next(line for line in lines.values() if line.id == "common")
    assert (own.is_kept, own.is_bundled, own.source_name, own.source_format) == (True, False, "甲.xlsx", "workbook")
    assert (bundled.is_kept, bundled.is_bundled, bundled.kept_id) == (False, True, "")
    assert own.kept_at is not None and own.kept_at.date() == date(2026, 11, 20)
    assert all(
        line.is_newest and line.is_enabled and line.is_listed and len(line.sha256) == 64 for line in lines.values()
    )


def test_statistics_need_no_version_to_be_there(unit: Workspace) -> None:
    assert ledger.statistics(unit, "nothing") == ()
    assert ledger.versions(unit, "nothing") == ()


def test_a_newest_version_that_nobody_used_has_a_place_in_the_statistics(unit: Workspace) -> None:
    bring(unit, version_one())
    bring(unit, a_pack("2026.3", (an_item("CT-09"),)))
    assert {one.code: one.versions for one in ledger.statistics(unit, PACK)} == {"CT-09": ("2026.3",)}
