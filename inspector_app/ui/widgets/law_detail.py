# SPDX-License-Identifier: MulanPSL-2.0
"""One law: its days, its succession, its clauses, and what cites the law or the clause at the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Verified
from inspector_app.domain.law_citation import Citation
from inspector_app.domain.law_clause import LawState
from inspector_app.ledgers import law_citations, law_library
from inspector_app.ledgers.law_library import ClauseRow, LawDetail
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.clause_words import law_title
from inspector_app.ui.widgets.page import Card, button
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.wording.law_library_words import short_names
from inspector_app.wording.pack_words import field_label
from inspector_app.workspace import Workspace

ROLES = {LawState.IN_FORCE: "ok", LawState.NOT_YET: "accent", LawState.LAPSED: "bad", LawState.UNSURE: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What cites a law or one clause of it."""

    law: str
    clause: str
    citations: tuple[Citation, ...]
    today: date


class LawDetailPanel(QWidget):
    """Facts above, clauses in the middle, citations below; a chosen citation is copied as text."""

    cited_shown = Signal()  # the citations of the clause at the cursor were read

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self._detail: LawDetail | None = None
        self._citations: tuple[Citation, ...] = ()
        self._wanted_clause = ""
        self.facts_card = Card(" ")
        self.chip = Chip(parent=self)
        self.facts = WrapLabel(tone="muted")
        self.facts_card.add_at_right(self.chip)
        self.facts_card.add(self.facts)
        self.clauses_card = Card(tr("Clauses"))
        self.clauses = RowList(tr("Clauses"))
        self.clauses.setObjectName("cardList")
        self.clauses.row_shown.connect(self._on_clause)
        self.clauses_card.add(self.clauses, 1)
        self.cited_card = Card(tr("Cited by"))
        self.whole_button = button(tr("The whole law"), self.show_whole, kind="quiet")
        self.cited_card.add_at_right(self.whole_button)
        self.cited = RowList(tr("Cited by"))
        self.cited.setObjectName("cardList")
        self.cited.row_chosen.connect(self._on_citation)
        self.cited_card.add(self.cited, 1)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.clauses_card)
        halves.addWidget(self.cited_card)
        halves.setChildrenCollapsible(False)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addWidget(self.facts_card)
        box.addWidget(halves, 1)

    def show_law(self, key: str, clause: str = "") -> None:
        """Read a law and show it; with a clause the cursor goes there."""
        self._wanted_clause = clause
        if not key:
            self.setVisible(False)
            return
        self.jobs.run_read(self, partial(law_library.detail, self.ws, key), then=self._show, key="law")

    def law(self) -> str:
        """Give the key of the law that is shown."""
        return self._detail.law.key if self._detail else ""

    def show_whole(self) -> None:
        """Show what cites the law as a whole, any clause of it."""
        self.clauses.clearSelection()
        self.clauses.setCurrentIndex(self.clauses.rows.index(-1))
        self._read_cited("")

    def _show(self, detail: LawDetail) -> None:
        is_other = self._detail is None or self._detail.law.key != detail.law.key
        self._detail = detail
        self.setVisible(True)
        law = detail.law
        self.facts_card.title.setText(law_title(law.name))
        self.chip.set_state(word(detail.state), ROLES[detail.state])
        self.facts.setText("\n".join(fact_lines(detail)))
        self.clauses_card.note.setText(str(len(detail.clauses)))
        self.clauses.put([_clause_row(r) for r in detail.clauses])
        self.clauses_card.setVisible(bool(detail.clauses))
        if self._wanted_clause and self.clauses.show_row(self._wanted_clause):
            self._wanted_clause = ""
        elif is_other or not self.clauses.current_id():
            self.show_whole()

    def _on_clause(self, clause: str) -> None:
        if clause:
            self._read_cited(clause)

    def _read_cited(self, clause: str) -> None:
        key = self.law()
        if not key:
            return

        def read() -> Cited:
            found = law_citations.citations(self.ws, key, clause)
            return Cited(law=key, clause=clause, citations=found, today=self.ws.today())

        self.jobs.run_read(self, read, then=self._show_cited, key="cited")

    def _show_cited(self, cited: Cited) -> None:
        if cited.law != self.law():
            return
        self._citations = cited.citations
        self.cited_card.title.setText(
            tr("What cites {clause}", clause=cited.clause) if cited.clause else tr("Cited by")
        )
        self.cited_card.note.setText(str(len(cited.citations)) if cited.citations else tr("cited nowhere"))
        self.whole_button.setVisible(bool(cited.clause))
        self.cited.put([_citation_row(n, c, cited.today) for n, c in enumerate(cited.citations)])
        self.clauses.scrollTo(self.clauses.currentIndex())  # the facts above may have taken its room
        self.cited_shown.emit()

    def _on_citation(self, row_id: str) -> None:
        text = citation_text(self._citations[int(row_id)])
        QGuiApplication.clipboard().setText(text)
        self.cited_card.note.setText(tr("copied: {text}", text=self._citations[int(row_id)].title))


