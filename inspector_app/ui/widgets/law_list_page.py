# SPDX-License-Identifier: MulanPSL-2.0
"""The laws of the library with a search, and the one at the cursor beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ledgers import law_library
from inspector_app.ledgers.law_library import LawRow
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.clause_words import law_title
from inspector_app.ui.widgets.law_detail import ROLES, LawDetailPanel
from inspector_app.ui.widgets.page import Card
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class LawListPage(QWidget):
    """Search and list at the left, the law at the right."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self._wanted: tuple[str, str] = ("", "")
        self.card = Card(tr("Laws"))
        self.search = SearchLine(tr("Name, number, clause or what it says"))
        self.search.searched.connect(self.refresh)
        self.search.list_wanted.connect(self._to_list)
        self.list = RowList(tr("Laws"))
        self.list.setObjectName("cardList")
        self.list.row_shown.connect(self._on_law)
        self.card.add(self.search)
        self.card.add(self.list, 1)
        self.card.setFixedWidth(theme.dp(400))
        self.detail = LawDetailPanel(ws, jobs)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(12))
        box.addWidget(self.card)
        box.addWidget(self.detail, 1)

    def refresh(self) -> None:
        """Read the list again, and the law that is shown."""
        words = self.search.text().strip()
        self.jobs.run_read(self, partial(law_library.laws, self.ws, words), then=self._show, key="laws")

    def show_law(self, key: str, clause: str = "") -> None:
        """Go to a law, or to a clause of it, whatever was searched for."""
        self._wanted = (key, clause)
        self.search.clear()
        self.refresh()

    def _show(self, rows: tuple[LawRow, ...]) -> None:
        self.card.note.setText(str(len(rows)))
        key, clause = self._wanted
        self._wanted = ("", "")
        current = key or self.list.current_id()
        self.list.put([_row(r) for r in rows])
        if current and current == self.list.current_id():
            self.detail.show_law(current, clause)
        elif not (current and self.list.show_row(current)):
            self.list.step(1) if rows else self.detail.show_law("")
        if clause:
            self.detail.show_law(current, clause)

    def _to_list(self) -> None:
        if not self.list.currentIndex().isValid():
            self.list.step(1)
        self.list.setFocus()

    def _on_law(self, key: str) -> None:
        if key:
            self.detail.show_law(key)


def _row(shown: LawRow) -> Row:
    law = shown.law
    return Row(
        id=law.key, title=law_title(law.name), detail=law.number,
        side=tr("{count} items", count=shown.cited) if shown.cited else "",
        chip=word(shown.state), chip_role=ROLES[shown.state], tip=f"《{law.name}》 {law.number}",
    )  # fmt: skip
