# SPDX-License-Identifier: MulanPSL-2.0
"""An issued document: its facts and what may still be done with it; nothing of it can be edited."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.page import Band, button, label, row
from inspector_app.wording import tr, word


class IssuedPanel(QFrame):
    """Print, save as PDF, void."""

    print_wanted = Signal()
    save_wanted = Signal()
    void_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.may_print = False  # it holds, and its stored file is what was issued
        self.may_save = False
        self.title = label("", size="lead")
        self.chip = Chip()
        self.number = label("", wrap=True)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(theme.dp(12))
        self.facts.setVerticalSpacing(theme.dp(6))
        self.band = Band()
        self.note = label("", tone="muted", size="small", wrap=True)
        self.print_button = button(tr("Print"), self.print_wanted.emit, icon="print", tip=tr("Print (Ctrl+P)"))
        self.save_button = button(
            tr("Save as PDF"), self.save_wanted.emit, icon="export", tip=tr("Save as PDF (Ctrl+S)")
        )
        self.void_button = button(tr("Void …"), self.void_wanted.emit, icon="trash", kind="danger")
        box = QVBoxLayout(self)
        side = theme.dp(16)
        box.setContentsMargins(side, theme.dp(12), side, side)
        box.setSpacing(theme.dp(10))
        box.addLayout(row(self.title, None, self.chip))
        box.addWidget(self.number)
        box.addLayout(self.facts)
        box.addWidget(self.band)
        box.addWidget(self.note)
        box.addLayout(row(self.print_button, self.save_button, None, self.void_button))
        box.addStretch(1)

    def show_document(self, document: OfficialDocument, copies: int) -> None:
        """Show the facts of a document whose form wants so many copies."""
        is_void = document.state is DocumentState.VOID
        self.title.setText(word(document.kind))
        self.chip.set_state(word(document.state), "muted" if is_void else "ok")
        self.number.setText(document.number)
        self._show_facts(document, copies)
        self.band.hide()
        if is_void:
            self.band.say(
                tr("Void: {reason}. The number is kept and is not used again.", reason=document.void_reason),
                tone="warn",
            )
            self.band.dismiss.hide()
        order = document.kind is DocumentKind.RECTIFICATION_ORDER
        self.note.setText("" if is_void else self._hint(order))
        self.note.setVisible(not is_void)
        for part in (self.print_button, self.void_button):
            part.setVisible(not is_void)
        self.may_print, self.may_save = not is_void, True
        self.save_button.setEnabled(True)

    def _hint(self, order: bool) -> str:
        if order:
            return tr(
                "The document is frozen and cannot be changed. If something is wrong, void it before it is "
                "served; its findings are then free for a new order."
            )
        return tr("The document is frozen and cannot be changed. If something is wrong, void it before it is served.")

    def _show_facts(self, document: OfficialDocument, copies: int) -> None:
        while self.facts.rowCount():
            self.facts.removeRow(0)
        at = document.issued_at.strftime("%Y-%m-%d %H:%M")
        printed = tr("{printed} so far; the form wants {copies}", printed=document.copies_printed, copies=copies)
        lines = (
            (tr("Issued at"), at),
            (tr("Pages"), str(document.pages)),
            (tr("Copies printed"), printed),
            (tr("Form"), f"{document.form_id} {document.form_version}"),
            ("SHA-256", document.sha256[:16] + "…"),
        )
        for name, value in lines:
            tag = QLabel(name)
            tag.setProperty("tone", "muted")
            shown = label(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.facts.addRow(tag, shown)

    def say_broken(self, words: str) -> None:
        """Say that the stored file is not what was issued: then it is neither printed nor saved."""
        self.band.say(words, tone="bad")
        self.band.dismiss.hide()
        self.may_print = self.may_save = False
        self.print_button.setVisible(False)
        self.save_button.setEnabled(False)
