# SPDX-License-Identifier: MulanPSL-2.0
"""What narrows a ledger: a search as one types, the filters that are wanted most, and a chip for each other one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.ledgers.ledger import FilterKind, LedgerFilter
from inspector_app.ui import theme
from inspector_app.ui.models.ledger_feed import COLOUR
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.page import button, label
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr, word

WANTED_MOST = ("district", "sector", "status", "state", "kind", "grade", "result", "risk")
MOST_QUICK, FEW_QUICK = 3, 2  # the second with large letters
LARGE = 1.25
LETTERS, MOST_LETTERS = 8, 18  # of a choice are shown; a Chinese character takes two
SEVERAL = "|"


def ledger_box() -> QComboBox:
    """Make the choice of a ledger."""
    box = QComboBox()
    box.setAccessibleName(tr("Which ledger"))
    for name in LedgerName:
        box.addItem(word(name), name)
    return box


def filter_title(key: str, filters: Sequence[LedgerFilter]) -> str:
    """Name a filter, also one that is not offered but came with a figure."""
    known = next((f.title for f in filters if f.key == key), "")
    names = {
        "at": tr("As of"), "enterprise": tr("Enterprise"), "inspection": tr("Inspection"), "clause": tr("Clause"),
        "law": tr("Law"), "item": tr("Item"), "live": tr("Withdrawn ones too"), "on_time": tr("On time"),
    }  # fmt: skip
    return known or names.get(key, key)


def filter_words(key: str, value: str, filters: Sequence[LedgerFilter]) -> str:
    """Say what a filter keeps."""
    title = filter_title(key, filters)
    if key in ("enterprise", "inspection"):
        return tr("{title}: one chosen", title=title)
    choices = dict(next((f.choices for f in filters if f.key == key), ()))
    parts = value.split(SEVERAL) if choices else [value]
    said = "、".join(choices.get(part, part) or tr("(empty)") for part in parts)
    return tr("{title}: {value}", title=title, value=said or tr("(empty)"))


def choice_box(one: LedgerFilter) -> QComboBox:
    """Make the choice of a filter; the first entry filters nothing."""
    box = QComboBox()
    box.setAccessibleName(one.title)
    box.addItem(tr("{title}: all", title=one.title), None)
    for value, title in one.choices:
        box.addItem(title or tr("(empty)"), value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(min(MOST_LETTERS, max(LETTERS, 2 * len(box.itemText(0)))))
    box.setMaxVisibleItems(14)
    return box


def show_choice(box: QComboBox, value: str | None) -> None:
    """Show which value is chosen, without calling it an edit; several at once show as such."""
    box.blockSignals(True)
    at = box.findData(value)
    if at < 0 and value is not None:
        box.addItem(value.replace(SEVERAL, "、") or tr("(empty)"), value)
        at = box.count() - 1
    box.setCurrentIndex(max(0, at))
    box.blockSignals(False)


class FilterBar(FlowRow):
    """Search, quick choices and chips; says what a person wants, and shows what holds."""

    searched = Signal(str)
    edited = Signal(str, object)  # key, value or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.ledgers = ledger_box()
        self.more = button(tr("More filters"), icon="filter", tip="F")
        self.search = SearchLine(tr("Wording, place, item code or enterprise"))
        self.search.setMinimumWidth(theme.dp(230))
        self.search.searched.connect(self.searched)
        for part in (self.ledgers, self.search, self.more):
            self.flow.addWidget(part)
        self.boxes: dict[str, QComboBox] = {}
        self.filters: tuple[LedgerFilter, ...] = ()

    def show_filters(self, filters: Sequence[LedgerFilter]) -> None:
        """Offer the filters of a ledger; those with choices that are wanted most stand here."""
        if tuple(filters) == self.filters:
            return
        self.filters = tuple(filters)
        for box in self.boxes.values():
            self.flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes.clear()
        for one in quick_filters(filters):
            made = choice_box(one)
            made.currentIndexChanged.connect(lambda _at, key=one.key: self._on_choice(key))
            self.boxes[one.key] = made
            self.flow.addWidget(made)
        self.flow.removeWidget(self.more)
        self.flow.addWidget(self.more)
        self.updateGeometry()

    def show_query(self, query: LedgerQuery) -> None:
        """Show what holds."""
        of_findings = tr("Wording, place, item code or enterprise")
        hint = of_findings if query.ledger is LedgerName.FINDINGS else tr("Name, number or other words")
        self.search.setPlaceholderText(hint)
        if self.search.text() != query.search:
            self.search.blockSignals(True)
            self.search.setText(query.search)
            self.search.blockSignals(False)
        for key, box in self.boxes.items():
            show_choice(box, query.filters.get(key))

    def _on_choice(self, key: str) -> None:
        self.edited.emit(key, self.boxes[key].currentData())


def quick_filters(filters: Sequence[LedgerFilter]) -> list[LedgerFilter]:
    """Give the filters that stand beside the search."""
    by_key = {f.key: f for f in filters if f.kind is FilterKind.CHOICE and f.choices}
    return [by_key[key] for key in WANTED_MOST if key in by_key][: FEW_QUICK if theme.scale() > LARGE else MOST_QUICK]


class FilterChips(FlowRow):
    """What is filtered by, beside the quick choices; a click lets go of it."""

    dropped = Signal(str)
    all_dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent, gap=4)
        self.chips: dict[str, QPushButton] = {}
        self._shown: tuple[tuple[str, str], ...] = ()
        self.hide()

    def show_query(self, query: LedgerQuery, filters: Sequence[LedgerFilter], quick: Mapping[str, object]) -> None:
        """Show a chip for each filter that is not seen elsewhere."""
        beside = [key for key in query.filters if key not in quick and key != COLOUR]
        told = tuple((key, filter_words(key, query.filters[key], filters)) for key in sorted(beside))
        if told == self._shown:
            return
        self._shown = told
        self.chips = {}
        for key, words in told:
            made = button(words, partial(self.dropped.emit, key), icon="close", tip=tr("Let go of this filter"))
            self.chips[key] = made
        parts: list[QWidget] = [label(tr("Filtered by"), tone="muted"), *self.chips.values()]
        parts.append(button(tr("Show all"), self.all_dropped.emit, kind="quiet"))
        self.put(parts if told else ())
