# SPDX-License-Identifier: MulanPSL-2.0
"""Say why something is due, and give the list as a calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspector_app.domain.due import DueEntry
from inspector_app.operations.calendar_file import CalendarEntry, deadlines_ics
from inspector_app.operations.deadline_words import explain, joined
from inspector_app.wording import tr, word


def why(entry: DueEntry) -> str:
    """Give the reasons of a day in sentences: the law's count, or who set the day."""
    said = []
    if entry.lines:
        said.append(tr("Lines of the order: {lines}.", lines=tr(", ").join(map(str, entry.lines))))
    if entry.name:
        said.append(tr("{name}.", name=entry.name))
    if entry.period is not None and entry.due is not None:
        said += explain(entry.period, entry.due)
    elif entry.period is not None:
        said.append(tr("The day stands on the document; {name}.", name=entry.period.name))
    elif entry.basis:
        mark = f" ({word(entry.mark)})" if entry.mark is not None and entry.mark.is_unsure else ""
        said.append(tr("Set by: {basis}{mark}.", basis=entry.basis, mark=mark))
    else:
        said.append(tr("The day stands on the document."))
    return joined(said)


def title(entry: DueEntry) -> str:
    """Name an entry in a few words: what, who, which paper."""
    return " ".join(part for part in (entry.name or word(entry.kind), entry.enterprise_name, entry.number) if part)


def due_calendar(entries: Sequence[DueEntry], *, stamp: datetime) -> bytes:
    """Give the list as an iCalendar file; an entry keeps its identity from export to export."""
    return deadlines_ics(
        [
            CalendarEntry(
                uid=f"{entry.key}@inspector-app",
                day=entry.day,
                title=title(entry),
                detail=why(entry),
                categories=(word(entry.kind),),
                warn_on=entry.due.warn_on if entry.due is not None else None,
            )
            for entry in entries
        ],
        stamp=stamp,
    )
