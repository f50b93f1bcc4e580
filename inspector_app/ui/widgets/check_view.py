# SPDX-License-Identifier: MulanPSL-2.0
"""Sections, items and the item in full, side by side: where an inspection is answered."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.finding import Finding, FindingDraft
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.models.answer_state import translated
from inspector_app.ui.models.checklist_model import ChecklistModel
from inspector_app.ui.models.checklist_row import Row, RowSetting, Shown
from inspector_app.ui.models.row_maker import RowMaker
from inspector_app.ui.widgets.answer_tools import AnswerTools
from inspector_app.ui.widgets.answer_view import answer_view
from inspector_app.ui.widgets.check_answers import AnswerDesk
from inspector_app.ui.widgets.finding_tools import FindingTools
from inspector_app.ui.widgets.inspection_acts import InspectionActs, another_draft, free_draft
from inspector_app.ui.widgets.inspection_sheet import Sheet, subject_of
from inspector_app.ui.widgets.item_list import ItemList
from inspector_app.ui.widgets.item_page import ItemPage, Subject
from inspector_app.ui.widgets.page import Band, button
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.ui.widgets.section_drawer import SectionDrawer
from inspector_app.ui.widgets.section_list import SectionList
from inspector_app.wording import sentence, tr


class CheckView(QWidget):
    """Three columns over one model; writes through `acts`."""

    item_shown = Signal(str)
    reread_wanted = Signal()  # an answer changed more than it told

    def __init__(
        self, acts: InspectionActs, tools: FindingTools, answer_tools: AnswerTools, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._acts = acts
        self._sheet: Sheet | None = None
        self._maker: RowMaker | None = None
        self.language = ""
        self._is_laid_out = False
        self._go_to = ""  # a finding to enter when the next refresh has brought it
        self.rows = ChecklistModel(self)
        self.sections = SectionList()
        self.items = ItemList(self.rows)
        self.search = SearchLine(tr("Search items ( / )"))
        self.free_button = button(tr("Other finding (F)"), self.record_free, icon="add")
        self.free_button.setToolTip(tr("Record a finding that belongs to no item"))
        self.band = Band()
        self.page = ItemPage(tools, answer_tools)
        self.desk = AnswerDesk(acts, self.rows, self.items, self.page, self.band, self)
        self._counter = QTimer(self)
        self._counter.setSingleShot(True)
        self._counter.setInterval(30)
        self._counter.timeout.connect(self._count)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        top = QHBoxLayout()
        top.setSpacing(theme.dp(8))
        self.drawer = SectionDrawer(self.sections, self.splitter, self)
        top.addWidget(self.drawer.button)
        top.addWidget(self.search, 1)
        top.addWidget(self.free_button)
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(top)
        box.addWidget(self.band)
        box.addWidget(self.items, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.dp(10))
        for number, (part, stretch) in enumerate(((self.sections, 0), (middle, 5), (self.page, 5))):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(number, stretch)
        self.sections.setMinimumWidth(theme.dp(160))
        middle.setMinimumWidth(theme.dp(280))
        self.page.setMinimumWidth(theme.dp(320))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

    def _connect(self) -> None:
        self.sections.filter_chosen.connect(lambda shown: self.show_only(shown=shown))
        self.sections.section_chosen.connect(lambda section: self.show_only(section=section))
        self.sections.list_wanted.connect(self.items.setFocus)
        self.search.searched.connect(lambda text: self.show_only(text=text))
        self.search.list_wanted.connect(self.items.setFocus)
        self.items.row_shown.connect(self._on_row_shown)
        self.items.entered.connect(self._on_entered)
        self.items.search_wanted.connect(self.focus_search)
        self.items.finding_wanted.connect(self.record_free)
        self.items.note_wanted.connect(self._focus_note)
        self.items.everything_wanted.connect(self.show_everything)
        self.page.focus_lost.connect(self.items.setFocus)
        page, acts = self.page, self._acts
        page.edited.connect(self._on_edited)
        page.left.connect(acts.drafts.flush)
        page.note_edited.connect(acts.note)
        page.strike_wanted.connect(self._on_strike)
        page.confirm_wanted.connect(acts.confirm)
        page.more_wanted.connect(self.record_more)
        page.finished.connect(self._on_finished)
        desk = self.desk
        desk.page_stale.connect(self._show_page)
        desk.rows_changed.connect(self._counter.start)
        desk.reread_wanted.connect(self.reread_wanted)
        desk.item_wanted.connect(self.show_item)
        acts.finding_saved.connect(self._on_finding_saved)
        acts.confirmed.connect(self._on_finding_changed)
        acts.recorded.connect(self._on_recorded)
        acts.draft_refused.connect(self._on_draft_refused)
        acts.refused.connect(self._on_refused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room, else two and a drawer."""
        super().resizeEvent(event)
        if self.drawer.fit(event.size().width()) or not self._is_laid_out:
            self._is_laid_out = True
            self._share_room()

    def _share_room(self) -> None:
        self.free_button.setText(tr("Other (F)") if self.drawer.is_narrow else tr("Other finding (F)"))
        column = [] if self.drawer.is_narrow else [theme.dp(200)]
        rest = max(100, self.width() - sum(column))
        self.splitter.setSizes([*column, round(rest * 0.47), round(rest * 0.53)])

    # -- showing -----------------------------------------------------------------------------------

    def show_sheet(self, sheet: Sheet, key: str = "") -> None:
        """Show an inspection from its beginning, or at an item."""
        self._take(sheet, is_other=True)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.sections.show_filter(Shown.ALL)
        self.items.delegate.forget_sizes()
        self.rows.show_only(shown=Shown.ALL, section="", text="")
        self.rows.set_rows(self._made_rows())
        self._count()
        self.sections.show_section("")
        self.free_button.setEnabled(not sheet.is_finished)
        self.band.hide()
        if not (key and self.items.show_key(key)):
            first = next((r.key for r in self.rows.rows() if r.matches(Shown.UNCHECKED)), "")
            if not self.items.show_key(first):
                self.items.step(1)
        self._show_page()

    def refresh(self, sheet: Sheet) -> None:
        """Take what the ledger has now; cursor, scroll and unsaved texts stay."""
        self._take(sheet, is_other=False)
        self._drop_lost_drafts()
        kept = self.items.current_key()
        self.rows.set_rows(self._made_rows())
        if kept and self.items.current_key() != kept:
            self.items.show_key(kept)
        self._count()
        self.free_button.setEnabled(not sheet.is_finished)
        if self._go_to and self._go_to in self._findings:
            finding_id, self._go_to = self._go_to, ""
            self.show_finding(finding_id)
        else:
            self._show_page()

    def _take(self, sheet: Sheet, *, is_other: bool) -> None:
        self._sheet = sheet
        setting = RowSetting(author=self._acts.author, packs=sheet.packs.pack_of)
        self._maker = RowMaker(sheet.view, setting, self.language)
        self.desk.begin(self._maker, is_finished=sheet.is_finished, is_other=is_other)

    @property
    def _findings(self) -> dict[str, Finding]:
        return self._maker.findings if self._maker is not None else {}

    def _made_rows(self) -> tuple[Row, ...]:
        return self._maker.rows() if self._maker is not None else ()

    def set_author(self, author: str) -> None:
        """Answer in this name; the names of others are shown."""
        self._acts.author = author
        self._renew()

    def set_language(self, language: str) -> None:
        """Show items and choices in this language."""
        if language != self.language:
            self.language = language
            self.items.delegate.forget_sizes()
            self._renew()

    def _renew(self) -> None:
        """Make all rows anew, with what is known."""
        if self._sheet is not None and self._maker is not None:
            self._maker.setting = replace(self._maker.setting, author=self._acts.author)
            self._maker.state.language = self.language
            self.rows.put_rows(self._maker.rows_of(self._maker.state.items))
            self._show_page()

    def _drop_lost_drafts(self) -> None:
        """Forget what was typed in a finding that somebody has taken back meanwhile."""
        for key in self._acts.drafts.unsaved():
            kind, _, finding_id = key.partition(":")
            if kind == "finding" and finding_id not in self._findings:
                self._acts.drafts.drop(key)

    def _count(self) -> None:
        tally = self.rows.tally
        self.sections.set_lines(tally.lines(), tally.filters())

    def show_only(self, *, shown: Shown | None = None, section: str | None = None, text: str | None = None) -> None:
        """Choose what the list shows; the cursor stays on its row if that is still shown."""
        kept = self.items.current_key()
        self.rows.show_only(shown=shown, section=section, text=text)
        if not (kept and self.items.show_key(kept)):
            self.items.step(1)
        if not self.rows.rowCount():
            self._on_row_shown("")

    def _row(self) -> Row | None:
        return self.rows.row_of(self.items.current_key())

    def _on_row_shown(self, key: str) -> None:
        self.page.answer.flush()
        self._acts.drafts.flush()
        self._show_page()
        self.item_shown.emit(key)

    def _show_page(self) -> None:
        row = self._row()
        typed = {}
        for key in self._acts.drafts.unsaved():
            value = self._acts.drafts.value(key)
            if key.startswith("finding:") and isinstance(value, FindingDraft):
                typed[key.partition(":")[2]] = value
        self.page.show_subject(self._subject(row) if row else None, typed)
        for finding_id in typed:
            self.page.show_problems(finding_id, self._acts.drafts.problems(f"finding:{finding_id}"))

    def _subject(self, row: Row) -> Subject | None:
        note = self._acts.typed("note", row.key)
        typed = note if isinstance(note, str) else None
        if self._sheet is None or self._maker is None:
            return None
        subject = subject_of(self._sheet, row, self._findings.values(), typed)
        if row.item is None:
            return subject
        state, author = self._maker.state, self._acts.author
        unsaved, done = self.desk.unsaved, self._sheet.is_finished
        shown = answer_view(state, row.item, unsaved, self._findings, author=author, is_finished=done)
        return replace(subject, item=translated(row.item, self.language), answer=shown)

    # -- findings ----------------------------------------------------------------------------------

    def _on_edited(self, finding_id: str) -> None:
        editor = self.page.editor_of(finding_id)
        if editor is not None:
            self._acts.write(finding_id, editor.draft())

    def _on_finding_saved(self, finding: Finding, sent: FindingDraft) -> None:
        self._keep(finding)
        editor = self.page.editor_of(finding.id)
        if editor is not None:
            editor.accept(finding, sent)

    def _on_finding_changed(self, finding: Finding) -> None:
        self._keep(finding)
        editor = self.page.editor_of(finding.id)
        if editor is not None:
            editor.follow(finding)

    def _keep(self, finding: Finding) -> None:
        if self._maker is not None:
            self.rows.put_rows(self._maker.put_finding(finding))
            self._counter.start()

    def _on_recorded(self, finding: Finding) -> None:
        self._go_to = finding.id

    def _on_draft_refused(self, key: str, problems: tuple[Problem, ...]) -> None:
        kind, _, name = key.partition(":")
        if kind == "finding" and self.page.editor_of(name) is not None:
            self.page.show_problems(name, problems)
        elif kind == "value":
            self.desk.on_draft_refused(key, problems)
        elif kind in ("finding", "note", "private", "spot", "spotnote", "working"):
            place = self.rows.key_of_finding(name) if kind == "finding" else name.partition("@")[0]
            words = tr("{place} not saved: {why}", place=place, why=" ".join(sentence(p) for p in problems))
            self.band.say(words, tone="bad", action=tr("Go there"), then=lambda: self.show_item(place, True))

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.band.say(" ".join(sentence(p) for p in problems), tone="bad")

    def record_free(self) -> None:
        """Record a finding that belongs to no item, and go there to write it."""
        if self._sheet is None or self._sheet.is_finished:
            return
        self._acts.record(free_draft(self._sheet.on))

    def record_more(self) -> None:
        """Record one more finding of the current item, at another place."""
        row = self._row()
        if row is None or row.item is None or self._sheet is None:
            return
        self._acts.record(another_draft(row.item, len(row.findings), self._sheet.on))

    def _on_strike(self, finding_id: str) -> None:
        finding = self._findings.get(finding_id)
        if finding is not None:
            self._acts.strike_out(finding_id, finding.ordinal)

    # -- finding one's way -------------------------------------------------------------------------

    def show_item(self, key: str, into_finding: bool = False) -> None:
        """Put the cursor on an item, whatever the filter hides; `CODE:SPOT` is one of its places or entries."""
        key, spot_id = self.desk.place_of(key)
        if self.rows.row_of(key) is None:
            return
        if not self.items.show_key(key):
            self.show_everything()
            self.items.show_key(key)
        if not (into_finding and self.page.enter()):
            self.items.setFocus()
        if spot_id and self.page.answer.spots is not None:
            self.page.answer.spots.show_spot(spot_id)

    def show_finding(self, finding_id: str, field: str = "") -> None:
        """Go into a finding, at one of its fields."""
        key = self.rows.key_of_finding(finding_id)
        if key:
            self.show_item(key)
            self._show_page()
            self.page.enter(finding_id, field)

    def show_everything(self) -> None:
        """Take all filters away."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.sections.show_filter(Shown.ALL)
        self.sections.show_section("")
        self.show_only(shown=Shown.ALL, section="", text="")

    def focus_search(self) -> None:
        """Go to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _focus_note(self) -> None:
        if self.page.detail.isVisibleTo(self):
            self.page.area.verticalScrollBar().setValue(0)
            self.page.detail.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_entered(self, key: str) -> None:
        row = self.rows.row_of(key)
        if row is None or self.desk.enter(row):
            return
        if not self.page.enter() and row.result is AnswerResult.NONCOMPLIANT:
            self.record_more()

    def _on_finished(self) -> None:
        self._acts.drafts.flush()
        self.items.setFocus()
        self.items.step(1)

    def choose_photos(self) -> bool:
        """Ask for photos of the finding shown; False when there is none."""
        editor = next((e for e in self.page.editors if e.isAncestorOf(self.focusWidget() or e)), None)
        editor = editor if editor is not None and editor.isVisibleTo(self) else self.page.first_editor()
        strip = editor.strip if editor is not None else None
        own = self.page.answer.strip
        if strip is None and own is not None and own.isVisibleTo(self):
            strip = own
        if strip is None:
            return False
        strip.intake.choose_files()
        return True

    def flush(self) -> None:
        """Keep what is being typed."""
        self.page.answer.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the list, with everything saved."""
        if event.key() == Qt.Key.Key_Escape and not self.items.hasFocus():
            self.drawer.close()
            self._acts.drafts.flush()
            self.items.setFocus()
            return
        super().keyPressEvent(event)
