# SPDX-License-Identifier: MulanPSL-2.0
"""A table inside a document's fields (goods, samples, questions): rows of real inputs, added and taken by keys.

Enter goes to the next cell and makes a row behind the last one, ↑↓ go to the same cell of the next row,
Ctrl+- takes the row away. Cells copied out of a spreadsheet are pasted into as many rows as they fill.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.document_fields import MAX_ROWS, FieldSpec, FieldType, Row, Value
from inspector_app.ui import theme
from inspector_app.ui.widgets.field_editor_choices import ChoicesInput, FlagInput, ListInput, choice_input
from inspector_app.ui.widgets.field_editor_days import DayInput, TimeInput
from inspector_app.ui.widgets.field_editor_inputs import FieldInput, LongInput, TextInput
from inspector_app.ui.widgets.page import button, label
from inspector_app.wording import tr

LARGE = 1.3  # letters from here on leave room for fewer cells side by side
WEIGHTS = {FieldType.LONG: 6, FieldType.TIME: 4, FieldType.DAY: 3}  # of six in a line; others take two
NUMBER_WIDE, REMOVE_WIDE = 24, 44


def single_input(spec: FieldSpec, near: datetime, *, in_row: bool = False) -> FieldInput:
    """Make the input of a field that is no table."""
    match spec.type:
        case FieldType.LONG:
            return LongInput(spec, least_lines=1 if in_row else 2)
        case FieldType.DAY:
            return DayInput(spec, near)
        case FieldType.TIME:
            return TimeInput(spec, near)
        case FieldType.CHOICE:
            return ListInput(spec) if in_row else choice_input(spec)
        case FieldType.CHOICES:
            return ChoicesInput(spec)
        case FieldType.FLAG:
            return FlagInput(spec)
        case _:
            return TextInput(spec)


def packed(columns: Sequence[FieldSpec], room: int) -> list[list[tuple[FieldSpec, int]]]:
    """Set columns into lines of about the same length, each with its weight."""
    weights = [min(WEIGHTS.get(column.type, 2), room) for column in columns]
    wanted = sum(weights) / -(-sum(weights) // room)
    lines: list[list[tuple[FieldSpec, int]]] = [[]]
    for column, weight in zip(columns, weights, strict=True):
        used = sum(w for _, w in lines[-1])
        if lines[-1] and (used + weight > room or used >= wanted):
            lines.append([])
        lines[-1].append((column, weight))
    return lines


class RowEditor(QWidget):
    """One row: its number, its cells in one or more lines, and the button that takes it away."""

    edited = Signal()
    left = Signal()
    stepped = Signal(str, int)  # column, one row down or up
    finished = Signal()  # Enter in the last cell
    removed = Signal()

    def __init__(self, spec: FieldSpec, near: datetime, room: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = label("", tone="muted")
        self.number.setFixedWidth(theme.dp(NUMBER_WIDE))
        self.inputs: dict[str, FieldInput] = {}
        cells = QVBoxLayout()
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(theme.dp(2))
        for line in packed(spec.columns, room):
            box = QHBoxLayout()
            box.setSpacing(theme.dp(4))
            for column, weight in line:
                cell = self._cell(column, near)
                cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                box.addWidget(cell, weight)
            cells.addLayout(box)
        self.remove = button("", self.removed.emit, icon="close", kind="quiet", tip=tr("Take this row away (Ctrl+-)"))
        self.remove.setAccessibleName(tr("Take this row away"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.setFixedWidth(theme.dp(REMOVE_WIDE))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, theme.dp(8))
        outer.setSpacing(theme.dp(2))
        outer.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(cells, 1)
        outer.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.number.setMinimumHeight(theme.dp(36))

    def _cell(self, column: FieldSpec, near: datetime) -> FieldInput:
        made = single_input(column, near, in_row=True)
        first = made.first()
        if isinstance(first, QLineEdit):
            first.setPlaceholderText(column.label)
        elif isinstance(made, LongInput):
            made.edit.setPlaceholderText(column.label)
        made.setToolTip(column.help or column.label)
        made.edited.connect(self.edited)
        made.left.connect(self.left)
        self.inputs[column.name] = made
        return made

    def set_number(self, number: int) -> None:
        """Say which row this is."""
        self.number.setText(str(number))

    def row(self) -> Row | None:
        """Give the cells that are filled; None while one of them holds half a value."""
        found: dict[str, str] = {}
        for name, made in self.inputs.items():
            value = made.value()
            if value is None:
                return None
            if isinstance(value, str) and value:
                found[name] = value
        return found

    def put(self, row: Row) -> None:
        """Show another row."""
        for name, made in self.inputs.items():
            if made.value() != row.get(name, ""):
                made.put(row.get(name, ""))

    def column_of(self, widget: QWidget | None) -> str:
        """Name the column in which a widget stands."""
        found = (n for n, made in self.inputs.items() if widget is not None and made.isAncestorOf(widget))
        return next(found, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, ↑ ↓ to the row above or below."""
        column = self.column_of(QApplication.focusWidget())
        names = list(self.inputs)
        key = event.key()
        if column and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CTRL:
            if column == names[-1]:
                self.finished.emit()
            else:
                self.inputs[names[names.index(column) + 1]].first().setFocus(Qt.FocusReason.TabFocusReason)
        elif column and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(column, 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


_CTRL = Qt.KeyboardModifier.ControlModifier


class RowsInput(FieldInput):
    """The rows with the names of the columns above them; one empty row stands ready."""

    def __init__(self, spec: FieldSpec, near: datetime, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._near = near
        self._room = 4 if theme.scale() >= LARGE else 6
        self.editors: list[RowEditor] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add_button = button(tr("Add a row"), self._on_add, icon="add", kind="quiet")
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.dp(NUMBER_WIDE), 0, 0, 0)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(2))
        outer.addLayout(_names(spec, self._room))
        outer.addLayout(self._rows)
        outer.addLayout(foot)
        self._append()
        take = QAction(self)
        take.setShortcut(QKeySequence("Ctrl+-"))
        take.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        take.triggered.connect(self._on_take)
        self.addAction(take)

    def value(self) -> Value | None:
        """Give the rows in which something stands."""
        rows = [editor.row() for editor in self.editors]
        if any(row is None for row in rows):
            return None
        return tuple(row for row in rows if row) or ""

    def put(self, value: Value) -> None:
        """Show other rows; those that are the same stay as they are."""
        rows = [row for row in value if isinstance(row, Mapping)] if not isinstance(value, str) else []
        while len(self.editors) > max(1, len(rows)):
            self._drop(self.editors[-1])
        while len(self.editors) < len(rows):
            self._append()
        for n, editor in enumerate(self.editors):
            editor.put(rows[n] if n < len(rows) else {})

    def has_words_in_work(self) -> bool:
        """Whether a word is being composed in one of the cells."""
        return any(made.has_words_in_work() for editor in self.editors for made in editor.inputs.values())

    def first(self) -> QWidget:
        """Give the first cell that is empty, else the first."""
        cells = [made for editor in self.editors for made in editor.inputs.values()]
        return next((made for made in cells if not made.value()), cells[0]).first()

    # Rows come and go

    def _append(self) -> RowEditor:
        made = RowEditor(self.spec, self._near, self._room)
        made.edited.connect(self.edited)
        made.left.connect(self.left)
        made.stepped.connect(partial(self._on_stepped, made))
        made.finished.connect(partial(self._on_finished, made))
        made.removed.connect(partial(self._on_removed, made))
        for cell in made.inputs.values():
            if isinstance(cell, TextInput):
                cell.edit.installEventFilter(self)
        self.editors.append(made)
        self._rows.addWidget(made)
        made.show()
        self._number()
        return made

    def _drop(self, editor: RowEditor) -> None:
        self.editors.remove(editor)
        self._rows.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        self._number()

    def _number(self) -> None:
        for n, editor in enumerate(self.editors, start=1):
            editor.set_number(n)
        self.add_button.setEnabled(len(self.editors) < MAX_ROWS)

    def _on_add(self) -> None:
        if len(self.editors) < MAX_ROWS:
            next(iter(self._append().inputs.values())).first().setFocus(Qt.FocusReason.TabFocusReason)

    def _on_finished(self, editor: RowEditor) -> None:
        at = self.editors.index(editor) + 1
        if at == len(self.editors):
            if editor.row() != {}:  # behind an empty row none is made
                self._on_add()
            return
        next(iter(self.editors[at].inputs.values())).first().setFocus(Qt.FocusReason.TabFocusReason)

    def _on_stepped(self, editor: RowEditor, column: str, by: int) -> None:
        at = self.editors.index(editor) + by
        if 0 <= at < len(self.editors):
            self.editors[at].inputs[column].first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_removed(self, editor: RowEditor) -> None:
        at, had = self.editors.index(editor), editor.row()
        column = editor.column_of(QApplication.focusWidget()) or next(iter(editor.inputs))
        if len(self.editors) == 1:
            editor.put({})
        else:
            self._drop(editor)
        beside = self.editors[min(at, len(self.editors) - 1)]
        beside.inputs[column].first().setFocus(Qt.FocusReason.OtherFocusReason)
        if had != {} and self.value() is not None:
            self.edited.emit()

    def _on_take(self) -> None:
        focused = QApplication.focusWidget()
        editor = next((e for e in self.editors if focused is not None and e.isAncestorOf(focused)), None)
        if editor is not None:
            self._on_removed(editor)

    # Cells out of a spreadsheet

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paste cells of a spreadsheet over as many rows as they fill."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text = QGuiApplication.clipboard().text()
            if event.matches(QKeySequence.StandardKey.Paste) and ("\t" in text or "\n" in text.strip()):
                self._paste(watched, text)
                return True
        return super().eventFilter(watched, event)

    def _paste(self, cell: QObject, text: str) -> None:
        editor = next(e for e in self.editors if isinstance(cell, QWidget) and e.isAncestorOf(cell))
        names = list(editor.inputs)
        first = names.index(editor.column_of(cell if isinstance(cell, QWidget) else None))
        at = self.editors.index(editor)
        for n, line in enumerate(text.replace("\r", "").rstrip("\n").split("\n")):
            if at + n >= MAX_ROWS:
                break
            target = self.editors[at + n] if at + n < len(self.editors) else self._append()
            for name, value in zip(names[first:], line.split("\t"), strict=False):
                target.inputs[name].put(value.strip())
        if self.value() is not None:
            self.edited.emit()


def _names(spec: FieldSpec, room: int) -> QGridLayout:
    """Set the names of the columns as the cells below stand."""
    grid = QGridLayout()
    grid.setContentsMargins(theme.dp(NUMBER_WIDE) + theme.dp(2), 0, theme.dp(REMOVE_WIDE) + theme.dp(2), 0)
    grid.setHorizontalSpacing(theme.dp(4))
    grid.setVerticalSpacing(0)
    for n, line in enumerate(packed(spec.columns, room)):
        box = QHBoxLayout()
        box.setSpacing(theme.dp(4))
        for column, weight in line:
            name = QLabel(tr("{title} *", title=column.label) if column.required else column.label)
            name.setProperty("tone", "muted")
            name.setProperty("letters", "small")
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            box.addWidget(name, weight)
        grid.addLayout(box, n, 0)
    return grid
