# SPDX-License-Identifier: MulanPSL-2.0
"""The published phrases of an item at a finding: a quiet button, there only when there are some, and their list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.ledgers.phrases import Proposal, proposals
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.clause_words import clause_text
from inspector_app.ui.widgets.page import label
from inspector_app.ui.widgets.row_list import Row, RowList, row_height
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

KEY = "Alt+Down"
TABLES = ("phrases", "law_updates")
MOST_SEEN = 6  # rows; the others are a key away
LEAST_WIDE = 520


class PhraseOffer(QPushButton):
    """Opens the list; Alt+↓ does the same from anywhere in the finding."""

    chosen = Signal(object)  # Proposal

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self._item: ChecklistItem | None = None
        self._on: date | None = None
        self._is_closed = False  # the wording stands on paper
        self.offered: tuple[Proposal, ...] = ()
        self.menu_shown: PhraseMenu | None = None
        self.setProperty("kind", "quiet")
        self.setToolTip(tr("Wording that this unit has published for the item (Alt+↓)"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.set_icon(self, "expand", "accent")
        self.hide()
        jobs.changed.connect(self._on_changed)

    def show_item(self, item: ChecklistItem | None, on: date, *, is_closed: bool) -> None:
        """Offer the phrases of an item for a finding of that day; read only when one of them is another."""
        self._is_closed = is_closed
        if (item, on) == (self._item, self._on):
            self._tell()
            return
        self._item, self._on = item, on
        self.offered = ()
        self._tell()
        self._read()

    def _read(self) -> None:
        item, on = self._item, self._on
        if item is None or on is None:
            return

        def show(found: tuple[Proposal, ...]) -> None:
            if self._item is item and self._on == on:
                self.offered = found
                self._tell()

        # A faulty law library is told in the settings; here there is then nothing to offer.
        self._jobs.run_read(
            self, partial(proposals, self._ws, item, on), then=show, refused=lambda _: show(()), key="phrases"
        )

    def _tell(self) -> None:
        self.setText(tr("Phrases {count}", count=len(self.offered)))
        self.setVisible(bool(self.offered) and not self._is_closed)

    def _on_changed(self, changes: Changes) -> None:
        if any(changes.touched.get(table) for table in TABLES):
            self._read()

    def open(self, below: QWidget) -> None:
        """Show the list under a field; nothing happens where nothing is offered."""
        if not self.offered or self._is_closed:
            return
        self.menu_shown = PhraseMenu(self.offered, self)
        self.menu_shown.chosen.connect(self.chosen)
        self.menu_shown.show_below(below)


class PhraseMenu(QFrame):
    """Phrases to take by ↑ ↓ and Enter, by the digit before them, or by a click; Escape takes none."""

    chosen = Signal(object)  # Proposal

    def __init__(self, offered: Sequence[Proposal], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", True)
        self._offered = tuple(offered)
        self.list = _Rows(tr("Phrases of this unit"))
        self.list.setObjectName("cardList")
        self.list.put([_row(n, proposal) for n, proposal in enumerate(self._offered, 1)])
        self.list.row_chosen.connect(self.take)
        self.list.given_up.connect(self.close)
        box = QVBoxLayout(self)
        side = theme.dp(8)
        box.setContentsMargins(side, side, side, side)
        box.setSpacing(theme.dp(4))
        words = tr("Enter takes wording, measure, basis and deadline; Ctrl+Z takes it back")
        box.addWidget(label(words, tone="muted", size="small"))
        box.addWidget(self.list)
        self.list.step(1)

    def show_below(self, field: QWidget) -> None:
        """Show under a field, as wide as it, inside its window."""
        window = field.window()
        wide = min(max(field.width(), theme.dp(LEAST_WIDE)), window.width() - theme.dp(16))
        rows = min(len(self._offered), MOST_SEEN)
        self.list.setFixedHeight(rows * row_height(two_lines=True) + theme.dp(4))
        self.setFixedWidth(wide)
        self.adjustSize()
        at = field.mapTo(window, QPoint(0, field.height()))
        if at.y() + self.height() > window.height():
            at = field.mapTo(window, QPoint(0, -self.height()))
        left = max(0, min(at.x(), window.width() - wide - theme.dp(8)))
        self.move(window.mapToGlobal(QPoint(left, max(0, at.y()))))
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def take(self, number: str) -> None:
        """Take a phrase by its number."""
        place = int(number) - 1
        if 0 <= place < len(self._offered):
            self.close()
            self.chosen.emit(self._offered[place])


class _Rows(RowList):
    """A list whose digits choose."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit, or give up."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.text() in tuple("123456789"):
            self.row_chosen.emit(event.text())
        else:
            super().keyPressEvent(event)


def _row(number: int, proposal: Proposal) -> Row:
    draft = proposal.draft
    until = draft.deadline.isoformat() if draft.deadline else word(draft.deadline_class)
    bases = tr(", ").join(clause_text(clause) for clause in draft.clauses[:2])
    parts = [part for part in (until, draft.measure, bases) if part]
    chip = tr("Basis not in force") if proposal.lapsed else ""
    return Row(
        id=str(number),
        title=f"{number}  {draft.description}",
        detail=" · ".join(parts),
        side=tr("used {count} times", count=proposal.uses) if proposal.uses else "",
        chip=chip,
        chip_role="warn" if chip else "muted",
        tip="\n".join([draft.description, *parts]),
    )
