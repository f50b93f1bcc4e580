# SPDX-License-Identifier: MulanPSL-2.0
"""材料: the files of a case; adding (dropped or chosen), looking, saving outside, taking out with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem
from inspector_app.domain.service import Attachment
from inspector_app.ledgers.attachments import AttachmentRow
from inspector_app.operations import attachments
from inspector_app.operations.file_exports import save_attachment
from inspector_app.operations.photo_exports import save_evidence
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.attachment_panel import FILTERS, HASH_SEEN
from inspector_app.ui.widgets.attachment_view import AttachmentView
from inspector_app.ui.widgets.case_file_form import FileForm
from inspector_app.ui.widgets.file_drop import DropPlace, FileDrop
from inspector_app.ui.widgets.page import Card, Pages, button, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.reinspection_form import show_few
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class CaseFiles(QWidget):
    """The second part of the page of a case."""

    jump_wanted = Signal(str)
    said = Signal(str, str)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._inspection_id = ""
        self._files: tuple[AttachmentRow, ...] = ()
        self.list = RowList(tr("Files of the case"))
        self.list.setObjectName("cardList")
        self.list.row_shown.connect(lambda _id: self._show_buttons())
        self.list.doubleClicked.connect(lambda _index: self.look())
        self.nothing = WrapLabel(tr("No file has been added to this case yet."), tone="muted")
        self.place = DropPlace()
        FileDrop(self, self.place).dropped.connect(self._on_dropped)
        self.place.words.setText(tr("Drop files here: signed papers, licences, proofs of identity, recordings"))
        self.choose_button = button(tr("Choose a file …"), self.choose, icon="import")
        self.look_button = button(tr("Look"), self.look, icon="preview", kind="quiet")
        self.save_button = button(tr("Save …"), self.save, icon="export", kind="quiet")
        self.remove_button = button(tr("Take out …"), self.remove, icon="trash", kind="quiet")
        why = tr("A PDF page for each photo: particulars, digests, signatures")
        self.evidence_button = button(tr("Photo evidence pages …"), self.save_evidence, icon="photo", tip=why)
        bind_rights(ws, {self.save_button: Act.EXPORT, self.evidence_button: Act.EXPORT})
        self.problems = ProblemList()
        self.problems.hide()
        self.problems.jump_requested.connect(self.jump_wanted)
        self.form = FileForm()
        self.form.add_wanted.connect(self._on_add)
        self.form.given_up.connect(self._on_given_up)
        self.view = AttachmentView()
        self.view.back.setText(tr("Back to the files"))
        self.view.closed.connect(self._back)
        self._build()

    def _build(self) -> None:
        self.card = Card()
        self.card.note.hide()
        ways_in = (self.choose_button, self.evidence_button)
        acts = row(*ways_in, None, self.look_button, self.save_button, self.remove_button)
        self.card.outer.addLayout(acts)
        for part, stretch in ((self.list, 1), (self.nothing, 0), (self.place, 0), (self.problems, 0), (self.form, 0)):
            self.card.add(part, stretch)
        self.pages = Pages()
        self.pages.addWidget(self.card)
        self.pages.addWidget(self.view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.dp(8), 0, 0)
        box.addWidget(self.pages)
        self.card.outer.addStretch(0)
        self.clear()

    # What is shown

    def clear(self) -> None:
        """Wait for the files of another case; what was chosen and not added is forgotten."""
        self._on_given_up()
        self.show_files("", (), ())
        self.pages.setCurrentWidget(self.card)

    def show_files(
        self, inspection_id: str, files: tuple[AttachmentRow, ...], documents: Sequence[tuple[str, str]]
    ) -> None:
        """Show the files of a case; `documents` are the ids and names on which one may hang."""
        self._inspection_id, self._files = inspection_id, files
        self.list.put([_row(file) for file in files])
        if files and not self.list.current_id():
            self.list.step(1)
        self.list.setVisible(bool(files))
        self.nothing.setVisible(not files)
        self.form.show_documents(documents)
        self._show_buttons()

    def show_file(self, attachment_id: str) -> bool:
        """Put the cursor on a file; False when it is not there any more."""
        self._back()
        return self.list.show_row(attachment_id)

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        if self.form.isVisibleTo(self):
            self.form.focus_first()
        else:
            (self.list if self._files else self.choose_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_buttons(self) -> None:
        current = self.current()
        for part in (self.look_button, self.save_button, self.remove_button):
            part.setVisible(bool(self._files))
            part.setEnabled(current is not None)
        self.look_button.setEnabled(current is not None and current.pages > 0)
        self.evidence_button.setEnabled(bool(self._inspection_id))

    def current(self) -> Attachment | None:
        """Give the file at the cursor."""
        wanted = self.list.current_id()
        return next((f.attachment for f in self._files if f.attachment.id == wanted), None)

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        show_few(self.problems, problems)

    # Adding

    def choose(self) -> None:
        """Ask for files, then for what they are."""
        self.take(self._ask.open_files(tr("Add files to the case"), FILTERS))

    def take(self, paths: Sequence[Path]) -> None:
        """Begin to add files: what they are is asked below the list."""
        if paths and self._inspection_id:
            self.problems.hide()
            self.place.hide()
            self.choose_button.hide()
            self.form.begin(paths)

    def _on_given_up(self) -> None:
        self.form.hide()
        self.problems.hide()
        self.place.show()
        self.choose_button.show()

    def _on_add(self) -> None:
        kind = self.form.kind()
        assert kind is not None, "the form asks for it"
        self.problems.hide()
        for path in self.form.paths:
            work = partial(
                attachments.attach_file, self._ws, self._inspection_id, path, kind, self.form.title_text(),
                document_id=self.form.document_id(), note=self.form.note_text(),
            )  # fmt: skip
            then = partial(self._on_added, path)
            self._jobs.run_write(self, work, then=then, refused=partial(self._on_not_added, path))

    def _on_added(self, path: Path, made: Attachment) -> None:
        self.form.forget(path)
        if not self.form.paths:
            self._on_given_up()
        self.said.emit(tr("Added to the case: {title}", title=made.title), "ok")

    def _on_not_added(self, path: Path, problems: tuple[Problem, ...]) -> None:
        before = self.problems.model.problems if self.problems.isVisibleTo(self) else ()
        self._refuse((*before, *problems))

    # Looking, saving, taking out

    def look(self) -> None:
        """Show the pages of the file at the cursor."""
        file = self.current()
        if file is not None and file.pages:
            then = partial(self._on_pages, file)
            self._jobs.run_slow(self, partial(_pages, self._ws, file), then=then, refused=self._refuse)

    def _on_pages(self, file: Attachment, pages: list[bytes]) -> None:
        if self.current() == file:
            self.pages.setCurrentWidget(self.view)
            self.view.show_pages(pages, file.title)

    def _back(self) -> None:
        if self.pages.currentWidget() is self.view:
            self.pages.setCurrentWidget(self.card)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Save the file at the cursor outside, as it came."""
        file = self.current()
        path = self._ask.save_file(tr("Save the file of the case"), file.file_name, "*") if file is not None else None
        if file is not None and path is not None:
            work = partial(_save, self._ws, file, path)
            self._jobs.run_slow(self, work, then=self._on_saved, refused=self._refuse)

    def save_evidence(self) -> None:
        """Print the evidence pages of all photos of the case; a changed or missing original is named instead."""
        path = self._ask.save_file(tr("Photo evidence pages"), tr("Photo evidence.pdf"), "PDF (*.pdf)")
        if path is not None:
            self.problems.hide()
            work = partial(_save_evidence, self._ws, self._inspection_id, path.with_suffix(".pdf"))
            self._jobs.run_slow(self, work, then=self._on_saved, refused=self._refuse)

    def _on_saved(self, path: Path) -> None:
        self.said.emit(tr("Saved: {path}", path=path), "ok")

    def remove(self) -> None:
        """Take the file at the cursor out of the case, with a reason."""
        file = self.current()
        if file is None:
            return
        asked = tr("Why is {name} taken out of the case? The file and the reason are kept.", name=file.title)
        reason = self._ask.text(tr("Take the file out"), asked, multiline=True)
        if reason:
            self.problems.hide()
            work = partial(attachments.remove_attachment, self._ws, file.id, reason)
            self._jobs.run_write(self, work, then=self._on_removed, refused=self._refuse)

    def _on_removed(self, made: Attachment) -> None:
        self.said.emit(tr("Taken out of the case: {title}", title=made.title), "ok")

    # Dropping

    def _on_dropped(self, paths: list[Path]) -> None:
        """Begin to add what fell."""
        self._back()
        self.take(paths)


def _row(shown: AttachmentRow) -> Row:
    file = shown.attachment
    pages = tr("{count} pages", count=file.pages) if file.pages else file.format
    size = f"{file.bytes / 1_000_000:.1f} MB" if file.bytes >= 100_000 else f"{max(1, file.bytes // 1000)} KB"
    parts = (shown.document_number or tr("the whole case"), pages, size, f"SHA-256 {file.sha256[:HASH_SEEN]}…")
    return Row(
        id=file.id,
        title=file.title,
        detail=" · ".join(parts),
        side=word(file.kind),
        icon="documents" if file.pages else "camera",
        icon_role="accent",
        tip="\n".join((file.title, *parts[:3], f"SHA-256 {file.sha256}", file.note)).strip(),
    )


def _pages(ws: Workspace, file: Attachment, report: Report) -> list[bytes]:
    del report
    return attachments.attachment_pages(ws, file)


def _save(ws: Workspace, file: Attachment, path: Path, report: Report) -> Path:
    del report
    save_attachment(ws, file, path)
    return path


def _save_evidence(ws: Workspace, inspection_id: str, path: Path, report: Report) -> Path:
    del report
    save_evidence(ws, path, inspection_id)
    return path
