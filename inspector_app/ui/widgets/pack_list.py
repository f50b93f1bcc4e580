# SPDX-License-Identifier: MulanPSL-2.0
"""The checklists of the unit, one row for each with its newest version, and a search above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, Verified
from inspector_app.domain.problems import blocking
from inspector_app.ledgers import packs as ledger
from inspector_app.ledgers.packs import PackLine
from inspector_app.ui import theme
from inspector_app.ui.widgets.page import Card
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

LARGE = 1.25  # letters from here on leave no room for where a checklist comes from


@dataclass(frozen=True, slots=True, kw_only=True)
class PackGroup:
    """All versions of one checklist, the shown one first: the newest that may be used, else a faulty one."""

    id: str
    lines: tuple[PackLine, ...]
    unsure: int  # parts of the shown version that are marked 待核

    @property
    def shown(self) -> PackLine:
        """The version that stands for all."""
        return self.lines[0]


def read_groups(ws: Workspace) -> tuple[PackGroup, ...]:
    """Read all checklists, the versions of one id together."""
    by_id: dict[str, list[PackLine]] = {}
    for line in ledger.lines(ws):
        by_id.setdefault(line.id, []).append(line)
    return tuple(_group(ws, pack_id, lines) for pack_id, lines in by_id.items())


def _group(ws: Workspace, pack_id: str, lines: Sequence[PackLine]) -> PackGroup:
    ordered = sorted(lines, key=lambda line: not line.is_newest)
    return PackGroup(id=pack_id, lines=tuple(ordered), unsure=len(unsure_of(ws.catalogue.pack(pack_id))))


def unsure_of(pack: ChecklistPack | None) -> tuple[str, ...]:
    """Give what is marked 待核 in a checklist, one line each."""
    return tuple(line for item in (pack.items if pack else ()) for line in _unsure_of_item(item))


def _unsure_of_item(item: ChecklistItem) -> list[str]:
    if item.verified is not Verified.V:
        return [f"{item.code}  {item.check}"]
    return [f"{item.code}  {c.name}{c.clause}" for c in item.basis if c.verified is not Verified.V]


def source_words(line: PackLine) -> str:
    """Say where a version comes from."""
    if not line.is_listed:
        return tr("only in inspections")
    if line.is_kept:
        return tr("imported: {name}", name=line.source_name)
    return tr("program") if line.is_bundled else tr("folder")


def state_of(line: PackLine) -> tuple[str, str]:
    """Give the state of a version as a word and the role of its colour."""
    faults = blocking(line.problems)
    if faults:
        return tr("{count} faults", count=len(faults)), "bad"
    if not line.is_enabled:
        return tr("Switched off"), "muted"
    if line.problems:
        return tr("{count} notes", count=len(line.problems)), "warn"
    return tr("Usable"), "ok"


class PackList(Card):
    """Rows to choose from."""

    pack_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Checklists"), parent)
        self._groups: tuple[PackGroup, ...] = ()
        self.search = SearchLine(tr("Search checklists"))
        self.list = RowList(self.title.text())
        self.list.setObjectName("cardList")
        self.search.searched.connect(lambda _text: self._fill())
        self.search.list_wanted.connect(self.list.setFocus)
        self.list.row_shown.connect(self.pack_shown)
        self.add(self.search)
        self.add(self.list, 1)

    def show_groups(self, groups: tuple[PackGroup, ...]) -> None:
        """Show these checklists; the chosen one stays chosen."""
        self._groups = groups
        self._fill()

    def group(self, pack_id: str) -> PackGroup | None:
        """Give one checklist."""
        return next((group for group in self._groups if group.id == pack_id), None)

    def _fill(self) -> None:
        sought = self.search.text().strip().lower()
        shown = [group for group in self._groups if _has(group, sought)]
        self.list.put([_row(group) for group in shown])
        total = len(self._groups)
        words = str(total) if len(shown) == total else f"{len(shown)}/{total}"
        self.note.setText(words)
        if shown and not self.list.currentIndex().isValid():
            self.list.step(1)
        elif not shown:
            self.pack_shown.emit("")


def _has(group: PackGroup, sought: str) -> bool:
    return any(sought in text.lower() for line in group.lines for text in (line.title, line.id, line.source_name))


def _row(group: PackGroup) -> Row:
    shown = group.shown
    chip, role = state_of(shown)
    facts = {"version": shown.version, "count": shown.items}
    parts = [tr("version {version}, {count} items in all", **facts)]
    if group.unsure:
        parts = [tr("version {version}, {count} items, {unsure} to be verified", **facts, unsure=group.unsure)]
    if len(group.lines) > 1:
        parts.append(tr("{count} versions", count=len(group.lines)))
    source = tr("imported") if shown.is_kept else tr("program") if shown.is_bundled else tr("folder")
    side = source if theme.scale() < LARGE else ""
    return Row(
        id=group.id, title=shown.title, detail=" · ".join(parts), side=side, chip=chip, chip_role=role, icon="law",
        tip=" · ".join((shown.title, *parts, source, chip)),
    )  # fmt: skip
