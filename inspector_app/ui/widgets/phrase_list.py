# SPDX-License-Identifier: MulanPSL-2.0
"""The phrases of the unit by state, and the wordings that could become some, with a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.phrase import Phrase, PhraseDraft, PhraseState
from inspector_app.ledgers import phrases as ledger
from inspector_app.ui import theme
from inspector_app.ui.widgets.page import Card, EmptyState, Pages
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.ui.widgets.segments import Segments
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

LARGE = 1.25  # letters from here on leave no room for the day


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseShown:
    """A phrase or a candidate: what it says, on what item, how often it stands in findings."""

    state: PhraseState
    draft: PhraseDraft
    check: str
    count: int
    last_on: date | None = None  # of a candidate
    finding_ids: tuple[str, ...] = ()
    phrase: Phrase | None = None  # what a person has decided

    @property
    def key(self) -> str:
        """What names it on every laptop."""
        return self.phrase.id if self.phrase is not None else self.draft.key


def read_phrases(ws: Workspace) -> tuple[PhraseShown, ...]:
    """Read all candidates and phrases."""
    found = [
        PhraseShown(
            state=PhraseState.CANDIDATE, draft=line.learned.draft, check=line.check, count=line.learned.count,
            last_on=line.learned.last_on, finding_ids=line.learned.finding_ids,
        )
        for line in ledger.candidates(ws)
    ]  # fmt: skip
    found += [
        PhraseShown(
            state=line.phrase.state, draft=line.phrase, check=line.check, count=line.uses,
            finding_ids=line.phrase.learned_from, phrase=line.phrase,
        )
        for line in ledger.lines(ws)
    ]  # fmt: skip
    return tuple(found)


class PhraseList(Card):
    """One state at a time; what is chosen is told."""

    phrase_shown = Signal(object)  # PhraseShown or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Phrases"), parent)
        self._all: tuple[PhraseShown, ...] = ()
        self.states = Segments([(state, word(state)) for state in PhraseState])
        self.states.chosen.connect(lambda _state: self._fill())
        self.search = SearchLine(tr("Search wording or item"))
        self.list = RowList(self.title.text())
        self.list.setObjectName("cardList")
        self.search.searched.connect(lambda _text: self._fill())
        self.search.list_wanted.connect(self.list.setFocus)
        self.list.row_shown.connect(self._on_shown)
        self.empty = EmptyState("text", "")
        self.pages = Pages()
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty)
        self.add(self.states)
        self.add(self.search)
        self.add(self.pages, 1)

    def show_phrases(self, phrases: Sequence[PhraseShown]) -> None:
        """Show these; the chosen one stays chosen where it is still there."""
        self._all = tuple(phrases)
        for state, choice in self.states.buttons.items():
            count = sum(one.state is state for one in phrases)
            choice.setText(tr("{kind} {count}", kind=word(PhraseState(state)), count=count))
        self._fill()

    def show_state(self, state: PhraseState, key: str = "") -> None:
        """Show the phrases of a state, at one of them."""
        self.states.set_value(state)
        self._fill()
        if key:
            self.list.show_row(key)

    def current(self) -> PhraseShown | None:
        """Give what is chosen."""
        key = self.list.current_id()
        return next((one for one in self._shown() if one.key == key), None)

    def _shown(self) -> list[PhraseShown]:
        state, sought = self.states.value(), self.search.text().strip().lower()
        return [one for one in self._all if one.state == state and _has(one, sought)]

    def _fill(self) -> None:
        shown = self._shown()
        self.list.put([_row(one) for one in shown])
        self.note.setText("")
        if shown:
            self.pages.setCurrentWidget(self.list)
            if not self.list.currentIndex().isValid():
                self.list.step(1)
        else:
            self.empty.say(*self._nothing())
            self.pages.setCurrentWidget(self.empty)
        self._on_shown(self.list.current_id())

    def _nothing(self) -> tuple[str, str]:
        if self.search.text().strip():
            return tr("Nothing was found."), ""
        match self.states.value():
            case PhraseState.CANDIDATE:
                return (
                    tr("Nothing could be learned yet."),
                    tr("What officers write into findings in their own words appears here, with slots for place and "
                       "figures. It is proposed to nobody before somebody publishes it."),
                )  # fmt: skip
            case PhraseState.PUBLISHED:
                return tr("Nothing is published yet."), tr("Publish a candidate, or write a phrase of your own.")
        return tr("Nothing was dropped."), ""

    def _on_shown(self, _key: str) -> None:
        self.phrase_shown.emit(self.current())


def _has(one: PhraseShown, sought: str) -> bool:
    return any(sought in text.lower() for text in (one.draft.text, one.draft.item_code, one.check))


def _row(one: PhraseShown) -> Row:
    side = tr("{count} times", count=one.count)
    if one.last_on is not None and theme.scale() < LARGE:
        side = f"{side} · {one.last_on.isoformat()}"
    detail = f"{one.draft.item_code}  {one.check}" if one.check else one.draft.item_code
    return Row(id=one.key, title=one.draft.text, detail=detail, side=side)
