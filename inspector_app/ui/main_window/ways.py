# SPDX-License-Identifier: MulanPSL-2.0
"""The ways from one place to another: what a signal of a screen leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QMainWindow, QWidget

from inspector_app.domain.ledger import LedgerQuery

if TYPE_CHECKING:  # heavy: the frame is painted before any of these is imported
    from inspector_app.ui.screens.documents_screen import DocumentsScreen
    from inspector_app.ui.screens.enterprises_screen import EnterprisesScreen
    from inspector_app.ui.screens.handoff_screen import HandoffScreen
    from inspector_app.ui.screens.inspection_screen import InspectionScreen
    from inspector_app.ui.screens.ledger_screen import LedgerScreen
    from inspector_app.ui.screens.reinspection_screen import ReinspectionScreen
    from inspector_app.ui.screens.settings_screen import SettingsScreen


class Ways(QMainWindow):
    """Going somewhere and saying what to show there; a place that is closed to the person says why."""

    # What the window itself does.
    go: Callable[[str], bool]  # shows a place; False where it is closed
    show_heading: Callable[[], None]
    _keep: Callable[[str, str], None]

    def __init__(self) -> None:
        super().__init__()
        self.current_inspection = ""
        self.screens: dict[str, QWidget] = {}

    def open_inspection(self, inspection_id: str, item_code: str = "") -> None:
        """Go to an inspection, and to one of its items if it is named."""
        if not self.go("inspection"):
            return
        self.current_inspection = inspection_id  # its screen keeps it, with the item, for a crash return
        cast("InspectionScreen", self.screens["inspection"]).show_inspection(inspection_id, item_code)
        self.show_heading()

    def open_documents(self, inspection_id: str) -> None:
        """Go to the documents of an inspection."""
        if not self.go("documents"):
            return
        self.current_inspection = inspection_id
        self._keep("inspection", inspection_id)
        cast("DocumentsScreen", self.screens["documents"]).show_inspection(inspection_id)
        self.show_heading()

    def open_document_kind(self, inspection_id: str, kind: str) -> None:
        """Go to the documents of an inspection, and there to the one of a kind that is being written."""
        self.open_documents(inspection_id)
        show_kind = getattr(self.screens.get("documents"), "show_kind", None)
        if kind and show_kind is not None:
            show_kind(inspection_id, kind)

    def open_settings(self, part: str) -> None:
        """Go to a part of the settings."""
        if self.go("settings"):
            cast("SettingsScreen", self.screens["settings"]).show_part(part)

    def open_handoff(self, page: str) -> None:
        """Go to a page of the hand-off; none is the one where the day begins."""
        if self.go("handoff") and page:
            cast("HandoffScreen", self.screens["handoff"]).show_page(page)

    def open_reinspection(self, document_id: str) -> None:
        """Go to the re-inspection of an order or measure."""
        if self.go("reinspection"):
            cast("ReinspectionScreen", self.screens["reinspection"]).show_order(document_id)
            self.show_heading()

    def open_ledger(self, query: LedgerQuery) -> None:
        """Go to the rows behind a figure."""
        if self.go("ledger"):
            cast("LedgerScreen", self.screens["ledger"]).show_query(query)
            self.show_heading()

    def open_place(self, inspection_id: str, where: str) -> None:
        """Go to the place that a problem names: `item:CODE`, `finding:ID:field`, `enterprise:ID:field` …"""
        kind, _, rest = where.partition(":")
        if kind == "enterprise":
            self.amend_enterprise(*rest.split(":")[:2])
            return
        self.open_inspection(inspection_id, rest if kind == "item" else "")
        if kind != "item" and "inspection" in self.screens:
            cast("InspectionScreen", self.screens["inspection"]).show_place(where)

    def amend_enterprise(self, enterprise_id: str, field: str = "") -> None:
        """Go to an enterprise's form, and there to a field."""
        if self.go("enterprises"):
            cast("EnterprisesScreen", self.screens["enterprises"]).amend_enterprise(enterprise_id, field)

    def start_inspection(self, task_id: str = "") -> None:
        """Go and choose the enterprise to inspect; a task of the office names it already."""
        if self.go("enterprises"):
            cast("EnterprisesScreen", self.screens["enterprises"]).begin_start(task_id)
