# SPDX-License-Identifier: MulanPSL-2.0
"""The ledger of findings (隐患台账): columns of handbook 5.3, filters of every figure, search by the text index."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

from inspector_app.domain.document import DocumentState, Verdict
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState
from inspector_app.domain.ledger import Colour, LedgerName, colour_of
from inspector_app.ledgers import ledger_filters as f
from inspector_app.ledgers.findings import ORDERS
from inspector_app.ledgers.ledger_cells import day_of, names_of, number, text, word_of
from inspector_app.ledgers.ledger_choices import districts, sectors
from inspector_app.ledgers.ledger_parts import (
    Asked,
    ColumnKind,
    ColumnSpec,
    FilterKind,
    FilterSpec,
    LedgerSpec,
    Record,
    Test,
)
from inspector_app.storage import facts
from inspector_app.storage.driver import Database
from inspector_app.wording import tr, word

DEAD = "SELECT n FROM finding_facts WHERE status IN ({})".format(
    ", ".join(repr(s.value) for s in FindingStatus if not s.is_live)
)
GREEN = (FindingStatus.CLOSED, FindingStatus.VERIFIED, FindingStatus.FIXED_ON_SITE)
_KEYS = "SELECT n FROM finding_facts WHERE "
PAINT = (  # as `colour_of` judges, the last word first
    (Colour.YELLOW, "SELECT n FROM finding_facts"),
    (Colour.GREY, f"{_KEYS} due_on = ''"),
    (Colour.GREY, f"{_KEYS} status = '{FindingStatus.RECORDED}'"),
    (Colour.RED, f"{_KEYS} grade = '{Grade.MAJOR}' AND has_measure = 0"),
    (Colour.RED, f"{_KEYS} is_running = 1 AND due_on > '' AND due_on < :today"),
    (Colour.RED, f"{_KEYS} status = '{FindingStatus.FAILED}'"),
    (Colour.GREY, DEAD),
    *((Colour.GREEN, f"{_KEYS} status = '{status}'") for status in GREEN),
)
_LATE = "x.is_running = 1 AND x.due_on > '' AND x.due_on < ?"
_LISTED = (
    "(SELECT {} FROM follow_ups u WHERE u.subject = x.id"
    f" AND u.kind = '{FollowUpKind.SUPERVISION}' AND u.state <> '{FollowUpState.PROPOSED}'"
    " ORDER BY u.opened_on DESC, u.id DESC LIMIT 1)"
)
_SEEN = (
    "(SELECT {} FROM verdicts t JOIN reinspections r ON r.id = t.reinspection_id WHERE t.finding_id = x.id"
    " ORDER BY r.started_at DESC, r.round DESC LIMIT 1)"
)
_ORDERS = ", ".join(repr(kind.value) for kind in ORDERS)
PARTS = {
    "id": "x.id", "visit": "x.visit_id", "enterprise_id": "x.enterprise_id", "item_code": "x.item_code",
    "enterprise": "x.enterprise", "district": "x.district", "sector": "x.sector", "officers": "x.officers",
    "found_on": "x.found_on", "due_on": "x.due_on", "accepted_on": "x.accepted_on", "grade": "x.grade",
    "has_conflict": "EXISTS (SELECT 1 FROM conflicts c WHERE c.table_name = 'findings' AND c.row_id = x.id)",
    "status": "x.status", "has_measure": "x.has_measure", "assignee": "x.assignee", "supervised": "x.supervised",
    "description": "f.description", "place": "f.place", "measure": "f.measure", "clauses": "f.clauses",
    "withdrawn_reason": "f.withdrawn_reason", "duplicate_of": "f.duplicate_of",
    "credit_code": "(SELECT credit_code FROM enterprises WHERE id = x.enterprise_id)",
    "person_in_charge": "(SELECT person_in_charge FROM enterprises WHERE id = x.enterprise_id)",
    "photos": "(SELECT count(*) FROM photos p WHERE p.inspection_id = x.visit_id AND p.finding_id = x.id"
    " AND p.removed_reason = '')",
    "document": "(SELECT d.number FROM document_lines l JOIN documents d ON d.id = l.document_id"
    f" WHERE l.finding_id = x.id AND d.kind IN ({_ORDERS}) AND d.state = '{DocumentState.ISSUED}'"
    " ORDER BY d.issued_at DESC LIMIT 1)",
    "listing": _LISTED.format("u.fields"), "reinspected": _SEEN.format("r.started_at"),
    "reinspectors": _SEEN.format("r.people"), "verdict": _SEEN.format("t.verdict"),
    "rectified_on": "(SELECT rectified_on FROM sign_offs WHERE id = x.id)",
    "acceptor": "(SELECT accepted_by FROM sign_offs WHERE id = x.id)",
    "remark": "(SELECT remark FROM sign_offs WHERE id = x.id)",
    "penalty_no": "(SELECT group_concat(decision_no, '、') FROM penalty_cases WHERE inspection_id = x.visit_id"
    " AND inspection_id <> '' AND decision_no <> '')",
}  # fmt: skip
COLOUR_NEEDS = ("status", "grade", "due_on", "has_measure")


def _colour(record: Record, today: date) -> Colour:
    due = str(record["due_on"])
    return colour_of(
        FindingStatus(str(record["status"])), Grade(str(record["grade"])), date.fromisoformat(due) if due else None,
        has_measure=bool(record["has_measure"]), today=today,
    )  # fmt: skip


def _listing(record: Record, name: str) -> str:
    found = json.loads(str(record["listing"])) if record["listing"] else {}
    value = found.get(name, "")
    return value if isinstance(value, str) else ""


def _basis(record: Record) -> str:
    parts = []
    for clause in json.loads(str(record["clauses"])):
        words = f"{clause.get('name', '')}{clause.get('clause', '')}"
        sure = clause.get("verified") == "V" or clause.get("confirmed_by")
        parts.append(words if sure else words + tr(" (to be verified)"))
    return "；".join(parts)


def _remark(record: Record) -> str:
    parts = [str(record["withdrawn_reason"]), str(record["remark"] or "")]
    if record["duplicate_of"]:
        parts.append(tr("same as {id}", id=record["duplicate_of"]))
    return "；".join(part for part in parts if part)


def _status_words(record: Record) -> str:
    said = word(FindingStatus(str(record["status"])))
    return f"{said} · {tr('Conflict')}" if record["has_conflict"] else said


def _supervised(record: Record) -> str:
    return tr("yes") if record["supervised"] else ""


def _column(key: str, wide: int, kind: ColumnKind = ColumnKind.TEXT) -> ColumnSpec:
    return ColumnSpec(key=key, cell=text(key), needs=(key,), wide=wide, kind=kind)


_D, _L, _N, _W = ColumnKind.DAY, ColumnKind.LONG, ColumnKind.NUMBER, ColumnKind.WORD
COLUMNS = (
    ColumnSpec(key="number", cell=number, wide=7, kind=_N),
    _column("id", 34),
    ColumnSpec(key="found_on", cell=text("found_on"), needs=("found_on",), wide=11, kind=_D,
               order=("x.found_on", "x.n"), index="finding_facts_by_found"),
    ColumnSpec(key="enterprise", cell=text("enterprise"), needs=("enterprise",), wide=34,
               order=("x.enterprise", "x.n"), index="finding_facts_by_name"),
    _column("credit_code", 20),
    ColumnSpec(key="district", cell=text("district"), needs=("district",), wide=12,
               order=("x.district", "x.found_on", "x.n"), index="finding_facts_by_district"),
    ColumnSpec(key="sector", cell=word_of("sector", Industry), needs=("sector",), wide=14, kind=_W,
               order=("x.sector", "x.found_on", "x.n"), index="finding_facts_by_sector"),
    _column("officers", 16),
    _column("description", 50, _L),
    _column("place", 20),
    ColumnSpec(key="grade", cell=word_of("grade", Grade), needs=("grade",), wide=8, kind=_W,
               order=("x.grade", "x.found_on", "x.n"), index="finding_facts_by_grade"),
    ColumnSpec(key="basis", cell=_basis, needs=("clauses",), wide=40, kind=_L),
    _column("photos", 6, _N),
    _column("measure", 36, _L),
    ColumnSpec(key="department", cell=lambda r: _listing(r, "department"), needs=("listing",), wide=16),
    ColumnSpec(key="person", cell=lambda r: _listing(r, "person"), needs=("listing",), wide=10),
    ColumnSpec(key="due_on", cell=text("due_on"), needs=("due_on",), wide=11, kind=_D,
               order=("x.due_on", "x.n"), index="finding_facts_by_due"),
    ColumnSpec(key="funds", cell=lambda r: _listing(r, "funds"), needs=("listing",), wide=16),
    ColumnSpec(key="emergency_plan", cell=lambda r: _listing(r, "safety"), needs=("listing",), wide=20, kind=_L),
    ColumnSpec(key="level", cell=lambda r: _listing(r, "level"), needs=("listing",), wide=10),
    ColumnSpec(key="reinspected_on", cell=day_of("reinspected"), needs=("reinspected",), wide=11, kind=_D),
    ColumnSpec(key="reinspectors", cell=names_of("reinspectors"), needs=("reinspectors",), wide=16),
    ColumnSpec(key="verdict", cell=word_of("verdict", Verdict), needs=("verdict",), wide=10, kind=_W),
    _column("rectified_on", 11, _D),
    _column("acceptor", 10),
    ColumnSpec(key="accepted_on", cell=text("accepted_on"), needs=("accepted_on",), wide=11, kind=_D,
               order=("x.accepted_on", "x.n"), index="finding_facts_by_accepted"),
    ColumnSpec(key="colour", cell=lambda r: "", wide=6, kind=_W),
    ColumnSpec(key="status", cell=_status_words, needs=("status", "has_conflict"), wide=10, kind=_W,
               order=("x.status", "x.found_on", "x.n"), index="finding_facts_by_status"),
    _column("penalty_no", 18),
    ColumnSpec(key="note", cell=_remark, needs=("withdrawn_reason", "remark", "duplicate_of"), wide=24, kind=_L),
    ColumnSpec(key="item_code", cell=text("item_code"), needs=("item_code",), wide=14,
               order=("x.item_code", "x.found_on", "x.n"), index="finding_facts_by_item"),
    _column("document", 24),
    _column("assignee", 12),
    _column("person_in_charge", 10),
    ColumnSpec(key="supervised", cell=_supervised, needs=("supervised",), wide=8, kind=_W),
)  # fmt: skip


def _status(asked: Asked, value: str) -> Test:
    if value == "overdue":
        return Test(_LATE, (asked.today.isoformat(),))
    return f.one_of("x.status", value.split(f.SEVERAL))


def _by_colour(_asked: Asked, value: str) -> Test:
    return Test(colours=tuple(Colour(part) for part in value.split(f.SEVERAL)))


NAMED = "instr('、' || x.officers || '、', ?) > 0"


def _officer(_asked: Asked, value: str) -> Test:
    """Of the text index first, which has all names; then it must be one of the visit's officers."""
    keys = "SELECT x.n FROM finding_text t CROSS JOIN finding_facts x ON x.n = t.rowid WHERE finding_text MATCH ?"
    return Test(keys=f"{keys} AND {NAMED}", values=(f'text : "{facts.unigrams(value)}"', f"、{value}、"))


