# SPDX-License-Identifier: MulanPSL-2.0
"""The ledgers of what there is: the enterprises, and their special equipment."""

from __future__ import annotations

import json
from datetime import date

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import (
    EnterpriseState,
    RiskGrade,
    SponsorGrade,
    SponsorLevel,
    StandardLevel,
)
from inspector_app.domain.enterprise_records import CreditListKind, TriageClass
from inspector_app.domain.ledger import Colour, LedgerName
from inspector_app.ledgers import ledger_filters as f
from inspector_app.ledgers.ledger_cells import number, text, word_of
from inspector_app.ledgers.ledger_choices import districts, sectors, values
from inspector_app.ledgers.ledger_parts import Asked, ColumnKind, ColumnSpec, FilterKind, FilterSpec, LedgerSpec, Record
from inspector_app.ledgers.ledger_parts import Test as Condition
from inspector_app.ledgers.ledger_supervised import COLOUR_FILTER
from inspector_app.storage.enterprises import hidden, joined

_D, _L, _N, _W = ColumnKind.DAY, ColumnKind.LONG, ColumnKind.NUMBER, ColumnKind.WORD


def _column(
    key: str, wide: int = 12, kind: ColumnKind = ColumnKind.TEXT, order: tuple[str, ...] = (), index: str = ""
) -> ColumnSpec:
    return ColumnSpec(key=key, cell=text(key), needs=(key,), wide=wide, kind=kind, order=order, index=index)


# Special equipment ----------------------------------------------------------------------------------------


def _equipment_colour(record: Record, today: date) -> Colour:
    due = str(record["due_on"] or "")
    if not due:
        return Colour.GREY
    return Colour.RED if due < today.isoformat() else Colour.GREEN


_OVERDUE = "coalesce(x.due_on, '') > '' AND x.due_on < ?"
_OWNER = joined("x.enterprise_id")
EQUIPMENT = LedgerSpec(
    name=LedgerName.EQUIPMENT, narrow="equipment", joins=_OWNER, join_aliases=("e.",), key="x.rowid",
    wide=f"equipment x {_OWNER}",
    parts={
        "id": "x.id", "enterprise_id": "e.id", "enterprise": "e.name", "credit_code": "e.credit_code",
        "district": "e.district", "sector": "e.sector", "category": "x.category", "name": "x.name", "code": "x.code",
        "registration": "x.registration", "place": "x.place", "safety_class": "x.safety_class",
        "started_on": "x.started_on", "inspected_on": "x.inspected_on", "due_on": "x.due_on", "note": "x.note",
    },
    columns=(
        ColumnSpec(key="number", cell=number, wide=7, kind=_N),
        _column("code", 22, order=("x.code", "x.rowid")), _column("registration", 20),
        _column("category", 12, order=("x.category", "x.rowid")), _column("name", 24, order=("x.name", "x.rowid")),
        _column("enterprise", 34, order=("e.name", "x.rowid")), _column("credit_code", 20),
        _column("district", 12, order=("e.district", "x.rowid")),
        ColumnSpec(key="sector", cell=word_of("sector", Industry), needs=("sector",), wide=14, kind=_W),
        _column("place", 20), _column("safety_class", 10), _column("started_on", 11, _D),
        _column("inspected_on", 11, _D, ("x.inspected_on", "x.rowid")),
        _column("due_on", 11, _D, ("x.due_on", "x.rowid")),
        ColumnSpec(key="colour", cell=lambda _r: "", wide=6, kind=_W),
        _column("note", 24, _L), _column("id", 34),
    ),
    own_order=("x.due_on", "x.rowid"), own_descending=False,
    filters={
        "category": f.text("x.category", listed=values("equipment", "category")),
        "due_from": f.days("x.due_on", least=True), "due_to": f.days("x.due_on", least=False),
        "colour": COLOUR_FILTER, "overdue": f.flag(_OVERDUE),
        "district": f.text("e.district", listed=districts("enterprises")),
        "sector": f.text("e.sector", listed=sectors), "enterprise": f.enterprise("e.id"), "at": f.day_only(),
    },
    always=lambda _asked: (Condition("x.removed_reason = ''"),),
    search=f.each_word(("x.name", "x.code", "x.registration", "x.category", "x.place", "e.name", "e.initials")),
    colour=_equipment_colour, colour_needs=("due_on",),
    colour_sql=f"CASE WHEN coalesce(x.due_on, '') = '' THEN '{Colour.GREY}' WHEN x.due_on < :today"
    f" THEN '{Colour.RED}' ELSE '{Colour.GREEN}' END",
    links={"enterprise_id": "enterprise_id"},
)  # fmt: skip


