# SPDX-License-Identifier: MulanPSL-2.0
"""The draft as real pages while it is edited: rendered in the pool after a pause, the newest wish wins."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem
from inspector_app.operations import documents
from inspector_app.operations.documents import Preview
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.workspace import Workspace

PAUSE_MS = 400


class LivePages(QObject):
    """Asks for one rendering at a time; a wish that comes meanwhile is done after it, once."""

    rendered = Signal(object, object)  # DocumentKind, Preview
    refused = Signal(object, tuple)  # DocumentKind, problems
    begun = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self._wanted: tuple[str, DocumentKind, date] | None = None
        self._version = 0
        self._running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._render)
        jobs.failed.connect(self._on_fault)

    @property
    def is_settled(self) -> bool:
        """Whether what was wanted last has been rendered."""
        return not self._running and not self._timer.isActive()

    def want(self, inspection_id: str, kind: DocumentKind, issued_on: date, *, soon: bool = False) -> None:
        """Render this draft after a pause; at once if that is said, or if nothing was wanted before."""
        pause = 0 if soon or self._wanted is None else PAUSE_MS
        self._wanted = (inspection_id, kind, issued_on)
        self._version += 1
        self._timer.start(pause)

    def stop(self) -> None:
        """Want nothing; what is being rendered is dropped."""
        self._wanted = None
        self._version += 1
        self._timer.stop()

    def _render(self) -> None:
        if self._wanted is None or self._running:
            return
        self._running = True
        inspection_id, kind, issued_on = self._wanted
        self.begun.emit()
        self._jobs.run_slow(
            self,
            partial(_preview, self._ws, inspection_id, kind, issued_on),
            then=partial(self._on_rendered, self._version, kind),
            refused=partial(self._on_refused, self._version, kind),
        )

    def _on_rendered(self, version: int, kind: DocumentKind, preview: Preview) -> None:
        self._running = False
        if version == self._version:
            self.rendered.emit(kind, preview)
        else:
            self._render()

    def _on_refused(self, version: int, kind: DocumentKind, problems: tuple[Problem, ...]) -> None:
        self._running = False
        if version == self._version:
            self.refused.emit(kind, problems)
        else:
            self._render()

    def _on_fault(self) -> None:
        """A fault of ours, already told: the next wish is rendered all the same."""
        self._running = False


def _preview(ws: Workspace, inspection_id: str, kind: DocumentKind, issued_on: date, report: Report) -> Preview:
    del report
    return documents.preview_document(ws, inspection_id, kind, issued_on)
