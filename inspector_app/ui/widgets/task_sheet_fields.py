# SPDX-License-Identifier: MulanPSL-2.0
"""The fields of 审批与通知 as inputs know them, and their values there and back."""

from __future__ import annotations

from datetime import date, datetime

from inspector_app.domain.document_fields import YES, FieldSpec, FieldType, Value
from inspector_app.domain.inspection import InspectionTask, TaskSource
from inspector_app.wording import tr, word

CAP_REASON = "cap_reason"


def task_specs() -> tuple[FieldSpec, ...]:
    """Give the fields, two in a line."""
    sources = tuple((source.value, word(source)) for source in TaskSource)
    text, kinds = FieldType.TEXT, FieldType
    return (
        FieldSpec(name="source", label=tr("Where the task comes from"), type=kinds.CHOICE, choices=sources),
        FieldSpec(name="entry_scan", label=tr("Scan at the gate"), type=text, help=tr("Code and time of the scan")),
        FieldSpec(name="approver", label=tr("Approved by"), type=text),
        FieldSpec(name="approved_on", label=tr("Approved on"), type=kinds.DAY),
        FieldSpec(name="notice_served_at", label=tr("Notice served at"), type=kinds.TIME),
        FieldSpec(
            name="no_notice_reason",
            label=tr("Or why no notice was given before"),
            type=text,
            help=tr("For example: an unannounced spot check"),
        ),
        FieldSpec(
            name="avoidance_declared",
            label=tr("The officers declared that nothing speaks against them"),
            type=kinds.FLAG,
        ),
        FieldSpec(name=CAP_REASON, label=tr("Why the year's cap is passed"), type=text),
    )


def shown_values(task: InspectionTask) -> dict[str, Value]:
    """Give a task as the inputs show it."""
    served = task.notice_served_at
    return {
        "source": task.source.value if task.source else "",
        "entry_scan": task.entry_scan,
        "approver": task.approver,
        "approved_on": task.approved_on.isoformat() if task.approved_on else "",
        "notice_served_at": served.isoformat(timespec="minutes") if served else "",
        "no_notice_reason": task.no_notice_reason,
        "avoidance_declared": YES if task.avoidance_declared else "",
        CAP_REASON: task.cap_reason,
    }


def parsed(name: str, value: Value) -> object:
    """Give what was typed into a field as the task keeps it."""
    text = value if isinstance(value, str) else ""
    if name == "avoidance_declared":
        return text == YES
    if name == "source":
        return TaskSource(text) if text else None
    if name == "approved_on":
        return date.fromisoformat(text) if text else None
    if name == "notice_served_at":
        return datetime.fromisoformat(text) if text else None
    return text


def task_words(task: InspectionTask) -> str:
    """Say in a few words how far a task is prepared; nothing while nothing was written."""
    said = []
    if task.source is not None:
        said.append(word(task.source))
    if task.approved_on is not None:
        said.append(tr("approved {day}", day=f"{task.approved_on:%m-%d}"))
    if task.notice_served_at is not None:
        said.append(tr("notice served"))
    elif task.no_notice_reason:
        said.append(tr("without notice"))
    return " · ".join(said)
