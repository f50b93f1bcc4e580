# SPDX-License-Identifier: MulanPSL-2.0
"""A field for a password, and the line that says how good a new one is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.password_rules import KINDS, LEAST, PHRASE, weakness
from inspector_app.ui import theme
from inspector_app.ui.hidden_line import HiddenLine
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import label, set_tone
from inspector_app.wording import tr

STEPS = 4


class PasswordField(Field):
    """The line for secrets (`HiddenLine`) with a label above it."""

    def __init__(
        self,
        title: str,
        *,
        hint: str = "",
        needed: bool = False,
        help_text: str = "",
        from_paper: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        line = HiddenLine(from_paper=from_paper)
        super().__init__(title, hint=hint, needed=needed, help_text=help_text, line=line, parent=parent)
        self.line = line
        self.eye = self.line.eye

    def text(self) -> str:
        """Give the password as it was typed: blanks belong to it."""
        return self.edit.text()

    def forget(self) -> None:
        """Empty the field and hide what will be typed next."""
        self.line.forget()
        self.fault("")


def strength(password: str, name: str = "") -> int:
    """Say how good a password is: 0 none, 1 refused, 2 may be used, 3 good, 4 very good."""
    if not password:
        return 0
    if weakness(password, name):
        return 1
    return 2 + (len(password) >= LEAST + 4) + (len(password) >= PHRASE + 2)


def strength_words(password: str, name: str = "") -> str:
    """Say what is missing, or how good it is."""
    reasons = {
        "short": tr("At least {least} characters; {count} so far.", least=LEAST, count=len(password)),
        "few": tr("Too many equal characters."),
        "common": tr("This is among the first that anybody tries."),
        "name": tr("The own name does not belong into it."),
        "kinds": tr("Use at least {kinds} kinds: letters, digits, signs, Chinese; or {phrase} characters and more.",
                    kinds=KINDS, phrase=PHRASE),
    }  # fmt: skip
    said = {
        0: tr("At least {least} characters of two kinds; a sentence that only you know is easy to keep.", least=LEAST),
        2: tr("It may be used; longer is better."),
        3: tr("Good."),
        4: tr("Very good."),
    }
    level = strength(password, name)
    return reasons[weakness(password, name)] if level == 1 else said[level]


class StrengthLine(QWidget):
    """Four short bars and a few words; never colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = 0
        self.bars = _Bars(self)
        self.words = label(strength_words(""), tone="muted", size="small", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        box.addWidget(self.bars)
        box.addWidget(self.words)

    def show_password(self, password: str, name: str = "") -> None:
        """Judge what has been typed so far."""
        self.level = self.bars.level = strength(password, name)
        self.words.setText(strength_words(password, name))
        set_tone(self.words, {0: "muted", 1: "bad", 2: "warn"}.get(self.level, "ok"))
        self.bars.update()


class _Bars(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.level = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Give a thin line."""
        return QSize(theme.dp(160), theme.dp(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as many bars as the password is good."""
        del event
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = theme.dp(4)
        wide = (self.width() - gap * (STEPS - 1)) / STEPS
        role = {1: "bad", 2: "warn"}.get(self.level, "ok")
        for step in range(STEPS):
            painter.setBrush(theme.colour(role if step < self.level else "line"))
            painter.drawRect(QRectF(step * (wide + gap), 0, wide, self.height()))
