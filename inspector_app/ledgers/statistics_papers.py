# SPDX-License-Identifier: MulanPSL-2.0
"""Counts of papers in a period: documents by kind (份), orders and their re-inspection, cases (起) and fines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.document import DocumentKind, DocumentState, Verdict
from inspector_app.domain.enterprise_records import CreditListKind
from inspector_app.domain.figures import Period, Scope
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.order_life import OrderVerb
from inspector_app.domain.penalty_case import CaseState, PenaltyKind
from inspector_app.law.documents import DocumentLaw, Follows
from inspector_app.ledgers.statistics_findings import scope_sql
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined, marks
from inspector_app.storage.rows import count, fetch, whole

SUSPENDING = ("suspend_business",)  # the measures (现场处理措施) by which business stops
SERVED_CLASSES = ("order", "notice")  # such papers count once they are served; others once they are issued
_SERVED = (
    "EXISTS (SELECT 1 FROM services s WHERE s.document_id = d.id AND s.withdrawn_reason = ''"
    " AND date(s.served_at, '+8 hours') <= ?)"
)

# What a decision does to an enterprise that is counted by enterprises (家), not by decisions.
Punished = Mapping[PenaltyKind, set[str]]
_BY_ENTERPRISE = (
    PenaltyKind.SUSPENSION, PenaltyKind.LICENCE_REVOKED, PenaltyKind.CLOSURE_PROPOSED, PenaltyKind.CLOSED_DOWN,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTally:
    """Orders (责令) of a period: those that were to be looked at again, and what the first look found."""

    due: int = 0  # a deadline by the cut-off, or a report of completion
    looked_at: int = 0  # of those
    reinspected: int = 0  # all that were looked at again
    passed_first: int = 0  # every line found done at the first look


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTally:
    """Cases of a period; money in fen."""

    opened: int = 0
    decided: int = 0
    fines: int = 0
    received: int = 0  # of those fines, by the cut-off


def documents_by_kind(db: Database, law: DocumentLaw, period: Period, scope: Scope) -> Mapping[DocumentKind, int]:
    """Count the valid documents issued in a period; orders and notices only where they were served by the cut-off."""
    served = [k.kind.value for k in law.kinds.values() if k.form_class in SERVED_CLASSES]
    join, where, params = _of_visits(scope)
    sql = (
        f"SELECT d.kind, count(*) AS n FROM documents d {join} WHERE d.issued_on BETWEEN ? AND ? AND d.state = ?"
        f" AND (d.kind NOT IN ({marks(served)}) OR {_SERVED}){where} GROUP BY d.kind"
    )
    days = (period.first.isoformat(), period.last.isoformat())
    rows = fetch(db, sql, (*days, DocumentState.ISSUED.value, *served, days[1], *params))
    known = {kind.value: kind for kind in DocumentKind}
    return {known[str(row["kind"])]: whole(row["n"]) for row in rows if row["kind"] in known}


def orders(db: Database, law: DocumentLaw, period: Period, scope: Scope) -> OrderTally:
    """Count the valid orders issued in a period, by whether and how they were looked at again by the cut-off."""
    kinds = [k.kind.value for k in law.kinds.values() if k.follows is Follows.ORDER]
    join, where, params = _of_visits(scope)
    last = period.last.isoformat()
    sql = (
        "SELECT (EXISTS (SELECT 1 FROM document_lines l WHERE l.document_id = d.id AND l.deadline <= ?)"
        " OR EXISTS (SELECT 1 FROM order_events o WHERE o.document_id = d.id AND o.verb = ? AND o.happened_on <= ?))"
        " AS due,"
        " (SELECT r.id FROM reinspections r WHERE r.document_id = d.id AND date(r.finished_at, '+8 hours') <= ?"
        f" ORDER BY r.round LIMIT 1) AS first FROM documents d {join}"
        f" WHERE d.kind IN ({marks(kinds)}) AND d.issued_on BETWEEN ? AND ? AND d.state = ?{where}"
    )
    found = (last, OrderVerb.REPORT.value, last, last, *kinds, period.first.isoformat(), last)
    every = (
        f"WITH looked AS MATERIALIZED ({sql})"
        " SELECT sum(due), sum(due AND first IS NOT NULL), count(first), sum(EXISTS (SELECT 1 FROM verdicts v WHERE"
        " v.reinspection_id = first) AND NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.reinspection_id = first"
        " AND v.verdict <> ?)) FROM looked"
    )
    row = db.conn.execute(every, (*found, DocumentState.ISSUED.value, *params, Verdict.DONE.value)).fetchone()
    due, looked_at, reinspected, passed = (int(n or 0) for n in row)
    return OrderTally(due=due, looked_at=looked_at, reinspected=reinspected, passed_first=passed)


def reinspections(db: Database, period: Period, scope: Scope) -> int:
    """Count the re-inspections (复查) of a period."""
    condition, params = scope_sql(scope, "+v")
    sql = "SELECT count(*) FROM reinspections r"
    if condition:
        sql += f" JOIN visit_facts v ON v.id = r.inspection_id AND {condition}"
    sql += " WHERE date(r.started_at, '+8 hours') BETWEEN ? AND ?"
    return count(db, sql, (*params, period.first.isoformat(), period.last.isoformat()))


# Cases ----------------------------------------------------------------------------------------------------


def cases(db: Database, period: Period, scope: Scope) -> CaseTally:
    """Count the cases opened in a period (立案), and apart from them the decisions made in it with their fines."""
    join, where, params = of_enterprises("c", scope)
    first, last = period.first.isoformat(), period.last.isoformat()
    opened = count(db, f"SELECT count(*) FROM penalty_cases c {join} WHERE c.opened_on BETWEEN ? AND ?{where}",
                   (first, last, *params))  # fmt: skip
    sql = (
        "SELECT count(*), coalesce(sum(c.fine), 0),"
        " coalesce(sum(c.received) FILTER (WHERE coalesce(c.received_on, c.decided_on) <= ?), 0)"
        f" FROM penalty_cases c {join} WHERE c.decided_on BETWEEN ? AND ? AND c.state <> ?{where}"
    )
    row = db.conn.execute(sql, (last, first, last, CaseState.WITHDRAWN.value, *params)).fetchone()
    return CaseTally(opened=opened, decided=int(row[0]), fines=int(row[1]), received=int(row[2]))


def punished(db: Database, period: Period, scope: Scope) -> Punished:
    """Give the enterprises that the decisions of a period punish, for each way that is counted by enterprise."""
    condition, params = scope_sql(scope, "+e")
    kinds = [kind.value for kind in _BY_ENTERPRISE]
    sql = (
        f"SELECT DISTINCT p.value, e.id FROM penalty_cases c CROSS JOIN json_each(c.penalties) p"
        f" {joined('c.enterprise_id')} WHERE c.decided_on BETWEEN ? AND ? AND c.state <> ?"
        f" AND p.value IN ({marks(kinds)})" + (f" AND {condition}" if condition else "")
    )
    found: dict[PenaltyKind, set[str]] = {kind: set() for kind in _BY_ENTERPRISE}
    days = (period.first.isoformat(), period.last.isoformat())
    for kind, enterprise in db.conn.execute(sql, (*days, CaseState.WITHDRAWN.value, *kinds, *params)):
        found[PenaltyKind(kind)].add(str(enterprise))
    return found


def suspended(db: Database, period: Period, scope: Scope, decided: Punished) -> set[str]:
    """Give the enterprises told to stop business: by a decision, or by a served on-site measure of the period."""
    condition, params = scope_sql(scope, "+v")
    sql = (
        "SELECT DISTINCT v.enterprise_id FROM documents d JOIN visit_facts v ON v.id = d.inspection_id"
        f" WHERE d.issued_on BETWEEN ? AND ? AND d.kind = ? AND d.state = ? AND {_SERVED}"
        " AND EXISTS (SELECT 1 FROM json_each(d.fields, '$.measures') m"
        f" WHERE m.value IN ({marks(SUSPENDING)}))" + (f" AND {condition}" if condition else "")
    )
    last = period.last.isoformat()
    found = (period.first.isoformat(), last, DocumentKind.ONSITE_MEASURE.value, DocumentState.ISSUED.value, last)
    return _ids(db, sql, (*found, *SUSPENDING, *params)) | decided[PenaltyKind.SUSPENSION]


def closure_proposed(db: Database, period: Period, scope: Scope, decided: Punished) -> set[str]:
    """Give the enterprises whose closure was proposed (提请关闭): by a paper, or noted with a decision."""
    condition, params = scope_sql(scope, "+v")
    sql = (
        "SELECT DISTINCT v.enterprise_id FROM documents d JOIN visit_facts v ON v.id = d.inspection_id"
        " WHERE d.issued_on BETWEEN ? AND ? AND d.kind = ? AND d.state = ?" + (f" AND {condition}" if condition else "")
    )
    found = (period.first.isoformat(), period.last.isoformat(), DocumentKind.CLOSURE_PROPOSAL.value)
    return _ids(db, sql, (*found, DocumentState.ISSUED.value, *params)) | decided[PenaltyKind.CLOSURE_PROPOSED]


def closed_down(db: Database, period: Period, scope: Scope, decided: Punished) -> set[str]:
    """Give the enterprises that were closed (实际关闭): by a decision, or at the end of a supervision."""
    ended = _followed(db, period, scope, FollowUpKind.SUPERVISION, "o.state", FollowUpState.CLOSED_DOWN)
    return ended | decided[PenaltyKind.CLOSED_DOWN]


def talked_to(db: Database, period: Period, scope: Scope) -> set[str]:
    """Give the enterprises with which a talk (约谈) was held in a period."""
    return _followed(db, period, scope, FollowUpKind.TALK, "o.verb", FollowUpVerb.HOLD)


def joint_punishments(db: Database, period: Period, scope: Scope) -> int:
    """Count the entries on the list of joint punishment (联合惩戒) made in a period."""
    join, where, params = of_enterprises("c", scope)
    sql = (
        f"SELECT count(*) FROM credit_listings c {join} WHERE c.kind = ? AND c.removed_reason = ''"
        f" AND c.listed_on BETWEEN ? AND ?{where}"
    )
    return count(db, sql, (CreditListKind.JOINT.value, period.first.isoformat(), period.last.isoformat(), *params))


def _followed(db: Database, period: Period, scope: Scope, kind: FollowUpKind, column: str, value: str) -> set[str]:
    condition, params = scope_sql(scope, "v")
    sql = (
        "SELECT DISTINCT v.enterprise_id FROM follow_ups u JOIN follow_up_events o ON o.follow_up_id = u.id"
        " JOIN visit_facts v ON v.id = u.inspection_id"
        f" WHERE u.kind = ? AND {column} = ? AND o.happened_on BETWEEN ? AND ?"
        + (f" AND {condition}" if condition else "")
    )
    return _ids(db, sql, (kind.value, str(value), period.first.isoformat(), period.last.isoformat(), *params))


def _of_visits(scope: Scope) -> tuple[str, str, tuple[object, ...]]:
    """Join a document's visit where a scope asks for it; the sign keeps the way from the documents to their visits."""
    condition, params = scope_sql(scope, "+v")
    join = "JOIN visit_facts v ON v.id = d.inspection_id" if condition else ""
    return join, f" AND {condition}" if condition else "", params


def of_enterprises(table: str, scope: Scope) -> tuple[str, str, tuple[object, ...]]:
    """Join the shown enterprise of a record where a scope asks for it; from the records to their enterprises."""
    condition, params = scope_sql(scope, "+e")
    join = joined(f"{table}.enterprise_id") if condition else ""
    return join, f" AND {condition}" if condition else "", params


def _ids(db: Database, sql: str, params: Sequence[object]) -> set[str]:
    return {str(row[0]) for row in db.conn.execute(sql, tuple(params))}
