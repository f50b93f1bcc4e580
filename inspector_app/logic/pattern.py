# SPDX-License-Identifier: MulanPSL-2.0
"""Regular expressions of forms that other people wrote, matched in time that grows with the text only.

Python's `re` may need years for `(a+)+$`. Here a pattern becomes a graph of states that are all followed at once
(Thompson 1968), so nothing is ever tried twice. Back references and look-around cannot be done this way: refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

MOST_PATTERN = 500  # characters
MOST_STATES = 2_000
MOST_MATCHED = 1_000  # characters; longer texts do not match
MOST_WORK = 200_000  # states followed for one text; what needs more does not match, on every computer alike
MOST_DEPTH = 20
MOST_STEPS = 2_000  # followed steps of one pattern that are kept
MOST_KNOWN = 64  # answers of one pattern that are kept
_DOUBLED = ("&&", "||", "--", "~~")  # set operations of Java; Python means something else by them
_COUNT = re.compile(r"\{(\d{1,4})(,(\d{0,4}))?\}")
_CLASS = re.compile(r"\[\^?(\\.|\[:|[^\\\]])(\\.|[^\\\]])*\]", re.DOTALL)
_CODE_POINT = re.compile(r"\\u[0-9a-fA-F]{4}")
_ESCAPED_CLASSES = "dDwWsS"
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


class PatternFault(Exception):
    """The pattern cannot be read, or not within the limits."""


@dataclass(slots=True)
class _State:
    """One state: it leads on by a character (`test`), by itself (`free`), or by itself at an end of the text."""

    test: re.Pattern[str] | None = None
    anchor: str = ""  # ^ or $
    free: list[int] = field(default_factory=list)
    then: int = -1


class Pattern:
    """A compiled pattern."""

    def __init__(self, states: list[_State], start: int, end: int) -> None:
        self._states, self._start, self._end = states, start, end
        self._known: dict[str, bool] = {}
        self._steps: dict[tuple[frozenset[int], str, bool], frozenset[int]] = {}

    def matches(self, text: str) -> bool:
        """Whether the whole text fits (as ODK has it)."""
        if len(text) > MOST_MATCHED:
            return False
        if text not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[text] = self._follow(text)
        return self._known[text]

    def _follow(self, text: str) -> bool:
        now = self._closure([self._start], is_first=True, is_last=not text)
        work = 0
        for n, character in enumerate(text):
            now = self._step(now, character, is_last=n == len(text) - 1)
            work += len(now)
            if not now or work > MOST_WORK:
                return False
        return self._end in now

    def _step(self, now: frozenset[int], character: str, *, is_last: bool) -> frozenset[int]:
        """Give the states behind a character; what was followed once is known (a lazily built automaton)."""
        key = now, character, is_last
        found = self._steps.get(key)
        if found is None:
            moved = [s.then for s in (self._states[i] for i in now) if s.test is not None and s.test.match(character)]
            found = self._closure(moved, is_first=False, is_last=is_last)
            if len(self._steps) >= MOST_STEPS:
                self._steps.clear()
            self._steps[key] = found
        return found

    def _closure(self, found: Iterable[int], *, is_first: bool, is_last: bool) -> frozenset[int]:
        seen: set[int] = set()
        waiting = list(found)
        while waiting:
            n = waiting.pop()
            if n in seen:
                continue
            seen.add(n)
            state = self._states[n]
            if not state.anchor or (is_first if state.anchor == "^" else is_last):
                waiting.extend(state.free)
        return frozenset(seen)


@lru_cache(maxsize=256)
def compile_pattern(text: str) -> Pattern:
    """Read a pattern. Raises PatternFault."""
    if len(text) > MOST_PATTERN:
        raise PatternFault(text[:40])
    reader = _Reader(text)
    start, end = reader.alternatives(0)
    if reader.at < len(text):
        raise PatternFault(text[reader.at :])
    return Pattern(reader.states, start, end)


class _Reader:
    """Reads a pattern from left to right; every part gives its first and last state."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.states: list[_State] = []

    def _new(self) -> int:
        if len(self.states) >= MOST_STATES:
            raise PatternFault(self.text[:40])
        self.states.append(_State())
        return len(self.states) - 1

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def alternatives(self, depth: int) -> tuple[int, int]:
        """Read `a|b|c`."""
        if depth > MOST_DEPTH:
            raise PatternFault(self.text[:40])
        start, end = self._new(), self._new()
        while True:
            first, last = self._sequence(depth)
            self.states[start].free.append(first)
            self.states[last].free.append(end)
            if self._peek() != "|":
                return start, end
            self.at += 1

    def _sequence(self, depth: int) -> tuple[int, int]:
        start = last = self._new()
        while self._peek() not in ("", "|", ")"):
            first, end = self._repeated(depth)
            self.states[last].free.append(first)
            last = end
        return start, last

    def _repeated(self, depth: int) -> tuple[int, int]:
        begin = self.at
        part = self._atom(depth)
        least, most = self._counts()
        if (least, most) == (1, 1):
            return part
        return self._copies(part, begin, self.at, least, most, depth)

    def _counts(self) -> tuple[int, int | None]:
        sign = self._peek()
        counts: tuple[int, int | None] = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(sign, (1, 1))
        if sign in ("*", "+", "?"):
            self.at += 1
        elif sign == "{":
            found = _COUNT.match(self.text, self.at)
            if found is None:
                raise PatternFault(self.text[self.at :])
            self.at = found.end()
            most = None if found[2] and not found[3] else int(found[3] or found[1])
            counts = int(found[1]), most
            if most is not None and most < counts[0]:
                raise PatternFault(found[0])
        else:
            return counts
        if self._peek() in ("?", "+"):  # lazy and possessive: the whole text fits or not, whichever way
            if self._peek() == "+":
                raise PatternFault(self.text[self.at :])
            self.at += 1
        if self._peek() in ("*", "+", "{"):
            raise PatternFault(self.text[self.at :])
        return counts

    def _copies(
        self, part: tuple[int, int], begin: int, after: int, least: int, most: int | None, depth: int
    ) -> tuple[int, int]:
        """Chain copies of a part, read again from the pattern for each: the first ones must, the others may."""
        start = last = self._new()
        unused: tuple[int, int] | None = part
        exits: list[int] = []
        for n in range(max(least, 1) if most is None else most):
            first, end = unused or self._again(begin, depth)
            unused = None
            if n >= least:
                exits.append(last)
            self.states[last].free.append(first)
            if most is None and n >= least - 1:
                self.states[end].free.append(first)
            last = end
        final = self._new()
        for state in (*exits, last):
            self.states[state].free.append(final)
        self.at = after
        return start, final

    def _again(self, begin: int, depth: int) -> tuple[int, int]:
        self.at = begin
        return self._atom(depth)

    def _atom(self, depth: int) -> tuple[int, int]:
        sign = self._peek()
        if sign == "(":
            return self._group(depth)
        if sign in ("^", "$"):
            self.at += 1
            start, end = self._new(), self._new()
            self.states[start].anchor = sign
            self.states[start].free.append(end)
            return start, end
        return self._character(self._test(sign))

    def _group(self, depth: int) -> tuple[int, int]:
        self.at += 1
        if self.text.startswith("?", self.at):
            if not self.text.startswith("?:", self.at):
                raise PatternFault(self.text[self.at - 1 :])
            self.at += 2
        part = self.alternatives(depth + 1)
        if self._peek() != ")":
            raise PatternFault(self.text)
        self.at += 1
        return part

    def _character(self, test: re.Pattern[str]) -> tuple[int, int]:
        start, end = self._new(), self._new()
        self.states[start].test = test
        self.states[start].then = end
        return start, end

    def _test(self, sign: str) -> re.Pattern[str]:
        if sign == "[":
            found = _CLASS.match(self.text, self.at)
            if found is None or any(sign in found[0] for sign in _DOUBLED):
                raise PatternFault(self.text[self.at :])
            self.at = found.end()
            return _one(found[0].replace("[[", r"[\["))
        if sign == "\\":
            code = _CODE_POINT.match(self.text, self.at)
            if code is not None:
                self.at = code.end()
                return _one(code[0])
            escaped = self.text[self.at + 1 : self.at + 2]
            self.at += 2
            if escaped in _ESCAPED_CLASSES and escaped:
                return _one("\\" + escaped)
            if not escaped or (escaped.isalnum() and escaped not in _CONTROLS):
                raise PatternFault("\\" + escaped)
            return _one(re.escape(_CONTROLS.get(escaped, escaped)))
        if sign in ("*", "+", "?", "{"):
            raise PatternFault(self.text[self.at :])
        self.at += 1
        return _one("." if sign == "." else re.escape(sign))


@lru_cache(maxsize=1024)
def _one(test: str) -> re.Pattern[str]:
    """Compile the test of one character; Java's classes are those of ASCII."""
    try:
        return re.compile(test, re.ASCII)
    except (re.error, OverflowError) as error:
        raise PatternFault(test) from error
