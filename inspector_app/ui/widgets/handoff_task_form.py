# SPDX-License-Identifier: MulanPSL-2.0
"""The form in which the office gives a laptop a task: to inspect an enterprise, or to look at an order again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import TaskKind
from inspector_app.ledgers import enterprises, orders
from inspector_app.ledgers.pack_offers import PackOffer, offers
from inspector_app.operations.tasks import TaskDraft
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.dates import short_day
from inspector_app.ui.widgets.day_field import parse_day
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.pack_choices import PackChoices
from inspector_app.ui.widgets.page import Card, button, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.ui.widgets.segments import Segments
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

MOST = 50


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What may be chosen: enterprises or orders, as rows."""

    rows: tuple[Row, ...]


class TaskForm(Card):
    """Hidden until it is wanted."""

    wanted = Signal(object)  # TaskDraft
    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Give a task"), parent)
        self._ws, self._jobs = ws, jobs
        self._device = ""
        self.kind = Segments([(kind, word(kind)) for kind in TaskKind])
        self.kind.chosen.connect(lambda _kind: self._begin_kind())
        self.search = SearchLine(tr("Search enterprises"))
        self.search.searched.connect(lambda _text: self._read())
        self.subjects = RowList(tr("Whom it is about"))
        self.subjects.row_shown.connect(self._on_subject)
        self.search.list_wanted.connect(self.subjects.setFocus)
        self.packs = PackChoices()
        self.due = Field(tr("To be done by"), hint=tr("for example 12-5"))
        self.due.setFixedWidth(theme.dp(150))
        self.remark = Field(tr("Note for the team"))
        self.words = label("", tone="bad", wrap=True)
        self.words.hide()
        self.keep = button(tr("Give the task"), self._on_keep, kind="primary")
        self.cancel = button(tr("Cancel"), self.left.emit)
        self._build()

    def _build(self) -> None:
        line = row(gap=12)
        line.addWidget(self.due)
        line.addWidget(self.remark, 1)
        self.pack_title = label(tr("Checklists"), size="lead")
        self.pack_line = row(self.pack_title, None, self.packs.search)
        self.outer.addLayout(row(self.kind, None))
        self.add(self.search)
        self.add(self.subjects, 1)
        self.outer.addLayout(self.pack_line)
        self.add(self.packs)
        self.outer.addLayout(line)
        self.add(self.words)
        self.outer.addLayout(row(None, self.cancel, self.keep))
        self.subjects.setMinimumHeight(theme.dp(180))

    # ---- what may be chosen ------------------------------------------------------------------------------

    def begin(self, device: str, name: str) -> None:
        """Open for a laptop."""
        self._device = device
        self.title.setText(tr("Give {name} a task", name=name))
        self.due.put("")
        self.remark.put("")
        self.words.hide()
        self.search.clear()
        self._begin_kind()
        self.search.setFocus()

    def _begin_kind(self) -> None:
        is_visit = self.kind.value() is TaskKind.INSPECTION
        self.search.setVisible(is_visit)
        for part in (self.packs, self.pack_title, self.packs.search):
            part.setVisible(is_visit)
        self.subjects.put([])
        self._read()

    def _read(self) -> None:
        kind, text = TaskKind(self.kind.value()), self.search.text()
        self._jobs.run_read(self, partial(_subjects, self._ws, kind, text), then=self._show, key="subjects")

    def _show(self, subjects: _Subjects) -> None:
        self.subjects.put(subjects.rows)
        if subjects.rows and not self.subjects.current_id():
            self.subjects.step(1)
        self.keep.setEnabled(bool(subjects.rows))

    def _on_subject(self, chosen: str) -> None:
        if not chosen or self.kind.value() is not TaskKind.INSPECTION:
            return

        def show(found: tuple[PackOffer, ...]) -> None:
            if self.subjects.current_id() == chosen:
                self.packs.show_offers(found)

        self._jobs.run_read(self, partial(_offers, self._ws, chosen), then=show, key="packs")

    # ---- the act -----------------------------------------------------------------------------------------

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why the task was not given."""
        self.words.setText("\n".join(sentence(p) for p in problems))
        self.words.show()

    def _on_keep(self) -> None:
        today, typed = self._ws.today(), self.due.text()
        due = parse_day(typed, today) if typed else None
        self.due.fault(tr("Write the day as 2026-11-21") if typed and due is None else "")
        chosen = self.subjects.current_id()
        if not chosen or (typed and due is None):
            return
        kind = TaskKind(self.kind.value())
        is_visit = kind is TaskKind.INSPECTION
        draft = TaskDraft(
            kind=kind, device=self._device, enterprise_id=chosen if is_visit else "",
            document_id="" if is_visit else chosen, packs=self.packs.chosen() if is_visit else (), due_on=due,
            note=self.remark.text(),
        )  # fmt: skip
        self.wanted.emit(draft)


def _subjects(ws: Workspace, kind: TaskKind, text: str) -> _Subjects:
    if kind is TaskKind.INSPECTION:
        found = enterprises.find_enterprises(ws, text, MOST)
        rows = [Row(id=r.enterprise.id, title=r.enterprise.name, icon="enterprises",
                    detail=r.enterprise.address or r.enterprise.credit_code or " ") for r in found]  # fmt: skip
        return _Subjects(tuple(rows))
    today = ws.today()
    return _Subjects(tuple(_order_row(order, today) for order in orders.open_orders(ws)))


def _order_row(order: orders.OrderRow, today: date) -> Row:
    due = tr("due {day}", day=short_day(order.due_on, today)) if order.due_on else ""
    return Row(
        id=order.document_id, title=order.enterprise_name, icon="reinspection", chip=word(order.state),
        detail=" · ".join(part for part in (order.number, due) if part),
    )  # fmt: skip


def _offers(ws: Workspace, enterprise_id: str) -> tuple[PackOffer, ...]:
    return offers(ws, enterprises.enterprise(ws, enterprise_id))
