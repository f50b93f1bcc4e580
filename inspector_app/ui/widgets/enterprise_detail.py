# SPDX-License-Identifier: MulanPSL-2.0
"""One enterprise: its facts, what happened there, its supervision facts, the records beside its entry, equipment."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentState
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseProfile, EnterpriseState, RiskGrade
from inspector_app.domain.enterprise_records import RecordKind
from inspector_app.domain.inspection import InspectionState
from inspector_app.ledgers.documents import DocumentRow
from inspector_app.ledgers.enterprise_records import EnterpriseRecords
from inspector_app.ledgers.enterprises import EnterpriseHistory
from inspector_app.ledgers.findings import FindingRow
from inspector_app.ledgers.inspections import InspectionRow
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.dates import days_left, full_day, short_time
from inspector_app.ui.widgets.enterprise_chips import ChipFlow
from inspector_app.ui.widgets.enterprise_profile import EnterpriseProfileForm, due_words
from inspector_app.ui.widgets.enterprise_record_inputs import title_of
from inspector_app.ui.widgets.enterprise_record_rows import ORDER, of_kind, warning_of
from inspector_app.ui.widgets.enterprise_records import EnterpriseRecordsPanel
from inspector_app.ui.widgets.equipment_panel import EquipmentPanel
from inspector_app.ui.widgets.page import Card, Pages, button, label, set_tone
from inspector_app.ui.widgets.register import One
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import field_word, tr, word

RISK_TONES = {RiskGrade.RED: "bad", RiskGrade.ORANGE: "warn", RiskGrade.YELLOW: "warn", RiskGrade.BLUE: "ok"}
ROOMY = 1.25  # up to this size of letters everything stands on one page
HAPPENED, PROFILE, RECORDS, EQUIPMENT = range(4)  # the tabs


class EnterpriseDetail(QWidget):
    """What is known of one enterprise; every row leads to its inspection or papers."""

    inspection_chosen = Signal(str, str)
    documents_chosen = Signal(str)
    amend_wanted = Signal()
    audit_wanted = Signal()

    def __init__(
        self,
        equipment: EquipmentPanel,
        profile: EnterpriseProfileForm,
        records: EnterpriseRecordsPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.enterprise: Enterprise | None = None
        self.equipment, self.profile, self.records = equipment, profile, records
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
        self.chips = ChipFlow()
        self.facts.add(self.chips)
        self.brief = label("", tone="muted", wrap=True)
        self.facts.add(self.brief)
        self.about = QWidget()
        self.grid = QGridLayout(self.about)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(theme.dp(16))
        self.grid.setVerticalSpacing(theme.dp(6))
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(3, 1)
        is_roomy = theme.scale() < ROOMY
        self.brief.setHidden(is_roomy)
        if is_roomy:
            self.facts.add(self.about)
        else:  # large letters: the facts stand in their own tab, and the most important ones in one line
            self.profile.put_above(self.about)
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
            ("note", tr("Note")), ("visits", tr("Visits this year")),
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
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.addTab(past, tr("What happened here"))
        self.tabs.addTab(_carded(self.profile), tr("Supervision facts"))
        self.tabs.addTab(_carded(self.records), tr("Records"))
        self.tabs.addTab(_carded(self.equipment), tr("Special equipment"))
        self.equipment.counted.connect(self._on_counted)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self.facts)
        outer.addWidget(self.tabs, 1)

    def _on_counted(self, count: int, overdue: int) -> None:
        """Say on the tab how many pieces there are, and how many are overdue."""
        words = tr("Special equipment ({count})", count=count) if count else tr("Special equipment")
        if overdue and theme.scale() < ROOMY:
            words = tr("Special equipment ({count}, {overdue} overdue)", count=count, overdue=overdue)
        self.tabs.setTabText(EQUIPMENT, words)
        self._mark(EQUIPMENT, tr("{count} pieces overdue", count=overdue) if overdue else "")

    def _mark(self, tab: int, words: str) -> None:
        """Mark a tab behind which something is to be seen to; the words are told on it."""
        self.tabs.setTabIcon(tab, theme.icon("warning", "warn") if words else QIcon())
        self.tabs.setTabToolTip(tab, words)

    def show_enterprise(self, one: One, today: date) -> None:
        """Show this enterprise, what happened there, and what is kept beside its entry."""
        enterprise, history = one.enterprise, one.history
        self.enterprise = enterprise
        self.equipment.show_enterprise(enterprise.id)
        self.profile.show_profile(enterprise, one.records.profile)
        self.records.show_records(enterprise.id, one.records)
        self.name.setText(enterprise.name)
        for name, value in self.values.items():
            value.setText(getattr(enterprise, name, "") or "—")
        charge = " ".join(part for part in (enterprise.person_in_charge, enterprise.title) if part)
        self.values["person_in_charge"].setText(charge or "—")
        self._show_visits(enterprise, history)
        self._show_conflict(history)
        self._show_chips(one, today)
        told = sum(warning_of(of_kind(one.records, kind), today) is not None for kind in ORDER)
        self._mark(RECORDS, tr("{count} kinds of records to see to", count=told) if told else "")
        self._findings = {r.finding.id: r for r in history.open_findings}
        self._documents = {r.document.id: r for r in history.documents}
        self._put("inspections", self.inspections, [_inspection_row(r, today) for r in history.inspections])
        self._put("findings", self.findings, [_finding_row(r, today) for r in history.open_findings])
        self._put("documents", self.documents, [_document_row(r) for r in history.documents])

    def _show_visits(self, enterprise: Enterprise, history: EnterpriseHistory) -> None:
        """Say which visit of the year the last one was, against the cap that was announced."""
        cap, counted = enterprise.visit_cap, history.counted
        if cap is None:
            words = tr("{count} visits, no limit set", count=history.visits)
        elif not history.visits:
            words = tr("none yet / at most {cap}", cap=cap)
        else:
            words = tr("visit no. {count} / at most {cap}", count=counted, cap=cap)
        if cap is not None and history.visits > counted:
            words += tr("; {count} more do not count to it", count=history.visits - counted)
        value = self.values["visits"]
        value.setText(words)
        set_tone(value, "bad" if cap is not None and counted > cap else "warn" if cap == counted else "")

    def _show_chips(self, one: One, today: date) -> None:
        self.chips.put([(words, tone, "person" if tone == "accent" else "") for words, tone in _chips(one, today)])
        shown = (self.values[name].text() for name in ("person_in_charge", "phone", "address", "visits"))
        self.brief.setText(" · ".join(words for words in shown if words != "—"))

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


def _chips(one: One, today: date) -> list[tuple[str, str]]:
    """Say what marks this enterprise: grades, state, and what of its records wants attention."""
    profile: EnterpriseProfile = one.records.profile
    told: list[tuple[str, str]] = []
    if profile.state is not EnterpriseState.ACTIVE:
        told.append((word(profile.state), "warn"))
    if profile.grade is not None:
        told.append((tr("Sponsored: {grade}", grade=word(profile.grade)), "accent"))
    if profile.risk_grade is not None:
        told.append((word(profile.risk_grade), RISK_TONES[profile.risk_grade]))
    told += _record_chips(one.records, today)
    due = due_words(one.history.last_visit, profile.visit_cycle_days, today)
    return [*told, due] if due[0] else told


def _record_chips(records: EnterpriseRecords, today: date) -> list[tuple[str, str]]:
    told = []
    for kind in ORDER:
        warning = warning_of(of_kind(records, kind), today)
        if warning is not None and (warning.tone == "bad" or kind is RecordKind.MAJOR_HAZARD):
            named = tr("{kind}: {state}", kind=title_of(kind), state=warning.words)
            words = warning.words if kind is RecordKind.LISTING else named
            told.append((words, warning.tone))
    return told


def _carded(part: QWidget) -> QWidget:
    """Put a part on a card, for a tab."""
    card = QFrame()
    card.setProperty("card", True)
    inner = QVBoxLayout(card)
    side = theme.dp(14)
    inner.setContentsMargins(side, side, side, side)
    inner.addWidget(part)
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(0, theme.dp(8), 0, 0)
    box.addWidget(card)
    return page


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
