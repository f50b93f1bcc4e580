# SPDX-License-Identifier: MulanPSL-2.0
"""下发文件: what the office gave to all laptops, whether it counts here and why not; given out and withdrawn here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.change import Changes, Op
from inspector_app.domain.law_update import LawUpdatePreview
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit_file import UnitFile
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import handoff_unit_files as state
from inspector_app.ui.models.handoff_unit_files import Draft, Give, GivenFile
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.handoff_file_card import FileCard, ask_and_save, file_row
from inspector_app.ui.widgets.handoff_publish_form import PublishForm
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.ui.widgets.page import Card, EmptyState, Pages, row, scrolled
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import RowList
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class FilesPage(QWidget):
    """The list at the left, one file or the form at the right."""

    primary_changed = Signal()
    settled = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._files: tuple[GivenFile, ...] = ()
        self._go_to = ""
        self.result = HandoffResult()
        self.files = Card(tr("Files given out"))
        self.list = RowList(tr("Files given out"))
        self.list.setObjectName("cardList")
        self.nothing = EmptyState(
            "export", tr("No file was given out yet"),
            tr("Holidays, forms, law updates and notices that every laptop of the unit gets with its next dispatch."),
        )  # fmt: skip
        self.stack = Pages()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nothing)
        self.files.add(self.stack, 1)
        self.card = FileCard()
        self.form = PublishForm(ask)
        bind_rights(ws, {self.form.keep: Op.PUBLISH_FILE, self.card.withdraw: Op.REMOVE_UNIT_FILE})
        self.right = Pages()
        self.detail, self._form_area = scrolled(self.card), scrolled(self.form)
        for part in (self.detail, self._form_area):
            self.right.addWidget(part)
        columns = row(gap=12)
        columns.addWidget(self.files, 2)
        columns.addWidget(self.right, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.result)
        outer.addLayout(columns, 1)
        self.list.row_shown.connect(self._on_shown)
        self.card.withdraw_wanted.connect(self._on_withdraw)
        self.card.save_wanted.connect(self._on_save)
        self.form.wanted.connect(self._on_wanted)
        self.form.left.connect(self.show_files)

    # ---- what the screen asks --------------------------------------------------------------------------

    def primary_words(self) -> str:
        """Give the word of the primary act; the open form has its own."""
        return tr("Give a file to all laptops") if self.right.currentWidget() is self.detail else ""

    def primary_right(self) -> Op:
        """Say which right it needs."""
        return Op.PUBLISH_FILE

    def may_act(self) -> bool:
        """A file may be given out at any time."""
        return True

    def act(self) -> None:
        """Open the form."""
        self.result.clear()
        self.right.setCurrentWidget(self._form_area)
        self.form.begin(self._ws.actor)
        self.primary_changed.emit()

    def focus_first(self) -> None:
        """Put the focus on the list."""
        (self.list if self._files else self).setFocus()

    def refresh(self) -> None:
        """Read the files again."""
        self._jobs.run_read(self, partial(state.read_given, self._ws), then=self._show, key="files")

    def on_changed(self, changes: Changes) -> None:
        """Read again when something was given out."""
        if not {"unit_files", "law_updates"}.isdisjoint(changes.touched):
            self.refresh()

    def show_files(self) -> None:
        """Close the form."""
        self.right.setCurrentWidget(self.detail)
        self.focus_first()
        self.primary_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the form."""
        if event.key() == Qt.Key.Key_Escape and self.right.currentWidget() is not self.detail:
            self.show_files()
            return
        super().keyPressEvent(event)

    def _show(self, files: tuple[GivenFile, ...]) -> None:
        self._files = files
        self.list.put([file_row(file) for file in files])
        self.files.note.setText(str(len(files)) if files else "")
        self.stack.setCurrentIndex(0 if files else 1)
        if self._go_to and self.list.show_row(self._go_to):
            self._go_to = ""
        if files and not self.list.currentIndex().isValid():
            self.list.step(1)
        self._on_shown(self.list.current_id())

    def _on_shown(self, file_id: str) -> None:
        self.card.show_file(next((f for f in self._files if f.id == file_id), None), is_office=True)

    # ---- giving out ------------------------------------------------------------------------------------

    def _on_wanted(self, draft: Draft) -> None:
        if draft.give is Give.LAW:
            work = partial(state.preview_law, self._ws, draft.path)
            self._jobs.run_read(
                self, work, then=partial(self._on_previewed, draft), refused=self.form.show_problems, key="law"
            )
            return

        def given(file: UnitFile) -> None:
            self._say_given(file.id, tr("Given out: {name}. The laptops get it with their next dispatch.",
                                        name=draft.path.name))  # fmt: skip

        self._jobs.run_write(self, partial(state.publish, self._ws, draft), then=given, refused=self.form.show_problems)

    def _on_previewed(self, draft: Draft, preview: LawUpdatePreview) -> None:
        words = "\n".join((
            tr("“{title}”, {issuer}, {day}.", title=preview.title, issuer=preview.issuer,
               day=full_day(preview.issued_on)),
            tr(
                "{laws} laws and {clauses} clauses change; {items} items are touched, in {lapsing} of them a basis "
                "lapses.",
                laws=len(preview.laws), clauses=len(preview.clauses), items=len(preview.items),
                lapsing=len(preview.lapsing),
            ),
            tr("It counts here at once, and on every laptop with its next dispatch. This cannot be taken back."),
        ))  # fmt: skip
        if not self._ask.confirm(tr("Apply this law update?"), words, tr("Apply")):
            return

        def applied(done: LawUpdatePreview) -> None:
            self._say_given("", tr("Applied here; the laptops get it with their next dispatch: {name}",
                                   name=done.title))  # fmt: skip

        self._jobs.run_write(
            self, partial(state.apply_law, self._ws, draft), then=applied, refused=self.form.show_problems
        )

    def _say_given(self, file_id: str, words: str) -> None:
        self._go_to = file_id
        self.show_files()
        self.result.say(words)
        self.settled.emit()

    def _on_withdraw(self) -> None:
        file = self.card.file
        if file is None:
            return
        words = tr("Laptops that use it return to what they had before, with their next dispatch. Why is it withdrawn?")
        reason = self._ask.text(tr("Withdraw “{name}”", name=file.title), words)
        if reason is None:
            return

        def done(_file: UnitFile) -> None:
            self.result.say(tr("Withdrawn: {name}", name=file.title))

        work = partial(state.withdraw, self._ws, file.id, reason)
        self._jobs.run_write(self, work, then=done, refused=self._on_refused)

    def _on_save(self) -> None:
        if self.card.file is not None:
            ask_and_save(self, self._ws, self._jobs, self._ask, self.card.file, self.result)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.result.say(tr("Nothing was changed."), tone="bad", problems=problems)
