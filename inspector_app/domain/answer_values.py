# SPDX-License-Identifier: MulanPSL-2.0
"""The values of answers: canonical text of each kind, what it says of compliance, and how it is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal

from inspector_app.domain import texts
from inspector_app.domain.answering import AnswerKind, AnswerSpec, Choice
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.working import working_in, working_out

MOST_DIGITS = 30
MOST_JSON = 200_000  # characters of a calculation
POSITION_PLACES = Decimal("0.0000001")  # degrees: about a centimetre
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?")
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2})[:时点](\d{1,2})分?(?::\d{1,2}(?:\.\d+)?)?|(\d{1,2})[时点]")
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
_SEPARATORS = re.compile(r"[\s,;、，；]+")
_MARK_JOINING = "、"


def canonical_value(item: ChecklistItem, text: str) -> str:
    """Give a typed value as it is kept; "" stays "". docs/expressions.md has the form of each kind.

    Full-width digits, Chinese dates, the item's unit behind a number and the texts of choices are understood.
    Raises Refused with ANSWER_WRONG, ANSWER_OUT_OF_RANGE, ANSWER_NOT_A_CHOICE, ANSWER_NOT_ASKED or what
    `texts.problems_of` finds.
    """
    kind = item.answer.kind
    if kind not in _READERS:
        raise Refused([Problem(code=ProblemCode.ANSWER_NOT_ASKED, where=item.code, fields={"item": item.code})])
    limit = MOST_JSON if kind is AnswerKind.WORKING else texts.LONG_LIMIT
    kept = texts.cleaned(text)
    refuse(texts.problems_of(kept, "value", where=item.code, limit=limit))
    return _READERS[kind](item, kept) if kept else ""


def wrong(item: ChecklistItem, found: str, expected: str) -> Refused:
    """Make the refusal of a value; `expected` is a word of `wording.values`."""
    fields = {"item": item.code, "found": found[:80], "expected": expected}
    return Refused([Problem(code=ProblemCode.ANSWER_WRONG, where=item.code, fields=fields)])


# Reading ----------------------------------------------------------------------------------------------------


def decimal_of(text: str, unit: str = "") -> Decimal | None:
    """Read a number as people type it: full-width digits, a comma between thousands, the unit behind it.

    >>> decimal_of("１，２００．50 MPa", "MPa")
    Decimal('1200.50')
    """
    typed = unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").strip()
    suffix = unicodedata.normalize("NFKC", unit).strip()
    if suffix and typed.endswith(suffix):
        typed = typed[: -len(suffix)].rstrip()
    found = _NUMBER.fullmatch(typed) if typed.isascii() else None
    if found is None or not (found[2] or found[3]) or len(typed) > MOST_DIGITS:
        return None
    sign, whole, part = found.groups()
    return Decimal(f"{sign}{(whole or '0').replace(',', '')}.{part or '0'}")


def plain_number(number: Decimal) -> str:
    """Give a number as it is kept: no exponent, no zeros at the end, no minus before zero."""
    written = format(number, "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in ("-0", "") else written


def _number(item: ChecklistItem, text: str) -> str:
    spec = item.answer
    number = decimal_of(text, spec.unit)
    if number is None or (spec.kind is AnswerKind.WHOLE and number != number.to_integral_value()):
        raise wrong(item, text, "whole number" if spec.kind is AnswerKind.WHOLE else "number")
    least, most = bounds(item)
    if (least is not None and number < least) or (most is not None and number > most):
        fields = {"item": item.code, "found": plain_number(number), "least": _bound(least), "most": _bound(most)}
        raise Refused([Problem(code=ProblemCode.ANSWER_OUT_OF_RANGE, where=item.code, fields=fields)])
    if spec.step and (number - (least or 0)) % spec.step:
        raise wrong(item, text, "step")
    return plain_number(number)


def bounds(item: ChecklistItem) -> tuple[Decimal | None, Decimal | None]:
    """Give the least and the most that may be answered; points taken off lie between 0 and the item's points."""
    spec = item.answer
    if spec.kind is AnswerKind.DEDUCTION:
        points = Decimal(item.points) if item.points is not None else spec.most
        return spec.least if spec.least is not None else Decimal(0), points
    return spec.least, spec.most


def _bound(bound: Decimal | None) -> str:
    return "…" if bound is None else plain_number(bound)


def _text(item: ChecklistItem, text: str) -> str:
    return text


def _code(item: ChecklistItem, text: str) -> str:
    line = " ".join(text.split())
    if len(line) > texts.NAME_LIMIT:
        raise wrong(item, text, "one line")
    return line


def _date(item: ChecklistItem, text: str) -> str:
    found = _day_of(text)
    if found is None:
        raise wrong(item, text, "date")
    return found.isoformat()


def _day_of(text: str) -> date | None:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(item: ChecklistItem, text: str) -> str:
    found = _clock_of(text)
    if found is None:
        raise wrong(item, text, "time")
    return f"{found.hour:02d}:{found.minute:02d}"


def _clock_of(text: str) -> time | None:
    found = _TIME.fullmatch(_OFFSET.sub("", unicodedata.normalize("NFKC", text).strip()))
    if found is None:
        return None
    try:
        return time(int(found[1] or found[3]), int(found[2] or 0))
    except ValueError:
        return None


