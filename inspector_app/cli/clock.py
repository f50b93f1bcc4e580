# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the laptop's clock: what is in doubt, and the date and reason before issuing."""

from __future__ import annotations

from datetime import date

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, warned
from inspector_app.domain.clock_watch import ClockDoubt
from inspector_app.operations import clock as verbs
from inspector_app.wording import tr


@click.group("clock", cls=Group, help=about("clock"))
def clock() -> None:
    """Commands about the clock."""


@clock.command("status", help=tr("say whether the clock can be believed"))
def _status() -> Result:
    """Look at the clock."""
    with opened() as ws:
        problem = verbs.look(ws)
        now = ws.now()
    data: dict[str, object] = {"now": now.isoformat(timespec="seconds"), "in_doubt": problem is not None}
    if problem is None:
        return Result(data=data, lines=[tr("The clock agrees with what is known: {now}", now=f"{now:%Y-%m-%d %H:%M}")])
    data["problems"] = [as_object(problem)]
    return Result(data=data, lines=(), notes=warned([problem]))


@clock.command("explain", help=tr("give today's date and why the clock is off, so that documents can be issued"))
@click.option("--date", "on", required=True, type=DAY, metavar="DATE", help=tr("today's date"))
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _explain(on: date, reason: str) -> Result:
    """Keep date and reason."""
    with opened() as ws:
        left = verbs.explain(ws, on, reason)
    return Result(data={"date": on.isoformat(), "in_doubt": left is not None}, lines=[_said(on, left)])


def _said(on: date, left: ClockDoubt | None) -> str:
    if left is None:
        return tr("Noted. The clock is believed again.")
    return tr("Noted. The clock is still in doubt; documents can be issued under {date}.", date=on.isoformat())
