# SPDX-License-Identifier: MulanPSL-2.0
"""A life as a table: which verb leads from which state to which; everything else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from inspector_app.domain.problems import Problem, ProblemCode, Refused

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Life(Generic[S, V]):
    """The states of one kind of thing; `table[state][verb]` is the next state."""

    name: str  # what lives: `inspection`, `finding`, `order` ...; a word of the glossary
    table: Mapping[S, Mapping[V, S]]

    def may(self, state: S, verb: V) -> bool:
        """Whether the verb is allowed in this state."""
        return verb in self.table.get(state, {})

    def verbs(self, state: S) -> tuple[V, ...]:
        """Give what may be done in this state, in the table's order."""
        return tuple(self.table.get(state, {}))

    def after(self, state: S, verb: V, *, where: str = "") -> S:
        """Give the next state, or refuse STATE_FORBIDS."""
        following = self.table.get(state, {}).get(verb)
        if following is None:
            fields = {"life": self.name, "state": state.value, "verb": verb.value}
            raise Refused([Problem(code=ProblemCode.STATE_FORBIDS, where=where, fields=fields)])
        return following
