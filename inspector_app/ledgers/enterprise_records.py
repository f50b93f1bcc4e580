# SPDX-License-Identifier: MulanPSL-2.0
"""The records beside an enterprise's entry, and what of all enterprises runs out soon."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.enterprise_profile import EnterpriseProfile, EnterpriseState
from inspector_app.domain.enterprise_records import (
    CreditListing,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    SelfFinding,
    SelfReport,
    Triage,
)
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage import enterprises
from inspector_app.storage.record_rows import get_profile, list_records, records_of
from inspector_app.storage.rows import date_out
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRecords:
    """Everything that is kept beside one entry, those of entries merged into it too; removed records are left out.

    Licences and insurances come with the last to run out first, listings, triages and self-reports the newest first.
    """

    profile: EnterpriseProfile
    licences: tuple[Licence, ...]
    major_hazards: tuple[MajorHazard, ...]
    insurances: tuple[Insurance, ...]
    listings: tuple[CreditListing, ...]
    triages: tuple[Triage, ...]
    self_reports: tuple[SelfReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """Something of an enterprise that ran out or will: its last valid day, and the days that are left (or less)."""

    enterprise_id: str
    enterprise: str
    kind: RecordKind
    record_id: str
    name: str
    number: str
    ends_on: date
    days_left: int


def records(ws: Workspace, enterprise_id: str, *, reports: int = 60) -> EnterpriseRecords:
    """Give what is kept beside an entry, of self-reports at most so many. Refuses NOT_FOUND."""
    with ws.reader() as db:
        shown = enterprises.shown_id(db, enterprise_id)
        profile = get_profile(db, shown)
        if profile is None:
            fields = {"kind": "enterprise", "id": enterprise_id[:80]}
            raise Refused([Problem(code=ProblemCode.NOT_FOUND, where="enterprise", fields=fields)])
        newest = "period_to DESC, reported_on DESC, id"
        return EnterpriseRecords(
            profile=profile,
            licences=records_of(db, Licence, shown, order="expires_on IS NULL, expires_on DESC, kind, id"),
            major_hazards=records_of(db, MajorHazard, shown, order="level = '', level, name, id"),
            insurances=records_of(db, Insurance, shown, order="ends_on IS NULL, ends_on DESC, id"),
            listings=records_of(db, CreditListing, shown, order="listed_on DESC, id"),
            triages=records_of(db, Triage, shown, order="assessed_on DESC, id"),
            self_reports=records_of(db, SelfReport, shown, order=f"{newest} LIMIT {int(reports)}"),
        )


def self_findings(ws: Workspace, report_id: str) -> tuple[SelfFinding, ...]:
    """Give what an enterprise found itself, as one report says."""
    with ws.reader() as db:
        return list_records(db, SelfFinding, "report_id = ?", [report_id], order="ordinal, id")


# Of several licences of one kind, or several policies, the one that runs longest counts: an older one was renewed.
_EXPIRING = """
WITH merged (id, main) AS (SELECT key, value FROM json_each(:merged)),
dated (owner, kind, id, name, number, ends) AS (
  SELECT enterprise_id, 'licences', id, kind, number, expires_on
  FROM licences WHERE removed_reason = '' AND expires_on IS NOT NULL
  UNION ALL
  SELECT enterprise_id, 'insurances', id, insurer, policy_no, ends_on
  FROM insurances WHERE removed_reason = '' AND ends_on IS NOT NULL),
newest (owner, kind, id, name, number, ends) AS (
  SELECT coalesce(m.main, d.owner) AS shown, d.kind, d.id, d.name, d.number, max(d.ends)
  FROM dated d LEFT JOIN merged m ON m.id = d.owner
  GROUP BY shown, d.kind, CASE d.kind WHEN 'licences' THEN d.name ELSE '' END HAVING max(d.ends) <= :last)
SELECT n.*, e.name AS enterprise FROM newest n JOIN enterprises e ON e.id = n.owner
WHERE e.state <> :closed ORDER BY n.ends, e.name, n.owner, n.id LIMIT :limit OFFSET :offset
"""


def expiring(
    ws: Workspace, within_days: int, *, today: date | None = None, limit: int = 1_000, offset: int = 0
) -> tuple[Expiring, ...]:
    """Give licences and insurances that ran out or run out within so many days, the longest ago first.

    What was renewed (a later licence of the same kind, a later policy) is left out; so are closed enterprises.
    """
    today = today or ws.today()
    params = {
        "last": date_out(today + timedelta(days=within_days)), "closed": EnterpriseState.CLOSED.value,
        "limit": limit, "offset": offset,
    }  # fmt: skip
    with ws.reader() as db:
        cursor = db.conn.execute(_EXPIRING, {**params, "merged": json.dumps(dict(enterprises.shown(db)))})
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return tuple(_row(row, today) for row in rows)


def _row(row: Mapping[str, object], today: date) -> Expiring:
    ends = date.fromisoformat(str(row["ends"]))
    return Expiring(
        enterprise_id=str(row["owner"]), enterprise=str(row["enterprise"]), kind=RecordKind(str(row["kind"])),
        record_id=str(row["id"]), name=str(row["name"]), number=str(row["number"]), ends_on=ends,
        days_left=(ends - today).days,
    )  # fmt: skip
