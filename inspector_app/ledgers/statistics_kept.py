# SPDX-License-Identifier: MulanPSL-2.0
"""Counts that were worked out once are remembered until anything is written, or the day is another one."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

T = TypeVar("T")

MOST_GROUPS = 20_000  # of some 900 bytes each: two tables of every officer of a city, or hundreds of others


@dataclass(slots=True)
class _Kept:
    """What is remembered of one state of the data, on one day; the longest unused leaves first."""

    version: int
    today: date
    made: OrderedDict[Hashable, tuple[int, Any]] = field(default_factory=OrderedDict)
    groups: int = 0


_kept: weakref.WeakKeyDictionary[Workspace, _Kept] = weakref.WeakKeyDictionary()


def remembered(ws: Workspace, db: Database, name: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
    """Give what was made under a name, or make it; `db` is the workspace's reader inside a transaction.

    What is given is shared: nobody may change it. `size` says how many groups it has.
    """
    version, today = int(db.conn.execute("PRAGMA data_version").fetchone()[0]), ws.today()
    kept = _kept.get(ws)
    if kept is None or (kept.version, kept.today) != (version, today):
        kept = _kept[ws] = _Kept(version=version, today=today)
    found = kept.made.get(name)
    if found is not None:
        kept.made.move_to_end(name)
        return cast("T", found[1])
    made = make()
    groups = max(1, size(made))
    if groups <= MOST_GROUPS:
        kept.made[name] = (groups, made)
        kept.groups += groups
        while kept.groups > MOST_GROUPS:
            kept.groups -= kept.made.popitem(last=False)[1][0]
    return made
