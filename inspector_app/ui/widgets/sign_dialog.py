# SPDX-License-Identifier: MulanPSL-2.0
"""The passwords under a document's data: of who issues it now, and of a second officer now or later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.entrance_state import Person
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.password_field import PasswordField
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # heavy: keys and ciphers are loaded when they are used
    from inspector_app.workspace.protection import Unlocked


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerChoice:
    """Who signs: the first is fixed, the second is chosen among others."""

    first: Person | None  # none: only the other one signs, after the issue
    others: tuple[Person, ...] = ()


class Signer(QWidget):
    """A person and the password; a countdown where one must wait."""

    entered = Signal()

    def __init__(self, people: tuple[Person, ...], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left = 0
        self.choice = CalmCombo()
        self.choice.setAccessibleName(title)
        for person in people:
            self.choice.addItem(person.name, person.account)
        self.choice.setVisible(len(people) > 1)
        name = people[0].name if len(people) == 1 else ""
        self.password = PasswordField(tr("{title}: {name}", title=title, name=name) if name else title, needed=True)
        self.password.edit.returnPressed.connect(self.entered)
        self.choice.currentIndexChanged.connect(lambda _index: self.password.forget())
        self._seconds = QTimer(self, interval=1_000)
        self._seconds.timeout.connect(self._on_second)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addWidget(self.choice)
        box.addWidget(self.password)
        self.setFocusProxy(self.password.edit)

    def account(self) -> str:
        """Give who is chosen."""
        return str(self.choice.currentData() or "")

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Say what was refused; count down where one must wait."""
        self.password.forget()
        waits = [p for p in problems if p.code is ProblemCode.PASSWORD_WAIT]
        self.password.fault(" ".join(sentence(p) for p in problems))
        if waits:
            self._left = int(waits[0].fields["seconds"])
            self.password.edit.setEnabled(False)
            self._seconds.start()
        self.password.edit.setFocus()

    def _on_second(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.password.fault(tr("Too many wrong passwords. Next try in {seconds} s.", seconds=self._left))
            return
        self._seconds.stop()
        self.password.edit.setEnabled(True)
        self.password.fault("")


class SignDialog(QDialog):
    """`signed` carries the unlocked keys of who signs, the person who issues first."""

    signed = Signal(object)  # tuple[Unlocked, ...]

    def __init__(
        self, ws: Workspace, jobs: Jobs, title: str, text: str, who: SignerChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self._keys: list[Unlocked] = []
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.dp(480))
        self.first = Signer((who.first,), tr("Password of who issues")) if who.first is not None else None
        self.second = Signer(who.others, tr("Password of the second officer")) if who.others else None
        self.now = QCheckBox(tr("The second officer signs now; otherwise later, from the issued document"))
        self.now.setVisible(self.first is not None and self.second is not None)
        self.now.toggled.connect(self._on_now)
        self.cancel = button(tr("Cancel"), self.reject)
        self.cancel.setAutoDefault(False)
        self.action = button(tr("Sign and issue") if who.first else tr("Sign"), self._on_sign, kind="primary")
        self.action.setDefault(True)
        self._build(title, text)
        self._on_now(who.first is None)

    def _build(self, title: str, text: str) -> None:
        outer = QVBoxLayout(self)
        edge = theme.dp(24)
        outer.setContentsMargins(edge, edge, edge, theme.dp(16))
        outer.setSpacing(theme.dp(12))
        heading = label(title, wrap=True)
        heading.setObjectName("dialogTitle")
        outer.addWidget(heading)
        outer.addWidget(label(text, wrap=True))
        words = tr(
            "The password signs the data (data check signature): it shows later that number, content and PDF are "
            "these. The binding act stays the signature by hand and the seal on paper."
        )
        outer.addWidget(label(words, tone="muted", size="small", wrap=True))
        for signer in (self.first, self.second):
            if signer is self.second:
                outer.addWidget(self.now)
            if signer is not None:
                signer.entered.connect(self._on_sign)
                outer.addWidget(signer)
        outer.addLayout(row(None, self.cancel, self.action))
        (self.first or self.second or self.action).setFocus()

    def _on_now(self, on: bool) -> None:
        if self.second is not None:
            self.second.setVisible(on)
            if on and self.first is not None and self.first.password.text():
                self.second.password.edit.setFocus()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Wrapped words need more height than Qt asks for by itself."""
        box = self.layout()
        if box is not None:
            box.activate()
            self.setMinimumHeight(box.totalHeightForWidth(max(self.width(), self.minimumWidth())))

    def _signers(self) -> list[Signer]:
        both = (self.first, self.second)
        return [s for s in both if s is not None and s.isVisibleTo(self)]

    def _on_sign(self) -> None:
        for signer in self._signers():
            if not signer.password.text():
                signer.password.edit.setFocus()
                return
        self._keys = []
        self._busy(True)
        self._next()

    def _next(self) -> None:
        """Check one password after the other, so that a refusal stands below its own field."""
        waiting = self._signers()[len(self._keys) :]
        if not waiting:
            self._busy(False)
            self.signed.emit(tuple(self._keys))
            self.accept()
            return
        signer = waiting[0]
        work = partial(_confirm, self._ws, signer.account(), signer.password.text())
        self._jobs.run_slow(self, work, then=self._on_key, refused=partial(self._on_refused, signer))

    def _on_key(self, unlocked: Unlocked) -> None:
        self._keys.append(unlocked)
        self._next()

    def _on_refused(self, signer: Signer, problems: tuple[Problem, ...]) -> None:
        self._busy(False)
        signer.refuse(problems)

    def _busy(self, on: bool) -> None:
        self.action.setEnabled(not on)
        for signer in self._signers():
            signer.setEnabled(not on)


def signer_choice(ws: Workspace, names: tuple[str, ...], *, is_after: bool = False) -> SignerChoice:
    """Say who may sign a document with these officers: whoever logged in, and the others with a password here."""
    from inspector_app.ui.models.entrance_state import people_of

    own = ws.account
    people = people_of(ws.folder)
    first = next((p for p in people if own is not None and p.account == own.id), None)
    if is_after:
        return SignerChoice(first=None, others=tuple(p for p in people if p.name in names))
    others = tuple(p for p in people if p.name in names and p != first)
    return SignerChoice(first=first, others=others)


def ask_signers(
    ws: Workspace, jobs: Jobs, title: str, text: str, who: SignerChoice, parent: QWidget | None,
    then: Callable[[tuple[Unlocked, ...]], None],
) -> SignDialog:  # fmt: skip
    """Open the dialog over a window; `then` gets the keys once every password was right."""
    dialog = SignDialog(ws, jobs, title, text, who, parent)
    dialog.signed.connect(then)
    dialog.open()
    return dialog


def _confirm(ws: Workspace, account: str, password: str, report: Report) -> Unlocked:
    from inspector_app.operations.protection import confirm_password
    from inspector_app.workspace.protection import wait_for

    del report
    try:
        return confirm_password(ws, account, password)
    except Refused as refusal:
        wrong = [p for p in refusal.problems if p.code is ProblemCode.PASSWORD_WRONG]
        seconds = wait_for(ws.folder, account, now=lambda: ws.now().timestamp()) if wrong else 0
        if not seconds:
            raise
        fields = {**wrong[0].fields, "seconds": str(seconds)}
        raise Refused([*refusal.problems, Problem(code=ProblemCode.PASSWORD_WAIT, fields=fields)]) from refusal
