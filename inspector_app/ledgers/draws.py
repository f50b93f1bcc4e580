# SPDX-License-Identifier: MulanPSL-2.0
"""Random draws as lists and pages show them: what was frozen, drawn, replaced, visited, published; and verifying."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from inspector_app.domain.draw import Draw, DrawPick, DrawState, PickState
from inspector_app.domain.draw_conditions import DrawConditions, Exclusion, conditions_from
from inspector_app.domain.draw_record import (
    Difference,
    Verification,
    frozen_hash,
    parsed_record,
    verify_record,
)
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.law.book import LawBook
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined
from inspector_app.storage.record_rows import get_record, list_records, record_from
from inspector_app.storage.rows import Row, fetch, whole
from inspector_app.workspace import Workspace

__all__ = [
    "Difference", "DrawRow", "DrawView", "OfficerName", "PickRow", "Stratum", "Verification", "draw", "draws",
    "lists_bytes", "record_bytes", "verify", "verify_record",
]  # fmt: skip

PUBLICATION = "publicity.general"  # the law's period: results within 20 working days (FM)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """One draw in a list. `open` are drawn units without a visit, `unpublished` visited ones without publication."""

    draw: Draw
    picks: int
    replaced: int
    open: int
    unpublished: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerName:
    """An officer of a drawn unit."""

    id: str
    name: str
    certificate_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRow:
    """One line of a result. `publish_by` is known once the visit ended; `replaced_by` is the place of the other one."""

    pick: DrawPick
    enterprise_id: str  # of the entry that is shown
    enterprise_name: str
    credit_code: str
    district: str
    stratum: str
    rank: int
    digest: str
    officers: tuple[OfficerName, ...]
    replaces: int
    replaced_by: int
    replaced_officer: str  # id, where it was an officer that was replaced
    replaced_officer_name: str
    inspection_state: InspectionState | None
    ended_on: date | None
    publish_by: date | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One stratum: on the list, can be drawn, are drawn."""

    name: str
    listed: int
    drawable: int
    quota: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawView:
    """One draw with everything that its page shows. `seed_recorded_at` is when the seed was kept, as ISO text."""

    draw: Draw
    conditions: DrawConditions
    frozen_sha256: str
    strata: tuple[Stratum, ...]
    excluded_objects: Mapping[Exclusion, int]
    excluded_officers: Mapping[Exclusion, int]
    seed_recorded_at: str
    result_sha256: str
    picks: tuple[PickRow, ...]

    @property
    def valid_picks(self) -> tuple[PickRow, ...]:
        """Give the result as it is after replacements."""
        return tuple(row for row in self.picks if row.pick.state is PickState.DRAWN)


_DRAWS = """
SELECT d.id, count(p.id) AS picks, coalesce(sum(p.state = 'replaced'), 0) AS replaced,
  coalesce(sum(p.state = 'drawn' AND p.inspection_id = ''), 0) AS open,
  coalesce(sum(p.state = 'drawn' AND p.inspection_id <> '' AND p.published_on IS NULL), 0) AS unpublished
FROM draws d LEFT JOIN draw_picks p ON p.draw_id = d.id GROUP BY d.id
"""
_PICKS = f"""
SELECT p.*, e.id AS shown_id, e.name, e.credit_code, e.district, i.state AS inspection_state,
  date(i.finished_at, '+8 hours') AS ended_on
FROM draw_picks p {joined("p.enterprise_id")} LEFT JOIN inspections i ON i.id = p.inspection_id
WHERE p.draw_id = ? ORDER BY p.ordinal, p.at
"""


def draws(ws: Workspace) -> tuple[DrawRow, ...]:
    """Give all draws, the newest first."""
    with ws.reader() as db:
        numbers = {str(row["id"]): row for row in fetch(db, _DRAWS)}
        every = list_records(db, Draw, order="made_at DESC, id")
    names = ("picks", "replaced", "open", "unpublished")
    return tuple(DrawRow(draw=d, **{name: whole(numbers[d.id][name]) for name in names}) for d in every)


def _draw(db: Database, draw_id: str) -> Draw:
    found = get_record(db, Draw, draw_id)
    if found is None:
        fields = {"kind": "draw", "id": draw_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, where="draw", fields=fields)])
    return found


def draw(ws: Workspace, draw_id: str) -> DrawView:
    """Give one draw whole. Refuses NOT_FOUND, and FILE_MISSING or FILE_CHANGED where its lists are not what they were.

    Reads the lists and the record: call it in a reading job.
    """
    with ws.reader() as db:
        found = _draw(db, draw_id)
        rows = fetch(db, _PICKS, [draw_id])
    frozen = found.conditions["frozen"]
    assert isinstance(frozen, Mapping)
    conditions = conditions_from(frozen["conditions"])
    listed, free, excluded = _tally(ws.files.read(found.objects_sha256, name=found.name))
    _, _, officers = _tally(ws.files.read(found.officers_sha256, name=found.name))
    record = parsed_record(ws.files.read(found.record_sha256, name=found.name)) if found.record_sha256 else {}
    entries = {entry["ordinal"]: entry for entry in record.get("result", ())}
    return DrawView(
        draw=found, conditions=conditions, frozen_sha256=frozen_hash(frozen),
        strata=tuple(
            Stratum(name=name, listed=listed[name], drawable=free[name], quota=quota)
            for name, quota in conditions.quotas
        ),
        excluded_objects={Exclusion(word): n for word, n in excluded.items() if word},
        excluded_officers={Exclusion(word): n for word, n in officers.items() if word},
        seed_recorded_at=_seed_time(found, record), result_sha256=str(record.get("result_sha256", "")),
        picks=_pick_rows(ws, rows, entries),
    )  # fmt: skip


