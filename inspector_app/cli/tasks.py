# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the office's tasks: given and taken back at the office, begun, returned and done on the laptop."""

from __future__ import annotations

from datetime import date

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import DAY
from inspector_app.cli.lookup import document_of, enterprise_of, officer_of
from inspector_app.cli.people import people_of, people_options
from inspector_app.cli.result import Result, flat, short, table
from inspector_app.domain.unit import Role, Task, TaskKind
from inspector_app.handoff.devices import find_device
from inspector_app.handoff.membership import membership
from inspector_app.ledgers import tasks as ledger
from inspector_app.ledgers.tasks import TaskRow
from inspector_app.operations import tasks as verbs
from inspector_app.operations.inspections import InspectionDraft
from inspector_app.operations.tasks import TaskDraft
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@click.command("list", cls=Command, help=tr("list what the office asks of this laptop; at the office, of all"))
@click.option("--open", "only_open", is_flag=True, help=tr("only those that are not done"))
@click.option("--device", default="", metavar="DEVICE", help=tr("only those of this laptop"))
def _list(only_open: bool, device: str) -> Result:
    """List tasks."""
    with opened() as ws:
        wanted = find_device(ws, device).id if device else "" if membership(ws).role is Role.OFFICE else ws.device
        found = ledger.tasks(ws, wanted, only_open=only_open)
    data = [_object(row) for row in found]
    if not found:
        return Result(data={"tasks": data}, lines=[tr("Nothing was found.")])
    head = (
        tr("Day"), tr("State"), tr("What"), tr("Enterprise"), tr("Order or checklists"), tr("Laptop"), tr("Identifier"),
    )  # fmt: skip
    rows = [
        (_day(row), word(row.task.state), word(row.task.kind), row.enterprise_name,
         row.number or short(tr(", ").join(row.pack_titles)), row.device_name, row.task.id)
        for row in found
    ]  # fmt: skip
    return Result(data={"tasks": data}, lines=table([head, *rows]))


@click.command("start", cls=Command, help=tr("begin a task: its inspection starts, or it leads to the order"))
@click.argument("task", metavar="TASK")
@people_options(required=False)
@click.option("--place", default="", metavar="TEXT", help=tr("Place inspected"))
def _start(
    task: str, officers: tuple[str, ...], experts: tuple[str, ...], witnesses: tuple[str, ...], accompanied_by: str,
    accompanied_title: str, place: str,
) -> Result:  # fmt: skip
    """Begin a task. The office's officers are taken where none are named here."""
    with opened() as ws:
        row = _task(ws, task)
        chosen = officers or row.task.officers
        people = people_of(ws, chosen, experts, witnesses, accompanied_by, accompanied_title)
        draft = InspectionDraft(
            enterprise_id=row.task.enterprise_id, pack_ids=row.task.packs, people=people, place=place
        )
        is_visit = row.task.kind is TaskKind.INSPECTION
        made = verbs.start_task(ws, row.task.id, draft if is_visit else None).value
    inspection = made.inspection.id if made.inspection else None
    data = {"task": made.task.id, "inspection": inspection, "document": made.document_id or None}
    line = (
        tr("Inspection begun: {id}", id=inspection)
        if inspection
        else tr("Look at the order again: {number}", number=row.number)
    )
    return Result(data=data, lines=[line])


@click.command("return", cls=Command, help=tr("give a task back to the office"))
@click.argument("task", metavar="TASK")
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _return(task: str, reason: str) -> Result:
    """Return a task."""
    with opened() as ws:
        made = verbs.return_task(ws, _task(ws, task).task.id, reason).value
    return _moved(made)


@click.command("done", cls=Command, help=tr("say that a task is done that was not begun from here"))
@click.argument("task", metavar="TASK")
@click.option("--inspection", default="", metavar="INSPECTION", help=tr("the inspection that did it"))
def _done(task: str, inspection: str) -> Result:
    """Say that a task is done."""
    with opened() as ws:
        made = verbs.finish_task(ws, _task(ws, task).task.id, inspection).value
    return _moved(made)


