# SPDX-License-Identifier: MulanPSL-2.0
"""The left side of the register: search, filters, the list of all that is meant with its count, and what to do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ledgers import enterprises
from inspector_app.ledgers.enterprises import EnterpriseQuery, EnterpriseRow
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.page import button, label, row, set_tone
from inspector_app.ui.widgets.register import Choices, Register, read_register, row_of
from inspector_app.ui.widgets.register_filters import RegisterFilters
from inspector_app.ui.widgets.register_list import RegisterList
from inspector_app.ui.widgets.row_list import Row
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

ROOMY = 1.25  # up to this size of letters the filters are shown at once
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


class RegisterSide(QWidget):
    """Search field, filters, list. The list reads only where somebody looks."""

    read = Signal(object)  # Register, after the list shows it
    entered = Signal()  # Enter in the search field or in the list
    refused = Signal(object)  # problems

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.register: Register | None = None
        self.wanted = ""  # an enterprise to show as soon as the list has it
        self._choices: Choices | None = None
        self._filling = self._is_reading = self._is_quiet = False
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Name, initials, credit code, address"))
        self.search.setAccessibleName(tr("Search the register"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        self.filters = RegisterFilters()
        self.list = RegisterList(tr("Enterprises"))
        self.list.installEventFilter(self)
        self.list.rows.pages_wanted.connect(self._fill)
        self.narrow = button("", self._on_narrow, icon="filter")
        self.narrow.setCheckable(True)
        self.narrow.setChecked(theme.scale() < ROOMY)
        self.narrow.setToolTip(tr("Show or hide the filters"))
        self.narrow.setAccessibleName(tr("Show or hide the filters"))
        self.count = label(tr("Reading …"), tone="muted", size="small")
        self.clear = button(tr("All again"), self.clear_filters, kind="quiet")
        self.clear.setToolTip(tr("Clear the search and all filters"))
        self.clear.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(row(self.search, self.narrow))
        box.addWidget(self.filters)
        self.filters.setVisible(self.narrow.isChecked())  # not before it has its place: it would be a window of its own
        box.addWidget(self.list, 1)
        self._below = row(self.count, None, self.clear)
        box.addLayout(self._below)
        self.search.textChanged.connect(self._on_wish)
        self.filters.changed.connect(self._on_wish)
        jobs.failed.connect(self._on_failed)

    def query(self) -> EnterpriseQuery:
        """Give what is asked for."""
        return self.filters.query(self.search.text())

    def told(self) -> tuple[str, ...]:
        """Say in words what is asked for."""
        return self.filters.told(self.search.text())

    def _on_narrow(self) -> None:
        self.filters.setVisible(self.narrow.isChecked())

    def add_acts(self, *parts: QWidget, beside: QWidget) -> None:
        """Put buttons below the list, and one beside the count."""
        self._below.addWidget(beside)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.addLayout(row(*parts, None))

    # ---- reading ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what is wanted; the newest wish replaces one that still waits."""
        self._is_reading = True
        work = partial(
            read_register,
            self.ws,
            self.query(),
            self.list.rows.seen,
            self.wanted,
            self._choices,
        )
        self.jobs.run_read(self, work, then=self._show, refused=self._on_refused, key="register")

    def forget_choices(self) -> None:
        """The register itself was changed: what may be filtered by is read again."""
        self._choices = None

    def clear_filters(self) -> None:
        """Show the whole register again."""
        self._widen()
        self.refresh()
        self.search.setFocus()

    def show_only(self, enterprise_id: str) -> None:
        """Show the whole register with this enterprise chosen, whatever was looked for before."""
        self.wanted = enterprise_id
        self._widen()
        self.refresh()

    def _widen(self) -> None:
        self._is_quiet = True
        self.search.clear()
        self.filters.clear()
        self._is_quiet = False

    def _on_wish(self) -> None:
        if not self._is_quiet:
            self.refresh()

    def _show(self, register: Register) -> None:
        self._is_reading = False
        self.register, self._choices = register, register.choices
        kept = self.list.current_key()
        rows = self.list.rows
        rows.begin(register.keys, self._rows(register.rows))
        self.filters.offer(register.choices)
        self._count(register)
        if register.wanted >= 0 and self.list.show_place(rows.place(register.wanted)):
            self.wanted = ""
        elif kept >= 0 and self.list.current_key() != kept:
            self.list.show_place(rows.place(kept))
        self.read.emit(register)

    def _count(self, register: Register) -> None:
        shown = len(register.keys)
        set_tone(self.count, "muted")
        if shown == register.total:
            self.count.setText(tr("{total} enterprises", total=register.total))
        else:
            self.count.setText(tr("{shown} of {total}", shown=shown, total=register.total))
        narrowing = self.filters.narrowing()
        self.narrow.setText(str(narrowing) if narrowing else "")
        self.clear.setVisible(bool(register.query.text.strip()) or narrowing > 0)

    def _rows(self, rows: tuple[EnterpriseRow, ...]) -> list[tuple[int, Row]]:
        day = self.ws.today()
        return [(shown.key, row_of(shown, day)) for shown in rows]

    # ---- pages -----------------------------------------------------------------------------------------

    def _fill(self) -> None:
        rows = self.list.rows
        page = rows.missing()
        if page is None or self._filling or self._is_reading:
            return
        self._filling = True
        keys = rows.keys_of(page)
        then = partial(self._take, rows.keys, page)
        self.jobs.run_read(self, partial(enterprises.at, self.ws, keys), then=then, refused=self._on_refused)

    def _take(self, keys: object, page: int, found: tuple[EnterpriseRow, ...]) -> None:
        self._filling = False
        if keys is self.list.rows.keys:  # else other rows are shown by now
            self.list.rows.take(page, self._rows(found))
        self._fill()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._filling = self._is_reading = False
        self._say_broken(" ".join(sentence(p) for p in problems[:2]))
        self.refused.emit(problems)

    def _on_failed(self, _place: str) -> None:
        """Something of ours broke; if it was our reading, say so and let the next wish try again."""
        if self._is_reading or self._filling:
            self._filling = self._is_reading = False
            self._say_broken(tr("The list could not be read. Nothing was changed."))

    def _say_broken(self, words: str) -> None:
        self.count.setText(words)
        set_tone(self.count, "bad")
        self.clear.show()

    # ---- keys ------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let ↑, ↓ and Enter work on the list while one types; Enter in the list does the same."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in MOVES and watched is self.search:
                self.list.step(MOVES[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)