# Enterprises ----------------------------------------------------------------------------------------------


def _only_shown(asked: Asked) -> tuple[Condition, ...]:
    """An entry that was merged into another one is not a row of its own."""
    merged = hidden(asked.db)
    if not merged:
        return ()
    sql = "SELECT rowid FROM enterprises WHERE id IN (SELECT value FROM json_each(?))"
    return (Condition(keys=sql, values=(json.dumps(sorted(merged)),), is_without=True),)


def _visited(asked: Asked, value: str) -> Condition:
    """Visited in the period of `from` and `to`: one visit must lie between both."""
    first, last = asked.filters.get("from", ""), asked.filters.get("to", "9999-12-31")
    sql = "SELECT e.rowid FROM enterprises e WHERE e.id {} (SELECT enterprise_id FROM visit_facts"
    sql += " WHERE took_place = 1 AND day BETWEEN ? AND ?)"
    return Condition(keys=sql.format("IN" if value == f.YES else "NOT IN"), values=(first, last))


def _period(asked: Asked, _value: str) -> Condition | None:
    """A period alone means those that were visited in it."""
    return None if "visited" in asked.filters else _visited(asked, f.YES)


def _listed(asked: Asked, value: str) -> Condition:
    words = value.split(f.SEVERAL)
    sql = f"""SELECT e.rowid FROM credit_listings c {joined("c.enterprise_id")}
      WHERE c.removed_reason = '' AND c.kind IN ({", ".join("?" for _ in words)})
      AND coalesce(c.listed_on, '') <= ? AND coalesce(c.delisted_on, c.ends_on, '9999') >= ?"""
    return Condition(keys=sql, values=(*words, asked.day, asked.day))


def _of_record(table: str, more: str = "") -> str:
    return f"x.id IN (SELECT e.id FROM {table} c {joined('c.enterprise_id')} WHERE c.removed_reason = ''{more})"


def _triaged(_asked: Asked, value: str) -> Condition:
    words = value.split(f.SEVERAL)
    return Condition(_of_record("triages", f" AND c.triage IN ({', '.join('?' for _ in words)})"), tuple(words))


_VISITED = FilterSpec(kind=FilterKind.CHOICE, test=_visited, words=(f.YES, f.NO))
_PERIOD = FilterSpec(kind=FilterKind.DAY, test=_period)
_OPEN = "(SELECT count(*) FROM finding_facts y WHERE y.enterprise_id = x.id AND y.is_live = 1 AND y.status <> 'closed')"
_PLAIN = (
    "name", "credit_code", "address", "district", "district_code", "industry", "industry_code", "sector", "state",
    "grade", "grade_basis", "sponsor_unit", "sponsor_person", "sponsor_level", "visit_cycle_days", "risk_grade",
    "standardisation", "standardised_until", "employees", "latitude", "longitude", "person_in_charge", "title",
    "phone", "visit_cap", "note",
)  # fmt: skip


def _word(key: str, kind: type, wide: int, order: tuple[str, ...] = (), index: str = "") -> ColumnSpec:
    return ColumnSpec(key=key, cell=word_of(key, kind), needs=(key,), wide=wide, kind=_W, order=order, index=index)


