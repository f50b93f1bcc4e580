# SPDX-License-Identifier: MulanPSL-2.0
"""The forms of the year's plan: a new plan, its texts, the approval, a unit, and a change that was approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.year_plan import PlanKind, PlanUnit, PlanVerb, YearPlan
from inspector_app.operations.plan_changes import PlanChangeDraft
from inspector_app.operations.plan_rows import PlanUnitDraft
from inspector_app.operations.plans import YearPlanDraft
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.page import label, row
from inspector_app.ui.widgets.planning_form import ActForm, Filled, Kind, Line
from inspector_app.ui.widgets.planning_picker import EnterprisePicker
from inspector_app.ui.widgets.planning_workdays import day_words
from inspector_app.ui.widgets.segments import Segments
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

NUMBERS = ("officers", "statutory_days", "other_days", "idle_days")


def day_lines() -> tuple[Line, ...]:
    """Give the lines of the workday figures."""
    return (
        Line(name="officers", title=tr("Officers"), kind=Kind.NUMBER, half=True),
        Line(name="statutory_days", title=tr("Statutory workdays of one"), kind=Kind.NUMBER, half=True),
        Line(name="other_days", title=tr("Other enforcement work"), kind=Kind.NUMBER, half=True),
        Line(name="idle_days", title=tr("Not enforcement work"), kind=Kind.NUMBER, half=True),
    )


def approval_lines() -> tuple[Line, ...]:
    """Give the lines of why something is changed and who approved it."""
    return (
        Line(name="reason", title=tr("Reason"), kind=Kind.LONG, needed=True),
        Line(name="approver", title=tr("Approved by"), needed=True, half=True),
        Line(name="approval_no", title=tr("Number of the approval"), half=True),
    )


class NewPlanForm(ActForm):
    """The year and its workdays."""

    plan_wanted = Signal(object)  # YearPlanDraft

    def __init__(self, parent: QWidget | None = None) -> None:
        lines = (
            Line(name="year", title=tr("Year"), kind=Kind.NUMBER, needed=True, half=True),
            Line(name="title", title=tr("Title of the plan"), half=True),
            *day_lines(),
        )
        super().__init__(tr("New year plan"), tr("Begin the plan"), lines, parent=parent)
        self.wanted.connect(self._on_wanted)

    def _on_wanted(self, filled: Filled) -> None:
        officers, statutory, other, idle = (filled.numbers[name] or 0 for name in NUMBERS)
        draft = YearPlanDraft(
            year=filled.numbers["year"] or 0, title=filled.texts["title"], officers=officers, statutory_days=statutory,
            other_days=other, idle_days=idle,
        )  # fmt: skip
        self.plan_wanted.emit(draft)


class TextsForm(ActForm):
    """Title and texts of a plan; the headings are those that plans have."""

    plan_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        lines = (
            Line(name="title", title=tr("Title of the plan")),
            *(Line(name=heading, title=heading, kind=Kind.LONG) for heading in headings()),
        )
        super().__init__(tr("Title and texts of the plan"), tr("Keep"), lines, parent=parent)
        self._plan: YearPlan | None = None
        self.wanted.connect(self._on_wanted)

    def show_plan(self, plan: YearPlan, today: date) -> None:
        """Open for a draft."""
        self._plan = plan
        self.begin({**plan.texts, "title": plan.title}, today)

    def _on_wanted(self, filled: Filled) -> None:
        assert self._plan is not None
        texts = {**self._plan.texts, **{name: filled.texts[name] for name in headings()}}
        self.plan_wanted.emit(draft_of(self._plan, title=filled.texts["title"], texts=texts))


class ApproveForm(ActForm):
    """Who approved the plan, when, and with whom it is filed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        lines = (
            Line(name="approved_by", title=tr("Approved by"), needed=True, hint=tr("The government that approved it")),
            Line(name="approval_no", title=tr("Number of the approval"), half=True),
            Line(name="approved_on", title=tr("Approved on"), kind=Kind.DAY, needed=True, half=True),
            Line(name="filed_with", title=tr("Filed with"), half=True),
            Line(name="filed_on", title=tr("Filed on"), kind=Kind.DAY, half=True),
        )
        super().__init__(tr("Record the approval"), tr("The plan is approved"), lines, parent=parent)


