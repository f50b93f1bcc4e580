# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the year's plan: made, filled, approved, changed with approval; progress, caps, the printed plan."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Group, opened
from inspector_app.cli.imports import import_options, import_result
from inspector_app.cli.kinds import DAY, PATH, Whole, Word, takes_whole
from inspector_app.cli.lookup import enterprise_of, not_found
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, short, table, warned
from inspector_app.domain.year_plan import PlanKind, PlanUnitState, PlanVerb, YearPlan
from inspector_app.ledgers import plans as ledger
from inspector_app.ledgers.planning_files import save_plan
from inspector_app.ledgers.plans import MonthProgress, PlanUnitRow, UnitFilter
from inspector_app.operations import plan_import
from inspector_app.operations import plans as verbs
from inspector_app.operations.plans import PlanChangeDraft, PlanUnitDraft, YearPlanDraft
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

YEAR, MONTH, DAYS, LIMIT = Whole(2000, 2199), Whole(1, 12), Whole(0, 100_000_000), Whole(1, 1_000_000)
_FIGURES = (
    ("officers", tr("how many officers")), ("statutory_days", tr("statutory workdays of one officer")),
    ("other_days", tr("workdays of all for other enforcement")),
    ("idle_days", tr("workdays of all without enforcement")),
)  # fmt: skip


@click.group("plan", cls=Group, help=about("plan"))
def plan() -> None:
    """Commands about the year's plan."""


def _figures(function: Any) -> Any:
    for name, about_it in reversed(_FIGURES):
        function = click.option(f"--{name.replace('_', '-')}", type=DAYS, default=None, metavar="N", help=about_it)(
            function
        )
    function = click.option("--text", "said", multiple=True, metavar="NAME=TEXT", help=tr("a text of the plan"))(
        function
    )
    return click.option("--title", default=None, metavar="TEXT", help=tr("Title"))(function)


def plan_of(ws: Workspace, name: str) -> YearPlan:
    """Give a plan by its id, by its year (the newest version), or by year and version like 2026/2."""
    year, _, version = name.partition("/")
    found = ledger.plans(ws)
    same = [p for p in found if p.id == name]
    if not same and year.isdecimal():
        same = [p for p in found if str(p.year) == year and version in ("", str(p.version))]
    return same[0] if same else not_found("plan", name)


@plan.command("list", help=tr("list the plans of all years"))
@click.option("--year", type=YEAR, default=None, metavar="YEAR", help=tr("only those of this year"))
def _list(year: int | None) -> Result:
    """List plans."""
    with opened() as ws:
        found = ledger.plans(ws, year or 0)
    if not found:
        return Result(data={"plans": []}, lines=[tr("Nothing was found.")])
    head = (tr("Year"), tr("Version"), tr("State"), tr("Workdays for visits"), tr("Title"), tr("Identifier"))
    rows = [(str(p.year), str(p.version), word(p.state), str(p.visit_days), short(p.title) or "-", p.id) for p in found]
    return Result(data={"plans": [_object(p) for p in found]}, lines=table([head, *rows]))


def _object(p: YearPlan) -> dict[str, object]:
    return flat(p, all_days=p.all_days, visit_days=p.visit_days)


def _kept(p: YearPlan) -> Result:
    line = tr(
        "{year}, version {version}: {all} workdays in all, {rest} for visits ({state})", year=p.year, version=p.version,
        all=p.all_days, rest=p.visit_days, state=word(p.state),
    )  # fmt: skip
    return Result(data={"plan": _object(p)}, lines=[line, *table([(tr("Identifier"), p.id)])])


@plan.command("make", help=tr("begin the plan of a year"))
@click.option("--year", type=YEAR, required=True, metavar="YEAR", help=tr("the year"))
@_figures
def _make(year: int, **given: Any) -> Result:
    """Begin a plan."""
    with opened() as ws:
        return _kept(verbs.make_plan(ws, _draft(YearPlanDraft(year=year), given)).value)


@plan.command("amend", help=tr("change figures and texts of a plan in preparation; what is not given stays"))
@click.argument("plan_name", metavar="PLAN")
@_figures
def _amend(plan_name: str, **given: Any) -> Result:
    """Change a draft."""
    with opened() as ws:
        known = plan_of(ws, plan_name)
        values: dict[str, Any] = {name: getattr(known, name) for name, _ in _FIGURES}
        draft = YearPlanDraft(year=known.year, title=known.title, texts=known.texts, **values)
        return _kept(verbs.amend_plan(ws, known.id, _draft(draft, given)).value)


