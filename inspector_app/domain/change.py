# SPDX-License-Identifier: MulanPSL-2.0
"""The names of everything that may be done, and what an operation changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Op(StrEnum):
    """Every operation by name; the journal keeps this word for ever, so it is never renamed."""

    SET_ORGAN = "set_organ"
    ADD_OFFICER = "add_officer"
    AMEND_OFFICER = "amend_officer"
    REGISTER_ENTERPRISE = "register_enterprise"
    AMEND_ENTERPRISE = "amend_enterprise"
    IMPORT_ENTERPRISES = "import_enterprises"
    START_INSPECTION = "start_inspection"
    AMEND_INSPECTION = "amend_inspection"
    ANSWER_ITEM = "answer_item"
    FINISH_INSPECTION = "finish_inspection"
    RECORD_PAPER_INSPECTION = "record_paper_inspection"
    RECORD_FINDING = "record_finding"
    AMEND_FINDING = "amend_finding"
    WITHDRAW_FINDING = "withdraw_finding"
    CONFIRM_CLAUSE = "confirm_clause"
    ADD_PHOTOS = "add_photos"
    ASSIGN_PHOTO = "assign_photo"
    ARRANGE_PHOTOS = "arrange_photos"
    AMEND_PHOTO = "amend_photo"
    REMOVE_PHOTO = "remove_photo"
    CHOOSE_FINDINGS = "choose_findings"
    ISSUE_DOCUMENT = "issue_document"
    PRINT_DOCUMENT = "print_document"
    VOID_DOCUMENT = "void_document"
    UNDO = "undo"
    # before the visit
    PLAN_INSPECTION = "plan_inspection"
    MOVE_INSPECTION = "move_inspection"
    # documents
    FILL_DOCUMENT = "fill_document"
    CONFIRM_FORM = "confirm_form"
    PASS_RULE = "pass_rule"
    ADD_NUMBER_BLOCK = "add_number_block"
    EXPLAIN_GAP = "explain_gap"
    # after the issue
    SERVE_DOCUMENT = "serve_document"
    WITHDRAW_SERVICE = "withdraw_service"
    ATTACH_FILE = "attach_file"
    REMOVE_ATTACHMENT = "remove_attachment"
    MOVE_ORDER = "move_order"
    ASK_EXTENSION = "ask_extension"
    DECIDE_EXTENSION = "decide_extension"
    REPORT_DONE = "report_done"
    RECORD_REINSPECTION = "record_reinspection"
    SIGN_OFF_FINDING = "sign_off_finding"
    FIX_FINDING = "fix_finding"
    MOVE_FINDING = "move_finding"
    OPEN_FOLLOW_UP = "open_follow_up"
    ADVANCE_FOLLOW_UP = "advance_follow_up"
    # checklists and law
    KEEP_PACK = "keep_pack"
    REMOVE_PACK = "remove_pack"
    CHOOSE_PACK = "choose_pack"
    APPLY_LAW_UPDATE = "apply_law_update"
    IMPORT_AUDIT = "import_audit"
    # answers beyond ticks
    ADD_SPOT = "add_spot"
    AMEND_SPOT = "amend_spot"
    REMOVE_SPOT = "remove_spot"
    # phrases and equipment
    PUBLISH_PHRASE = "publish_phrase"
    DROP_PHRASE = "drop_phrase"
    KEEP_EQUIPMENT = "keep_equipment"
    REMOVE_EQUIPMENT = "remove_equipment"
    # hand-off
    ENROL_DEVICE = "enrol_device"
    REVOKE_DEVICE = "revoke_device"
    RESTORE_DEVICE = "restore_device"
    LEASE_NUMBERS = "lease_numbers"
    RETURN_NUMBERS = "return_numbers"
    ASSIGN_TASK = "assign_task"
    MOVE_TASK = "move_task"
    SETTLE_CONFLICT = "settle_conflict"
    MERGE_ENTERPRISES = "merge_enterprises"
    PUBLISH_FILE = "publish_file"
    REMOVE_UNIT_FILE = "remove_unit_file"
    # a year's use: the register, the office's acts about findings, cases
    KEEP_PROFILE = "keep_profile"
    KEEP_RECORD = "keep_record"
    REMOVE_RECORD = "remove_record"
    TAKE_SELF_REPORTS = "take_self_reports"
    ASSIGN_FINDINGS = "assign_findings"
    REMIND_FINDINGS = "remind_findings"
    LIST_FINDINGS = "list_findings"
    OPEN_CASE = "open_case"
    MOVE_CASE = "move_case"
    # the year's plan and random draws
    MAKE_PLAN = "make_plan"
    AMEND_PLAN = "amend_plan"
    APPROVE_PLAN = "approve_plan"
    CHANGE_PLAN = "change_plan"
    FREEZE_DRAW = "freeze_draw"
    MAKE_DRAW = "make_draw"
    REPLACE_PICK = "replace_pick"
    VOID_DRAW = "void_draw"
    PUBLISH_DRAW = "publish_draw"
    FILL_YEAR = "fill_year"
    # evidence and protection
    NOTE_EVENT = "note_event"
    KEEP_OFFICER_KEY = "keep_officer_key"
    SIGN_DOCUMENT = "sign_document"

    @property
    def can_undo(self) -> bool:
        """Whether the act may be taken back; what has left the laptop on paper may not."""
        return self not in LASTING


LASTING = frozenset({
    Op.ISSUE_DOCUMENT, Op.PRINT_DOCUMENT, Op.VOID_DOCUMENT, Op.SERVE_DOCUMENT, Op.WITHDRAW_SERVICE,
    Op.ENROL_DEVICE, Op.REVOKE_DEVICE, Op.RESTORE_DEVICE, Op.LEASE_NUMBERS, Op.RETURN_NUMBERS, Op.SETTLE_CONFLICT,
    Op.APPROVE_PLAN, Op.CHANGE_PLAN, Op.FREEZE_DRAW, Op.MAKE_DRAW, Op.REPLACE_PICK, Op.VOID_DRAW, Op.PUBLISH_DRAW,
    Op.FILL_YEAR, Op.NOTE_EVENT, Op.KEEP_OFFICER_KEY, Op.SIGN_DOCUMENT,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One row of the journal: who did what on which device, chained by hash to the row before it."""

    id: str
    device: str
    incarnation: str
    seq: int
    prev_hash: str
    hash: str
    name: Op | str  # a text where a newer program did what this one does not know
    actor: str
    at: str  # UTC, ISO 8601; shown, never used for ordering
    utc_offset: int  # minutes
    undoes: str = ""  # the operation that this one took back
    saw: str = ""  # JSON: how far its author had newly seen other chains, [[device, incarnation, seq], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row that an operation touched: the columns before and after; `None` where there was no row."""

    operation_id: str
    ordinal: int
    table: str
    row_id: str
    old: Mapping[str, object] | None
    new: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one operation touched, by table; screens decide by it whether to refresh."""

    op: Op
    operation_id: str
    touched: Mapping[str, frozenset[str]]

    @property
    def can_undo(self) -> bool:
        """Whether this operation may be taken back."""
        return self.op.can_undo


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[T]):
    """What an operation gives back: its value, and what it changed."""

    value: T
    changes: Changes
