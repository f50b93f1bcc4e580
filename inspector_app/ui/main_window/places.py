# SPDX-License-Identifier: MulanPSL-2.0
"""The places of the program, and their screens: each is imported when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.rail import Place
from inspector_app.wording import tr

if TYPE_CHECKING:  # heavy: the frame is painted before it is imported
    from inspector_app.domain.ledger import LedgerQuery
    from inspector_app.ui.main_window.safety import Safety
    from inspector_app.workspace import Workspace


class Window(Protocol):
    """What the screens' signals lead to."""

    jobs: Jobs
    ask: Ask
    demo_wanted: SignalInstance
    safety: Safety

    def go(self, name: str) -> bool:
        """Show a place; False where it is closed to the person."""

    def open_inspection(self, inspection_id: str, item_code: str = "") -> None:
        """Go to an inspection."""

    def open_documents(self, inspection_id: str) -> None:
        """Go to the documents of an inspection."""

    def open_document_kind(self, inspection_id: str, kind: str) -> None:
        """Go to the documents of an inspection, and there to one that is being written."""

    def open_reinspection(self, document_id: str) -> None:
        """Go to the re-inspection of an order or measure."""

    def open_settings(self, part: str) -> None:
        """Go to a part of the settings."""

    def open_handoff(self, page: str) -> None:
        """Go to a page of the hand-off."""

    def open_ledger(self, query: LedgerQuery) -> None:
        """Go to the rows behind a figure."""

    def open_place(self, inspection_id: str, where: str) -> None:
        """Go to the place that a problem names."""

    def amend_enterprise(self, enterprise_id: str, field: str = "") -> None:
        """Go to an enterprise's form, and there to a field."""

    def start_inspection(self, task_id: str = "") -> None:
        """Go and choose the enterprise to inspect; a task of the office names it already."""

    def leave_inspection(self) -> None:
        """An inspection was closed."""

    def change_appearance(self, name: str, by: float) -> None:
        """Dress the program anew."""

    def refresh_foot(self) -> None:
        """Read the bottom line again."""

    def take_login(self) -> None:
        """Protection, or how it locks, was changed."""

    def lock_now(self) -> None:
        """Lock the window."""


def places() -> tuple[Place, ...]:
    """Give the places that exist; what cannot be done yet has no button."""
    return (
        Place("today", "today", tr("Today"), "Ctrl+1"),
        Place("enterprises", "enterprises", tr("Enterprises"), "Ctrl+2"),
        Place("inspection", "inspection", tr("Inspection"), "Ctrl+3"),
        Place("documents", "documents", tr("Documents"), "Ctrl+4"),
        Place("reinspection", "reinspection", tr("Re-inspection"), "Ctrl+5"),
        Place("ledger", "ledger", tr("Ledger"), "Ctrl+6"),
        Place("statistics", "statistics", tr("Statistics"), "Ctrl+7"),
        Place("planning", "draw", tr("Plan and draw"), "Ctrl+8"),
        Place("handoff", "handoff", tr("Hand-off"), "Ctrl+9"),
        Place("settings", "settings", tr("Settings"), "Ctrl+0"),
    )


def keys_everywhere() -> list[tuple[str, str]]:
    """List the keys that every screen knows."""
    return [
        *((place.key, place.word) for place in places()),
        ("Ctrl+Z", tr("Take back the last act")),
        ("Ctrl+L", tr("Lock")),
        ("F1", tr("Keys of this screen")),
        ("Tab / Shift+Tab", tr("Next / previous field")),
    ]


def make_screen(name: str, window: Window, ws: Workspace) -> QWidget:
    """Make the screen of a place and join its signals to the window."""
    return _MAKERS[name](window, ws)


