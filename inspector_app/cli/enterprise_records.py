# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about supervision facts and what is kept beside an enterprise's entry; they stand in `enterprises`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from inspector_app.cli.deadlines import with_law
from inspector_app.cli.enterprise_record_kinds import RECORD_COMMANDS, record_rows
from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import DAY, PATH, Whole, Word, takes_whole
from inspector_app.cli.lookup import enterprise_of
from inspector_app.cli.result import Result, as_object, flat, table, warned
from inspector_app.cli.self_reports import self_reports
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import (
    EnterpriseProfile,
    EnterpriseState,
    RiskGrade,
    SponsorGrade,
    SponsorLevel,
    StandardLevel,
)
from inspector_app.domain.enterprise_profile_rules import MOST_CYCLE_DAYS, MOST_EMPLOYEES
from inspector_app.domain.problems import refuse
from inspector_app.ledgers import enterprise_records as ledger
from inspector_app.operations.enterprise_export import RegisterFilter, export_enterprises
from inspector_app.operations.enterprise_profiles import keep_profile, profile_problems
from inspector_app.operations.triages import save_triage_lists, save_triage_sheet
from inspector_app.wording import tr, word
from inspector_app.workspace import code_tables
from inspector_app.workspace.code_tables import CodeTables, TableFacts

F = TypeVar("F", bound=Callable[..., object])
FACTS = tuple(f.name for f in dataclasses.fields(EnterpriseProfile))


class Degrees(click.ParamType[float]):
    """Degrees of WGS-84 as a decimal number."""

    name = "degrees"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the number."""
        try:
            found = float(str(value))
        except ValueError:
            found = float("nan")
        return found if abs(found) <= 180 else self.fail(tr("write degrees like 39.084158"), param, ctx)


class FactName(click.ParamType[str]):
    """The name of a supervision fact."""

    name = "fact"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the name, with hyphens or underscores."""
        name = str(value).replace("-", "_")
        if name not in FACTS or name == "state":
            words = ", ".join(fact.replace("_", "-") for fact in FACTS if fact != "state")
            self.fail(tr("one of these is needed: {words}", words=words), param, ctx)
        return name


def _facts(function: F) -> F:
    """Add the options for every supervision fact."""
    options: tuple[tuple[str, Any, str], ...] = (
        ("--industry-code", str, tr("industry code of GB/T 4754, like C2672")),
        ("--district-code", str, tr("district code of GB/T 2260, like 120116")),
        ("--sector", Word(Industry), tr("Industry sector")),
        ("--state", Word(EnterpriseState), tr("Business state")),
        ("--grade", Word(SponsorGrade), tr("Sponsor grade")),
        ("--grade-basis", str, tr("Basis of the grade")),
        ("--sponsor-unit", str, tr("Sponsor unit")),
        ("--sponsor-person", str, tr("Sponsor")),
        ("--sponsor-level", Word(SponsorLevel), tr("Level of the sponsor")),
        ("--visit-cycle-days", Whole(1, MOST_CYCLE_DAYS), tr("Visit cycle in days")),
        ("--risk-grade", Word(RiskGrade), tr("Safety grade")),
        ("--standardisation", Word(StandardLevel), tr("Standardisation level")),
        ("--standardised-until", DAY, tr("Standardised until")),
        ("--employees", Whole(0, MOST_EMPLOYEES), tr("Employees")),
        ("--latitude", Degrees(), tr("Latitude")),
        ("--longitude", Degrees(), tr("Longitude")),
    )
    for name, kind, told in reversed(options):
        metavar = "TEXT" if kind is str else None
        function = click.option(name, type=kind, default=None, metavar=metavar, help=told)(function)
    return function


