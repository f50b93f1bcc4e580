# SPDX-License-Identifier: MulanPSL-2.0
"""One piece of special equipment as fields; faults stand below the field that they concern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.equipment import DAYS, Equipment, EquipmentDraft
from inspector_app.domain.problems import Problem
from inspector_app.operations.equipment import keep_equipment
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.day_field import parse_day
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import Band, button, label, row, scrolled
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace


class EquipmentForm(QWidget):
    """A new piece, or one that is amended; kept with the button or Ctrl+Enter."""

    kept = Signal(str)  # equipment
    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self._enterprise_id = self._id = ""
        self.category = QComboBox()
        self.category.setEditable(True)
        self.category.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.category.setAccessibleName(tr("Category"))
        self.category.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(self.category.model(), self.category)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.category.setCompleter(completer)
        self.category_words = label("", tone="bad", size="small", wrap=True)
        self.category_words.hide()
        self.fields: dict[str, Field] = {
            "name": Field(tr("Name of the piece"), needed=True),
            "code": Field(tr("Equipment code")),
            "registration": Field(tr("Registration number")),
            "place": Field(tr("Where it stands")),
            "safety_class": Field(tr("Safety class"), hint=tr("pressure vessels only")),
            "started_on": Field(tr("In use since"), hint="2020-01-31"),
            "inspected_on": Field(tr("Last inspection"), hint="2025-01-31"),
            "due_on": Field(tr("Next inspection (certificate)"), hint="2026-01-31"),
            "note": Field(tr("Note")),
        }
        self.band = Band()
        self.keep = button(tr("Keep"), self._on_keep, kind="primary", tip="Ctrl+Enter")
        self.keep.setShortcut("Ctrl+Return")
        self.cancel = button(tr("Cancel"), self.left.emit)
        self._build()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, theme.dp(8), 0)
        grid.setHorizontalSpacing(theme.dp(12))
        grid.setVerticalSpacing(theme.dp(8))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        top = QVBoxLayout()
        top.setSpacing(theme.dp(4))
        top.addWidget(label(tr("{title} *", title=tr("Category")), tone="muted", size="small"))
        top.addWidget(self.category)
        top.addWidget(self.category_words)
        grid.addLayout(top, 0, 0)
        for n, field in enumerate(self.fields.values(), start=1):
            grid.addWidget(field, n // 2, n % 2, Qt.AlignmentFlag.AlignTop)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(grid)
        inner.addStretch(1)
        body = QWidget()
        body.setLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(scrolled(body), 1)
        outer.addWidget(self.band)
        outer.addLayout(row(None, self.cancel, self.keep))

    def offer(self, kinds: Sequence[str]) -> None:
        """Offer the categories of the table of cycles."""
        typed = self.category.currentText()
        self.category.clear()
        self.category.addItems(list(kinds))
        self.category.setCurrentIndex(-1)
        self.category.setEditText(typed)

    def begin(self, enterprise_id: str, known: Equipment | None = None) -> None:
        """Show empty fields, or a piece that is to be amended."""
        self._enterprise_id, self._id = enterprise_id, known.id if known else ""
        self.category.setEditText(known.category if known else "")
        for name, field in self.fields.items():
            value = getattr(known, name) if known else ""
            field.put(value.isoformat() if isinstance(value, date) else value or "")
        self._tell({})
        self.band.hide()
        self.category.setFocus()

    def _on_keep(self) -> None:
        days: dict[str, date | None] = {}
        faults = {}
        for name in DAYS:
            text = self.fields[name].text()
            days[name] = parse_day(text, self.ws.today()) if text else None
            if text and days[name] is None:
                faults[name] = tr("Write the day as 2026-11-21")
        self._tell(faults)
        if faults:
            self.fields[next(iter(faults))].setFocus()
            return
        texts = {name: field.text() for name, field in self.fields.items() if name not in DAYS}
        draft = EquipmentDraft(category=self.category.currentText(), **texts, **days)  # type: ignore[arg-type]
        self.keep.setEnabled(False)
        work = partial(keep_equipment, self.ws, self._enterprise_id, draft, equipment_id=self._id)
        self.jobs.run_write(self, work, then=self._on_kept, refused=self._on_refused)

    def _on_kept(self, made: Equipment) -> None:
        self.keep.setEnabled(True)
        self.kept.emit(made.id)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.keep.setEnabled(True)
        told = {p.where: sentence(p) for p in reversed(problems)}
        self._tell(told)
        elsewhere = [words for where, words in told.items() if where != "category" and where not in self.fields]
        if elsewhere:
            self.band.say("\n".join(elsewhere), tone="bad")
        first = next((name for name in ("category", *self.fields) if name in told), "")
        if first:
            (self.category if first == "category" else self.fields[first]).setFocus()

    def _tell(self, faults: dict[str, str]) -> None:
        """Say below each field what is wrong with it, and nothing below the others."""
        for name, field in self.fields.items():
            field.fault(faults.get(name, ""))
        self.category_words.setText(faults.get("category", ""))
        self.category_words.setVisible(bool(faults.get("category")))
