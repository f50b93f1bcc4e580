# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the data folder as a whole: demo, init, undo; and the screenshots of every screen."""

from __future__ import annotations

import dataclasses
import os
from importlib import import_module
from pathlib import Path

import click

from inspector_app.cli.files import prepare_folder
from inspector_app.cli.frame import Command, data_dir, opened
from inspector_app.cli.kinds import PATH, Whole
from inspector_app.cli.names import about
from inspector_app.cli.result import DONE, REFUSED, Result, as_object, flat, table, warned
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations import organs, undo
from inspector_app.wording import op_name, tr
from inspector_app.workspace import create_workspace

MOST_SEED = 2**31 - 1


@click.command("demo", cls=Command, help=about("demo"))
@click.option("--seed", type=Whole(0, MOST_SEED), default=1, metavar="N", help=tr("other people and enterprises"))
@click.option("--out", type=PATH, default=None, metavar="DIR", help=tr("where the PDFs go"))
@click.option("--city-year", is_flag=True, help=tr("a whole city's year instead of the county; takes minutes"))
@click.option("--year", type=Whole(2015, 2100), default=None, metavar="Y", help=tr("which year the city's data is of"))
def _demo(seed: int, out: Path | None, city_year: bool, year: int | None) -> Result:
    """Fill a data folder with the demonstration; say where its papers lie."""
    folder = data_dir(required=True)
    if city_year:
        return _city_year(folder, seed, year)
    # The demonstration stands beside the command line, not below it; only its name is known here.
    made = import_module("inspector_app.demo").make_demo(folder, seed=seed, out=out)
    papers = [flat(paper) for paper in made.papers]
    data = {"data_dir": str(folder), "made": made.is_new, "enterprises": made.enterprises, "documents": papers}
    head = tr("Demonstration data: {path}", path=str(folder))
    rows = [(str(p.number), str(p.path)) for p in made.papers]
    return Result(data=data, lines=[head, *table(rows)])


def _city_year(folder: Path, seed: int, year: int | None) -> Result:
    """Make the city's year, telling on the error channel how far it is."""
    said: dict[str, int] = {}

    def tell(what: str, done: int, every: int) -> None:
        share = 10 * done // max(every, 1)
        if said.get(what) != share:
            said[what] = share
            click.echo(f"{_step(what)} {done}/{every}", err=True)

    made = import_module("inspector_app.demo.city_year").make_city_year(folder, seed=seed, year=year, progress=tell)
    totals = dataclasses.asdict(made.totals)
    words = tr(
        "A city's year {year}: {enterprises} enterprises, {findings} findings, {rectified} rectified, in {path}",
        year=made.year, path=str(folder), enterprises=made.totals.enterprises, findings=made.totals.findings,
        rectified=made.totals.rectified,
    )  # fmt: skip
    return Result(data={"data_dir": str(folder), "year": made.year, "totals": totals}, lines=[words])


def _step(table: str) -> str:
    named = {
        "officers": tr("Officers"), "enterprises": tr("Enterprises"), "equipment": tr("Special equipment"),
        "visits": tr("Inspections"), "orders": tr("Orders"), "follow_ups": tr("Follow-up"),
        "licences": tr("Licence or certificate"), "major_hazards": tr("Major hazard source"),
        "insurances": tr("Liability insurance"), "credit_listings": tr("Credit listing"),
        "penalty_cases": tr("Penalty case"), "plan_units": tr("Unit of the plan"),
        "follow_up_events": tr("Step of a follow-up"), "plans": tr("Year's plan"),
    }  # fmt: skip
    return named[table]


@click.command("init", cls=Command, help=about("init"))
@click.option("--organ", "organ_file", type=PATH, required=True, metavar="ORGAN.toml", help=tr("the organ's file"))
def _init(organ_file: Path) -> Result:
    """Make a data folder with the organ and the officers of a file."""
    folder = data_dir()
    told = organs.read_organ_file(organ_file)
    _refuse_twins(told.officers)
    ws = create_workspace(folder)
    try:
        organ = organs.set_organ(ws, told.organ).value
        people = [organs.add_officer(ws, officer).value for officer in told.officers]
    finally:
        ws.close()
    data: dict[str, object] = {
        "data_dir": str(folder),
        "organ": organ.id,
        "officers": [person.id for person in people],
    }
    if told.warnings:
        data["warnings"] = [as_object(p) for p in told.warnings]
    head = tr("Ready: {organ}, {count} officers, data in {path}", organ=organ.name, count=len(people), path=str(folder))
    return Result(data=data, lines=[head], notes=warned(told.warnings))


def _refuse_twins(officers: tuple[organs.OfficerDraft, ...]) -> None:
    """Find a certificate that is listed twice before anything is made."""
    seen: set[str] = set()
    problems = []
    for n, officer in enumerate(officers):
        if officer.certificate_no in seen:
            fields = {"name": officer.name, "certificate_no": officer.certificate_no}
            where = f"$.officers[{n}].certificate_no"
            problems.append(Problem(code=ProblemCode.OFFICER_DUPLICATE, where=where, fields=fields))
        seen.add(officer.certificate_no)
    if problems:
        raise Refused(problems)


@click.command("undo", cls=Command, help=about("undo"))
def _undo() -> Result:
    """Take back the last operation."""
    with opened() as ws:
        op = undo.undo_last(ws).value
    return Result(data={"undone": op.value}, lines=[tr("Taken back: {op}", op=op_name(op))])


@click.command("screenshots", cls=Command, help=about("screenshots"))
@click.option("--out", type=PATH, required=True, metavar="DIR", help=tr("the folder for the pictures"))
def _screenshots(out: Path) -> Result:
    """Grab every screen; the window is the only part that needs Qt."""
    prepare_folder(out)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # alike everywhere, and no display is needed
    code = import_module("inspector_app.app").take_screenshots(out)
    pictures = sorted(str(path) for path in out.glob("*.png"))
    head = tr("{count} pictures in {path}", count=len(pictures), path=str(out))
    return Result(data={"path": str(out), "pictures": pictures}, lines=[head], code=REFUSED if code else DONE)


COMMANDS = {"demo": _demo, "init": _init, "undo": _undo, "screenshots": _screenshots}
