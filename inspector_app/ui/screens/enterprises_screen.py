# SPDX-License-Identifier: MulanPSL-2.0
"""The register of enterprises: find one as you type, see what is known, start an inspection there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.enterprise import Enterprise
from inspector_app.ledgers import enterprises
from inspector_app.ledgers.enterprises import EnterpriseHistory
from inspector_app.ledgers.tasks import TaskRow, task
from inspector_app.operations.audit_import import ImportedAudit, import_audit_file
from inspector_app.operations.enterprise_import import ImportResult
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.dates import short_day
from inspector_app.ui.widgets.enterprise_detail import EnterpriseDetail
from inspector_app.ui.widgets.enterprise_form import EnterpriseForm
from inspector_app.ui.widgets.equipment_panel import EquipmentPanel
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.import_preview import ImportPanel
from inspector_app.ui.widgets.page import Band, EmptyState, Pages, button, label, row
from inspector_app.ui.widgets.register import MOST, Register, read_one, read_register, row_of
from inspector_app.ui.widgets.row_list import RowList
from inspector_app.ui.widgets.start_inspection import StartPanel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

TABLES = frozenset({"enterprises", "inspections", "findings", "documents", "answers"})
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


class EnterprisesScreen(FreshWidget):
    """Search at the left, one enterprise at the right."""

    tables = TABLES
    inspection_chosen = Signal(str, str)
    documents_chosen = Signal(str)
    settings_wanted = Signal()
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._starting = False  # the next enterprise that is chosen is inspected at once
        self._wanted = ""  # an enterprise to show as soon as the list has it
        self.primary_action = QAction(tr("Start inspection"), self)
        self.primary_action.setShortcut(QKeySequence("N"))
        self.primary_action.triggered.connect(self.start_here)
        self._build_left()
        self._build_right()
        side, outer = theme.dp(24), QHBoxLayout(self)
        outer.setContentsMargins(side, theme.dp(8), side, theme.dp(16))
        outer.setSpacing(theme.dp(16))
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.dp(8))
        left.addWidget(self.search)
        left.addLayout(row(self.industry, self.district))
        left.addWidget(self.list, 1)
        left.addLayout(row(self.count, None, self.add_button, self.import_button))
        outer.addWidget(self.left, 4)
        right = QVBoxLayout()
        right.setSpacing(theme.dp(8))
        right.addWidget(self.band)
        right.addWidget(self.stack, 1)
        outer.addLayout(right, 7)
        self._add_keys()

    # ---- building ------------------------------------------------------------------------------------

    def _build_left(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Name, pinyin initials or credit code"))
        self.search.setAccessibleName(tr("Search the register"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.refresh)
        self.search.installEventFilter(self)
        self.industry, self.district = QComboBox(), QComboBox()
        for box, words in ((self.industry, tr("All industries")), (self.district, tr("All districts"))):
            box.addItem(words, "")
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.currentIndexChanged.connect(self.refresh)
        self.list = RowList(tr("Enterprises"))
        self.list.row_shown.connect(self._on_shown)
        self.list.row_chosen.connect(self._on_clicked)
        self.list.installEventFilter(self)
        self.count = label("", tone="muted", size="small")
        self.add_button = button(tr("Add"), self.add, icon="add", tip="Insert")
        self.import_button = button(tr("Import"), self.choose_file, icon="import", tip="XLSX, CSV")

    def _build_right(self) -> None:
        self.band = Band()
        self.empty = EmptyState("enterprises", tr("Choose an enterprise at the left"))
        self.empty_add = button(tr("Add an enterprise"), self.add)
        self.empty_import = button(tr("Import a register"), self.choose_file)
        self.empty.add_button(self.empty_import)
        self.empty.add_button(self.empty_add)
        self.detail = EnterpriseDetail(EquipmentPanel(self.ws, self.jobs, self.ask))
        self.detail.inspection_chosen.connect(self.inspection_chosen)
        self.detail.documents_chosen.connect(self.documents_chosen)
        self.detail.amend_wanted.connect(self.amend)
        self.detail.audit_wanted.connect(self.import_audit)
        self.form = EnterpriseForm(self.ws, self.jobs)
        self.form.registered.connect(self._on_registered)
        self.form.left.connect(self.show_detail)
        self.start = StartPanel(self.ws, self.jobs)
        self.start.left.connect(self.show_detail)
        self.start.started.connect(self._on_started)
        self.start.settings_wanted.connect(self.settings_wanted)
        self.importing = ImportPanel(self.ws, self.jobs)
        self.importing.left.connect(self.show_detail)
        self.importing.imported.connect(self._on_imported)
        self.stack = Pages()
        for part in (self.empty, self.detail, self.form, self.start, self.importing):
            self.stack.addWidget(part)
        self.stack.currentChanged.connect(self._on_page)

    def _add_keys(self) -> None:
        for keys, act in (("/", self.focus_first), ("Ctrl+F", self.focus_first), ("Insert", self.add),
                          ("E", self.amend), ("Escape", self.show_detail)):  # fmt: skip
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, act=act: act())
            self.addAction(action)

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say what this is, and which enterprise is shown."""
        shown = self.detail.enterprise
        self.primary_action.setVisible(self.stack.currentWidget() in (self.empty, self.detail))
        self.primary_action.setEnabled(shown is not None)
        return Heading(title=tr("Enterprises"), whom=shown.name if shown else "")

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return [
            ("/", tr("Search")),
            ("↑ ↓", tr("Move in the list, also from the search field")),
            ("Enter", tr("Prepare an inspection of the chosen enterprise")),
            ("N", tr("Start inspection")),
            ("Ctrl+Enter", tr("Start, or register")),
            ("E", tr("Amend the enterprise")),
            ("Insert", tr("Add an enterprise")),
            ("Esc", tr("Back to the enterprise")),
        ]

    def focus_first(self) -> None:
        """Put the focus into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def begin_start(self, task_id: str = "") -> None:
        """Ask which enterprise is to be inspected; Enter goes on to the start page. A task of the office names it."""
        if task_id:
            self.jobs.run_read(self, partial(_asked, self.ws, task_id), then=self._begin_asked)
            return
        self._starting = True
        self.band.say(tr("Which enterprise do you inspect? Type, choose with ↑ ↓ and press Enter."))
        self.focus_first()

    def refresh(self) -> None:
        """Read the rows that are wanted."""
        self.reading()
        work = partial(
            read_register,
            self.ws,
            self.search.text(),
            str(self.industry.currentData()),
            str(self.district.currentData()),
        )
        self.jobs.run_read(self, work, then=self._show, key="register")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let ↑, ↓ and Enter work on the list while one types; Enter in the list does the same."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in MOVES and watched is self.search:
                self.list.step(MOVES[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_enter()
                return True
        return super().eventFilter(watched, event)

    # ---- showing ---------------------------------------------------------------------------------------

    def _show(self, register: Register) -> None:
        day = self.ws.today()
        self.list.put([row_of(r, short_day(r.last_inspected, day) if r.last_inspected else "") for r in register.rows])
        for box, values in ((self.industry, register.industries), (self.district, register.districts)):
            _fill(box, values)
        shown = len(register.rows)
        if shown >= MOST and register.total > MOST:
            self.count.setText(tr("first {shown} of {total}", shown=shown, total=register.total))
        elif shown == register.total:
            self.count.setText(tr("{total} enterprises", total=register.total))
        else:
            self.count.setText(tr("{shown} of {total}", shown=shown, total=register.total))
        if self._wanted and self.list.show_row(self._wanted):
            self._wanted = ""
        elif rows := self.list.rows.rows:
            if not self.list.currentIndex().isValid():
                self.list.step(1)
            elif self.detail.enterprise is None or self.detail.enterprise.id not in {r.id for r in rows}:
                self._on_shown(self.list.current_id())
            else:
                self._read_detail(self.list.current_id())
        else:
            self._show_nothing(register)

    def _show_nothing(self, register: Register) -> None:
        self.detail.enterprise = None
        if register.total == 0:
            text = tr("No enterprise is registered yet")
            self.empty.say(text, tr("Import the register of your district (XLSX or CSV), or add one by hand."))
        else:
            text = self.search.text().strip()
            self.empty.say(tr("Nothing fits “{text}”", text=text), tr("Add it, or look for fewer letters."))
        self.empty_import.setVisible(register.total == 0)
        if self.stack.currentWidget() is self.detail:
            self.stack.setCurrentWidget(self.empty)
        self.heading_changed.emit()

    def _on_page(self) -> None:
        """A form has its own primary button; the rows of a file need the whole width."""
        self.left.setVisible(self.stack.currentWidget() is not self.importing)
        self.heading_changed.emit()

    def _on_shown(self, enterprise_id: str) -> None:
        if enterprise_id:
            self._read_detail(enterprise_id)

    def _read_detail(self, enterprise_id: str) -> None:
        read = partial(read_one, self.ws, enterprise_id)
        self.jobs.run_read(self, read, then=self._show_one, refused=lambda _gone: None, key="detail")

    def _show_one(self, one: tuple[Enterprise, EnterpriseHistory]) -> None:
        self.detail.show_enterprise(*one, self.ws.today())
        if self.stack.currentWidget() is self.empty:
            self.stack.setCurrentWidget(self.detail)
        self.heading_changed.emit()

    def show_detail(self) -> None:
        """Leave a form and show the enterprise again."""
        self._starting = False
        self.band.hide()
        self.stack.setCurrentWidget(self.detail if self.detail.enterprise is not None else self.empty)
        self.list.setFocus()
        self.heading_changed.emit()

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_enter(self) -> None:
        """Enter in the search field: the row under the cursor is meant, once the list has caught up."""
        self.jobs.run_read(self, lambda: None, then=lambda _none: self._prepare(self.list.current_id()))

    def _prepare(self, enterprise_id: str) -> None:
        if not enterprise_id:
            self.add()
            return
        self.jobs.run_read(self, partial(enterprises.enterprise, self.ws, enterprise_id), then=self._begin)

    def _on_clicked(self, enterprise_id: str) -> None:
        """A click only shows; while an inspection is being started it prepares that."""
        if self._starting:
            self._prepare(enterprise_id)
        elif self.stack.currentWidget() is not self.detail:
            self.show_detail()

    def start_here(self) -> None:
        """Prepare an inspection of the enterprise that is shown."""
        if self.detail.enterprise is not None:
            self._begin(self.detail.enterprise)
        else:
            self.begin_start()

    def _begin(self, enterprise: Enterprise, task: TaskRow | None = None) -> None:
        self._starting = False
        self.band.hide()
        self.start.begin(enterprise, task)
        self.stack.setCurrentWidget(self.start)
        self.heading_changed.emit()

    def _begin_asked(self, asked: tuple[tuple[Enterprise, EnterpriseHistory], TaskRow]) -> None:
        one, row = asked
        self._wanted = one[0].id
        self.search.clear()
        self.refresh()
        self._show_one(one)
        self._begin(one[0], row)

    def _on_started(self, inspection_id: str) -> None:
        self.stack.setCurrentWidget(self.detail)
        self.inspection_chosen.emit(inspection_id, "")

    def add(self) -> None:
        """Begin a new enterprise; what was searched for in vain is its name."""
        found = bool(self.list.rows.rows)
        self.form.begin_new("" if found else self.search.text().strip())
        self.stack.setCurrentWidget(self.form)
        self.heading_changed.emit()

    def amend(self) -> None:
        """Amend the enterprise that is shown."""
        if self.detail.enterprise is not None:
            self.form.begin_amend(self.detail.enterprise)
            self.stack.setCurrentWidget(self.form)

    def amend_enterprise(self, enterprise_id: str, field: str = "") -> None:
        """Show an enterprise's form, at a field that something else misses."""
        self._wanted = enterprise_id
        self.search.clear()
        self.refresh()
        read = partial(read_one, self.ws, enterprise_id)
        self.jobs.run_read(self, read, then=partial(self._amend_one, field))

    def _amend_one(self, field: str, one: tuple[Enterprise, EnterpriseHistory]) -> None:
        self._show_one(one)
        self.amend()
        if field in self.form.fields:
            self.form.fields[field].edit.setFocus()

    def _on_registered(self, enterprise_id: str) -> None:
        self._wanted = enterprise_id
        self.search.clear()
        self.refresh()
        self.stack.setCurrentWidget(self.detail)
        self._read_detail(enterprise_id)
        self.list.setFocus()

    def choose_file(self) -> None:
        """Ask for a register file and show what importing it would do."""
        kinds = tr("Tables (*.xlsx *.xls *.csv)")
        paths = self.ask.open_files(tr("Import a register"), kinds)
        if paths:
            self.stack.setCurrentWidget(self.importing)
            self.importing.read(paths[0])

    def import_audit(self) -> None:
        """Ask for an audit of another program and keep it as an inspection of the enterprise that is shown."""
        enterprise = self.detail.enterprise
        paths = self.ask.open_files(tr("Import audit"), "SafetyCulture (*.json)") if enterprise is not None else []
        if enterprise is not None and paths:
            work = partial(import_audit_file, self.ws, paths[0], enterprise_id=enterprise.id)
            self.jobs.run_write(self, work, then=self._on_audit, refused=self.ask.show_problems)

    def _on_audit(self, made: ImportedAudit) -> None:
        words = tr("{answers} answers, {findings} findings.", answers=made.answers, findings=made.findings)
        if made.left_out:
            words += " " + tr("{count} parts are kept, but not shown here.", count=len(made.left_out))
        self.band.say(words, tone="ok" if not made.left_out else "warn")

    def _on_imported(self, result: ImportResult) -> None:
        words = tr(
            "Imported: {added} new, {updated} updated, {same} unchanged, {skipped} left out.",
            added=result.added,
            updated=result.updated,
            same=result.same,
            skipped=result.skipped,
        )
        self.show_detail()
        self.band.say(words, tone="ok" if not result.skipped else "warn")


def _asked(ws: Workspace, task_id: str) -> tuple[tuple[Enterprise, EnterpriseHistory], TaskRow]:
    row = task(ws, task_id)
    return read_one(ws, row.task.enterprise_id), row


def _fill(box: QComboBox, values: tuple[str, ...]) -> None:
    """Offer these values; the chosen one stays chosen."""
    if [box.itemData(n) for n in range(1, box.count())] == list(values):
        return
    box.blockSignals(True)
    kept = box.currentData()
    while box.count() > 1:
        box.removeItem(1)
    for value in values:
        box.addItem(value, value)
    box.setCurrentIndex(max(0, box.findData(kept)))
    box.blockSignals(False)
