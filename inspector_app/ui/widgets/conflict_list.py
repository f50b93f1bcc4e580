# SPDX-License-Identifier: MulanPSL-2.0
"""What a person has to decide between laptops, one row for each, with a search above."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from inspector_app.domain.conflict import Conflict, ConflictKind
from inspector_app.ui.widgets.page import Card
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr, word

ROLES = {
    ConflictKind.FIELD: "warn",
    ConflictKind.DELETED: "bad",
    ConflictKind.NUMBER: "bad",
    ConflictKind.ENTERPRISE: "accent",
    ConflictKind.SAME_NAME: "muted",
}
ICONS = {
    "enterprises": "enterprises", "findings": "flag", "answers": "check", "photos": "photo", "documents": "documents",
    "document_drafts": "documents", "order_lives": "issue", "inspections": "inspection", "law_updates": "law",
    "reinspections": "reinspection", "verdicts": "reinspection", "officers": "person", "inspection_people": "person",
}  # fmt: skip


class ConflictList(Card):
    """Rows to choose from; what was explained and mere hints are shown on request."""

    conflict_shown = Signal(str)
    conflict_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Conflicts"), parent)
        self._every: tuple[Conflict, ...] = ()
        self.search = SearchLine(tr("Search conflicts"))
        self.list = RowList(self.title.text())
        self.list.setObjectName("cardList")
        self.everything = QCheckBox(tr("Also explained ones and entries of one name"))
        self.search.searched.connect(lambda _text: self._fill())
        self.search.list_wanted.connect(self.list.setFocus)
        self.everything.toggled.connect(lambda _on: self._fill())
        self.list.row_shown.connect(self.conflict_shown)
        self.list.row_chosen.connect(self.conflict_chosen)
        self.add(self.search)
        self.add(self.list, 1)
        self.add(self.everything)

    def put(self, found: tuple[Conflict, ...]) -> None:
        """Show these; the current one stays, or the one that took its place becomes current."""
        place = self.list.currentIndex().row()
        self._every = found
        self.everything.setVisible(any(not c.is_open for c in found))
        self._fill(place)

    def conflict(self, conflict_id: str) -> Conflict | None:
        """Give one by its id."""
        return next((c for c in self._every if c.id == conflict_id), None)

    def _fill(self, place: int = 0) -> None:
        sought = self.search.text().strip().lower()
        wanted = [
            c for c in self._every if c.is_open or (self.everything.isChecked() and self.everything.isVisibleTo(self))
        ]
        shown = [c for c in wanted if _has(c, sought)]
        self.list.put([_row(c) for c in shown])
        count = sum(c.is_open for c in self._every)
        self.note.setText(str(count) if len(shown) == len(wanted) else f"{len(shown)}/{len(wanted)}")
        if shown and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.rows.index(min(max(place, 0), len(shown) - 1)))
        elif not shown:
            self.conflict_shown.emit("")


def _has(conflict: Conflict, sought: str) -> bool:
    texts = [
        conflict.thing,
        conflict.label,
        *(part for s in conflict.sides for part in (s.text, s.person, s.device_name)),
    ]
    return any(sought in text.lower() for text in texts)


def _row(conflict: Conflict) -> Row:
    values = " ／ ".join(" ".join(side.text.split()) for side in conflict.sides)
    about, _, part = conflict.thing.partition(" · ")
    detail = "：".join((" · ".join(piece for piece in (part, conflict.label) if piece), values))
    chip, role = "" if conflict.kind is ConflictKind.FIELD else word(conflict.kind), ROLES[conflict.kind]
    if conflict.is_frozen:
        chip, role = tr("Fixed by a document"), "muted"
    elif conflict.explanation:
        chip, role = tr("Explained"), "ok"
    return Row(
        id=conflict.id, title=about, detail=detail, chip=chip, chip_role=role,
        icon=ICONS.get(conflict.table, "note"), tip=f"{conflict.thing}\n{conflict.label}：{values}",
    )  # fmt: skip
