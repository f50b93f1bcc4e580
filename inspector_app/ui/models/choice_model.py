# SPDX-License-Identifier: MulanPSL-2.0
"""The choices of one answer as a list: those that a search leaves, and which of them are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

from inspector_app.domain.answering import Choice

DISPLAY, TOOL_TIP, ACCESSIBLE = 0, 3, 11  # Qt's roles as integers: Enum comparison is slow
LINE = 257
_ROOT = QModelIndex()


class ChoiceModel(QAbstractListModel):
    """Choices with their words; a search keeps the order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Choice, ...] = ()
        self._shown: list[Choice] = []
        self._language = ""
        self._text = ""
        self.chosen: frozenset[str] = frozenset()
        self.is_numbered = False  # the first nine have their digit beside them

    def set_choices(self, choices: Sequence[Choice], language: str) -> bool:
        """Offer these; False when they are offered already."""
        made = tuple(choices)
        if made == self._all and language == self._language:
            return False
        self._all, self._language = made, language
        self._lay_out()
        return True

    def search(self, text: str) -> None:
        """Show those whose words or names hold a text."""
        self._text = text.strip().casefold()
        self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        found = (c for c in self._all if self._text in f"{self.words(c)} {c.name}".casefold())
        self._shown = list(found) if self._text else list(self._all)
        self.endResetModel()

    def set_chosen(self, names: frozenset[str]) -> None:
        """Mark what is chosen."""
        if names != self.chosen:
            changed = names ^ self.chosen
            self.chosen = names
            for place, choice in enumerate(self._shown):
                if choice.name in changed:
                    self.dataChanged.emit(self.index(place), self.index(place))

    def words(self, choice: Choice) -> str:
        """Give the words of a choice in the language chosen."""
        return choice.translations.get(self._language) or choice.text

    def choice(self, place: int) -> Choice | None:
        """Give the choice shown at a place."""
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def place_of(self, name: str) -> int:
        """Give where a choice is shown; -1 when it is not."""
        return next((n for n, choice in enumerate(self._shown) if choice.name == name), -1)

    def names(self) -> tuple[str, ...]:
        """Give the names of all choices that are offered, in their order."""
        return tuple(choice.name for choice in self._all)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Count what is shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = DISPLAY) -> object:
        """Give the choice, or its words."""
        choice = self._shown[index.row()]
        if role == LINE:
            return choice
        return self.words(choice) if role in (DISPLAY, TOOL_TIP, ACCESSIBLE) else None
