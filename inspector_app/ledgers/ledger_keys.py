# SPDX-License-Identifier: MulanPSL-2.0
"""The narrow step: which rows a query has, and which of them come where.

Every condition of a query becomes a mask, one byte for each key of the narrow table, read by an index of its own; masks
are put together as large numbers. An order is a walk along its index, which holds the key: so neither filtering nor a
deep page looks at a row of the table. Masks and orders are remembered until something is written.
"""

from __future__ import annotations

import json
import weakref
from array import array
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, compress, islice, repeat
from typing import TypeVar

from inspector_app.domain.ledger import Colour, LedgerQuery
from inspector_app.ledgers.ledger_parts import Asked, LedgerSpec, Test
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

T = TypeVar("T")
Mask = bytes  # one byte for each key from 0 on: 1 is in, 0 is out

MOST_MASKS = 40  # of a quarter of a megabyte each with a city's year
MOST_ORDERS = 12  # of a megabyte each
MOST_LISTS = 6
FEW = 2_000  # rows that are sorted by themselves rather than picked out of the whole order
KEY = "I"  # an array's type of keys: four bytes are enough for rows of one laptop
SHORT_WALK = 8_000  # keys: walking so far along an index costs less than remembering the whole order
COLOURS = tuple(Colour)
_NOT = bytes([1, 0]) + bytes(254)


@dataclass(slots=True)
class _Kept:
    """What is remembered of one state of the data, on one day."""

    version: int = -1
    today: date | None = None
    masks: OrderedDict[Hashable, Mask] = field(default_factory=OrderedDict)
    orders: OrderedDict[Hashable, array[int]] = field(default_factory=OrderedDict)
    lists: OrderedDict[Hashable, array[int]] = field(default_factory=OrderedDict)
    sizes: OrderedDict[Hashable, tuple[int, int]] = field(default_factory=OrderedDict)


_kept: weakref.WeakKeyDictionary[Workspace, _Kept] = weakref.WeakKeyDictionary()


def kept_of(ws: Workspace, db: Database) -> _Kept:
    """Give what is remembered; nothing of it when anything was written since, or the day is another one."""
    kept = _kept.setdefault(ws, _Kept())
    version = int(db.conn.execute("PRAGMA data_version").fetchone()[0])
    if (version, ws.today()) != (kept.version, kept.today):
        kept = _kept[ws] = _Kept(version=version, today=ws.today())
    return kept


