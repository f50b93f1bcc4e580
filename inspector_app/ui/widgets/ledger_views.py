# SPDX-License-Identifier: MulanPSL-2.0
"""Saved filters of a ledger: filters, search, order and columns under a name; this laptop's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.operations import views
from inspector_app.operations.views import SavedView
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class SavedViews(QObject):
    """Reads, keeps and drops them; `opened` carries the query and the columns of one that was wanted."""

    listed = Signal(object)  # names
    opened = Signal(object, object)
    said = Signal(str)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.ledger = LedgerName.FINDINGS
        self._views: dict[str, SavedView] = {}

    def read(self, name: LedgerName) -> None:
        """Read those of a ledger."""
        self.ledger = name
        self.jobs.run_read(self, partial(views.views, self.ws, name), then=partial(self._take, name), key="views")

    def _take(self, name: LedgerName, found: Sequence[SavedView]) -> None:
        if name is self.ledger:
            self._views = {one.name: one for one in found}
            self.listed.emit(tuple(self._views))

    def open(self, name: str) -> None:
        """Show what one of them names."""
        found = self._views.get(name)
        if found is not None:
            self.opened.emit(found.query, found.columns)

    def keep(self, query: LedgerQuery, columns: Sequence[str]) -> None:
        """Ask for a name and keep the query under it; one of the same name is replaced."""
        name = self.ask.text(tr("Save this filter"), tr("Name of the filter; one of the same name is replaced"))
        if name:
            work = partial(views.save_view, self.ws, query, name, tuple(columns))
            said = tr("The filter “{name}” is saved.", name=name)
            self.jobs.run_read(self, work, then=lambda _kept: self._on_kept(said))

    def drop(self, name: str) -> None:
        """Forget one of them."""
        work = partial(views.drop_view, self.ws, self.ledger, name)
        said = tr("The filter “{name}” is removed.", name=name)
        self.jobs.run_read(self, work, then=lambda _gone: self._on_kept(said))

    def _on_kept(self, words: str) -> None:
        self.said.emit(words)
        self.read(self.ledger)