def _draft(known: YearPlanDraft, given: dict[str, Any]) -> YearPlanDraft:
    pairs = [text.partition("=") for text in given["said"]]
    if any(not name or not equal for name, equal, _ in pairs):
        raise click.BadParameter(tr("write NAME=TEXT"), param_hint="--text")
    texts = {**known.texts, **{name: text for name, _, text in pairs}}
    values = {name: given[name] for name in ("title", *(n for n, _ in _FIGURES)) if given[name] is not None}
    return dataclasses.replace(known, **values, texts=texts)


@plan.command("new-version", help=tr("begin a new version of an approved plan, with its units"))
@click.argument("plan_name", metavar="PLAN")
def _new_version(plan_name: str) -> Result:
    """Begin a new version."""
    with opened() as ws:
        return _kept(verbs.new_version(ws, plan_of(ws, plan_name).id).value)


def _unit_options(function: Any) -> Any:
    for option in (
        click.option("--note", default="", metavar="TEXT", help=tr("Note")),
        click.option("--workdays", type=Whole(0, 10_000), default=0, metavar="TENTHS", help=tr("tenths of a workday")),
        click.option("--officer", "officers", multiple=True, metavar="NAME", help=tr("who is to go; may be repeated")),
        click.option("--item", "items", multiple=True, metavar="PACK", help=tr("a checklist; may be repeated")),
        click.option("--condition", "reason", default="", metavar="TEXT", help=tr("what makes it a key unit")),
        click.option("--kind", type=Word(PlanKind), default=PlanKind.GENERAL.value, help=tr("key or general")),
    ):
        function = option(function)
    return function


@plan.command("add", help=tr("put a unit into a plan in preparation"))
@click.argument("plan_name", metavar="PLAN")
@click.argument("enterprise", metavar="ENTERPRISE")
@click.option("--month", type=MONTH, required=True, metavar="MONTH", help=tr("in which month"))
@_unit_options
def _add(plan_name: str, enterprise: str, **given: Any) -> Result:
    """Put a unit into a draft."""
    with opened() as ws:
        draft = PlanUnitDraft(enterprise_id=enterprise_of(ws, enterprise).id, **given)
        made = verbs.put_units(ws, plan_of(ws, plan_name).id, [draft]).value[0]
    return Result(
        data={"unit": flat(made)}, lines=[tr("In the plan, month {month}: {id}", month=made.month, id=made.id)]
    )


@plan.command("remove", help=tr("take units out of a plan in preparation"))
@click.argument("plan_name", metavar="PLAN")
@click.argument("units", nargs=-1, required=True, metavar="UNIT")
def _remove(plan_name: str, units: tuple[str, ...]) -> Result:
    """Take units out of a draft."""
    with opened() as ws:
        count = verbs.remove_units(ws, plan_of(ws, plan_name).id, units).value
    return Result(data={"removed": count}, lines=[tr("{count} units were taken out of the plan.", count=count)])


@plan.command("import", help=tr("put units into a plan in preparation from a file (XLSX or CSV)"))
@click.argument("plan_name", metavar="PLAN")
@import_options
def _import(plan_name: str, file: Path, skip_bad: bool, preview: bool) -> Result:
    """Import units."""
    with opened() as ws:
        shown = plan_import.preview_units(ws, plan_of(ws, plan_name).id, file)
        done = None if preview else plan_import.import_units(ws, shown, skip_bad=skip_bad).value
    return import_result(shown, done)


@plan.command("check", help=tr("say what stands in the way of a plan's approval"))
@click.argument("plan_name", metavar="PLAN")
def _check(plan_name: str) -> Result:
    """Check a draft."""
    with opened() as ws:
        found = verbs.plan_problems(ws, plan_of(ws, plan_name).id)
    lines = [] if found else [tr("Nothing stands in the way.")]
    return Result(data={"warnings": [as_object(p) for p in found]}, lines=lines, notes=warned(found))


@plan.command("approve", help=tr("note that a plan was approved; it cannot be amended any more"))
@click.argument("plan_name", metavar="PLAN")
@click.option("--by", "approved_by", required=True, metavar="NAME", help=tr("who approved it"))
@click.option("--number", "approval_no", default="", metavar="NUMBER", help=tr("Number of the approval"))
@click.option(
    "--on", "approved_on", type=DAY, default=None, metavar="DATE", help=tr("on which day; today if not given")
)
@click.option("--filed-with", default="", metavar="NAME", help=tr("with whom it was filed"))
@click.option("--filed-on", type=DAY, default=None, metavar="DATE", help=tr("on which day it was filed"))
def _approve(plan_name: str, **given: Any) -> Result:
    """Note the approval."""
    with opened() as ws:
        return _kept(verbs.approve_plan(ws, plan_of(ws, plan_name).id, **given).value)


