# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of services (送达)."""

from __future__ import annotations

import json
from dataclasses import asdict

from inspector_app.domain.service import Capacity, Service, ServiceMethod, Witness
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, fetch_one, instant_in, instant_out, list_in, list_out, put


def put_service(db: Database, s: Service) -> None:
    """Keep a service of a document."""
    witnesses = [{name: value for name, value in asdict(w).items() if value} for w in s.witnesses]
    put(db, "services", {
        "id": s.id, "document_id": s.document_id, "method": s.method.value, "served_at": instant_out(s.served_at),
        "place": s.place, "receiver": s.receiver, "capacity": s.capacity.value if s.capacity else "",
        "authority": s.authority, "servers": list_out(s.servers), "refusal": s.refusal,
        "witnesses": json.dumps(witnesses, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "media": list_out(s.media), "consent": s.consent, "address": s.address, "tracking_no": s.tracking_no,
        "medium": s.medium, "remark": s.remark, "withdrawn_reason": s.withdrawn_reason,
    })  # fmt: skip


def get_service(db: Database, service_id: str) -> Service | None:
    """Give one service."""
    row = fetch_one(db, "SELECT * FROM services WHERE id = ?", [service_id])
    return None if row is None else service_from(row)


def list_of_document(db: Database, document_id: str) -> tuple[Service, ...]:
    """Give the services of a document, withdrawn ones too, by their time."""
    rows = fetch(db, "SELECT * FROM services WHERE document_id = ? ORDER BY served_at, id", [document_id])
    return tuple(service_from(row) for row in rows)


def service_from(row: Row) -> Service:
    """Read one row."""
    capacity = str(row["capacity"])
    return Service(
        id=str(row["id"]), document_id=str(row["document_id"]), method=ServiceMethod(str(row["method"])),
        served_at=instant_in(row["served_at"]), place=str(row["place"]), receiver=str(row["receiver"]),
        capacity=Capacity(capacity) if capacity else None, authority=str(row["authority"]),
        servers=list_in(row["servers"]), refusal=str(row["refusal"]),
        witnesses=tuple(Witness(**witness) for witness in json.loads(str(row["witnesses"]))),
        media=list_in(row["media"]), consent=str(row["consent"]), address=str(row["address"]),
        tracking_no=str(row["tracking_no"]), medium=str(row["medium"]), remark=str(row["remark"]),
        withdrawn_reason=str(row["withdrawn_reason"]),
    )  # fmt: skip
