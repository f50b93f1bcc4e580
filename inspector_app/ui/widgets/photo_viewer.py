# SPDX-License-Identifier: MulanPSL-2.0
"""One photo large: look closely, turn, caption, and draw marks that are kept apart from the original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.finding import Photo
from inspector_app.domain.markup import Mark, MarkKind, dump_marks, read_marks
from inspector_app.domain.problems import Problem
from inspector_app.operations import photos as acts
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.photo_model import taken
from inspector_app.ui.widgets.mark_scene import MarkScene
from inspector_app.ui.widgets.mark_tools import MarkTools
from inspector_app.ui.widgets.mark_view import MarkView
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.photo_acts import PhotoActs
from inspector_app.ui.widgets.photo_proof import PhotoProof
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

PAUSE_MS = 800
NUDGE = 0.01
KEY = Qt.Key
TOOL_KEYS: dict[int, MarkKind | None] = {
    KEY.Key_V: None,
    KEY.Key_A: MarkKind.ARROW,
    KEY.Key_B: MarkKind.BOX,
    KEY.Key_C: MarkKind.CIRCLE,
    KEY.Key_T: MarkKind.TEXT,
}
ARROWS: dict[int, tuple[float, float]] = {
    KEY.Key_Left: (-NUDGE, 0.0),
    KEY.Key_Right: (NUDGE, 0.0),
    KEY.Key_Up: (0.0, -NUDGE),
    KEY.Key_Down: (0.0, NUDGE),
}


class PhotoViewer(QDialog):
    """Shows the photos that it is given, one at a time; everything is saved after a pause and at closing."""

    def __init__(self, ws: Workspace, jobs: Jobs, photo_acts: PhotoActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._acts = ws, jobs, photo_acts
        self._photos: tuple[Photo, ...] = ()
        self._at = 0
        self._saved_marks = ""
        self._shown: tuple[str, int] = ("", 0)
        self.scene = MarkScene(self)
        self.view = MarkView(self.scene)
        self.tools = MarkTools(self.scene)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.save)
        self.setWindowTitle(tr("Photo"))
        self._build()
        self.scene.marks_changed.connect(self._timer.start)
        photo_acts.kept.connect(self._on_kept)
        self._size_to(parent)

    def _top_line(self) -> QHBoxLayout:
        self.title = label("", size="lead")
        self.previous = button("", partial(self.step, -1), icon="previous", tip=tr("Previous photo (←)"))
        self.next = button("", partial(self.step, 1), icon="next", tip=tr("Next photo (→)"))
        self.turn_button = button(tr("Turn"), self.turn, icon="rotate", tip=tr("Turn to the right (R)"))
        self.nearer = button("", self.view.zoom_in, icon="zoom-in", tip=tr("Nearer (+)"))
        self.farther = button("", self.view.zoom_out, icon="zoom-out", tip=tr("Farther (−)"))
        self.fit_button = button(tr("Fit"), self.view.fit, tip=tr("Whole photo (0)"))
        self.zoom_label = label("", tone="muted", size="small")
        self.zoom_label.setMinimumWidth(theme.dp(44))
        self.view.zoom_changed.connect(self._on_zoom)
        close = button(tr("Close"), self.accept, tip=tr("Close (Esc)"))
        parts = (self.farther, self.fit_button, self.nearer, self.turn_button, self.previous, self.next, close)
        for part in parts:
            part.setAccessibleName(part.toolTip())
        return row(self.title, None, self.zoom_label, *parts, gap=6)

    def _build(self) -> None:
        top = self._top_line()
        self.facts = label("", tone="muted", size="small")
        self.proof = PhotoProof(self._ws, self._jobs, self._acts)
        self.caption = QLineEdit()
        self.caption.setMaxLength(200)
        self.caption.setPlaceholderText(tr("What this photo proves"))
        self.caption.setAccessibleName(tr("Caption"))
        self.caption.editingFinished.connect(self._on_caption)
        self.note = QLabel()
        self.note.setProperty("tone", "bad")
        self.note.hide()
        self.hint = label("", tone="muted", size="small")
        self.scene.tool_changed.connect(self._show_hint)
        self.scene.chosen_changed.connect(self._show_hint)
        self._show_hint()
        middle = QHBoxLayout()
        middle.setSpacing(theme.dp(10))
        middle.addWidget(self.tools)
        middle.addWidget(self.view, 1)
        box = QVBoxLayout(self)
        side = theme.dp(14)
        box.setContentsMargins(side, theme.dp(10), side, theme.dp(12))
        box.setSpacing(theme.dp(8))
        box.addLayout(top)
        box.addLayout(middle, 1)
        box.addWidget(self.hint)
        box.addWidget(self.note)
        box.addLayout(row(label(tr("Caption")), self.caption))
        box.addWidget(self.facts)
        box.addWidget(self.proof)
        self.view.setFocus()

    def _size_to(self, parent: QWidget | None) -> None:
        room = parent.size() if parent is not None else QSize(theme.dp(1100), theme.dp(700))
        self.resize(max(theme.dp(640), room.width() - theme.dp(60)), max(theme.dp(420), room.height() - theme.dp(50)))

    # What is shown

    @property
    def photo(self) -> Photo | None:
        """The photo that is shown."""
        return self._photos[self._at] if self._photos else None

    @property
    def photo_id(self) -> str:
        """Its id."""
        return self.photo.id if self.photo else ""

    def show_photos(self, photos: Sequence[Photo], photo_id: str) -> None:
        """Show one of these photos; the others are a key away."""
        self._photos = tuple(photos)
        self._at = next((n for n, photo in enumerate(photos) if photo.id == photo_id), 0)
        self._show()

    def refresh(self, photos: Sequence[Photo]) -> None:
        """Take newer facts; what is being drawn stays."""
        shown = self.photo_id
        known = {photo.id: photo for photo in photos}
        kept = [known.get(photo.id, photo) for photo in self._photos]
        self._photos = tuple(kept)
        self._at = next((n for n, photo in enumerate(kept) if photo.id == shown), 0)

    def step(self, by: int) -> None:
        """Go to another photo."""
        if 0 <= self._at + by < len(self._photos):
            self.save()
            self._at += by
            self._show()

    def _show(self) -> None:
        photo = self.photo
        if photo is None:
            return
        marks = _marks_of(photo)
        self._saved_marks = dump_marks(marks)
        self._shown = (photo.id, photo.rotation)
        small = self._acts.small_picture(photo)
        self.scene.show_picture(_grown(small), marks)
        self.view.fit()
        self.tools.update_state()
        self.title.setText(tr("Photo {number} of {count}", number=self._at + 1, count=len(self._photos)))
        self.caption.setText(photo.caption)
        self.facts.setText(_facts(photo))
        self.proof.show_photo(photo)
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < len(self._photos) - 1)
        self.note.hide()
        self._jobs.run_slow(
            self,
            partial(_view, self._ws, photo),
            then=partial(self._on_view, self._shown),
            refused=self._on_refused,
        )

    def _on_view(self, wanted: tuple[str, int], image: QImage) -> None:
        if wanted != self._shown or image.isNull():
            return
        self.scene.change_picture(QPixmap.fromImage(image))
        if self.view.fits:
            self.view.fit()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.note.setText("\n".join(sentence(problem) for problem in problems))
        self.note.show()

    def _show_hint(self, *_: object) -> None:
        if self.scene.tool is MarkKind.TEXT:
            words = tr("Click where the text shall stand, or press Enter; Esc puts the tool away.")
        elif self.scene.tool is not None:
            words = tr("Drag to draw, or press Enter to put one in the middle; Esc puts the tool away.")
        elif self.scene.chosen is not None:
            words = tr("Arrow keys move the mark, with Shift they change its shape; Del removes it.")
        else:
            words = tr("A arrow · B box · C circle · T text · M choose a mark · R turn · + − 0 size · Space close")
        self.hint.setText(words)

    def _on_zoom(self, zoom: float) -> None:
        self.zoom_label.setText(f"{zoom:.0%}")

    # What is done

    def save(self) -> None:
        """Keep the marks, if they changed."""
        self._timer.stop()
        marks = dump_marks(self.scene.marks)
        if self.photo is not None and marks != self._saved_marks:
            self._saved_marks = marks
            kept = marks if self.scene.marks else ""
            self.refresh([replace(self.photo, marks=kept)])
            self._acts.mark(self.photo_id, kept)

    def turn(self) -> None:
        """Turn the photo and its marks to the right."""
        self.save()
        if self.photo is not None:
            self._acts.turn([self.photo_id])

    def _on_kept(self, photo: Photo) -> None:
        self.refresh([photo])
        if photo.id == self.photo_id and (photo.id, photo.rotation) != self._shown:
            self._show()

    def _on_caption(self) -> None:
        photo, words = self.photo, self.caption.text().strip()
        if photo is not None and words != photo.caption:
            self.refresh([replace(photo, caption=words)])
            self._acts.caption(photo.id, words)

    def done(self, result: int) -> None:
        """Save what was drawn and typed before going."""
        self._on_caption()
        self.save()
        super().done(result)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything that a mouse can do here has a key."""
        key = event.key()
        if key == KEY.Key_Escape:
            if not self.view.close_line() and not self._drop_tool():
                self.accept()
        elif self.caption.hasFocus() or self.view.line.hasFocus():
            if key in (KEY.Key_Return, KEY.Key_Enter) and self.caption.hasFocus():
                self.view.setFocus()
        elif not (self._mark_key(event) or self._photo_key(key)):
            super().keyPressEvent(event)

    def _drop_tool(self) -> bool:
        had = self.scene.tool is not None or self.scene.chosen is not None
        self.scene.set_tool(None)
        self.scene.clearSelection()
        return had

    def _mark_key(self, event: QKeyEvent) -> bool:
        key, mods = event.key(), event.modifiers()
        control = bool(mods & Qt.KeyboardModifier.ControlModifier)
        shift = bool(mods & Qt.KeyboardModifier.ShiftModifier)
        if control:
            return self._undo_key(key, shift)
        if key in TOOL_KEYS:
            self.scene.set_tool(TOOL_KEYS[key])
        elif key in ARROWS:
            act = self.scene.stretch_chosen if shift else self.scene.move_chosen
            return act(*ARROWS[key])
        elif key in (KEY.Key_Return, KEY.Key_Enter):
            if self.scene.tool is not None:
                self.scene.put_in(self.scene.tool, self.view.visible_part())
        elif key == KEY.Key_M:
            self.scene.set_tool(None)
            self.scene.choose_next(-1 if shift else 1)
        elif key in (KEY.Key_Delete, KEY.Key_Backspace):
            return self.scene.remove_chosen()
        elif key in (KEY.Key_K, KEY.Key_L):
            self.tools.next_colour() if key == KEY.Key_K else self.tools.next_width()
        else:
            return False
        return True

    def _undo_key(self, key: int, shift: bool) -> bool:
        if key == KEY.Key_Z and not shift:
            self.scene.undo()
        elif key == KEY.Key_Y or key == KEY.Key_Z:
            self.scene.redo()
        else:
            return False
        return True

    def _photo_key(self, key: int) -> bool:
        acts_by_key: dict[int, Callable[[], object]] = {
            KEY.Key_Left: partial(self.step, -1),
            KEY.Key_Right: partial(self.step, 1),
            KEY.Key_Plus: self.view.zoom_in,
            KEY.Key_Equal: self.view.zoom_in,
            KEY.Key_Minus: self.view.zoom_out,
            KEY.Key_0: self.view.fit,
            KEY.Key_1: partial(self.view.zoom_to, 1.0),
            KEY.Key_R: self.turn,
            KEY.Key_F2: self.caption.setFocus,
            KEY.Key_Space: self.accept,
        }
        act = acts_by_key.get(key)
        if act is not None:
            act()
        return act is not None


def _marks_of(photo: Photo) -> tuple[Mark, ...]:
    try:
        return read_marks(photo.marks)
    except ValueError:
        return ()  # of a newer program; it is not overwritten unless somebody draws


def _grown(small: QPixmap | None) -> QPixmap:
    """Give something to look at until the sharp picture is there."""
    if small is None or small.isNull():
        empty = QPixmap(1600, 1200)
        empty.fill(theme.colour("raised"))
        return empty
    return small.scaled(1600, 1600, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _view(ws: Workspace, photo: Photo, report: Report) -> QImage:
    del report
    return QImage.fromData(acts.view(ws, photo))


def _facts(photo: Photo) -> str:
    place = ""
    if photo.latitude is not None and photo.longitude is not None:
        place = f"{photo.latitude:.5f}, {photo.longitude:.5f}"
    when = taken(photo)
    parts = [
        photo.file_name,
        tr("taken {time} by the camera's clock", time=when) if when else tr("no time in the file"),
        photo.camera,
        f"{photo.width} × {photo.height}",
        place,
        "SHA-256 " + photo.sha256[:12] + "…",
    ]
    return "  ·  ".join(part for part in parts if part)
