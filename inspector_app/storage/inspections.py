# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of inspections: the visit, its packs, its people and its answers."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.checklist import PackRef
from inspector_app.domain.inspection import (
    Answer,
    AnswerResult,
    Inspection,
    InspectionState,
    InspectionTask,
    Participant,
    PersonRole,
    TaskSource,
)
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import entries_of
from inspector_app.storage.rows import (
    Row,
    count,
    date_in,
    date_out,
    fetch,
    fetch_one,
    instant_in,
    instant_or_none,
    instant_out,
    put,
)


def put_inspection(db: Database, i: Inspection) -> None:
    """Keep the visit with its packs and people; rows that are no longer named are removed."""
    put(db, "inspections", {
        "id": i.id, "enterprise_id": i.enterprise_id, "state": i.state.value, "started_at": instant_out(i.started_at),
        "finished_at": instant_out(i.finished_at), "place": i.place, "party_remark": i.party_remark,
        "task_source": i.task.source or "", "approved_on": date_out(i.task.approved_on), "approver": i.task.approver,
        "notice_served_at": instant_out(i.task.notice_served_at), "no_notice_reason": i.task.no_notice_reason,
        "entry_scan": i.task.entry_scan, "avoidance_declared": int(i.task.avoidance_declared),
        "cap_reason": i.task.cap_reason, "end_reason": i.end_reason,
    })  # fmt: skip
    for n, p in enumerate(i.packs):
        put(db, "inspection_packs", {
            "id": f"{i.id}:{p.id}", "inspection_id": i.id, "ordinal": n, "pack_id": p.id, "version": p.version,
            "sha256": p.sha256, "title": p.title,
        })  # fmt: skip
    for n, person in enumerate(i.people):
        put(db, "inspection_people", {
            "id": f"{i.id}:{n}", "inspection_id": i.id, "ordinal": n, "role": person.role.value, "name": person.name,
            "certificate_no": person.certificate_no, "title": person.title, "unit": person.unit,
            "phone": person.phone, "officer_id": person.officer_id,
        })  # fmt: skip
    db.conn.execute("DELETE FROM inspection_people WHERE inspection_id = ? AND ordinal >= ?", (i.id, len(i.people)))


def get_inspection(db: Database, inspection_id: str) -> Inspection | None:
    """Give one inspection, whole."""
    row = fetch_one(db, "SELECT * FROM inspections WHERE id = ?", [inspection_id])
    return None if row is None else _inspection(db, row)


def _inspection(db: Database, row: Row) -> Inspection:
    key = [str(row["id"])]
    packs = fetch(db, "SELECT * FROM inspection_packs WHERE inspection_id = ? ORDER BY ordinal", key)
    people = fetch(db, "SELECT * FROM inspection_people WHERE inspection_id = ? ORDER BY ordinal", key)
    return Inspection(
        id=key[0], enterprise_id=str(row["enterprise_id"]), state=InspectionState(str(row["state"])),
        started_at=instant_in(row["started_at"]), finished_at=instant_or_none(row["finished_at"]),
        place=str(row["place"]), party_remark=str(row["party_remark"]),
        packs=tuple(
            PackRef(id=str(p["pack_id"]), version=str(p["version"]), sha256=str(p["sha256"]), title=str(p["title"]))
            for p in packs
        ),
        people=tuple(_person(p) for p in people), task=_task(row), end_reason=str(row["end_reason"]),
    )  # fmt: skip


def _task(row: Row) -> InspectionTask:
    source = str(row["task_source"])
    return InspectionTask(
        source=TaskSource(source) if source else None, approved_on=date_in(row["approved_on"]),
        approver=str(row["approver"]), notice_served_at=instant_or_none(row["notice_served_at"]),
        no_notice_reason=str(row["no_notice_reason"]), entry_scan=str(row["entry_scan"]),
        avoidance_declared=bool(row["avoidance_declared"]), cap_reason=str(row["cap_reason"]),
    )  # fmt: skip


def _person(row: Row) -> Participant:
    return Participant(
        role=PersonRole(str(row["role"])), name=str(row["name"]), certificate_no=str(row["certificate_no"]),
        title=str(row["title"]), unit=str(row["unit"]), phone=str(row["phone"]), officer_id=str(row["officer_id"]),
    )  # fmt: skip


def put_answer(db: Database, a: Answer) -> None:
    """Keep the answer to one item, at one place of it."""
    put(db, "answers", {
        "id": _answer_id(a.inspection_id, a.item_code, a.spot_id), "inspection_id": a.inspection_id,
        "item_code": a.item_code, "result": a.result.value, "remark": a.remark,
        "answered_at": instant_out(a.answered_at), "spot_id": a.spot_id, "value": a.value, "label": a.label,
        "author": a.author, "author_role": a.author_role or "", "private_note": a.private_note,
    })  # fmt: skip


def _answer_id(inspection_id: str, item_code: str, spot_id: str) -> str:
    return f"{inspection_id}:{item_code}:{spot_id}" if spot_id else f"{inspection_id}:{item_code}"


def list_answers(db: Database, inspection_id: str) -> dict[str, Answer]:
    """Give the answers of an inspection by item code, those at single places left out."""
    rows = fetch(db, "SELECT * FROM answers WHERE inspection_id = ? AND spot_id = ''", [inspection_id])
    return {str(row["item_code"]): _answer(row) for row in rows}


def list_spot_answers(db: Database, inspection_id: str) -> dict[tuple[str, str], Answer]:
    """Give the answers at single places and in entries, by item code and spot."""
    rows = fetch(db, "SELECT * FROM answers WHERE inspection_id = ? AND spot_id <> ''", [inspection_id])
    return {(str(row["item_code"]), str(row["spot_id"])): _answer(row) for row in rows}


def get_answer(db: Database, inspection_id: str, item_code: str, spot_id: str = "") -> Answer | None:
    """Give the answer to one item."""
    row = fetch_one(db, "SELECT * FROM answers WHERE id = ?", [_answer_id(inspection_id, item_code, spot_id)])
    return None if row is None else _answer(row)


def _answer(row: Row) -> Answer:
    role = str(row["author_role"])
    return Answer(
        inspection_id=str(row["inspection_id"]), item_code=str(row["item_code"]),
        result=AnswerResult(str(row["result"])), remark=str(row["remark"]),
        answered_at=instant_or_none(row["answered_at"]), spot_id=str(row["spot_id"]), value=str(row["value"]),
        label=str(row["label"]), author=str(row["author"]), author_role=PersonRole(role) if role else None,
        private_note=str(row["private_note"]),
    )  # fmt: skip


def count_visits(db: Database, enterprise_id: str, year: int, *, without: str = "") -> int:
    """How many visits of a year count against the enterprise's cap: begun ones, exempt sources left out.

    One that was filed without an end was called off (终止) and was no visit.
    """
    states = (InspectionState.OPEN, InspectionState.FINISHED, InspectionState.REFUSED, InspectionState.FILED)
    exempt = tuple(source for source in TaskSource if source.is_exempt)
    owners = entries_of(db, enterprise_id)
    return count(
        db,
        f"SELECT count(*) FROM inspections WHERE enterprise_id IN ({_marks(owners)}) AND id <> ?"
        " AND date(started_at, '+8 hours')"
        f" BETWEEN ? AND ? AND state IN ({_marks(states)}) AND task_source NOT IN ({_marks(exempt)})"
        " AND NOT (state = 'filed' AND finished_at IS NULL)",
        [*owners, without, f"{year}-01-01", f"{year}-12-31", *states, *exempt],
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
