# SPDX-License-Identifier: MulanPSL-2.0
"""A unit of one office and its laptops: membership, devices, tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What this workspace is in its unit."""

    ALONE = "alone"  # a stand-alone unit: owns its numbers, hands nothing over
    MEMBER = "member"  # a laptop of an office
    OFFICE = "office"  # 内业端


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Which office this workspace belongs to, and what it must know of it; empty texts while it stands alone."""

    role: Role = Role.ALONE
    unit: str = ""  # id
    name: str = ""  # of the office
    office_device: str = ""  # device id of the office's own workspace
    office_key: str = ""  # hex Ed25519: signs certificates, dispatches and receipts
    recipients: tuple[str, ...] = ()  # age keys of the office (and of its recovery paper): bundles are encrypted to
    certificate: str = ""  # AJC1 for this laptop
    organ_id: str = ""  # the organ in whose name the unit issues
    url: str = ""  # where the office receives over the network
    tls: str = ""  # PEM of the office's own certificate, pinned
    joined_at: str = ""


class DeviceState(StrEnum):
    """Whether an office takes what a laptop signs."""

    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One enrolled laptop in the office's register (travels with the journal)."""

    id: str
    name: str
    holder: str
    public_key: str
    recipient: str
    state: DeviceState
    certificate: str
    enrolled_at: datetime
    revoked_at: datetime | None = None
    reason: str = ""


class TaskKind(StrEnum):
    """What the office asks a team to do."""

    INSPECTION = "inspection"
    REINSPECTION = "reinspection"


class TaskState(StrEnum):
    """What has become of a task."""

    ASSIGNED = "assigned"
    STARTED = "started"
    DONE = "done"
    RETURNED = "returned"  # the team could not do it, with a reason
    CANCELLED = "cancelled"


TASK_MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.ASSIGNED: frozenset({TaskState.STARTED, TaskState.DONE, TaskState.RETURNED, TaskState.CANCELLED}),
    TaskState.STARTED: frozenset({TaskState.DONE, TaskState.RETURNED, TaskState.CANCELLED}),
    TaskState.RETURNED: frozenset({TaskState.ASSIGNED, TaskState.CANCELLED}),
    TaskState.DONE: frozenset(),
    TaskState.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An inspection or a re-inspection that the office gave to a laptop."""

    id: str
    kind: TaskKind
    device: str
    enterprise_id: str
    document_id: str  # the order, for a re-inspection
    packs: tuple[str, ...]  # ids of checklists
    officers: tuple[str, ...]  # ids of officers
    due_on: date | None
    note: str
    state: TaskState
    made_by: str
    made_at: datetime
    done_id: str = ""  # the inspection or re-inspection that it became
    reason: str = ""


class InboxState(StrEnum):
    """What a part of a bundle that lies ready to be read is to us."""

    NEW = "new"
    ARRIVING = "arriving"  # new, and still being copied, as far as two looks can tell
    KNOWN = "known"  # read before
    QUARANTINED = "quarantined"  # refused before, and still the same bytes
    OWN = "own"  # made here, for a laptop


class BlockState(StrEnum):
    """Whose serials these are (handbook 2.3)."""

    OWN = "own"  # of a unit without an office
    LEASED = "leased"  # given by the office to one laptop and incarnation
    USED = "used"  # used before the laptop joined the office; nobody gets them again
    RETURNED = "returned"  # given back: `last` is the highest serial that was used
    VOID = "void"  # lost with the laptop; its unused serials are explained gaps
