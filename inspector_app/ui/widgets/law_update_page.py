# SPDX-License-Identifier: MulanPSL-2.0
"""A law update before it is applied: what it changes, which items are touched; or every fault of its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.law_citation import Citation
from inspector_app.domain.law_update import ClauseFate, EntryChange, LawUpdatePreview, TouchedItem
from inspector_app.domain.problems import Problem, blocking
from inspector_app.ledgers import law_citations
from inspector_app.operations import law_updates
from inspector_app.operations.files import read_small_file
from inspector_app.packs.files import MAX_BYTES
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.clause_words import clause_text, law_title
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Card, button
from inspector_app.ui.widgets.problem_list import Mark, ProblemList
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.wording.law_library_words import change_text, fates_text
from inspector_app.wording.pack_words import field_label
from inspector_app.workspace import Workspace

PLACE = "place in the file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A file with what it would do, and what else cites that which it ends."""

    name: str
    data: bytes
    preview: LawUpdatePreview
    others: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One citation of a touched item, as a row of the table."""

    item: TouchedItem
    n: int

    @property
    def clause(self) -> str:
        """What is cited, as it reads before."""
        return clause_text(self.item.clauses[self.n].before)


class LawUpdatePage(QWidget):
    """Changes of the library above, touched items below; applied only in a person's name."""

    left = Signal()
    applied = Signal(str)  # its title

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.shown: Shown | None = None
        self.card = Card(tr("Law update"))
        self.cancel_button = button(tr("Cancel"), self.left.emit, tip=tr("Leave without applying (Alt+←)"))
        self.cancel_button.setShortcut(QKeySequence("Alt+Left"))
        self.apply_button = button(tr("Apply the update"), self._on_apply, kind="primary")
        self.card.add_at_right(self.cancel_button)
        self.card.add_at_right(self.apply_button)
        self.words = WrapLabel()
        self.problems = ProblemList()
        self.card.add(self.words)
        self.card.add(self.problems, 1)
        self.changes_card = Card(tr("What changes in the library"))
        self.changes = RowList(tr("What changes in the library"))
        self.changes.setObjectName("cardList")
        self.changes_card.add(self.changes, 1)
        self.items_card = Card(tr("Items touched"))
        self.model = LedgerModel(_columns(), lambda line: f"{_item_id(line.item)} {line.n}", self)
        self.table = LedgerTable(self.model, tr("Items touched"))
        self.table.setObjectName("cardList")
        self.others = WrapLabel(tone="warn")
        self.items_card.add(self.table, 1)
        self.items_card.add(self.others)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addWidget(self.card)
        box.addWidget(self.changes_card, 2)
        box.addWidget(self.items_card, 3)

    def read(self, path: Path) -> None:
        """Read a file and show what it would do."""
        self.shown = None
        self._lay_out(())
        self.card.note.setText(path.name)
        self.words.setText(tr("Reading the file …"))

        def read() -> Shown:
            data = read_small_file(path, MAX_BYTES, where=path.name)
            preview = law_updates.preview_update(self.ws, data, path.name)
            others = law_citations.others_citing(self.ws, preview.ended)
            return Shown(name=path.name, data=data, preview=preview, others=others)

        self.jobs.run_read(self, read, then=self.show_preview, refused=self.show_faults, key="update")

    def show_preview(self, shown: Shown) -> None:
        """Show what the update would do."""
        self.shown = shown
        preview = shown.preview
        self._lay_out(preview.warnings)
        said = [
            tr(
                "“{title}”, {issuer}, {day}.", title=preview.title, issuer=preview.issuer,
                day=full_day(preview.issued_on),
            ),
            tr(
                "{laws} laws and {clauses} clauses change; {items} items are touched, in {lapsing} of them a basis "
                "lapses.",
                laws=len(preview.laws), clauses=len(preview.clauses), items=len(preview.items),
                lapsing=len(preview.lapsing),
            ),
        ]  # fmt: skip
        said += [preview.note] if preview.note else []
        if preview.packs:
            said.append(tr("Checklists that can be used then: {names}", names="、".join(preview.packs)))
        said.append(tr("Inspections that have begun keep their checklists; their orders are checked by what is known."))
        self.words.setText("\n".join(said))
        self.changes_card.note.setText(str(len(preview.laws) + len(preview.clauses)))
        self.changes.put([_change_row(c) for c in (*preview.laws, *preview.clauses)])
        self.items_card.note.setText(str(len(preview.items)))
        self.model.put([Line(item=i, n=n) for i in preview.items for n in range(len(i.clauses))])
        self.others.setText(others_text(shown.others))
        self.others.setVisible(bool(shown.others))
        self.items_card.setVisible(bool(preview.items or shown.others))
        self.apply_button.setFocus()

    def show_faults(self, problems: tuple[Problem, ...]) -> None:
        """Say why the file cannot be applied."""
        self.shown = None
        self._lay_out(problems)
        count = len(blocking(problems))
        self.words.setText(tr("{count} faults; nothing of this file was applied.", count=count))
        self.cancel_button.setFocus()

    def _lay_out(self, problems: tuple[Problem, ...]) -> None:
        """Show the parts that there is something to see in."""
        is_good = self.shown is not None
        self.apply_button.setVisible(is_good)
        self.cancel_button.setText(tr("Cancel") if is_good else tr("Back"))
        self.problems.setVisible(bool(problems))
        self.problems.setMaximumHeight(theme.dp(110) if is_good else 16_777_215)
        self.problems.show_problems(_named(problems), lambda p: Mark(p.fields.get(PLACE, "")))
        self.changes_card.setVisible(is_good)
        self.items_card.setVisible(is_good)

    def _on_apply(self) -> None:
        shown = self.shown
        if shown is None:
            return
        question = tr("Who has checked this update and answers for it? The name is kept with the time.")
        title = tr("Apply “{title}”", title=shown.preview.title)
        person = self.ask.text(title, question, initial=self.ws.actor)
        if not person:
            return
        self.apply_button.setEnabled(False)
        work = partial(law_updates.apply_update, self.ws, shown.data, shown.name, person)
        self.jobs.run_write(self, work, then=self._on_applied, refused=self._on_refused)

    def _on_applied(self, preview: LawUpdatePreview) -> None:
        self.apply_button.setEnabled(True)
        self.applied.emit(preview.title)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.apply_button.setEnabled(True)
        self.show_faults(problems)


