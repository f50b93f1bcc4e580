# SPDX-License-Identifier: MulanPSL-2.0
"""The map's data from GeoJSON: outlines of districts kept in the data folder, positions of enterprises.

Outlines are a file of this laptop (`maps/districts.geojson`), written anew from what was read; positions belong to
the register and travel with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.account import Act
from inspector_app.domain.change import Done, Op
from inspector_app.domain.geojson import (
    LARGEST_OUTLINES,
    LARGEST_PLACES,
    District,
    Place,
    outline,
    read_outlines,
    read_places,
    write_features,
)
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.files import read_small_file, save_file
from inspector_app.storage.enterprise_points import Directory, directory, put_points
from inspector_app.storage.file_store import faults_of, make_folder
from inspector_app.workspace import Workspace

FILE = Path("maps") / "districts.geojson"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsPreview:
    """A read file of positions: those of known enterprises (id, longitude, latitude), and what is wrong.

    A place whose enterprise is not registered, or cannot be told, can be left out.
    """

    name: str
    total: int
    points: tuple[tuple[str, float, float], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsTaken:
    """What an import of positions did."""

    changed: int
    same: int
    skipped: int


def outlines(ws: Workspace) -> tuple[District, ...]:
    """Give the outlines of districts that are kept here; none if there is no file. Refuses what is wrong with it."""
    path = ws.folder / FILE
    if not path.is_file():
        return ()
    found, problems = read_outlines(read_small_file(path, 2 * LARGEST_OUTLINES, where=path.name), path.name)
    refuse(problems)
    return found


def import_outlines(ws: Workspace, path: Path, *, datum: str = "") -> tuple[District, ...]:
    """Check a GeoJSON file of districts and keep it in place of the one before.

    `datum` is what the person says of a file that does not say its own. Refuses every fault at once, by its place.
    """
    ws.need(Act.CHANGE_SETTINGS)
    refuse([ws.read_only] if ws.read_only else [])
    found, problems = read_outlines(read_small_file(path, LARGEST_OUTLINES, where=path.name), path.name, datum)
    refuse(problems)
    target = ws.folder / FILE
    with faults_of(target.parent):
        make_folder(target.parent)
    save_file(target, "".join(write_features(map(outline, found))).encode("utf-8"))
    return found


def remove_outlines(ws: Workspace) -> None:
    """Take the outlines away; the map shows points alone."""
    ws.need(Act.CHANGE_SETTINGS)
    refuse([ws.read_only] if ws.read_only else [])
    target = ws.folder / FILE
    with faults_of(target):
        target.unlink(missing_ok=True)


def preview_points(ws: Workspace, path: Path, *, datum: str = "") -> PointsPreview:
    """Read a GeoJSON file of positions and find their enterprises: by id, by credit code, else by the exact name.

    Refuses what is wrong with the file itself; what only does not fit the register is among the problems.
    """
    places, problems = read_places(read_small_file(path, LARGEST_PLACES, where=path.name), path.name, datum)
    refuse(problems)
    with ws.reader() as db:
        known = directory(db)
    points: dict[str, tuple[str, float, float]] = {}
    first: dict[str, str] = {}
    faults = []
    for place in places:
        target = _enterprise_of(place, known)
        if isinstance(target, Problem):
            faults.append(target)
        elif target in points:
            fields = {"field": place.where, "name": place.name or place.credit_code, "first": first[target]}
            faults.append(_fault(ProblemCode.MAP_PLACE_TWICE, place, fields))
        else:
            points[target] = (target, place.longitude, place.latitude)
            first[target] = place.where
    return PointsPreview(name=path.name, total=len(places), points=tuple(points.values()), problems=tuple(faults))


def import_points(ws: Workspace, preview: PointsPreview, *, skip_bad: bool = False) -> Done[PointsTaken]:
    """Keep the positions of a file, all in one act that can be taken back.

    Refuses ENTERPRISE_UNKNOWN, MAP_PLACE_AMBIGUOUS, MAP_PLACE_TWICE unless these places are to be left out.
    """
    if not skip_bad:
        refuse(preview.problems)
    with ws.operation(Op.KEEP_PROFILE) as step:
        changed = put_points(step.db, preview.points)
    same = len(preview.points) - changed
    taken = PointsTaken(changed=changed, same=same, skipped=len(preview.problems))
    return Done(value=taken, changes=step.changes)


def _enterprise_of(place: Place, known: Directory) -> str | Problem:
    code = place.credit_code.upper()
    target = known.by_id.get(place.id) or known.by_code.get(code)
    named = known.by_name.get(place.name, ()) if target is None and not code else ()
    if len(named) > 1:
        fields = {"field": place.where, "name": place.name, "count": str(len(named))}
        return _fault(ProblemCode.MAP_PLACE_AMBIGUOUS, place, fields)
    if target is None and not named:
        fields = {"field": place.where, "name": place.name or place.id, "credit_code": place.credit_code}
        return _fault(ProblemCode.ENTERPRISE_UNKNOWN, place, fields)
    return target or named[0]


def _fault(code: ProblemCode, place: Place, fields: dict[str, str]) -> Problem:
    return Problem(code=code, where=place.where, fields=fields)
