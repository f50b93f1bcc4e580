# SPDX-License-Identifier: MulanPSL-2.0
"""复查: extension and report, sign-off, what goes on beside the order, rounds and next steps; refusals in place."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import DocumentKind, OfficialDocument, Verdict
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.order_life import OrderState, OrderVerb
from inspector_app.domain.reinspection_record import LineVerdict, ReinspectionDraft
from inspector_app.ledgers.case import follow_up_rows
from inspector_app.operations import documents, extensions, follow_ups, orders, photos, reinspections
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.field_editor_choices import ButtonsInput, ListInput
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import people
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_reinspection import ReinspectionPage, a_case, view
from tests.helpers.pictures import photo
from tests.operations.test_follow_ups import LISTED

KEY = Qt.Key
K, V = FollowUpKind, FollowUpVerb


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> ReinspectionPage:
    return ReinspectionPage(unit, jobs, ask, qtbot)


def looked_at(ws: Workspace, clock: Clock, order: OfficialDocument, *verdicts: Verdict, pictures: bool = True) -> None:
    """Record a round after the deadline, with a photo of every line."""
    clock.move(days=11)
    started = clock.now
    clock.move(minutes=30)
    draft = ReinspectionDraft(
        document_id=order.id, started_at=started, finished_at=clock.now, people=people(),
        verdicts=tuple(LineVerdict(line=n, verdict=v, fact="现场核实") for n, v in enumerate(verdicts, start=1)),
    )  # fmt: skip
    sources = {
        n: [photos.PhotoSource(name=f"after-{n}.jpg", data=photo() + f"after {n}".encode())]
        for n in range(1, len(verdicts) + 1)
    }
    reinspections.record_reinspection(ws, draft, sources if pictures else {})


# Extension and report


def test_an_extension_is_asked_for_and_granted(page: ReinspectionPage, unit: Workspace, clock: Clock) -> None:
    _, order = a_case(unit, clock, 3)
    clock.move(days=3)
    page.open(order)
    panel = page.screen.desk.extension
    page.screen.desk.show_panel(panel)
    assert page.screen.primary_action.text() == tr("Record the request")
    page.fill(panel.form, new_deadline="2026-12-20", reason="报警器采购周期长")
    page.click_row(panel.lines, 1)
    page.primary()
    shown = view(unit, order)
    assert shown.request is not None
    ids = [one.line.finding.id for one in shown.lines]
    assert (shown.request.finding_ids, shown.request.person) == ((ids[0], ids[2]), "赵明")
    assert shown.request.new_deadline == date(2026, 12, 20)
    page.click(panel.buttons["grant"])
    page.fill(panel.form, person="周局长")
    page.primary()
    shown = view(unit, order)
    assert shown.life.state is OrderState.EXTENDED
    assert [one.line.deadline for one in shown.lines] == [date(2026, 12, 20), date(2026, 11, 30), date(2026, 12, 20)]
    assert page.screen.band.isVisible()


def test_a_late_request_is_refused_in_place_and_a_short_one_is_warned_of(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    _, order = a_case(unit, clock, 2)
    clock.move(days=9)
    page.open(order)
    panel = page.screen.desk.extension
    page.screen.desk.show_panel(panel)
    page.settle()
    assert panel.warning.isVisible(), "the day is later than the period table names"
    page.primary()
    assert page.refused(panel.form) == ["field:new_deadline", "field:reason"]
    page.fill(panel.form, new_deadline="2026-11-25", reason="采购周期长")
    page.primary()
    finding = view(unit, order).lines[0].line.finding.id
    assert page.refused(panel.form)[0] == f"finding:{finding}"
    page.jump(panel.form, f"finding:{finding}")
    assert panel.lines.hasFocus()
    assert view(unit, order).request is None


def test_a_refusal_needs_its_reason_and_the_reply_is_begun_from_here(
    page: ReinspectionPage, unit: Workspace, clock: Clock, qtbot: QtBot
) -> None:
    _, order = a_case(unit, clock, 1)
    until = unit.today() + timedelta(days=40)
    extensions.ask_extension(unit, order.id, asked_on=unit.today(), reason="周期长", person="赵明", new_deadline=until)
    page.open(order)
    panel = page.screen.desk.extension
    assert page.screen.desk.tabs.currentWidget() is panel, "what waits for an answer is shown first"
    page.click(panel.buttons["deny"])
    page.fill(panel.form, person="周局长")
    page.primary()
    assert page.refused(panel.form) == ["field:reason"]
    page.jump(panel.form, "field:reason")
    page.type("没有正当理由")
    page.primary()
    assert view(unit, order).life.state is OrderState.EXTENSION_REFUSED
    reply = DocumentKind.EXTENSION_REPLY
    with qtbot.waitSignal(page.screen.documents_wanted) as wanted:
        page.click(panel.papers[reply])
    assert wanted.args == [order.inspection_id, reply]


def test_the_report_of_completion_lets_every_line_be_looked_at(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    _, order = a_case(unit, clock, 2)
    clock.move(days=2)
    page.open(order)
    assert page.chips() == [tr("Not due yet")] * 2
    panel = page.screen.desk.extension
    page.screen.desk.show_panel(panel)
    page.click(panel.buttons["report"])
    page.primary()
    assert view(unit, order).life.state is OrderState.DONE_REPORTED
    assert page.chips() == [tr("No verdict yet")] * 2


# Sign-off


def test_all_findings_are_signed_off_in_one_act_and_the_order_closes(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    _, order = a_case(unit, clock, 3)
    looked_at(unit, clock, order, *[Verdict.DONE] * 3)
    page.open(order)
    panel = page.screen.desk.sign_off
    assert page.screen.desk.tabs.currentWidget() is panel, "nothing else is left to do"
    assert [row.detail for row in panel.findings.rows.rows] == [
        tr("Evidence: {what}", what=tr("{count} photos of afterwards", count=1))
    ] * 3
    assert panel.form.text("checked_by") == "王建国、李慧敏"
    assert (panel.form.text("rectified_by"), panel.form.text("accepted_by")) == ("钱进", "")
    page.primary()
    assert page.refused(panel.form) == ["field:accepted_by"]
    page.jump(panel.form, "field:accepted_by")
    page.type("钱进")
    page.primary()
    assert page.refused(panel.form) == ["field:accepted_by"], "who rectified may not accept"
    page.fill(panel.form, accepted_by="周局长")
    page.primary()
    shown = view(unit, order)
    assert shown.life.state is OrderState.CLOSED
    assert {one.line.finding.status for one in shown.lines} == {FindingStatus.CLOSED}
    assert {one.sign_off.accepted_by for one in shown.lines if one.sign_off} == {"周局长"}
    assert len(panel.done.rows.rows) == 3 and page.screen.desk.primary is None


def test_a_finding_without_evidence_is_refused_until_a_file_is_added(
    page: ReinspectionPage, unit: Workspace, ask: Answers, clock: Clock, tmp_path: Path
) -> None:
    _, order = a_case(unit, clock, 2)
    looked_at(unit, clock, order, Verdict.DONE, Verdict.DONE, pictures=False)
    page.open(order)
    panel = page.screen.desk.sign_off
    page.fill(panel.form, accepted_by="周局长")
    page.primary()
    findings = [one.line.finding.id for one in view(unit, order).lines]
    assert page.refused(panel.form) == [f"finding:{one}" for one in findings]
    page.jump(panel.form, f"finding:{findings[1]}")
    assert (panel.findings.current_id(), panel.findings.hasFocus()) == (findings[1], True)
    QTest.keyClick(panel.findings, KEY.Key_Space)
    assert panel.findings.chosen() == (findings[0],)
    path = tmp_path / "report.jpg"
    path.write_bytes(photo() + b"report")
    ask.files.append([path])
    page.click(panel.file_button)
    page.primary()
    shown = view(unit, order)
    assert [one.line.finding.status for one in shown.lines] == [FindingStatus.CLOSED, FindingStatus.VERIFIED]
    assert shown.life.state is OrderState.FULFILLED
    signed = shown.lines[0].sign_off
    assert signed is not None and signed.evidence == tuple(one.id for one in shown.attachments)


# Beside the order


def test_listed_supervision_goes_from_proposal_to_listed_by_its_form(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    visit, order = a_case(unit, clock, 2, major=1)
    looked_at(unit, clock, order, Verdict.DONE, Verdict.NOT_DONE)
    page.open(order)
    desk = page.screen.desk
    desk.show_panel(desk.history)
    step = desk.history.steps.findChild(QPushButton, "step-supervision")
    assert isinstance(step, QPushButton)
    page.click(step)
    assert desk.tabs.currentWidget() is desk.beside
    page.primary()
    (row,) = follow_up_rows(unit, visit.id)
    major = view(unit, order).lines[1].line.finding
    assert (row.follow_up.kind, row.follow_up.subject) == (K.SUPERVISION, major.id)
    buttons = [b.text() for b in desk.beside.detail.findChildren(QPushButton) if b.isVisible()]
    assert buttons == [word(V.LIST), word(V.NOTE)]
    page.click(next(b for b in desk.beside.detail.findChildren(QPushButton) if b.text() == word(V.LIST)))
    page.primary()
    refused = page.refused(desk.beside.form.form)
    assert "field:number" in refused and "field:unit" not in refused, "the enterprise's name is proposed"
    texts = {name: value for name, value in LISTED.items() if name not in ("level", "unit")}
    page.fill(desk.beside.form.form, **texts)
    level = desk.beside.form.form.editor.rows["level"].input
    assert isinstance(level, ButtonsInput)
    page.click(level.buttons["district"])
    page.primary()
    (row,) = follow_up_rows(unit, visit.id)
    assert row.follow_up.state is FollowUpState.LISTED
    assert {name: row.follow_up.fields[name] for name in texts} == texts
    assert desk.beside.detail.five.isVisible()


def test_a_criminal_transfer_asks_for_more_and_keeps_what_was_typed(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    visit, order = a_case(unit, clock, 1)
    page.open(order)
    panel = page.screen.desk.beside
    page.screen.desk.show_panel(panel)
    page.click(panel.new_buttons[K.TRANSFER])
    form = panel.form.form
    page.fill(form, receiver="清河县公安局", reason="涉嫌危险作业罪")
    assert "team" not in form.editor.rows
    sort = form.editor.rows["sort"].input
    assert isinstance(sort, ListInput)
    sort.combo.setFocus()
    page.press(KEY.Key_Down, KEY.Key_Down)
    assert {"team", "reported_on"} <= set(form.editor.rows)
    assert form.text("receiver") == "清河县公安局"
    page.primary()
    assert set(page.refused(form)) == {"field:team", "field:reported_on"}
    assert follow_up_rows(unit, visit.id) == ()


def test_resumption_is_only_offered_where_something_was_stopped(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    _, order = a_case(unit, clock, 1)
    page.open(order)
    panel = page.screen.desk.beside
    assert not panel.new_buttons[K.RESUMPTION].isEnabled()
    assert not panel.new_buttons[K.SUPERVISION].isEnabled(), "no finding is major"
    assert panel.new_buttons[K.TALK].isEnabled()


def test_the_steps_of_a_talk_are_shown_with_what_was_written(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    visit, order = a_case(unit, clock, 1)
    opened = {
        "unit": "清河县第1化工有限公司", "person": "赵明", "matter": "逾期未整改",
        "planned_at": clock.now.isoformat(timespec="minutes"), "place": "局会议室",
    }  # fmt: skip
    one = follow_ups.open_follow_up(unit, visit.id, K.TALK, "", follow_ups.StepDraft(fields=opened)).value
    page.open(order)
    desk = page.screen.desk
    desk.show_panel(desk.beside)
    page.click(next(b for b in desk.beside.detail.findChildren(QPushButton) if b.text() == word(V.NOTE)))
    page.fill(desk.beside.form.form, progress="已电话通知", step_person="李慧敏")
    page.primary()
    (row,) = follow_up_rows(unit, visit.id)
    assert (row.follow_up.id, row.events[0].person, row.events[0].fields) == (
        one.id,
        "李慧敏",
        {"progress": "已电话通知"},
    )
    words = [child.text() for child in desk.beside.detail.findChildren(type(desk.facts)) if child.isVisible()]
    assert any("已电话通知" in text and "李慧敏" in text for text in words)


# Rounds and next steps


def test_rounds_and_lawful_steps_are_shown_and_lead_on(
    page: ReinspectionPage, unit: Workspace, clock: Clock, qtbot: QtBot
) -> None:
    _, order = a_case(unit, clock, 2)
    looked_at(unit, clock, order, Verdict.DONE, Verdict.NOT_DONE)
    page.open(order)
    desk = page.screen.desk
    desk.show_panel(desk.history)
    words = [child.text() for child in desk.history.rounds.findChildren(type(desk.facts))]
    assert any("现场核实" in text and word(Verdict.NOT_DONE) in text for text in words)
    assert {step.key for step in view(unit, order).next_steps} >= {"renew_order", "case"}
    renew = desk.history.steps.findChild(QPushButton, "step-renew_order")
    assert isinstance(renew, QPushButton)
    with qtbot.waitSignal(page.screen.documents_wanted) as wanted:
        page.click(renew)
    assert wanted.args == [order.inspection_id, DocumentKind.RECTIFICATION_ORDER]


def test_a_decision_of_the_court_is_recorded_with_its_reason(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    _, order = a_case(unit, clock, 1)
    page.open(order)
    desk = page.screen.desk
    desk.show_panel(desk.history)
    desk.history.begin(OrderVerb.SUSPEND)
    page.fill(desk.history.form, person="清河县人民法院")
    page.primary()
    assert page.refused(desk.history.form) == ["field:reason"]
    page.fill(desk.history.form, reason="裁定停止执行")
    page.primary()
    assert view(unit, order).life.state is OrderState.SUSPENDED
    assert desk.band.isVisible()
    assert OrderVerb.RESUME in orders.BY_PERSON


def test_the_opinion_of_an_earlier_round_says_what_that_round_found(
    page: ReinspectionPage, unit: Workspace, clock: Clock, qtbot: QtBot
) -> None:
    _, order = a_case(unit, clock, 2)
    looked_at(unit, clock, order, Verdict.DONE, Verdict.NOT_DONE)
    looked_at(unit, clock, order, Verdict.DONE, Verdict.NOT_DONE, pictures=False)
    page.open(order)
    desk = page.screen.desk
    desk.show_panel(desk.history)
    page.settle()
    writes = [b for b in desk.history.rounds.findChildren(QPushButton) if b.text() == tr("Write the opinion")]
    with qtbot.waitSignal(page.screen.documents_wanted):
        page.click(writes[-1])
    made = documents.issue_document(
        unit, order.inspection_id, DocumentKind.REINSPECTION_OPINION, fields={"opinion": "继续整改"},
        reasons={"*": "核实"}, confirm_unverified=True,
    ).value  # fmt: skip
    assert made.reinspection_id == view(unit, order).rounds[0].id
