# SPDX-License-Identifier: MulanPSL-2.0
"""What the answer panel shows of one item: its value, its places, the entries of a repeat with their parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.finding import Finding
from inspector_app.domain.inspection import Answer, Spot
from inspector_app.ui.models.answer_state import AnswerState
from inspector_app.ui.models.asked import Asked, Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """One thing that is asked, with what was typed for it and is not kept yet."""

    asked: Asked
    typed: Given | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotView:
    """One place of an item, or one entry of a repeat with the parts that are asked in it."""

    spot: Spot
    parts: tuple[Typing, ...]
    finding: int = 0  # the number of its finding


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """All that the panel shows."""

    whole: Typing
    spots: tuple[SpotView, ...] = ()
    author: str = ""  # who answered, when it was somebody else
    private_note: str = ""
    wanted: int | None = None  # how many entries the form asks for

    @property
    def item(self) -> ChecklistItem:
        """The item."""
        return self.whole.asked.item

    @property
    def has_entries(self) -> bool:
        """Whether it is a repeat."""
        return self.item.answer.kind is AnswerKind.ENTRIES

    @property
    def has_places(self) -> bool:
        """Whether it is checked at several places."""
        return self.item.several_places and not self.has_entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaved:
    """What was typed and is not in the ledger, by kind and name."""

    value: Callable[[str, str], object | None]
    words: Callable[[str], str]  # why the value of that name was refused

    def text(self, kind: str, name: str, kept: str) -> str:
        """Give what was typed, else what is kept."""
        typed = self.value(kind, name)
        return typed if isinstance(typed, str) else kept


def answer_view(
    state: AnswerState,
    item: ChecklistItem,
    unsaved: Unsaved,
    findings: Mapping[str, Finding],
    *,
    author: str,
    is_finished: bool,
) -> AnswerView:
    """Put together what the panel shows of an item."""

    def typing(part: ChecklistItem, spot_id: str = "") -> Typing:
        asked = state.asked(part, spot_id, is_finished=is_finished)
        draft = unsaved.value("value", asked.key)
        refused = unsaved.words(asked.key)
        if refused:
            asked = replace(asked, words=refused)
        known = state.spot_answers.get((part.code, spot_id)) if spot_id else state.answers.get(part.code)
        remark = unsaved.text("spotnote", asked.key, known.remark if known is not None else "")
        return Typing(asked=asked, typed=draft if isinstance(draft, Given) else None, remark=remark)

    is_repeat = item.answer.kind is AnswerKind.ENTRIES
    parts = state.parts(item.code) if is_repeat else (item,)
    spots = [
        SpotView(
            spot=replace(spot, place=unsaved.text("spot", spot.id, spot.place)),
            parts=tuple(one for one in (typing(part, spot.id) for part in parts) if not one.asked.is_hidden),
            finding=findings[spot.finding_id].ordinal if spot.finding_id in findings else 0,
        )
        for spot in (state.spots(item.code) if is_repeat or item.several_places else ())
    ]
    answer = state.answers.get(item.code)
    return AnswerView(
        whole=typing(item),
        spots=tuple(spots),
        author=_other(answer, author),
        private_note=unsaved.text("private", item.code, answer.private_note if answer is not None else ""),
        wanted=state.live.entries_wanted(item.code) if is_repeat else None,
    )


def _other(answer: Answer | None, author: str) -> str:
    return answer.author if answer is not None and answer.author != author else ""
