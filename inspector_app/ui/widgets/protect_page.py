# SPDX-License-Identifier: MulanPSL-2.0
"""The first page of all: put the data under a password, or say that there shall be none for now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui.widgets.login_page import CalmPage
from inspector_app.ui.widgets.page import Card, button, label, row
from inspector_app.ui.widgets.protect_form import ProtectForm
from inspector_app.wording import tr

WIDE = 620


class ProtectPage(CalmPage):
    """`wanted` carries name, certificate number and password."""

    wanted = Signal(str, str, str)
    open_wanted = Signal()  # go on without a password
    demo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = ProtectForm()
        self.form.entered.connect(self._on_protect)
        self.protect = button(tr("Protect the data"), self._on_protect, kind="primary")
        self.without = button(tr("Continue without a password"), self.open_wanted.emit)
        self.demo = button(tr("Open the demonstration"), self.demo_wanted.emit, kind="quiet")
        self.card = Card(tr("Protect the data on this laptop"))
        words = tr(
            "Findings, photos and documents are kept encrypted; who takes the laptop or its disk away reads nothing. "
            "You are the first person here and may add others later."
        )
        self.card.add(label(words, tone="muted", wrap=True))
        self.card.add(self.form)
        self.card.outer.addLayout(row(self.demo, None, self.without, self.protect))
        honest = tr(
            "Without a password whoever has this laptop can open, read and change everything, there are no roles, and "
            "documents carry no data signatures. It can be switched on later: Settings, Protection."
        )
        self.card.add(label(honest, tone="muted", size="small", wrap=True))
        self.put_card(self.card, WIDE)

    def begin(self) -> None:
        """Ask anew."""
        self.form.forget()
        self.show_busy(False)
        self.form.name.edit.setFocus()

    def show_busy(self, on: bool) -> None:
        """Nothing can be typed while the data are being encrypted."""
        self.form.setEnabled(not on)
        for made in (self.protect, self.without, self.demo):
            made.setEnabled(not on)
        self.protect.setText(tr("Encrypting …") if on else tr("Protect the data"))

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Say what stood in the way."""
        self.show_busy(False)
        self.form.refuse(problems)

    def _on_protect(self) -> None:
        if self.protect.isEnabled() and self.form.is_good():
            self.wanted.emit(self.form.name.text(), self.form.certificate.text(), self.form.password.text())