def _make_today(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.today_screen import TodayScreen

    screen = TodayScreen(ws, window.jobs, window.ask)
    screen.inspection_chosen.connect(window.open_inspection)
    screen.documents_chosen.connect(window.open_documents)
    screen.reinspect_wanted.connect(window.open_reinspection)
    screen.settings_wanted.connect(window.open_settings)
    screen.handoff_wanted.connect(window.open_handoff)
    screen.start_wanted.connect(window.start_inspection)
    screen.task_wanted.connect(window.start_inspection)
    screen.enterprises_wanted.connect(lambda: window.go("enterprises"))
    screen.verify_wanted.connect(lambda: window.go("verify"))
    window.safety.stood.connect(screen.read_warnings)
    return screen


def _make_enterprises(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.enterprises_screen import EnterprisesScreen

    screen = EnterprisesScreen(ws, window.jobs, window.ask)
    screen.inspection_chosen.connect(window.open_inspection)
    screen.documents_chosen.connect(window.open_documents)
    screen.settings_wanted.connect(lambda: window.go("settings"))
    return screen


def _make_inspection(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.inspection_screen import InspectionScreen

    screen = InspectionScreen(ws, window.jobs, window.ask)
    screen.documents_wanted.connect(window.open_documents)
    screen.enterprise_wanted.connect(window.amend_enterprise)
    screen.inspection_closed.connect(window.leave_inspection)
    screen.start_wanted.connect(window.start_inspection)
    return screen


def _make_documents(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.documents_screen import DocumentsScreen

    screen = DocumentsScreen(ws, window.jobs, window.ask)
    screen.place_wanted.connect(window.open_place)
    screen.settings_wanted.connect(window.open_settings)
    screen.reinspection_wanted.connect(window.open_reinspection)
    return screen


def _make_reinspection(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.reinspection_screen import ReinspectionScreen

    screen = ReinspectionScreen(ws, window.jobs, window.ask)
    screen.documents_wanted.connect(window.open_document_kind)
    return screen


def _make_ledger(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.ledger_screen import LedgerScreen

    screen = LedgerScreen(ws, window.jobs, window.ask)
    screen.inspection_chosen.connect(window.open_inspection)
    screen.enterprise_wanted.connect(window.amend_enterprise)
    return screen


def _make_statistics(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.statistics_screen import StatisticsScreen

    screen = StatisticsScreen(ws, window.jobs, window.ask)
    screen.ledger_wanted.connect(window.open_ledger)
    screen.enterprise_wanted.connect(window.amend_enterprise)
    return screen


def _make_planning(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.planning_screen import PlanningScreen

    screen = PlanningScreen(ws, window.jobs, window.ask)
    screen.inspection_chosen.connect(window.open_inspection)
    screen.enterprise_wanted.connect(window.amend_enterprise)
    return screen


def _make_handoff(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.handoff_screen import HandoffScreen

    screen = HandoffScreen(ws, window.jobs, window.ask)
    screen.settled.connect(window.refresh_foot)
    return screen


def _make_settings(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.settings_screen import SettingsScreen

    screen = SettingsScreen(ws, window.jobs, window.ask)
    screen.restore_wanted.connect(window.safety.restore_wanted)
    screen.backup_changed.connect(window.refresh_foot)
    screen.appearance_changed.connect(window.change_appearance)
    screen.demo_wanted.connect(window.demo_wanted)
    screen.user_changed.connect(window.refresh_foot)
    screen.handoff_wanted.connect(lambda: window.open_handoff(""))
    screen.start_wanted.connect(window.start_inspection)
    screen.login_changed.connect(window.take_login)
    screen.lock_changed.connect(window.take_login)
    screen.lock_wanted.connect(window.lock_now)
    screen.verify_wanted.connect(lambda: window.go("verify"))
    return screen


def _make_verify(window: Window, ws: Workspace) -> QWidget:
    from inspector_app.ui.screens.verify_screen import VerifyScreen

    screen = VerifyScreen(ws, window.jobs, window.ask)
    screen.verified.connect(window.refresh_foot)
    return screen


_MAKERS = {
    "today": _make_today,
    "enterprises": _make_enterprises,
    "inspection": _make_inspection,
    "documents": _make_documents,
    "reinspection": _make_reinspection,
    "ledger": _make_ledger,
    "statistics": _make_statistics,
    "planning": _make_planning,
    "handoff": _make_handoff,
    "settings": _make_settings,
    "verify": _make_verify,
}