class UnitForm(ActForm):
    """One unit of the plan; in an approved plan with reason and approval."""

    unit_wanted = Signal(object)  # PlanUnitDraft
    change_wanted = Signal(object)  # PlanChangeDraft

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        lines = (
            Line(name="month", title=tr("Month of the visit"), kind=Kind.NUMBER, needed=True, half=True),
            Line(name="workdays", title=tr("Workdays for it"), hint=tr("for example 1.5"), half=True),
            Line(name="key_reason", title=tr("Why it is a key unit")),
            Line(name="note", title=tr("Note")),
            *approval_lines(),
        )
        super().__init__(tr("Add a unit to the plan"), tr("Put it into the plan"), lines, parent=parent)
        self._unit: PlanUnit | None = None
        self._is_approved = False
        self.picker = EnterprisePicker(ws, jobs)
        self.kind = Segments([(kind, word(kind)) for kind in PlanKind])
        self.between.addWidget(self.picker)
        self.between.addLayout(row(label(tr("Kind of inspection"), tone="muted", size="small"), self.kind, None))
        self.wanted.connect(self._on_wanted)

    def begin_unit(self, today: date, *, is_approved: bool, unit: PlanUnit | None = None, name: str = "") -> None:
        """Open for a new unit, or for one that stands in a draft."""
        self._unit, self._is_approved = unit, is_approved
        self.title.setText(name or tr("Add a unit to the plan"))
        self.act.setText(tr("Keep") if unit is not None else tr("Put it into the plan"))
        self.picker.setVisible(unit is None)
        for line in approval_lines():
            self.fields[line.name].setVisible(is_approved)
        values = {"month": str(today.month)}
        if unit is not None:
            values = {
                "month": str(unit.month), "workdays": day_words(unit.workdays) if unit.workdays else "",
                "key_reason": unit.reason, "note": unit.note,
            }  # fmt: skip
        self.kind.set_value(unit.kind if unit is not None else PlanKind.KEY)
        self.begin(values, today)
        if unit is None:
            self.picker.begin()
            self.picker.setFocus()

    def _on_wanted(self, filled: Filled) -> None:
        tenths = tenths_of(filled.texts["workdays"])
        chosen = self._unit.enterprise_id if self._unit is not None else self.picker.enterprise_id()
        self.fields["workdays"].fault(tr("Write days with one digit behind the point") if tenths is None else "")
        if tenths is None or not chosen:
            self.act.setEnabled(True)
            return
        unit = PlanUnitDraft(
            enterprise_id=chosen, kind=PlanKind(self.kind.value()), month=filled.numbers["month"] or 0,
            reason=filled.texts["key_reason"], workdays=tenths, note=filled.texts["note"],
            items=self._unit.items if self._unit is not None else (),
            officers=self._unit.officers if self._unit is not None else (),
            id=self._unit.id if self._unit is not None else "",
        )  # fmt: skip
        if self._is_approved:
            self.change_wanted.emit(_change(filled, PlanVerb.ADD, unit=unit))
        else:
            self.unit_wanted.emit(unit)


class ChangeForm(ActForm):
    """A unit taken out, put off or put back; or other workdays. Always with reason and approval."""

    change_wanted = Signal(object)  # PlanChangeDraft

    def __init__(self, parent: QWidget | None = None) -> None:
        lines = (
            Line(name="month", title=tr("Put off to month"), kind=Kind.NUMBER, needed=True),
            *day_lines(),
            *approval_lines(),
        )
        super().__init__(" ", tr("Record the change"), lines, parent=parent)
        self._verb, self._unit_id = PlanVerb.CANCEL, ""
        self._days: Mapping[str, int] = {}
        self.wanted.connect(self._on_wanted)

    def begin_unit(self, verb: PlanVerb, unit: PlanUnit, name: str, today: date) -> None:
        """Open for a unit."""
        self._verb, self._unit_id, self._days = verb, unit.id, {}
        self._show_lines(with_month=verb is PlanVerb.POSTPONE, with_days=False)
        self.title.setText(tr("{verb}: {name}", verb=word(verb), name=name))
        later = min(max(unit.month + 1, today.month), 12)
        self.begin({"month": str(later)}, today)
        self.fields["reason"].setFocus()

    def begin_days(self, plan: YearPlan, today: date) -> None:
        """Open for the workdays."""
        self._verb, self._unit_id = PlanVerb.WORKDAYS, ""
        self._days = {name: getattr(plan, name) for name in NUMBERS}
        self._show_lines(with_month=False, with_days=True)
        self.title.setText(word(PlanVerb.WORKDAYS))
        self.begin({name: str(number) for name, number in self._days.items()}, today)
        self.fields["officers"].setFocus()

    def _show_lines(self, *, with_month: bool, with_days: bool) -> None:
        self.fields["month"].setVisible(with_month)
        for name in NUMBERS:
            self.fields[name].setVisible(with_days)

    def _on_wanted(self, filled: Filled) -> None:
        month = (filled.numbers["month"] or 0) if self._verb is PlanVerb.POSTPONE else 0
        days = {name: filled.numbers[name] or 0 for name in self._days}
        changed = tuple((name, number) for name, number in days.items() if number != self._days[name])
        draft = _change(filled, self._verb, unit_id=self._unit_id, month=month, days=changed)
        self.change_wanted.emit(draft)


def _change(
    filled: Filled, verb: PlanVerb, *, unit_id: str = "", month: int = 0, unit: PlanUnitDraft | None = None,
    days: tuple[tuple[str, int], ...] = (),
) -> PlanChangeDraft:  # fmt: skip
    return PlanChangeDraft(
        verb=verb, reason=filled.texts["reason"], approver=filled.texts["approver"],
        approval_no=filled.texts["approval_no"], plan_unit_id=unit_id, month=month, unit=unit, days=days,
    )  # fmt: skip


def draft_of(plan: YearPlan, **changed: object) -> YearPlanDraft:
    """Give a plan as a draft of itself, with some values changed."""
    values: dict[str, object] = {name: getattr(plan, name) for name in ("year", "title", "texts", *NUMBERS)}
    return YearPlanDraft(**{**values, **changed})  # type: ignore[arg-type]


def headings() -> tuple[str, ...]:
    """Name the texts that a plan usually has."""
    return (tr("Guiding principles and tasks"), tr("Division of labour"), tr("Measures"))


def tenths_of(text: str) -> int | None:
    """Read days as tenths; nothing typed is no day, nonsense is nothing.

    >>> [tenths_of(t) for t in ("", "2", "1.5", "1.25", "x")]
    [0, 20, 15, None, None]
    """
    whole, point, rest = text.replace(",", "").partition(".")
    if not text:
        return 0
    if not whole.isdecimal() or (point and (len(rest) != 1 or not rest.isdecimal())):
        return None
    return int(whole) * 10 + int(rest or 0)
