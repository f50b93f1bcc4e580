# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the life of orders and measures: state, extension, report of completion, decisions of the head."""

from __future__ import annotations

from datetime import date

import click

from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.kinds import DAY, Whole, Word
from inspector_app.cli.lookup import document_of
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, plain, table, warned
from inspector_app.domain.order_life import OrderLife, OrderVerb
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import orders as ledger
from inspector_app.operations import extensions
from inspector_app.operations import orders as verbs
from inspector_app.wording import tr, word


@click.command("state", cls=Command, help=tr("show where an order stands, and what the law offers next"))
@click.argument("document", metavar="DOCUMENT")
def _state(document: str) -> Result:
    """Show an order with its lines, steps and next steps."""
    with opened() as ws:
        view = ledger.order_view(ws, document_of(ws, document).document.id)
    return Result(data=_data(view), lines=_lines(view))


DOCUMENT_COMMANDS = (_state,)


def _data(view: ledger.OrderView) -> dict[str, object]:
    due = view.reinspect_by
    return {
        "document": view.document.id,
        "number": view.document.number,
        "kind": view.document.kind.value,
        "enterprise": view.enterprise.name,
        "state": view.life.state.value,
        "may": [verb.value for verb in view.verbs],
        "due_on": plain(view.due_on),
        "is_due": view.is_due,
        "overdue_days": view.overdue_days,
        "reinspect_by": due.date.isoformat() if due else None,
        "reinspect_by_is_provisional": due.is_provisional if due else False,
        "lines": [_line(v) for v in view.lines],
        "services": plain(view.services),
        "events": plain(view.events),
        "rounds": plain(view.rounds),
        "attachments": plain(view.attachments),
        "next_steps": plain(view.next_steps),
    }


def _line(view: ledger.LineView) -> dict[str, object]:
    return {
        "line": view.line.ordinal,
        "finding": view.line.finding.id,
        "status": view.line.finding.status.value,
        "place": view.line.finding.place,
        "description": view.line.finding.description,
        "printed_deadline": plain(view.line.printed),
        "deadline": plain(view.line.deadline),
        "before": [p.id for p in view.before],
        "rounds": [
            {"round": r.round, "on": r.on.isoformat(), "verdict": r.entry.verdict.value, "fact": r.entry.fact,
             "photos": [p.id for p in r.photos]}
            for r in view.rounds
        ],
        "waiting_photos": [p.id for p in view.waiting],
        "sign_off": plain(view.sign_off),
    }  # fmt: skip


def _lines(view: ledger.OrderView) -> list[str]:
    facts = [
        (tr("Number"), view.document.number),
        (tr("Enterprise"), view.enterprise.name),
        (tr("State"), word(view.life.state)),
        (tr("Deadline"), str(view.due_on or "-")),
        (tr("Overdue"), tr("{count} days", count=view.overdue_days) if view.overdue_days else "-"),
        (tr("Re-inspect by"), str(view.reinspect_by.date) if view.reinspect_by else "-"),
    ]
    rows = [
        (str(v.line.ordinal), word(v.line.finding.status), str(v.line.deadline or tr("at once")),
         v.line.finding.place, v.line.finding.description)
        for v in view.lines
    ]  # fmt: skip
    steps = [
        (s.title, s.basis + (tr(" (to be verified)") if s.mark.is_unsure else ""), s.reason) for s in view.next_steps
    ]
    lines = [*table(facts), "", *table(rows)]
    return [*lines, "", tr("What the law offers next:"), *table(steps)] if steps else lines


@click.group("orders", cls=Group, help=about("orders"))
def orders() -> None:
    """Commands about orders and measures."""


@orders.command("list", help=tr("list the orders that still run, the most urgent first"))
def _list() -> Result:
    """List open orders."""
    with opened() as ws:
        found = ledger.open_orders(ws)
    if not found:
        return Result(data={"orders": []}, lines=[tr("Nothing was found.")])
    head = (tr("Number"), tr("State"), tr("Deadline"), tr("Overdue"), tr("Done"), tr("Enterprise"))
    rows = [
        (r.number, word(r.state), str(r.due_on or "-"), str(r.overdue_days or "-"), f"{r.done}/{r.lines}",
         r.enterprise_name)
        for r in found
    ]  # fmt: skip
    return Result(data={"orders": [flat(r) for r in found]}, lines=table([head, *rows]))


@orders.command("move", help=tr("open a case, renew, amend, suspend, resume or close an order"))
@click.argument("document", metavar="DOCUMENT")
@click.argument("verb", type=Word(OrderVerb, without=[v for v in OrderVerb if v not in verbs.BY_PERSON]),
                metavar="VERB")  # fmt: skip
