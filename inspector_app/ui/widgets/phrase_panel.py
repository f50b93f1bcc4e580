# SPDX-License-Identifier: MulanPSL-2.0
"""The unit's phrases in the settings: what officers wrote, what was published and dropped, and deciding on it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.phrase import Phrase, PhraseDraft, PhraseState
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ledgers import findings as finding_ledger
from inspector_app.ledgers import organs
from inspector_app.ledgers import phrases as ledger
from inspector_app.operations import phrases as verbs
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.page import Band, Card, button, label, row, scrolled
from inspector_app.ui.widgets.phrase_form import FormFacts, PhraseForm
from inspector_app.ui.widgets.phrase_list import PhraseList, PhraseShown, read_phrases
from inspector_app.ui.widgets.row_list import Row
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

TABLES = ("phrases", "findings", "kept_packs", "law_updates", "officers")
SOURCES_SEEN = 5


class PhrasePanel(QWidget):
    """Phrases at the left, the chosen one as a form at the right."""

    officers_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._go_to: tuple[PhraseState, str] | None = None
        self.list = PhraseList()
        self.new_button = button(tr("Own phrase"), self._on_new, icon="add")
        self.new_button.setToolTip(tr("Write a phrase that nobody has written in a finding yet"))
        self.list.add_at_right(self.new_button)
        self.form = PhraseForm()
        self.page = scrolled(self.form)
        self.spare = Card()
        self.spare.add(label(tr("Choose a phrase at the left."), tone="muted"))
        self.spare.outer.addStretch(1)
        self.band = Band()
        columns = row(gap=12)
        columns.addWidget(self.list, 2)
        columns.addWidget(self.page, 3)
        columns.addWidget(self.spare, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.band)
        outer.addLayout(columns, 1)
        self._show_page(False)
        self.list.phrase_shown.connect(self._on_shown)
        self.form.publish_wanted.connect(self._on_publish)
        self.form.drop_wanted.connect(self._on_drop)
        self.form.officers_wanted.connect(self.officers_wanted)

    def _show_page(self, is_shown: bool) -> None:
        self.page.setVisible(is_shown)
        self.spare.setVisible(not is_shown)

    # ---- reading ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what could be learned and what was decided; off the worker, for it looks at many findings."""
        self.list.note.setText(tr("Reading …"))
        self.jobs.run_slow(self, partial(_read, self.ws), then=self._show)

    def on_changed(self, changes: Changes) -> None:
        """Read again what an operation may have changed."""
        if any(changes.touched.get(table) for table in TABLES):
            self.refresh()

    def _show(self, phrases: tuple[PhraseShown, ...]) -> None:
        wanted, self._go_to = self._go_to, None
        self.list.show_phrases(phrases)
        if wanted is not None:
            self.list.show_state(*wanted)

    def _on_shown(self, shown: PhraseShown | None) -> None:
        if shown is None:
            self._show_page(False)
            return

        def show(facts: FormFacts) -> None:
            current = self.list.current()
            if current is not None and current.key == shown.key:
                self.form.show_phrase(shown, facts)
                self._show_page(True)

        self.jobs.run_read(self, partial(_read_facts, self.ws, shown), then=show, key="phrase")

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_new(self) -> None:
        words = tr("Code of the item that it belongs to, as in the checklist (for example HZ-LIC-01)")
        code = self.ask.text(tr("Own phrase"), words)
        if code:
            self.jobs.run_read(self, partial(_begin, self.ws, code.strip()), then=self._on_begun)

    def _on_begun(self, begun: tuple[PhraseShown, FormFacts] | str) -> None:
        if isinstance(begun, str):
            problem = Problem(code=ProblemCode.ITEM_UNKNOWN, where="item", fields={"item": begun})
            self.band.say(sentence(problem), tone="bad")
            return
        self.band.hide()
        self.list.list.setCurrentIndex(QModelIndex())
        self.form.show_phrase(*begun)
        self._show_page(True)
        self.form.text.setFocus()

    def _on_publish(self, draft: PhraseDraft, person: str) -> None:
        shown = self.form.shown
        if shown is None:
            return
        before = shown.draft if shown.draft.text else None
        work = partial(verbs.publish_phrase, self.ws, draft, person, learned_from=shown.finding_ids, replaces=before)
        then = partial(self._on_decided, shown.key)
        self.jobs.run_write(self, work, then=then, refused=self.form.show_problems)

    def _on_drop(self, draft: PhraseDraft, person: str) -> None:
        shown = self.form.shown
        question = tr("Why is it dropped? It is neither proposed nor learned again; it can be published later.")
        reason = self.ask.text(tr("Drop “{text}”", text=draft.text[:40]), question, initial=tr("not exact enough"))
        if reason is None or shown is None:
            return
        work = partial(verbs.drop_phrase, self.ws, draft, person, reason)
        self.jobs.run_write(self, work, then=partial(self._on_decided, shown.key), refused=self.form.show_problems)

    def _on_decided(self, key: str, phrase: Phrase) -> None:
        self.form.forget(key)
        if phrase.state is PhraseState.PUBLISHED:
            self._go_to = (phrase.state, phrase.id)
            self.band.say(tr("Published. When {item} fails, Alt+↓ in the finding offers it.", item=phrase.item_code),
                          tone="ok")  # fmt: skip
        else:
            self.band.say(tr("Dropped; Ctrl+Z brings it back."), tone="ok")


def _read(ws: Workspace, report: Report) -> tuple[PhraseShown, ...]:
    del report
    return read_phrases(ws)


def _begin(ws: Workspace, code: str) -> tuple[PhraseShown, FormFacts] | str:
    """Give an empty phrase of an item, or the code when no checklist has it."""
    item = ledger.item_of(ws, code) or ledger.item_of(ws, code.upper())
    if item is None:
        return code
    draft = PhraseDraft(
        item_code=item.code, text="", measure=item.measure, deadline_class=item.deadline_class,
        deadline_days=item.deadline_days, clauses=item.basis,
    )  # fmt: skip
    shown = PhraseShown(state=PhraseState.CANDIDATE, draft=draft, check=item.check, count=0)
    return shown, _read_facts(ws, shown)


def _read_facts(ws: Workspace, shown: PhraseShown) -> FormFacts:
    """Read what stands around a phrase."""
    item = ledger.item_of(ws, shown.draft.item_code)
    chosen = shown.draft.clauses or (item.basis if item else ())
    offered = (*item.basis, *item.major_ref) if item else ()
    today = ws.today()
    officers = tuple(dict.fromkeys(o.name for o in organs.officers(ws, active_only=True) if o.is_valid(today)))
    newest = reversed(shown.finding_ids[-SOURCES_SEEN:])
    found = [one for one in (finding_ledger.finding(ws, name) for name in newest) if one is not None]
    return FormFacts(
        offered=ledger.bound_today(ws, offered), chosen=ledger.bound_today(ws, chosen),
        days=item.deadline_days if item else None, officers=officers, actor=ws.actor, on=today,
        sources=tuple(_source(one) for one in found),
    )  # fmt: skip


def _source(row: finding_ledger.FindingRow) -> Row:
    finding = row.finding
    detail = f"{finding.found_at.date().isoformat()} · {row.enterprise_name}"
    return Row(id=finding.id, title=finding.description, detail=detail, tip=f"{finding.description}\n{finding.measure}")
