# SPDX-License-Identifier: MulanPSL-2.0
"""Values inside expressions and their conversions: XPath 1.0 with the dates of ODK, numbers in decimal.

Numbers are decimals, so 0.1 + 0.2 is 0.3; what does not end (1 div 3) is kept to 28 digits and shown to 15.
Nothing here raises: what cannot be converted is NaN, false or "", as XPath has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal

Nodes = tuple[str, ...]
"""The values of one item in all entries of its repeat, in their order."""
Value = str | Decimal | bool | Nodes

ARITHMETIC = Context(prec=28, Emax=999, Emin=-999, traps=[])
_SHOWN = Context(prec=15, Emax=999, Emin=-999, traps=[])
NAN = Decimal("NaN")
MOST_TEXT = 20_000  # longer results are cut: chains of concat would double without an end
_NUMBER = re.compile(r"\s*-?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})\s*", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_TIME = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # civil time of the place; UTC only stands for "no offset"
_MICROSECONDS = Decimal(86_400_000_000)
_MOST_DAYS = Decimal(2_900_000)  # the year 9909


def number(value: Value) -> Decimal:
    """Give a number; dates become days since 1970-01-01, times of day parts of a day, other texts NaN."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return Decimal(int(value))
    text = scalar(value)
    if _NUMBER.fullmatch(text):
        return ARITHMETIC.create_decimal(text.strip())
    at = instant(text)
    if at is not None:
        return days(at)
    clock = clock_of(text)
    return NAN if clock is None else _part_of_day(clock)


def days(at: datetime) -> Decimal:
    """Give days since 1970-01-01 with their part of a day, in the civil time of the place."""
    return Decimal((at - _EPOCH) // timedelta(microseconds=1)) / _MICROSECONDS


def _part_of_day(clock: time) -> Decimal:
    return Decimal(clock.hour * 3600 + clock.minute * 60 + clock.second) / 86_400


def instant(text: str) -> datetime | None:
    """Read a date, or a date with a time; its offset is passed over, for all times here are local."""
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def clock_of(text: str) -> time | None:
    """Read a time of day."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    try:
        hour, minute, second = (int(part or 0) for part in found.groups())
        return time(hour, minute, second)
    except ValueError:
        return None


def moment(value: Value) -> datetime | None:
    """Read a date from a text, or from days since 1970-01-01."""
    if isinstance(value, str | tuple):
        text = scalar(value)
        found = instant(text)
        if found is not None or not _NUMBER.fullmatch(text):
            return found
    count = number(value)
    if not count.is_finite() or abs(count) > _MOST_DAYS:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(count * _MICROSECONDS))
    except OverflowError:
        return None


def day_text(at: date) -> str:
    """Give a date as texts have it."""
    return f"{at.year:04d}-{at.month:02d}-{at.day:02d}"


def instant_text(at: datetime) -> str:
    """Give an instant as texts have it, to the minute; seconds only where there are some."""
    seconds = f":{at.second:02d}" if at.second else ""
    return f"{day_text(at)}T{at.hour:02d}:{at.minute:02d}{seconds}"


def scalar(value: str | Nodes) -> str:
    """Give one text: the first of several nodes."""
    return value if isinstance(value, str) else (value[0] if value else "")


def text(value: Value) -> str:
    """Give a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _number_text(value)
    return scalar(value)


def _number_text(value: Decimal) -> str:
    if value.is_nan():
        return "NaN"
    if value.is_infinite():
        return "-Infinity" if value < 0 else "Infinity"
    if not value:
        return "0"
    shown = value if value == value.to_integral_value() else _SHOWN.plus(value)
    written = format(shown, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def stored(value: Value) -> str:
    """Give a result as it is kept: as a text, but nothing instead of NaN and infinity."""
    if isinstance(value, Decimal) and not value.is_finite():
        return ""
    return text(value)[:MOST_TEXT]


def boolean(value: Value) -> bool:
    """Give truth: a text that is not empty, a number that is neither 0 nor NaN, nodes where there are some."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return not value.is_nan() and value != 0
    return bool(value)


def nodes(value: Value) -> Nodes:
    """Give all nodes; anything else is one node."""
    return value if isinstance(value, tuple) else (text(value),)


def flat(values: Iterable[Value]) -> list[str]:
    """Give the texts of all arguments, nodes one by one."""
    return [part for value in values for part in nodes(value)]


def equal(left: Value, right: Value) -> bool:
    """Compare as XPath 1.0 does: truth before numbers before texts; of nodes one must be equal."""
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left) == boolean(right)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, tuple):
            return any(equal(node, other) for node in one)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return same_number(number(left), number(right))
    return left == right


def unequal(left: Value, right: Value) -> bool:
    """Compare as XPath 1.0 does: of nodes one must differ."""
    if not (isinstance(left, bool) or isinstance(right, bool)):
        for one, other in ((left, right), (right, left)):
            if isinstance(one, tuple):
                return any(unequal(node, other) for node in one)
    return not equal(left, right)


def same_number(left: Decimal, right: Decimal) -> bool:
    """Whether two numbers are equal to 15 digits, so that (1 div 3) * 3 is 1; NaN equals nothing."""
    if left.is_nan() or right.is_nan():
        return False
    return left == right or (_SHOWN.plus(left) == _SHOWN.plus(right) and not _both_whole(left, right))


def _both_whole(left: Decimal, right: Decimal) -> bool:
    return all(n.is_finite() and n == n.to_integral_value() for n in (left, right))


def order(left: Value, right: Value, sign: str) -> bool:
    """Compare by `<`, `<=`, `>` or `>=`: always as numbers; of nodes one must hold."""
    for n in nodes(left) if isinstance(left, tuple) else (left,):
        for m in nodes(right) if isinstance(right, tuple) else (right,):
            if _ordered(number(n), number(m), sign):
                return True
    return False


def _ordered(left: Decimal, right: Decimal, sign: str) -> bool:
    if left.is_nan() or right.is_nan():
        return False
    if same_number(left, right):
        return sign in ("<=", ">=")
    return left < right if sign in ("<", "<=") else left > right
