# SPDX-License-Identifier: MulanPSL-2.0
"""Document numbers in the settings: the blocks of a year, serials that were passed over, and the printed register."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Changes
from inspector_app.domain.numbering import NumberBlock, NumberGap
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import Role
from inspector_app.ledgers.organs import NumberState, number_state
from inspector_app.operations import numbers
from inspector_app.operations.file_exports import save_register
from inspector_app.operations.number_register import NumberRegister
from inspector_app.operations.numbers import BlockDraft
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.number_panel_block import BlockForm, NumberWord, words_of
from inspector_app.ui.widgets.page import Band, Card, Pages, button, label
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

LAPTOP = 6  # the column that is shown where more than one laptop has numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockState:
    """One block with its state; one of another laptop gives out nothing here."""

    state: NumberState
    is_own: bool
    is_last: bool  # no later block of the word has numbers left


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the panel shows of a year."""

    year: int
    years: tuple[int, ...]  # newest first
    blocks: tuple[BlockState, ...]
    gaps: tuple[NumberGap, ...]
    is_alone: bool  # else the office gives the numbers out


def _read(ws: Workspace, year: int) -> Numbers:
    from inspector_app.handoff.membership import membership  # loads signatures: not before it is asked

    blocks = numbers.number_blocks(ws)
    own = {(b.word, b.year, b.first): b.device == ws.device for b in blocks}
    listed = [s for s in number_state(ws) if s.year == year]
    mine = {s: own.get((s.word, s.year, s.first), True) for s in listed}
    left = {s.word for s in listed if mine[s] and s.next is not None}
    states = tuple(BlockState(state=s, is_own=mine[s], is_last=s.word not in left) for s in listed)
    years = {b.year for b in blocks} | {ws.today().year}
    return Numbers(
        year=year, years=tuple(sorted(years, reverse=True)), blocks=states, gaps=numbers.gaps(ws, year),
        is_alone=membership(ws).role is Role.ALONE,
    )  # fmt: skip


class NumberPanel(QWidget):
    """Blocks above, gaps below; a block is added in a line that opens."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.year = ws.today().year
        self._gaps: dict[str, NumberGap] = {}
        self.years = CalmCombo()
        self.years.setAccessibleName(tr("Year"))
        self.years.setMinimumContentsLength(4)
        self.years.activated.connect(self._on_year)
        self.register_button = button(tr("Register as PDF"), self._on_register, icon="export")
        self.masking = MaskChoice(ws)
        bind_rights(ws, {self.register_button: Act.EXPORT})
        self.add_button = button(tr("Add a block"), self._on_add, icon="add")
        self.form = BlockForm()
        self.form.wanted.connect(self._add)
        self.form.hide()
        self.band = Band()
        self.model = LedgerModel(_columns(), lambda b: f"{b.state.word}/{b.state.year}/{b.state.first}", self)
        self.table = LedgerTable(self.model, tr("Document numbers"))
        self.table.setObjectName("cardList")
        self.nothing = label("", tone="muted", wrap=True)
        self.gap_list = RowList(tr("Numbers passed over"))
        self.gap_list.setObjectName("cardList")
        self.gap_list.row_chosen.connect(self._explain)
        self.no_gap = label("", tone="muted")
        self._build()

    def _build(self) -> None:
        card = Card(tr("Document numbers"))
        for part in (self.years, self.masking, self.register_button, self.add_button):
            card.add_at_right(part)
        self.whose = label("", tone="muted", wrap=True)
        card.add(self.whose)
        card.add(self.band)
        card.add(self.form)
        self.filled = Pages()
        self.filled.addWidget(self.table)
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.nothing)
        box.addStretch(1)
        self.filled.addWidget(holder)
        card.add(self.filled, 1)
        self.gap_card = Card(tr("Numbers passed over"))
        self.gap_card.add(self.gap_list, 1)
        self.gap_card.add(self.no_gap)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(card, 3)
        outer.addWidget(self.gap_card, 2)
        self.outer_box = outer

    # ---- reading ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the chosen year again."""
        self.jobs.run_read(self, partial(_read, self.ws, self.year), then=self._show, key="numbers")

    def on_changed(self, changes: Changes) -> None:
        """Read again when a document was issued or voided, a block added or a gap explained."""
        if not {"documents", "number_blocks", "number_gaps"}.isdisjoint(changes.touched):
            self.refresh()

    def _show(self, read: Numbers) -> None:
        if read.year != self.year:
            return
        self.whose.setText(_whose(read.is_alone))
        self.add_button.setVisible(read.is_alone)
        self.years.clear()
        for year in read.years:
            self.years.addItem(str(year), year)
        self.years.setCurrentIndex(max(0, self.years.findData(read.year)))
        self.model.put(read.blocks)
        self.table.setColumnHidden(LAPTOP, all(block.is_own for block in read.blocks))
        self.nothing.setText(tr("No number of {year} has been used yet.", year=read.year))
        self.filled.setCurrentIndex(0 if read.blocks else 1)
        self._gaps = {f"{g.word}/{g.serial}": g for g in read.gaps}
        self.gap_list.put([_gap_row(key, gap) for key, gap in self._gaps.items()])
        self.gap_list.setVisible(bool(read.gaps))
        self.outer_box.setStretchFactor(self.gap_card, 2 if read.gaps else 0)
        self.no_gap.setVisible(not read.gaps)
        self.no_gap.setText(tr("No number of {year} was passed over.", year=read.year))
        still_open = sum(not gap.reason for gap in read.gaps)
        self.gap_card.note.setText(tr("{count} without an explanation", count=still_open) if still_open else "")
        self.register_button.setEnabled(bool(read.blocks))

    def _on_year(self) -> None:
        self.year = int(self.years.currentData())
        self.form.set_year(self.year)
        self.refresh()

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_add(self) -> None:
        def show(words: tuple[NumberWord, ...]) -> None:
            self.form.begin(words, self.year)

        self.jobs.run_read(self, partial(words_of, self.ws), then=show, key="words")

    def _add(self, draft: BlockDraft) -> None:
        def added(block: NumberBlock) -> None:
            self.form.hide()
            said = tr("Kept: {word} {year}, {first} to {last}", **_block_fields(block))
            self.band.say(said, tone="ok")

        work = partial(numbers.add_block, self.ws, draft)
        self.jobs.run_write(self, work, then=added, refused=self.form.show_problems)

    def _explain(self, key: str) -> None:
        gap = self._gaps.get(key)
        if gap is None:
            return
        title = tr("Why was {word} {serial} passed over?", word=gap.word, serial=gap.serial)
        words = tr("The explanation stands in the register; the number is never given out any more.")
        reason = self.ask.text(title, words, initial=gap.reason)
        if reason and reason != gap.reason:
            work = partial(numbers.explain_gap, self.ws, gap.word, gap.year, gap.serial, reason)
            self.jobs.run_write(self, work)

    def _on_register(self) -> None:
        name = tr("Number register {year}", year=self.year) + ".pdf"
        path = self.ask.save_file(tr("Register as PDF"), name, "PDF (*.pdf)")
        if path is None:
            return

        def saved(made: NumberRegister) -> None:
            said = {"documents": made.documents, "void": made.void, "gaps": made.gaps, "open_gaps": made.open_gaps}
            words = tr(
                "Register of {documents} documents ({void} void) and {gaps} gaps ({open_gaps} not explained): {path}",
                path=str(path),
                **said,
            )
            self.band.say(words, tone="warn" if made.open_gaps else "ok")

        def refused(problems: tuple[Problem, ...]) -> None:
            self.ask.show_problems(problems)

        work = partial(_save_register, self.ws, self.year, path, not self.masking.take())
        self.jobs.run_slow(self, work, then=saved, refused=refused, title=tr("Register as PDF"))


