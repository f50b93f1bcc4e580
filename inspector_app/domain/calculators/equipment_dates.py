# SPDX-License-Identifier: MulanPSL-2.0
"""Special equipment: when each piece of a list is to be inspected next, and which are overdue.

The day printed on the certificate (下次检验日期) rules. Without one it is counted from the last inspection, or from
the day of putting into use, by the pack's table of cycles; a cycle that nobody has read in its source (待核) never
decides alone that a piece is overdue.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count

from inspector_app.domain.calculators.cycles import Cycle, CycleTable, Span, read_cycles
from inspector_app.domain.calculators.reading import DAY_SLOTS, Fact, Typed, Words, once, refuse_all
from inspector_app.domain.calendar import add_months, add_years
from inspector_app.domain.checklist import Verified
from inspector_app.domain.equipment import DueState
from inspector_app.domain.problems import Problem
from inspector_app.domain.working import Working

NAME = "equipment_dates"
FIRST_YEAR, LAST_YEAR = 1900, 2800  # so that no sum leaves the calendar
AHEAD_DAYS = 183  # an inspection so much before its day stands for it
_PIECE = frozenset({"name", "due", "days"})
_COUNTED = _PIECE | {"start", "text", "latest"}
WORDS: Mapping[str, frozenset[str]] = {
    "title": frozenset({"on"}),
    "day": DAY_SLOTS,
    "piece": frozenset({"name", "code"}),
    "printed": _PIECE,
    "counted": _COUNTED,
    "between": _COUNTED,
    "from_inspection": frozenset({"day"}),
    "from_start": frozenset({"day"}),
    "banned": frozenset({"name", "text"}),
    "no_rule": frozenset({"name", "category"}),
    "no_class": frozenset({"name", "text"}),
    "no_date": frozenset({"name"}),
    "only_text": frozenset({"name", "text"}),
    "unverified_end": frozenset(),
    "overdue": frozenset({"days"}),
    "soon": frozenset({"days"}),
    "open": frozenset(),
    "fine": frozenset({"count", "list"}),
    "fine_one": frozenset({"name", "due"}),
    "warned": frozenset({"count"}),
    "join": frozenset(),
    "and": frozenset(),
    "result": frozenset({"count", "overdue", "soon", "open", "fine", "days"}),
    "unverified": frozenset({"facts"}),
}
_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_CLASS = re.compile(r"[1-5]|[一二三四五]|IV|I{1,3}|V|[AB]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is known of one piece of equipment; `due_on` is the day printed on its certificate."""

    name: str
    category: str
    code: str = ""
    safety_class: str = ""
    started_on: date | None = None
    inspected_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """When a piece is due, and how that was found. `latest` is the end of a range of years, else equal to `due`."""

    state: DueState
    due: date | None
    latest: date | None
    line: str
    facts: tuple[Fact, ...] = ()


class DateTable:
    """The cycles of a pack with their words, ready to judge pieces."""

    def __init__(self, cycles: CycleTable) -> None:
        self.cycles = cycles
        self.words = Words(cycles.words)

    def judge(self, piece: Piece, on: date) -> Judged:
        """Say when a piece is due."""
        if piece.due_on is not None:
            return self._printed(piece, piece.due_on, on)
        cycle = self.cycles.cycle(piece.category)
        if cycle is None:
            return self._open(self.words.say("no_rule", name=piece.name, category=piece.category or "-"))
        facts = (cycle.fact,)
        if not cycle.computes:
            return self._open(self.words.say("only_text", name=piece.name, text=cycle.fact.text), facts)
        return self._counted(piece, cycle, on, facts)

    def _printed(self, piece: Piece, due: date, on: date) -> Judged:
        state = self._state(due, due, on)
        line = self.words.say("printed", name=_called(self.words, piece), due=self.words.day(due))
        return Judged(state=state, due=due, latest=due, line=line + self._ending(state, due, on))

    def _counted(self, piece: Piece, cycle: Cycle, on: date, facts: tuple[Fact, ...]) -> Judged:
        name = _called(self.words, piece)
        if piece.inspected_on is None and piece.started_on is None:
            return self._open(self.words.say("no_date", name=name), facts)
        if cycle.schedule and piece.started_on is not None:
            due = _scheduled(cycle, piece.started_on, piece.inspected_on)
            told = self.words.say("from_start", day=self.words.day(piece.started_on))
            return self._dated(name, cycle, told, due, due, on)
        if piece.inspected_on is None or (cycle.every is None and not cycle.by_class):
            start = piece.started_on
            if cycle.first is None or start is None or piece.inspected_on is not None:
                return self._open(self.words.say("only_text", name=name, text=cycle.fact.text), facts)
            told = self.words.say("from_start", day=self.words.day(start))
            due, latest = _ends(start, cycle.first)
            return self._dated(name, cycle, told, due, latest, on)
        span = cycle.every
        if cycle.by_class:
            rule = cycle.rule_of(class_of(piece.safety_class))
            if rule is None:
                return self._open(self.words.say("no_class", name=name, text=cycle.fact.text), facts)
            if rule.banned:
                line = self.words.say("banned", name=name, text=cycle.fact.text)
                return Judged(state=DueState.OVERDUE, due=None, latest=None, line=line, facts=facts)
            span = rule.span
        if span is None:
            return self._open(self.words.say("only_text", name=name, text=cycle.fact.text), facts)
        due, latest = _ends(piece.inspected_on, span)
        told = self.words.say("from_inspection", day=self.words.day(piece.inspected_on))
        return self._dated(name, cycle, told, due, latest, on)

    def _dated(self, name: str, cycle: Cycle, told: str, due: date, latest: date, on: date) -> Judged:
        """Judge a counted day; by a cycle that is 待核 a passed day is a question, not an answer."""
        state = self._state(due, latest, on)
        sure = cycle.fact.verified is Verified.V
        days = self.words.day(due), self.words.day(latest)
        word = "counted" if due == latest else "between"
        line = self.words.say(word, name=name, start=told, text=cycle.fact.text, due=days[0], latest=days[1])
        line += self._ending(state, due, on)
        if not sure:
            line += self.words.say("unverified_end")
        if state is DueState.OVERDUE and not sure:
            state = DueState.OPEN
        return Judged(state=state, due=due, latest=latest, line=line, facts=(cycle.fact,))

    def _state(self, due: date, latest: date, on: date) -> DueState:
        if latest < on:
            return DueState.OVERDUE
        if due < on:
            return DueState.OPEN
        return DueState.SOON if due <= on + timedelta(days=self.cycles.soon_days) else DueState.FINE

    def _ending(self, state: DueState, due: date, on: date) -> str:
        if state is DueState.OVERDUE:
            return self.words.say("overdue", days=str((on - due).days))
        if state is DueState.SOON:
            return self.words.say("soon", days=str((due - on).days))
        return self.words.say("open") if state is DueState.OPEN else ""

    @staticmethod
    def _open(line: str, facts: tuple[Fact, ...] = ()) -> Judged:
        return Judged(state=DueState.OPEN, due=None, latest=None, line=line, facts=facts)


