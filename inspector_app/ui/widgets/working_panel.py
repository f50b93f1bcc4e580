# SPDX-License-Identifier: MulanPSL-2.0
"""The calculation inside an item: its form, the result while one types, and the working that the record will print."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.calculators import calculate, equipment_dates, fireworks_quota, hazmat_r
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem, Refused
from inspector_app.domain.working import Working, working_in, working_out
from inspector_app.ledgers.workings import CalculationSetting, calculation_setting
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.page import button, label, row, set_tone
from inspector_app.ui.widgets.working_dates import DatesForm
from inspector_app.ui.widgets.working_form import WorkingForm
from inspector_app.ui.widgets.working_hazmat import HazmatForm
from inspector_app.ui.widgets.working_quota import QuotaForm
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

MOST_PROBLEMS = 5


class WorkingPanel(QWidget):
    """Shows nothing for an item without a calculator. `edited` carries the item and the value to keep."""

    edited = Signal(str, str)  # item code, JSON text of the working; empty when everything was cleared

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._setting: CalculationSetting | None = None
        self._item: ChecklistItem | None = None
        self._value = ""  # what the form holds, as it was told last
        self._shown = ""  # what was last given from outside: older than the form while it is being kept
        self._read_only = False
        self._calculator, self._data = "", {}  # type: tuple[str, Mapping[str, object]]
        self.form: WorkingForm | None = None
        self.working: Working | None = None
        self.problems: tuple[Problem, ...] = ()
        self.title = label(tr("Calculation"))
        self.title.setObjectName("cardTitle")
        self.doubt = Chip()
        self.verdict = Chip()
        self.result = WrapLabel()
        self.missing = WrapLabel(tone="muted")
        self.more = button(tr("The working, as it is printed"), self._on_more, icon="expand", kind="quiet")
        self.more.setCheckable(True)
        self.more.setChecked(True)
        self.lines = WrapLabel(tone="muted")
        self._place = QVBoxLayout()
        self._build()
        self.hide()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(6))
        outer.addLayout(row(self.title, self.doubt, self.verdict, None))
        outer.addLayout(self._place)
        outer.addWidget(self.missing)
        outer.addWidget(self.result)
        outer.addLayout(row(self.more, None))
        outer.addWidget(self.lines)

    # ---- showing ---------------------------------------------------------------------------------------

    def show_inspection(self, inspection_id: str) -> None:
        """Read what the calculations of an inspection need; the item that is shown follows."""
        if self._setting is not None and self._setting.inspection_id == inspection_id:
            return
        self._setting = None
        self._forget_form()
        if inspection_id:
            work = partial(calculation_setting, self._ws, inspection_id)
            self._jobs.run_read(self, work, then=self._on_setting, key="calculation_setting")

    def _on_setting(self, setting: CalculationSetting) -> None:
        self._setting = setting
        if self._item is not None:
            item, self._item = self._item, None
            self.show_item(item, self._value, self._read_only)

    def show_item(self, item: ChecklistItem | None, value: str, read_only: bool = False) -> None:
        """Show an item with what is kept of its calculation; what is being typed stays while the value is the same."""
        same = item is not None and self._item is not None and item.code == self._item.code and self.form is not None
        self._item, self._read_only = item, read_only
        found = self._setting.items.get(item.code) if item is not None and self._setting is not None else None
        if item is None or found is None:
            self._value = self._shown = value
            self._forget_form()
            self.hide()
            return
        if not same:
            self._make_form(item, *found)
        is_news = not same or value not in (self._value, self._shown)
        if self.form is not None and is_news:
            self.form.put(_inputs_in(value))
        self._value = value if is_news else self._value
        self._shown = value
        if self.form is not None:
            self.form.set_read_only(read_only)
        self.show()
        self._recalculate()

    def _make_form(self, item: ChecklistItem, calculator: str, data: Mapping[str, object]) -> None:
        self._forget_form()
        self._calculator, self._data = calculator, data
        try:
            self.form = self._form_of(item, calculator, data)
        except Refused as refusal:
            self.problems = refusal.problems
        if self.form is not None:
            self.form.edited.connect(self._recalculate)
            self.form.left.connect(self._on_left)
            self._place.addWidget(self.form)

    def _form_of(self, item: ChecklistItem, calculator: str, data: Mapping[str, object]) -> WorkingForm | None:
        """Make the form of a calculator; none for one that this program does not know."""
        assert self._setting is not None
        if calculator == hazmat_r.NAME:
            return HazmatForm(hazmat_r.read_table(data)[0], self._setting.own)
        if calculator == fireworks_quota.NAME:
            return QuotaForm(fireworks_quota.read_table(data)[0], item.code)
        if calculator == equipment_dates.NAME:
            return DatesForm(self._ws, self._jobs, self._ask, self._setting, item.code)
        return None

    def _forget_form(self) -> None:
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = None

    # ---- calculating -----------------------------------------------------------------------------------

    def _recalculate(self) -> None:
        """Calculate with what stands in the form and show what comes out, or what is still missing."""
        inputs = self.form.inputs() if self.form is not None else {}
        self.working, self.problems = None, ()
        if inputs:
            try:
                self.working = calculate(self._calculator, inputs, self._data)
            except Refused as refusal:
                self.problems = refusal.problems
        self._show_result()

    def _show_result(self) -> None:
        working = self.working
        own = self._setting.own_problems if self._setting is not None else ()
        told = [sentence(problem) for problem in (*self.problems, *own)]
        shown = told[:MOST_PROBLEMS]
        if len(told) > MOST_PROBLEMS:
            shown.append(tr("… and {count} more", count=len(told) - MOST_PROBLEMS))
        self.missing.setText("\n".join(shown))
        self.missing.setVisible(bool(shown))
        self.result.setText(working.result if working is not None else "")
        self.result.setVisible(working is not None)
        self.lines.setText("\n".join(working.lines) if working is not None else "")
        self.more.setVisible(working is not None)
        self.lines.setVisible(working is not None and self.more.isChecked())
        self.doubt.set_state(tr("to be verified") if working is not None and working.unverified else "", "warn")
        fails = working.fails if working is not None else None
        set_tone(self.result, "bad" if fails else "ok" if fails is False else "")
        words = tr("speaks for noncompliant") if fails else tr("in order") if fails is False else ""
        self.verdict.set_state(words, "bad" if fails else "ok")

    def _on_more(self) -> None:
        self.lines.setVisible(self.working is not None and self.more.isChecked())

    def _on_left(self) -> None:
        """Tell the value to keep; what is not complete yet is kept as a draft, so that nothing typed is lost."""
        self._recalculate()
        if self.form is None or self._item is None or self._read_only:
            return
        inputs = self.form.inputs()
        draft = Working(calculator=self._calculator, inputs=inputs)
        value = working_out(self.working or draft) if inputs else ""
        if value != self._value:
            self._value = value
            self.edited.emit(self._item.code, value)


def _inputs_in(value: str) -> Mapping[str, object]:
    """Give what went into a kept calculation; nothing where it cannot be read."""
    try:
        return working_in(value).inputs if value else {}
    except Refused:
        return {}
