# SPDX-License-Identifier: MulanPSL-2.0
"""sha256-rank-v1: the draw itself, worked out from frozen lists and a seed and from nothing else.

Units: in each stratum ranked by SHA-256 of `seed|unit`, the first of them are drawn. Officers: in rounds, each round
ranked by SHA-256 of `seed|officer|round|officer's id`; every unit takes the next ones that need not avoid it. All
texts are UTF-8, digests are compared as lower-case hex (docs/draw-record-format.md has it for other programs).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import nsmallest

SEPARATOR = "|"
OFFICER = "officer"  # between seed and round, so that no unit's text is ever an officer's


class PickKind(StrEnum):
    """Why a unit stands in the result."""

    DRAWN = "drawn"
    UNIT = "unit"  # it stands for a unit that was replaced
    OFFICER = "officer"  # the same unit, because one of its officers was replaced


class CannotDraw(Exception):
    """The lists do not give what is asked; `place` is the stratum or the unit, nothing was drawn."""

    def __init__(self, place: str, *, needs_officers: bool = False) -> None:
        super().__init__(place)
        self.place = place
        self.needs_officers = needs_officers


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawBases:
    """What a draw is made from: who may be drawn, how many of each stratum, who must avoid which unit."""

    objects: Mapping[str, str]  # unit -> stratum; only those that may be drawn
    officers: Sequence[str]  # only those that may be drawn
    quotas: Mapping[str, int]  # stratum -> how many, in the order of the result
    per_unit: int = 2
    avoided: Collection[tuple[str, str]] = frozenset()  # officer, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPick:
    """One drawn unit: its place in the result from 1, its rank in its stratum from 1, and its officers."""

    ordinal: int
    object_id: str
    stratum: str
    rank: int
    digest: str
    officers: tuple[str, ...]
    kind: PickKind = PickKind.DRAWN
    replaces: int = 0  # the place of the one that it stands for


def digest_of(*parts: str) -> str:
    """Give the SHA-256 of parts joined by `|`.

    >>> digest_of("2026135", "a")[:16]
    '9e93904898882ffc'
    """
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def ranked(seed: str, ids: Iterable[str], first: int | None = None) -> list[tuple[str, str]]:
    """Give (digest, id) in the order of the ranking: all, or only the first ones."""
    pairs = ((digest_of(seed, name), name) for name in ids)
    return sorted(pairs) if first is None else nsmallest(first, pairs)


def shares(wanted: int, weights: Sequence[tuple[str, int, int]]) -> dict[str, int]:
    """Divide a number among strata by weight times size: (name, size, weight); no stratum gets more than it has.

    What the division leaves over goes to the largest remainders, equal ones to the earlier stratum. What a full
    stratum cannot take goes to the others by the same rule.

    >>> shares(10, [("key", 20, 3), ("general", 100, 1)])
    {'key': 4, 'general': 6}
    """
    found = {name: 0 for name, _, _ in weights}
    rest = min(wanted, sum(size for _, size, weight in weights if weight > 0))
    open_ones = [(name, size, weight) for name, size, weight in weights if size * weight > 0]
    while rest and open_ones:
        total = sum(size * weight for _, size, weight in open_ones)
        parts = {name: divmod(rest * size * weight, total) for name, size, weight in open_ones}
        full = [entry for entry in open_ones if parts[entry[0]][0] >= entry[1]]
        if full:  # give these all they have, divide the rest anew among the others
            for name, size, _ in full:
                found[name] = size
                rest -= size
            open_ones = [entry for entry in open_ones if entry not in full]
            continue
        for name, (whole, _) in parts.items():
            found[name] = whole
        left = rest - sum(whole for whole, _ in parts.values())
        order = sorted(range(len(open_ones)), key=lambda n: (-parts[open_ones[n][0]][1], n))
        for n in order[:left]:
            found[open_ones[n][0]] += 1
        rest = 0
    return found


@dataclass(slots=True)
class _OfficerQueue:
    """The officers in the order in which they are taken; when all were taken, a new round is ranked."""

    seed: str
    officers: Sequence[str]
    avoided: set[tuple[str, str]]
    rounds: int = 0
    waiting: deque[str] = field(default_factory=deque)

    def take(self, object_id: str, count: int, without: Collection[str] = ()) -> tuple[str, ...]:
        """Take the next officers for a unit; those who must avoid it keep their place for the next unit."""
        chosen: list[str] = []
        passed: list[str] = []
        barred = set(without)
        rounds_before = self.rounds
        while len(chosen) < count:
            if not self.waiting:
                if self.rounds > rounds_before:  # a whole round was looked through
                    raise CannotDraw(object_id, needs_officers=True)
                self._next_round()
                continue
            officer = self.waiting.popleft()
            if officer in barred or (officer, object_id) in self.avoided:
                passed.append(officer)
            else:
                chosen.append(officer)
                barred.add(officer)
        self.waiting.extendleft(reversed(passed))
        return tuple(chosen)

    def _next_round(self) -> None:
        self.rounds += 1
        pairs = sorted((digest_of(self.seed, OFFICER, str(self.rounds), name), name) for name in self.officers)
        self.waiting.extend(name for _, name in pairs)


class Drawing:
    """A draw and the replacements after it, step by step; the same steps give the same result everywhere."""

    def __init__(self, bases: DrawBases, seed: str) -> None:
        self.bases = bases
        self.seed = seed
        self.picks: list[RankedPick] = []
        self._queue = _OfficerQueue(seed, bases.officers, set(bases.avoided))
        self._order: dict[str, list[tuple[str, str]]] = {}
        self._taken: dict[str, int] = {}  # how many of a stratum's ranks are used

    def draw(self) -> tuple[RankedPick, ...]:
        """Draw the units of all strata and their officers. Raises CannotDraw where the lists are too short."""
        members: dict[str, list[str]] = {name: [] for name in self.bases.quotas}
        for object_id, stratum in self.bases.objects.items():
            if stratum in members:
                members[stratum].append(object_id)
        for stratum, quota in self.bases.quotas.items():
            if quota > len(members[stratum]):
                raise CannotDraw(stratum)
            self._taken[stratum] = 0
            first = ranked(self.seed, members[stratum], quota)
            for rank, (digest, object_id) in enumerate(first, start=1):
                officers = self._queue.take(object_id, self.bases.per_unit)
                self._put(object_id, stratum, rank, digest, officers)
            self._taken[stratum] = quota
        return tuple(self.picks)

    def replace_unit(self, ordinal: int) -> RankedPick:
        """Take the next rank of the same stratum for a drawn unit; its officers go along unless they must avoid it."""
        old = self.picks[ordinal - 1]
        order = self._ranking(old.stratum)
        used = self._taken[old.stratum]
        if used >= len(order):
            raise CannotDraw(old.stratum)
        digest, object_id = order[used]
        staying = tuple(o for o in old.officers if (o, object_id) not in self._queue.avoided)
        more = self._queue.take(object_id, self.bases.per_unit - len(staying), staying)
        self._taken[old.stratum] = used + 1
        return self._put(object_id, old.stratum, used + 1, digest, (*staying, *more), PickKind.UNIT, ordinal)

    def replace_officer(self, ordinal: int, officer_id: str) -> RankedPick:
        """Take the next officer for one who must avoid the unit; the others of the unit stay."""
        old = self.picks[ordinal - 1]
        self._queue.avoided.add((officer_id, old.object_id))
        staying = tuple(o for o in old.officers if o != officer_id)
        more = self._queue.take(old.object_id, len(old.officers) - len(staying), old.officers)
        officers = (*staying, *more)
        return self._put(old.object_id, old.stratum, old.rank, old.digest, officers, PickKind.OFFICER, ordinal)

    def is_replaced(self, ordinal: int) -> bool:
        """Whether another pick stands for this one already."""
        return any(pick.replaces == ordinal for pick in self.picks)

    def _ranking(self, stratum: str) -> list[tuple[str, str]]:
        if stratum not in self._order:
            self._order[stratum] = ranked(self.seed, (o for o, s in self.bases.objects.items() if s == stratum))
        return self._order[stratum]

    def _put(
        self, object_id: str, stratum: str, rank: int, digest: str, officers: tuple[str, ...],
        kind: PickKind = PickKind.DRAWN, replaces: int = 0,
    ) -> RankedPick:  # fmt: skip
        made = RankedPick(
            ordinal=len(self.picks) + 1, object_id=object_id, stratum=stratum, rank=rank, digest=digest,
            officers=officers, kind=kind, replaces=replaces,
        )  # fmt: skip
        self.picks.append(made)
        return made