@click.command("profile", cls=Command, help=tr("show or change the supervision facts; what is not given stays"))
@click.argument("enterprise", metavar="ENTERPRISE")
@_facts
@click.option("--clear", type=FactName(), multiple=True, metavar="FACT", help=tr("forget this fact; may be repeated"))
def _profile(enterprise: str, clear: tuple[str, ...], **given: Any) -> Result:
    """Show the supervision facts of an enterprise, or change them."""
    stated = {name: value for name, value in given.items() if value is not None}
    blank = EnterpriseProfile()
    with opened() as ws:
        found = enterprise_of(ws, enterprise)
        profile = ledger.records(ws, found.id).profile
        if stated or clear:
            wanted = {**{name: getattr(blank, name) for name in clear}, **stated}
            profile = keep_profile(ws, found.id, dataclasses.replace(profile, **wanted)).value
        tables = code_tables.tables(ws.folder)
    problems = profile_problems(profile, tables)
    data: dict[str, object] = {"enterprise": found.id, "profile": flat(profile)}
    if problems:
        data["warnings"] = [as_object(p) for p in problems]
    return Result(data=data, lines=profile_lines(found.name, profile, tables), notes=warned(problems))


def profile_lines(name: str, profile: EnterpriseProfile, tables: CodeTables) -> list[str]:
    """Give the supervision facts for people."""
    industry = " · ".join(tables.industries.path_of(profile.industry_code))
    district = " ".join(tables.districts.path_of(profile.district_code))
    sponsor = " ".join(p for p in (profile.sponsor_unit, profile.sponsor_person) if p)
    until = profile.standardised_until
    place = "" if profile.latitude is None else f"{profile.latitude}, {profile.longitude}"
    rows = [
        (tr("Name"), name), (tr("Industry code"), f"{profile.industry_code} {industry}"),
        (tr("District code"), f"{profile.district_code} {district}"),
        (tr("Industry sector"), word(profile.sector) if profile.sector else ""),
        (tr("Business state"), word(profile.state)),
        (tr("Sponsor grade"), word(profile.grade) if profile.grade else ""),
        (tr("Basis of the grade"), profile.grade_basis), (tr("Sponsor unit"), sponsor),
        (tr("Level of the sponsor"), word(profile.sponsor_level) if profile.sponsor_level else ""),
        (tr("Visit cycle in days"), str(profile.visit_cycle_days or "")),
        (tr("Safety grade"), word(profile.risk_grade) if profile.risk_grade else ""),
        (tr("Standardisation level"), word(profile.standardisation) if profile.standardisation else ""),
        (tr("Standardised until"), until.isoformat() if until else ""),
        (tr("Employees"), "" if profile.employees is None else str(profile.employees)),
        (tr("Latitude, longitude (WGS-84)"), place),
    ]  # fmt: skip
    return table(row for row in rows if row[1].strip())


@click.command("records", cls=Command, help=tr("list licences, hazard sources, insurances, listings, sheets, reports"))
@click.argument("enterprise", metavar="ENTERPRISE")
def _records(enterprise: str) -> Result:
    """List what is kept beside an entry."""
    with opened() as ws:
        found = ledger.records(ws, enterprise_of(ws, enterprise).id)
        today = ws.today()
    lines = record_rows(found, today)
    data = flat(found)
    data["listings"] = [flat(entry, in_force=entry.is_in_force(today)) for entry in found.listings]
    return Result(data=data, lines=lines or [tr("Nothing was found.")])


@click.command("expiring", cls=Command, help=tr("licences and insurances that ran out or soon will"))
@click.option("--within", type=Whole(-3_650, 3_650), default=30, metavar="DAYS", help=tr("within so many days"))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("as of this day; else today"))
@click.option("--limit", type=Whole(1, 100_000), default=1_000, metavar="N", help=tr("at most so many"))
def _expiring(within: int, on: date | None, limit: int) -> Result:
    """List what of all enterprises runs out soon."""
    with opened() as ws:
        found = ledger.expiring(ws, within, today=on, limit=limit)
    head = (tr("Last day"), tr("Days left"), tr("Unit"), tr("Kind"), tr("Name"), tr("Licence or policy number"))
    rows = [
        (row.ends_on.isoformat(), str(row.days_left), row.enterprise, word(row.kind), row.name, row.number or "-")
        for row in found
    ]
    lines = table([head, *rows]) if rows else [tr("Nothing was found.")]
    return Result(data={"expiring": [flat(row) for row in found]}, lines=lines)


