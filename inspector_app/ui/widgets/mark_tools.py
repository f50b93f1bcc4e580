# SPDX-License-Identifier: MulanPSL-2.0
"""The tools beside a photo: what is drawn, in which colour, how wide, and back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from inspector_app.domain.markup import MarkKind
from inspector_app.ui import theme
from inspector_app.ui.widgets.mark_scene import COLOURS, WIDTHS, MarkScene
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.wording import tr, word


class MarkTools(QWidget):
    """Says to the scene what the hand wants; shows what the scene has in hand."""

    def __init__(self, scene: MarkScene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self.tools: dict[MarkKind | None, QPushButton] = {}
        self.colours: dict[str, QToolButton] = {}
        self.widths: dict[float, QToolButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        self._add_tools(box)
        self._add_inks(box)
        self._add_steps(box)
        box.addStretch(1)
        scene.tool_changed.connect(self.update_state)
        scene.marks_changed.connect(self.update_state)
        scene.chosen_changed.connect(self.update_state)
        self.update_state()

    def _add_tools(self, box: QVBoxLayout) -> None:
        group = QButtonGroup(self)
        kinds: tuple[tuple[MarkKind | None, str, str], ...] = (
            (None, "", "V"),
            (MarkKind.ARROW, "arrow", "A"),
            (MarkKind.BOX, "box", "B"),
            (MarkKind.CIRCLE, "circle", "C"),
            (MarkKind.TEXT, "text", "T"),
        )
        for kind, icon, key in kinds:
            name = word(kind) if kind is not None else tr("Select marks")
            made = button(name, partial(self._scene.set_tool, kind), icon=icon, tip=f"{name} ({key})")
            made.setCheckable(True)
            if not icon:
                made.setIcon(QIcon(_blank()))
                made.setIconSize(QSize(theme.dp(20), theme.dp(20)))
            made.setStyleSheet("text-align: left;")
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(made)
            box.addWidget(made)
            self.tools[kind] = made

    def _add_inks(self, box: QVBoxLayout) -> None:
        box.addSpacing(theme.dp(6))
        box.addWidget(label(tr("Colour"), tone="muted", size="small"))
        grid = QGridLayout()
        grid.setSpacing(theme.dp(4))
        names = (tr("Red"), tr("Yellow"), tr("Blue"), tr("White"))
        for n, (colour, name) in enumerate(zip(COLOURS, names, strict=True)):
            made = _ink(tr("{colour} (K)", colour=name), partial(self._take_colour, colour))
            self.colours[colour] = made
            grid.addWidget(made, n // 4, n % 4)
        box.addLayout(grid)
        box.addWidget(label(tr("Width"), tone="muted", size="small"))
        grid = QGridLayout()
        grid.setSpacing(theme.dp(4))
        thickness = (tr("Thin"), tr("Middle"), tr("Thick"))
        for n, (width, name) in enumerate(zip(WIDTHS, thickness, strict=True)):
            made = _ink(tr("{width} (L)", width=name), partial(self._take_width, width))
            self.widths[width] = made
            grid.addWidget(made, 0, n)
        grid.setColumnStretch(len(WIDTHS), 1)
        box.addLayout(grid)

    def _add_steps(self, box: QVBoxLayout) -> None:
        box.addSpacing(theme.dp(6))
        self.undo = button("", self._scene.undo, icon="undo", tip=tr("Undo (Ctrl+Z)"))
        self.redo = button("", self._scene.redo, icon="redo", tip=tr("Redo (Ctrl+Y)"))
        self.remove = button("", self._scene.remove_chosen, icon="trash", tip=tr("Delete mark (Del)"))
        for part in (self.undo, self.redo, self.remove):
            part.setAccessibleName(part.toolTip())
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.addLayout(row(self.undo, self.redo, self.remove, gap=4))

    def _take_colour(self, colour: str) -> None:
        self._scene.set_style(colour=colour)
        self.update_state()

    def _take_width(self, width: float) -> None:
        self._scene.set_style(width=width)
        self.update_state()

    def next_colour(self) -> None:
        """Take the next colour in turn."""
        at = COLOURS.index(self._scene.colour) if self._scene.colour in COLOURS else -1
        self._take_colour(COLOURS[(at + 1) % len(COLOURS)])

    def next_width(self) -> None:
        """Take the next width in turn."""
        at = WIDTHS.index(self._scene.width_part) if self._scene.width_part in WIDTHS else -1
        self._take_width(WIDTHS[(at + 1) % len(WIDTHS)])

    def update_state(self, *_: object) -> None:
        """Show what is in hand and what can be done."""
        self.tools[self._scene.tool].setChecked(True)
        self.undo.setEnabled(self._scene.can_undo)
        self.redo.setEnabled(self._scene.can_redo)
        self.remove.setEnabled(self._scene.chosen is not None)
        for colour, made in self.colours.items():
            made.setIcon(_swatch(colour, chosen=colour == self._scene.colour))
            made.setChecked(colour == self._scene.colour)
        for width, made in self.widths.items():
            made.setIcon(_stroke(width))
            made.setChecked(width == self._scene.width_part)


def _ink(name: str, then: partial[None]) -> QToolButton:
    made = QToolButton()
    made.setCheckable(True)
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setIconSize(QSize(theme.dp(20), theme.dp(20)))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(lambda _checked=False: then())
    return made


def _swatch(colour: str, *, chosen: bool) -> QIcon:
    picture = _blank()
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("line_strong"), 1.5))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(4, 4, 32, 32)
    if chosen:
        ink = QColor("#101820" if QColor(colour).lightness() > 150 else "#ffffff")
        painter.setPen(QPen(ink, 4, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline([QPoint(12, 21), QPoint(18, 27), QPoint(28, 14)])
    painter.end()
    return QIcon(picture)


def _stroke(width: float) -> QIcon:
    picture = _blank()
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.colour("text"), 3 + 1000 * (width - WIDTHS[0]) * 1.4, c=Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(8, 20, 32, 20)
    painter.end()
    return QIcon(picture)


def _blank() -> QPixmap:
    picture = QPixmap(40, 40)
    picture.fill(Qt.GlobalColor.transparent)
    return picture
