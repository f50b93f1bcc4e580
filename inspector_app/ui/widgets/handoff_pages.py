# SPDX-License-Identifier: MulanPSL-2.0
"""The pages of 数据交接: which ones a role has, how they are called, and how each is made."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.domain.unit import Role
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.handoff_frame import CONFLICTS, FILES, LAPTOPS, NUMBERS, RECEIVE, RECONCILE, SEND, UNIT
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

_PAGES = {
    Role.ALONE: (UNIT, SEND, CONFLICTS),
    Role.MEMBER: (SEND, RECEIVE, CONFLICTS, UNIT),
    Role.OFFICE: (LAPTOPS, RECEIVE, RECONCILE, NUMBERS, FILES, CONFLICTS, UNIT),
}


def page_names(role: Role) -> tuple[str, ...]:
    """Give the pages of a role, in the order of the tabs."""
    return _PAGES[role]


def page_title(name: str) -> str:
    """Give the word of a tab."""
    return {
        SEND: tr("Hand over"), RECEIVE: tr("Take in"), LAPTOPS: tr("Laptops"), RECONCILE: tr("Reconciliation"),
        NUMBERS: tr("Number blocks"), FILES: tr("Files given out"), CONFLICTS: tr("Conflicts"), UNIT: tr("This laptop"),
    }[name]  # fmt: skip


def make_page(name: str, ws: Workspace, jobs: Jobs, ask: Ask, role: Role) -> QWidget:
    """Make a page; its parts are imported now."""
    if name == SEND:
        from inspector_app.ui.widgets.handoff_send import SendPage

        return SendPage(ws, jobs, ask)
    if name == RECEIVE:
        from inspector_app.ui.widgets.handoff_receive import ReceivePage

        return ReceivePage(ws, jobs, ask, is_office=role is Role.OFFICE)
    if name == LAPTOPS:
        from inspector_app.ui.widgets.handoff_office import OfficePage

        return OfficePage(ws, jobs, ask)
    if name == RECONCILE:
        from inspector_app.ui.widgets.handoff_reconciliation import ReconciliationPage

        return ReconciliationPage(ws, jobs, ask)
    if name == NUMBERS:
        from inspector_app.ui.widgets.handoff_numbers import NumbersPage

        return NumbersPage(ws, jobs)
    if name == FILES:
        from inspector_app.ui.widgets.handoff_files import FilesPage

        return FilesPage(ws, jobs, ask)
    if name == CONFLICTS:
        from inspector_app.ui.widgets.conflict_panel import ConflictPanel

        return ConflictPanel(ws, jobs)
    from inspector_app.ui.widgets.handoff_unit import UnitPage

    return UnitPage(ws, jobs, ask)
