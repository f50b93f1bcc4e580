# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the organ and its officers."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, PATH
from inspector_app.cli.lookup import officer_of
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, table, warned
from inspector_app.domain.organ import Officer, Organ
from inspector_app.ledgers import organs as ledger
from inspector_app.operations import organs as verbs
from inspector_app.wording import tr, word


@click.group("organ", cls=Group, help=about("organ"))
def organ() -> None:
    """Commands about the organ."""


@organ.command("show", help=tr("show the organ and its document numbers"))
def _show() -> Result:
    """Show the organ."""
    with opened() as ws:
        found = ledger.organ(ws)
        numbers = [state for state in ledger.number_state(ws) if state.is_own]
    data = {"organ": flat(found) if found else None, "numbers": [flat(n) for n in numbers]}
    if found is None:
        return Result(data=data, lines=[tr("The organ is not set yet.")])
    rows = [(n.word, str(n.year), str(n.used), str(n.void), str(n.next or "-")) for n in numbers]
    head = (tr("Word"), tr("Year"), tr("Used"), tr("Void"), tr("Next"))
    return Result(data=data, lines=[*_organ_lines(found), *(table([head, *rows]) if rows else ())])


def _organ_lines(o: Organ) -> list[str]:
    rows = [
        (tr("Name"), o.name), (tr("Short name"), o.short_name), (tr("Enforcement power"), word(o.enforcement_power)),
        (tr("Sector"), word(o.sector)), (tr("Standing"), word(o.standing)), (tr("Serial mode"), word(o.serial_mode)),
        (tr("Review organ"), o.review_organ), (tr("Court"), o.court), (tr("Numbering word"), o.numbering_word),
        (tr("Address"), o.address), (tr("Phone"), o.phone), (tr("Region code"), o.region_code),
    ]  # fmt: skip
    return table(row for row in rows if row[1])


@organ.command("set", help=tr("set or amend the organ from a file"))
@click.argument("file", type=PATH, metavar="ORGAN.toml")
def _set(file: Path) -> Result:
    """Set the organ; officers of the file are not touched."""
    told = verbs.read_organ_file(file)
    with opened() as ws:
        made = verbs.set_organ(ws, told.organ).value
    data: dict[str, object] = {"organ": flat(made)}
    if told.warnings:
        data["warnings"] = [as_object(p) for p in told.warnings]
    return Result(data=data, lines=_organ_lines(made), notes=warned(told.warnings))


@click.group("officers", cls=Group, help=about("officers"))
def officers() -> None:
    """Commands about officers."""


@officers.command("list", help=tr("list the officers"))
def _list() -> Result:
    """List the roster."""
    with opened() as ws:
        found = ledger.officers(ws)
    lines = _officer_lines(found) if found else [tr("Nobody is on the list yet.")]
    return Result(data={"officers": [flat(o) for o in found]}, lines=lines)


def _officer_lines(found: tuple[Officer, ...]) -> list[str]:
    head = (tr("Name"), tr("Certificate number"), tr("Unit"), tr("Valid until"), tr("Identifier"))
    rows = [(o.name, o.certificate_no, o.unit, o.valid_to.isoformat() if o.valid_to else "-", o.id) for o in found]
    return table([head, *rows])


@officers.command("add", help=tr("put an officer on the list"))
@click.option("--name", required=True, metavar="NAME", help=tr("Name"))
@click.option("--certificate-no", required=True, metavar="NUMBER", help=tr("Certificate number"))
@click.option("--unit", default="", metavar="UNIT", help=tr("Unit"))
@click.option("--valid-from", type=DAY, default=None, metavar="DATE", help=tr("Valid from"))
@click.option("--valid-to", type=DAY, default=None, metavar="DATE", help=tr("Valid until"))
def _add(name: str, certificate_no: str, unit: str, valid_from: date | None, valid_to: date | None) -> Result:
    """Add an officer."""
    draft = verbs.OfficerDraft(
        name=name, certificate_no=certificate_no, unit=unit, valid_from=valid_from, valid_to=valid_to
    )
    with opened() as ws:
        made = verbs.add_officer(ws, draft).value
    return Result(data={"officer": flat(made)}, lines=_officer_lines((made,)))


@officers.command("amend", help=tr("change an officer's entry; what is not given stays"))
@click.argument("officer", metavar="OFFICER")
@click.option("--name", default=None, metavar="NAME", help=tr("Name"))
@click.option("--certificate-no", default=None, metavar="NUMBER", help=tr("Certificate number"))
@click.option("--unit", default=None, metavar="UNIT", help=tr("Unit"))
@click.option("--valid-from", type=DAY, default=None, metavar="DATE", help=tr("Valid from"))
@click.option("--valid-to", type=DAY, default=None, metavar="DATE", help=tr("Valid until"))
@click.option("--active/--inactive", "is_active", default=None, help=tr("on duty or not"))
def _amend(officer: str, **given: object) -> Result:
    """Change an officer."""
    with opened() as ws:
        known = officer_of(ws, officer)
        draft = verbs.OfficerDraft(**{f.name: getattr(known, f.name) for f in dataclasses.fields(verbs.OfficerDraft)})
        changed = {name: value for name, value in given.items() if value is not None}
        made = verbs.amend_officer(ws, known.id, dataclasses.replace(draft, **changed)).value  # type: ignore[arg-type]
    return Result(data={"officer": flat(made)}, lines=_officer_lines((made,)))
