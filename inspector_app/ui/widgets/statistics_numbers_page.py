# SPDX-License-Identifier: MulanPSL-2.0
"""The figures as numbers: every count and ratio with its parts, beside the year before; by group; what contradicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.figures import (
    OF_GROUPS,
    Dimension,
    Figure,
    FigureKey,
    FigureRow,
    FigureUnit,
    Growth,
)
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import statistics
from inspector_app.ledgers.consistency import check
from inspector_app.ledgers.figure_report import parts_of
from inspector_app.ledgers.report_files import export_figures
from inspector_app.ledgers.statistics import Compared
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Band, EmptyState, Pages, button, label, row
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.segments import Segments
from inspector_app.ui.widgets.statistics_filter import Asked
from inspector_app.wording import sentence, tr, word
from inspector_app.wording.figure_words import figure_text, formula, title, unit_word
from inspector_app.workspace import Workspace

K = FigureKey


class NumbersPart(StrEnum):
    """The tables of this page."""

    WHOLE = "whole"
    SECTOR = "sector"
    DISTRICT = "district"
    MONTH = "month"
    OFFICER = "officer"
    CLAUSE = "clause"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class WholeRow:
    """One figure of the whole beside the year before."""

    key: FigureKey
    growth: Growth


class NumbersPage(QWidget):
    """Tables of figures; Enter opens the rows behind one."""

    rows_wanted = Signal(object)  # LedgerQuery
    read = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.asked: Asked | None = None
        self._read_for: dict[NumbersPart, Asked] = {}
        self.parts = Segments(
            [(NumbersPart.WHOLE, tr("Whole")), *((NumbersPart(str(d)), word(d)) for d in Dimension),
             (NumbersPart.CHECKS, tr("Consistency"))]
        )  # fmt: skip
        self.parts.chosen.connect(lambda _part: self._show_part())
        self.note = label("", tone="muted")
        self.export = button(
            tr("Export …"), self._export, icon="export", tip=tr("As XLSX or PDF, with the year before")
        )
        self.masking = MaskChoice(ws)
        bind_rights(ws, {self.export: Act.EXPORT})
        self.said = Band()
        self.whole = LedgerModel(whole_columns(), lambda r: str(r.key), self)
        self.whole_table = LedgerTable(self.whole, tr("Figures of the period"))
        self.whole_table.row_chosen.connect(self._on_figure)
        self.tables: dict[Dimension, LedgerTable] = {}
        self.stack = Pages()
        self.stack.addWidget(self.whole_table)
        for dimension in Dimension:
            model = LedgerModel(group_columns(dimension), group_id, self)
            table = LedgerTable(model, word(dimension))
            table.row_chosen.connect(partial(self._on_group, dimension))
            self.tables[dimension] = table
            self.stack.addWidget(table)
        self.checks = LedgerModel(
            (Column(title=tr("What does not fit together"), words=sentence, stretch=True, wide=600),),
            lambda p: f"{p.code}{p.where}", self,
        )  # fmt: skip
        self.check_table = LedgerTable(self.checks, tr("What does not fit together"))
        self.all_fits = EmptyState("check", tr("Everything fits together"), tr("All checks before a report were made."))
        self.stack.addWidget(self.check_table)
        self.stack.addWidget(self.all_fits)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addLayout(row(self.parts, None, self.masking, self.export))
        outer.addWidget(self.said)
        outer.addWidget(self.stack, 1)
        outer.addWidget(self.note)

    def ask_for(self, asked: Asked) -> None:
        """Read the table that is shown, for these days and this scope."""
        self.asked = asked
        self._read_for.clear()
        self._show_part()

    def focus_first(self) -> None:
        """Put the focus into the table."""
        shown = self.stack.currentWidget()
        if shown is not None:
            shown.setFocus()

    def _show_part(self) -> None:
        part = NumbersPart(self.parts.value())
        if self.asked is None:
            return
        if part is NumbersPart.CHECKS:
            self.stack.setCurrentWidget(self.check_table if self.checks.rows else self.all_fits)
        else:
            shown = self.whole_table if part is NumbersPart.WHOLE else self.tables[Dimension(str(part))]
            self.stack.setCurrentWidget(shown)
        self._say_note(part)
        if self._read_for.get(part) != self.asked:
            self._read_part(part, self.asked)

    def _read_part(self, part: NumbersPart, asked: Asked) -> None:
        self._read_for[part] = asked
        if part is NumbersPart.WHOLE:
            work = partial(statistics.compared, self.ws, asked.period, scope=asked.scope)
            self.jobs.run_read(self, work, then=partial(self._show_whole, asked), key="whole")
        elif part is NumbersPart.CHECKS:
            checked = partial(check, self.ws, asked.period, scope=asked.scope)
            self.jobs.run_read(self, checked, then=partial(self._show_checks, asked), key="checks")
        else:
            dimension = Dimension(str(part))
            grouped = partial(statistics.by, self.ws, asked.period, dimension, scope=asked.scope)
            self.jobs.run_read(self, grouped, then=partial(self._show_groups, asked, dimension), key=str(part))

    def _export(self) -> None:
        asked, part = self.asked, NumbersPart(self.parts.value())
        if asked is None:
            return
        period = asked.period
        name = tr("figures") + f"_{period.first:%Y%m%d}-{period.last:%Y%m%d}.xlsx"
        path = self.ask.save_file(tr("Export the figures"), name, "XLSX (*.xlsx);;PDF (*.pdf)")
        if path is None:
            return
        whole = not self.masking.take()
        by = Dimension(str(part)) if str(part) in tuple(Dimension) else None

        def work(_report: Report) -> Path:
            export_figures(self.ws, period, path, by, scope=asked.scope, whole=whole)
            return path

        self.jobs.run_slow(self, work, then=self._exported, refused=self._not_exported, title=tr("Export the figures"))

    def _exported(self, path: Path) -> None:
        self.said.say(tr("Written: {path}", path=str(path)), tone="ok")

    def _not_exported(self, problems: tuple[Problem, ...]) -> None:
        self.said.say("\n".join(sentence(p) for p in problems), tone="bad")

    def _say_note(self, part: NumbersPart) -> None:
        if part is NumbersPart.CHECKS:
            words = tr("what is listed has to be looked at before a report leaves")
        elif part in (NumbersPart.OFFICER, NumbersPart.CLAUSE):
            words = tr("one finding may stand in several rows: these do not add up to the whole")
        else:
            words = tr("Enter opens the rows behind a figure")
        self.note.setText(words)

    # ---- showing ---------------------------------------------------------------------------------------

    def _show_whole(self, asked: Asked, read: Compared) -> None:
        if asked == self.asked:
            self.whole.put([WholeRow(key, read.growths[key]) for key in order()])
            self.read.emit()

    def _show_groups(self, asked: Asked, dimension: Dimension, rows: tuple[FigureRow, ...]) -> None:
        if asked == self.asked:
            self.tables[dimension].ledger.put(rows)
            self.read.emit()

    def _show_checks(self, asked: Asked, problems: tuple[Problem, ...]) -> None:
        if asked == self.asked:
            self.checks.put(problems)
            if self.parts.value() is NumbersPart.CHECKS:
                self.stack.setCurrentWidget(self.check_table if problems else self.all_fits)
            self.read.emit()

    def _on_figure(self, key: str) -> None:
        self._open(FigureKey(key), None)

    def _on_group(self, dimension: Dimension, _key: str) -> None:
        table = self.tables[dimension]
        shown: FigureRow = table.ledger.rows[table.currentIndex().row()]
        keys = [None, *OF_GROUPS[dimension]]
        key = keys[max(0, table.currentIndex().column())]
        self._open(key or K.FINDINGS, dict(shown.query.filters) if shown.query is not None else None)

    def _open(self, key: FigureKey, group: Mapping[str, str] | None) -> None:
        assert self.asked is not None
        query = statistics.rows_behind(key, self.asked.period, self.asked.scope, group)
        if query is not None:
            self.rows_wanted.emit(query)
        else:
            words = tr("No ledger lists what “{figure}” counts. {formula}", figure=title(key), formula=formula(key))
            self.said.say(words)


def group_id(row: FigureRow) -> str:
    """Name a group; the same words of a clause may be of two laws."""
    law = row.query.filters.get("law", "") if row.query is not None else ""
    return f"{law}\n{row.key}"


def order() -> tuple[FigureKey, ...]:
    """Give the figures as the table lists them: the ratios first, by their number in the handbook, then the counts."""
    ratios = [key for key in FigureKey if key.is_ratio]
    return (*ratios, *(key for key in FigureKey if not key.is_ratio))


def whole_columns() -> tuple[Column, ...]:
    """Give the columns of the whole."""

    def part(r: WholeRow, place: int) -> str:
        parts = parts_of(now(r)).split("/")
        return parts[place] if len(parts) == 2 and now(r).key.is_ratio else ""

    def now(r: WholeRow) -> Figure:
        return r.growth.now

    return (
        Column(title=tr("Figure"), words=lambda r: title(r.key), wide=230),
        Column(title=tr("Amount counted"), words=lambda r: figure_text(now(r)), wide=92,
               order=lambda r: now(r).value or -1, tone=lambda r: "accent" if r.key.is_ratio else "text"),
        Column(title=tr("Unit"), words=lambda r: unit_word(r.key), wide=84),
        Column(title=tr("Numerator"), words=lambda r: part(r, 0), wide=88),
        Column(title=tr("Denominator"), words=lambda r: part(r, 1), wide=88),
        Column(title=tr("A year before"), words=lambda r: figure_text(r.growth.before), wide=92),
        Column(title=tr("Change"), words=_growth_words, wide=120),
        Column(title=tr("How it is worked out"), words=lambda r: formula(r.key), wide=260, stretch=True),
    )  # fmt: skip


def _growth_words(r: WholeRow) -> str:
    if r.growth.rate is None:
        return r.growth.text
    if r.growth.now.unit is FigureUnit.PERCENT:
        return tr("{change} points", change=r.growth.text)
    return f"{r.growth.text}%"


def group_columns(dimension: Dimension) -> tuple[Column, ...]:
    """Give the columns of a table by group."""
    width = 300 if dimension is Dimension.CLAUSE else 130
    first = Column(title=word(dimension), words=lambda r: r.label, wide=width, stretch=dimension is Dimension.CLAUSE)
    return (first, *(_figure_column(key) for key in OF_GROUPS[dimension]))


def _figure_column(key: FigureKey) -> Column:
    def figure(r: FigureRow) -> Figure:
        figures: Mapping[FigureKey, Figure] = r.figures
        return figures[key]

    def words(r: FigureRow) -> str:
        shown = figure(r)
        return figure_text(shown) if key.is_ratio or shown.value is None else f"{shown.value:,}"

    name = word(key) if unit_word(key) in word(key) else f"{word(key)} {unit_word(key)}"
    return Column(title=name, words=words, wide=max(84, 14 * len(name) + 20), order=lambda r: figure(r).value or -1)
