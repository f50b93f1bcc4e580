# SPDX-License-Identifier: MulanPSL-2.0
"""One record beside an entry as fields; kept with the button or Ctrl+Enter, faults below their fields."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.enterprise_records import RecordKind
from inspector_app.domain.problems import Problem
from inspector_app.operations.enterprise_records import keep_record
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.enterprise_inputs import InputKind, Inputs
from inspector_app.ui.widgets.enterprise_record_inputs import TYPES, inputs_of
from inspector_app.ui.widgets.enterprise_record_rows import Record
from inspector_app.ui.widgets.page import Band, button, label, row, scrolled
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace


class EnterpriseRecordForm(QWidget):
    """A new record of a kind, or one that is amended."""

    kept = Signal(str)  # record
    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, kind: RecordKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.kind = ws, jobs, kind
        self._enterprise_id = ""
        self._known: Record | None = None
        self.title = label("", size="lead")
        self.inputs = Inputs(inputs_of(kind), ws.today())
        self.fields = self.inputs.fields
        self.band = Band()
        self.keep = button(tr("Keep"), self._on_keep, kind="primary", tip="Ctrl+Enter")
        self.keep.setShortcut("Ctrl+Return")
        self.cancel = button(tr("Cancel"), self.give_up, tip="Esc")
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, theme.dp(8), 0)
        inner.addWidget(self.inputs)
        inner.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.title)
        outer.addWidget(scrolled(body), 1)
        outer.addWidget(self.band)
        outer.addLayout(row(None, self.cancel, self.keep))

    def begin(self, enterprise_id: str, known: Record | None = None) -> None:
        """Show empty fields, or a record that is to be amended; what was typed there and not given up stays."""
        is_same = enterprise_id == self._enterprise_id and (known is None) == (self._known is None)
        if is_same and (known is None or known == self._known) and self.is_begun():
            self.inputs.focus_first()
            return
        self._enterprise_id, self._known = enterprise_id, known
        name = word(self.kind)
        self.title.setText(tr("Amend: {kind}", kind=name) if known else tr("New: {kind}", kind=name))
        self.inputs.put(known)
        self.inputs.tell({})
        self.band.hide()
        self.inputs.focus_first()

    def is_begun(self) -> bool:
        """Whether something stands in the fields that is not kept."""
        found, faults = self.inputs.values()
        if faults:
            return True
        if self._known is not None:
            return any(getattr(self._known, name) != value for name, value in found.items())
        typed = (n for n, one in self.inputs.wanted.items() if one.kind is not InputKind.CHOICE)
        return any(self.fields[name].text() for name in typed)

    def give_up(self) -> None:
        """Forget what was typed."""
        self._enterprise_id = ""
        self.left.emit()

    def _on_keep(self) -> None:
        found, faults = self.inputs.values()
        for name, one in self.inputs.wanted.items():
            is_typed = one.kind in (InputKind.DAY, InputKind.NUMBER)
            if one.needed and is_typed and name not in faults and found[name] is None:
                faults[name] = tr("Fill this in")
        self.inputs.tell(faults)
        if faults:
            self.inputs.focus_first(faults)
            return
        self.keep.setEnabled(False)
        work = partial(keep_record, self.ws, self._record(found))
        self.jobs.run_write(self, work, then=self._on_kept, refused=self._on_refused)

    def _record(self, values: dict[str, Any]) -> Any:
        if self._known is not None:
            return dataclasses.replace(self._known, **values)
        return TYPES[self.kind](id="", enterprise_id=self._enterprise_id, **values)

    def _on_kept(self, made: Record) -> None:
        self.keep.setEnabled(True)
        self._enterprise_id = ""
        self.kept.emit(made.id)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.keep.setEnabled(True)
        told = {p.where: sentence(p) for p in reversed(problems)}
        self.inputs.tell(told)
        elsewhere = [words for where, words in told.items() if where not in self.fields]
        if elsewhere:
            self.band.say("\n".join(elsewhere), tone="bad")
        self.inputs.focus_first(told)
