# SPDX-License-Identifier: MulanPSL-2.0
"""Commands that keep and remove the records beside an enterprise's entry, one for each kind of record."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import DAY, Whole, Word
from inspector_app.cli.lookup import enterprise_of, not_found
from inspector_app.cli.result import Result, flat, short, table
from inspector_app.domain.enterprise_record_rules import MOST_YUAN, field_of
from inspector_app.domain.enterprise_records import (
    CreditListing,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    SelfReport,
    Triage,
)
from inspector_app.ledgers import enterprise_records as ledger
from inspector_app.operations.enterprise_records import keep_record, remove_record
from inspector_app.wording import field_word, tr, word

Record = Licence | MajorHazard | Insurance | CreditListing | Triage | SelfReport
OWN = ("id", "enterprise_id", "removed_reason", "source_name", "source_sha256")


def _command(name: str, kind: type[Any], told: str) -> click.Command:
    """Make the command that keeps a record of one kind: every field of the record is an option."""
    hints = typing.get_type_hints(kind)
    fields = [field for field in dataclasses.fields(kind) if field.name not in OWN]

    def keep(enterprise: str, record: str | None, **given: Any) -> Result:
        stated = {key: value for key, value in given.items() if value is not None}
        with opened() as ws:
            place = enterprise_of(ws, enterprise)
            if record is None:
                blank = {field.name: None for field in fields if field.default is dataclasses.MISSING}
                texts = {n: "" for n in blank if hints[n] is str}
                made = kind(id="", enterprise_id=place.id, **{**blank, **texts, **stated})
            else:
                made = dataclasses.replace(_known(ledger.records(ws, place.id), kind, record), **stated)
            kept = keep_record(ws, made).value
        return Result(data={"record": flat(kept)}, lines=table(_facts(kept)))

    params: list[click.Parameter] = [click.Argument(["enterprise"], metavar="ENTERPRISE")]
    told_id = tr("change the record with this identifier; else it is a new one")
    params.append(click.Option(["--record"], default=None, metavar="RECORD", help=told_id))
    for field in fields:
        option = "--" + field.name.replace("_", "-")
        value, metavar = _type(hints[field.name])
        params.append(
            click.Option([option, field.name], type=value, default=None, metavar=metavar, help=_title(kind, field.name))
        )
    return Command(name, params=params, callback=keep, help=told)


def _type(hint: Any) -> tuple[Any, str | None]:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    core = next(option for option in options if option is not type(None))
    if issubclass(core, StrEnum):
        return Word(core), None
    if issubclass(core, date):
        return DAY, "DATE"
    return (Whole(0, MOST_YUAN), "N") if issubclass(core, int) else (str, "TEXT")


def _title(kind: type[Any], name: str) -> str:
    return field_word(field_of(kind, name))


def _known(found: ledger.EnterpriseRecords, kind: type[Any], record_id: str) -> Any:
    every = (getattr(found, field.name) for field in dataclasses.fields(found) if field.name != "profile")
    known = next((r for group in every for r in group if r.id == record_id and type(r) is kind), None)
    return known if known is not None else not_found("record", record_id)


def _facts(record: Any) -> list[tuple[str, str]]:
    names = [f.name for f in dataclasses.fields(record) if f.name not in OWN]
    rows = [(_title(type(record), name), _shown(getattr(record, name))) for name in names]
    return [row for row in rows if row[1]] + [(tr("Identifier"), record.id)]


def _shown(value: object) -> str:
    if isinstance(value, StrEnum):
        return word(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def record_rows(found: ledger.EnterpriseRecords, today: date) -> list[str]:
    """Give everything beside an entry for people, one line each, kind by kind."""
    lines: list[str] = []
    groups: tuple[tuple[RecordKind, Sequence[Record]], ...] = (
        (RecordKind.LICENCE, found.licences), (RecordKind.MAJOR_HAZARD, found.major_hazards),
        (RecordKind.INSURANCE, found.insurances), (RecordKind.LISTING, found.listings),
        (RecordKind.TRIAGE, found.triages), (RecordKind.SELF_REPORT, found.self_reports),
    )  # fmt: skip
    for kind, records in groups:
        if records:
            lines += [word(kind), *table(_line(record, today) for record in records)]
    return lines


def _line(record: Record, today: date) -> tuple[str, str, str, str]:
    match record:
        case Licence():
            return record.kind, record.number, _until(record.expires_on, today), record.id
        case MajorHazard():
            return record.name, _shown(record.level), record.person, record.id
        case Insurance():
            return record.insurer, record.policy_no, _until(record.ends_on, today), record.id
        case CreditListing():
            state = tr("On the list now") if record.is_in_force(today) else tr("No longer on the list")
            return word(record.kind), _shown(record.listed_on), state, record.id
        case Triage():
            return word(record.triage), _shown(record.deadline), short(record.conclusion), record.id
    told = tr("{found} found, {rectified} rectified", found=record.found, rectified=record.rectified)
    return word(record.kind), f"{record.period_from} – {record.period_to}", told, record.id


def _until(day: date | None, today: date) -> str:
    if day is None:
        return "-"
    return tr("ran out on {day}", day=day) if day < today else tr("valid until {day}", day=day)


@click.command("remove-record", cls=Command, help=tr("take a wrong record away; it is kept with the reason"))
@click.argument("kind", type=Word(RecordKind))
@click.argument("record", metavar="RECORD")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _remove(kind: RecordKind, record: str, reason: str) -> Result:
    """Take a record away."""
    with opened() as ws:
        remove_record(ws, kind, record, reason)
    return Result(data={"record": record}, lines=[tr("Taken away: {kind}", kind=word(kind))])


RECORD_COMMANDS: tuple[click.Command, ...] = (
    _command("licence", Licence, tr("keep a licence or certificate")),
    _command("hazard", MajorHazard, tr("keep a major hazard source")),
    _command("insurance", Insurance, tr("keep a liability insurance")),
    _command("listing", CreditListing, tr("keep an entry on a credit list")),
    _command("triage", Triage, tr("keep the assessment and plan of a unit")),
    _command("self-report", SelfReport, tr("keep a self-report by its numbers")),
    _remove,
)
