# SPDX-License-Identifier: MulanPSL-2.0
"""内业端 · 电脑: the unit's laptops with everything the office does about one of them, or about all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Changes, Done, Op
from inspector_app.domain.numbering import NumberBlock
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import Device, Task
from inspector_app.operations import tasks
from inspector_app.operations.tasks import TaskDraft
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import handoff_office as state
from inspector_app.ui.models.handoff_changes import all_changed
from inspector_app.ui.models.handoff_office import Dispatched, Enrolled, OfficeRead
from inspector_app.ui.widgets.handoff_amounts import size_words
from inspector_app.ui.widgets.handoff_dispatch_form import DispatchForm
from inspector_app.ui.widgets.handoff_laptop import LaptopCard
from inspector_app.ui.widgets.handoff_laptops import LaptopList
from inspector_app.ui.widgets.handoff_lease_form import LeaseForm
from inspector_app.ui.widgets.handoff_progress import HandoffProgress
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.ui.widgets.handoff_run import HandoffRun
from inspector_app.ui.widgets.handoff_task_form import TaskForm
from inspector_app.ui.widgets.page import Pages, row, scrolled
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.handoff.medium import Drive
    from inspector_app.handoff.reconciliation import DeviceStanding


class OfficePage(QWidget):
    """Laptops at the left; at the right the chosen one, or a form about it."""

    primary_changed = Signal()
    settled = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._read = OfficeRead(laptops=(), leases=(), tasks=())
        self._go_to = ""
        self.progress = HandoffProgress()
        self.result = HandoffResult()
        self.run = HandoffRun(self, jobs, self.progress, self.result)
        self.laptops = LaptopList()
        self.card = LaptopCard()
        self.lease_form = LeaseForm()
        self.task_form = TaskForm(ws, jobs)
        self.dispatch_form = DispatchForm()
        card = self.card
        bind_rights(
            ws,
            {
                self.laptops.first: Op.ENROL_DEVICE, self.laptops.all: Act.RUN_OFFICE, card.dispatch: Act.RUN_OFFICE,
                card.lease: Op.LEASE_NUMBERS, card.task: Op.ASSIGN_TASK, card.void: Op.RETURN_NUMBERS,
                card.revoke: Op.REVOKE_DEVICE, card.restore: Op.RESTORE_DEVICE,
            },
        )  # fmt: skip
        self._build()
        self._connect()

    def _build(self) -> None:
        self.detail = scrolled(self.card)
        self.right = Pages()
        self._areas: dict[QWidget, QWidget] = {
            form: scrolled(form) for form in (self.lease_form, self.task_form, self.dispatch_form)
        }
        for part in (self.detail, *self._areas.values()):
            self.right.addWidget(part)
        columns = row(gap=12)
        columns.addWidget(self.laptops, 2)
        columns.addWidget(self.right, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.progress)
        outer.addWidget(self.result)
        outer.addLayout(columns, 1)

    def _connect(self) -> None:
        self.laptops.laptop_shown.connect(self._on_shown)
        self.laptops.enrol_wanted.connect(self.act)
        self.laptops.dispatch_all_wanted.connect(self._begin_dispatch_all)
        card = self.card
        card.dispatch_wanted.connect(self._begin_dispatch)
        card.lease_wanted.connect(self._begin_lease)
        card.task_wanted.connect(self._begin_task)
        card.revoke_wanted.connect(self._on_revoke)
        card.restore_wanted.connect(self._on_restore)
        card.void_wanted.connect(self._on_void)
        card.task_chosen.connect(self._on_cancel_task)
        for form in (self.lease_form, self.task_form, self.dispatch_form):
            form.left.connect(self.show_laptop)
        self.lease_form.wanted.connect(self._lease)
        self.task_form.wanted.connect(self._assign)
        self.dispatch_form.wanted.connect(self._dispatch)
        self.dispatch_form.target.look_wanted.connect(self._look)
        self.dispatch_form.target.folder_wanted.connect(self._on_folder)
        self.run.changed.connect(self._on_run)

    # ---- what the screen asks --------------------------------------------------------------------------

    def primary_words(self) -> str:
        """Give the word of the primary act; a form that is open has its own."""
        return tr("Enrol a laptop") if self.right.currentWidget() is self.detail else ""

    def primary_right(self) -> Op:
        """Say which right it needs."""
        return Op.ENROL_DEVICE

    def may_act(self) -> bool:
        """Whether a laptop may be enrolled now."""
        return not self.run.is_busy

    def act(self) -> None:
        """Choose a request, or the bundle of a laptop that is not enrolled."""
        chosen = self._ask.open_files(tr("Enrol a laptop"), tr("Request or bundle of a laptop (*.ajq *.ajb)"))
        if chosen:
            self.enrol(chosen[0])

    def focus_first(self) -> None:
        """Put the focus on the laptops."""
        (self.laptops.list if self.laptops.list.isVisibleTo(self) else self.laptops.first).setFocus()

    def refresh(self) -> None:
        """Read the laptops again."""
        self._jobs.run_read(self, partial(state.read_office, self._ws), then=self._show, key="office")

    def on_changed(self, changes: Changes) -> None:
        """Read again what an operation may have changed."""
        if not {"devices", "tasks", "number_blocks", "documents"}.isdisjoint(changes.touched):
            self.refresh()

    def show_laptop(self) -> None:
        """Close a form."""
        self.right.setCurrentWidget(self.detail)
        self.laptops.list.setFocus()
        self.primary_changed.emit()

    def _open(self, form: QWidget) -> None:
        self.right.setCurrentWidget(self._areas[form])
        self.primary_changed.emit()

    def current(self) -> DeviceStanding | None:
        """Give the chosen laptop."""
        return self.laptops.laptop(self.laptops.list.current_id())

    def _show(self, read: OfficeRead) -> None:
        self._read = read
        self.laptops.show_laptops(read.laptops, self._ws.today(), self._ws.settings.handoff_days)
        if self._go_to and self.laptops.list.show_row(self._go_to):
            self._go_to = ""
        self._show_one(self.laptops.list.current_id())

    def _on_shown(self, device: str) -> None:
        """Another laptop was chosen: a form about the one before closes."""
        if self.card.laptop is not None and self.card.laptop.device.id != device:
            self.right.setCurrentWidget(self.detail)
            self.primary_changed.emit()
        self._show_one(device)

    def _show_one(self, device: str) -> None:
        one = self.laptops.laptop(device)
        self.card.show_laptop(
            one, self._read.leases_of(device), self._read.tasks_of(device), self._ws.today(),
            self._ws.settings.handoff_days,
        )  # fmt: skip

    def _on_run(self) -> None:
        self.laptops.setEnabled(not self.run.is_busy)
        self.right.setEnabled(not self.run.is_busy)
        self.primary_changed.emit()
        if not self.run.is_busy:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes a form."""
        if event.key() == Qt.Key.Key_Escape and self.right.currentWidget() is not self.detail:
            self.show_laptop()
            return
        super().keyPressEvent(event)

    # ---- enrolling -------------------------------------------------------------------------------------

    def enrol(self, path: Path) -> None:
        """Enrol the laptop that asks in a file; its answer is written beside the request."""
        self.result.clear()
        self._jobs.run_read(
            self, partial(state.enrol, self._ws, path), then=self._on_enrolled, refused=self._on_refused
        )

    def _on_enrolled(self, made: Enrolled) -> None:
        self._go_to = made.device.id
        self._jobs.changed.emit(all_changed())
        self.settled.emit()
        if made.path is not None:
            self._say_enrolled(made, made.path)
            return
        path = self._ask.save_file(tr("Where is the answer written?"), state.file_name(made.device.name) + ".aje",
                                   tr("Answer of the office (*.aje)"))  # fmt: skip
        if path is None:
            self.result.say(tr("“{name}” is enrolled, but its answer was not written; enrol it once more for that.",
                               name=made.device.name), tone="warn")  # fmt: skip
            return
        work = partial(state.save_answer, made, path)
        self._jobs.run_read(self, work, then=partial(self._say_enrolled, made), refused=self._on_refused)

    def _say_enrolled(self, made: Enrolled, path: Path) -> None:
        words = tr("“{name}” is enrolled. Give it the answer: {path}", name=made.device.name, path=str(path))
        if not made.is_new:
            words = tr("“{name}” was enrolled already; the answer is written anew: {path}", name=made.device.name,
                       path=str(path))  # fmt: skip
        self.result.say(words)

    # ---- revoking --------------------------------------------------------------------------------------

    def _on_revoke(self) -> None:
        one = self.current()
        if one is None:
            return
        words = tr(
            "Nothing that this laptop signs is taken in any more, and its unused numbers become void. Why is it "
            "revoked?"
        )
        reason = self._ask.text(tr("Revoke “{name}”", name=one.device.name), words)
        if reason is not None:
            self._write(partial(state.revoke, self._ws, one.device.id, reason),
                        tr("“{name}” is revoked; its unused numbers are void.", name=one.device.name))  # fmt: skip

    def _on_restore(self) -> None:
        one = self.current()
        if one is not None:
            self._write(partial(state.restore, self._ws, one.device.id),
                        tr("“{name}” is admitted again; it needs new numbers.", name=one.device.name))  # fmt: skip

    def _on_void(self) -> None:
        one = self.current()
        if one is None:
            return
        words = tr(
            "The laptop works in another data folder now (copied or restored) and cannot use these numbers. They "
            "become void, and nobody gets them. Why?"
        )
        reason = self._ask.text(tr("Void old numbers"), words, initial=tr("data folder was copied or restored"))
        if reason is not None:
            self._write(partial(state.void_stale, self._ws, one.device.id, reason), tr("The old numbers are void."))

    # ---- numbers and tasks -------------------------------------------------------------------------------

    def _begin_lease(self) -> None:
        one = self.current()
        if one is None:
            return

        def open_form(kinds: tuple[tuple[str, str], ...]) -> None:
            self.lease_form.begin(one.device.name, kinds, self._ws.today().year)

        self._open(self.lease_form)
        self._jobs.run_read(self, partial(state.kinds, self._ws), then=open_form, refused=self._on_refused)

    def _lease(self, kind: str, count: int, year: int) -> None:
        one = self.current()
        if one is None:
            return

        def given(blocks: tuple[NumberBlock, ...]) -> None:
            spans = tr(", ").join(f"{b.word} {b.first}–{b.last}" for b in blocks[:3])
            self._say_done(tr("“{name}” gets {numbers}; it has them after the next handing out.",
                              name=one.device.name, numbers=spans))  # fmt: skip

        work = partial(state.lease, self._ws, one.device.id, kind, count, year)
        self._jobs.run_write(self, work, then=given, refused=self.lease_form.show_problems)

    def _begin_task(self) -> None:
        one = self.current()
        if one is not None:
            self._open(self.task_form)
            self.task_form.begin(one.device.id, one.device.name)

    def _assign(self, draft: TaskDraft) -> None:
        def given(_task: Task) -> None:
            self._say_done(tr("The task is given; the laptop has it after the next handing out."))

        work = partial(tasks.assign_task, self._ws, draft)
        self._jobs.run_write(self, work, then=given, refused=self.task_form.show_problems)

    def _on_cancel_task(self, task_id: str) -> None:
        reason = self._ask.text(tr("Cancel the task"), tr("Why is it cancelled?"))
        if reason is not None:
            self._write(partial(tasks.cancel_task, self._ws, task_id, reason), tr("The task is cancelled."))

    # ---- handing out -------------------------------------------------------------------------------------

    def _begin_dispatch(self) -> None:
        one = self.current()
        if one is not None:
            self._open_dispatch((one.device,))

    def _begin_dispatch_all(self) -> None:
        devices = tuple(o.device for o in self._read.laptops if not o.is_office and o.device.state.value == "active")
        if devices:
            self._open_dispatch(devices)

    def _open_dispatch(self, devices: tuple[Device, ...]) -> None:
        self._open(self.dispatch_form)
        self.dispatch_form.begin(devices)

    def _look(self) -> None:
        def show(found: tuple[Drive, ...]) -> None:
            self.dispatch_form.target.show_drives(found)

        self._jobs.run_read(self, state.drives, then=show, key="drives")

    def _on_folder(self) -> None:
        folder = self._ask.folder(tr("Where is the bundle written?"))
        if folder is not None:
            self.dispatch_form.target.put_folder(folder)

    def _dispatch(self, devices: tuple[Device, ...], folder: Path) -> None:
        work = partial(state.dispatch, self._ws, devices, folder)
        words = tr("Writing to {path}", path=str(folder))
        self.run.start(tr("Handing out"), words, work, self._on_dispatched, failed=tr("Not finished."))

    def _on_dispatched(self, said: Dispatched) -> None:
        self.show_laptop()
        names = tr(", ").join(device.name for device, _ in said.made)
        size = size_words(sum(made.bytes for _, made in said.made))
        lines = [tr("Written, read back and compared for {names} ({size}).", names=names, size=size)]
        if said.is_cancelled:
            lines = [tr("Stopped. What is whole stays; the next time the rest is added.")]
        elif not said.made:
            lines = []
        if said.nothing:
            lines.append(tr("Nothing new for {names}.", names=tr(", ").join(d.name for d in said.nothing)))
        if said.hint:
            lines.insert(0, tr("Safe to remove."))
            lines.append(said.hint)
        self.result.say("\n".join(lines), tone="warn" if said.is_cancelled else "ok" if said.made else "info")

    # ---- what they share ---------------------------------------------------------------------------------

    def _write(self, work: Callable[[], Done[Any]], words: str) -> None:
        def done(_value: object) -> None:
            self._say_done(words)

        self._jobs.run_write(self, work, then=done, refused=self._on_refused)

    def _say_done(self, words: str) -> None:
        self.show_laptop()
        self.result.say(words)
        self.settled.emit()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.result.say(tr("Nothing was changed."), tone="bad", problems=problems)
