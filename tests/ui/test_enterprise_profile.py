# SPDX-License-Identifier: MulanPSL-2.0
"""企业 → 监管档案: each field is kept as it is left; what is wrong stays in its field and keeps nothing else back."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseProfile, RiskGrade, StandardLevel
from inspector_app.ledgers import enterprises
from inspector_app.ledgers.enterprise_records import records
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.ui.widgets.enterprise_detail import PROFILE
from inspector_app.ui.widgets.enterprise_inputs import ChoiceField
from inspector_app.ui.widgets.enterprise_profile import EnterpriseProfileForm, due_words
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.figures import a_visit_on
from tests.helpers.makers import an_enterprise
from tests.helpers.pages_frame import EnterprisesPage, Frame, type_text


@pytest.fixture
def page(frame: Frame) -> EnterprisesPage:
    page = frame.enterprises()
    page.screen.detail.tabs.setCurrentIndex(PROFILE)
    page.settle()
    return page


def form_of(page: EnterprisesPage) -> EnterpriseProfileForm:
    return page.screen.detail.profile


def type_in(page: EnterprisesPage, name: str, text: str) -> None:
    """Type into a field and leave it."""
    field = form_of(page).fields[name]
    if isinstance(field, ChoiceField):
        field.edit.setCurrentIndex(field.edit.findData(text))
        field.edit.activated.emit(field.edit.currentIndex())
    else:
        field.edit.setFocus()
        field.edit.clear()
        type_text(field.edit, text)
        form_of(page).state.setFocus()
        field._on_left()
    page.settle()


def kept(unit: Workspace, place: Enterprise) -> EnterpriseProfile:
    return records(unit, place.id).profile


def told(page: EnterprisesPage, name: str) -> str:
    field = form_of(page).fields[name]
    return "" if field.words.isHidden() or field.words.property("tone") != "bad" else field.words.text()


def test_fields_are_kept_as_they_are_left(page: EnterprisesPage, unit: Workspace, place: Enterprise) -> None:
    type_in(page, "risk_grade", "red")
    type_in(page, "sponsor_person", "李副市长")
    type_in(page, "visit_cycle_days", "30")
    type_in(page, "industry_code", "c2672")
    found = kept(unit, place)
    assert (found.risk_grade, found.sponsor_person, found.visit_cycle_days) == (RiskGrade.RED, "李副市长", 30)
    assert found.industry_code == "C2672"
    assert form_of(page).fields["industry_code"].words.text() == "焰火、鞭炮产品制造"
    assert form_of(page).state.property("tone") == "ok"
    chips = page.screen.detail.chips.words()
    assert tr("Visit due: never visited, every {days} days", days=30) in chips


def test_undo_takes_one_field_back(page: EnterprisesPage, frame: Frame, unit: Workspace, place: Enterprise) -> None:
    type_in(page, "sponsor_unit", "市政府")
    type_in(page, "sponsor_person", "李")
    frame.window.undo()
    page.settle()
    assert (kept(unit, place).sponsor_unit, kept(unit, place).sponsor_person) == ("市政府", "")
    assert form_of(page).fields["sponsor_person"].text() == ""


def test_what_is_wrong_stays_in_its_field_and_holds_nothing_back(
    page: EnterprisesPage, unit: Workspace, place: Enterprise
) -> None:
    type_in(page, "employees", "很多")
    assert told(page, "employees") == tr("Write a whole number")
    type_in(page, "industry_code", "Z99")
    assert "Z99" in told(page, "industry_code")
    type_in(page, "sponsor_unit", "市政府")
    assert kept(unit, place) == EnterpriseProfile(sponsor_unit="市政府")
    form = form_of(page)
    assert (form.fields["employees"].text(), form.fields["industry_code"].text()) == ("很多", "Z99")
    assert form.state.text() == tr("What is marked red is not kept yet")
    type_in(page, "employees", "12")
    type_in(page, "industry_code", "")
    assert kept(unit, place) == EnterpriseProfile(sponsor_unit="市政府", employees=12)
    assert form.state.property("tone") == "ok"


def test_a_position_is_kept_once_both_numbers_are_there(
    page: EnterprisesPage, unit: Workspace, place: Enterprise
) -> None:
    type_in(page, "longitude", "117.2")
    assert told(page, "latitude") == tr("Both are needed")
    assert kept(unit, place).longitude is None
    type_in(page, "sponsor_unit", "市政府")
    assert form_of(page).fields["longitude"].text() == "117.2"
    type_in(page, "latitude", "39.08423")
    assert (kept(unit, place).latitude, kept(unit, place).longitude) == (39.08423, 117.2)
    assert told(page, "latitude") == ""


def test_standardisation_needs_its_level(page: EnterprisesPage, unit: Workspace, place: Enterprise) -> None:
    type_in(page, "standardised_until", "2027.3.5")
    assert told(page, "standardisation") == tr("Both are needed")
    type_in(page, "standardisation", "second")
    found = kept(unit, place)
    assert (found.standardisation, found.standardised_until) == (StandardLevel.SECOND, date(2027, 3, 5))


def test_the_cap_of_a_year_is_set_and_taken_away(page: EnterprisesPage, unit: Workspace, place: Enterprise) -> None:
    type_in(page, "visit_cap", "2")
    assert enterprises.enterprise(unit, place.id).visit_cap == 2
    visits = page.screen.detail.values["visits"]
    assert visits.text() == tr("none yet / at most {cap}", cap=2)
    for month in (1, 2, 3):
        a_visit_on(unit, place, date(2026, month, 4))
    page.screen.refresh()
    page.settle()
    assert visits.text() == tr("visit no. {count} / at most {cap}", count=3, cap=2)
    assert visits.property("tone") == "bad"
    type_in(page, "visit_cap", "")
    assert enterprises.enterprise(unit, place.id).visit_cap is None
    type_in(page, "visit_cap", "4000")
    assert told(page, "visit_cap")


def test_another_enterprise_shows_its_own_facts(page: EnterprisesPage, unit: Workspace, place: Enterprise) -> None:
    type_in(page, "employees", "x")
    other = an_enterprise(unit, 2, name="清河县第二建筑工程公司")
    keep_profile(unit, other.id, EnterpriseProfile(employees=7))
    page.search("建筑")
    assert form_of(page).fields["employees"].text() == "7"
    assert told(page, "employees") == ""


def test_the_next_visit_of_the_cycle_is_told_in_words() -> None:
    today = date(2026, 11, 20)
    assert due_words(None, None, today) == ("", "")
    assert due_words(date(2026, 11, 1), 30, today) == (tr("Next visit in {days} days at the latest", days=11), "muted")
    assert due_words(date(2026, 10, 1), 30, today) == (tr("Visit due since {days} days", days=20), "bad")


def test_a_faulty_code_table_of_the_unit_is_told_by_line_and_keeps_what_needs_no_code(
    unit: Workspace, frame: Frame, place: Enterprise
) -> None:
    own = unit.folder / "codes" / "industries.csv"
    own.parent.mkdir()
    head = "# edition: 本市\n# source: 本市\n# mark: V\n# covers: 无\ncode,name\n"
    own.write_text(head + "C26,化工\n" * 9, encoding="utf-8")
    page = frame.enterprises()
    page.screen.detail.tabs.setCurrentIndex(PROFILE)
    page.settle()
    type_in(page, "sponsor_unit", "市政府")
    type_in(page, "industry_code", "C2672")
    assert kept(unit, place) == EnterpriseProfile(sponsor_unit="市政府")
    words = form_of(page).band.words.text().splitlines()
    assert len(words) == 6
    assert "第 7 行" in words[0]
    assert form_of(page).state.text() == tr("What is marked red is not kept yet")