def _seed_time(found: Draw, record: Mapping[str, Any]) -> str:
    if record:
        return str(record["seed"]["recorded_at"])
    return found.drawn_at.isoformat(timespec="seconds") if found.seed and found.drawn_at else ""


def _tally(data: bytes) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count a frozen list by stratum, by stratum what can be drawn, and by reason of exclusion."""
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    listed: Counter[str] = Counter()
    free: Counter[str] = Counter()
    excluded: Counter[str] = Counter()
    for row in rows:
        stratum = row.get("stratum", "")
        listed[stratum] += 1
        free[stratum] += not row["excluded"]
        excluded[row["excluded"]] += 1
    return listed, free, excluded


def _pick_rows(ws: Workspace, rows: list[dict[str, object]], entries: Mapping[int, Any]) -> tuple[PickRow, ...]:
    places = {str(row["id"]): whole(row["ordinal"]) for row in rows}
    replaced_by = {places[str(row["replaces"])]: whole(row["ordinal"]) for row in rows if row["replaces"] in places}
    picks = {str(row["id"]): record_from(DrawPick, row) for row in rows}
    days: dict[date, date] = {}
    today = ws.today()
    return tuple(_pick_row(ws.law, row, picks[str(row["id"])], entries, replaced_by, days, today) for row in rows)


def _pick_row(
    law: LawBook, row: Row, pick: DrawPick, entries: Mapping[int, Any], replaced_by: Mapping[int, int],
    days: dict[date, date], today: date,
) -> PickRow:  # fmt: skip
    entry = entries.get(pick.ordinal, {})
    before = entries.get(entry.get("replaces", 0), {})
    state, ended = row["inspection_state"], row["ended_on"]
    day = date.fromisoformat(str(ended)) if ended else None
    if day is not None and day not in days:
        days[day] = law.due(PUBLICATION, day).date
    by = days[day] if day is not None else None
    return PickRow(
        pick=pick, enterprise_id=str(row["shown_id"]), enterprise_name=str(row["name"]),
        credit_code=str(row["credit_code"]), district=str(row["district"]), stratum=str(entry.get("stratum", "")),
        rank=int(entry.get("rank", 0)), digest=str(entry.get("digest", "")),
        officers=tuple(
            OfficerName(id=o["id"], name=o["name"], certificate_no=o["certificate_no"])
            for o in entry.get("officers", ())
        ),
        replaces=int(entry.get("replaces", 0)), replaced_by=replaced_by.get(pick.ordinal, 0),
        replaced_officer=str(entry.get("officer", "")), replaced_officer_name=_officer_name(entry, before),
        inspection_state=InspectionState(str(state)) if state else None, ended_on=day, publish_by=by,
        is_late=by is not None and pick.state is PickState.DRAWN and (pick.published_on or today) > by,
    )  # fmt: skip


def _officer_name(entry: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """Name the officer who was replaced: as the line before has it."""
    return next((str(o["name"]) for o in before.get("officers", ()) if o["id"] == entry["officer"]), "")


# Files and verifying ----------------------------------------------------------------------------------------------


def record_bytes(ws: Workspace, draw_id: str) -> bytes:
    """Give the file of a draw's record, by which anybody can recompute it. Refuses DRAW_STATE before it is drawn."""
    with ws.reader() as db:
        found = _draw(db, draw_id)
    if not found.record_sha256:
        fields = {"name": found.name, "state": found.state.value}
        raise Refused([Problem(code=ProblemCode.DRAW_STATE, where=f"draw:{draw_id}", fields=fields)])
    return ws.files.read(found.record_sha256, name=found.name)


def lists_bytes(ws: Workspace, draw_id: str) -> tuple[bytes, bytes]:
    """Give the frozen lists of units and of officers as CSV, exactly as they were hashed."""
    with ws.reader() as db:
        found = _draw(db, draw_id)
    objects, officers = (ws.files.read(name, name=found.name) for name in (found.objects_sha256, found.officers_sha256))
    return objects, officers


def verify(ws: Workspace, draw_id: str) -> Verification:
    """Recompute a draw from its record (复核抽取), and compare record, lists and the result in this data folder."""
    data = record_bytes(ws, draw_id)
    with ws.reader() as db:
        found = _draw(db, draw_id)
        picks = list_records(db, DrawPick, "draw_id = ?", [draw_id], order="ordinal")
    verified = verify_record(data, paper_sha256=found.record_sha256)
    if not verified.is_right:
        return verified
    record = parsed_record(data)
    kept = [(p.ordinal, p.enterprise_id, list(p.officers)) for p in picks]
    stated = [(e["ordinal"], e["id"], [o["id"] for o in e["officers"]]) for e in record["result"]]
    if kept != stated:
        at = next((n for n, (a, b) in enumerate(zip(kept, stated, strict=False), start=1) if a != b), len(stated))
        return replace(verified, difference=Difference.RESULT, place=f"draw_picks[{at}]")
    same = (found.seed, found.objects_sha256, found.officers_sha256) == (
        record["seed"]["text"], record["frozen"]["objects"]["sha256"], record["frozen"]["officers"]["sha256"],
    )  # fmt: skip
    if not same or found.state is DrawState.FROZEN:
        return replace(verified, difference=Difference.SEED, place="draws")
    return verified
