# SPDX-License-Identifier: MulanPSL-2.0
"""The score panel: live figures, tables and what is open, ways to the items, leaving a table out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QSignalSpy

from inspector_app.operations import answers, inspections
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.score_panel import ScorePanel
from inspector_app.workspace import Workspace
from tests.domain.test_jgj59 import BAD, GOOD
from tests.helpers.clock import Clock
from tests.helpers.makers import an_inspection
from tests.helpers.scores import a_site, a_weighted_pack, answer_site


@pytest.fixture
def panel(unit: Workspace, jobs: Jobs) -> Iterator[ScorePanel]:
    made = ScorePanel(unit, jobs)
    made.resize(900, 640)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def rows(shown: RowList) -> dict[str, Row]:
    return {row.id: row for row in shown.rows.rows}


def titles(panel: ScorePanel) -> list[str]:
    return [panel.tabs.tabText(n) for n in range(panel.tabs.count()) if panel.tabs.isTabVisible(n)]


def show(panel: ScorePanel, jobs: Jobs, inspection_id: str) -> None:
    panel.show_inspection(inspection_id)
    assert jobs.wait_idle()


def press_row(shown: RowList, row_id: str) -> None:
    assert shown.show_row(row_id)
    shown.row_chosen.emit(row_id)


def test_nothing_is_scored_before_everything_is_checked(panel: ScorePanel, jobs: Jobs, unit: Workspace) -> None:
    site = a_site(unit)
    show(panel, jobs, site.id)
    assert (panel.total.text(), panel.grade.text) == ("—", "189项未查")
    assert not panel.sheet_button.isEnabled()
    assert titles(panel) == ["汇总表", "分表", "未查 189", "计算过程"]
    assert rows(panel.list)["表B.1"].chip == "10项未查"
    assert "细则未收录" in panel.note.text()


def test_each_answer_moves_the_figures(panel: ScorePanel, jobs: Jobs, unit: Workspace) -> None:
    site = a_site(unit)
    answer_site(unit, site, GOOD, leave=("B14-07",))
    show(panel, jobs, site.id)
    assert rows(panel.summary)["施工用电"].chip == "1项未查"
    jobs.run_write(panel, lambda: answers.answer_value(unit, site.id, "JGJ59-B14-07", "0"))
    assert jobs.wait_idle()
    assert (panel.total.text(), panel.grade.text, panel.grade.role) == ("89", "优良", "ok")
    assert panel.unsure.text == "待核"  # points from memory
    assert rows(panel.summary)["施工用电"].side == "8.6／10分"
    assert rows(panel.list)["表B.14"].side == "86分"
    assert panel.sheet_button.isEnabled()
    assert "评定为优良" in panel.line.text() and "R4" in panel.working.toPlainText()


def test_a_table_at_0_says_why_in_words(panel: ScorePanel, jobs: Jobs, unit: Workspace) -> None:
    site = a_site(unit)
    answer_site(unit, site, BAD)
    show(panel, jobs, site.id)
    assert (panel.grade.text, panel.grade.role) == ("不合格", "bad")
    lost = rows(panel.list)["表B.14"]
    assert (lost.chip, lost.chip_role) == ("得0分", "bad")
    assert "接地与接零保护系统得0分" in lost.detail and "R3" in lost.tip
    assert rows(panel.summary)["施工用电"].chip == "1张分表得0分"
    assert rows(panel.list)["表B.4"].chip == "缺项"


def test_rows_lead_to_items(panel: ScorePanel, jobs: Jobs, unit: Workspace) -> None:
    site = a_site(unit)
    answer_site(unit, site, {}, leave=("B13-02", "B19-11"))
    show(panel, jobs, site.id)
    wanted, sheet = QSignalSpy(panel.item_wanted), QSignalSpy(panel.sheet_wanted)
    press_row(panel.open, "JGJ59-B19-11")
    press_row(panel.list, "表B.13")  # to what is open
    press_row(panel.list, "表B.1")  # to the first
    assert [wanted.at(n)[0] for n in range(wanted.count())] == ["JGJ59-B19-11", "JGJ59-B13-02", "JGJ59-B1-01"]
    press_row(panel.summary, "施工机具")
    assert panel.tabs.currentWidget() is panel.tables_page and panel.list.current_id() == "表B.19"
    for code in ("JGJ59-B13-02", "JGJ59-B19-11"):
        answers.answer_value(unit, site.id, code, "0")
    panel.refresh()
    assert jobs.wait_idle()
    panel.sheet_button.click()
    assert sheet.at(0) == [site.id]


def test_a_whole_table_is_left_out_and_taken_in_again(
    panel: ScorePanel, jobs: Jobs, unit: Workspace, clock: Clock
) -> None:
    site = a_site(unit)
    answers.answer_value(unit, site.id, "JGJ59-B6-01", "2")
    show(panel, jobs, site.id)
    panel.tabs.setCurrentWidget(panel.tables_page)
    panel.list.show_row("表B.6")
    assert not panel.leave_button.isEnabled()  # begun
    panel.list.show_row("表B.5")
    assert (panel.leave_button.text(), panel.leave_button.isEnabled()) == ("整表作缺项", True)
    panel.leave_button.click()
    assert jobs.wait_idle()
    assert rows(panel.list)["表B.5"].chip == "缺项"
    assert panel.leave_button.text() == "取消整表缺项"
    panel.leave_button.click()
    assert jobs.wait_idle()
    assert rows(panel.list)["表B.5"].chip == "10项未查"
    clock.move(hours=1)
    jobs.run_write(panel, lambda: inspections.finish_inspection(unit, site.id))
    assert jobs.wait_idle()
    assert not panel.leave_button.isEnabled()


def test_an_inspection_without_a_score_says_so(panel: ScorePanel, jobs: Jobs, unit: Workspace) -> None:
    site, other = a_site(unit), an_inspection(unit)
    scored = QSignalSpy(panel.scored)
    show(panel, jobs, site.id)
    show(panel, jobs, other.id)
    assert [scored.at(n)[0] for n in range(scored.count())] == [True, False]
    assert "都不计分" in panel.trouble.text()
    assert not panel.summary.rows.rows
    show(panel, jobs, site.id)
    assert panel.trouble.isHidden() and panel.list.rows.rows


def test_a_score_by_weight_has_its_own_page(panel: ScorePanel, jobs: Jobs, unit: Workspace) -> None:
    gate = an_inspection(unit, pack_ids=(a_weighted_pack(unit),))
    show(panel, jobs, gate.id)
    assert titles(panel) == ["按权重", "未查 3"]
    assert (panel.total.text(), panel.grade.text) == ("—", "3项未查")
    wanted = QSignalSpy(panel.item_wanted)
    press_row(panel.weights, "gate|消防")
    assert wanted.at(0) == ["G-3"]
    answers.answer_value(unit, gate.id, "G-1", "compliant")
    answers.answer_value(unit, gate.id, "G-2", "noncompliant")
    answers.answer_value(unit, gate.id, "G-3", "compliant")
    panel.refresh()
    assert jobs.wait_idle()
    assert panel.total.text() == "87.5%"
    assert rows(panel.weights)["gate|出入"].side == "75%"
