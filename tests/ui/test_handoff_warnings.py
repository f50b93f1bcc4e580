# SPDX-License-Identifier: MulanPSL-2.0
"""What is said of the hand-over without asking: the bottom line, 今日, conflicts, and that nothing is slower or cut."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.handoff.conflicts import list_conflicts
from inspector_app.handoff.medium import Drive
from inspector_app.operations.backups import make_backup
from inspector_app.storage.tables import JOURNALLED
from inspector_app.ui import theme
from inspector_app.ui.jobs import Report
from inspector_app.ui.models.handoff_changes import EVERY_TABLE, all_changed
from inspector_app.ui.models.handoff_pace import Pace
from inspector_app.ui.widgets.conflict_panel import ConflictPanel
from inspector_app.ui.widgets.handoff_amounts import late_words, size_words, time_left
from inspector_app.ui.widgets.handoff_progress import HandoffProgress
from inspector_app.ui.widgets.handoff_target import HandoffTarget, Target
from inspector_app.ui.widgets.handoff_warnings import WarningList
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.differing import amended
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_handoff import LEFT, HandoffWindow
from tests.helpers.unit import exchange, hand_over

Open = Callable[[Workspace], HandoffWindow]


def test_late_hand_over_is_red_below_and_said_on_the_first_screen(
    laptop: Workspace, opened: Open, clock: Clock
) -> None:
    an_inspection(laptop, an_enterprise(laptop))
    clock.now += timedelta(days=9)
    window = opened(laptop)
    assert "9" in window.foot()
    assert window.window.foot.handover.property("state") == "bad"
    assert tr("Not handed over for {days} days", days=9) == window.sending().figures.late.text
    window.window.go("today")
    window.settle()
    today = window.window.screens["today"]
    band, below = (b for b in today.warnings.bands if b.isVisible())  # type: ignore[attr-defined]
    late = Problem(code=ProblemCode.HANDOFF_LATE, fields={"days": "9"})
    unsaved = Problem(code=ProblemCode.BACKUP_LATE, fields={"days": "9"})
    assert [b.words.text() for b in (band, below)] == [sentence(late), sentence(unsaved)]
    QTest.mouseClick(below.action, LEFT)
    window.settle()
    assert window.window.place == "settings"
    assert window.window.screens["settings"].list.current_id() == "backup"  # type: ignore[attr-defined]
    make_backup(laptop)
    window.window.go("today")
    window.settle()
    (band,) = (b for b in today.warnings.bands if b.isVisible())  # type: ignore[attr-defined]
    assert band.words.text() == sentence(late)
    QTest.mouseClick(band.action, LEFT)
    window.settle()
    assert window.window.place == "handoff"
    assert window.screen.tabs.currentWidget() is window.screen.pages["send"]


def test_the_bottom_line_leads_to_the_hand_off(laptop: Workspace, opened: Open) -> None:
    window = opened(laptop)
    window.window.go("today")
    window.settle()
    QTest.mouseClick(window.window.foot.handover, LEFT)
    window.settle()
    assert window.window.place == "handoff"


def test_silent_laptop_is_said_at_the_office(office: Workspace, laptop: Workspace, opened: Open, clock: Clock) -> None:
    clock.now += timedelta(days=30)
    window = opened(office)
    silent = Problem(code=ProblemCode.DEVICE_SILENT, fields={"device": "一组 1 号", "days": "30"})
    assert sentence(silent) in [band.words.text() for band in window.screen.warnings.bands]
    row = next(r for r in window.office().laptops.list.rows.rows if r.title == "一组 1 号")
    assert (row.chip, row.chip_role) == (tr("{days} days silent", days=30), "bad")


def test_conflicts_are_counted_in_the_tab_and_settled_there(office: Workspace, laptop: Workspace, opened: Open) -> None:
    enterprise = an_enterprise(office)
    exchange(office, laptop)
    amended(office, enterprise, phone="13900000001")
    amended(laptop, enterprise, phone="13900000002")
    hand_over(laptop, office)
    window = opened(office)
    at = window.screen.tabs.indexOf(window.screen.pages["conflicts"])
    assert window.tab_words()[at] == f"{tr('Conflicts')} 1"
    panel = window.go("conflicts")
    assert isinstance(panel, ConflictPanel)
    window.key(panel.list.list, Qt.Key.Key_Return)
    window.key(panel.view, Qt.Key.Key_1)
    window.key(panel.view, Qt.Key.Key_Return)
    assert list_conflicts(office) == ()
    assert window.tab_words()[at] == tr("Conflicts")


def test_copy_of_the_folder_is_said_until_somebody_has_read_it(opened: Open, ws: Workspace) -> None:
    with ws.books() as db:
        db.conn.execute("INSERT INTO membership VALUES ('copied', 'copy 2026-11-21T01:00:00.000000Z')")
    window = opened(ws)
    (band,) = (b for b in window.screen.warnings.bands if b.isVisible())
    assert not band.dismiss.isVisible()
    QTest.mouseClick(band.action, LEFT)
    window.settle()
    assert not window.screen.warnings.isVisible()
    window.close()


def test_more_warnings_than_fit_are_counted(qtbot: QtBot) -> None:
    made = WarningList()
    qtbot.addWidget(made)  # closed at the end: a window left open would keep every later program from ending
    problems = [
        Problem(code=ProblemCode.DEVICE_SILENT, fields={"device": f"{n} 号", "days": "9"}, severity=Severity.WARN)
        for n in range(5)
    ]
    made.show_warnings(problems)
    assert [b.words.text() for b in made.bands if not b.isHidden()] == [
        sentence(problems[0]),
        tr("{sentence} (and {count} more)", sentence=sentence(problems[1]), count=3),
    ]
    made.bands[0].dismiss.click()
    made.show_warnings(problems)
    assert made.bands[0].words.text() == sentence(problems[1])  # what was closed stays away


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("look", ["light", "dark", "outdoor"])
def test_every_page_fits_a_small_screen(
    office: Workspace, laptop: Workspace, qapp: QApplication, look: str, scale: float
) -> None:
    theme.apply_theme(qapp, look, scale)
    for ws in (laptop, office):
        window = HandoffWindow(ws)
        for name in window.screen.pages:
            window.go(name)
            least = window.window.minimumSizeHint()
            assert least.width() <= 1366 and least.height() <= 768, (name, least)
        window.close()
    theme.apply_theme(qapp, "light", 1.0)


def test_targets_are_large_enough(office: Workspace, laptop: Workspace, opened: Open) -> None:
    for ws in (laptop, office):
        window = opened(ws)
        for name in window.screen.pages:
            page = window.go(name)
            for button in page.findChildren(QPushButton):
                if button.isVisible():
                    assert button.height() >= 36, (name, button.text(), button.height())


def test_keys_of_the_screen_name_its_pages(office: Workspace, opened: Open) -> None:
    window = opened(office)
    named = [words for key, words in list(window.screen.keys()) if key.startswith("Alt+")]
    assert named == [
        tr("Laptops"), tr("Take in"), tr("Reconciliation"), tr("Number blocks"), tr("Files given out"),
        tr("Conflicts"), tr("This laptop"),
    ]  # fmt: skip
    window.frame.activate()
    QTest.keyClick(window.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    window.settle()
    assert window.screen.tabs.currentIndex() == 2


def test_a_stand_alone_unit_loads_no_signatures_for_the_bottom_line(ws: Workspace, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from inspector_app.workspace import create_workspace\n"
        "from inspector_app.ui.main_window import window, session\n"
        "ws = create_workspace(Path(sys.argv[1]))\n"
        "session.read_foot(ws)\n"
        "heavy = {'psutil', 'httpx', 'starlette', 'cryptography', 'pyrage'} & set(sys.modules)\n"
        "ws.close()\n"
        "sys.exit(','.join(sorted(heavy)) or 0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path / "w")], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.strip()) == (0, "")


# Parts -----------------------------------------------------------------------------------------------------


def test_every_journalled_table_is_read_again_after_a_hand_over() -> None:
    assert set(EVERY_TABLE) == set(JOURNALLED)
    assert set(all_changed().touched) == set(JOURNALLED)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 KB"), (10, "1 KB"), (99_000, "99 KB"), (150_000, "0.1 MB"), (86_200_000, "86.2 MB"),
     (3_200_000_000, "3.2 GB")],
)  # fmt: skip
def test_sizes_are_said_as_makers_of_sticks_count(count: int, words: str) -> None:
    assert size_words(count) == words


@pytest.mark.parametrize(
    ("elapsed", "done", "total", "words"),
    [
        (1.0, 50, 100, ""),  # too early to know
        (10.0, 0, 100, ""),
        (10.0, 100, 100, ""),
        (10.0, 50, 100, tr("about {count} seconds left", count=10)),
        (60.0, 10, 100, tr("about {count} minutes left", count=9)),
    ],
)
def test_time_left_is_said_once_it_can_be_known(elapsed: float, done: int, total: int, words: str) -> None:
    assert time_left(elapsed, done, total) == words


def test_words_of_lateness() -> None:
    facts = {"is_late": False, "is_all": False, "is_never": False}
    assert late_words(0, **facts) == ("", "muted")
    assert late_words(2, **facts)[1] == "warn"
    assert late_words(9, **{**facts, "is_late": True})[1] == "bad"
    assert late_words(0, **{**facts, "is_never": True})[1] == "warn"
    assert late_words(9, **{**facts, "is_late": True, "is_all": True})[1] == "ok"


def test_stick_that_is_put_in_is_chosen_and_too_little_room_is_said(qapp: QApplication, tmp_path: Path) -> None:
    shown = HandoffTarget()
    assert shown.target() is None  # a folder is still to be chosen
    first = Drive(path=tmp_path / "a", name="KINGSTON", free=5_000_000, total=16_000_000)
    second = Drive(path=tmp_path / "b", name="AIGO", free=900_000_000, total=1_000_000_000)
    shown.show_drives((first,))
    assert shown.target() == Target(folder=first.path)
    shown.show_needed(80_000_000)
    assert [r.chip for r in shown.list.rows.rows] == [tr("Too little room"), ""]
    shown.show_drives((first, second))
    assert shown.target() == Target(folder=second.path)
    shown.show_drives((first,))  # it was pulled out
    assert shown.target() in (Target(folder=first.path), None)
    shown.put_folder(tmp_path)
    assert shown.target() == Target(folder=tmp_path)
    shown.show_network("https://192.168.1.20:8620")
    assert shown.list.show_row("network") and shown.target() == Target(folder=None, is_network=True)


def test_progress_is_told_seldom_and_its_end_always() -> None:
    told: list[tuple[int, int]] = []
    report = Report(lambda done, total: told.append((done, total)))
    pace = Pace(report)
    for n in range(1001):
        pace(n, 1000)
    assert told[0] == (0, 1000) and told[-1] == (1000, 1000)
    assert len(told) < 1001
    report.cancel()
    pace(1000, 1000)  # does not raise: the work asks by itself
    assert pace.cancelled()


def test_progress_counts_bytes_as_sizes(qapp: QApplication) -> None:
    shown = HandoffProgress()
    stopped: list[bool] = []
    shown.begin("写", lambda: stopped.append(True))
    shown.advance(3, 7)
    assert shown.words.text() == "写 · " + tr("{done} of {total}", done=3, total=7)
    shown.advance(5_000_000, 20_000_000)
    assert "5.0 MB" in shown.words.text() and shown.bar.value() == 250
    shown.cancel.click()
    assert stopped == [True] and not shown.cancel.isEnabled()
    shown.end()
    assert shown.isHidden()
