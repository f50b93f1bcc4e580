# SPDX-License-Identifier: MulanPSL-2.0
"""One enterprise: its facts, its inspections as a time line, what is open, and its papers."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentState
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.inspection import InspectionState
from inspector_app.ledgers.documents import DocumentRow
from inspector_app.ledgers.enterprises import EnterpriseHistory
from inspector_app.ledgers.findings import FindingRow
from inspector_app.ledgers.inspections import InspectionRow
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.dates import days_left, full_day, short_time
from inspector_app.ui.widgets.equipment_panel import EquipmentPanel
from inspector_app.ui.widgets.page import Card, Pages, button, label
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import field_word, tr, word


class EnterpriseDetail(QWidget):
    """What is known of one enterprise; every row leads to its inspection or papers."""

    inspection_chosen = Signal(str, str)
    documents_chosen = Signal(str)
    amend_wanted = Signal()
    audit_wanted = Signal()

    def __init__(self, equipment: EquipmentPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.enterprise: Enterprise | None = None
        self.equipment = equipment
        self._findings: dict[str, FindingRow] = {}
        self._documents: dict[str, DocumentRow] = {}
        self.facts = Card()
        self.name = label("", size="lead", wrap=True)
        self.facts.top.insertWidget(0, self.name, 10)
        self.conflict = Chip(parent=self.facts)
        self.conflict.hide()
        self.facts.top.insertWidget(1, self.conflict)
        self.amend = button(tr("Amend"), self.amend_wanted.emit, icon="edit", kind="quiet")
        self.audit = button(tr("Import audit"), self.audit_wanted.emit, icon="import", kind="quiet")
        self.audit.setToolTip(tr("A SafetyCulture audit of this enterprise (JSON) becomes a finished inspection"))
        self.facts.add_at_right(self.audit)
        self.facts.add_at_right(self.amend)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.dp(16))
        self.grid.setVerticalSpacing(theme.dp(6))
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(3, 1)
        self.facts.outer.addLayout(self.grid)
        self.values: dict[str, QLabel] = {}
        self.inspections = RowList(tr("Inspections"))
        self.findings = RowList(tr("Open findings"))
        self.documents = RowList(tr("Documents"))
        self._build()
        self.inspections.row_chosen.connect(lambda chosen: self.inspection_chosen.emit(chosen, ""))
        self.findings.row_chosen.connect(self._on_finding)
        self.documents.row_chosen.connect(self._on_document)

    def _build(self) -> None:
        places = (
            ("credit_code", tr("Credit code")), ("industry", tr("Industry")),
            ("person_in_charge", tr("Person in charge")), ("phone", tr("Phone")),
            ("district", tr("District")), ("address", tr("Address")),
            ("note", tr("Note")),
        )  # fmt: skip
        for n, (name, title) in enumerate(places):
            line, side = n // 2, n % 2 * 2
            self.grid.addWidget(label(title, tone="muted"), line, side, Qt.AlignmentFlag.AlignTop)
            value = label("", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.values[name] = value
            self.grid.addWidget(value, line, side + 1, Qt.AlignmentFlag.AlignTop)
        self.cards = {
            "inspections": _listed(tr("Inspections"), self.inspections, tr("Not inspected yet")),
            "findings": _listed(tr("Open findings"), self.findings, tr("Nothing is open")),
            "documents": _listed(tr("Documents"), self.documents, tr("No document issued yet")),
        }
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.cards["inspections"])
        right.addWidget(self.cards["findings"], 1)
        right.addWidget(self.cards["documents"], 1)
        across = QHBoxLayout()
        for box in (left, right):
            box.setSpacing(theme.dp(12))
            across.addLayout(box, 1)
        across.setSpacing(theme.dp(12))
        across.setContentsMargins(0, theme.dp(8), 0, 0)
        past = QWidget()
        past.setLayout(across)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(past, tr("What happened here"))
        self.tabs.addTab(self._equipment_card(), tr("Special equipment"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self.facts)
        outer.addWidget(self.tabs, 1)

    def _equipment_card(self) -> QWidget:
        card = QFrame()
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        side = theme.dp(14)
        inner.setContentsMargins(side, side, side, side)
        inner.addWidget(self.equipment)
        self.equipment.counted.connect(self._on_counted)
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, theme.dp(8), 0, 0)
        box.addWidget(card)
        return page

    def _on_counted(self, count: int, overdue: int) -> None:
        """Say on the tab how many pieces there are, and how many are overdue."""
        words = tr("Special equipment ({count})", count=count) if count else tr("Special equipment")
        if overdue:
            words = tr("Special equipment ({count}, {overdue} overdue)", count=count, overdue=overdue)
        self.tabs.setTabText(1, words)

    def show_enterprise(self, enterprise: Enterprise, history: EnterpriseHistory, today: date) -> None:
        """Show this enterprise and what happened there."""
        self.enterprise = enterprise
        self.equipment.show_enterprise(enterprise.id)
        self.name.setText(enterprise.name)
        for name, value in self.values.items():
            value.setText(getattr(enterprise, name) or "—")
        charge = " ".join(part for part in (enterprise.person_in_charge, enterprise.title) if part)
        self.values["person_in_charge"].setText(charge or "—")
        self._show_conflict(history)
        self._findings = {r.finding.id: r for r in history.open_findings}
        self._documents = {r.document.id: r for r in history.documents}
        self._put("inspections", self.inspections, [_inspection_row(r, today) for r in history.inspections])
        self._put("findings", self.findings, [_finding_row(r, today) for r in history.open_findings])
        self._put("documents", self.documents, [_document_row(r) for r in history.documents])

    def _show_conflict(self, history: EnterpriseHistory) -> None:
        """Mark an entry of which laptops say different things; name those that were merged into it."""
        fields = "、".join(field_word(name) for name in history.conflicts)
        self.conflict.set_state(tr("Conflict") if fields else "", "warn")
        self.conflict.setToolTip(
            tr("Several laptops say different things of this: {fields}. Decide under hand-off.", fields=fields)
        )
        names = "、".join(entry.name for entry in history.merged)
        self.name.setToolTip(tr("Merged entries: {names}", names=names) if names else "")

    def _put(self, name: str, shown: RowList, rows: list[Row]) -> None:
        shown.put(rows)
        card = self.cards[name]
        card.note.setText(str(len(rows)) if rows else "")
        stack = shown.parent()
        if isinstance(stack, Pages):
            stack.setCurrentIndex(0 if rows else 1)

    def _on_finding(self, finding_id: str) -> None:
        found = self._findings[finding_id].finding
        self.inspection_chosen.emit(found.inspection_id, found.item_code or "")

    def _on_document(self, document_id: str) -> None:
        self.documents_chosen.emit(self._documents[document_id].document.inspection_id)


def _listed(title: str, shown: RowList, empty: str) -> Card:
    card = Card(title)
    shown.setObjectName("cardList")
    nothing = label(empty, tone="muted")
    nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
    stack = Pages()
    stack.addWidget(shown)
    stack.addWidget(nothing)
    stack.setCurrentIndex(1)
    card.add(stack, 1)
    return card


def _inspection_row(shown: InspectionRow, today: date) -> Row:
    is_open = shown.state is InspectionState.OPEN
    parts = [] if is_open else [word(shown.state)]
    parts.append(tr("{checked} of {total} checked", checked=shown.checked, total=shown.total))
    if shown.findings:
        parts.append(tr("{count} findings", count=shown.findings))
    parts.append(shown.packs_title)
    return Row(
        id=shown.id,
        title=short_time(shown.started_at, today),
        detail=" · ".join(parts),
        chip=word(shown.state) if is_open else "",
        chip_role="accent",
        leads=True,
        icon="circle" if is_open else "check",
        icon_role="accent" if is_open else "ok",
    )


def _finding_row(shown: FindingRow, today: date) -> Row:
    found = shown.finding
    left = days_left(found.deadline, today) if found.deadline and shown.document_number else ""
    told = tr("Several laptops say different things of this; decide under hand-off.") if shown.has_conflict else ""
    return Row(
        id=found.id,
        title=found.description,
        detail=" · ".join(part for part in (found.place, shown.document_number) if part) or word(found.status),
        side=left if told else "",
        chip=tr("Conflict") if told else left,
        chip_role="bad" if shown.is_overdue and not told else "warn",
        tip=f"{found.description}\n{told}" if told else "",
        leads=True,
        icon="flag",
        icon_role="bad" if shown.is_overdue else "warn",
    )


def _document_row(shown: DocumentRow) -> Row:
    paper = shown.document
    is_void = paper.state is DocumentState.VOID
    return Row(
        id=paper.id,
        title=paper.number,
        detail=" · ".join((word(paper.kind), full_day(paper.issued_on))),
        chip=word(paper.state),
        chip_role="muted" if is_void else "ok",
        icon="documents",
        leads=True,
    )
