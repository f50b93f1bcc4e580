# SPDX-License-Identifier: MulanPSL-2.0
"""What lies ready to be read at the office: parts in a watched folder and on the sticks that are in.

Only names and sizes are looked at, so it can be asked every few seconds. What was read before is known by the name
that its maker gave it (laptop, incarnation, export, part) and its size; what was refused, by its hash.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import InboxState
from inspector_app.handoff import medium
from inspector_app.storage import membership as books
from inspector_app.storage import parts_read, quarantine, units
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

PART, REQUEST = ".ajb", ".ajq"
FOLDER = "inbox_folder"  # entry of the membership
SHORT_ID = 12  # characters of a laptop's id at the beginning of a part's name
PIECE = 1024 * 1024

Seen = MutableMapping[Path, tuple[int, int]]
"""Size and time of change of every file at the look before; a poller keeps it and gives it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFile:
    """One part. `device` is the beginning of the sender's id, `name` how people call it, as far as known."""

    path: Path
    state: InboxState
    bytes: int
    device: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFound:
    """What one look found."""

    folder: Path | None  # that is watched
    places: tuple[Path, ...]  # that were looked into
    files: tuple[InboxFile, ...]
    requests: tuple[Path, ...]  # of laptops that want to be enrolled

    @property
    def new(self) -> tuple[Path, ...]:
        """The parts to read."""
        return tuple(f.path for f in self.files if f.state is InboxState.NEW)

    @property
    def new_by_place(self) -> dict[Path, int]:
        """How many parts to read lie in each place."""
        return {place: sum(place in path.parents for path in self.new) for place in self.places}


def inbox_folder(ws: Workspace) -> Path | None:
    """Give the folder that is watched, if one is."""
    with ws.reader() as db:
        kept = books.value(db, FOLDER)
    return Path(kept) if kept else None


def watch(ws: Workspace, folder: Path | None) -> None:
    """Watch a folder from now on, or none. Refuses BUNDLE_NOT_FOUND for what is no folder."""
    if folder is not None and not folder.is_dir():
        raise Refused([Problem(code=ProblemCode.BUNDLE_NOT_FOUND, where="folder", fields={"path": str(folder)})])
    with ws.books() as db:
        books.put_values(db, {FOLDER: str(folder.resolve()) if folder is not None else ""})


def scan(
    ws: Workspace, folder: Path | None = None, *, drives: Sequence[Path] | None = None, seen: Seen | None = None
) -> InboxFound:
    """Look into a folder (else the watched one) and into the removable drives, one level deep.

    A place that is gone meanwhile is passed over. With `seen` a new part counts as arriving until two looks found
    it alike.
    """
    watched = folder or inbox_folder(ws)
    removable = [drive.path for drive in medium.drives()] if drives is None else drives
    places = tuple(dict.fromkeys(([watched] if watched else []) + list(removable)))
    every = sorted({path for place in places for path in _inside(place)})
    with ws.reader() as db:
        files = tuple(found for path in every if (found := _file(ws, db, path, seen)) is not None)
    if seen is not None:
        for gone in set(seen) - set(every):
            del seen[gone]
    requests = tuple(path for path in every if path.suffix.lower() == REQUEST)
    return InboxFound(folder=watched, places=places, files=files, requests=requests)


def _inside(place: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for path in [*place.glob("*"), *place.glob("*/*")]:
            wanted = path.suffix.lower() in (PART, REQUEST) and not path.name.startswith(".")
            if wanted and path.is_file():
                yield path


def _file(ws: Workspace, db: Database, path: Path, seen: Seen | None) -> InboxFile | None:
    if path.suffix.lower() != PART:
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    device = path.name.split("-")[0][:SHORT_ID]
    state = _state(ws, db, path, status.st_size, device)
    if seen is not None:
        now = (status.st_size, status.st_mtime_ns)
        state = InboxState.ARRIVING if state is InboxState.NEW and seen.get(path) != now else state
        seen[path] = now
    known = [d.name for d in units.list_devices(db) if device and d.id.startswith(device)]
    return InboxFile(path=path, state=state, bytes=status.st_size, device=device, name=known[0] if known else "")


def _state(ws: Workspace, db: Database, path: Path, size: int, device: str) -> InboxState:
    if device == ws.device[:SHORT_ID]:
        return InboxState.OWN
    if parts_read.is_read(db, path.name, size):
        return InboxState.KNOWN
    refused = [row.sha256 for row in quarantine.list_quarantine(db) if row.name == path.name]
    return InboxState.QUARANTINED if refused and _sha256(path) in refused else InboxState.NEW


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()
