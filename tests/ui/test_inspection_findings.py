# SPDX-License-Identifier: MulanPSL-2.0
"""Writing findings: slots, choices, input methods, several per item, striking out, basis, grade, deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.domain.inspection import AnswerResult
from inspector_app.operations import findings
from inspector_app.workspace import Workspace
from tests.helpers import pictures
from tests.helpers.makers import an_inspection
from tests.helpers.pages_inspection import InspectionPage, compose

SLOTS = "HZ-LIC-08"  # 违规〔生产/使用/经营〕禁限化学品〔名称〕
DOUBTFUL = "HZ-PER-02"  # one of its bases is not verified
MAYBE_MAJOR = "HZ-LIC-01"


@pytest.fixture
def page(unit: Workspace, qapp: object) -> Iterator[InspectionPage]:
    made = InspectionPage(unit)
    made.open(an_inspection(unit, place=""))
    yield made
    made.close()


def noncompliant(page: InspectionPage, code: str) -> None:
    page.go_to(code)
    page.answer("2")


def test_enter_goes_into_the_finding_and_escape_back(page: InspectionPage) -> None:
    noncompliant(page, SLOTS)
    page.key(Qt.Key.Key_Return, page.items)
    assert page.focus() is page.editor.place
    page.key(Qt.Key.Key_Escape)
    assert page.focus() is page.items
    assert page.current == SLOTS


def test_control_enter_goes_on_to_the_next_item(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    page.key(Qt.Key.Key_Return, page.items)
    page.type_in(page.editor.place, "二车间")
    page.key(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.focus() is page.items
    assert page.current == page.codes()[page.codes().index(SLOTS) + 1]
    assert page.findings(SLOTS)[0].place == "二车间"


def test_slots_are_tab_stops_and_typing_replaces_them(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    page.key(Qt.Key.Key_Return, page.items)
    page.key(Qt.Key.Key_Tab)
    field = page.editor.description
    assert page.focus() is field
    assert field.selected_slot() == "〔生产/使用/经营〕"
    page.type_in(field, "使用")
    page.key(Qt.Key.Key_Tab)
    assert field.selected_slot() == "〔名称〕"
    page.key(Qt.Key.Key_Backtab)
    assert page.focus() is page.editor.place
    field.setFocus()
    page.key(Qt.Key.Key_Tab, field)
    page.type_in(field, "氯酸钾")
    assert field.text() == "违规使用禁限化学品氯酸钾"
    page.key(Qt.Key.Key_Tab)
    assert page.focus() is not field
    page.wait_saved(qtbot)
    assert page.findings(SLOTS)[0].description == "违规使用禁限化学品氯酸钾"


def test_a_slot_with_choices_offers_them_and_enter_takes_one(page: InspectionPage) -> None:
    noncompliant(page, SLOTS)
    page.key(Qt.Key.Key_Return, page.items)
    page.key(Qt.Key.Key_Tab)
    assert page.choices() == ["生产", "使用", "经营"]
    page.key(Qt.Key.Key_Down)
    page.key(Qt.Key.Key_Down)
    page.key(Qt.Key.Key_Return)
    assert page.editor.description.text() == "违规使用禁限化学品〔名称〕"
    assert page.editor.description.selected_slot() == "〔名称〕"
    assert page.choices() == []


def test_escape_closes_the_choices_first(page: InspectionPage) -> None:
    noncompliant(page, SLOTS)
    page.key(Qt.Key.Key_Return, page.items)
    page.key(Qt.Key.Key_Tab)
    page.key(Qt.Key.Key_Escape)
    assert page.choices() == []
    assert page.focus() is page.editor.description
    page.key(Qt.Key.Key_Escape)
    assert page.focus() is page.items


def test_an_input_method_commits_a_rare_character(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    field = page.editor.place
    field.setFocus()
    compose(field, "bo")
    assert field.is_composing
    compose(field, "", "𬭚厂房")
    assert field.text() == "𬭚厂房"
    page.wait_saved(qtbot)
    assert page.findings(SLOTS)[0].place == "𬭚厂房"


def test_keys_belong_to_the_input_method_while_it_composes(page: InspectionPage) -> None:
    noncompliant(page, SLOTS)
    field = page.editor.description
    page.key(Qt.Key.Key_Return, page.items)
    field.setFocus()
    compose(field, "lv")
    page.key(Qt.Key.Key_Tab, field)
    page.key(Qt.Key.Key_Return, field)
    assert page.focus() is field
    page.elsewhere(lambda: findings.withdraw_finding(page.ws, other_finding(page), "测试"))
    assert field.is_composing  # a refresh leaves the word that is being composed alone
    compose(field, "", "氯")
    assert "氯" in field.text()


def other_finding(page: InspectionPage) -> str:
    return findings.record_finding(
        page.ws, page.screen._id, findings.FindingDraft(description="另一条", place="别处")
    ).value.id


def test_text_is_saved_a_moment_after_the_last_key(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    page.type_in(page.editor.place, "东侧")
    assert page.findings(SLOTS)[0].place == ""
    assert page.screen.acts.drafts.state == "saving"
    page.wait_saved(qtbot)
    assert page.findings(SLOTS)[0].place == "东侧"
    assert page.screen.acts.drafts.state == "saved"
    assert page.focus() is page.editor.place


def test_leaving_saves_at_once(page: InspectionPage) -> None:
    noncompliant(page, SLOTS)
    page.type_in(page.editor.place, "东侧")
    page.key(Qt.Key.Key_Escape)
    assert page.findings(SLOTS)[0].place == "东侧"
    page.key(Qt.Key.Key_Return)
    page.type_in(page.editor.place, "第二跨")
    page.screen.hide()
    page.settle()
    assert page.findings(SLOTS)[0].place == "东侧第二跨"
    page.screen.show()


def test_typed_text_stays_when_it_is_refused(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    long = "很长的部位" * 60
    page.type_in(page.editor.place, long)
    qtbot.waitUntil(lambda: page.screen.acts.drafts.state == "failed", timeout=5000)
    page.settle()
    assert page.editor.place.text() == long
    assert page.editor.trouble.isVisibleTo(page.editor)
    assert page.findings(SLOTS)[0].place == ""
    page.go_to("HZ-LIC-03")  # away and back: still there
    page.go_to(SLOTS)
    assert page.editor.place.text() == long
    assert page.editor.trouble.isVisibleTo(page.editor)
    page.replace(page.editor.place, "三层")
    page.wait_saved(qtbot)
    assert page.findings(SLOTS)[0].place == "三层"
    assert not page.editor.trouble.isVisibleTo(page.editor)


def test_trailing_blanks_stay_while_one_types(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    page.type_in(page.editor.place, "R-201 ")
    page.wait_saved(qtbot)
    assert page.findings(SLOTS)[0].place == "R-201"
    assert page.editor.place.text() == "R-201 "
    assert page.editor.place.textCursor().position() == 6


def test_undo_refreshes_the_text_and_keeps_what_is_being_typed(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    page.type_in(page.editor.place, "东侧")
    page.wait_saved(qtbot)
    page.replace(page.editor.measure, "立即停止使用")
    page.wait_saved(qtbot)
    page.type_in(page.editor.place, "一层")  # not yet saved
    page.undo()
    assert page.editor.measure.text() == page.check.rows.row_of(SLOTS).item.measure
    assert page.editor.place.text() == "东侧一层"
    page.wait_saved(qtbot)
    assert page.findings(SLOTS)[0].place == "东侧一层"


def test_several_findings_of_one_item(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    page.press(page.check.page.more_button)
    assert len(page.editors()) == 2
    second = page.editors()[1]
    assert page.focus() is second.place
    assert second.place.selected_slot()  # its place is to be typed at once
    page.type_in(second.place, "四号库")
    page.wait_saved(qtbot)
    first, other = page.findings(SLOTS)
    assert (first.place, other.place) == ("", "四号库")
    assert other.ordinal == first.ordinal + 1
    assert page.editors()[0].place.text() == ""


def test_a_finding_that_belongs_to_no_item(page: InspectionPage, qtbot) -> None:
    page.key("f", page.items)
    assert page.focus() is page.editor.place
    page.type_in(page.editor.place, "厂区西门")
    page.type_in(page.editor.description, "消防通道被占用")
    page.wait_saved(qtbot)
    (finding,) = [f for f in page.findings() if f.item_code is None]
    assert (finding.place, finding.description) == ("厂区西门", "消防通道被占用")
    assert page.current == f"finding:{finding.id}"
    assert page.codes()[-1] == page.current
    page.go_to("HZ-LIC-01")
    page.go_to(f"finding:{finding.id}")
    assert page.editor.description.text() == "消防通道被占用"


def test_striking_out_asks_for_a_reason_and_keeps_the_finding(page: InspectionPage) -> None:
    noncompliant(page, SLOTS)
    page.ask.words = None
    page.press(page.editor.strike_button)
    assert page.findings(SLOTS)
    page.ask.words = "与第3条重复"
    page.press(page.editor.strike_button)
    assert not page.findings(SLOTS)
    (kept,) = [f for f in page.view().findings if f.item_code == SLOTS]
    assert (kept.status, kept.withdrawn_reason) == (FindingStatus.WITHDRAWN, "与第3条重复")
    assert not page.editors()
    assert "与第3条重复" in page.check.page.struck.text()
    assert page.check.page.missing.isVisibleTo(page.check.page)
    assert page.focus() is page.items
    assert page.result(SLOTS) is AnswerResult.NONCOMPLIANT


def test_an_unverified_basis_is_confirmed_by_an_officer(page: InspectionPage) -> None:
    noncompliant(page, DOUBTFUL)
    (finding,) = page.findings(DOUBTFUL)
    number = next(n for n, c in enumerate(finding.clauses) if not c.may_be_printed)
    page.editor.clauses._ask_who(number, page.editor.clauses)
    page.menu(1)
    (finding,) = page.findings(DOUBTFUL)
    assert finding.clauses[number].confirmed_by == "李慧敏"
    assert page.editor.clauses.clauses() == finding.clauses


def test_a_basis_is_removed_and_another_typed(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    before = page.findings(SLOTS)[0].clauses
    page.editor.clauses.remove(0)
    page.press(page.editor.clauses.add_button)
    field = page.editor.clauses.field
    assert page.focus() is field
    page.type_in(field, "企业《禁限物料管理规定》第五条")
    page.key(Qt.Key.Key_Return, field)
    page.wait_saved(qtbot)
    (finding,) = page.findings(SLOTS)
    assert [c.name for c in finding.clauses] == [c.name for c in before[1:]] + ["企业《禁限物料管理规定》第五条"]
    assert finding.clauses[-1].may_be_printed


def test_a_law_of_the_library_takes_its_clause(page: InspectionPage, qtbot) -> None:
    noncompliant(page, SLOTS)
    made = page.editor.clauses.clause_from("《安全生产法》第三十六条")
    assert (made.law, made.clause) == ("AQF", "第三十六条")
    assert made.effective_from is not None


def test_major_asks_for_the_criterion_and_general_drops_it(page: InspectionPage, qtbot) -> None:
    noncompliant(page, MAYBE_MAJOR)
    grade = page.editor.grade
    page.press(grade.grades.buttons[Grade.MAJOR])
    assert grade.question.isVisibleTo(page.editor)
    assert page.editor.draft().grade is Grade.GENERAL  # not before a criterion is named
    page.press(grade.offers[0])
    page.wait_saved(qtbot)
    (finding,) = page.findings(MAYBE_MAJOR)
    item = page.check.rows.row_of(MAYBE_MAJOR).item
    assert finding.grade is Grade.MAJOR
    assert item.major_ref[0] in finding.clauses
    page.press(grade.grades.buttons[Grade.GENERAL])
    page.wait_saved(qtbot)
    (finding,) = page.findings(MAYBE_MAJOR)
    assert finding.grade is Grade.GENERAL
    assert item.major_ref[0] not in finding.clauses


def test_deadline_by_days_by_typing_and_by_keys(page: InspectionPage, qtbot) -> None:
    noncompliant(page, DOUBTFUL)
    line = page.editor.deadline
    page.press(line.kinds.buttons[DeadlineClass.IMMEDIATE])
    page.wait_saved(qtbot)
    assert page.findings(DOUBTFUL)[0].deadline is None
    page.press(line.kinds.buttons[DeadlineClass.WITHIN_DAYS])
    line._set_days(7)
    page.wait_saved(qtbot)
    assert page.findings(DOUBTFUL)[0].deadline == date(2026, 11, 27)
    page.replace(line.day.edit, "12.5")
    page.key(Qt.Key.Key_Up, line.day.edit)
    page.wait_saved(qtbot)
    assert page.findings(DOUBTFUL)[0].deadline == date(2026, 12, 6)
    page.replace(line.day.edit, "13.45")
    page.key(Qt.Key.Key_Escape)
    assert line.day.edit.text() == "2026-12-06"


def test_the_wheel_over_a_date_changes_nothing(page: InspectionPage) -> None:
    noncompliant(page, DOUBTFUL)
    before = page.editor.deadline.deadline()
    QTest.keyClick(page.items, Qt.Key.Key_PageDown)
    page.settle()
    assert page.findings(DOUBTFUL)[0].deadline == before


def test_enter_on_a_noncompliant_item_without_finding_records_one(page: InspectionPage) -> None:
    noncompliant(page, SLOTS)
    page.ask.words = "误记"
    page.press(page.editor.strike_button)
    page.key(Qt.Key.Key_Return, page.items)
    assert len(page.findings(SLOTS)) == 1
    assert page.editor.isAncestorOf(page.focus())


def test_photos_go_to_the_finding_shown_or_else_to_the_tray(page: InspectionPage, tmp_path: Path, qtbot) -> None:
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(pictures.photo(pictures.corners(320, 240)))
    page.ask.files = [path]
    noncompliant(page, SLOTS)
    page.screen.add_photos()
    qtbot.waitUntil(lambda: len(page.view().photos) == 1, timeout=20000)
    page.settle()
    (photo,) = page.view().photos
    assert photo.finding_id == page.findings(SLOTS)[0].id
    assert page.check.rows.row_of(SLOTS).photos == 1
    page.go_to("HZ-LIC-01")
    other = tmp_path / "IMG_0002.jpg"
    other.write_bytes(pictures.photo(pictures.corners(400, 240)))
    page.ask.files = [other]
    page.screen.add_photos()
    qtbot.waitUntil(lambda: len(page.view().photos) == 2, timeout=20000)
    page.settle()
    assert [p.finding_id for p in page.view().photos if p.id != photo.id] == [None]
    assert page.screen.tray is not None and page.screen.tray.isVisibleTo(page.screen)
    assert page.screen.tray_button.text().endswith("1")
