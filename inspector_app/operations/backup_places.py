# SPDX-License-Identifier: MulanPSL-2.0
"""Where backups lie: in the data folder, and on a second medium that is known by a marker file in it."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.account import Act
from inspector_app.domain.backup import Backup, PlaceKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage import membership
from inspector_app.storage.backups import Place
from inspector_app.storage.file_store import faults_of, make_folder, write_durably
from inspector_app.storage.own_json import read_object
from inspector_app.storage.rows import instant_in, instant_out
from inspector_app.workspace import Workspace

Store = Place  # what the faces call it

LOCAL = "backups"  # below the data folder
FOLDER, MARKER = "inspector-backup", "target.json"  # on a medium
SHORT = 12  # characters of a laptop's id, which name its folder on a medium
_MEDIUM, _SEEN = "backup_medium", "backup_medium_seen"  # names in this laptop's own books
LARGEST_MARKER = 10_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlace:
    """One place with its backups, the newest first; `is_here` is whether the medium is plugged in."""

    kind: PlaceKind
    folder: Path
    name: str
    is_here: bool
    backups: tuple[Backup, ...] = ()
    seen_at: datetime | None = None  # when a backup was last made on the medium, or when it was chosen

    @property
    def store(self) -> Place:
        """The place as storage knows it."""
        return Place(self.folder)


def local_place(ws: Workspace) -> BackupPlace:
    """Give the place in the data folder."""
    place = Place(ws.folder / LOCAL)
    return BackupPlace(
        kind=PlaceKind.LOCAL, folder=place.folder, name="", is_here=True, backups=_listed(place)
    )  # fmt: skip


def medium_place(ws: Workspace, roots: Sequence[Path] = ()) -> BackupPlace | None:
    """Give the second medium if one was chosen; looked for where it was last, then on the drives that are named."""
    with ws.reader() as db:
        chosen, seen = membership.value(db, _MEDIUM), membership.value(db, _SEEN)
    if not chosen:
        return None
    noted = json.loads(chosen)
    root = next((r for r in (Path(noted["path"]), *roots) if _marker_of(r) == noted["id"]), None)
    folder = (root or Path(noted["path"])) / FOLDER / ws.device[:SHORT]
    backups = _listed(Place(folder)) if root is not None else ()
    newest = next((b.made_at for b in backups if b.is_good), None)
    remembered = instant_in(seen) if seen else None
    return BackupPlace(
        kind=PlaceKind.MEDIUM, folder=folder, name=str(noted["name"]), is_here=root is not None, backups=backups,
        seen_at=max((t for t in (newest, remembered) if t is not None), default=None),
    )  # fmt: skip


def places(ws: Workspace, roots: Sequence[Path] = ()) -> tuple[BackupPlace, ...]:
    """Give all places of this laptop, the data folder first."""
    medium = medium_place(ws, roots)
    return (local_place(ws), medium) if medium is not None else (local_place(ws),)


def choose_medium(ws: Workspace, folder: Path) -> BackupPlace:
    """Choose a folder on another disk or stick for backups, and mark it so that it is known again.

    Refuses NOT_PERMITTED, BACKUP_TARGET for what is no folder, lies in the data folder or holds it,
    FOLDER_NOT_WRITABLE.
    """
    ws.need(Act.BACK_UP)
    with faults_of(folder):
        place, data = folder.resolve(), ws.folder.resolve()
        inside = place == data or data in place.parents
        if not place.is_dir() or inside or not os.access(place, os.W_OK):
            code = ProblemCode.BACKUP_TARGET if inside or not place.is_dir() else ProblemCode.FOLDER_NOT_WRITABLE
            raise Refused([Problem(code=code, where="path", fields={"path": str(folder)})])
        if place.name == FOLDER and _marker_of(place.parent):
            place = place.parent
        marker = _marker_of(place) or secrets.token_hex(8)
        make_folder(place / FOLDER)
        content = json.dumps({"format": 1, "id": marker}) + "\n"
        write_durably(place / FOLDER / MARKER, content.encode())
    noted = {"id": marker, "path": str(place), "name": place.name or str(place)}
    with ws.books() as db:
        membership.put_values(db, {_MEDIUM: json.dumps(noted, ensure_ascii=False), _SEEN: instant_out(ws.now()) or ""})
    found = medium_place(ws)
    assert found is not None, "it was just noted"
    return found


def forget_medium(ws: Workspace) -> None:
    """Use no second medium any more; what lies on it stays there. Refuses NOT_PERMITTED."""
    ws.need(Act.BACK_UP)
    with ws.books() as db:
        membership.put_values(db, {_MEDIUM: "", _SEEN: ""})


def note_seen(ws: Workspace) -> None:
    """Note that a backup was made on the medium just now."""
    if ws.read_only is None:
        with ws.books() as db:
            membership.put_values(db, {_SEEN: instant_out(ws.now()) or ""})


def stores_in(folder: Path) -> tuple[Place, ...]:
    """Give the places with backups in a folder that somebody names: one itself, a medium, a data folder."""
    every = [folder, folder / LOCAL, folder / FOLDER, *sorted((folder / FOLDER).glob("*")), *sorted(folder.glob("*"))]
    found: list[Place] = []
    for candidate in every:
        if candidate.is_dir() and candidate not in [p.folder for p in found] and Place(candidate).all():
            found.append(Place(candidate))
    return tuple(found)


def _listed(place: Place) -> tuple[Backup, ...]:
    with faults_of(place.folder):
        return place.all()


def _marker_of(root: Path) -> str:
    found = read_object(root / FOLDER / MARKER, LARGEST_MARKER)
    return str(found.get("id", "")) if found is not None else ""
