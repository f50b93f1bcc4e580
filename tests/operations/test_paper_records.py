# SPDX-License-Identifier: MulanPSL-2.0
"""RECORD.json: all of it or nothing, every fault at once, and no input that breaks the reader."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.domain.inspection import AnswerResult, InspectionState, PersonRole
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.ledgers import enterprises, inspections, organs
from inspector_app.operations import undo
from inspector_app.operations.organs import OfficerDraft, add_officer, amend_officer
from inspector_app.operations.paper_records import record_inspection_file
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.pictures import corners
from tests.helpers.pictures import photo as a_photo
from tests.helpers.records import a_paper_finding, a_record, counted, record, refused, write_record

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def after_the_day(clock: Clock) -> None:
    clock.move(days=1)


def test_a_whole_day_is_recorded_in_one_act(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(a_photo())
    content = a_record()
    content["findings"][0]["photos"] = ["a.jpg"]
    before = counted(ws)["operations"]
    done = record_inspection_file(ws, write_record(tmp_path, content))
    assert done.changes.op is Op.RECORD_PAPER_INSPECTION
    assert counted(ws)["operations"] == before + 1
    view = inspections.view(ws, done.value.inspection_id)
    assert view.inspection.state is InspectionState.FINISHED
    assert view.inspection.started_at.isoformat() == "2026-11-20T09:05:00+08:00"
    assert view.enterprise.credit_code == "91110000802100433B"
    assert [p.role for p in view.inspection.people] == [PersonRole.OFFICER, PersonRole.OFFICER, PersonRole.ACCOMPANYING]
    assert [o.certificate_no for o in organs.officers(ws)] == ["99012301001", "99012301002"]
    assert [f.id for f in view.findings] == list(done.value.finding_ids)
    first, second = view.findings
    assert (first.item_code, first.grade, first.deadline) == ("HZ-LIC-07", Grade.GENERAL, date(2099, 12, 5))
    assert first.clauses and first.clauses[0].law
    assert [c.name for c in second.clauses] == ["《消防法》第二十八条"] and second.clauses[0].may_be_printed
    (photo,) = view.photos
    assert photo.finding_id == first.id and ws.files.is_intact(photo.sha256)
    assert photo.taker == "", "the file does not say who took it"
    assert view.answers["CM-TRN-04"].result is AnswerResult.NOT_APPLICABLE
    assert done.value.warnings == ()


def test_the_act_can_be_taken_back(ws: Workspace, tmp_path: Path) -> None:
    before = counted(ws)
    record(ws, tmp_path, a_record())
    undo.undo_last(ws)
    after = counted(ws)
    assert {t: n for t, n in after.items() if t != "operations"} == {
        t: n for t, n in before.items() if t != "operations"
    }


def test_a_registered_enterprise_is_found_by_code_and_brought_up_to_date(ws: Workspace, tmp_path: Path) -> None:
    name = a_record()["enterprise"]["name"]
    known = an_enterprise(ws, name=name, credit_code="91110000802100433B", phone="", title="总经理")
    record(ws, tmp_path, a_record())
    now = enterprises.enterprise(ws, known.id)
    assert (now.phone, now.title, enterprises.count(ws)) == ("15400000001", "总经理", 1)


def test_an_enterprise_without_code_is_found_by_name(ws: Workspace, tmp_path: Path) -> None:
    known = an_enterprise(ws, name="青岚县恒达化工有限公司", credit_code="")
    record(ws, tmp_path, a_record())
    assert enterprises.enterprise(ws, known.id).credit_code == "91110000802100433B"
    assert enterprises.count(ws) == 1


def test_another_name_for_a_known_code_is_refused(ws: Workspace, tmp_path: Path) -> None:
    an_enterprise(ws, name="青岚县另一公司", credit_code="91110000802100433B")
    assert refused(ws, tmp_path, a_record()) == [(ProblemCode.ENTERPRISE_NAME_DIFFERS, "$.enterprise.name")]


def test_officers_are_checked_against_the_roster(ws: Workspace, tmp_path: Path) -> None:
    add_officer(ws, OfficerDraft(name="林知速", certificate_no="99012301001"))
    old = OfficerDraft(name="苏晓棠", certificate_no="99012301002", valid_to=date(2025, 1, 1))
    second = add_officer(ws, old).value
    found = refused(ws, tmp_path, a_record())
    assert found == [
        (ProblemCode.OFFICER_NAME_DIFFERS, "$.officers[0].name"),
        (ProblemCode.CERTIFICATE_EXPIRED, "$.officers[1]"),
    ]
    amend_officer(ws, second.id, OfficerDraft(name="苏晓棠", certificate_no="99012301002"))
    assert len(refused(ws, tmp_path, a_record())) == 1


def test_a_superseded_common_item_is_kept_shown_and_warned_of(ws: Workspace, tmp_path: Path) -> None:
    from inspector_app.ledgers.inspections import view
    from inspector_app.packs.catalogue import superseded_codes

    packs = [pack for name in ("common", "hazmat") if (pack := ws.catalogue.pack(name)) is not None]
    old = next(iter(superseded_codes(packs)))
    path = tmp_path / "RECORD.json"
    path.write_text(json.dumps(a_record(answers={old: "compliant"})), encoding="utf-8")
    recorded = record_inspection_file(ws, path).value
    assert (ProblemCode.ITEM_SUPERSEDED, f"$.answers.{old}") in [(p.code, p.where) for p in recorded.warnings]
    shown = view(ws, recorded.inspection_id)
    assert old in {item.code for item in shown.items}
    assert shown.answers[old].result is AnswerResult.COMPLIANT


def test_a_byte_order_mark_is_no_fault(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "RECORD.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(a_record()).encode())
    assert record_inspection_file(ws, path).value.finding_ids


def test_rare_and_odd_characters_are_kept_as_typed(ws: Workspace, tmp_path: Path) -> None:
    text = "𠮷㛃䶮𬭚 10<x and y>20 <b>粗</b> & {name} %s 〔2026〕\n第二行\t\u202e右"
    made = record(ws, tmp_path, a_record(findings=[a_paper_finding(description=text)]))
    view = inspections.view(ws, made.inspection_id)
    assert view.findings[0].description == text


def test_what_a_finding_does_not_say_comes_from_its_item(ws: Workspace, tmp_path: Path) -> None:
    finding = {"item": "HZ-LIC-07", "place": "库", "description": "无标签", "grade": "general"}
    made = record(ws, tmp_path, a_record(answers={}, findings=[finding]))
    view = inspections.view(ws, made.inspection_id)
    item = next(i for i in view.items if i.code == "HZ-LIC-07")
    (kept,) = view.findings
    assert (kept.measure, kept.clauses, kept.deadline_class) == (item.measure, item.basis, DeadlineClass.WITHIN_DAYS)
    assert kept.deadline == date(2026, 11, 27)
    assert view.answers["HZ-LIC-07"].result is AnswerResult.NONCOMPLIANT
    assert kept.status is FindingStatus.RECORDED


def test_a_major_finding_takes_the_criterion_of_its_item(ws: Workspace, tmp_path: Path) -> None:
    pack = ws.catalogue.pack("hazmat")
    assert pack is not None
    item = next(i for i in pack.items if i.major_ref and i.deadline_class is DeadlineClass.IMMEDIATE)
    finding = {"item": item.code, "place": "库", "description": "x", "grade": "major"}
    made = record(
        ws, tmp_path, a_record(answers={}, findings=[finding, {**finding, "place": "罐区", "deadline": "2026-11-30"}])
    )
    first, second = inspections.view(ws, made.inspection_id).findings
    assert set(item.major_ref) <= set(first.clauses)
    assert (first.deadline_class, first.deadline) == (DeadlineClass.IMMEDIATE, None)
    assert (second.deadline_class, second.deadline) == (DeadlineClass.WITHIN_DAYS, date(2026, 11, 30))


def test_warnings_do_not_stop_the_act(ws: Workspace, tmp_path: Path, clock: Clock) -> None:
    clock.move(days=-10)
    (tmp_path / "a.jpg").write_bytes(a_photo())
    content = a_record(colour="red", answers={"HZ-SYS-07": "noncompliant"})
    content["findings"][0]["photos"] = ["a.jpg", "./a.jpg"]
    made = record(ws, tmp_path, content)
    assert {(p.code, p.where) for p in made.warnings} == {
        (ProblemCode.VALUE_UNKNOWN_KEY, "$.colour"),
        (ProblemCode.NONCOMPLIANT_WITHOUT_FINDING, "$.answers.HZ-SYS-07"),
        (ProblemCode.INSPECTION_IN_FUTURE, "$.started_at"),
        (ProblemCode.PHOTO_DUPLICATE, "$.findings[0].photos[1]"),
    }
    assert all(p.severity is Severity.WARN for p in made.warnings)
    assert len(inspections.view(ws, made.inspection_id).photos) == 1


def test_one_photo_may_prove_two_findings(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.jpg").write_bytes(a_photo())
    content = a_record()
    for finding in content["findings"]:
        finding["photos"] = ["sub/a.jpg"]
    made = record(ws, tmp_path, content)
    photos = inspections.view(ws, made.inspection_id).photos
    assert [p.finding_id for p in photos] and {p.finding_id for p in photos} == set(made.finding_ids)


def test_a_photo_that_changes_while_it_is_recorded_is_refused(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(a_photo())
    content = a_record()
    content["findings"][0]["photos"] = ["a.jpg"]
    from inspector_app.operations import paper_records

    def swapped(ws: Workspace, photos: Any) -> None:
        path.write_bytes(a_photo(corners(64, 48)))
        keep(ws, photos)

    keep = paper_records.keep_photos
    monkeypatch.setattr(paper_records, "keep_photos", swapped)
    before = counted(ws)
    with pytest.raises(Refused) as caught:
        record(ws, tmp_path, content)
    assert [p.code for p in caught.value.problems] == [ProblemCode.FILE_CHANGED]
    assert counted(ws) == before


def test_experts_and_witnesses_may_be_names_or_objects(ws: Workspace, tmp_path: Path) -> None:
    made = record(
        ws, tmp_path, a_record(experts=["何文博", {"name": "吕静宜", "unit": "安全评价公司"}], witnesses=["张一帆"])
    )
    people = inspections.view(ws, made.inspection_id).inspection.people
    assert [(p.role, p.name) for p in people if p.role in (PersonRole.EXPERT, PersonRole.WITNESS)] == [
        (PersonRole.EXPERT, "何文博"),
        (PersonRole.EXPERT, "吕静宜"),
        (PersonRole.WITNESS, "张一帆"),
    ]


def test_the_examples_of_the_specification_are_accepted(ws: Workspace, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "record-format.md").read_text(encoding="utf-8")
    examples = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    for n, example in enumerate(examples):
        made = record(ws, tmp_path, json.loads(example))
        assert made.warnings == (), n


def test_every_code_of_the_specification_exists() -> None:
    text = (ROOT / "docs" / "record-format.md").read_text(encoding="utf-8")
    table = text.split("## What comes back")[1].split("\n## ")[0]
    named = {
        word
        for line in table.splitlines()
        if line.startswith("| `")
        for word in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert len(named) > 30
    assert named <= {code.value for code in ProblemCode}
