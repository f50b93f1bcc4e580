# SPDX-License-Identifier: MulanPSL-2.0
"""内业端 · 电脑: one laptop in full, and what the office may do about it; forms open below its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.unit import BlockState, DeviceState, TaskKind, TaskState
from inspector_app.ledgers.tasks import TaskRow
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.dates import full_day, short_day, short_time
from inspector_app.ui.widgets.handoff_amounts import device_words
from inspector_app.ui.widgets.handoff_facts import Facts
from inspector_app.ui.widgets.handoff_laptops import CLOCK_SECONDS, state_of
from inspector_app.ui.widgets.page import Card, button, column, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word

if TYPE_CHECKING:
    from inspector_app.handoff.leases import Lease
    from inspector_app.handoff.reconciliation import DeviceStanding

LARGE = 1.25


class LaptopCard(Card):
    """Facts, numbers and tasks of the chosen laptop; acts as buttons below its name."""

    dispatch_wanted = Signal()
    lease_wanted = Signal()
    task_wanted = Signal()
    revoke_wanted = Signal()
    restore_wanted = Signal()
    void_wanted = Signal()
    task_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.laptop: DeviceStanding | None = None
        self.chip = Chip()
        self.top.insertWidget(1, self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.facts = Facts()
        self._build_acts()
        self.lease_title = _title(tr("Number blocks"))
        self.leases = _list(tr("Number blocks"))
        self.task_title = _title(tr("Open tasks"))
        self.tasks = _list(tr("Open tasks"))
        self.tasks.row_chosen.connect(self.task_chosen)
        self.spare = QWidget()
        self.add(self.facts)
        for part in (self.task_title, self.tasks, self.lease_title, self.leases):
            self.add(part)
        self.add(self.spare, 1)
        self.show_laptop(None, (), (), date.min, 0)

    def _build_acts(self) -> None:
        self.dispatch = button(tr("Hand out …"), self.dispatch_wanted.emit, icon="export")
        self.dispatch.setToolTip(tr("Register, tasks, numbers, receipts: what this laptop does not have yet"))
        self.lease = button(tr("Give numbers …"), self.lease_wanted.emit, icon="ledger")
        self.task = button(tr("Give a task …"), self.task_wanted.emit, icon="inspection")
        self.void = button(tr("Void old numbers …"), self.void_wanted.emit, icon="close", kind="quiet")
        self.void.setToolTip(tr("Numbers of an earlier folder of this laptop: it cannot use them any more"))
        self.revoke = button(tr("Revoke …"), self.revoke_wanted.emit, icon="close", kind="quiet")
        self.restore = button(tr("Admit again"), self.restore_wanted.emit, icon="undo", kind="quiet")
        self.acts = QWidget()
        lines = column(gap=8)
        if theme.scale() < LARGE:
            lines.addLayout(row(self.dispatch, self.lease, self.task, None, self.void, self.revoke, self.restore))
        else:
            lines.addLayout(row(self.dispatch, self.lease, self.task, None))
            lines.addLayout(row(self.void, self.revoke, self.restore, None))
        self.acts.setLayout(lines)
        self.add(self.acts)

    def show_laptop(
        self, one: DeviceStanding | None, leases: Sequence[Lease], tasks: Sequence[TaskRow], today: date, late: int
    ) -> None:
        """Show another laptop."""
        self.laptop = one
        for part in (self.acts, self.facts, self.lease_title, self.leases, self.task_title, self.tasks):
            part.setVisible(one is not None)
        if one is None:
            self.title.setText(" ")
            self.chip.set_state("")
            return
        self.title.setText(one.device.name or device_words(one.device.id))
        self.chip.set_state(*state_of(one, late))
        self.facts.show_facts(_facts(one, today, late))
        is_active = one.device.state is DeviceState.ACTIVE
        for part in (self.dispatch, self.task, self.revoke):
            part.setVisible(is_active and not one.is_office)
        self.lease.setVisible(is_active and not one.is_office)  # the office gives itself numbers when it issues
        self.restore.setVisible(not is_active)
        self.void.setVisible(any(lease.is_stale for lease in leases))
        self.leases.put([_lease_row(lease) for lease in leases])
        self.tasks.put([_task_row(task, today) for task in tasks])
        for title, shown in ((self.lease_title, self.leases), (self.task_title, self.tasks)):
            title.setVisible(bool(shown.rows.rows))
            shown.setVisible(bool(shown.rows.rows))


def _title(words: str) -> QWidget:
    made = label(words)
    made.setObjectName("cardTitle")
    return made


def _list(name: str) -> RowList:
    made = RowList(name, fits=True)
    made.setObjectName("cardList")
    return made


def _facts(one: DeviceStanding, today: date, late: int) -> tuple[tuple[str, str, str], ...]:
    device = one.device
    last = tr("never") if not one.is_office else ""
    if one.last_handover is not None:
        last = tr("{time}, bundle no. {export}", time=short_time(one.last_handover, today), export=one.last_export)
    silent = tr("for {days} days", days=one.days_silent) if one.days_silent >= late and not one.is_office else ""
    clock, role = clock_words(one.clock_seconds)
    gaps = tr(", ").join(f"{gap.first}–{gap.last}" for gap in one.gaps)
    sent = short_time(one.last_dispatch, today) if one.last_dispatch else ""
    revoked = ""
    if device.state is DeviceState.REVOKED and device.revoked_at:
        revoked = f"{full_day(device.revoked_at.date())} · {device.reason}"
    return (
        (tr("Who has it"), device.holder, ""),
        (tr("Id"), device_words(device.id), ""),
        (tr("Enrolled on"), full_day(device.enrolled_at.date()), ""),
        (tr("Revoked on"), revoked, "bad"),
        (tr("Last hand-over"), last, ""),
        (tr("Silent"), silent, "bad"),
        (tr("Held by the office"), tr("{count} entries, {files} files", count=one.operations, files=one.received), ""),
        (tr("Missing entries"), gaps, "bad"),
        (tr("Missing files"), str(len(one.missing)) if one.missing else "", "warn"),
        (tr("Clock"), clock, role),
        (tr("Last handed out"), sent, ""),
    )


def clock_words(seconds: int | None) -> tuple[str, str]:
    """Say how far a clock is off the office's time, with the role of its colour."""
    if seconds is None:
        return "", ""
    if abs(seconds) <= CLOCK_SECONDS:
        return tr("right"), "ok"
    minutes = round(abs(seconds) / 60)
    if seconds > 0:
        return tr("{count} minutes fast", count=minutes), "warn"
    return tr("{count} minutes slow", count=minutes), "warn"


