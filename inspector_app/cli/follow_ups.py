# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about what goes on beside an order: listed supervision, resumption, transfer, talk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, PATH, Word
from inspector_app.cli.lookup import not_found
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, short, table, warned
from inspector_app.domain.follow_up import FollowUp, FollowUpKind, FollowUpVerb
from inspector_app.domain.problems import Problem
from inspector_app.law.follow_ups import OPEN, StepField
from inspector_app.ledgers import case as ledger
from inspector_app.operations import follow_ups as verbs
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

F = TypeVar("F", bound=Callable[..., object])


@click.group("follow-ups", cls=Group, help=about("follow-ups"))
def follow_ups() -> None:
    """Commands about follow-ups."""


def _step(function: F) -> F:
    """Add the options of a step."""
    for option in (
        click.option("--fields", "file", type=PATH, default=None, metavar="FIELDS.json",
                     help=tr("what the step states; `follow-ups fields` names it")),
        click.option("--date", "on", type=DAY, default=None, metavar="DATE", help=tr("day of the step; else today")),
    ):  # fmt: skip
        function = option(function)
    return function


def _made(one: FollowUp, notes: Sequence[Problem]) -> Result:
    line = tr("{kind}: {state} ({id})", kind=word(one.kind), state=word(one.state), id=one.id)
    data = {**flat(one), **({"warnings": [as_object(p) for p in notes]} if notes else {})}
    return Result(data=data, lines=[line], notes=warned(notes))


@follow_ups.command("open", help=tr("begin one"))
@click.option("--inspection", required=True, metavar="INSPECTION", help=tr("the inspection"))
@click.option("--kind", type=Word(FollowUpKind), required=True, help=tr("which kind"))
@click.option("--subject", default="", metavar="ID|NUMBER",
              help=tr("the finding or document that it is about; the whole case if not given"))  # fmt: skip
@_step
def _open(inspection: str, kind: FollowUpKind, subject: str, file: Path | None, on: date | None) -> Result:
    """Begin a follow-up."""
    with opened() as ws:
        values, notes = verbs.read_step_fields(ws, kind, OPEN, file) if file else ({}, ())
        draft = verbs.StepDraft(on=on, fields=values)
        return _made(verbs.open_follow_up(ws, inspection, kind, subject, draft).value, notes)


@follow_ups.command("advance", help=tr("move one on by a step"))
@click.argument("follow_up", metavar="FOLLOW_UP")
@click.argument("verb", type=Word(FollowUpVerb))
@_step
@click.option("--person", default="", metavar="NAME", help=tr("who did it"))
@click.option("--text", default="", metavar="TEXT", help=tr("Remark"))
@click.option("--document", default="", metavar="DOCUMENT", help=tr("the document that carries the step"))
def _advance(
    follow_up: str, verb: FollowUpVerb, file: Path | None, on: date | None, person: str, text: str, document: str
) -> Result:
    """Move a follow-up on."""
    with opened() as ws:
        kind = _row(ws, follow_up).follow_up.kind
        values, notes = verbs.read_step_fields(ws, kind, verb, file) if file else ({}, ())
        draft = verbs.StepDraft(on=on, person=person, text=text, fields=values, document=document)
        return _made(verbs.advance_follow_up(ws, follow_up, verb, draft).value, notes)


def _row(ws: Workspace, name: str) -> ledger.FollowUpRow:
    return ledger.follow_up_row(ws, name) or not_found("follow_up", name)


@follow_ups.command("list", help=tr("list them, newest first"))
@click.option("--inspection", default=None, metavar="INSPECTION", help=tr("only those of this inspection"))
@click.option("--open", "only_open", is_flag=True, help=tr("only those that are not at their end"))
def _list(inspection: str | None, only_open: bool) -> Result:
    """List follow-ups."""
    with opened() as ws:
        found = ledger.follow_up_rows(ws, inspection, only_open=only_open)
    if not found:
        return Result(data={"follow_ups": []}, lines=[tr("Nothing was found.")])
    head = (tr("Kind"), tr("State"), tr("Begun on"), tr("Enterprise"), tr("About"), tr("Identifier"))
    rows = [
        (word(r.follow_up.kind), word(r.follow_up.state), r.follow_up.opened_on.isoformat(), r.enterprise_name,
         short(_about(r)), r.follow_up.id)
        for r in found
    ]  # fmt: skip
    return Result(data={"follow_ups": [_object(r) for r in found]}, lines=table([head, *rows]))


def _about(row: ledger.FollowUpRow) -> str:
    if row.finding is not None:
        return row.finding.description
    return row.document.number if row.document is not None else tr("the whole case")


def _object(row: ledger.FollowUpRow) -> dict[str, object]:
    return flat(row.follow_up, enterprise=row.enterprise_name, about=_about(row), verbs=[v.value for v in row.verbs])


@follow_ups.command("show", help=tr("show one with its steps"))
@click.argument("follow_up", metavar="FOLLOW_UP")
def _show(follow_up: str) -> Result:
    """Show a follow-up."""
    with opened() as ws:
        row = _row(ws, follow_up)
        shown = verbs.fulfilments(ws, row.follow_up)
    one = row.follow_up
    facts = [
        (tr("Kind"), word(one.kind)), (tr("State"), word(one.state)), (tr("Enterprise"), row.enterprise_name),
        (tr("About"), _about(row)), (tr("Next steps"), "、".join(word(v) for v in row.verbs) or "-"),
    ]  # fmt: skip
    lines = table([*facts, *((f.name, f.text or "-") for f in shown)])
    steps = [(str(e.ordinal), e.on.isoformat(), word(e.verb), word(e.state), e.person, e.text) for e in row.events]
    data = {**_object(row), "events": [flat(e) for e in row.events], "fulfilments": [flat(f) for f in shown]}
    return Result(data=data, lines=[*lines, *([tr("Steps:"), *table(steps)] if steps else [])])


@follow_ups.command("fields", help=tr("name what a step must state"))
@click.option("--kind", type=Word(FollowUpKind), required=True, help=tr("which kind"))
@click.option("--step", "verb", default=OPEN, metavar="STEP", help=tr("`open` or the word of the step"))
def _fields(kind: FollowUpKind, verb: str) -> Result:
    """Name the fields of a step."""
    if verb != OPEN and verb not in tuple(FollowUpVerb):
        words = ", ".join((OPEN, *FollowUpVerb))
        raise click.BadParameter(tr("one of these is needed: {words}", words=words), param_hint="--step")
    with opened() as ws:
        found = verbs.step_fields(ws, kind, verb)
    if not found:
        return Result(data={"fields": []}, lines=[tr("This step states nothing of its own.")])
    head = (tr("Key"), tr("Name"), tr("Type"), tr("Needed"), tr("Choices"), tr("Mark"))
    return Result(data={"fields": [flat(f) for f in found]}, lines=table([head, *map(_field_row, found)]))


def _field_row(f: StepField) -> tuple[str, ...]:
    needed = (f.when or tr("yes")) if f.spec.required else "-"
    inside = [c.name for c in f.spec.columns] or list(f.spec.words)
    return (f.spec.name, f.spec.label, word(f.spec.type), needed, " ".join(inside) or "-", word(f.mark))
