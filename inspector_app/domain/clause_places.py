# SPDX-License-Identifier: MulanPSL-2.0
"""Places in a document as people cite them: read, written in one way, and what lies around them.

`第36条第2款`, `第三十六条 第二款` and `第三十六条第（二）款` are one place. A citation may name several
(`第二十一条、第四十六条第一款`), and a paragraph rests on its article: where the article lapses, so does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

DIGITS = "零一二三四五六七八九"
UNITS = ("编", "章", "节", "部分", "条", "款", "项", "目")
"""From the largest to the smallest."""

_VALUES = {**{digit: n for n, digit in enumerate(DIGITS)}, "〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"[零〇一二三四五六七八九十百千两\d０-９]{1,12}"
_STEP = re.compile(rf"第?[（(]?({_NUMBER})[）)]?\s*(编|章|节|部分|条|款|项|目)(?:之({_NUMBER}))?")
_FIRST = re.compile(rf"第[（(]?{_NUMBER}[）)]?\s*(?:编|章|节|部分|条|款|项|目)")
_LIST = re.compile(r"[、，,；;及和与]")
_LETTER = re.compile(r"\s*([a-zA-Z])[)）]$")
_DOTTED_SHELL = re.compile(r"^第?\s*([\dA-Z][\dA-Z.]*)\s*[条节款]?$")
_ANNEX = re.compile(r"(?:附录|附件|附表|表|图)[\w.]{1,10}")
_DOTTED = re.compile(r"[\dA-Z]{1,4}(?:\.\d{1,3})*(?: [a-z]\))?")

Step = tuple[str, int, int]  # unit, number, 之 number (0: none)
Steps = tuple[Step, ...]


def places_in(text: str) -> tuple[str, ...]:
    """Give every place that a citation names, each written in one way and once.

    >>> places_in("第27条第一款、第（二）款")
    ('第二十七条第一款', '第二十七条第二款')
    >>> places_in("5.5.11、5.5.12")
    ('5.5.11', '5.5.12')
    """
    found = [written(steps) for steps in _steps_in(text)]
    if not found:
        found = [dotted for part in _LIST.split(text) if (dotted := _dotted(part))]
    return tuple(dict.fromkeys(found))


def around(place: str) -> tuple[str, ...]:
    """Give the place itself and all on which it rests, the narrowest first.

    An article that is cited with an item and without a paragraph has only one; both ways to write it are given.

    >>> around("第六十五条第一款第二项")
    ('第六十五条第一款第二项', '第六十五条第一款', '第六十五条第二项', '第六十五条')
    >>> around("4.10 b)")
    ('4.10 b)', '4.10', '4')
    """
    steps = next(_steps_in(place), ())
    if not steps:
        return tuple(_dotted_around(place))
    found = [written(way[:length]) for way in _ways(steps) for length in range(len(way), 0, -1)]
    return tuple(sorted(dict.fromkeys(found), key=lambda p: (p != found[0], -_depth(p))))


def is_place(text: str) -> bool:
    """Whether a text is exactly one place and nothing else, written so that the program knows it again.

    >>> [is_place(t) for t in ("第36条", "5.2.10", "附录A", "第一条、第二条", "第一条等", "三十六条")]
    [True, True, True, False, False, False]
    """
    places = places_in(text)
    if len(places) != 1:
        return False
    if next(_steps_in(text), None) is None:
        return _DOTTED.fullmatch(places[0]) is not None or _ANNEX.fullmatch(places[0]) is not None
    return _STEP.sub("", text).strip() == ""


def order(place: str) -> tuple[tuple[int, ...], ...]:
    """Give what sorts places as they stand in the document."""
    steps = next(_steps_in(place), ())
    if steps:
        return tuple((UNITS.index(unit), number, again) for unit, number, again in steps)
    return tuple((int(p),) if p.isdecimal() else tuple(map(ord, p)) for p in re.findall(r"\d+|[^\d.\s]+", place))


def written(steps: Steps) -> str:
    """Write a place as the program writes it."""
    return "".join(f"第{numeral(n)}{unit}" + (f"之{numeral(again)}" if again else "") for unit, n, again in steps)


def numeral(number: int) -> str:
    """Write a number from 0 to 9999 in Chinese.

    >>> [numeral(n) for n in (10, 15, 101, 110, 1020)]
    ['十', '十五', '一百零一', '一百一十', '一千零二十']
    """
    if number < 10:
        return DIGITS[number]
    text, is_gap = "", False
    for word, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if is_gap else "") + DIGITS[digit] + word
            is_gap = False
        elif text and number:
            is_gap = True
    return text.removeprefix("一") if text.startswith("一十") else text


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = digit * 10 + _VALUES.get(character, 0) if character not in "零〇" else 0
    return total + digit


def _steps_in(text: str) -> Iterator[Steps]:
    """Give each run of steps; a later one that begins with a smaller unit belongs to the article before it."""
    before: Steps = ()
    at = 0
    while (first := _FIRST.search(text, at)) is not None:
        steps: list[Step] = []
        at = first.start()
        while (found := _STEP.match(text, at)) is not None and _goes_on(steps, found[2]):
            again = _value(found[3]) if found[3] else 0
            steps.append((found[2], _value(found[1]) % 10000, again % 10000))
            at = _skip_spaces(text, found.end())
        if not steps:
            at = first.end()
            continue
        whole = _inherited(before, tuple(steps))
        yield whole
        before = whole


def _goes_on(steps: list[Step], unit: str) -> bool:
    return not steps or UNITS.index(unit) > UNITS.index(steps[-1][0])


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _inherited(before: Steps, steps: Steps) -> Steps:
    rank = UNITS.index(steps[0][0])
    if rank <= UNITS.index("条"):
        return steps
    return (*(step for step in before if UNITS.index("条") <= UNITS.index(step[0]) < rank), *steps)


def _ways(steps: Steps) -> Iterator[Steps]:
    """Give the ways to cite it: 第X条第Y项 is 第X条第一款第Y项."""
    yield steps
    for at in range(1, len(steps)):
        unit, number, again = steps[at]
        if steps[at - 1][0] == "条" and unit == "项":
            yield (*steps[:at], ("款", 1, 0), *steps[at:])
        if steps[at - 1][0] == "条" and (unit, number, again) == ("款", 1, 0) and at + 1 < len(steps):
            yield (*steps[:at], *steps[at + 1 :])


def _depth(place: str) -> int:
    return len(next(_steps_in(place), ()))


def _dotted(text: str) -> str:
    """Write the number of a standard's clause in one way; nothing where it is no such number."""
    bare = _DOTTED_SHELL.sub(r"\1", text.strip())
    bare = _LETTER.sub(lambda found: f" {found[1].lower()})", bare)
    return bare if _DOTTED.fullmatch(bare) else text.strip()


def _dotted_around(place: str) -> Iterator[str]:
    yield place
    bare = _LETTER.sub("", place)
    if bare != place:
        yield bare
    while _DOTTED.fullmatch(bare) and "." in bare:
        bare = bare.rpartition(".")[0]
        yield bare
