# SPDX-License-Identifier: MulanPSL-2.0
"""Acts that leave the laptop or cannot be taken back: issue, print, save outside, void. Each asks first."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.inspection import PersonRole
from inspector_app.domain.problems import Problem, Refused
from inspector_app.operations import documents
from inspector_app.operations.file_exports import save_issued
from inspector_app.operations.masked_copies import save_masked
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import CancelledError, Jobs, Report
from inspector_app.ui.models.documents_state import DocumentsState, Draft
from inspector_app.ui.widgets.issue_words import issue_words
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.print_dialog import print_dialog, print_pdf, printer_for
from inspector_app.ui.widgets.sign_dialog import SignerChoice, ask_signers, signer_choice
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # heavy: keys and ciphers are loaded when they are used
    from inspector_app.workspace.protection import Unlocked


class IssuedActs(QObject):
    """Runs the operations and says how they ended."""

    said = Signal(str, str)  # words, tone
    issued = Signal(object)  # OfficialDocument
    busy = Signal(str)  # what is under way; empty when it is over

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._window = parent
        jobs.failed.connect(self._on_fault)

    # Issue

    def issue(self, state: DocumentsState, draft: Draft) -> None:
        """Issue a draft, after one question that names everything."""
        title = tr("Issue: {kind}", kind=draft.law.name)
        if self._ws.login is not None:
            self._ask_signers(state, draft, title)
        elif self._ask.confirm(title, issue_words(state, draft), tr("Issue")):
            self._issue(state, draft, ())

    def _ask_signers(self, state: DocumentsState, draft: Draft, title: str) -> None:
        """In protected data the person who issues signs the data with the own password, in the same question."""
        people = state.view.inspection.people
        names = tuple(p.name for p in people if p.role is PersonRole.OFFICER)

        def ask(who: SignerChoice) -> None:
            words = issue_words(state, draft)
            then = partial(self._issue, state, draft)
            ask_signers(self._ws, self._jobs, title, words, who, self._window.window(), then)

        self._jobs.run_read(self, partial(signer_choice, self._ws, names), then=ask, refused=self._on_refused)

    def _issue(self, state: DocumentsState, draft: Draft, signers: tuple[Unlocked, ...]) -> None:
        self.busy.emit(tr("Issuing …"))
        self._jobs.run_write(
            self,
            partial(
                documents.issue_document, self._ws, state.view.inspection.id, draft.kind, issued_on=draft.issued_on,
                need_reasons=True, signers=signers,
            ),
            then=self._on_issued,
            refused=self._on_refused,
        )  # fmt: skip

    def _on_issued(self, document: OfficialDocument) -> None:
        self.busy.emit("")
        self.said.emit(tr("Issued as {number}. It can be printed now.", number=document.number), "ok")
        self.issued.emit(document)

    def _on_fault(self) -> None:
        """A fault of ours, already told: nothing is under way any more."""
        self.busy.emit("")

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.busy.emit("")
        lines = [sentence(problem) for problem in problems[:4]]
        self.said.emit("\n".join([tr("Not done; nothing was changed."), *lines]), "bad")

    # Print

    def print_document(self, document: OfficialDocument, copies: int) -> None:
        """Open the system's print dialogue, set to the copies that the form wants."""
        if not self._may(Act.PRINT):
            return
        printer = printer_for(document.number, copies)
        dialog = print_dialog(printer, document.pages, self._window.window())
        accepted = dialog.exec()  # the system's own dialogue; only exec() shows it on Windows
        dialog.deleteLater()
        if accepted:
            self.print_to(document, printer)

    def print_to(self, document: OfficialDocument, printer: QPrinter) -> None:
        """Print on a printer that is set up, and record the copies."""
        self.busy.emit(tr("Printing …"))
        copies = max(1, printer.copyCount())
        self._jobs.run_slow(
            self,
            partial(_print, self._ws, document, printer),
            then=partial(self._on_printed, document, copies),
            refused=self._on_refused,
            title=tr("Printing"),
        )

    def _on_printed(self, document: OfficialDocument, copies: int, sides: int) -> None:
        if not sides:
            self.busy.emit("")
            self.said.emit(tr("Printing was stopped; no copy was counted."), "warn")
            return
        self._jobs.run_write(
            self,
            partial(documents.record_print, self._ws, document.id, copies),
            then=partial(self._on_recorded, copies),
            refused=self._on_refused,
        )

    def _on_recorded(self, copies: int, document: OfficialDocument) -> None:
        self.busy.emit("")
        total = document.copies_printed
        self.said.emit(tr("{copies} copies printed, {total} in all.", copies=copies, total=total), "ok")

    def _may(self, act: Act) -> bool:
        """Whether the person may let a copy leave the laptop; if not, that is said."""
        try:
            self._ws.need(act)
        except Refused as refusal:
            self._on_refused(refusal.problems)
            return False
        return True

    # Save outside

    def save(self, document: OfficialDocument, enterprise: str, mask: MaskChoice) -> None:
        """Write the frozen bytes, or the masked copy, where the person wants them."""
        if not self._may(Act.EXPORT):
            return
        name = documents.file_name(document, enterprise)
        path = self._ask.save_file(tr("Save as PDF"), name, "PDF (*.pdf)")
        if path is None:
            return
        if path.suffix.lower() != ".pdf":
            path = path.with_name(path.name + ".pdf")
        self._jobs.run_slow(
            self,
            partial(_save, self._ws, document.id, path, mask.take()),
            then=self._on_saved,
            refused=self._on_refused,
            title=tr("Saving"),
        )

    def _on_saved(self, path: Path) -> None:
        self.said.emit(tr("Saved: {path}", path=path), "ok")

    # Void

    def void(self, document: OfficialDocument) -> None:
        """Void a document, with the reason; its number stays used."""
        label = tr(
            "Why is {number} void? The reason is kept; the number is not used again. Take back every printed copy.",
            number=document.number,
        )
        reason = self._ask.text(tr("Void the document"), label, multiline=True)
        if reason is None:
            return
        self._jobs.run_write(
            self,
            partial(documents.void_document, self._ws, document.id, reason),
            then=self._on_voided,
            refused=self._on_refused,
        )

    def _on_voided(self, document: OfficialDocument) -> None:
        self.said.emit(tr("{number} is void.", number=document.number), "warn")


def _print(ws: Workspace, document: OfficialDocument, printer: QPrinter, report: Report) -> int:
    """Give how many sides went to the printer; none when the person stopped it."""
    documents.need_printable(ws, document.id)
    try:
        return print_pdf(documents.document_pdf(ws, document.id), printer, report, ws.form(document.kind).copy_marks)
    except CancelledError:
        printer.abort()
        return 0


def _save(ws: Workspace, document_id: str, path: Path, masks: bool, report: Report) -> Path:
    """Write the document or its masked copy; a full disk never leaves half of it under its name."""
    del report
    if masks:
        save_masked(ws, document_id, path)
    else:
        save_issued(ws, document_id, path)
    return path
