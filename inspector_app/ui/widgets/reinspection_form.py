# SPDX-License-Identifier: MulanPSL-2.0
"""A small form for one act about an order: its fields, and below them why the act was refused, each line leading on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues, Value
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui import theme
from inspector_app.ui.widgets.field_editor import FIELD, FieldEditor
from inspector_app.ui.widgets.page import Card
from inspector_app.ui.widgets.problem_list import ProblemList

ROW_HIGH, MOST_ROWS = 40, 3


def field_of(
    name: str, label: str, kind: FieldType = FieldType.TEXT, *, required: bool = True, help_text: str = ""
) -> FieldSpec:
    """Make the field of an act."""
    return FieldSpec(name=name, label=label, type=kind, required=required, help=help_text)


def show_few(shown: ProblemList, problems: tuple[Problem, ...]) -> None:
    """Show problems in a list that is no higher than it must be; nothing where there are none."""
    shown.show_problems(problems)
    shown.setVisible(bool(problems))
    shown.setFixedHeight(theme.dp(ROW_HIGH) * min(MOST_ROWS, max(1, len(problems))) + theme.dp(6))


def plain_card() -> Card:
    """Make a surface without a title line."""
    card = Card()
    card.note.hide()
    return card


class ActForm(QWidget):
    """Fields and problems; the act itself is its owner's."""

    edited = Signal(str)  # name of the field
    jump_wanted = Signal(str)  # the place of a problem that is no field of this form

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = FieldEditor()
        self.problems = ProblemList()
        self.problems.hide()
        self.problems.jump_requested.connect(self._on_jump)
        self.editor.edited.connect(self._on_edited)
        self._shown: tuple[FieldSpec, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addWidget(self.problems)
        box.addWidget(self.editor, 1)

    def show_form(
        self,
        specs: Sequence[FieldSpec],
        values: FieldValues,
        near: datetime,
        *,
        typed: Mapping[str, Value] | None = None,
    ) -> None:
        """Begin the form of an act anew; `values` are proposed, what was `typed` goes before them."""
        self._shown = tuple(specs)
        self.editor.show_fields(specs, values, {}, near=near, typed=typed, fresh=True)
        self.problems.hide()

    def values(self) -> dict[str, Value]:
        """Give what stands in the fields; half a date counts as none."""
        found = {name: shown.input.value() for name, shown in self.editor.rows.items()}
        return {name: value for name, value in found.items() if value}

    def text(self, name: str) -> str:
        """Give a text or a day as it is kept."""
        value = self.values().get(name, "")
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> date | None:
        """Give a day."""
        text = self.text(name)
        return date.fromisoformat(text) if text else None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why the act was refused: as lines, and at the fields."""
        placed = tuple(self._placed(problem) for problem in problems)
        self.editor.show_problems(placed)
        show_few(self.problems, placed)

    def missing(self) -> tuple[Problem, ...]:
        """Name the required fields that are empty."""
        values = self.values()
        return tuple(
            Problem(code=ProblemCode.VALUE_MISSING, where=FIELD + spec.name, fields={"field": spec.label})
            for spec in self._shown
            if spec.required and spec.name not in values
        )

    def _placed(self, problem: Problem) -> Problem:
        """Name the field of this form that a problem means: `finding:ID:checked_on` is `checked_on`."""
        name = problem.where.rpartition(":")[2].rpartition(".")[2]
        fields = dict(problem.fields)
        label = next((s.label for s in self._shown if s.name == fields.get("field")), "")
        if label:
            fields["field"] = label
        where = FIELD + name if name in self.editor.rows else problem.where
        return replace(problem, where=where, fields=fields)

    def _on_jump(self, where: str) -> None:
        if not self.editor.focus_field(where.removeprefix(FIELD)):
            self.jump_wanted.emit(where)

    def _on_edited(self, name: str) -> None:
        self.edited.emit(name)

    def focus_first(self) -> None:
        """Put the focus into the first field that waits."""
        self.editor.focus_first()
