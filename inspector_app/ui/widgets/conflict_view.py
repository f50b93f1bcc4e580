# SPDX-License-Identifier: MulanPSL-2.0
"""One conflict: its values in columns, and choosing: take left, take right, another value, keep, delete, explain."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.domain.conflict import Choice, Conflict, ConflictKind
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.conflict_list import ROLES
from inspector_app.ui.widgets.conflict_sides import ConflictSides
from inspector_app.ui.widgets.page import Band, EmptyState, Pages, button, label, row, scrolled
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr, word

LONG_TEXT = 60  # letters from which a field of several lines is offered
DIGITS = {Qt.Key(Qt.Key.Key_1.value + n): n for n in range(9)}
KEYS = frozenset({*DIGITS, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ConflictView(QWidget):
    """Shows a conflict; `decided` says what a person chose: choice, value, reason."""

    decided = Signal(str, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.conflict: Conflict | None = None
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.thing = WrapLabel()
        self.thing.setProperty("letters", "lead")
        self.field = label("")
        self.kind = Chip(parent=self)
        self.band = Band()
        self.sides = ConflictSides()
        self.sides.taken.connect(self.take)
        self.sides.chosen.connect(self.choose)
        self.keep = button(tr("Keep it"), partial(self._decide, Choice.KEEP), kind="primary")
        self.delete = button(tr("Delete it"), partial(self._decide, Choice.DELETE), kind="danger")
        self.explain = button(tr("Keep the explanation"), self._explain, kind="primary")
        self.different = button(tr("They are different enterprises"), partial(self._decide, Choice.DIFFERENT))
        self.other = button(tr("Another value"), self.show_other, icon="edit", kind="quiet")
        self.line, self.lines, self.words = QLineEdit(), QPlainTextEdit(), QComboBox()
        self.use = button(tr("Use this value"), self._use, kind="primary")
        self.reason = QLineEdit()
        self.hint = label("", tone="muted", size="small", wrap=True)
        self.nothing = EmptyState("check", tr("No conflicts"), tr("All laptops that handed over say the same."))
        self._build()
        self.show_conflict(None, "")

    def _build(self) -> None:
        self.typed = Pages()
        parts: tuple[QWidget, ...] = (self.line, self.lines, self.words)
        for part in parts:
            part.setAccessibleName(tr("Another value"))
            self.typed.addWidget(part)
        self.lines.setTabChangesFocus(True)
        self.typing = QWidget()
        typing = QVBoxLayout(self.typing)
        typing.setContentsMargins(0, 0, 0, 0)
        typing.addWidget(self.typed)
        typing.addLayout(row(self.use, None))
        self.reason.setAccessibleName(tr("Reason"))
        acts = row(self.keep, self.delete, self.explain, self.different, self.other, None)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, theme.dp(6), 0)
        inner.setSpacing(theme.dp(8))
        inner.addWidget(self.thing)
        inner.addLayout(row(self.kind, self.field, None))
        for part in (self.band, self.sides, self.typing, self.reason):
            inner.addWidget(part)
        inner.addLayout(acts)
        inner.addWidget(self.hint)
        inner.addStretch(1)
        self.area = scrolled(body)
        self.stack = Pages()
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.nothing)
        surface = QFrame()
        surface.setProperty("card", True)
        edge = QVBoxLayout(surface)
        side = theme.dp(14)
        edge.setContentsMargins(side, side, theme.dp(8), side)
        edge.addWidget(self.stack)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(surface)

    # ---- showing ---------------------------------------------------------------------------------------

    def show_conflict(self, conflict: Conflict | None, own_device: str) -> None:
        """Show one, or that there is none."""
        same = conflict is not None and self.conflict is not None and conflict.id == self.conflict.id
        before, self.conflict = self.conflict, conflict
        self.stack.setCurrentIndex(1 if conflict is None else 0)
        if conflict is None or (same and conflict == before):
            return
        self.thing.setText(conflict.thing)
        self.field.setText(conflict.label)
        self.kind.set_state(word(conflict.kind), ROLES[conflict.kind])
        self.sides.show_conflict(conflict, own_device)
        self.current = next((n for n, s in enumerate(conflict.sides) if s.is_shown), -1)
        self._show_acts(conflict)
        self._tell(conflict)
        self.reason.clear()
        self.typing.hide()
        self.sides.set_current(self.current if self._may_take else -1)

    def _show_acts(self, conflict: Conflict) -> None:
        choices = conflict.choices
        self.keep.setVisible(Choice.KEEP in choices)
        self.delete.setVisible(Choice.DELETE in choices)
        self.explain.setVisible(Choice.EXPLAIN in choices and conflict.is_open)
        self.different.setVisible(Choice.DIFFERENT in choices)
        self.other.setVisible(Choice.OTHER in choices)
        must = conflict.kind is ConflictKind.NUMBER
        self.reason.setPlaceholderText(
            tr("Why both papers bear this number") if must else tr("Reason (may be left empty)")
        )
        self.reason.setVisible(conflict.is_open or not must)
        self.hint.setText(tr("← → or 1, 2, 3 choose a side, Enter takes it.") if self._may_take else "")
        self.hint.setVisible(bool(self.hint.text()))

    def _tell(self, conflict: Conflict) -> None:
        """Say what is special about it."""
        words = ""
        if conflict.is_frozen:
            words = tr(
                "Document {number} fixed the value that is shown; it stays. Taking it notes that the other was seen; "
                "what must be different needs a new document.",
                number=conflict.frozen_by,
            )
        elif conflict.explanation:
            words = tr("Explained: {reason}", reason=conflict.explanation)
        elif conflict.kind is ConflictKind.NUMBER:
            words = tr(
                "Both papers exist, and their number stays. Void one of them where it is lawful, or explain it here."
            )
        elif conflict.kind is ConflictKind.DELETED:
            words = tr("One laptop deleted what another one changed. It stays until somebody decides.")
        elif conflict.kind is ConflictKind.ENTERPRISE:
            words = tr("Two entries have one credit code. Merged, one is listed with everything of both; papers stay.")
        if words:
            self.band.say(words, tone="info")
        else:
            self.band.hide()

    @property
    def _may_take(self) -> bool:
        return self.conflict is not None and any(choice.isdecimal() for choice in self.conflict.choices)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say why it was not settled."""
        self.band.say("\n".join(sentence(p) for p in problems), tone="bad")

    def show_other(self) -> None:
        """Offer a field for another value, with the shown one in it."""
        conflict = self.conflict
        if conflict is None or not conflict.may_be_typed:
            return
        side = next((s for s in conflict.sides if s.is_shown), conflict.sides[0])
        text = "" if side.value is None else side.text
        self.words.clear()
        for value, called in conflict.words:
            self.words.addItem(called or tr("(nothing)"), value)
        is_long = any(len(s.text) > LONG_TEXT or "\n" in s.text for s in conflict.sides)
        part: QWidget = self.words if conflict.words else self.lines if is_long else self.line
        self.line.setText(text)
        self.lines.setPlainText(text)
        self.words.setCurrentIndex(max(0, self.words.findData(side.value)))
        self.typed.setCurrentWidget(part)
        self.typed.setFixedHeight(theme.dp(120) if part is self.lines else theme.dp(36))
        self.typing.show()
        part.setFocus()
        self.area.ensureWidgetVisible(self.use)

    # ---- deciding --------------------------------------------------------------------------------------

    def choose(self, place: int) -> None:
        """Make a side the one that Enter takes."""
        if self.conflict is None or not self._may_take or not 0 <= place < len(self.conflict.sides):
            return
        self.current = place
        self.sides.set_current(place)
        self.area.ensureWidgetVisible(self.sides.cards[place])

    def take(self, place: int) -> None:
        """Take a side."""
        if self.conflict is not None and str(place + 1) in self.conflict.choices:
            self.decided.emit(str(place + 1), None, self.reason.text())

    def _decide(self, choice: Choice) -> None:
        self.decided.emit(choice.value, None, self.reason.text())

    def _explain(self) -> None:
        if not self.reason.text().strip():
            self.reason.setFocus()
        self._decide(Choice.EXPLAIN)

    def _use(self) -> None:
        part = self.typed.currentWidget()
        value = self.words.currentData() if part is self.words else self.line.text()
        self.decided.emit(
            Choice.OTHER.value, self.lines.toPlainText() if part is self.lines else value, self.reason.text()
        )

    def event(self, event: QEvent) -> bool:
        """Take our keys before the page around gives them another meaning."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and event.key() in KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a side by arrows and digits, take it by Enter."""
        key = Qt.Key(event.key())
        if not self._may_take or self.conflict is None or key not in KEYS:
            super().keyPressEvent(event)
        elif key in DIGITS:
            self.choose(DIGITS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = -1 if key == Qt.Key.Key_Left else 1
            self.choose(min(max(self.current + by, 0), len(self.conflict.sides) - 1))
        elif self.current >= 0:
            self.take(self.current)
