# SPDX-License-Identifier: MulanPSL-2.0
"""The equipment list: keeping, amending, removing, and importing it with every bad row named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.equipment import DueState, Equipment, EquipmentDraft
from inspector_app.domain.problems import Refused
from inspector_app.ledgers import equipment as ledger
from inspector_app.operations.equipment import keep_equipment, remove_equipment
from inspector_app.operations.equipment_import import import_equipment, preview_equipment
from inspector_app.operations.import_rows import RowAct
from inspector_app.operations.table_columns import day_in
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace
from tests.helpers.calculations import own_copy
from tests.helpers.makers import an_enterprise

BOILER = "110012345620200001"
HEAD = "设备类别,设备名称,设备代码,使用登记证编号,使用地点,安全状况等级,投用日期,上次检验日期,下次检验日期,备注"


@pytest.fixture
def place(unit: Workspace) -> Enterprise:
    return an_enterprise(unit)


def kept(ws: Workspace, owner: Enterprise, /, **facts: Any) -> Equipment:
    draft = EquipmentDraft(**{"category": "锅炉", "name": "1号锅炉", **facts})
    return keep_equipment(ws, owner.id, draft).value


def refused(work: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        work()
    return {(p.code.value, p.where) for p in refusal.value.problems}


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return path


def test_a_piece_is_kept_clean_and_read_back(unit: Workspace, place: Enterprise) -> None:
    made = kept(unit, place, code=" 1100 1234562020 0001 ", place="锅炉房 ", inspected_on=date(2025, 10, 8))
    line = ledger.lines(unit, place.id)[0]
    assert line.equipment == made
    assert (made.code, made.place) == (BOILER, "锅炉房")
    assert (line.state, line.due, line.is_sure) == (DueState.OVERDUE, date(2026, 10, 8), True)
    assert unit.check().is_well


def test_every_fault_is_told_at_once(unit: Workspace, place: Enterprise) -> None:
    draft = EquipmentDraft(
        category="", name="", code="123", note="a\x07", inspected_on=date(2026, 12, 1), due_on=date(2026, 11, 1),
        started_on=date(1800, 1, 1),
    )  # fmt: skip
    assert refused(lambda: keep_equipment(unit, place.id, draft)) == {
        ("value_missing", "category"), ("value_missing", "name"), ("character_forbidden", "note"),
        ("date_wrong", "started_on"), ("time_order", "inspected_on"), ("time_order", "due_on"),
        ("equipment_code_odd", "code"),
    }  # fmt: skip
    assert ledger.lines(unit, place.id) == ()


def test_an_odd_code_alone_is_no_reason_to_refuse(unit: Workspace, place: Enterprise) -> None:
    assert kept(unit, place, code="老编号7").code == "老编号7"


def test_the_same_code_or_registration_stands_once_in_an_enterprise(unit: Workspace, place: Enterprise) -> None:
    first = kept(unit, place, code=BOILER, registration="锅10津A00001(20)")
    same_code = EquipmentDraft(category="锅炉", name="2号锅炉", code=BOILER)
    assert refused(lambda: keep_equipment(unit, place.id, same_code)) == {("equipment_duplicate", "code")}
    same_paper = EquipmentDraft(category="锅炉", name="2号锅炉", registration="锅10津A00001(20)")
    assert refused(lambda: keep_equipment(unit, place.id, same_paper)) == {("equipment_duplicate", "registration")}
    keep_equipment(unit, an_enterprise(unit, 2).id, same_code)
    again = EquipmentDraft(category="锅炉", name="改名", code=BOILER)
    assert keep_equipment(unit, place.id, again, equipment_id=first.id).value.name == "改名"


def test_a_removed_piece_is_kept_with_its_reason(unit: Workspace, place: Enterprise) -> None:
    made = kept(unit, place, code=BOILER)
    assert refused(lambda: remove_equipment(unit, made.id, " ")) == {("reason_missing", "removed_reason")}
    gone = remove_equipment(unit, made.id, "已拆除").value
    assert (gone.id, gone.removed_reason) == (made.id, "已拆除")
    assert ledger.lines(unit, place.id) == ()
    assert refused(lambda: remove_equipment(unit, made.id, "再次")) == {("not_found", "equipment")}
    assert refused(
        lambda: keep_equipment(unit, place.id, EquipmentDraft(category="锅炉", name="x"), equipment_id=made.id)
    )
    kept(unit, place, code=BOILER)  # the code is free again
    undo_last(unit)
    undo_last(unit)
    assert [line.equipment.id for line in ledger.lines(unit, place.id)] == [made.id]


def test_another_enterprises_piece_cannot_be_taken_over(unit: Workspace, place: Enterprise) -> None:
    made, other = kept(unit, place), an_enterprise(unit, 2)
    draft = EquipmentDraft(category="锅炉", name="x")
    assert refused(lambda: keep_equipment(unit, other.id, draft, equipment_id=made.id)) == {("not_found", "equipment")}
    assert refused(lambda: keep_equipment(unit, "none", draft)) == {("not_found", "enterprise")}


def test_the_list_is_by_urgency_and_an_item_takes_what_it_is_about(unit: Workspace, place: Enterprise) -> None:
    kept(unit, place, name="新锅炉", inspected_on=date(2026, 10, 1))
    kept(unit, place, name="老锅炉", inspected_on=date(2025, 1, 1))
    kept(unit, place, name="叉车", category="叉车", inspected_on=date(2020, 1, 1))
    assert [line.equipment.name for line in ledger.lines(unit, place.id)] == ["老锅炉", "叉车", "新锅炉"]
    inputs: Any = ledger.inputs_of(unit, place.id, date(2026, 11, 20), "SE-BOI-01")
    assert {row["name"] for row in inputs["rows"]} == {"新锅炉", "老锅炉"}
    assert inputs["on"] == "2026-11-20"
    every: Any = ledger.inputs_of(unit, place.id, date(2026, 11, 20), "SE-INS-01")
    assert len(every["rows"]) == 3


# Import -----------------------------------------------------------------------------------------------------


def test_a_list_is_imported_and_completed_the_second_time(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    path = written(
        tmp_path / "设备.csv",
        f"锅炉,1号锅炉,{BOILER},锅10津A00001(20),锅炉房,,2020-05-01,2025.10.8,,",
        "固定式压力容器,储罐,,,罐区,2级,2018年3月1日,2024/2/29,,",
        "行车,5吨行车,,,机修,,,-,20261101,无证",
    )
    preview = preview_equipment(unit, place.id, path)
    assert [row.act for row in preview.rows] == [RowAct.NEW] * 3
    assert import_equipment(unit, preview).value.added == 3
    found = {line.equipment.name: line.equipment for line in ledger.lines(unit, place.id)}
    assert found["储罐"].started_on == date(2018, 3, 1) and found["储罐"].inspected_on == date(2024, 2, 29)
    assert found["5吨行车"].due_on == date(2026, 11, 1) and found["5吨行车"].inspected_on is None

    later = written(tmp_path / "b.csv", f"锅炉,1号锅炉,{BOILER},,,,,2026-11-01,,", "固定式压力容器,储罐,,,罐区,,,,,")
    preview = preview_equipment(unit, place.id, later)
    assert [row.act for row in preview.rows] == [RowAct.UPDATE, RowAct.SAME]
    import_equipment(unit, preview)
    boiler = next(line.equipment for line in ledger.lines(unit, place.id) if line.equipment.code == BOILER)
    assert (boiler.inspected_on, boiler.place) == (date(2026, 11, 1), "锅炉房")


def test_every_bad_row_is_named_and_nothing_is_kept(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    kept(unit, place, name="原有", code="X1", registration="R1")
    path = written(
        tmp_path / "a.csv",
        f"锅炉,甲,{BOILER},,,,,,,",
        ",,,,,,2020-13-01,明天,,",
        f"锅炉,乙,{BOILER},,,,,,,",
        "锅炉,丙,X1,R2,,,,2026-01-01,2025-01-01,",
        "锅炉,丁,X1,R1,,,,,,",
    )
    preview = preview_equipment(unit, place.id, path)
    told = {
        (p.fields["row"], p.fields["column"], p.code.value) for p in preview.problems if p.severity.value == "block"
    }
    assert told == {
        ("3", "设备类别", "value_missing"), ("3", "设备名称", "value_missing"), ("3", "投用日期", "date_wrong"),
        ("3", "上次检验日期", "date_wrong"), ("4", "设备代码", "equipment_duplicate"),
        ("5", "下次检验日期", "time_order"),
        ("6", "设备代码", "equipment_duplicate"),
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        import_equipment(unit, preview)
    assert len(refusal.value.problems) == len(preview.problems)
    assert [line.equipment.name for line in ledger.lines(unit, place.id)] == ["原有"]
    result = import_equipment(unit, preview, skip_bad=True).value
    assert (result.added, result.skipped) == (1, 4)


def test_a_spreadsheet_with_a_title_above_its_head_is_read(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["特种设备台账"])
    sheet.write_row(1, 0, ["序号", "设备种类", "名称", "注册代码", "检验日期", "下次检验时间"])
    sheet.write_row(2, 0, [1, "锅炉", "杨㐂的锅炉"])
    sheet.write(2, 3, "21603101012006010101")
    sheet.write_datetime(2, 4, date(2026, 1, 31))
    sheet.write_datetime(2, 5, date(2027, 1, 30))
    book.close()
    row = preview_equipment(unit, place.id, path).rows[0]
    assert row.problems == ()
    assert (row.draft.name, row.draft.code) == ("杨㐂的锅炉", "21603101012006010101")
    assert (row.draft.inspected_on, row.draft.due_on) == (date(2026, 1, 31), date(2027, 1, 30))


@pytest.mark.parametrize(("text", "code"), [("a,b\n1,2", "column_missing"), (HEAD, "table_empty"), ("", "table_empty")])
def test_a_file_that_is_no_list_is_refused(
    unit: Workspace, place: Enterprise, tmp_path: Path, text: str, code: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    assert code in {found for found, _ in refused(lambda: preview_equipment(unit, place.id, path))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-20", date(2026, 11, 20)), ("2026.1.2", date(2026, 1, 2)), ("2026/01/02", date(2026, 1, 2)),
        ("20260102", date(2026, 1, 2)), ("2026年1月2日", date(2026, 1, 2)), ("2026-01-02 00:00:00", date(2026, 1, 2)),
        ("2026-02-30", None), ("2026-01", None), ("1.2.2026", None), ("", None), ("46000", None), ("2026111", None),
    ],
)  # fmt: skip
def test_days_as_offices_write_them(text: str, found: date | None) -> None:
    assert day_in(text) == found


def test_without_a_table_of_cycles_the_certificate_alone_counts(unit: Workspace, place: Enterprise) -> None:
    kept(unit, place, name="甲", due_on=date(2026, 1, 1))
    kept(unit, place, name="乙", inspected_on=date(2026, 1, 1))
    newer = own_copy(unit, "special_equipment")  # an office's own checklist, without any calculation
    (newer / "data.toml").unlink()
    lines = (newer / "items.toml").read_text(encoding="utf-8").splitlines()
    (newer / "items.toml").write_text("\n".join(t for t in lines if not t.startswith("answer = ")), encoding="utf-8")
    unit.forget_catalogue()
    states = {line.equipment.name: line.state for line in ledger.lines(unit, place.id)}
    assert states == {"甲": DueState.OVERDUE, "乙": DueState.OPEN}
    assert ledger.kinds(unit) == ()
