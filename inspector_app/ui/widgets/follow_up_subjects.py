# SPDX-License-Identifier: MulanPSL-2.0
"""What a follow-up of a case may be about: its findings, its documents, or the case as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.finding import Grade
from inspector_app.law.follow_ups import KindRules, Subject, holds
from inspector_app.ui import theme
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.page import label
from inspector_app.wording import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One thing that it may be about; the id is empty for the whole case."""

    id: str
    words: str


def subjects_of(page: OrderPage, rules: KindRules) -> tuple[About, ...]:
    """Give what the law lets a kind be about in this case; findings of this order first."""
    found: list[About] = []
    if Subject.FINDING in rules.subjects:
        own = {shown.line.finding.id for shown in page.view.lines}
        live = [f for f in page.case.findings if f.status.is_open]
        for finding in sorted(live, key=lambda f: (f.id not in own, f.ordinal)):
            if not rules.needs_major or finding.grade is Grade.MAJOR:
                words = "：".join(part for part in (finding.place, finding.description) if part)
                found.append(
                    About(id=finding.id, words=tr("Finding {ordinal}: {words}", ordinal=finding.ordinal, words=words))
                )
    if Subject.DOCUMENT in rules.subjects:
        for document in page.case.documents:
            name, _, _ = rules.document_when.partition("=")
            fits = name not in document.fields or holds(rules.document_when, document.fields)
            if document.is_valid and document.kind in rules.documents and fits:
                found.append(About(id=document.id, words=f"{page.law.name(document.kind)} {document.number}"))
    if Subject.CASE in rules.subjects:
        found.append(About(id="", words=tr("the whole case")))
    return tuple(found)


class SubjectChoice(QWidget):
    """A list that opens; one is always chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = CalmCombo()
        self.combo.setAccessibleName(tr("What it is about"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(2))
        box.addWidget(label(tr("What it is about"), tone="muted", size="small"))
        box.addWidget(self.combo)

    def show_subjects(self, found: tuple[About, ...]) -> None:
        """Offer these, the first chosen."""
        self.combo.clear()
        for one in found:
            self.combo.addItem(one.words, one.id)

    def chosen(self) -> str:
        """Give the id of what is chosen."""
        return str(self.combo.currentData() or "")
