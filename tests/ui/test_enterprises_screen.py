# SPDX-License-Identifier: MulanPSL-2.0
"""企业: search as you type, register, amend, import, and three actions from a name to an inspection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.inspection import InspectionState
from inspector_app.ledgers import enterprises, inspections
from inspector_app.ui import theme
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_code, an_enterprise, an_inspection
from tests.helpers.pages_frame import EnterprisesPage, Frame


@pytest.fixture
def frame(qapp: QApplication, unit: Workspace) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    an_enterprise(unit, 1, name="清河县恒源化工有限公司", industry="危险化学品生产", district="城关镇")
    an_enterprise(unit, 2, name="清河县第二建筑工程公司", industry="房屋建筑施工", district="河西镇")
    an_enterprise(unit, 3, name="清河县凯旋家具厂", industry="家具制造", district="城关镇", person_in_charge="杨㐂")
    made = Frame(unit)
    yield made
    made.close()


@pytest.fixture
def page(frame: Frame) -> EnterprisesPage:
    return frame.enterprises()


@pytest.mark.parametrize("text", ["恒源", "hyhg", "qcxhy", a_code(1)[-8:], "化工 恒"])
def test_one_is_found_by_name_initials_or_code(page: EnterprisesPage, text: str) -> None:
    text = text.replace("qcxhy", "qhxhy")
    assert page.search(text) == ["清河县恒源化工有限公司"]


def test_filters_narrow_the_list_and_the_count_says_so(page: EnterprisesPage) -> None:
    page.screen.district.setCurrentIndex(page.screen.district.findData("城关镇"))
    page.settle()
    assert len(page.names()) == 2
    assert page.screen.count.text() == tr("{shown} of {total}", shown=2, total=3)
    page.screen.industry.setCurrentIndex(page.screen.industry.findData("家具制造"))
    page.settle()
    assert page.names() == ["清河县凯旋家具厂"]


def test_facts_of_the_chosen_one_are_shown_with_rare_characters(page: EnterprisesPage) -> None:
    page.search("凯旋")
    assert page.screen.detail.name.text() == "清河县凯旋家具厂"
    assert page.screen.detail.values["person_in_charge"].text().startswith("杨㐂")


def test_three_actions_start_an_inspection(page: EnterprisesPage, unit: Workspace, frame: Frame) -> None:
    page.search("hyhg")  # 1: find
    page.enter()  # 2: choose
    assert page.packs() == {"hazmat", "common"}
    assert all(page.officers().values())
    page.screen.start.start.click()  # 3: start
    page.settle()
    rows = inspections.rows(unit, state=InspectionState.OPEN)
    assert [r.enterprise_name for r in rows] == ["清河县恒源化工有限公司"]
    assert frame.window.place == "inspection"
    assert frame.window.current_inspection == rows[0].id


@pytest.mark.parametrize(
    ("text", "packs"),
    [("建筑", {"construction", "common"}), ("家具", {"combustible_dust", "common"}), ("化工", {"hazmat", "common"})],
)
def test_checklists_are_chosen_by_the_industry(page: EnterprisesPage, text: str, packs: set[str]) -> None:
    page.search(text)
    page.screen.start_here()
    page.settle()
    assert page.packs() == packs


def test_checklists_of_the_last_visit_come_first(page: EnterprisesPage, unit: Workspace) -> None:
    place = enterprises.find_enterprises(unit, "家具")[0].enterprise
    an_inspection(unit, place, pack_ids=("special_equipment", "common"))
    page.search("家具")
    page.screen.start_here()
    page.settle()
    assert page.packs() == {"special_equipment", "common"}


def test_one_officer_is_refused_in_the_page(page: EnterprisesPage, frame: Frame, unit: Workspace) -> None:
    page.search("家具")
    page.screen.start_here()
    page.settle()
    box = next(iter(page.screen.start.officers.boxes.values()))
    box.setChecked(False)
    assert page.screen.start.officers_state.text() == tr(
        "{count} chosen, at least {least} are needed", count=1, least=2
    )
    page.screen.start.start.click()
    page.settle()
    assert page.screen.start.band.isVisible()
    assert frame.ask.shown == []
    assert inspections.rows(unit) == ()


def test_people_on_site_are_kept(page: EnterprisesPage, unit: Workspace) -> None:
    page.search("家具")
    page.screen.start_here()
    page.settle()
    start = page.screen.start
    start.use_known.click()
    start.expert.edit.setText("周专家")
    start.place.edit.setText("喷漆车间")
    start.start.click()
    page.settle()
    visit = inspections.view(unit, inspections.rows(unit)[0].id).inspection
    assert visit.place == "喷漆车间"
    assert visit.accompanied_by is not None
    assert visit.accompanied_by.name == "杨㐂"
    assert [p.name for p in visit.people if p.role.value == "expert"] == ["周专家"]


def test_start_from_today_needs_only_a_name_and_two_keys(frame: Frame) -> None:
    page = frame.today().start()
    page.search("凯旋")
    page.enter()
    assert page.screen.stack.currentWidget() is page.screen.start
    page.screen.start.start.click()
    page.settle()
    assert frame.window.place == "inspection"


def test_credit_code_is_checked_while_it_is_typed(page: EnterprisesPage) -> None:
    page.begin_new()
    page.fill(credit_code=a_code(9))
    assert page.words_below("credit_code") == tr("The check digit is right")
    page.fill(credit_code=a_code(9)[:-1] + ("0" if a_code(9)[-1] != "0" else "1"))
    assert page.screen.form.fields["credit_code"].edit.property("faulty") is True


def test_new_enterprise_is_registered_and_shown(page: EnterprisesPage, unit: Workspace) -> None:
    page.begin_new()
    page.fill(name="清河县新发商贸有限公司", credit_code=a_code(9), phone="13800000001")
    page.register()
    assert enterprises.count(unit) == 4
    assert page.screen.detail.name.text() == "清河县新发商贸有限公司"
    assert page.screen.stack.currentWidget() is page.screen.detail


def test_faults_of_a_new_enterprise_stand_below_their_fields(
    page: EnterprisesPage, frame: Frame, unit: Workspace
) -> None:
    page.begin_new()
    page.fill(credit_code="123")
    page.register()
    assert page.words_below("name")
    assert page.words_below("credit_code")
    assert enterprises.count(unit) == 3
    assert frame.ask.shown == []


def test_what_was_searched_in_vain_becomes_the_new_name(page: EnterprisesPage) -> None:
    assert page.search("新开张工厂") == []
    page.enter()
    assert page.screen.form.draft().name == "新开张工厂"


def test_amended_field_is_kept_when_it_is_left_and_can_be_undone(
    page: EnterprisesPage, frame: Frame, unit: Workspace
) -> None:
    page.search("凯旋")
    page.screen.amend()
    page.settle()
    page.fill(phone="13911112222")
    page.leave_field("phone")
    assert enterprises.find_enterprises(unit, "凯旋")[0].enterprise.phone == "13911112222"
    frame.window.undo()
    page.settle()
    assert enterprises.find_enterprises(unit, "凯旋")[0].enterprise.phone == "13800000000"


def test_import_names_each_bad_row_and_takes_the_good_ones(
    page: EnterprisesPage, tmp_path: Path, unit: Workspace
) -> None:
    path = tmp_path / "register.csv"
    path.write_text(f"企业名称,信用代码\n甲公司,{a_code(21)}\n乙公司,915108\n,{a_code(8)}\n丙公司,\n", encoding="utf-8")
    page.read_file(path)
    panel = page.screen.importing
    assert panel.only_bad.isChecked()
    assert [panel.model.cells(n)[0] for n in range(panel.model.rowCount())] == ["3", "4"]
    assert all(panel.model.cells(n)[4] for n in range(panel.model.rowCount()))
    panel.only_bad.setChecked(False)
    assert panel.model.rowCount() == 4
    panel.take.click()
    page.settle()
    assert enterprises.count(unit) == 5
    words = tr(
        "Imported: {added} new, {updated} updated, {same} unchanged, {skipped} left out.",
        added=2,
        updated=0,
        same=0,
        skipped=2,
    )
    assert page.screen.band.words.text() == words


def test_unreadable_file_is_refused_in_the_page(page: EnterprisesPage, tmp_path: Path, frame: Frame) -> None:
    path = tmp_path / "x.csv"
    path.write_text("no,columns\n1,2\n", encoding="utf-8")
    page.read_file(path)
    assert page.screen.importing.problems.count() == 1
    assert not page.screen.importing.take.isEnabled()
    assert frame.ask.shown == []


def test_choosing_a_file_goes_through_ask(page: EnterprisesPage, tmp_path: Path, frame: Frame) -> None:
    path = tmp_path / "r.csv"
    path.write_text("企业名称\n丁公司\n", encoding="utf-8")
    frame.ask.files = [path]
    page.screen.import_button.click()
    page.settle()
    assert frame.ask.asked == [tr("Import a register")]
    assert page.screen.importing.found is not None


def test_an_audit_of_another_program_becomes_an_inspection(page: EnterprisesPage, frame: Frame) -> None:
    path = Path(__file__).parents[1] / "fixtures" / "safetyculture" / "warehouse.json"
    page.search("凯旋")
    frame.ask.files = [path]
    page.screen.detail.audit.click()
    page.settle()
    detail = page.screen.detail
    assert len(detail.inspections.rows.rows) == 1
    assert len(detail.findings.rows.rows) == 2
    assert tr("{answers} answers, {findings} findings.", answers=14, findings=2) in page.screen.band.words.text()
    frame.ask.files = [path]
    page.screen.detail.audit.click()
    page.settle()
    assert [p.code for p in frame.ask.shown] == ["audit_exists"]


def test_history_rows_lead_to_the_inspection(page: EnterprisesPage, frame: Frame, unit: Workspace) -> None:
    place = enterprises.find_enterprises(unit, "凯旋")[0].enterprise
    visit = an_inspection(unit, place)
    page.search("凯旋")
    page.screen.refresh()
    page.settle()
    detail = page.screen.detail
    assert [r.id for r in detail.inspections.rows.rows] == [visit.id]
    detail.inspections.row_chosen.emit(visit.id)
    page.settle()
    assert frame.window.place == "inspection"


def test_escape_leaves_a_form(page: EnterprisesPage) -> None:
    page.begin_new()
    page.screen.form.close_button.click()
    page.settle()
    assert page.screen.stack.currentWidget() is page.screen.detail
