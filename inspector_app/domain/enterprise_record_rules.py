# SPDX-License-Identifier: MulanPSL-2.0
"""What the records beside an enterprise's entry must say: needed words, the order of days, ranges of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from inspector_app.domain import texts
from inspector_app.domain.enterprise_records import (
    CreditListing,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    SelfFinding,
    SelfReport,
    Triage,
    TriageClass,
)
from inspector_app.domain.problems import Problem, ProblemCode

Record = Licence | MajorHazard | Insurance | CreditListing | Triage | SelfReport
R = TypeVar("R", Licence, MajorHazard, Insurance, CreditListing, Triage, SelfReport, SelfFinding)

FIRST_YEAR = 1949
MOST_PERSONS = 1_000_000
MOST_YUAN = 10**13
MOST_FINDINGS = 100_000

KINDS: Mapping[type, RecordKind] = {
    Licence: RecordKind.LICENCE, MajorHazard: RecordKind.MAJOR_HAZARD, Insurance: RecordKind.INSURANCE,
    CreditListing: RecordKind.LISTING, Triage: RecordKind.TRIAGE, SelfReport: RecordKind.SELF_REPORT,
}  # fmt: skip
TEXTS: Mapping[type, tuple[str, ...]] = {
    Licence: ("kind", "number", "scope", "issuer", "note"),
    MajorHazard: ("name", "substances", "place", "person", "filing_no", "note"),
    Insurance: ("insurer", "policy_no", "note"),
    CreditListing: ("basis", "organ", "delist_reason", "note"),
    Triage: ("conclusion", "assessor", "measures", "person", "result"),
    SelfReport: ("checked_by", "note"),
    SelfFinding: ("description", "place", "measure", "person", "note"),
}
LONG = frozenset({
    "note", "scope", "substances", "basis", "delist_reason", "conclusion", "measures", "result", "measure",
    "description",
})  # fmt: skip
DAYS: Mapping[type, tuple[str, ...]] = {
    Licence: ("issued_on", "expires_on"),
    MajorHazard: ("filed_on",),
    Insurance: ("starts_on", "ends_on"),
    CreditListing: ("listed_on", "ends_on", "delisted_on"),
    Triage: ("assessed_on", "deadline", "done_on"),
    SelfReport: ("period_from", "period_to", "reported_on"),
    SelfFinding: ("found_on", "deadline", "rectified_on"),
}
# What cannot lie ahead: it is said to have happened.
PAST = frozenset({
    "issued_on", "filed_on", "listed_on", "delisted_on", "assessed_on", "done_on", "reported_on", "period_from",
    "found_on", "rectified_on",
})  # fmt: skip
# The first day may not lie after the second.
ORDER: Mapping[type, tuple[tuple[str, str], ...]] = {
    Licence: (("issued_on", "expires_on"),),
    MajorHazard: (),
    Insurance: (("starts_on", "ends_on"),),
    CreditListing: (("listed_on", "ends_on"), ("listed_on", "delisted_on")),
    Triage: (("assessed_on", "deadline"), ("assessed_on", "done_on")),
    SelfReport: (("period_from", "period_to"), ("period_from", "reported_on")),
    SelfFinding: (("found_on", "deadline"), ("found_on", "rectified_on")),
}

# By which word people know a field that means something else elsewhere.
FIELD_WORDS: Mapping[type, Mapping[str, str]] = {
    Licence: {"kind": "licence_kind", "number": "licence_number"},
    MajorHazard: {"name": "hazard_name", "place": "hazard_place", "person": "responsible_person"},
    Insurance: {},
    CreditListing: {"kind": "listing_kind"},
    Triage: {"person": "responsible_person", "result": "triage_result"},
    SelfReport: {"kind": "report_kind", "checked_by": "report_checked_by", "found": "found_count"},
    SelfFinding: {"description": "self_description", "place": "self_place", "person": "responsible_person"},
}


def field_of(kind: type, name: str) -> str:
    """Give the word by which people know a field of a kind of record."""
    return FIELD_WORDS[kind].get(name, name)


def cleaned(record: R) -> R:
    """Give a record as it is kept."""
    return texts.with_cleaned(record, TEXTS[type(record)])


def problems_of(record: Record | SelfFinding, today: date) -> Iterator[Problem]:
    """Say what is wrong with a cleaned record."""
    kind = type(record)
    for name in _needed(record):
        if not getattr(record, name):
            yield Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": field_of(kind, name)})
    for name in TEXTS[kind]:
        limit = texts.LONG_LIMIT if name in LONG else texts.NAME_LIMIT
        yield from texts.problems_of(getattr(record, name), field_of(kind, name), where=name, limit=limit)
    for name in DAYS[kind]:
        yield from _day(name, getattr(record, name), today)
    for earlier, later in ORDER[kind]:
        first, second = getattr(record, earlier), getattr(record, later)
        if first is not None and second is not None and second < first:
            yield Problem(code=ProblemCode.TIME_ORDER, where=later, fields={"earlier": earlier, "later": later})
    yield from _numbers(record)


def _needed(record: Record | SelfFinding) -> tuple[str, ...]:
    """Name what must be filled in; a listing needs its day, 限期整改 its deadline."""
    match record:
        case Licence():
            return ("kind",)
        case MajorHazard():
            return ("name",)
        case Insurance():
            return ("insurer",)
        case CreditListing():
            return ("kind", "listed_on", *(("delist_reason",) if record.delisted_on else ()))
        case Triage():
            needed = ("triage", "conclusion", "assessed_on")
            return (*needed, "deadline") if record.triage is TriageClass.RECTIFY else needed
        case SelfReport():
            return ("kind", "period_from", "period_to", "reported_on")
    return ("description",)


def _day(name: str, day: date | None, today: date) -> Iterator[Problem]:
    if day is None:
        return
    if not FIRST_YEAR <= day.year <= today.year + 100:
        yield Problem(code=ProblemCode.DATE_WRONG, where=name, fields={"field": name, "found": day.isoformat()})
    elif name in PAST and day > today:
        yield Problem(code=ProblemCode.TIME_ORDER, where=name, fields={"earlier": name, "later": "now"})


def _numbers(record: Record | SelfFinding) -> Iterator[Problem]:
    if isinstance(record, Insurance):
        yield from _range("insured", record.insured, MOST_PERSONS)
        yield from _range("amount", record.amount, MOST_YUAN)
    if isinstance(record, SelfReport):
        yield from _range("found", record.found, MOST_FINDINGS)
        yield from _range("rectified", record.rectified, min(max(record.found, 0), MOST_FINDINGS))


def _range(name: str, value: int | None, most: int) -> Iterator[Problem]:
    if value is not None and not 0 <= value <= most:
        fields = {
            "field": "found_count" if name == "found" else name,
            "found": str(value)[:40],
            "allowed": f"0 – {most}",
        }
        yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=name, fields=fields)
