# SPDX-License-Identifier: MulanPSL-2.0
"""The register as a list shows it: what is read, and how an enterprise reads in a row."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseState
from inspector_app.ledgers import enterprise_records, enterprises
from inspector_app.ledgers.enterprise_records import EnterpriseRecords
from inspector_app.ledgers.enterprises import EnterpriseHistory, EnterpriseQuery, EnterpriseRow
from inspector_app.ledgers.tasks import TaskRow, task
from inspector_app.ui.widgets.dates import short_day
from inspector_app.ui.widgets.register_window import PAGE
from inspector_app.ui.widgets.row_list import Row
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

MOST_PAGES = 3  # that are read again with the keys


@dataclass(frozen=True, slots=True)
class Choices:
    """What the register may be filtered by."""

    districts: tuple[str, ...]
    sectors: tuple[str, ...]
    industries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """What the list shows: the keys of all that is meant, the rows of some pages, how many there are in all."""

    query: EnterpriseQuery
    keys: array[int]
    rows: tuple[EnterpriseRow, ...]
    total: int
    choices: Choices
    wanted: int  # the key of the enterprise that is to be shown, else -1


@dataclass(frozen=True, slots=True)
class One:
    """One enterprise with everything that its page shows."""

    enterprise: Enterprise
    history: EnterpriseHistory
    records: EnterpriseRecords


def read_register(
    ws: Workspace, query: EnterpriseQuery, seen: tuple[int, int], wanted: str, choices: Choices | None
) -> Register:
    """Read what a query means, and the rows of the pages that are looked at."""
    keys = enterprises.find(ws, query)
    pages = range(min(seen[0], max(0, len(keys) - 1)) // PAGE, seen[1] // PAGE + 1)[:MOST_PAGES]
    shown = keys[pages.start * PAGE : (pages.stop) * PAGE]
    if pages.start:
        shown = keys[:PAGE] + shown
    return Register(
        query=query,
        keys=keys,
        rows=enterprises.at(ws, shown),
        total=enterprises.count(ws),
        choices=choices or read_choices(ws),
        wanted=_key(ws, wanted),
    )


def _key(ws: Workspace, enterprise_id: str) -> int:
    key = enterprises.key_of(ws, enterprise_id) if enterprise_id else None
    return -1 if key is None else key


def read_choices(ws: Workspace) -> Choices:
    """Read what may be filtered by."""
    return Choices(
        districts=enterprises.values(ws, "district"),
        sectors=enterprises.values(ws, "sector"),
        industries=enterprises.values(ws, "industry"),
    )


def read_one(ws: Workspace, enterprise_id: str) -> One:
    """Read one enterprise with its history and its records; an id that nobody has is refused."""
    found = enterprises.enterprise(ws, enterprise_id)
    return One(found, enterprises.history(ws, found.id), enterprise_records.records(ws, found.id))


def read_asked(ws: Workspace, task_id: str) -> tuple[One, TaskRow]:
    """Read a task of the office with the enterprise that it names."""
    row = task(ws, task_id)
    return read_one(ws, row.task.enterprise_id), row


def row_of(shown: EnterpriseRow, today: date) -> Row:
    """Give the row of an enterprise."""
    facts = shown.enterprise
    last = short_day(shown.last_inspected, today) if shown.last_inspected else ""
    seen = tr("last visit {day}", day=last) if last else tr("not inspected yet")
    sponsored = tr("Sponsored: {grade}", grade=word(shown.grade)) if shown.grade else ""
    risk = word(shown.risk) if shown.risk else ""
    parts = (seen, sponsored, risk, facts.district, facts.industry, facts.credit_code)
    opened = tr("{count} open", count=shown.open_findings) if shown.open_findings else ""
    chip, role = (opened, "warn") if opened else ("", "muted")
    if shown.is_listed:
        chip, role = tr("On a credit list"), "bad"
    elif shown.state is not EnterpriseState.ACTIVE:
        chip, role = word(shown.state), "muted"
    return Row(
        id=facts.id,
        title=facts.name,
        detail=" · ".join(part for part in parts if part),
        side=opened if chip != opened else "",
        chip=chip,
        chip_role=role,
    )
