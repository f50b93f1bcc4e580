# SPDX-License-Identifier: MulanPSL-2.0
"""Words of a document's fields that are chosen, not typed: one of a few, some of a list, yes or nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.document_fields import YES, FieldSpec, Value
from inspector_app.ui import theme
from inspector_app.ui.widgets.field_editor_inputs import FieldInput, set_parts
from inspector_app.ui.widgets.page import restyle
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr

MOST_BUTTONS, MOST_LETTERS = 3, 14  # what stands side by side in a narrow column


def choice_input(spec: FieldSpec) -> FieldInput:
    """Make buttons for a few short words, else a list that opens."""
    few = 0 < len(spec.choices) <= MOST_BUTTONS and sum(len(label) for _, label in spec.choices) <= MOST_LETTERS
    return ButtonsInput(spec) if few else ListInput(spec)


class ButtonsInput(FieldInput):
    """A few words side by side; a second press on the chosen one takes it back."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.buttons: dict[str, QPushButton] = {}
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for word, label in spec.choices:
            made = QPushButton(label)
            made.setCheckable(True)
            made.setProperty("segment", True)
            made.setAccessibleName(f"{spec.label}: {label}")
            made.clicked.connect(lambda checked=False, w=word: self._on_clicked(w, checked))
            self.buttons[word] = made
            box.addWidget(made)
        box.addStretch(1)
        self.setFocusProxy(next(iter(self.buttons.values())))

    def value(self) -> Value | None:
        """Give the chosen word, or an empty text."""
        return next((word for word, made in self.buttons.items() if made.isChecked()), "")

    def put(self, value: Value) -> None:
        """Show another word as chosen."""
        for word, made in self.buttons.items():
            made.setChecked(word == value)

    def first(self) -> QWidget:
        """Give the chosen button, else the first."""
        return self.buttons.get(str(self.value()), next(iter(self.buttons.values())))

    def _on_clicked(self, word: str, checked: bool) -> None:
        self.put(word if checked else "")
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → move between the words."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        at = next((n for n, made in enumerate(self.buttons.values()) if made.hasFocus()), -1)
        if step is None or at < 0:
            super().keyPressEvent(event)
            return
        every = list(self.buttons.values())
        every[(at + step) % len(every)].setFocus(Qt.FocusReason.OtherFocusReason)


class CalmCombo(QComboBox):
    """A list that opens; the wheel scrolls the page over it and changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class ListInput(FieldInput):
    """One of several words; the first entry takes the choice back."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.combo = CalmCombo()
        self.combo.setAccessibleName(spec.label)
        self.combo.addItem(tr("Choose …"), "")
        for word, label in spec.choices:
            self.combo.addItem(label, word)
        self.combo.activated.connect(lambda _row: self.edited.emit())
        set_parts(self, self.combo)

    def value(self) -> Value | None:
        """Give the chosen word, or an empty text."""
        return str(self.combo.currentData() or "")

    def put(self, value: Value) -> None:
        """Show another word as chosen."""
        self.combo.setCurrentIndex(max(0, self.combo.findData(value if isinstance(value, str) else "")))

    def set_auto(self, is_auto: bool) -> None:
        """Show lighter what nobody has chosen."""
        restyle(self.combo, "auto", is_auto)

    def first(self) -> QWidget:
        """Give the list."""
        return self.combo


class _Words(WrapLabel):
    """Words beside a box; a click on them is a click on the box."""

    clicked = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent=parent)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setContentsMargins(0, theme.dp(8), 0, theme.dp(8))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pass the click on."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class ChoicesInput(FieldInput):
    """Some of the words, one below the other; long ones wrap."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.boxes: dict[str, QCheckBox] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for word, label in spec.choices:
            box = QCheckBox()
            box.setAccessibleName(label)
            box.clicked.connect(self.edited)
            words = _Words(label)
            words.clicked.connect(box.click)
            line = QHBoxLayout()
            line.setSpacing(theme.dp(2))
            line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            outer.addLayout(line)
            self.boxes[word] = box
        if self.boxes:
            self.setFocusProxy(self.first())

    def value(self) -> Value | None:
        """Give the chosen words in the order of the form; an empty text where there is none."""
        return tuple(word for word, box in self.boxes.items() if box.isChecked()) or ""

    def put(self, value: Value) -> None:
        """Show other words as chosen."""
        for word, box in self.boxes.items():
            box.setChecked(not isinstance(value, str) and word in value)

    def first(self) -> QWidget:
        """Give the first box."""
        return next(iter(self.boxes.values()), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ move between the boxes."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        every = list(self.boxes.values())
        at = next((n for n, box in enumerate(every) if box.hasFocus()), -1)
        if step is None or not 0 <= at + step < len(every):
            super().keyPressEvent(event)
            return
        every[at + step].setFocus(Qt.FocusReason.OtherFocusReason)


class FlagInput(FieldInput):
    """Yes, or nothing; its label stands beside the box."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.box = QCheckBox(spec.label)
        self.box.clicked.connect(self.edited)
        set_parts(self, self.box)

    def value(self) -> Value | None:
        """Give yes or an empty text."""
        return YES if self.box.isChecked() else ""

    def put(self, value: Value) -> None:
        """Show it chosen or not."""
        self.box.setChecked(value == YES)

    def first(self) -> QWidget:
        """Give the box."""
        return self.box
