# SPDX-License-Identifier: MulanPSL-2.0
"""What a ledger is made of: columns, filters, rows, and how each says itself in SQL.

A ledger reads in two steps. The narrow step (`ledger_keys`) finds the integer keys of the rows in their order by a
small, indexed table; only the keys of the page that is shown are looked up in the wide tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspector_app.domain.ledger import Colour, LedgerName
from inspector_app.storage.driver import Database

Record = Mapping[str, object]  # the parts of one row, by name


class ColumnKind(StrEnum):
    """How a column's texts are to be shown: where they stand, whether they wrap."""

    TEXT = "text"
    LONG = "long"  # wraps
    DAY = "day"  # 2026-11-22
    NUMBER = "number"
    WORD = "word"  # one of few
    MONEY = "money"  # yuan with two places


class FilterKind(StrEnum):
    """What a filter takes."""

    CHOICE = "choice"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerColumn:
    """A column as lists and files show it; `wide` is its width in letters (a Chinese character takes two)."""

    key: str
    title: str
    wide: int
    sortable: bool
    kind: ColumnKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """A filter that is offered; `choices` are (value, title). A choice takes several values as `a|b`."""

    key: str
    title: str
    choices: tuple[tuple[str, str], ...] = ()
    kind: FilterKind = FilterKind.CHOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One row: its cells in the order of the columns asked for, its colour, and what it opens."""

    id: str
    cells: tuple[str, ...]
    colour: Colour | None = None
    inspection_id: str = ""
    item_code: str = ""
    enterprise_id: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on the rows of a ledger, with the narrow table as `x`.

    `keys` reads the keys directly where that is faster than asking every row; `is_without` keeps those that the
    condition does not hold for; `colours` ask for rows of these colours instead.
    """

    where: str = ""
    values: tuple[object, ...] = ()
    keys: str = ""
    is_without: bool = False
    colours: tuple[Colour, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every test may need to know: the day on which it is asked, the other filters, the database."""

    db: Database
    today: date
    filters: Mapping[str, str]
    levels: Mapping[str, str] = field(default_factory=dict)  # levels of supervision, as the law data calls them

    @property
    def day(self) -> str:
        """The day of `overdue` and `rectified`: the filter `at`, else today."""
        return self.filters.get("at") or self.today.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSpec:
    """A filter: what it takes, its test, and its choices where the data has them."""

    kind: FilterKind
    test: Callable[[Asked, str], Test | None]
    words: tuple[StrEnum | str, ...] = ()  # the values it takes; none: any text
    listed: Callable[[Database], Sequence[tuple[str, str]]] | None = None  # choices from the data
    is_offered: bool = True  # among the filters that a person sees; the others come from figures and links


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """A column: from which parts of the wide query its text is made, and by what it is sorted."""

    key: str
    cell: Callable[[Record], str]
    needs: tuple[str, ...] = ()
    wide: int = 12
    kind: ColumnKind = ColumnKind.TEXT
    order: tuple[str, ...] = ()  # SQL on the narrow table; empty: not sortable
    index: str = ""  # of the narrow table, that has just this order


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSpec:
    """A ledger: its narrow and its wide source, columns, filters, search and colours."""

    name: LedgerName
    narrow: str  # the table that is walked, as `x`
    joins: str = ""  # what tests and orders need besides, one row each
    join_aliases: tuple[str, ...] = ()  # by which they name it: `v.`, `e.`
    key: str = "x.n"
    wide: str  # FROM clause of the wide step, with the narrow table as `x`
    parts: Mapping[str, str]  # of the wide step: name to SQL; `id` is always among them
    columns: tuple[ColumnSpec, ...]
    own_order: tuple[str, ...]
    own_index: str = ""
    own_descending: bool = True
    filters: Mapping[str, FilterSpec]
    always: Callable[[Asked], tuple[Test, ...]] = lambda _asked: ()
    search: Callable[[str], Test]  # of all words
    colour: Callable[[Record, date], Colour | None] = lambda _record, _today: None
    colour_needs: tuple[str, ...] = ()
    colour_sql: str = ""  # with :today; for counting by colour
    paint: tuple[tuple[Colour, str], ...] = ()  # instead: keys of a colour by an index, a later colour over an earlier

    links: Mapping[str, str] = field(default_factory=dict)  # of a row: inspection_id, item_code, enterprise_id to part

    @property
    def has_colours(self) -> bool:
        """Whether its rows have lights."""
        return bool(self.colour_sql or self.paint)

    def column(self, key: str) -> ColumnSpec | None:
        """Give one column."""
        return next((column for column in self.columns if column.key == key), None)
