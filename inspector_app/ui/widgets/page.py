# SPDX-License-Identifier: MulanPSL-2.0
"""The plain parts of a page: labels, buttons, cards, bands and empty states, all on one grid of 8 px."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import theme


def label(text: str = "", *, tone: str = "", size: str = "", wrap: bool = False) -> QLabel:
    """Make a label of plain text; `tone` is a colour role, `size` small or lead."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if tone:
        made.setProperty("tone", tone)
    if size:
        made.setProperty("letters", size)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a label another colour role."""
    restyle(widget, "tone", tone)


def freeze(field: QLineEdit | QPlainTextEdit, is_frozen: bool) -> None:
    """Make a field one that is only read, and let it look so: the style sheet has to be asked again."""
    if field.isReadOnly() != is_frozen:
        field.setReadOnly(is_frozen)
        field.style().unpolish(field)
        field.style().polish(field)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and dress the widget again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def button(
    text: str, then: Callable[[], object] | None = None, *, icon: str = "", kind: str = "", tip: str = ""
) -> QPushButton:
    """Make a button; `kind` is primary, quiet, danger or nothing."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        role = {"primary": "on_accent", "danger": "bad", "quiet": "accent"}.get(kind, "text")
        theme.set_icon(made, icon, role)
    if tip:
        made.setToolTip(tip)
    if then is not None:
        made.clicked.connect(lambda _checked=False: then())
    return made


def column(*parts: QWidget, gap: int = 8, edge: int = 0) -> QVBoxLayout:
    """Stack parts from top to bottom."""
    box = QVBoxLayout()
    box.setSpacing(theme.dp(gap))
    side = theme.dp(edge) if edge else 0
    box.setContentsMargins(side, side, side, side)
    for part in parts:
        box.addWidget(part)
    return box


def row(*parts: QWidget | None, gap: int = 8) -> QHBoxLayout:
    """Set parts side by side; `None` is a stretch."""
    box = QHBoxLayout()
    box.setSpacing(theme.dp(gap))
    box.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            box.addStretch(1)
        else:
            box.addWidget(part)
    return box


def clear(box: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := box.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def scrolled(body: QWidget) -> QScrollArea:
    """Put a page into an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area


class Card(QFrame):
    """A surface with a title; a count or a button may stand at its right."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.outer = QVBoxLayout(self)
        side = theme.dp(16)
        self.outer.setContentsMargins(side, theme.dp(12), side, theme.dp(12))
        self.outer.setSpacing(theme.dp(8))
        self.title = label(title)
        self.title.setObjectName("cardTitle")
        self.note = label("", tone="muted")
        self.top = row(self.title, self.note, None)
        self.outer.addLayout(self.top)
        self.title.setVisible(bool(title))  # only now: a label without a parent would show as a window

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """Put a part below the title."""
        self.outer.addWidget(part, stretch)

    def add_at_right(self, part: QWidget) -> None:
        """Put a part into the title line."""
        self.top.addWidget(part)


class Band(QFrame):
    """One line across the page that says something once, with one thing to do about it."""

    def __init__(self, tone: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("band", tone)
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.dp(12), theme.dp(6), theme.dp(8), theme.dp(6))
        box.setSpacing(theme.dp(8))
        self.picture = QLabel()
        self.words = label("", wrap=True)
        self.action = button("")
        self.dismiss = button("", self.hide, icon="close", kind="quiet")
        for part, stretch in ((self.picture, 0), (self.words, 1), (self.action, 0), (self.dismiss, 0)):
            box.addWidget(part, stretch)
        self._then: Callable[[], object] | None = None
        self.action.clicked.connect(self._on_action)
        self.hide()

    def say(
        self, words: str, *, tone: str = "info", action: str = "", then: Callable[[], object] | None = None
    ) -> None:
        """Show these words, with a button if there is an action."""
        restyle(self, "band", tone)
        role = {"info": "accent"}.get(tone, tone)
        name = {"info": "info", "ok": "check", "warn": "warning", "bad": "error"}[tone]
        self.picture.setPixmap(theme.pixmap(name, role, theme.dp(20)))
        self.words.setText(words)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._then = then
        self.show()

    def _on_action(self) -> None:
        self.hide()
        if self._then is not None:
            self._then()


class Pages(QStackedWidget):
    """Pages of which one is shown; the hidden ones do not make the window larger than a small laptop."""

    def minimumSizeHint(self) -> QSize:
        """Ask only for what the shown page needs, and never for much."""
        page = self.currentWidget()
        least = page.minimumSizeHint() if page is not None else QSize()
        return least.boundedTo(QSize(theme.dp(480), theme.dp(160)))


class EmptyState(QWidget):
    """What stands where a list would be: why it is empty, and the next thing to do as a button."""

    def __init__(self, icon: str, text: str, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = label(text, size="lead", wrap=True)
        self.detail = label(detail, tone="muted", wrap=True)
        box = QVBoxLayout(self)
        box.setSpacing(theme.dp(8))
        box.addStretch(1)
        box.addWidget(self.picture)
        for part in (self.text, self.detail):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(part)
        self.detail.setVisible(bool(detail))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.dp(8))
        self.buttons.addStretch(1)
        self.buttons.addStretch(1)
        box.addLayout(self.buttons)
        box.addStretch(1)

    def add_button(self, made: QPushButton) -> None:
        """Offer the next thing to do."""
        self.buttons.insertWidget(self.buttons.count() - 1, made)

    def say(self, text: str, detail: str = "") -> None:
        """Say something else."""
        self.text.setText(text)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the picture in the theme of the moment."""
        super().showEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture again in another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        self.picture.setPixmap(theme.pixmap(self._icon, "muted", theme.dp(40)))
