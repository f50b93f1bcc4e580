# SPDX-License-Identifier: MulanPSL-2.0
"""Two versions of a checklist, or one with a file, item by item: what came, went, changed and moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from html import escape

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget

from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.pack_diff import DiffKind, FieldDiff, ItemDiff, PackDiff, diff
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.pack_marks import marked
from inspector_app.ui.widgets.page import Band, Card, button, column, label, row, scrolled
from inspector_app.ui.widgets.segments import Segments
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr, word
from inspector_app.wording.pack_words import field_label, shown

FIELDS = 3  # the column that names the changed fields
LARGE = 1.25  # letters from here on leave no room for it
HEAD = ""  # the code of the row that stands for the head
ROLES = {DiffKind.ADDED: "ok", DiffKind.REMOVED: "bad", DiffKind.CHANGED: "warn", DiffKind.MOVED: "muted"}


class ShownKind(StrEnum):
    """Which items the table shows."""

    ALL = "all"
    ADDED = DiffKind.ADDED
    REMOVED = DiffKind.REMOVED
    CHANGED = DiffKind.CHANGED
    MOVED = DiffKind.MOVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One thing to compare: what it is called, and how it is read."""

    words: str
    read: Callable[[], ChecklistPack]


class PackCompare(QWidget):
    """Choose both sides above, an item at the left, its fields at the right."""

    left = Signal()
    file_wanted = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self._diff = PackDiff(head=(), items=())
        self.back = button(tr("Checklists"), self.left.emit, icon="previous", tip=tr("Back to the checklists (Alt+←)"))
        self.back.setShortcut(QKeySequence("Alt+Left"))
        self.file_button = button(tr("Compare with a file"), self.file_wanted.emit, icon="folder")
        self.old, self.new = QComboBox(), QComboBox()
        for box, name in ((self.old, tr("Before")), (self.new, tr("After"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(24 if theme.scale() < LARGE else 14)
            box.activated.connect(self._read)
        self.band = Band()
        self.card = Card(tr("Comparison"))
        self.kinds = Segments([(kind, "") for kind in ShownKind])
        self.kinds.chosen.connect(lambda _kind: self._fill())
        self.model = LedgerModel(_columns(), lambda item: f"{item.kind}:{item.code}", self)
        self.table = LedgerTable(self.model, tr("Items that differ"))
        self.table.setObjectName("cardList")
        self.table.setColumnHidden(FIELDS, theme.scale() >= LARGE)  # the page at the right names them
        self.table.selectionModel().currentRowChanged.connect(self._on_item)
        self.same = label(tr("They say the same."), size="lead")
        self.page = _DiffPage()
        self._build()

    def _build(self) -> None:
        top = row(self.back, label(tr("Before"), tone="muted"), self.old, label("→", tone="muted"),
                  label(tr("After"), tone="muted"), self.new, None, self.file_button)  # fmt: skip
        self.card.add_at_right(self.kinds)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(theme.dp(10))
        parts.addWidget(self.table)
        parts.addWidget(scrolled(self.page))
        parts.setSizes([theme.dp(460), theme.dp(500)])
        self.card.add(self.same)
        self.card.add(parts, 1)
        box = column(gap=8)
        self.setLayout(box)
        box.addLayout(top)
        box.addWidget(self.band)
        box.addWidget(self.card, 1)

    # ---- choosing --------------------------------------------------------------------------------------

    def show_sides(self, sides: Sequence[Side], old: int, new: int) -> None:
        """Offer these to compare and compare two of them."""
        for box, place in ((self.old, old), (self.new, new)):
            box.clear()
            for side in sides:
                box.addItem(side.words, side)
            box.setCurrentIndex(place)
        self._read()

    def add_side(self, side: Side) -> None:
        """Offer one more, a file, and compare the version at the left with it."""
        for box in (self.old, self.new):
            box.addItem(side.words, side)
        self.new.setCurrentIndex(self.new.count() - 1)
        self._read()

    def _read(self) -> None:
        old, new = self.old.currentData(), self.new.currentData()
        if not isinstance(old, Side) or not isinstance(new, Side):
            return
        self.band.hide()
        self.card.note.setText(tr("Reading …"))
        work = partial(_compare, old, new)
        self.jobs.run_read(self, work, then=self._show, refused=self._on_refused, key="compare")

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._show(PackDiff(head=(), items=()))
        self.card.note.setText("")
        self.same.hide()
        self.band.say("\n".join(sentence(p) for p in problems), tone="bad")

    # ---- showing ---------------------------------------------------------------------------------------

    def _show(self, found: PackDiff) -> None:
        self._diff = found
        self.card.note.setText("")
        self.same.setVisible(found.is_empty)
        self.kinds.setVisible(not found.is_empty)
        for kind, choice in self.kinds.buttons.items():
            count = len(found.items) if kind == ShownKind.ALL else found.count(DiffKind(kind))
            words = tr("All") if kind == ShownKind.ALL else word(DiffKind(kind))
            choice.setText(tr("{kind} {count}", kind=words, count=count))
        self.kinds.set_value(ShownKind.ALL)
        self._fill()

    def _fill(self) -> None:
        kind = self.kinds.value()
        items = [item for item in self._diff.items if kind in (ShownKind.ALL, item.kind)]
        head = ItemDiff(kind=DiffKind.CHANGED, code=HEAD, check="", fields=self._diff.head)
        self.model.put([*([head] if self._diff.head and kind == ShownKind.ALL else []), *items])
        self.table.setVisible(bool(self.model.rows))
        self.page.show_item(None)
        if self.model.rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
            self._on_item(self.table.currentIndex(), QModelIndex())

    def _on_item(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.page.show_item(self.model.rows[now.row()] if 0 <= now.row() < len(self.model.rows) else None)


class _DiffPage(QWidget):
    """One item: every field before and after."""

    def __init__(self) -> None:
        super().__init__()
        self.title = WrapLabel()
        self.title.setObjectName("cardTitle")
        self.words = WrapLabel(tone="muted")
        self.fields = WrapLabel(rich=True)
        box = column(self.title, self.words, self.fields, gap=6, edge=10)
        box.addStretch(1)
        self.setLayout(box)

    def show_item(self, item: ItemDiff | None) -> None:
        """Show an item that differs, or nothing."""
        self.setVisible(item is not None)
        if item is None:
            return
        if item.code == HEAD:
            self.title.setText(tr("Head of the checklist"))
            self.words.setText("")
        else:
            self.title.setText(f"{item.code}  {item.check}")
            self.words.setText(_what(item))
        self.words.setVisible(bool(self.words.text()))
        self.fields.setText("".join(_field_html(field) for field in item.fields))
        self.fields.setVisible(bool(item.fields))


def _what(item: ItemDiff) -> str:
    match item.kind:
        case DiffKind.ADDED:
            return tr("Only the later version has it.")
        case DiffKind.REMOVED:
            return tr("Only the earlier version has it; answers and statistics of its code stay.")
        case DiffKind.MOVED:
            return tr("It says the same and stands at another place.")
    return tr("It stands at another place, too.") if item.is_moved else ""


def _field_html(field: FieldDiff) -> str:
    old, new = marked(shown(field.old), shown(field.new))
    nothing = f'<span style="color:{theme.colour("muted").name()}">{escape(tr("(empty)"))}</span>'
    lines = ((tr("Before"), old), (tr("After"), new))
    rows = "".join(
        f'<tr><td style="padding:2px 10px 2px 0"><span style="color:{theme.colour("muted").name()}">'
        f'{escape(name)}</span></td><td style="padding:2px 0">{text or nothing}</td></tr>'
        for name, text in lines
    )
    return f"<p><b>{escape(field_label(field.name))}</b></p><table>{rows}</table>"


def _compare(old: Side, new: Side) -> PackDiff:
    return diff(old.read(), new.read())


def _changed_fields(item: ItemDiff) -> str:
    names = dict.fromkeys(field_label(field.name.partition(".")[0].partition("[")[0]) for field in item.fields)
    return tr(", ").join(names)


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("What became"), words=lambda i: word(i.kind), wide=62, tone=lambda i: ROLES[i.kind]),
        Column(title=tr("Code"), words=lambda i: i.code or "—", wide=104),
        Column(title=tr("What is checked"), words=lambda i: i.check or tr("Head of the checklist"), wide=110,
               stretch=True),
        Column(title=tr("Fields that differ"), words=_changed_fields, wide=150),
    )  # fmt: skip
