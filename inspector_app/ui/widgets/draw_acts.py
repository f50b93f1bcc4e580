# SPDX-License-Identifier: MulanPSL-2.0
"""The acts of a draw; freezing, drawing and voiding cannot be undone and are asked for once more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.draw import Draw, DrawPick
from inspector_app.domain.draw_record import Verification
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import draws as ledger
from inspector_app.ledgers.draws import DrawView, PickRow
from inspector_app.ledgers.planning_files import save_draw, save_draw_record
from inspector_app.operations import draws as verbs
from inspector_app.operations.draws import DrawResult
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.planning_papers import draw_pages
from inspector_app.ui.widgets.draw_steps import DrawSteps
from inspector_app.ui.widgets.planning_form import Filled
from inspector_app.ui.widgets.planning_outcome import Outcome
from inspector_app.ui.widgets.planning_print import PaperActs
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

T = TypeVar("T")


class DrawDesk(Protocol):
    """What the acts need of the page."""

    ws: Workspace
    jobs: Jobs
    ask: Ask
    draw_id: str
    is_new: bool
    view: DrawView | None
    result: Outcome
    steps: DrawSteps

    def refresh(self) -> None:
        """Read again."""


class DrawActs(QObject):
    """Belongs to one page."""

    def __init__(self, page: DrawDesk) -> None:
        window = cast("QWidget", page)
        super().__init__(window)
        self.page, self.ws, self.jobs, self.ask = page, page.ws, page.jobs, page.ask
        self.papers = PaperActs(page.jobs, page.ask, window)
        self.papers.said.connect(lambda words, tone: page.result.say(words, tone=tone))

    # ---- freezing and drawing ------------------------------------------------------------------------------

    def freeze(self) -> None:
        """Freeze the lists of the new draw, after one question that names the numbers."""
        figures = self.page.steps.figures
        if figures is None:
            return
        draft = self.page.steps.form.draft()
        text = tr(
            "{objects} units and {officers} officers are frozen; {count} units will be drawn. After that neither lists "
            "nor conditions can be changed, only voided with a reason. The seed is entered afterwards.",
            objects=f"{figures.objects:,}", officers=f"{figures.officers:,}", count=f"{figures.quota:,}",
        )  # fmt: skip
        if self.ask.confirm(tr("Freeze the lists of “{name}”?", name=draft.name), text, tr("Freeze")):
            self.page.steps.show_busy(tr("Freezing the lists …"))
            work = partial(verbs.freeze, self.ws, draft)
            self.jobs.run_write(self, work, then=self._on_frozen, refused=self._on_refused)

    def _on_frozen(self, draw: Draw) -> None:
        self.page.draw_id = draw.id
        self.page.is_new = False
        self.page.steps.lead_on()
        self.page.result.say(tr("The lists are frozen. Now the seed, in front of the witness."))

    def draw(self, seed: str, source: str, witness: str) -> None:
        """Record the seed and draw, after one question."""
        view = self.page.view
        if view is None:
            return
        text = tr(
            "Seed {seed}, witnessed by {witness}. It is recorded first, then {count} units are drawn from the frozen "
            "lists. Neither can be changed afterwards.",
            seed=seed, witness=witness, count=f"{view.draw.wanted:,}",
        )  # fmt: skip
        if self.ask.confirm(tr("Draw now?"), text, tr("Draw")):
            self.page.steps.seed.show_busy()
            work = partial(verbs.make_draw, self.ws, view.draw.id, seed=seed, seed_source=source, witness=witness)
            self.jobs.run_write(self, work, then=self._on_drawn, refused=self._on_seed_refused)

    def _on_drawn(self, made: DrawResult) -> None:
        self.page.result.say(tr("{count} units were drawn.", count=len(made.picks)))
        self.page.steps.lead_on()

    def _on_seed_refused(self, problems: tuple[Problem, ...]) -> None:
        self.page.steps.seed.show_problems(problems)
        self.page.refresh()  # the seed may have been recorded before something stopped the draw

    # ---- afterwards ----------------------------------------------------------------------------------------

    def replace_unit(self, shown: PickRow) -> None:
        """Open the form: why a unit is replaced."""
        title = tr("Replace {name}", name=shown.enterprise_name)
        said = tr("The next unit of the same group takes its place; both stay in the record, with the reason.")
        self.page.steps.open_reason(title, said, partial(self._replace, shown.pick.id))

    def _replace(self, pick_id: str, reason: str) -> None:
        self._write(partial(verbs.replace_pick, self.ws, pick_id, reason), self._on_replaced)

    def replace_officer(self, shown: PickRow) -> None:
        """Open the form: which officer avoids the unit, and why."""
        title = tr("Replace an officer of {name}", name=shown.enterprise_name)
        said = tr("The next officer of the ranking takes the place; the others stay.")
        people = [(officer.id, officer.name) for officer in shown.officers]
        self.page.steps.open_reason(title, said, partial(self._replace_officer, shown.pick.id), people)

    def _replace_officer(self, pick_id: str, reason: str) -> None:
        chosen = self.page.steps.chosen_officer()
        self._write(partial(verbs.replace_officer, self.ws, pick_id, chosen, reason), self._on_replaced)

    def _on_replaced(self, made: DrawPick) -> None:
        self.page.steps.close_form()
        self.page.result.say(tr("No. {number} was drawn for it.", number=made.ordinal))

    def publish(self, filled: Filled) -> None:
        """Note the publication of the draw."""
        view, on = self.page.view, filled.days["on"]
        if view is not None and on is not None:
            work = partial(
                verbs.publish_draw, self.ws, view.draw.id, on=on, channel=filled.texts["channel"],
                link=filled.texts["link"],
            )  # fmt: skip
            self._write(work, self._on_published)

    def _on_published(self, _draw: Draw) -> None:
        self.page.steps.close_form()
        self.page.result.say(tr("The publication is noted."))

    def publish_result(self, shown: PickRow) -> None:
        """Note that a result was published today."""
        work = partial(verbs.publish_result, self.ws, (shown.pick.id,), on=self.ws.today())
        self._write(work, lambda _count: self.page.result.say(tr("The publication is noted.")))

    def void(self) -> None:
        """Open the form: why the draw is void."""
        view = self.page.view
        if view is not None:
            title = tr("Void “{name}”", name=view.draw.name)
            said = tr("Lists, seed and result stay on record and are marked void; nothing of it can be done any more.")
            self.page.steps.open_reason(title, said, self._void, is_final=True)

    def _void(self, reason: str) -> None:
        view = self.page.view
        if view is None:
            return
        text = tr("This cannot be taken back. Reason: {reason}", reason=reason)
        if not self.ask.confirm(tr("Void “{name}”?", name=view.draw.name), text, tr("Void")):
            self.page.steps.reason.act.setEnabled(True)
            return
        self._write(partial(verbs.void_draw, self.ws, view.draw.id, reason), self._on_void)

    def _on_void(self, draw: Draw) -> None:
        self.page.steps.close_form()
        self.page.result.say(tr("“{name}” is void.", name=draw.name), tone="warn")

    def verify(self) -> None:
        """Recompute the draw from its record and show what came out."""
        view = self.page.view
        if view is not None:
            work = partial(ledger.verify, self.ws, view.draw.id)
            self.jobs.run_read(self, work, then=partial(self._on_verified, view.draw.id), refused=self._on_refused)

    def _on_verified(self, draw_id: str, found: Verification) -> None:
        if self.page.view is not None and self.page.view.draw.id == draw_id:
            self.page.steps.after.show_verification(found)
            self.page.steps.reveal(self.page.steps.cards[4])

    # ---- papers ----------------------------------------------------------------------------------------------

    def print(self) -> None:
        """Print the record."""
        if (view := self.page.view) is not None:
            self.papers.print(view.draw.name, partial(draw_pages, self.ws, view.draw.id))

    def save(self) -> None:
        """Save the record as pages."""
        if (view := self.page.view) is not None:
            whole = not self.page.steps.after.masking.take()
            write = partial(_save_draw, self.ws, view.draw.id, whole)
            self.papers.save(view.draw.name, write)

    def save_record(self) -> None:
        """Save the file from which anybody can recompute the draw."""
        if (view := self.page.view) is not None:
            filters = tr("Record of a draw (*.json)")
            self.papers.save_as(view.draw.name, ".json", filters, partial(save_draw_record, self.ws, view.draw.id))

    def _write(self, work: Callable[[], Done[T]], then: Callable[[T], None]) -> None:
        self.jobs.run_write(self, work, then=then, refused=self._on_refused)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        if not self.page.steps.show_problems(problems):
            self.page.result.say(tr("Nothing was changed."), tone="bad", problems=problems)


def _save_draw(ws: Workspace, draw_id: str, whole: bool, path: Path) -> None:
    save_draw(ws, draw_id, path, whole=whole)
