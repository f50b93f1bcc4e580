# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of findings and photos."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

from inspector_app.domain.checklist import Clause, DeadlineClass
from inspector_app.domain.finding import Finding, FindingStatus, Grade, Photo, PhotoStage
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import (
    Row,
    clauses_in,
    clauses_out,
    count,
    date_in,
    date_out,
    fetch,
    fetch_one,
    instant_in,
    instant_out,
    put,
    whole,
)

AT_ONCE = 500  # findings that are read in one go


def put_finding(db: Database, f: Finding) -> None:
    """Keep a finding."""
    put(db, "findings", {
        "id": f.id, "inspection_id": f.inspection_id, "ordinal": f.ordinal, "item_code": f.item_code,
        "place": f.place, "description": f.description, "grade": f.grade.value, "measure": f.measure,
        "deadline_class": f.deadline_class.value, "deadline": date_out(f.deadline),
        "clauses": clauses_out(f.clauses), "status": f.status.value, "found_at": instant_out(f.found_at),
        "withdrawn_reason": f.withdrawn_reason, "order_basis": clauses_out(f.order_basis),
        "penalty": clauses_out(f.penalty), "duplicate_of": f.duplicate_of,
    })  # fmt: skip


def get_finding(db: Database, finding_id: str) -> Finding | None:
    """Give one finding."""
    row = fetch_one(db, "SELECT * FROM findings WHERE id = ?", [finding_id])
    return None if row is None else finding_from(row)


def list_findings(db: Database, inspection_id: str) -> tuple[Finding, ...]:
    """Give all findings of an inspection, withdrawn ones too, in order."""
    rows = fetch(db, "SELECT * FROM findings WHERE inspection_id = ? ORDER BY ordinal", [inspection_id])
    return tuple(finding_from(row) for row in rows)


def newest_of_items(db: Database, limit: int, item_code: str = "") -> tuple[Finding, ...]:
    """Give the newest live findings that belong to an item, or to one item; what was imported is left out."""
    test, values = ("item_code = ?", [item_code]) if item_code else ("item_code IS NOT NULL", [])
    sql = f"SELECT id FROM findings WHERE {test} AND status NOT IN ('withdrawn', 'duplicate')"
    sql += " AND inspection_id NOT IN (SELECT id FROM imports)"
    rows = db.conn.execute(f"{sql} ORDER BY found_at DESC, id LIMIT ?", (*values, limit))
    ids = [str(row[0]) for row in rows]  # sorted first, read then: whole rows fill 60 MB while they are sorted
    clauses = cache(clauses_in)  # thousands of findings share some hundred bases
    found: list[Finding] = []
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        sql = "SELECT * FROM findings WHERE id IN (SELECT value FROM json_each(?))"
        read = {str(row["id"]): finding_from(row, clauses) for row in fetch(db, sql, [json.dumps(some)])}
        found += (read[one] for one in some)
    return tuple(found)


def next_ordinal(db: Database, inspection_id: str) -> int:
    """Give the next finding number of an inspection; numbers of withdrawn findings are not used again."""
    return count(db, "SELECT coalesce(max(ordinal), 0) FROM findings WHERE inspection_id = ?", [inspection_id]) + 1


def finding_from(row: Row, clauses: Callable[[object], tuple[Clause, ...]] = clauses_in) -> Finding:
    """Read one row; `clauses` reads its bases."""
    code = row["item_code"]
    return Finding(
        id=str(row["id"]), inspection_id=str(row["inspection_id"]), ordinal=whole(row["ordinal"]),
        item_code=None if code is None else str(code), place=str(row["place"]),
        description=str(row["description"]), grade=Grade(str(row["grade"])), measure=str(row["measure"]),
        deadline_class=DeadlineClass(str(row["deadline_class"])), deadline=date_in(row["deadline"]),
        clauses=clauses(row["clauses"]), status=FindingStatus(str(row["status"])),
        found_at=instant_in(row["found_at"]), withdrawn_reason=str(row["withdrawn_reason"]),
        order_basis=clauses(row["order_basis"]), penalty=clauses(row["penalty"]),
        duplicate_of=str(row["duplicate_of"]),
    )  # fmt: skip


PHOTO_COLUMNS = (
    "id", "inspection_id", "finding_id", "ordinal", "sha256", "sm3", "bytes", "format", "width", "height", "taken_at",
    "latitude", "longitude", "camera", "file_name", "taker", "caption", "rotation", "marks", "removed_reason",
    "reinspection_id", "item_code", "clock_offset", "added_by", "source",
)  # fmt: skip


def put_photo(db: Database, p: Photo) -> None:
    """Keep a photo's row; its bytes lie in the file store."""
    row = {column: getattr(p, column) for column in PHOTO_COLUMNS}
    put(db, "photos", {**row, "added_at": instant_out(p.added_at), "stage": p.stage.value})


def get_photo(db: Database, photo_id: str) -> Photo | None:
    """Give one photo."""
    row = fetch_one(db, "SELECT * FROM photos WHERE id = ?", [photo_id])
    return None if row is None else photo_from(row)


def list_photos(db: Database, inspection_id: str) -> tuple[Photo, ...]:
    """Give the photos of an inspection that were not removed: by finding, then in their order."""
    rows = fetch(
        db,
        "SELECT * FROM photos WHERE inspection_id = ? AND removed_reason = ''"
        " ORDER BY finding_id IS NULL, finding_id, ordinal, taken_at, id",
        [inspection_id],
    )
    return tuple(photo_from(row) for row in rows)


def next_photo_ordinal(db: Database, inspection_id: str, finding_id: str | None) -> int:
    """Give the place after the last photo of a finding or of the tray."""
    sql = "SELECT coalesce(max(ordinal), 0) FROM photos WHERE inspection_id = ? AND finding_id IS ?"
    return count(db, sql, [inspection_id, finding_id]) + 1


def photo_with_hash(db: Database, inspection_id: str, sha256: str) -> Photo | None:
    """Give the photo of this inspection with these bytes, unless it was removed."""
    row = fetch_one(
        db,
        "SELECT * FROM photos WHERE inspection_id = ? AND sha256 = ? AND removed_reason = '' LIMIT 1",
        [inspection_id, sha256],
    )
    return None if row is None else photo_from(row)


def photo_from(row: Row) -> Photo:
    """Read one row."""
    numbers = {key: row[key] for key in ("latitude", "longitude")}
    return Photo(
        id=str(row["id"]), inspection_id=str(row["inspection_id"]),
        finding_id=None if row["finding_id"] is None else str(row["finding_id"]), ordinal=whole(row["ordinal"]),
        sha256=str(row["sha256"]), sm3=str(row["sm3"]), bytes=whole(row["bytes"]), format=str(row["format"]),
        width=whole(row["width"]), height=whole(row["height"]), taken_at=str(row["taken_at"]),
        latitude=_number(numbers["latitude"]), longitude=_number(numbers["longitude"]), camera=str(row["camera"]),
        file_name=str(row["file_name"]), added_at=instant_in(row["added_at"]), taker=str(row["taker"]),
        caption=str(row["caption"]), rotation=whole(row["rotation"]), marks=str(row["marks"]),
        removed_reason=str(row["removed_reason"]), stage=PhotoStage(str(row["stage"])),
        reinspection_id=str(row["reinspection_id"]), item_code=str(row["item_code"]),
        clock_offset=None if row["clock_offset"] is None else whole(row["clock_offset"]),
        added_by=str(row["added_by"]), source=str(row["source"]),
    )  # fmt: skip


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
