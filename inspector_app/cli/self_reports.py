# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about self-reports of enterprises: taking a file in, who is late."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, PATH, Whole, Word
from inspector_app.cli.lookup import enterprise_of
from inspector_app.cli.result import Result, as_object, flat, table, warned
from inspector_app.domain.enterprise_records import SelfReportKind
from inspector_app.ledgers import self_reports as ledger
from inspector_app.operations import self_reports as verbs
from inspector_app.wording import tr, word


@click.group("self-reports", cls=Group, help=tr("self-reports of enterprises: import, who is late"))
def self_reports() -> None:
    """Commands about self-reports."""


@self_reports.command("import", help=tr("take in a file of self-reports (XLSX or CSV)"))
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--enterprise", default=None, metavar="ENTERPRISE", help=tr("whose file it is, where it does not say so"))
@click.option("--kind", type=Word(SelfReportKind), default=None, help=tr("which duty, where the file does not say so"))
@click.option("--from", "since", type=DAY, default=None, metavar="DATE", help=tr("first day of the period, likewise"))
@click.option("--to", "until", type=DAY, default=None, metavar="DATE", help=tr("last day of the period, likewise"))
@click.option("--skip-bad", is_flag=True, help=tr("import the good reports and leave out those with a bad row"))
@click.option("--preview", is_flag=True, help=tr("only say what would happen"))
def _import(
    file: Path, enterprise: str | None, kind: SelfReportKind | None, since: date | None, until: date | None,
    skip_bad: bool, preview: bool,
) -> Result:  # fmt: skip
    """Take in a file; refused with every bad row unless these are to be skipped."""
    with opened() as ws:
        owner = enterprise_of(ws, enterprise).id if enterprise else ""
        defaults = verbs.ReportDefaults(enterprise_id=owner, kind=kind, period_from=since, period_to=until)
        shown = verbs.read_self_reports(ws, file, defaults)
        act = verbs.ReportAct
        counts: dict[str, object] = {
            "added": shown.count(act.NEW), "replaced": shown.count(act.REPLACE), "same": shown.count(act.SAME),
            "skipped": shown.count(act.BAD),
        }  # fmt: skip
        if not preview:
            counts = flat(verbs.take_self_reports(ws, shown, skip_bad=skip_bad).value)
    problems = [as_object(p) for p in shown.problems]
    data: dict[str, object] = {**counts, "rows": shown.total, **({"warnings": problems} if problems else {})}
    line = tr("{added} new reports, {replaced} replaced, {same} unchanged, {skipped} left out", **counts)
    template = tr("Would be imported: {line}") if preview else tr("Imported: {line}")
    return Result(data=data, lines=[template.format(line=line)], notes=warned(shown.problems))


@self_reports.command("late", help=tr("who is late with a self-report"))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("as of this day; else today"))
@click.option("--kind", type=Word(SelfReportKind), default=None, help=tr("only this duty"))
@click.option("--without-never", is_flag=True, help=tr("leave out who never reported"))
@click.option("--limit", type=Whole(1, 100_000), default=200, metavar="N", help=tr("at most so many"))
def _late(on: date | None, kind: SelfReportKind | None, without_never: bool, limit: int) -> Result:
    """List who is late."""
    with opened() as ws:
        found = ledger.late(ws, on, kind=kind, with_never=not without_never, limit=limit)
        counts = ledger.counts(ws, on)
        duties = ws.law.self_reports.duties
    lines = [
        tr("{sentence}: {behind} late, {never} never reported, of {owing}", sentence=duties[k].sentence, **flat(c))
        for k, c in counts.items()
    ]
    head = (tr("Days late"), tr("Due on"), tr("Duty of the report"), tr("Unit"), tr("District"), tr("Covered until"))
    rows = [
        ("-" if row.days_late is None else str(row.days_late), _day(row.due_on), word(row.kind), row.enterprise,
         row.district, _day(row.last))
        for row in found
    ]  # fmt: skip
    data = {"counts": {k.value: flat(c) for k, c in counts.items()}, "late": [flat(row) for row in found]}
    return Result(data=data, lines=[*lines, *(table([head, *rows]) if rows else [])])


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else "-"