class Keys:
    """The keys of one query, on one connection. What is read is remembered in `kept`."""

    def __init__(self, spec: LedgerSpec, query: LedgerQuery, asked: Asked, kept: _Kept | None = None) -> None:
        self._spec, self._asked = spec, asked
        self._kept = kept if kept is not None else _Kept()
        self._tests = _tests_of(spec, query, asked)
        column = spec.column(query.sort) if query.sort else None
        self._order = spec.own_order if column is None else column.order
        self._index = spec.own_index if column is None else column.index
        self._descending = query.descending if column is not None else spec.own_descending is not query.descending

    @property
    def count(self) -> int:
        """How many rows the query has."""
        mask = self._mask()
        return self._size[1] if mask is None else mask.count(1)

    def tally(self) -> dict[Colour, int]:
        """How many rows of each colour."""
        mask, codes = self._mask(), self._codes()
        return {
            colour: codes.count(place) if mask is None else _both(_only(codes, (colour,)), mask).count(1)
            for place, colour in enumerate(COLOURS, 1)
        }

    def page(self, offset: int, limit: int) -> list[int]:
        """Give the keys from an offset on."""
        name = (*self._name, self._order)
        listed = self._kept.lists.get(name)
        if listed is None:
            total = self.count
            if offset >= total:
                return []
            wanted = min(offset + limit, total)
            far = wanted * self._size[1] // max(total, 1)
            if self._index and far <= SHORT_WALK:
                return list(islice(self.walk(), offset, offset + limit))
            listed = _remembered(self._kept.lists, name, MOST_LISTS, self._list)
        if not self._descending:
            return list(listed[offset : offset + limit])
        end = len(listed) - offset
        return list(listed[max(end - limit, 0) : max(end, 0)][::-1])

    def walk(self) -> Iterator[int]:
        """Give all keys in their order, as they are read."""
        mask = self._mask()
        turn = " DESC" if self._descending else ""
        rows = self._read(self._order_sql(turn))
        return rows if mask is None else (key for key in rows if mask[key])

    # What is remembered ------------------------------------------------------------------------------------

    @property
    def _name(self) -> tuple[Hashable, ...]:
        return (self._spec.name, *self._tests)

    @property
    def _size(self) -> tuple[int, int]:
        """The largest key and the number of rows of the narrow table."""

        def read() -> tuple[int, int]:
            key = self._spec.key
            sql = f"SELECT (SELECT coalesce(max({key}), 0) FROM {self._spec.narrow} x), count(*) FROM"
            row = self._asked.db.conn.execute(f"{sql} {self._spec.narrow} x").fetchone()
            return int(row[0]), int(row[1])

        return _remembered(self._kept.sizes, self._spec.name, len(COLOURS) * 4, read)

    def _mask(self) -> Mask | None:
        """Put the masks of all conditions together; none where every row is in."""
        found: Mask | None = None
        for test in self._tests:
            mask = self._mask_of(test)
            found = mask if found is None else _both(found, mask)
        return found

    def _mask_of(self, test: Test) -> Mask:
        if test.colours:
            return _only(self._codes(), test.colours)

        def read() -> Mask:
            sql = test.keys or self._sql(self._spec.key, test.where)
            found = bytearray(self._size[0] + 1)
            _put(found, self._read(sql, test.values), 1)
            return _both(bytes(found.translate(_NOT)), self._every()) if test.is_without else bytes(found)

        return _remembered(self._kept.masks, (self._spec.name, test), MOST_MASKS, read)

    def _every(self) -> Mask:
        """Give the keys that there are: what was deleted leaves holes, and no key is 0."""
        most, number = self._size
        if most == number:
            return b"\0" + b"\1" * most

        def read() -> Mask:
            found = bytearray(most + 1)
            _put(found, self._read(self._sql(self._spec.key, "")), 1)
            return bytes(found)

        return _remembered(self._kept.masks, (self._spec.name, "every"), MOST_MASKS, read)

    def _codes(self) -> Mask:
        """Give the colour of every key: its place among the colours, from 1."""

        def read() -> Mask:
            found = bytearray(self._size[0] + 1)
            if self._spec.paint:
                today = self._asked.today.isoformat()
                for colour, sql in self._spec.paint:
                    _put(found, self._read(sql.replace(":today", f"'{today}'")), COLOURS.index(colour) + 1)
                return bytes(found)
            colour_sql = self._spec.colour_sql.replace(":today", f"'{self._asked.today.isoformat()}'")
            places = {colour.value: place for place, colour in enumerate(COLOURS, 1)}
            for key, word in self._asked.db.conn.execute(self._sql(f"{self._spec.key}, {colour_sql}", "")):
                found[key] = places[word]
            return bytes(found)

        return _remembered(self._kept.masks, (self._spec.name, "colour"), MOST_MASKS, read)

    def _list(self) -> array[int]:
        """Give all keys of the query in ascending order of its sort."""
        mask = self._mask()
        if mask is not None and mask.count(1) <= FEW:
            return self._few(mask)

        def read() -> array[int]:
            return array(KEY, self._read(self._order_sql("")))

        order = _remembered(self._kept.orders, (self._spec.name, self._order), MOST_ORDERS, read)
        return order if mask is None else array(KEY, compress(order, map(mask.__getitem__, order)))

    def _few(self, mask: Mask) -> array[int]:
        """Sort few rows by themselves: `+` keeps the database from walking the whole order for them."""
        keys = json.dumps(list(compress(range(len(mask)), mask)))
        terms = ", ".join(f"+{term}" for term in self._order)
        where = f"{self._spec.key} IN (SELECT value FROM json_each(?))"
        sql = self._sql(self._spec.key, where, order=terms, is_walked=False)
        return array(KEY, self._read(sql, (keys,)))

    # SQL ----------------------------------------------------------------------------------------------------

    def _order_sql(self, turn: str) -> str:
        terms = ", ".join(f"{term}{turn}" for term in self._order)
        return self._sql(self._spec.key, "", order=terms)

    def _sql(self, what: str, where: str, order: str = "", *, is_walked: bool = True) -> str:
        """Put a query together; what is joined for tests and orders only where one of them needs it."""
        said = what + where + order
        joins = self._spec.joins if any(alias in said for alias in self._spec.join_aliases) else ""
        hint = f" INDEXED BY {self._index}" if order and is_walked and self._index else ""
        tail = (f" WHERE {where}" if where else "") + (f" ORDER BY {order}" if order else "")
        return f"SELECT {what} FROM {self._spec.narrow} x{hint} {joins}{tail}"

    def _read(self, sql: str, values: Sequence[object] = ()) -> Iterator[int]:
        return chain.from_iterable(self._asked.db.conn.execute(sql, values))


def _put(into: bytearray, keys: Iterator[int], value: int) -> None:
    """Set many keys; without a loop of our own, which would take most of the time."""
    deque(map(into.__setitem__, keys, repeat(value)), maxlen=0)


def _tests_of(spec: LedgerSpec, query: LedgerQuery, asked: Asked) -> tuple[Test, ...]:
    made = [spec.filters[key].test(asked, value) for key, value in sorted(query.filters.items())]
    tests = [*spec.always(asked), *(test for test in made if test is not None)]
    if query.search.split():
        tests.append(spec.search(query.search))
    return tuple(tests)


def _both(one: Mask, other: Mask) -> Mask:
    both = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return both.to_bytes(len(one), "little")


def _only(codes: Mask, colours: Sequence[Colour]) -> Mask:
    table = bytearray(256)
    for colour in colours:
        table[COLOURS.index(colour) + 1] = 1
    return codes.translate(bytes(table))


def _remembered(kept: OrderedDict[Hashable, T], name: Hashable, most: int, make: Callable[[], T]) -> T:
    found = kept.pop(name, None)
    kept[name] = make() if found is None else found
    while len(kept) > most:
        kept.popitem(last=False)
    return kept[name]
