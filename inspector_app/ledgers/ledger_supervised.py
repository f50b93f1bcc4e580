# SPDX-License-Identifier: MulanPSL-2.0
"""The ledgers of what is pursued: listed supervision with its 五落实, and penalty cases."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.follow_up import FOLLOW_UP_LIVES, FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.ledger import Colour, LedgerName
from inspector_app.domain.penalty_case import CaseProcedure, CaseState, CaseSubject, PenaltyKind
from inspector_app.ledgers import ledger_filters as f
from inspector_app.ledgers.ledger_cells import number, text, word_of, words_of, yuan
from inspector_app.ledgers.ledger_choices import districts, sectors
from inspector_app.ledgers.ledger_parts import Asked, ColumnKind, ColumnSpec, FilterKind, FilterSpec, LedgerSpec, Record
from inspector_app.ledgers.ledger_parts import Test as Condition
from inspector_app.storage.enterprises import joined

_D, _L, _N, _W, _M = ColumnKind.DAY, ColumnKind.LONG, ColumnKind.NUMBER, ColumnKind.WORD, ColumnKind.MONEY
SUPERVISION = FollowUpKind.SUPERVISION
STATES = tuple(
    dict.fromkeys(
        state for before, after in FOLLOW_UP_LIVES[SUPERVISION].table.items() for state in (before, *after.values())
    )
)
ENDED = (FollowUpState.ACCEPTED, FollowUpState.DELISTED, FollowUpState.CLOSED_DOWN)
_ENDED = ", ".join(repr(state.value) for state in ENDED)


def _column(key: str, wide: int = 12, kind: ColumnKind = ColumnKind.TEXT, order: tuple[str, ...] = ()) -> ColumnSpec:
    return ColumnSpec(key=key, cell=text(key), needs=(key,), wide=wide, kind=kind, order=order)


# Listed supervision ---------------------------------------------------------------------------------------


def _field(name: str) -> str:
    return f"coalesce(json_extract(x.fields, '$.{name}'), '')"


_DUE = _field("deadline")
_LATE = f"x.state NOT IN ({_ENDED}) AND x.state <> '{FollowUpState.PROPOSED}' AND {_DUE} > '' AND {_DUE} < "
_JOINED = "JOIN visit_facts v ON v.id = x.inspection_id LEFT JOIN findings y ON y.id = x.subject"
_WHEN = (
    "(SELECT happened_on FROM follow_up_events z WHERE z.follow_up_id = x.id AND z.verb = '{}'"
    " ORDER BY z.ordinal DESC LIMIT 1)"
)
_FIELDS = {
    "listing_no": "number", "organ": "organ", "level": "level", "department": "department", "unit": "unit",
    "person": "person", "measures": "measures", "standard": "standard", "procedure": "procedure", "goal": "goal",
    "methods": "methods", "funds": "funds", "staff": "staff", "term": "term", "emergency_plan": "safety",
    "notice_no": "notice_no",
}  # fmt: skip


def _supervision_colour(record: Record, today: date) -> Colour:
    state, due = FollowUpState(str(record["state"])), str(record["deadline"])
    if state in ENDED:
        return Colour.GREEN
    if state is FollowUpState.PROPOSED or not due:
        return Colour.GREY
    return Colour.RED if due < today.isoformat() else Colour.YELLOW


_COLOUR = f"""CASE WHEN x.state IN ({_ENDED}) THEN '{Colour.GREEN}'
 WHEN x.state = '{FollowUpState.PROPOSED}' OR {_DUE} = '' THEN '{Colour.GREY}'
 WHEN {_DUE} < :today THEN '{Colour.RED}' ELSE '{Colour.YELLOW}' END"""


def _by_colour(_asked: Asked, value: str) -> Condition:
    return Condition(colours=tuple(Colour(part) for part in value.split(f.SEVERAL)))


COLOUR_FILTER = FilterSpec(kind=FilterKind.CHOICE, test=_by_colour, words=tuple(Colour))
SUPERVISED = LedgerSpec(
    name=LedgerName.SUPERVISION, narrow="follow_ups", joins=_JOINED, join_aliases=("v.", "y."), key="x.rowid",
    wide=f"follow_ups x {_JOINED}",
    parts={
        **{name: _field(field) for name, field in _FIELDS.items()},
        "id": "x.id", "visit": "x.inspection_id", "item_code": "coalesce(y.item_code, '')",
        "enterprise_id": "v.enterprise_id", "enterprise": "v.enterprise", "district": "v.district",
        "sector": "v.sector", "description": "y.description", "place": "y.place", "state": "x.state",
        "opened_on": "x.opened_on", "deadline": _DUE, "found_on": "date(y.found_at, '+8 hours')",
        "credit_code": "(SELECT credit_code FROM enterprises WHERE id = v.enterprise_id)",
        "listed_on": _WHEN.format(FollowUpVerb.LIST), "accepted_on": _WHEN.format(FollowUpVerb.ACCEPT),
        "delisted_on": _WHEN.format(FollowUpVerb.DELIST),
        "progress": "(SELECT json_extract(z.fields, '$.progress') FROM follow_up_events z WHERE z.follow_up_id = x.id"
        f" AND z.verb = '{FollowUpVerb.NOTE}' ORDER BY z.ordinal DESC LIMIT 1)",
    },
    columns=(
        ColumnSpec(key="number", cell=number, wide=7, kind=_N),
        _column("listing_no", 18, order=(_field("number"), "x.rowid")),
        _column("enterprise", 34, order=("v.enterprise", "x.rowid")),
        _column("credit_code", 20),
        _column("district", 12, order=("v.district", "x.opened_on", "x.rowid")),
        ColumnSpec(key="sector", cell=word_of("sector", Industry), needs=("sector",), wide=14, kind=_W,
                   order=("v.sector", "x.opened_on", "x.rowid")),
        _column("description", 44, _L), _column("place", 20), _column("found_on", 11, _D),
        ColumnSpec(key="level", cell=text("level"), needs=("level",), wide=10, kind=_W,
                   order=(_field("level"), "x.opened_on", "x.rowid")),
        _column("organ", 18), _column("department", 16), _column("unit", 24), _column("person", 10),
        _column("opened_on", 11, _D, ("x.opened_on", "x.rowid")), _column("listed_on", 11, _D),
        _column("deadline", 11, _D, (_DUE, "x.rowid")), _column("measures", 30, _L), _column("methods", 30, _L),
        _column("funds", 18, _L), _column("staff", 18, _L), _column("term", 18, _L), _column("emergency_plan", 24, _L),
        _column("goal", 24, _L), _column("standard", 24, _L), _column("procedure", 24, _L), _column("progress", 30, _L),
        ColumnSpec(key="colour", cell=lambda _r: "", wide=6, kind=_W),
        ColumnSpec(key="state", cell=word_of("state", FollowUpState), needs=("state",), wide=10, kind=_W,
                   order=("x.state", "x.opened_on", "x.rowid")),
        _column("accepted_on", 11, _D), _column("delisted_on", 11, _D), _column("notice_no", 18), _column("id", 34),
    ),
    own_order=("x.opened_on", "x.rowid"),
    filters={
        "from": f.days("x.opened_on", least=True), "to": f.days("x.opened_on", least=False),
        "due_from": f.days(_DUE, least=True), "due_to": f.days(_DUE, least=False),
        "state": f.words("x.state", STATES),
        "level": FilterSpec(kind=FilterKind.CHOICE, words=("city", "district"),
                            test=lambda _asked, value: f.one_of(_field("level"), value.split(f.SEVERAL))),
        "district": f.text("v.district", listed=districts("visit_facts")),
        "sector": f.text("v.sector", listed=sectors),
        "colour": COLOUR_FILTER, "overdue": f.flag(_LATE + "?"), "open": f.flag(f"x.state NOT IN ({_ENDED})"),
        "enterprise": f.enterprise("v.enterprise_id"), "at": f.day_only(),
        "inspection": f.text("x.inspection_id", is_offered=False),
        "finding": f.text("x.subject", is_offered=False),
    },
    always=lambda _asked: (Condition(f"x.kind = '{SUPERVISION}'"),),
    search=f.each_word(("v.enterprise", "v.initials", "x.fields", "y.description", "y.place")),
    colour=_supervision_colour, colour_needs=("state", "deadline"), colour_sql=_COLOUR,
    links={"inspection_id": "visit", "item_code": "item_code", "enterprise_id": "enterprise_id"},
)  # fmt: skip


# Penalty cases --------------------------------------------------------------------------------------------


def _penalty(_asked: Asked, value: str) -> Condition:
    words = value.split(f.SEVERAL)
    some = " OR ".join("instr(x.penalties, ?) > 0" for _ in words)
    return Condition(some, tuple(f'"{word}"' for word in words))


_WHOM = joined("x.enterprise_id")
CASES = LedgerSpec(
    name=LedgerName.CASES, narrow="penalty_cases", joins=_WHOM, join_aliases=("e.",), key="x.rowid",
    wide=f"penalty_cases x {_WHOM}",
    parts={
        "id": "x.id", "visit": "x.inspection_id", "enterprise_id": "e.id", "enterprise": "e.name",
        "credit_code": "e.credit_code", "district": "e.district", "sector": "e.sector", "case_no": "x.number",
        "cause": "x.cause", "subject": "x.subject", "person": "x.person", "procedure": "x.procedure",
        "state": "x.state", "opened_on": "x.opened_on", "decided_on": "x.decided_on", "penalty_no": "x.decision_no",
        "penalties": "x.penalties", "fine": "x.fine", "received": "x.received", "received_on": "x.received_on",
        "closed_on": "x.closed_on", "note": "x.note",
    },
    columns=(
        ColumnSpec(key="number", cell=number, wide=7, kind=_N),
        _column("case_no", 22, order=("x.number", "x.rowid")),
        _column("opened_on", 11, _D, ("x.opened_on", "x.rowid")),
        _column("enterprise", 34, order=("e.name", "x.rowid")), _column("credit_code", 20),
        _column("district", 12, order=("e.district", "x.opened_on", "x.rowid")),
        ColumnSpec(key="sector", cell=word_of("sector", Industry), needs=("sector",), wide=14, kind=_W,
                   order=("e.sector", "x.opened_on", "x.rowid")),
        _column("cause", 36, _L),
        ColumnSpec(key="subject", cell=word_of("subject", CaseSubject), needs=("subject",), wide=8, kind=_W),
        _column("person", 10),
        ColumnSpec(key="procedure", cell=word_of("procedure", CaseProcedure), needs=("procedure",), wide=12, kind=_W),
        ColumnSpec(key="state", cell=word_of("state", CaseState), needs=("state",), wide=12, kind=_W,
                   order=("x.state", "x.opened_on", "x.rowid")),
        _column("decided_on", 11, _D, ("x.decided_on", "x.rowid")),
        _column("penalty_no", 22),
        ColumnSpec(key="penalties", cell=words_of("penalties", PenaltyKind), needs=("penalties",), wide=20),
        ColumnSpec(key="fine", cell=yuan("fine"), needs=("fine",), wide=14, kind=_M, order=("x.fine", "x.rowid")),
        ColumnSpec(key="received", cell=yuan("received"), needs=("received",), wide=14, kind=_M,
                   order=("x.received", "x.rowid")),
        _column("received_on", 11, _D), _column("closed_on", 11, _D, ("x.closed_on", "x.rowid")),
        _column("note", 24, _L), _column("id", 34),
    ),
    own_order=("x.opened_on", "x.rowid"),
    filters={
        "from": f.days("x.opened_on", least=True), "to": f.days("x.opened_on", least=False),
        "decided_from": f.days("x.decided_on", least=True), "decided_to": f.days("x.decided_on", least=False),
        "received_from": f.days("x.received_on", least=True), "received_to": f.days("x.received_on", least=False),
        "state": f.words("x.state", tuple(CaseState)), "procedure": f.words("x.procedure", tuple(CaseProcedure)),
        "subject": f.words("x.subject", tuple(CaseSubject)),
        "penalty": FilterSpec(kind=FilterKind.CHOICE, test=_penalty, words=tuple(PenaltyKind)),
        "district": f.text("e.district", listed=districts("enterprises")),
        "sector": f.text("e.sector", listed=sectors),
        "enterprise": f.enterprise("e.id"), "inspection": f.text("x.inspection_id", is_offered=False),
    },
    search=f.each_word(("x.number", "x.decision_no", "x.cause", "x.person", "e.name", "e.initials")),
    links={"inspection_id": "visit", "enterprise_id": "enterprise_id"},
)  # fmt: skip
