# SPDX-License-Identifier: MulanPSL-2.0
"""When the next step of a follow-up is due, by the timers of the law's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from inspector_app.domain.calendar import add_months
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.due import DueEntry, DueKind
from inspector_app.domain.follow_up import FOLLOW_UP_LIVES, FollowUp, FollowUpEvent, FollowUpKind
from inspector_app.law.follow_ups import OPEN, Timer, holds
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined
from inspector_app.storage.follow_ups import follow_up_from, list_events
from inspector_app.storage.rows import CHINA, fetch
from inspector_app.workspace import Workspace

KINDS = {
    FollowUpKind.SUPERVISION: DueKind.SUPERVISION,
    FollowUpKind.RESUMPTION: DueKind.RESUMPTION,
    FollowUpKind.TRANSFER: DueKind.TRANSFER,
    FollowUpKind.TALK: DueKind.TALK,
}
SQL = f"""SELECT f.*, e.id AS enterprise_id, e.name AS enterprise_name FROM follow_ups f
JOIN inspections i ON i.id = f.inspection_id {joined("i.enterprise_id")}"""


def follow_up_entries(ws: Workspace, db: Database) -> Iterator[DueEntry]:
    """Give every day that a timer of an open follow-up gives, far or near."""
    for row in fetch(db, SQL):
        one = follow_up_from(row)
        if not FOLLOW_UP_LIVES[one.kind].verbs(one.state):
            continue
        steps = _steps(one, list_events(db, one.id))
        for timer in ws.law.follow_ups.of(one.kind).timers:
            start = _start(timer, one, steps)
            if start is not None:
                yield _entry(ws, row, one, timer, start)


def _steps(one: FollowUp, events: Sequence[FollowUpEvent]) -> list[tuple[str, date, FieldValues]]:
    opened = (OPEN, one.opened_on, one.fields)
    return [opened, *((e.verb.value, e.on, e.fields) for e in events)]


def _start(timer: Timer, one: FollowUp, steps: Sequence[tuple[str, date, FieldValues]]) -> date | datetime | None:
    """Give the day or time from which a timer counts (or the day it names); none where it does not run now."""
    began = max((n for n, step in enumerate(steps) if step[0] in timer.from_steps), default=None)
    if began is None or not holds(timer.when, one.fields):
        return None
    if any(verb in timer.until for verb, _, _ in steps[began + 1 :]):
        return None
    name = timer.field or timer.start
    return _moment(one.fields.get(name, "")) if name else steps[began][1]


def _moment(value: object) -> date | datetime | None:
    """Read a day or time of the fields; what another laptop wrote there may be neither."""
    if not isinstance(value, str) or not value:
        return None
    try:
        return datetime.fromisoformat(value).astimezone(CHINA) if "T" in value else date.fromisoformat(value)
    except (ValueError, OverflowError):
        return None


def _entry(ws: Workspace, row: Mapping[str, object], one: FollowUp, timer: Timer, start: date | datetime) -> DueEntry:
    due = ws.law.due(timer.period, start) if timer.period else None
    moment = due.moment if due else start if timer.field and isinstance(start, datetime) else None
    first = start.date() if isinstance(start, datetime) else start
    day = due.date if due else add_months(first, timer.months) if timer.months else first
    return DueEntry(
        kind=KINDS[one.kind], day=day, enterprise_id=str(row["enterprise_id"]),
        enterprise_name=str(row["enterprise_name"]), inspection_id=one.inspection_id, where=f"follow_up:{one.id}",
        number=str(one.fields.get("number", "")), name=timer.name, basis=timer.basis, mark=timer.mark, moment=moment,
        period=ws.law.period(timer.period) if timer.period else None, due=due,
    )  # fmt: skip
