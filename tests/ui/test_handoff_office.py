# SPDX-License-Identifier: MulanPSL-2.0
"""数据交接 at the office: numbers, tasks, handing out, revoking, the reconciliation list, the inbox."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.unit import DeviceState, TaskKind
from inspector_app.handoff import devices, inbox
from inspector_app.handoff.enrolment import make_request
from inspector_app.handoff.leases import leases
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.ledgers import enterprises
from inspector_app.ledgers.tasks import own_tasks, tasks
from inspector_app.operations.inspections import finish_inspection
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection, an_order
from tests.helpers.pages_frame import titles
from tests.helpers.pages_handoff import LEFT, HandoffWindow, said, tone
from tests.helpers.unit import a_laptop, exchange

Open = Callable[[Workspace], HandoffWindow]


@pytest.fixture
def office(office: Workspace) -> Workspace:
    """An office with two enterprises."""
    an_enterprise(office, 1, name="清河县东风化工厂")
    an_enterprise(office, 2, name="清河县永丰纺织厂")
    return office


def choose(window: HandoffWindow, name: str) -> None:
    page = window.office()
    shown = next(r for r in page.laptops.list.rows.rows if r.title == name)
    page.laptops.list.show_row(shown.id)
    window.settle()


def test_numbers_task_and_handing_out_reach_the_laptop(
    office: Workspace, laptop: Workspace, opened: Open, tmp_path: Path
) -> None:
    window = opened(office)
    choose(window, "一组 1 号")
    page = window.office()
    window.press(page.card.lease)
    assert not window.screen.primary_action.isVisible()  # the form has the primary act now
    page.lease_form.count.edit.clear()
    window.type(page.lease_form.count.edit, "9000")
    window.key(page.lease_form.count.edit, Qt.Key.Key_Return)
    assert page.lease_form.count.words.text()  # too many, said below the field
    page.lease_form.count.edit.clear()
    window.type(page.lease_form.count.edit, "30")
    window.key(page.lease_form.count.edit, Qt.Key.Key_Return)
    assert tone(page.result) == "ok"
    given = leases(office, device=laptop.device)
    assert given and {lease.block.last - lease.block.first + 1 for lease in given} == {30}
    assert page.card.leases.isVisible()

    window.press(page.card.task)
    window.type(page.task_form.search, "东风")
    assert titles(page.task_form.subjects) == ["清河县东风化工厂"]
    window.type(page.task_form.due.edit, "2020-02-30")
    window.press(page.task_form.keep)
    assert page.task_form.due.words.text()  # no such day
    page.task_form.due.edit.clear()
    window.type(page.task_form.remark.edit, "节前检查")
    window.press(page.task_form.keep)
    (task,) = tasks(office, laptop.device)
    assert (task.task.kind, task.task.note) == (TaskKind.INSPECTION, "节前检查")
    assert titles(page.card.tasks) == ["清河县东风化工厂"]

    window.ask.place = tmp_path / "stick"
    window.press(page.card.dispatch)
    target = page.dispatch_form.target
    target.list.show_row("folder")
    window.key(target.list, Qt.Key.Key_Return)
    window.press(page.dispatch_form.keep)
    assert tone(page.result) == "ok" and "一组 1 号" in said(page.result)

    other = opened(laptop)
    reading = other.receiving()
    other.drop(reading, tmp_path / "stick")
    words = reading.report.verdict.text()
    assert tr("{count} tasks came along; they stand on the first screen.", count=1) in words
    assert tr("{count} blocks of document numbers came along.", count=len(given)) in words
    assert len(own_tasks(laptop)) == 1
    other.window.go("today")
    other.settle()
    task_card = other.window.screens["today"].task_card  # type: ignore[attr-defined]
    assert titles(task_card.list) == ["清河县东风化工厂"]


def test_an_order_is_given_to_another_team_to_look_at_again(
    office: Workspace, laptop: Workspace, opened: Open, clock: Clock
) -> None:
    visit = an_inspection(office, an_enterprise(office, 5))
    a_finding(office, visit)
    clock.move(minutes=50)
    finish_inspection(office, visit.id)
    order = an_order(office, visit.id)
    exchange(office, laptop)
    window = opened(office)
    choose(window, "一组 1 号")
    page = window.office()
    window.press(page.card.task)
    QTest.mouseClick(page.task_form.kind.buttons[TaskKind.REINSPECTION], LEFT)
    window.settle()
    assert not page.task_form.packs.isVisible()
    assert [row.id for row in page.task_form.subjects.rows.rows] == [order.id]
    window.press(page.task_form.keep)
    (task,) = tasks(office, laptop.device)
    assert task.task.document_id == order.id
    window.ask.words = "改由二组办理"
    page.card.tasks.show_row(task.task.id)
    window.key(page.card.tasks, Qt.Key.Key_Return)
    assert [row for row in tasks(office, laptop.device) if row.is_open] == []


def test_revoked_laptop_is_said_and_admitted_again(office: Workspace, laptop: Workspace, opened: Open) -> None:
    window = opened(office)
    choose(window, "一组 1 号")
    page = window.office()
    window.ask.words = None
    window.press(page.card.revoke)
    assert devices.find_device(office, laptop.device).state is DeviceState.ACTIVE
    window.ask.words = "电脑遗失"
    window.press(page.card.revoke)
    assert devices.find_device(office, laptop.device).state is DeviceState.REVOKED
    assert page.card.chip.text == word(DeviceState.REVOKED)
    assert "电脑遗失" in page.card.facts.words()[tr("Revoked on")]
    assert not page.card.dispatch.isVisible()
    window.press(page.card.restore)
    assert devices.find_device(office, laptop.device).state is DeviceState.ACTIVE


def test_escape_closes_a_form_and_another_laptop_too(
    office: Workspace, laptop: Workspace, opened: Open, tmp_path: Path, clock: Clock
) -> None:
    second = a_laptop(tmp_path / "second", office, "二组 1 号", clock)
    second.close()
    window = opened(office)
    choose(window, "一组 1 号")
    page = window.office()
    window.press(page.card.lease)
    window.key(page.lease_form.count.edit, Qt.Key.Key_Escape)
    assert page.card.isVisible() and window.screen.primary_action.isVisible()
    window.press(page.card.lease)
    choose(window, "二组 1 号")
    assert page.card.isVisible() and page.card.title.text() == "二组 1 号"
    window.type(page.laptops.search, "没有这台")
    assert titles(page.laptops.list) == [] and not page.card.acts.isVisible()


def test_handing_out_to_all_gives_each_a_folder(
    office: Workspace, laptop: Workspace, opened: Open, tmp_path: Path, clock: Clock
) -> None:
    second = a_laptop(tmp_path / "second", office, "二组 1 号", clock)
    second.close()
    window = opened(office)
    page = window.office()
    window.ask.place = tmp_path / "stick"
    window.press(page.laptops.all)
    page.dispatch_form.target.list.show_row("folder")
    window.key(page.dispatch_form.target.list, Qt.Key.Key_Return)
    window.press(page.dispatch_form.keep)
    assert len(list((tmp_path / "stick").iterdir())) == 2
    assert len(list((tmp_path / "stick").glob("*/*.ajb"))) == 2


def test_reconciliation_list_is_exported_as_it_is_shown(
    office: Workspace, laptop: Workspace, opened: Open, tmp_path: Path
) -> None:
    an_inspection(laptop, an_enterprise(laptop, 3))
    make_bundle(laptop, tmp_path / "stick", order_for_office(laptop))
    window = opened(office)
    reading = window.receiving()
    window.drop(reading, tmp_path / "stick")
    page = window.reconciliation()
    (row,) = (page.model.cells(n) for n in range(page.model.rowCount()))
    assert row[:3] == ("一组 1 号", "王建国", word(DeviceState.ACTIVE))
    assert row[5] == "1"
    window.ask.target = tmp_path / "对账表.csv"
    window.ctrl_enter()
    text = window.ask.target.read_bytes().decode("utf-8-sig")
    assert "一组 1 号" in text and "王建国" in text
    assert page.band.isVisible()


def test_inbox_is_looked_into_and_read_by_itself_only_when_wanted(
    office: Workspace, laptop: Workspace, opened: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    an_inspection(laptop, an_enterprise(laptop, 3))
    window = opened(office)
    page = window.receiving()
    window.ask.place = folder
    page.sources.list.show_row("inbox")
    window.key(page.sources.list, Qt.Key.Key_Return)
    assert inbox.inbox_folder(office) == folder
    make_bundle(laptop, folder, order_for_office(laptop))
    for _ in range(3):  # a part counts as new when two looks found it alike
        page.look()
        window.settle()
    (shown,) = (r for r in page.sources.list.rows.rows if r.id == "inbox")
    assert shown.chip == tr("{count} new", count=1)
    assert titles(page.report.list) == []
    page.sources.auto.setFocus()
    window.key(page.sources.auto, Qt.Key.Key_Space)
    page.look()
    window.settle()
    assert [r.chip for r in page.report.list.rows.rows] == [tr("Taken in")]
    assert enterprises.count(office) == 3


def test_request_that_is_dropped_among_bundles_is_enrolled(
    office: Workspace, ws: Workspace, opened: Open, tmp_path: Path
) -> None:
    request = tmp_path / "二组 1 号.ajq"
    request.write_text(make_request(ws, name="二组 1 号", holder="赵海"), encoding="utf-8")
    window = opened(office)
    window.drop(window.receiving(), request)
    page = window.office()
    assert "二组 1 号" in titles(page.laptops.list)
    assert page.card.title.text() == "二组 1 号"
    assert (tmp_path / "二组 1 号.aje").is_file()
    window.drop(window.receiving(), tmp_path / "wrong.ajq")
    assert tone(window.office().result) == "bad"
