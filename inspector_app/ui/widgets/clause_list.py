# SPDX-License-Identifier: MulanPSL-2.0
"""The legal basis of a finding: remove, add from the item or the law library, type one, confirm a doubtful one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Clause, Law, Verified
from inspector_app.operations.findings import typed_clause
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.clause_words import clause_mark, clause_text, law_title
from inspector_app.ui.widgets.page import button, clear, label, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr


class ClauseList(QWidget):
    """One line for each basis, and a field that adds one."""

    edited = Signal()
    opened = Signal()  # the field for another basis is open
    confirm_wanted = Signal(int, str)  # which basis, and who answers for it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clauses: tuple[Clause, ...] = ()
        self._offered: dict[str, Clause] = {}
        self._laws: dict[str, Law] = {}
        self._officers: tuple[str, ...] = ()
        self._on: date | None = None
        self._read_only = False
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.dp(2))
        self.field = BasisField()
        self.field.setPlaceholderText(tr("Type a law or a basis, Enter adds it"))
        self.field.setAccessibleName(tr("Add a legal basis"))
        self.field.taken.connect(self._on_taken)
        self.field.given_up.connect(self._close_field)
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self.add_button = button(tr("Add basis"), self._open_field, icon="add", kind="quiet")
        self.field.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(2))
        box.addLayout(self._rows)
        box.addWidget(self.field)
        box.addLayout(row(self.add_button, None))

    def clauses(self) -> tuple[Clause, ...]:
        """Give the bases as they stand here."""
        return self._clauses

    def set_clauses(self, clauses: tuple[Clause, ...], on: date | None) -> None:
        """Show these bases, judged on that day."""
        if (clauses, on) != (self._clauses, self._on) or self._rows.count() != max(1, len(clauses)):
            self._clauses, self._on = clauses, on
            self._lay_out()

    def set_offers(self, clauses: Sequence[Clause], laws: dict[str, Law], officers: tuple[str, ...]) -> None:
        """Offer the item's own bases and the law library while typing; `officers` may confirm."""
        self._officers = officers
        offered = {clause_text(clause): clause for clause in clauses}
        if offered.keys() == self._offered.keys() and laws is self._laws:
            return
        self._offered, self._laws = offered, laws
        names = [law_title(law.name) for law in laws.values()]
        self._words.setStringList([*self._offered, *dict.fromkeys(names)])

    def set_read_only(self, read_only: bool) -> None:
        """Show without buttons."""
        if read_only != self._read_only:
            self._read_only = read_only
            self.add_button.setHidden(read_only)
            self._lay_out()

    def add(self, clause: Clause) -> None:
        """Add a basis that is not there yet."""
        if clause not in self._clauses:
            self._change((*self._clauses, clause))

    def remove(self, number: int) -> None:
        """Take a basis away."""
        self._change(tuple(c for n, c in enumerate(self._clauses) if n != number))

    def _change(self, clauses: tuple[Clause, ...]) -> None:
        self._clauses = clauses
        self._lay_out()
        self.edited.emit()

    # -- lines -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        clear(self._rows)
        if not self._clauses:
            self._rows.addWidget(label(tr("No legal basis yet"), tone="warn"))
        for number, clause in enumerate(self._clauses):
            self._rows.addWidget(self._line(number, clause))

    def _line(self, number: int, clause: Clause) -> QWidget:
        line = QFrame()
        line.setObjectName("clauseLine")
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        words = WrapLabel(clause_text(clause), parent=line)
        words.setContentsMargins(0, theme.dp(7), 0, 0)
        box.addWidget(words, 1)
        mark = clause_mark(clause, self._on)
        if mark:
            box.addWidget(Chip(mark, "warn", parent=line))
        elif clause.confirmed_by:
            note = tr("confirmed: {person}", person=clause.confirmed_by)
            box.addWidget(label(note, tone="muted", size="small"))
        if self._read_only:
            return line
        if not clause.may_be_printed:
            confirm = button(tr("Confirm"), kind="quiet", tip=tr("I have read this basis in its source and it fits"))
            confirm.clicked.connect(lambda: self._ask_who(number, confirm))
            box.addWidget(confirm)
        remove = button("", lambda: self.remove(number), icon="close", kind="quiet", tip=tr("Remove this basis"))
        remove.setAccessibleName(tr("Remove this basis"))
        box.addWidget(remove)
        return line

    def _ask_who(self, number: int, confirm: QWidget) -> None:
        """Ask which officer has read the source: a name stands for it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for person in self._officers:
            action = menu.addAction(tr("{person} has verified it", person=person))
            action.triggered.connect(lambda _=False, name=person: self.confirm_wanted.emit(number, name))
        menu.popup(confirm.mapToGlobal(QPoint(0, confirm.height())))

    # -- adding ------------------------------------------------------------------------------------

    def _open_field(self) -> None:
        self.add_button.hide()
        self.field.clear()
        self.field.show()
        self.opened.emit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_field(self) -> None:
        self.field.hide()
        self.add_button.show()

    def _on_taken(self, text: str) -> None:
        self._close_field()
        self.add(self.clause_from(text))
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def clause_from(self, text: str) -> Clause:
        """Make a basis of what was typed: one of the offered, a law with its clause, or plain words."""
        known = self._offered.get(text)
        if known is not None:
            return known
        for law in self._laws.values():
            name = next((n for n in (f"《{law.name}》", law_title(law.name)) if text.startswith(n)), "")
            if name and len(text) > len(name):
                return replace(
                    typed_clause(law.name),
                    law=law.key,
                    number=law.number,
                    clause=text[len(name) :].strip(),
                    verified=Verified.M,
                    effective_from=law.effective_from,
                    effective_to=law.effective_to,
                )
        return typed_clause(text)


class BasisField(QLineEdit):
    """A field whose Enter adds and whose Escape gives up."""

    taken = Signal(str)
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the words; a law's name alone asks for its clause."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = self.text().strip()
            if text.endswith("》") and text.startswith("《"):
                self.setText(f"{text}第")
            elif text:
                self.taken.emit(text)
            else:
                self.given_up.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)
