# SPDX-License-Identifier: MulanPSL-2.0
"""What each column of the journalled tables may hold: the words of an enum, a day, a list; data for `row_rules`.

A change from another laptop is written only when every value has its column's shape, so that whatever is in a table
can be read by the program. A new column must be named here (a test asks for it).
"""

from __future__ import annotations

from collections.abc import Mapping

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
from inspector_app.storage.column_shapes import (
    COUNT,
    DAY,
    DAYS,
    FLAG,
    HASH,
    INSTANT,
    KEY,
    PLACE,
    SERIAL,
    TEXT,
    TEXTS,
    YEAR,
    Column,
    Real,
    Shape,
    Whole,
    Words,
    words,
)
from inspector_app.storage.protection_columns import PROTECTION_COLUMNS
from inspector_app.storage.year_columns import PROFILE, YEAR_COLUMNS

LARGEST_OFFSET = 10_000_000_000  # seconds; a clock may stand at its first or last year

__all__ = ["COLUMNS", "Column", "Real", "Shape", "Whole", "Words"]


COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "organ": {
        "id": KEY, "name": TEXT, "short_name": TEXT, "review_organ": TEXT, "court": TEXT, "numbering_word": TEXT,
        "enforcement_power": words(EnforcementPower), "address": TEXT, "phone": TEXT, "region_code": TEXT,
        "is_demo": FLAG, "sector": words(OrganSector), "standing": words(OrganStanding),
        "serial_mode": words(SerialMode),
    },
    "officers": {
        "id": KEY, "name": TEXT, "certificate_no": TEXT, "unit": TEXT, "valid_from": DAY, "valid_to": DAY,
        "is_active": FLAG,
    },
    "enterprises": {
        "id": KEY, "name": TEXT, "credit_code": TEXT, "address": TEXT, "district": TEXT, "industry": TEXT,
        "person_in_charge": TEXT, "title": TEXT, "phone": TEXT, "note": TEXT, "initials": TEXT, "visit_cap": COUNT,
        "merged_into": KEY, **PROFILE,
    },
    "inspections": {
        "id": KEY, "enterprise_id": KEY, "state": words(InspectionState), "started_at": INSTANT,
        "finished_at": INSTANT, "place": TEXT, "party_remark": TEXT, "task_source": words(TaskSource, ""),
        "approved_on": DAY, "approver": TEXT, "notice_served_at": INSTANT, "no_notice_reason": TEXT,
        "entry_scan": TEXT, "avoidance_declared": FLAG, "cap_reason": TEXT, "end_reason": TEXT,
    },
    "inspection_packs": {
        "id": KEY, "inspection_id": KEY, "ordinal": PLACE, "pack_id": KEY, "version": TEXT, "sha256": HASH,
        "title": TEXT,
    },
    "inspection_people": {
        "id": KEY, "inspection_id": KEY, "ordinal": PLACE, "role": words(PersonRole), "name": TEXT,
        "certificate_no": TEXT, "title": TEXT, "unit": TEXT, "phone": TEXT, "officer_id": KEY,
    },
    "answers": {
        "id": KEY, "inspection_id": KEY, "item_code": KEY, "result": words(AnswerResult), "remark": TEXT,
        "answered_at": INSTANT, "spot_id": KEY, "value": TEXT, "label": TEXT, "author": TEXT,
        "author_role": words(PersonRole, ""), "private_note": TEXT,
    },
    "findings": {
        "id": KEY, "inspection_id": KEY, "ordinal": PLACE, "item_code": KEY, "place": TEXT, "description": TEXT,
        "grade": words(Grade), "measure": TEXT, "deadline_class": words(DeadlineClass), "deadline": DAY,
        "clauses": Shape.CLAUSES, "status": words(FindingStatus), "found_at": INSTANT, "withdrawn_reason": TEXT,
        "order_basis": Shape.CLAUSES, "penalty": Shape.CLAUSES, "duplicate_of": KEY,
    },
    "photos": {
        "id": KEY, "inspection_id": KEY, "finding_id": KEY, "ordinal": PLACE, "sha256": HASH, "sm3": HASH,
        "bytes": COUNT, "format": TEXT, "width": PLACE, "height": PLACE, "taken_at": TEXT,
        "latitude": Real(-90, 90), "longitude": Real(-180, 180), "camera": TEXT, "file_name": TEXT,
        "added_at": INSTANT, "taker": TEXT, "caption": TEXT, "rotation": Whole(0, 359), "marks": Shape.MARKS,
        "removed_reason": TEXT, "stage": words(PhotoStage), "reinspection_id": KEY, "item_code": KEY,
        "clock_offset": Whole(-LARGEST_OFFSET, LARGEST_OFFSET), "added_by": TEXT, "source": TEXT,
    },
    "document_drafts": {
        "id": KEY, "inspection_id": KEY, "kind": words(DocumentKind), "left_out": Shape.LEFT_OUT,
        "fields": Shape.FIELDS, "refers_to": KEY, "reinspection_id": KEY,
    },
    "number_blocks": {
        "id": KEY, "word": TEXT, "year": YEAR, "first": SERIAL, "last": SERIAL, "device": KEY, "incarnation": KEY,
        "state": words(BlockState), "reason": TEXT, "at": INSTANT,
    },
    "documents": {
        "id": KEY, "inspection_id": KEY, "kind": words(DocumentKind), "state": words(DocumentState),
        "number": TEXT, "word": TEXT, "year": YEAR, "serial": SERIAL, "form_id": KEY, "form_version": TEXT,
        "form_sha256": HASH, "issued_on": DAY, "issued_at": INSTANT, "content": Shape.JSON, "content_sha256": HASH,
        "sha256": HASH, "sm3": HASH, "pages": PLACE, "bytes": COUNT, "copies_printed": PLACE, "void_reason": TEXT,
        "voided_at": INSTANT, "refers_to": KEY, "fields": Shape.FIELDS, "reinspection_id": KEY, "seal": Shape.JSON,
    },
    "document_lines": {"id": KEY, "document_id": KEY, "finding_id": KEY, "ordinal": PLACE, "deadline": DAY},
    "form_confirmations": {"id": KEY, "form_sha256": HASH, "part": TEXT, "person": TEXT, "at": INSTANT},
    "rule_passes": {
        "id": KEY, "inspection_id": KEY, "rule": KEY, "place": TEXT, "document_id": KEY, "reason": TEXT,
        "person": TEXT, "at": INSTANT,
    },
    "number_gaps": {"id": KEY, "word": TEXT, "year": YEAR, "serial": SERIAL, "reason": TEXT, "at": INSTANT},
    "order_lives": {"id": KEY, "state": words(OrderState), "held": words(OrderState)},
    "order_events": {
        "id": KEY, "document_id": KEY, "ordinal": PLACE, "verb": words(OrderVerb), "state": words(OrderState),
        "happened_on": DAY, "person": TEXT, "reason": TEXT, "new_deadline": DAY, "finding_ids": TEXTS,
        "refers_to": KEY, "fields": Shape.FIELDS,
    },
    "services": {
        "id": KEY, "document_id": KEY, "method": words(ServiceMethod), "served_at": INSTANT, "place": TEXT,
        "receiver": TEXT, "capacity": words(Capacity, ""), "authority": TEXT, "servers": TEXTS, "refusal": TEXT,
        "witnesses": Shape.WITNESSES, "media": TEXTS, "consent": TEXT, "address": TEXT, "tracking_no": TEXT,
        "medium": TEXT, "remark": TEXT, "withdrawn_reason": TEXT,
    },
    "attachments": {
        "id": KEY, "inspection_id": KEY, "document_id": KEY, "kind": words(AttachmentKind), "title": TEXT,
        "file_name": TEXT, "format": TEXT, "sha256": HASH, "sm3": HASH, "bytes": COUNT, "pages": PLACE,
        "added_at": INSTANT, "note": TEXT, "removed_reason": TEXT,
    },
    "reinspections": {
        "id": KEY, "inspection_id": KEY, "document_id": KEY, "round": PLACE, "started_at": INSTANT,
        "finished_at": INSTANT, "place": TEXT, "people": Shape.PEOPLE, "opinion": TEXT, "party_remark": TEXT,
    },
    "verdicts": {
        "id": KEY, "reinspection_id": KEY, "finding_id": KEY, "ordinal": PLACE, "verdict": words(Verdict),
        "fact": TEXT,
    },
    "sign_offs": {
        "id": KEY, "checked_by": TEXT, "checked_on": DAY, "rectified_by": TEXT, "rectified_on": DAY,
        "accepted_by": TEXT, "accepted_on": DAY, "evidence": TEXTS, "remark": TEXT,
    },
    "follow_ups": {
        "id": KEY, "inspection_id": KEY, "kind": words(FollowUpKind), "subject": TEXT,
        "state": words(FollowUpState), "opened_on": DAY, "fields": Shape.FIELDS,
    },
    "follow_up_events": {
        "id": KEY, "follow_up_id": KEY, "ordinal": PLACE, "verb": words(FollowUpVerb),
        "state": words(FollowUpState), "happened_on": DAY, "person": TEXT, "text": TEXT, "fields": Shape.FIELDS,
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
        "id": KEY, "item_code": KEY, "state": words(PhraseState), "text": TEXT, "place": TEXT, "measure": TEXT,
        "deadline_class": words(DeadlineClass), "deadline_days": DAYS, "clauses": Shape.CLAUSES,
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
        "state": words(DeviceState), "certificate": TEXT, "enrolled_at": INSTANT, "revoked_at": INSTANT,
        "reason": TEXT,
    },
    "tasks": {
        "id": KEY, "kind": words(TaskKind), "device": KEY, "enterprise_id": KEY, "document_id": KEY, "packs": TEXTS,
        "officers": TEXTS, "due_on": DAY, "note": TEXT, "state": words(TaskState), "made_by": TEXT,
        "made_at": INSTANT, "done_id": KEY, "reason": TEXT,
    },
    "settlements": {
        "id": KEY, "table_name": Shape.TABLE, "row_id": KEY, "field": TEXT, "value": Shape.JSON, "choice": TEXT,
        "person": TEXT, "reason": TEXT, "at": INSTANT,
    },
    "unit_files": {
        "id": KEY, "kind": words(UnitFileKind), "name": TEXT, "sha256": HASH, "bytes": COUNT, "note": TEXT,
        "removed_reason": TEXT, "at": INSTANT,
    },
    **YEAR_COLUMNS,
    **PROTECTION_COLUMNS,
}  # fmt: skip
