# SPDX-License-Identifier: MulanPSL-2.0
"""Entries of a repeat, and items that are checked at several places: added, answered, removed by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.inspection import AnswerResult
from inspector_app.operations import answers
from inspector_app.ui.widgets.item_value import value_words
from inspector_app.ui.widgets.spots_list import SpotsList
from inspector_app.workspace import Workspace
from tests.helpers.forms import KIND, a_form, an_item, keep_form
from tests.helpers.makers import an_inspection
from tests.helpers.pages_frame import FakeAsk, type_text
from tests.helpers.pages_inspection import InspectionPage

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def page(unit: Workspace, qapp: object) -> Iterator[InspectionPage]:
    keep_form(unit, a_form())
    made = InspectionPage(unit, FakeAsk(words="重复登记"))
    made.open(an_inspection(unit, pack_ids=("trial",)))
    yield made
    made.close()


def spots(page: InspectionPage) -> SpotsList:
    found = page.check.page.answer.spots
    assert found is not None and found.isVisibleTo(page.check.page)
    return found


def lines(page: InspectionPage) -> list[str]:
    shown = spots(page).lines
    return [shown.item(n).text() for n in range(shown.count())]


def kept(page: InspectionPage, code: str) -> list[tuple[str, AnswerResult]]:
    view = page.view()
    return [(spot.place, view.result(code, spot.id)) for spot in view.spots_of(code)]


def write(page: InspectionPage, *texts: str) -> None:
    """Type into one field after the other, each kept by Enter."""
    for text in texts:
        target = page.focus()
        assert target is not None
        type_text(target, text)
        page.key(ENTER)


def add_entry(page: InspectionPage, place: str, tank: str, depth: str, leaks: str) -> None:
    page.items.setFocus()
    page.go_to("cracks")
    page.key("+", page.items)
    write(page, place, tank, depth)
    page.key(leaks)  # the digit of the choice
    page.key(ENTER)


def test_an_entry_is_made_and_filled_by_keyboard_and_is_a_finding(page: InspectionPage) -> None:
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    (spot,) = page.view().spots_of("cracks")
    values = {code: answer.value for (code, spot_id), answer in page.view().spot_answers.items() if spot_id == spot.id}
    assert spot.place == "东罐区"
    assert values == {"tank": "T-101", "depth": "2.5", "leaks": "no"}
    (finding,) = page.findings("cracks")
    assert finding.place == "东罐区"
    assert "T-101" in finding.description and "2.5" in finding.description
    assert page.editor.description.text() == finding.description
    row = page.check.rows.row_of("cracks")
    assert row is not None and value_words(row) == "1 条"


def test_parts_of_an_entry_hide_and_come_back(page: InspectionPage) -> None:
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    card = spots(page).card
    shown = [part.words.text() for part in card.parts]
    assert shown == ["罐号", "裂纹深度", "是否渗漏"]
    leaks = card.parts[2].slot_.field
    leaks.setFocus()
    page.key("1")
    assert [part.words.text() for part in card.parts] == [*shown, "渗漏介质"]


def test_several_entries_each_with_its_own_answers(page: InspectionPage) -> None:
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    add_entry(page, "西罐区", "T-102", "1", "2")
    assert [line.split("　")[0] for line in lines(page)] == ["1. 东罐区", "2. 西罐区"]
    assert spots(page).card.place.text() == "西罐区"
    spots(page).lines.setFocus()
    page.key(Qt.Key.Key_Up)
    assert spots(page).card.place.text() == "东罐区"
    assert spots(page).card.parts[0].slot_.field.edit.text() == "T-101"
    assert len(page.findings("cracks")) == 2
    ordinal = page.view().findings[0].ordinal
    assert spots(page).card.finding_button.text().endswith(str(ordinal))


def test_the_button_of_an_entry_leads_to_its_finding(page: InspectionPage) -> None:
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    add_entry(page, "西罐区", "T-102", "1", "2")
    page.press(spots(page).card.finding_button)
    second = page.editors()[1]
    assert second.isAncestorOf(page.focus())


def test_an_empty_place_goes_without_a_question(page: InspectionPage) -> None:
    name_place(page, "1号泵房")
    page.press(spots(page).card.remove_button)
    assert not page.view().spots_of("TK-02")
    assert page.ask.asked == []
    page.go_to("TK-02")
    page.answer("1")
    assert page.stored("TK-02") is AnswerResult.COMPLIANT


def test_a_written_entry_goes_with_a_reason_and_its_finding_is_struck_out(page: InspectionPage) -> None:
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    page.press(spots(page).card.remove_button)
    assert not page.view().spots_of("cracks")
    gone = [spot for spot in page.view().spots if spot.removed_reason == "重复登记"]
    assert len(gone) == 1
    assert all(f.status is FindingStatus.WITHDRAWN for f in page.view().findings)
    assert not page.editors()


def test_giving_no_reason_keeps_the_entry(page: InspectionPage) -> None:
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    page.ask.words = None
    page.press(spots(page).card.remove_button)
    assert len(page.view().spots_of("cracks")) == 1


def test_a_refused_part_stays_in_its_field_with_the_reason(page: InspectionPage) -> None:
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    depth = spots(page).card.parts[1].slot_
    page.replace(depth.field.edit, "很深")
    page.key(ENTER)
    assert depth.field.edit.text() == "很深"
    assert "裂纹深度" in depth.trouble.text()
    spot = page.view().spots_of("cracks")[0]
    assert page.view().answer("depth", spot.id).value == "2.5"


def test_escape_leads_out_of_an_entry_step_by_step(page: InspectionPage) -> None:
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    add_entry(page, "西罐区", "T-102", "1", "2")
    spots(page).card.focus_place()
    page.key(ESCAPE)
    assert page.focus() is spots(page).lines
    page.key(ESCAPE)
    assert page.focus() is page.items


def name_place(page: InspectionPage, *places: str) -> None:
    page.go_to("TK-02")
    for place in places:
        page.key("+", page.items)
        write(page, place)


def test_places_are_named_and_ticked_one_key_each(page: InspectionPage) -> None:
    name_place(page, "1号泵房", "2号泵房", "3号泵房")
    assert [line.split("　")[0] for line in lines(page)] == ["1. 1号泵房", "2. 2号泵房", "3. 3号泵房"]
    spots(page).lines.setFocus()
    spots(page).lines.setCurrentRow(0)
    page.key("1")
    page.key("3")
    page.key("1")
    assert [result for _, result in kept(page, "TK-02")] == [
        AnswerResult.COMPLIANT, AnswerResult.NOT_APPLICABLE, AnswerResult.COMPLIANT,
    ]  # fmt: skip
    assert page.stored("TK-02") is AnswerResult.COMPLIANT
    row = page.check.rows.row_of("TK-02")
    assert row is not None and value_words(row) == "3 处：符合"


def test_one_bad_place_makes_the_item_noncompliant_with_a_finding_there(page: InspectionPage) -> None:
    name_place(page, "1号泵房", "2号泵房")
    spots(page).lines.setFocus()
    spots(page).lines.setCurrentRow(0)
    page.key("1")
    page.key("2")
    assert page.stored("TK-02") is AnswerResult.NONCOMPLIANT
    (finding,) = page.findings("TK-02")
    assert finding.place == "2号泵房"
    assert page.editor.finding_id == finding.id
    page.items.setFocus()
    page.answer("1")  # the item as a whole is answered at its places only
    assert page.stored("TK-02") is AnswerResult.NONCOMPLIANT


def test_an_item_without_places_is_ticked_as_ever(page: InspectionPage) -> None:
    page.go_to("TK-02")
    page.answer("1")
    assert page.stored("TK-02") is AnswerResult.COMPLIANT
    page.go_to("TK-02")
    assert page.check.page.answer.spots.isVisibleTo(page.check.page)


def test_a_place_needs_a_name_and_has_it_once(page: InspectionPage) -> None:
    name_place(page, "1号泵房")
    page.press(spots(page).add_button)
    assert page.focus() is spots(page).new_place
    write(page, "1号泵房")
    assert len(page.view().spots_of("TK-02")) == 1
    assert "1号泵房" in page.check.band.words.text()
    assert spots(page).new_place.text() == "1号泵房"  # what was typed stays


def test_a_note_of_a_place_is_kept_with_it(page: InspectionPage, qtbot) -> None:
    name_place(page, "1号泵房")
    page.type_in(spots(page).card.note, "风机有异响")
    page.wait_saved(qtbot)
    spot = page.view().spots_of("TK-02")[0]
    assert page.view().answer("TK-02", spot.id).remark == "风机有异响"


def test_a_place_is_renamed_where_it_stands(page: InspectionPage, qtbot) -> None:
    name_place(page, "1号泵房")
    page.replace(spots(page).card.place, "一号泵房")
    page.wait_saved(qtbot)
    assert page.view().spots_of("TK-02")[0].place == "一号泵房"


def test_a_gap_at_a_place_leads_to_it(page: InspectionPage) -> None:
    name_place(page, "1号泵房", "2号泵房")
    second = page.view().spots_of("TK-02")[1]
    page.go_to("contact")
    page.screen.show_place(f"item:TK-02:{second.id}")
    page.settle()
    assert page.current == "TK-02"
    assert spots(page).card.place.text() == "2号泵房"
    add_entry(page, "东罐区", "T-101", "2.5", "2")
    entry = page.view().spots_of("cracks")[0]
    page.go_to("contact")
    page.screen.show_place(f"item:tank:{entry.id}")  # a part stands in the row of its repeat
    page.settle()
    assert page.current == "cracks"


def test_places_given_elsewhere_are_shown(page: InspectionPage) -> None:
    page.go_to("TK-02")
    page.elsewhere(lambda: answers.add_spot(page.ws, page.screen._id, "TK-02", "北门"))
    row = page.check.rows.row_of("TK-02")
    assert row is not None and row.spots == 1
    QTest.keyClick(page.items, ENTER)
    page.settle()
    assert spots(page).card.isAncestorOf(page.focus())


def test_a_form_that_wants_so_many_entries_says_so(unit: Workspace, qapp: object) -> None:
    items = [
        an_item("workers", "当班人数", KIND.WHOLE),
        an_item("person", "当班人员", KIND.ENTRIES, repeat_count="${workers}"),
        an_item("name", "姓名", KIND.TEXT, parent="person"),
    ]
    keep_form(unit, a_form(items=items))
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("trial",)))
    QTest.keyClick(page.items, "3")
    page.key(ENTER)
    page.go_to("person")
    assert spots(page).title.text() == "记录 0 条（应填 3 条）"
    page.close()
