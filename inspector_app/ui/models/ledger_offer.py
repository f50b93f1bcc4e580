# SPDX-License-Identifier: MulanPSL-2.0
"""What a ledger offers on the screen: its columns and those that are shown, its filters, its saved filters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.ledger import LedgerName
from inspector_app.ledgers import ledger
from inspector_app.ledgers.ledger import LedgerColumn, LedgerFilter
from inspector_app.ledgers.ledger_parts import ColumnKind
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_feed import COLOUR
from inspector_app.ui.models.ledger_window import GridColumn
from inspector_app.workspace import Workspace

LETTER, EDGE = 7.4, 22  # pixels of a letter at the normal size, and of a column's edges
LEAST_WIDE, MOST_WIDE = 64, 250
SIGN = 26  # pixels of a light's icon
KEPT = "ledger_columns:"  # key of a session value, with the ledger's name
FIRST_SHOWN: Mapping[LedgerName, tuple[str, ...]] = {
    LedgerName.FINDINGS: (
        "colour", "found_on", "enterprise", "description", "place", "grade", "status", "due_on", "document",
        "assignee", "district", "officers", "photos",
    ),
}  # fmt: skip
NOT_FIRST = frozenset({"number", "id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """Which columns are shown, in which order, and how wide the ones are that a person drew wider or narrower."""

    keys: tuple[str, ...]
    widths: Mapping[str, int] = field(default_factory=dict)  # at the normal size


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOffer:
    """One ledger with everything to choose from."""

    name: LedgerName
    columns: tuple[LedgerColumn, ...]
    choice: ColumnChoice
    filters: tuple[LedgerFilter, ...]

    def grid(self, choice: ColumnChoice) -> tuple[GridColumn, ...]:
        """Give the shown columns as the table wants them."""
        by_key = {column.key: column for column in self.columns}
        return tuple(_grid_column(by_key[key], choice.widths.get(key)) for key in choice.keys if key in by_key)


def read_offer(ws: Workspace, name: LedgerName) -> LedgerOffer:
    """Read what a ledger offers."""
    columns = ledger.columns_of(name)
    kept = ws.session_value(KEPT + name)
    return LedgerOffer(
        name=name, columns=columns, choice=choice_from(kept, name, columns), filters=ledger.filters_of(ws, name)
    )


def first_choice(name: LedgerName, columns: Sequence[LedgerColumn]) -> ColumnChoice:
    """Give the columns that are shown as delivered."""
    known = [column.key for column in columns]
    wanted = FIRST_SHOWN.get(name) or tuple(key for key in known if key not in NOT_FIRST)
    lights = [key for key in wanted if key == COLOUR]
    return ColumnChoice(keys=(*lights, *(key for key in wanted if key in known and key != COLOUR)))


def choice_from(text: str, name: LedgerName, columns: Sequence[LedgerColumn]) -> ColumnChoice:
    """Read a kept choice; columns that there are no longer are left out, and a faulty text counts as none."""
    try:
        raw = json.loads(text) if text else {}
        keys = [str(key) for key in raw.get("keys", [])]
        widths = {str(key): int(wide) for key, wide in raw.get("widths", {}).items()}
    except (ValueError, AttributeError, TypeError):
        return first_choice(name, columns)
    known = {column.key for column in columns}
    shown = tuple(dict.fromkeys(key for key in keys if key in known))
    if not shown:
        shown = first_choice(name, columns).keys
    return ColumnChoice(keys=shown, widths={k: w for k, w in widths.items() if k in known and 20 <= w <= 2000})


def choice_text(choice: ColumnChoice) -> str:
    """Write a choice as it is kept."""
    return json.dumps({"keys": list(choice.keys), "widths": dict(choice.widths)})


def _grid_column(column: LedgerColumn, wide: int | None) -> GridColumn:
    is_light = column.key == COLOUR
    title = sum(2 if ord(c) > 0x2E7F else 1 for c in column.title) + 2
    usual = min(MOST_WIDE, max(LEAST_WIDE, round(max(column.wide, title) * LETTER) + EDGE + (SIGN if is_light else 0)))
    return GridColumn(
        key=column.key, title=column.title, wide=wide or usual, sortable=column.sortable, light=is_light,
        number=column.kind in (ColumnKind.NUMBER, ColumnKind.MONEY),
    )  # fmt: skip


class ShownColumns(QObject):
    """The columns of the ledger on the screen; every change by a person is kept for the next time."""

    changed = Signal()  # other columns, or another order: rows have to be read anew

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.offer: LedgerOffer | None = None
        self.choice = ColumnChoice(keys=())

    def begin(self, offer: LedgerOffer) -> None:
        """Take over what was kept for a ledger."""
        self.offer, self.choice = offer, offer.choice

    def grid(self) -> tuple[GridColumn, ...]:
        """Give the columns as the table wants them."""
        return () if self.offer is None else self.offer.grid(self.choice)

    def choose(self, keys: Sequence[str], *, shows: bool = True) -> None:
        """Show these columns in this order."""
        if self.offer is None or tuple(keys) == self.choice.keys:
            return
        known = {column.key for column in self.offer.columns}
        self._keep(replace(self.choice, keys=tuple(key for key in keys if key in known)))
        if shows:
            self.changed.emit()

    def reset(self) -> None:
        """Show the columns as delivered."""
        if self.offer is not None:
            self._keep(first_choice(self.offer.name, self.offer.columns))
            self.changed.emit()

    def draw(self, key: str, wide: int) -> None:
        """Keep a width that a person drew."""
        self._keep(replace(self.choice, widths={**self.choice.widths, key: wide}))

    def _keep(self, choice: ColumnChoice) -> None:
        assert self.offer is not None, "columns are chosen of a ledger"
        self.choice = choice
        keep = partial(self.ws.put_session_value, KEPT + self.offer.name, choice_text(choice))
        self.jobs.run_read(self, keep, then=lambda _none: None, key="choice")