def _overdue(asked: Asked, value: str) -> Test:
    """Late on the day `at`: the deadline was over, and it runs still or was accepted only afterwards.

    What is due today is not late yet; of a day gone by, what was due on that very day is.
    """
    last = min(asked.day, (asked.today - timedelta(days=1)).isoformat())
    where = "x.due_on > '' AND x.due_on <= ? AND (x.is_running = 1 OR x.accepted_on > ?)"
    return Test(where=where if value == f.YES else f"NOT ({where})", values=(last, asked.day))


# One law after another, by the index: the clause alone has none.
_OF_CLAUSE = """WITH RECURSIVE laws (law) AS (SELECT min(law) FROM finding_clauses UNION ALL
 SELECT (SELECT min(c.law) FROM finding_clauses c WHERE c.law > laws.law) FROM laws WHERE laws.law IS NOT NULL)
 SELECT k.n FROM laws CROSS JOIN finding_clauses k WHERE k.law = laws.law AND k.clause = ?"""


def _clause(asked: Asked, value: str) -> Test:
    """A clause of the law that is asked for as well, else of any."""
    law = asked.filters.get("law")
    if law is not None:
        return Test(keys="SELECT n FROM finding_clauses WHERE law = ? AND clause = ?", values=(law, value))
    return Test(keys=_OF_CLAUSE, values=(value,))


