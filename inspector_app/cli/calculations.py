# SPDX-License-Identifier: MulanPSL-2.0
"""Commands that calculate: R value, fireworks limits, inspection dates; alone, or inside an item of an inspection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, PATH
from inspector_app.cli.lookup import enterprise_of
from inspector_app.cli.names import about
from inspector_app.cli.result import Result
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.working import Working
from inspector_app.ledgers import equipment as equipment_ledger
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.operations import workings
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

_IN_ITEM = (
    click.option("--inspection", default="", metavar="INSPECTION", help=tr("keep it in an item of this inspection")),
    click.option("--item", default="", metavar="CODE", help=tr("the item that it belongs to")),
)


@click.group("calc", cls=Group, help=about("calc"))
def calc() -> None:
    """Commands that calculate."""


@calc.command("hazmat-r", help=tr("identify and grade major hazard installations"))
@click.option("--data", "file", type=PATH, required=True, metavar="FILE.json", help=tr("what goes in"))
@_IN_ITEM[0]
@_IN_ITEM[1]
def _hazmat_r(file: Path, inspection: str, item: str) -> Result:
    """Calculate S and R."""
    with opened() as ws:
        return _run(ws, "hazmat_r", workings.read_inputs(file), inspection, item)


@calc.command("fireworks", help=tr("compare people and quantities with their limits"))
@click.option("--data", "file", type=PATH, required=True, metavar="FILE.json", help=tr("what goes in"))
@_IN_ITEM[0]
@_IN_ITEM[1]
def _fireworks(file: Path, inspection: str, item: str) -> Result:
    """Compare with limits."""
    with opened() as ws:
        return _run(ws, "fireworks_quota", workings.read_inputs(file), inspection, item)


@calc.command("equipment", help=tr("say which special equipment is due, out of a list or a file"))
@click.option("--data", "file", type=PATH, default=None, metavar="FILE.json", help=tr("what goes in"))
@click.option("--enterprise", default="", metavar="ENTERPRISE", help=tr("the enterprise whose list is taken"))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("as of this day; else today"))
@_IN_ITEM[0]
@_IN_ITEM[1]
def _equipment(file: Path | None, enterprise: str, on: date | None, inspection: str, item: str) -> Result:
    """Judge the pieces of a list."""
    if file is None and not enterprise and not inspection:
        raise click.UsageError(tr("one of these is needed: {words}", words="--data, --enterprise, --inspection"))
    with opened() as ws:
        inputs = workings.read_inputs(file) if file is not None else _listed(ws, enterprise, on, inspection, item)
        return _run(ws, "equipment_dates", inputs, inspection, item)


def _listed(ws: Workspace, enterprise: str, on: date | None, inspection: str, item: str) -> Mapping[str, object]:
    """Give the list of an enterprise, or of the one that is inspected as of the day of the visit."""
    if inspection:
        visit = inspection_ledger.view(ws, inspection)
        day = on or visit.inspection.started_at.date()
        return equipment_ledger.inputs_of(ws, visit.enterprise.id, day, item)
    return equipment_ledger.inputs_of(ws, enterprise_of(ws, enterprise).id, on or ws.today())


def _run(ws: Workspace, calculator: str, inputs: Mapping[str, object], inspection: str, item: str) -> Result:
    """Calculate; inside an item when both the inspection and the item are named."""
    if bool(inspection) != bool(item):
        raise click.UsageError(tr("one of these is needed: {words}", words="--inspection --item"))
    if not inspection:
        return _result(workings.work_out_alone(ws, calculator, inputs), {})
    working = workings.work_out(ws, inspection, item, inputs)
    if working.calculator != calculator:
        raise click.UsageError(tr("The item “{item}” carries another calculation.", item=item))
    kept = workings.keep_working(ws, inspection, item, working).value
    more = {"inspection": inspection, "item": item, "result": kept.answer.result.value}
    notes = [tr("Kept in the item {item}.", item=item)]
    if kept.proposes is AnswerResult.NONCOMPLIANT and kept.answer.result is not AnswerResult.NONCOMPLIANT:
        notes.append(tr("The calculation speaks for noncompliant; the item is still to be answered."))
    return _result(kept.working, {"kept": {**more, "proposes": kept.proposes}}, notes)


def _result(working: Working, more: Mapping[str, object], notes: list[str] | None = None) -> Result:
    data = {
        "calculator": working.calculator, "result": working.result, "lines": list(working.lines),
        "fails": working.fails, "unverified": list(working.unverified), **more,
    }  # fmt: skip
    return Result(data=data, lines=[working.result, "", *working.lines], notes=notes or ())
