# SPDX-License-Identifier: MulanPSL-2.0
"""The functions of ODK XForms that only look at their arguments (ODK XForms specification, XPath functions).

Each takes the list of its arguments' values. Those that look around (position, indexed-repeat, choice names, the
clock) are in `expression`. docs/expressions.md lists all of them and where ours differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from inspector_app.logic import values
from inspector_app.logic.faults import ExpressionFault
from inspector_app.logic.pattern import Pattern, PatternFault, compile_pattern
from inspector_app.logic.values import ARITHMETIC, NAN, Value

Arguments = Sequence[Value]
Function = Callable[[Arguments], Value]
CHINA_AHEAD = timedelta(hours=8)  # of UTC, for decimal-date-time
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOST_DECIMALS = 30


def pattern_of(text: str) -> Pattern:
    """Read a regular expression. Raises ExpressionFault: pattern."""
    try:
        return compile_pattern(text)
    except PatternFault as fault:
        raise ExpressionFault("pattern", text[:60]) from fault


# Choices ----------------------------------------------------------------------------------------------------


def _selected(given: Arguments) -> Value:
    return values.text(given[1]).strip() in values.text(given[0]).split()


def _selected_at(given: Arguments) -> Value:
    names = values.text(given[0]).split()
    n = _whole(given[1], -1)
    return names[n] if 0 <= n < len(names) else ""


def _count_selected(given: Arguments) -> Value:
    return Decimal(len(values.text(given[0]).split()))


# Texts ------------------------------------------------------------------------------------------------------


def _concat(given: Arguments) -> Value:
    return "".join(values.flat(given))[: values.MOST_TEXT]


def _join(given: Arguments) -> Value:
    return values.text(given[0]).join(values.flat(given[1:]))[: values.MOST_TEXT]


def _substr(given: Arguments) -> Value:
    text = values.text(given[0])
    length = len(text)
    start = _whole(given[1], length)
    end = _whole(given[2], 0) if len(given) > 2 else length
    start, end = (n + length if n < 0 else n for n in (start, end))
    return text[max(0, start) : max(0, end)]


def _substring(given: Arguments) -> Value:
    """As in XPath 1.0: characters count from 1, ends are rounded."""
    text = values.text(given[0])
    start = _round_half_up(values.number(given[1]))
    length = _round_half_up(values.number(given[2])) if len(given) > 2 else Decimal("Infinity")
    end = ARITHMETIC.add(start, length)
    if start.is_nan() or end.is_nan():
        return ""
    return "".join(c for n, c in enumerate(text, start=1) if start <= n < end)


def _before(given: Arguments) -> Value:
    text, mark = values.text(given[0]), values.text(given[1])
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(given: Arguments) -> Value:
    text, mark = values.text(given[0]), values.text(given[1])
    return (text.partition(mark)[2] if mark else text) if mark in text else ""


def _translate(given: Arguments) -> Value:
    text, before, after = (values.text(part) for part in given)
    table: dict[int, str | None] = {}
    for n, character in enumerate(before):
        table.setdefault(ord(character), after[n] if n < len(after) else None)
    return text.translate(table)


def _regex(given: Arguments) -> Value:
    try:
        return pattern_of(values.text(given[1])).matches(values.text(given[0]))
    except ExpressionFault:
        return False


# Numbers ----------------------------------------------------------------------------------------------------


def _whole(value: Value, otherwise: int) -> int:
    """Give a whole number for an index; huge ones are as good as none."""
    number = values.number(value)
    return int(number) if number.is_finite() and abs(number) < 10_000_000 else otherwise


def _int(given: Arguments) -> Value:
    number = values.number(given[0])
    return Decimal(int(number)) if number.is_finite() else number


def _round_half_up(number: Decimal) -> Decimal:
    return number if not number.is_finite() else number.to_integral_value(_half(number))


def _half(number: Decimal) -> str:
    """Give the rounding of XPath: a half goes up, -1.5 to -1."""
    return ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP


def _round(given: Arguments) -> Value:
    number = values.number(given[0])
    places = _whole(given[1], MOST_DECIMALS + 1) if len(given) > 1 else 0
    if not number.is_finite():
        return number
    if abs(places) > MOST_DECIMALS:
        return NAN
    step = Decimal(1).scaleb(places)
    scaled = ARITHMETIC.multiply(number, step)
    return ARITHMETIC.divide(scaled.to_integral_value(_half(number)), step)


def _floor(given: Arguments) -> Value:
    number = values.number(given[0])
    return number if not number.is_finite() else number.to_integral_value(ROUND_FLOOR)


def _ceiling(given: Arguments) -> Value:
    number = values.number(given[0])
    return number if not number.is_finite() else -((-number).to_integral_value(ROUND_FLOOR))


def _pow(given: Arguments) -> Value:
    return ARITHMETIC.power(values.number(given[0]), values.number(given[1]))


def _by_float(function: Callable[..., float]) -> Function:
    """Give a function of mathematics; what it does not know is NaN."""

    def run(given: Arguments) -> Value:
        try:
            return ARITHMETIC.create_decimal(repr(function(*(float(values.number(part)) for part in given))))
        except (ValueError, OverflowError, ZeroDivisionError):
            return NAN

    return run


def _numbers(given: Arguments) -> list[Decimal]:
    found = (
        values.number(part) for part in (values.flat(given) if any(isinstance(g, tuple) for g in given) else given)
    )
    return [number for number in found if not number.is_nan()]


def _sum(given: Arguments) -> Value:
    total = Decimal(0)
    for number in _numbers(given):
        total = ARITHMETIC.add(total, number)
    return total


def _checklist(given: Arguments) -> Value:
    count = Decimal(sum(values.boolean(part) for part in _several(given[2:])))
    least, most = values.number(given[0]), values.number(given[1])
    return (least < 0 or count >= least) and (most < 0 or count <= most) if _are_numbers(least, most) else False


def _weighted_checklist(given: Arguments) -> Value:
    least, most = values.number(given[0]), values.number(given[1])
    flags, weights = given[2::2], given[3::2]
    total = Decimal(0)
    for flag, weight in zip(flags, weights, strict=False):
        number = values.number(weight)
        if values.boolean(flag) and not number.is_nan():
            total = ARITHMETIC.add(total, number)
    return least <= total <= most if _are_numbers(least, most) else False


def _several(given: Arguments) -> list[Value]:
    return [part for value in given for part in (value if isinstance(value, tuple) else (value,))]


def _are_numbers(*numbers: Decimal) -> bool:
    return not any(number.is_nan() for number in numbers)


# Dates ------------------------------------------------------------------------------------------------------


def _date(given: Arguments) -> Value:
    at = values.moment(given[0])
    return "" if at is None else values.day_text(at)


def _date_time(given: Arguments) -> Value:
    at = values.moment(given[0])
    return "" if at is None else values.instant_text(at)


def _decimal_date_time(given: Arguments) -> Value:
    at = values.moment(given[0]) if not isinstance(given[0], Decimal) else None
    if at is None:
        return values.number(given[0])
    try:
        return values.days(at - CHINA_AHEAD)
    except OverflowError:
        return NAN


def _decimal_time(given: Arguments) -> Value:
    text = values.text(given[0])
    number = values.number(text)
    return ARITHMETIC.subtract(number, number.to_integral_value(ROUND_FLOOR)) if number.is_finite() else NAN


def _format_date(given: Arguments) -> Value:
    at = values.moment(given[0])
    if at is None:
        clock = values.clock_of(values.text(given[0]))
        at = datetime.combine(date.min, clock) if clock else None
    return "" if at is None else _written(at, values.text(given[1]))


def _written(at: datetime, form: str) -> str:
    parts = {
        "Y": f"{at.year:04d}", "y": f"{at.year % 100:02d}", "m": f"{at.month:02d}", "n": str(at.month),
        "b": MONTHS[at.month - 1], "d": f"{at.day:02d}", "e": str(at.day), "a": DAYS[at.weekday()],
        "H": f"{at.hour:02d}", "h": str(at.hour), "M": f"{at.minute:02d}", "S": f"{at.second:02d}", "3": "000",
        "%": "%",
    }  # fmt: skip
    written, is_code = [], False
    for character in form[:200]:
        if is_code:
            written.append(parts.get(character, f"%{character}"))
        elif character != "%":
            written.append(character)
        is_code = not is_code and character == "%"
    return "".join(written)


def _text(function: Callable[[str], Value]) -> Function:
    return lambda given: function(values.text(given[0]))


def _texts(function: Callable[[str, str], Value]) -> Function:
    return lambda given: function(values.text(given[0]), values.text(given[1]))


_TABLE: Mapping[str, tuple[int, int | None, Function]] = {
    "selected": (2, 2, _selected),
    "is-selected": (2, 2, _selected),
    "selected-at": (2, 2, _selected_at),
    "count-selected": (1, 1, _count_selected),
    "string": (1, 1, _text(lambda text: text)),
    "concat": (1, None, _concat),
    "join": (1, None, _join),
    "substr": (2, 3, _substr),
    "substring": (2, 3, _substring),
    "substring-before": (2, 2, _before),
    "substring-after": (2, 2, _after),
    "string-length": (1, 1, _text(lambda text: Decimal(len(text)))),
    "normalize-space": (1, 1, _text(lambda text: " ".join(text.split()))),
    "translate": (3, 3, _translate),
    "contains": (2, 2, _texts(lambda text, part: part in text)),
    "starts-with": (2, 2, _texts(lambda text, part: text.startswith(part))),
    "ends-with": (2, 2, _texts(lambda text, part: text.endswith(part))),
    "upper-case": (1, 1, _text(lambda text: text.upper()[: values.MOST_TEXT])),
    "lower-case": (1, 1, _text(lambda text: text.lower()[: values.MOST_TEXT])),
    "regex": (2, 2, _regex),
    "boolean": (1, 1, lambda given: values.boolean(given[0])),
    "boolean-from-string": (1, 1, _text(lambda text: text.lower() == "true" or text == "1")),
    "not": (1, 1, lambda given: not values.boolean(given[0])),
    "true": (0, 0, lambda given: True),
    "false": (0, 0, lambda given: False),
    "checklist": (2, None, _checklist),
    "weighted-checklist": (2, None, _weighted_checklist),
    "number": (1, 1, lambda given: values.number(given[0])),
    "int": (1, 1, _int),
    "round": (1, 2, _round),
    "floor": (1, 1, _floor),
    "ceiling": (1, 1, _ceiling),
    "abs": (1, 1, lambda given: ARITHMETIC.abs(values.number(given[0]))),
    "pow": (2, 2, _pow),
    "sqrt": (1, 1, lambda given: ARITHMETIC.sqrt(values.number(given[0]))),
    "exp": (1, 1, lambda given: ARITHMETIC.exp(values.number(given[0]))),
    "exp10": (1, 1, lambda given: ARITHMETIC.power(Decimal(10), values.number(given[0]))),
    "log": (1, 1, lambda given: ARITHMETIC.ln(values.number(given[0]))),
    "log10": (1, 1, lambda given: ARITHMETIC.log10(values.number(given[0]))),
    "pi": (0, 0, lambda given: ARITHMETIC.create_decimal(repr(math.pi))),
    "sin": (1, 1, _by_float(math.sin)),
    "cos": (1, 1, _by_float(math.cos)),
    "tan": (1, 1, _by_float(math.tan)),
    "asin": (1, 1, _by_float(math.asin)),
    "acos": (1, 1, _by_float(math.acos)),
    "atan": (1, 1, _by_float(math.atan)),
    "atan2": (2, 2, _by_float(math.atan2)),
    "count": (1, 1, lambda given: Decimal(len(values.nodes(given[0])))),
    "count-non-empty": (1, 1, lambda given: Decimal(sum(bool(node) for node in values.nodes(given[0])))),
    "sum": (1, None, _sum),
    "min": (1, None, lambda given: min(_numbers(given), default=NAN)),
    "max": (1, None, lambda given: max(_numbers(given), default=NAN)),
    "date": (1, 1, _date),
    "date-time": (1, 1, _date_time),
    "decimal-date-time": (1, 1, _decimal_date_time),
    "decimal-time": (1, 1, _decimal_time),
    "format-date": (2, 2, _format_date),
    "format-date-time": (2, 2, _format_date),
}

FUNCTIONS: Mapping[str, Function] = {name: function for name, (_, _, function) in _TABLE.items()}
ARITIES: Mapping[str, tuple[int, int | None]] = {name: (least, most) for name, (least, most, _) in _TABLE.items()}
