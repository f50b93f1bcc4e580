# SPDX-License-Identifier: MulanPSL-2.0
"""The settings' 备份 part: list, make, check, second medium, putting back; refusals are said calmly."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.backup import Moment
from inspector_app.operations import backups
from inspector_app.operations.backup_places import choose_medium
from inspector_app.operations.protection import protect
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.main_window.safety import Safety, back_up_due
from inspector_app.ui.models.backup_state import RestorePlan, backup_facts, restore
from inspector_app.ui.widgets.backup_panel import BackupPanel
from inspector_app.ui.widgets.page import EmptyState, Pages
from inspector_app.ui.widgets.restore_page import RestorePage
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.pages_documents import Answers

PASSWORD = "青山-7-绿水-longer"


@pytest.fixture
def panel(unit: Workspace, jobs: Jobs, ask: Answers) -> BackupPanel:
    made = BackupPanel(unit, jobs, ask)
    made.resize(1000, 640)
    made.show()
    made.refresh()
    jobs.wait_idle()
    return made


def test_empty_then_made_then_listed_and_checked(panel: BackupPanel, jobs: Jobs) -> None:
    assert panel.lists.currentWidget() is panel.nothing
    assert not panel.check_button.isEnabled()
    panel.make()
    assert not panel.make_button.isEnabled(), "not twice at once"
    jobs.wait_idle()
    assert panel.lists.currentWidget() is panel.list
    assert len(panel.found) == 1
    assert "已备份并校验" in panel.band.words.text()
    assert not panel.progress.isVisible()
    panel.check()
    jobs.wait_idle()
    assert "完整" in panel.band.words.text()


def test_a_damaged_backup_is_said_and_shown(panel: BackupPanel, jobs: Jobs, unit: Workspace) -> None:
    panel.make()
    jobs.wait_idle()
    (place, backup) = next(iter(panel.found.values()))
    path = place.store.database(backup.id)
    path.write_bytes(path.read_bytes()[:5000])
    panel.check()
    jobs.wait_idle()
    assert "不完整" in panel.band.words.text() or "损坏" in panel.band.words.text()
    assert panel.list.model().rows[0].chip_role == "bad"
    assert unit.read_only is None


def test_stopping_keeps_what_was_there(panel: BackupPanel, jobs: Jobs, unit: Workspace) -> None:
    panel.make()
    panel._cancel()
    jobs.wait_idle()
    assert backups.standing(unit).local is None or not panel.progress.isVisible()
    assert panel.make_button.isEnabled()


def test_the_second_medium_is_chosen_and_used(
    panel: BackupPanel, jobs: Jobs, ask: Answers, unit: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    ask.folders = [tmp_path / "stick"]
    panel.choose()
    jobs.wait_idle()
    assert "stick" in panel.medium.text()
    panel.make()
    jobs.wait_idle()
    assert {place.kind.value for place, _ in panel.found.values()} == {"local", "medium"}
    (tmp_path / "stick").rename(tmp_path / "away")
    panel.refresh()
    jobs.wait_idle()
    assert "未接入" in panel.medium.text()


def test_putting_back_says_what_will_be_missing_and_asks(
    panel: BackupPanel, jobs: Jobs, ask: Answers, unit: Workspace, clock: Clock
) -> None:
    panel.make()
    jobs.wait_idle()
    an_enterprise(unit, 5)
    plans: list[RestorePlan] = []
    panel.restore_wanted.connect(plans.append)
    panel.show_restore()
    jobs.wait_idle()
    page = panel.restore
    assert not page.restore_button.isEnabled(), "nobody puts back what was not looked at"
    page.look()
    jobs.wait_idle()
    assert "备份之后又做了1步" in page.words.text()
    ask.yes = False
    page.restore_button.click()
    assert plans == []
    ask.yes = True
    page.restore_button.click()
    (plan,) = plans
    folder = unit.folder
    unit.close()
    words = restore(plan, folder, lambda _done, _total: None)
    assert "没有删除" in words
    again = open_workspace(folder, clock=clock)
    with again.reader() as db:
        assert db.conn.execute("SELECT count(*) FROM enterprises").fetchone()[0] == 0
    again.close()


def test_a_protected_backup_asks_for_its_password(unit: Workspace, jobs: Jobs, ask: Answers, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    protect(unit, "王建国", PASSWORD)
    backups.make_backup(unit, choose_medium(unit, tmp_path / "stick"))
    page = RestorePage(jobs, ask)
    page.show()
    page.begin(tmp_path / "new")
    page.show_folder(tmp_path / "stick")
    jobs.wait_idle()
    assert page.secret.isVisible()
    page.secret.edit.setText("wrong")
    page.look()
    jobs.wait_idle()
    assert "口令" in page.band.words.text()
    assert not page.restore_button.isEnabled()
    page.secret.edit.setText(PASSWORD)
    page.look()
    jobs.wait_idle()
    assert page.restore_button.isEnabled(), page.band.words.text()


def test_a_folder_without_backups_is_said(jobs: Jobs, ask: Answers, tmp_path: Path) -> None:
    page = RestorePage(jobs, ask)
    page.show()
    page.begin(tmp_path)
    jobs.wait_idle()
    assert "备份" in page.words.text()
    assert not page.look_button.isEnabled()


def test_by_itself_after_opening_and_after_an_issue(unit: Workspace, jobs: Jobs, ask: Answers, clock: Clock) -> None:
    an_enterprise(unit)
    owner, stack = EmptyState("folder", ""), Pages()
    safety = Safety(stack, jobs, ask, owner)
    said: list[str] = []
    safety.said.connect(lambda words, _tone: said.append(words))
    assert backup_facts(unit).made_at is None
    safety.attach(unit)
    safety.look()
    jobs.wait_idle()
    assert backups.standing(unit).local is not None
    assert backup_facts(unit).made_at is not None
    assert backup_facts(unit).state == ""
    assert said == []
    an_enterprise(unit, 2)
    clock.move(hours=5)
    assert back_up_due(unit, Moment.CLOSE, lambda _done, _total: None) == 1
    safety.attach(None)


def test_when_data_do_not_open_the_ways_out_are_offered(jobs: Jobs, ask: Answers, tmp_path: Path) -> None:
    from inspector_app.domain.problems import Problem, ProblemCode

    stack, opening = Pages(), EmptyState("folder", "")
    stack.addWidget(opening)
    safety = Safety(stack, jobs, ask, opening)
    before = opening.buttons.count()
    safety.offer(opening, tmp_path, (Problem(code=ProblemCode.WORKSPACE_BUSY, fields={"path": "x"}),))
    assert opening.buttons.count() == before, "another window is no damage"
    damaged = (Problem(code=ProblemCode.WORKSPACE_DAMAGED, fields={"path": "x", "detail": ""}),)
    safety.offer(opening, tmp_path, damaged)
    assert opening.buttons.count() == before + 3
    safety.show_restore()
    assert stack.currentWidget() is safety.page
    jobs.wait_idle()
    safety.page.back_wanted.emit()
    assert stack.currentWidget() is opening
