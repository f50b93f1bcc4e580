# SPDX-License-Identifier: MulanPSL-2.0
"""A SafetyCulture audit becomes a checklist and a finished inspection, once; a broken one is refused whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import AnswerResult, InspectionState, PersonRole
from inspector_app.domain.problems import ProblemCode, Refused, blocking
from inspector_app.ledgers.inspections import view
from inspector_app.operations.audit_import import import_audit
from inspector_app.operations.documents import issue_document
from inspector_app.operations.undo import undo_last
from inspector_app.packs.frozen import freeze, thaw
from inspector_app.packs.safetyculture.audit import read_audit
from inspector_app.packs.safetyculture.checklist import checklist_of
from inspector_app.storage import inspections, spots
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise

FILE = Path(__file__).parents[1] / "fixtures" / "safetyculture" / "warehouse.json"
DATA = FILE.read_bytes()


def changed(**parts: object) -> bytes:
    return json.dumps({**json.loads(DATA), **parts}, ensure_ascii=False).encode()


def test_the_template_becomes_a_checklist_with_every_item() -> None:
    audit, problems = read_audit(DATA, FILE.name)
    assert audit is not None and not problems
    pack = checklist_of(audit, "2026.10.12")
    kinds = {item.check: item.answer.kind for item in pack.items}
    assert kinds == {
        "检查时间": AnswerKind.INSTANT, "地点": AnswerKind.TEXT, "灭火器是否在有效期内？": AnswerKind.CHOICE,
        "过期几具？": AnswerKind.TEXT, "现有设施": AnswerKind.CHOICES, "通道畅通": AnswerKind.CHOICE,
        "喷淋压力": AnswerKind.NUMBER, "逐垛检查": AnswerKind.ENTRIES, "垛号": AnswerKind.TEXT,
        "垛距": AnswerKind.CHOICE, "签名": AnswerKind.UNSUPPORTED, "复查日期": AnswerKind.DATE,
        "已告知": AnswerKind.CHOICE,
    }  # fmt: skip
    by_check = {item.check: item for item in pack.items}
    assert [section.name for section in pack.sections] == ["封面", "消防设施", "堆垛"]
    assert [c.text for c in by_check["灭火器是否在有效期内？"].answer.choices if c.fails] == ["不符合"]
    assert by_check["过期几具？"].logic.relevant == "(selected(${SC-q1}, 'r0a-no'))"
    assert by_check["垛号"].parent == by_check["逐垛检查"].code
    assert str(by_check["喷淋压力"].answer.most) == "2"
    assert [(part.what, part.text) for part in pack.left_out] == [("signature", "签名")]
    assert thaw(freeze(pack)) == pack


def test_the_answers_become_a_finished_inspection(unit: Workspace) -> None:
    enterprise = an_enterprise(unit)
    done = import_audit(unit, DATA, FILE.name, enterprise_id=enterprise.id)
    shown = view(unit, done.value.inspection_id)
    assert shown.inspection.state is InspectionState.FINISHED
    assert [(p.role, p.name) for p in shown.inspection.people] == [(PersonRole.EXPERT, "司马㐂")]
    assert shown.answers["SC-q1"].result is AnswerResult.NONCOMPLIANT
    assert shown.answers["SC-q1"].label == "不符合"
    assert shown.answers["SC-q2"].value == "b1 b3"
    assert shown.answers["SC-h1"].value == "2026-10-12T09:04"
    assert shown.answers["SC-dt"].value == "2026-10-21", "the day in China, not in Greenwich"
    assert shown.answers["SC-sl"].value == "0.4"
    words = sorted(finding.description for finding in shown.live_findings)
    assert words == ["垛距：不符合", "灭火器是否在有效期内？：不符合"]
    with unit.reader() as db:
        places = spots.list_spots(db, done.value.inspection_id)
        rows = inspections.list_spot_answers(db, done.value.inspection_id)
    assert [(spot.item_code, spot.ordinal) for spot in places] == [("SC-dyn", 1), ("SC-dyn", 2)]
    assert [rows["SC-pr1", spot.id].value for spot in places] == ["A-1", "A-2"]
    assert {part.what for part in done.value.left_out} == {"signature", "media"}
    assert unit.check().is_well


@pytest.mark.parametrize("kind", [DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER])
def test_nothing_is_issued_on_an_audit_that_no_officer_made(unit: Workspace, kind: DocumentKind) -> None:
    made = import_audit(unit, DATA, FILE.name, enterprise_id=an_enterprise(unit).id).value
    with pytest.raises(Refused) as refused:
        issue_document(unit, made.inspection_id, kind)
    assert ProblemCode.TOO_FEW_OFFICERS in {p.code for p in blocking(refused.value.problems)}


def test_the_same_audit_is_imported_once(unit: Workspace) -> None:
    enterprise = an_enterprise(unit)
    import_audit(unit, DATA, FILE.name, enterprise_id=enterprise.id)
    with pytest.raises(Refused) as refused:
        import_audit(unit, DATA, "again.json", enterprise_id=enterprise.id)
    assert [p.code for p in refused.value.problems] == [ProblemCode.AUDIT_EXISTS]


def test_audits_of_one_template_share_its_checklist_until_it_changes(unit: Workspace) -> None:
    enterprise = an_enterprise(unit)
    first = import_audit(unit, DATA, FILE.name, enterprise_id=enterprise.id).value
    second = import_audit(unit, changed(audit_id="audit_2"), FILE.name, enterprise_id=enterprise.id).value
    assert second.pack.sha256 == first.pack.sha256
    items = json.loads(DATA)["items"]
    items[1]["label"] = "灭火器压力是否正常？"
    third = import_audit(unit, changed(audit_id="audit_3", items=items), FILE.name, enterprise_id=enterprise.id).value
    assert third.pack.version == f"{first.pack.version}.2"
    assert len(unit.catalogue.versions(first.pack.id)) == 2


def test_an_undone_import_may_be_repeated(unit: Workspace) -> None:
    enterprise = an_enterprise(unit)
    import_audit(unit, DATA, FILE.name, enterprise_id=enterprise.id)
    undo_last(unit)
    assert not unit.catalogue.versions("sc_ab12")
    assert import_audit(unit, DATA, FILE.name, enterprise_id=enterprise.id).value.findings == 2


def test_without_an_enterprise_it_is_refused(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        import_audit(unit, DATA, FILE.name)
    assert [p.code for p in refused.value.problems] == [ProblemCode.VALUE_MISSING]


@pytest.mark.parametrize(
    ("parts", "code", "where"),
    [
        ({"audit_id": "77"}, ProblemCode.AUDIT_SHAPE, "$.audit_id"),
        ({"template_id": None}, ProblemCode.AUDIT_SHAPE, "$.template_id"),
        ({"items": []}, ProblemCode.PACK_EMPTY, "$.items"),
        ({"items": [{"label": "x", "type": "text"}]}, ProblemCode.VALUE_MISSING, "$.items[0].item_id"),
        ({"items": "x"}, ProblemCode.VALUE_WRONG_TYPE, "$.items"),
        ({"created_at": "gestern"}, ProblemCode.TIME_WRONG, "$.created_at"),
        ({"template_data": None}, ProblemCode.VALUE_MISSING, "$.template_data"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(parts: dict[str, object], code: ProblemCode, where: str) -> None:
    audit, problems = read_audit(changed(**parts), FILE.name)
    assert audit is None
    assert (code, where) in {(p.code, p.where) for p in problems}


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
VALUES = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(st.text(max_size=5), LEAVES, max_size=3)
KEYS = st.sampled_from(["type", "label", "options", "responses", "parent_id", "media"])


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(place=st.integers(0, 21), key=KEYS, value=VALUES)
def test_whatever_stands_in_an_item_it_is_read_or_refused(place: int, key: str, value: object) -> None:
    items = json.loads(DATA)["items"]
    items[place % len(items)][key] = value
    audit, problems = read_audit(changed(items=items), FILE.name)
    assert (audit is None) == any(p.severity == "block" for p in problems)
    if audit is not None:
        pack = checklist_of(audit, "1.0")
        assert thaw(freeze(pack)) == pack


def test_an_item_that_is_its_own_parent_ends() -> None:
    items = json.loads(DATA)["items"]
    items[0]["parent_id"] = "q1"
    audit, _ = read_audit(changed(items=items), FILE.name)
    assert audit is not None and checklist_of(audit, "1.0").items
