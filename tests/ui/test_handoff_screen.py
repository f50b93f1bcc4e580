# SPDX-License-Identifier: MulanPSL-2.0
"""数据交接 at a laptop: making a bundle, the receipt back, what goes wrong, joining an office by files."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.unit import Role
from inspector_app.handoff import leases
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.membership import membership, put_membership_in
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.quarantine import list_quarantine
from inspector_app.handoff.reading import read_bundles
from inspector_app.handoff.receipts import take_receipts
from inspector_app.handoff.standing import standing
from inspector_app.ui.models.handoff_choices import Scope
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit, an_enterprise, an_inspection
from tests.helpers.pages_frame import titles
from tests.helpers.pages_handoff import LEFT, HandoffWindow, said, tone
from tests.helpers.unit import exchange

Open = Callable[[Workspace], HandoffWindow]


@pytest.fixture
def laptop(laptop: Workspace) -> Workspace:
    """A laptop with an inspection that was begun."""
    an_inspection(laptop, an_enterprise(laptop))
    return laptop


def test_bundle_to_a_folder_receipt_back_and_nothing_is_left(
    laptop: Workspace, office: Workspace, opened: Open, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    window = opened(laptop)
    waiting = standing(laptop).operations
    assert waiting > 0
    assert window.foot() == tr("{count} not handed over", count=waiting)
    page = window.sending()
    assert page.figures.operations.text() == str(waiting)
    assert page.figures.secret.text == tr("Encrypted")
    page = window.make_into(stick)
    (part,) = stick.glob("*.ajb")
    assert tone(page.result) == "ok" and tr("Done.") in said(page.result)
    assert tr("Safe to remove.") not in said(page.result)  # a folder of this machine is no stick
    assert [r.chip for r in page.history.list.rows.rows] == [tr("No receipt yet")]
    assert window.foot() == tr("{count} not handed over", count=waiting)  # only a receipt makes it so

    other = opened(office)
    reading = other.receiving()
    other.drop(reading, stick)
    assert [(r.title, r.chip) for r in reading.report.list.rows.rows] == [(part.name, tr("Taken in"))]
    assert "一组 1 号" in reading.report.list.rows.rows[0].detail
    (receipt,) = stick.glob("*.ajr")
    assert str(receipt) in reading.report.verdict.text().replace("\u200b", "")

    window.ask.files = [receipt]
    reading = window.receiving()
    window.press(reading.sources.files)
    assert tr("The office's receipt was taken: {count} entries count as handed over now.", count=waiting) in (
        reading.report.verdict.text()
    )
    assert window.foot() == tr("{count} not handed over", count=0)
    page = window.sending()
    assert [r.chip for r in page.history.list.rows.rows] == [tr("Receipt taken")]
    assert page.figures.late.text == tr("All is handed over")
    assert not window.screen.primary_action.isEnabled()


def test_the_choice_changes_what_goes(laptop: Workspace, office: Workspace, opened: Open, tmp_path: Path) -> None:
    make_bundle(laptop, tmp_path / "stick", order_for_office(laptop))
    read_bundles(office, [tmp_path / "stick"])
    take_receipts(laptop, tmp_path / "stick")
    window = opened(laptop)
    page = window.sending()
    assert page.figures.operations.text() == "0"
    QTest.mouseClick(page.choice.scope.buttons[Scope.ALL], LEFT)
    window.settle()
    assert int(page.figures.operations.text()) >= 2
    QTest.mouseClick(page.choice.scope.buttons[Scope.INSPECTION], LEFT)
    window.settle()
    assert page.choice.inspections.isVisible() and page.choice.choice().inspection
    QTest.mouseClick(page.choice.scope.buttons[Scope.SINCE], LEFT)
    window.settle()
    page.choice.day.edit.clear()
    window.type(page.choice.day.edit, "2040-01-01")
    assert page.figures.operations.text() == "0"
    assert not page.may_act()


def test_a_place_that_cannot_be_written_is_said_and_nothing_counts(
    laptop: Workspace, opened: Open, tmp_path: Path
) -> None:
    taken = tmp_path / "not-a-folder"
    taken.write_text("x", encoding="utf-8")
    window = opened(laptop)
    before = standing(laptop).operations
    page = window.make_into(taken)
    assert tone(page.result) == "bad"
    assert str(taken) in said(page.result)
    assert tr("Not finished. Everything stays on this laptop, and nothing new counts as handed over.") in said(
        page.result
    )
    assert not page.progress.isVisible() and page.may_act()
    assert standing(laptop).operations == before
    assert titles(page.history.list) == []


def test_cancel_while_making_leaves_no_half_part(laptop: Workspace, opened: Open, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    window = opened(laptop)
    page = window.sending()
    window.ask.place = stick
    page.target.list.show_row("folder")
    window.key(page.target.list, Qt.Key.Key_Return)
    with laptop.reader():  # the work waits for the reading connection until the person has pressed
        window.screen.primary_action.trigger()
        assert page.progress.isVisible() and not page.may_act()
        QTest.mouseClick(page.progress.cancel, LEFT)
        assert not page.progress.cancel.isEnabled()
    window.settle()
    assert tone(page.result) == "warn"
    stopped = tr("Stopped. {count} parts are whole and stay; the next time the rest is added.", count=0)
    assert said(page.result).startswith(stopped)
    assert list(stick.iterdir()) == []
    page = window.make_into(stick)  # and the next run completes it
    assert tone(page.result) == "ok" and len(list(stick.glob("*.ajb"))) == 1


def test_the_network_queue_says_why_it_waits_and_is_tried_again(
    laptop: Workspace, opened: Open, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:  # a port where nobody answers afterwards
        port = taken.getsockname()[1]
    with laptop.books() as db:
        put_membership_in(db, dataclasses.replace(membership(laptop), url=f"http://127.0.0.1:{port}"))
    window = opened(laptop)
    page = window.sending()
    assert page.target.list.show_row("network")
    window.settle()
    assert page.primary_words() == tr("Send to the office")
    window.ctrl_enter()
    assert tone(page.result) == "bad" and str(port) in said(page.result)
    (row,) = page.queue.list.rows.rows
    assert row.chip == tr("Waits") and tr("{count} tries", count=1) in row.detail
    assert str(port) in page.queue.error.text()
    window.press(page.queue.again)
    assert tr("{count} tries", count=2) in page.queue.list.rows.rows[0].detail
    assert standing(laptop).operations > 0


def test_unused_numbers_are_given_back(laptop: Workspace, office: Workspace, opened: Open) -> None:
    leases.lease(office, laptop.device, "all", 20)
    exchange(office, laptop)
    window = opened(laptop)
    page = window.unit()
    left = int(page.facts.words()[tr("Numbers left")])
    assert left >= 20
    window.ask.yes = False
    window.press(page.give_back)
    assert page.give_back.isVisible()
    window.ask.yes = True
    window.press(page.give_back)
    assert page.facts.words()[tr("Numbers left")] == "0"
    assert not page.give_back.isVisible()


def test_readable_copy_asks_first_and_says_that_it_is_not_encrypted(
    laptop: Workspace, opened: Open, tmp_path: Path
) -> None:
    window = opened(laptop)
    page = window.sending()
    window.ask.place, window.ask.yes = tmp_path / "copy", False
    window.press(page.readable)
    assert not (tmp_path / "copy").exists()
    window.ask.yes = True
    window.press(page.readable)
    (made,) = (tmp_path / "copy").iterdir()
    assert list(made.rglob("*.csv"))
    assert str(made) in said(page.result)
    assert standing(laptop).operations > 0  # it hands nothing over


def test_damaged_part_is_in_quarantine_until_discarded_with_a_reason(
    laptop: Workspace, office: Workspace, opened: Open, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    opened(laptop).make_into(stick)
    (part,) = stick.glob("*.ajb")
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(bytes(data))
    window = opened(office)
    page = window.receiving()
    window.drop(page, part)
    assert [r.chip for r in page.report.list.rows.rows] == [tr("Not taken in")]
    assert part.name in page.report.reason.text().replace("\u200b", "")
    assert titles(page.backlog.list) == [part.name]
    assert window.tab_words()[1].endswith(" 1")
    assert window.foot() == tr("Inbox {new} / quarantine {bad}", new=0, bad=1)
    assert window.window.foot.handover.property("state") == "bad"

    page.backlog.list.setFocus()
    window.ask.words = None
    window.key(page.backlog.list, Qt.Key.Key_Delete)
    assert titles(page.backlog.list) == [part.name]  # without a reason it stays
    window.ask.words = "重新拷贝"
    window.key(page.backlog.list, Qt.Key.Key_Delete)
    assert titles(page.backlog.list) == []
    assert list_quarantine(office) == ()
    assert window.foot() == tr("Inbox {new} / quarantine {bad}", new=0, bad=0)


def test_joining_by_files_compares_the_code_and_asks_before(
    office: Workspace, opened: Open, tmp_path: Path, clock: Clock
) -> None:
    alone = create_workspace(tmp_path / "alone", clock=clock)
    a_unit(alone)
    window, other = opened(alone), opened(office)
    try:
        assert window.foot() == word(Role.ALONE)
        page = window.unit()
        window.ask.target = tmp_path / "request.ajq"
        window.press(page.joining.request)
        assert page.joining.name.words.text()  # a name is needed
        assert not window.ask.target.exists()
        window.type(page.joining.name.edit, "二组 1 号")
        window.type(page.joining.holder.edit, "赵海")
        window.key(page.joining.holder.edit, Qt.Key.Key_Return)
        assert window.ask.target.is_file()

        other.ask.files = [window.ask.target]
        other.office()
        other.ctrl_enter()
        assert "二组 1 号" in titles(other.office().laptops.list)
        answer = tmp_path / "二组 1 号.aje"
        assert str(answer) in said(other.office().result)
        code = other.unit().facts.words()[tr("Code of the office")]

        window.ask.files = [answer]
        window.press(page.joining.answer)
        assert page.joining.print.text() == code
        assert page.joining.join.visibleRegion().boundingRect().height() >= 30  # scrolled into sight
        window.ask.yes = False
        window.press(page.joining.join)
        assert membership(alone).role is Role.ALONE
        window.ask.yes = True
        window.press(page.joining.join)
        assert membership(alone).role is Role.MEMBER
        assert len(window.tab_words()) == 4
        assert window.screen.heading().whom == membership(office).name
        assert window.foot() != word(Role.ALONE)
    finally:
        for made in (window, other):
            made.close()
        alone.close()


def test_a_foreign_answer_changes_nothing(office: Workspace, opened: Open, tmp_path: Path, ws: Workspace) -> None:
    a_unit(ws)
    window = opened(ws)
    page = window.unit()
    wrong = tmp_path / "wrong.aje"
    wrong.write_text("{}", encoding="utf-8")
    window.ask.files = [wrong]
    window.press(page.joining.answer)
    assert tone(page.result) == "bad" and str(wrong) in said(page.result)
    assert not page.joining.found.isVisible()
    window.close()


def test_becoming_the_office_writes_the_recovery_paper(opened: Open, tmp_path: Path, ws: Workspace) -> None:
    a_unit(ws)
    window = opened(ws)
    page = window.unit()
    assert page.founding.name.text()  # the organ's name is proposed
    window.ask.target, window.ask.yes = tmp_path / "paper.txt", False
    window.press(page.founding.found)
    assert membership(ws).role is Role.ALONE and not window.ask.target.exists()
    window.ask.yes = True
    window.press(page.founding.found)
    assert membership(ws).role is Role.OFFICE
    assert "AGE-SECRET-KEY-1" in window.ask.target.read_text(encoding="utf-8")
    assert list(window.screen.pages) == ["laptops", "receive", "reconcile", "numbers", "files", "conflicts", "unit"]
    window.close()
