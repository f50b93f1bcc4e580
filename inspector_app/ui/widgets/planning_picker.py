# SPDX-License-Identifier: MulanPSL-2.0
"""Choosing one enterprise of the register: a search of a few characters and the first rows that it means."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ledgers.enterprises import EnterpriseRow, find_enterprises
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.page import label
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

MOST = 30


class EnterprisePicker(QWidget):
    """A search and a list; the current row is the choice."""

    chosen = Signal(str)

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.search = SearchLine(tr("Search enterprises"))
        self.list = RowList(tr("Whom it is about"))
        self.list.setFixedHeight(theme.dp(150))
        self.words = label("", tone="muted", size="small")
        self.search.searched.connect(lambda _text: self._read())
        self.search.list_wanted.connect(self.list.setFocus)
        self.list.row_shown.connect(self.chosen)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for part in (self.search, self.list, self.words):
            box.addWidget(part)
        self.setFocusProxy(self.search)

    def begin(self) -> None:
        """Open with nothing chosen."""
        self.search.clear()
        self.list.put([])
        self._read()

    def enterprise_id(self) -> str:
        """Give the id of what is chosen, or nothing."""
        return self.list.current_id()

    def name_of(self, enterprise_id: str) -> str:
        """Give the name of a shown enterprise."""
        return next((shown.title for shown in self.list.rows.rows if shown.id == enterprise_id), "")

    def _read(self) -> None:
        work = partial(find_enterprises, self._ws, self.search.text().strip(), MOST + 1)
        self._jobs.run_read(self, work, then=self._show, key="pick")

    def _show(self, found: tuple[EnterpriseRow, ...]) -> None:
        self.list.put([_row(shown) for shown in found[:MOST]])
        more = len(found) > MOST
        words = tr("The first {count} are shown; type more of the name.", count=MOST) if more else ""
        self.words.setText(words if found else tr("No enterprise has these words."))
        if found and not self.list.current_id():
            self.list.step(1)


def _row(shown: EnterpriseRow) -> Row:
    kept = shown.enterprise
    detail = " · ".join(part for part in (kept.credit_code, kept.district) if part)
    return Row(id=kept.id, title=kept.name, detail=detail, icon="enterprises")
