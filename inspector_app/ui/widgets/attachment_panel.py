# SPDX-License-Identifier: MulanPSL-2.0
"""The signed scans of a document: files that are dropped or chosen, judged in the child process, kept by hash."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.problems import Problem
from inspector_app.domain.service import Attachment, AttachmentKind
from inspector_app.operations import attachments
from inspector_app.operations.file_exports import save_attachment
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.field_editor_rows import LARGE
from inspector_app.ui.widgets.file_drop import DropPlace, FileDrop
from inspector_app.ui.widgets.page import Band, Card, button, row
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

FILTERS = "PDF, JPEG, PNG, HEIC, MP4, MP3 (*.pdf *.jpg *.jpeg *.png *.webp *.heic *.heif *.mp4 *.mov *.mp3 *.m4a *.wav)"
HASH_SEEN = 10


class AttachmentPanel(Card):
    """The files of one document, and a place to drop more."""

    opened = Signal(object, object)  # pages as JPEG, Attachment

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Signed scans"), parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._document: OfficialDocument | None = None
        self._files: tuple[Attachment, ...] = ()
        self.list = RowList(tr("Attached files"), fits=True)
        self.list.setObjectName("cardList")
        self.list.row_chosen.connect(self._on_open)
        self.list.row_shown.connect(lambda _id: self._show_buttons())
        self.place = DropPlace()
        FileDrop(self, self.place).dropped.connect(self.take)
        self.choose_button = button(tr("Choose a file …"), self.choose, icon="import")
        self.save_button = button(tr("Save …"), self._on_save, icon="export", kind="quiet")
        bind_rights(ws, {self.save_button: Act.EXPORT})
        self.remove_button = button(tr("Take out …"), self._on_remove, icon="trash", kind="quiet")
        self.band = Band()
        self.add(self.list)
        self.add(self.place)
        self.add(self.band)
        if theme.scale() < LARGE:
            self.outer.addLayout(row(self.choose_button, None, self.save_button, self.remove_button))
        else:
            self.outer.addLayout(row(self.choose_button, None))
            self.outer.addLayout(row(self.save_button, self.remove_button, None))

    def show_files(self, document: OfficialDocument, files: tuple[Attachment, ...]) -> None:
        """Show the files of a document."""
        if self._document is None or self._document.id != document.id:
            self.band.hide()
        self._document, self._files = document, files
        self.list.put([_row(file) for file in files])
        self.list.setVisible(bool(files))
        self.note.setText(str(len(files) or ""))
        self._show_buttons()

    def _show_buttons(self) -> None:
        has_one = bool(self._files)
        self.save_button.setVisible(has_one)
        self.remove_button.setVisible(has_one)

    def _current(self) -> Attachment | None:
        wanted = self.list.current_id()
        return next((f for f in self._files if f.id == wanted), self._files[0] if self._files else None)

    # Adding

    def choose(self) -> None:
        """Ask for files and attach them."""
        self.take(self._ask.open_files(tr("Signed scans"), FILTERS))

    def take(self, paths: list[Path]) -> None:
        """Attach files, one after the other."""
        document = self._document
        if document is None:
            return
        for path in paths:
            self.band.say(tr("Reading {name} …", name=path.name))
            self.band.dismiss.hide()
            self._jobs.run_write(
                self,
                partial(
                    attachments.attach_file, self._ws, document.inspection_id, path, AttachmentKind.SIGNED_SCAN,
                    document_id=document.id,
                ),
                then=self._on_attached,
                refused=self._on_refused,
            )  # fmt: skip

    def _on_attached(self, made: Attachment) -> None:
        self.band.say(tr("Attached: {name}, {pages} pages", name=made.file_name, pages=made.pages), tone="ok")
        self.band.dismiss.show()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.band.say("\n".join(sentence(problem) for problem in problems), tone="bad")
        self.band.dismiss.show()

    # Looking, saving, taking out

    def _on_open(self, attachment_id: str) -> None:
        file = next((f for f in self._files if f.id == attachment_id), None)
        if file is not None:
            self._jobs.run_slow(
                self,
                partial(_pages, self._ws, file),
                then=lambda pages: self.opened.emit(pages, file),
                refused=self._on_refused,
            )

    def _on_save(self) -> None:
        file = self._current()
        path = self._ask.save_file(tr("Save the attached file"), file.file_name, "*") if file is not None else None
        if file is not None and path is not None:
            self._jobs.run_slow(
                self, partial(_save, self._ws, file, path), then=self._on_saved, refused=self._on_refused
            )

    def _on_saved(self, path: Path) -> None:
        self.band.say(tr("Saved: {path}", path=path), tone="ok")

    def _on_remove(self) -> None:
        file = self._current()
        if file is None:
            return
        asked = tr("Why is {name} taken out of the case? The file and the reason are kept.", name=file.file_name)
        reason = self._ask.text(tr("Take the file out"), asked, multiline=True)
        if reason:
            self._jobs.run_write(
                self, partial(attachments.remove_attachment, self._ws, file.id, reason), refused=self._on_refused
            )


def _row(file: Attachment) -> Row:
    pages = tr("{count} pages", count=file.pages) if file.pages else file.format
    size = f"{file.bytes / 1_000_000:.1f} MB" if file.bytes >= 100_000 else f"{max(1, file.bytes // 1000)} KB"
    kind = "" if file.kind is AttachmentKind.SIGNED_SCAN else word(file.kind)
    parts = (kind, pages, size, f"SHA-256 {file.sha256[:HASH_SEEN]}…")
    return Row(
        id=file.id,
        title=file.title,
        detail=" · ".join(part for part in parts if part),
        icon="documents" if file.pages else "camera",
        icon_role="accent",
        action=tr("Look") if file.pages else "",
    )


def _pages(ws: Workspace, file: Attachment, report: Report) -> list[bytes]:
    del report
    return attachments.attachment_pages(ws, file)


def _save(ws: Workspace, file: Attachment, path: Path, report: Report) -> Path:
    del report
    save_attachment(ws, file, path)
    return path
