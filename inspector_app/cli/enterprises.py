# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the enterprise register."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.imports import import_options, import_result
from inspector_app.cli.kinds import Whole
from inspector_app.cli.lookup import enterprise_of
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, short, table
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.ledgers import enterprises as ledger
from inspector_app.operations import enterprise_import
from inspector_app.operations import enterprises as verbs
from inspector_app.wording import tr, word

F = TypeVar("F", bound=Callable[..., object])
FIELDS = tuple(f.name for f in dataclasses.fields(EnterpriseDraft))


@click.group("enterprises", cls=Group, help=about("enterprises"))
def enterprises() -> None:
    """Commands about enterprises."""


@enterprises.command("import", help=tr("import a table (XLSX or CSV) into the register"))
@import_options
def _import(file: Path, skip_bad: bool, preview: bool) -> Result:
    """Import a register file; refused with every bad row unless these are to be skipped."""
    with opened() as ws:
        shown = enterprise_import.preview_import(ws, file)
        done = None if preview else enterprise_import.import_enterprises(ws, shown, skip_bad=skip_bad).value
    return import_result(shown, done)


@enterprises.command("find", help=tr("find by name, pinyin initials, credit code or address"))
@click.argument("text", metavar="TEXT")
@click.option("--limit", type=Whole(1, 100_000), default=200, metavar="N", help=tr("at most so many"))
def _find(text: str, limit: int) -> Result:
    """Search the register."""
    with opened() as ws:
        found = ledger.find_enterprises(ws, text, limit)
    listed = [flat(r.enterprise, open_findings=r.open_findings, last_inspected=r.last_inspected) for r in found]
    if not found:
        return Result(data={"enterprises": []}, lines=[tr("Nothing was found.")])
    head = (tr("Name"), tr("Credit code"), tr("District"), tr("Open findings"), tr("Last inspected"))
    rows = [
        (r.enterprise.name, r.enterprise.credit_code or "-", r.enterprise.district, str(r.open_findings),
         r.last_inspected.isoformat() if r.last_inspected else "-")
        for r in found
    ]  # fmt: skip
    return Result(data={"enterprises": listed}, lines=table([head, *rows]))


@enterprises.command("show", help=tr("show one enterprise and what happened there"))
@click.argument("enterprise", metavar="ENTERPRISE")
def _show(enterprise: str) -> Result:
    """Show an enterprise with its history."""
    with opened() as ws:
        found = enterprise_of(ws, enterprise)
        history = ledger.history(ws, found.id)
    inspections = [flat(row) for row in history.inspections]
    papers = [flat(row.document, without=("content",)) for row in history.documents]
    findings = [flat(row.finding) for row in history.open_findings]
    data = {"enterprise": flat(found), "inspections": inspections, "documents": papers, "open_findings": findings}
    lines = _lines(found)
    rows = [(f"{r.started_at:%Y-%m-%d}", word(r.state), r.packs_title, r.id) for r in history.inspections]
    lines += [tr("Inspections:"), *table(rows)] if rows else []
    rows = [(r.document.number, word(r.document.kind), word(r.document.state), "") for r in history.documents]
    lines += [tr("Documents:"), *table(rows)] if rows else []
    rows = [(str(r.finding.deadline or "-"), r.finding.place, short(r.finding.description), r.finding.id)
            for r in history.open_findings]  # fmt: skip
    return Result(data=data, lines=[*lines, *([tr("Findings:"), *table(rows)] if rows else [])])


def _lines(e: Enterprise) -> list[str]:
    rows = [
        (tr("Name"), e.name), (tr("Credit code"), e.credit_code), (tr("Address"), e.address),
        (tr("District"), e.district), (tr("Industry"), e.industry), (tr("Person in charge"), e.person_in_charge),
        (tr("Title"), e.title), (tr("Phone"), e.phone), (tr("Note"), e.note),
        (tr("Visits a year at most"), str(e.visit_cap or "")), (tr("Identifier"), e.id),
    ]  # fmt: skip
    return table(row for row in rows if row[1])


def _facts(function: F) -> F:
    """Add the options for everything that the register keeps of an enterprise, but its name."""
    options = (
        ("--note", tr("Note")), ("--phone", tr("Phone")), ("--title", tr("Title")),
        ("--person-in-charge", tr("Person in charge")), ("--industry", tr("Industry")),
        ("--district", tr("District")), ("--address", tr("Address")), ("--credit-code", tr("Credit code")),
    )  # fmt: skip
    for name, told in options:
        function = click.option(name, default=None, metavar="TEXT", help=told)(function)
    return function


_cap = click.option(
    "--visit-cap", type=Whole(0, verbs.MOST_VISITS), default=None, metavar="N",
    help=tr("at most so many visits a year; 0 for no cap"),
)  # fmt: skip


@enterprises.command("add", help=tr("register an enterprise"))
@click.option("--name", required=True, metavar="NAME", help=tr("Name"))
@_facts
@_cap
def _add(name: str, visit_cap: int | None, **given: str | None) -> Result:
    """Register an enterprise."""
    draft = EnterpriseDraft(name=name, **{key: value for key, value in given.items() if value is not None})
    with opened() as ws:
        made = verbs.register_enterprise(ws, draft, visit_cap=visit_cap).value
    return Result(data={"enterprise": flat(made)}, lines=_lines(made))


@enterprises.command("amend", help=tr("change an enterprise; what is not given stays"))
@click.argument("enterprise", metavar="ENTERPRISE")
@click.option("--name", default=None, metavar="NAME", help=tr("Name"))
@_facts
@_cap
def _amend(enterprise: str, visit_cap: int | None, **given: str | None) -> Result:
    """Change an enterprise."""
    with opened() as ws:
        known = enterprise_of(ws, enterprise)
        values = {n: getattr(known, n) if given.get(n) is None else str(given[n]) for n in FIELDS}
        made = verbs.amend_enterprise(ws, known.id, EnterpriseDraft(**values), visit_cap=visit_cap).value
    return Result(data={"enterprise": flat(made)}, lines=_lines(made))
