# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the organ, its officers and its number blocks."""

from __future__ import annotations

from inspector_app.domain.numbering import NumberBlock
from inspector_app.domain.organ import EnforcementPower, Officer, Organ, OrganSector, OrganStanding, SerialMode
from inspector_app.domain.unit import BlockState
from inspector_app.storage import membership
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import (
    Row,
    date_in,
    date_out,
    fetch,
    fetch_one,
    instant_or_none,
    instant_out,
    put,
    whole,
)


def put_organ(db: Database, o: Organ) -> None:
    """Keep the organ's profile."""
    put(db, "organ", {
        "id": o.id, "name": o.name, "short_name": o.short_name, "review_organ": o.review_organ, "court": o.court,
        "numbering_word": o.numbering_word, "enforcement_power": o.enforcement_power.value, "address": o.address,
        "phone": o.phone, "region_code": o.region_code, "is_demo": int(o.is_demo),
        "sector": o.sector.value, "standing": o.standing.value, "serial_mode": o.serial_mode.value,
    })  # fmt: skip


def get_organ(db: Database) -> Organ | None:
    """Give the organ in whose name this workspace issues, if it is set: the office's, else its own."""
    rows = fetch(db, "SELECT * FROM organ ORDER BY id")
    if len(rows) < 2:
        return _organ(rows[0]) if rows else None
    by_id = {str(row["id"]): row for row in rows}
    known = membership.values(db)
    by_office = _first_set_by(db, known.get("office_device", ""))
    own = _first_set_by(db, str(db.conn.execute("SELECT id FROM device").fetchone()[0]))
    row = by_id.get(known.get("organ_id", "")) or by_id.get(by_office) or by_id.get(own)
    return _organ(row) if row is not None else None  # several, and none of them is known to be ours


def organ_of(db: Database, organ_id: str) -> Organ | None:
    """Give one organ of several that laptops brought."""
    row = fetch_one(db, "SELECT * FROM organ WHERE id = ?", [organ_id])
    return _organ(row) if row is not None else None


def _first_set_by(db: Database, device: str) -> str:
    """Give the id of the organ that a laptop first set."""
    row = fetch_one(
        db,
        "SELECT c.row_id FROM changes c JOIN operations o ON o.id = c.operation_id"
        " WHERE c.table_name = 'organ' AND c.old IS NULL AND o.device = ? ORDER BY o.rowid LIMIT 1",
        [device],
    )
    return str(row["row_id"]) if row is not None else ""


def is_demo(db: Database) -> bool:
    """Whether these are the data of the demonstration, whose past was made up."""
    return fetch_one(db, "SELECT 1 AS yes FROM organ WHERE is_demo = 1", []) is not None


def _organ(row: Row) -> Organ:
    return Organ(
        id=str(row["id"]), name=str(row["name"]), short_name=str(row["short_name"]),
        review_organ=str(row["review_organ"]), court=str(row["court"]), numbering_word=str(row["numbering_word"]),
        enforcement_power=EnforcementPower(str(row["enforcement_power"])), address=str(row["address"]),
        phone=str(row["phone"]), region_code=str(row["region_code"]), is_demo=bool(row["is_demo"]),
        sector=OrganSector(str(row["sector"])), standing=OrganStanding(str(row["standing"])),
        serial_mode=SerialMode(str(row["serial_mode"])),
    )  # fmt: skip


def put_officer(db: Database, o: Officer) -> None:
    """Keep an officer."""
    put(db, "officers", {
        "id": o.id, "name": o.name, "certificate_no": o.certificate_no, "unit": o.unit,
        "valid_from": date_out(o.valid_from), "valid_to": date_out(o.valid_to), "is_active": int(o.is_active),
    })  # fmt: skip


def list_officers(db: Database) -> tuple[Officer, ...]:
    """Give all officers, by certificate number."""
    return tuple(_officer(row) for row in fetch(db, "SELECT * FROM officers ORDER BY certificate_no, name"))


def get_officer(db: Database, officer_id: str) -> Officer | None:
    """Give one officer."""
    row = fetch_one(db, "SELECT * FROM officers WHERE id = ?", [officer_id])
    return None if row is None else _officer(row)


def find_officer(db: Database, certificate_no: str) -> Officer | None:
    """Give the officer with this certificate number."""
    row = fetch_one(db, "SELECT * FROM officers WHERE certificate_no = ?", [certificate_no])
    return None if row is None else _officer(row)


def _officer(row: Row) -> Officer:
    return Officer(
        id=str(row["id"]), name=str(row["name"]), certificate_no=str(row["certificate_no"]), unit=str(row["unit"]),
        valid_from=date_in(row["valid_from"]), valid_to=date_in(row["valid_to"]), is_active=bool(row["is_active"]),
    )  # fmt: skip


def put_block(db: Database, b: NumberBlock) -> None:
    """Keep a block of document numbers."""
    put(db, "number_blocks", {
        "id": b.id, "word": b.word, "year": b.year, "first": b.first, "last": b.last, "device": b.device,
        "incarnation": b.incarnation, "state": b.state.value, "reason": b.reason, "at": instant_out(b.at),
    })  # fmt: skip


def list_blocks(db: Database) -> tuple[NumberBlock, ...]:
    """Give all blocks, by word and year."""
    return tuple(
        NumberBlock(
            id=str(r["id"]), word=str(r["word"]), year=whole(r["year"]), first=whole(r["first"]),
            last=whole(r["last"]), device=str(r["device"]), incarnation=str(r["incarnation"]),
            state=BlockState(str(r["state"])), reason=str(r["reason"]), at=instant_or_none(r["at"]),
        )
        for r in fetch(db, "SELECT * FROM number_blocks ORDER BY word, year, first, id")
    )  # fmt: skip
