# SPDX-License-Identifier: MulanPSL-2.0
"""Which values the form of each kind of record asks for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.enterprise_records import (
    CreditListing,
    CreditListKind,
    HazardLevel,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    SelfReport,
    SelfReportKind,
    Triage,
    TriageClass,
)
from inspector_app.ui.widgets.enterprise_inputs import Input, InputKind
from inspector_app.wording import tr, word

TYPES: Mapping[RecordKind, type] = {
    RecordKind.LICENCE: Licence, RecordKind.MAJOR_HAZARD: MajorHazard, RecordKind.INSURANCE: Insurance,
    RecordKind.LISTING: CreditListing, RecordKind.TRIAGE: Triage, RecordKind.SELF_REPORT: SelfReport,
}  # fmt: skip


def inputs_of(kind: RecordKind) -> tuple[Input, ...]:
    """Give the fields of a kind, in reading order."""
    return _MAKERS[kind]()


def title_of(kind: RecordKind) -> str:
    """Name a kind as the head of its list."""
    return {
        RecordKind.LICENCE: tr("Licences"),
        RecordKind.MAJOR_HAZARD: tr("Major hazard sources"),
        RecordKind.INSURANCE: tr("Liability insurances"),
        RecordKind.LISTING: tr("Credit lists"),
        RecordKind.SELF_REPORT: tr("Self-reports"),
        RecordKind.TRIAGE: tr("Triage"),
    }[kind]


def _day(name: str, title: str, *, needed: bool = False) -> Input:
    return Input(name=name, title=title, kind=InputKind.DAY, needed=needed)


def _choice(name: str, title: str, of: type[StrEnum], none_word: str = "") -> Input:
    words = {value: word(value) for value in of}
    return Input(
        name=name, title=title, kind=InputKind.CHOICE, choices=tuple(of), words=words, none_word=none_word,
        needed=not none_word,
    )  # fmt: skip


def _note() -> Input:
    return Input(name="note", title=tr("Note"), wide=True)


def _licence() -> tuple[Input, ...]:
    return (
        Input(name="kind", title=tr("Name of the licence"), needed=True),
        Input(name="number", title=tr("Number of the licence")),
        Input(name="scope", title=tr("Scope"), wide=True),
        Input(name="issuer", title=tr("Issued by")),
        _day("issued_on", tr("Licensed on")),
        _day("expires_on", tr("Valid until the end of")),
        _note(),
    )


def _major_hazard() -> tuple[Input, ...]:
    return (
        Input(name="name", title=tr("Name of the hazard source"), needed=True),
        _choice("level", tr("Level"), HazardLevel, tr("Not graded")),
        Input(name="substances", title=tr("Substances"), wide=True),
        Input(name="place", title=tr("Where it stands")),
        Input(name="person", title=tr("Person responsible")),
        Input(name="filing_no", title=tr("Filing number")),
        _day("filed_on", tr("Filed on")),
        _note(),
    )


def _insurance() -> tuple[Input, ...]:
    return (
        Input(name="insurer", title=tr("Insurer"), needed=True),
        Input(name="policy_no", title=tr("Policy number")),
        _day("starts_on", tr("First day")),
        _day("ends_on", tr("Last day")),
        Input(name="insured", title=tr("Persons insured"), kind=InputKind.NUMBER),
        Input(name="amount", title=tr("Sum insured in yuan"), kind=InputKind.NUMBER),
        _note(),
    )


def _listing() -> tuple[Input, ...]:
    return (
        _choice("kind", tr("Credit list"), CreditListKind),
        Input(name="organ", title=tr("Organ that decided")),
        Input(name="basis", title=tr("Ground of the listing"), wide=True),
        _day("listed_on", tr("Listed on"), needed=True),
        _day("ends_on", tr("Last day")),
        _day("delisted_on", tr("Taken off on")),
        Input(name="delist_reason", title=tr("Reason of taking off")),
        _note(),
    )


def _self_report() -> tuple[Input, ...]:
    return (
        _choice("kind", tr("Duty of the report"), SelfReportKind),
        _day("reported_on", tr("Reported on"), needed=True),
        _day("period_from", tr("Period from"), needed=True),
        _day("period_to", tr("Period to"), needed=True),
        Input(name="found", title=tr("Hazards found"), kind=InputKind.NUMBER, needed=True),
        Input(name="rectified", title=tr("Hazards rectified"), kind=InputKind.NUMBER, needed=True),
        Input(name="checked_by", title=tr("Checked by the unit")),
        _note(),
    )


def _triage() -> tuple[Input, ...]:
    return (
        _choice("triage", tr("Triage class"), TriageClass),
        _day("assessed_on", tr("Assessed on"), needed=True),
        Input(name="conclusion", title=tr("Conclusion of the assessment"), kind=InputKind.LONG, needed=True),
        Input(name="assessor", title=tr("Assessor")),
        Input(name="person", title=tr("Person responsible")),
        Input(name="measures", title=tr("Measures of the unit"), kind=InputKind.LONG),
        _day("deadline", tr("Deadline")),
        _day("done_on", tr("Done on")),
        Input(name="result", title=tr("How it ended"), wide=True),
    )


_MAKERS = {
    RecordKind.LICENCE: _licence, RecordKind.MAJOR_HAZARD: _major_hazard, RecordKind.INSURANCE: _insurance,
    RecordKind.LISTING: _listing, RecordKind.SELF_REPORT: _self_report, RecordKind.TRIAGE: _triage,
}  # fmt: skip
