# SPDX-License-Identifier: MulanPSL-2.0
"""How the records beside an entry read in a list, and which of them want attention (expired, soon to, in force)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.enterprise_records import (
    CreditListing,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    SelfReport,
    Triage,
)
from inspector_app.ledgers.enterprise_records import EnterpriseRecords
from inspector_app.ui.widgets.chip import SIGN
from inspector_app.ui.widgets.dates import days_left
from inspector_app.ui.widgets.enterprise_record_inputs import title_of
from inspector_app.ui.widgets.row_list import Row
from inspector_app.wording import tr, word

SOON = 60  # days before an end that is told: a proposal of ours, no law names one
ORDER = (
    RecordKind.LICENCE, RecordKind.MAJOR_HAZARD, RecordKind.INSURANCE, RecordKind.LISTING, RecordKind.SELF_REPORT,
    RecordKind.TRIAGE,
)  # fmt: skip

Record = Licence | MajorHazard | Insurance | CreditListing | SelfReport | Triage


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to see at once: words and a colour role."""

    words: str
    tone: str


def of_kind(records: EnterpriseRecords, kind: RecordKind) -> tuple[Record, ...]:
    """Give the records of a kind."""
    found: Mapping[RecordKind, tuple[Record, ...]] = {
        RecordKind.LICENCE: records.licences,
        RecordKind.MAJOR_HAZARD: records.major_hazards,
        RecordKind.INSURANCE: records.insurances,
        RecordKind.LISTING: records.listings,
        RecordKind.SELF_REPORT: records.self_reports,
        RecordKind.TRIAGE: records.triages,
    }
    return found[kind]


def rows_of(records: Sequence[Record], today: date) -> list[Row]:
    """Give the rows of the records of one kind."""
    renewed = _renewed(records)
    return [_row(one, today, is_renewed=one.id in renewed) for one in records]


def warning_of(records: Sequence[Record], today: date) -> Notice | None:
    """Say the gravest thing about the records of one kind; nothing when all is well."""
    renewed = _renewed(records)
    states = [_state(one, today, is_renewed=one.id in renewed) for one in records]
    for tone in ("bad", "warn"):
        told = [words for words, role in states if role == tone]
        if told:
            return Notice(told[0] if len(told) == 1 else tr("{count} to see to", count=len(told)), tone)
    return None


def kind_row(kind: RecordKind, records: Sequence[Record], today: date) -> Row:
    """Give the row of a kind: how many there are, and what wants attention."""
    warning = warning_of(records, today)
    return Row(
        id=kind.value,
        title=title_of(kind),
        side=str(len(records)) if records else "",
        icon=SIGN[warning.tone if warning else "ok" if records else "muted"],
        icon_role=warning.tone if warning else "muted",
        tip=tr("{kind}: {state}", kind=title_of(kind), state=warning.words) if warning else "",
    )


def _renewed(records: Sequence[Record]) -> frozenset[str]:
    """Name licences and policies of which a later one of the same kind is there: their end matters no more."""
    last: dict[str, date] = {}
    for one in records:
        end = _end(one)
        if end is not None:
            last[_group(one)] = max(end, last.get(_group(one), end))
    return frozenset(one.id for one in records if (end := _end(one)) is not None and end < last[_group(one)])


def _end(one: Record) -> date | None:
    if isinstance(one, Licence):
        return one.expires_on
    return one.ends_on if isinstance(one, Insurance) else None


def _group(one: Record) -> str:
    return one.kind if isinstance(one, Licence) else ""


def _state(one: Record, today: date, *, is_renewed: bool) -> tuple[str, str]:
    """Give what a record's chip says, with its role."""
    match one:
        case Licence() | Insurance():
            return (tr("Renewed"), "muted") if is_renewed else _term(_end(one), today)
        case MajorHazard():
            return (word(one.level), "warn" if one.level.value in "12" else "muted") if one.level else ("", "muted")
        case CreditListing():
            words = word(one.kind)
            return (words, "bad") if one.is_in_force(today) else (tr("No longer in force"), "muted")
        case Triage():
            if one.done_on is not None:
                return tr("Done"), "ok"
            if one.deadline is None:
                return tr("Not done yet"), "warn"
            return days_left(one.deadline, today), "bad" if one.deadline < today else "warn"
        case SelfReport():
            left = one.found - one.rectified
            return (tr("{count} not rectified", count=left), "warn") if left > 0 else (tr("All rectified"), "ok")


def _term(end: date | None, today: date) -> tuple[str, str]:
    if end is None:
        return "", "muted"
    if end < today:
        return tr("Ran out {count} days ago", count=(today - end).days), "bad"
    if (end - today).days <= SOON:
        return tr("Runs out in {count} days", count=(end - today).days), "warn"
    return tr("Still valid"), "ok"


def _row(one: Record, today: date, *, is_renewed: bool) -> Row:
    chip, role = _state(one, today, is_renewed=is_renewed)
    title, parts, side = _words(one)
    detail = " · ".join(part for part in parts if part) or "—"
    return Row(id=one.id, title=title, detail=detail, side=side, chip=chip, chip_role=role)


def _words(one: Record) -> tuple[str, tuple[str, ...], str]:
    """Give a record's title, the parts of its second line, and the day at its right."""
    match one:
        case Licence():
            return one.kind, (one.number, one.scope, one.issuer, one.note), _until(one.expires_on)
        case MajorHazard():
            return one.name, (one.substances, one.place, one.person, one.filing_no, one.note), ""
        case Insurance():
            insured = tr("{count} persons", count=one.insured) if one.insured is not None else ""
            amount = tr("{sum} yuan", sum=f"{one.amount:,}") if one.amount is not None else ""
            return one.insurer, (one.policy_no, insured, amount, one.note), _until(one.ends_on)
        case CreditListing():
            span = f"{_day(one.listed_on)} – {_day(one.delisted_on or one.ends_on)}"
            return word(one.kind), (span, one.organ, one.basis, one.delist_reason, one.note), ""
        case Triage():
            parts = (_day(one.assessed_on), one.conclusion, one.measures, one.person, one.result)
            return word(one.triage), parts, _until(one.deadline)
        case SelfReport():
            title = f"{one.period_from.isoformat()} – {one.period_to.isoformat()}"
            counts = tr("{found} found, {rectified} rectified", found=one.found, rectified=one.rectified)
            told = tr("reported on {day}", day=one.reported_on.isoformat())
            return title, (word(one.kind), counts, told, one.checked_by, one.source_name), ""


def _until(day: date | None) -> str:
    return tr("until {day}", day=day.isoformat()) if day is not None else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else "—"
