# SPDX-License-Identifier: MulanPSL-2.0
"""The lawful next steps of an order as buttons with their basis; a person chooses, the program only offers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.fact_marks import FactMark
from inspector_app.law.next_steps import NextStep
from inspector_app.ui import theme
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.page import Card, button, clear, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr

UNSURE = frozenset({FactMark.V2ND, FactMark.FM})


class NextSteps(Card):
    """One block for each step: its button, its reason, its basis."""

    act_wanted = Signal(str)  # reinspect, decide_extension, sign_off: an act on this page
    document_wanted = Signal(object)  # DocumentKind
    follow_up_wanted = Signal(object)  # FollowUpKind

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What the law lets you do next"), parent)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.dp(10))
        self.outer.addLayout(self.rows)
        self.none = WrapLabel(tr("Nothing is due: the order runs, or it is at its end."), tone="muted")
        self.add(self.none)

    def show_page(self, page: OrderPage) -> None:
        """Show the steps of an order."""
        clear(self.rows)
        steps = page.view.next_steps
        self.none.setVisible(not steps)
        for step in steps:
            self.rows.addWidget(self._block(step))

    def _block(self, step: NextStep) -> QWidget:
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(2))
        buttons = []
        if step.follow_up is not None:
            buttons.append(button(step.title, partial(self.follow_up_wanted.emit, step.follow_up), icon="flag"))
        if step.document is not None:
            words = step.title if step.follow_up is None else tr("Make the document")
            buttons.append(button(words, partial(self.document_wanted.emit, step.document), icon="documents"))
        if not buttons and step.act in ("reinspect", "decide_extension", "sign_off"):
            buttons.append(button(step.title, partial(self.act_wanted.emit, step.act), icon="next"))
        if buttons:
            for one in buttons:
                one.setObjectName(f"step-{step.key}")
            box.addLayout(row(*buttons, None))
        else:
            box.addWidget(WrapLabel(step.title))
        box.addWidget(WrapLabel(step.reason))
        unsure = step.mark in UNSURE
        basis = (
            tr("Basis, to be verified: {basis}", basis=step.basis) if unsure else tr("Basis: {basis}", basis=step.basis)
        )
        box.addWidget(WrapLabel(basis, tone="warn" if unsure else "muted"))
        return made
