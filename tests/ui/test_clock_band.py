# SPDX-License-Identifier: MulanPSL-2.0
"""The line about the clock: it comes with a jump, stays until it is settled, and goes when the clock is right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from inspector_app.domain.account import EventKind
from inspector_app.operations.security_journal import events
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.clock_band import ClockBand
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock


@pytest.fixture
def band(unit: Workspace, jobs: Jobs, qtbot: QtBot) -> Iterator[ClockBand]:
    made = ClockBand(jobs)
    qtbot.addWidget(made)
    made.attach(unit)
    jobs.wait_idle()
    yield made
    made.attach(None)


def looked(band: ClockBand, jobs: Jobs) -> None:
    band.look()
    jobs.wait_idle()


def test_nothing_is_said_of_a_clock_that_is_right(band: ClockBand) -> None:
    assert band.isHidden()


def test_the_line_comes_stays_and_goes_when_the_clock_is_put_right(band: ClockBand, jobs: Jobs, clock: Clock) -> None:
    clock.move(days=-30)
    looked(band, jobs)
    assert not band.isHidden()
    assert "2026-10-21" in band.words.text()
    assert band.dismiss.isHidden()
    looked(band, jobs)
    assert not band.isHidden()
    clock.move(days=31)
    looked(band, jobs)
    assert band.isHidden()


def test_date_and_reason_settle_it(band: ClockBand, jobs: Jobs, clock: Clock, unit: Workspace) -> None:
    clock.move(days=-30)
    looked(band, jobs)
    band.action.click()
    dialog = band.dialog
    assert dialog is not None
    assert not band.isHidden(), "the line stays while the dialog is open"
    dialog.keep_button.click()
    jobs.wait_idle()
    assert not dialog.fault.isHidden(), "a reason is needed"
    dialog.reason.setText("主板电池耗尽")
    dialog.keep_button.click()
    jobs.wait_idle()
    jobs.wait_idle()
    assert dialog.result() == dialog.DialogCode.Accepted
    assert band.isHidden()
    (kept,) = events(unit, (EventKind.CLOCK_EXPLAINED,))
    assert "主板电池耗尽" in kept.detail


def test_another_date_than_the_clock_s_leaves_the_line(
    band: ClockBand, jobs: Jobs, clock: Clock, unit: Workspace
) -> None:
    right = unit.today()
    clock.move(days=400)
    looked(band, jobs)
    band.action.click()
    assert band.dialog is not None
    band.dialog.day.set_day(right)
    band.dialog.reason.setText("时钟无法调准")
    band.dialog.keep_button.click()
    jobs.wait_idle()
    jobs.wait_idle()
    assert not band.isHidden()
    assert unit.clock_watch.may_issue(right)
