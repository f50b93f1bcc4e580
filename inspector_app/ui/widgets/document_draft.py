# SPDX-License-Identifier: MulanPSL-2.0
"""The page of a document in the making: its date, to what it refers, its findings or visit, and its fields."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.document_fields import FieldSpec, FieldType, Value
from inspector_app.domain.problems import Problem
from inspector_app.law.documents import Takes
from inspector_app.operations import document_drafts
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.documents_state import DocumentsState, Draft
from inspector_app.ui.widgets.drafts import Drafts, SaveState
from inspector_app.ui.widgets.field_editor import FIELD, FieldEditor
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.field_editor_days import DayInput
from inspector_app.ui.widgets.order_lines import OrderLines
from inspector_app.ui.widgets.page import EmptyState, label, row
from inspector_app.ui.widgets.record_panel import RecordPanel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

LINES, FIELDS = "lines", "fields"


class DraftPage(QWidget):
    """Shows one draft; what is typed waits in `drafts` until it is in the ledger."""

    place_wanted = Signal(str)  # a problem's `where` that is not on this page
    day_chosen = Signal(object)  # date of issue

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self._inspection_id = ""
        self._kind: DocumentKind | None = None
        self.drafts = Drafts(jobs, self)
        self.title = label("")
        self.title.setObjectName("cardTitle")
        self.number = label("", tone="muted", size="small")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        spec = FieldSpec(name="issued_on", label=tr("Date of issue"), type=FieldType.DAY)
        self.day = DayInput(spec, ws.now())
        self.target = CalmCombo()
        self.target.setAccessibleName(tr("The document that it refers to"))
        self.target_tag = label(tr("Refers to"), tone="muted", size="small")
        self.target_one = label("", size="small", wrap=True)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(tr("Parts of this document"))
        self.lines = OrderLines(ws, jobs, ask)
        self.record = RecordPanel()
        self.editor = FieldEditor()
        self.nothing = EmptyState("check", tr("Nothing is to be filled in here"), tr("The pages stand at the right."))
        self.stack = QStackedWidget()
        for part in (self.lines, self.record, self.editor, self.nothing):
            self.stack.addWidget(part)
        self._build()
        self._connect()

    def _build(self) -> None:
        day_tag = label(tr("Date of issue"), tone="muted", size="small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addWidget(self.title)
        box.addWidget(self.number)
        box.addLayout(row(day_tag, self.day, None))
        refers = row(self.target_tag, self.target, self.target_one)
        refers.setStretch(1, 1)
        refers.setStretch(2, 1)
        box.addLayout(refers)
        box.addWidget(self.tabs)
        box.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.day.edited.connect(self._on_day)
        self.target.activated.connect(self._on_target)
        self.tabs.currentChanged.connect(self._on_tab)
        self.editor.edited.connect(self._on_field)
        self.lines.place_wanted.connect(self.place_wanted)
        self.record.place_wanted.connect(self.place_wanted)
        self.drafts.refused.connect(self._on_refused)

    @property
    def is_settled(self) -> bool:
        """Whether nothing that was typed is still on its way to the ledger."""
        return self.drafts.state is not SaveState.SAVING and self.lines.is_settled

    def flush(self) -> None:
        """Send what was typed a moment ago."""
        self.drafts.flush()
        self.lines.drafts.flush()

    # What is shown

    def show_draft(self, state: DocumentsState, draft: Draft) -> None:
        """Show a draft as the ledger has it; of the same one, what is being typed stays."""
        inspection_id = state.view.inspection.id
        fresh = (inspection_id, draft.kind) != (self._inspection_id, self._kind)
        if fresh:
            self.flush()
        self._inspection_id, self._kind = inspection_id, draft.kind
        self.title.setText(draft.law.name)
        told = tr("Will be numbered {number}", number=draft.number)
        self.number.setText(told if draft.number else tr("The number is given when it is issued"))
        self.day.set_near(state.now)
        if fresh or not self.day.edit.hasFocus():
            self.day.put(draft.issued_on.isoformat())
        self._show_target(state, draft)
        self._show_parts(state, draft, fresh=fresh)
        typed = {spec.name: self.drafts.value(self._key(spec.name)) for spec in draft.page.specs}
        self.editor.show_fields(
            draft.page.specs, draft.page.values, draft.page.written, near=state.now, fresh=fresh,
            typed={name: value for name, value in typed.items() if isinstance(value, str | tuple)},
        )  # fmt: skip
        self.editor.show_problems(draft.problems)

    def _show_parts(self, state: DocumentsState, draft: Draft, *, fresh: bool) -> None:
        takes, has_fields = draft.law.takes, bool(draft.page.specs)
        if takes is Takes.SOME:
            self.lines.show_state(state, draft)
        elif takes is Takes.ALL:
            self.record.show_state(state)
        wanted = [] if takes is Takes.NONE else [LINES]
        wanted += [FIELDS] if has_fields else []
        before = [self.tabs.tabData(n) for n in range(self.tabs.count())]
        self.tabs.blockSignals(True)
        if fresh or before != wanted:
            while self.tabs.count():
                self.tabs.removeTab(0)
            for part in wanted:
                self.tabs.setTabData(self.tabs.addTab(""), part)
        for n, part in enumerate(wanted):
            self.tabs.setTabText(n, self._tab_words(draft, part))
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(wanted) > 1)
        self._on_tab()

    def _tab_words(self, draft: Draft, part: str) -> str:
        if part == LINES:
            count = len(draft.page.takes)
            return tr("The visit") if draft.law.takes is Takes.ALL else tr("Findings ({count})", count=count)
        empty = sum(spec.required and not draft.page.values.get(spec.name) for spec in draft.page.specs)
        return tr("To be filled in ({count})", count=empty) if empty else tr("Filled in")

    def _show_target(self, state: DocumentsState, draft: Draft) -> None:
        found = draft.page.may_refer_to
        self.target_tag.setVisible(bool(found))
        self.target.setVisible(len(found) > 1)
        self.target_one.setVisible(len(found) == 1)
        names = [f"{_name(state, d.kind)} {d.number}" for d in found]
        self.target_one.setText(names[0] if names else "")
        self.target.clear()
        if draft.page.refers_to == "":
            self.target.addItem(tr("Choose …"), "")
        for document, name in zip(found, names, strict=True):
            self.target.addItem(name, document.id)
        self.target.setCurrentIndex(max(0, self.target.findData(draft.page.refers_to)))

    # What a person does

    def _key(self, name: str) -> str:
        return f"{self._inspection_id}:{self._kind}:{name}"

    def _on_field(self, name: str, value: Value) -> None:
        if self._kind is None:
            return
        work = partial(document_drafts.fill_document, self._ws, self._inspection_id, self._kind, fields={name: value})
        self.drafts.put(self._key(name), value, work)

    def _on_refused(self, key: str, problems: tuple[Problem, ...]) -> None:
        name = key.rpartition(":")[2]
        if key == self._key(name):
            self.editor.say_refused(name, problems)

    def _on_target(self) -> None:
        chosen = str(self.target.currentData() or "")
        if self._kind is not None and chosen:
            fill = document_drafts.fill_document
            self._jobs.run_write(self, partial(fill, self._ws, self._inspection_id, self._kind, refers_to=chosen))

    def _on_day(self) -> None:
        value = self.day.value()
        if isinstance(value, str) and value:
            self.day_chosen.emit(date.fromisoformat(value))

    def _part(self) -> str:
        return str(self.tabs.tabData(self.tabs.currentIndex()) or "") if self.tabs.count() else ""

    def _on_tab(self) -> None:
        part = self._part()
        is_record = self._kind is DocumentKind.INSPECTION_RECORD
        lines: QWidget = self.record if is_record else self.lines
        self.stack.setCurrentWidget({LINES: lines, FIELDS: self.editor}.get(part, self.nothing))

    def _show_part(self, part: str) -> bool:
        for n in range(self.tabs.count()):
            if self.tabs.tabData(n) == part:
                self.tabs.setCurrentIndex(n)
                return True
        return False

    def jump(self, where: str) -> bool:
        """Go to the field or line that a problem names, if it is on this page."""
        kind, _, rest = where.partition(":")
        if where == "issued_on":
            self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if where == "refers_to":
            self.target.setFocus(Qt.FocusReason.OtherFocusReason)
            return self.target.isVisibleTo(self)
        if where.startswith(FIELD):
            return rest in self.editor.rows and self._show_part(FIELDS) and self.editor.focus_field(rest)
        if where == LINES:
            shown = self._show_part(LINES)
            self.lines.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return shown
        if kind == "finding":
            return self._has_lines() and self._show_part(LINES) and self.lines.jump(where)
        return False

    def _has_lines(self) -> bool:
        return self._kind is not DocumentKind.INSPECTION_RECORD and any(
            self.tabs.tabData(n) == LINES for n in range(self.tabs.count())
        )

    def focus_part(self) -> QWidget:
        """Give what takes the focus in the part that is shown."""
        current = self.stack.currentWidget()
        if current is self.lines:
            return self.lines.list
        if current is self.record:
            return self.record.findings
        rows = list(self.editor.rows.values())
        empty = [r for r in rows if r.spec.required and not r.input.value()]
        found = next(iter([*empty, *rows]), None)
        return found.input.first() if current is self.editor and found is not None else self.day.edit


def _name(state: DocumentsState, kind: DocumentKind) -> str:
    found = state.kind(kind)
    return found.law.name if found is not None else str(kind)
