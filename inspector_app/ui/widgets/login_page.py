# SPDX-License-Identifier: MulanPSL-2.0
"""The page before protected data: who, and the password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.models.entrance_state import Person
from inspector_app.ui.widgets.login_form import LoginForm
from inspector_app.ui.widgets.page import Card, label, row, scrolled
from inspector_app.wording import tr

WIDE = 440


class CalmPage(QWidget):
    """One card in the middle of the window, and nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QWidget()
        body.setObjectName("pageBody")
        self._middle = QVBoxLayout(body)
        self._middle.setContentsMargins(theme.dp(16), theme.dp(16), theme.dp(16), theme.dp(16))
        self._middle.addStretch(1)
        self._middle.addStretch(2)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))

    def put_card(self, card: QWidget, wide: int = WIDE) -> None:
        """Set the card into the middle."""
        card.setFixedWidth(theme.dp(wide))
        self._middle.insertLayout(self._middle.count() - 1, row(None, card, None))  # no alignment: heights would shrink


def lock_picture() -> QLabel:
    """Make the picture above a form that asks for a password."""
    picture = QLabel()
    picture.setPixmap(theme.pixmap("lock", "accent", theme.dp(28)))
    return picture


class LoginPage(CalmPage):
    """The form, and whose data these are meant for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = LoginForm()
        self.card = Card()
        self.card.add(lock_picture())
        self.card.add(label(tr("Log in"), size="lead"))
        words = tr("The data on this laptop are protected. Choose who you are and type your own password.")
        self.card.add(label(words, tone="muted", wrap=True))
        self.card.add(self.form)
        self.put_card(self.card)

    def begin(self, people: Sequence[Person], chosen: str = "") -> None:
        """Ask for a password."""
        self.form.forget()
        self.form.put_people(people, chosen)
        self.form.set_focus()
