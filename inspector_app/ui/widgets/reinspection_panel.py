# SPDX-License-Identifier: MulanPSL-2.0
"""复查: the lines of an order, one of them side by side, and who looked; what is entered is kept until recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.document import Verdict
from inspector_app.domain.problems import Problem, ProblemCode, blocking
from inspector_app.domain.reinspection import Reinspection
from inspector_app.ledgers.orders import LineView
from inspector_app.operations import reinspections
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_round import SESSION, LineEntry, RoundEntry
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.reinspection_facts import RoundFacts, facts_words
from inspector_app.ui.widgets.reinspection_form import show_few
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.verdict_list import VerdictList
from inspector_app.ui.widgets.verdict_page import VerdictPage
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

PAUSE_MS = 300
LARGE = 1.3  # letters from here on need the whole width for the people
Primary = tuple[str, Callable[[], object]]


class ReinspectionPanel(QWidget):
    """One round of an order."""

    primary_changed = Signal()
    recorded = Signal(object)  # Reinspection
    opinion_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.page: OrderPage | None = None
        self.entry: RoundEntry | None = None
        self._is_recording = False
        self._kept = ""
        self._past: list[tuple[int, RoundEntry]] = []  # line and entry before each verdict
        self.list = VerdictList()
        self.line = VerdictPage(ws, jobs, ask)
        self.facts = RoundFacts()
        self.facts_row = RowList(tr("Who looked, when and where"), fits=True)
        self.problems = ProblemList()
        self.count = label("", tone="muted")
        self.rest_button = button(tr("All rectified"), self.judge_rest, icon="check", tip=tr("Ctrl+A in the list"))
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.keep)
        self._build()
        self._connect()
        jobs.failed.connect(self._on_fault)

    def _build(self) -> None:
        self.problems.hide()
        left, right = QWidget(), QWidget()
        self.left = left
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, theme.dp(6), 0)
        box.setSpacing(theme.dp(6))
        box.addLayout(row(self.count, None, self.rest_button))
        box.addWidget(self.list, 1)
        box.addWidget(self.facts_row)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.line)
        self.pages.addWidget(self.facts)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(theme.dp(6), 0, 0, 0)
        beside.setSpacing(theme.dp(6))
        beside.addWidget(self.problems)
        beside.addWidget(self.pages, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 4)
        left.setMinimumWidth(theme.dp(300))
        right.setMinimumWidth(theme.dp(400))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.addWidget(self.splitter)
        reading = (self.rest_button, self.list, self.facts_row, self.problems.view, *self.line.reading_order())
        for before, after in pairwise(reading):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.list.row_shown.connect(self._on_row)
        self.list.judged.connect(self.judge)
        self.list.rest_wanted.connect(self.judge_rest)
        self.list.details_wanted.connect(self._to_details)
        self.list.undo_wanted.connect(self.undo_verdict)
        self.list.clicked.connect(lambda _index: self._show_line())
        self.line.judged.connect(self.judge)
        self.line.fact_written.connect(self._on_fact)
        self.line.next_wanted.connect(self.next_line)
        self.facts_row.row_chosen.connect(lambda _row: self.show_facts())
        self.facts.edited.connect(self._on_facts)
        self.facts.back_wanted.connect(self._to_list)
        self.pages.currentChanged.connect(self._on_page_turned)
        self.problems.jump_requested.connect(self.jump)

    # What is shown

    def show_page(self, page: OrderPage) -> None:
        """Show an order; what is being entered of the same round stays."""
        fresh = self.page is None or self.page.document.id != page.document.id
        if fresh:
            self.keep()
            self.problems.hide()
            self.entry, self._kept = None, ""
        self.page = page
        if not page.may_look:
            self.entry = None
            self._past, self.list.has_undo = [], False
        elif self.entry is None or self.entry.round != page.round:
            kept = page.kept if page.kept is not None and page.kept.round == page.round else None
            self.entry = kept or page.fresh_round()
            self._kept = self.entry.to_json()
            self._past, self.list.has_undo = [], False
            self.pages.setCurrentWidget(self.line)
        self.list.show_page(page, self.entry)
        if fresh or not self.list.current_line():
            first = next((s for s in page.view.lines if self._is_waiting(s)), None)
            self.list.show_line(first.line.ordinal if first else 1)
            self.pages.setCurrentWidget(self.line)
        self._show()

    def clear(self) -> None:
        """Leave the order."""
        self.keep()
        self.page, self.entry, self._kept = None, None, ""
        self.problems.hide()

    def _show(self) -> None:
        if self.page is None:
            return
        self._show_counts()
        self._show_line(turn=False)
        shows = self.entry is not None
        self.facts_row.setVisible(shows)
        self.rest_button.setVisible(shows)
        if self.entry is not None:
            head, detail, strange = facts_words(self.page, self.entry)
            chip = tr("Look here") if strange else ""
            title = tr("Round {round}: {people}", round=self.entry.round, people=head)
            self.facts_row.put(
                [Row(id="facts", title=title, detail=detail, chip=chip, chip_role="warn", icon="person", leads=True)]
            )
            self.facts.show_entry(self.page, self.entry, read_only=False)
        self.primary_changed.emit()

    def _show_counts(self) -> None:
        assert self.page is not None
        if self.entry is None:
            words = tr("{done} of {count} rectified", done=self.page.view.done, count=len(self.page.view.lines))
            self.count.setText(words)
            return
        every = len(self.page.open_lines)
        self.count.setText(tr("{judged} of {count} judged", judged=self.entry.judged, count=every))
        self.rest_button.setText(tr("The rest rectified") if self.entry.judged else tr("All rectified"))
        self.rest_button.setEnabled(self.entry.judged < every)

    def _show_line(self, *, turn: bool = True) -> None:
        shown = self._current()
        if self.page is None or shown is None:
            return
        read_only = self.entry is None or not shown.line.is_open
        entry = LineEntry() if self.entry is None else self.entry.line(shown.line.ordinal)
        self.line.show_line(self.page, shown, entry, read_only=read_only)
        if turn:
            self.pages.setCurrentWidget(self.line)

    def _on_page_turned(self, _number: int) -> None:
        """Give large letters the whole width for who looked."""
        is_facts, is_large = self.pages.currentWidget() is self.facts, theme.scale() >= LARGE
        self.left.setVisible(not (is_facts and is_large))
        self.facts.back.setVisible(is_facts and is_large)

    def _to_list(self) -> None:
        self._show_line()
        self.list.setFocus()

    def show_facts(self) -> None:
        """Show who looked, when and where."""
        self.pages.setCurrentWidget(self.facts)
        self.facts.focus_first()

    def _current(self) -> LineView | None:
        wanted = self.list.current_line()
        lines = self.page.view.lines if self.page is not None else ()
        return next((shown for shown in lines if shown.line.ordinal == wanted), None)

    def _on_row(self, row_id: str) -> None:
        if row_id:
            self._show_line()

    # What a person enters

    def judge(self, ordinal: int, verdict: Verdict | None) -> None:
        """Judge a line: what is done goes on to the next one, what is not asks for the fact."""
        shown = self._line_of(ordinal)
        if self.entry is None or shown is None or not shown.line.is_open:
            return
        entry = self.entry.line(ordinal)
        self._remember()
        self._take(self.entry.with_line(ordinal, replace(entry, verdict=verdict)), now=True)
        if verdict is Verdict.DONE:
            self.next_line()
        elif verdict is not None:
            self.pages.setCurrentWidget(self.line)
            self.line.focus_fact()

    def judge_rest(self) -> None:
        """Say of every line without a verdict that it is rectified."""
        if self.entry is None or self.page is None:
            return
        self._remember()
        self._take(self.entry.rest_done(shown.line.ordinal for shown in self.page.open_lines), now=True)
        self.list.setFocus()

    def _remember(self) -> None:
        assert self.entry is not None, "something is being judged"
        self._past.append((self.list.current_line(), self.entry))
        self.list.has_undo = True

    def undo_verdict(self) -> None:
        """Take back the last verdict; what was written of a line since then stays."""
        if not self._past or self.entry is None:
            return
        line, before = self._past.pop()
        self.list.has_undo = bool(self._past)
        lines = {n: replace(entry, verdict=before.line(n).verdict) for n, entry in self.entry.lines.items()}
        self._take(self.entry.with_value("lines", {n: one for n, one in lines.items() if one != LineEntry()}), now=True)
        self.list.show_line(line)

    def next_line(self) -> None:
        """Go to the next line without a verdict, else to who looked and what is proposed."""
        if self.entry is None or self.page is None:
            return
        at = self.list.current_line()
        waiting = [s.line.ordinal for s in self.page.view.lines if self._is_waiting(s)]
        following = [n for n in waiting if n > at] or waiting
        if following:
            self.list.show_line(following[0])
            self.list.setFocus()
        elif self.entry.judged:
            self.list.setFocus()
            self._show_line()

    def _is_waiting(self, shown: LineView) -> bool:
        entry = self.entry
        return shown.line.is_open and entry is not None and entry.line(shown.line.ordinal).verdict is None

    def _line_of(self, ordinal: int) -> LineView | None:
        lines = self.page.view.lines if self.page is not None else ()
        return next((shown for shown in lines if shown.line.ordinal == ordinal), None)

    def _on_fact(self, ordinal: int, fact: str) -> None:
        if self.entry is not None and self.entry.line(ordinal).fact != fact:
            entry = replace(self.entry.line(ordinal), fact=fact)
            self._take(self.entry.with_line(ordinal, entry))

    def _on_facts(self, name: str, value: object) -> None:
        if self.entry is not None and getattr(self.entry, name) != value:
            self._take(self.entry.with_value(name, value))

    def _take(self, entry: RoundEntry, *, now: bool = False) -> None:
        self.entry = entry
        if self.page is not None:
            self.list.show_page(self.page, entry)
        self.keep() if now else self._timer.start()
        self._show()
        if self.problems.isVisible():
            self._check()

    def _to_details(self) -> None:
        self.pages.setCurrentWidget(self.line)
        self.line.focus_fact()

    # Keeping

    def keep(self) -> None:
        """Keep what is entered, so that neither a crash nor leaving loses it."""
        self._timer.stop()
        if self.page is None or self.entry is None:
            return
        text = self.entry.to_json()
        if text != self._kept:
            self._kept = text
            self._put(self.page.document.id, text)

    def _put(self, document_id: str, text: str) -> None:
        put = partial(self._ws.put_session_value, SESSION + document_id, text)
        self._jobs.run_read(self, put, then=lambda _none: None)

    # Recording

    @property
    def primary(self) -> Primary | None:
        """What is to be done here."""
        if self.page is None:
            return None
        is_begun = self.entry is not None and self.entry.touched
        if self.page.unwritten is not None and not is_begun:
            return tr("Write the opinion"), self.opinion_wanted.emit
        return (tr("Record the re-inspection"), self.record) if self.entry is not None else None

    def record(self) -> None:
        """Record the round, or say in lines why not."""
        if self.page is None or self.entry is None or self._is_recording:
            return
        self.keep()
        self._is_recording = True
        draft = self.entry.draft(self.page.document.id, self._ws.now())
        work = partial(reinspections.record_reinspection, self._ws, draft)
        self._jobs.run_write(
            self, work, then=partial(self._on_recorded, self.page.document.id), refused=self._on_refused
        )

    def _on_recorded(self, document_id: str, made: Reinspection) -> None:
        self._is_recording = False
        self.problems.hide()
        self._put(document_id, "")
        if self.page is not None and self.page.document.id == document_id:
            self.entry, self._kept = None, ""
        self.recorded.emit(made)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._is_recording = False
        self._show_problems(problems)
        self.problems.view.setFocus()

    def _on_fault(self, _place: str) -> None:
        """A fault of ours, already told: it may be tried again."""
        self._is_recording = False

    def _check(self) -> None:
        """Look again whether what was refused is mended."""
        if self.page is None or self.entry is None:
            return
        draft = self.entry.draft(self.page.document.id, self._ws.now())
        read = partial(reinspections.reinspection_problems, self._ws, draft)
        self._jobs.run_read(self, read, then=self._show_problems, refused=self._show_problems, key="round")

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        show_few(self.problems, tuple(_told(problem) for problem in blocking(problems)))

    def jump(self, where: str) -> None:
        """Go where a problem is mended."""
        kind, _, rest = where.partition(":")
        if kind == "verdicts" and rest.partition(".")[0].isdigit():
            self.list.show_line(int(rest.partition(".")[0]))
            self._show_line()
            entry = self.entry.line(self.list.current_line()) if self.entry is not None else LineEntry()
            self.line.focus_fact() if entry.verdict is not None else self.list.setFocus()
            return
        self.pages.setCurrentWidget(self.facts)
        self.facts.focus_place(where)

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        self.list.setFocus()

    def next_part(self) -> None:
        """Move between the list, the line's page and the facts."""
        if self.list.hasFocus():
            self._to_details()
        elif self.pages.currentWidget() is self.line and self.entry is not None:
            self.show_facts()
        else:
            self._to_list()


def _told(problem: Problem) -> Problem:
    """Name the line whose fact is missing: the sentence alone only says that one is."""
    kind, _, line = problem.where.partition(":")
    if problem.code is not ProblemCode.VALUE_MISSING or kind != "verdicts":
        return problem
    return replace(problem, fields={"field": tr("what is there now at line {ordinal}", ordinal=line)})