@plan.command("change", help=tr("change an approved plan, with reason and approval"))
@click.argument("plan_name", metavar="PLAN")
@click.argument("verb", type=Word(PlanVerb))
@click.option("--reason", "why", default="", metavar="TEXT", help=tr("Reason"))
@click.option("--approver", default="", metavar="NAME", help=tr("who approved it"))
@click.option("--number", "approval_no", default="", metavar="NUMBER", help=tr("Number of the approval"))
@click.option("--unit", "plan_unit_id", default="", metavar="UNIT", help=tr("the unit of the plan, by its id"))
@click.option(
    "--enterprise", default="", metavar="ENTERPRISE", help=tr("the enterprise to add, or the one that is meant")
)
@click.option("--month", type=MONTH, default=None, metavar="MONTH", help=tr("in which month"))
@click.option("--days", "days", multiple=True, metavar="NAME=N", help=tr("another workday figure, like idle_days=300"))
@_unit_options
def _change(
    plan_name: str, verb: PlanVerb, why: str, approver: str, approval_no: str, plan_unit_id: str, enterprise: str,
    month: int | None, days: tuple[str, ...], **given: Any,
) -> Result:  # fmt: skip
    """Change an approved plan."""
    with opened() as ws:
        found, unit = plan_of(ws, plan_name), None
        if verb is PlanVerb.ADD and enterprise:
            unit = PlanUnitDraft(enterprise_id=enterprise_of(ws, enterprise).id, month=month or 0, **given)
        elif enterprise and not plan_unit_id:
            plan_unit_id = _unit_of(ws, found, enterprise)
        draft = PlanChangeDraft(
            verb=verb, reason=why, approver=approver, approval_no=approval_no, plan_unit_id=plan_unit_id,
            month=month or 0, unit=unit, days=_days(days),
        )  # fmt: skip
        made = verbs.change_plan(ws, found.id, draft).value
    line = tr("Change {number}: {verb} {text}", number=made.ordinal, verb=word(made.verb), text=made.text)
    return Result(data={"change": flat(made)}, lines=[line.strip()])


def _unit_of(ws: Workspace, found: YearPlan, name: str) -> str:
    """Give the one open unit of an enterprise."""
    place = enterprise_of(ws, name)
    rows = [row for row in ledger.units(ws, found.id, UnitFilter(text=place.name)) if row.enterprise_id == place.id]
    return rows[0].unit.id if len(rows) == 1 else not_found("plan_unit", name)


