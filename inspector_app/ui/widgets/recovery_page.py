# SPDX-License-Identifier: MulanPSL-2.0
"""The recovery key, shown once: print it, save it elsewhere, and only then go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, Refused
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.widgets.login_page import CalmPage
from inspector_app.ui.widgets.page import Card, button, label, row, set_tone
from inspector_app.ui.widgets.print_dialog import print_dialog, printer_for
from inspector_app.ui.widgets.recovery_paper import RecoveryKey, in_groups, print_paper, save_paper
from inspector_app.wording import sentence, tr

WIDE = 620


class RecoverySheet(QWidget):
    """The key with what may be done with it; `done` once the person says that it lies in a safe place."""

    done = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask = ask
        self._key: RecoveryKey | None = None
        self.secret = label("", size="lead", wrap=True)
        font = QFont("monospace")
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.secret.setFont(font)
        self.secret.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.secret.setAccessibleName(tr("Recovery key"))
        self.print_button = button(tr("Print"), self._on_print, icon="print")
        self.save_button = button(tr("Save on a stick …"), self._on_save, icon="export",
                                  tip=tr("As PDF or text; not on this computer"))  # fmt: skip
        self.state = label("", tone="muted", wrap=True)
        self.kept = QCheckBox(tr("It is printed or written down, and will be locked away outside this laptop"))
        self.kept.toggled.connect(self._dress)
        self.next = button(tr("Continue"), self._on_next, kind="primary")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(10))
        words = tr(
            "It opens the data when a password was forgotten. It is shown this one time and kept nowhere: without "
            "passwords and without this key nobody can open the data again."
        )
        box.addWidget(label(words, wrap=True))
        box.addWidget(self.secret)
        box.addLayout(row(self.print_button, self.save_button, None))
        box.addWidget(self.state)
        box.addWidget(self.kept)
        box.addLayout(row(None, self.next))
        self._dress()

    def show_key(self, key: RecoveryKey) -> None:
        """Show a key that was made just now."""
        self._key = key
        self.secret.setText(in_groups(key.secret))
        self.state.setText("")
        self.kept.setChecked(False)
        self._dress()
        self.print_button.setFocus()

    @property
    def has_key(self) -> bool:
        """Whether a key is shown that nobody has put away yet."""
        return self._key is not None

    def forget(self) -> None:
        """Let go of the key."""
        self._key = None
        self.secret.setText("")

    def _on_print(self) -> None:
        if self._key is None:
            return
        printer = printer_for(tr("Recovery key"), 1)
        dialog = print_dialog(printer, 1, self.window())
        accepted = dialog.exec()  # the system's own dialogue; only exec() shows it on Windows
        dialog.deleteLater()
        if accepted:
            said = tr("Sent to the printer. Check that the paper is there.")
            self._try(partial(print_paper, self._key, printer), said)

    def _on_save(self) -> None:
        if self._key is None:
            return
        filters = tr("PDF (*.pdf);;Text (*.txt)")
        path = self.ask.save_file(tr("Save on a stick …"), tr("Recovery key") + ".pdf", filters)
        if path is None:
            return
        path = path if path.suffix.lower() in (".pdf", ".txt") else path.with_name(path.name + ".pdf")
        work = partial(save_paper, self._key, path, Path(self._key.folder))
        self._try(work, tr("Saved: {path}. Print it elsewhere, then delete the file.", path=path))

    def _try(self, work: Callable[[], object], said: str) -> None:
        problems: tuple[Problem, ...] = ()
        try:
            work()
        except Refused as refusal:
            problems = refusal.problems
        self.state.setText("\n".join(map(sentence, problems)) or said)
        set_tone(self.state, "bad" if problems else "ok")

    def _on_next(self) -> None:
        self.forget()
        self.done.emit()

    def _dress(self) -> None:
        self.next.setEnabled(self.kept.isChecked())


class RecoveryPage(CalmPage):
    """The sheet as a page of its own, after the first password."""

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = RecoverySheet(ask)
        self.card = Card(tr("Recovery key"))
        self.card.add(self.sheet)
        self.put_card(self.card, WIDE)
