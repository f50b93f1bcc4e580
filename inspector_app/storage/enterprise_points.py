# SPDX-License-Identifier: MulanPSL-2.0
"""Where enterprises lie: positions of the register in degrees of WGS-84, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import shown


@dataclass(frozen=True, slots=True)
class Directory:
    """The whole register by what a file names an enterprise with; a name may be that of several."""

    by_id: Mapping[str, str]
    by_code: Mapping[str, str]
    by_name: Mapping[str, tuple[str, ...]]


def directory(db: Database) -> Directory:
    """Give the shown enterprise of every id, credit code and name; merged entries lead to the one shown for them."""
    stands_for = shown(db)
    by_id: dict[str, str] = {}
    by_code: dict[str, str] = {}
    by_name: dict[str, tuple[str, ...]] = {}
    for entry, code, name in db.conn.execute("SELECT id, credit_code, name FROM enterprises"):
        target = stands_for.get(entry, entry)
        by_id[entry] = target
        if code:
            by_code[code] = target
        known = by_name.get(name, ())
        if target not in known:
            by_name[name] = (*known, target)
    return Directory(by_id=by_id, by_code=by_code, by_name=by_name)


def put_points(db: Database, points: Iterable[tuple[str, float, float]]) -> int:
    """Keep positions (id, longitude, latitude); gives how many were other than before."""
    count = 0
    for enterprise_id, longitude, latitude in points:
        count += db.conn.execute(
            "UPDATE enterprises SET longitude = ?, latitude = ?"
            " WHERE id = ? AND (longitude IS NOT ? OR latitude IS NOT ?)",
            (longitude, latitude, enterprise_id, longitude, latitude),
        ).rowcount
    return count
