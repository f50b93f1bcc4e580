# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the special equipment of enterprises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.imports import import_options, import_result
from inspector_app.cli.kinds import DAY
from inspector_app.cli.lookup import enterprise_of, not_found
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, table, warned
from inspector_app.domain.equipment import DueState, Equipment, EquipmentDraft, problems_of
from inspector_app.ledgers import equipment as ledger
from inspector_app.operations import equipment as verbs
from inspector_app.operations import equipment_import
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

F = TypeVar("F", bound=Callable[..., object])


@click.group("equipment", cls=Group, help=about("equipment"))
def equipment() -> None:
    """Commands about special equipment."""


@equipment.command("list", help=tr("list the pieces with the day on which each is due"))
@click.argument("enterprise", metavar="ENTERPRISE", required=False, default=None)
@click.option("--due", is_flag=True, help=tr("only what is overdue, due soon or to be looked up"))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("as of this day; else today"))
def _list(enterprise: str | None, due: bool, on: date | None) -> Result:
    """List the pieces of an enterprise, or of all."""
    with opened() as ws:
        found = ledger.lines(ws, enterprise_of(ws, enterprise).id if enterprise else "", on)
    shown = [line for line in found if not due or line.state is not DueState.FINE]
    if not shown:
        return Result(data={"equipment": []}, lines=[tr("Nothing was found.")])
    head = (tr("State"), tr("Next inspection"), tr("Category"), tr("Name"), tr("Code"), tr("Identifier"))
    rows = [
        (_state(line), line.due.isoformat() if line.due else "-", line.equipment.category, line.equipment.name,
         line.equipment.code or "-", line.equipment.id)
        for line in shown
    ]  # fmt: skip
    return Result(data={"equipment": [_object(line) for line in shown]}, lines=table([head, *rows]))


def _state(line: ledger.EquipmentLine) -> str:
    return word(line.state) if line.is_sure else tr("{state} (to be verified)", state=word(line.state))


def _object(line: ledger.EquipmentLine) -> dict[str, object]:
    return flat(
        line.equipment, enterprise=line.enterprise_name, state=line.state, due=line.due, latest=line.latest,
        reason=line.reason, verified=line.is_sure,
    )  # fmt: skip


@equipment.command("kinds", help=tr("list the categories that the table of cycles knows"))
def _kinds() -> Result:
    """List the categories."""
    with opened() as ws:
        found = ledger.kinds(ws)
    return Result(data={"kinds": list(found)}, lines=table((kind,) for kind in found))


def _facts(function: F) -> F:
    """Add the options for everything that the list keeps of a piece."""
    texts = (
        ("--note", tr("Note")), ("--safety-class", tr("Safety class")), ("--place", tr("Place")),
        ("--registration", tr("Registration number")), ("--code", tr("Equipment code")),
    )  # fmt: skip
    days = (
        ("--due-on", tr("next inspection, as the certificate says")), ("--inspected-on", tr("last inspection")),
        ("--started-on", tr("in use since")),
    )  # fmt: skip
    for name, told in texts:
        function = click.option(name, default=None, metavar="TEXT", help=told)(function)
    for name, told in days:
        function = click.option(name, type=DAY, default=None, metavar="DATE", help=told)(function)
    return function


@equipment.command("add", help=tr("put a piece on the list of an enterprise"))
@click.argument("enterprise", metavar="ENTERPRISE")
@click.option("--category", required=True, metavar="TEXT", help=tr("one of `equipment kinds`"))
@click.option("--name", required=True, metavar="NAME", help=tr("Name"))
@_facts
def _add(enterprise: str, category: str, name: str, **given: Any) -> Result:
    """Put a piece on the list."""
    values = {key: value for key, value in given.items() if value is not None}
    with opened() as ws:
        place = enterprise_of(ws, enterprise)
        made = verbs.keep_equipment(ws, place.id, EquipmentDraft(category=category, name=name, **values)).value
        return _kept(ws, made)


@equipment.command("amend", help=tr("change a piece; what is not given stays"))
@click.argument("piece", metavar="EQUIPMENT")
@click.option("--category", default=None, metavar="TEXT", help=tr("one of `equipment kinds`"))
@click.option("--name", default=None, metavar="NAME", help=tr("Name"))
@_facts
def _amend(piece: str, **given: Any) -> Result:
    """Change a piece."""
    with opened() as ws:
        known = _piece(ws, piece)
        values = {n: getattr(known, n) if given.get(n) is None else given[n] for n in verbs.DRAFT_FIELDS}
        made = verbs.keep_equipment(ws, known.enterprise_id, EquipmentDraft(**values), equipment_id=known.id).value
        return _kept(ws, made)


@equipment.command("remove", help=tr("take a piece off the list; it is kept with the reason"))
@click.argument("piece", metavar="EQUIPMENT")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _remove(piece: str, reason: str) -> Result:
    """Take a piece off the list."""
    with opened() as ws:
        gone = verbs.remove_equipment(ws, _piece(ws, piece).id, reason).value
    return Result(data={"equipment": gone.id}, lines=[tr("Off the list: {name}", name=gone.name)])


def _piece(ws: Workspace, name: str) -> Equipment:
    """Give a piece by its id, code or registration, where only one has it."""
    found = [line.equipment for line in ledger.lines(ws)]
    same = [e for e in found if name and name in (e.id, e.code, e.registration)]
    return same[0] if len(same) == 1 else not_found("equipment", name)


def _kept(ws: Workspace, made: Equipment) -> Result:
    line = next(line for line in ledger.lines(ws, made.enterprise_id) if line.equipment.id == made.id)
    warnings = list(problems_of(made, ws.today()))
    data = {"equipment": _object(line), **({"warnings": [as_object(p) for p in warnings]} if warnings else {})}
    facts = [
        (tr("Name"), made.name), (tr("Category"), made.category), (tr("Equipment code"), made.code),
        (tr("Registration number"), made.registration), (tr("Place"), made.place),
        (tr("Next inspection"), line.due.isoformat() if line.due else ""), (tr("State"), _state(line)),
        (tr("Why"), line.reason), (tr("Identifier"), made.id),
    ]  # fmt: skip
    return Result(data=data, lines=table(fact for fact in facts if fact[1]), notes=warned(warnings))


@equipment.command("import", help=tr("import the list of an enterprise (XLSX or CSV)"))
@click.argument("enterprise", metavar="ENTERPRISE")
@import_options
def _import(enterprise: str, file: Path, skip_bad: bool, preview: bool) -> Result:
    """Import a list; refused with every bad row unless these are to be skipped."""
    with opened() as ws:
        shown = equipment_import.preview_equipment(ws, enterprise_of(ws, enterprise).id, file)
        done = None if preview else equipment_import.import_equipment(ws, shown, skip_bad=skip_bad).value
    return import_result(shown, done)
