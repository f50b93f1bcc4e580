# SPDX-License-Identifier: MulanPSL-2.0
"""What opens below the checklist: the tray of photos and the score; each behind its button, made when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.inspection_sheet import Sheet
from inspector_app.ui.widgets.page import button
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.ui.widgets.photo_tray import PhotoTray
    from inspector_app.ui.widgets.score_panel import ScorePanel


class SidePanels(QObject):
    """Tray and score of the inspection shown; one of them is open at a time, for the list needs its room."""

    item_wanted = Signal(str)
    sheet_wanted = Signal(str)  # the inspection whose score sheet is to be made

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, box: QVBoxLayout, host: QWidget) -> None:
        super().__init__(host)
        self._ws, self._jobs, self._ask, self._box, self._host = ws, jobs, ask, box, host
        self._id = ""
        self._has_score = self._is_crowded = False
        self._tray_words, self._waiting = tr("Photo tray"), 0
        self.tray: PhotoTray | None = None
        self.score: ScorePanel | None = None
        self.tray_button = button(tr("Photo tray"), lambda: self.show_tray(not self._is_open(self.tray)), icon="tray")
        self.score_button = button(tr("Score"), lambda: self.show_score(not self._is_open(self.score)), icon="ledger")
        for made in (self.tray_button, self.score_button):
            made.setProperty("kind", "quiet")
            made.setCheckable(True)
            theme.set_icon(made, str(made.property("icon_name")), "accent")
        self.score_button.hide()

    def _is_open(self, panel: QWidget | None) -> bool:
        return panel is not None and panel.isVisibleTo(self._host)

    def set_inspection(self, inspection_id: str) -> None:
        """Show this inspection in what is open."""
        self._id = inspection_id
        self.show_tray(self._is_open(self.tray))

    def tell(self, sheet: Sheet | None) -> None:
        """Say on the buttons how many photos wait, and whether there is a score."""
        photos = sheet.view.photos if sheet else ()
        count = sum(1 for p in photos if p.finding_id is None and not p.item_code and not p.removed_reason)
        self._tray_words = tr("Photo tray {count}", count=count) if count else tr("Photo tray")
        self._waiting = count
        self._dress()
        self._has_score = sheet is not None and sheet.packs.has_score
        self.score_button.setVisible(self._has_score)
        if not self._has_score or self._is_open(self.score):
            self.show_score(self._has_score)

    def set_crowded(self, is_crowded: bool) -> None:
        """Show the pictures of the buttons only, and how many photos wait."""
        self._is_crowded = is_crowded
        self._dress()

    def _dress(self) -> None:
        short = str(self._waiting) if self._waiting else ""
        self.tray_button.setText(short if self._is_crowded else self._tray_words)
        self.tray_button.setToolTip(self._tray_words)
        self.tray_button.setAccessibleName(self._tray_words)
        self.score_button.setText("" if self._is_crowded else tr("Score"))
        self.score_button.setToolTip(tr("Score"))
        self.score_button.setAccessibleName(tr("Score"))

    def show_tray(self, wanted: bool) -> None:
        """Open or close the tray."""
        if wanted and self.tray is None:
            from inspector_app.ui.widgets.photo_tray import PhotoTray

            self.tray = PhotoTray(self._ws, self._jobs, self._ask)
            self.tray.setFixedHeight(theme.dp(230))
            self._box.addWidget(self.tray)
        if self.tray is not None:
            self.tray.setVisible(wanted)
            self.tray.set_inspection(self._id)
        self.tray_button.setChecked(wanted)
        if wanted:
            self.show_score(False)

    def show_score(self, wanted: bool) -> None:
        """Open or close the score."""
        if wanted and self.score is None:
            from inspector_app.ui.widgets.score_panel import ScorePanel

            self.score = ScorePanel(self._ws, self._jobs)
            self.score.setFixedHeight(theme.dp(260))
            self.score.item_wanted.connect(self.item_wanted)
            self.score.sheet_wanted.connect(self.sheet_wanted)
            self._box.addWidget(self.score)
        if self.score is not None:
            self.score.setVisible(wanted)
            if wanted:
                self.score.show_inspection(self._id)
        self.score_button.setChecked(wanted)
        if wanted:
            self.show_tray(False)
