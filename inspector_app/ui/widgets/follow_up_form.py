# SPDX-License-Identifier: MulanPSL-2.0
"""The form of one step beside an order: when, who, and the fields that the law's data asks of this step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import Problem
from inspector_app.law.follow_ups import StepField, holds
from inspector_app.operations.follow_ups import StepDraft
from inspector_app.ui.widgets.reinspection_form import ActForm, field_of
from inspector_app.wording import tr

ON, PERSON, TEXT = "step_on", "step_person", "step_text"
COMMON = {"on": ON, "person": PERSON, "text": TEXT}
UNSURE = frozenset({FactMark.V2ND, FactMark.FM})


class StepForm(QWidget):
    """Asks only for what the values so far call for: a criminal transfer wants more than another one."""

    jump_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[StepField, ...] = ()
        self._known: FieldValues = {}
        self._near: datetime | None = None
        self._decides: frozenset[str] = frozenset()
        self._is_step = True
        self._whole: FieldValues = {}
        self.form = ActForm()
        self.form.edited.connect(self._on_edited)
        self.form.jump_wanted.connect(self.jump_wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.form)

    def begin(
        self, fields: Sequence[StepField], known: FieldValues, near: datetime, *, person: str, is_step: bool = True
    ) -> None:
        """Begin the form of a step; `known` values are proposed where the step may take them over.

        Of the step that begins one only its day is asked besides the fields.
        """
        self._fields, self._near, self._is_step, self._whole = tuple(fields), near, is_step, dict(known)
        self._decides = frozenset(f.when.partition("=")[0] for f in fields if f.when)
        taken = {f.spec.name: known[f.spec.name] for f in fields if f.may_be_known and f.spec.name in known}
        own = {f.spec.name for f in fields} if not is_step else {"unit"}
        given = {**taken, **{name: value for name, value in known.items() if name in own}}
        self._known = {**given, ON: near.date().isoformat(), PERSON: person}
        self.form.show_form(self._specs({}), self._known, near)

    def _specs(self, values: FieldValues) -> tuple[FieldSpec, ...]:
        whole = {**self._whole, **values}
        day = field_of(ON, tr("Day of this step"), FieldType.DAY)
        own = tuple(_shown(f) for f in self._fields if holds(f.when, whole))
        if not self._is_step:
            return (day, *own)
        person = field_of(PERSON, tr("Who does it"), required=False)
        text = field_of(TEXT, tr("Remark"), FieldType.LONG, required=False)
        return (day, person, *own, text)

    def _on_edited(self, name: str) -> None:
        """A choice that decides what else is asked brings or takes fields; what was typed stays."""
        if name in self._decides and self._near is not None:
            typed = self.form.values()
            self.form.show_form(self._specs(typed), self._known, self._near, typed=typed)
            self.form.editor.focus_field(name)

    def draft(self) -> StepDraft:
        """Give what was written as the operation takes it."""
        values = self.form.values()
        text = {name: str(values.pop(name, "")) for name in (ON, PERSON, TEXT)}
        on = date.fromisoformat(text[ON]) if text[ON] else None
        return StepDraft(on=on, person=text[PERSON], text=text[TEXT], fields=values)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why the step was refused."""
        self.form.show_problems([replace(p, where=_place(p.where)) for p in problems])

    def focus_first(self) -> None:
        """Put the focus into the first field that waits."""
        self.form.focus_first()


def _place(where: str) -> str:
    """Name the common fields apart from those of the law, which may have the same names."""
    return COMMON.get(where, where)


def _shown(rule: StepField) -> FieldSpec:
    """Give a field with its source, and that it is to be verified where nobody has read the source."""
    source = ""
    if rule.mark in UNSURE:
        source = tr("Source, to be verified: {source}", source=rule.source)
    elif rule.mark is FactMark.V:
        source = tr("Source: {source}", source=rule.source)
    return replace(rule.spec, help="　".join(part for part in (rule.spec.help, source) if part))
