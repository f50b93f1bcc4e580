# SPDX-License-Identifier: MulanPSL-2.0
"""The logic of a checklist while it is answered: what is shown, computed, required, allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.answering import Choice
from inspector_app.domain.inspection import Answer, Spot
from inspector_app.domain.problems import Problem

Node = tuple[str, str]
"""An item code and a spot: "" is the item as a whole, else the entry of the repeat that it is a part of,
or one of the places at which it is checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """One state of the answers of an inspection with all that follows from them; never changed, only replaced.

    For a part of a repeat (`ChecklistItem.parent`) pass the id of the entry as `spot_id`. For an item that is
    checked at several places, relevance, choices and the like are those of the item; only values and problems
    are those of the place.
    """

    hidden: frozenset[str]  # codes that are not asked now (not relevant); parts of repeats only where all are hidden

    def is_hidden(self, code: str, spot_id: str = "") -> bool:
        """Whether the item is not asked (not relevant) here."""
        raise NotImplementedError

    def value(self, code: str, spot_id: str = "") -> str:
        """What expressions read: the value, the computed value, or nothing where the item is hidden.

        A ticked item has the word of its result: compliant, noncompliant, not_applicable, or "".
        """
        raise NotImplementedError

    def choices(self, code: str, spot_id: str = "") -> tuple[Choice, ...]:
        """The choices that the item's filter leaves."""
        raise NotImplementedError

    def is_required(self, code: str, spot_id: str = "") -> bool:
        """Whether an answer must be given."""
        raise NotImplementedError

    def is_read_only(self, code: str, spot_id: str = "") -> bool:
        """Whether a person may not answer it: it is computed, or its expression says so."""
        raise NotImplementedError

    def problem(self, code: str, spot_id: str = "") -> Problem | None:
        """What is wrong with the answer now: ANSWER_REQUIRED, ANSWER_CONSTRAINT, ANSWER_NOT_A_CHOICE; or None.

        Its `where` is `item:CODE` or `item:CODE:SPOT`; `fields` has item and message.
        """
        raise NotImplementedError

    def entries_wanted(self, code: str) -> int | None:
        """How many entries the repeat's expression asks for; None where it does not say."""
        raise NotImplementedError


class LiveForm:
    """The logic of a set of items, read once. Faulty expressions count as absent; `faults` lists them."""

    def __init__(self, items: Sequence[ChecklistItem]) -> None:
        raise NotImplementedError

    @property
    def has_logic(self) -> bool:
        """Whether any item has an expression; without one nothing ever hides, changes or is required."""
        raise NotImplementedError

    def open(
        self,
        answers: Mapping[str, Answer],
        spot_answers: Mapping[Node, Answer],
        now: datetime,
        spots: Sequence[Spot] = (),
        *,
        is_frozen: bool = False,
    ) -> Live:
        """Compute everything from answers. Pass the spots too: an entry without an answer counts as well.

        With `is_frozen` computed values are those that were kept when the inspection finished.
        """
        raise NotImplementedError

    def change(
        self, live: Live, code: str, value: str, spot_id: str = "", *, is_settled: bool | None = None
    ) -> tuple[Live, frozenset[str]]:
        """Give the state after one canonical value (for a tick: the result's word), and the codes whose look changed.

        Only what depends on the item is computed again. `is_settled` says that the item needs no more answer though
        its value is empty (不适用); without it an item is settled when it has a value.
        """
        raise NotImplementedError
