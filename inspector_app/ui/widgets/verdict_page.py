# SPDX-License-Identifier: MulanPSL-2.0
"""One line of an order side by side: what was found, and what is there now with its verdict, fact and photos."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.document import Verdict
from inspector_app.domain.finding import Grade
from inspector_app.ledgers.orders import LineRound, LineView
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_round import LineEntry
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.dates import days_left, full_day, short_day
from inspector_app.ui.widgets.page import label, row, scrolled, set_tone
from inspector_app.ui.widgets.slot_edit import SlotEdit
from inspector_app.ui.widgets.verdict_buttons import VerdictButtons
from inspector_app.ui.widgets.verdict_photos import AfterStrip, FoundPhotos
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

LARGE = 1.3  # letters from here on leave no room for the verdicts beside the head


class FactEdit(SlotEdit):
    """What is there now, in words; Enter goes on to the next line."""

    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter; with Shift it makes a line."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not self.is_composing:
            self.finished.emit()
            return
        super().keyPressEvent(event)


class VerdictPage(QWidget):
    """Shows a line and says what a person judges and writes of it."""

    judged = Signal(int, object)  # line, Verdict or None
    fact_written = Signal(int, str)
    next_wanted = Signal()
    photos_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = 0
        self.title = label("", size="lead")
        self.grade = Chip(parent=self)
        self.deadline = label("", tone="muted")
        self.words = WrapLabel()
        self.measure = WrapLabel(tone="muted")
        self.found = FoundPhotos(ws, jobs, ask, tr("Photos then"))
        self.verdict = VerdictButtons()
        self.fact_title = label("", tone="muted", size="small")
        self.fact = FactEdit(least_lines=2, most_lines=5)
        self.after = AfterStrip(ws, jobs, ask)
        self.past = WrapLabel(tone="muted")
        self._build()
        self.verdict.chosen.connect(lambda verdict: self.judged.emit(self._line, verdict))
        self.fact.edited.connect(lambda: self.fact_written.emit(self._line, self.fact.text().strip()))
        self.fact.finished.connect(self.next_wanted)
        self.after.photos_changed.connect(self.photos_changed)

    def _build(self) -> None:
        self.fact.setAccessibleName(tr("What is there now"))
        self.fact.setPlaceholderText(tr("What is there now, e.g. what is still missing; Enter goes on"))
        then, now = _side(tr("What was found")), _side(tr("What is there now"))
        then.addWidget(self.words)
        then.addWidget(self.measure)
        then.addStretch(1)
        then.addWidget(self.found)
        now.addWidget(self.fact_title)
        now.addWidget(self.fact)
        now.addStretch(1)
        now.addWidget(self.after)
        self.sides = QHBoxLayout()
        self.sides.setSpacing(theme.dp(12))
        for side in (then, now):
            card = QFrame()
            card.setProperty("card", True)
            card.setLayout(side)
            self.sides.addWidget(card, 1)
        if theme.scale() >= LARGE:
            self.after.title.hide()  # the head of the side says it; the buttons need the room
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, theme.dp(6), 0)
        box.setSpacing(theme.dp(8))
        head = row(self.title, self.grade, self.deadline, None)
        if theme.scale() < LARGE:
            head.addWidget(self.verdict)
        box.addLayout(head)
        if theme.scale() >= LARGE:
            box.addWidget(self.verdict)
        box.addLayout(self.sides)
        box.addWidget(self.past)
        box.addStretch(1)
        self.area: QScrollArea = scrolled(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    # What is shown

    def show_line(self, page: OrderPage, shown: LineView, entry: LineEntry, *, read_only: bool) -> None:
        """Show a line; what is being typed stays as it is typed."""
        line, finding = shown.line, shown.line.finding
        another = line.ordinal != self._line
        self._line = line.ordinal
        self.title.setText(tr("Line {ordinal}", ordinal=line.ordinal))
        self.grade.set_state(word(finding.grade) if finding.grade is Grade.MAJOR else "", "bad")
        self._show_deadline(page, shown)
        place = finding.place + "：" if finding.place else ""
        self.words.setText(place + finding.description)
        self.measure.setText(tr("To be done: {measure}", measure=finding.measure) if finding.measure else "")
        self.measure.setVisible(bool(finding.measure))
        self.found.show_photos(shown.before)
        self.show_entry(entry, force=another)
        self.verdict.setEnabled(not read_only)
        self.fact.setReadOnly(read_only)
        self._show_after(page, shown, read_only=read_only)
        self.past.setText("\n".join(_past(one) for one in shown.rounds))
        self.past.setVisible(bool(shown.rounds))
        if another:
            self.area.verticalScrollBar().setValue(0)

    def show_entry(self, entry: LineEntry, *, force: bool = False) -> None:
        """Show verdict and fact as they are entered."""
        self.verdict.put(entry.verdict)
        if force or self.fact.text().strip() != entry.fact:
            self.fact.set_text(entry.fact)
        needed = entry.verdict in (Verdict.PARTIAL, Verdict.NOT_DONE)
        wanting = needed and not entry.fact
        self.fact_title.setText(
            tr("Say what is there now: it is printed in the opinion") if needed else tr("In words (optional)")
        )
        set_tone(self.fact_title, "warn" if wanting else "muted")

    def _show_deadline(self, page: OrderPage, shown: LineView) -> None:
        line = shown.line
        if line.deadline is None:
            words, tone = tr("to be mended at once"), "muted"
        else:
            day, left = short_day(line.deadline, page.today), days_left(line.deadline, page.today)
            words = tr("until {day}, {left}", day=day, left=left) if line.is_open else tr("until {day}", day=day)
            if line.printed is not None and line.printed != line.deadline:
                printed = short_day(line.printed, page.today)
                words = tr("{words} (extended, printed: {printed})", words=words, printed=printed)
            tone = "bad" if line.is_open and line.deadline < page.today else "muted"
        self.deadline.setText(words)
        set_tone(self.deadline, tone)

    def _show_after(self, page: OrderPage, shown: LineView, *, read_only: bool) -> None:
        """Show the photos for this round; of a line that is settled, those of the rounds before."""
        kept = tuple(photo for one in shown.rounds for photo in one.photos) if read_only else ()
        self.after.set_finding(page.case.inspection.id, shown.line.finding.id)
        self.after.set_read_only(read_only)
        self.after.refresh((*kept, *shown.waiting))

    def reading_order(self) -> tuple[QWidget, ...]:
        """Give what takes the focus, as it is read."""
        after = self.after
        adds = (after.add_button, after.folder_button, after.paste_button)
        return (*self.verdict.buttons.values(), self.found.view, self.fact, *adds, after.view)

    def focus_fact(self) -> None:
        """Put the focus into the words of the fact."""
        self.fact.setFocus(Qt.FocusReason.OtherFocusReason)


def _side(title: str) -> QVBoxLayout:
    box = QVBoxLayout()
    side = theme.dp(12)
    box.setContentsMargins(side, theme.dp(8), side, theme.dp(8))
    box.setSpacing(theme.dp(6))
    box.addWidget(label(title, tone="muted", size="small"))
    return box


def _past(one: LineRound) -> str:
    said = tr("Round {round}, {day}: {verdict}", round=one.round, day=full_day(one.on), verdict=word(one.entry.verdict))
    if one.entry.fact:
        said += tr(" – {fact}", fact=one.entry.fact)
    return said
