# SPDX-License-Identifier: MulanPSL-2.0
"""What the inspection record takes: everything of the inspection; changed there, not here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.documents_state import DocumentsState
from inspector_app.ui.widgets.page import Band, button, clear, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word


class RecordPanel(QFrame):
    """Facts of the visit, and the findings as they will stand in the record."""

    place_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._id = ""
        title = label(tr("The record takes"))
        title.setObjectName("cardTitle")
        self.count = label("", tone="muted")
        self.open_button = button(tr("Open inspection"), self._on_open, icon="edit", kind="quiet")
        self.band = Band("warn")
        self.facts = QVBoxLayout()
        self.findings = RowList(tr("Findings of the record"))
        self.findings.setObjectName("cardList")
        self.findings.row_chosen.connect(self._on_finding)
        box = QVBoxLayout(self)
        side = theme.dp(16)
        box.setContentsMargins(side, theme.dp(10), side, theme.dp(10))
        box.setSpacing(theme.dp(8))
        box.addLayout(row(title, self.count, None, self.open_button))
        box.addWidget(self.band)
        box.addLayout(self.facts)
        box.addWidget(self.findings, 1)

    def show_state(self, state: DocumentsState) -> None:
        """Show what the ledger has."""
        self._id = state.view.inspection.id
        live = state.view.live_findings
        self.count.setText(tr("{count} findings", count=len(live)))
        if state.is_finished:
            self.band.hide()
        else:
            self.band.say(
                tr("The inspection is still in progress; finish it before the record is issued."),
                tone="warn",
                action=tr("Go there"),
                then=self._on_open,
            )
            self.band.dismiss.hide()
        self._show_facts(state)
        self.findings.put(
            [
                Row(
                    id=finding.id,
                    title=f"{finding.ordinal}. {finding.description or '—'}",
                    detail=" · ".join(part for part in (finding.place, word(finding.grade)) if part),
                    icon="flag",
                    action=tr("Look"),
                )
                for finding in live
            ]
        )

    def _show_facts(self, state: DocumentsState) -> None:
        clear(self.facts)
        inspection = state.view.inspection
        results = [answer.result for answer in state.view.answers.values()]
        checked = sum(result is not AnswerResult.NOT_CHECKED for result in results)
        started = inspection.started_at.strftime("%Y-%m-%d %H:%M")
        ended = inspection.finished_at.strftime("%H:%M") if inspection.finished_at else "…"
        remark = inspection.party_remark or tr("none")
        lines = (
            (tr("Time"), f"{started} – {ended}"),
            (tr("Inspected place"), inspection.place or state.view.enterprise.address or "—"),
            (tr("Officers"), "、".join(officer.name for officer in inspection.officers) or "—"),
            (tr("Accompanied by"), inspection.accompanied_by.name if inspection.accompanied_by else "—"),
            (tr("Checked"), tr("{checked} of {total} items", checked=checked, total=len(state.view.items))),
            (tr("Remark of the party"), remark),
        )
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(theme.dp(12))
        form.setVerticalSpacing(theme.dp(4))
        for name, value in lines:
            tag = QLabel(name)
            tag.setProperty("tone", "muted")
            form.addRow(tag, label(value, wrap=True))
        self.facts.addWidget(holder)

    def _on_open(self) -> None:
        self.place_wanted.emit(f"inspection:{self._id}")

    def _on_finding(self, finding_id: str) -> None:
        self.place_wanted.emit(f"finding:{finding_id}")
