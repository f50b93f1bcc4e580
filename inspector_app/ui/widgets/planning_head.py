# SPDX-License-Identifier: MulanPSL-2.0
"""The head of the year's plan: which version, how it stands, its workdays, and its months."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QMenu, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.year_plan import PlanState, YearPlan
from inspector_app.ui import theme
from inspector_app.ui.widgets.mask_choice import MaskChoice, add_to_menu
from inspector_app.ui.widgets.page import button, column, label, row
from inspector_app.ui.widgets.planning_workdays import WorkdaySum
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

STATES = {PlanState.DRAFT: "warn", PlanState.APPROVED: "ok", PlanState.REPLACED: "muted"}


class PlanHead(QWidget):
    """Version, state, acts of the whole plan, and the sum of its workdays."""

    plan_chosen = Signal(str)
    new_wanted = Signal()
    import_wanted = Signal()
    add_wanted = Signal()
    texts_wanted = Signal()
    changes_wanted = Signal()
    print_wanted = Signal()
    save_wanted = Signal()
    days_wanted = Signal()
    version_wanted = Signal()

    def __init__(self, ws: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws = ws
        self.versions = _Versions()
        self.versions.activated.connect(lambda n: self.plan_chosen.emit(self.versions.itemData(n)))
        self.filed = label("", tone="muted", size="small")
        self.add_unit = button(tr("Add a unit …"), self.add_wanted.emit, icon="add")
        self.take = button(tr("Import …"), self.import_wanted.emit, icon="import")
        self.changes = button(tr("Changes"), self.changes_wanted.emit, icon="note", kind="quiet")
        self.print = button(tr("Print"), self.print_wanted.emit, icon="print", kind="quiet")
        self.more = button("⋯", kind="quiet", tip=tr("More about this plan"))
        self.more.setAccessibleName(tr("More about this plan"))
        self.menu = QMenu(self.more)
        self.texts = self.menu.addAction(tr("Title and texts of the plan …"), self.texts_wanted.emit)
        self.amend = self.menu.addAction(tr("Change the workdays …"), self.days_wanted.emit)
        self.version = self.menu.addAction(tr("Begin a new version of this plan"), self.version_wanted.emit)
        self.save = self.menu.addAction(tr("Save as PDF …"), self.save_wanted.emit)
        self.begin = self.menu.addAction(tr("New year plan"), self.new_wanted.emit)
        self.menu.setToolTipsVisible(True)
        self.masking = MaskChoice(ws)
        add_to_menu(self.menu, self.masking)
        bind_rights(
            ws,
            {
                self.take: Op.AMEND_PLAN, self.texts: Op.AMEND_PLAN, self.amend: Op.CHANGE_PLAN,
                self.version: Op.MAKE_PLAN, self.begin: Op.MAKE_PLAN, self.print: Act.PRINT, self.save: Act.EXPORT,
            },
        )  # fmt: skip
        self.more.clicked.connect(lambda: self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.days = WorkdaySum()
        line = row(self.versions, self.filed, None)
        for part in (self.add_unit, self.take, self.changes, self.print, self.more):
            line.addWidget(part)
        card = QFrame()
        card.setProperty("card", True)
        card.setLayout(column(self.days, edge=10))
        box = column(gap=8)
        box.addLayout(line)
        box.addWidget(card)
        self.setLayout(box)

    def show_plans(self, plans: Sequence[YearPlan], plan: YearPlan, *, changes: int) -> None:
        """Show one of the plans."""
        self.versions.offer([(one.id, plan_words(one)) for one in plans], plan.id)
        parts = (plan.approved_by, plan.approval_no, plan.approved_on.isoformat() if plan.approved_on else "")
        self.filed.setText(" · ".join(part for part in parts if part))
        is_draft, is_live = plan.state is PlanState.DRAFT, plan.state is not PlanState.REPLACED
        bind_rights(self.ws, {self.add_unit: Op.AMEND_PLAN if is_draft else Op.CHANGE_PLAN})
        self.add_unit.setVisible(is_live)
        self.take.setVisible(is_draft)
        self.texts.setVisible(is_draft)
        self.amend.setVisible(is_live and not is_draft)
        self.version.setVisible(is_live and not is_draft)
        self.changes.setVisible(bool(changes))
        self.changes.setText(tr("Changes ({count})", count=changes))


class _Versions(QComboBox):
    """The plans; the wheel passes by."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Year and version"))

    def offer(self, lines: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these, without calling it a choice."""
        if lines != [(self.itemData(n), self.itemText(n)) for n in range(self.count())]:
            self.clear()
            for value, words in lines:
                self.addItem(words, value)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        measure = QFontMetrics(theme.font())
        widest = max((measure.horizontalAdvance(words) for _, words in lines), default=0)
        self.setMinimumWidth(widest + theme.dp(80))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


def plan_words(plan: YearPlan) -> str:
    """Name a plan by year and version."""
    return tr("{year}, version {version}", year=plan.year, version=plan.version)
