# SPDX-License-Identifier: MulanPSL-2.0
"""The inputs of the R value: persons around the site, units, and in each its substances, looked up in the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.calculators.figures import plain
from inspector_app.domain.calculators.hazmat_r import HazmatTable
from inspector_app.ledgers.thresholds import OwnThreshold
from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button, label
from inspector_app.ui.widgets.working_form import (
    REMOVE_WIDE,
    Choice,
    Inputs,
    Line,
    NumberLine,
    WorkingForm,
    freeze_all,
    searching,
    take_words,
)
from inspector_app.ui.widgets.working_rows import CellRow, GrowingRows, InputRow
from inspector_app.wording import tr

OWN_BETA = "own"  # choosing this opens the cells for a β of one's own


class SubstanceRow(CellRow):
    """One substance; what the table knows need not be typed, and what is typed asks for its source."""

    def __init__(self, table: HazmatTable, own: Sequence[OwnThreshold], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table, self._own = table, {one.name: one for one in own}
        self.name = Line(tr("Substance"))
        searching(self.name, [*(t.name for t in table.thresholds), *self._own, *table.toxic])
        self.q = NumberLine(tr("q, tonnes"))
        self.limit = NumberLine(tr("Q, tonnes"))
        self.limit_source = Line(tr("Where Q stands"))
        self.category = Choice(tr("Category for β"), tr("Category for β"))
        self.beta = NumberLine(tr("β"))
        self.beta_source = Line(tr("Where β stands"))
        categories = {name: tr("{name}: β {beta}", name=name, beta=plain(b)) for name, b in table.categories.items()}
        self.category.offer({**categories, OWN_BETA: tr("Type β")})
        self.remove = button("", self.removed.emit, icon="close", kind="quiet", tip=take_words())
        self.remove.setAccessibleName(take_words())
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.setFixedWidth(theme.dp(REMOVE_WIDE))
        self.cells: tuple[Line, ...] = (
            self.name, self.q, self.limit, self.limit_source, self.beta, self.beta_source,
        )  # fmt: skip
        for cell in self.cells:
            cell.textEdited.connect(self._on_edited)
            cell.settled.connect(self.left)
        self.name.settled.connect(self._take_own)
        self.category.currentIndexChanged.connect(self._on_category)
        self._build()
        self._dress()

    def _build(self) -> None:
        above: tuple[tuple[QWidget, int], ...] = ((self.name, 5), (self.q, 3), (self.limit, 3), (self.remove, 0))
        below: tuple[tuple[QWidget, int], ...] = (
            (self.limit_source, 4), (self.category, 4), (self.beta, 2), (self.beta_source, 4),
        )  # fmt: skip
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, theme.dp(6))
        box.setSpacing(theme.dp(4))
        for parts in (above, below):
            line = QHBoxLayout()
            line.setSpacing(theme.dp(4))
            for part, share in parts:
                line.addWidget(part, share)
            box.addLayout(line)

    def _on_edited(self) -> None:
        self._dress()
        self.edited.emit()

    def _on_category(self) -> None:
        if self.category.value() != OWN_BETA:
            self.beta.put("")
            self.beta_source.put("")
        self._dress()
        self.edited.emit()
        self.left.emit()

    def _take_own(self) -> None:
        """Fill in what the unit's own table says of a substance, as typed by the unit."""
        own = self._own.get(self.name.value())
        if own is None or self.limit.value() or self._table.threshold(own.name) is not None:
            return
        self.limit.put(own.limit)
        self.limit_source.put(own.limit_source)
        if own.beta:
            self.category.put(OWN_BETA)
            self.beta.put(own.beta)
            self.beta_source.put(own.beta_source)
        self._dress()
        self.edited.emit()
        self.left.emit()

    def _dress(self) -> None:
        """Show only the cells that are asked for, and what the table says in the empty ones."""
        name = self.name.value()
        known, toxic = self._table.threshold(name), self._table.toxic_beta(name)
        self.limit.setPlaceholderText(tr("Q: {limit}", limit=plain(known.quantity)) if known else tr("Q, tonnes"))
        own_beta = self.category.value() == OWN_BETA
        self.limit_source.setVisible(bool(self.limit.value()) or (bool(name) and known is None))
        self.category.setVisible(bool(name))
        none = tr("β {beta} (table)", beta=plain(toxic)) if toxic is not None else tr("Category for β")
        self.category.setItemText(0, none)
        self.beta.setVisible(own_beta)
        self.beta_source.setVisible(own_beta)

    def value(self) -> dict[str, str]:
        """Give what is filled in."""
        cells = {
            "name": self.name, "q": self.q, "limit": self.limit, "limit_source": self.limit_source, "beta": self.beta,
            "beta_source": self.beta_source,
        }  # fmt: skip
        found = {name: text for name, cell in cells.items() if (text := cell.value())}
        if not self.limit.value():
            found.pop("limit_source", None)
        category = self.category.value()
        return {**found, "category": category} if category and category != OWN_BETA else found

    def put(self, value: Mapping[str, Any]) -> None:
        """Show another substance."""
        cells = {"name": self.name, "q": self.q, "limit": self.limit, "limit_source": self.limit_source}
        for name, cell in {**cells, "beta": self.beta, "beta_source": self.beta_source}.items():
            cell.put(str(value.get(name, "")))
        self.category.put(OWN_BETA if value.get("beta") else str(value.get("category", "")))
        self._dress()

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        freeze_all([*self.cells, self.category], read_only)
        self.remove.setVisible(not read_only)

    def cells_shown(self) -> list[Line]:
        """Give the cells that are asked for now."""
        return [cell for cell in self.cells if cell.isVisibleTo(self)]


