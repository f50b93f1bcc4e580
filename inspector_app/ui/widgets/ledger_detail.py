# SPDX-License-Identifier: MulanPSL-2.0
"""One finding beside the ledger: its light, what is wrong, until when, what was done, 挂牌督办 with 五落实."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.finding import Grade
from inspector_app.domain.problems import Problem, blocking
from inspector_app.ledgers.finding_page import FindingPage
from inspector_app.operations.follow_ups import Fulfilment
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.clause_words import clauses_html
from inspector_app.ui.widgets.dates import days_left, full_day, short_time
from inspector_app.ui.widgets.ledger_grid import LIGHTS
from inspector_app.ui.widgets.page import Card, EmptyState, Pages, button, clear, label, row, scrolled, set_tone
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace


class LedgerDetail(QWidget):
    """A page of the side."""

    open_wanted = Signal()

    def __init__(self, ws: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws = ws
        self.page: FindingPage | None = None
        self.light, self.status = Chip(parent=self), Chip(parent=self)
        self.supervised = Chip(parent=self)
        self.words = WrapLabel()
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(theme.dp(10))
        self.facts.setVerticalSpacing(theme.dp(4))
        self.photos = WrapLabel(tone="bad")  # originals that are lost or changed, times that are far off
        self.open_button = button(tr("Open the finding in its inspection"), self.open_wanted.emit, icon="next")
        self.supervision = Card(tr("Listed supervision"))
        self.supervision_rows = QVBoxLayout()
        self.supervision.outer.addLayout(self.supervision_rows)
        self.past = Card(tr("What was done"))
        self.past_rows = QVBoxLayout()
        self.past.outer.addLayout(self.past_rows)
        self.empty = EmptyState("flag", tr("Choose a finding at the left"))
        self._build()

    def _build(self) -> None:
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, theme.dp(6), 0)
        box.setSpacing(theme.dp(8))
        head = Card()
        head.note.hide()
        head.outer.addLayout(row(self.light, self.status, self.supervised, None, gap=4))
        head.add(self.words)
        head.outer.addLayout(self.facts)
        head.add(self.photos)
        head.outer.addLayout(row(self.open_button, None))
        for part in (head, self.supervision, self.past):
            box.addWidget(part)
        box.addStretch(1)
        self.pages = Pages()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(scrolled(body))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def show_nothing(self) -> None:
        """Show that nothing is chosen."""
        self.page = None
        self.pages.setCurrentIndex(0)

    def show_page(self, page: FindingPage, fulfilled: Sequence[Fulfilment]) -> None:
        """Show a finding."""
        self.page = page
        found = page.row.finding
        icon, role = LIGHTS[page.colour]
        self.light.set_state(word(page.colour), role, icon)
        self.status.set_state(tr("Overdue") if page.row.is_overdue else word(found.status), "muted", "flag")
        is_major = found.grade is Grade.MAJOR
        self.supervised.set_state(word(found.grade) if is_major else "", "bad" if is_major else "muted", "warning")
        self.words.setText(found.description or "—")
        self._show_facts(page)
        self.photos.hide()
        self._show_supervision(page, fulfilled)
        clear(self.past_rows)
        lines = _past(page, self.ws)
        for words in lines:
            self.past_rows.addWidget(WrapLabel(words))
        self.past.setVisible(bool(lines))
        self.pages.setCurrentIndex(1)

    def show_photo_problems(self, finding_id: str, problems: Sequence[Problem]) -> None:
        """Name every photo of the shown finding that proves nothing any more, or whose time is far from the visit."""
        if self.page is None or self.page.row.finding.id != finding_id:
            return  # another one meanwhile
        set_tone(self.photos, "bad" if blocking(problems) else "warn")
        self.photos.setText("\n".join(map(sentence, problems)))
        self.photos.setVisible(bool(problems))

    def _show_facts(self, page: FindingPage) -> None:
        while self.facts.rowCount():
            self.facts.removeRow(0)
        found, today = page.row.finding, self.ws.today()
        until = word(found.deadline_class)
        if found.deadline is not None:
            until = full_day(found.deadline)
            if found.status.is_running:
                until = tr("{day}, {left}", day=until, left=days_left(found.deadline, today))
        assigned = next((a for a in page.acts if a.verb == "assign"), None)
        given = ""
        if assigned is not None:
            given = assigned.person
            if assigned.due_on is not None:
                given = tr("{person}, until {day}", person=given, day=full_day(assigned.due_on))
        lines = (
            (tr("Enterprise"), page.row.enterprise_name),
            (tr("Found on"), full_day(found.found_at.date())),
            (tr("Officers"), "、".join(officer.name for officer in page.inspection.officers)),
            (tr("Place"), found.place),
            (tr("Item"), found.item_code or ""),
            (tr("Measure"), found.measure),
            (tr("Deadline"), until),
            (tr("Seen to by"), given),
            (tr("Legal basis"), clauses_html(found.clauses, found.found_at.date())),
            (tr("Documents"), "\n".join(f"{word(d.kind)} {d.number}" for d in page.documents)),
            (tr("Photos"), str(page.row.photo_count or "")),
        )
        for name, value in lines:
            if value:
                is_rich = name == tr("Legal basis")
                self.facts.addRow(label(name, tone="muted", size="small"), WrapLabel(value, rich=is_rich))

    def _show_supervision(self, page: FindingPage, fulfilled: Sequence[Fulfilment]) -> None:
        clear(self.supervision_rows)
        shown = page.supervision
        self.supervision.setVisible(shown is not None)
        if shown is None:
            return
        one = shown.follow_up
        self.supervision.note.setText(word(one.state))
        fields = {n: str(one.fields.get(n, "")) for n in ("number", "organ", "level", "department", "deadline")}
        rules = self.ws.law.follow_ups.of(one.kind).step("list")
        labels = {f.spec.name: f.spec.label for f in rules.fields}
        choices = {f.spec.name: dict(f.spec.choices) for f in rules.fields}
        for name, value in fields.items():
            if value:
                said = choices.get(name, {}).get(value, value)
                self.supervision_rows.addWidget(WrapLabel(f"{labels.get(name, name)}：{said}"))
        done = sum(bool(f.text) for f in fulfilled)
        if fulfilled:
            words = tr("The five fulfilments: {done} of {all}", done=done, all=len(fulfilled))
            self.supervision_rows.addWidget(label(words, tone="muted", size="small"))
        for fulfilment in fulfilled:
            self.supervision_rows.addWidget(_fulfilment(fulfilment))


def _fulfilment(one: Fulfilment) -> QWidget:
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.dp(8))
    box.addWidget(Chip(one.name, "ok" if one.text else "warn", parent=made))
    box.addWidget(WrapLabel(one.text or tr("not shown yet"), tone="" if one.text else "muted"), 1)
    return made


def _past(page: FindingPage, ws: Workspace) -> list[str]:
    """Say what was done, the newest first; of one day in the order in which the law has it."""
    told = sorted(_events(page, ws), key=lambda one: one[0])
    return [words for _, words in reversed(told)]


def _events(page: FindingPage, ws: Workspace) -> Iterator[tuple[date, str]]:
    """Give every day with what was done on it: assignments, rounds, supervision, sign-off."""
    for act in reversed(page.acts):
        said = " · ".join(part for part in (short_time(act.at, ws.today()), word(act.verb), act.person) if part)
        yield act.at.date(), f"{said}\n　{act.text}" if act.text else said
    for line in page.verdicts:
        said = tr(
            "{day} · re-inspection {round}: {verdict}",
            day=full_day(line.on), round=line.round, verdict=word(line.verdict),
        )  # fmt: skip
        yield line.on, f"{said}\n　{line.fact}" if line.fact else said
    if page.supervision is not None:
        for event in page.supervision.events:
            parts = (full_day(event.on), word(event.verb), event.person, event.text)
            yield event.on, " · ".join(part for part in parts if part)
    signed = page.sign_off
    if signed is not None:
        said = tr("{day} · signed off by {person}", day=full_day(signed.accepted_on), person=signed.accepted_by)
        yield signed.accepted_on, said
