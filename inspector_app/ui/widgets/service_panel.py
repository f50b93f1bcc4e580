# SPDX-License-Identifier: MulanPSL-2.0
"""The services of an issued document: what was recorded, recording one more, striking out a wrong entry."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.problems import Problem
from inspector_app.domain.service import Service
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.operations import service
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.documents_state import DocumentsState
from inspector_app.ui.widgets.field_editor_rows import LARGE
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.service_form import ServiceForm
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace


class ServicePanel(Card):
    """A card below the facts of the document."""

    form_shown = Signal()  # the form opened: it should be in view

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Service of the document"), parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._state: DocumentsState | None = None
        self._document: OfficialDocument | None = None
        self._services: tuple[Service, ...] = ()
        self.words = label("", tone="muted", wrap=True)
        self.list = RowList(tr("Services"), fits=True)
        self.list.setObjectName("cardList")
        self.band = Band()
        self.form = ServiceForm(ws, jobs, ask)
        self.form.record_wanted.connect(self._on_record)
        self.form.given_up.connect(self._close)
        self.form.hide()
        self.begin_button = button(tr("Record a service …"), self.begin, icon="handoff")
        self.withdraw_button = button(tr("Withdraw the entry …"), self._on_withdraw, icon="undo", kind="quiet")
        for part in (self.words, self.list, self.band, self.form):
            self.add(part)
        if theme.scale() < LARGE:
            self.outer.addLayout(row(self.begin_button, None, self.withdraw_button))
        else:
            self.outer.addLayout(row(self.begin_button, None))
            self.outer.addLayout(row(self.withdraw_button, None))

    def show_document(self, state: DocumentsState, document: OfficialDocument) -> None:
        """Show how a document was served; a form that is open for it stays open."""
        if self._document is None or self._document.id != document.id:
            self._close()
            self.band.hide()
        self._state, self._document = state, document
        found = state.papers.services.get(document.id, ())
        self._services = found
        held = [s for s in found if not s.withdrawn_reason]
        self.list.put([_row(s) for s in found])
        self.list.setVisible(bool(found))
        self.note.setText(str(len(held) or ""))
        self.words.setText(tr("Not served yet."))
        self.words.setVisible(not held)
        is_open = self.form.isVisibleTo(self)
        if is_open:
            self.form.show_state(state)
        self._show_buttons(is_open=is_open)

    def _show_buttons(self, *, is_open: bool) -> None:
        held = [s for s in self._services if not s.withdrawn_reason]
        is_valid = self._document is not None and self._document.is_valid
        self.begin_button.setVisible(is_valid and not is_open)
        self.begin_button.setText(tr("Record another service …") if held else tr("Record a service …"))
        self.withdraw_button.setVisible(bool(held) and is_valid and not is_open)

    def begin(self) -> None:
        """Open the form."""
        if self._state is not None and self._document is not None and self._document.is_valid:
            self.band.hide()
            self.form.show()
            self.form.begin(self._state, self._document)
            self._show_buttons(is_open=True)
            self.form_shown.emit()

    def _close(self) -> None:
        self.form.hide()
        self._show_buttons(is_open=False)

    # Acts

    def _on_record(self, draft: ServiceDraft) -> None:
        document = self._document
        if document is None:
            return
        title, text = tr("Record the service"), service_words(document, draft)
        if self._ask.confirm(title, text, tr("Record")):
            self._jobs.run_write(
                self,
                partial(service.serve_document, self._ws, document.id, draft),
                then=self._on_recorded,
                refused=self._on_refused,
            )

    def _on_recorded(self, made: Service) -> None:
        self._close()
        self.band.say(tr("Service recorded: {method}", method=word(made.method)), tone="ok")

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        told = [tr("Not done; nothing was changed."), *(sentence(problem) for problem in problems)]
        self.band.say("\n".join(told), tone="bad")

    def _on_withdraw(self) -> None:
        held = [s for s in self._services if not s.withdrawn_reason]
        wanted = self.list.current_id()
        chosen = next((s for s in held if s.id == wanted), held[-1] if held else None)
        if chosen is None:
            return
        asked = tr("Why is this entry wrong? It is struck out and kept with the reason.")
        reason = self._ask.text(tr("Withdraw the entry"), asked, multiline=True)
        if reason:
            self._jobs.run_write(
                self, partial(service.withdraw_service, self._ws, chosen.id, reason), refused=self._on_refused
            )


def service_words(document: OfficialDocument, draft: ServiceDraft) -> str:
    """Say what will be recorded, and that the document stands from then on."""
    lines = [document.number, tr("{method}, {at}", method=word(draft.method), at=_at(draft.served_at.isoformat()))]
    if draft.refusal:
        lines.append(tr("Refused: {reason}", reason=draft.refusal))
    elif draft.receiver:
        capacity = word(draft.capacity) if draft.capacity is not None else ""
        lines.append(tr("Signed for by {name}", name=" ".join(p for p in (draft.receiver, capacity) if p)))
    if draft.servers:
        lines.append(tr("Served by {names}", names="、".join(draft.servers)))
    lines += [
        "",
        tr("A document that was served can no longer be voided. A wrong entry can be withdrawn with a reason."),
    ]
    return "\n".join(lines)


def _at(value: str) -> str:
    return value[:16].replace("T", " ")


def _row(made: Service) -> Row:
    taken = made.receiver or made.medium or made.address
    if made.capacity is not None:
        taken = f"{taken}（{word(made.capacity)}）"
    detail = tr("refused: {reason}", reason=made.refusal) if made.refusal else taken
    if made.withdrawn_reason:
        detail = tr("withdrawn: {reason}", reason=made.withdrawn_reason)
    files = len(made.media) + bool(made.consent)
    parts = (detail, "、".join(made.servers), tr("{count} files", count=files) if files else "")
    is_held = not made.withdrawn_reason
    return Row(
        id=made.id,
        title=f"{word(made.method)} {_at(made.served_at.isoformat())}",
        detail=" · ".join(part for part in parts if part) or "—",
        chip=tr("Withdrawn") if not is_held else (tr("Refused") if made.refusal else ""),
        chip_role="muted" if not is_held else "warn",
        icon="handoff",
        icon_role="accent" if is_held else "muted",
    )
