# SPDX-License-Identifier: MulanPSL-2.0
"""计划抽查 · 双随机抽查: the draws at the left, the steps of one of them at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from inspector_app.domain.change import Op
from inspector_app.domain.draw import DrawState
from inspector_app.ledgers import draws
from inspector_app.ledgers.draws import DrawRow, DrawView, PickRow
from inspector_app.operations.draws import DrawDraft
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.planning_draws import BaseFigures, DrawChoices, read_choices, read_figures
from inspector_app.ui.widgets.draw_acts import DrawActs
from inspector_app.ui.widgets.draw_steps import DrawSteps
from inspector_app.ui.widgets.page import Card, EmptyState, button
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.starting_page import StartingPage
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

ROLES = {DrawState.FROZEN: "accent", DrawState.DRAWN: "ok", DrawState.VOID: "muted"}
ICONS = {DrawState.FROZEN: "lock", DrawState.DRAWN: "check", DrawState.VOID: "cross"}


class DrawPage(StartingPage):
    """Pages: nothing yet, the draws, and starting an inspection of a drawn unit."""

    tables = frozenset({"draws", "draw_picks", "inspections"})

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(ws, jobs, ask, parent)
        self.draw_id = ""
        self.is_new = False
        self.view: DrawView | None = None
        self._looking: Report | None = None
        self.rows: tuple[DrawRow, ...] | None = None
        self.list = RowList(tr("Draws"))
        self.list.setObjectName("cardList")
        self.new = button("", self.begin, icon="add", tip=tr("New draw"))
        self.new.setAccessibleName(tr("New draw"))
        self.steps = DrawSteps(ws, jobs)
        self.empty = EmptyState(
            "draw", tr("Nothing was drawn yet"),
            tr("Units and officers are frozen first; then a seed is entered in front of a witness and both are drawn."),
        )  # fmt: skip
        self.first = button(tr("New draw"), self.begin, icon="add", kind="primary")
        self.empty.add_button(self.first)
        steps = self.steps
        bind_rights(
            ws,
            {
                self.new: Op.FREEZE_DRAW, self.first: Op.FREEZE_DRAW, steps.freeze: Op.FREEZE_DRAW,
                steps.seed.send: Op.MAKE_DRAW, steps.result.start: Op.START_INSPECTION,
                steps.result.replace: Op.REPLACE_PICK, steps.result.officer: Op.REPLACE_PICK,
                steps.result.publish: Op.PUBLISH_DRAW,
            },
        )  # fmt: skip
        self.acts = DrawActs(self)
        self.main = self._build_main()
        for page in (self.empty, self.main, self.start):
            self.pages.addWidget(page)
        self._connect()

    def _build_main(self) -> QWidget:
        card = Card(tr("Draws"))
        card.add_at_right(self.new)
        card.add(self.list, 1)
        self.card = card
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(card)
        split.addWidget(self.steps)
        card.setMinimumWidth(theme.dp(220))
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.dp(240), theme.dp(960)])
        return split

    def _connect(self) -> None:
        steps, acts = self.steps, self.acts
        self.list.row_shown.connect(self._on_row)
        steps.figures_wanted.connect(self.read_figures)
        steps.freeze_wanted.connect(acts.freeze)
        steps.published.connect(acts.publish)
        steps.opened.connect(self.primary_changed)
        steps.seed.wanted.connect(acts.draw)
        steps.result.start_wanted.connect(self.begin_start)
        steps.result.inspection_wanted.connect(lambda chosen: self.inspection_chosen.emit(chosen, ""))
        steps.result.enterprise_wanted.connect(lambda chosen: self.enterprise_wanted.emit(chosen, ""))
        steps.result.replace_wanted.connect(acts.replace_unit)
        steps.result.officer_wanted.connect(acts.replace_officer)
        steps.result.result_published.connect(acts.publish_result)
        steps.after.verify_wanted.connect(acts.verify)
        steps.after.print_wanted.connect(acts.print)
        steps.after.save_wanted.connect(acts.save)
        steps.after.record_wanted.connect(acts.save_record)
        steps.after.publish_wanted.connect(steps.open_publication)
        steps.after.void_wanted.connect(acts.void)

    # ---- what the screen asks ----------------------------------------------------------------------------

    def heading(self) -> tuple[str, str, str]:
        """Name the draw, its state, and the role of its colour."""
        if self.is_new:
            return tr("New draw"), "", "muted"
        if self.view is None:
            return "", "", "muted"
        draw = self.view.draw
        return draw.name, word(draw.state), ROLES[draw.state]

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this page."""
        return [
            ("↑ ↓", tr("Move in the list")),
            ("Enter", tr("Open or start the inspection of the unit")),
            ("/", tr("To the list of draws")),
            ("Space", tr("Tick in an open choice")),
            ("Delete", tr("Take an exclusion or avoidance out")),
        ]

    def primary_words(self) -> str:
        """Name the one act that comes next."""
        if self.pages.currentWidget() is self.start or self.steps.open_form() is not None:
            return ""
        if self.is_new:
            return tr("Freeze the lists …")
        if self.view is not None and self.view.draw.state is DrawState.FROZEN:
            return self.steps.seed.send.text()
        return tr("New draw") if self.rows is not None else ""

    def primary_right(self) -> Op:
        """Say which right it needs."""
        is_frozen = not self.is_new and self.view is not None and self.view.draw.state is DrawState.FROZEN
        return Op.MAKE_DRAW if is_frozen else Op.FREEZE_DRAW

    def may_act(self) -> bool:
        """Whether it is possible now."""
        return self.steps.freeze.isEnabled() if self.is_new else True

    def act(self) -> None:
        """Do what comes next."""
        if self.is_new:
            self.acts.freeze()
        elif self.view is not None and self.view.draw.state is DrawState.FROZEN:
            self.steps.seed.act()
        else:
            self.begin()

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        if self.pages.currentWidget() is self.empty:
            self.first.setFocus()
        elif self.is_new:
            self.steps.form.focus_first()
        elif self.pages.currentWidget() is self.main:
            self.list.setFocus()

    def focus_search(self) -> None:
        """Go to the list."""
        if self.pages.currentWidget() is self.main:
            self.list.setFocus()

    def flush(self) -> None:
        """Nothing here is kept before it is sent."""

    def make_stale(self) -> None:
        """Read again when it is looked at."""
        self._stale = True

    # ---- reading -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the draws, and the one that is shown."""
        self.reading()
        self.jobs.run_read(self, partial(draws.draws, self.ws), then=self._show, key="draws")

    def _show(self, rows: tuple[DrawRow, ...]) -> None:
        self.rows = rows
        self.list.put([_row(shown) for shown in rows])
        self.card.note.setText(str(len(rows)))
        if self.pages.currentWidget() is self.empty and rows:
            self.pages.setCurrentWidget(self.main)
        if self.is_new or not rows:
            self.primary_changed.emit()
            return
        known = {shown.draw.id for shown in rows}
        wanted = self.draw_id if self.draw_id in known else rows[0].draw.id
        if self.list.current_id() != wanted:
            self.list.show_row(wanted)  # reads it
        else:
            self._read_draw(wanted)

    def _on_row(self, draw_id: str) -> None:
        if draw_id and not (self.is_new and draw_id == self.draw_id):
            if draw_id != self.draw_id or self.is_new:
                self.steps.show_other()
            self.draw_id, self.is_new = draw_id, False
            self._read_draw(draw_id)

    def _read_draw(self, draw_id: str) -> None:
        work = partial(draws.draw, self.ws, draw_id)
        self.jobs.run_read(self, work, then=self._show_view, refused=self._on_refused, key="draw")

    def _show_view(self, view: DrawView) -> None:
        if self.is_new or view.draw.id != self.draw_id:
            return
        self.view = view
        self.steps.show_view(view)
        self.primary_changed.emit()

    # ---- a new draw ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a new draw with its conditions."""
        self.result.clear()
        self.jobs.run_read(self, partial(read_choices, self.ws), then=self._begin, key="choices")

    def _begin(self, choices: DrawChoices) -> None:
        self.is_new, self.view = True, None
        self.steps.show_other()
        self.pages.setCurrentWidget(self.main)
        self.list.setCurrentIndex(self.list.rows.index(-1))
        year = self.ws.today().year
        count = 1 + sum(shown.draw.made_at.year == year for shown in self.rows or ())
        self.steps.show_new(choices, tr("Random draw {number} of {year}", year=year, number=count))
        self.primary_changed.emit()

    def read_figures(self) -> None:
        """Look at the lists as they would be frozen now."""
        if not self.is_new:
            return
        self.steps.show_reading()
        if self._looking is not None:
            self._looking.cancel()  # at conditions that were changed meanwhile
        draft = self.steps.form.draft()
        work, then = partial(read_figures, self.ws, draft), partial(self._show_figures, draft)
        self._looking = self.jobs.run_slow(
            self, work, then=then, refused=self._on_refused, title=tr("Looking at the lists …")
        )

    def _show_figures(self, draft: DrawDraft, figures: BaseFigures) -> None:
        if self.is_new and draft == self.steps.form.draft():
            self._looking = None
            self.steps.show_figures(figures)
            self.primary_changed.emit()

    # ---- an inspection of a drawn unit -----------------------------------------------------------------------

    def begin_start(self, shown: PickRow) -> None:
        """Start an inspection of a drawn unit by the officers who were drawn for it."""
        self.start_with(shown.enterprise_id, officers=frozenset(officer.id for officer in shown.officers))

    def show_main(self) -> None:
        """Go back to the draws."""
        self.pages.setCurrentWidget(self.main)
        self.focus_first()
        self.primary_changed.emit()


def _row(shown: DrawRow) -> Row:
    draw = shown.draw
    parts = [word(draw.state), draw.made_at.strftime("%Y-%m-%d")]
    if shown.picks:
        parts.append(tr("{count} units", count=shown.picks - shown.replaced))
    if shown.open:
        parts.append(tr("{count} not inspected", count=shown.open))
    if shown.unpublished:
        parts.append(tr("{count} to publish", count=shown.unpublished))
    return Row(
        id=draw.id, title=draw.name, detail=" · ".join(parts), icon=ICONS[draw.state], icon_role=ROLES[draw.state]
    )  # fmt: skip