@click.command("assign", cls=Command, help=tr("ask a laptop for an inspection, or to look at an order again"))
@click.option("--device", required=True, metavar="DEVICE", help=tr("the laptop: name, holder, or the start of its id"))
@click.option("--enterprise", default="", metavar="ENTERPRISE", help=tr("id, credit code or name"))
@click.option("--pack", "packs", multiple=True, metavar="PACK", help=tr("a checklist; may be repeated"))
@click.option(
    "--order", "document", default="", metavar="NUMBER", help=tr("the order to look at again, by id or number")
)
@click.option("--officer", "officers", multiple=True, metavar="OFFICER", help=tr("who is to go; may be repeated"))
@click.option("--due", type=DAY, default=None, metavar="DATE", help=tr("until when"))
@click.option("--note", default="", metavar="TEXT", help=tr("what the team should know"))
def _assign(
    device: str, enterprise: str, packs: tuple[str, ...], document: str, officers: tuple[str, ...], due: date | None,
    note: str,
) -> Result:  # fmt: skip
    """Assign a task."""
    if bool(enterprise) == bool(document):
        raise click.UsageError(tr("Give either --enterprise with --pack, or --order."))
    with opened() as ws:
        draft = TaskDraft(
            kind=TaskKind.REINSPECTION if document else TaskKind.INSPECTION, device=find_device(ws, device).id,
            enterprise_id=enterprise_of(ws, enterprise).id if enterprise else "",
            document_id=document_of(ws, document).document.id if document else "", packs=packs,
            officers=tuple(officer_of(ws, name).id for name in officers), due_on=due, note=note,
        )  # fmt: skip
        made = verbs.assign_task(ws, draft).value
        row = ledger.task(ws, made.id)
    line = tr("Given to {name}; it gets it with the next dispatch.", name=row.device_name)
    return Result(data={"task": made.id, **_object(row)}, lines=[line, *table([(tr("Identifier"), made.id)])])


@click.command("reassign", cls=Command, help=tr("give a task to another laptop"))
@click.argument("task", metavar="TASK")
@click.option("--device", required=True, metavar="DEVICE", help=tr("the laptop: name, holder, or the start of its id"))
def _reassign(task: str, device: str) -> Result:
    """Give a task to another laptop."""
    with opened() as ws:
        made = verbs.reassign_task(ws, _task(ws, task).task.id, find_device(ws, device).id).value
    return _moved(made)


@click.command("cancel-task", cls=Command, help=tr("take a task back"))
@click.argument("task", metavar="TASK")
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _cancel(task: str, reason: str) -> Result:
    """Take a task back."""
    with opened() as ws:
        made = verbs.cancel_task(ws, _task(ws, task).task.id, reason).value
    return _moved(made)


def _task(ws: Workspace, name: str) -> TaskRow:
    with ws.reader() as db:
        found = verbs.task_in(db, name)
    return ledger.task(ws, found.id)


def _moved(task: Task) -> Result:
    data = {"task": task.id, "state": task.state.value, "reason": task.reason}
    return Result(data=data, lines=[tr("{name}: {state}", name=task.id, state=word(task.state))])


def _object(row: TaskRow) -> dict[str, object]:
    return flat(
        row.task, device_name=row.device_name, enterprise_name=row.enterprise_name, number=row.number,
        pack_titles=row.pack_titles, officer_names=row.officer_names, days_left=row.days_left, is_late=row.is_late,
    )  # fmt: skip


def _day(row: TaskRow) -> str:
    if row.task.due_on is None:
        return "-"
    day = row.task.due_on.isoformat()
    return tr("{day} (late)", day=day) if row.is_late else day


TASK_COMMANDS = (_list, _start, _return, _done)
OFFICE_COMMANDS = (_assign, _reassign, _cancel)
