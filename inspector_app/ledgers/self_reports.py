# SPDX-License-Identifier: MulanPSL-2.0
"""Who is late with its self-check: weekly where the risk is high, every two weeks else, a report every quarter.

The duties stand in forms/law/self_reports.toml. An enterprise that never reported is listed after those that fell
behind: nobody knows since when it owes. A weekly report counts for the duty of two weeks as well, not the other way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.enterprise_profile import EnterpriseState
from inspector_app.domain.enterprise_records import SelfReportKind
from inspector_app.law.self_reports import SelfReportDuty, SelfReportLaw
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import date_in, date_out, list_out, whole
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReport:
    """One duty that an enterprise did not fulfil.

    `last` is the last day that its reports cover; without one, `due_on` and `days_late` are only known of quarters.
    """

    enterprise_id: str
    enterprise: str
    district: str
    kind: SelfReportKind
    last: date | None
    due_on: date | None
    days_late: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCount:
    """How many enterprises of one duty fell behind, how many never reported, how many owe it at all."""

    behind: int
    never: int
    owing: int


# The cast gives the owner the affinity of an id: without it every unit would look through all reports.
_OWED = """
WITH merged (id, main) AS (SELECT key, value FROM json_each(:merged)),
said (owner, weekly, fortnightly, quarterly) AS MATERIALIZED (
  SELECT CAST(coalesce(m.main, s.enterprise_id) AS TEXT), max(CASE s.kind WHEN 'weekly' THEN s.period_to END),
    max(CASE s.kind WHEN 'fortnightly' THEN s.period_to END), max(CASE s.kind WHEN 'quarterly' THEN s.period_to END)
  FROM self_reports s LEFT JOIN merged m ON m.id = s.enterprise_id WHERE s.removed_reason = '' GROUP BY 1),
unit (id, name, district, duty) AS MATERIALIZED (
  SELECT e.id, e.name, e.district,
    CASE WHEN e.sector IN (SELECT value FROM json_each(:sectors))
      OR e.risk_grade IN (SELECT value FROM json_each(:risks))
      OR e.grade IN (SELECT value FROM json_each(:grades)) THEN 'weekly' ELSE 'fortnightly' END
  FROM enterprises e
  WHERE e.state = :active AND e.id NOT IN (SELECT id FROM merged WHERE id <> main)),
owed (id, name, district, kind, last) AS (
  SELECT u.id, u.name, u.district, u.duty, CASE u.duty WHEN 'weekly' THEN coalesce(s.weekly, '')
    ELSE max(coalesce(s.weekly, ''), coalesce(s.fortnightly, '')) END
  FROM unit u LEFT JOIN said s ON s.owner = u.id
  UNION ALL
  SELECT u.id, u.name, u.district, 'quarterly', coalesce(s.quarterly, '')
  FROM unit u LEFT JOIN said s ON s.owner = u.id)
"""
_IS_LATE = "last < CASE kind WHEN 'weekly' THEN :weekly WHEN 'fortnightly' THEN :fortnightly ELSE :quarterly END"
_LATE = f"""{_OWED} SELECT * FROM owed WHERE {_IS_LATE} AND (:kind = '' OR kind = :kind) AND (:never OR last <> '')
ORDER BY last = '', last, name, id, kind LIMIT :limit OFFSET :offset"""
_COUNTS = f"""{_OWED} SELECT kind, count(*) AS owing, sum({_IS_LATE} AND last <> '') AS behind,
  sum({_IS_LATE} AND last = '') AS never FROM owed GROUP BY kind"""


def late(
    ws: Workspace, today: date | None = None, *, kind: SelfReportKind | None = None, with_never: bool = True,
    limit: int = 500, offset: int = 0,
) -> tuple[LateReport, ...]:  # fmt: skip
    """Give the duties that are late on a day, the longest ago first, those who never reported last.

    Enterprises that are closed or suspended owe nothing.
    """
    today = today or ws.today()
    law = ws.law.self_reports
    with ws.reader() as db:
        more = {"kind": kind or "", "never": int(with_never), "limit": limit, "offset": offset}
        rows = _fetch(db, _LATE, {**_params(db, law, today), **more})
    return tuple(_row(row, law, today) for row in rows)


def counts(ws: Workspace, today: date | None = None) -> Mapping[SelfReportKind, LateCount]:
    """Give how many are late, for each duty."""
    law = ws.law.self_reports
    with ws.reader() as db:
        rows = _fetch(db, _COUNTS, _params(db, law, today or ws.today()))
    found = {
        SelfReportKind(str(row["kind"])): LateCount(
            behind=whole(row["behind"]), never=whole(row["never"]), owing=whole(row["owing"])
        )
        for row in rows
    }  # fmt: skip
    return {kind: found.get(kind, LateCount(behind=0, never=0, owing=0)) for kind in SelfReportKind}


def _params(db: Database, law: SelfReportLaw, today: date) -> dict[str, object]:
    risk = law.high_risk
    covered = {duty.kind.value: date_out(_covered(duty, today)) for duty in law.duties.values()}
    return {
        "merged": json.dumps(dict(enterprises.shown(db))), "active": EnterpriseState.ACTIVE.value, **covered,
        "sectors": list_out(risk.sectors), "risks": list_out(risk.risk_grades), "grades": list_out(risk.grades),
    }  # fmt: skip


def _covered(duty: SelfReportDuty, today: date) -> date:
    """Give the day up to which reports must reach by now; one that ends before it is late."""
    reached = today - timedelta(days=duty.grace_days)
    if duty.days is None:
        return last_quarter_end(reached - timedelta(days=1))
    return reached - timedelta(days=duty.days)


def last_quarter_end(day: date) -> date:
    """Give the last day of the newest quarter that was over at the end of a day.

    >>> last_quarter_end(date(2026, 3, 31)), last_quarter_end(date(2026, 3, 30))
    (datetime.date(2026, 3, 31), datetime.date(2025, 12, 31))
    """
    following = day + timedelta(days=1)
    begin = date(following.year, (following.month - 1) // 3 * 3 + 1, 1)
    return begin - timedelta(days=1)


def _row(row: Mapping[str, object], law: SelfReportLaw, today: date) -> LateReport:
    kind = SelfReportKind(str(row["kind"]))
    duty = law.duties[kind]
    last = date_in(row["last"] or None)
    due: date | None = None
    if duty.days is None:
        due = _covered(duty, today) + timedelta(days=duty.grace_days)
    elif last is not None:
        due = last + timedelta(days=duty.days + duty.grace_days)
    return LateReport(
        enterprise_id=str(row["id"]), enterprise=str(row["name"]), district=str(row["district"]), kind=kind, last=last,
        due_on=due, days_late=(today - due).days if due is not None else None,
    )  # fmt: skip


def _fetch(db: Database, sql: str, params: Mapping[str, object]) -> list[dict[str, object]]:
    """Run a query with named values."""
    cursor = db.conn.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
