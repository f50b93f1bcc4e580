# SPDX-License-Identifier: MulanPSL-2.0
"""The five steps of a draw below each other: what is done stays in sight and cannot be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.draw import DrawState
from inspector_app.domain.problems import Problem
from inspector_app.ledgers.draws import DrawView
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.planning_draws import BaseFigures, DrawChoices
from inspector_app.ui.widgets.draw_after import DrawAfter
from inspector_app.ui.widgets.draw_form import DrawForm
from inspector_app.ui.widgets.draw_result import DrawResultView
from inspector_app.ui.widgets.draw_seed import SeedForm
from inspector_app.ui.widgets.draw_sheets import FiguresView, condition_facts, frozen_facts, seed_facts
from inspector_app.ui.widgets.draw_step import StepCard, StepState
from inspector_app.ui.widgets.handoff_facts import Facts
from inspector_app.ui.widgets.page import button, column, row, scrolled
from inspector_app.ui.widgets.planning_form import ActForm, Filled, Kind, Line
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

DONE, NOW, LATER = StepState.DONE, StepState.NOW, StepState.LATER


class DrawSteps(QWidget):
    """A column that scrolls; forms about a drawn unit stand where the unit is."""

    freeze_wanted = Signal()
    figures_wanted = Signal()
    published = Signal(object)  # Filled
    opened = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws = ws
        self.figures: BaseFigures | None = None
        self._leads_on = False
        self._then: Callable[[str], None] | None = None
        self.cards = tuple(
            StepCard(n, title, later)
            for n, (title, later) in enumerate(
                (
                    (tr("Lists and conditions"), ""),
                    (tr("Freeze the lists"), tr("after the conditions")),
                    (tr("Seed in front of a witness"), tr("after the lists are frozen")),
                    (tr("Result and officers"), tr("after the seed")),
                    (tr("Check, print, publish"), tr("after the draw")),
                ),
                start=1,
            )
        )
        self.form = DrawForm(ws, jobs)
        self.conditions, self.frozen, self.seeded = Facts(), Facts(), Facts()
        self.preview = FiguresView()
        self.freeze = button(tr("Freeze the lists …"), self.freeze_wanted.emit, kind="primary", icon="lock",
                             tip="Ctrl+Enter")  # fmt: skip
        self.seed = SeedForm()
        self.result = DrawResultView()
        self.after = DrawAfter(ws)
        self.officer = QComboBox()
        self.officer.setAccessibleName(tr("Officers"))
        self.reason = ActForm(
            " ", tr("Record it"), (Line(name="reason", title=tr("Reason"), kind=Kind.LONG, needed=True),)
        )
        self.publication = ActForm(tr("Publication of the draw"), tr("Record it"), _publication_lines())
        self.area = self._build()
        self.form.edited.connect(self.figures_wanted)
        self.reason.wanted.connect(self._on_reason)
        self.reason.left.connect(self.close_form)
        self.publication.wanted.connect(self.published)
        self.publication.left.connect(self.close_form)

    def _build(self) -> QScrollArea:
        parts: tuple[tuple[QWidget, ...], ...] = (
            (self.form, self.conditions), (self.preview, self.freeze, self.frozen), (self.seed, self.seeded),
            (self.result,), (self.after,),
        )  # fmt: skip
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, theme.dp(4), 0)
        box.setSpacing(theme.dp(8))
        for card, inside in zip(self.cards, parts, strict=True):
            inner = column()
            for part in inside:
                if part is self.freeze:
                    inner.addLayout(row(None, part))
                else:
                    inner.addWidget(part)
            card.body.setLayout(inner)
            box.addWidget(card)
        self.reason.between.addWidget(self.officer)
        for form in (self.reason, self.publication):
            form.hide()
            box.addWidget(form)
        box.addStretch(1)
        area = scrolled(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return area

    # ---- a new draw ------------------------------------------------------------------------------------------

    def show_new(self, choices: DrawChoices, name: str) -> None:
        """Begin with the first step."""
        self.close_form()
        self.figures = None
        self.form.begin(choices, name)
        self._show_parts(is_new=True)
        for card, state in zip(self.cards, (NOW, NOW, LATER, LATER, LATER), strict=True):
            card.show_state(state)
        self.preview.show_reading()
        self.freeze.setEnabled(False)
        self.area.verticalScrollBar().setValue(0)
        self.form.focus_first()

    def show_reading(self) -> None:
        """The lists are being looked at."""
        self.preview.show_reading()
        self.freeze.setEnabled(False)

    def show_figures(self, figures: BaseFigures) -> None:
        """Show the lists as they would be frozen now."""
        self.figures = figures
        self.preview.show_figures(figures)
        self.freeze.setEnabled(not figures.problems)

    def show_busy(self, words: str) -> None:
        """Something that takes a moment is being done."""
        self.form.stop()
        self.freeze.setEnabled(False)
        self.cards[1].note.setText(words)

    # ---- a draw that is kept ---------------------------------------------------------------------------------

    def show_view(self, view: DrawView) -> None:
        """Show a draw as far as it has come."""
        draw = view.draw
        self._show_parts(is_new=False)
        has_result = bool(draw.record_sha256)
        is_frozen, is_void = draw.state is DrawState.FROZEN, draw.state is DrawState.VOID
        third = NOW if is_frozen else DONE if draw.seed else LATER
        states = (DONE, DONE, third, DONE if has_result else LATER, LATER if is_frozen and not is_void else NOW)
        for card, state in zip(self.cards, states, strict=True):
            card.show_state(state, is_open=card is self.cards[4])  # frozen lists may be voided before the draw
        if is_void:
            self.cards[4].chip.set_state(tr("Void"), "bad")
        self.conditions.show_facts(condition_facts(draw, view.conditions))
        self.frozen.show_facts(frozen_facts(view))
        self.seeded.show_facts(seed_facts(view))
        self.seed.setVisible(is_frozen)
        self.seeded.setVisible(not is_frozen)
        if is_frozen:
            self.seed.begin(draw)
        self.result.show_picks(view.picks, is_drawn=draw.state is DrawState.DRAWN)
        self.after.show_draw(draw)
        if self._leads_on:
            self._leads_on = False
            self.reveal(self.cards[2] if is_frozen else self.cards[3])
            (self.seed.fields["seed"] if is_frozen else self.result.table).setFocus()

    def lead_on(self) -> None:
        """When the draw is shown again, go on with its next step."""
        self._leads_on = True

    def show_other(self) -> None:
        """Another draw comes: forget what belongs to this one."""
        self.close_form()
        self.after.clear()
        self.seed.clear()
        self.area.verticalScrollBar().setValue(0)

    def _show_parts(self, *, is_new: bool) -> None:
        for part in (self.form, self.preview, self.freeze):
            part.setVisible(is_new)
        for facts in (self.conditions, self.frozen):
            facts.setVisible(not is_new)

    # ---- forms -------------------------------------------------------------------------------------------------

    def open_reason(
        self, title: str, said: str, then: Callable[[str], None], people: Sequence[tuple[str, str]] = (),
        *, is_final: bool = False,
    ) -> None:  # fmt: skip
        """Ask for a reason, and for one of these officers where there are some."""
        self.close_form()
        self._then, today = then, self._ws.today()
        self.reason.title.setText(title)
        self.reason.act.setText(tr("Void the draw …") if is_final else tr("Record it"))
        self.officer.clear()
        for value, words in people:
            self.officer.addItem(words, value)
        self.officer.setVisible(bool(people))
        self.reason.show()
        self.reason.begin({}, today, said)
        self.reveal(self.reason)
        self.opened.emit()

    def open_publication(self) -> None:
        """Ask when and where the draw was published."""
        self.close_form()
        today = self._ws.today()
        self.publication.show()
        self.publication.begin({"on": today.isoformat()}, today)
        self.reveal(self.publication)
        self.opened.emit()

    def close_form(self) -> None:
        """Close what is open; nothing is recorded."""
        self._then = None
        self.reason.hide()
        self.publication.hide()

    def open_form(self) -> ActForm | None:
        """Give the form that is open."""
        return next((form for form in (self.reason, self.publication) if form.isVisibleTo(self)), None)

    def chosen_officer(self) -> str:
        """Give the officer who is replaced."""
        return str(self.officer.currentData() or "")

    def show_problems(self, problems: tuple[Problem, ...]) -> bool:
        """Say in the open form why it was not done; False where no form is open."""
        form = self.open_form()
        if form is not None:
            form.show_problems(problems)
        return form is not None

    def reveal(self, part: QWidget) -> None:
        """Bring a part into sight once it has its place."""
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(part, 0, theme.dp(24)))

    def _on_reason(self, filled: Filled) -> None:
        if self._then is not None:
            self._then(filled.texts["reason"])


def _publication_lines() -> tuple[Line, ...]:
    return (
        Line(name="on", title=tr("Made public on"), kind=Kind.DAY, needed=True, half=True),
        Line(name="channel", title=tr("Where"), needed=True, half=True, hint=tr("Website, notice board …")),
        Line(name="link", title=tr("Link")),
    )
