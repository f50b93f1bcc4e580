# SPDX-License-Identifier: MulanPSL-2.0
"""The page of a document that is being written: one labelled input for each field of its form.

It shows what it is given and says what was typed; saving is `drafts.py`'s. When the ledger changes under it (undo,
another screen), only fields that nobody is typing in follow. A value that nobody wrote (known to the program, or
the form's own) is shown lighter until a person changes it; clearing a written one brings it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues, Value
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.ui import theme
from inspector_app.ui.widgets.field_editor_inputs import FieldInput, LongInput
from inspector_app.ui.widgets.field_editor_rows import LARGE, RowsInput, single_input
from inspector_app.ui.widgets.page import label, scrolled
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr

NARROW = frozenset({FieldType.DAY, FieldType.NUMBER, FieldType.MONEY})  # two of them side by side
FIELD = "field:"


def make_input(spec: FieldSpec, near: datetime) -> FieldInput:
    """Make the input of a field; `near` is the moment by which half a date is read."""
    return RowsInput(spec, near) if spec.type is FieldType.ROWS else single_input(spec, near)


class FieldRow(QWidget):
    """One field: its name, where its value comes from, the input, and what is wrong with it."""

    edited = Signal(str, object)  # name, value

    def __init__(self, spec: FieldSpec, near: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._kept: Value = ""  # what the ledger had when the input last agreed with it
        self._is_written = False
        self.input = make_input(spec, near)
        self.title = label(tr("{title} *", title=spec.label) if spec.required else spec.label, size="small")
        self.title.setProperty("tone", "muted")
        self.auto = label(tr("filled in for you"), tone="muted", size="small")
        self.auto.setToolTip(tr("The program or the form proposes this; type over it if it does not fit"))
        self.auto.hide()
        self.fault = WrapLabel(tone="bad")
        self.fault.hide()
        head = QHBoxLayout()
        head.setSpacing(theme.dp(6))
        for part in (self.title, self.auto):
            head.addWidget(part)
        head.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(2))
        box.addLayout(head)
        box.addWidget(self.input)
        box.addWidget(self.fault)
        if spec.type is FieldType.FLAG:  # its name stands beside the box
            self.title.hide()
        self._dress()
        self.input.edited.connect(self._on_edited)
        self.input.left.connect(self._on_left)

    def _dress(self) -> None:
        """Put the help where it is seen: in an empty line, over the field, and at the foot of the page."""
        help_text = self.spec.help
        self.setToolTip(help_text)
        first = self.input.first()
        if isinstance(first, QLineEdit) and help_text and self.spec.type is not FieldType.ROWS:
            first.setPlaceholderText(help_text)
        elif isinstance(self.input, LongInput) and help_text:
            self.input.edit.setPlaceholderText(help_text)

    def put(self, value: Value, *, is_written: bool) -> None:
        """Show what the ledger has, unless something newer is being typed here."""
        typed = self.input.value()
        if typed == self._kept and typed != value and not self.input.has_words_in_work():
            self.input.put(value)
        self._kept, self._is_written = value, is_written
        self._show_origin()

    def put_typed(self, value: Value) -> None:
        """Show what was typed and is not in the ledger yet."""
        self.input.put(value)
        self._show_origin()

    def _show_origin(self) -> None:
        is_auto = not self._is_written and bool(self._kept) and self.input.value() == self._kept
        self.auto.setVisible(is_auto)
        self.input.set_auto(is_auto)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say below the field what is wrong with its value; that it is missing yet is said by the star."""
        told = [p for p in problems if p.code is not ProblemCode.VALUE_MISSING]
        is_missing = len(told) < len(problems)
        title = tr("{title} * to be filled in", title=self.spec.label) if is_missing else self._title()
        self.title.setText(title)
        self.title.setProperty("tone", "warn" if is_missing else "muted")
        self.title.style().polish(self.title)
        self.fault.setText("\n".join(sentence(problem) for problem in told))
        self.fault.setVisible(bool(told))
        stops = any(p.severity is Severity.BLOCK for p in told)
        self.fault.setProperty("tone", "bad" if stops else "warn")
        self.fault.style().polish(self.fault)

    def _title(self) -> str:
        return tr("{title} *", title=self.spec.label) if self.spec.required else self.spec.label

    def _on_edited(self) -> None:
        value = self.input.value()
        if value is None:
            return
        self.auto.hide()
        self.input.set_auto(False)
        self.edited.emit(self.spec.name, value)

    def _on_left(self) -> None:
        """What is proposed comes back into a field that was left empty."""
        if not self.input.value() and not self._is_written and self._kept:
            self.input.put(self._kept)
            self._show_origin()


