# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about an inspection around the visit: plan, approval, arrival, refused entry, calling off, filing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import DAY, INSTANT, Word
from inspector_app.cli.lookup import enterprise_of
from inspector_app.cli.people import people_of, people_options
from inspector_app.cli.result import Result, flat
from inspector_app.domain.inspection import Inspection, InspectionTask, TaskSource
from inspector_app.operations import case_file
from inspector_app.operations import inspection_moves as verbs
from inspector_app.wording import tr, word

F = TypeVar("F", bound=Callable[..., object])


def _result(made: Inspection, **more: object) -> Result:
    line = tr("{id}: {state}", id=made.id, state=word(made.state))
    data = {"inspection": made.id, "state": made.state.value, "task": flat(made.task), **more}
    return Result(data=data, lines=[line])


def _task(function: F) -> F:
    """Add the options for what stands before the visit; what is not given stays."""
    for option in (
        click.option("--cap-reason", default=None, metavar="TEXT", help=tr("why the year's cap is passed")),
        click.option("--avoidance/--no-avoidance", "avoidance_declared", is_flag=True, default=None,
                     help=tr("the officers declared that nothing speaks against them")),
        click.option("--entry-scan", default=None, metavar="TEXT", help=tr("code and time of the scan at the gate")),
        click.option("--no-notice-reason", default=None, metavar="TEXT", help=tr("why no notice was given before")),
        click.option("--notice-served-at", type=INSTANT, default=None, metavar="TIME",
                     help=tr("when the notice of the inspection was served")),
        click.option("--source", type=Word(TaskSource), default=None, help=tr("where the task comes from")),
    ):  # fmt: skip
        function = option(function)
    return function