@click.command("export", cls=Command, help=tr("write the register with all supervision facts to an XLSX or CSV"))
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--district", multiple=True, metavar="TEXT", help=tr("only this district; may be repeated"))
@click.option("--sector", type=Word(Industry), multiple=True, help=tr("only this industry sector; may be repeated"))
@click.option("--grade", type=Word(SponsorGrade), multiple=True, help=tr("only this sponsor grade; may be repeated"))
@takes_whole
def _export(
    file: Path, district: tuple[str, ...], sector: tuple[Industry, ...], grade: tuple[SponsorGrade, ...], whole: bool
) -> Result:
    """Write the register to a file."""
    which = RegisterFilter(districts=district, sectors=sector, grades=grade)
    with opened() as ws:
        count = export_enterprises(ws, file, which, whole=whole)
    line = tr("{count} enterprises in {path}", count=count, path=file)
    return Result(data={"file": str(file), "count": count}, lines=[line])


@click.command("codes", cls=Command, help=tr("find codes of industries or districts by code or name"))
@click.argument("table_name", type=click.Choice(["industry", "district"]), metavar="industry|district")
@click.argument("text", metavar="TEXT")
@click.option("--limit", type=Whole(1, 5_000), default=50, metavar="N", help=tr("at most so many"))
def _codes(table_name: str, text: str, limit: int) -> Result:
    """Find codes in the unit's own table, else in the one that ships with the program."""
    tables = with_law(lambda ws: code_tables.tables(ws.folder if ws else None))
    is_industry = table_name == "industry"
    refuse(tables.industry_faults if is_industry else tables.district_faults)
    codes = tables.industries if is_industry else tables.districts
    facts = tables.industry_facts if is_industry else tables.district_facts
    found = codes.find(text, limit)
    rows = [(code, " · ".join(codes.path_of(code))) for code, _ in found]
    data = {**flat(facts), "codes": [{"code": code, "name": name} for code, name in found]}
    lines = [*_table_lines(facts), *table(rows)]
    return Result(data=data, lines=lines if rows else [*lines, tr("Nothing was found.")])


def _table_lines(facts: TableFacts) -> list[str]:
    """Say of which edition a table is, whose, and what it has in full."""
    origin = tr("this unit") if facts.is_own else tr("bundled")
    covers = ", ".join(facts.covers) or "—"
    return [
        tr("Edition of the table: {edition}", edition=facts.edition),
        tr("Origin: {origin}; mark: {mark}; in full: {covers}", origin=origin, mark=word(facts.mark), covers=covers),
    ]


@click.command("triage-lists", cls=Command, help=tr("write the three lists after the assessment to an XLSX"))
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--from", "since", type=DAY, default=None, metavar="DATE", help=tr("assessed on this day or later"))
@click.option("--to", "until", type=DAY, default=None, metavar="DATE", help=tr("assessed on this day or earlier"))
@takes_whole
def _triage_lists(file: Path, since: date | None, until: date | None, whole: bool) -> Result:
    """Write the three lists."""
    with opened() as ws:
        count = save_triage_lists(ws, file, since, until, whole=whole)
    line = tr("{count} enterprises in {path}", count=count, path=file)
    return Result(data={"file": str(file), "count": count}, lines=[line])


@click.command("triage-sheet", cls=Command, help=tr("write the plan of one enterprise (its triage sheet) to an XLSX"))
@click.argument("triage", metavar="TRIAGE")
@click.argument("file", type=PATH, metavar="FILE")
@takes_whole
def _triage_sheet(triage: str, file: Path, whole: bool) -> Result:
    """Write the sheet of one enterprise."""
    with opened() as ws:
        save_triage_sheet(ws, triage, file, whole=whole)
    return Result(data={"file": str(file)}, lines=[tr("Written: {path}", path=file)])


ENTERPRISE_COMMANDS: tuple[click.Command, ...] = (
    _profile, _records, *RECORD_COMMANDS, _expiring, _export, self_reports, _triage_lists, _triage_sheet, _codes,
)  # fmt: skip