def _days(words: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    pairs = [text.partition("=") for text in words]
    if any(not number.isdecimal() or len(number) > 9 for _, _, number in pairs):
        raise click.BadParameter(tr("write NAME=NUMBER"), param_hint="--days")
    return tuple((name.replace("-", "_"), int(number)) for name, _, number in pairs)


# Reading --------------------------------------------------------------------------------------------------------


@plan.command("progress", help=tr("say how a plan is doing: by month, by kind, by workday, and visits beside it"))
@click.argument("plan_name", metavar="PLAN")
@click.option("--on", "today", type=DAY, default=None, metavar="DATE", help=tr("on which day; today if not given"))
def _progress(plan_name: str, today: date | None) -> Result:
    """Show progress."""
    with opened() as ws:
        found = ledger.progress(ws, plan_of(ws, plan_name).id, today=today)
    total = found.total
    data = {
        **flat(found, without=("plan",)), "plan": _object(found.plan), "total": flat(total),
        "off_plan_visits": found.off_plan_visits,
    }  # fmt: skip
    head = (tr("Month"), tr("Planned"), tr("Visited"), tr("Late"), tr("Put off"), tr("Taken out"), tr("Workdays"))
    named = [(str(m.month), m) for m in found.months]
    named += [(word(PlanKind.KEY), found.key), (word(PlanKind.GENERAL), found.general), (tr("Together"), total)]
    lines = table([head, *(_month_row(name, m) for name, m in named)])
    days = tr(
        "Workdays for visits: {days}; planned {planned}, used {used}.", days=found.plan.visit_days,
        planned=f"{total.workdays / 10:g}", used=f"{total.workdays_done / 10:g}",
    )  # fmt: skip
    beside = tr("Visits of the year: {visits}, of them beside the plan: {beside}.", visits=found.visits,
                beside=found.off_plan_visits)  # fmt: skip
    return Result(data=data, lines=[*lines, days, beside])


def _month_row(name: str, m: MonthProgress) -> tuple[str, ...]:
    used = f"{m.workdays_done / 10:g}/{m.workdays / 10:g}"
    return name, str(m.planned), str(m.done), str(m.late or "-"), str(m.postponed or "-"), str(m.cancelled or "-"), used


@plan.command("units", help=tr("list the units of a plan"))
@click.argument("plan_name", metavar="PLAN")
@click.option("--month", type=MONTH, default=None, metavar="MONTH", help=tr("only those of this month"))
@click.option("--state", type=Word(PlanUnitState), default=None, help=tr("only those that stand so"))
@click.option("--kind", type=Word(PlanKind), default=None, help=tr("key or general"))
@click.option("--late", "only_late", is_flag=True, help=tr("only late ones"))
@click.option("--search", "text", default="", metavar="TEXT", help=tr("part of the name, its initials or the code"))
@click.option("--limit", type=LIMIT, default=1000, metavar="N", help=tr("at most so many"))
def _units(plan_name: str, limit: int, **given: Any) -> Result:
    """List units."""
    with opened() as ws:
        found = plan_of(ws, plan_name)
        wanted = UnitFilter(**{**given, "month": given["month"] or 0})
        rows = ledger.units(ws, found.id, wanted, limit=limit)
        count = ledger.count_units(ws, found.id, wanted)
    data = {"count": count, "units": [_unit_object(row) for row in rows]}
    if not rows:
        return Result(data=data, lines=[tr("Nothing was found.")])
    head = (tr("Month"), tr("Kind"), tr("Enterprise"), tr("State"), tr("Visited on"), tr("Identifier"))
    lines = [
        (str(r.unit.month), word(r.unit.kind), short(r.enterprise_name), _state(r),
         r.visited_on.isoformat() if r.visited_on else "-", r.unit.id)
        for r in rows
    ]  # fmt: skip
    return Result(data=data, lines=[*table([head, *lines]), tr("{count} units.", count=count)])


def _state(row: PlanUnitRow) -> str:
    return tr("{state} (late)", state=word(row.state)) if row.is_late else word(row.state)


def _unit_object(row: PlanUnitRow) -> dict[str, object]:
    return {**flat(row, without=("unit",)), **flat(row.unit), "state": row.state.value}


@plan.command("changes", help=tr("list the changes of an approved plan"))
@click.argument("plan_name", metavar="PLAN")
def _changes(plan_name: str) -> Result:
    """List changes."""
    with opened() as ws:
        found = ledger.changes(ws, plan_of(ws, plan_name).id)
    data = {"changes": [flat(row.change, enterprise_name=row.enterprise_name) for row in found]}
    if not found:
        return Result(data=data, lines=[tr("Nothing was found.")])
    head = ("№", tr("Day"), tr("What"), tr("Enterprise"), tr("Reason"), tr("Approver"))
    rows = [
        (str(c.ordinal), c.at.date().isoformat(), f"{word(c.verb)} {c.text}".strip(), row.enterprise_name or "-",
         short(c.reason), c.approver)
        for row in found for c in [row.change]
    ]  # fmt: skip
    return Result(data=data, lines=table([head, *rows]))


@plan.command("caps", help=tr("list the enterprises whose announced number of visits was reached or passed"))
@click.option("--year", type=YEAR, default=None, metavar="YEAR", help=tr("the year; this one if not given"))
def _caps(year: int | None) -> Result:
    """List caps."""
    with opened() as ws:
        found = ledger.caps(ws, year or ws.today().year)
    data = {"caps": [flat(row, is_over=row.is_over) for row in found]}
    if not found:
        return Result(data=data, lines=[tr("Nothing was found.")])
    head = (tr("Enterprise"), tr("Visits"), tr("Cap"), tr("Reasons"))
    rows = [(row.enterprise_name, str(row.visits), str(row.cap), short("；".join(row.reasons)) or "-") for row in found]
    return Result(data=data, lines=table([head, *rows]))


@plan.command("print", help=tr("draw the plan as a PDF"))
@click.argument("plan_name", metavar="PLAN")
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file for the PDF"))
@takes_whole
def _print(plan_name: str, out: Path, whole: bool) -> Result:
    """Write the plan as a PDF."""
    prepare_file(out)
    with opened() as ws:
        made = save_plan(ws, plan_of(ws, plan_name).id, out, whole=whole)
    return Result(data={"path": str(out), "pages": made.pages}, lines=[tr("Written: {path}", path=str(out))])
