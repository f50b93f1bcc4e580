# SPDX-License-Identifier: MulanPSL-2.0
"""What each column of the journalled tables may hold: the words of an enum, a day, a list; data for `row_rules`.

A change from another laptop is written only when every value has its column's shape, so that whatever is in a table
can be read by the program. A new column must be named here (a test asks for it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind, DocumentState, Verdict
from inspector_app.domain.finding import FindingStatus, Grade, PhotoStage
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.inspection import AnswerResult, InspectionState, PersonRole, TaskSource
from inspector_app.domain.order_life import OrderState, OrderVerb
from inspector_app.domain.organ import EnforcementPower, OrganSector, OrganStanding, SerialMode
from inspector_app.domain.phrase import PhraseState
from inspector_app.domain.service import AttachmentKind, Capacity, ServiceMethod
from inspector_app.domain.unit import BlockState, DeviceState, TaskKind, TaskState
from inspector_app.domain.unit_file import UnitFileKind


class Shape(StrEnum):
    """The shape of a text; whether it may be missing (NULL) the table itself says."""

    TEXT = "text"  # what people write
    KEY = "key"  # an id, a reference, a code: short, on one line; may be empty where nothing is referred to
    DAY = "day"  # 2026-03-05
    INSTANT = "instant"  # 2026-03-05T01:30:00.000000Z
    HASH = "hash"  # 64 hex digits, or empty
    TEXTS = "texts"  # a JSON list of texts
    LEFT_OUT = "left_out"  # the same, or null: nobody has chosen
    FIELDS = "fields"  # a JSON object: the fields of a form
    CLAUSES = "clauses"  # a JSON list of legal bases
    PEOPLE = "people"  # a JSON list of participants
    WITNESSES = "witnesses"  # a JSON list of witnesses
    MARKS = "marks"  # what is drawn on a photo
    JSON = "json"  # any JSON
    TABLE = "table"  # the name of a journalled table


@dataclass(frozen=True, slots=True)
class Words:
    """One of these texts."""

    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in a range."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Real:
    """A number in a range."""

    least: float
    most: float


Column = Shape | Words | Whole | Real


def _words(kind: type[StrEnum], *more: str) -> Words:
    return Words(frozenset({*(word.value for word in kind), *more}))


TEXT, KEY, DAY, INSTANT, HASH, TEXTS = Shape.TEXT, Shape.KEY, Shape.DAY, Shape.INSTANT, Shape.HASH, Shape.TEXTS
FLAG = Whole(0, 1)
YEAR = Whole(0, 9999)
SERIAL = Whole(0, 10_000_000)
COUNT = Whole(0, 1 << 53)
PLACE = Whole(0, 1_000_000_000)  # the ordinal of a row among its like
DAYS = Whole(-1_000_000, 1_000_000)

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "organ": {
        "id": KEY, "name": TEXT, "short_name": TEXT, "review_organ": TEXT, "court": TEXT, "numbering_word": TEXT,
        "enforcement_power": _words(EnforcementPower), "address": TEXT, "phone": TEXT, "region_code": TEXT,
        "is_demo": FLAG, "sector": _words(OrganSector), "standing": _words(OrganStanding),
        "serial_mode": _words(SerialMode),
    },
    "officers": {
        "id": KEY, "name": TEXT, "certificate_no": TEXT, "unit": TEXT, "valid_from": DAY, "valid_to": DAY,
        "is_active": FLAG,
    },
    "enterprises": {
        "id": KEY, "name": TEXT, "credit_code": TEXT, "address": TEXT, "district": TEXT, "industry": TEXT,
        "person_in_charge": TEXT, "title": TEXT, "phone": TEXT, "note": TEXT, "initials": TEXT, "visit_cap": COUNT,
        "merged_into": KEY,
    },
    "inspections": {
        "id": KEY, "enterprise_id": KEY, "state": _words(InspectionState), "started_at": INSTANT,
        "finished_at": INSTANT, "place": TEXT, "party_remark": TEXT, "task_source": _words(TaskSource, ""),
        "approved_on": DAY, "approver": TEXT, "notice_served_at": INSTANT, "no_notice_reason": TEXT,
        "entry_scan": TEXT, "avoidance_declared": FLAG, "cap_reason": TEXT, "end_reason": TEXT,
    },
    "inspection_packs": {
        "id": KEY, "inspection_id": KEY, "ordinal": PLACE, "pack_id": KEY, "version": TEXT, "sha256": HASH,
        "title": TEXT,
    },
    "inspection_people": {
        "id": KEY, "inspection_id": KEY, "ordinal": PLACE, "role": _words(PersonRole), "name": TEXT,
        "certificate_no": TEXT, "title": TEXT, "unit": TEXT, "phone": TEXT, "officer_id": KEY,
    },
    "answers": {
        "id": KEY, "inspection_id": KEY, "item_code": KEY, "result": _words(AnswerResult), "remark": TEXT,
        "answered_at": INSTANT, "spot_id": KEY, "value": TEXT, "label": TEXT, "author": TEXT,
        "author_role": _words(PersonRole, ""), "private_note": TEXT,
    },
    "findings": {
        "id": KEY, "inspection_id": KEY, "ordinal": PLACE, "item_code": KEY, "place": TEXT, "description": TEXT,
        "grade": _words(Grade), "measure": TEXT, "deadline_class": _words(DeadlineClass), "deadline": DAY,
        "clauses": Shape.CLAUSES, "status": _words(FindingStatus), "found_at": INSTANT, "withdrawn_reason": TEXT,
        "order_basis": Shape.CLAUSES, "penalty": Shape.CLAUSES, "duplicate_of": KEY,
    },
    "photos": {
        "id": KEY, "inspection_id": KEY, "finding_id": KEY, "ordinal": PLACE, "sha256": HASH, "sm3": HASH,
        "bytes": COUNT, "format": TEXT, "width": PLACE, "height": PLACE, "taken_at": TEXT,
        "latitude": Real(-90, 90), "longitude": Real(-180, 180), "camera": TEXT, "file_name": TEXT,
        "added_at": INSTANT, "taker": TEXT, "caption": TEXT, "rotation": Whole(0, 359), "marks": Shape.MARKS,
        "removed_reason": TEXT, "stage": _words(PhotoStage), "reinspection_id": KEY, "item_code": KEY,
    },
    "document_drafts": {
        "id": KEY, "inspection_id": KEY, "kind": _words(DocumentKind), "left_out": Shape.LEFT_OUT,
        "fields": Shape.FIELDS, "refers_to": KEY, "reinspection_id": KEY,
    },
    "number_blocks": {
        "id": KEY, "word": TEXT, "year": YEAR, "first": SERIAL, "last": SERIAL, "device": KEY, "incarnation": KEY,
        "state": _words(BlockState), "reason": TEXT, "at": INSTANT,
    },
    "documents": {
        "id": KEY, "inspection_id": KEY, "kind": _words(DocumentKind), "state": _words(DocumentState),
        "number": TEXT, "word": TEXT, "year": YEAR, "serial": SERIAL, "form_id": KEY, "form_version": TEXT,
        "form_sha256": HASH, "issued_on": DAY, "issued_at": INSTANT, "content": Shape.JSON, "content_sha256": HASH,
        "sha256": HASH, "sm3": HASH, "pages": PLACE, "bytes": COUNT, "copies_printed": PLACE, "void_reason": TEXT,
        "voided_at": INSTANT, "refers_to": KEY, "fields": Shape.FIELDS, "reinspection_id": KEY,
    },
    "document_lines": {"id": KEY, "document_id": KEY, "finding_id": KEY, "ordinal": PLACE, "deadline": DAY},
    "form_confirmations": {"id": KEY, "form_sha256": HASH, "part": TEXT, "person": TEXT, "at": INSTANT},
    "rule_passes": {
        "id": KEY, "inspection_id": KEY, "rule": KEY, "place": TEXT, "document_id": KEY, "reason": TEXT,
        "person": TEXT, "at": INSTANT,
    },
    "number_gaps": {"id": KEY, "word": TEXT, "year": YEAR, "serial": SERIAL, "reason": TEXT, "at": INSTANT},
    "order_lives": {"id": KEY, "state": _words(OrderState), "held": _words(OrderState)},
    "order_events": {
        "id": KEY, "document_id": KEY, "ordinal": PLACE, "verb": _words(OrderVerb), "state": _words(OrderState),
        "happened_on": DAY, "person": TEXT, "reason": TEXT, "new_deadline": DAY, "finding_ids": TEXTS,
        "refers_to": KEY, "fields": Shape.FIELDS,
    },
    "services": {
        "id": KEY, "document_id": KEY, "method": _words(ServiceMethod), "served_at": INSTANT, "place": TEXT,
        "receiver": TEXT, "capacity": _words(Capacity, ""), "authority": TEXT, "servers": TEXTS, "refusal": TEXT,
        "witnesses": Shape.WITNESSES, "media": TEXTS, "consent": TEXT, "address": TEXT, "tracking_no": TEXT,
        "medium": TEXT, "remark": TEXT, "withdrawn_reason": TEXT,
    },
    "attachments": {
        "id": KEY, "inspection_id": KEY, "document_id": KEY, "kind": _words(AttachmentKind), "title": TEXT,
        "file_name": TEXT, "format": TEXT, "sha256": HASH, "sm3": HASH, "bytes": COUNT, "pages": PLACE,
        "added_at": INSTANT, "note": TEXT, "removed_reason": TEXT,
    },
    "reinspections": {
        "id": KEY, "inspection_id": KEY, "document_id": KEY, "round": PLACE, "started_at": INSTANT,
        "finished_at": INSTANT, "place": TEXT, "people": Shape.PEOPLE, "opinion": TEXT, "party_remark": TEXT,
    },
    "verdicts": {
        "id": KEY, "reinspection_id": KEY, "finding_id": KEY, "ordinal": PLACE, "verdict": _words(Verdict),
        "fact": TEXT,
    },
    "sign_offs": {
        "id": KEY, "checked_by": TEXT, "checked_on": DAY, "rectified_by": TEXT, "rectified_on": DAY,
        "accepted_by": TEXT, "accepted_on": DAY, "evidence": TEXTS, "remark": TEXT,
    },
    "follow_ups": {
        "id": KEY, "inspection_id": KEY, "kind": _words(FollowUpKind), "subject": TEXT,
        "state": _words(FollowUpState), "opened_on": DAY, "fields": Shape.FIELDS,
    },
    "follow_up_events": {
        "id": KEY, "follow_up_id": KEY, "ordinal": PLACE, "verb": _words(FollowUpVerb),
        "state": _words(FollowUpState), "happened_on": DAY, "person": TEXT, "text": TEXT, "fields": Shape.FIELDS,
    },
    "spots": {
        "id": KEY, "inspection_id": KEY, "item_code": KEY, "ordinal": PLACE, "place": TEXT, "finding_id": KEY,
        "removed_reason": TEXT,
    },
    "kept_packs": {
        "id": KEY, "pack_id": KEY, "version": TEXT, "sha256": HASH, "title": TEXT, "source_name": TEXT,
        "source_format": TEXT, "source_sha256": HASH, "kept_at": INSTANT, "removed_reason": TEXT,
    },
    "pack_choices": {"id": KEY, "is_enabled": FLAG},
    "law_updates": {
        "id": KEY, "sha256": HASH, "title": TEXT, "issuer": TEXT, "issued_on": DAY, "person": TEXT,
        "applied_at": INSTANT,
    },
    "phrases": {
        "id": KEY, "item_code": KEY, "state": _words(PhraseState), "text": TEXT, "place": TEXT, "measure": TEXT,
        "deadline_class": _words(DeadlineClass), "deadline_days": DAYS, "clauses": Shape.CLAUSES,
        "learned_from": TEXTS, "person": TEXT, "at": INSTANT, "note": TEXT,
    },
    "equipment": {
        "id": KEY, "enterprise_id": KEY, "category": TEXT, "name": TEXT, "code": TEXT, "registration": TEXT,
        "place": TEXT, "started_on": DAY, "inspected_on": DAY, "due_on": DAY, "safety_class": TEXT, "note": TEXT,
        "removed_reason": TEXT,
    },
    "imports": {"id": KEY, "source_name": TEXT, "source_format": TEXT, "sha256": HASH, "note": TEXT, "at": INSTANT},
    "devices": {
        "id": KEY, "name": TEXT, "holder": TEXT, "public_key": HASH, "recipient": TEXT,
        "state": _words(DeviceState), "certificate": TEXT, "enrolled_at": INSTANT, "revoked_at": INSTANT,
        "reason": TEXT,
    },
    "tasks": {
        "id": KEY, "kind": _words(TaskKind), "device": KEY, "enterprise_id": KEY, "document_id": KEY, "packs": TEXTS,
        "officers": TEXTS, "due_on": DAY, "note": TEXT, "state": _words(TaskState), "made_by": TEXT,
        "made_at": INSTANT, "done_id": KEY, "reason": TEXT,
    },
    "settlements": {
        "id": KEY, "table_name": Shape.TABLE, "row_id": KEY, "field": TEXT, "value": Shape.JSON, "choice": TEXT,
        "person": TEXT, "reason": TEXT, "at": INSTANT,
    },
    "unit_files": {
        "id": KEY, "kind": _words(UnitFileKind), "name": TEXT, "sha256": HASH, "bytes": COUNT, "note": TEXT,
        "removed_reason": TEXT, "at": INSTANT,
    },
}  # fmt: skip
