# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about time set by law: when a period ends and why, and the holiday notices behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from inspector_app.cli.frame import Command, Group, data_dir, opened
from inspector_app.cli.kinds import DAY, INSTANT, PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, plain, problem_lines, short, table
from inspector_app.domain.periods import FIRST_YEAR, LAST_YEAR, Period
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.locations import default_data_dir
from inspector_app.operations import deadlines, holidays
from inspector_app.operations.deadline_words import basis_words, length_words
from inspector_app.wording import tr, word

if TYPE_CHECKING:
    from inspector_app.workspace import Workspace

T = TypeVar("T")


class DayOrTime(click.ParamType[date]):
    """A date like 2026-12-05, or a time like 2026-11-20T09:05+08:00."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date or the time."""
        kind = INSTANT if len(str(value)) > 10 else DAY
        found: date = kind.convert(value, param, ctx)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.fail(tr("write a date like 2026-12-05"), param, ctx)
        return found


@click.command("deadline", cls=Command, help=about("deadline"))
@click.option("--rule", default=None, metavar="KEY", help=tr("the key of the period, as `deadline --list` shows it"))
@click.option(
    "--from",
    "start",
    type=DayOrTime(),
    default=None,
    metavar="DATE|TIME",
    help=tr("the day from which it runs, not counted itself; a time for periods in hours"),
)
@click.option("--list", "is_list", is_flag=True, help=tr("list all periods"))
def deadline(rule: str | None, start: date | None, is_list: bool) -> Result:
    """Say when a period ends, and why."""
    if is_list:
        return _listed(with_law(deadlines.period_rows))
    if rule is None:
        raise click.MissingParameter(param_hint="--rule", param_type="option")
    if start is None:
        raise click.MissingParameter(param_hint="--from", param_type="option")
    try:
        found = with_law(lambda ws: deadlines.due_on(ws, rule, start))
    except Refused as refused:
        if any(problem.code is ProblemCode.TIME_WRONG for problem in refused.problems):
            raise click.BadParameter(tr("this period counts hours: write a time"), param_hint="--from") from refused
        raise
    moment = found.due.moment if found.due else None
    data = {
        "date": plain(found.date),
        "provisional": found.provisional,
        "why": found.why,
        "rule": found.period.key,
        "name": found.period.name,
        "time": plain(moment),
        "warn_on": plain(found.due.warn_on if found.due else None),
        "mark": found.period.mark.value,
        "steps": list(found.steps),
    }
    shown = f"{moment:%Y-%m-%d %H:%M}" if moment else found.date.isoformat() if found.date else "—"
    first = tr("{date} (by weekends, provisional)", date=shown) if found.provisional else shown
    return Result(data=data, lines=[first, *(f"  {step}" for step in found.steps)])


def with_law(ask: Callable[[Workspace | None], T]) -> T:
    """Ask in the data folder; where none was named and the person has none, by the bundled law alone."""
    try:
        with opened() as ws:
            return ask(ws)
    except Refused as refused:
        codes = {problem.code for problem in refused.problems}
        if codes != {ProblemCode.WORKSPACE_MISSING} or data_dir() != default_data_dir():
            raise
    return ask(None)


def _listed(periods: tuple[Period, ...]) -> Result:
    rows = [(tr("Key"), tr("Name"), tr("Length"), tr("Counted from"), tr("Basis"))]
    rows += [(p.key, p.name, short(length_words(p), 30), p.start, basis_words(p)) for p in periods]
    return Result(data={"periods": [flat(p) for p in periods]}, lines=table(rows))


@click.group("holidays", cls=Group, help=about("holidays"))
def holiday_group() -> None:
    """Commands about holiday notices."""


@holiday_group.command("list", help=tr("list the years whose holidays are known"))
def _list() -> Result:
    """List every year with its notice, its source and its faults."""
    with opened() as ws:
        years = holidays.holiday_years(ws)
    rows = [(tr("Year"), tr("Days off"), tr("Days worked instead"), tr("Mark"), tr("Origin"), tr("Notice"))]
    listed = []
    for row in years:
        notice = row.notice
        origin = tr("this unit") if row.is_own else tr("bundled")
        if notice is None:
            state = tr("missing: weekends only") if row.is_missing else tr("faulty: not used")
            rows.append((str(row.year), "—", "—", "—", "—" if row.is_missing else origin, state))
        else:
            counts = (str(len(notice.days_off)), str(len(notice.worked)))
            rows.append((str(row.year), *counts, word(notice.mark), origin, notice.notice or " ".join(notice.papers)))
        listed.append(
            {
                "year": row.year,
                "days_off": len(notice.days_off) if notice else None,
                "days_worked": len(notice.worked) if notice else None,
                "mark": notice.mark.value if notice else None,
                "own": row.is_own,
                "missing": row.is_missing,
                "notice": notice.notice if notice else "",
                "papers": list(notice.papers) if notice else [],
                "source": notice.source if notice else "",
                "problems": [as_object(p) for p in row.problems],
            }
        )
    faults = [line for row in years for line in problem_lines(row.problems)]
    return Result(data={"years": listed}, lines=table(rows), notes=faults)


@holiday_group.command("add", help=tr("check a holiday file and use it for its year"))
@click.argument("file", type=PATH, metavar="FILE")
def _add(file: Path) -> Result:
    """Keep a holiday file in the data folder."""
    with opened() as ws:
        notice = holidays.install_holiday_file(ws, file)
    said = tr("The holidays of {year} are known now: {count} days off.", year=notice.year, count=len(notice.days_off))
    data = {"year": notice.year, "days_off": len(notice.days_off), "days_worked": len(notice.worked)}
    return Result(data=data, lines=[said])
