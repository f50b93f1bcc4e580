# SPDX-License-Identifier: MulanPSL-2.0
"""The inputs of 定员定量 and stock limits: place by place what was counted, and the limits it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.calculators.figures import plain
from inspector_app.domain.calculators.fireworks_quota import Kind, Measure, QuotaTable, Rule, Scope
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
    take_words,
)
from inspector_app.ui.widgets.working_rows import CellRow, GrowingRows
from inspector_app.wording import tr


class PlaceBlock(CellRow):
    """One workshop, store or shop: a line for each thing that is counted there, beside it the approved limit."""

    def __init__(self, table: QuotaTable, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table, self._scope = table, scope
        self.place = Line(tr("Workshop, store or shop"))
        self.kind = Choice(tr("Kind of place"), tr("Kind of place"))
        self.kind.offer({key: table.kind(key).name for key in scope.kinds})
        self.kind.put(scope.kinds[0])
        self.kind.setVisible(len(scope.kinds) > 1)
        self.rule = Choice(tr("Rule of the standard"), tr("No rule of the standard: the approved limit only"))
        self.source = Line(tr("Where the approved limit stands"))
        self.counts: dict[str, NumberLine] = {}
        self.limits: dict[str, NumberLine] = {}
        self.units: dict[str, Choice] = {}
        self.remove = button("", self.removed.emit, icon="close", kind="quiet", tip=take_words())
        self.remove.setAccessibleName(take_words())
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.setFixedWidth(theme.dp(REMOVE_WIDE))
        self._grid = QGridLayout()
        self._build()
        for line in (self.place, self.source):
            line.textEdited.connect(self.edited)
            line.settled.connect(self.left)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.rule.currentIndexChanged.connect(self._on_chosen)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.dp(4))
        top.addWidget(self.place, 3)
        top.addWidget(self.kind, 2)
        top.addWidget(self.remove)
        self._grid.setSpacing(theme.dp(4))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, theme.dp(8))
        box.setSpacing(theme.dp(4))
        box.addLayout(top)
        box.addWidget(self.rule)
        box.addLayout(self._grid)
        box.addWidget(self.source)
        self._fill()

    @property
    def shown_kind(self) -> Kind:
        """The kind that is chosen, the first while none is."""
        return self._table.kind(self.kind.value() or self._scope.kinds[0])

    def _rules(self) -> list[Rule]:
        wanted = self._scope.rules
        of_kind = [rule for rule in self._table.rules if rule.kind == self.shown_kind.key]
        measures = {measure.key for measure in self._measures()}
        return [r for r in of_kind if (not wanted or r.key in wanted) and measures & r.limits.keys()]

    def _measures(self) -> list[Measure]:
        wanted = self._scope.measures
        return [measure for measure in self.shown_kind.measures if not wanted or measure.key in wanted]

    def _fill(self) -> None:
        """Make a line for each measure of the kind."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.counts, self.limits, self.units = {}, {}, {}
        for n, measure in enumerate(self._measures()):
            self._add_line(n, measure)
        rules = {rule.key: rule.fact.cited for rule in self._rules()}
        self.rule.offer(rules)
        self.rule.setVisible(bool(rules))
        self._show_rule()

    def _add_line(self, n: int, measure: Measure) -> None:
        count = self.counts[measure.key] = NumberLine(tr("counted"))
        limit = self.limits[measure.key] = NumberLine(tr("approved"))
        for line in (count, limit):
            line.textEdited.connect(self.edited)
            line.settled.connect(self.left)
        self._grid.addWidget(label(measure.name, tone="muted"), n, 0)
        self._grid.addWidget(count, n, 1)
        self._grid.addWidget(limit, n, 2)
        if len(measure.units) > 1:
            unit = self.units[measure.key] = Choice(tr("Unit of quantity"), tr("unit"))
            unit.offer({word: word for word in measure.units})
            unit.put(measure.units[0])
            unit.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            unit.currentIndexChanged.connect(self._on_chosen)
            self._grid.addWidget(unit, n, 3)
        else:
            self._grid.addWidget(label(measure.units[0], tone="muted"), n, 3)
        for column, share in ((1, 3), (2, 3), (3, 0)):
            self._grid.setColumnStretch(column, share)

    def _on_kind(self) -> None:
        self._fill()
        self._on_chosen()

    def _on_chosen(self) -> None:
        self._show_rule()
        self.edited.emit()
        self.left.emit()

    def _show_rule(self) -> None:
        """Say in the empty cells what the rule of the standard allows."""
        rule = self._table.rule(self.rule.value())
        for key, line in self.limits.items():
            allowed = rule.limits.get(key) if rule else None
            words = tr("standard: {limit}", limit=plain(allowed)) if allowed is not None else tr("approved")
            line.setPlaceholderText(words)

    def value(self) -> dict[str, str]:
        """Give what is filled in; nothing while only the kind is chosen."""
        counts = {key: text for key, line in self.counts.items() if (text := line.value())}
        limits = {f"limit_{key}": text for key, line in self.limits.items() if (text := line.value())}
        texts = {"place": self.place.value(), "rule": self.rule.value(), "limit_source": self.source.value()}
        filled = {**{name: text for name, text in texts.items() if text}, **counts, **limits}
        if not filled:
            return {}
        unit = next((unit.value() for key, unit in self.units.items() if key in counts), "")
        return {"kind": self.shown_kind.key, **filled, **({"unit": unit} if unit else {})}

    def put(self, value: Mapping[str, Any]) -> None:
        """Show another place."""
        self.kind.put(str(value.get("kind", "")) or self._scope.kinds[0])
        self._fill()
        self.place.put(str(value.get("place", "")))
        self.rule.put(str(value.get("rule", "")))
        self.source.put(str(value.get("limit_source", "")))
        for key, line in self.counts.items():
            line.put(str(value.get(key, "")))
            self.limits[key].put(str(value.get(f"limit_{key}", "")))
        for unit in self.units.values():
            if value.get("unit"):
                unit.put(str(value["unit"]))
        self._show_rule()

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        cells: list[QWidget] = [*self.counts.values(), *self.limits.values(), *self.units.values()]
        freeze_all([self.place, self.kind, self.rule, self.source, *cells], read_only)
        self.remove.setVisible(not read_only)

    def cells_shown(self) -> list[Line]:
        """Give the place, then each count beside its limit."""
        pairs = [line for key in self.counts for line in (self.counts[key], self.limits[key])]
        return [self.place, *pairs, self.source]


class QuotaForm(WorkingForm):
    """The places one under the other."""

    def __init__(self, table: QuotaTable, item_code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scope = table.scope(item_code)
        self.grown = GrowingRows(lambda: PlaceBlock(table, scope), tr("Add a place"), gap=4)
        self.places, self.add = self.grown.rows, self.grown.add
        self.grown.edited.connect(self.edited)
        self.grown.left.connect(self.left)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.grown)

    def inputs(self) -> Inputs:
        """Give the places in which something stands."""
        rows = self.grown.values()
        return {"rows": rows} if rows else {}

    def put(self, inputs: Inputs) -> None:
        """Show other inputs."""
        self.grown.put(inputs.get("rows"))

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        self.grown.set_read_only(read_only)