def _instant(item: ChecklistItem, text: str) -> str:
    typed = unicodedata.normalize("NFKC", text).strip()
    parts = re.fullmatch(r"(.*?[\d日])\s*(?:[T\s]|(?<=日))\s*(\d{1,2}[:时点].*)", typed, re.DOTALL)
    day, clock = (_day_of(parts[1]), _clock_of(parts[2])) if parts else (_day_of(typed), time(0, 0))
    if day is None or clock is None:
        raise wrong(item, text, "date and time")
    return f"{day.isoformat()}T{clock.hour:02d}:{clock.minute:02d}"


def _choice(item: ChecklistItem, text: str) -> str:
    return _named(item, text).name


def _named(item: ChecklistItem, text: str) -> Choice:
    choices = item.answer.choices
    found = next((choice for choice in choices if choice.name == text), None)
    if found is None:
        alike = [c for c in choices if text in (c.text.strip(), *c.translations.values())]
        found = alike[0] if len(alike) == 1 else None
    if found is None:
        fields = {"item": item.code, "found": text[:80]}
        raise Refused([Problem(code=ProblemCode.ANSWER_NOT_A_CHOICE, where=item.code, fields=fields)])
    return found


def _choices(item: ChecklistItem, text: str) -> str:
    """Give the names in the order of the choices, each once."""
    try:
        return _named(item, text).name
    except Refused:
        chosen = {_named(item, part).name for part in _SEPARATORS.split(text) if part}
    return " ".join(choice.name for choice in item.answer.choices if choice.name in chosen)


def _position(item: ChecklistItem, text: str) -> str:
    """Give latitude and longitude in degrees; height and accuracy, which ODK writes behind them, are left out."""
    parts = [decimal_of(part) for part in _SEPARATORS.split(text) if part]
    if not 2 <= len(parts) <= 4 or parts[0] is None or parts[1] is None:
        raise wrong(item, text, "position")
    latitude, longitude = parts[0], parts[1]
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise wrong(item, text, "position")
    return " ".join(plain_number(degrees.quantize(POSITION_PLACES)) for degrees in (latitude, longitude))


def _working(item: ChecklistItem, text: str) -> str:
    working = working_in(text)
    if item.answer.calculator and working.calculator != item.answer.calculator:
        raise wrong(item, working.calculator, "calculation")
    return working_out(working)


_READERS: Mapping[AnswerKind, Callable[[ChecklistItem, str], str]] = {
    AnswerKind.TEXT: _text,
    AnswerKind.CODE: _code,
    AnswerKind.WHOLE: _number,
    AnswerKind.NUMBER: _number,
    AnswerKind.DEDUCTION: _number,
    AnswerKind.DATE: _date,
    AnswerKind.TIME: _time,
    AnswerKind.INSTANT: _instant,
    AnswerKind.CHOICE: _choice,
    AnswerKind.CHOICES: _choices,
    AnswerKind.POSITION: _position,
    AnswerKind.WORKING: _working,
}


# Judging and showing ----------------------------------------------------------------------------------------


def judge(item: ChecklistItem, value: str) -> AnswerResult:
    """Say what a canonical value means: 不符合 outside the limits, by a failing choice, by points taken off,
    by a failing calculation; 符合 where it could have failed; else RECORDED. "" is NOT_CHECKED.
    """
    spec = item.answer
    if not value:
        return AnswerResult.NOT_CHECKED
    if spec.kind is AnswerKind.WORKING:
        working = working_in(value)
        if working.is_draft:
            return AnswerResult.NOT_CHECKED
        return AnswerResult.RECORDED if working.fails is None else _passed(not working.fails)
    if spec.kind is AnswerKind.DEDUCTION:
        return _passed(not Decimal(value) > 0)
    if not spec.can_fail:
        return AnswerResult.RECORDED
    if spec.kind.is_number:
        return _passed(_within(spec, Decimal(value)))
    failing = {choice.name for choice in spec.choices if choice.fails}
    names = value.split() if spec.kind is AnswerKind.CHOICES else [value]
    return _passed(failing.isdisjoint(names)) if failing else AnswerResult.RECORDED


def _passed(is_compliant: bool) -> AnswerResult:
    return AnswerResult.COMPLIANT if is_compliant else AnswerResult.NONCOMPLIANT


def _within(spec: AnswerSpec, number: Decimal) -> bool:
    is_enough = spec.limit_least is None or number >= spec.limit_least
    return is_enough and (spec.limit_most is None or number <= spec.limit_most)


def shown_value(item: ChecklistItem, value: str, language: str = "") -> str:
    """Give a canonical value as people read it: texts of choices, number with unit; kept as `Answer.label`."""
    spec = item.answer
    if not value:
        return ""
    if spec.kind in (AnswerKind.CHOICE, AnswerKind.CHOICES):
        names = value.split() if spec.kind is AnswerKind.CHOICES else [value]
        known = {choice.name: choice.translations.get(language, choice.text) for choice in spec.choices}
        return _MARK_JOINING.join(known.get(name, name) for name in names)
    if spec.kind is AnswerKind.WORKING:
        return working_in(value).result
    if spec.kind is AnswerKind.INSTANT:
        return value.replace("T", " ")
    if spec.unit and (spec.kind.is_number or spec.kind is AnswerKind.COMPUTED):
        return f"{value} {spec.unit}" if spec.unit[0].isascii() and spec.unit[0].isalpha() else f"{value}{spec.unit}"
    return value
