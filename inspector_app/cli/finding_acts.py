# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about many findings at once: assign, remind, list under supervision."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import DAY, PATH
from inspector_app.cli.lookup import officer_of
from inspector_app.cli.result import Result, as_object, warned
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.follow_up import FollowUpKind, FollowUpVerb
from inspector_app.domain.problems import Problem
from inspector_app.operations import finding_acts as verbs
from inspector_app.operations.follow_ups import read_step_fields
from inspector_app.wording import tr


@click.command("assign", cls=Command, help=tr("assign findings to somebody, all or none"))
@click.argument("findings", nargs=-1, required=True, metavar="FINDING")
@click.option("--person", default="", metavar="NAME", help=tr("who is to see to them; may be left out with --officer"))
@click.option("--officer", default="", metavar="OFFICER", help=tr("an officer: id, certificate number or name"))
@click.option("--due", type=DAY, default=None, metavar="DATE", help=tr("until which day"))
@click.option("--text", default="", metavar="TEXT", help=tr("Remark"))
def _assign(findings: tuple[str, ...], person: str, officer: str, due: date | None, text: str) -> Result:
    """Assign findings."""
    with opened() as ws:
        known = officer_of(ws, officer) if officer else None
        number = verbs.assign_findings(
            ws, findings, person=person or (known.name if known else ""), officer_id=known.id if known else "",
            due_on=due, text=text,
        ).value  # fmt: skip
    return Result(data={"assigned": number}, lines=[tr("Assigned: {count} findings", count=number)])


@click.command("remind", cls=Command, help=tr("note that somebody was reminded of findings, all or none"))
@click.argument("findings", nargs=-1, required=True, metavar="FINDING")
@click.option("--person", default="", metavar="NAME",
              help=tr("who was reminded; else whom each was assigned to, else the person in charge"))  # fmt: skip
@click.option("--text", default="", metavar="TEXT", help=tr("Remark"))
def _remind(findings: tuple[str, ...], person: str, text: str) -> Result:
    """Remind of findings."""
    with opened() as ws:
        number = verbs.remind_findings(ws, findings, person=person, text=text).value
    return Result(data={"reminded": number}, lines=[tr("Reminded: {count} findings", count=number)])


@click.command("list-supervision", cls=Command, help=tr("list major findings under supervision, all or none"))
@click.argument("findings", nargs=-1, required=True, metavar="FINDING")
@click.option("--level", required=True, metavar="WORD", help=tr("level of supervision, as the step's fields name it"))
@click.option("--organ", required=True, metavar="NAME", help=tr("the organ that lists them"))
@click.option("--deadline", type=DAY, required=True, metavar="DATE", help=tr("until when they must be mended"))
@click.option("--number", default="", metavar="NUMBER", help=tr("number of the first one; the next ones count on"))
@click.option("--person", default="", metavar="NAME", help=tr("who answers for it; else the person in charge"))
@click.option("--date", "on", type=DAY, default=None, metavar="DATE", help=tr("day of the step; else today"))
@click.option("--fields", "file", type=PATH, default=None, metavar="FIELDS.json",
              help=tr("what else the step states, the same for all; `follow-ups fields` names it"))  # fmt: skip
def _list(
    findings: tuple[str, ...], level: str, organ: str, deadline: date, number: str, person: str, on: date | None,
    file: Path | None,
) -> Result:  # fmt: skip
    """List findings under supervision."""
    notes: tuple[Problem, ...] = ()
    fields: FieldValues = {}
    with opened() as ws:
        if file is not None:
            fields, notes = read_step_fields(ws, FollowUpKind.SUPERVISION, FollowUpVerb.LIST.value, file)
        listed = verbs.list_findings(
            ws, findings, level=level, organ=organ, deadline=deadline, number=number, person=person, on=on,
            fields=fields,
        ).value  # fmt: skip
    data: dict[str, object] = {"listed": listed}
    if notes:
        data["warnings"] = [as_object(p) for p in notes]
    return Result(data=data, lines=[tr("Listed: {count} findings", count=listed)], notes=warned(notes))


FINDING_COMMANDS = (_assign, _remind, _list)
