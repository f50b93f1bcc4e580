# SPDX-License-Identifier: MulanPSL-2.0
"""What is due, as rows: which of the lists a thing belongs to, what it says, and what Enter does with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.due import DueEntry, DueKind
from inspector_app.domain.problems import Problem, Refused
from inspector_app.ledgers.due import SOON_DAYS, due_list
from inspector_app.operations.due_list import why
from inspector_app.ui.widgets.dates import days_left, short_day, short_time
from inspector_app.ui.widgets.row_list import Row
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

DOCUMENT = "document:"
OVER, REINSPECT, ANSWER, PAPERS = "bad", "reinspect", "answer", "papers"


class DueGroup(StrEnum):
    """The lists of 今日; a thing may stand in several of them."""

    ALL = "all"
    OVERDUE = "overdue"
    REINSPECT = "reinspect"
    SOON = "soon"
    EXTENSION = "extension"
    HELD = "held"
    OTHER = "other"


KINDS: Mapping[DueGroup, frozenset[DueKind]] = {
    DueGroup.REINSPECT: frozenset({DueKind.REINSPECTION}),
    DueGroup.EXTENSION: frozenset({DueKind.EXTENSION}),
    DueGroup.HELD: frozenset({DueKind.SEIZURE, DueKind.PRESERVATION, DueKind.SUSPENSION}),
    DueGroup.OTHER: frozenset(
        {DueKind.SERVICE, DueKind.SUPERVISION, DueKind.RESUMPTION, DueKind.TRANSFER, DueKind.TALK}
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueShown:
    """One thing that is due, with its reasons in sentences."""

    entry: DueEntry
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRead:
    """What is due within some days; `problems` where the law's files are faulty and no day is counted."""

    today: date
    days: int
    shown: tuple[DueShown, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_due(ws: Workspace, days: int = SOON_DAYS) -> DueRead:
    """Read what is due."""
    today = ws.today()
    try:
        entries = due_list(ws, today, days)
    except Refused as refused:
        return DueRead(today=today, days=days, problems=refused.problems)
    return DueRead(today=today, days=days, shown=tuple(DueShown(entry=e, why=why(e)) for e in entries))


def belongs(entry: DueEntry, group: DueGroup) -> bool:
    """Whether a thing stands in a list."""
    if group is DueGroup.ALL:
        return True
    if group is DueGroup.OVERDUE:
        return entry.is_overdue
    if group is DueGroup.SOON:
        return not entry.is_overdue and entry.kind is DueKind.DEADLINE
    return entry.kind in KINDS[group]


def group_name(group: DueGroup) -> str:
    """Name a list."""
    return {
        DueGroup.ALL: tr("All that is due"),
        DueGroup.OVERDUE: tr("Overdue"),
        DueGroup.REINSPECT: tr("To be re-inspected"),
        DueGroup.SOON: tr("Ends soon"),
        DueGroup.EXTENSION: tr("Extension to be answered"),
        DueGroup.HELD: tr("Seizure and preservation"),
        DueGroup.OTHER: tr("Other days"),
    }[group]


def act_of(entry: DueEntry) -> str:
    """Say where a thing is dealt with: in the round of re-inspection or among the papers of its inspection."""
    if not entry.where.startswith(DOCUMENT):
        return PAPERS
    if entry.kind is DueKind.EXTENSION:
        return ANSWER
    passed = entry.kind is DueKind.DEADLINE and entry.is_overdue
    return REINSPECT if passed or entry.kind is DueKind.REINSPECTION else PAPERS


def row_of(shown: DueShown, today: date) -> Row:
    """Give the row of a thing; the pointer is told why it is due on that day."""
    entry = shown.entry
    lines = tr("lines {lines}", lines=tr(", ").join(map(str, entry.lines))) if entry.lines else ""
    parts = (entry.name or word(entry.kind), lines, entry.number)
    day = short_time(entry.moment, today) if entry.moment else short_day(entry.day, today)
    if entry.is_provisional:
        day = tr("{date} (by weekends, provisional)", date=day)
    actions = {REINSPECT: tr("Re-inspect"), ANSWER: tr("Reply"), PAPERS: tr("Papers")}
    role = "bad" if entry.is_overdue else "warn"
    return Row(
        id=entry.key,
        title=entry.enterprise_name,
        detail=" · ".join(part for part in parts if part),
        side=day,
        chip=days_left(entry.day, today) if entry.day != today or not entry.is_overdue else tr("overdue since today"),
        chip_role=role,
        icon="clock",
        icon_role=role,
        action=actions[act_of(entry)],
        tip="\n".join((f"{entry.enterprise_name} · {day}", shown.why)),
    )
