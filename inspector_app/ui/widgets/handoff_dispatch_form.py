# SPDX-License-Identifier: MulanPSL-2.0
"""Where the office's bundle for a laptop, or for all of them, is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.unit import Device
from inspector_app.ui.widgets.handoff_target import HandoffTarget
from inspector_app.ui.widgets.page import Card, button, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr


class DispatchForm(Card):
    """What comes along in words, and the place."""

    wanted = Signal(object, object)  # devices, folder
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._devices: tuple[Device, ...] = ()
        self.words = WrapLabel(tone="muted")
        self.target = HandoffTarget()
        self.target.setProperty("card", False)
        self.target.outer.setContentsMargins(0, 0, 0, 0)
        self.target.changed.connect(self._dress)
        self.keep = button(tr("Hand out"), self._on_keep, kind="primary")
        self.cancel = button(tr("Cancel"), self.left.emit)
        self.add(self.words)
        self.add(self.target)
        self.outer.addLayout(row(None, self.cancel, self.keep))
        self.outer.addStretch(1)

    def begin(self, devices: Sequence[Device]) -> None:
        """Open for these laptops."""
        self._devices = tuple(devices)
        many = tr("Hand out to {count} laptops", count=len(devices))
        self.title.setText(tr("Hand out to {name}", name=devices[0].name) if len(devices) == 1 else many)
        said = [
            tr(
                "What the laptop does not have yet: the register, other teams' work, its tasks and numbers, "
                "checklists, law files, and the office's receipt. Only that laptop can open it."
            )
        ]
        if len(devices) > 1:
            said.append(tr("Each laptop gets a folder of its own on the stick."))
        self.words.setText("\n".join(said))
        self.target.list.setFocus()
        self._dress()

    def _dress(self) -> None:
        self.keep.setEnabled(self.target.target() is not None)

    def _on_keep(self) -> None:
        chosen = self.target.target()
        if chosen is not None and chosen.folder is not None:
            self.wanted.emit(self._devices, chosen.folder)
