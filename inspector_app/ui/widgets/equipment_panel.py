# SPDX-License-Identifier: MulanPSL-2.0
"""The special equipment of an enterprise: what is overdue first, to add, amend, remove and import."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.equipment import DueState
from inspector_app.ledgers.equipment import EquipmentLine, concerned, kinds
from inspector_app.operations.equipment import remove_equipment
from inspector_app.operations.import_rows import Imported
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.dates import days_left
from inspector_app.ui.widgets.equipment_form import EquipmentForm
from inspector_app.ui.widgets.import_panel import import_words
from inspector_app.ui.widgets.imports import EquipmentImportPanel
from inspector_app.ui.widgets.page import Band, Pages, button, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

TABLES = frozenset({"equipment", "enterprises"})
KEYS = (Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
TONES = {DueState.OVERDUE: "bad", DueState.SOON: "warn", DueState.OPEN: "muted", DueState.FINE: "ok"}


class EquipmentPanel(QWidget):
    """The list, a form and the preview of an import, one at a time; a list is of one enterprise and one day."""

    counted = Signal(int, int)  # pieces, of them overdue
    listed = Signal()  # the list was read

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._enterprise_id = self._item_code = ""
        self._on: date | None = None
        self._wanted = ""
        self._read_only = False
        self.lines: dict[str, EquipmentLine] = {}
        self.list = RowList(tr("Special equipment"))
        self.list.setObjectName("cardList")
        self.list.row_chosen.connect(self._on_chosen)
        self.list.row_shown.connect(self._on_shown)
        self.nothing = label(tr("No special equipment is on the list yet"), tone="muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.why = label("", tone="muted", size="small", wrap=True)
        self.band = Band()
        self.add_button = button(tr("Add"), self.add, icon="add", tip="Insert")
        self.amend_button = button(tr("Amend"), self.amend, icon="edit", kind="quiet", tip="Enter")
        self.remove_button = button(tr("Remove"), self.remove, icon="trash", kind="quiet", tip="Delete")
        self.import_button = button(tr("Import"), self.choose_file, icon="import", tip="XLSX, CSV")
        self.form = EquipmentForm(ws, jobs)
        self.form.kept.connect(self._on_kept)
        self.form.left.connect(self.show_list)
        self.importing = EquipmentImportPanel(ws, jobs)
        self.importing.imported.connect(self._on_imported)
        self.importing.left.connect(self.show_list)
        self._build()
        self.import_button.setVisible(ask is not None)
        jobs.changed.connect(self.on_changed)

    def _build(self) -> None:
        self.rows = Pages()
        self.rows.addWidget(self.list)
        self.rows.addWidget(self.nothing)
        shown = QWidget()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.dp(8))
        inner.addWidget(self.band)
        inner.addWidget(self.rows, 1)
        inner.addWidget(self.why)
        inner.addLayout(row(self.amend_button, self.remove_button, None, self.import_button, self.add_button))
        self.shown = shown
        self.stack = Pages()
        for part in (shown, self.form, self.importing):
            self.stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def event(self, event: QEvent) -> bool:
        """Take our keys before the page around gives them another meaning."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and event.key() in KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add, remove, leave a form."""
        act = {Qt.Key.Key_Insert: self.add, Qt.Key.Key_Delete: self.remove, Qt.Key.Key_Escape: self.show_list}
        if event.key() in KEYS:
            act[Qt.Key(event.key())]()
        else:
            super().keyPressEvent(event)

    # ---- showing ---------------------------------------------------------------------------------------

    def show_enterprise(self, enterprise_id: str, on: date | None = None, item_code: str = "") -> None:
        """Show the list of an enterprise as of a day (today when absent), for an item only what it is about."""
        if enterprise_id != self._enterprise_id:
            self.show_list()
            self.band.hide()
        self._enterprise_id, self._on, self._item_code = enterprise_id, on, item_code
        self.refresh()

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        self._read_only = read_only
        self.import_button.setVisible(self.ask is not None and not read_only)
        self._dress()

    def refresh(self) -> None:
        """Read the list again."""
        if self._enterprise_id:
            work = partial(concerned, self.ws, self._enterprise_id, self._on, self._item_code)
            self.jobs.run_read(self, work, then=self._show, key="equipment")

    def on_changed(self, changes: Changes) -> None:
        """Read again when a piece was touched."""
        if not TABLES.isdisjoint(changes.touched):
            self.refresh()

    def _show(self, lines: tuple[EquipmentLine, ...]) -> None:
        self.lines = {line.equipment.id: line for line in lines}
        day = self._on or self.ws.today()
        self.list.put([_row(line, day) for line in lines])
        self.rows.setCurrentIndex(0 if lines else 1)
        if self._wanted and self.list.show_row(self._wanted):
            self._wanted = ""
        elif lines and not self.list.currentIndex().isValid():
            self.list.step(1)
        self._on_shown(self.list.current_id())
        self.counted.emit(len(lines), sum(line.state is DueState.OVERDUE for line in lines))
        self.listed.emit()

    def show_list(self) -> None:
        """Leave a form and show the list again."""
        self.stack.setCurrentWidget(self.shown)
        self._dress()

    def _on_shown(self, equipment_id: str) -> None:
        line = self.lines.get(equipment_id)
        self.why.setText(line.reason if line is not None else "")
        self.why.setVisible(bool(self.why.text()))
        self._dress()

    def _dress(self) -> None:
        has_one = self.list.current_id() in self.lines
        self.add_button.setVisible(not self._read_only)
        for part in (self.amend_button, self.remove_button):
            part.setVisible(not self._read_only)
            part.setEnabled(has_one)

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_chosen(self, _equipment_id: str) -> None:
        self.amend()

    def add(self) -> None:
        """Begin a new piece."""
        self._begin("")

    def amend(self) -> None:
        """Amend the piece that is shown."""
        if self.list.current_id() in self.lines:
            self._begin(self.list.current_id())

    def _begin(self, equipment_id: str) -> None:
        if self._read_only or not self._enterprise_id:
            return
        line = self.lines.get(equipment_id)
        self.stack.setCurrentWidget(self.form)
        self.form.begin(self._enterprise_id, line.equipment if line else None)
        self.jobs.run_read(self, partial(kinds, self.ws), then=self.form.offer, key="kinds")

    def remove(self) -> None:
        """Take the piece that is shown off the list, with a reason."""
        line = self.lines.get(self.list.current_id())
        if line is None or self._read_only or self.ask is None or self.stack.currentWidget() is not self.shown:
            return
        name = line.equipment.name
        reason = self.ask.text(tr("Remove from the list"), tr("Why is “{name}” no longer there?", name=name))
        if reason:
            self.jobs.run_write(self, partial(remove_equipment, self.ws, line.equipment.id, reason))

    def choose_file(self) -> None:
        """Ask for a file and show what importing it would do."""
        if self.ask is None or not self._enterprise_id:
            return
        paths = self.ask.open_files(tr("Import an equipment list"), tr("Tables (*.xlsx *.xls *.csv)"))
        if paths:
            self.stack.setCurrentWidget(self.importing)
            self.importing.read_file(paths[0], self._enterprise_id)

    def _on_kept(self, equipment_id: str) -> None:
        self._wanted = equipment_id
        self.show_list()
        self.list.setFocus()

    def _on_imported(self, result: Imported) -> None:
        self.show_list()
        self.band.say(import_words(result), tone="ok" if not result.skipped else "warn")


def _row(line: EquipmentLine, today: date) -> Row:
    piece = line.equipment
    doubt = "" if line.is_sure else tr("to be verified")
    detail = " · ".join(part for part in (piece.category, piece.code or piece.registration, piece.place, doubt) if part)
    return Row(
        id=piece.id, title=piece.name, detail=detail, side=line.due.isoformat() if line.due else "",
        chip=_chip(line, today), chip_role=TONES[line.state], leads=True, tip=line.reason,
    )  # fmt: skip


def _chip(line: EquipmentLine, today: date) -> str:
    """Say in a few words how a piece stands: the days where they matter."""
    if line.due is not None and line.state in (DueState.OVERDUE, DueState.SOON):
        return days_left(line.due, today)
    return word(line.state)