def _named(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Faults of a file lead nowhere in the window; their place in the file is told beside each."""
    return tuple(replace(p, where="", fields={**p.fields, PLACE: p.where.partition(":")[2]}) for p in problems)


def others_text(others: Sequence[Citation]) -> str:
    """Say what else cites that which ends, by kind, with the first of each."""
    kinds = Counter(c.kind for c in others)
    parts = [f"{word(kind)} {count}" for kind, count in kinds.items()]
    return tr("What ends is also cited by: {counts}", counts="、".join(parts)) if parts else ""


def _item_id(item: TouchedItem) -> str:
    return f"{item.pack_id} {item.version} {item.code}"


def _change_row(change: EntryChange) -> Row:
    fields = [f"{word(f.field)}：{change_text(f, is_new=change.is_new)}" for f in change.fields]
    return Row(
        id=f"{change.place.law} {change.place.clause}", title=f"{law_title(change.name)}{change.place.clause}",
        detail="；".join(fields), chip=tr("new") if change.is_new else tr("changed"),
        chip_role="accent" if change.is_new else "warn", tip="\n".join(fields),
    )  # fmt: skip


def _tone(line: Line) -> str:
    fates = line.item.clauses[line.n].fates
    if ClauseFate.LAPSES in fates:
        return "bad"
    return "ok" if fates == (ClauseFate.VERIFIED,) else "warn"


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Checklist"), words=lambda n: f"{n.item.pack_title} {n.item.version}", wide=120),
        Column(title=tr("Item"), words=lambda n: n.item.code, wide=92),
        Column(title=tr("What is checked"), words=lambda n: n.item.check, wide=120),
        Column(title=tr("Field"), words=lambda n: field_label(n.item.clauses[n.n].field), wide=92),
        Column(title=tr("Clause"), words=lambda n: n.clause, wide=210),
        Column(
            title=tr("What becomes of it"),
            words=lambda n: fates_text(n.item.clauses[n.n]),
            wide=260,
            tone=_tone,
            stretch=True,
        ),
    )
