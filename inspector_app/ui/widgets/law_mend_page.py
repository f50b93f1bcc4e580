# SPDX-License-Identifier: MulanPSL-2.0
"""Items of checklists that have to be mended: their basis is not in force, is 待核, or no penalty is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.clause_places import places_in
from inspector_app.domain.law_citation import Citation, MendItem, MendReason
from inspector_app.ledgers import law_library
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.clause_words import clause_text
from inspector_app.ui.widgets.law_detail import citation_text
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Card, EmptyState
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.segments import Segments
from inspector_app.wording import tr, word
from inspector_app.wording.law_library_words import short_names
from inspector_app.wording.pack_words import field_label
from inspector_app.workspace import Workspace

SOON = 90  # days ahead that a checklist's author has to know of


class Group(StrEnum):
    """What is looked for."""

    VALIDITY = "validity"
    UNVERIFIED = "unverified"
    NO_PENALTY = "no_penalty"


REASONS = {
    Group.VALIDITY: law_library.VALIDITY,
    Group.UNVERIFIED: frozenset({MendReason.UNVERIFIED}),
    Group.NO_PENALTY: frozenset({MendReason.NO_PENALTY}),
}
# Columns that say nothing there: day, field, clause, successor.
HIDDEN = {
    Group.VALIDITY: frozenset[int](),
    Group.UNVERIFIED: frozenset({4, 7}),
    Group.NO_PENALTY: frozenset({4, 5, 6, 7}),
}
TONES = {MendReason.LAPSED: "bad", MendReason.NO_PENALTY: "muted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was found of one group."""

    group: Group
    items: tuple[MendItem, ...]
    others: tuple[Citation, ...]


class LawMendPage(QWidget):
    """A table of items; below it what else cites something that is not in force."""

    law_wanted = Signal(str, str)  # key of the law, clause

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.groups = Segments(
            (
                (Group.VALIDITY, tr("Not in force, or not for long")),
                (Group.UNVERIFIED, tr("To be verified")),
                (Group.NO_PENALTY, tr("No penalty known")),
            )
        )
        self.groups.chosen.connect(self.refresh)
        self.card = Card(tr("Items to mend"))
        self.card.add_at_right(self.groups)
        self.empty = EmptyState("check", tr("Nothing has to be mended"))
        self.model = LedgerModel(_columns(), _id, self)
        self.table = LedgerTable(self.model, tr("Items to mend"))
        self.table.setObjectName("cardList")
        self.table.row_chosen.connect(self._on_row)
        self.card.add(self.table, 1)
        self.card.add(self.empty, 1)
        self.others_card = Card(tr("Also cited, and not in force"))
        self.others = RowList(tr("Also cited, and not in force"))
        self.others.setObjectName("cardList")
        self.others_card.add(self.others, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addWidget(self.card, 3)
        box.addWidget(self.others_card, 1)

    def show_group(self, group: Group) -> None:
        """Show one group."""
        self.groups.set_value(group)
        self.refresh()

    def refresh(self) -> None:
        """Read the items again."""
        group = Group(self.groups.value())

        def read() -> Read:
            items = law_library.to_mend(self.ws, within_days=SOON, reasons=REASONS[group])
            others = law_library.others_to_mend(self.ws) if group is Group.VALIDITY else ()
            return Read(group=group, items=items, others=others)

        self.jobs.run_read(self, read, then=self._show, key="mend")

    def _show(self, read: Read) -> None:
        if read.group != self.groups.value():
            return
        self.model.put(read.items)
        for column in HIDDEN[Group.VALIDITY] | HIDDEN[Group.UNVERIFIED] | HIDDEN[Group.NO_PENALTY]:
            self.table.setColumnHidden(column, column in HIDDEN[read.group])
        self.card.note.setText(str(len(read.items)) if read.items else "")
        self.table.setVisible(bool(read.items))
        self.empty.setVisible(not read.items)
        self.others_card.setVisible(bool(read.others))
        self.others_card.note.setText(str(len(read.others)))
        self.others.put([_other_row(n, c) for n, c in enumerate(read.others)])

    def _on_row(self, row_id: str) -> None:
        mend = next((m for m in self.model.rows if _id(m) == row_id), None)
        if mend is not None and mend.clause is not None:
            place = next(iter(places_in(mend.clause.clause)), "")
            self.law_wanted.emit(mend.clause.law, place)


def _id(mend: MendItem) -> str:
    return f"{mend.pack_id} {mend.code} {mend.field} {mend.reason}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _cited(mend: MendItem) -> str:
    return clause_text(mend.clause) if mend.clause is not None else "—"


def _other_row(n: int, citation: Citation) -> Row:
    return Row(
        id=str(n), title=citation.title, detail=citation_text(citation), side=_day(citation.ends),
        chip=tr("not in force"), chip_role="bad",
    )  # fmt: skip


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Checklist"), words=lambda m: m.pack_title, wide=100),
        Column(title=tr("Item"), words=lambda m: m.code, wide=104),
        Column(title=tr("What is checked"), words=lambda m: m.check, wide=130, stretch=True),
        Column(
            title=tr("Why to mend"), words=lambda m: word(m.reason), wide=92, tone=lambda m: TONES.get(m.reason, "warn")
        ),
        Column(title=tr("Day"), words=lambda m: _day(m.day), wide=92),
        Column(title=tr("Field"), words=lambda m: field_label(m.field) if m.field else tr("the item itself"), wide=92),
        Column(title=tr("Clause"), words=_cited, wide=186),
        Column(title=tr("Superseded by"), words=lambda m: short_names(m.successor) or "—", wide=140),
    )
