# SPDX-License-Identifier: MulanPSL-2.0
"""The ledgers of what happened at a visit and after it: inspections, documents, re-inspections."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.document import DocumentKind, DocumentState, Verdict
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.inspection import InspectionState, TaskSource
from inspector_app.domain.ledger import Colour, LedgerName
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.service import ServiceMethod
from inspector_app.ledgers import ledger_filters as f
from inspector_app.ledgers.ledger_cells import day_of, names_of, number, text, time_of, word_of
from inspector_app.ledgers.ledger_choices import districts, sectors
from inspector_app.ledgers.ledger_parts import Asked, ColumnKind, ColumnSpec, FilterKind, FilterSpec, LedgerSpec, Record
from inspector_app.ledgers.ledger_parts import Test as Condition

_D, _L, _N, _W = ColumnKind.DAY, ColumnKind.LONG, ColumnKind.NUMBER, ColumnKind.WORD
_OF_VISIT = {
    "visit": "v.id", "enterprise_id": "v.enterprise_id", "enterprise": "v.enterprise", "district": "v.district",
    "sector": "v.sector", "officers": "v.officers",
    "credit_code": "(SELECT credit_code FROM enterprises WHERE id = v.enterprise_id)",
}  # fmt: skip
_LINKS = {"inspection_id": "visit", "enterprise_id": "enterprise_id"}
_VISIT = "JOIN visit_facts v ON v.id = x.inspection_id"
_CHINA = "date({}, '+8 hours')"


def _column(
    key: str, wide: int = 12, kind: ColumnKind = ColumnKind.TEXT, order: tuple[str, ...] = (), index: str = ""
) -> ColumnSpec:
    return ColumnSpec(key=key, cell=text(key), needs=(key,), wide=wide, kind=kind, order=order, index=index)


def _whom(table: str, tie: str, indexes: tuple[str, str, str] = ("", "", "")) -> tuple[ColumnSpec, ...]:
    """Give the columns that say at which enterprise it was; `table` is the alias that has them."""
    by_name, by_district, by_sector = indexes
    day = (f"{table}.day", tie)
    return (
        _column("enterprise", 34, order=(f"{table}.enterprise", tie), index=by_name),
        _column("credit_code", 20),
        _column("district", 12, order=(f"{table}.district", *day), index=by_district),
        ColumnSpec(key="sector", cell=word_of("sector", Industry), needs=("sector",), wide=14, kind=_W,
                   order=(f"{table}.sector", *day), index=by_sector),
        _column("officers", 16),
    )  # fmt: skip


def _officer(table: str) -> FilterSpec:
    def test(_asked: Asked, value: str) -> Condition:
        return Condition(f"instr('、' || {table}.officers || '、', ?) > 0", (f"、{value}、",))

    return FilterSpec(kind=FilterKind.TEXT, test=test)


def _where_it_was(table: str) -> dict[str, FilterSpec]:
    return {
        "district": f.text(f"{table}.district", listed=districts("visit_facts")),
        "sector": f.text(f"{table}.sector", listed=sectors),
        "officer": _officer(table),
        "enterprise": f.enterprise(f"{table}.enterprise_id"),
    }


# Inspections ----------------------------------------------------------------------------------------------

_COUNTED = "(SELECT count(*) FROM finding_facts y WHERE y.visit_id = x.id AND y.is_live = 1{})"
INSPECTIONS = LedgerSpec(
    name=LedgerName.INSPECTIONS, narrow="visit_facts", wide="visit_facts x JOIN inspections i ON i.id = x.id",
    parts={
        **{name: sql.replace("v.", "x.") for name, sql in _OF_VISIT.items()},
        "id": "x.id", "day": "x.day", "state": "x.state", "source": "x.source", "minutes": "x.minutes",
        "place": "i.place", "started_at": "i.started_at", "finished_at": "i.finished_at",
        "note": "i.end_reason", "approver": "i.approver",
        "packs": "(SELECT group_concat(title, '、') FROM inspection_packs WHERE inspection_id = x.id)",
        "findings": _COUNTED.format(""), "major": _COUNTED.format(" AND y.grade = 'major'"),
        "rectified": _COUNTED.format(" AND y.accepted_on > ''"),
        "documents": "(SELECT count(*) FROM documents d WHERE d.inspection_id = x.id AND d.state = 'issued')",
    },
    columns=(
        ColumnSpec(key="number", cell=number, wide=7, kind=_N),
        _column("day", 11, _D, ("x.day", "x.n"), "visit_facts_by_day"),
        *_whom("x", "x.n", ("visit_facts_by_name", "visit_facts_by_district", "visit_facts_by_sector")),
        _column("place", 20),
        ColumnSpec(key="source", cell=word_of("source", TaskSource), needs=("source",), wide=12, kind=_W,
                   order=("x.source", "x.day", "x.n")),
        ColumnSpec(key="state", cell=word_of("state", InspectionState), needs=("state",), wide=10, kind=_W,
                   order=("x.state", "x.day", "x.n")),
        ColumnSpec(key="started_at", cell=time_of("started_at"), needs=("started_at",), wide=17),
        ColumnSpec(key="finished_at", cell=time_of("finished_at"), needs=("finished_at",), wide=17),
        _column("minutes", 8, _N, ("x.minutes", "x.n")),
        _column("packs", 30, _L),
        _column("findings", 8, _N), _column("major", 8, _N), _column("rectified", 8, _N), _column("documents", 8, _N),
        _column("approver", 10), _column("note", 24, _L), _column("id", 34),
    ),
    own_order=("x.day", "x.n"), own_index="visit_facts_by_day",
    filters={
        "from": f.days("x.day", least=True), "to": f.days("x.day", least=False), **_where_it_was("x"),
        "certificate": f.certificate("x.id"),
        "source": f.words("x.source", tuple(TaskSource)), "state": f.words("x.state", tuple(InspectionState)),
        "took_place": f.flag("x.took_place = 1"),
        "inspection": f.text("x.id", is_offered=False),
    },
    search=f.each_word(("x.enterprise", "x.initials", "x.officers",
                        "(SELECT place FROM inspections WHERE id = x.id)")),
    links={"inspection_id": "visit", "enterprise_id": "enterprise_id"},
)  # fmt: skip

# Documents ------------------------------------------------------------------------------------------------

_SERVED = (
    "(SELECT {} FROM services s WHERE s.document_id = x.id AND s.withdrawn_reason = '' ORDER BY s.served_at LIMIT 1)"
)
DOCUMENTS = LedgerSpec(
    name=LedgerName.DOCUMENTS, narrow="documents", joins=_VISIT, join_aliases=("v.",), key="x.rowid",
    wide=f"documents x {_VISIT}",
    parts={
        **_OF_VISIT, "id": "x.id", "document": "x.number", "kind": "x.kind", "issued_on": "x.issued_on",
        "state": "x.state", "pages": "x.pages", "copies": "x.copies_printed", "note": "x.void_reason",
        "served_at": _SERVED.format("s.served_at"), "served_how": _SERVED.format("s.method"),
        "receiver": _SERVED.format("s.receiver"),
        "lines": "(SELECT count(*) FROM document_lines l WHERE l.document_id = x.id)",
        "deadline": "(SELECT max(l.deadline) FROM document_lines l WHERE l.document_id = x.id)",
        "order_state": "(SELECT o.state FROM order_lives o WHERE o.id = x.id)",
    },
    columns=(
        ColumnSpec(key="number", cell=number, wide=7, kind=_N),
        _column("document", 26, order=("x.number",)),
        ColumnSpec(key="kind", cell=word_of("kind", DocumentKind), needs=("kind",), wide=24, kind=_W,
                   order=("x.kind", "x.issued_on", "x.rowid")),
        _column("issued_on", 11, _D, ("x.issued_on", "x.rowid")),
        *_whom("v", "x.rowid"),
        ColumnSpec(key="state", cell=word_of("state", DocumentState), needs=("state",), wide=8, kind=_W),
        ColumnSpec(key="served_on", cell=day_of("served_at"), needs=("served_at",), wide=11, kind=_D),
        ColumnSpec(key="served_how", cell=word_of("served_how", ServiceMethod), needs=("served_how",), wide=12,
                   kind=_W),
        _column("receiver", 12), _column("lines", 8, _N), _column("deadline", 11, _D),
        ColumnSpec(key="order_state", cell=word_of("order_state", OrderState), needs=("order_state",), wide=14,
                   kind=_W),
        _column("pages", 6, _N), _column("copies", 6, _N), _column("note", 24, _L), _column("id", 34),
    ),
    own_order=("x.issued_on", "x.rowid"),
    filters={
        "from": f.days("x.issued_on", least=True), "to": f.days("x.issued_on", least=False),
        "kind": f.words("x.kind", tuple(DocumentKind)), "state": f.words("x.state", tuple(DocumentState)),
        "served": f.flag("EXISTS (SELECT 1 FROM services s WHERE s.document_id = x.id AND s.withdrawn_reason = '')"),
        **_where_it_was("v"),
        "inspection": f.text("x.inspection_id", is_offered=False),
        "live": FilterSpec(kind=FilterKind.CHOICE, words=(f.YES, f.NO, "all"), is_offered=False,
                           test=lambda _a, value: {f.YES: Condition("x.state = 'issued'"),
                                                   f.NO: Condition("x.state = 'void'")}.get(value)),
    },
    search=f.each_word(("x.number", "v.enterprise", "v.initials", "v.officers")),
    links=_LINKS,
)  # fmt: skip

# Re-inspections -------------------------------------------------------------------------------------------

_VERDICTS = "(SELECT count(*) FROM verdicts t WHERE t.reinspection_id = x.id{})"
_PASSED = f"NOT EXISTS (SELECT 1 FROM verdicts t WHERE t.reinspection_id = x.id AND t.verdict <> '{Verdict.DONE}')"
_DAY = _CHINA.format("x.started_at")


def _passed(record: Record, _today: date) -> Colour:
    return Colour.GREEN if record["passed"] else Colour.RED


REINSPECTIONS = LedgerSpec(
    name=LedgerName.REINSPECTIONS, narrow="reinspections", joins=_VISIT, join_aliases=("v.",), key="x.rowid",
    wide=f"reinspections x {_VISIT}",
    parts={
        **_OF_VISIT, "id": "x.id", "started_at": "x.started_at", "round": "x.round", "place": "x.place",
        "people": "x.people", "opinion": "x.opinion", "note": "x.party_remark", "passed": _PASSED,
        "document": "(SELECT d.number FROM documents d WHERE d.id = x.document_id)",
        "lines": _VERDICTS.format(""), "done": _VERDICTS.format(f" AND t.verdict = '{Verdict.DONE}'"),
        "partial": _VERDICTS.format(f" AND t.verdict = '{Verdict.PARTIAL}'"),
        "not_done": _VERDICTS.format(f" AND t.verdict = '{Verdict.NOT_DONE}'"),
    },
    columns=(
        ColumnSpec(key="number", cell=number, wide=7, kind=_N),
        ColumnSpec(key="reinspected_on", cell=day_of("started_at"), needs=("started_at",), wide=11, kind=_D,
                   order=("x.started_at", "x.rowid")),
        *(column for column in _whom("v", "x.rowid") if column.key != "officers"),
        _column("document", 26), _column("round", 6, _N, ("x.round", "x.started_at", "x.rowid")),
        ColumnSpec(key="reinspectors", cell=names_of("people"), needs=("people",), wide=16),
        _column("place", 20), _column("lines", 8, _N), _column("done", 8, _N), _column("partial", 8, _N),
        _column("not_done", 8, _N), ColumnSpec(key="colour", cell=lambda _r: "", wide=6, kind=_W),
        _column("opinion", 36, _L), _column("note", 24, _L), _column("id", 34),
    ),
    own_order=("x.started_at", "x.rowid"),
    filters={
        "from": f.days(_DAY, least=True), "to": f.days(_DAY, least=False), "passed": f.flag(_PASSED),
        "first": f.flag("x.round = 1"), **_where_it_was("v"),
        "inspection": f.text("x.inspection_id", is_offered=False),
    },
    search=f.each_word(("v.enterprise", "v.initials", "x.people", "x.place",
                        "(SELECT number FROM documents d WHERE d.id = x.document_id)")),
    colour=_passed, colour_needs=("passed",),
    colour_sql=f"CASE WHEN {_PASSED} THEN '{Colour.GREEN}' ELSE '{Colour.RED}' END", links=_LINKS,
)  # fmt: skip