class UnitBlock(InputRow):
    """One unit (单元) with what the enterprise declared of it and its substances."""

    def __init__(self, table: HazmatTable, own: Sequence[OwnThreshold], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grown = GrowingRows(lambda: SubstanceRow(table, own), tr("Add a substance"))
        self.rows, self.add = self.grown.rows, self.grown.add
        self.grown.edited.connect(self.edited)
        self.grown.left.connect(self.left)
        self.name = Line(tr("Unit: tank farm, plant, store"))
        self.name.setToolTip(table.identify.note)
        self.declared = Choice(tr("The enterprise says"), tr("The enterprise says: not known"))
        self.declared.offer({word: tr("The enterprise says: {word}", word=word) for word in table.declared})
        self.remove = button("", self.removed.emit, icon="trash", kind="quiet", tip=tr("Take this unit away"))
        self.remove.setAccessibleName(tr("Take this unit away"))
        self.name.textEdited.connect(self.edited)
        self.name.settled.connect(self.left)
        self.declared.currentIndexChanged.connect(self._on_declared)
        head = QHBoxLayout()
        head.setSpacing(theme.dp(4))
        head.addWidget(self.name, 1)
        head.addWidget(self.declared, 1)
        head.addWidget(self.remove)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, theme.dp(4))
        outer.setSpacing(theme.dp(6))
        outer.addLayout(head)
        outer.addWidget(self.grown)

    def _on_declared(self) -> None:
        self.edited.emit()
        self.left.emit()

    def value(self) -> dict[str, object]:
        """Give what is filled in."""
        rows = self.grown.values()
        texts = {"name": self.name.value(), "declared": self.declared.value()}
        found: dict[str, object] = {name: text for name, text in texts.items() if text}
        return {**found, "substances": rows} if rows else found

    def put(self, value: Mapping[str, Any]) -> None:
        """Show another unit."""
        self.name.put(str(value.get("name", "")))
        self.declared.put(str(value.get("declared", "")))
        self.grown.put(value.get("substances"))

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        freeze_all([self.name, self.declared], read_only)
        self.grown.set_read_only(read_only)

    def first(self) -> QWidget:
        """Give its name."""
        return self.name


class HazmatForm(WorkingForm):
    """Persons within 500 m, and the units one under the other."""

    def __init__(self, table: HazmatTable, own: Sequence[OwnThreshold] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = False
        self.grown = GrowingRows(lambda: UnitBlock(table, own), tr("Add a unit"), gap=6)
        self.units, self.add = self.grown.rows, self.grown.add
        self.grown.edited.connect(self.edited)
        self.grown.left.connect(self.left)
        self.grown.counted.connect(self._dress)
        self.persons = NumberLine(tr("Persons"))
        self.persons.setToolTip(table.alpha_scope)
        self.persons.textEdited.connect(self.edited)
        self.persons.settled.connect(self.left)
        top = QHBoxLayout()
        top.setSpacing(theme.dp(8))
        top.addWidget(label(table.alpha_scope, tone="muted", size="small", wrap=True), 3)
        top.addWidget(self.persons, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addLayout(top)
        outer.addWidget(self.grown)
        self._dress()

    def _dress(self) -> None:
        for unit in self.units:
            unit.remove.setVisible(len(self.units) > 1 and not self._read_only)

    def inputs(self) -> Inputs:
        """Give persons and units, empty ones left out."""
        units = self.grown.values()
        persons = self.persons.value()
        found: dict[str, object] = {"persons": persons} if persons else {}
        return {**found, "units": units} if units else found

    def put(self, inputs: Inputs) -> None:
        """Show other inputs."""
        self.persons.put(str(inputs.get("persons", "")))
        self.grown.put(inputs.get("units"))
        self._dress()

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        self._read_only = read_only
        freeze_all([self.persons], read_only)
        self.grown.set_read_only(read_only)
        self._dress()
