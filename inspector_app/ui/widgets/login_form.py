# SPDX-License-Identifier: MulanPSL-2.0
"""Who comes in, and with which password; after too many wrong ones it counts down the time to wait."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui import theme
from inspector_app.ui.models.entrance_state import Person
from inspector_app.ui.widgets.page import button, label, row, set_tone
from inspector_app.ui.widgets.password_field import PasswordField
from inspector_app.ui.widgets.row_list import Row, RowList, row_height
from inspector_app.wording import sentence, tr

MOST_ROWS = 5  # shown without scrolling


class LoginForm(QWidget):
    """`wanted` carries account and password, `recovery_wanted` the key from the paper."""

    wanted = Signal(str, str)
    recovery_wanted = Signal(str)
    person_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._until: dict[str, int] = {}  # seconds left, by account
        self._busy = False
        self.people: tuple[Person, ...] = ()
        self.list = RowList(tr("People with a password here"))
        self.list.row_shown.connect(self._on_person)
        self.list.row_chosen.connect(lambda _account: self.set_focus())
        self.whose = label("", size="lead")
        self.password = PasswordField(tr("Password"))
        self.password.edit.returnPressed.connect(self._on_enter)
        self.password.edited.connect(lambda _text: self._quiet())
        self.key = PasswordField(tr("Recovery key"), hint="AGE-SECRET-KEY-1…", from_paper=True,
                                 help_text=tr("From the paper; blanks and small letters do not matter."))  # fmt: skip
        self.key.edit.returnPressed.connect(self._on_enter)
        self.key.edited.connect(lambda _text: self._quiet())
        self.words = label("", tone="muted", wrap=True)
        self.enter = button(tr("Log in"), self._on_enter, kind="primary")
        self.other = button("", self._on_other, kind="quiet")
        self._seconds = QTimer(self, interval=1_000)
        self._seconds.timeout.connect(self._on_second)
        self._build()
        self.use_key(False)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(12))
        for part in (self.list, self.whose, self.password, self.key, self.words):
            box.addWidget(part)
        box.addLayout(row(self.other, None, self.enter))

    # ---- what is shown -----------------------------------------------------------------------------------

    def put_people(self, people: Sequence[Person], chosen: str = "") -> None:
        """Show who may come in; one person needs no list."""
        self.people = tuple(people)
        self.list.put([Row(id=p.account, title=p.name, icon="person") for p in people])
        self.list.setFixedHeight(row_height(two_lines=False) * min(len(people), MOST_ROWS) + theme.dp(6))
        if not self.list.show_row(chosen) and people:
            self.list.show_row(people[0].account)
        self.use_key(not people)

    def use_key(self, on: bool) -> None:
        """Ask for the key on paper instead of a password, or back."""
        self.is_key = on
        self.list.setVisible(not on and len(self.people) > 1)
        self.whose.setVisible(not on and len(self.people) == 1)
        self.whose.setText(self.people[0].name if len(self.people) == 1 else "")
        self.password.setVisible(not on)
        self.key.setVisible(on)
        self.other.setText(tr("Log in with a password") if on else tr("Password forgotten: use the recovery key"))
        self.other.setVisible(not on or bool(self.people))
        self._quiet()
        self._dress()

    def account(self) -> str:
        """Give who is chosen."""
        return self.list.current_id()

    def name(self) -> str:
        """Give the name of who is chosen."""
        return next((p.name for p in self.people if p.account == self.account()), "")

    def set_focus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the cursor where the answer is typed."""
        (self.key if self.is_key else self.password).edit.setFocus(reason)

    def show_busy(self, words: str) -> None:
        """Say that the password is being tried; typing waits meanwhile."""
        self._busy = bool(words)
        self.words.setText(words)
        set_tone(self.words, "muted")
        self._dress()

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Say why it was refused, and count down where one must wait."""
        self._busy = False
        self.password.forget()
        waits = [p for p in problems if p.code is ProblemCode.PASSWORD_WAIT]
        others = [p for p in problems if p.code is not ProblemCode.PASSWORD_WAIT]
        self.words.setText("\n".join(sentence(p) for p in others))
        set_tone(self.words, "bad")
        if waits:
            self._until[self.account()] = int(waits[0].fields["seconds"])
            self._say_wait(self.words.text())
            self._seconds.start()
        self._dress()
        self.set_focus()

    def forget(self) -> None:
        """Empty what was typed."""
        self._busy = False
        self.password.forget()
        self.key.forget()
        self.use_key(not self.people)

    # ---- what happens ------------------------------------------------------------------------------------

    def _on_enter(self) -> None:
        if self._busy or self._wait():
            return
        if self.is_key and self.key.text().strip():
            self.recovery_wanted.emit(self.key.text())
        elif not self.is_key and self.password.text() and self.account():
            self.wanted.emit(self.account(), self.password.text())
        else:
            self.words.setText(tr("Type the recovery key.") if self.is_key else tr("Type the password."))
            set_tone(self.words, "warn")
            self.set_focus()

    def _on_other(self) -> None:
        self.use_key(not self.is_key)
        self.set_focus()

    def _on_person(self, account: str) -> None:
        self.password.forget()
        self._quiet()
        self._dress()
        self.person_chosen.emit(account)

    def _wait(self) -> int:
        return 0 if self.is_key else self._until.get(self.account(), 0)

    def _on_second(self) -> None:
        self._until = {account: left - 1 for account, left in self._until.items() if left > 1}
        if not self._until:
            self._seconds.stop()
        if not self._busy and not self.is_key:
            self._quiet()
        was_waiting = not self.password.edit.isEnabled()
        self._dress()
        if was_waiting and self.password.edit.isEnabled() and self.isVisible():
            self.password.edit.setFocus()

    def _quiet(self) -> None:
        """Say nothing but how long one must wait."""
        self.words.setText("")
        set_tone(self.words, "muted")
        if self._wait():
            self._say_wait("")

    def _say_wait(self, before: str) -> None:
        said = tr("Too many wrong passwords. Next try in {seconds} s.", seconds=self._wait())
        self.words.setText("\n".join(part for part in (before, said) if part))
        set_tone(self.words, "bad")

    def _dress(self) -> None:
        free = not self._busy and not self._wait()
        self.password.edit.setEnabled(free)
        self.key.edit.setEnabled(not self._busy)
        self.list.setEnabled(not self._busy)
        self.other.setEnabled(not self._busy)
        self.enter.setEnabled(free)
        self.words.setVisible(bool(self.words.text()))