def _called(words: Words, piece: Piece) -> str:
    return words.say("piece", name=piece.name, code=piece.code) if piece.code else piece.name


def class_of(text: str) -> str:
    """Give the safety class that a text means (安全状况等级): 3, 三级, Ⅲ级 are "3", A and B themselves.

    >>> class_of("Ⅲ级"), class_of("安全状况等级：二级"), class_of("")
    ('3', '2', '')
    """
    found = _CLASS.search(unicodedata.normalize("NFKC", text).upper())
    return _CHINESE.get(found[0], found[0]) if found else ""


def _ends(start: date, span: Span) -> tuple[date, date]:
    """Give the first and the last day of a range of lengths; equal where the length is one."""
    return _after(start, span.least_months, span.days), _after(start, span.months, span.days)


def _after(start: date, months: int, days: int) -> date:
    return add_months(start, months) + timedelta(days=days)


def _scheduled(cycle: Cycle, start: date, inspected: date | None) -> date:
    """Give the next day of a schedule by years in use; an inspection shortly before a day of it stands for that."""
    years, last = iter(cycle.schedule), max(cycle.schedule)
    done = date.min if inspected is None else inspected + timedelta(days=AHEAD_DAYS)
    return next(day for year in chain(years, count(last + 1)) if (day := add_years(start, year)) > done)


def read_table(data: Mapping[str, object]) -> tuple[DateTable, tuple[Problem, ...]]:
    """Read the table `equipment_dates` of a pack's data; with problems it must not be used."""
    cycles, problems = read_cycles(data, NAME, WORDS)
    return DateTable(cycles), problems


def _piece(row: Typed) -> Piece:
    days = {name: row.day(name) for name in ("started_on", "inspected_on", "due_on")}
    for name, day in days.items():
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            row.fault(name, "not a date")
            days[name] = None
    return Piece(
        name=row.text("name", needed=True),
        category=row.text("category"),
        code=row.text("code"),
        safety_class=row.text("safety_class"),
        **days,
    )


def calculate(inputs: Mapping[str, object], data: Mapping[str, object]) -> Working:
    """Judge the rows of `inputs` (name, category, code, safety_class, started_on, inspected_on, due_on) at day `on`.

    `fails` is true when a piece is overdue for certain, none when some must be looked up. Refuses
    CALCULATION_INPUT and CALCULATION_ROW with everything that is missing or odd, PACK_FIELD_* for the table.
    """
    table, faults = read_table(data)
    refuse_all(faults)
    problems: list[Problem] = []
    typed = Typed(inputs, "", problems)
    on = typed.day("on", needed=True) or date(FIRST_YEAR, 1, 1)
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        typed.fault("on", "not a date")
    pieces = [_piece(row) for row in typed.rows("rows", "name")]
    refuse_all(problems)
    judged = sorted(((table.judge(p, on), p) for p in pieces), key=lambda pair: pair[0].state.rank)
    return _working(table, inputs, on, judged)


def _working(table: DateTable, inputs: Mapping[str, object], on: date, judged: list[tuple[Judged, Piece]]) -> Working:
    words = table.words
    states = [j.state for j, _ in judged]
    counts = {state: states.count(state) for state in DueState}
    lines = [words.say("title", on=words.day(on))]
    lines += [j.line for j, _ in judged if j.state is not DueState.FINE]
    fine = [
        words.say("fine_one", name=_called(words, p), due=words.day(j.due))
        for j, p in judged
        if j.state is DueState.FINE and j.due is not None
    ]
    if fine:
        lines.append(words.say("fine", count=str(len(fine)), list=words.say("and").join(fine)))
    if counts[DueState.SOON]:
        lines.append(words.say("warned", count=str(counts[DueState.SOON])))
    facts = [fact for j, _ in judged for fact in j.facts if fact.verified is not Verified.V]
    unverified = once([fact.cited for fact in facts])
    if unverified:
        lines.append(words.say("unverified", facts=words.say("join").join(unverified)))
    numbers = {state.value: str(count) for state, count in counts.items()}
    sure = not counts[DueState.OPEN]
    return Working(
        calculator=NAME,
        inputs=inputs,
        result=words.say("result", count=str(len(judged)), days=str(table.cycles.soon_days), **numbers),
        lines=tuple(lines),
        fails=True if counts[DueState.OVERDUE] else False if sure else None,
        unverified=unverified,
    )