class FieldEditor(QWidget):
    """All fields of a form below each other, and at the foot the help of the one that has the focus."""

    edited = Signal(str, object)  # name, value

    def __init__(self, parent: QWidget | None = None, *, scrolls: bool = True) -> None:
        super().__init__(parent)
        self._specs: tuple[FieldSpec, ...] = ()
        self.rows: dict[str, FieldRow] = {}
        self.body = QWidget()
        self.grid = QGridLayout(self.body)
        self.grid.setContentsMargins(0, 0, theme.dp(8), theme.dp(8))
        self.grid.setHorizontalSpacing(theme.dp(12))
        self.grid.setVerticalSpacing(theme.dp(10))
        for column in range(2):
            self.grid.setColumnStretch(column, 1)
        self.area: QScrollArea | None = scrolled(self.body) if scrolls else None  # else the page around it scrolls
        self.help = WrapLabel(tone="muted")
        self.help.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addWidget(self.area or self.body, 1)
        box.addWidget(self.help)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def show_fields(
        self,
        specs: Sequence[FieldSpec],
        values: FieldValues,
        written: FieldValues,
        *,
        near: datetime,
        typed: Mapping[str, Value] | None = None,
        fresh: bool = False,
    ) -> None:
        """Show the fields of a form; with `fresh` of another document, so that nothing typed is kept."""
        if fresh or tuple(specs) != self._specs:
            self._build(tuple(specs), near)
        for name, row in self.rows.items():
            row.input.set_near(near)
            row.put(values.get(name, ""), is_written=name in written)
            if typed is not None and name in typed:
                row.put_typed(typed[name])

    def _build(self, specs: tuple[FieldSpec, ...], near: datetime) -> None:
        self._specs = specs
        for row in self.rows.values():
            self.grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows.clear()
        self.help.hide()
        at, half = 0, False
        pairs = theme.scale() < LARGE
        for n, spec in enumerate(specs):
            row = FieldRow(spec, near)
            row.edited.connect(self.edited)
            self.rows[spec.name] = row
            if half:
                self.grid.addWidget(row, at, 1, Qt.AlignmentFlag.AlignTop)
                at, half = at + 1, False
            elif pairs and spec.type in NARROW and n + 1 < len(specs) and specs[n + 1].type in NARROW:
                self.grid.addWidget(row, at, 0, Qt.AlignmentFlag.AlignTop)
                half = True
            else:
                self.grid.addWidget(row, at, 0, 1, 2)
                at += 1
            row.show()
        for line in range(self.grid.rowCount()):
            self.grid.setRowStretch(line, 0)
        self.grid.setRowStretch(at, 1)
        if self.area is not None:
            self.area.verticalScrollBar().setValue(0)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say at each field what is wrong with it."""
        for name, row in self.rows.items():
            row.show_problems([p for p in problems if p.where == FIELD + name])

    def say_refused(self, name: str, problems: Sequence[Problem]) -> None:
        """Say why what was typed into a field was not taken."""
        if name in self.rows:
            self.rows[name].show_problems(problems)

    def focus_field(self, name: str) -> bool:
        """Put the focus into a field; False when there is no such field."""
        row = self.rows.get(name)
        if row is None:
            return False
        row.input.first().setFocus(Qt.FocusReason.OtherFocusReason)
        if self.area is not None:
            self.area.ensureWidgetVisible(row)
            self.area.horizontalScrollBar().setValue(0)
        return True

    def focus_first(self) -> None:
        """Put the focus into the first required field that is empty, else into the first."""
        empty = [name for name, row in self.rows.items() if row.spec.required and not row.input.value()]
        for name in [*empty, *self.rows][:1]:
            self.focus_field(name)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Show the help of the field that is entered, and the field whole."""
        row = next((r for r in self.rows.values() if now is not None and r.isAncestorOf(now)), None)
        if row is None or now is None:
            return
        self.help.setText(row.spec.help)
        self.help.setVisible(bool(row.spec.help))
        if self.area is not None:
            self.area.ensureWidgetVisible(now, 0, theme.dp(24))
            self.area.horizontalScrollBar().setValue(0)
