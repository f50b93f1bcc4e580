# SPDX-License-Identifier: MulanPSL-2.0
"""Calculations inside items: kept by the item's own checklist, proposing but never ticking, printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.change import Op
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.equipment import EquipmentDraft
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection
from inspector_app.domain.problems import Refused
from inspector_app.domain.working import Working, working_in
from inspector_app.ledgers import equipment as equipment_ledger
from inspector_app.ledgers.inspections import gaps
from inspector_app.ledgers.thresholds import own_thresholds
from inspector_app.ledgers.workings import calculation_setting
from inspector_app.operations import answers, workings
from inspector_app.operations.documents import preview_document
from inspector_app.operations.equipment import keep_equipment
from inspector_app.operations.inspections import answer_item
from inspector_app.operations.undo import undo_last
from inspector_app.packs.frozen import with_hash
from inspector_app.storage import inspections as rows
from inspector_app.workspace import Workspace
from tests.helpers.calculations import own_copy
from tests.helpers.clock import Clock
from tests.helpers.items import failing, item, pack_of
from tests.helpers.makers import an_enterprise, an_inspection

R = "HZ-MHI-01"
INPUTS: dict[str, Any] = {
    "persons": 0,
    "units": [{"name": "罐区", "declared": "三级", "substances": [{"name": "氨", "q": "12"}]}],
}
COMPLIANT, NONCOMPLIANT = AnswerResult.COMPLIANT, AnswerResult.NONCOMPLIANT


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit, pack_ids=("hazmat", "special_equipment"))


def answer_of(ws: Workspace, visit: Inspection, code: str = R) -> Answer:
    with ws.reader() as db:
        found = rows.get_answer(db, visit.id, code)
    assert found is not None
    return found


def worked(ws: Workspace, visit: Inspection, inputs: dict[str, Any] = INPUTS, code: str = R) -> Working:
    return workings.work_out(ws, visit.id, code, inputs)


def codes(work: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refusal:
        work()
    return [p.code.value for p in refusal.value.problems]


def printed(ws: Workspace, visit: Inspection) -> str:
    document = pypdfium2.PdfDocument(preview_document(ws, visit.id, DocumentKind.INSPECTION_RECORD).pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return "".join(text.split())


def test_a_calculation_is_kept_and_proposes_but_never_ticks(unit: Workspace, visit: Inspection) -> None:
    kept = workings.keep_working(unit, visit.id, R, worked(unit, visit)).value
    assert kept.proposes is NONCOMPLIANT
    answer = answer_of(unit, visit)
    assert answer == kept.answer
    assert answer.result is AnswerResult.NOT_CHECKED
    assert answer.label == "罐区：S＝1.2，R＝1.2，四级重大危险源，与企业辨识结论“三级”不一致"
    assert working_in(answer.value) == kept.working


def test_the_tick_and_the_calculation_leave_each_other_alone(unit: Workspace, visit: Inspection) -> None:
    answer_item(unit, visit.id, R, COMPLIANT, "资料齐全")
    workings.keep_working(unit, visit.id, R, worked(unit, visit))
    assert (answer_of(unit, visit).result, answer_of(unit, visit).remark) == (COMPLIANT, "资料齐全")
    answer_item(unit, visit.id, R, NONCOMPLIANT)
    assert answer_of(unit, visit).label.startswith("罐区：S＝1.2")
    workings.keep_working(unit, visit.id, R, None)
    assert (answer_of(unit, visit).result, answer_of(unit, visit).value, answer_of(unit, visit).label) == (
        NONCOMPLIANT,
        "",
        "",
    )


def test_a_tick_against_its_calculation_is_pointed_out(unit: Workspace, visit: Inspection) -> None:
    def warned() -> list[str]:
        return [p.where for p in gaps(unit, visit.id) if p.code.value == "working_fails"]

    workings.keep_working(unit, visit.id, R, worked(unit, visit))
    assert warned() == []
    answer_item(unit, visit.id, R, COMPLIANT)
    assert warned() == [f"item:{R}"]
    answer_item(unit, visit.id, R, NONCOMPLIANT)
    assert warned() == []


def test_what_is_kept_is_worked_out_anew(unit: Workspace, visit: Inspection) -> None:
    forged = Working(calculator="hazmat_r", inputs=INPUTS, result="不构成重大危险源", lines=("伪造",), fails=False)
    kept = workings.keep_working(unit, visit.id, R, forged).value
    assert kept.working == worked(unit, visit)


def test_what_is_not_complete_yet_is_kept_as_a_draft(unit: Workspace, visit: Inspection) -> None:
    half = {"units": [{"name": "罐区"}]}
    kept = workings.keep_working(unit, visit.id, R, Working(calculator="hazmat_r", inputs=half)).value
    assert (kept.proposes, kept.answer.label, working_in(kept.answer.value).inputs) == (None, "", half)
    full = Working(calculator="hazmat_r", inputs=half, result="有结果")
    assert codes(lambda: workings.keep_working(unit, visit.id, R, full)) == ["calculation_row"]


def test_it_is_taken_back_with_undo(unit: Workspace, visit: Inspection) -> None:
    workings.keep_working(unit, visit.id, R, worked(unit, visit))
    undo_last(unit)
    with unit.reader() as db:
        assert rows.get_answer(db, visit.id, R) is None
    assert unit.check().is_well


def test_who_calculated_is_a_person_of_the_visit(unit: Workspace, visit: Inspection) -> None:
    kept = workings.keep_working(unit, visit.id, R, worked(unit, visit), author="李慧敏").value
    assert (kept.answer.author, str(kept.answer.author_role)) == ("李慧敏", "officer")
    assert codes(lambda: workings.keep_working(unit, visit.id, R, worked(unit, visit), author="路人")) == [
        "value_not_allowed"
    ]


def test_what_does_not_belong_there_is_refused(unit: Workspace, visit: Inspection) -> None:
    other = Working(calculator="fireworks_quota", inputs={})
    assert codes(lambda: workings.keep_working(unit, visit.id, R, other)) == ["value_not_allowed"]
    assert codes(lambda: workings.keep_working(unit, visit.id, "HZ-LIC-01", other)) == ["item_unknown"]
    assert codes(lambda: workings.work_out(unit, "none", R, {})) == ["not_found"]
    assert codes(lambda: workings.work_out(unit, visit.id, R, {})) == ["calculation_input"]


def test_an_old_inspection_calculates_with_its_own_table(unit: Workspace, visit: Inspection) -> None:
    before = worked(unit, visit)
    newer = own_copy(unit, "hazmat")
    data = (newer / "data.toml").read_text(encoding="utf-8")
    (newer / "data.toml").write_text(
        data.replace("name = '氨', quantity = 10", "name = '氨', quantity = 5"), encoding="utf-8"
    )
    unit.forget_catalogue()
    assert worked(unit, visit) == before
    assert "q/Q＝1.2" in " ".join(before.lines)
    assert "q/Q＝2.4" in " ".join(workings.work_out_alone(unit, "hazmat_r", INPUTS).lines)


def test_the_unit_may_keep_critical_quantities_of_its_own(unit: Workspace, visit: Inspection) -> None:
    path = unit.folder / "thresholds.csv"
    path.write_text("名称,临界量（t）,依据,β,β依据\n甲醇,500,GB 18218-2018 表1,,\n汽油,x,,2,\n", encoding="utf-8")
    found, problems = own_thresholds(unit)
    assert [(one.name, one.limit, one.limit_source) for one in found] == [("甲醇", "500", "GB 18218-2018 表1")]
    assert [(p.code.value, p.fields["column"]) for p in problems] == [
        ("value_missing", "依据"), ("value_missing", "β依据"), ("value_wrong_type", "临界量"),
    ]  # fmt: skip
    setting = calculation_setting(unit, visit.id)
    assert setting.own == found
    assert setting.items[R][0] == "hazmat_r"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert {p.code.value for p in own_thresholds(unit)[1]} == {"column_missing"}
    path.write_bytes(b"\x00\xff")
    assert own_thresholds(unit)[1]


# The record -------------------------------------------------------------------------------------------------


def test_the_record_prints_the_working(unit: Workspace, visit: Inspection, clock: Clock) -> None:
    place = visit.enterprise_id
    keep_equipment(unit, place, EquipmentDraft(category="锅炉", name="1号锅炉", inspected_on=date(2025, 10, 8)))
    inputs: Any = equipment_ledger.inputs_of(unit, place, date(2026, 11, 20), "SE-INS-01")
    workings.keep_working(unit, visit.id, "SE-INS-01", worked(unit, visit, inputs, "SE-INS-01"))
    workings.keep_working(unit, visit.id, R, worked(unit, visit))
    workings.keep_working(unit, visit.id, "SE-BOI-01", Working(calculator="equipment_dates", inputs={"on": "草稿内容"}))
    answer_item(unit, visit.id, R, NONCOMPLIANT, "评估报告有误")
    answers.set_private_note(unit, visit.id, R, "私下提醒")
    text = printed(unit, visit)
    for line in worked(unit, visit).lines:
        assert "".join(line.split()) in text, line
    assert "HZ-MHI-01重大危险源辨识和分级计算" in text
    assert "1号锅炉：上次检验2025年10月8日；锅炉，外部检验，每年一次；应于2026年10月8日前检验，已超期43天" in text
    assert "核对1台：超期1" in text and "评估报告有误" in text
    assert "草稿内容" not in text and "私下提醒" not in text and '"calculator"' not in text


def own_visit(ws: Workspace, *items: ChecklistItem) -> Inspection:
    """Begin a visit with a checklist of a test."""
    begun = an_inspection(ws, an_enterprise(ws, 7), pack_ids=("common",))
    changed = replace(begun, packs=(ws.keep_pack(with_hash(pack_of(items, industry="other", issuer="测试"))),))
    with ws.operation(Op.AMEND_INSPECTION) as step:
        step.db.conn.execute("DELETE FROM inspection_packs WHERE inspection_id = ?", (begun.id,))
        rows.put_inspection(step.db, changed)
    return changed


def test_the_record_prints_facts_places_and_what_was_asked(unit: Workspace) -> None:
    visit = own_visit(
        unit,
        item("T-1", AnswerKind.NUMBER, check="最高温度", unit="℃"),
        item("T-2", AnswerKind.TEXT, check="值班人员"),
        failing("T-3", check="灭火器", several_places=True),
        item("T-4", AnswerKind.TEXT, check="不该问的", relevant="${T-1} > 100"),
        item("T-5", AnswerKind.NOTE, check="请先阅读"),
        failing("T-6", check="没有查的"),
    )
    answers.answer_value(unit, visit.id, "T-1", "36.5")
    answers.answer_value(unit, visit.id, "T-2", "杨㐂")
    for name, result in (("东门", COMPLIANT), ("西门", NONCOMPLIANT)):
        spot = answers.add_spot(unit, visit.id, "T-3", name).value
        answer_item(unit, visit.id, "T-3", result, spot_id=spot.id)
    text = printed(unit, visit)
    assert "记录事实的项目（2项）：现场：最高温度：36.5℃；值班人员：杨㐂。" in text
    assert "东门：符合" in text and "西门：不符合" in text
    assert "不该问的" not in text and "T-4" not in text
    assert "请先阅读" not in text and "T-5" not in text
    assert "符合0项，不符合1项，不适用0项，未检查1项" in text
