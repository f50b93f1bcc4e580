# SPDX-License-Identifier: MulanPSL-2.0
"""One state of a checklist with its answers: values, what is hidden, and where an expression stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inspector_app.domain.answering import AnswerKind, Choice
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.logic import values
from inspector_app.logic.graph import Entry, Graph
from inspector_app.logic.values import Value

Node = tuple[str, str]
"""An item code and a spot: "" is the item as a whole, else the entry of the repeat that it is a part of,
or one of the places at which it is checked."""
Given = tuple[str, bool]
"""What was answered: the canonical value, and whether the item is settled (不适用 is, without a value)."""
BLANK: Given = ("", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """One state of the answers of an inspection with all that follows from them; never changed, only replaced.

    For a part of a repeat (`ChecklistItem.parent`) pass the id of the entry as `spot_id`. For an item that is
    checked at several places, relevance, choices and the like are those of the item; only values and problems
    are those of the place.
    """

    hidden: frozenset[str]  # codes that are not asked now (not relevant); parts of repeats only where all are hidden
    now: datetime
    is_frozen: bool
    graph: Graph = field(repr=False)
    spots: Mapping[str, tuple[str, ...]]  # of repeats and of items with several places, in their order
    given: Mapping[Node, Given] = field(repr=False)
    values: Mapping[Node, str] = field(repr=False)
    hidden_nodes: frozenset[Node] = field(repr=False)

    def _node(self, code: str, spot_id: str) -> Node:
        """Give the node that relevance, choices and the like of an item are kept under."""
        entry = self.graph.entries.get(code)
        return (code, spot_id if entry is not None and entry.parent else "")

    def is_hidden(self, code: str, spot_id: str = "") -> bool:
        """Whether the item is not asked (not relevant) here."""
        return code in self.hidden or self._node(code, spot_id) in self.hidden_nodes

    def value(self, code: str, spot_id: str = "") -> str:
        """What expressions read: the value, the computed value, or nothing where the item is hidden.

        A ticked item has the word of its result: compliant, noncompliant, not_applicable, or "".
        """
        return self.values.get((code, spot_id), "")

    def spots_of(self, code: str) -> tuple[str, ...]:
        """Give where an item has its values: in the entries of its repeat, else as a whole ("") and at its places."""
        entry = self.graph.entries.get(code)
        if entry is None:
            return ()
        if entry.parent:
            return self.spots.get(entry.parent, ())
        if entry.item.answer.kind is AnswerKind.ENTRIES:
            return ("",)
        return ("", *self.spots.get(code, ()))

    def choices(self, code: str, spot_id: str = "") -> tuple[Choice, ...]:
        """The choices that the item's filter leaves."""
        entry = self.graph.entries.get(code)
        if entry is None:
            return ()
        rule = entry.expressions.get("choice_filter")
        every = entry.item.answer.choices
        if rule is None:
            return every
        scope = Scope(self, code, spot_id, self.value(code, spot_id))
        return tuple(choice for choice in every if values.boolean(rule.evaluate(scope.of_choice(choice))))

    def is_required(self, code: str, spot_id: str = "") -> bool:
        """Whether an answer must be given."""
        return not self.is_hidden(code, spot_id) and self._holds(code, "required", spot_id)

    def is_read_only(self, code: str, spot_id: str = "") -> bool:
        """Whether a person may not answer it: it is computed, or its expression says so."""
        entry = self.graph.entries.get(code)
        is_computed = entry is not None and (entry.is_computed or entry.item.answer.kind is AnswerKind.COMPUTED)
        return is_computed or self._holds(code, "read_only", spot_id)

    def problem(self, code: str, spot_id: str = "") -> Problem | None:
        """What is wrong with the answer now: ANSWER_REQUIRED, ANSWER_CONSTRAINT, ANSWER_NOT_A_CHOICE; or None.

        Its `where` is `item:CODE` or `item:CODE:SPOT`; `fields` has item and message.
        """
        entry = self.graph.entries.get(code)
        if entry is None or self.is_hidden(code, spot_id):
            return None
        logic, value = entry.item.logic, self.value(code, spot_id)
        if not value:
            is_settled = self.given.get((code, spot_id), BLANK)[1] or not _may_be_missing(entry)
            if is_settled or not self._holds(code, "required", spot_id):
                return None
            return _problem(ProblemCode.ANSWER_REQUIRED, code, spot_id, message=logic.required_message)
        if "choice_filter" in entry.expressions:
            left = {choice.name for choice in self.choices(code, spot_id)}
            gone = [name for name in _names(entry, value) if name not in left]
            if gone:
                return _problem(ProblemCode.ANSWER_NOT_A_CHOICE, code, spot_id, found=" ".join(gone))
        if "constraint" in entry.expressions and not self._holds(code, "constraint", spot_id):
            return _problem(ProblemCode.ANSWER_CONSTRAINT, code, spot_id, message=logic.constraint_message)
        return None

    def entries_wanted(self, code: str) -> int | None:
        """How many entries the repeat's expression asks for; None where it does not say."""
        found = self._evaluated(code, "repeat_count", "")
        if found is None:
            return None
        number = values.number(found)
        return min(int(number), 1000) if number.is_finite() and number >= 0 else None

    def _evaluated(self, code: str, name: str, spot_id: str) -> Value | None:
        entry = self.graph.entries.get(code)
        rule = entry.expressions.get(name) if entry is not None else None
        return None if rule is None else rule.evaluate(Scope(self, code, spot_id, self.value(code, spot_id)))

    def _holds(self, code: str, name: str, spot_id: str) -> bool:
        found = self._evaluated(code, name, spot_id)
        return found is not None and values.boolean(found)


