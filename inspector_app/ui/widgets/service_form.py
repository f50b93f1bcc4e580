# SPDX-License-Identifier: MulanPSL-2.0
"""Recording a service: the fields that its method asks for, and what the law still wants, said while it is written."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.document_fields import FieldSpec, FieldValues, Value
from inspector_app.domain.problems import Problem, ProblemCode, blocking
from inspector_app.domain.service import Attachment, AttachmentKind, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.operations import attachments, service
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.documents_state import DocumentsState
from inspector_app.ui.widgets.attachment_panel import FILTERS
from inspector_app.ui.widgets.field_editor import FIELD, FieldEditor
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.service_fields import (
    OUTCOME,
    SHAPING,
    TAKEN,
    ServiceSetting,
    draft_of,
    is_refused,
    service_specs,
)
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

PAUSE_MS = 250


class ServiceForm(QWidget):
    """Fields, what is missing, and the button that records; nothing is kept before."""

    record_wanted = Signal(object)  # ServiceDraft
    given_up = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._document: OfficialDocument | None = None
        self._setting = ServiceSetting(officers=(), attachments=(), need_authority=frozenset())
        self._values: dict[str, Value] = {}
        self._specs: tuple[FieldSpec, ...] = ()
        self._now: datetime | None = None
        self.problems: tuple[Problem, ...] = ()
        self.editor = FieldEditor(scrolls=False)
        self.editor.edited.connect(self._on_edited)
        self.media_button = button(tr("Add photo or recording …"), self._on_media, icon="camera", kind="quiet")
        self.consent_button = button(tr("Add the confirmation …"), self._on_consent, icon="import", kind="quiet")
        self.list = ProblemList()
        self.list.jump_requested.connect(self._on_jump)
        self.record_button = button(tr("Record the service"), self._on_record, icon="check", kind="primary")
        self.cancel_button = button(tr("Cancel"), self.given_up.emit, kind="quiet")
        self.why_not = label("", tone="muted", size="small", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._look)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addWidget(self.editor)
        box.addLayout(row(self.media_button, self.consent_button, None))
        box.addWidget(self.list)
        box.addWidget(self.why_not)
        box.addLayout(row(self.record_button, self.cancel_button, None))

    @property
    def is_settled(self) -> bool:
        """Whether what is wrong has been looked at since the last key."""
        return not self._timer.isActive()

    # What is shown

    def begin(self, state: DocumentsState, document: OfficialDocument) -> None:
        """Begin with what is known of the visit."""
        visit = state.view.inspection
        self._document, self._now = document, state.now
        present = visit.accompanied_by
        values: dict[str, Value] = {
            "method": ServiceMethod.DIRECT.value,
            OUTCOME: TAKEN,
            "served_at": state.now.isoformat(timespec="minutes"),
            "place": visit.place or state.view.enterprise.address,
            "receiver": present.name if present is not None else state.view.enterprise.person_in_charge,
            "servers": tuple(dict.fromkeys(officer.name for officer in visit.officers)),
            "address": state.view.enterprise.address,
        }
        self._values = {name: value for name, value in values.items() if value}
        self.show_state(state, fresh=True)
        self.editor.focus_field("method")

    def show_state(self, state: DocumentsState, *, fresh: bool = False) -> None:
        """Take note of the files of the case and of the time; what is typed stays."""
        files = tuple(a for a in state.papers.attachments if not a.removed_reason)
        officers = tuple(dict.fromkeys(officer.name for officer in state.view.inspection.officers))
        need = self._ws.law.rules.words("R28", "need_authority")
        self._setting = ServiceSetting(officers=officers, attachments=files, need_authority=frozenset(need))
        self._show(fresh=fresh)

    def _show(self, *, fresh: bool = False) -> None:
        assert self._now is not None
        focused = next((n for n, r in self.editor.rows.items() if r.isAncestorOf(_focus(self))), "")
        specs = service_specs(self._values, self._setting)
        rebuilt = specs != self._specs
        self._specs = specs
        self.editor.show_fields(specs, self._values, self._values, near=self._now, fresh=fresh)
        if rebuilt and focused:
            self.editor.focus_field(focused)
        method = self._values.get("method")
        self.media_button.setVisible(is_refused(self._values))
        self.consent_button.setVisible(method == ServiceMethod.ELECTRONIC)
        self._timer.start()

    def draft(self) -> ServiceDraft:
        """Give the service as the fields have it."""
        assert self._now is not None
        return draft_of(self._values, self._specs, self._now)

    def values(self) -> FieldValues:
        """Give what stands in the fields."""
        return dict(self._values)

    # What is wrong with it

    def _look(self) -> None:
        if self._document is not None:
            draft = self.draft()
            if self._lacks_refusal():  # as if it were written, so that the rest is told at once
                draft = dataclasses.replace(draft, refusal="—")
            work = partial(service.service_problems, self._ws, self._document.id, draft)
            self._jobs.run_read(self, work, then=self._show_problems, refused=self._show_problems, key="service")

    def _lacks_refusal(self) -> bool:
        return is_refused(self._values) and not self._values.get("refusal")

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        asked = {spec.name for spec in self._specs}
        if self._lacks_refusal():
            fields = {"field": next(spec.label for spec in self._specs if spec.name == "refusal")}
            problems = (Problem(code=ProblemCode.VALUE_MISSING, where="refusal", fields=fields), *problems)
        placed = tuple(
            dataclasses.replace(p, where=FIELD + _field_of(p.where, asked)) if _field_of(p.where, asked) else p
            for p in problems
        )
        self.problems = placed
        self.editor.show_problems([p for p in placed if p.where.startswith(FIELD)])
        self.list.show_problems(placed)
        self.list.setVisible(bool(placed))
        self.list.setFixedHeight(theme.dp(8 + 44 * min(len(placed), 3)))
        stops = len(blocking(placed))
        self.record_button.setEnabled(not stops)
        self.why_not.setText(tr("{count} things are missing before the service can be recorded", count=stops))
        self.why_not.setVisible(bool(stops))

    def _on_jump(self, where: str) -> None:
        self.editor.focus_field(where.removeprefix(FIELD))

    # What a person does

    def _on_edited(self, name: str, value: Value) -> None:
        self._values[name] = value
        if name in SHAPING:
            self._show()
        else:
            self._timer.start()

    def _on_record(self) -> None:
        self.record_wanted.emit(self.draft())

    def _on_media(self) -> None:
        self.add(self._ask.open_files(tr("Photos and recordings of the act"), FILTERS), AttachmentKind.SERVICE_EVIDENCE)

    def _on_consent(self) -> None:
        self.add(self._ask.open_files(tr("Confirmation of address"), FILTERS)[:1], AttachmentKind.CONSENT)

    def add(self, paths: list[Path], kind: AttachmentKind) -> None:
        """Attach files to the case and name them in the service."""
        document = self._document
        if document is None:
            return
        of = "" if kind is AttachmentKind.CONSENT else document.id
        for path in paths:
            self._jobs.run_write(
                self,
                partial(attachments.attach_file, self._ws, document.inspection_id, path, kind, document_id=of),
                then=self._on_attached,
                refused=self._show_refused,
            )

    def _on_attached(self, made: Attachment) -> None:
        known = {a.id for a in self._setting.attachments}
        if made.id not in known:
            self._setting = dataclasses.replace(self._setting, attachments=(*self._setting.attachments, made))
        if made.kind is AttachmentKind.CONSENT:
            self._values["consent"] = made.id
        else:
            before = self._values.get("media", ())
            kept = tuple(m for m in before if isinstance(m, str)) if not isinstance(before, str) else ()
            self._values["media"] = tuple(dict.fromkeys((*kept, made.id)))
        self._show()

    def _show_refused(self, problems: tuple[Problem, ...]) -> None:
        self._ask.show_problems(problems)


def _focus(widget: QWidget) -> QWidget:
    """Give the widget that has the focus, or one that is nobody's ancestor."""
    return widget.window().focusWidget() or widget


def _field_of(where: str, asked: set[str]) -> str:
    return where if where in asked else ""
