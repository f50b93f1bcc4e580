# SPDX-License-Identifier: MulanPSL-2.0
"""What is due, as a list and as a calendar file."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import PATH, Whole, takes_whole
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, table
from inspector_app.domain.due import DueEntry
from inspector_app.ledgers.due import SOON_DAYS, due_list
from inspector_app.operations.due_list import why
from inspector_app.operations.file_exports import save_deadlines
from inspector_app.wording import tr, word


@click.command("due", cls=Command, help=about("due"))
@click.option("--days", type=Whole(0, 3660), default=SOON_DAYS, metavar="N", help=tr("how many days ahead; else 3"))
@click.option("--ics", type=PATH, default=None, metavar="FILE", help=tr("write a calendar file too"))
@takes_whole
def due(days: int, ics: Path | None, whole: bool) -> Result:
    """List what is overdue or soon due."""
    if ics is not None:
        prepare_file(ics)
    with opened() as ws:
        found = due_list(ws, ws.today(), days)
        if ics is not None:
            save_deadlines(ws, found, ics, whole=whole)
    data: dict[str, object] = {"due": [_object(e) for e in found], "path": str(ics) if ics else None}
    if not found:
        return Result(data=data, lines=[tr("Nothing is due.")])
    head = (tr("Day"), tr("State"), tr("What"), tr("Enterprise"), tr("Number"), tr("Where"))
    rows = [
        (_day(e), tr("overdue") if e.is_overdue else tr("soon"), e.name or word(e.kind), e.enterprise_name,
         e.number or "-", e.where)
        for e in found
    ]  # fmt: skip
    written = [tr("Written: {path}", path=str(ics))] if ics else []
    return Result(data=data, lines=[*table([head, *rows]), *written])


def _day(entry: DueEntry) -> str:
    shown = f"{entry.moment:%Y-%m-%d %H:%M}" if entry.moment else entry.day.isoformat()
    return tr("{date} (by weekends, provisional)", date=shown) if entry.is_provisional else shown


def _object(entry: DueEntry) -> dict[str, object]:
    return flat(
        entry, without=("period", "due"), period=entry.period.key if entry.period else "",
        provisional=entry.is_provisional, why=why(entry),
    )  # fmt: skip
