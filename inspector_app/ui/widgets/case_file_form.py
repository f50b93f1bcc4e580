# SPDX-License-Identifier: MulanPSL-2.0
"""What files are that were chosen for a case: their kind, on which document they hang, a title, what is heard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain import texts
from inspector_app.domain.service import AttachmentKind
from inspector_app.ui import theme
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.field_editor_inputs import UndoLine
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word

SOUNDS = frozenset({".mp3", ".m4a", ".wav", ".mp4", ".mov"})
MOST_NAMES = 5
OF_A_DOCUMENT = (AttachmentKind.SIGNED_SCAN, AttachmentKind.SERVICE_EVIDENCE)


class FileForm(QWidget):
    """Shown while files wait to be added; Escape gives it up."""

    add_wanted = Signal()  # a kind is chosen
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paths: list[Path] = []
        self.names = WrapLabel()
        self.kinds = CalmCombo()
        for kind in AttachmentKind:
            self.kinds.addItem(word(kind), kind)
        self.kinds.setPlaceholderText(tr("Choose …"))
        self.kinds.currentIndexChanged.connect(lambda _row: self._on_kind())
        self.documents = CalmCombo()
        self.title = UndoLine()
        self.title.setMaxLength(texts.NAME_LIMIT)
        self.note = UndoLine()
        self.note.setMaxLength(texts.NAME_LIMIT * 5)
        self.note.setPlaceholderText(tr("When, by whom, and what is heard and seen"))
        self.hint = WrapLabel(tone="warn")
        self.add_button = button(tr("Add to the case"), self._on_add, icon="add", kind="primary")
        self.leave_button = button(tr("Do not add"), self.given_up.emit, kind="quiet")
        self._labels: dict[QWidget, QWidget] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.dp(8))
        grid.setVerticalSpacing(theme.dp(6))
        self._place(grid, 0, 0, tr("Kind"), self.kinds)
        self._place(grid, 0, 2, tr("Belongs to"), self.documents)
        self._place(grid, 1, 0, tr("Name of the file"), self.title, across=3)
        self._place(grid, 2, 0, tr("Summary in words"), self.note, across=3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addWidget(self.names)
        box.addLayout(grid)
        box.addWidget(self.hint)
        box.addLayout(row(self.add_button, self.leave_button, None))
        self.show_documents(())
        self.hide()

    def _place(self, grid: QGridLayout, line: int, column: int, name: str, part: QWidget, *, across: int = 1) -> None:
        words = label(name, tone="muted")
        part.setAccessibleName(name)
        self._labels[part] = words
        grid.addWidget(words, line, column)
        grid.addWidget(part, line, column + 1, 1, across)

    def show_documents(self, documents: Sequence[tuple[str, str]]) -> None:
        """Offer these documents; the chosen one stays chosen."""
        chosen = self.document_id()
        self.documents.clear()
        self.documents.addItem(tr("the whole case"), "")
        for document_id, name in documents:
            self.documents.addItem(name, document_id)
        self.documents.setCurrentIndex(max(0, self.documents.findData(chosen)))

    def begin(self, paths: Sequence[Path]) -> None:
        """Ask what these files are."""
        self.paths = list(dict.fromkeys(paths))
        is_sound = all(path.suffix.lower() in SOUNDS for path in self.paths)
        self.kinds.setCurrentIndex(self.kinds.findData(AttachmentKind.RECORDING) if is_sound else -1)
        self.documents.setCurrentIndex(0)
        self.title.setText(self.paths[0].stem if len(self.paths) == 1 else "")
        self.note.clear()
        self._show_names()
        self._on_kind()
        self.show()
        self.focus_first()

    def forget(self, path: Path) -> None:
        """A file was added."""
        if path in self.paths:
            self.paths.remove(path)
            self._show_names()

    def focus_first(self) -> None:
        """Put the focus on what is asked first."""
        self.kinds.setFocus(Qt.FocusReason.OtherFocusReason)

    def kind(self) -> AttachmentKind | None:
        """Give the chosen kind."""
        chosen = self.kinds.currentData()
        return None if chosen is None else AttachmentKind(chosen)

    def document_id(self) -> str:
        """Give the document on which the files hang; empty for the whole case."""
        return str(self.documents.currentData() or "")

    def title_text(self) -> str:
        """Give the title of one file; several take their own names."""
        return texts.cleaned(self.title.text()) if self.title.isVisibleTo(self) else ""

    def note_text(self) -> str:
        """Give what is heard and seen in a recording."""
        return texts.cleaned(self.note.text()) if self.kind() is AttachmentKind.RECORDING else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives it up; Enter adds."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_add()
        else:
            super().keyPressEvent(event)

    def _show_names(self) -> None:
        names = "、".join(path.name for path in self.paths[:MOST_NAMES])
        more = tr("{names} and {count} more", names=names, count=len(self.paths) - MOST_NAMES)
        self.names.setText(tr("To be added: {names}", names=more if len(self.paths) > MOST_NAMES else names))
        self._show_line(self.title, len(self.paths) == 1)

    def _show_line(self, part: QWidget, is_wanted: bool) -> None:
        part.setVisible(is_wanted)
        self._labels[part].setVisible(is_wanted)

    def _on_kind(self) -> None:
        kind = self.kind()
        self._show_line(self.note, kind is AttachmentKind.RECORDING)
        self.hint.setText(tr("Choose the document to which it belongs.") if kind in OF_A_DOCUMENT else "")
        self.hint.setVisible(kind in OF_A_DOCUMENT)

    def _on_add(self) -> None:
        if self.kind() is None:
            self.hint.setText(tr("Choose first what the file is."))
            self.hint.show()
            self.focus_first()
        else:
            self.add_wanted.emit()
