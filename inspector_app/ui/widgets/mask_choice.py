# SPDX-License-Identifier: MulanPSL-2.0
"""The choice beside every export: whether ID numbers and telephones go out masked."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QMenu, QWidget, QWidgetAction

from inspector_app.domain.account import Act
from inspector_app.ui.widgets.rights import refusal
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class MaskChoice(QCheckBox):
    """Ticked means masked. After each export it is again what is usual there, so that nothing goes out by an old tick.

    Who may not read personal data whole finds it ticked and grey, with the reason.
    """

    def __init__(
        self, ws: Workspace, *, usual: bool = True, words: str = "", tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(words or tr("Mask personal data"), parent)
        closed = refusal(ws, Act.READ_WHOLE)
        self.usual = usual or bool(closed)
        self.setChecked(self.usual)
        self.setEnabled(not closed)
        self.setToolTip(closed or tip or tr("ID numbers and telephones are shortened by stars; names stay."))

    def take(self) -> bool:
        """Say whether to mask, for one export."""
        masks = self.isChecked()
        self.setChecked(self.usual)
        return masks


def add_to_menu(menu: QMenu, choice: MaskChoice) -> None:
    """Put the choice below the ways out that a menu lists."""
    menu.addSeparator()
    held = QWidgetAction(menu)
    choice.setProperty("menuItem", True)
    held.setDefaultWidget(choice)
    menu.addAction(held)
