# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of a year's records: one way between a dataclass and the columns of the same names.

`None` of an enum is the empty word, of a day, an instant or a number it is NULL; tuples are JSON lists, mappings JSON
objects. The rules for other laptops' rows (`column_words`) let only such values in.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from inspector_app.domain.draw import Draw, DrawPick
from inspector_app.domain.enterprise_profile import EnterpriseProfile
from inspector_app.domain.enterprise_records import (
    CreditListing,
    FindingAct,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    SelfFinding,
    SelfReport,
    Triage,
)
from inspector_app.domain.penalty_case import PenaltyCase
from inspector_app.domain.year_plan import PlanChange, PlanUnit, YearPlan
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import entries_of, marks
from inspector_app.storage.rows import Row, date_in, date_out, fetch, instant_in, instant_out, put

R = TypeVar("R")

TABLES: Mapping[type, str] = {
    Licence: "licences", MajorHazard: "major_hazards", Insurance: "insurances", CreditListing: "credit_listings",
    SelfReport: "self_reports", SelfFinding: "self_findings", Triage: "triages", FindingAct: "finding_acts",
    PenaltyCase: "penalty_cases", YearPlan: "plans", PlanUnit: "plan_units", PlanChange: "plan_changes",
    Draw: "draws", DrawPick: "draw_picks", EnterpriseProfile: "enterprises",
}  # fmt: skip
RECORDS: Mapping[RecordKind, type] = {
    RecordKind.LICENCE: Licence, RecordKind.MAJOR_HAZARD: MajorHazard, RecordKind.INSURANCE: Insurance,
    RecordKind.LISTING: CreditListing, RecordKind.TRIAGE: Triage, RecordKind.SELF_REPORT: SelfReport,
}  # fmt: skip


def put_record(db: Database, record: object) -> None:
    """Keep one record, new or changed."""
    put(db, TABLES[type(record)], row_of(record))


def get_record(db: Database, kind: type[R], record_id: str) -> R | None:
    """Give one record, a removed one too."""
    found = list_records(db, kind, "id = ?", [record_id])
    return found[0] if found else None


def list_records(
    db: Database, kind: type[R], where: str = "1", params: Sequence[object] = (), *, order: str = "id"
) -> tuple[R, ...]:
    """Give the records that fit; `where` and `order` are the caller's own SQL, never anybody's text."""
    found = fetch(db, f"SELECT * FROM {TABLES[kind]} WHERE {where} ORDER BY {order}", params)
    return tuple(record_from(kind, row) for row in found)


def records_of(db: Database, kind: type[R], enterprise_id: str, *, order: str = "id") -> tuple[R, ...]:
    """Give the records of an enterprise and of the entries merged into it; removed ones left out."""
    owners = entries_of(db, enterprise_id)
    where = f"enterprise_id IN ({marks(owners)})"
    if any(f.name == "removed_reason" for f in dataclasses.fields(kind)):  # type: ignore[arg-type]
        where += " AND removed_reason = ''"
    return list_records(db, kind, where, owners, order=order)


def put_profile(db: Database, enterprise_id: str, profile: EnterpriseProfile) -> None:
    """Keep the supervision facts of a registered enterprise."""
    row = row_of(profile)
    sets = ", ".join(f"{column} = ?" for column in row)
    db.conn.execute(f"UPDATE enterprises SET {sets} WHERE id = ?", (*row.values(), enterprise_id))


def get_profile(db: Database, enterprise_id: str) -> EnterpriseProfile | None:
    """Give the supervision facts of one entry of the register as it is, merged or not."""
    found = fetch(db, "SELECT * FROM enterprises WHERE id = ?", [enterprise_id])
    return record_from(EnterpriseProfile, found[0]) if found else None


def row_of(record: object) -> dict[str, object]:
    """Give a record as its columns."""
    return {name: codec.out(getattr(record, name)) for name, codec in _codecs(type(record)).items()}


def record_from(kind: type[R], row: Row) -> R:
    """Read a record from a row that has at least its columns."""
    return kind(**{name: codec.read(row[name]) for name, codec in _codecs(kind).items()})


@dataclasses.dataclass(frozen=True, slots=True)
class _Codec:
    out: Callable[[Any], object]
    read: Callable[[Any], object]


_KNOWN: dict[type, Mapping[str, _Codec]] = {}  # a kind's hints never change; reading them takes a while


def _codecs(kind: type) -> Mapping[str, _Codec]:
    if kind not in _KNOWN:
        hints = typing.get_type_hints(kind)
        _KNOWN[kind] = {f.name: _codec(hints[f.name]) for f in dataclasses.fields(kind)}
    return _KNOWN[kind]


def _codec(hint: Any) -> _Codec:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    core = next(option for option in options if option is not type(None))
    origin = typing.get_origin(core)
    if origin is tuple:
        return _list_codec(typing.get_args(core)[0])
    if origin is not None:  # a mapping
        return _Codec(_object_out, _object_in)
    if issubclass(core, StrEnum):
        return _Codec(lambda v: "" if v is None else v.value, lambda v: core(v) if v else None)
    if issubclass(core, datetime):
        return _Codec(instant_out, lambda v: None if v is None else instant_in(v))
    if issubclass(core, date):
        return _Codec(date_out, date_in)
    return _Codec(_same, _same)


def _list_codec(member: Any) -> _Codec:
    if issubclass(member, StrEnum):
        known = frozenset(m.value for m in member)  # what a newer program writes is left out, not stumbled over
        return _Codec(
            lambda v: json.dumps([m.value for m in v]), lambda v: tuple(member(m) for m in json.loads(v) if m in known)
        )
    return _Codec(lambda v: json.dumps(list(v), ensure_ascii=False), lambda v: tuple(map(str, json.loads(v))))


def _object_out(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _object_in(text: str) -> Mapping[str, object]:
    found = json.loads(text)
    return found if isinstance(found, dict) else {}


def _same(value: object) -> object:
    return value
