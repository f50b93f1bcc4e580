# SPDX-License-Identifier: MulanPSL-2.0
"""The records beside an entry: the kinds at the left with what wants attention, the records of one at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.enterprise_records import RecordKind, SelfFinding
from inspector_app.ledgers.enterprise_records import EnterpriseRecords, self_findings
from inspector_app.operations.enterprise_records import remove_record
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.enterprise_record_form import EnterpriseRecordForm
from inspector_app.ui.widgets.enterprise_record_inputs import title_of
from inspector_app.ui.widgets.enterprise_record_rows import ORDER, Record, kind_row, of_kind, rows_of
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Pages, button, label, row
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import RowList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

KEYS = (Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
MOST_FINDINGS = 8  # of a self-report that are told below the list


class EnterpriseRecordsPanel(QWidget):
    """Licences, major hazards, insurance, credit lists, self-reports, triage: to see, add, amend and remove."""

    reports_wanted = Signal()  # a file of self-reports is to be taken in
    sheet_wanted = Signal(str)  # the sheet of a triage is to be written

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._enterprise_id = self._wanted = ""
        self.records: dict[str, Record] = {}
        self._all: EnterpriseRecords | None = None
        self._findings: tuple[str, str] = ("", "")  # of which report, and in words
        self.kinds = RowList(tr("Kinds of records"))
        self.kinds.setObjectName("cardList")
        self.kinds.row_shown.connect(self._on_kind)
        self.list = RowList(tr("Records"))
        self.list.setObjectName("cardList")
        self.list.row_chosen.connect(lambda _id: self.amend())
        self.list.row_shown.connect(self._on_shown)
        self.nothing = label("", tone="muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.more = label("", tone="muted", size="small", wrap=True)
        self.add_button = button(tr("Add"), self.add, icon="add", tip="Insert")
        self.amend_button = button(tr("Amend"), self.amend, icon="edit", kind="quiet", tip="Enter")
        self.remove_button = button(tr("Remove"), self.remove, icon="trash", kind="quiet", tip="Delete")
        self.reports_button = button(tr("Import"), self.reports_wanted.emit, icon="import", tip="XLSX, CSV")
        self.sheet_button = button(tr("Save as a sheet"), self._on_sheet, icon="export", kind="quiet", tip="XLSX")
        self.masking = MaskChoice(ws)
        bind_rights(ws, {self.sheet_button: Act.EXPORT})
        self.forms: dict[RecordKind, EnterpriseRecordForm] = {}  # made when first needed
        self._build()

    def _build(self) -> None:
        self.rows = Pages()
        self.rows.addWidget(self.list)
        self.rows.addWidget(self.nothing)
        self.shown = QWidget()
        inner = QVBoxLayout(self.shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.dp(8))
        inner.addWidget(self.rows, 1)
        inner.addWidget(self.more)
        inner.addLayout(
            row(
                self.amend_button,
                self.remove_button,
                self.sheet_button,
                self.masking,
                None,
                self.reports_button,
                self.add_button,
            )
        )
        self.stack = Pages()
        self.stack.addWidget(self.shown)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self.kinds, 4)
        outer.addWidget(self.stack, 7)

    def event(self, event: QEvent) -> bool:
        """Take our keys before the page around gives them another meaning."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and event.key() in KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add, remove, leave a form."""
        act = {Qt.Key.Key_Insert: self.add, Qt.Key.Key_Delete: self.remove, Qt.Key.Key_Escape: self.leave_form}
        if event.key() in KEYS:
            act[Qt.Key(event.key())]()
        else:
            super().keyPressEvent(event)

    @property
    def kind(self) -> RecordKind:
        """The kind that is shown."""
        return RecordKind(self.kinds.current_id() or ORDER[0].value)

    def show_records(self, enterprise_id: str, records: EnterpriseRecords) -> None:
        """Show the records of an enterprise; the kind that was looked at stays."""
        if enterprise_id != self._enterprise_id:
            self.show_list()
            self._wanted = ""
        self._enterprise_id, self._all = enterprise_id, records
        today = self.ws.today()
        self.kinds.put([kind_row(kind, of_kind(records, kind), today) for kind in ORDER])
        if not self.kinds.currentIndex().isValid():
            self.kinds.step(1)  # shows its records
        else:
            self._put()

    def show_kind(self, kind: RecordKind, record_id: str = "") -> None:
        """Show the records of a kind, and one of them."""
        self._wanted = record_id
        self.show_list()
        self.kinds.show_row(kind.value)
        self._put()

    def _on_kind(self, _kind: str) -> None:
        self.show_list()
        self._put()

    def _put(self) -> None:
        found = of_kind(self._all, self.kind) if self._all is not None else ()
        self.records = {one.id: one for one in found}
        self.list.put(rows_of(found, self.ws.today()))
        self.rows.setCurrentIndex(0 if found else 1)
        self.nothing.setText(tr("Nothing is kept here yet: {kind}", kind=title_of(self.kind)))
        if self._wanted and self.list.show_row(self._wanted):
            self._wanted = ""
        elif found and not self.list.currentIndex().isValid():
            self.list.step(1)
        for part in (self.sheet_button, self.masking):
            part.setVisible(self.kind is RecordKind.TRIAGE)
        self.reports_button.setVisible(self.kind is RecordKind.SELF_REPORT)
        self._on_shown(self.list.current_id())

    def _on_shown(self, record_id: str) -> None:
        one = self.records.get(record_id)
        for part in (self.amend_button, self.remove_button, self.sheet_button):
            part.setEnabled(one is not None)
        self.more.hide()
        if one is not None and self.kind is RecordKind.SELF_REPORT:
            read = partial(self_findings, self.ws, one.id)
            self.jobs.run_read(self, read, then=partial(self._show_findings, one.id), key="self_findings")

    def _show_findings(self, report_id: str, found: tuple[SelfFinding, ...]) -> None:
        """Tell what the unit found itself; it never counts among the findings of the authority."""
        if report_id != self.list.current_id() or not found:
            return
        lines = [_told(one) for one in found[:MOST_FINDINGS]]
        if len(found) > MOST_FINDINGS:
            lines.append(tr("… and {count} more", count=len(found) - MOST_FINDINGS))
        self.more.setText("\n".join([tr("Found by the unit itself:"), *lines]))
        self.more.show()

    # ---- acts ------------------------------------------------------------------------------------------

    def leave_form(self) -> None:
        """Give up the form that is shown."""
        form = self.stack.currentWidget()
        if isinstance(form, EnterpriseRecordForm):
            form.give_up()

    def show_list(self) -> None:
        """Leave a form and show the list again."""
        self.stack.setCurrentWidget(self.shown)

    def add(self) -> None:
        """Begin a new record of the kind that is shown."""
        self._begin(None)

    def amend(self) -> None:
        """Amend the record that is shown."""
        one = self.records.get(self.list.current_id())
        if one is not None:
            self._begin(one)

    def _begin(self, known: Record | None) -> None:
        if not self._enterprise_id:
            return
        form = self.form()
        self.stack.setCurrentWidget(form)
        form.begin(self._enterprise_id, known)

    def form(self) -> EnterpriseRecordForm:
        """Give the form of the kind that is shown."""
        if self.kind not in self.forms:
            made = EnterpriseRecordForm(self.ws, self.jobs, self.kind)
            made.kept.connect(self._on_kept)
            made.left.connect(self._on_left)
            self.stack.addWidget(made)
            self.forms[self.kind] = made
        return self.forms[self.kind]

    def remove(self) -> None:
        """Take the record that is shown away, with a reason."""
        one = self.records.get(self.list.current_id())
        if one is None or self.stack.currentWidget() is not self.shown:
            return
        shown = self.list.rows.rows[self.list.currentIndex().row()]
        asked = tr("Why is “{name}” wrong? It is kept with the reason.", name=shown.title)
        reason = self.ask.text(tr("Remove: {kind}", kind=word(self.kind)), asked)
        if reason:
            self.jobs.run_write(self, partial(remove_record, self.ws, self.kind, one.id, reason))

    def _on_sheet(self) -> None:
        self.sheet_wanted.emit(self.list.current_id())

    def _on_kept(self, record_id: str) -> None:
        self._wanted = record_id
        self._on_left()

    def _on_left(self) -> None:
        self.show_list()
        self.list.setFocus()


def _told(one: SelfFinding) -> str:
    done = tr("rectified on {day}", day=one.rectified_on.isoformat()) if one.rectified_on else ""
    parts = (one.description, one.place, word(one.grade), one.measure, one.person, done)
    return f"{one.ordinal}. " + " · ".join(part for part in parts if part)
