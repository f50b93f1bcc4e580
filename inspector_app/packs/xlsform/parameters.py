# SPDX-License-Identifier: MulanPSL-2.0
"""The column `parameters`: `key=value` pairs, and the bounds of a range."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from inspector_app.packs.fields import MAX_NUMBER
from inspector_app.packs.xlsform.faults import Fault, Faults, Place
from inspector_app.packs.xlsform.outline import Question

_PAIR = re.compile(r"[\s,;]*([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})", re.ASCII)
_FILE = ("label", "randomize", "seed", "value")
_SELECT = ("randomize", "seed")
ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "text": ("rows",),
    "image": ("app", "max-pixels"),
    "audio": ("quality",),
    "background-audio": ("quality",),
    "geopoint": ("allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"),
    "geotrace": ("allow-mock-accuracy", "incremental", "reference-geometry"),
    "geoshape": ("allow-mock-accuracy", "incremental", "reference-geometry"),
    "range": ("end", "placeholder", "start", "step", "tick_interval", "tick_labelset"),
    "select_one": _SELECT,
    "select_multiple": _SELECT,
    "rank": _SELECT,
    "audit": (
        "identify-user", "location-max-age", "location-min-interval", "location-priority", "track-changes",
        "track-changes-reasons",
    ),
}  # fmt: skip
"""What each type takes; the other types are not looked at."""
_TICKS = ("tick_interval", "placeholder")
RANGE: Mapping[str, str] = {"start": "1", "end": "10", "step": "1"}
"""What XLSForm takes where a range does not say it."""


def pairs(text: str) -> Mapping[str, str] | None:
    """Read `start=0 end=10`; nothing where it is not of that form."""
    found: dict[str, str] = {}
    end = 0
    while match := _PAIR.match(text, end):
        found[match[1].lower()] = match[2]
        end = match.end()
    return None if text[end:].strip(" ,;") else found


def number(text: str) -> Decimal | None:
    """Read a number of plain digits that the program can hold; nothing where it is none."""
    if not _NUMBER.fullmatch(text):
        return None
    found = Decimal(text)
    return found if abs(found) <= MAX_NUMBER else None


def range_numbers(text: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """Give start, end and step of a range; nothing where one is no number."""
    found = {**RANGE, **(pairs(text) or {})}
    start, end, step = (number(found[name]) for name in RANGE)
    return None if start is None or end is None or step is None else (start, end, step)


def check_parameters(question: Question, lists: Collection[str], faults: Faults) -> None:
    """Note keys that the type does not take, and a range that no value lies in."""
    text = question.row.get("parameters")
    place = question.row.place("parameters")
    accepted = _FILE if question.type.from_file else ACCEPTED.get(question.type.word)
    found = pairs(text)
    if found is None:
        faults.add(Fault.PARAMETERS_SHAPE, place)
        return
    if accepted is None:
        return
    if unknown := sorted(set(found) - set(accepted)):
        faults.add(Fault.PARAMETERS_UNKNOWN, place, found=", ".join(unknown), wanted=", ".join(accepted))
    if question.type.word == "range":
        _check_range({**RANGE, **found}, place, lists, faults)


def _check_range(found: Mapping[str, str], place: Place, lists: Collection[str], faults: Faults) -> None:
    start, end, step = (number(found[name]) for name in RANGE)
    for name in (*RANGE, *_TICKS):
        if name in found and number(found[name]) is None:
            faults.add(Fault.RANGE_NUMBER, place, found=f"{name}={found[name]}")
    if found.get("tick_labelset", "") not in ("", *lists):
        faults.add(Fault.RANGE_LABELS, place)
    if start is None or end is None or step is None:
        return
    if step == 0:
        faults.add(Fault.RANGE_ZERO, place, found="step")
    elif step > abs(end - start):
        faults.add(Fault.RANGE_STEP, place, found="step")
    else:
        _check_ticks(found, (start, end, step), place, faults)


def _check_ticks(
    found: Mapping[str, str], bounds: tuple[Decimal, Decimal, Decimal], place: Place, faults: Faults
) -> None:
    start, end, step = bounds
    tick = number(found.get("tick_interval", "")) if "tick_interval" in found else step
    if tick is not None and tick == 0:
        faults.add(Fault.RANGE_ZERO, place, found="tick_interval")
    elif tick is not None and tick > abs(end - start):
        faults.add(Fault.RANGE_STEP, place, found="tick_interval")
    elif tick is not None and tick % step != 0:
        faults.add(Fault.RANGE_MULTIPLE, place, found="tick_interval")
    mark = number(found.get("placeholder", "")) if "placeholder" in found else start
    if mark is not None and not min(start, end) <= mark <= max(start, end):
        faults.add(Fault.RANGE_OUTSIDE, place, found="placeholder")
    elif mark is not None and (mark - start) % step != 0:
        faults.add(Fault.RANGE_MULTIPLE, place, found="placeholder")
