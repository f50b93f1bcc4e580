# SPDX-License-Identifier: MulanPSL-2.0
"""文书 for every kind: the list under its heads, the page of each kind, what is typed is kept and printed."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.organ import OrganSector
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import document_drafts, documents, organs
from inspector_app.operations.undo import next_undo, undo_last
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.document_draft import FIELDS, LINES
from inspector_app.ui.widgets.document_groups import Group, group_of
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.pages_desk import DocumentsPage, an_issued_order
from tests.helpers.pages_documents import Answers, issued

K = DocumentKind
OWN_KINDS = {
    OrganSector.CONSTRUCTION: {K.CONSTRUCTION_ORDER, K.CONSTRUCTION_STOP, K.CONSTRUCTION_RESUMPTION},
    OrganSector.MARKET: {K.SPECIAL_EQUIPMENT_ORDER},
    OrganSector.TOWNSHIP: {K.HAZARD_NOTICE, K.HAZARD_RECHECK, K.HAZARD_REPORT},
}


@pytest.fixture
def visit(finished: Inspection) -> Inspection:
    return finished


@pytest.fixture
def page(desk: DocumentsPage) -> DocumentsPage:
    return desk


def text_of(pdf: bytes) -> str:
    return "".join("".join(p.get_textpage().get_text_range().split()) for p in pypdfium2.PdfDocument(pdf))


def written(ws: Workspace, visit: Inspection, kind: DocumentKind) -> dict[str, object]:
    return dict(document_drafts.draft_page(ws, visit.id, kind).written)


# The list


def test_every_kind_has_its_head() -> None:
    assert {group_of(kind) for kind in DocumentKind} == set(Group)


def test_at_the_gate_only_record_and_order_are_open(page: DocumentsPage) -> None:
    assert [row for row in page.rows if not row.startswith("head:")] == [
        f"draft:{K.INSPECTION_RECORD}",
        f"draft:{K.RECTIFICATION_ORDER}",
    ]


def test_what_cannot_be_made_yet_is_folded_with_its_reason(page: DocumentsPage) -> None:
    page.unfold("later")
    row = page.row(f"draft:{K.SEIZURE_DECISION}")
    assert row.detail == tr("First: {needs}", needs=word(K.COERCION_APPROVAL))
    hidden = sum(r.startswith("draft:") for r in page.rows[page.rows.index("head:later") :])
    assert page.row("head:later").title == tr("{count} kinds that cannot be made yet", count=hidden)


def test_heads_fold_and_unfold_by_keys(page: DocumentsPage) -> None:
    page.list.setFocus()
    page.list.show_row("head:evidence")
    QTest.keyClick(page.list, Qt.Key.Key_Right)
    assert f"draft:{K.INTERVIEW_RECORD}" in page.rows
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    page.settle()
    assert page.screen.desk.draft is not None
    assert page.screen.desk.draft.kind is K.INTERVIEW_NOTICE
    QTest.keyClick(page.list, Qt.Key.Key_Left)
    assert page.list.current_id() == "head:evidence"
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert f"draft:{K.INTERVIEW_RECORD}" not in page.rows
    assert page.screen.desk.draft is not None  # what is shown stays shown
    assert page.screen.desk.draft.kind is K.INTERVIEW_NOTICE


def test_enter_goes_from_the_list_into_the_page(page: DocumentsPage) -> None:
    page.choose(K.INTERVIEW_NOTICE)
    page.list.setFocus()
    page.list.show_row(f"draft:{K.INTERVIEW_NOTICE}")
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    first = next(r for r in page.editor.rows.values() if r.spec.required and not r.input.value())
    assert first.input.first().hasFocus()


def test_issued_documents_stand_with_number_and_state(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    order = an_issued_order(unit, visit)
    page.screen.refresh()
    page.settle()
    row = page.row(f"document:{order.id}")
    assert row.detail == order.number
    assert row.chip == word(order.state)
    assert page.row(f"draft:{K.RECTIFICATION_ORDER}").title == tr("Another {kind}", kind=word(K.RECTIFICATION_ORDER))
    assert "head:after" in page.rows  # what may follow the order is there now


# The page of every kind


@pytest.mark.parametrize("sector", list(OrganSector))
def test_every_kind_of_a_department_can_be_opened_and_previewed(
    unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection, sector: OrganSector
) -> None:
    faults: list[str] = []
    jobs.failed.connect(faults.append)
    organs.set_organ(
        unit,
        organs.OrganDraft(
            name="清河县应急管理局", short_name="清河", review_organ="清河县人民政府", court="清河县人民法院",
            sector=sector,
        ),
    )  # fmt: skip
    page = DocumentsPage(unit, jobs, ask, qtbot)
    page.open(visit)
    desk = page.screen.desk
    assert desk.state is not None
    kinds = [k.kind for k in desk.state.kinds]
    for kind in OWN_KINDS.get(sector, set(kinds)):
        assert kind in kinds
        page.choose(kind)
        assert desk.draft is not None
        assert desk.draft.kind is kind
        assert list(page.editor.rows) == [spec.name for spec in document_drafts.form_fields(unit, kind)]
        assert desk.preview.data == documents.preview_document(unit, visit.id, kind).pdf
    assert faults == []
    assert ask.problems == []


# What is typed


def test_a_field_is_kept_while_it_is_typed_and_stands_on_the_page(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    page.choose(K.INTERVIEW_NOTICE)
    page.write("matter", "储罐区动火作业的审批情况")
    page.settle()
    assert written(unit, visit, K.INTERVIEW_NOTICE) == {"matter": "储罐区动火作业的审批情况"}
    assert "储罐区动火作业的审批情况" in text_of(page.screen.desk.preview.data)
    assert next_undo(unit) is Op.FILL_DOCUMENT
    page.jobs.run_write(page.screen, lambda: undo_last(unit))
    page.settle()
    assert written(unit, visit, K.INTERVIEW_NOTICE) == {}
    assert page.editor.rows["matter"].input.value() == ""


def test_what_was_typed_a_moment_ago_is_kept_when_another_document_is_shown(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    page.choose(K.INTERVIEW_NOTICE)
    page.write("matter", "动火审批")
    page.choose(K.SCENE_RECORD)
    assert written(unit, visit, K.INTERVIEW_NOTICE) == {"matter": "动火审批"}
    assert written(unit, visit, K.SCENE_RECORD) == {}
    page.choose(K.INTERVIEW_NOTICE)
    assert page.editor.rows["matter"].input.value() == "动火审批"


def test_every_type_of_field_reaches_the_draft(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    page.choose(K.SEIZURE_DECISION)
    page.write("reason", "配电箱带电部分外露")
    page.write("measure_at", "10:30")
    page.write("period_to", "12-10")
    assert page.screen.desk.page.jump("field:is_urgent")
    QTest.keyClick(page.editor.rows["is_urgent"].input.first(), Qt.Key.Key_Space)
    page.settle()
    assert written(unit, visit, K.SEIZURE_DECISION) == {
        "reason": "配电箱带电部分外露",
        "measure_at": "2026-11-20T10:30+08:00",
        "period_to": "2026-12-10",
        "is_urgent": "yes",
    }


def test_what_the_program_knows_is_shown_as_proposed(page: DocumentsPage) -> None:
    page.choose(K.SEIZURE_DECISION)
    row = page.editor.rows["period_from"]
    assert row.input.value() == "2026-11-20"
    assert row.auto.isVisible()
    page.write("period_from", "11-21")
    page.settle()
    assert not page.editor.rows["period_from"].auto.isVisible()


def test_rows_are_printed(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    page.choose(K.SAMPLING_RECEIPT)
    page.write("samples", "甲醇")
    QTest.keyClick(page.screen.focusWidget(), Qt.Key.Key_Return)
    page.settle()
    assert written(unit, visit, K.SAMPLING_RECEIPT) == {"samples": ({"name": "甲醇"},)}
    assert "甲醇" in text_of(page.screen.desk.preview.data)


def test_a_missing_field_is_one_jump_away(page: DocumentsPage) -> None:
    page.choose(K.INTERVIEW_NOTICE)
    page.go_to_problem("field:person")
    assert page.editor.rows["person"].input.first().hasFocus()


def test_a_measure_takes_findings_and_fields_on_two_parts(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    an_issued_order(unit, visit)
    page.screen.refresh()
    page.settle()
    page.choose(K.ONSITE_MEASURE)
    shown = page.screen.desk.page
    assert [shown.tabs.tabData(n) for n in range(shown.tabs.count())] == [LINES, FIELDS]
    page.tick(0)
    first = inspection_rows.view(unit, visit.id).findings[0]
    assert document_drafts.chosen_ids(unit, visit.id, K.ONSITE_MEASURE) == (first.id,)
    page.go_to_problem("field:measures")
    assert page.editor.isVisible()
    QTest.keyClick(page.editor.rows["measures"].input.first(), Qt.Key.Key_Space)
    page.settle()
    assert written(unit, visit, K.ONSITE_MEASURE)["measures"] == ("correct_now",)


def test_the_date_of_issue_is_todays_until_it_is_changed(
    page: DocumentsPage, unit: Workspace, visit: Inspection, clock: Clock
) -> None:
    page.issue()
    clock.move(hours=24)
    page.screen.refresh()
    page.settle()
    page.choose(K.RECTIFICATION_ORDER)
    page.tick(2)
    day = page.screen.desk.page.day.edit
    assert day.text() == "2026-11-21"
    day.setFocus()
    QTest.keyClick(day, Qt.Key.Key_Down)
    page.settle()
    assert "2026年11月20日" in text_of(page.screen.desk.preview.data)
    page.issue()
    [order] = issued(unit, visit, K.RECTIFICATION_ORDER)
    assert order.issued_on == date(2026, 11, 20)


def test_a_date_before_the_visit_is_refused_at_its_field(page: DocumentsPage) -> None:
    day = page.screen.desk.page.day.edit
    day.setFocus()
    day.selectAll()
    QTest.keyClicks(day, "2026-11-01")
    page.settle()
    page.list.setFocus()
    page.go_to_problem("issued_on")
    assert day.hasFocus()


def test_the_document_that_it_answers_is_chosen_where_there_are_several(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    first = an_issued_order(unit, visit)
    third = inspection_rows.view(unit, visit.id).findings[2]
    page.screen.refresh()
    page.settle()
    page.choose(K.RECTIFICATION_ORDER)
    page.go_to_problem(f"finding:{third.id}:deadline")
    QTest.keyClick(page.lines.editor.deadline.set_button, Qt.Key.Key_Space)
    page.issue()
    second = next(d for d in issued(unit, visit, K.RECTIFICATION_ORDER) if d.id != first.id)
    page.choose(K.EXTENSION_REPLY)
    page.go_to_problem("refers_to")
    target = page.screen.desk.page.target
    assert target.hasFocus()
    offered = [target.itemData(n) for n in range(target.count())]
    assert set(offered) == {"", first.id, second.id}
    while target.currentData() != second.id:
        QTest.keyClick(target, Qt.Key.Key_Down)
        page.settle()
    assert document_drafts.draft_page(unit, visit.id, K.EXTENSION_REPLY).refers_to == second.id
    assert second.number in text_of(page.screen.desk.preview.data)


def test_another_screen_may_ask_for_the_draft_of_a_kind(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    order = an_issued_order(unit, visit)
    page.screen.show_kind(visit.id, K.EXTENSION_REPLY)
    page.settle()
    assert page.screen.desk.draft is not None
    assert page.screen.desk.draft.kind is K.EXTENSION_REPLY
    assert f"draft:{K.EXTENSION_REPLY}" in page.rows
    page.screen.show_kind(visit.id, K.INSPECTION_RECORD)  # one is enough: the issued one is shown
    page.settle()
    [record] = issued(unit, visit, K.INSPECTION_RECORD)
    assert page.screen.desk.document is not None
    assert page.screen.desk.document.id == record.id
    assert order.is_valid


def test_an_issued_order_leads_to_its_reinspection(
    page: DocumentsPage, unit: Workspace, visit: Inspection, qtbot: QtBot
) -> None:
    order = an_issued_order(unit, visit)
    page.screen.show_document(visit.id, order.id)
    page.settle()
    with qtbot.waitSignal(page.screen.reinspection_wanted) as wanted:
        QTest.mouseClick(page.screen.desk.issued.follow_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [order.id]
    page.choose_issued(issued(unit, visit, K.INSPECTION_RECORD)[0])
    assert not page.screen.desk.issued.follow_button.isVisible()
