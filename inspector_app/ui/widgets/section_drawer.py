# SPDX-License-Identifier: MulanPSL-2.0
"""Where the sections stand: a column of their own, or, where room is short, a drawer behind a button."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button
from inspector_app.ui.widgets.section_list import SectionList
from inspector_app.wording import tr

NEEDED_LETTERS = 62  # as many letters side by side must fit for three columns


class SectionDrawer(QObject):
    """Moves the section list between column and drawer."""

    def __init__(self, sections: SectionList, splitter: QSplitter, host: QWidget) -> None:
        super().__init__(host)
        self._sections, self._splitter, self._host = sections, splitter, host
        self._narrow = False
        self.button: QPushButton = button(tr("Sections"), self.toggle, icon="filter")
        self.button.setCheckable(True)
        self.button.hide()
        sections.filter_chosen.connect(self.close)
        sections.list_wanted.connect(self.close)
        sections.view.clicked.connect(self.close)

    @property
    def is_narrow(self) -> bool:
        """Whether the sections are behind the button."""
        return self._narrow

    def fit(self, width: int) -> bool:
        """Choose column or drawer for a width; True when it has changed."""
        letter = self._host.fontMetrics().horizontalAdvance("国")
        narrow = width < NEEDED_LETTERS * letter
        if narrow == self._narrow:
            return False
        self._narrow = narrow
        self.button.setVisible(narrow)
        if narrow:
            self._sections.setParent(self._host)
            self._sections.hide()
        else:
            self._splitter.insertWidget(0, self._sections)
            self._sections.show()
        self._sections.set_floating(narrow)
        self.button.setChecked(False)
        return True

    def toggle(self) -> None:
        """Open or close the drawer."""
        if not self._sections.isVisibleTo(self._host):
            self.open()
        else:
            self.close()

    def open(self) -> None:
        """Lay the sections over the list."""
        place = self.button.mapTo(self._host, QPoint(0, self.button.height() + theme.dp(4)))
        height = self._host.height() - place.y()
        self._sections.setGeometry(place.x(), place.y(), theme.dp(290), height)
        self._sections.show()
        self._sections.raise_()
        self._sections.view.setFocus()
        self.button.setChecked(True)

    def close(self) -> None:
        """Put the drawer away."""
        if self._narrow:
            self._sections.hide()
            self.button.setChecked(False)
