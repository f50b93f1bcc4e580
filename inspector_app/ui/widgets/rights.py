# SPDX-License-Identifier: MulanPSL-2.0
"""Acts that the role of whoever logged in does not have: their buttons are grey and say why, whatever a page does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.wording import sentence

if TYPE_CHECKING:
    from inspector_app.workspace import Workspace

Part = QWidget | QAction


def refusal(ws: Workspace, what: Op | Act) -> str:
    """Say why somebody may not do it; nothing where they may."""
    if ws.account is None or ws.may(what):
        return ""
    return sentence(Problem(code=ProblemCode.NOT_PERMITTED, fields={"role": ws.account.role.value, "act": what.value}))


def bind_rights(ws: Workspace, wanted: Mapping[Part, Op | Act]) -> None:
    """Let parts be open or grey by the table of permissions; a part may be bound anew to another act."""
    for part, what in wanted.items():
        words = refusal(ws, what)
        held = cast("_Held | None", part.findChild(_Held, "", Qt.FindChildOption.FindDirectChildrenOnly))
        if held is not None:
            held.say(words)
        elif words:
            _Held(part).say(words)


class _Held(QObject):
    """Keeps a part grey with its reason, although its page enables and describes it as always.

    Without words it holds nothing: the part is as its page last wanted it.
    """

    def __init__(self, part: Part) -> None:
        super().__init__(part)
        self._part = part
        self._why, self._was_enabled, self._tip = "", part.isEnabled(), part.toolTip()
        if isinstance(part, QAction):
            part.changed.connect(self._hold)
        else:
            part.installEventFilter(self)

    def say(self, why: str) -> None:
        """Hold the part for this reason; without one let it go."""
        before, self._why = self._why, why
        if why:
            self._hold()
        elif before:
            self._part.setEnabled(self._was_enabled)
            self._part.setToolTip(self._tip)

    def _hold(self) -> None:
        if not self._why:
            return
        if self._part.isEnabled():
            self._was_enabled = True
            self._part.setEnabled(False)
        if self._part.toolTip() != self._why:
            self._tip = self._part.toolTip()
            self._part.setToolTip(self._why)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear that the page wants the part otherwise."""
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange):
            self._hold()
        return super().eventFilter(watched, event)
