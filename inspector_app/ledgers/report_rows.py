# SPDX-License-Identifier: MulanPSL-2.0
"""The rows of the lists in reports: findings, 三个一批, enterprises where the same is found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from inspector_app.domain.figures import Period, Scope, late_by
from inspector_app.domain.finding import Grade
from inspector_app.domain.follow_up import FollowUpKind
from inspector_app.law.reports import Which
from inspector_app.ledgers.statistics_findings import scope_sql
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined
from inspector_app.storage.rows import count, fetch

Row = Mapping[str, object]
_NO_LIMIT = -1


def finding_rows(
    db: Database, which: Which, period: Period, scope: Scope, today: date, most: int
) -> tuple[int, Sequence[Row]]:
    """Give how many findings of the period there are of a kind, and the first ones by deadline."""
    condition, params = scope_sql(scope, "x")
    last = period.last.isoformat()
    where = {
        Which.ALL: ("", ()),
        Which.MAJOR: (" AND x.grade = ?", (Grade.MAJOR.value,)),
        Which.OPEN: (" AND NOT (x.accepted_on <> '' AND x.accepted_on <= ?)", (last,)),
        Which.OVERDUE: (
            " AND (x.is_running = 1 OR x.accepted_on > ?) AND x.due_on <> '' AND x.due_on <= ?",
            (last, late_by(period.last, today).isoformat()),
        ),
    }[which]
    source = (
        "FROM finding_facts x WHERE x.is_live = 1 AND x.found_on BETWEEN ? AND ?"
        + where[0] + (f" AND {condition}" if condition else "")
    )  # fmt: skip
    found = (period.first.isoformat(), last, *where[1], *params)
    total = count(db, f"SELECT count(*) {source}", found)
    rows = fetch(
        db,
        "SELECT f.description, f.place, f.measure, x.found_on, x.due_on, x.status, x.grade, x.district, x.enterprise,"
        " v.source, e.person_in_charge, x.accepted_on <> '' AND x.accepted_on <= ? AS done,"
        " (SELECT u.fields ->> 'person' FROM follow_ups u WHERE u.subject = x.id AND u.kind = ?"
        " ORDER BY u.opened_on DESC LIMIT 1) AS listed_person"
        f" FROM (SELECT x.* {source} ORDER BY x.due_on = '', x.due_on, x.n LIMIT ?) x"
        " JOIN findings f ON f.id = x.id JOIN visit_facts v ON v.id = x.visit_id"
        " JOIN enterprises e ON e.id = x.enterprise_id ORDER BY x.due_on = '', x.due_on, x.n",
        (last, FollowUpKind.SUPERVISION.value, *found, most or _NO_LIMIT),
    )
    return total, [{**row, "person": row["listed_person"] or row["person_in_charge"]} for row in rows]


def triages(db: Database, period: Period, scope: Scope, most: int) -> tuple[int, Sequence[Row]]:
    """Give the triage sheets (三个一批) that were assessed by the cut-off, by class and name."""
    condition, params = scope_sql(scope, "e")
    source = (
        f"FROM triages t {joined('t.enterprise_id')} WHERE t.removed_reason = ''"
        " AND (t.assessed_on IS NULL OR t.assessed_on <= ?)" + (f" AND {condition}" if condition else "")
    )
    found = (period.last.isoformat(), *params)
    total = count(db, f"SELECT count(*) {source}", found)
    rows = fetch(
        db,
        "SELECT e.name AS enterprise, e.district, t.conclusion, t.triage AS class, t.measures, t.deadline AS due_on,"
        " t.person, t.result, t.done_on, t.assessed_on, t.assessor"
        f" {source} ORDER BY t.triage, e.name, t.id LIMIT ?",
        (*found, most or _NO_LIMIT),
    )
    return total, [
        {**row, "result": " ".join(str(part) for part in (row["done_on"], row["result"]) if part)} for row in rows
    ]


def repeaters(db: Database, period: Period, scope: Scope, most: int) -> tuple[int, Sequence[Row]]:
    """Give the enterprises where one item was found wrong in two visits of the period or more, the worst first."""
    condition, params = scope_sql(scope)
    again = (
        "SELECT enterprise_id, item_code, count(*) AS n FROM finding_facts WHERE is_live = 1 AND item_code <> ''"
        " AND found_on BETWEEN ? AND ?" + (f" AND {condition}" if condition else "")
        + " GROUP BY enterprise_id, item_code HAVING count(DISTINCT visit_id) > 1"
    )  # fmt: skip
    grouped = f"SELECT enterprise_id, count(*) AS repeated, sum(n) AS repeats FROM ({again}) GROUP BY enterprise_id"
    found = (period.first.isoformat(), period.last.isoformat(), *params)
    total = count(db, f"SELECT count(*) FROM ({grouped})", found)
    days = found[:2]
    rows = fetch(
        db,
        f"SELECT e.name AS enterprise, e.district, r.repeated,"
        " (SELECT count(DISTINCT f.visit_id) FROM finding_facts f WHERE f.enterprise_id = r.enterprise_id"
        " AND f.is_live = 1 AND f.found_on BETWEEN ? AND ?) AS visits,"
        " (SELECT count(*) FROM finding_facts f WHERE f.enterprise_id = r.enterprise_id"
        " AND f.is_live = 1 AND f.found_on BETWEEN ? AND ?) AS findings"
        f" FROM ({grouped} ORDER BY repeated DESC, repeats DESC, enterprise_id LIMIT ?) r"
        " JOIN enterprises e ON e.id = r.enterprise_id ORDER BY r.repeated DESC, findings DESC, e.name",
        (*days, *days, *found, most or _NO_LIMIT),
    )
    return total, rows