def _problem(kind: ProblemCode, code: str, spot_id: str, **fields: str) -> Problem:
    where = f"item:{code}:{spot_id}" if spot_id else f"item:{code}"
    return Problem(code=kind, where=where, fields={"item": code, "message": "", **fields})


def _may_be_missing(entry: Entry) -> bool:
    return entry.item.answer.kind.is_asked and not entry.is_computed


def _names(entry: Entry, value: str) -> list[str]:
    return value.split() if entry.item.answer.kind is AnswerKind.CHOICES else [value]


class Scope:
    """Where an expression stands, for `inspector_app.logic.expression.Scope`; `this` is the item's own value."""

    __slots__ = ("_code", "_facts", "_live", "_parent", "_spot", "this")

    def __init__(self, live: Live, code: str, spot_id: str, this: str, facts: Mapping[str, str] | None = None) -> None:
        self._live, self._code, self._facts, self.this = live, code, facts, this
        self._parent = live.graph.entries[code].parent
        self._spot = spot_id

    def of_choice(self, choice: Choice) -> Scope:
        """Give the scope in which a filter looks at one choice."""
        facts = {"name": choice.name, "label": choice.text, **choice.facts}
        return Scope(self._live, self._code, self._spot, self.this, facts)

    @property
    def position(self) -> int:
        """The number of the entry, from 1."""
        spots = self._live.spots.get(self._parent or self._code, ())
        return spots.index(self._spot) + 1 if self._spot in spots else 1

    @property
    def today(self) -> str:
        """The day."""
        return values.day_text(self._live.now)

    @property
    def now(self) -> str:
        """The time, to the second."""
        return values.instant_text(self._live.now)

    def value(self, code: str) -> Value:
        """Its value; those of all entries where it stands in another repeat, of all places where it has several."""
        live = self._live
        entry = live.graph.entries[code]
        if entry.item.answer.kind is AnswerKind.ENTRIES:
            return () if (code, "") in live.hidden_nodes else ("",) * len(live.spots.get(code, ()))
        if entry.parent:
            if entry.parent == self._parent and self._spot:
                return live.values.get((code, self._spot), "")
            return self._everywhere(code, entry.parent)
        if entry.item.several_places and not entry.item.is_tick and live.spots.get(code):
            return self._everywhere(code, code)
        return live.values.get((code, ""), "")

    def _everywhere(self, code: str, holder: str) -> tuple[str, ...]:
        live = self._live
        nodes = ((code, spot) for spot in live.spots.get(holder, ()))
        return tuple(live.values.get(node, "") for node in nodes if node not in live.hidden_nodes)

    def value_at(self, code: str, ordinal: int) -> str:
        """Its value in one entry, counted from 1."""
        holder = self._live.graph.entries[code].parent or code
        spots = self._live.spots.get(holder, ())
        return self._live.values.get((code, spots[ordinal - 1]), "") if 1 <= ordinal <= len(spots) else ""

    def fact(self, name: str) -> str:
        """A column of the choice that a filter looks at."""
        return (self._facts or {}).get(name, "")

    def choice_text(self, code: str, name: str) -> str:
        """The words of a choice of an item."""
        choices = self._live.graph.entries[code].item.answer.choices
        return next((choice.text for choice in choices if choice.name == name), "")