def _whose(is_alone: bool) -> str:
    """Say where the numbers come from."""
    if is_alone:
        return tr(
            "A stand-alone unit owns its numbers and opens a block for each word and year at the first document. "
            "A void number is kept and never used again."
        )
    return tr(
        "The office gives the numbers out, to each laptop its own; a copied or restored folder needs new ones. "
        "A void number is kept and never used again."
    )


def _save_register(ws: Workspace, year: int, path: Path, whole: bool, report: Report) -> NumberRegister:
    report(0, 0)
    return save_register(ws, year, path, whole=whole)


def _block_fields(block: NumberBlock) -> dict[str, object]:
    return {"word": block.word, "year": block.year, "first": block.first, "last": block.last}


def _gap_row(key: str, gap: NumberGap) -> Row:
    return Row(
        id=key,
        title=f"{gap.word} {gap.serial}",
        detail=gap.reason or tr("not explained yet"),
        chip=tr("Explained") if gap.reason else tr("Open"),
        chip_role="ok" if gap.reason else "warn",
        icon="ledger",
        action=tr("Change the explanation") if gap.reason else tr("Explain"),
    )


def _next(shown: BlockState) -> str:
    if not shown.is_own:
        return "—"
    return str(shown.state.next) if shown.state.next is not None else tr("used up")


def _next_tone(shown: BlockState) -> str:
    return "bad" if shown.is_own and shown.is_last else "text"


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Word"), words=lambda b: b.state.word, wide=105),
        Column(title=tr("Document"), words=_kind, wide=130, stretch=True),
        Column(title=tr("Numbers"), words=lambda b: f"{b.state.first}–{b.state.last}", wide=100),
        Column(title=tr("Used"), words=lambda b: str(b.state.used), wide=65, order=lambda b: b.state.used),
        Column(title=tr("Void"), words=lambda b: str(b.state.void), wide=65, order=lambda b: b.state.void),
        Column(title=tr("Next"), words=_next, wide=80, tone=_next_tone),
        Column(title=tr("Laptop"), words=lambda b: tr("this one") if b.is_own else tr("another one"), wide=90),
    )


def _kind(shown: BlockState) -> str:
    return word(shown.state.kind) if shown.state.kind is not None else "—"
