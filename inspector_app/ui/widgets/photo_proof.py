# SPDX-License-Identifier: MulanPSL-2.0
"""Under a large photo: whether its original stands, how it came here, and the papers that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.finding import Photo
from inspector_app.domain.photo_evidence import PhotoOrigin
from inspector_app.domain.problems import Problem, Severity
from inspector_app.operations.photo_evidence import photo_problems_of
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.page import button, column, label, restyle, row
from inspector_app.ui.widgets.photo_acts import PhotoActs
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Examined:
    photo_id: str
    problems: tuple[Problem, ...]


class PhotoProof(QWidget):
    """A line of facts that never change, a line about the original, and two buttons."""

    def __init__(self, ws: Workspace, jobs: Jobs, acts: PhotoActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._acts = ws, jobs, acts
        self._photo: Photo | None = None
        self.state = label("", tone="muted", size="small", wrap=True)
        self.kept = label("", tone="muted", size="small", wrap=True)
        why = tr("The page that proves this photo: particulars, digests, signatures")
        self.page_button = button(tr("Evidence page …"), self._on_page, tip=why)
        tip = tr("A copy with unit, time, place and numbers written on it; the original stays as it is")
        self.copy_button = button(tr("Stamped copy …"), self._on_copy, tip=tip)
        bind_rights(ws, {self.page_button: Act.EXPORT, self.copy_button: Act.EXPORT})
        line = QWidget()
        box = row(self.state, self.copy_button, self.page_button, gap=6)
        box.setStretch(0, 1)
        line.setLayout(box)
        self.setLayout(column(self.kept, line, gap=4))
        acts.written.connect(self._on_written)
        acts.refused.connect(self._on_refused)

    def show_photo(self, photo: Photo) -> None:
        """Show what is known, and read the original to its end."""
        self._photo = photo
        self.kept.setText(kept_words(photo))
        self._say(tr("The original is being checked …"), "muted")
        self._allow(is_intact=False)
        work = partial(_examine, self._ws, photo.id)
        self._jobs.run_slow(self, work, then=self._on_examined, refused=self._on_refused)

    def _on_examined(self, found: _Examined) -> None:
        if self._photo is None or found.photo_id != self._photo.id:
            return
        blocked = [p for p in found.problems if p.severity is Severity.BLOCK]
        if found.problems:
            self._say("\n".join(sentence(p) for p in found.problems), "bad" if blocked else "warn")
        else:
            self._say(tr("The original is as it was taken in."), "ok")
        self._allow(is_intact=not blocked)

    def _allow(self, *, is_intact: bool) -> None:
        for one in (self.page_button, self.copy_button):
            one.setEnabled(is_intact)

    def _on_page(self) -> None:
        if self._photo is not None:
            self._acts.save_evidence(self._photo)

    def _on_copy(self) -> None:
        if self._photo is not None:
            self._acts.save_stamped(self._photo)

    def _on_written(self, path: Path) -> None:
        self._say(tr("Written: {path}", path=path), "ok")

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._say("\n".join(sentence(p) for p in problems), "bad")

    def _say(self, words: str, tone: str) -> None:
        self.state.setText(words)
        restyle(self.state, "tone", tone)


def kept_words(photo: Photo) -> str:
    """Say who put a photo in, when, from where, and how far the clock was off."""
    parts = [tr("put in {time}", time=f"{photo.added_at:%Y-%m-%d %H:%M}")]
    if photo.added_by:
        parts.append(tr("by {name}", name=photo.added_by))
    if photo.source in tuple(PhotoOrigin):
        parts.append(word(PhotoOrigin(photo.source)))
    if photo.clock_offset is None:
        parts.append(tr("clock never compared with the office's"))
    else:
        parts.append(tr("clock {seconds} s ahead of the office's", seconds=photo.clock_offset))
    parts.append(f"SM3 {photo.sm3[:12]}…" if photo.sm3 else "")
    return "  ·  ".join(part for part in parts if part)


def _examine(ws: Workspace, photo_id: str, report: Report) -> _Examined:
    del report
    return _Examined(photo_id, photo_problems_of(ws, photo_id))