def fact_lines(detail: LawDetail) -> list[str]:
    """Say what is known of a law, one line for each kind of thing."""
    law = detail.law
    begins, ends, checked = (d.isoformat() if d else "" for d in (law.effective_from, law.effective_to, law.checked_on))
    days = [tr("in force from {day}", day=begins) if begins else tr("first day not known")]
    days += [tr("in force until {day}", day=ends)] if ends else []
    days += [tr("checked on {day}", day=checked)] if checked else [tr("never checked")]
    days.append(tr("sources: {names}", names="、".join(law.sources)) if law.sources else tr("no source is named"))
    if law.verified is not Verified.V:
        days.append(word(law.verified))
    lines = [f"{law.number} · {law.kind}", " · ".join(days)]
    lines += [law.status] if law.status else []
    if detail.successors:
        lines.append(tr("Superseded by: {names}", names=" → ".join(detail.successors)))
    if detail.predecessors:
        lines.append(tr("Takes the place of: {names}", names="、".join(detail.predecessors)))
    for update in detail.updates:
        lines.append(tr("Law update: {title}, {issuer}", title=update.title, issuer=update.issuer))
    return lines


def _clause_row(shown: ClauseRow) -> Row:
    clause = shown.clause
    begins, ends = (d.isoformat() if d else "" for d in (clause.effective_from, clause.effective_to))
    said = [clause.subject or tr("nobody has noted what it says")]
    said += [tr("in force from {day}", day=begins)] if begins else []
    said += [tr("in force until {day}", day=ends)] if ends else []
    said += [f"→ {short_names(shown.successor)}"] if shown.successor else []
    said += [clause.status] if clause.status else []
    detail = " · ".join(said)
    is_plain = shown.state is LawState.IN_FORCE
    return Row(
        id=clause.clause, title=clause.clause, detail=detail, tip=f"{clause.clause}\n{detail}",
        side=tr("{count} items", count=shown.cited) if shown.cited else "",
        chip="" if is_plain else word(shown.state), chip_role=ROLES[shown.state],
    )  # fmt: skip


def _citation_row(n: int, citation: Citation, today: date) -> Row:
    where = " · ".join(_parts(citation))
    is_valid = citation.is_in_force(today)
    return Row(
        id=str(n), title=citation.title, detail=where, side=word(citation.kind),
        chip="" if is_valid else tr("not in force"), chip_role="bad", tip=citation_text(citation),
    )  # fmt: skip


def _parts(citation: Citation) -> Sequence[str]:
    field = field_label(citation.field) if citation.field else ""
    is_named = len(citation.id) < 32  # ids of rows say nothing to people
    return [part for part in (citation.id if is_named else "", citation.where, field, citation.text) if part]


def citation_text(citation: Citation) -> str:
    """Say a citation in one line, for copying."""
    return " · ".join((word(citation.kind), *_parts(citation), citation.title))