ENTERPRISES = LedgerSpec(
    name=LedgerName.ENTERPRISES, narrow="enterprises", key="x.rowid", wide="enterprises x",
    parts={
        **{name: f"x.{name}" for name in _PLAIN}, "id": "x.id",
        "visits": "(SELECT count(*) FROM visit_facts y WHERE y.enterprise_id = x.id AND +y.took_place = 1)",
        "last_visit": "(SELECT max(y.day) FROM visit_facts y WHERE y.enterprise_id = x.id AND +y.took_place = 1)",
        "open_findings": _OPEN,
        "equipment": "(SELECT count(*) FROM equipment q WHERE q.enterprise_id = x.id AND q.removed_reason = '')",
        "hazards": "(SELECT count(*) FROM major_hazards q WHERE q.enterprise_id = x.id AND q.removed_reason = '')",
    },
    columns=(
        ColumnSpec(key="number", cell=number, wide=7, kind=_N),
        _column("name", 34, order=("x.name", "x.rowid"), index="enterprises_by_name"),
        _column("credit_code", 20, order=("x.credit_code", "x.rowid"), index="enterprises_by_code"),
        _column("district", 12, order=("x.district", "x.name", "x.rowid"), index="enterprises_by_district"),
        _column("district_code", 14), _column("address", 30),
        _word("sector", Industry, 14, ("x.sector", "x.name", "x.rowid"), "enterprises_by_sector"),
        _column("industry", 16), _column("industry_code", 10), _word("state", EnterpriseState, 10),
        _word("grade", SponsorGrade, 8, ("x.grade", "x.name", "x.rowid")),
        _column("grade_basis", 20), _column("sponsor_unit", 18), _column("sponsor_person", 10),
        _word("sponsor_level", SponsorLevel, 10), _column("visit_cycle_days", 10, _N),
        _word("risk_grade", RiskGrade, 14, ("x.risk_grade", "x.name", "x.rowid")),
        _word("standardisation", StandardLevel, 10), _column("standardised_until", 11, _D),
        _column("employees", 8, _N, ("x.employees", "x.rowid")), _column("person_in_charge", 10), _column("title", 10),
        _column("phone", 14), _column("visit_cap", 8, _N), _column("visits", 8, _N), _column("last_visit", 11, _D),
        _column("open_findings", 8, _N), _column("equipment", 8, _N), _column("hazards", 8, _N),
        _column("latitude", 12, _N), _column("longitude", 12, _N), _column("note", 24, _L), _column("id", 34),
    ),
    own_order=("x.name", "x.rowid"), own_index="enterprises_by_name", own_descending=False,
    filters={
        "district": f.text("x.district", listed=districts("enterprises")),
        "sector": f.text("x.sector", listed=sectors),
        "grade": f.words("x.grade", tuple(SponsorGrade)), "risk_grade": f.words("x.risk_grade", tuple(RiskGrade)),
        "state": f.words("x.state", tuple(EnterpriseState)),
        "standardisation": f.words("x.standardisation", tuple(StandardLevel)),
        "listed": FilterSpec(kind=FilterKind.CHOICE, test=_listed, words=tuple(CreditListKind)),
        "triage": FilterSpec(kind=FilterKind.CHOICE, test=_triaged, words=tuple(TriageClass)),
        "hazard": f.flag(_of_record("major_hazards")), "visited": _VISITED, "from": _PERIOD, "to": _PERIOD,
        "open": f.flag("x.id IN (SELECT enterprise_id FROM finding_facts WHERE is_live = 1 AND status <> 'closed')"),
        "enterprise": f.enterprise("x.id"), "at": f.day_only(),
    },
    always=_only_shown,
    search=f.each_word(("x.name", "x.initials", "x.credit_code", "x.address")),
    links={"enterprise_id": "id"},
)  # fmt: skip
