# SPDX-License-Identifier: MulanPSL-2.0
"""Which enterprise checks itself how often, and when its report is late (`self_reports.toml`, handbook 4.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import RiskGrade, SponsorGrade
from inspector_app.domain.enterprise_records import SelfReportKind
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.law.records import Record, read_toml

FILE_NAME = "self_reports.toml"
MOST_DAYS = 366
Word = TypeVar("Word", Industry, RiskGrade, SponsorGrade)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportDuty:
    """One duty: every `days` days, none for the calendar quarter; a report is late `grace_days` after its day."""

    kind: SelfReportKind
    days: int | None
    grace_days: int
    sentence: str
    source: str
    mark: FactMark


@dataclass(frozen=True, slots=True, kw_only=True)
class HighRisk:
    """Which enterprises owe the weekly check: one fitting word is enough."""

    sectors: tuple[Industry, ...]
    risk_grades: tuple[RiskGrade, ...]
    grades: tuple[SponsorGrade, ...]
    mark: FactMark


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportLaw:
    """The duties by kind; every kind has one."""

    duties: Mapping[SelfReportKind, SelfReportDuty]
    high_risk: HighRisk


def load_self_reports(folders: Sequence[Path]) -> SelfReportLaw:
    """Read the file of the last folder that has one; refuses with all its faults."""
    path = next((f / FILE_NAME for f in reversed(folders) if (f / FILE_NAME).is_file()), folders[0] / FILE_NAME)
    problems: list[Problem] = []
    values = read_toml(path, problems)
    if problems:
        raise Refused(problems)
    top = Record(values, FILE_NAME, problems)
    top.number("format", 1, 1, required=True)
    duties = {duty.kind: duty for entry in top.records("duty", "kind") if (duty := _duty(entry)) is not None}
    for kind in SelfReportKind:
        if kind not in duties and not problems:
            top.not_allowed("duty", ", ".join(duties), kind.value)
    risk = _high_risk(top)
    top.close()
    if problems or risk is None:
        raise Refused(problems)
    return SelfReportLaw(duties=duties, high_risk=risk)


def _duty(entry: Record) -> SelfReportDuty | None:
    kind, mark = entry.word("kind", SelfReportKind), entry.word("mark", FactMark)
    days = entry.number("days", 1, MOST_DAYS, required=kind is not SelfReportKind.QUARTERLY)
    grace = entry.number("grace_days", 0, MOST_DAYS, required=True)
    sentence, source = entry.text("sentence"), entry.text("source")
    entry.close()
    if kind is None or mark is None or grace is None:
        return None
    return SelfReportDuty(kind=kind, days=days, grace_days=grace, sentence=sentence, source=source, mark=mark)


def _high_risk(top: Record) -> HighRisk | None:
    entry = next(iter(top.records("high_risk", "mark")), None)
    if entry is None:
        top.fault(ProblemCode.VALUE_MISSING, "high_risk")
        return None
    mark = entry.word("mark", FactMark)
    found = HighRisk(
        sectors=_words(entry, "sectors", Industry), risk_grades=_words(entry, "risk_grades", RiskGrade),
        grades=_words(entry, "grades", SponsorGrade), mark=mark or FactMark.P,
    )  # fmt: skip
    entry.close()
    return found


def _words(entry: Record, name: str, kind: type[Word]) -> tuple[Word, ...]:
    known = {member.value: member for member in kind}
    texts = entry.texts(name)
    for text in texts:
        if text not in known:
            entry.not_allowed(name, text, ", ".join(known))
    return tuple(known[text] for text in texts if text in known)
