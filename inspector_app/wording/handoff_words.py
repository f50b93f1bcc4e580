# SPDX-License-Identifier: MulanPSL-2.0
"""The English word of every act and state of the hand-off."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.change import Op
from inspector_app.domain.conflict import Choice, ConflictKind
from inspector_app.domain.merging import EditKind
from inspector_app.domain.unit import BlockState, DeviceState, InboxState, Role, TaskKind, TaskState
from inspector_app.domain.unit_file import UnitFileKind, UnitFileState

HANDOFF_OPS: Mapping[StrEnum, str] = {
    Op.ENROL_DEVICE: "Enrol laptop",
    Op.REVOKE_DEVICE: "Revoke laptop",
    Op.RESTORE_DEVICE: "Admit laptop again",
    Op.LEASE_NUMBERS: "Give out numbers",
    Op.RETURN_NUMBERS: "Take numbers back",
    Op.ASSIGN_TASK: "Assign task",
    Op.MOVE_TASK: "Move task on",
    Op.SETTLE_CONFLICT: "Settle conflict",
    Op.MERGE_ENTERPRISES: "Merge two entries of one unit",
    Op.PUBLISH_FILE: "Publish file to the unit",
    Op.REMOVE_UNIT_FILE: "Withdraw published file",
}
HANDOFF_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    EditKind: {
        EditKind.MAKE: "Entered",
        EditKind.SET: "Changed",
        EditKind.DROP: "Deleted",
        EditKind.PIN: "Fixed by an issued document",
        EditKind.SETTLE: "Chosen by a person",
    },
    ConflictKind: {
        ConflictKind.FIELD: "Different values",
        ConflictKind.DELETED: "Deleted and changed",
        ConflictKind.NUMBER: "One number twice",
        ConflictKind.ENTERPRISE: "One enterprise twice",
        ConflictKind.SAME_NAME: "Same name",
    },
    Choice: {
        Choice.OTHER: "Another value",
        Choice.KEEP: "Keep it",
        Choice.DELETE: "Delete it",
        Choice.EXPLAIN: "Keep the explanation",
        Choice.DIFFERENT: "They are different enterprises",
    },
    Role: {Role.ALONE: "Stand-alone unit", Role.MEMBER: "Laptop of an office", Role.OFFICE: "Office"},
    DeviceState: {DeviceState.ACTIVE: "Enrolled", DeviceState.REVOKED: "Revoked"},
    TaskKind: {TaskKind.INSPECTION: "Inspection task", TaskKind.REINSPECTION: "Re-inspection task"},
    TaskState: {
        TaskState.ASSIGNED: "Assigned",
        TaskState.STARTED: "Begun",
        TaskState.DONE: "Done",
        TaskState.RETURNED: "Returned",
        TaskState.CANCELLED: "Cancelled",
    },
    UnitFileKind: {
        UnitFileKind.HOLIDAY: "Holiday notice",
        UnitFileKind.FORM: "Form of a document",
        UnitFileKind.OTHER: "Notice to read",
        UnitFileKind.ROSTER: "Roster of accounts",
    },
    UnitFileState: {
        UnitFileState.IN_FORCE: "Used here",
        UnitFileState.TO_READ: "Notice, to be read",
        UnitFileState.AWAITED: "Not here yet",
        UnitFileState.FAULTY: "Faulty, not used",
        UnitFileState.REPLACED: "Replaced by a newer one",
        UnitFileState.SET_ASIDE: "This laptop's own file is used",
        UnitFileState.REMOVED: "Withdrawn",
    },
    InboxState: {
        InboxState.NEW: "Newly arrived",
        InboxState.ARRIVING: "Still being copied",
        InboxState.KNOWN: "Read before",
        InboxState.QUARANTINED: "Refused before",
        InboxState.OWN: "Made here",
    },
    BlockState: {
        BlockState.OWN: "Own numbers",
        BlockState.LEASED: "Given out",
        BlockState.USED: "Used before joining",
        BlockState.RETURNED: "Returned to the office",
        BlockState.VOID: "Void",
    },
}
