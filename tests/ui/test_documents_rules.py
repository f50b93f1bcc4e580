# SPDX-License-Identifier: MulanPSL-2.0
"""文书 and the rules: what blocks, what passes with a reason, what is not verified; the button says why not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ledgers.papers import papers
from inspector_app.operations.rule_reasons import needing, rule_of
from inspector_app.ui.widgets.document_verdict import verdict_words
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.pages_desk import DocumentsPage
from tests.helpers.pages_documents import Answers, issued
from tests.helpers.pages_frame import type_text

RECORD, ORDER = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER


@pytest.fixture
def visit(finished: Inspection) -> Inspection:
    return finished


@pytest.fixture
def page(desk: DocumentsPage) -> DocumentsPage:
    return desk


def wanting(page: DocumentsPage) -> list[Problem]:
    return list(needing(page.shown_problems))


def reasons(ws: Workspace, visit: Inspection) -> dict[tuple[str, str], str]:
    return {(p.rule, p.where): p.reason for p in papers(ws, visit.id).passes}


def mark(page: DocumentsPage, problem: Problem) -> str:
    model = page.screen.desk.verdict.problems.model
    return model.marks[model.problems.index(problem)].text


def test_the_button_says_that_reasons_are_wanted(page: DocumentsPage) -> None:
    count = len(wanting(page))
    assert count > 1
    assert not page.screen.primary_action.isEnabled()
    words = verdict_words(0, count, 0)
    assert page.screen.primary_action.toolTip() == words
    assert page.screen.desk.verdict.words.text() == words
    assert {mark(page, problem) for problem in wanting(page)} == {tr("Reason needed")}


def test_a_reason_is_kept_with_its_rule_and_place_and_the_next_is_asked(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    verdict = page.screen.desk.verdict
    QTest.mouseClick(verdict.explain, Qt.MouseButton.LeftButton)
    assert verdict.reason.edit.hasFocus()
    first = verdict.problems.current()
    assert first is not None
    type_text(verdict.reason.edit, "现场禁止使用手机拍照")
    QTest.keyClick(verdict.reason.edit, Qt.Key.Key_Return)
    page.settle()
    assert reasons(unit, visit) == {(rule_of(first), first.where): "现场禁止使用手机拍照"}
    again = next(p for p in page.shown_problems if (rule_of(p), p.where) == (rule_of(first), first.where))
    assert mark(page, again) == tr("Reason given")
    now = verdict.problems.current()
    assert now is not None
    assert (rule_of(now), now.where) != (rule_of(first), first.where)
    assert verdict.reason.edit.hasFocus()
    assert verdict.reason.edit.text() == ""


def test_one_reason_may_serve_for_all_warnings_of_a_rule(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    verdict = page.screen.desk.verdict
    alike = [p for p in wanting(page) if p.code is ProblemCode.FINDING_NO_PHOTO]
    assert len(alike) == 2
    verdict.problems.show_problem(alike[0])
    type_text(verdict.reason.edit, "涉密场所不得拍照")
    QTest.mouseClick(verdict.reason.every, Qt.MouseButton.LeftButton)
    page.settle()
    assert reasons(unit, visit) == {(rule_of(p), p.where): "涉密场所不得拍照" for p in alike}


def test_leaving_the_line_keeps_what_is_typed(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    verdict = page.screen.desk.verdict
    verdict.explain_next()
    type_text(verdict.reason.edit, "现场断电")
    page.list.setFocus()
    page.settle()
    assert list(reasons(unit, visit).values()) == ["现场断电"]


def test_a_reason_that_was_given_is_shown_and_may_be_said_better(
    page: DocumentsPage, unit: Workspace, visit: Inspection, clock: Clock
) -> None:
    unit.actor = "王建国"
    page.give_reasons("太暗")
    clock.move(minutes=5)
    verdict = page.screen.desk.verdict
    first = wanting(page)[0]
    verdict.problems.show_problem(wanting(page)[-1])
    verdict.problems.show_problem(first)
    assert verdict.reason.edit.text() == "太暗"
    assert "王建国" in verdict.reason.tag.text()
    verdict.reason.edit.selectAll()
    type_text(verdict.reason.edit, "夜间停电，无法拍照")
    QTest.keyClick(verdict.reason.edit, Qt.Key.Key_Return)
    page.settle()
    assert reasons(unit, visit)[rule_of(first), first.where] == "夜间停电，无法拍照"


def test_with_every_reason_given_the_document_is_issued(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    page.give_reasons()
    assert page.screen.primary_action.isEnabled()
    assert not page.screen.desk.verdict.explain.isVisible()
    page.screen.primary_action.trigger()
    page.settle()
    assert len(issued(unit, visit, RECORD)) == 1


def test_nothing_is_issued_while_a_reason_is_wanting(
    page: DocumentsPage, unit: Workspace, visit: Inspection, ask: Answers
) -> None:
    page.screen.issue_shown()
    page.settle()
    assert issued(unit, visit, RECORD) == []
    assert ask.asked == []


def test_what_blocks_has_no_line_for_a_reason(page: DocumentsPage) -> None:
    page.choose(ORDER)
    verdict = page.screen.desk.verdict
    stop = next(p for p in page.shown_problems if p.code is ProblemCode.DOCUMENT_NEEDS)
    verdict.problems.show_problem(stop)
    assert not verdict.reason.isVisible()


def test_parts_that_are_not_verified_lead_to_the_forms(page: DocumentsPage, qtbot: QtBot) -> None:
    verdict = page.screen.desk.verdict
    assert verdict.forms.isVisible()
    assert ProblemCode.FORM_UNVERIFIED not in {p.code for p in page.shown_problems}
    with qtbot.waitSignal(page.screen.settings_wanted) as wanted:
        QTest.mouseClick(verdict.forms, Qt.MouseButton.LeftButton)
    assert wanted.args == ["forms"]
