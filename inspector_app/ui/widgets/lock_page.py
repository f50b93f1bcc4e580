# SPDX-License-Identifier: MulanPSL-2.0
"""What lies over a window while it is locked: nothing of it can be seen or reached, and nothing of it is changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.login_form import LoginForm
from inspector_app.ui.widgets.login_page import WIDE, lock_picture
from inspector_app.ui.widgets.page import Card, label, row
from inspector_app.wording import tr


class Cover(QWidget):
    """An opaque sheet as large as its window; keys and clicks end here, Tab goes round on it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def spread(self) -> None:
        """Cover the whole window, above everything in it."""
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let no key reach what lies below: a dialog would take Enter and Escape as its answer."""
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let no click reach what lies below."""
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go round among the fields on this sheet."""
        chain = [w for w in self.findChildren(QWidget) if _takes_tab(w)]
        if chain:
            now = QApplication.focusWidget()
            at = chain.index(now) if now in chain else -1 if forward else 0
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            chain[(at + (1 if forward else -1)) % len(chain)].setFocus(reason)
        return True


class LockPage(Cover):
    """The sheet with the form that unlocks."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.form = LoginForm()
        self.form.enter.setText(tr("Unlock"))
        self.form.person_chosen.connect(lambda _account: self.dress())
        self.words = label("", tone="muted", wrap=True)
        self.account = ""
        card = Card()
        card.setFixedWidth(theme.dp(WIDE))
        card.add(lock_picture())
        card.add(label(tr("Locked"), size="lead"))
        card.add(self.words)
        card.add(self.form)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row(None, card, None))
        outer.addStretch(2)

    def dress(self) -> None:
        """Say what happens when this person logs in."""
        is_same = self.form.account() == self.account
        self.form.enter.setText(tr("Unlock") if is_same else tr("Change person"))
        if is_same:
            self.words.setText(tr("Everything is as it was left, also what was being typed."))
            return
        self.words.setText(
            tr("The work of the person before is kept and closed; a form that was not filed yet is not kept.")
        )


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    takes = bool(policy.value & Qt.FocusPolicy.TabFocus.value) and widget.focusProxy() is None
    return takes and widget.isEnabled() and widget.isVisible()
