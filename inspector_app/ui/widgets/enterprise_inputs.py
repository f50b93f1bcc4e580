# SPDX-License-Identifier: MulanPSL-2.0
"""The inputs of a form that is declared as a list: texts, long texts, days, numbers, choices, codes of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Protocol

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.day_field import parse_day
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import label, restyle, set_tone
from inspector_app.wording import tr

MOST_OFFERED = 12


class InputKind(Enum):
    """How a value is typed."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    NUMBER = "number"
    DECIMAL = "decimal"
    CHOICE = "choice"
    CODE = "code"


class CodeTable(Protocol):
    """A table of codes with names."""

    def name_of(self, code: str) -> str:
        """Give the name of a code."""
        ...

    def find(self, text: str, limit: int = 50) -> tuple[tuple[str, str], ...]:
        """Give codes with their names by a beginning or a part of the name."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One value of a form; `table` is that of a code, `help_text` stands below while nothing is wrong."""

    name: str
    title: str
    kind: InputKind = InputKind.TEXT
    choices: tuple[StrEnum, ...] = ()
    words: Mapping[StrEnum, str] | None = None
    needed: bool = False
    none_word: str = ""  # what an empty choice is called; empty: a choice must be made
    hint: str = ""
    help_text: str = ""
    table: CodeTable | None = None
    wide: bool = False


class LongField(QWidget):
    """A label, a field of several lines, and what is wrong."""

    left = Signal(str)

    def __init__(self, title: str, *, needed: bool = False, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        self.title = label(tr("{title} *", title=title) if needed else title, tone="muted", size="small")
        self.edit = _Lines(self)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(title)
        self.edit.setPlaceholderText(hint)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * 3 + theme.dp(18))
        self.edit.gone.connect(self._on_left)
        self.words = label("", tone="bad", size="small", wrap=True)
        _stack(self, self.title, self.edit, self.words)
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """Give what stands in the field."""
        return self.edit.toPlainText().strip()

    def put(self, text: str) -> None:
        """Fill the field with what is kept."""
        self._kept = text
        if self.edit.toPlainText() != text:
            self.edit.setPlainText(text)
        self.fault("")

    def fault(self, words: str) -> None:
        """Say what is wrong."""
        restyle(self.edit, "faulty", bool(words))
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _on_left(self) -> None:
        if self.text() != self._kept:
            self._kept = self.text()
            self.left.emit(self._kept)


class _Lines(QPlainTextEdit):
    gone = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        self.gone.emit()


