# SPDX-License-Identifier: MulanPSL-2.0
"""What stands where a ledger's rows would be: why there are none, and what to do next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.domain.ledger import LedgerName
from inspector_app.domain.problems import Problem
from inspector_app.ui.models.ledger_feed import LedgerView
from inspector_app.ui.widgets.page import EmptyState, button
from inspector_app.wording import sentence, tr


class LedgerEmpty(EmptyState):
    """Being read, empty, nothing fits, refused, broken; each with what to do next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ledger", tr("Reading the ledger …"), parent=parent)
        self.show_all, self.again = button(tr("Show all")), button(tr("Try again"))
        for made in (self.show_all, self.again):
            self.add_button(made)
        self._offer(show_all=False, again=False)

    def _offer(self, *, show_all: bool, again: bool) -> None:
        self.show_all.setVisible(show_all)
        self.again.setVisible(again)

    def show_view(self, view: LedgerView) -> None:
        """Say why there are no rows."""
        is_filtered = bool(view.query.filters or view.query.search.strip())
        if is_filtered:
            self.say(tr("Nothing fits what you look for"), tr("Let go of a filter, or search for fewer letters."))
        elif view.query.ledger is LedgerName.FINDINGS:
            hint = tr("Findings appear here as soon as they are recorded in an inspection.")
            self.say(tr("No finding here yet"), hint)
        else:
            self.say(tr("This ledger is still empty"), tr("Its rows come from what is recorded in the program."))
        self._offer(show_all=is_filtered, again=False)

    def say_refused(self, problems: tuple[Problem, ...]) -> None:
        """Say why the ledger cannot be shown."""
        self.say(tr("The ledger cannot be shown like this"), "\n".join(sentence(p) for p in problems))
        self._offer(show_all=True, again=True)

    def say_broken(self) -> None:
        """Say that something of ours broke, and what was kept."""
        self.say(tr("The ledger could not be read"), tr("Nothing was lost or changed. Try again."))
        self._offer(show_all=True, again=True)
