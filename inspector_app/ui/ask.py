# SPDX-License-Identifier: MulanPSL-2.0
"""Every question to the person at the laptop; screens are given an `Ask`, and tests give their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.problems import Problem, blocking
from inspector_app.ui import theme
from inspector_app.ui.hidden_line import HiddenLine
from inspector_app.wording import sentence, tr

MOST_PROBLEMS = 50


class Ask(Protocol):
    """What may be asked; every answer may be "no" (`None`, `False` or empty)."""

    def confirm(self, title: str, text: str, action: str) -> bool:
        """Ask before an act that cannot be undone; `action` is the word on its button."""
        ...

    def text(self, title: str, label: str, *, multiline: bool = False, initial: str = "") -> str | None:
        """Ask for words."""
        ...

    def secret(self, title: str, label: str, people: Sequence[tuple[str, str]] = ()) -> tuple[str, str] | None:
        """Ask for a password or the key on paper, hidden; gives whose it is and what was typed.

        `people` are those who have a password, as (account, name).
        """
        ...

    def number(self, title: str, label: str, initial: int, least: int, most: int) -> int | None:
        """Ask for a whole number."""
        ...

    def open_files(self, title: str, filters: str) -> list[Path]:
        """Ask which files to read."""
        ...

    def folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        ...

    def save_file(self, title: str, name: str, filters: str) -> Path | None:
        """Ask where to write a file."""
        ...

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say what was refused and why."""
        ...


class WindowAsk:
    """Asks with dialogs over a window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent

    def confirm(self, title: str, text: str, action: str) -> bool:
        """Ask before an act that cannot be undone; the safe answer has the focus."""
        dialog = _Question(self.parent, title, action)
        dialog.body.addWidget(_wrapped(text))
        dialog.cancel.setFocus()
        return dialog.exec() == QDialog.DialogCode.Accepted

    def text(self, title: str, label: str, *, multiline: bool = False, initial: str = "") -> str | None:
        """Ask for words; empty words count as no answer."""
        dialog = _Question(self.parent, title, tr("OK"))
        dialog.body.addWidget(_wrapped(label))
        if multiline:
            area = QPlainTextEdit(initial)
            area.setTabChangesFocus(True)
            dialog.body.addWidget(area)
            area.setFocus()
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            words = area.toPlainText().strip()
        else:
            line = QLineEdit(initial)
            dialog.body.addWidget(line)
            line.setFocus()
            line.selectAll()
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            words = line.text().strip()
        return words if accepted and words else None

    def secret(self, title: str, label: str, people: Sequence[tuple[str, str]] = ()) -> tuple[str, str] | None:
        """Ask for a password in dots; one person needs no list."""
        dialog = _Question(self.parent, title, tr("OK"))
        who = QComboBox()
        who.setAccessibleName(tr("Whose password"))
        for account, name in people:
            who.addItem(name, account)
        who.setVisible(len(people) > 1)
        line = HiddenLine()
        line.setAccessibleName(label)
        for part in (who, _wrapped(label), line):
            dialog.body.addWidget(part)
        line.setFocus()
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        words, chosen = line.text(), str(who.currentData() or "")
        line.forget()
        return (chosen, words) if accepted and words else None

    def number(self, title: str, label: str, initial: int, least: int, most: int) -> int | None:
        """Ask for a whole number within bounds."""
        dialog = _Question(self.parent, title, tr("OK"))
        dialog.body.addWidget(_wrapped(label))
        box = QSpinBox()
        box.setRange(least, most)
        box.setValue(initial)
        box.selectAll()
        dialog.body.addWidget(box)
        box.setFocus()
        return box.value() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def open_files(self, title: str, filters: str) -> list[Path]:
        """Ask which files to read."""
        names, _ = QFileDialog.getOpenFileNames(self.parent, title, "", filters)
        return [Path(name) for name in names]

    def folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(self.parent, title)
        return Path(name) if name else None

    def save_file(self, title: str, name: str, filters: str) -> Path | None:
        """Ask where to write a file."""
        chosen, _ = QFileDialog.getSaveFileName(self.parent, title, name, filters)
        return Path(chosen) if chosen else None

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say what was refused; nothing was changed, and that is said too."""
        stopped = bool(blocking(problems))
        dialog = _Question(self.parent, tr("This was not done") if stopped else tr("Please note"), tr("Close"))
        dialog.cancel.hide()
        if stopped:
            dialog.body.addWidget(_wrapped(tr("Nothing was changed; what you entered before is kept.")))
        lines = "\n".join("• " + sentence(p) for p in problems[:MOST_PROBLEMS])
        if len(problems) > MOST_PROBLEMS:
            lines += "\n" + tr("… and {count} more", count=len(problems) - MOST_PROBLEMS)
        label = _wrapped(lines)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        area = QScrollArea()
        area.setObjectName("plainArea")
        area.setWidgetResizable(True)
        area.setWidget(label)
        dialog.body.addWidget(area)
        dialog.exec()


class _Question(QDialog):
    """A title, a body and two buttons at the right; Escape always means no."""

    def __init__(self, parent: QWidget | None, title: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.dp(440))
        outer = QVBoxLayout(self)
        edge = theme.dp(24)
        outer.setContentsMargins(edge, edge, edge, theme.dp(16))
        outer.setSpacing(theme.dp(16))
        heading = QLabel(title)
        heading.setObjectName("dialogTitle")
        heading.setWordWrap(True)
        outer.addWidget(heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.dp(8))
        outer.addLayout(self.body)
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.action = QPushButton(action)
        self.action.setProperty("kind", "primary")
        self.action.setDefault(True)
        self.action.clicked.connect(self.accept)
        row.addWidget(self.cancel)
        row.addWidget(self.action)
        outer.addLayout(row)


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