class ChoiceField(QWidget):
    """A label and a box of choices; `left` when a person chose."""

    left = Signal(str)

    def __init__(self, wanted: Input, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = tr("{title} *", title=wanted.title) if wanted.needed else wanted.title
        self.title = label(title, tone="muted", size="small")
        self.edit = QComboBox()
        self.edit.setAccessibleName(wanted.title)
        self.edit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.edit.setMinimumContentsLength(6)
        self.edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel turns the page, not a value
        if wanted.none_word:
            self.edit.addItem(wanted.none_word, "")
        for value in wanted.choices:
            self.edit.addItem(wanted.words[value] if wanted.words else value.value, value.value)
        self.words = label("", tone="bad", size="small", wrap=True)
        _stack(self, self.title, self.edit, self.words)
        self.setFocusProxy(self.edit)
        self.edit.activated.connect(lambda _n: self.left.emit(self.text()))

    def text(self) -> str:
        """Give the chosen value."""
        return str(self.edit.currentData() or "")

    def put(self, text: str) -> None:
        """Show the kept value."""
        self.edit.setCurrentIndex(max(0, self.edit.findData(text)))
        self.fault("")

    def fault(self, words: str) -> None:
        """Say what is wrong."""
        self.words.setText(words)
        self.words.setVisible(bool(words))


class CodeField(Field):
    """A code of a table: what it is called stands below, and codes are offered by code or name while one types."""

    def __init__(self, wanted: Input, parent: QWidget | None = None) -> None:
        super().__init__(wanted.title, hint=wanted.hint, needed=wanted.needed, parent=parent)
        assert wanted.table is not None
        self._table = wanted.table
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(MOST_OFFERED)
        completer.activated.connect(self._on_taken)
        self.edit.setCompleter(completer)
        self.edit.textEdited.connect(self._on_edited)

    def put(self, text: str) -> None:
        """Show the kept code with its name."""
        super().put(text)
        if name := self._table.name_of(text):
            self.praise(name)

    def _on_edited(self, text: str) -> None:
        found = self._table.find(text, MOST_OFFERED) if text.strip() else ()
        self._offers.setStringList([f"{code} {name}" for code, name in found])

    def _on_taken(self, line: str) -> None:
        code = line.split(" ")[0]
        QTimer.singleShot(0, self, lambda: self._take(code))  # after the completer has put its whole line

    def _take(self, code: str) -> None:
        self.edit.setText(code)
        self.edit.editingFinished.emit()


FieldWidget = Field | LongField | ChoiceField


class Inputs(QWidget):
    """The fields of a form in two columns; `left` names a field that a person changed and left."""

    left = Signal(str)

    def __init__(
        self, wanted: Sequence[Input], today: date, parent: QWidget | None = None, *, columns: int = 2
    ) -> None:
        super().__init__(parent)
        self.wanted = {one.name: one for one in wanted}
        self.today = today
        self.fields: dict[str, FieldWidget] = {one.name: _field(one) for one in wanted}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.dp(16))
        grid.setVerticalSpacing(theme.dp(10))
        for n in range(columns):
            grid.setColumnStretch(n, 1)
        line = column = 0
        for one in wanted:
            is_wide = one.wide or one.kind is InputKind.LONG
            if is_wide and column:
                line, column = line + 1, 0
            field = self.fields[one.name]
            grid.addWidget(field, line, column, 1, columns if is_wide else 1, Qt.AlignmentFlag.AlignTop)
            field.left.connect(lambda _text, name=one.name: self.left.emit(name))
            column = 0 if is_wide else (column + 1) % columns
            line += 0 if column else 1

    def put(self, values: object, *, but_focused: bool = False) -> None:
        """Fill the fields with the attributes of the same names; a field that is being typed in may stay."""
        for name, field in self.fields.items():
            if not (but_focused and field.edit.hasFocus()):
                field.put(_text(getattr(values, name, None)))

    def values(self) -> tuple[dict[str, object], dict[str, str]]:
        """Give what is typed, and below which field what cannot be read."""
        found: dict[str, object] = {}
        faults: dict[str, str] = {}
        for name, field in self.fields.items():
            value, fault = _value(self.wanted[name], field.text(), self.today)
            if fault:
                faults[name] = fault
            else:
                found[name] = value
        return found, faults

    def tell(self, faults: Mapping[str, str], names: Iterable[str] | None = None) -> None:
        """Say below each field (or below these only) what is wrong, and nothing below the others."""
        for name in self.fields if names is None else names:
            if name in faults or self.fields[name].words.property("tone") == "bad":
                self.fields[name].fault(faults.get(name, ""))

    def focus_first(self, names: Iterable[str] = ()) -> None:
        """Put the focus into the first of these fields, or into the first one."""
        wanted = set(names)
        first = next((f for n, f in self.fields.items() if n in wanted), next(iter(self.fields.values())))
        first.setFocus()


def _field(wanted: Input) -> FieldWidget:
    if wanted.kind is InputKind.CHOICE:
        return ChoiceField(wanted)
    if wanted.kind is InputKind.LONG:
        return LongField(wanted.title, needed=wanted.needed, hint=wanted.hint)
    if wanted.kind is InputKind.CODE:
        return CodeField(wanted)
    hint = wanted.hint or ("2026-01-31" if wanted.kind is InputKind.DAY else "")
    return Field(wanted.title, hint=hint, needed=wanted.needed, help_text=wanted.help_text)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _value(wanted: Input, text: str, today: date) -> tuple[object, str]:
    """Read one value: (value, "") or (None, what is wrong)."""
    kind = wanted.kind
    if kind is InputKind.CHOICE:
        return next((choice for choice in wanted.choices if choice.value == text), None), ""
    if kind in (InputKind.TEXT, InputKind.LONG, InputKind.CODE):
        return text, ""
    if not text:
        return None, ""
    if kind is InputKind.DAY:
        day = parse_day(text, today)
        return day, "" if day is not None else tr("Write the day as 2026-11-21")
    try:
        return (int(text) if kind is InputKind.NUMBER else float(text)), ""
    except ValueError:
        return None, tr("Write a whole number") if kind is InputKind.NUMBER else tr("Write a number, like 39.08423")


def _stack(owner: QWidget, *parts: QWidget) -> None:
    box = QVBoxLayout(owner)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.dp(4))
    for part in parts:
        box.addWidget(part)
    parts[-1].hide()  # only now: without a parent it would open as a window
    set_tone(parts[-1], "bad")
