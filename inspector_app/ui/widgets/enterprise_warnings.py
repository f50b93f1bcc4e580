# SPDX-License-Identifier: MulanPSL-2.0
"""What of the whole register wants attention: licences and insurances that run out, self-reports that are late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.enterprise_records import RecordKind
from inspector_app.domain.problems import Problem
from inspector_app.ledgers.enterprise_records import Expiring, expiring
from inspector_app.ledgers.self_reports import LateReport, counts, late
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.enterprise_record_rows import SOON
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Card, Pages, button, label, set_tone
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

MOST = 2_000  # rows of a list; more is said, not shown


@dataclass(frozen=True, slots=True)
class _Read:
    """What a list reads: rows, and how many owe in all where that is known."""

    rows: tuple[Expiring, ...] | tuple[LateReport, ...]
    note: str


class EnterpriseWarnings(QWidget):
    """Two lists over the register; Enter on a row leads to the enterprise and its record."""

    enterprise_wanted = Signal(str, str, str)  # enterprise, kind of record, record
    left = Signal()
    lists_wanted = Signal()  # the lists of the three groups as a file

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self._kinds: dict[str, tuple[str, str, str]] = {}
        self.card = Card(tr("Running out, and late"))
        lists = button(tr("The three lists"), self.lists_wanted.emit, icon="export", kind="quiet")
        lists.setToolTip(tr("Enterprises to close, to suspend, to rectify, a sheet each (XLSX)"))
        self.masking = MaskChoice(ws)
        bind_rights(ws, {lists: Act.EXPORT})
        self.card.add_at_right(self.masking)
        self.card.add_at_right(lists)
        self.back = button(tr("Back"), self.left.emit, tip="Esc")
        self.card.add_at_right(self.back)
        self.expiring = _List(_expiring_columns(), tr("Licences and insurances"), tr("Nothing runs out soon"))
        self.late = _List(_late_columns(), tr("Late self-reports"), tr("No self-report is late"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.expiring, tr("Licences and insurances"))
        self.tabs.addTab(self.late, tr("Late self-reports"))
        self.card.add(self.tabs, 1)
        for shown in (self.expiring, self.late):
            shown.table.row_chosen.connect(self._on_chosen)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.card)
        self.setFocusProxy(self.expiring.table)

    def refresh(self) -> None:
        """Read both lists again."""
        for shown, read, key in (
            (self.expiring, _read_expiring, "expiring"),
            (self.late, _read_late, "late"),
        ):
            shown.say(tr("Reading …"))
            then = partial(self._show, shown)
            refused = partial(self._on_refused, shown)
            self.jobs.run_read(self, partial(read, self.ws), then=then, refused=refused, key=key)

    def _show(self, shown: _List, found: _Read) -> None:
        shown.put(found.rows, found.note)
        for one in found.rows:
            if isinstance(one, Expiring):
                self._kinds[one.record_id] = (one.enterprise_id, one.kind.value, one.record_id)
            else:
                self._kinds[_late_id(one)] = (one.enterprise_id, RecordKind.SELF_REPORT.value, "")

    def _on_refused(self, shown: _List, problems: tuple[Problem, ...]) -> None:
        shown.say(" ".join(sentence(p) for p in problems[:2]), tone="bad")

    def _on_chosen(self, row_id: str) -> None:
        if row_id in self._kinds:
            self.enterprise_wanted.emit(*self._kinds[row_id])


class _List(QWidget):
    """A table with what it holds in words, or why it is empty."""

    def __init__(self, columns: tuple[Column, ...], name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = label("", tone="muted", size="small", wrap=True)
        self.model = LedgerModel(columns, lambda r: r.record_id if isinstance(r, Expiring) else _late_id(r), self)
        self.table = LedgerTable(self.model, name)
        self.nothing = label(empty, tone="muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.pages = Pages()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.nothing)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.dp(8), 0, 0)
        box.addWidget(self.note)
        box.addWidget(self.pages, 1)

    def say(self, words: str, tone: str = "muted") -> None:
        """Say how far the reading is, or why it failed."""
        self.note.setText(words)
        set_tone(self.note, tone)

    def put(self, rows: Sequence[Expiring | LateReport], note: str) -> None:
        """Show these rows."""
        self.model.put(rows)
        self.pages.setCurrentIndex(0 if rows else 1)
        self.say(note)


def _read_expiring(ws: Workspace) -> _Read:
    rows = expiring(ws, SOON, limit=MOST)
    gone = sum(one.days_left < 0 for one in rows)
    words = tr(
        "{count} run out within {days} days, {gone} of them ran out already", count=len(rows), days=SOON, gone=gone
    )
    return _Read(rows, _first(words, len(rows)))


def _read_late(ws: Workspace) -> _Read:
    rows = late(ws, with_never=False, limit=MOST)
    parts = [
        tr("{kind}: {behind} behind, {never} never reported, of {owing}", kind=word(kind), behind=one.behind,
           never=one.never, owing=one.owing)
        for kind, one in counts(ws).items()
    ]  # fmt: skip
    return _Read(rows, _first("    ".join(parts), len(rows)))


def _first(words: str, count: int) -> str:
    return words if count < MOST else words + "    " + tr("the first {count} are shown", count=MOST)


def _late_id(one: LateReport) -> str:
    return f"{one.enterprise_id}:{one.kind.value}"


def _left(one: Expiring) -> str:
    if one.days_left < 0:
        return tr("Ran out {count} days ago", count=-one.days_left)
    return tr("Runs out in {count} days", count=one.days_left)


def _expiring_columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Enterprise"), words=lambda r: r.enterprise, wide=260, stretch=True),
        Column(title=tr("What"), words=lambda r: word(r.kind), wide=120),
        Column(title=tr("Name"), words=lambda r: r.name, wide=200),
        Column(title=tr("Licence or policy number"), words=lambda r: r.number, wide=160),
        Column(title=tr("Last day"), words=lambda r: r.ends_on.isoformat(), wide=110),
        Column(title=tr("State"), words=_left, wide=150, order=lambda r: r.days_left,
               tone=lambda r: "bad" if r.days_left < 0 else "warn"),
    )  # fmt: skip


def _late_columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Enterprise"), words=lambda r: r.enterprise, wide=260, stretch=True),
        Column(title=tr("District"), words=lambda r: r.district, wide=140),
        Column(title=tr("Duty of the report"), words=lambda r: word(r.kind), wide=100),
        Column(title=tr("Reported up to"), words=lambda r: r.last.isoformat() if r.last else "—", wide=120),
        Column(title=tr("Due on"), words=lambda r: r.due_on.isoformat() if r.due_on else "—", wide=120),
        Column(title=tr("Days late"), words=lambda r: str(r.days_late) if r.days_late is not None else "—", wide=90,
               order=lambda r: r.days_late or 0, tone=lambda _r: "bad"),
    )  # fmt: skip
