# SPDX-License-Identifier: MulanPSL-2.0
"""Name, certificate and a new password twice, with a line that says how good it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui import theme
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import label
from inspector_app.ui.widgets.password_field import PasswordField, StrengthLine, strength, strength_words
from inspector_app.wording import sentence, tr

OK = 2  # the least strength that is not refused


class NewPassword(QWidget):
    """A new password, typed twice."""

    entered = Signal()  # Enter in the second field

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        self.first = PasswordField(tr("New password"), needed=True)
        self.again = PasswordField(tr("The same once more"), needed=True)
        self.strength = StrengthLine()
        self.first.edited.connect(lambda _text: self._on_edited())
        self.again.edited.connect(lambda _text: self.again.fault(""))
        self.first.edit.returnPressed.connect(self.again.edit.setFocus)
        self.again.edit.returnPressed.connect(self.entered)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        for part in (self.first, self.strength, self.again):
            box.addWidget(part)
        self.setFocusProxy(self.first.edit)

    def set_name(self, name: str) -> None:
        """Say for whom it is: the name must not be part of the password."""
        self.name = name.strip()
        self._judge()

    def text(self) -> str:
        """Give the password."""
        return self.first.text()

    def is_good(self) -> bool:
        """Whether both agree and the password may be used; what is wrong is said, and the cursor goes there."""
        if strength(self.first.text(), self.name) < OK:
            self.first.fault(strength_words(self.first.text(), self.name))
            self.first.edit.setFocus()
            return False
        if self.first.text() != self.again.text():
            self.again.fault(tr("The two passwords differ; type the second one again."))
            self.again.edit.setFocus()
            self.again.edit.selectAll()
            return False
        return True

    def forget(self) -> None:
        """Empty both fields."""
        self.first.forget()
        self.again.forget()
        self._judge()

    def _on_edited(self) -> None:
        self.first.fault("")
        self._judge()

    def _judge(self) -> None:
        self.strength.show_password(self.first.text(), self.name)


class ProtectForm(QWidget):
    """Who the first person is, and their password."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Field(tr("Your name"), needed=True)
        self.certificate = Field(tr("Certificate number"), help_text=tr("May be added later"))
        self.password = NewPassword()
        self.words = label("", tone="bad", wrap=True)
        self.words.hide()
        self.name.edited.connect(self._on_name)
        self.name.edit.returnPressed.connect(self.certificate.edit.setFocus)
        self.certificate.edit.returnPressed.connect(self.password.first.edit.setFocus)
        self.password.entered.connect(self.entered)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        people = QGridLayout()
        people.setHorizontalSpacing(theme.dp(12))
        people.setColumnStretch(0, 1)
        people.setColumnStretch(1, 1)
        people.addWidget(self.name, 0, 0, Qt.AlignmentFlag.AlignTop)
        people.addWidget(self.certificate, 0, 1, Qt.AlignmentFlag.AlignTop)
        box.addLayout(people)
        box.addWidget(self.password)
        box.addWidget(self.words)
        self.setFocusProxy(self.name.edit)

    def is_good(self) -> bool:
        """Whether it can be tried; what is missing is said at its place."""
        self.words.hide()
        if not self.name.text():
            self.name.fault(tr("Whose password is it? Write the name as on the certificate."))
            self.name.edit.setFocus()
            return False
        return self.password.is_good()

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Say what was refused, at its place where it has one."""
        for problem in problems:
            if problem.where == "name":
                self.name.fault(sentence(problem))
            elif problem.code is ProblemCode.PASSWORD_WEAK:
                self.password.first.fault(sentence(problem))
        rest = [sentence(p) for p in problems if p.where != "name" and p.code is not ProblemCode.PASSWORD_WEAK]
        self.words.setText("\n".join(rest))
        self.words.setVisible(bool(rest))

    def forget(self) -> None:
        """Empty everything."""
        self.name.put("")
        self.certificate.put("")
        self.password.forget()
        self.words.hide()

    def _on_name(self, text: str) -> None:
        self.name.fault("")
        self.password.set_name(text)
