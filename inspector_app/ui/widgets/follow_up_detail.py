# SPDX-License-Identifier: MulanPSL-2.0
"""One follow-up whole: where it stands, what may be done next, 五落实, and every step with what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues, Value
from inspector_app.domain.fact_marks import FactMark
from inspector_app.law.follow_ups import OPEN, KindRules
from inspector_app.ledgers.case import FollowUpRow
from inspector_app.operations.follow_ups import DOCUMENT, Fulfilment
from inspector_app.ui import theme
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.page import Card, button, clear, label, row, scrolled
from inspector_app.ui.widgets.reinspection_form import plain_card
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word

A_ROW = 5  # buttons side by side


class FollowUpDetail(QWidget):
    """Shows one and says which step is wanted."""

    step_wanted = Signal(str, object)  # follow-up, FollowUpVerb

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", size="lead")
        self.chip = Chip(parent=self)
        self.basis = WrapLabel(tone="muted")
        self.steps = QVBoxLayout()
        self.five = Card(tr("The five fulfilments"))
        self.five_rows = QVBoxLayout()
        self.past = Card(tr("What was done"))
        self.past_rows = QVBoxLayout()
        self.five.outer.addLayout(self.five_rows)
        self.past.outer.addLayout(self.past_rows)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, theme.dp(6), 0)
        box.setSpacing(theme.dp(8))
        head = plain_card()
        head.outer.addLayout(row(self.title, self.chip, None))
        head.add(self.basis)
        head.outer.addLayout(self.steps)
        for part in (head, self.five, self.past):
            box.addWidget(part)
        box.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))

    def show_row(self, page: OrderPage, shown: FollowUpRow, rules: KindRules, fulfilled: Sequence[Fulfilment]) -> None:
        """Show one as the ledger has it."""
        one = shown.follow_up
        self.title.setText(rules.name)
        self.chip.set_state(word(one.state), "accent" if shown.is_open else "muted")
        unsure = rules.mark in (FactMark.V2ND, FactMark.FM)
        self.basis.setText(
            tr("Basis, to be verified: {basis}", basis=rules.basis)
            if unsure
            else tr("Basis: {basis}", basis=rules.basis)
        )
        clear(self.steps)
        verbs = list(shown.verbs)
        for first in range(0, len(verbs), A_ROW):
            made = [button(word(v), partial(self.step_wanted.emit, one.id, v)) for v in verbs[first : first + A_ROW]]
            self.steps.addLayout(row(*made, None))
        self.five.setVisible(bool(fulfilled))
        clear(self.five_rows)
        for fulfilment in fulfilled:
            self.five_rows.addWidget(_fulfilment(fulfilment))
        clear(self.past_rows)
        for words in _history(page, shown, rules):
            self.past_rows.addWidget(WrapLabel(words))


def _fulfilment(one: Fulfilment) -> QWidget:
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.dp(8))
    is_shown = bool(one.text)
    chip = Chip(one.name, "ok" if is_shown else "warn", parent=made)
    words = WrapLabel(one.text or tr("not shown yet"), tone="" if is_shown else "muted")
    box.addWidget(chip)
    box.addWidget(words, 1)
    return made


def _history(page: OrderPage, shown: FollowUpRow, rules: KindRules) -> Iterator[str]:
    """Say every step with its fields, the first one first."""
    one = shown.follow_up
    later = {name for event in shown.events for name in event.fields}
    begun = {n: v for n, v in one.fields.items() if n not in later}
    opening = [f.spec for f in rules.step(OPEN).fields]
    yield _step(full_day(one.opened_on), tr("begun"), "", _values(opening, begun, {}))
    numbers = {d.id: d.number for d in page.case.documents}
    for event in shown.events:
        specs = [f.spec for f in rules.step(event.verb).fields]
        told = _values(specs, event.fields, numbers)
        if event.text:
            told = [*told, event.text]
        yield _step(full_day(event.on), word(event.verb), event.person, told)


def _step(day: str, what: str, person: str, told: Sequence[str]) -> str:
    head = " · ".join(part for part in (day, what, person) if part)
    return "\n".join((head, *(f"　{line}" for line in told)))


def _values(specs: Sequence[FieldSpec], values: FieldValues, numbers: Mapping[str, str]) -> list[str]:
    told = [f"{spec.label}：{_said(spec, values[spec.name])}" for spec in specs if values.get(spec.name)]
    carried = numbers.get(str(values.get(DOCUMENT, "")), "")
    return [*told, tr("Document: {number}", number=carried)] if carried else told


def _said(spec: FieldSpec, value: Value) -> str:
    """Say a value as people read it."""
    words = dict(spec.choices)
    if isinstance(value, str):
        said = words.get(value, value)
        return said.replace("T", " ")[:16] if spec.type is FieldType.TIME else said
    labels = {column.name: dict(column.choices) for column in spec.columns}
    parts = []
    for part in value:
        if isinstance(part, str):
            parts.append(words.get(part, part))
        else:
            parts.append(" ".join(labels.get(name, {}).get(cell, cell) for name, cell in part.items()))
    return "；".join(parts)
