# SPDX-License-Identifier: MulanPSL-2.0
"""The register of enterprises: find one as you type, see what is known, start an inspection there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from inspector_app.domain.change import Changes
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_records import RecordKind, Triage
from inspector_app.ledgers import enterprises
from inspector_app.ledgers.tasks import TaskRow
from inspector_app.operations.audit_import import ImportedAudit, import_audit_file
from inspector_app.operations.import_rows import Imported
from inspector_app.operations.self_reports import SelfReportImport
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.enterprise_detail import RECORDS, EnterpriseDetail
from inspector_app.ui.widgets.enterprise_form import EnterpriseForm
from inspector_app.ui.widgets.enterprise_profile import EnterpriseProfileForm
from inspector_app.ui.widgets.enterprise_records import EnterpriseRecordsPanel
from inspector_app.ui.widgets.enterprise_warnings import EnterpriseWarnings
from inspector_app.ui.widgets.equipment_panel import EquipmentPanel
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.import_panel import import_words
from inspector_app.ui.widgets.imports import RegisterImport, SelfReportsImport
from inspector_app.ui.widgets.page import Band, EmptyState, Pages, button
from inspector_app.ui.widgets.register import One, Register, read_asked, read_one
from inspector_app.ui.widgets.register_files import RegisterFiles, audit_words, reports_words
from inspector_app.ui.widgets.register_side import RegisterSide
from inspector_app.ui.widgets.start_inspection import StartPanel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

REGISTER = frozenset({"enterprises"})
RECORD_TABLES = frozenset(kind.value for kind in RecordKind)
TABLES = frozenset({"enterprises", "inspections", "findings", "documents", "answers"}) | RECORD_TABLES


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
        self.primary_action = QAction(tr("Start inspection"), self)
        self.primary_action.setShortcut(QKeySequence("N"))
        self.primary_action.triggered.connect(self.start_here)
        self.band = Band()
        self.files = RegisterFiles(ws, jobs, ask, self.band, self)
        self._build_left()
        self._build_detail()
        self._build_right()
        side, outer = theme.dp(24), QHBoxLayout(self)
        outer.setContentsMargins(side, theme.dp(8), side, theme.dp(16))
        outer.setSpacing(theme.dp(16))
        outer.addWidget(self.left, 4)
        right = QVBoxLayout()
        right.setSpacing(theme.dp(8))
        right.addWidget(self.band)
        right.addWidget(self.stack, 1)
        outer.addLayout(right, 7)
        self._add_keys()

    # ---- building ------------------------------------------------------------------------------------

    def _build_left(self) -> None:
        self.left = RegisterSide(self.ws, self.jobs)
        self.search, self.list, self.count = self.left.search, self.left.list, self.left.count
        self.industry, self.district = self.left.filters.industry, self.left.filters.district
        self.left.read.connect(self._show)
        self.left.entered.connect(self._on_enter)
        self.list.row_shown.connect(self._on_shown)
        self.list.row_chosen.connect(self._on_clicked)
        self.add_button = button(tr("Add"), self.add, icon="add", tip="Insert")
        self.import_button = button(tr("Import"), self.choose_file, icon="import", tip="XLSX, CSV")
        self.export_button = button(tr("Export"), self.export, icon="export")
        self.export_button.setToolTip(tr("Write exactly what the list shows (XLSX, CSV)"))
        self.warnings_button = button(tr("Running out, late"), self.show_warnings, icon="clock", kind="quiet")
        ways_out = self.files.ways_out(self.export_button)
        self.left.add_acts(self.add_button, self.import_button, *ways_out, beside=self.warnings_button)

    def _build_detail(self) -> None:
        records = EnterpriseRecordsPanel(self.ws, self.jobs, self.ask)
        profile = EnterpriseProfileForm(self.ws, self.jobs)
        self.detail = EnterpriseDetail(EquipmentPanel(self.ws, self.jobs, self.ask), profile, records)
        self.detail.inspection_chosen.connect(self.inspection_chosen)
        self.detail.documents_chosen.connect(self.documents_chosen)
        self.detail.amend_wanted.connect(self.amend)
        self.detail.audit_wanted.connect(self.import_audit)
        records.reports_wanted.connect(self.choose_reports)
        records.sheet_wanted.connect(self._on_sheet)

    def _build_right(self) -> None:
        self.empty = EmptyState("enterprises", tr("Choose an enterprise at the left"))
        self.empty_add = button(tr("Add an enterprise"), self.add)
        self.empty_import = button(tr("Import a register"), self.choose_file)
        self.empty_clear = button(tr("All again"), self.left.clear_filters)
        for part in (self.empty_import, self.empty_add, self.empty_clear):
            self.empty.add_button(part)
        self.form = EnterpriseForm(self.ws, self.jobs)
        self.form.registered.connect(self._on_registered)
        self.form.left.connect(self.show_detail)
        self.start = StartPanel(self.ws, self.jobs)
        self.start.left.connect(self.show_detail)
        self.start.started.connect(self._on_started)
        self.start.settings_wanted.connect(self.settings_wanted)
        self.importing = RegisterImport(self.ws, self.jobs)
        self.importing.left.connect(self.show_detail)
        self.importing.imported.connect(self._on_imported)
        self.reports = SelfReportsImport(self.ws, self.jobs)
        self.reports.left.connect(self.show_detail)
        self.reports.imported.connect(self._on_reports)
        self.warnings = EnterpriseWarnings(self.ws, self.jobs)
        self.warnings.left.connect(self.show_detail)
        self.warnings.enterprise_wanted.connect(self.show_record)
        self.warnings.lists_wanted.connect(lambda: self.files.triage_lists(self.warnings.masking))
        self.stack = Pages()
        for page in (
            self.empty, self.detail, self.form, self.start, self.importing, self.reports, self.warnings
        ):  # fmt: skip
            self.stack.addWidget(page)
        self.stack.currentChanged.connect(self._on_page)

    def _add_keys(self) -> None:
        for keys, act in (("/", self.focus_first), ("Ctrl+F", self.focus_first), ("Insert", self.add),
                          ("E", self.amend), ("Escape", self.show_detail), ("W", self.show_warnings),
                          ("Ctrl+E", self.export), ("T", self._next_tab)):  # fmt: skip
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
            ("T", tr("Next page of the enterprise")),
            ("W", tr("What runs out or is late")),
            ("Ctrl+E", tr("Export what the list shows")),
            ("Esc", tr("Back to the enterprise")),
        ]

    def focus_first(self) -> None:
        """Put the focus into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def begin_start(self, task_id: str = "") -> None:
        """Ask which enterprise is to be inspected; Enter goes on to the start page. A task of the office names it."""
        if task_id:
            self.jobs.run_read(self, partial(read_asked, self.ws, task_id), then=self._begin_asked)
            return
        self._starting = True
        self.band.say(tr("Which enterprise do you inspect? Type, choose with ↑ ↓ and press Enter."))
        self.focus_first()

    def refresh(self) -> None:
        """Read the rows that are wanted."""
        self.reading()
        self.left.refresh()

    def on_changed(self, changes: Changes) -> None:
        """Read again when something that is shown was touched; the lists over the register too."""
        if not REGISTER.isdisjoint(changes.touched):
            self.left.forget_choices()
        super().on_changed(changes)
        if self.stack.currentWidget() is self.warnings and not RECORD_TABLES.isdisjoint(changes.touched):
            self.warnings.refresh()

    # ---- showing ---------------------------------------------------------------------------------------

    def _show(self, register: Register) -> None:
        self.export_button.setEnabled(bool(register.keys))
        if not register.keys:
            self._show_nothing(register)
        elif not self.list.currentIndex().isValid():
            self.list.step(1)
        elif current := self.list.current_id():
            self._read_detail(current)

    def _show_nothing(self, register: Register) -> None:
        self.detail.enterprise = None
        text = self.search.text().strip()
        if register.total == 0:
            words = tr("No enterprise is registered yet")
            self.empty.say(words, tr("Import the register of your district (XLSX or CSV), or add one by hand."))
        elif text:
            self.empty.say(tr("Nothing fits “{text}”", text=text), tr("Add it, or look for fewer letters."))
        else:
            self.empty.say(tr("Nothing fits these filters"), tr("Take one of them away."))
        self.empty_import.setVisible(register.total == 0)
        self.empty_clear.setVisible(register.total > 0 and self.left.filters.narrowing() > 0)
        if self.stack.currentWidget() is self.detail:
            self.stack.setCurrentWidget(self.empty)
        self.heading_changed.emit()

    def _on_page(self) -> None:
        """A form has its own primary button; the rows of a file need the whole width."""
        wide = (self.importing, self.reports, self.warnings)
        self.left.setVisible(self.stack.currentWidget() not in wide)
        self.heading_changed.emit()

    def _on_shown(self, enterprise_id: str) -> None:
        if enterprise_id:
            self._read_detail(enterprise_id)

    def _read_detail(self, enterprise_id: str) -> None:
        read = partial(read_one, self.ws, enterprise_id)
        self.jobs.run_read(self, read, then=self._show_one, refused=lambda _gone: None, key="detail")

    def _show_one(self, one: One) -> None:
        self.detail.show_enterprise(one, self.ws.today())
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

    def _begin_asked(self, asked: tuple[One, TaskRow]) -> None:
        one, row = asked
        self.left.show_only(one.enterprise.id)
        self._show_one(one)
        self._begin(one.enterprise, row)

    def _on_started(self, inspection_id: str) -> None:
        self.stack.setCurrentWidget(self.detail)
        self.inspection_chosen.emit(inspection_id, "")

    def add(self) -> None:
        """Begin a new enterprise; what was searched for in vain is its name."""
        found = bool(len(self.list.rows.rows))
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
        self.left.show_only(enterprise_id)
        read = partial(read_one, self.ws, enterprise_id)
        self.jobs.run_read(self, read, then=partial(self._amend_one, field))

    def _amend_one(self, field: str, one: One) -> None:
        self._show_one(one)
        self.amend()
        if field in self.form.fields:
            self.form.fields[field].edit.setFocus()

    def show_record(self, enterprise_id: str, kind: str = "", record_id: str = "") -> None:
        """Show an enterprise, and one of the records beside its entry."""
        self.left.show_only(enterprise_id)
        read = partial(read_one, self.ws, enterprise_id)
        self.jobs.run_read(self, read, then=partial(self._show_record, kind, record_id))

    def _show_record(self, kind: str, record_id: str, one: One) -> None:
        self._show_one(one)
        self.show_detail()
        if kind:
            self.detail.tabs.setCurrentIndex(RECORDS)
            self.detail.records.show_kind(RecordKind(kind), record_id)
            self.detail.records.list.setFocus()

    def show_warnings(self) -> None:
        """Show what of the whole register runs out or is late."""
        self.band.hide()
        self.stack.setCurrentWidget(self.warnings)
        self.warnings.refresh()
        self.warnings.setFocus()

    def _next_tab(self) -> None:
        if self.stack.currentWidget() is self.detail:
            tabs = self.detail.tabs
            tabs.setCurrentIndex((tabs.currentIndex() + 1) % tabs.count())

    def export(self) -> None:
        """Write what the list shows to a file."""
        register = self.left.register
        if register is not None and register.keys:
            self.files.export(self.left.query(), self.left.told())

    def _on_registered(self, enterprise_id: str) -> None:
        self.left.show_only(enterprise_id)
        self.stack.setCurrentWidget(self.detail)
        self._read_detail(enterprise_id)
        self.list.setFocus()

    def choose_file(self) -> None:
        """Ask for a register file and show what importing it would do."""
        kinds = tr("Tables (*.xlsx *.xls *.csv)")
        paths = self.ask.open_files(tr("Import a register"), kinds)
        if paths:
            self.stack.setCurrentWidget(self.importing)
            self.importing.read_file(paths[0])

    def choose_reports(self) -> None:
        """Ask for a file of self-reports and show what taking it in would do."""
        paths = self.ask.open_files(tr("Take in self-reports"), tr("Tables (*.xlsx *.xls *.csv)"))
        if paths:
            shown = self.detail.enterprise
            self.stack.setCurrentWidget(self.reports)
            self.reports.read_file(Path(paths[0]), shown.id if shown is not None else "")

    def _on_reports(self, result: SelfReportImport) -> None:
        self.show_detail()
        self.band.say(reports_words(result), tone="ok" if not result.skipped else "warn")

    def _on_sheet(self, record_id: str) -> None:
        one = self.detail.records.records.get(record_id)
        if isinstance(one, Triage) and self.detail.enterprise is not None:
            self.files.triage_sheet(one.id, self.detail.enterprise.name, self.detail.records.masking)

    def import_audit(self) -> None:
        """Ask for an audit of another program and keep it as an inspection of the enterprise that is shown."""
        enterprise = self.detail.enterprise
        paths = self.ask.open_files(tr("Import audit"), "SafetyCulture (*.json)") if enterprise is not None else []
        if enterprise is not None and paths:
            work = partial(import_audit_file, self.ws, paths[0], enterprise_id=enterprise.id)
            self.jobs.run_write(self, work, then=self._on_audit, refused=self.ask.show_problems)

    def _on_audit(self, made: ImportedAudit) -> None:
        self.band.say(audit_words(made), tone="ok" if not made.left_out else "warn")

    def _on_imported(self, result: Imported) -> None:
        self.show_detail()
        self.band.say(import_words(result), tone="ok" if not result.skipped else "warn")
