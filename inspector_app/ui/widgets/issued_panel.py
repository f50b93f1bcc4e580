# SPDX-License-Identifier: MulanPSL-2.0
"""An issued document: its facts, its services, its signed scans; nothing of it can be edited."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.document import DocumentState, OfficialDocument
from inspector_app.law.documents import Takes
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.documents_state import DocumentsState
from inspector_app.ui.widgets.attachment_panel import AttachmentPanel
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.document_list import chip_of, state_name
from inspector_app.ui.widgets.field_editor_rows import LARGE
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Band, button, label, row
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.service_panel import ServicePanel
from inspector_app.ui.widgets.signature_card import SignatureCard
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

INNER = "internal"  # the class of papers that stay with the organ


class IssuedPanel(QWidget):
    """Print, save as PDF, void, serve, attach."""

    print_wanted = Signal()
    save_wanted = Signal()
    void_wanted = Signal()
    reinspection_wanted = Signal(str)  # order or measure

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.may_print = False  # it holds, and its stored file is what was issued
        self.may_save = False
        self._is_broken = False
        self._id = ""
        self.facts_card = QFrame()
        self.facts_card.setProperty("card", True)
        self.title = label("", size="lead", wrap=True)
        self.chip = Chip(parent=self)
        self.number = label("", wrap=True)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(theme.dp(12))
        self.facts.setVerticalSpacing(theme.dp(4))
        self.band = Band()
        self.broken = Band()
        self.note = label("", tone="muted", size="small", wrap=True)
        self.print_button = button(tr("Print"), self.print_wanted.emit, icon="print", tip=tr("Print (Ctrl+P)"))
        self.save_button = button(
            tr("Save as PDF"), self.save_wanted.emit, icon="export", tip=tr("Save as PDF (Ctrl+S)")
        )
        self.masking = MaskChoice(
            ws, usual=False, words=tr("Masked copy"),
            tip=tr("For others: ID numbers and telephones shortened by stars; every page says that it is a copy"),
        )  # fmt: skip
        bind_rights(ws, {self.print_button: Act.PRINT, self.save_button: Act.EXPORT})
        self.void_button = button(tr("Void …"), self.void_wanted.emit, icon="trash", kind="danger")
        self.follow_button = button(
            tr("Extension, re-inspection, sign-off"), self._on_follow, icon="reinspection", kind="quiet"
        )
        self.signatures = SignatureCard(ws, jobs)
        self.served = ServicePanel(ws, jobs, ask)
        self.attached = AttachmentPanel(ws, jobs, ask)
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self.facts_card)
        side = theme.dp(14)
        box.setContentsMargins(side, theme.dp(10), side, side)
        box.setSpacing(theme.dp(8))
        top = row(self.title, self.chip)
        top.setStretch(0, 1)
        box.addLayout(top)
        box.addWidget(self.number)
        box.addLayout(self.facts)
        for part in (self.band, self.broken, self.note):
            box.addWidget(part)
        if theme.scale() < LARGE:
            box.addLayout(row(self.print_button, self.save_button, self.masking, None, self.void_button))
        else:
            box.addLayout(row(self.print_button, self.save_button, None))
            box.addLayout(row(self.masking, self.void_button, None))
        box.addLayout(row(self.follow_button, None))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, theme.dp(6), 0)
        outer.setSpacing(theme.dp(8))
        for card in (self.facts_card, self.signatures, self.served, self.attached):
            outer.addWidget(card)
        outer.addStretch(1)

    def show_document(self, state: DocumentsState, document: OfficialDocument) -> None:
        """Show what has become of a document."""
        if document.id != self._id:
            self._id, self._is_broken = document.id, False
            self.broken.hide()
        is_void = document.state is DocumentState.VOID
        is_served = bool(state.papers.served(document.id))
        self.title.setText(state_name(state, document.kind))
        self.chip.set_state(*chip_of(state, document))
        self.number.setText(document.number)
        self._show_facts(document, state.copies.get(document.kind, 1))
        self.band.hide()
        if is_void:
            self.band.say(
                tr("Void: {reason}. The number is kept and is not used again.", reason=document.void_reason),
                tone="warn",
            )
            self.band.dismiss.hide()
        self.note.setText(_hint(state, document, is_served=is_served))
        self.note.setVisible(not is_void)
        self.print_button.setVisible(not is_void and not self._is_broken)
        self.void_button.setVisible(not is_void)
        self.void_button.setEnabled(not is_served)
        self.void_button.setToolTip(tr("It was served: it can no longer be voided") if is_served else "")
        self.may_print, self.may_save = not is_void and not self._is_broken, not self._is_broken
        self.save_button.setEnabled(not self._is_broken)
        kind = state.kind(document.kind)
        self.follow_button.setVisible(not is_void and kind is not None and kind.law.has_life)
        self.served.setVisible(kind is None or kind.law.form_class != INNER)
        self.signatures.show_document(document)
        self.served.show_document(state, document)
        self.attached.show_files(document, state.papers.attached(document.id))

    def _on_follow(self) -> None:
        self.reinspection_wanted.emit(self._id)

    def _show_facts(self, document: OfficialDocument, copies: int) -> None:
        while self.facts.rowCount():
            self.facts.removeRow(0)
        at = document.issued_at.strftime("%Y-%m-%d %H:%M")
        printed = tr("{printed} so far; the form wants {copies}", printed=document.copies_printed, copies=copies)
        lines = (
            (tr("Date of issue"), document.issued_on.isoformat()),
            (tr("Issued at"), at),
            (tr("Pages"), str(document.pages)),
            (tr("Copies printed"), printed),
            (tr("Form"), f"{document.form_id} {document.form_version}"),
            ("SHA-256", document.sha256[:16] + "…"),
        )
        for name, value in lines:
            tag = QLabel(name)
            tag.setProperty("tone", "muted")
            shown = label(value, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.facts.addRow(tag, shown)

    def say_whole(self) -> None:
        """Note that the stored file is what was issued."""
        self._is_broken = False
        self.broken.hide()

    def say_broken(self, words: str) -> None:
        """Say that the stored file is not what was issued: then it is neither printed nor saved."""
        self._is_broken = True
        self.broken.say(words, tone="bad")
        self.broken.dismiss.hide()
        self.may_print = self.may_save = False
        self.print_button.setVisible(False)
        self.save_button.setEnabled(False)


def _hint(state: DocumentsState, document: OfficialDocument, *, is_served: bool) -> str:
    if is_served:
        return tr(
            "The document is frozen and was served: it can no longer be voided. A mistake is put right by a new "
            "document that says so."
        )
    kind = state.kind(document.kind)
    if kind is not None and kind.law.takes is Takes.SOME:
        return tr(
            "The document is frozen and cannot be changed. If something is wrong, void it before it is "
            "served; its findings are then free for a new order."
        )
    return tr("The document is frozen and cannot be changed. If something is wrong, void it before it is served.")