def _law(_asked: Asked, value: str) -> Test:
    return Test(keys="SELECT n FROM finding_clauses WHERE law = ?", values=(value,))


def _live(_asked: Asked, value: str) -> Test | None:
    return Test(keys=DEAD) if value == f.NO else None


def _assigned(_asked: Asked, value: str) -> Test:
    """The second condition lets the index of assigned findings be used."""
    test = f.one_of("x.assignee", value.split(f.SEVERAL))
    return Test(where=f"{test.where} AND x.assignee <> ''", values=test.values)


def assignees(db: Database) -> Sequence[tuple[str, str]]:
    """Give everybody to whom a finding is assigned."""
    rows = db.conn.execute("SELECT DISTINCT assignee FROM finding_facts WHERE assignee <> '' ORDER BY assignee")
    return [(str(row[0]), str(row[0])) for row in rows]


FILTERS = {
    "from": f.days("x.found_on", least=True), "to": f.days("x.found_on", least=False),
    "due_from": f.days("x.due_on", least=True), "due_to": f.days("x.due_on", least=False),
    "accepted_from": f.days("x.accepted_on", least=True), "accepted_to": f.days("x.accepted_on", least=False),
    "district": f.text("x.district", listed=districts("finding_facts")), "sector": f.text("x.sector", listed=sectors),
    "grade": f.words("x.grade", tuple(Grade)),
    "status": FilterSpec(kind=FilterKind.CHOICE, test=_status, words=(*FindingStatus, "overdue")),
    "colour": FilterSpec(kind=FilterKind.CHOICE, test=_by_colour, words=tuple(Colour)),
    "officer": FilterSpec(kind=FilterKind.TEXT, test=_officer),
    "certificate": f.certificate("x.visit_id"),
    "assignee": FilterSpec(kind=FilterKind.CHOICE, test=_assigned, listed=assignees),
    "item": f.text("x.item_code"),
    "law": FilterSpec(kind=FilterKind.TEXT, test=_law, is_offered=False),
    "clause": FilterSpec(kind=FilterKind.TEXT, test=_clause),
    "supervised": f.flag("x.supervised = 1"),
    "overdue": FilterSpec(kind=FilterKind.CHOICE, test=_overdue, words=(f.YES, f.NO)),
    "rectified": f.flag("x.accepted_on > '' AND x.accepted_on <= ?"),
    "on_time": f.flag("x.on_time = 1", "x.on_time = 0"),
    "enterprise": f.enterprise("x.enterprise_id"),
    "inspection": f.text("x.visit_id", is_offered=False),
    "at": f.day_only(),
    "live": FilterSpec(kind=FilterKind.CHOICE, test=_live, words=(f.YES, f.NO, "all")),
}  # fmt: skip


def _only_live(asked: Asked) -> tuple[Test, ...]:
    """Withdrawn and repeated findings are not counted unless they are asked for; they are few."""
    if asked.filters.get("live", f.YES) != f.YES:
        return ()
    return (Test(keys=DEAD, is_without=True),)


def _search(words: str) -> Test:
    return Test(keys="SELECT rowid FROM finding_text WHERE finding_text MATCH ?", values=(facts.phrase_query(words),))


SPEC = LedgerSpec(
    name=LedgerName.FINDINGS, narrow="finding_facts", wide="finding_facts x JOIN findings f ON f.id = x.id",
    parts=PARTS, columns=COLUMNS, own_order=("x.found_on", "x.n"), own_index="finding_facts_by_found",
    filters=FILTERS, always=_only_live, search=_search, colour=_colour, colour_needs=COLOUR_NEEDS, paint=PAINT,
    links={"inspection_id": "visit", "item_code": "item_code", "enterprise_id": "enterprise_id"},
)  # fmt: skip
