# SPDX-License-Identifier: MulanPSL-2.0
"""The result of a draw as a table: rank, unit, officers, and what became of it; acts on the current row below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.draw import PickState
from inspector_app.ledgers.draws import PickRow
from inspector_app.ui import theme
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.models.planning_draws import stratum_word
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import button, column, label
from inspector_app.wording import tr, word

MOST_SEEN = 9  # rows without scrolling


class DrawResultView(QWidget):
    """Rows and acts; Enter opens the inspection, or starts one."""

    start_wanted = Signal(object)  # PickRow
    inspection_wanted = Signal(str)
    enterprise_wanted = Signal(str)
    replace_wanted = Signal(object)
    officer_wanted = Signal(object)
    result_published = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picks: dict[str, PickRow] = {}
        self._is_drawn = False
        self.model = LedgerModel(_columns(), lambda shown: shown.pick.id, self)
        self.table = LedgerTable(self.model, tr("Drawn units"))
        self.table.row_chosen.connect(self._on_chosen)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._dress())
        self.words = label("", tone="muted", wrap=True)
        self.start = button(tr("Start inspection"), self._on_start, icon="add")
        self.open = button(tr("Open the inspection"), self._on_open, icon="inspection")
        self.enterprise = button(tr("Enterprise"), self._on_enterprise, icon="enterprises", kind="quiet")
        self.replace = button(tr("Replace the unit …"), self._on_replace, icon="redo")
        self.officer = button(tr("Replace an officer …"), self._on_officer, icon="person")
        self.publish = button(tr("Result published …"), self._on_publish, icon="export")
        acts: list[QWidget] = [self.start, self.open, self.publish, self.replace, self.officer, self.enterprise]
        self.acts = FlowRow(acts)
        self.setLayout(column(self.words, self.table, self.acts))

    def show_picks(self, picks: Sequence[PickRow], *, is_drawn: bool) -> None:
        """Show the result; of a void draw nothing can be done any more."""
        kept = self.current()
        self._is_drawn = is_drawn
        self.picks = {shown.pick.id: shown for shown in picks}
        self.model.put(picks)
        rows = min(MOST_SEEN, max(1, len(picks)))
        self.table.setFixedHeight(rows * theme.dp(38) + theme.dp(46))
        standing = sum(shown.pick.state is PickState.DRAWN for shown in picks)
        visited = sum(bool(shown.pick.inspection_id) for shown in picks)
        self.words.setText(
            tr("{count} units, {replaced} replaced, {visited} with an inspection.", count=standing,
               replaced=len(picks) - standing, visited=visited)
        )  # fmt: skip
        at = next((n for n, shown in enumerate(picks) if kept is not None and shown.pick.id == kept.pick.id), 0)
        if picks:
            self.table.selectRow(at)
        self._dress()

    def current(self) -> PickRow | None:
        """Give the row that is acted on."""
        at = self.table.currentIndex().row()
        return self.picks.get(self.model.id_at(at)) if 0 <= at < self.model.rowCount() else None

    def _dress(self) -> None:
        shown = self.current()
        stands = self._is_drawn and shown is not None and shown.pick.state is PickState.DRAWN
        is_visited = shown is not None and bool(shown.pick.inspection_id)
        self.start.setVisible(stands and not is_visited)
        self.replace.setVisible(stands and not is_visited)
        self.officer.setVisible(stands and not is_visited)
        self.open.setVisible(is_visited)
        self.publish.setVisible(stands and is_visited and shown is not None and shown.pick.published_on is None)
        self.enterprise.setVisible(shown is not None)
        self.acts.updateGeometry()

    def _on_chosen(self, _row_id: str) -> None:
        if self.open.isVisibleTo(self):
            self._on_open()
        elif self.start.isVisibleTo(self):
            self._on_start()

    def _on_start(self) -> None:
        if (shown := self.current()) is not None:
            self.start_wanted.emit(shown)

    def _on_open(self) -> None:
        if (shown := self.current()) is not None:
            self.inspection_wanted.emit(shown.pick.inspection_id)

    def _on_enterprise(self) -> None:
        if (shown := self.current()) is not None:
            self.enterprise_wanted.emit(shown.enterprise_id)

    def _on_replace(self) -> None:
        if (shown := self.current()) is not None:
            self.replace_wanted.emit(shown)

    def _on_officer(self) -> None:
        if (shown := self.current()) is not None:
            self.officer_wanted.emit(shown)

    def _on_publish(self) -> None:
        if (shown := self.current()) is not None:
            self.result_published.emit(shown)


def pick_state(shown: PickRow) -> tuple[str, str]:
    """Give the word of what became of a drawn unit, and the role of its colour."""
    if shown.pick.state is PickState.REPLACED:
        return word(shown.pick.state), "muted"
    if shown.pick.published_on is not None:
        return tr("Result published"), "ok"
    if shown.is_late:
        return tr("Publication late"), "bad"
    if shown.pick.inspection_id:
        return tr("Inspection begun") if shown.ended_on is None else tr("Inspected"), "ok"
    return tr("No inspection yet"), "warn"


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            title=tr("No. in the draw"), words=lambda r: str(r.pick.ordinal), wide=50, order=lambda r: r.pick.ordinal
        ),
        Column(title=tr("Enterprise"), words=lambda r: r.enterprise_name, wide=180, stretch=True, tone=_tone),
        Column(title=tr("Credit code"), words=lambda r: r.credit_code, wide=168, tone=_tone),
        Column(title=tr("Group"), words=lambda r: stratum_word(r.stratum), wide=78, tone=_tone),
        Column(title=tr("Officers"), words=lambda r: "、".join(o.name for o in r.officers), wide=116, tone=_tone),
        Column(title=tr("State"), words=_state_words, wide=112, tone=lambda r: pick_state(r)[1]),
        Column(title=tr("Reason"), words=_reason_words, wide=110, tone=_tone),
    )


def _tone(shown: PickRow) -> str:
    return "muted" if shown.pick.state is PickState.REPLACED else "text"


def _state_words(shown: PickRow) -> str:
    words = pick_state(shown)[0]
    return tr("{words} by no. {number}", words=words, number=shown.replaced_by) if shown.replaced_by else words


def _reason_words(shown: PickRow) -> str:
    if shown.pick.replaces:
        return tr("for no. {number}: {reason}", number=shown.replaces, reason=shown.pick.reason)
    return shown.pick.reason