_LEASE_ROLES = {BlockState.LEASED: "ok", BlockState.VOID: "bad"}


def lease_state(lease: Lease) -> tuple[str, str]:
    """Give the state of a block as a word and the role of its colour."""
    if lease.is_stale:
        return tr("Of an earlier folder"), "bad"
    if lease.block.state is BlockState.LEASED and not lease.open:
        return tr("Used up"), "muted"
    return word(lease.block.state), _LEASE_ROLES.get(lease.block.state, "muted")


def _lease_row(lease: Lease) -> Row:
    block = lease.block
    chip, role = lease_state(lease)
    return Row(
        id=block.id, title=f"{block.word} {block.year}",
        detail=tr("{first} to {last}: {used} used, {rest} left", first=block.first, last=block.last, used=lease.used,
                  rest=lease.open),
        chip=chip, chip_role=role, icon="ledger", tip=block.reason,
    )  # fmt: skip


_TASK_ROLES = {TaskState.ASSIGNED: "accent", TaskState.STARTED: "accent", TaskState.RETURNED: "warn"}


def _task_row(shown: TaskRow, today: date) -> Row:
    task = shown.task
    due = tr("due {day}", day=short_day(task.due_on, today)) if task.due_on else ""
    is_visit = task.kind is TaskKind.INSPECTION
    what = tr(", ").join(shown.pack_titles) if is_visit else shown.number
    return Row(
        id=task.id, title=shown.enterprise_name,
        detail=" · ".join(part for part in (word(task.kind), what, due, task.note) if part),
        chip=tr("Late") if shown.is_late else word(task.state),
        chip_role="bad" if shown.is_late else _TASK_ROLES.get(task.state, "muted"),
        icon="inspection" if is_visit else "reinspection", action=tr("Cancel the task"),
    )  # fmt: skip
