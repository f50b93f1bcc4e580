# SPDX-License-Identifier: MulanPSL-2.0
"""A text field whose slots 〔…〕 are tab stops: typing replaces a slot, 〔a/b〕 offers its choices.

It never takes a key while an input method composes, and it grows with its text.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from inspector_app.domain.finding import SLOT, open_slots
from inspector_app.ui import theme
from inspector_app.ui.widgets.slot_choices import SlotChoices

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


def slots_in(text: str) -> list[tuple[int, int]]:
    """Give where the slots of a text begin and end; the year brackets of document numbers are none.

    >>> slots_in("按〔2024〕5号，〔设备〕无防护")
    [(10, 14)]
    """
    return [m.span() for m in SLOT.finditer(text) if open_slots(m[0])]


def choices_of(slot: str) -> tuple[str, ...]:
    """Give the choices that a slot names, or nothing.

    >>> choices_of("〔监控/报警/防护〕")
    ('监控', '报警', '防护')
    """
    parts = tuple(part.strip() for part in slot.strip("〔〕").replace("／", "/").split("/"))
    return parts if len(parts) > 1 and all(parts) else ()


class SlotEdit(QPlainTextEdit):
    """A paragraph with slots."""

    edited = Signal()  # a person changed the text
    left = Signal()  # the focus went elsewhere

    def __init__(self, parent: QWidget | None = None, *, least_lines: int = 1, most_lines: int = 6) -> None:
        super().__init__(parent)
        self._least, self._most = least_lines, most_lines
        self._composing = False
        self._known = ""
        self._choices = SlotChoices(self)
        self._choices.chosen.connect(self._take_choice)
        self._marks = _SlotMarks(self)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.cursorPositionChanged.connect(self._offer)

    # -- text --------------------------------------------------------------------------------------

    @property
    def is_composing(self) -> bool:
        """Whether an input method is in the middle of a word."""
        return self._composing

    def text(self) -> str:
        """Give the text without what is still being composed."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show another text without calling it an edit; the cursor stays where the texts agree."""
        if text == self.toPlainText() or self._composing:
            return
        place = self.textCursor().position()
        self._known = text
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(text)))
        self.setTextCursor(cursor)
        self._fit()

    def _on_text_changed(self) -> None:
        self._fit()
        text = self.toPlainText()
        if text != self._known:
            self._known = text
            self.edited.emit()

    # -- slots -------------------------------------------------------------------------------------

    def select_slot(self, place: int = 0) -> bool:
        """Select the slot of that number, counted from either end; False when there is none."""
        spans = slots_in(self.toPlainText())
        if not spans or self.isReadOnly():
            return False
        self._select(spans[place])
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next slot first, and to the next field when there is no more."""
        if self._composing:
            return True
        if not self.isReadOnly():
            cursor = self.textCursor()
            spans = slots_in(self.toPlainText())
            if forward:
                later = [s for s in spans if s[0] >= cursor.selectionEnd()]
                target = later[0] if later else None
            else:
                earlier = [s for s in spans if s[1] <= cursor.selectionStart()]
                target = earlier[-1] if earlier else None
            if target is not None:
                self._select(target)
                return True
        return super().focusNextPrevChild(forward)

    def _select(self, span: tuple[int, int]) -> None:
        cursor = self.textCursor()
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def selected_slot(self) -> str:
        """Give the slot that is selected, if the selection is exactly one."""
        cursor = self.textCursor()
        chosen = cursor.selectedText()
        return chosen if chosen and SLOT.fullmatch(chosen) else ""

    def _offer(self) -> None:
        choices = choices_of(self.selected_slot()) if self.hasFocus() and not self.isReadOnly() else ()
        if choices:
            self._choices.offer(choices, self.slot_rect())
        else:
            self._choices.put_away()

    def slot_rect(self) -> QRect:
        """Give where the selection begins, in this widget's pixels."""
        cursor = self.textCursor()
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        return self.cursorRect(start).translated(self.viewport().pos())

    def _take_choice(self, choice: str) -> None:
        cursor = self.textCursor()
        if self.selected_slot():
            cursor.insertText(choice)
            self.setTextCursor(cursor)
            self.focusNextPrevChild(True) if slots_in(self.toPlainText()) else self.setFocus()

    # -- events ------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window when nothing typed here is left to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if undo and not self.document().isUndoAvailable():
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next slot or field; with Shift it makes a line."""
        if self._composing:
            super().keyPressEvent(event)
            return
        if self._choices.isVisible() and self._choices.take_key(event.key()):
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if plain:
                self.focusNextPrevChild(True)
                return
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know when a word is being composed."""
        self._composing = bool(event.preeditString())
        if self._composing:
            self._choices.put_away()
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arriving by Tab selects a slot."""
        super().focusInEvent(event)
        if event.reason() in _BY_TAB:
            self.select_slot(0 if event.reason() == Qt.FocusReason.TabFocusReason else -1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving saves."""
        super().focusOutEvent(event)
        self._composing = False
        self._choices.put_away()
        self.left.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a slot selects it."""
        super().mouseReleaseEvent(event)
        cursor = self.textCursor()
        if not cursor.hasSelection() and not self.isReadOnly():
            spans = slots_in(self.toPlainText())
            inside = next((s for s in spans if s[0] < cursor.position() < s[1]), None)
            if inside:
                self._select(inside)

    # -- size --------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or letter size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._marks.renew()
            self._fit()

    def sizeHint(self) -> QSize:
        """As high as the text, within bounds."""
        return QSize(super().sizeHint().width(), self._wanted_height())

    def _fit(self) -> None:
        wanted = self._wanted_height()
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
        too_long = round(self.document().size().height()) > self._most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if too_long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)

    def _wanted_height(self) -> int:
        lines = max(1, round(self.document().size().height()))
        line = QFontMetrics(self.font()).lineSpacing()
        shown = min(self._most, max(self._least, lines))
        frame = self.height() - self.viewport().height() if self.viewport().height() > 0 else 0
        frame = frame if 0 < frame < 60 else theme.dp(14)
        return max(shown * line + round(2 * self.document().documentMargin()) + frame, theme.dp(36))


class _SlotMarks(QSyntaxHighlighter):
    """Shows each open slot in the colour of things to do."""

    def __init__(self, edit: SlotEdit) -> None:
        super().__init__(edit.document())
        self._format = QTextCharFormat()
        self._paint()

    def renew(self) -> None:
        """Follow another theme."""
        before = QColor(self._format.foreground().color())
        self._paint()
        if before != self._format.foreground().color():
            self.rehighlight()

    def _paint(self) -> None:
        self._format.setForeground(theme.colour("warn"))
        self._format.setBackground(theme.colour("warn_soft"))
        self._format.setFontWeight(600)

    def highlightBlock(self, text: str) -> None:
        """Mark the slots of one paragraph."""
        for start, end in slots_in(text):
            self.setFormat(start, end - start, self._format)
