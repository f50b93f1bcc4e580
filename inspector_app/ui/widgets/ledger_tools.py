# SPDX-License-Identifier: MulanPSL-2.0
"""The line above a ledger's table: lights, count, and the buttons with their menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from inspector_app.domain.account import Act
from inspector_app.ledgers.ledger import LedgerColumn
from inspector_app.ui.models.ledger_verbs import ASSIGN, LIST, REMIND, RIGHTS, Verb
from inspector_app.ui.widgets.ledger_export import KINDS
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.ledger_tally import TallyBar
from inspector_app.ui.widgets.mask_choice import MaskChoice, add_to_menu
from inspector_app.ui.widgets.page import button, label, restyle
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class LedgerTools(FlowRow):
    """Says what a person wants; the screen does it."""

    act_wanted = Signal(object)  # Verb
    copy_wanted = Signal()
    sort_wanted = Signal(str, bool)
    export_wanted = Signal(str)  # suffix
    view_wanted = Signal(str)  # name of a saved filter
    view_dropped = Signal(str)
    keep_wanted = Signal()

    def __init__(self, ws: Workspace, mask: MaskChoice, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.ws = ws
        self.tally = TallyBar()
        self.count = label("")
        self.views = _menu_button(tr("Saved filters"), "filter")
        self.acts = _menu_button(tr("Act on the chosen"), "flag")
        self.sort = _menu_button(tr("Sort order"), "")
        self.columns = button(tr("Columns"), tip="C")
        self.export = _menu_button(tr("Export"), "export")
        self.detail = button(tr("Detail"), tip="D")
        self.detail.setCheckable(True)
        self.fill_acts(has_acts=True, chosen=0)
        self._fill_export(mask)
        parts = (self.tally, self.count, self.views, self.acts, self.sort, self.columns, self.export, self.detail)
        for part in parts:
            self.flow.addWidget(part)

    def say_count(self, words: str, *, is_reading: bool = False) -> None:
        """Say how many rows there are."""
        self.count.setText(words)
        restyle(self.count, "tone", "muted" if is_reading else "")
        self.updateGeometry()

    def fill_acts(self, *, has_acts: bool, chosen: int) -> None:
        """Offer what may be done with the chosen rows."""
        menu = self.acts.menu()
        menu.clear()
        if has_acts:
            for verb, words, keys in (
                (ASSIGN, tr("Assign to somebody …"), "A"),
                (REMIND, tr("Remind …"), "U"),
                (LIST, tr("List under supervision …"), "G"),
            ):
                made = self._add(menu, words, keys, partial(self._on_act, verb), enabled=chosen > 0)
                bind_rights(self.ws, {made: RIGHTS[verb]})
            menu.addSeparator()
        self._add(menu, tr("Copy as text"), "Ctrl+C", self.copy_wanted.emit, enabled=chosen > 0)
        self.acts.setText(tr("Act on {count} chosen", count=f"{chosen:,}") if chosen else tr("Act on the chosen"))
        self.acts.setEnabled(chosen > 0)
        self.updateGeometry()

    def _on_act(self, verb: Verb) -> None:
        self.act_wanted.emit(verb)

    def fill_sort(self, columns: Sequence[LedgerColumn], key: str, *, descending: bool) -> None:
        """Offer the columns by which a ledger can be ordered fast; the present one once more turns it round."""
        menu = self.sort.menu()
        menu.clear()
        self._add(menu, tr("The ledger's own order"), "", partial(self.sort_wanted.emit, "", False), checked=not key)
        for column in columns:
            if column.sortable:
                arrow = ("  ↓" if descending else "  ↑") if column.key == key else ""
                turned = column.key == key and not descending
                then = partial(self.sort_wanted.emit, column.key, turned)
                self._add(menu, column.title + arrow, "", then, checked=column.key == key)

    def _fill_export(self, mask: MaskChoice) -> None:
        for suffix, words in KINDS.items():
            keys = "Ctrl+E" if suffix == ".xlsx" else ""
            self._add(self.export.menu(), words, keys, partial(self.export_wanted.emit, suffix))
        add_to_menu(self.export.menu(), mask)
        bind_rights(self.ws, {self.export: Act.EXPORT})

    def fill_views(self, names: Sequence[str]) -> None:
        """Offer the saved filters of a ledger."""
        menu = self.views.menu()
        menu.clear()
        for name in names:
            self._add(menu, name, "", partial(self.view_wanted.emit, name))
        if names:
            menu.addSeparator()
        self._add(menu, tr("Save this filter …"), "Ctrl+S", self.keep_wanted.emit)
        if names:
            drop = menu.addMenu(tr("Remove a saved filter"))
            for name in names:
                self._add(drop, name, "", partial(self.view_dropped.emit, name))

    @staticmethod
    def _add(
        menu: QMenu,
        words: str,
        keys: str,
        then: Callable[[], object],
        *,
        enabled: bool = True,
        checked: bool | None = None,
    ) -> QAction:
        action = QAction(f"{words}\t{keys}" if keys else words, menu)
        action.setEnabled(enabled)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        action.triggered.connect(lambda _on=False: then())
        menu.addAction(action)
        return action


def _menu_button(words: str, icon: str) -> QPushButton:
    made = button(words, icon=icon)
    made.setMenu(QMenu(made))
    made.menu().setToolTipsVisible(True)  # why an act is grey
    return made
