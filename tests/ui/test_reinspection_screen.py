# SPDX-License-Identifier: MulanPSL-2.0
"""复查: choose an order, judge its lines by keys, refusals in place, record; nothing entered is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import Verdict
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.order_life import OrderState
from inspector_app.ledgers.organs import officers
from inspector_app.operations import extensions, inspections, orders, organs
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_round import SESSION
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import OFFICERS, a_finding, an_enterprise, an_inspection, an_order
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_reinspection import CTRL, ReinspectionPage, a_case, a_due_order, view

KEY = Qt.Key
DONE, PARTIAL, NOT_DONE = Verdict.DONE, Verdict.PARTIAL, Verdict.NOT_DONE
UNSAID = "No verdict yet"


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> ReinspectionPage:
    return ReinspectionPage(unit, jobs, ask, qtbot)


def titles(page: ReinspectionPage) -> list[str]:
    return [shown.title for shown in page.screen.chooser.list.rows.rows]


# Choosing


def test_orders_come_by_urgency_and_say_why(page: ReinspectionPage, unit: Workspace, clock: Clock) -> None:
    _, asked = a_case(unit, clock, 1, n=1, term=30)
    _, reported = a_case(unit, clock, 1, n=2, term=40)
    a_case(unit, clock, 2, n=3)
    until = unit.today() + timedelta(days=60)
    extensions.ask_extension(
        unit, asked.id, asked_on=unit.today(), reason="采购周期长", person="赵明", new_deadline=until
    )
    orders.report_done(unit, reported.id, on=unit.today(), person="赵明")
    clock.move(days=11)
    _, fresh = a_case(unit, clock, 1, n=4, term=3)
    page.screen.refresh()
    page.settle()
    assert titles(page) == [f"清河县第{n}化工有限公司" for n in (3, 2, 1, 4)]
    rows = page.screen.chooser.list.rows.rows
    assert [shown.chip for shown in rows] == [
        tr("{count} days overdue", count=1), tr("Waits for a look"), tr("Waits for an answer"), word(OrderState.SERVED),
    ]  # fmt: skip
    assert fresh.number in rows[3].detail
    assert rows[0].side == tr("{done} of {count} rectified", done=0, count=2)


def test_words_narrow_the_list_and_enter_opens(page: ReinspectionPage, unit: Workspace, clock: Clock) -> None:
    a_due_order(unit, clock, 1, n=1)
    wanted = a_due_order(unit, clock, 1, n=2)
    page.screen.refresh()
    page.settle()
    page.press(KEY.Key_Slash)
    page.type("第2化工")
    assert titles(page) == ["清河县第2化工有限公司"]
    page.press(KEY.Key_Return)
    assert page.screen.desk.page is not None
    assert page.screen.desk.page.document.id == wanted.id
    assert page.screen.heading().whom == "清河县第2化工有限公司"


# A whole round by keys


def test_twenty_lines_that_are_all_done_take_two_keys(page: ReinspectionPage, unit: Workspace, clock: Clock) -> None:
    order = a_due_order(unit, clock, 20)
    page.open(order)
    assert page.chips() == [tr(UNSAID)] * 20
    started = clock.now
    page.press(KEY.Key_A, mods=CTRL)
    assert page.chips() == [word(DONE)] * 20
    clock.move(minutes=20)
    page.primary()
    shown = view(unit, order)
    (made,) = shown.rounds
    assert {entry.verdict for entry in made.verdicts} == {DONE} and len(made.verdicts) == 20
    assert (made.started_at, made.finished_at) == (started, clock.now)
    assert [(p.name, p.certificate_no) for p in made.people] == list(OFFICERS)
    assert made.place == "甲类仓库"
    assert shown.life.state is OrderState.FULFILLED
    assert page.screen.band.isVisible()
    assert unit.session_value(SESSION + order.id) == ""


def test_digits_judge_and_go_on_and_what_is_not_done_asks_for_its_fact(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    order = a_due_order(unit, clock, 5)
    page.open(order)
    looking = page.screen.desk.looking
    page.press(KEY.Key_1)
    assert looking.list.current_line() == 2
    page.press(KEY.Key_3)
    assert looking.line.fact.hasFocus()
    page.type("报警器仍然关闭")
    page.press(KEY.Key_Return)
    assert (looking.list.current_line(), looking.list.hasFocus()) == (3, True)
    page.press(KEY.Key_2)
    page.type("已送检，未装回")
    page.press(KEY.Key_Return, KEY.Key_1, KEY.Key_1)
    assert page.chips() == [word(v) for v in (DONE, NOT_DONE, PARTIAL, DONE, DONE)]
    clock.move(minutes=30)
    page.primary()
    shown = view(unit, order)
    assert [(e.verdict, e.fact) for e in shown.rounds[0].verdicts] == [
        (DONE, ""), (NOT_DONE, "报警器仍然关闭"), (PARTIAL, "已送检，未装回"), (DONE, ""), (DONE, ""),
    ]  # fmt: skip
    assert shown.life.state is OrderState.PART
    statuses = [one.line.finding.status for one in shown.lines]
    assert statuses[1:3] == [FindingStatus.FAILED, FindingStatus.PARTIAL]


def test_a_verdict_is_taken_back_by_zero_and_by_a_second_press(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    page.open(a_due_order(unit, clock, 2))
    looking = page.screen.desk.looking
    page.press(KEY.Key_1, KEY.Key_Up, KEY.Key_0)
    assert page.chips() == [tr(UNSAID)] * 2
    page.click(looking.line.verdict.buttons[DONE])
    assert page.chips()[0] == word(DONE)
    looking.list.show_line(1)
    page.click(looking.line.verdict.buttons[DONE])
    assert page.chips() == [tr(UNSAID)] * 2


def test_all_rectified_leaves_other_verdicts_as_they_are(page: ReinspectionPage, unit: Workspace, clock: Clock) -> None:
    page.open(a_due_order(unit, clock, 3))
    page.press(KEY.Key_3)
    page.type("未动")
    page.click(page.screen.desk.looking.rest_button)
    assert page.chips() == [word(NOT_DONE), word(DONE), word(DONE)]


def test_ctrl_z_in_the_list_takes_back_verdicts_one_by_one(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    page.open(a_due_order(unit, clock, 3))
    page.press(KEY.Key_1, KEY.Key_3)
    page.type("仍未整改")
    page.press(KEY.Key_Return)
    page.press(KEY.Key_A, mods=CTRL)
    page.press(KEY.Key_Z, mods=CTRL)
    assert page.chips() == [word(DONE), word(NOT_DONE), tr(UNSAID)]
    page.press(KEY.Key_Z, mods=CTRL)
    assert page.chips() == [word(DONE), tr(UNSAID), tr(UNSAID)]
    looking = page.screen.desk.looking
    assert (looking.list.current_line(), looking.line.fact.text()) == (2, "仍未整改")
    page.press(KEY.Key_Z, mods=CTRL)
    assert page.chips() == [tr(UNSAID)] * 3
    assert not looking.list.has_undo, "from here on the key is the window's"


def test_tab_goes_through_the_page_as_it_is_read(page: ReinspectionPage, unit: Workspace, clock: Clock) -> None:
    page.open(a_due_order(unit, clock, 2))
    looking = page.screen.desk.looking
    looking.rest_button.setFocus()
    passed = []
    for _ in range(8):
        page.press(KEY.Key_Tab)
        passed.append(page.focus)
    verdicts = list(looking.line.verdict.buttons.values())
    order = [looking.list, looking.facts_row, *verdicts, looking.line.found.view, looking.line.fact]
    assert passed == [*order, looking.line.after.add_button]


# Nothing is lost


def test_what_was_entered_survives_a_crash(
    page: ReinspectionPage, unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, clock: Clock
) -> None:
    order = a_due_order(unit, clock, 4)
    page.open(order)
    started = clock.now
    page.press(KEY.Key_1, KEY.Key_3)
    page.type("仍未整改")
    qtbot.waitUntil(lambda: "仍未整改" in unit.session_value(SESSION + order.id))
    page.leave()
    clock.move(minutes=5)
    again = ReinspectionPage(unit, jobs, ask, qtbot)
    again.open(order)
    assert again.chips() == [word(DONE), word(NOT_DONE), tr(UNSAID), tr(UNSAID)]
    again.screen.desk.looking.list.show_line(2)
    assert again.screen.desk.looking.line.fact.text() == "仍未整改"
    again.screen.desk.looking.list.setFocus()
    again.press(KEY.Key_A, mods=CTRL)
    again.primary()
    made = view(unit, order).rounds[0]
    assert made.started_at == started
    assert [entry.verdict for entry in made.verdicts] == [DONE, NOT_DONE, DONE, DONE]


def test_leaving_for_another_order_and_coming_back_keeps_both(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    _, first = a_case(unit, clock, 2, n=1)
    _, second = a_case(unit, clock, 2, n=2)
    clock.move(days=11)
    page.open(first)
    page.press(KEY.Key_1)
    page.open(second)
    assert page.chips() == [tr(UNSAID)] * 2
    page.press(KEY.Key_2)
    page.type("一半")
    page.press(KEY.Key_Left, mods=Qt.KeyboardModifier.AltModifier)
    assert page.screen.document_id == ""
    page.open(first)
    assert page.chips() == [word(DONE), tr(UNSAID)]
    page.open(second)
    assert page.chips() == [word(PARTIAL), tr(UNSAID)]
    page.screen.desk.looking.list.show_line(1)
    assert page.screen.desk.looking.line.fact.text() == "一半"


def test_only_looking_at_an_order_keeps_nothing_and_garbage_is_passed_over(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    order = a_due_order(unit, clock, 1)
    unit.put_session_value(SESSION + order.id, '{"round": 1, "started_at": "gestern"}')
    page.open(order)
    assert page.chips() == [tr(UNSAID)]
    page.screen.show_chooser()
    page.settle()
    clock.move(minutes=30)
    page.open(order)
    assert page.screen.desk.looking.entry is not None
    assert page.screen.desk.looking.entry.started_at == clock.now


# Refusals


def test_refusals_stand_in_the_page_and_lead_to_their_place(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    order = a_due_order(unit, clock, 3)
    page.open(order)
    looking = page.screen.desk.looking
    page.press(KEY.Key_3, KEY.Key_Return)
    looking.show_facts()
    looking.facts.people.lines[1].fields["name"].clear()
    looking.facts.people.lines[1].fields["certificate_no"].clear()
    looking.facts.people.people_edited.emit(looking.facts.people.people())
    clock.move(minutes=10)
    page.primary()
    assert view(unit, order).rounds == ()
    assert page.refused(looking) == ["$.officers", "verdicts:1", "verdicts:2", "verdicts:3"]
    page.jump(looking, "verdicts:1")
    assert (looking.list.current_line(), looking.line.fact.hasFocus()) == (1, True)
    page.type("仍未整改")
    page.settle()
    assert page.refused(looking) == ["$.officers", "verdicts:2", "verdicts:3"]
    page.jump(looking, "verdicts:3")
    assert (looking.list.current_line(), looking.list.hasFocus()) == (3, True)
    page.press(KEY.Key_A, mods=CTRL)
    page.jump(looking, "$.officers")
    assert looking.pages.currentWidget() is looking.facts
    assert looking.facts.people.lines[0].fields["name"].hasFocus()
    looking.facts.people.lines[1].fields["name"].setFocus()
    page.type("李慧敏")
    page.settle()
    assert page.refused(looking) == []
    page.primary()
    assert len(view(unit, order).rounds) == 1


def test_an_expired_certificate_is_told_with_the_round(page: ReinspectionPage, unit: Workspace, clock: Clock) -> None:
    order = a_due_order(unit, clock, 1)
    name, number = OFFICERS[0]
    officer = next(one for one in officers(unit) if one.name == name)
    expired = organs.OfficerDraft(name=name, certificate_no=number, valid_to=unit.today() - timedelta(days=1))
    organs.amend_officer(unit, officer.id, expired)
    page.open(order)
    page.press(KEY.Key_1)
    clock.move(minutes=10)
    page.primary()
    assert page.refused(page.screen.desk.looking) == ["$.officers[0]"]


def test_an_order_that_was_not_served_says_so_and_leads_to_the_documents(
    page: ReinspectionPage, unit: Workspace, clock: Clock, qtbot: QtBot
) -> None:
    visit = an_inspection(unit, an_enterprise(unit))
    a_finding(unit, visit)
    clock.move(hours=1)
    inspections.finish_inspection(unit, visit.id)
    order = an_order(unit, visit.id)
    page.open(order)
    desk = page.screen.desk
    assert desk.band.isVisible() and desk.primary is None
    with qtbot.waitSignal(page.screen.documents_wanted) as wanted:
        page.click(desk.band.action)
    assert wanted.args == [visit.id, ""]


def test_before_the_day_only_what_is_mended_may_be_judged(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    _, order = a_case(unit, clock, 2)
    orders.report_done(unit, order.id, on=unit.today(), person="赵明")
    page.open(order)
    page.press(KEY.Key_A, mods=CTRL)
    clock.move(minutes=10)
    page.primary()
    assert view(unit, order).life.state is OrderState.FULFILLED
