# SPDX-License-Identifier: MulanPSL-2.0
"""The seed of a draw: typed in front of a witness, recorded before anything is worked out from it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.domain.draw import Draw
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import button, column, freeze, label, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr


class SeedForm(QWidget):
    """Seed, its source, and the witness; a seed that was recorded already can only be gone on with."""

    wanted = Signal(str, str, str)  # seed, source, witness

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw_id = ""
        self.hint = label(
            tr(
                "Let the witness say a number that nobody could know when the lists were frozen, for example the "
                "digits of a lottery drawn today. The same lists and the same seed always give the same result."
            ),
            tone="muted", wrap=True,
        )  # fmt: skip
        self.fields = {
            "seed": Field(tr("Seed"), needed=True, hint=tr("Digits or letters, no blanks")),
            "seed_source": Field(tr("Where it comes from"), needed=True, hint=tr("Which lottery, number and day")),
            "witness": Field(tr("Witness"), needed=True),
        }  # fmt: skip
        self.words = WrapLabel(tone="bad")
        self.words.hide()
        self.send = button(tr("Record the seed and draw"), self.act, kind="primary", icon="draw", tip="Ctrl+Enter")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(12))
        grid.setVerticalSpacing(theme.dp(8))
        grid.addWidget(self.fields["seed"], 0, 0)
        grid.addWidget(self.fields["witness"], 0, 1)
        grid.addWidget(self.fields["seed_source"], 1, 0, 1, 2)
        box = column(self.hint)
        box.addLayout(grid)
        box.addWidget(self.words)
        box.addLayout(row(None, self.send))
        self.setLayout(box)

    def begin(self, draw: Draw) -> None:
        """Open for a draw; a recorded seed stands there and stays, what was typed for this draw stays too."""
        is_same, self._draw_id = draw.id == self._draw_id, draw.id
        for name, field in self.fields.items():
            if draw.seed or not is_same:
                field.put(getattr(draw, name))
            freeze(field.edit, bool(draw.seed))
        if not is_same:
            self.words.hide()
        self.send.setEnabled(True)
        self.send.setText(tr("Go on drawing with this seed") if draw.seed else tr("Record the seed and draw"))

    def clear(self) -> None:
        """Forget what was typed for another draw."""
        self._draw_id = ""
        for field in self.fields.values():
            field.put("")

    def act(self) -> None:
        """Ask for the draw, if nothing is missing."""
        texts = {name: field.text() for name, field in self.fields.items()}
        for name, field in self.fields.items():
            field.fault("" if texts[name] else tr("Please fill this in"))
        if all(texts.values()):
            self.wanted.emit(texts["seed"], texts["seed_source"], texts["witness"])

    def show_busy(self) -> None:
        """The draw is being made."""
        self.words.hide()
        self.send.setEnabled(False)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say why it was not drawn."""
        self.send.setEnabled(True)
        rest = []
        for problem in problems:
            field = self.fields.get(problem.where)
            if field is not None:
                field.fault(sentence(problem))
            else:
                rest.append(sentence(problem))
        self.words.setText("\n".join(rest))
        self.words.setVisible(bool(rest))
