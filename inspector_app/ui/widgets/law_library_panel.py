# SPDX-License-Identifier: MulanPSL-2.0
"""The law library in the settings: laws with their clauses, items to mend, updates that were and will be applied."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.ledgers import law_library
from inspector_app.ledgers.law_library import UpdateRow
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.law_list_page import LawListPage
from inspector_app.ui.widgets.law_mend_page import Group, LawMendPage
from inspector_app.ui.widgets.law_update_page import LawUpdatePage
from inspector_app.ui.widgets.page import Band, Card, EmptyState, Pages, button, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.segments import Segments
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

TOUCHED = frozenset({"law_updates", "kept_packs", "pack_choices"})


class Part(StrEnum):
    """What of the library is shown."""

    LAWS = "laws"
    MEND = "mend"
    UPDATES = "updates"


class LawLibraryPanel(QWidget):
    """Three parts of the library, and in their place an update before it is applied."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.parts = Segments(
            ((Part.LAWS, tr("Laws")), (Part.MEND, tr("Items to mend")), (Part.UPDATES, tr("Updates applied")))
        )
        self.parts.chosen.connect(self._on_part)
        self.update_button = button(tr("Apply a law update …"), self._on_update, icon="import")
        self.band = Band()
        self.laws = LawListPage(ws, jobs)
        self.mend = LawMendPage(ws, jobs)
        self.mend.law_wanted.connect(self.show_law)
        self.updates = UpdatesCard(ws, jobs)
        self.update_page = LawUpdatePage(ws, jobs, ask)
        self.update_page.left.connect(self._on_left)
        self.update_page.applied.connect(self._on_applied)
        self.head = QWidget()
        self.head.setLayout(row(self.parts, None, self.update_button))
        self.stack = Pages()
        for page in (self.laws, self.mend, self.updates, self.update_page):
            self.stack.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addWidget(self.head)
        box.addWidget(self.band)
        box.addWidget(self.stack, 1)

    def refresh(self) -> None:
        """Read the shown part again; an update that is being looked at stays."""
        page = self.stack.currentWidget()
        if page is self.laws or page is self.mend or page is self.updates:
            page.refresh()

    def on_changed(self, changes: Changes) -> None:
        """Read again when the library or the checklists may have changed."""
        if not TOUCHED.isdisjoint(changes.touched):
            self.refresh()

    def show_law(self, key: str, clause: str) -> None:
        """Go to a law, or a clause of it."""
        self.show_part(Part.LAWS)
        self.laws.show_law(key, clause)

    def show_part(self, part: Part) -> None:
        """Show one part of the library."""
        self.parts.set_value(part)
        self.head.show()
        self.stack.setCurrentWidget({Part.LAWS: self.laws, Part.MEND: self.mend, Part.UPDATES: self.updates}[part])

    def _on_part(self, part: Part) -> None:
        self.band.hide()
        self.show_part(part)
        self.refresh()

    def _on_update(self) -> None:
        chosen = self.ask.open_files(tr("Apply a law update"), tr("Law updates (*.toml)"))
        if chosen:
            self.band.hide()
            self.head.hide()
            self.stack.setCurrentWidget(self.update_page)
            self.update_page.read(chosen[0])

    def _on_left(self) -> None:
        self.show_part(Part(self.parts.value()))
        self.refresh()
        self.update_button.setFocus()

    def _on_applied(self, title: str) -> None:
        self.show_part(Part.MEND)
        words = tr(
            "“{title}” was applied. Below are the items whose basis is not in force, or not for long.", title=title
        )
        self.band.say(words, tone="ok")
        self.mend.show_group(Group.VALIDITY)


class UpdatesCard(Card):
    """The updates that were applied, the newest first."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Updates applied"), parent)
        self.ws, self.jobs = ws, jobs
        self.list = RowList(tr("Updates applied"))
        self.list.setObjectName("cardList")
        said = tr("An update is one file that an office gives out; what it changes is shown before it is applied.")
        self.empty = EmptyState("law", tr("No law update was applied yet"), said)
        self.add(self.list, 1)
        self.add(self.empty, 1)

    def refresh(self) -> None:
        """Read the updates again."""
        self.jobs.run_read(self, partial(law_library.updates, self.ws), then=self._show, key="updates")

    def _show(self, rows: tuple[UpdateRow, ...]) -> None:
        self.note.setText(str(len(rows)) if rows else "")
        self.list.put([_row(r) for r in rows])
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)


def _row(shown: UpdateRow) -> Row:
    update = shown.update
    issued = full_day(update.issued_on) if update.issued_on else ""
    counts = tr(
        "{laws} laws, {clauses} clauses, {lapses} lapses", laws=shown.laws, clauses=shown.clauses, lapses=shown.lapses
    )
    faults = " ".join(sentence(p) for p in shown.problems)
    return Row(
        id=update.id, title=update.title,
        detail=" · ".join(part for part in (update.issuer, issued, counts, shown.note) if part),
        side=f"{update.person} {full_day(update.applied_at.date())}",
        chip=tr("damaged") if faults else "", chip_role="bad", icon="law", tip=faults or shown.note,
    )  # fmt: skip