@click.option("--on", type=DAY, required=True, metavar="DATE", help=tr("the day of the step"))
@click.option("--person", required=True, metavar="NAME", help=tr("who decided it"))
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
@click.option("--refers-to", default="", metavar="DOCUMENT", help=tr("the document that carries the step"))
def _move(document: str, verb: OrderVerb, on: date, person: str, reason: str, refers_to: str) -> Result:
    """Move an order on."""
    with opened() as ws:
        row = document_of(ws, document).document
        after = verbs.move_order(ws, row.id, verb, on=on, person=person, reason=reason, refers_to=refers_to).value
    return _moved(row.number, after)


def _moved(number: str, after: OrderLife, warnings: tuple[Problem, ...] = (), **more: object) -> Result:
    data: dict[str, object] = {"document": after.document_id, "number": number, "state": after.state.value, **more}
    if warnings:
        data["warnings"] = [as_object(p) for p in warnings]
    lines = [tr("{number}: {state}", number=number, state=word(after.state))]
    return Result(data=data, lines=lines, notes=warned(warnings))


@click.command("report-done", cls=Command, help=about("report-done"))
@click.argument("document", metavar="DOCUMENT")
@click.option("--on", type=DAY, required=True, metavar="DATE", help=tr("the day of the report"))
@click.option("--person", required=True, metavar="NAME", help=tr("who reported it"))
@click.option("--text", default="", metavar="TEXT", help=tr("what the report says"))
def report_done(document: str, on: date, person: str, text: str) -> Result:
    """Keep the unit's report of completion."""
    with opened() as ws:
        row = document_of(ws, document).document
        after = verbs.report_done(ws, row.id, on=on, person=person, text=text).value
        due = ledger.order_view(ws, row.id).reinspect_by
    return _moved(row.number, after, reinspect_by=due.date.isoformat() if due else None)


@click.command("extend", cls=Command, help=about("extend"))
@click.argument("document", metavar="DOCUMENT")
@click.option("--asked-on", type=DAY, default=None, metavar="DATE", help=tr("the day of the unit's written request"))
@click.option("--by", default="", metavar="NAME", help=tr("who asked; else the enterprise"))
@click.option(
    "--line", "lines", type=Whole(1, 9999), multiple=True, metavar="N", help=tr("for this line; may be repeated")
)
@click.option("--grant", "decision", flag_value="grant", help=tr("the request is granted"))
@click.option("--refuse", "decision", flag_value="refuse", help=tr("the request is refused"))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("the day of the decision"))
@click.option("--person", default="", metavar="NAME", help=tr("who decided it"))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=tr("the new deadline"))
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def extend(
    document: str, asked_on: date | None, by: str, lines: tuple[int, ...], decision: str | None, on: date | None,
    person: str, until: date | None, reason: str,
) -> Result:  # fmt: skip
    """Keep a request for an extension, or its answer; exactly one of the two."""
    if (asked_on is None) == (decision is None):
        raise click.UsageError(tr("name either the request (--asked-on) or the answer (--grant, --refuse)"))
    if asked_on is not None:
        return _ask(document, asked_on, by, lines, until, reason)
    if on is None:
        raise click.MissingParameter(param_hint="--on", param_type="option")
    with opened() as ws:
        row = document_of(ws, document).document
        after = extensions.decide_extension(
            ws, row.id, granted=decision == "grant", on=on, person=person, reason=reason, new_deadline=until
        ).value
        view = ledger.order_view(ws, row.id)
    deadlines = {str(v.line.ordinal): plain(v.line.deadline) for v in view.lines}
    return _moved(row.number, after, deadlines=deadlines)


def _ask(document: str, asked_on: date, by: str, lines: tuple[int, ...], until: date | None, reason: str) -> Result:
    if until is None:
        raise click.MissingParameter(param_hint="--until", param_type="option")
    with opened() as ws:
        row = document_of(ws, document)
        view = ledger.order_view(ws, row.document.id)
        ids = [v.line.finding.id for v in view.lines if v.line.ordinal in lines]
        if len(ids) < len(set(lines)):
            raise click.BadParameter(tr("the order has no such line"), param_hint="--line")
        told = extensions.extension_warnings(ws, row.document.id, asked_on)
        event = extensions.ask_extension(
            ws, row.document.id, asked_on=asked_on, reason=reason, person=by or row.enterprise_name,
            new_deadline=until, finding_ids=ids,
        ).value  # fmt: skip
    after = OrderLife(document_id=row.document.id, state=event.state)
    return _moved(row.document.number, after, told, findings=list(event.finding_ids))
