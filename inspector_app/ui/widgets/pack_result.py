# SPDX-License-Identifier: MulanPSL-2.0
"""What came of an import: every fault with its place, or what was kept and cannot be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from inspector_app.domain.answering import LeftOut
from inspector_app.domain.problems import Problem, blocking
from inspector_app.ui.widgets.forms_panel_page import without_places
from inspector_app.ui.widgets.page import Card, button, column, set_tone
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr

_WHERE = re.compile(r"(\w+):(\d+)(?::(.+))?")


class PackResult(QWidget):
    """Left as the other pages are; the faults can be copied for whoever wrote the file."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._copied = ""
        self.card = Card(" ")
        self.back = button(tr("Checklists"), self.left.emit, icon="previous", tip=tr("Back to the checklists (Alt+←)"))
        self.back.setShortcut(QKeySequence("Alt+Left"))
        self.copy = button(tr("Copy the list"), self._on_copy, icon="paste", kind="quiet")
        self.verdict = WrapLabel()
        self.problems = ProblemList()
        self.parts = RowList(tr("Kept and not shown"))
        self.parts.setObjectName("cardList")
        self.spare = QWidget()
        self.card.add_at_right(self.copy)
        self.card.add_at_right(self.back)
        self.card.add(self.verdict)
        for part in (self.problems, self.parts, self.spare):
            self.card.add(part, 1)
        box = column(self.card)
        self.setLayout(box)

    def show_faults(self, name: str, problems: tuple[Problem, ...]) -> None:
        """Say why a file was not taken: every fault at once."""
        stopped = blocking(problems)
        self.card.title.setText(tr("Import of {name}", name=name))
        words = tr("Not imported: {count} faults. Mend them in the file and import it again.", count=len(stopped))
        self._say(words, "bad", without_places(problems), ())

    def show_imported(self, name: str, words: str, warnings: tuple[Problem, ...], parts: Sequence[LeftOut]) -> None:
        """Say what was imported, what is to be looked at in it, and what is kept and cannot be shown."""
        self.card.title.setText(tr("Import of {name}", name=name))
        said = [words]
        if warnings:
            said.append(tr("{count} things are to be looked at.", count=len(warnings)))
        if parts:
            said.append(
                tr("{count} parts cannot be shown here. They are kept and come back when it is exported.",
                   count=len(parts))
            )  # fmt: skip
        self._say("\n".join(said), "warn", without_places(warnings), parts)

    def _say(self, words: str, tone: str, problems: tuple[Problem, ...], parts: Sequence[LeftOut]) -> None:
        self.verdict.setText(words)
        set_tone(self.verdict, tone)
        self.problems.setVisible(bool(problems))
        self.problems.show_problems(problems)
        self.parts.setVisible(bool(parts))
        self.parts.put([Row(id=str(n), title=_what(part), detail=_place(part.where)) for n, part in enumerate(parts)])
        self.spare.setVisible(not problems and not parts)
        lines = [sentence(p) for p in problems] + [f"{_place(part.where)}\t{_what(part)}" for part in parts]
        self._copied = "\n".join(lines)
        self.copy.setVisible(bool(lines))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copied)


def _place(where: str) -> str:
    """Say a place of a file as people find it; another one stays as it is."""
    found = _WHERE.fullmatch(where)
    if found is None:
        return where
    sheet, row, column = found.groups()
    if column:
        return tr("sheet “{sheet}”, row {row}, column “{column}”", sheet=sheet, row=row, column=column)
    return tr("sheet “{sheet}”, row {row}", sheet=sheet, row=row)


def _what(part: LeftOut) -> str:
    return " ".join(text for text in (part.what, part.text) if text)
