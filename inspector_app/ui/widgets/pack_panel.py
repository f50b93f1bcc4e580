# SPDX-License-Identifier: MulanPSL-2.0
"""The checklists that this program holds, with what is wrong or not yet verified in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.checklist import ChecklistItem, Verified
from inspector_app.domain.problems import Problem, blocking
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.page import Card, label
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One checklist: what it is, and what has to be known about it."""

    id: str
    title: str
    detail: str
    problems: tuple[Problem, ...]
    unsure: tuple[str, ...]  # what is marked 待核, one line each
    is_usable: bool


class PackPanel(QWidget):
    """Checklists at the left, faults and unverified parts of the chosen one at the right."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self._read = partial(_read_packs, ws)
        self._sources: dict[str, Source] = {}
        self.card = Card(tr("Checklists"))
        self.list = RowList(self.card.title.text())
        self.list.setObjectName("cardList")
        self.list.row_shown.connect(self._on_shown)
        self.card.add(self.list, 1)
        self.detail = Card(" ")
        self.words = label("", tone="muted", wrap=True)
        self.problems = ProblemList()
        self.unsure = RowList(tr("To be verified"))
        self.unsure.setObjectName("cardList")
        self.detail.add(self.words)
        self.detail.add(self.problems, 1)
        self.detail.add(self.unsure, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self.card, 1)
        right = QVBoxLayout()
        right.addWidget(self.detail)
        outer.addLayout(right, 1)

    def refresh(self) -> None:
        """Read the folders again."""
        self.card.note.setText(tr("Reading …"))
        self.jobs.run_read(self, self._read, then=self._show, key="sources")

    def _show(self, sources: tuple[Source, ...]) -> None:
        self._sources = {s.id: s for s in sources}
        self.card.note.setText(str(len(sources)))
        self.list.put([_row(s) for s in sources])
        if sources and not self.list.currentIndex().isValid():
            self.list.step(1)

    def _on_shown(self, source_id: str) -> None:
        source = self._sources.get(source_id)
        if source is None:
            return
        self.detail.title.setText(source.title)
        stopped = blocking(source.problems)
        said = [source.detail]
        if stopped:
            said.append(tr("Not offered for inspections until its faults are mended."))
        if not source.problems:
            said.append(tr("No fault was found."))
        if source.unsure:
            said.append(
                tr(
                    "{count} parts are marked to be verified: they are shown so, and printed only after a person "
                    "confirms them.",
                    count=len(source.unsure),
                )
            )
        self.words.setText("\n".join(said))
        self.problems.setVisible(bool(source.problems))
        self.problems.show_problems(source.problems)
        self.unsure.setVisible(bool(source.unsure))
        self.unsure.put([_unsure_row(n, text) for n, text in enumerate(source.unsure)])


def _row(source: Source) -> Row:
    faults = len(source.problems)
    chip, role = tr("Usable"), "ok"
    if not source.is_usable:
        chip, role = tr("{count} faults", count=faults), "bad"
    elif faults:
        chip, role = tr("{count} notes", count=faults), "warn"
    side = tr("{count} to be verified", count=len(source.unsure)) if source.unsure else ""
    return Row(id=source.id, title=source.title, detail=source.detail, side=side, chip=chip, chip_role=role, icon="law")


def _unsure_row(n: int, text: str) -> Row:
    return Row(id=str(n), title=text, chip=word(Verified.M), chip_role="warn")


def _read_packs(ws: Workspace) -> tuple[Source, ...]:
    made = []
    for entry in ws.catalogue.entries:
        items = entry.pack.items if entry.pack is not None else ()
        unsure = tuple(line for item in items for line in _unsure_of(item))
        made.append(
            Source(
                id=entry.kept_id or str(entry.folder),
                title=entry.title,
                detail=tr("version {version}, {count} items", version=entry.version, count=len(items)),
                problems=entry.problems,
                unsure=unsure,
                is_usable=entry.pack is not None,
            )
        )
    return tuple(made)


def _unsure_of(item: ChecklistItem) -> list[str]:
    if item.verified is not Verified.V:
        return [f"{item.code}  {item.check}"]
    clauses = [c for c in item.basis if c.verified is not Verified.V]
    return [f"{item.code}  {c.name}{c.clause}" for c in clauses]