def _given(values: dict[str, object]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@click.command("plan", cls=Command, help=tr("plan an inspection"))
@click.option("--enterprise", required=True, metavar="ENTERPRISE", help=tr("id, credit code or name"))
@click.option("--pack", "packs", required=True, multiple=True, metavar="PACK", help=tr("a checklist; may be repeated"))
@click.option("--at", "planned_at", type=INSTANT, required=True, metavar="TIME", help=tr("when it is to begin"))
@people_options(required=False)
@click.option("--place", default="", metavar="TEXT", help=tr("where the inspection takes place"))
@_task
def _plan(
    enterprise: str, packs: tuple[str, ...], planned_at: datetime, officers: tuple[str, ...],
    experts: tuple[str, ...], witnesses: tuple[str, ...], accompanied_by: str, accompanied_title: str, place: str,
    **task: object,
) -> Result:  # fmt: skip
    """Plan an inspection; says how often the enterprise was visited this year."""
    with opened() as ws:
        people = people_of(ws, officers, experts, witnesses, accompanied_by, accompanied_title)
        draft = verbs.PlanDraft(
            enterprise_id=enterprise_of(ws, enterprise).id, pack_ids=packs, planned_at=planned_at, people=people,
            place=place, task=InspectionTask(**_given(task)),
        )  # fmt: skip
        made = verbs.plan_inspection(ws, draft).value
        visits = verbs.visits_this_year(ws, made.enterprise_id, made.started_at.year, without=made.id)
    result = _result(made, visits=visits.count, cap=visits.cap)
    limit = tr("no cap") if visits.cap is None else str(visits.cap)
    said = tr("Visits of the enterprise this year: {count} of {cap}.", count=visits.count, cap=limit)
    return Result(data=result.data, lines=[*result.lines, said])


@click.command("task", cls=Command, help=tr("change what stands before the visit; what is not given stays"))
@click.argument("inspection", metavar="INSPECTION")
@_task
def _set_task(inspection: str, **task: object) -> Result:
    """Change the task of an inspection that no document of the visit states yet."""
    with opened() as ws:
        return _result(verbs.set_task(ws, inspection, **_given(task)).value)


@click.command("submit", cls=Command, help=tr("submit a plan for approval"))
@click.argument("inspection", metavar="INSPECTION")
def _submit(inspection: str) -> Result:
    """Submit."""
    with opened() as ws:
        return _result(verbs.submit(ws, inspection).value)


@click.command("return", cls=Command, help=tr("give a submitted plan back to be mended"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _return(inspection: str, reason: str) -> Result:
    """Give back."""
    with opened() as ws:
        return _result(verbs.return_plan(ws, inspection, reason).value)


@click.command("approve", cls=Command, help=tr("approve a submitted plan"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--approver", required=True, metavar="NAME", help=tr("who approves"))
@click.option("--date", "approved_on", type=DAY, default=None, metavar="DATE", help=tr("day of approval; else today"))
@click.option("--cap-reason", default="", metavar="TEXT", help=tr("why the year's cap is passed"))
def _approve(inspection: str, approver: str, approved_on: date | None, cap_reason: str) -> Result:
    """Approve."""
    with opened() as ws:
        return _result(verbs.approve(ws, inspection, approver, approved_on, cap_reason=cap_reason).value)


@click.command("dispatch", cls=Command, help=tr("note that an approved inspection was handed to its officers"))
@click.argument("inspection", metavar="INSPECTION")
def _dispatch(inspection: str) -> Result:
    """Hand to the officers."""
    with opened() as ws:
        return _result(verbs.dispatch(ws, inspection).value)


@click.command("begin", cls=Command, help=tr("arrive: a planned visit begins"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--started-at", type=INSTANT, default=None, metavar="TIME", help=tr("when it began; now if not given"))
@click.option("--notice-served-at", type=INSTANT, default=None, metavar="TIME",
              help=tr("when the notice of the inspection was served"))  # fmt: skip
@click.option("--no-notice-reason", default=None, metavar="TEXT", help=tr("why no notice was given before"))
@click.option("--entry-scan", default=None, metavar="TEXT", help=tr("code and time of the scan at the gate"))
@click.option("--avoidance/--no-avoidance", "avoidance_declared", is_flag=True, default=None,
              help=tr("the officers declared that nothing speaks against them"))  # fmt: skip
def _begin(
    inspection: str, started_at: datetime | None, notice_served_at: datetime | None, no_notice_reason: str | None,
    entry_scan: str | None, avoidance_declared: bool | None,
) -> Result:  # fmt: skip
    """Begin the visit."""
    with opened() as ws:
        made = verbs.begin(
            ws, inspection, started_at=started_at, notice_served_at=notice_served_at,
            no_notice_reason=no_notice_reason, entry_scan=entry_scan, avoidance_declared=avoidance_declared,
        ).value  # fmt: skip
    return _result(made, started_at=made.started_at.isoformat(timespec="seconds"))


@click.command("refuse", cls=Command, help=tr("note that entry was refused"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--reason", required=True, metavar="TEXT", help=tr("what happened"))
@click.option("--at", type=INSTANT, default=None, metavar="TIME", help=tr("when it ended; now if not given"))
def _refuse(inspection: str, reason: str, at: datetime | None) -> Result:
    """Note a refused entry."""
    with opened() as ws:
        return _result(verbs.refuse_entry(ws, inspection, reason, at).value)


@click.command("terminate", cls=Command, help=tr("call an inspection off"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _terminate(inspection: str, reason: str) -> Result:
    """Call off."""
    with opened() as ws:
        return _result(verbs.terminate(ws, inspection, reason).value)


@click.command("file", cls=Command, help=tr("file an inspection whose case is whole; the same as `case close`"))
@click.argument("inspection", metavar="INSPECTION")
def _file(inspection: str) -> Result:
    """File."""
    with opened() as ws:
        return _result(case_file.close_case(ws, inspection).value)


COMMANDS = (_plan, _set_task, _submit, _return, _approve, _dispatch, _begin, _refuse, _terminate, _file)
