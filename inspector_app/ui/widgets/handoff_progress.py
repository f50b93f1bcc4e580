# SPDX-License-Identifier: MulanPSL-2.0
"""How far a hand-over is: a bar, what is done of what, the time left once it can be known, and 取消."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QWidget

from inspector_app.ui.widgets.handoff_amounts import size_words, time_left
from inspector_app.ui.widgets.page import button, column, label, row
from inspector_app.wording import tr

SMALLEST_SIZE = 10_000  # a total above this is counted in bytes


class HandoffProgress(QWidget):
    """Hidden while nothing runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = ""
        self._began = 0.0
        self._cancel: Callable[[], None] | None = None
        self.words = label("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button(tr("Cancel"), self._on_cancel, icon="close")
        line = row(gap=12)
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel)
        box = column(self.words, gap=4)
        box.addLayout(line)
        self.setLayout(box)
        self.hide()

    def begin(self, what: str, cancel: Callable[[], None]) -> None:
        """Show that work has begun; `cancel` asks it to stop."""
        self._what, self._cancel = what, cancel
        self._began = time.monotonic()
        self.cancel.setEnabled(True)
        self.advance(0, 0)
        self.show()

    def advance(self, done: int, total: int) -> None:
        """Show how far the work is; a total of 0 means that this is not known yet."""
        self.bar.setRange(0, 1000 if total else 0)
        if total:
            self.bar.setValue(min(1000, done * 1000 // total))
        said = [self._what]
        if total > SMALLEST_SIZE:
            said.append(tr("{done} of {total}", done=size_words(done), total=size_words(total)))
        elif total:
            said.append(tr("{done} of {total}", done=done, total=total))
        left = time_left(time.monotonic() - self._began, done, total)
        if left and self.cancel.isEnabled():
            said.append(left)
        self.words.setText(" · ".join(said))

    def end(self) -> None:
        """The work is over."""
        self._cancel = None
        self.hide()

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._what = tr("Stopping; what is whole is kept …")
        self.words.setText(self._what)
        if self._cancel is not None:
            self._cancel()
